//! The books of an import, for people.

use std::fmt::Write;

use playtally_history::{Books, FileBooks, Stored};
use playtally_telling::name::clean;
use playtally_telling::words::number::{count, plural};

use crate::text::style::{STRONG, WARNING, styled};
use crate::text::table::{Column, Table};

/// How many unreadable rows of a file are listed.
const LISTED: usize = 5;

/// What a column says of a file.
type Cell = fn(&Row) -> u64;

/// One line of the table in numbers.
struct Row {
    read: u64,
    stored: Stored,
    duplicate: u64,
    improved: u64,
    nameless: u64,
    without_moment: u64,
    unreadable: u64,
}

/// The columns, and whether each is shown when it is nothing but zeros.
const COLUMNS: [(&str, Cell, bool); 9] = [
    ("rows", |row| row.read, true),
    ("music", |row| row.stored.music, true),
    ("podcasts", |row| row.stored.podcast, false),
    ("audiobooks", |row| row.stored.audiobook, false),
    ("known", |row| row.duplicate, true),
    ("improved", |row| row.improved, false),
    ("nameless", |row| row.nameless, false),
    ("without a moment", |row| row.without_moment, false),
    ("unreadable", |row| row.unreadable, false),
];

/// Lays the books out in at most `columns` columns, if the files' names can be cut that far.
pub(crate) fn lay_out(books: &Books, columns: usize) -> String {
    let total = books.total();
    let total = Row {
        read: total.read,
        stored: total.stored,
        duplicate: total.duplicate,
        improved: total.improved,
        nameless: total.nameless,
        without_moment: total.without_moment.total(),
        unreadable: total.unreadable.len() as u64,
    };
    let shown: Vec<_> = COLUMNS
        .into_iter()
        .filter(|(_, cell, always)| *always || cell(&total) > 0)
        .collect();
    let mut header = vec![Column::left("file").keeps_ends().gives_way(20)];
    header.extend(shown.iter().map(|(title, ..)| Column::right(title)));
    let cells = |name: String, row: &Row| {
        let numbers = shown.iter().map(|(_, cell, _)| count(cell(row))).collect::<Vec<_>>();
        std::iter::once(name).chain(numbers)
    };
    let mut table = Table::new(header);
    let mut folder = None;
    for file in &books.files {
        let (within, name) = file.file.rsplit_once(['/', '\\']).unwrap_or(("", &file.file));
        if folder != Some(within) && !within.is_empty() {
            table.heading(clean(within));
        }
        folder = Some(within);
        let indent = if within.is_empty() { "" } else { "  " };
        table.row(cells(format!("{indent}{}", clean(name)), &Row::from(file)));
    }
    table.styled_row(cells("all".to_owned(), &total), STRONG);
    format!(
        "{}{}{}{}{}{}{}",
        if books.files.is_empty() {
            String::new()
        } else {
            table.render(columns)
        },
        without_moment(books),
        unreadable(books),
        remarks(books),
        left_out(books),
        matched(books),
        conclusion(books)
    )
}

impl From<&FileBooks> for Row {
    fn from(file: &FileBooks) -> Self {
        Self {
            read: file.read,
            stored: file.stored,
            duplicate: file.duplicate,
            improved: file.improved,
            nameless: file.nameless,
            without_moment: file.without_moment.total(),
            unreadable: file.unreadable.len() as u64,
        }
    }
}

/// The rows whose moment cannot be: how many of each file, and why.
fn without_moment(books: &Books) -> String {
    let mut text = String::new();
    for file in &books.files {
        for (rows, why) in file.without_moment.reasons(file.source) {
            let (rows, are) = (plural(rows, "row", "rows"), if rows == 1 { "is" } else { "are" });
            let _ = writeln!(text, "\n{rows} of {} {are} without a moment: {why}.", clean(&file.file));
        }
    }
    text
}

