//! What several services report of the same plays counts once, and nothing else is taken for one.
#![cfg(feature = "library")]

use crate::common::{extended_row, json, moment, spelled_out};
use playtally_history::{Books, Export, Library, Play, Plays, read};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::json as value;

/// One thing that was heard.
#[derive(Clone, Copy, Debug)]
struct Heard {
    start: i64,
    seconds: i64,
    title: u32,
}

impl Heard {
    fn end(self) -> i64 {
        self.start + self.seconds
    }
}

/// A listener's plays one after the other, with pauses now and then. A title comes back after `apart` others at the
/// earliest, so that no two plays of it are within reach of each other.
fn plays(count: usize, apart: u32) -> impl Strategy<Value = Vec<Heard>> {
    let one = (40_i64..400, 0..5_u32, prop_oneof![4 => 0_i64..5, 1 => 100_i64..40_000]);
    prop::collection::vec(one, count).prop_map(move |plays| {
        let mut at = 1_600_000_000;
        let play = |(number, (seconds, title, pause))| {
            let start = at;
            at += seconds + pause;
            let title = title * apart + number as u32 % apart;
            Heard { start, seconds, title }
        };
        plays.into_iter().enumerate().map(play).collect()
    })
}

fn spotify(plays: &[Heard]) -> Export {
    let row = |play: &Heard| {
        let title = format!("Song {} - 2011 Remaster", play.title);
        extended_row(
            &moment(play.end()),
            &format!("The Band {}", play.title % 7),
            &title,
            1000 * play.seconds as u32,
        )
    };
    let rows: Vec<_> = plays.iter().map(row).collect();
    Export::Bytes("spotify.json".into(), json(&rows).into())
}

fn lastfm(stamps: impl IntoIterator<Item = (i64, u32)>) -> Export {
    let mut table = "uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n".to_owned();
    for (stamp, title) in stamps {
        table += &format!(
            "\"{stamp}\",\"\",\"Band {}, Guest\",\"\",\"\",\"\",\"song {title} (feat. Guest)\",\"\"\n",
            title % 7
        );
    }
    Export::Bytes("lastfm.csv".into(), table.into_bytes().into())
}

fn listenbrainz(stamps: impl IntoIterator<Item = (i64, u32)>) -> Export {
    let line = |(stamp, title): (i64, u32)| {
        let track =
            value!({"artist_name": format!("The Band {} & Guest", title % 7), "track_name": format!("Song {title}")});
        value!({"listened_at": stamp, "track_metadata": track}).to_string() + "\n"
    };
    let lines: String = stamps.into_iter().map(line).collect();
    Export::Bytes("listens.jsonl".into(), lines.into_bytes().into())
}

/// The plays of a history that are no echoes.
fn counted(plays: &Plays) -> Vec<Play> {
    plays.rows().iter().copied().filter(|play| !play.echo).collect()
}

/// Imports into one library, one export after the other. The books must close and say what there is.
fn import(exports: &[&Export]) -> (Plays, Vec<Books>) {
    let mut library = Library::in_memory().unwrap();
    let books: Vec<Books> = exports
        .iter()
        .map(|export| library.import([(*export).clone()], &mut ()).unwrap())
        .collect();
    assert!(
        books
            .iter()
            .flat_map(|books| &books.files)
            .all(|file| file.are_closed()),
        "{books:?}"
    );
    (library.plays().unwrap(), books)
}

fn stored(books: &[Books]) -> usize {
    books.iter().map(|books| books.total().stored.total() as usize).sum()
}

/// How a scrobbler stamps what it hears.
#[derive(Clone, Copy, Debug)]
struct Stamps {
    ahead: i64,
    at_end: bool,
    to_the_minute: bool,
}

impl Stamps {
    fn of(self, play: Heard, jitter: i64) -> i64 {
        let stamp = if self.at_end { play.end() } else { play.start } + self.ahead + jitter;
        if self.to_the_minute { stamp - stamp % 60 } else { stamp }
    }
}

fn any_stamps() -> impl Strategy<Value = Stamps> {
    // Zones, and clocks that nobody set.
    let ahead =
        prop_oneof![3 => Just(0), 3 => (-48_i64..=56).prop_map(|quarters| quarters * 900), 1 => -50_000_i64..50_000];
    (ahead, any::<bool>(), any::<bool>()).prop_map(|(ahead, at_end, to_the_minute)| Stamps {
        ahead,
        at_end,
        to_the_minute,
    })
}

