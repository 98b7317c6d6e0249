//! Plain counting: reads the rows of an export as JSON and counts them, one thing after the other. It shares nothing
//! with the importers and the statistics, so that both can be held against it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::Path;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeZone, Timelike};
use chrono_tz::Tz;
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

/// One play, as its row tells it.
#[derive(Clone, Debug)]
pub(crate) struct Play {
    /// When it began, in seconds since 1970.
    at: i64,
    ms: u64,
    sort: Sort,
    title: String,
    artist: String,
    album: String,
    private: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Music,
    Podcast,
    Audiobook,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) zone: Tz,
    pub(crate) from: Option<NaiveDate>,
    pub(crate) to: Option<NaiveDate>,
    pub(crate) least_seconds: u64,
    pub(crate) private: bool,
    pub(crate) merge: bool,
    pub(crate) top: usize,
}

impl Default for Asked {
    fn default() -> Self {
        Self {
            zone: Tz::UTC,
            from: None,
            to: None,
            least_seconds: 30,
            private: false,
            merge: true,
            top: 10,
        }
    }
}

/// The plays of a Spotify export: its rows, without those that say nothing of what was played, each once.
pub(crate) fn plays(zip: &Path) -> Vec<Play> {
    let mut archive = zip::ZipArchive::new(File::open(zip).unwrap()).unwrap();
    let mut extended = BTreeMap::new();
    let mut account = Vec::new();
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).unwrap();
        if !member.name().unwrap().ends_with(".json") {
            continue;
        }
        let mut text = Vec::new();
        member.read_to_end(&mut text).unwrap();
        let Ok(Value::Array(rows)) = serde_json::from_slice(&text) else {
            continue;
        };
        for row in &rows {
            if row["ts"].is_string() {
                let Some((identity, play, stated)) = extended_play(row) else {
                    continue;
                };
                let known = extended.entry(identity).or_insert_with(|| (play.clone(), stated));
                // Of two reports of one play, the one that states the start knows it; else the earlier start is taken.
                known.0.at = match (known.1, stated) {
                    (false, true) => play.at,
                    (true, false) => known.0.at,
                    _ => known.0.at.min(play.at),
                };
                known.1 |= stated;
                known.0.private |= play.private;
            } else if row["endTime"].is_string() {
                account.extend(account_play(row));
            }
        }
    }
    extended.into_values().map(|(play, _)| play).chain(account).collect()
}

fn text<'r>(row: &'r Value, name: &str) -> &'r str {
    row[name].as_str().unwrap_or("")
}

/// What identifies the row, its play, and whether it states its start.
fn extended_play(row: &Value) -> Option<((String, u64, String), Play, bool)> {
    let (sort, title, artist, album, uri) = [
        (
            Sort::Music,
            "master_metadata_track_name",
            "master_metadata_album_artist_name",
            "master_metadata_album_album_name",
            "spotify_track_uri",
        ),
        (
            Sort::Podcast,
            "episode_name",
            "episode_show_name",
            "",
            "spotify_episode_uri",
        ),
        (
            Sort::Audiobook,
            "audiobook_chapter_title",
            "",
            "audiobook_title",
            "audiobook_chapter_uri",
        ),
        (
            Sort::Audiobook,
            "audiobook_title",
            "",
            "audiobook_title",
            "audiobook_uri",
        ),
    ]
    .into_iter()
    .find(|(_, title, ..)| !text(row, title).is_empty())?;
    let (title, artist, album) = (text(row, title), text(row, artist), text(row, album));
    let ms = row["ms_played"].as_u64().unwrap();
    let ts = text(row, "ts");
    let stamp = DateTime::parse_from_rfc3339(ts).unwrap().timestamp();
    let stated = row["offline_timestamp"]
        .as_i64()
        .map(|stated| {
            if stated >= 100_000_000_000 {
                stated / 1000
            } else {
                stated
            }
        })
        .filter(|stated| (-3_600..=31 * 86_400).contains(&(stamp - stated)));
    let identity = match text(row, uri) {
        "" => format!("{artist}\n{title}"),
        uri => uri.to_owned(),
    };
    let play = Play {
        at: stated.unwrap_or((stamp * 1000 - ms as i64).div_euclid(1000)),
        ms,
        sort,
        title: title.to_owned(),
        artist: artist.to_owned(),
        album: album.to_owned(),
        private: row["incognito_mode"] == true,
    };
    Some(((ts.to_owned(), ms, identity), play, stated.is_some()))
}

