//! Exports in text, with what is to come out of them: `fixtures/*.fixture`.
//!
//! The lines that begin with `#` come first: the books as JSON, then each play. A line `=== NAME` begins a file; a part of
//! NAME that ends in `.zip` is a zip with the rest in it, and a file that ends in `.xlsx` is a workbook in which `[NAME]`
//! begins a sheet, tabs part the cells and `#` makes one a number. A file that ends in `.db` is a database that SQL makes.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use playtally_history::{Kind, Plays, Source};
use serde::Deserialize;

use super::{moment, zip};

/// The books that are to come out.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub(crate) struct Expected {
    pub(crate) source: String,
    pub(crate) read: u64,
    pub(crate) stored: BTreeMap<String, u64>,
    pub(crate) duplicate: u64,
    pub(crate) nameless: u64,
    #[serde(default)]
    pub(crate) without_moment: u64,
    pub(crate) unreadable: Vec<(u64, String)>,
}

/// An export, and what is to come out of it.
pub(crate) struct Fixture {
    pub(crate) name: String,
    pub(crate) expected: Expected,
    pub(crate) plays: Vec<String>,
    /// The files in it, names with slashes.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// The files as the fixture has them, and what begins each.
    pub(crate) text: String,
}

impl Fixture {
    /// All of them, by name.
    pub(crate) fn all() -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let mut paths: Vec<PathBuf> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        paths.sort();
        paths.iter().map(|path| Self::read(path)).collect()
    }

    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let (head, rest) = text.split_once("=== ").unwrap();
        let mut head = head.lines().map(|line| line.strip_prefix("# ").unwrap());
        let expected = serde_json::from_str(head.next().unwrap()).unwrap();
        let files: Vec<(&str, &str)> = rest
            .split("\n=== ")
            .map(|file| file.split_once('\n').unwrap())
            .collect();
        Self {
            name: path.file_stem().unwrap().to_string_lossy().into_owned(),
            expected,
            plays: head.map(str::to_owned).collect(),
            files: pack(&files),
            text: format!("=== {rest}"),
        }
    }

    /// Its files as they are written, those of archives by themselves, and whether each is a history; the others only lie
    /// beside one, and say that they must never be read.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&str, &str, bool)> {
        let files = self.text["=== ".len()..].split("\n=== ");
        files.map(|file| file.split_once('\n').unwrap()).map(|(name, content)| {
            let is_trap = content.contains("never be read") || name.ends_with(".pdf");
            (name, content, !is_trap)
        })
    }

    /// Its histories, none of them in an archive.
    pub(crate) fn histories(&self) -> Vec<(String, Vec<u8>)> {
        let histories = self.entries().filter(|(.., is_history)| *is_history);
        histories
            .map(|(name, content, _)| pack(&[(name.rsplit('/').next().unwrap_or(name), content)]).remove(0))
            .collect()
    }

    pub(crate) fn source(&self) -> Source {
        Source::named(&self.expected.source).unwrap()
    }

    /// The export as one zip.
    pub(crate) fn as_zip(&self) -> Vec<u8> {
        let files: Vec<(&str, &[u8])> = self.files.iter().map(|(name, content)| (&**name, &**content)).collect();
        zip(&files)
    }

    /// The export unpacked into a folder.
    pub(crate) fn unpack_into(&self, folder: &Path) {
        for (name, content) in &self.files {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
    }
}

/// Puts zips and workbooks together.
fn pack(files: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    let mut packed: Vec<(String, Vec<u8>)> = Vec::new();
    let mut inner: Vec<(String, Vec<(&str, &str)>)> = Vec::new();
    for &(name, content) in files {
        if let Some((outer, rest)) = name.split_once(".zip/") {
            let outer = format!("{outer}.zip");
            match inner.iter_mut().find(|(known, _)| *known == outer) {
                Some((_, files)) => files.push((rest, content)),
                None => inner.push((outer, vec![(rest, content)])),
            }
        } else if name.ends_with(".xlsx") {
            packed.push((name.to_owned(), workbook(content)));
        } else if name.ends_with(".db") {
            packed.push((
                name.to_owned(),
                database(|connection| connection.execute_batch(content)),
            ));
        } else {
            packed.push((name.to_owned(), content.as_bytes().to_vec()));
        }
    }
    for (name, files) in inner {
        let files = pack(&files);
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, content)| (&**name, &**content)).collect();
        packed.push((name, zip(&files)));
    }
    packed
}

