//! audiobookshelf: the database of the server, with audiobooks and podcasts.
//!
//! A row is a session: `createdAt`, UTC, is its start, `timeListening` how long was really heard, in seconds. `users` is not
//! read: people are called by their ids here.

use std::borrow::Cow;

use serde::Deserialize;

use super::fields::{known_moment, listeners, seconds};
use crate::books::Reason;
use crate::database::Cell;
use crate::facts::{Certainty, Facts};
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};
use crate::time;

/// audiobookshelf.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(14),
    id: "audiobookshelf",
    name: "audiobookshelf",
    service: Service {
        number: 13,
        rank: 37,
        is_player: true,
        duration_identifies: false,
    },
    files: "`absdatabase.sqlite` of the server, in place or a backup of it",
    // Its first version is of August 2021.
    earliest: 1627776000,
    knows: Knows {
        moment: "to the second",
        heard: true,
        skips: false,
        album: true,
        country: false,
        people: true,
    },
    names: Names {
        histories: &["absdatabase"],
        private: &[],
    },
    forms: &[&Audiobookshelf],
};

/// Reads the sessions that audiobookshelf keeps.
#[derive(Debug)]
pub(crate) struct Audiobookshelf;

impl Importer for Audiobookshelf {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        let columns = [
            "userid",
            "mediaitemtype",
            "displaytitle",
            "displayauthor",
            "timelistening",
            "createdat",
        ];
        head.has_table("playbacksessions", &columns).then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Self)
    }
}

impl Load for Audiobookshelf {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut database = file.database()?;
        let Some(user) = file.choose(listeners(&mut database, ("playbackSessions", "userId"), ("", "", ""))?)? else {
            return Ok(());
        };
        let columns = [
            "userId",
            "mediaItemType",
            "displayTitle",
            "displayAuthor",
            "mediaMetadata",
            "timeListening",
            "createdAt",
        ];
        database.rows("playbackSessions", &columns, |cells| {
            let [whose, kind, title, author, metadata, heard, moment] = cells else {
                return Ok(());
            };
            if whose.id() != user {
                return Ok(());
            }
            sink.row(record(kind.text(), [title, author, metadata], heard, moment))
        })
    }
}

/// What is kept of the show of an episode.
#[derive(Deserialize)]
struct Show {
    title: Option<String>,
}

fn record<'a>(
    kind: &str,
    [title, author, metadata]: [&'a Cell<'_>; 3],
    heard: &Cell<'_>,
    moment: &Cell<'_>,
) -> Result<Record<'a>, Reason> {
    let stamp = known_moment(
        time::moment(moment.text().replacen(" +", "+", 1).as_bytes()),
        "createdAt",
    )?;
    let (kind, artist, album) = if kind == "podcastEpisode" {
        let show = serde_json::from_str::<Show>(metadata.text())
            .ok()
            .and_then(|show| show.title);
        let show = show.filter(|title| !title.is_empty());
        (Kind::Podcast, show.map_or(Cow::Borrowed(author.text()), Cow::Owned), "")
    } else {
        // The chapter is not known, and the book is what was heard.
        (Kind::Audiobook, Cow::Borrowed(author.text()), title.text())
    };
    Ok(Record {
        kind,
        title: Cow::Borrowed(title.text()),
        artist,
        album: Cow::Borrowed(album),
        uri: "".into(),
        stamp,
        started_at: stamp,
        ms_played: seconds(heard.number()),
        facts: Facts::of(ABOUT.source, Certainty::Stated),
        ordinal: None,
    })
}
