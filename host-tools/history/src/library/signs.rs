//! By what a library is known whose beginning is damaged: so that it is told from files that never were one.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use rusqlite::Connection;

/// "Ptly", so that other programs and we ourselves can tell what the file is.
pub(super) const APPLICATION: i64 = 0x5074_6C79;
/// Where it stands in the file.
const APPLICATION_AT: usize = 68;
/// The size of SQLite's pages, unless asked otherwise.
pub(super) const PAGE: usize = 4096;
/// How much of a file is looked at.
const LOOKED_AT: u64 = 16 * PAGE as u64;

/// Whether a file that SQLite takes for no database was a library: it says so itself, a table of ours is described in it, or
/// nothing is left of its first page while others are as SQLite's are. A library that was being erased has nothing at all.
pub(super) fn show_in(path: &Path) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut begin = Vec::new();
    (&mut file).take(LOOKED_AT).read_to_end(&mut begin)?;
    if begin.get(APPLICATION_AT..APPLICATION_AT + 4) == Some(&(APPLICATION as u32).to_be_bytes()) {
        return Ok(true);
    }
    let table = b"CREATE TABLE plays (";
    if begin.windows(table.len()).any(|text| text == table) {
        return Ok(true);
    }
    let is_blank = |bytes: &[u8]| bytes.iter().all(|byte| *byte == 0);
    let mut pages = begin.chunks_exact(PAGE);
    if length == 0 || length % PAGE as u64 != 0 || !pages.next().is_some_and(is_blank) {
        return Ok(false);
    }
    Ok(pages.any(is_leaf) || (is_blank(&begin) && rest_is_blank(&mut file)?))
}

/// Whether a page is one of SQLite's that hold rows of a table (<https://www.sqlite.org/fileformat.html#b_tree_pages>).
fn is_leaf(page: &[u8]) -> bool {
    let number = |at: usize| usize::from(u16::from_be_bytes([page[at], page[at + 1]]));
    let (rows, content) = (number(3), number(5));
    page[0] == 13 && rows > 0 && (8 + 2 * rows..=PAGE).contains(&content) && (content..PAGE).contains(&number(8))
}

fn rest_is_blank(file: &mut File) -> io::Result<bool> {
    let mut part = vec![0; 64 * 1024];
    loop {
        match file.read(&mut part)? {
            0 => return Ok(true),
            length if part[..length].iter().any(|byte| *byte != 0) => return Ok(false),
            _ => {}
        }
    }
}

/// Whether a database without our mark has all that a library has.
pub(super) fn show_in_tables(connection: &Connection) -> rusqlite::Result<bool> {
    let ours = "SELECT count(*) FROM sqlite_schema WHERE name IN ('artists', 'items', 'plays', 'files')";
    Ok(connection.query_row(ours, [], |row| row.get::<_, i64>(0))? == 4)
}
