//! `playtally collective found`: writes the invitation to a round.

use std::path::Path;

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;
use playtally_collective::{Folder, INVITATION, Kind, Question, Terms, offers, words};
use playtally_history::escape::shown;
use serde::Serialize;

use super::disk::Disk;
use super::{arguments, papers};
use crate::safely::Outputs;
use crate::{ask, library, options, output};

#[derive(Serialize)]
struct Told<'t> {
    collective: &'t str,
    rehearsal: bool,
    counters: Vec<&'t str>,
    questions: Vec<&'static str>,
    epsilon: String,
    minimum: u32,
    words: String,
    written: bool,
}

pub(super) fn run(arguments: &arguments::Found, path: &Path, outputs: &mut Outputs) -> Result<()> {
    let mut disk = Disk::open(&arguments.folder, outputs, arguments.dry_run)?;
    if disk.read(INVITATION, Kind::Invitation.most())?.is_some() {
        bail!(
            "there is an invitation in {} already: a round has one, and another round another folder",
            shown(&arguments.folder)
        );
    }
    let mut counters = offers(&disk)?;
    if counters.is_empty() {
        bail!(
            "there is no offer to count in {} yet: each counter makes one with `playtally collective count FOLDER --name NAME`",
            shown(&arguments.folder)
        );
    }
    counters.sort_by(|one, other| one.name.cmp(&other.name));
    let said = |said: &Option<String>, question: &str, option: &str| match said {
        Some(said) => Ok(said.clone()),
        None => ask::line(&format!("{question} "), &format!("say {option}. Nothing was written")),
    };
    let day = |said: Option<NaiveDate>, question: &str, option: &str| match said {
        Some(day) => Ok(day),
        None => {
            let said = ask::line(
                &format!("{question} (YYYY-MM-DD) "),
                &format!("say {option}. Nothing was written"),
            )?;
            options::date(&said).map_err(anyhow::Error::msg)
        }
    };
    let epsilon = arguments.epsilon;
    let mut questions = vec![Question::part_of_day(epsilon), Question::breadth(epsilon)];
    if let Some(list) = &arguments.artists {
        let text = super::text(list)?;
        let names = text.lines().map(str::trim).filter(|name| !name.is_empty());
        questions.push(Question::artists(names, epsilon).map_err(super::wrong(list))?);
    }
    let terms = Terms {
        rehearsal: arguments.rehearsal,
        name: said(&arguments.name, "What is the collective called?", "--name NAME")?,
        purpose: said(&arguments.purpose, "What for, in a sentence?", "--purpose TEXT")?,
        from: day(arguments.from, "From which day on are plays asked about?", "--from DAY")?,
        to: day(arguments.to, "Up to which day?", "--to DAY")?,
        closes: day(
            arguments.closes,
            "Until which day can people contribute?",
            "--closes DAY",
        )?,
        minimum: arguments.minimum,
        counters,
        questions,
    };
    terms.check().context("this invitation cannot be written: it")?;
    let secret = coordinator(&terms.name, path, arguments.dry_run)?;
    let note = terms.sign(&secret)?.to_string();
    let read = words::read(note.as_bytes(), words::Beside::default())?;
    if arguments.json {
        disk.write(INVITATION, &note)?;
        return output::print_json(&Told {
            collective: &terms.name,
            rehearsal: terms.rehearsal,
            counters: terms.counters.iter().map(|counter| counter.name.as_str()).collect(),
            questions: terms.questions.iter().map(|question| question.topic.word()).collect(),
            epsilon: terms.epsilon().to_string(),
            minimum: terms.minimum,
            words: read,
            written: !arguments.dry_run,
        });
    }
    output::print(&read)?;
    disk.write(INVITATION, &note)?;
    if arguments.dry_run {
        return output::print("\nNothing was written: this was a dry run.\n");
    }
    output::print(&format!(
        "\nWritten to {}. Next: every counter signs it with `playtally collective count`, and you take their signatures in with \
         `playtally collective collect`.\n",
        shown(arguments.folder.join(INVITATION))
    ))
}

/// The coordinator's key for collectives of this name: made once.
fn coordinator(name: &str, path: &Path, dry_run: bool) -> Result<[u8; 32]> {
    if dry_run && !path.exists() {
        return Ok(papers::new_secret().0);
    }
    let (mut library, _) = library::open_or_start(path)?;
    if let Some(secret) = papers::key(&library, papers::COORDINATOR, name)? {
        return Ok(secret);
    }
    let (secret, text) = papers::new_secret();
    if !dry_run {
        library.change_papers(|papers| papers.put(papers::COORDINATOR, name, &text))?;
    }
    Ok(secret)
}
