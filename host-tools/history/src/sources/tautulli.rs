//! Tautulli, which watches a Plex server: its database.
//!
//! `started` and `stopped` are in seconds, UTC, as is `paused_counter`. Rows of one `reference_id` are one play in several sittings.
//! What was played for less than 15 seconds is not there. `ip_address` is not read.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::device::device;
use super::fields::{first_of, known_moment, seconds};
use crate::books::Reason;
use crate::database::{Cell, Database};
use crate::facts::{Certainty, Facts};
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};

/// Tautulli.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(12),
    id: "tautulli",
    name: "Tautulli",
    service: Service {
        number: 11,
        rank: 35,
        is_player: true,
        duration_identifies: false,
    },
    files: "`tautulli.db` of the server, in place or a backup of it",
    // The first version of PlexPy, as it was called, is of February 2015.
    earliest: 1422748800,
    knows: Knows {
        moment: "to the second",
        heard: true,
        skips: false,
        album: true,
        country: false,
        people: true,
    },
    names: Names {
        histories: &["tautulli"],
        private: &[],
    },
    forms: &[&Tautulli],
};

/// Reads the history that Tautulli keeps of a Plex server.
#[derive(Debug)]
pub(crate) struct Tautulli;

impl Importer for Tautulli {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        let found = head.has_table("session_history", &["started", "stopped", "media_type", "user_id"])
            && head.has_table(
                "session_history_metadata",
                &["title", "parent_title", "grandparent_title"],
            );
        found.then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Self)
    }
}

/// One sitting of a play.
struct Sitting {
    started: Option<i64>,
    /// In seconds, pauses left out.
    heard: Option<i64>,
    platform: String,
}

impl Load for Tautulli {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut database = file.database()?;
        let Some(user) = file.choose(listeners(&mut database)?)? else {
            return Ok(());
        };
        let names = names(&mut database)?;
        let columns = [
            "id",
            "reference_id",
            "started",
            "stopped",
            "paused_counter",
            "platform",
            "user_id",
            "media_type",
        ];
        // Sittings by the play that they are of, and the order in which plays begin.
        let mut plays: FxHashMap<i64, Vec<(i64, Sitting)>> = FxHashMap::default();
        let mut order = Vec::new();
        database.rows("session_history", &columns, |cells| {
            let [id, reference, started, stopped, paused, platform, whose, kind] = cells else {
                return Ok(());
            };
            if kind.text() != "track" || whose.id() != user {
                return Ok(());
            }
            let id = id.whole().unwrap_or_default();
            let play = reference.whole().filter(|play| *play != 0).unwrap_or(id);
            let (started, stopped) = (started.whole(), stopped.whole());
            let sitting = Sitting {
                started,
                heard: started.zip(stopped).and_then(|(started, stopped)| {
                    stopped.checked_sub(started)?.checked_sub(paused.whole().unwrap_or(0))
                }),
                platform: platform.text().to_owned(),
            };
            let sittings = plays.entry(play).or_default();
            if sittings.is_empty() {
                order.push(play);
            }
            sittings.push((id, sitting));
            Ok::<_, Halt>(())
        })?;
        for play in order {
            let sittings = &plays[&play];
            sink.row(record(sittings, &names))?;
            for _ in 1..sittings.len() {
                sink.part()?;
            }
        }
        Ok(())
    }
}

/// Artist, title and album.
type Said = [String; 3];

fn record<'a>(sittings: &[(i64, Sitting)], names: &'a FxHashMap<i64, Said>) -> Result<Record<'a>, Reason> {
    let first = sittings.iter().filter_map(|(_, sitting)| sitting.started).min();
    let stamp = known_moment(first, "started")?;
    let said = sittings.iter().find_map(|(id, _)| names.get(id));
    let [artist, title, album] = said.ok_or(Reason::Missing("session_history_metadata"))?;
    let heard = sittings
        .iter()
        .try_fold(0_i64, |sum, (_, sitting)| sum.checked_add(sitting.heard?.max(0)));
    Ok(Record {
        kind: Kind::Music,
        title: Cow::Borrowed(title),
        artist: Cow::Borrowed(artist),
        album: Cow::Borrowed(album),
        uri: "".into(),
        stamp,
        started_at: stamp,
        ms_played: seconds(heard.map(|heard| heard as f64)),
        facts: Facts {
            device: device(sittings.first().map_or("", |(_, sitting)| &sitting.platform)),
            ..Facts::of(ABOUT.source, Certainty::Stated)
        },
        ordinal: None,
    })
}

/// Everybody who has heard music, by their ids.
fn listeners(database: &mut Database<'_>) -> Result<Vec<(String, String)>, Halt> {
    let mut listeners: FxHashMap<String, String> = FxHashMap::default();
    database.rows("session_history", &["user_id", "user", "media_type"], |cells| {
        let [id, name, kind] = cells else {
            return Ok::<_, Halt>(());
        };
        if kind.text() == "track" && !listeners.contains_key(&*id.id()) {
            let name = first_of([name.text(), &id.id()]).to_owned();
            listeners.insert(id.id().into_owned(), name);
        }
        Ok(())
    })?;
    Ok(listeners.into_iter().collect())
}

fn names(database: &mut Database<'_>) -> Result<FxHashMap<i64, Said>, Halt> {
    let mut names = FxHashMap::default();
    let columns = ["id", "original_title", "grandparent_title", "title", "parent_title"];
    database.rows("session_history_metadata", &columns, |cells| {
        let [id, artist, album_artist, title, album] = cells else {
            return Ok::<_, Halt>(());
        };
        let text = |cell: &Cell<'_>| cell.text().to_owned();
        let artist = first_of([artist.text(), album_artist.text()]).to_owned();
        names.insert(id.whole().unwrap_or_default(), [artist, text(title), text(album)]);
        Ok(())
    })?;
    Ok(names)
}