fn account_play(row: &Value) -> Option<Play> {
    let (sort, title, artist, album) = [
        (Sort::Music, "trackName", "artistName", ""),
        (Sort::Podcast, "episodeName", "podcastName", ""),
        (Sort::Audiobook, "chapterName", "authorName", "audiobookName"),
    ]
    .into_iter()
    .find(|(_, title, ..)| !text(row, title).is_empty())?;
    let (title, artist, album) = (text(row, title), text(row, artist), text(row, album));
    if (title, artist) == ("Unknown Track", "Unknown Artist") {
        return None;
    }
    let stamp = NaiveDateTime::parse_from_str(text(row, "endTime"), "%Y-%m-%d %H:%M").unwrap();
    let ms = row["msPlayed"].as_u64().unwrap();
    Some(Play {
        at: (stamp.and_utc().timestamp() * 1000 - ms as i64).div_euclid(1000),
        ms,
        sort,
        title: title.to_owned(),
        artist: artist.to_owned(),
        album: album.to_owned(),
        private: false,
    })
}

/// What `playtally stats --json` must say under the names that others build on.
pub(crate) fn count(plays: &[Play], asked: &Asked) -> Value {
    let spoken = |sort| {
        let heard = of(plays, sort, asked);
        let counted = || heard.iter().filter(|play| play.counts);
        json!({
            "plays": heard.len(),
            "counted_plays": counted().count(),
            "ms": heard.iter().map(|play| play.ms).sum::<u64>(),
            "artists": counted().map(|play| &play.artist).filter(|name| !name.is_empty()).collect::<BTreeSet<_>>().len(),
            "titles": counted().map(|play| (&play.artist, &play.title)).collect::<BTreeSet<_>>().len(),
        })
    };
    let music = of(plays, Sort::Music, asked);
    let counted: Vec<&Heard> = music.iter().filter(|play| play.counts).collect();
    let different =
        |key: &dyn Fn(&Heard) -> (String, String)| counted.iter().map(|play| key(play)).collect::<BTreeSet<_>>().len();
    let days = sums(&music, |play| Some(play.local.date()));
    let with_music: Vec<NaiveDate> = days.iter().filter(|(_, sum)| sum.0 > 0).map(|(day, _)| *day).collect();
    let albums = counted.iter().filter(|play| !play.album.is_empty());
    let albums: BTreeSet<_> = albums.map(|play| (&play.artist, &play.album)).collect();
    let mut hours = [0; 24];
    let mut weekdays = [0; 7];
    for play in &counted {
        hours[play.local.hour() as usize] += 1;
        weekdays[play.local.weekday().num_days_from_monday() as usize] += 1;
    }
    let biggest = days
        .iter()
        .max_by_key(|(day, (plays, ms))| (*ms, *plays, Reverse(**day)));
    let months = sums(&music, |play| Some(play.local.format("%Y-%m").to_string()));
    let years = sums(&music, |play| Some(play.local.year()));
    let list = |key: &dyn Fn(&Heard) -> Option<(String, String)>| top(sums(&music, key), asked.top);
    json!({
        "rule": {
            "counted_ms": asked.least_seconds * 1000,
            "timezone": asked.zone.name(),
            "from": asked.from,
            "to": asked.to,
            "private_included": asked.private,
            "merge_recordings": asked.merge,
            "match_services": true,
        },
        "totals": {
            "plays": music.len(),
            "counted_plays": counted.len(),
            "ms": music.iter().map(|play| play.ms).sum::<u64>(),
            "artists": different(&|play| (play.artist.clone(), String::new())),
            "tracks": different(&|play| (play.artist.clone(), play.title.clone())),
            "albums": albums.len(),
            "days": with_music.len(),
            "first": days.keys().next(),
            "last": days.keys().last(),
        },
        "podcasts": spoken(Sort::Podcast),
        "audiobooks": spoken(Sort::Audiobook),
        "top_artists": list(&|play| Some((play.artist.clone(), String::new())))
            .iter()
            .map(|((name, _), (plays, ms))| json!({"name": name, "plays": plays, "ms": ms}))
            .collect::<Value>(),
        "top_tracks": titles(&list(&|play| Some((play.title.clone(), play.artist.clone())))),
        "top_albums": titles(&list(&|play| {
            (!play.album.is_empty()).then(|| (play.album.clone(), play.artist.clone()))
        })),
        "by_hour": hours,
        "by_weekday": weekdays,
        "by_month": months
            .iter()
            .map(|(month, (plays, ms))| json!({"month": month, "plays": plays, "ms": ms}))
            .collect::<Value>(),
        "by_year": years
            .iter()
            .map(|(year, (plays, ms))| json!({"year": year, "plays": plays, "ms": ms}))
            .collect::<Value>(),
        "by_day": days
            .iter()
            .map(|(date, (plays, ms))| json!({"date": date, "ms": ms, "plays": plays}))
            .collect::<Value>(),
        "biggest_day": biggest.map(|(date, (plays, ms))| json!({"date": date, "ms": ms, "plays": plays})),
        "longest_streak": longest_streak(&with_music),
    })
}