proptest! {
    // The same cases each time.
    #![proptest_config(ProptestConfig { cases: 24, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

    #[test]
    fn scrobbles_of_spotify_plays_count_once(
        heard in plays(60, 8),
        stamps in any_stamps(),
        // Some plays are of another player, some were not scrobbled.
        fates in prop::collection::vec((0..8_u32, -20_i64..20), 60),
    ) {
        let on_spotify: Vec<Heard> = heard.iter().zip(&fates).filter(|(_, fate)| fate.0 != 0).map(|(play, _)| *play).collect();
        let scrobbled = heard.iter().zip(&fates).filter(|(_, fate)| fate.0 != 1);
        let scrobbles: Vec<_> = scrobbled.map(|(play, fate)| (stamps.of(*play, fate.1), play.title)).collect();
        let (spotify, lastfm) = (spotify(&on_spotify), lastfm(scrobbles.iter().copied()));

        let (merged, books) = import(&[&spotify, &lastfm]);
        prop_assert_eq!(counted(&merged).len(), heard.len());
        prop_assert_eq!(stored(&books), heard.len());
        let matched: u64 = books[1].matched.iter().map(|line| line.plays).sum();
        prop_assert_eq!(matched as usize, on_spotify.len() + scrobbles.len() - heard.len());
        prop_assert_eq!(matched, books[1].total().duplicate);
        prop_assert!(books[1].matched.iter().all(|line| (line.source.id(), line.of.id()) == ("lastfm", "spotify-extended")));
        if stamps.ahead % 900 == 0 {
            prop_assert!(books[1].matched.iter().all(|line| line.clock_ahead_seconds == stamps.ahead), "{:?}", books[1].matched);
        }

        // The other way round, the plays are the same, and what Spotify knows better improves them.
        let (other, books) = import(&[&lastfm, &spotify]);
        prop_assert_eq!(spelled_out(&other), spelled_out(&merged));
        prop_assert_eq!(stored(&books), heard.len());
        prop_assert_eq!(books[1].total().improved, matched);
        // And at once, and without a library.
        let (at_once, books) = read([lastfm, spotify], &mut ()).unwrap();
        prop_assert_eq!(spelled_out(&at_once), spelled_out(&merged));
        prop_assert_eq!(stored(&[books]), heard.len());
    }

    #[test]
    fn any_order_of_three_services_gives_the_same_plays(
        heard in plays(40, 8),
        fates in prop::collection::vec((1..8_u32, -20_i64..20, -20_i64..20), 40),
        order in Just([0_usize, 1, 2]).prop_shuffle(),
    ) {
        let with = |bit: u32| heard.iter().zip(&fates).filter(move |(_, fate)| fate.0 >> bit & 1 == 1);
        let exports = [
            spotify(&with(0).map(|(play, _)| *play).collect::<Vec<_>>()),
            lastfm(with(1).map(|(play, fate)| (play.start + fate.1, play.title))),
            listenbrainz(with(2).map(|(play, fate)| (play.start + fate.2, play.title))),
        ];
        let exports: Vec<&Export> = exports.iter().filter(|export| matches!(export, Export::Bytes(_, bytes) if bytes.len() > 90)).collect();
        prop_assume!(exports.len() == 3);
        let (expected, books) = import(&exports);
        prop_assert_eq!(counted(&expected).len(), heard.len());
        prop_assert_eq!(stored(&books), heard.len());
        let (other, _) = import(&order.map(|number| exports[number]));
        prop_assert_eq!(spelled_out(&other), spelled_out(&expected));
    }

    #[test]
    fn two_plays_of_one_service_are_never_one(heard in plays(30, 1), stamps in any_stamps(), fates in prop::collection::vec(0..4_u32, 30)) {
        // Five titles in any order, over and over, and scrobbles that may be of them or not.
        let some: Vec<_> = heard.iter().zip(&fates).filter(|(_, fate)| **fate > 0).map(|(play, _)| (stamps.of(*play, 0), play.title)).collect();
        let distinct: std::collections::BTreeSet<_> = some.iter().collect();
        let (merged, _) = import(&[&spotify(&heard), &lastfm(some.iter().copied())]);
        let all = merged.rows().len();
        prop_assert_eq!(all, heard.len() + distinct.len());
        let counted = counted(&merged).len();
        prop_assert!(counted >= heard.len().max(distinct.len()) && counted <= all);
    }
}

