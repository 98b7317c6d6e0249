//! Spotify's account data: `StreamingHistory.json`, `StreamingHistoryN.json`, `StreamingHistory_music_N.json` and its siblings.
//!
//! A JSON array of flat objects with four or five fields. `endTime` is the stamp of the extended history in UTC, cut to the
//! minute, so two equal rows can both be real. Older exports mix podcasts into the music, the show as the artist.

use std::borrow::Cow;
use std::io::Read;

use crate::books::Reason;
use crate::facts::{Certainty, Facts};
use crate::importer::{Head, Importer, Load};
use crate::json::{Row, Rows};
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::Source;
use crate::sources::{duration, moment, text};

/// Reads the listening history in Spotify's account data.
#[derive(Debug)]
pub(crate) struct SpotifyAccount;

impl Importer for SpotifyAccount {
    fn source(&self) -> Source {
        Source::SpotifyAccount
    }

    fn recognise(&self, head: Head<'_>) -> Option<u8> {
        ["trackName", "episodeName", "chapterName", "audiobookName"]
            .iter()
            .any(|name| head.is_array_of(&["endTime", "msPlayed", name]))
            .then_some(0)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Self)
    }
}

impl Load for SpotifyAccount {
    fn load(&mut self, _: u8, file: &mut dyn Read, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut rows = Rows::new(file);
        while let Some(row) = rows.next()? {
            match Fields::of(row) {
                Ok(fields) => fields.hand_over(sink)?,
                Err(reason) => sink.unreadable(reason)?,
            }
        }
        Ok(())
    }
}

/// The fields of a row.
#[derive(Default)]
struct Fields<'a> {
    stamp: i64,
    ms_played: u32,
    track: Cow<'a, str>,
    artist: Cow<'a, str>,
    episode: Cow<'a, str>,
    podcast: Cow<'a, str>,
    chapter: Cow<'a, str>,
    book: Cow<'a, str>,
    author: Cow<'a, str>,
}

impl<'a> Fields<'a> {
    fn of(row: Row<'a>) -> Result<Self, Reason> {
        if !row.is_object() {
            return Err(Reason::NotARow);
        }
        let mut fields = Self::default();
        let (mut stamp, mut ms_played) = (None, None);
        for (name, value) in row.fields() {
            match name {
                b"endTime" => stamp = Some(moment(value, "endTime")?),
                b"msPlayed" => ms_played = Some(duration(value, "msPlayed")?),
                b"trackName" => fields.track = text(value, "trackName")?,
                b"artistName" => fields.artist = text(value, "artistName")?,
                b"episodeName" => fields.episode = text(value, "episodeName")?,
                b"podcastName" => fields.podcast = text(value, "podcastName")?,
                b"chapterName" => fields.chapter = text(value, "chapterName")?,
                b"audiobookName" => fields.book = text(value, "audiobookName")?,
                b"authorName" => fields.author = text(value, "authorName")?,
                _ => {}
            }
        }
        fields.stamp = stamp.ok_or(Reason::Missing("endTime"))?;
        fields.ms_played = ms_played.ok_or(Reason::Missing("msPlayed"))?;
        Ok(fields)
    }

    fn hand_over(&self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let (kind, title, artist, album) = if !self.track.is_empty() {
            (Kind::Music, &self.track, &self.artist, "")
        } else if !self.episode.is_empty() {
            (Kind::Podcast, &self.episode, &self.podcast, "")
        } else if !self.chapter.is_empty() {
            (Kind::Audiobook, &self.chapter, &self.author, &*self.book)
        } else {
            (Kind::Audiobook, &self.book, &self.author, &*self.book)
        };
        // What stands in for names that Spotify no longer has.
        if title == "Unknown Track" && artist == "Unknown Artist" {
            return sink.nameless();
        }
        sink.play(&Record {
            kind,
            title,
            artist,
            album,
            uri: "",
            stamp: self.stamp,
            started_at: (self.stamp * 1000 - i64::from(self.ms_played)).div_euclid(1000),
            ms_played: Some(self.ms_played),
            facts: Facts::of(Source::SpotifyAccount, Certainty::Minute),
        })
    }
}
