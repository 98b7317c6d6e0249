//! Deezer: a workbook with a sheet whose name ends in `listeningHistory`.
//!
//! `Listening Time` is in seconds, -1 when unknown. `IP Address` and the model of the device are left alone.

use std::borrow::Cow;
use std::io;
use std::panic::{self, AssertUnwindSafe};

use calamine::{Data as Cell, DataRef, Reader, Xlsx, XlsxError};

use super::device::device;
use super::fields::{known_moment, seconds_in_text};
use crate::archive::open_workbook;
use crate::books::Reason;
use crate::facts::{Certainty, Facts};
use crate::importer::{About, Head, Importer, Input, Knows, Load, Names, Part};
use crate::json::Damage;
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};
use crate::time;

/// Deezer.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(6),
    id: "deezer",
    name: "Deezer",
    service: Service {
        number: 5,
        rank: 30,
        is_player: true,
        duration_identifies: false,
    },
    files: "the workbook `deezer-data_….xlsx`",
    earliest: 1_149_120_000, // 2006-06-01: it began in that month, as Blogmusik
    knows: Knows {
        moment: "to the second",
        heard: true,
        skips: false,
        album: true,
        country: false,
    },
    names: Names {
        histories: &["deezer-data"],
        private: &[],
    },
    forms: &[&Deezer],
};

/// Reads Deezer's workbook.
#[derive(Debug)]
pub(crate) struct Deezer;

/// The end of the name of the sheet.
const SHEET: &str = "listeningHistory";

impl Importer for Deezer {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        (head.contains("<sheet") && head.contains(SHEET)).then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Self)
    }
}

/// The columns that are read, in the order of [`Line`].
const COLUMNS: [&str; 7] = [
    "Song Title",
    "Artist",
    "Album Title",
    "ISRC",
    "Listening Time",
    "Platform Name",
    "Date",
];

/// The cells of a row that are read.
type Line = [Option<Cell>; COLUMNS.len()];

impl Load for Deezer {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let file = io::BufReader::new(open_workbook(file)?);
        let mut book: Xlsx<_> = guarded(|| Xlsx::new(file))?;
        let Some(sheet) = book.sheet_names().into_iter().find(|name| name.ends_with(SHEET)) else {
            return Ok(());
        };
        let mut cells = guarded(|| book.worksheet_cells_reader(&sheet))?;
        // Which of the columns each column of the sheet is, from its first row.
        let mut columns: Vec<Option<usize>> = Vec::new();
        let mut header = None;
        let mut line = Line::default();
        let mut at = 0;
        while let Some(cell) = guarded(|| cells.next_cell())? {
            let (row, column) = (cell.get_position().0, cell.get_position().1 as usize);
            let value = cell.get_value();
            if *header.get_or_insert(row) == row {
                if column < 256 {
                    columns.resize(column + 1, None);
                    let name = as_text(&Cell::from(value.clone()));
                    columns[column] = COLUMNS.iter().position(|known| *known == name.trim());
                }
                at = row;
                continue;
            }
            if row != at {
                hand_over(std::mem::take(&mut line), sink)?;
                at = row;
            }
            if let Some(Some(known)) = columns.get(column)
                && !matches!(value, DataRef::Empty)
            {
                line[*known] = Some(Cell::from(value.clone()));
            }
        }
        hand_over(line, sink)
    }
}

/// What `calamine` reads. It computes with what a workbook says without looking whether that can be, and panics where
/// overflows are checked: at a cell whose column has seven letters, say.
fn guarded<T>(read: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, Halt> {
    let damaged = |why: String| Halt::Damage(Damage::Io(io::Error::new(io::ErrorKind::InvalidData, why)));
    // Nothing that it was reading is used after the panic.
    match panic::catch_unwind(AssertUnwindSafe(read)) {
        Ok(read) => read.map_err(|error| damaged(error.to_string())),
        Err(_) => Err(damaged("the workbook contradicts itself".to_owned())),
    }
}

fn hand_over(line: Line, sink: &mut Sink<'_>) -> Result<(), Halt> {
    if line.iter().all(Option::is_none) {
        Ok(())
    } else {
        sink.row(record(&line))
    }
}

fn record(line: &Line) -> Result<Record<'_>, Reason> {
    let [title, artist, album, isrc, listened, platform, date] = line;
    let text = |cell: &Option<Cell>| cell.as_ref().map(as_text).unwrap_or_default();
    let moment = match date {
        None => return Err(Reason::Missing("Date")),
        Some(Cell::DateTime(date)) => Some(from_workbook(date.as_f64())),
        Some(Cell::Float(days)) => Some(from_workbook(*days)),
        Some(other) => time::moment(as_text(other).trim().as_bytes()),
    };
    let stamp = known_moment(moment, "Date")?;
    let isrc = text(isrc);
    Ok(Record {
        kind: Kind::Music,
        title: text(title).into(),
        artist: text(artist).into(),
        album: text(album).into(),
        uri: if isrc.is_empty() {
            Cow::default()
        } else {
            format!("isrc:{isrc}").into()
        },
        stamp,
        started_at: stamp,
        ms_played: seconds_in_text(&text(listened)),
        facts: Facts {
            device: device(&text(platform)),
            ..Facts::of(ABOUT.source, Certainty::Stated)
        },
        ordinal: None,
    })
}

fn as_text(cell: &Cell) -> String {
    match cell {
        Cell::Empty | Cell::Error(_) => String::new(),
        other => other.to_string(),
    }
}

/// Seconds since 1970 of a number of days since 1899-12-30.
fn from_workbook(days: f64) -> i64 {
    ((days - 25_569.0) * 86_400.0).round() as i64
}