/// The rows that could not be read: the first few of each file.
fn unreadable(books: &Books) -> String {
    let mut text = String::new();
    for file in books.files.iter().filter(|file| !file.unreadable.is_empty()) {
        let rows = plural(file.unreadable.len() as u64, "row", "rows");
        let _ = writeln!(
            text,
            "\n{}",
            styled(
                WARNING,
                format_args!("{rows} of {} could not be read:", clean(&file.file))
            )
        );
        for row in file.unreadable.iter().take(LISTED) {
            let _ = writeln!(text, "  row {}: {}", count(row.row), row.reason);
        }
        if file.unreadable.len() > LISTED {
            let more = count((file.unreadable.len() - LISTED) as u64);
            let _ = writeln!(text, "  and {more} more; --json lists all of them");
        }
    }
    text
}

/// What else there is to say of the files.
fn remarks(books: &Books) -> String {
    let mut text = String::new();
    for file in &books.files {
        let lines = file.lines();
        if !lines.is_empty() {
            let _ = writeln!(text, "\n{}:", clean(&file.file));
            lines.iter().for_each(|line| text += &format!("  {}\n", clean(line)));
        }
    }
    text
}

/// What was left out, and why.
fn left_out(books: &Books) -> String {
    let mut text = String::new();
    for left_out in &books.left_out {
        let message = clean(&left_out.message);
        let _ = match left_out.is_fault {
            true => writeln!(text, "\n{}", styled(WARNING, format_args!("Left out: {message}"))),
            false => writeln!(text, "\n{message}"),
        };
    }
    text
}

/// What two services report alike.
fn matched(books: &Books) -> String {
    let mut text = String::new();
    for line in &books.matched {
        let plays = plural(line.plays, "play", "plays");
        let (of, source) = (line.of.name(), line.source.name());
        let _ = write!(text, "\n{plays} of {of} that {source} reports as well");
        if line.clock_ahead_seconds != 0 {
            let _ = write!(text, ", by a clock that is {}", ahead(line.clock_ahead_seconds));
        }
        text.push('.');
    }
    if !text.is_empty() {
        text.push_str("\nEach counts once; --no-match counts every report, wherever plays are counted.\n");
    }
    text
}

/// How wrong a clock is.
fn ahead(seconds: i64) -> String {
    let way = if seconds > 0 { "ahead" } else { "behind" };
    let minutes = (seconds.unsigned_abs() + 30) / 60;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min {way}"),
        (hours, 0) => format!("{hours} h {way}"),
        (hours, minutes) => format!("{hours} h {minutes} min {way}"),
    }
}

fn conclusion(books: &Books) -> String {
    let added = books.total().stored.total();
    if added > 0 {
        return format!("\n{} added to the library.\n", plural(added, "play", "plays"));
    }
    if books.are_all_known() {
        return "\nNothing new: every play was in the library already.\n".to_owned();
    }
    "\nNothing was added to the library.\n".to_owned()
}

/// What to say when rows could not be read: which file is the first of them, and what to do.
pub(crate) fn lost(books: &Books) -> Option<String> {
    let faults: Vec<_> = books.left_out.iter().filter(|left_out| left_out.is_fault).collect();
    if let Some(first) = faults.first() {
        let more = match faults.len() - 1 {
            0 => String::new(),
            more => format!(" (and {more} more, above)"),
        };
        return Some(format!(
            "{}{more}; what else there is was imported",
            clean(&first.message)
        ));
    }
    let rows = books.total().unreadable.len() as u64;
    let file = books.files.iter().find(|file| !file.unreadable.is_empty())?;
    Some(format!(
        "{}; the others are, and the rows above say why",
        not_read(file, rows)
    ))
}

/// The same of one file, to who does not see the books.
pub(crate) fn unreadable_rows(file: &FileBooks) -> Option<String> {
    let rows = file.unreadable.len() as u64;
    (rows > 0).then(|| {
        format!(
            "{}; the others are, and `playtally import` says why",
            not_read(file, rows)
        )
    })
}

fn not_read(file: &FileBooks, rows: u64) -> String {
    let (rows, are) = (plural(rows, "row", "rows"), if rows == 1 { "is" } else { "are" });
    format!(
        "{}: {rows} could not be read and {are} not in the library",
        clean(&file.file)
    )
}
