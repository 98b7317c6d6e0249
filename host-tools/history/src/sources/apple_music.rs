//! Apple Music: `Apple Music Play Activity.csv`, in a zip in a zip, with `Apple Music - Play History Daily Tracks.csv`.
//!
//! Older exports name the artist in the activity itself (`Artist Name`, `Content Name`); newer ones do not (`Song Name`,
//! `Album Name`), and the daily tracks say "Artist - Title" for the day. A play that was paused, or in which the listener
//! moved about, is several rows, which are joined. Durations can be negative or a day long: they are bounded by the length
//! of the recording. Moments are in UTC; where they have no zone, they are local and `UTC Offset In Seconds` tells it.

use std::io::{self, Read};

use rustc_hash::FxHashMap;

use super::fields::cell;
use crate::books::Reason;
use crate::facts::{Certainty, Facts, country};
use crate::hash;
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::json::Rows;
use crate::number::whole;
use crate::play::{Device, End, Kind};
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};
use crate::table::{Cells, Table};
use crate::time;

/// Apple Music.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(4),
    id: "apple-music",
    name: "Apple Music",
    service: Service {
        number: 3,
        rank: 10,
        is_player: true,
        duration_identifies: true,
    },
    files: "the zip from privacy.apple.com with `Apple Music Play Activity.csv`",
    earliest: 1_433_721_600, // 2015-06-08, when it was announced
    knows: Knows {
        moment: "to the second",
        heard: true,
        skips: true,
        album: true,
        country: true,
        people: false,
    },
    names: Names {
        histories: &[
            "play activity",
            "play history daily tracks",
            "recently played tracks",
            "track play history",
            "library tracks",
        ],
        private: &[
            "apple id",
            "account",
            "account and ",
            "contact",
            "address",
            "billing",
            "order",
            "purchase",
            "apple music - favorites",
            "apple music library activity",
            "apple music library playlists",
            "identifier information",
        ],
    },
    forms: &[&AppleMusic],
};

/// Reads Apple's play activity.
#[derive(Debug)]
pub(crate) struct AppleMusic;

/// What to say where the artists are not known.
pub(crate) const ARTISTS_ELSEWHERE: &str = "; \"Apple Music - Play History Daily Tracks.csv\" and \"Apple Music Library Tracks.json\" \
                                            of the same export name the artists: give it the whole zip";

/// Columns of the tables that say "Artist - Title", in the first.
const ARTISTS: [[&str; 2]; 4] = [
    ["Track Description", "Date Played"],
    ["Track Description", "Container Description"],
    ["Track Description", "Total plays"],
    ["Track Name", "Last Played Date"],
];

/// Whether it is the list of a library's tracks.
fn is_library(head: Head<'_>) -> bool {
    head.is_array_of(&["Title", "Artist", "Track Identifier"])
}

/// How many tracks are remembered from the daily tracks.
const TRACKS: usize = 1 << 20;
/// How many rows are held to be put in order and joined. Real exports have less, most a tenth.
const ROWS: usize = 1 << 18;
/// How long a pause may be for a play to go on after it, in seconds.
const LONGEST_PAUSE: i64 = 30 * 60;

impl Importer for AppleMusic {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        if head.has_columns(&["Event Start Timestamp", "Play Duration Milliseconds", "End Reason Type"]) {
            Some(Part::Plays)
        } else if ARTISTS.iter().any(|columns| head.has_columns(columns)) || is_library(head) {
            Some(Part::Companion)
        } else {
            None
        }
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Loader::default())
    }
}

#[derive(Debug, Default)]
struct Loader {
    /// Artists by the hash of a title, and of a title and a day.
    artists: FxHashMap<u64, Box<str>>,
}

