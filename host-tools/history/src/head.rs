//! The beginning of a file, by which it is known.

use std::borrow::Cow;

use crate::columns::Columns;
use crate::json;
use crate::table::{Cells, Table};

/// How every database begins.
pub const DATABASE: &[u8; 16] = b"SQLite format 3\0";

/// The beginning of a file: all that is looked at to recognise it. Of a workbook, it is the list of its sheets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head<'a> {
    bytes: &'a [u8],
    columns: Option<&'a Columns>,
}

impl<'a> Head<'a> {
    /// How much of a file is looked at, in bytes.
    pub(crate) const LENGTH: u64 = 4096;
    /// How many of its lines are looked at.
    const ROWS: usize = 20;

    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, columns: None }
    }

    /// The same, of a file whose owner named the columns of their tables.
    pub(crate) fn with_columns(self, columns: Option<&'a Columns>) -> Self {
        Self { columns, ..self }
    }

    /// The columns that were named.
    pub(crate) fn columns(self) -> Option<&'a Columns> {
        self.columns
    }

    /// Whether it begins with this text, byte order mark or not.
    pub(crate) fn begins_with(self, text: &str) -> bool {
        self.bytes
            .strip_prefix(json::BYTE_ORDER_MARK)
            .unwrap_or(self.bytes)
            .starts_with(text.as_bytes())
    }

    /// Whether this text is in it.
    pub(crate) fn contains(self, text: &str) -> bool {
        memchr::memmem::find(self.bytes, text.as_bytes()).is_some()
    }

    /// Whether it is a JSON array whose first object has every one of these fields.
    pub(crate) fn is_array_of(self, names: &[&str]) -> bool {
        self.first_object_has(true, names)
    }

    /// Whether it begins with a JSON object that has every one of these fields.
    pub(crate) fn is_object_with(self, names: &[&str]) -> bool {
        self.first_object_has(false, names)
    }

    fn first_object_has(self, in_array: bool, names: &[&str]) -> bool {
        json::first_object(self.bytes).is_some_and(|(before, found)| {
            (if in_array {
                before.starts_with(b"[")
            } else {
                before.is_empty()
            }) && names.iter().all(|name| found.iter().any(|found| found == name))
        })
    }

    /// Whether it is a database with a table of this name that has every one of these columns, all in lower case.
    pub(crate) fn has_table(self, table: &str, columns: &[&str]) -> bool {
        let Some(list) = self.bytes.strip_prefix(DATABASE) else {
            return false;
        };
        list.split(|&byte| byte == b'\n').any(|line| {
            let mut names = line.split(|&byte| byte == b'\t');
            names.next() == Some(table.as_bytes()) && {
                let names: Vec<&[u8]> = names.collect();
                columns.iter().all(|column| names.contains(&column.as_bytes()))
            }
        })
    }

    /// The tables of a database and their columns, all in lower case. `None` for anything else.
    pub(crate) fn tables(self) -> Option<Vec<(String, Vec<String>)>> {
        let list = self.bytes.strip_prefix(DATABASE)?;
        let text = |name: &[u8]| String::from_utf8_lossy(name).into_owned();
        let table = |line: &[u8]| {
            let mut names = line.split(|&byte| byte == b'\t').map(text);
            Some((names.next()?, names.collect()))
        };
        Some(list.split(|&byte| byte == b'\n').skip(1).filter_map(table).collect())
    }

    /// What the fields of its first object are called, if it is a JSON array of objects or begins with one. Nothing for what
    /// is neither.
    pub(crate) fn fields(self, in_array: bool) -> Option<Vec<String>> {
        let (before, names) = json::first_object(self.bytes)?;
        let is_it = if in_array { before == b"[" } else { before.is_empty() };
        is_it.then(|| names.into_iter().map(Cow::into_owned).collect())
    }

    /// Whether it can be a table in text.
    fn is_text(self) -> bool {
        let start = self
            .bytes
            .strip_prefix(json::BYTE_ORDER_MARK)
            .unwrap_or(self.bytes)
            .trim_ascii_start();
        !matches!(start.first(), None | Some(b'{' | b'[' | b'<')) && !self.bytes.contains(&0)
    }

    /// The table in text that it begins with, below comments. `None` for anything else.
    pub(crate) fn table_below_comments(self) -> Option<Table<&'a [u8]>> {
        self.is_text().then(|| Table::below_comments(self.bytes))
    }

    /// The cells of the first row of that table.
    pub(crate) fn first_row_below_comments(self) -> Option<Vec<String>> {
        let mut table = self.table_below_comments()?;
        let row = table.next().ok()??;
        Some(
            (0..row.len())
                .map(|cell| String::from_utf8_lossy(row.get(cell)).trim().to_owned())
                .collect(),
        )
    }

    /// Whether it has columns or fields with names, or at least more than one of them.
    pub(crate) fn is_table(self) -> bool {
        let has_fields = |in_array| self.fields(in_array).is_some_and(|names| !names.is_empty());
        has_fields(true)
            || has_fields(false)
            || self.tables().is_some_and(|tables| !tables.is_empty())
            || self.first_row_below_comments().is_some_and(|row| row.len() > 1)
    }

    /// What is in it, for who wonders why it is not known: what fields or columns are called, and nothing that stands in them.
    pub(crate) fn describe(self) -> String {
        for (in_array, form) in [(true, "an array of objects"), (false, "an object")] {
            if let Some(names) = self.fields(in_array) {
                return match names.is_empty() {
                    true => format!("{form} without a key"),
                    false => format!("{form} with the keys {}", listed(names)),
                };
            }
        }
        if let Some(tables) = self.tables() {
            let names: Vec<String> = tables.into_iter().map(|(name, _)| name).collect();
            return match names.is_empty() {
                true => "a SQLite database without a table".to_owned(),
                false => format!("a SQLite database with the tables {}", listed(names)),
            };
        }
        if self.bytes.is_empty() {
            return "nothing: it is an empty file".to_owned();
        }
        let starts = |text: &str| self.begins_with(text);
        if starts("<") {
            return "a page or a document in XML or HTML".to_owned();
        }
        if starts("[") || starts("{") {
            return "JSON that is not a list of objects".to_owned();
        }
        if self.bytes.contains(&0) {
            return "no text".to_owned();
        }
        match Table::with_commas(self.bytes).next() {
            // A first row with numbers in it is no header, and what stands in it is nobody's business.
            Ok(Some(row)) if row.len() > 1 && row.is_header() => {
                let clean = |cell| String::from_utf8_lossy(row.get(cell).trim_ascii()).into_owned();
                let names = (0..row.len()).map(clean).collect();
                format!("a table with the columns {}", listed(names))
            }
            Ok(Some(row)) if row.len() > 1 => format!("a table of {} columns without a header", row.len()),
            _ => "text that is no table".to_owned(),
        }
    }

    /// Whether it is a JSON array without anything in it, or objects with such an array where a history stands.
    pub(crate) fn is_empty_list(self) -> bool {
        const LISTS: [&str; 4] = ["payload", "listens", "scrobbles", "track"];
        let visible: Vec<u8> = self
            .bytes
            .iter()
            .copied()
            .filter(|byte| !byte.is_ascii_whitespace())
            .collect();
        let visible = visible.strip_prefix(json::BYTE_ORDER_MARK).unwrap_or(&visible);
        let has = |list: &str| memchr::memmem::find(visible, format!("\"{list}\":[]").as_bytes()).is_some();
        let is_object = visible.starts_with(b"{") || visible.starts_with(b"[{");
        visible == b"[]" || is_object && LISTS.into_iter().any(has)
    }

    /// Whether this field is in it, and a list or an object stands in it.
    pub(crate) fn has_nested(self, name: &str) -> bool {
        let name = format!("\"{name}\"");
        memchr::memmem::find_iter(self.bytes, name.as_bytes()).any(|at| {
            let mut rest = self.bytes[at + name.len()..]
                .iter()
                .filter(|byte| !byte.is_ascii_whitespace());
            rest.next() == Some(&b':') && matches!(rest.next(), Some(b'[' | b'{'))
        })
    }

    /// Whether one of its first lines, as those of a table, passes.
    pub(crate) fn any_row(self, mut passes: impl FnMut(Cells<'_>) -> bool) -> bool {
        // Each file that is not known is tried by every source: a table is made only of what can be one.
        if !self.is_text() {
            return false;
        }
        let mut table = Table::with_commas(self.bytes);
        (0..Self::ROWS).any(|_| matches!(table.next(), Ok(Some(row)) if passes(row)))
    }

    /// The same of a table with tabs and without quotes.
    pub(crate) fn any_row_with_tabs(self, mut passes: impl FnMut(Cells<'_>) -> bool) -> bool {
        if !self.is_text() {
            return false;
        }
        let mut table = Table::with_tabs(self.bytes);
        (0..Self::ROWS).any(|_| matches!(table.next(), Ok(Some(row)) if passes(row)))
    }

    /// Whether one of its first lines passes.
    pub(crate) fn any_line(self, passes: impl Fn(&str) -> bool) -> bool {
        let bytes = self.bytes.strip_prefix(json::BYTE_ORDER_MARK).unwrap_or(self.bytes);
        let lines = bytes.split(|&byte| byte == b'\n').take(Self::ROWS);
        lines
            .map(<[u8]>::trim_ascii)
            .any(|line| std::str::from_utf8(line).is_ok_and(&passes))
    }

    /// Whether its first line, as one of a table with commas, passes.
    pub(crate) fn first_row(self, passes: impl FnOnce(Cells<'_>) -> bool) -> bool {
        // A line that is cut off by the end of the head is longer than any that is looked for.
        self.is_text() && matches!(Table::with_commas(self.bytes).next(), Ok(Some(row)) if passes(row))
    }

    /// Whether it is a table with commas that has every one of these columns.
    pub(crate) fn has_columns(self, names: &[&str]) -> bool {
        self.first_row(|row| names.iter().all(|name| row.find(name).is_some()))
    }
}

/// The first few of some names, none of them long.
pub(crate) fn listed(names: Vec<String>) -> String {
    const LISTED: usize = 8;
    let more = names.len().saturating_sub(LISTED);
    let short = |name: String| name.chars().take(40).collect::<String>();
    let listed = names.into_iter().take(LISTED).map(short).collect::<Vec<_>>().join(", ");
    if more > 0 {
        format!("{listed} and {more} more")
    } else {
        listed
    }
}
