//! Spotify's extended streaming history: `endsong_N.json`, later `Streaming_History_Audio_….json` and `…_Video_….json`.
//!
//! A JSON array of flat objects, 21 fields to 2024 and 23 since, when audiobooks came and user names went. `ts` is when the
//! play stopped or, for plays without a network, when it was uploaded; `offline_timestamp` is when it started, in
//! milliseconds to October 2022 and in seconds after, with zero, null and junk between. What was played is told by the
//! fields, not by the file: video files hold podcasts and music, audio files hold audiobooks.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::device::device;
use super::fields::{duration, moment, text};
use crate::books::Reason;
use crate::facts::{Certainty, Facts, NOWHERE, country};
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::json::{Row, Rows, Value};
use crate::play::{Device, End, Kind, Start};
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};

/// Spotify, extended streaming history.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(0),
    id: "spotify-extended",
    name: "Spotify, extended streaming history",
    service: Service {
        number: 0,
        rank: 0,
        is_player: true,
        duration_identifies: true,
    },
    files: "`my_spotify_data.zip` with `Streaming_History_Audio_….json`, before 2023 `endsong_N.json`",
    earliest: 1_145_750_400, // 2006-04-23, when the company was founded
    knows: Knows {
        moment: "to the second",
        heard: true,
        skips: true,
        album: true,
        country: true,
        people: false,
    },
    names: Names {
        histories: &["endsong", "streaming_history"],
        private: &[
            "addedto",
            "addvoice",
            "carthing",
            "collection",
            "download",
            "duoneweveryday",
            "externalaccount",
            "family",
            "follow",
            "identifiers",
            "identity",
            "inferences",
            "marquee",
            "message",
            "notification",
            "payments",
            "podcastinteractivity",
            "playlist",
            "read_me",
            "readme",
            "searchqueries",
            "share",
            "skippedtracks",
            "technicallog",
            "userdata",
            "useraddress",
            "userprompts",
            "voiceinput",
            "wrapped",
            "yourlibrary",
            "yoursoundcapsule",
            "yoursounds",
        ],
    },
    forms: &[&SpotifyExtended],
};

/// Reads Spotify's extended streaming history.
#[derive(Debug)]
pub(crate) struct SpotifyExtended;

impl Importer for SpotifyExtended {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        head.is_array_of(&["ts", "ms_played"]).then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Loader::default())
    }
}

/// Remembers what the platforms met so far come down to: there are few of them, and telling one takes long.
#[derive(Debug, Default)]
struct Loader {
    devices: FxHashMap<Box<[u8]>, Device>,
}

impl Loader {
    fn device(&mut self, platform: Value<'_>) -> Device {
        let Value::Text(raw) = platform else {
            return Device::Other;
        };
        let raw = raw.bytes();
        if let Some(device) = self.devices.get(raw) {
            return *device;
        }
        let device = platform.text().map_or(Device::Other, |platform| device(&platform));
        // Names of browsers carry versions: their number has no bound.
        if self.devices.len() < 1024 {
            self.devices.insert(raw.into(), device);
        }
        device
    }
}

impl Load for Loader {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut rows = Rows::of_array(file).knowing(&NAMES);
        while let Some(row) = rows.next()? {
            let record = Fields::of(row).map(|fields| {
                let device = fields.platform.map_or(Device::Other, |platform| self.device(platform));
                fields.record(device)
            });
            sink.row(record)?;
        }
        Ok(())
    }
}

/// A field that is of use.
#[derive(Clone, Copy)]
enum Field {
    Stamp,
    MsPlayed,
    Track,
    Artist,
    Album,
    TrackUri,
    Episode,
    Show,
    EpisodeUri,
    Book,
    BookUri,
    Chapter,
    ChapterUri,
    Started,
    Country,
    Platform,
    Start,
    End,
    Shuffle,
    Offline,
    Private,
}

