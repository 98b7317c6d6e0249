//! Plays as a file that its owner can keep, read anywhere, and import again.
//!
//! Every form has the same fields, which say all that the library knows. `stamped_at`, `source`, `certainty` and `nth` are
//! there for coming back: they are what tells a play from its siblings.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::json;

use crate::cell::{GUARDED, guard, to_cell};
use crate::escape::write_json;
use crate::facts::{Certainty, Facts};
use crate::play::Kind;
use crate::record::{coarse_key, likeness, minute, stamp};
use crate::settle::Row;
use crate::time;

/// The form of an exported history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table with commas and a header, in UTF-8. Characters that do not show are written as in JSON, `\u009b`.
    Csv,
    /// The same for spreadsheets: what they would calculate has an apostrophe before it, and the column `guarded` says so.
    Spreadsheet,
    /// A JSON object per line.
    JsonLines,
    /// What the API of ListenBrainz takes (a thousand at a time): `{"listen_type": "import", "payload": […]}`. It is meant
    /// for others to see, so private plays are left out, and so are echoes: a listen of each play is enough.
    ListenBrainz,
}

/// What an export came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// How many plays were written.
    pub plays: u64,
    /// How many were left out because they are private. None in a form that is the owner's own.
    pub private: u64,
    /// How many rows were left out because they are echoes of others. None in a form that is the owner's own.
    pub echoes: u64,
}

/// The fields of [`Line`], in its order.
const FIELDS: [&str; 21] = [
    "started_at",
    "ended_at",
    "ms_played",
    "kind",
    "title",
    "artist",
    "album",
    "uri",
    "reason_start",
    "reason_end",
    "skipped",
    "shuffle",
    "offline",
    "private",
    "echo",
    "country",
    "device",
    "source",
    "stamped_at",
    "certainty",
    "nth",
];

/// What is said of an item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Said<'a> {
    pub(crate) kind: Kind,
    pub(crate) artist: &'a str,
    pub(crate) title: &'a str,
    pub(crate) album: &'a str,
    pub(crate) uri: &'a str,
    /// The hash of who and what, of the item as it is stored, by which it finds its siblings.
    pub(crate) names: u64,
    /// Whether this report of it is an echo.
    pub(crate) echo: bool,
}

/// A play with every field in the form in which it is written.
#[derive(Debug, Serialize)]
struct Line<'a> {
    started_at: String,
    ended_at: Option<String>,
    ms_played: Option<u32>,
    kind: &'static str,
    title: &'a str,
    artist: &'a str,
    album: &'a str,
    uri: &'a str,
    reason_start: &'static str,
    reason_end: &'static str,
    skipped: bool,
    shuffle: Option<bool>,
    offline: Option<bool>,
    private: bool,
    echo: bool,
    country: String,
    device: &'static str,
    source: &'static str,
    stamped_at: String,
    certainty: &'static str,
    nth: Option<u16>,
}

impl<'a> Line<'a> {
    fn of(row: &Row, said: &Said<'a>) -> Self {
        let facts = Facts::unpack(row.facts);
        let ended_at = row.ms_played.map(|ms| row.started_at + i64::from(ms / 1000));
        Self {
            started_at: moment(row.started_at),
            ended_at: ended_at.map(moment),
            ms_played: row.ms_played,
            kind: said.kind.name(),
            title: said.title,
            artist: said.artist,
            album: said.album,
            uri: said.uri,
            reason_start: facts.start.name(),
            reason_end: facts.end.name(),
            skipped: facts.end.is_skip(),
            shuffle: facts.shuffle,
            offline: facts.offline,
            private: facts.private,
            echo: said.echo,
            country: facts.country.map(char::from).iter().collect(),
            device: facts.device.name(),
            source: facts.source.id(),
            stamped_at: moment(stamp(row.key)),
            certainty: facts.certainty.name(),
            nth: (facts.certainty == Certainty::Minute).then(|| nth(row, said, facts)),
        }
    }

