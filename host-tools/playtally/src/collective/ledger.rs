//! `playtally collective ledger`: what was signed, and how much of the budget is used.

use std::path::Path;

use anyhow::{Context, Result};
use playtally_collective::group::Kept;
use playtally_collective::ledger::{A_LIFE, A_YEAR, Budget};
use playtally_collective::{Record, short};
use playtally_history::escape::shown;
use playtally_telling::words::number::plural;
use serde::{Deserialize, Serialize};

use super::contribute::charges;
use super::{arguments, papers};
use crate::safely::{self, Content, Outputs};
use crate::{library, output};

#[derive(Serialize)]
struct Told {
    signed: Vec<Line>,
    groups: Vec<Group>,
    year: String,
    year_most: String,
    life: String,
    life_most: String,
    left: String,
}

#[derive(Serialize)]
struct Line {
    day: String,
    collective: String,
    rehearsal: bool,
    epsilon: String,
    leaf: String,
    taken_back: bool,
    words: String,
}

/// A group of friends: exact sums, which no ε counts.
#[derive(Serialize)]
struct Group {
    day: String,
    group: String,
    friends: usize,
    opened: bool,
}

/// What was saved or taken back, and what was there already.
#[derive(Serialize)]
struct Moved {
    papers: usize,
    there: usize,
    written: bool,
}

/// A paper, as it is saved.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Paper {
    kind: String,
    name: String,
    content: String,
}

pub(super) fn run(arguments: &arguments::Ledger, path: &Path, outputs: &mut Outputs) -> Result<()> {
    if let Some(file) = &arguments.save {
        return save(file, path, arguments, outputs);
    }
    if let Some(file) = &arguments.restore {
        return restore(file, path, arguments);
    }
    let library = library::open(path)?;
    let records = papers::records(&library)?;
    let groups: Vec<Group> = papers::groups(&library)?.iter().map(group).collect();
    let budget = Budget::on(super::today(), &charges(&records));
    if arguments.json {
        return output::print_json(&Told {
            signed: records.iter().map(line).collect(),
            groups,
            year: budget.year.to_string(),
            year_most: A_YEAR.to_string(),
            life: budget.life.to_string(),
            life_most: A_LIFE.to_string(),
            left: budget.left().to_string(),
        });
    }
    let mut text = String::new();
    for record in &records {
        let Line {
            day,
            collective,
            epsilon,
            leaf,
            words,
            ..
        } = line(record);
        let taken_back = if record.revocation.is_some() {
            ", taken back"
        } else {
            ""
        };
        text += &format!("{day}  {collective}: ε {epsilon}{taken_back}  {leaf}…\n{words}");
    }
    if records.is_empty() {
        text += "You have signed nothing.\n";
    }
    // Ten notches, of what a year has.
    let notches = (10 * budget.year.0).div_ceil(A_YEAR.0).min(10) as usize;
    let scale = "■".repeat(notches) + &"□".repeat(10 - notches);
    text += &format!(
        "{scale}  ε {} of {A_YEAR} used in twelve months, {} of {A_LIFE} in all; {} can be given now.\n",
        budget.year,
        budget.life,
        budget.left()
    );
    for Group {
        day,
        group,
        friends,
        opened,
    } in &groups
    {
        let state = if *opened { "opened" } else { "not opened yet" };
        text += &format!("{day}  \"{group}\", {friends} friends: exact sums, which no ε counts; {state}.\n");
    }
    output::print(&text)
}

fn group(kept: &Kept) -> Group {
    Group {
        day: kept.day.to_string(),
        group: kept.group.terms.name.clone(),
        friends: kept.group.friends.len(),
        opened: kept.total.is_some(),
    }
}

fn line(record: &Record) -> Line {
    Line {
        day: record.charge.day.to_string(),
        collective: record.collective.clone(),
        rehearsal: record.round.rehearsal,
        epsilon: record.charge.epsilon.to_string(),
        leaf: short(&record.leaf),
        taken_back: record.revocation.is_some(),
        words: record.words.clone(),
    }
}

fn save(file: &Path, path: &Path, arguments: &arguments::Ledger, outputs: &mut Outputs) -> Result<()> {
    let library = library::open(path)?;
    let output = outputs.file(file, Content::Text)?;
    let mut all = Vec::new();
    for (kind, _) in papers::KINDS {
        let of_kind = library.papers(kind)?.into_iter();
        all.extend(of_kind.map(|(name, content)| Paper {
            kind: kind.to_owned(),
            name,
            content,
        }));
    }
    if !arguments.dry_run {
        let text = serde_json::to_string_pretty(&all).context("cannot write down what the library holds")?;
        safely::write(&output, (text + "\n").as_bytes())?;
    }
    if arguments.json {
        if output.is_printed() && !arguments.dry_run {
            return Ok(());
        }
        return output::print_json(&Moved {
            papers: all.len(),
            there: 0,
            written: !arguments.dry_run,
        });
    }
    if arguments.dry_run {
        return output::print(&format!(
            "{} would be saved. Nothing was written: this was a dry run.\n",
            plural(all.len() as u64, "paper", "papers")
        ));
    }
    output::print_about(
        &output,
        &format!(
            "Saved to {}: whoever has it can sign as you. `playtally collective ledger --restore` takes it back.\n",
            shown(file)
        ),
    )
}

fn restore(file: &Path, path: &Path, arguments: &arguments::Ledger) -> Result<()> {
    let text = super::text(file)?;
    let named = || {
        format!(
            "{} is nothing that `playtally collective ledger --save` wrote",
            shown(file)
        )
    };
    let saved: Vec<Paper> = serde_json::from_str(&text).with_context(named)?;
    let is_known = |paper: &&Paper| papers::KINDS.iter().any(|(kind, _)| *kind == paper.kind);
    if arguments.dry_run {
        let library = if path.exists() {
            Some(library::open(path)?)
        } else {
            None
        };
        let mut there = 0;
        for paper in saved.iter().filter(is_known) {
            let known = library
                .as_ref()
                .map(|library| library.papers(&paper.kind))
                .transpose()?;
            there += usize::from(known.into_iter().flatten().any(|(name, _)| name == paper.name));
        }
        return taken_back(saved.iter().filter(is_known).count() - there, there, arguments);
    }
    let (mut library, _) = library::open_or_start(path)?;
    let (mut new, mut there) = (0, 0);
    library.change_papers(|papers| {
        for paper in saved.iter().filter(is_known) {
            let known = papers.of(&paper.kind)?;
            if known.iter().any(|(name, _)| *name == paper.name) {
                there += 1;
            } else {
                papers.put(&paper.kind, &paper.name, &paper.content)?;
                new += 1;
            }
        }
        Ok(())
    })?;
    // What cannot be read is said now, and not when it is needed.
    papers::records(&library)?;
    papers::keys(&library)?;
    papers::groups(&library)?;
    taken_back(new, there, arguments)
}

/// Says what was taken back, or would be.
fn taken_back(new: usize, there: usize, arguments: &arguments::Ledger) -> Result<()> {
    if arguments.json {
        return output::print_json(&Moved {
            papers: new,
            there,
            written: !arguments.dry_run,
        });
    }
    let dry = if arguments.dry_run {
        "Nothing was written: this was a dry run.\n"
    } else {
        ""
    };
    output::print(&format!(
        "Taken back: {new}. There already, and left as they were: {there}.\n{dry}"
    ))
}