const FIELDS: [(&str, Field); 21] = [
    ("ts", Field::Stamp),
    ("ms_played", Field::MsPlayed),
    ("master_metadata_track_name", Field::Track),
    ("master_metadata_album_artist_name", Field::Artist),
    ("master_metadata_album_album_name", Field::Album),
    ("spotify_track_uri", Field::TrackUri),
    ("episode_name", Field::Episode),
    ("episode_show_name", Field::Show),
    ("spotify_episode_uri", Field::EpisodeUri),
    ("audiobook_title", Field::Book),
    ("audiobook_uri", Field::BookUri),
    ("audiobook_chapter_title", Field::Chapter),
    ("audiobook_chapter_uri", Field::ChapterUri),
    ("offline_timestamp", Field::Started),
    ("conn_country", Field::Country),
    ("platform", Field::Platform),
    ("reason_start", Field::Start),
    ("reason_end", Field::End),
    ("shuffle", Field::Shuffle),
    ("offline", Field::Offline),
    ("incognito_mode", Field::Private),
];

/// The names of [`FIELDS`], by which the reader tells them.
const NAMES: [&str; FIELDS.len()] = {
    let mut names = [""; FIELDS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = FIELDS[at].0;
        at += 1;
    }
    names
};

/// The values of a row that are of use.
#[derive(Default)]
struct Fields<'a> {
    stamp: i64,
    ms_played: u32,
    track: Cow<'a, str>,
    artist: Cow<'a, str>,
    album: Cow<'a, str>,
    track_uri: Cow<'a, str>,
    episode: Cow<'a, str>,
    show: Cow<'a, str>,
    episode_uri: Cow<'a, str>,
    book: Cow<'a, str>,
    book_uri: Cow<'a, str>,
    chapter: Cow<'a, str>,
    chapter_uri: Cow<'a, str>,
    /// As it stands there, any unit.
    started: Option<i64>,
    country: [u8; 2],
    platform: Option<Value<'a>>,
    start: Start,
    end: End,
    shuffle: Option<bool>,
    offline: Option<bool>,
    private: bool,
}

impl<'a> Fields<'a> {
    fn of(row: Row<'a>) -> Result<Self, Reason> {
        if !row.is_object() {
            return Err(Reason::NotARow);
        }
        let mut fields = Self {
            country: NOWHERE,
            ..Self::default()
        };
        let (mut stamp, mut ms_played) = (None, None);
        for (number, value) in row.known_fields() {
            let (name, field) = FIELDS[number];
            match field {
                Field::Stamp => stamp = Some(moment(value, name)?),
                Field::MsPlayed => ms_played = Some(duration(value, name)?),
                Field::Track => fields.track = text(value, name)?,
                Field::Artist => fields.artist = text(value, name)?,
                Field::Album => fields.album = text(value, name)?,
                Field::TrackUri => fields.track_uri = text(value, name)?,
                Field::Episode => fields.episode = text(value, name)?,
                Field::Show => fields.show = text(value, name)?,
                Field::EpisodeUri => fields.episode_uri = text(value, name)?,
                Field::Book => fields.book = text(value, name)?,
                Field::BookUri => fields.book_uri = text(value, name)?,
                Field::Chapter => fields.chapter = text(value, name)?,
                Field::ChapterUri => fields.chapter_uri = text(value, name)?,
                Field::Started => fields.started = value.whole(),
                Field::Country => {
                    if let Some(letters) = value.text() {
                        fields.country = country(letters.as_bytes());
                    }
                }
                Field::Platform => fields.platform = Some(value),
                Field::Start => fields.start = start(value),
                Field::End => fields.end = end(value),
                Field::Shuffle => fields.shuffle = value.truth(),
                Field::Offline => fields.offline = value.truth(),
                Field::Private => fields.private = value.truth() == Some(true),
            }
        }
        fields.stamp = stamp.ok_or(Reason::Missing("ts"))?;
        fields.ms_played = ms_played.ok_or(Reason::Missing("ms_played"))?;
        Ok(fields)
    }

