//! multi-scrobbler: its database.
//!
//! A play is there once for the source that it came from and once for each client that it went to: the sources' are read, or
//! where there are none the clients'. Moments are in milliseconds, UTC. What it discarded or could not hand on is no play.

use std::borrow::Cow;

use rustc_hash::FxHashSet;
use serde::Deserialize;
use serde_json::Value;

use super::fields::{known_moment, seconds};
use crate::books::Reason;
use crate::database::{Cell, Database};
use crate::facts::{Certainty, Facts};
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::moment::SCROBBLES;
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};

/// multi-scrobbler.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(15),
    id: "multi-scrobbler",
    name: "multi-scrobbler",
    service: Service {
        number: 14,
        rank: 64,
        is_player: false,
        duration_identifies: false,
    },
    files: "the SQLite database of the server, in place or a backup of it",
    // It takes in scrobbles of any age.
    earliest: SCROBBLES,
    knows: Knows {
        moment: "to the second",
        heard: true,
        skips: false,
        album: true,
        country: false,
        people: false,
    },
    names: Names {
        histories: &["multi-scrobbler"],
        private: &[],
    },
    forms: &[&MultiScrobbler],
};

/// Reads the plays that multi-scrobbler keeps.
#[derive(Debug)]
pub(crate) struct MultiScrobbler;

impl Importer for MultiScrobbler {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        let found = head.has_table("plays", &["componentid", "playedat", "play", "state"])
            && head.has_table("components", &["id", "mode"]);
        found.then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Self)
    }
}

/// What is kept of a play.
#[derive(Deserialize)]
struct Played {
    data: Said,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Said {
    #[serde(default)]
    track: String,
    #[serde(default)]
    artists: Vec<Value>,
    album: Option<String>,
    /// Of the recording, in seconds.
    duration: Option<f64>,
    /// How long was really heard, in seconds.
    listened_for: Option<f64>,
}

impl Load for MultiScrobbler {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut database = file.database()?;
        let components = components(&mut database)?;
        database.rows("plays", &["componentId", "state", "playedAt", "play"], |cells| {
            let [component, state, moment, play] = cells else {
                return Ok(());
            };
            if state.text() != "scrobbled" || !components.contains(&*component.id()) {
                return Ok(());
            }
            sink.row(record(moment, play))
        })
    }
}

/// The sources that plays came from, or where none did the clients that they went to.
fn components(database: &mut Database<'_>) -> Result<FxHashSet<String>, Halt> {
    let (mut sources, mut clients) = (FxHashSet::default(), FxHashSet::default());
    database.rows("components", &["id", "mode"], |cells| {
        let components = if cells[1].text() == "source" {
            &mut sources
        } else {
            &mut clients
        };
        components.insert(cells[0].id().into_owned());
        Ok::<_, Halt>(())
    })?;
    let mut has_source = false;
    database.rows("plays", &["componentId", "state"], |cells| {
        has_source |= cells[1].text() == "scrobbled" && sources.contains(&*cells[0].id());
        Ok::<_, Halt>(())
    })?;
    Ok(if has_source { sources } else { clients })
}

fn record<'a>(moment: &Cell<'_>, play: &Cell<'_>) -> Result<Record<'a>, Reason> {
    let stamp = known_moment(moment.whole().map(|ms| ms.div_euclid(1000)), "playedAt")?;
    let Played { data } = serde_json::from_str(play.text()).map_err(|_| Reason::NotARow)?;
    // An artist is a name, or an object with one.
    let artists = data
        .artists
        .iter()
        .filter_map(|artist| artist.as_str().or_else(|| artist.get("name")?.as_str()));
    Ok(Record {
        kind: Kind::Music,
        title: data.track.into(),
        artist: artists.collect::<Vec<_>>().join(", ").into(),
        album: data.album.map_or(Cow::Borrowed(""), Cow::Owned),
        uri: "".into(),
        stamp,
        started_at: stamp,
        ms_played: seconds(data.listened_for).or_else(|| seconds(data.duration)),
        facts: Facts::of(ABOUT.source, Certainty::Stated),
        ordinal: None,
    })
}