/// A play under the rule that is asked for.
struct Heard {
    local: NaiveDateTime,
    ms: u64,
    counts: bool,
    title: String,
    artist: String,
    album: String,
}

/// The plays of a sort that are asked for, each with the spelling of its names that is played most.
fn of(plays: &[Play], sort: Sort, asked: &Asked) -> Vec<Heard> {
    let plays = plays
        .iter()
        .filter(|play| play.sort == sort && (asked.private || !play.private));
    let counts = |play: &Play| play.ms >= asked.least_seconds * 1000;
    let same = |same: fn(&str) -> String, name: &str| if asked.merge { same(name) } else { name.to_owned() };
    let keys = |play: &Play| {
        let artist = same(even, &play.artist);
        [
            (0, String::new(), artist.clone()),
            (1, artist.clone(), same(recording, &play.title)),
            (2, artist, same(edition, &play.album)),
        ]
    };
    let mut spellings: BTreeMap<_, BTreeMap<&str, u64>> = BTreeMap::new();
    for play in plays.clone() {
        for (key, spelling) in keys(play).into_iter().zip([&play.artist, &play.title, &play.album]) {
            *spellings.entry(key).or_default().entry(spelling.as_str()).or_default() += u64::from(counts(play));
        }
    }
    let spelt = |key| {
        let spellings: &BTreeMap<&str, u64> = &spellings[&key];
        let most = spellings.values().max().unwrap();
        let (spelling, _) = spellings.iter().find(|(_, plays)| *plays == most).unwrap();
        (*spelling).to_owned()
    };
    let heard = plays.map(|play| {
        let [artist, title, album] = keys(play).map(spelt);
        Heard {
            local: asked.zone.timestamp_opt(play.at, 0).unwrap().naive_local(),
            ms: play.ms,
            counts: counts(play),
            title,
            artist,
            album,
        }
    });
    let within = |day| asked.from.is_none_or(|from| from <= day) && asked.to.is_none_or(|to| day <= to);
    heard.filter(|play| within(play.local.date())).collect()
}

/// Counted plays and milliseconds.
type Sum = (u64, u64);

/// Sums by something.
fn sums<K: Ord>(plays: &[Heard], key: impl Fn(&Heard) -> Option<K>) -> BTreeMap<K, Sum> {
    let mut sums = BTreeMap::new();
    for play in plays {
        if let Some(key) = key(play) {
            let sum: &mut Sum = sums.entry(key).or_default();
            sum.0 += u64::from(play.counts);
            sum.1 += play.ms;
        }
    }
    sums
}

/// The first by plays, then by time, then by name; what has no counted play is not among them.
fn top<N: Ord + Clone>(sums: BTreeMap<N, Sum>, most: usize) -> Vec<(N, Sum)> {
    let mut all: Vec<_> = sums.into_iter().filter(|(_, (plays, _))| *plays > 0).collect();
    all.sort_by_key(|(name, sum)| (Reverse(*sum), name.clone()));
    all.truncate(most);
    all
}

/// A title and its artist.
type Title = (String, String);