impl Load for Loader {
    fn load(&mut self, part: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut start = Vec::new();
        (&mut *file).take(Head::LENGTH).read_to_end(&mut start)?;
        let file = io::Cursor::new(start.clone()).chain(file);
        if part == Part::Companion && is_library(Head::new(&start)) {
            return self.learn_library(file);
        }
        let mut table = Table::with_commas(file);
        let Some(header) = table.next()? else { return Ok(()) };
        if part == Part::Companion {
            let description = header.find("Track Description").or_else(|| header.find("Track Name"));
            let date = header.find("Date Played");
            while let Some(row) = table.next()? {
                self.learn(column(row, description), column(row, date));
            }
            return Ok(());
        }
        let columns = Columns::of(header);
        let mut rows = Vec::new();
        let mut number = 0;
        while let Some(row) = table.next()? {
            number += 1;
            sink.at(number);
            if !columns.is_play(row) {
                continue;
            }
            match columns.event(row, self) {
                // What never began to sound was not started.
                Ok(event) if event.ms_played == 0 || column(row, columns.reason) == b"FAILED_TO_LOAD" => {
                    sink.pass_over();
                }
                Ok(event) => rows.push(event),
                Err(reason) => sink.row(Err(reason))?,
            }
            if rows.len() == ROWS {
                hand_over(&mut rows, sink)?;
            }
        }
        hand_over(&mut rows, sink)
    }
}

impl Loader {
    /// Remembers the artists of a library.
    fn learn_library<R: Read>(&mut self, file: R) -> Result<(), Halt> {
        let mut rows = Rows::of_array(file);
        while let Some(row) = rows.next()? {
            if let (Some(title), Some(artist)) = (row.get("Title").text(), row.get("Artist").text())
                && self.artists.len() < TRACKS
            {
                self.artists
                    .entry(hash::of(&[&title]))
                    .or_insert_with(|| (*artist).into());
            }
        }
        Ok(())
    }

    /// Remembers the artist of a line of the daily tracks, "Artist - Title". Both can have dashes of their own.
    fn learn(&mut self, description: &[u8], date: &[u8]) {
        let Ok(description) = std::str::from_utf8(description) else {
            return;
        };
        for (dash, _) in description.match_indices(" - ") {
            let (artist, title) = (&description[..dash], &description[dash + 3..]);
            let title = hash::of(&[title]);
            if self.artists.len() < TRACKS {
                for key in [hash::with(title, whole(date).unwrap_or(0) as u64), title] {
                    self.artists.entry(key).or_insert_with(|| artist.into());
                }
            }
        }
    }

    /// The artist of a title that was played on a day, such as 20240229.
    fn artist(&self, title: &str, day: i64) -> &str {
        let title = hash::of(&[title]);
        let found = self
            .artists
            .get(&hash::with(title, day as u64))
            .or_else(|| self.artists.get(&title));
        found.map_or("", |artist| artist)
    }
}

fn column(row: Cells<'_>, column: Option<usize>) -> &[u8] {
    column.map_or(b"", |column| row.get(column))
}

/// Where the columns are that are read.
struct Columns {
    title: Option<usize>,
    artist: Option<usize>,
    album: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
    event: Option<usize>,
    reason: Option<usize>,
    played: Option<usize>,
    length: Option<usize>,
    from: Option<usize>,
    to: Option<usize>,
    utc_offset: Option<usize>,
    country: Option<usize>,
    device: Option<usize>,
    offline: Option<usize>,
    shuffle: Option<usize>,
}

/// A row of the activity.
struct Event {
    title: Box<str>,
    artist: Box<str>,
    album: Box<str>,
    started_at: i64,
    ended_at: i64,
    ms_played: u32,
    /// Positions in the recording in milliseconds, where it says.
    from: Option<i64>,
    to: Option<i64>,
    goes_on: bool,
    facts: Facts,
    /// How many rows it stands for.
    rows: u32,
}

