//! Libre.fm: a table with `artist`, `track`, `album` and `time` in any case and order, below comments.
//!
//! `time` is in seconds, UTC, of the start. There may be a column with the number of the user, and none with albums. Where
//! the times are of another form, it is some other table of these columns.

use super::fields::{cell, known_moment};
use crate::books::Reason;
use crate::facts::{Certainty, Facts};
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::moment::SCROBBLES;
use crate::number::whole;
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};
use crate::table::{Cells, Table};
use crate::time::LAST;

/// Libre.fm.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(22),
    id: "librefm",
    name: "Libre.fm",
    service: Service {
        number: 21,
        rank: 52,
        is_player: false,
        duration_identifies: false,
    },
    files: "the CSV file of its export",
    earliest: SCROBBLES,
    knows: Knows {
        moment: "to the second",
        heard: false,
        skips: false,
        album: true,
        country: false,
        people: false,
    },
    names: Names {
        histories: &["librefm", "libre.fm"],
        private: &[],
    },
    forms: &[&LibreFm],
};

/// Reads scrobbles of Libre.fm.
#[derive(Debug)]
pub(crate) struct LibreFm;

/// The columns that are read.
const COLUMNS: [&str; 4] = ["time", "artist", "track", "album"];
/// The others that there can be.
const OTHERS: [&str; 2] = ["userid", "user"];

impl Importer for LibreFm {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        let mut table = head.table_below_comments()?;
        let header = table.next().ok()??;
        let is_known = |name: &[u8]| {
            let is = |known: &&str| name.trim_ascii().eq_ignore_ascii_case(known.as_bytes());
            COLUMNS.iter().chain(&OTHERS).any(is)
        };
        let places = places(header);
        let found =
            places[..3].iter().all(Option::is_some) && (0..header.len()).all(|place| is_known(header.get(place)));
        let time = places[0]?;
        let is_in_seconds = |row: Cells<'_>| whole(row.get(time)).is_some_and(|time| (0..=LAST).contains(&time));
        let found = found && matches!(table.next(), Ok(Some(row)) if is_in_seconds(row));
        found.then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Self)
    }
}

impl Load for LibreFm {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut table = Table::below_comments(file);
        let Some(header) = table.next()? else { return Ok(()) };
        let places = places(header).map(|place| place.unwrap_or(usize::MAX));
        while let Some(row) = table.next()? {
            sink.row(record(row, places))?;
        }
        Ok(())
    }
}

fn places(header: Cells<'_>) -> [Option<usize>; 4] {
    COLUMNS.map(|name| header.find(name))
}

fn record(row: Cells<'_>, [time, artist, track, album]: [usize; 4]) -> Result<Record<'_>, Reason> {
    let stamp = known_moment(whole(row.get(time)), "time")?;
    Ok(Record {
        kind: Kind::Music,
        title: cell(row.get(track), "track")?.into(),
        artist: cell(row.get(artist), "artist")?.into(),
        album: cell(row.get(album), "album")?.into(),
        uri: "".into(),
        stamp,
        started_at: stamp,
        ms_played: None,
        facts: Facts::of(ABOUT.source, Certainty::Stated),
        ordinal: None,
    })
}
