//! `playtally collective dataset`: what a round came to as a data set for others, with a card that says what it is; and books as
//! tables for those who add them up. It reads nothing but the folder, so that anybody makes the same bytes of it.

mod books;
mod card;
mod columns;
mod json;
mod page;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use chrono::DateTime;
use playtally_collective::{Books, Folder, Kind, NO_ANSWER, PROPOSAL, Room, Table, check, code};
use playtally_history::escape::shown;
use playtally_telling::words::number::{bytes, plural};
use serde::Serialize;

use super::arguments;
use super::disk::Disk;
use crate::outcome::Misuse;
use crate::output;
use crate::safely::Outputs;
use card::{Card, File};
use columns::{Column, Values};

/// The card for programs.
const CARD: &str = "croissant.json";
/// And the same for people.
const PAGE: &str = "card.html";

#[derive(Serialize)]
struct Told {
    collective: String,
    rehearsal: bool,
    members: Option<u32>,
    files: Vec<Written>,
    written: bool,
}

#[derive(Serialize)]
struct Written {
    file: String,
    bytes: usize,
    sha256: String,
    rows: Option<usize>,
}

/// What goes into the folder: of each file its bytes, and how many rows it has where it is a table.
type Files = BTreeMap<String, (Vec<u8>, Option<usize>)>;

pub(super) fn run(arguments: &arguments::Dataset, outputs: &Outputs) -> Result<()> {
    let disk = Disk::open(&arguments.folder, outputs, true)?;
    if disk.read(PROPOSAL, Kind::Proposal.most())?.is_some() {
        let why = "a vote is no data set; name the folder of a round, or of books";
        return Err(Misuse(why.to_owned()).into());
    }
    let mut told = if Books::are_in(&disk)? {
        if arguments.license.is_some() || arguments.url.is_some() || arguments.published.is_some() {
            let why = "--license, --url and --published go with a round: the tables of books are not for publishing, and have no card";
            return Err(Misuse(why.to_owned()).into());
        }
        let (told, files) = books::tables(&disk)?;
        finish(told, files, arguments, outputs)?
    } else {
        let (told, files) = round(&disk, arguments)?;
        finish(told, files, arguments, outputs)?
    };
    told.written = !arguments.dry_run;
    if arguments.json {
        return output::print_json(&told);
    }
    output::print(&words(&told, &arguments.output))
}

/// The data set of a round that anybody has checked, and nothing else.
fn round(disk: &Disk, arguments: &arguments::Dataset) -> Result<(Told, Files)> {
    let room = Room::open(disk)?;
    let checked = check(&room, None)?;
    if let Some(wrong) = checked.wrong.first() {
        bail!(
            "this round is not what it should be, and nothing was made of it: {wrong} `playtally collective check` says more"
        );
    }
    let (Some(outcome), Some((head, at)), None) = (&checked.outcome, checked.closed, &checked.awaited) else {
        bail!(
            "this round is not counted yet{}",
            checked
                .awaited
                .map_or_else(String::new, |awaited| format!(": {awaited}"))
        );
    };
    let closed = i64::try_from(at).ok().and_then(|at| DateTime::from_timestamp(at, 0));
    let closed = closed
        .context("the day on which the list was closed cannot be read")?
        .date_naive();
    let about = vec![
        ("playtally.round".to_owned(), code::hex(&room.invitation.round().hash)),
        ("playtally.list".to_owned(), code::hex(&outcome.list)),
        (
            "playtally.rehearsal".to_owned(),
            room.invitation.terms.rehearsal.to_string(),
        ),
    ];
    let mut files = Files::new();
    let mut tables = Vec::new();
    for table in &checked.tables {
        let name = format!("answers/question={}/part-0.parquet", table.question.topic.word());
        let columns = columns_of(table, outcome.accepted)?;
        let bytes = columns::write("answers", &columns, &about)?;
        tables.push(File {
            name: name.clone(),
            sha256: code::hex(&code::sha256(&[&bytes])),
            bytes: bytes.len(),
            columns,
            table,
        });
        files.insert(name, (bytes, Some(table.counts.len())));
    }
    let card = Card {
        terms: &room.invitation.terms,
        round: room.invitation.round().hash,
        members: outcome.accepted,
        list: outcome.list,
        head,
        closed,
        published: arguments.published.unwrap_or(closed),
        license: arguments.license.as_deref(),
        url: arguments.url.as_deref(),
        files: tables,
    };
    files.insert(CARD.to_owned(), (card.json()?.into_bytes(), None));
    files.insert(PAGE.to_owned(), (page::page(&card).into_bytes(), None));
    let told = Told {
        collective: card.terms.name.clone(),
        rehearsal: card.terms.rehearsal,
        members: Some(outcome.accepted),
        files: Vec::new(),
        written: false,
    };
    Ok((told, files))
}