/// So many plays of as many titles, an hour after each other.
fn hourly(count: u32) -> Vec<Heard> {
    let play = |n: u32| Heard {
        start: 1_600_000_000 + 3600 * i64::from(n),
        seconds: 200,
        title: n,
    };
    (0..count).map(play).collect()
}

#[test]
fn plays_of_other_days_and_of_other_songs_stay_apart() {
    let heard = hourly(20);
    let other_days = heard
        .iter()
        .enumerate()
        .map(|(n, play)| (play.start + 86_400 + 977 * n as i64, play.title));
    let (merged, books) = import(&[&spotify(&heard), &lastfm(other_days)]);
    assert_eq!((counted(&merged).len(), books[1].matched.len()), (40, 0));
    let other_songs = heard.iter().map(|play| (play.start, play.title + 1000));
    let (merged, _) = import(&[&spotify(&heard), &lastfm(other_songs)]);
    assert_eq!(counted(&merged).len(), 40);
}

#[test]
fn a_clock_that_jumps_with_summer_time_is_followed() {
    let heard = hourly(60);
    let ahead = |play: &Heard| if play.title < 25 { 3600 } else { 7200 };
    let log = heard.iter().map(|play| (play.start + ahead(play), play.title));
    let (merged, books) = import(&[&spotify(&heard), &lastfm(log)]);
    assert_eq!(counted(&merged).len(), 60);
    let clocks: Vec<_> = books[1]
        .matched
        .iter()
        .map(|line| (line.clock_ahead_seconds, line.plays))
        .collect();
    assert_eq!(clocks, [(3600, 25), (7200, 35)]);
}

#[test]
fn a_clock_that_is_wrong_by_no_zone_is_followed_whatever_it_is_near() {
    // Of different lengths, so that starts and ends tell apart.
    let mut heard = hourly(60);
    for play in &mut heard {
        play.seconds = 40 + i64::from(play.title) * 59 % 400;
    }
    for ahead in (7200..=7200 + 900).step_by(30) {
        // Cut to the minute, and a little early or late.
        let stamp = |play: &Heard| (play.start + ahead + i64::from(play.title * 17 % 41) - 20) / 60 * 60;
        let (merged, books) = import(&[
            &spotify(&heard),
            &lastfm(heard.iter().map(|play| (stamp(play), play.title))),
        ]);
        assert_eq!(counted(&merged).len(), 60, "{ahead} s");
        let clocks = &books[1].matched;
        assert!(
            clocks.len() == 1 && (clocks[0].clock_ahead_seconds - ahead).abs() <= 90,
            "{ahead} s: {clocks:?}"
        );
    }
}

#[test]
fn a_few_songs_heard_again_an_hour_later_are_no_wrong_clock() {
    let heard = hourly(60);
    let again = heard[..4].iter().map(|play| (play.start + 7200, play.title));
    let (merged, _) = import(&[&spotify(&heard), &lastfm(again)]);
    assert_eq!(counted(&merged).len(), 64);
}

#[test]
fn a_play_too_short_for_a_scrobbler_has_no_echo() {
    let heard = [Heard {
        start: 1_600_000_000,
        seconds: 12,
        title: 1,
    }];
    let (merged, _) = import(&[&spotify(&heard), &lastfm([(1_600_000_005, 1)])]);
    assert_eq!(counted(&merged).len(), 2);
}

#[test]
fn two_players_never_report_one_play() {
    let watched = value!([{
        "header": "YouTube Music", "title": "Watched Song 1", "titleUrl": "https://music.youtube.com/watch?v=a",
        "subtitles": [{"name": "The Band 1 - Topic"}], "time": moment(1_600_000_003), "products": ["YouTube"]
    }]);
    let youtube = Export::Bytes("watch-history.json".into(), watched.to_string().into_bytes().into());
    let heard = [Heard {
        start: 1_600_000_000,
        seconds: 200,
        title: 1,
    }];
    let (merged, _) = import(&[&spotify(&heard), &youtube]);
    assert_eq!(counted(&merged).len(), 2);
    // A scrobble is of one of them.
    let (merged, _) = import(&[&spotify(&heard), &youtube, &lastfm([(1_600_000_001, 1)])]);
    assert_eq!((counted(&merged).len(), merged.rows().len()), (2, 3));
}

