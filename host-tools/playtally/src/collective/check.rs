//! `playtally collective check`: what anybody can check of a round.

use std::path::PathBuf;

use anyhow::{Result, bail};
use playtally_collective::code::hex;
use playtally_collective::{Books, Checked, Folder, Invitation, Kind, Own, PROPOSAL, Room, Table, check};
use serde::Serialize;

use super::disk::Disk;
use super::{arguments, books, page, papers, vote};
use crate::outcome::Misuse;
use crate::safely::{Content, Outputs};
use crate::{library, output, safely};

#[derive(Serialize)]
struct Told {
    collective: String,
    rehearsal: bool,
    holds: Vec<String>,
    wrong: Vec<String>,
    awaited: Option<String>,
    accepted: Option<u32>,
    rejected: Vec<Rejected>,
    taken_back: Vec<String>,
    tables: Vec<Counts>,
}

#[derive(Serialize)]
struct Rejected {
    leaf: String,
    why: String,
}

#[derive(Serialize)]
struct Counts {
    question: &'static str,
    epsilon: String,
    give_or_take: u64,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    cell: String,
    count: i128,
}

pub(super) fn run(
    arguments: &arguments::Check,
    library: impl FnOnce() -> Result<PathBuf>,
    outputs: &mut Outputs,
) -> Result<()> {
    let html = arguments.html.as_deref();
    let html = html.map(|file| outputs.file(file, Content::Text)).transpose()?;
    let disk = Disk::open(arguments.folder(), outputs, true)?;
    let (is_books, is_vote) = (
        Books::are_in(&disk)?,
        disk.read(PROPOSAL, Kind::Proposal.most())?.is_some(),
    );
    if is_books || is_vote {
        if html.is_some() {
            let what = "--html goes with the folder of a round; a vote and books are checked by each member alone";
            return Err(Misuse(what.to_owned()).into());
        }
        let round = &arguments.round;
        let round = round
            .as_ref()
            .map(|round| Disk::open(round, outputs, true))
            .transpose()?;
        let room = round.as_ref().map(|disk| Room::open(disk)).transpose()?;
        return if is_books {
            books::check(&disk, room.as_ref(), library, arguments.json)
        } else {
            vote::check(&disk, room.as_ref(), library, arguments.json)
        };
    }
    if arguments.round.is_some() {
        let how =
            "--round goes with the folder of a vote or of books, and there is no proposal and no sale in this one";
        return Err(Misuse(how.to_owned()).into());
    }
    let room = Room::open(&disk)?;
    let own = own(&room.invitation, library);
    let checked = check(&room, own)?;
    if let (Some(output), false) = (&html, arguments.dry_run) {
        safely::write(output, page::page(&room.invitation, &checked).as_bytes())?;
    }
    match &html {
        Some(output) => output::print_about(output, &words(&room.invitation, &checked))?,
        None if arguments.json => output::print_json(&told(&room.invitation, &checked))?,
        None => output::print(&words(&room.invitation, &checked))?,
    }
    if checked.wrong.is_empty() {
        return Ok(());
    }
    bail!("this round is not what it should be: nothing that it publishes is to be believed")
}

/// The owner's own contribution, where there is a library that has one.
fn own(invitation: &Invitation, library: impl FnOnce() -> Result<PathBuf>) -> Option<Own> {
    let library = library::open(&library().ok()?).ok()?;
    let records = papers::records(&library).ok()?;
    let record = records.iter().find(|record| record.round == invitation.round())?;
    Some(Own {
        leaf: record.leaf,
        is_taken_back: record.revocation.is_some(),
    })
}

fn told(invitation: &Invitation, checked: &Checked) -> Told {
    let outcome = checked.outcome.as_ref();
    let rejected = outcome.map(|outcome| &outcome.rejected).into_iter().flatten();
    let revoked = outcome.map(|outcome| &outcome.revoked).into_iter().flatten();
    Told {
        collective: invitation.terms.name.clone(),
        rehearsal: invitation.terms.rehearsal,
        holds: checked.holds.clone(),
        wrong: checked.wrong.clone(),
        awaited: checked.awaited.clone(),
        accepted: outcome.map(|outcome| outcome.accepted),
        rejected: rejected
            .map(|(leaf, why)| Rejected {
                leaf: hex(leaf),
                why: why.clone(),
            })
            .collect(),
        taken_back: revoked.map(|leaf| hex(leaf)).collect(),
        tables: checked.tables.iter().map(counts).collect(),
    }
}

fn counts(table: &Table) -> Counts {
    let cells = table.question.cells().iter().zip(&table.counts);
    Counts {
        question: table.question.topic.word(),
        epsilon: table.question.epsilon.to_string(),
        give_or_take: table.off_by(),
        cells: cells
            .map(|(cell, count)| Cell {
                cell: cell.clone(),
                count: *count,
            })
            .collect(),
    }
}

/// What holds, what is wrong, and what is awaited, a line each.
pub(super) fn found(holds: &[String], wrong: &[String], awaited: Option<&str>) -> String {
    let lines = |word: &'static str, lines: &[String]| -> String {
        lines.iter().map(|line| format!("  {word}  {line}\n")).collect()
    };
    let awaited = awaited.map(|awaited| format!("  next   {awaited}\n"));
    lines("holds", holds) + &lines("WRONG", wrong) + &awaited.unwrap_or_default()
}

fn words(invitation: &Invitation, checked: &Checked) -> String {
    let rehearsal = if invitation.terms.rehearsal {
        ", a rehearsal with made-up histories"
    } else {
        ""
    };
    let mut text = format!("\"{}\"{rehearsal}\n", invitation.terms.name);
    text += &found(&checked.holds, &checked.wrong, checked.awaited.as_deref());
    if let Some(outcome) = &checked.outcome {
        for (leaf, why) in &outcome.rejected {
            text += &format!("  not counted: {}… {why}\n", playtally_collective::short(leaf));
        }
        for leaf in &outcome.revoked {
            text += &format!("  taken back: {}…\n", playtally_collective::short(leaf));
        }
        text += &format!(
            "\n{} members are counted. Counts are blurred, and can be below zero.\n",
            outcome.accepted
        );
    }
    for table in &checked.tables {
        let question = &table.question;
        text += &format!("\n{}, give or take {}:\n", question.words(), table.off_by());
        for (cell, count) in question.cells().iter().zip(&table.counts) {
            text += &format!("  {count:>8}  {cell}\n");
        }
    }
    text
}
