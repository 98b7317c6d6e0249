//! Spotify's account data: `StreamingHistory.json`, `StreamingHistoryN.json`, `StreamingHistory_music_N.json` and its siblings.
//!
//! A JSON array of flat objects with four or five fields. `endTime` is the stamp of the extended history in UTC, cut to the
//! minute, so two equal rows can both be real. Older exports mix podcasts into the music, the show as the artist.

use std::borrow::Cow;

use super::fields::{duration, each_row, moment, text};
use super::spotify_extended;
use crate::books::Reason;
use crate::facts::{Certainty, Facts};
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::json::{Row, Rows};
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::Source;

/// Spotify, account data.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(1),
    id: "spotify-account",
    name: "Spotify, account data",
    service: spotify_extended::ABOUT.service,
    files: "`my_spotify_data.zip` with `StreamingHistory_music_N.json`: the last year",
    earliest: 1_145_750_400, // as of the extended history
    knows: Knows {
        moment: "to the minute",
        heard: true,
        skips: false,
        album: false,
        country: false,
        people: false,
    },
    names: Names {
        histories: &["streaminghistory"],
        private: &[],
    },
    forms: &[&SpotifyAccount],
};

/// Reads the listening history in Spotify's account data.
#[derive(Debug)]
pub(crate) struct SpotifyAccount;

impl Importer for SpotifyAccount {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        ["trackName", "episodeName", "chapterName", "audiobookName"]
            .iter()
            .any(|name| head.is_array_of(&["endTime", "msPlayed", name]))
            .then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Self)
    }
}

impl Load for SpotifyAccount {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        each_row(Rows::of_array(file), sink, record)
    }
}

fn record(row: Row<'_>) -> Result<Record<'_>, Reason> {
    let stamp = moment(row.get("endTime"), "endTime")?;
    let ms_played = duration(row.get("msPlayed"), "msPlayed")?;
    let name = |field| text(row.get(field), field);
    let (mut track, mut artist) = (name("trackName")?, name("artistName")?);
    let (episode, podcast) = (name("episodeName")?, name("podcastName")?);
    let (chapter, book, author) = (name("chapterName")?, name("audiobookName")?, name("authorName")?);
    // What stands in for names that Spotify no longer has.
    if track == "Unknown Track" && artist == "Unknown Artist" {
        (track, artist) = (Cow::default(), Cow::default());
    }
    let (kind, title, artist, album) = if !track.is_empty() {
        (Kind::Music, track, artist, Cow::default())
    } else if !episode.is_empty() {
        (Kind::Podcast, episode, podcast, Cow::default())
    } else if !chapter.is_empty() {
        (Kind::Audiobook, chapter, author, book)
    } else {
        (Kind::Audiobook, book.clone(), author, book)
    };
    Ok(Record {
        kind,
        title,
        artist,
        album,
        uri: Cow::default(),
        stamp,
        started_at: (stamp * 1000 - i64::from(ms_played)).div_euclid(1000),
        ms_played: Some(ms_played),
        facts: Facts::of(ABOUT.source, Certainty::Minute),
        ordinal: None,
    })
}
