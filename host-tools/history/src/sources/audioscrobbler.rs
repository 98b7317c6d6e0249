//! The log that Rockbox and other players write, `.scrobbler.log`: lines with tabs, after lines that begin with `#`.
//!
//! Artist, album, title, number, length in seconds, `L` or `S`, start, MusicBrainz id. `S` is a skip: less than half was
//! heard. Where the log says `#TZ/UNKNOWN`, the player had no time zone and wrote what its own clock showed, as if it were UTC.

use super::fields::{cell, known_moment, seconds_in_text};
use crate::books::Reason;
use crate::facts::{Certainty, Facts};
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::moment::SCROBBLES;
use crate::number::whole;
use crate::play::{End, Kind};
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};
use crate::table::{Cells, Table};

/// Audioscrobbler log.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(7),
    id: "audioscrobbler",
    name: "Audioscrobbler log",
    service: Service {
        number: 6,
        rank: 90,
        is_player: true,
        duration_identifies: false,
    },
    files: "`.scrobbler.log` of Rockbox and other players",
    earliest: SCROBBLES,
    knows: Knows {
        moment: "to the second",
        heard: false,
        skips: true,
        album: true,
        country: false,
        people: false,
    },
    names: Names {
        histories: &[".scrobbler"],
        private: &[],
    },
    forms: &[&Audioscrobbler],
};

/// Reads logs of players.
#[derive(Debug)]
pub(crate) struct Audioscrobbler;

impl Importer for Audioscrobbler {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        head.begins_with("#AUDIOSCROBBLER/").then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Self)
    }
}

impl Load for Audioscrobbler {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut table = Table::with_tabs(file);
        let mut certainty = Certainty::Stated;
        while let Some(row) = table.next()? {
            let first = row.get(0);
            let is_header =
                first == b"#ARTIST" && row.get(6) == b"#TIMESTAMP" || first.starts_with(b"#") && row.len() < 7;
            if first.starts_with(b"# FAILED") {
                // What Rockbox could not log as it should.
                sink.pass_over();
            } else if !is_header {
                sink.row(record(row, certainty))?;
            } else if let Some(zone) = first.strip_prefix(b"#TZ/") {
                let is_utc = zone.trim_ascii().eq_ignore_ascii_case(b"UTC");
                certainty = if is_utc { Certainty::Stated } else { Certainty::Wall };
            }
        }
        Ok(())
    }
}

fn record(row: Cells<'_>, certainty: Certainty) -> Result<Record<'_>, Reason> {
    if row.len() < 7 {
        return Err(Reason::NotARow);
    }
    let stamp = known_moment(whole(row.get(6)), "start")?;
    let is_skip = row.get(5).trim_ascii() == b"S";
    let mut facts = Facts::of(ABOUT.source, certainty);
    if is_skip {
        facts.end = End::Forward;
    }
    Ok(Record {
        kind: Kind::Music,
        title: cell(row.get(2), "title")?.into(),
        artist: cell(row.get(0), "artist")?.into(),
        album: cell(row.get(1), "album")?.into(),
        uri: "".into(),
        stamp,
        started_at: stamp,
        // How long a skipped one was heard is not known, but it was too short to count.
        ms_played: if is_skip {
            Some(0)
        } else {
            cell(row.get(4), "length").ok().and_then(seconds_in_text)
        },
        facts,
        ordinal: None,
    })
}
