//! `playtally collective collect`: takes in what members sent, keeps the log, makes tickets, closes the list.

use std::path::Path;

use anyhow::{Result, bail};
use playtally_collective::code::hex;
use playtally_collective::{
    Collected, Collecting, Folder, Invitation, Kind, PROPOSAL, Poll, Room, TICKETS, Ticket, collect, collect_votes,
    replace, replaced_by, short,
};
use playtally_history::Library;
use playtally_history::escape::shown;
use playtally_telling::words::number::plural;
use serde::Serialize;

use super::disk::Disk;
use super::inbox::{self, Refused};
use super::{arguments, papers};
use crate::outcome::Misuse;
use crate::safely::{self, Outputs};
use crate::{library, output};

#[derive(Serialize)]
struct Told {
    members: usize,
    taken: Vec<Taken>,
    known: Vec<String>,
    refused: Vec<Refused>,
    unsigned: Vec<String>,
    closed: bool,
    published: bool,
    tickets: Option<(u32, u32)>,
    /// Which ticket is replaced, and by which.
    replaced: Option<(u32, u32)>,
}

#[derive(Serialize)]
struct Taken {
    file: String,
    leaf: String,
}

pub(super) fn run(arguments: &arguments::Collect, path: &Path, outputs: &mut Outputs) -> Result<()> {
    let mut disk = Disk::open(&arguments.folder, outputs, arguments.dry_run)?;
    if disk.read(PROPOSAL, Kind::Proposal.most())?.is_some() {
        return votes(arguments, path, &mut disk);
    }
    let invitation = Room::open(&disk)?.invitation;
    let mut library = library::open(path)?;
    let Some(secret) = papers::key(&library, papers::COORDINATOR, &invitation.terms.name)? else {
        bail!(
            "your library has no key to coordinate \"{}\": only who wrote the invitation can collect",
            invitation.terms.name
        );
    };
    if arguments.to.is_some() && arguments.tickets.is_none() && arguments.replace.is_none() {
        return Err(Misuse("--to goes with --tickets or --replace".to_owned()).into());
    }
    let mut replaced = None;
    if let (Some(old), Some(to)) = (arguments.replace, &arguments.to) {
        let name = hex(&invitation.round().hash);
        let last = last_ticket(&library, &name)?;
        if old > last {
            bail!("ticket {old} was never given: the last one is {last}");
        }
        // Said again, it is the same one.
        let known = replaced_by(&disk, old)?;
        let new = known.unwrap_or(last + 1);
        if new > TICKETS {
            bail!("a round has {TICKETS} tickets at most");
        }
        if known.is_none() && !arguments.dry_run {
            library.change_papers(|papers| papers.put(papers::TICKETS, &name, &new.to_string()))?;
        }
        replace(&mut disk, &secret, old, new)?;
        if !arguments.dry_run {
            write_tickets(&invitation, &secret, new..=new, to, outputs)?;
        }
        replaced = Some((old, new));
    }
    let how = Collecting { close: arguments.close };
    let collected = collect(&mut disk, &secret, how)?;
    let mut tickets = None;
    if let (Some(count), Some(to)) = (arguments.tickets, &arguments.to) {
        let name = hex(&invitation.round().hash);
        let first = last_ticket(&library, &name)? + 1;
        let end = first + count - 1;
        if end > TICKETS {
            bail!("a round has {TICKETS} tickets at most");
        }
        if !arguments.dry_run {
            // A number that was given is never given again, whatever becomes of the file.
            library.change_papers(|papers| papers.put(papers::TICKETS, &name, &end.to_string()))?;
            write_tickets(&invitation, &secret, first..=end, to, outputs)?;
        }
        tickets = Some((first, end));
    }
    if arguments.json {
        return output::print_json(&told(&collected, tickets, replaced));
    }
    output::print(&words(&collected, tickets, replaced, arguments))
}