    fn record(self, device: Device) -> Record<'a> {
        let (kind, title, artist, album, uri) = if !self.track.is_empty() {
            (Kind::Music, self.track, self.artist, self.album, self.track_uri)
        } else if !self.episode.is_empty() {
            (Kind::Podcast, self.episode, self.show, Cow::default(), self.episode_uri)
        } else if !self.chapter.is_empty() {
            (
                Kind::Audiobook,
                self.chapter,
                Cow::default(),
                self.book,
                self.chapter_uri,
            )
        } else {
            (
                Kind::Audiobook,
                self.book.clone(),
                Cow::default(),
                self.book,
                self.book_uri,
            )
        };
        let ended = self.stamp * 1000;
        let stated = self.started.and_then(|raw| stated_start(raw, self.stamp));
        let certainty = if stated.is_some() {
            Certainty::Stated
        } else {
            Certainty::Derived
        };
        Record {
            kind,
            title,
            artist,
            album,
            uri,
            stamp: self.stamp,
            started_at: stated.unwrap_or((ended - i64::from(self.ms_played)).div_euclid(1000)),
            ms_played: Some(self.ms_played),
            facts: Facts {
                country: self.country,
                device,
                start: self.start,
                end: self.end,
                shuffle: self.shuffle,
                offline: self.offline,
                private: self.private,
                ..Facts::of(ABOUT.source, certainty)
            },
            ordinal: None,
        }
    }
}

/// The start of a play in seconds, from an `offline_timestamp` in whatever unit, when it can be one.
///
/// A start is believed when the play's stamp lies in the 31 days after it (plays without a network must be uploaded
/// within 30), or up to an hour before it (the clocks of devices are off by minutes). All else is junk: zero, one, a year
/// to come.
pub(crate) fn stated_start(raw: i64, stamp: i64) -> Option<i64> {
    const LONGEST_UPLOAD: i64 = 31 * 86_400;
    const CLOCK_ERROR: i64 = 3600;
    // As seconds, this is the year 5138; as milliseconds, March 1973.
    const MILLISECONDS_FROM: i64 = 100_000_000_000;
    let started = if raw >= MILLISECONDS_FROM { raw / 1000 } else { raw };
    (-CLOCK_ERROR..=LONGEST_UPLOAD)
        .contains(&stamp.saturating_sub(started))
        .then_some(started)
}

fn start(value: Value<'_>) -> Start {
    match value.text().as_deref() {
        Some("trackdone") => Start::TrackDone,
        Some("fwdbtn" | "nextbtn") => Start::Forward,
        Some("backbtn") => Start::Back,
        Some("clickrow" | "click-row" | "clickside" | "popup") => Start::Chosen,
        Some("playbtn") => Start::PlayButton,
        Some("appload") => Start::AppLoad,
        Some("remote") => Start::Remote,
        _ => Start::Other,
    }
}

fn end(value: Value<'_>) -> End {
    match value.text().as_deref() {
        Some("trackdone") => End::TrackDone,
        Some("fwdbtn" | "nextbtn") => End::Forward,
        Some("backbtn") => End::Back,
        Some("endplay") => End::EndPlay,
        Some("logout" | "unexpected-exit" | "unexpected-exit-while-paused") => End::Logout,
        Some("remote") => End::Remote,
        _ => End::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_is_believed_in_every_unit_but_junk_is_not() {
        let stamp = 1_600_000_000;
        for (raw, expected) in [
            (stamp - 200, Some(stamp - 200)),
            ((stamp - 200) * 1000 + 999, Some(stamp - 200)),
            (stamp + 202, Some(stamp + 202)),
            (stamp - 28 * 86_400, Some(stamp - 28 * 86_400)),
            (0, None),
            (1, None),
            (-1, None),
            (i64::MIN, None),
            (i64::MAX, None),
            (stamp - 32 * 86_400, None),
            (stamp + 7200, None),
            (stamp * 1_000_000, None),
        ] {
            assert_eq!(stated_start(raw, stamp), expected, "{raw}");
        }
    }
}