/// A small database of what this does.
pub(crate) fn database(fill: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<()>) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection
        .execute_batch("PRAGMA page_size = 512; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF")
        .unwrap();
    fill(&connection).unwrap();
    drop(connection);
    fs::read(path).unwrap()
}

/// A small workbook, with its texts in the shared table. Where `1904` stands before the first sheet, days count from there.
pub(crate) fn workbook(content: &str) -> Vec<u8> {
    let days = if content.starts_with("1904") {
        "<workbookPr date1904=\"1\"/>"
    } else {
        ""
    };
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let (mut sheets, mut relations, mut shared) = (String::new(), String::new(), String::new());
    let mut files = Vec::new();
    let mut texts = 0;
    for (number, sheet) in content.split('[').skip(1).enumerate() {
        let (name, rows) = sheet.split_once("]\n").unwrap();
        let mut data = String::new();
        for (row, line) in rows.lines().enumerate() {
            write!(data, "<row r=\"{}\">", row + 1).unwrap();
            for (column, cell) in line.split('\t').enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let at = format!("{}{}", char::from(b'A' + column as u8), row + 1);
                if let Some(number) = cell.strip_prefix('#') {
                    write!(data, "<c r=\"{at}\"><v>{number}</v></c>").unwrap();
                } else {
                    write!(data, "<c r=\"{at}\" t=\"s\"><v>{texts}</v></c>").unwrap();
                    write!(shared, "<si><t>{}</t></si>", escape(cell)).unwrap();
                    texts += 1;
                }
            }
            data.push_str("</row>");
        }
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        files.push((
            format!("xl/worksheets/sheet{number}.xml"),
            format!("<worksheet xmlns=\"{main}\"><sheetData>{data}</sheetData></worksheet>"),
        ));
        write!(
            sheets,
            "<sheet name=\"{name}\" sheetId=\"{}\" r:id=\"r{number}\"/>",
            number + 1
        )
        .unwrap();
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet";
        write!(
            relations,
            "<Relationship Id=\"r{number}\" Type=\"{kind}\" Target=\"worksheets/sheet{number}.xml\"/>"
        )
        .unwrap();
    }
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    files.extend([
        (
            "_rels/.rels".into(),
            format!("<Relationships xmlns=\"{package}\"><Relationship Id=\"b\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
        ),
        ("xl/workbook.xml".into(), format!("<?xml version=\"1.0\"?><workbook xmlns=\"{main}\" xmlns:r=\"{office}\">{days}<sheets>{sheets}</sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels".into(), format!("<Relationships xmlns=\"{package}\">{relations}<Relationship Id=\"s\" Type=\"{office}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>")),
        ("xl/sharedStrings.xml".into(), format!("<sst xmlns=\"{main}\">{shared}</sst>")),
    ]);
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, content)| (&**name, content.as_bytes()))
        .collect();
    zip(&files)
}

/// Plays as fixtures write them.
pub(crate) fn lines(plays: &Plays) -> Vec<String> {
    let truth = |value: Option<bool>| value.map_or("?", |value| if value { "yes" } else { "no" });
    plays
        .rows()
        .iter()
        .map(|play| {
            let item = plays.item(play);
            let kind = match item.kind {
                Kind::Music => "music",
                Kind::Podcast => "podcast",
                Kind::Audiobook => "audiobook",
            };
            let ms = play.ms_played.map_or("?".to_owned(), |ms| ms.to_string());
            let device = format!("{:?}", play.device).to_lowercase();
            let country = String::from_utf8_lossy(&play.country);
            format!(
                "{} {ms} {kind} {} | {} | {} | {country} {device} {:?}-{:?} shuffle={} offline={}{}",
                moment(play.started_at),
                plays.artist(item).unwrap_or_default(),
                item.title,
                item.album,
                play.start,
                play.end,
                truth(play.shuffle),
                truth(play.offline),
                if play.private { " private" } else { "" },
            )
        })
        .collect()
}