fn titles(tops: &[(Title, Sum)]) -> Value {
    tops.iter()
        .map(|((title, artist), (plays, ms))| json!({"title": title, "artist": artist, "plays": plays, "ms": ms}))
        .collect()
}

/// The first of the longest runs of days.
fn longest_streak(days: &[NaiveDate]) -> Value {
    let mut longest: Option<(i64, NaiveDate, NaiveDate)> = None;
    for (at, &from) in days.iter().enumerate() {
        let in_a_row = (0..)
            .zip(&days[at..])
            .take_while(|&(n, &day)| (day - from).num_days() == n);
        let (n, &to) = in_a_row.last().unwrap();
        if longest.is_none_or(|(length, ..)| n + 1 > length) {
            longest = Some((n + 1, from, to));
        }
    }
    longest.map_or(
        Value::Null,
        |(days, from, to)| json!({"days": days, "from": from, "to": to}),
    )
}

/// A name without case, with even spaces, quotes and dashes.
fn even(name: &str) -> String {
    let lower: String = name.to_lowercase().nfc().collect();
    let mut even = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    for (odd, plain) in [("‘’ʼ", "'"), ("“”", "\""), ("‐‑–—", "-"), ("ς", "σ")] {
        even = even.replace(|letter| odd.contains(letter), plain);
    }
    if even.is_empty() { name.to_owned() } else { even }
}

const REMASTERS: &str =
    "remaster remastered remasterizado remasterizada remasterisé remasterisée リマスター mono stereo explicit";

/// What all pressings of a recording have in common.
fn recording(title: &str) -> String {
    let speaking = REMASTERS.to_owned() + " single album lp";
    without_endings(even(title), |words| {
        let versions = words
            .windows(2)
            .filter(|pair| pair[1] == "version" && "single album lp".contains(pair[0]));
        let named = words
            .iter()
            .filter(|word| ["single", "album", "lp"].contains(word))
            .count();
        named == versions.count()
            && known(
                words,
                &speaking,
                "version digital digitally original in edition anniversary",
            )
    })
}

/// What all editions of an album have in common.
fn edition(album: &str) -> String {
    let speaking = REMASTERS.to_owned() + " edition deluxe expanded reissue bonus";
    let silent = "version digital digitally original in the and & super special limited collector's collectors legacy \
                  anniversary track tracks international standard";
    let pressing = |words: &[&str]| recording(&format!("x ({})", words.join(" "))) == "x";
    without_endings(even(album), |words| pressing(words) || known(words, &speaking, silent))
}

/// Whether all words are known, as such or as numbers, and one of them speaks for itself.
fn known(words: &[&str], speaking: &str, silent: &str) -> bool {
    let has = |list: &str, word: &str| list.split(' ').any(|known| known == word);
    let number = |word: &str| {
        let digits = word.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
        let all_digits = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
        all_digits && (word.len() == 4 && digits == word || has("st nd rd th", &word[digits.len()..]))
    };
    words
        .iter()
        .all(|word| has(speaking, word) || has(silent, word) || number(word))
        && words.iter().any(|word| has(speaking, word))
}

/// A name without what stands in brackets or after a dash at its end, as long as it may go and something is left.
fn without_endings(name: String, goes: impl Fn(&[&str]) -> bool) -> String {
    let mut rest = name;
    loop {
        let bracket = [('(', ')'), ('[', ']')]
            .into_iter()
            .filter(|(_, close)| rest.ends_with(*close))
            .find_map(|(open, _)| rest.rfind(open).map(|at| (at, at + 1, rest.len() - 1)));
        let dash = rest
            .rfind(" - ")
            .max(rest.rfind(" / "))
            .map(|at| (at, at + 3, rest.len()));
        let closed = rest.ends_with([')', ']']);
        let Some((at, from, to)) = (if closed { bracket } else { dash }) else {
            return rest;
        };
        let words: Vec<&str> = rest[from..to]
            .split([' ', '/', ',', ';'])
            .filter(|word| !word.is_empty() && *word != "-")
            .collect();
        let kept = rest[..at].trim_end().to_owned();
        if kept.is_empty() || !goes(&words) {
            return rest;
        }
        rest = kept;
    }
}