impl Columns {
    fn of(header: Cells<'_>) -> Self {
        let first = |names: &[&str]| names.iter().find_map(|name| header.find(name));
        Self {
            title: first(&["Song Name", "Content Name"]),
            artist: first(&["Artist Name", "Container Artist Name"]),
            album: first(&["Album Name", "Container Album Name", "Container Name"]),
            start: first(&["Event Start Timestamp"]),
            end: first(&["Event End Timestamp"]),
            event: first(&["Event Type"]),
            reason: first(&["End Reason Type"]),
            played: first(&["Play Duration Milliseconds"]),
            length: first(&["Media Duration In Milliseconds"]),
            from: first(&["Start Position In Milliseconds"]),
            to: first(&["End Position In Milliseconds"]),
            utc_offset: first(&["UTC Offset In Seconds"]),
            country: first(&["IP Country Code", "ISO Country", "Country"]),
            device: first(&["Device Type", "Device OS Name", "Client Platform"]),
            offline: first(&["Offline"]),
            shuffle: first(&["Shuffle Play"]),
        }
    }

    /// Whether it tells of a play: not of its start alone, nor of lyrics that were shown.
    fn is_play(&self, row: Cells<'_>) -> bool {
        matches!(column(row, self.event), b"" | b"PLAY_END")
    }

    fn event(&self, row: Cells<'_>, daily: &Loader) -> Result<Event, Reason> {
        let of = |wanted| column(row, wanted);
        let offset = whole(of(self.utc_offset))
            .filter(|seconds| seconds.abs() <= 86_400)
            .unwrap_or(0);
        let moment = |text: &[u8]| {
            let has_zone = text.ends_with(b"Z")
                || text
                    .get(19..)
                    .is_some_and(|zone| zone.contains(&b'+') || zone.contains(&b'-'));
            time::moment(text).map(|moment| if has_zone { moment } else { moment - offset })
        };
        let (start, end) = (moment(of(self.start)), moment(of(self.end)));
        let length = whole(of(self.length))
            .filter(|ms| *ms > 0)
            .unwrap_or(i64::from(u32::MAX));
        let said = whole(of(self.played));
        // A play cannot take longer than its recording, nor less than no time; between its moments lies the rest.
        let between = start.zip(end).map(|(start, end)| (end - start) * 1000);
        let ms_played = said.filter(|ms| *ms >= 0).or(between).unwrap_or(0).clamp(0, length);
        let Some(started_at) = start.or_else(|| end.map(|end| end - ms_played / 1000)) else {
            let said_nothing = of(self.start).is_empty() && of(self.end).is_empty();
            let name = "Event Start Timestamp";
            return Err(if said_nothing {
                Reason::Missing(name)
            } else {
                Reason::NotAMoment(name)
            });
        };
        let title = cell(of(self.title), "Song Name")?;
        let mut artist = cell(of(self.artist), "Artist Name")?;
        if artist.is_empty() {
            artist = daily.artist(title, day(started_at + offset));
        }
        let reason = of(self.reason);
        Ok(Event {
            title: title.into(),
            artist: artist.into(),
            album: cell(of(self.album), "Album Name")?.into(),
            started_at,
            ended_at: end.unwrap_or(started_at + ms_played / 1000),
            ms_played: u32::try_from(ms_played).unwrap_or(u32::MAX),
            from: whole(of(self.from)),
            to: whole(of(self.to)),
            goes_on: matches!(
                reason,
                b"PLAYBACK_MANUALLY_PAUSED"
                    | b"PLAYBACK_SUSPENDED"
                    | b"PLAYBACK_PAUSED"
                    | b"SCRUB_BEGIN"
                    | b"SCRUB_END"
            ),
            facts: Facts {
                country: country(of(self.country)),
                device: device(of(self.device)),
                end: match reason {
                    b"NATURAL_END_OF_TRACK" => End::TrackDone,
                    b"TRACK_SKIPPED_FORWARDS" => End::Forward,
                    b"TRACK_SKIPPED_BACKWARDS" => End::Back,
                    b"MANUALLY_SELECTED_PLAYBACK_OF_A_DIFF_ITEM" => End::EndPlay,
                    b"EXITED_APPLICATION" => End::Logout,
                    _ => End::Other,
                },
                offline: truth(of(self.offline)),
                shuffle: match of(self.shuffle) {
                    b"SHUFFLE_ON" => Some(true),
                    b"SHUFFLE_OFF" => Some(false),
                    _ => None,
                },
                ..Facts::of(
                    ABOUT.source,
                    if start.is_some() {
                        Certainty::Stated
                    } else {
                        Certainty::Derived
                    },
                )
            },
            rows: 1,
        })
    }
}

