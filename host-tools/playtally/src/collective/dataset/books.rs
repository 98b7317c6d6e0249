//! The books of a collective as tables, a part of the members a file, for whoever adds them up with a program of their own. They are
//! for members and auditors: who has which key stands in them, and what became of their money.

use anyhow::{Result, bail};
use playtally_collective::{Entry, Member, audit, code};

use super::super::disk::Disk;
use super::columns::{Column, Values, write};
use super::{Files, Told};

pub(super) fn tables(disk: &Disk) -> Result<(Told, Files)> {
    let audited = audit(disk, None)?;
    if let Some(wrong) = audited.wrong.first() {
        bail!("these books are not what they should be, and nothing was made of them: {wrong}");
    }
    let mut files = Files::new();
    for entry in &audited.entries {
        for part in entry.parts() {
            let members: Vec<_> = entry.part(part).map(|(member, _)| *member).collect();
            let name = format!("payouts/sale={}/part={part:02x}/part-0.parquet", entry.sale.deal.number);
            let about = [("playtally.sale".to_owned(), code::hex(&entry.sale.hash))];
            let bytes = write("payouts", &columns(entry, &members), &about)?;
            files.insert(name, (bytes, Some(members.len())));
        }
    }
    let roll = audited.entries.first().map(|entry| &entry.sale.roll);
    let told = Told {
        collective: roll.map(|roll| roll.collective.clone()).unwrap_or_default(),
        rehearsal: roll.is_some_and(|roll| roll.rehearsal),
        members: None,
        files: Vec::new(),
        written: false,
    };
    Ok((told, files))
}

/// Of each of these members, what there is; in the smallest unit of the currency.
fn columns(entry: &Entry, members: &[Member]) -> Vec<Column> {
    let lines: Vec<_> = members
        .iter()
        .map(|member| entry.lines.get(member).copied().unwrap_or_default())
        .collect();
    let amounts = |of: &dyn Fn(&playtally_collective::Line) -> u64| {
        let amounts = lines.iter().map(|line| i64::try_from(of(line)).unwrap_or(i64::MAX));
        Values::Whole(amounts.collect())
    };
    let state = |(member, line): (&Member, &playtally_collective::Line)| {
        let word = if line.due > 0 {
            entry.state(member).word()
        } else {
            "stays"
        };
        word.to_owned()
    };
    let states = members.iter().zip(&lines).map(state).collect();
    let keys = members.iter().map(|member| code::hex(member)).collect();
    let currency = entry.sale.deal.currency.code().to_owned();
    vec![
        Column::new("member", "The member's key", Values::Text(keys)),
        Column::new("currency", "The currency", Values::Text(vec![currency; members.len()])),
        Column::new("share", "An equal share of what came in", amounts(&|line| line.share)),
        Column::new(
            "carried",
            "What was left of the sales before",
            amounts(&|line| line.carried),
        ),
        Column::new("due", "What is paid now", amounts(&|line| line.due)),
        Column::new("kept", "What stays on the line", amounts(&|line| line.kept())),
        Column::new("state", "What became of it", Values::Text(states)),
    ]
}