/// The number of the last ticket of a round.
fn last_ticket(library: &Library, round: &str) -> Result<u32> {
    let known = library.papers(papers::TICKETS)?;
    let last = known.iter().find(|(of, _)| of == round);
    Ok(last.and_then(|(_, last)| last.parse().ok()).unwrap_or(0))
}

/// Takes in ballots.
fn votes(arguments: &arguments::Collect, path: &Path, disk: &mut Disk) -> Result<()> {
    let collective = Poll::open(disk)?.proposal.roll.collective;
    if arguments.tickets.is_some() || arguments.replace.is_some() {
        return Err(Misuse("--tickets and --replace go with a round: who votes needs none".to_owned()).into());
    }
    let Some(key) = papers::key(&library::open(path)?, papers::COORDINATOR, &collective)? else {
        bail!("your library has no key to coordinate \"{collective}\": only who wrote the proposal can collect");
    };
    let how = Collecting { close: arguments.close };
    let collected = collect_votes(disk, &key, how)?;
    if arguments.json {
        return output::print_json(&told(&collected, None, None));
    }
    let mut text = came(&collected);
    text += &format!(
        "{} voted; the list of ballots is {}.\n",
        plural(collected.members as u64, "member has", "members have"),
        if collected.closed { "closed" } else { "open" }
    );
    if arguments.dry_run {
        text += "Nothing was written: this was a dry run.\n";
    }
    output::print(&text)
}

fn write_tickets(
    invitation: &Invitation,
    secret: &[u8; 32],
    numbers: std::ops::RangeInclusive<u32>,
    to: &Path,
    outputs: &Outputs,
) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for number in numbers {
        let file = to.join(format!("ticket-{number}.note"));
        let note = Ticket::note(invitation, number, secret)?.to_string();
        let is_it = |path: &Path| std::fs::read(path).is_ok_and(|there| there == note.as_bytes());
        let output = outputs.clone().own_file(&file, is_it)?;
        safely::write(&output, note.as_bytes())?;
    }
    Ok(())
}

fn told(collected: &Collected, tickets: Option<(u32, u32)>, replaced: Option<(u32, u32)>) -> Told {
    let taken = collected.taken.iter().map(|(file, leaf)| Taken {
        file: file.clone(),
        leaf: short(leaf),
    });
    Told {
        members: collected.members,
        taken: taken.collect(),
        known: collected.known.clone(),
        refused: Refused::all(&collected.refused),
        unsigned: collected.unsigned.clone(),
        closed: collected.closed,
        published: collected.published,
        tickets,
        replaced,
    }
}

/// What came of the files in the inbox.
fn came(collected: &Collected) -> String {
    inbox::words(collected.taken.len(), collected.known.len(), &collected.refused)
}

fn words(
    collected: &Collected,
    tickets: Option<(u32, u32)>,
    replaced: Option<(u32, u32)>,
    arguments: &arguments::Collect,
) -> String {
    let mut text = came(collected);
    for name in &collected.unsigned {
        text += &format!("{name} has not signed the invitation yet.\n");
    }
    if let (Some((first, end)), Some(to)) = (tickets, &arguments.to) {
        let would = if arguments.dry_run { "would be" } else { "are" };
        text += &format!(
            "Tickets {first} to {end} {would} in {}: give one to each member.\n",
            shown(to)
        );
    }
    if let (Some((old, new)), Some(to)) = (replaced, &arguments.to) {
        let (is, stands) = if arguments.dry_run {
            ("would be", "would stand")
        } else {
            ("is", "stand")
        };
        text += &format!(
            "Ticket {old} {is} good for nothing any more, and ticket {new} {is} in {}, for the same member: both {stands} in the log.\n",
            shown(to)
        );
    }
    text += &format!(
        "{} can be counted",
        plural(collected.members as u64, "member", "members")
    );
    text += match (collected.published, collected.closed) {
        (true, _) => "; the result is published, in result.note.\n",
        (false, true) => "; the list is closed, and the counters count.\n",
        (false, false) => "; the list is open.\n",
    };
    if arguments.dry_run {
        text += "Nothing was written: this was a dry run.\n";
    }
    text
}