    fn cells(&self) -> [String; FIELDS.len()] {
        let number = |number: Option<u32>| number.map_or(String::new(), |number| number.to_string());
        let truth = |truth: Option<bool>| truth.map_or(String::new(), |truth| truth.to_string());
        [
            self.started_at.clone(),
            self.ended_at.clone().unwrap_or_default(),
            number(self.ms_played),
            self.kind.into(),
            self.title.into(),
            self.artist.into(),
            self.album.into(),
            self.uri.into(),
            self.reason_start.into(),
            self.reason_end.into(),
            self.skipped.to_string(),
            truth(self.shuffle),
            truth(self.offline),
            self.private.to_string(),
            self.echo.to_string(),
            self.country.clone(),
            self.device.into(),
            self.source.into(),
            self.stamped_at.clone(),
            self.certainty.into(),
            number(self.nth.map(u32::from)),
        ]
    }
}

/// How many equal plays came before this one in its minute: what its key was made with.
fn nth(row: &Row, said: &Said<'_>, facts: Facts) -> u16 {
    let like = likeness(said.names, row.ms_played, facts);
    (0..=u16::MAX)
        .find(|&nth| coarse_key(minute(row.key), like, u32::from(nth)) == row.key)
        .unwrap_or_default()
}

fn moment(seconds: i64) -> String {
    let (year, month, day) = time::date(seconds);
    let second = seconds.rem_euclid(86_400);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Writes plays in a form, one after the other.
pub(crate) struct Writer<'w> {
    out: &'w mut dyn Write,
    format: Format,
    so_far: Exported,
}

impl<'w> Writer<'w> {
    /// Writes what comes before the first play.
    pub(crate) fn start(out: &'w mut dyn Write, format: Format) -> io::Result<Self> {
        match format {
            Format::Csv => write_cells(out, FIELDS)?,
            Format::Spreadsheet => write_cells(out, FIELDS.into_iter().chain([GUARDED]))?,
            Format::JsonLines => {}
            Format::ListenBrainz => out.write_all(b"{\"listen_type\":\"import\",\"payload\":[")?,
        }
        Ok(Self {
            out,
            format,
            so_far: Exported::default(),
        })
    }

    pub(crate) fn write(&mut self, row: &Row, said: &Said<'_>) -> io::Result<()> {
        let line = Line::of(row, said);
        match self.format {
            Format::Csv => write_cells(self.out, line.cells().iter().map(|cell| to_cell(cell)))?,
            Format::Spreadsheet => {
                let cells = line.cells();
                let guarded = cells.iter().map(|cell| guard(to_cell(cell)));
                write_cells(self.out, guarded.chain(["true".into()]))?;
            }
            Format::JsonLines => {
                write_json(&mut *self.out, &line)?;
                self.out.write_all(b"\n")?;
            }
            Format::ListenBrainz if line.private => {
                self.so_far.private += 1;
                return Ok(());
            }
            Format::ListenBrainz if line.echo => {
                self.so_far.echoes += 1;
                return Ok(());
            }
            Format::ListenBrainz => {
                self.out
                    .write_all(if self.so_far.plays == 0 { b"\n" } else { b",\n" })?;
                write_json(&mut *self.out, &listen(row, &line))?;
            }
        }
        self.so_far.plays += 1;
        Ok(())
    }

    /// Writes what comes after the last play.
    pub(crate) fn finish(self) -> io::Result<Exported> {
        if self.format == Format::ListenBrainz {
            self.out.write_all(b"\n]}\n")?;
        }
        self.out.flush()?;
        Ok(self.so_far)
    }
}

/// A play as ListenBrainz has it, with all that its own fields do not say in one of ours.
fn listen(row: &Row, line: &Line<'_>) -> serde_json::Value {
    let mut info = json!({"submission_client": "Playtally", "playtally": line});
    if let Some(ms) = line.ms_played {
        info["duration_ms"] = json!(ms);
    }
    let mut track = json!({"artist_name": line.artist, "track_name": line.title, "additional_info": info});
    if !line.album.is_empty() {
        track["release_name"] = json!(line.album);
    }
    json!({"listened_at": row.started_at, "track_metadata": track})
}

/// Writes a line of a table, with quotes where they are needed (RFC 4180).
fn write_cells<T: AsRef<str>>(out: &mut dyn Write, cells: impl IntoIterator<Item = T>) -> io::Result<()> {
    for (number, cell) in cells.into_iter().enumerate() {
        let cell = cell.as_ref();
        if number > 0 {
            out.write_all(b",")?;
        }
        if cell.contains(['"', ',', '\n', '\r']) {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    out.write_all(b"\n")
}