/// The columns of a question: what is in them is said here once, and stands in the file, in the card and on the page.
fn columns_of(table: &Table, members: u32) -> Result<Vec<Column>> {
    let cells = table.question.cells();
    let off_by = i64::try_from(table.off_by()).unwrap_or(i64::MAX);
    let counts: Vec<i64> = table
        .counts
        .iter()
        .map(|&count| i64::try_from(count))
        .collect::<Result<_, _>>()
        .context("a count is larger than a table holds")?;
    let each = |value: f64| Values::Real(vec![value; cells.len()]);
    // A count that is off by so much, in thousandths: small numbers, which are exact.
    let deviation = table.deviation as f64 / 1000.0;
    Ok(vec![
        Column::new(
            "cell",
            "The place of the answer in the invitation, from 0",
            Values::Whole((0..).take(cells.len()).collect()),
        ),
        Column::new(
            "label",
            format!("The answer in words; \"{NO_ANSWER}\" is that of whoever declines or has nothing to say"),
            Values::Text(cells.to_vec()),
        ),
        Column::new(
            "count",
            "How many members have that answer, with noise; it can be below zero",
            Values::Whole(counts.clone()),
        ),
        Column::new(
            "low95",
            "The lower end of what it is 95 times of 100: two standard deviations below",
            Values::Whole(counts.iter().map(|count| count.saturating_sub(off_by)).collect()),
        ),
        Column::new(
            "high95",
            "The upper end",
            Values::Whole(counts.iter().map(|count| count.saturating_add(off_by)).collect()),
        ),
        Column::new(
            "std_error",
            "The standard deviation of the noise in the count, rounded up",
            each(deviation),
        ),
        Column::new(
            "is_noise",
            "Whether noise alone could have made the count: it is not above two standard deviations",
            Values::Truth(table.counts.iter().map(|&count| table.is_noise(count)).collect()),
        ),
        Column::new(
            "epsilon",
            "The strength of the noise: how much surer anybody can become of what one person said",
            each(f64::from(table.question.epsilon.0) / 1000.0),
        ),
        Column::new(
            "members",
            "How many members are counted, exactly",
            Values::Whole(vec![i64::from(members); cells.len()]),
        ),
    ])
}

/// Writes all of it into a folder that holds nothing else.
fn finish(mut told: Told, files: Files, arguments: &arguments::Dataset, outputs: &Outputs) -> Result<Told> {
    let to = &arguments.output;
    if to.exists() {
        strangers(&Disk::open(to, outputs, true)?, &files, to)?;
    }
    if !arguments.dry_run {
        std::fs::create_dir_all(to).with_context(|| format!("cannot make the folder {}", shown(to)))?;
        let mut disk = Disk::open(to, outputs, false)?;
        for (name, (content, _)) in &files {
            disk.write_bytes(name, content)?;
        }
    }
    told.files = files
        .iter()
        .map(|(name, (content, rows))| Written {
            file: name.clone(),
            bytes: content.len(),
            sha256: code::hex(&code::sha256(&[content])),
            rows: *rows,
        })
        .collect();
    Ok(told)
}

/// Refuses a folder with anything in it that is not of this data set: who reads a whole folder would read that, too.
fn strangers(disk: &Disk, files: &Files, to: &Path) -> Result<()> {
    for name in disk.all()? {
        if !files.contains_key(&name) {
            return Err(Misuse(format!(
                "{} holds {name}, which is not of this data set; name an empty folder, or a new one",
                shown(to)
            ))
            .into());
        }
    }
    Ok(())
}

fn words(told: &Told, to: &Path) -> String {
    let rehearsal = if told.rehearsal {
        ", a rehearsal with made-up histories"
    } else {
        ""
    };
    let mut text = format!("\"{}\"{rehearsal}\n", told.collective);
    for Written {
        file,
        bytes: size,
        rows,
        ..
    } in &told.files
    {
        let rows = rows.map_or_else(String::new, |rows| format!(", {}", plural(rows as u64, "row", "rows")));
        text += &format!("  {file}  {}{rows}\n", bytes(*size as u64));
    }
    text += &if told.written {
        format!(
            "Written into {}. Whoever has the same folder makes the same bytes.\n",
            shown(to)
        )
    } else {
        "Nothing was written: this was a dry run.\n".to_owned()
    };
    text
}
