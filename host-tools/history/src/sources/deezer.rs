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
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
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
        people: false,
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
        // No other workbook is known, and the sheet may have been renamed: its columns tell when it is read.
        (head.contains("<workbook") && head.contains("<sheet")).then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Self)
    }
}

/// The columns that are read, in the order of [`Line`], in the languages that were seen and are likely, in lower case. The
/// first of each is what messages call it.
const COLUMNS: [&[&str]; 7] = [
    &[
        "song title",
        "title",
        "titre de la chanson",
        "titre",
        "titel des songs",
        "songtitel",
        "titel",
        "título de la canción",
        "título",
        "titolo della canzone",
        "titolo",
        "título da música",
        "titel van het nummer",
        "låttitel",
        "tytuł utworu",
        "название трека",
        "şarkı adı",
    ],
    &[
        "artist",
        "artiste",
        "künstler",
        "künstler*in",
        "interpret",
        "artista",
        "artiest",
        "wykonawca",
        "исполнитель",
        "sanatçı",
    ],
    &[
        "album title",
        "album",
        "titre de l'album",
        "albumtitel",
        "titel des albums",
        "título del álbum",
        "titolo dell'album",
        "título do álbum",
        "titel van het album",
        "tytuł albumu",
        "название альбома",
        "albüm adı",
    ],
    &["isrc"],
    &[
        "listening time",
        "temps d'écoute",
        "durée d'écoute",
        "hörzeit",
        "hördauer",
        "wiedergabezeit",
        "tiempo de escucha",
        "tempo di ascolto",
        "tempo de audição",
        "luistertijd",
        "lyssningstid",
        "czas słuchania",
        "время прослушивания",
    ],
    &[
        "platform name",
        "nom de la plateforme",
        "name der plattform",
        "plattform",
        "nombre de la plataforma",
        "nome della piattaforma",
        "nome da plataforma",
        "naam van het platform",
        "nazwa platformy",
        "название платформы",
    ],
    &["date", "datum", "fecha", "data", "дата", "tarih"],
];
/// Those of them without which there is no play.
const NEEDED: [usize; 3] = [0, 1, 6];

/// The cells of a row that are read.
type Line = [Option<Cell>; COLUMNS.len()];

/// Which of the columns a header is.
fn column(header: &str) -> Option<usize> {
    let header = header.trim().replace('\u{2019}', "'").to_lowercase();
    COLUMNS.iter().position(|names| names.contains(&&*header))
}

impl Load for Deezer {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let (data, counts_from_1904) = open_workbook(file)?;
        let mut book: Xlsx<_> = guarded(|| Xlsx::new(io::BufReader::new(data)))?;
        let mut sheets = book.sheet_names();
        sheets.sort_by_key(|name| !name.ends_with(SHEET));
        let mut missing = NEEDED.to_vec();
        for sheet in sheets {
            let lacks = read(&mut book, &sheet, counts_from_1904, sink)?;
            if lacks.is_empty() {
                return Ok(());
            }
            if lacks.len() < missing.len() || sheet.ends_with(SHEET) {
                missing = lacks;
            }
            if sheet.ends_with(SHEET) {
                break;
            }
        }
        let names: Vec<&str> = missing.into_iter().map(|column| COLUMNS[column][0]).collect();
        Err(Halt::NoColumns(names.join(", ")))
    }
}

/// Reads a sheet, unless it lacks columns, and says which.
fn read<R: io::Read + io::Seek>(
    book: &mut Xlsx<R>,
    sheet: &str,
    counts_from_1904: bool,
    sink: &mut Sink<'_>,
) -> Result<Vec<usize>, Halt> {
    let mut cells = guarded(|| book.worksheet_cells_reader(sheet))?;
    // Which of the columns each column of the sheet is, from its first row.
    let mut columns: Vec<Option<usize>> = Vec::new();
    let mut header = None;
    let mut line = Line::default();
    let mut at = 0;
    let lacking = |columns: &[Option<usize>]| {
        NEEDED
            .into_iter()
            .filter(|&needed| !columns.contains(&Some(needed)))
            .collect::<Vec<_>>()
    };
    while let Some(cell) = guarded(|| cells.next_cell())? {
        let (row, place) = (cell.get_position().0, cell.get_position().1 as usize);
        let value = cell.get_value();
        if *header.get_or_insert(row) == row {
            if place < 256 {
                columns.resize((place + 1).max(columns.len()), None);
                columns[place] = column(&as_text(&Cell::from(value.clone())));
            }
            at = row;
            continue;
        }
        if Some(at) == header {
            let lacking = lacking(&columns);
            if !lacking.is_empty() {
                return Ok(lacking);
            }
        }
        if row != at {
            hand_over(std::mem::take(&mut line), counts_from_1904, sink)?;
            at = row;
        }
        if let Some(Some(known)) = columns.get(place)
            && !matches!(value, DataRef::Empty)
        {
            line[*known] = Some(Cell::from(value.clone()));
        }
    }
    hand_over(line, counts_from_1904, sink)?;
    Ok(lacking(&columns))
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

fn hand_over(line: Line, counts_from_1904: bool, sink: &mut Sink<'_>) -> Result<(), Halt> {
    if line.iter().all(Option::is_none) {
        Ok(())
    } else {
        sink.row(record(&line, counts_from_1904))
    }
}

fn record(line: &Line, counts_from_1904: bool) -> Result<Record<'_>, Reason> {
    let [title, artist, album, isrc, listened, platform, date] = line;
    let text = |cell: &Option<Cell>| cell.as_ref().map(as_text).unwrap_or_default();
    let moment = match date {
        None => return Err(Reason::Missing("Date")),
        Some(Cell::DateTime(date)) => Some(from_workbook(date.as_f64(), counts_from_1904)),
        Some(Cell::Int(days)) => Some(from_workbook(*days as f64, counts_from_1904)),
        Some(Cell::Float(days)) => Some(from_workbook(*days, counts_from_1904)),
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

/// Seconds since 1970 of a number of days since 1899-12-30, or since 1904-01-01, as workbooks from a Mac have it.
fn from_workbook(days: f64, counts_from_1904: bool) -> i64 {
    let before_1970 = if counts_from_1904 { 24_107.0 } else { 25_569.0 };
    ((days - before_1970) * 86_400.0).round() as i64
}