#[test]
fn a_song_on_a_compilation_is_found_by_its_title() {
    let row = extended_row(&moment(1_600_000_200), "Various Artists", "Slow River", 200_000);
    let spotify = Export::Bytes("spotify.json".into(), json(&[row]).into());
    let scrobble = |stamp: i64| {
        let table = format!(
            "uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n{stamp},,Luna,,,,Slow River,\n"
        );
        Export::Bytes("lastfm.csv".into(), table.into_bytes().into())
    };
    for (stamp, expected) in [
        (1_600_000_000, 1),
        (1_600_000_210, 1),
        (1_600_000_100, 2),
        (1_600_000_230, 2),
    ] {
        let (merged, _) = import(&[&spotify, &scrobble(stamp)]);
        assert_eq!(counted(&merged).len(), expected, "{stamp}");
    }
}

#[test]
fn a_log_without_a_time_zone_is_an_echo_of_what_was_scrobbled_from_it() {
    let heard = hourly(12);
    let mut log = "#AUDIOSCROBBLER/1.1\n#TZ/UNKNOWN\n#CLIENT/Rockbox\n".to_owned();
    for play in &heard {
        log += &format!(
            "Band {}\t\tSong {}\t\t200\tL\t{}\t\n",
            play.title % 7,
            play.title,
            play.start + 7200
        );
    }
    let log = Export::Bytes(".scrobbler.log".into(), log.into_bytes().into());
    let scrobbles = lastfm(heard.iter().map(|play| (play.start, play.title)));
    let (merged, books) = import(&[&log, &scrobbles]);
    let starts: Vec<i64> = counted(&merged).iter().map(|play| play.started_at).collect();
    assert_eq!(starts, heard.iter().map(|play| play.start).collect::<Vec<_>>());
    assert_eq!(
        (books[1].total().improved, books[1].matched[0].clock_ahead_seconds),
        (12, 7200)
    );
}

#[test]
fn a_zone_is_found_exactly_where_songs_were_skipped_and_begun_anew() {
    // Many songs are skipped and begun anew soon after, so that a stamp is near several plays.
    let mut heard = Vec::new();
    for n in 0..400 {
        let start = 1_600_000_000 + 1000 * n;
        let title = n as u32 % 40;
        heard.push(Heard {
            start,
            seconds: 200,
            title,
        });
        if n % 10 == 0 {
            let start = start - 100;
            heard.push(Heard {
                start,
                seconds: 40,
                title,
            });
        }
    }
    heard.sort_by_key(|play| play.start);
    let whole = heard.iter().filter(|play| play.seconds == 200);
    let listens = listenbrainz(whole.map(|play| (play.start + 3600, play.title)));
    let (merged, books) = import(&[&spotify(&heard), &listens]);
    assert_eq!(counted(&merged).len(), heard.len());
    assert_eq!(
        (books[1].matched.len(), books[1].matched[0].clock_ahead_seconds),
        (1, 3600)
    );
}

/// Rockbox writes one moment of a play into both of its logs: its end.
#[test]
fn the_two_logs_of_one_player_report_each_play_once() {
    let mut scrobbles = "#AUDIOSCROBBLER/1.1\n#TZ/UNKNOWN\n#CLIENT/Rockbox\n".to_owned();
    let mut log = String::new();
    let mut ended = 1_720_000_000;
    for number in 0..60 {
        let heard = 60 + number * 17 % 600;
        ended += heard + 5;
        let title = format!("Sol {}", number % 7);
        scrobbles += &format!("Luna\tMar\t{title}\t{number}\t{}\tL\t{ended}\t\n", heard + 1);
        log += &format!(
            "{ended}:{}:{}:/Music/Luna/Mar/{number:02} - {title}.mp3\n",
            heard * 1000,
            heard * 1000 + 900
        );
    }
    let files = [(".scrobbler.log", &scrobbles), ("playback.log", &log)];
    let exports = files.map(|(name, content)| Export::Bytes(name.into(), content.as_bytes().into()));
    let (plays, _) = read(exports, &mut ()).unwrap();
    assert_eq!(plays.rows().len(), 120);
    assert_eq!(plays.rows().iter().filter(|play| play.echo).count(), 60);
}