impl Event {
    /// Takes in the row that follows, if it is the same play going on.
    fn join(&mut self, next: &Self) -> bool {
        const SLACK: i64 = 2;
        let same = self.title == next.title && self.artist == next.artist && self.album == next.album;
        let pause = next.started_at - self.ended_at;
        // From the start again is another play; where no positions are given, a pause is one.
        let moves_on = next
            .from
            .is_none_or(|from| from > 0 || self.to.is_some_and(|to| to <= 1000));
        if !(self.goes_on && same && moves_on && (-SLACK..=LONGEST_PAUSE).contains(&pause)) {
            return false;
        }
        self.ended_at = next.ended_at;
        self.ms_played = self.ms_played.saturating_add(next.ms_played);
        (self.to, self.goes_on) = (next.to, next.goes_on);
        self.facts.end = next.facts.end;
        self.rows += next.rows;
        true
    }
}

/// Puts rows in the order of time, joins those that are one play, and hands them over.
fn hand_over(rows: &mut Vec<Event>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    rows.sort_by(|one, two| {
        let of = |event: &Event| (event.started_at, event.ended_at);
        of(one).cmp(&of(two)).then_with(|| one.title.cmp(&two.title))
    });
    let mut current: Option<Event> = None;
    for event in rows.drain(..) {
        if current.as_mut().is_some_and(|open| open.join(&event)) {
            continue;
        }
        if let Some(done) = current.replace(event) {
            finish(done, sink)?;
        }
    }
    current.map_or(Ok(()), |done| finish(done, sink))
}

fn finish(event: Event, sink: &mut Sink<'_>) -> Result<(), Halt> {
    for _ in 1..event.rows {
        sink.part()?;
    }
    // The artist and the album of a play are not in every export of a person, nor always the same. It is told by its title.
    let uri = if event.title.is_empty() {
        String::new()
    } else {
        format!("apple:{}", event.title)
    };
    sink.row(Ok(Record {
        kind: Kind::Music,
        title: event.title.into_string().into(),
        artist: event.artist.into_string().into(),
        album: event.album.into_string().into(),
        uri: uri.into(),
        stamp: event.started_at,
        started_at: event.started_at,
        ms_played: Some(event.ms_played),
        facts: event.facts,
        ordinal: None,
    }))
}

fn truth(text: &[u8]) -> Option<bool> {
    match text {
        b"TRUE" | b"true" | b"True" => Some(true),
        b"FALSE" | b"false" | b"False" => Some(false),
        _ => None,
    }
}

fn device(name: &[u8]) -> Device {
    let name = name.to_ascii_uppercase();
    let has = |words: &[&str]| {
        words
            .iter()
            .any(|word| memchr::memmem::find(&name, word.as_bytes()).is_some())
    };
    if has(&["HOMEPOD"]) {
        Device::Speaker
    } else if has(&["WATCH"]) {
        Device::Wearable
    } else if has(&["TV"]) {
        Device::Television
    } else if has(&["CAR"]) {
        Device::Car
    } else if has(&["MAC", "WINDOWS", "PC", "WEB"]) {
        Device::Computer
    } else if has(&["IPHONE", "IPAD", "IPOD", "IOS", "ANDROID", "PHONE"]) {
        Device::Phone
    } else {
        Device::Other
    }
}

/// The day of a moment as Apple writes it: 20240229.
fn day(moment: i64) -> i64 {
    let (year, month, day) = time::date(moment);
    year * 10_000 + i64::from(month * 100 + day)
}
