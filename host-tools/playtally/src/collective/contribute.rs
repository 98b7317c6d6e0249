//! `playtally collective contribute`: answers from the library, read in words, signed, sealed.

use std::path::Path;

use anyhow::{Result, bail};
use playtally_collective::ledger::{Budget, Charge};
use playtally_collective::{
    Answer, Invitation, MADE_UP, Question, Record, Ticket, answer, contribute, is_made_up, member, short, words,
};
use playtally_history::Library;
use playtally_history::escape::shown;
use playtally_statistics::{Period, View};
use serde::Serialize;

use super::{arguments, papers};
use crate::arguments::Counting;
use crate::outcome::Misuse;
use crate::safely::{self, Content, Output, Outputs};
use crate::{ask, library, output};

/// By which rule plays count here: everybody's by the same.
pub(crate) const COUNTING: Counting = Counting {
    timezone: None,
    home_time: false,
    min_seconds: 30,
    no_merge: false,
    no_match: false,
    private: false,
};

/// What leaves, for programs.
#[derive(Serialize)]
struct Told<'a> {
    collective: &'a str,
    rehearsal: bool,
    answers: Vec<Said<'a>>,
    epsilon: String,
    signed: bool,
    leaf: Option<String>,
}

#[derive(Serialize)]
struct Said<'a> {
    question: &'a str,
    said: String,
    epsilon: String,
}

pub(super) fn run(arguments: &arguments::Contribute, path: &Path, outputs: &mut Outputs) -> Result<()> {
    let invitation = super::invitation(&arguments.invitation)?;
    invitation.agreed()?;
    let output = outputs.file(&arguments.output, Content::Text)?;
    let library = library::open(path)?;
    if let Some(record) = papers::records(&library)?
        .into_iter()
        .find(|record| record.round == invitation.round())
    {
        return again(arguments, &invitation, &record, &output);
    }
    let Some(ticket) = &arguments.ticket else {
        return Err(Misuse("say which ticket the coordinator gave you, with --ticket FILE".to_owned()).into());
    };
    let ticket = Ticket::read(&invitation, &super::file(ticket)?).map_err(super::wrong(ticket))?;
    if words::is_over(&invitation, super::today()) {
        bail!(
            "this round was open until {}; nothing was signed",
            invitation.terms.closes
        );
    }
    let mut answers = answered(&invitation, &library)?;
    for topic in &arguments.decline {
        decline(&invitation, &mut answers, topic)?;
    }
    let budget = Budget::on(super::today(), &charges(&papers::records(&library)?));
    budget.allow(invitation.terms.epsilon())?;
    drop(library);
    let terms = &invitation.terms;
    loop {
        if !arguments.json {
            super::say_beside(&output, &words::consent(&invitation, &answers, &budget))?;
        }
        if arguments.dry_run {
            if arguments.json {
                return output::print_json(&told(&invitation, &answers, None));
            }
            return super::say_beside(&output, "Nothing was signed: this was a dry run.\n");
        }
        if arguments.signing.sign.is_some() {
            super::signs(&arguments.signing, &terms.name)?;
            break;
        }
        let prompt = format!(
            "Type {} to sign, \"decline 1\" to leave question 1 unanswered, anything else to leave: ",
            terms.name
        );
        let said = ask::line(&prompt, "--sign NAME signs without asking. Nothing was signed")?;
        if said == terms.name {
            break;
        }
        let number = said
            .strip_prefix("decline ")
            .and_then(|number| number.trim().parse::<usize>().ok());
        match number.and_then(|number| terms.questions.get(number.checked_sub(1)?)) {
            Some(question) => decline(&invitation, &mut answers, question.topic.word())?,
            None => return super::say_beside(&output, "Nothing was signed.\n"),
        }
    }
    let record = sign(&invitation, &ticket, &answers, path)?;
    safely::write(&output, record.note.as_bytes())?;
    if arguments.json {
        return if output.is_printed() {
            Ok(())
        } else {
            output::print_json(&told(&invitation, &answers, Some(&record)))
        };
    }
    output::print_about(
        &output,
        &format!(
            "Signed, and written to {}: give it to the coordinator. Your receipt is {}…, in your library.\n",
            shown(output.path()),
            short(&record.leaf)
        ),
    )
}

/// Signs: what is signed is kept and charged first, in one go, and only then can leave.
fn sign(invitation: &Invitation, ticket: &Ticket, answers: &[Answer], path: &Path) -> Result<Record> {
    let mut library = library::open(path)?;
    let today = super::today();
    let signed = library.change_papers(|papers| {
        // What fails here is no failure of the library; nothing was changed yet.
        let try_sign = || -> Result<(String, String, Record)> {
            let records = papers::records_of(papers)?;
            if let Some(record) = records.iter().find(|record| record.round == invitation.round()) {
                bail!(
                    "{}… was signed meanwhile; say the same command again to write it",
                    short(&record.leaf)
                );
            }
            Budget::on(today, &charges(&records)).allow(invitation.terms.epsilon())?;
            let known = papers.of(papers::MEMBER)?;
            let known = known.into_iter().find(|(origin, _)| origin == invitation.origin());
            let (secret, text) = match known {
                Some((_, text)) => (papers::secret(&text)?, text),
                None => papers::new_secret(),
            };
            let read = words::answers(invitation, answers);
            let mut random = playtally_collective::random();
            let signed = contribute(invitation, ticket, &member(&secret)?, answers, &read, &mut random)?;
            let record = Record::new(invitation, &signed, today)?;
            Ok((invitation.origin().to_owned(), text, record))
        };
        let signed = try_sign();
        if let Ok((origin, key, record)) = &signed {
            papers.put(papers::MEMBER, origin, key)?;
            papers.put(papers::RECORD, &record.name(), &record.text())?;
        }
        Ok(signed)
    })?;
    signed.map(|(.., record)| record)
}

/// Writes what was signed before once more.
fn again(arguments: &arguments::Contribute, invitation: &Invitation, record: &Record, output: &Output) -> Result<()> {
    if !arguments.dry_run {
        safely::write(output, record.note.as_bytes())?;
    }
    if arguments.json {
        return if output.is_printed() {
            Ok(())
        } else {
            output::print_json(&told(invitation, &[], Some(record)))
        };
    }
    super::say_beside(
        output,
        &format!(
            "You signed this on {}, and it is charged once. This is what it says:\n{}{}",
            record.charge.day,
            record.words,
            if arguments.dry_run {
                "Nothing was written: this was a dry run.\n".to_owned()
            } else {
                format!("The same file is in {} again.\n", shown(output.path()))
            }
        ),
    )
}

fn told<'a>(invitation: &'a Invitation, answers: &[Answer], record: Option<&Record>) -> Told<'a> {
    let said = |(question, answer): (&'a Question, &Answer)| Said {
        question: question.topic.word(),
        said: question.said(answer),
        epsilon: question.epsilon.to_string(),
    };
    Told {
        collective: &invitation.terms.name,
        rehearsal: invitation.terms.rehearsal,
        answers: invitation.terms.questions.iter().zip(answers).map(said).collect(),
        epsilon: invitation.terms.epsilon().to_string(),
        signed: record.is_some(),
        leaf: record.map(|record| short(&record.leaf)),
    }
}

/// What the library answers.
fn answered(invitation: &Invitation, library: &Library) -> Result<Vec<Answer>> {
    let counted = library::counted(library, &COUNTING)?;
    let terms = &invitation.terms;
    let rule = counted.rule.during(Period::range(terms.from, terms.to));
    let view = View::new(&counted.plays, &rule);
    match (terms.rehearsal, is_made_up(view.music())) {
        (true, false) => bail!(
            "this is a rehearsal, which takes made-up histories alone: those in which {MADE_UP} is heard. Nothing was signed; \
             --library FILE names another library"
        ),
        (false, true) => bail!("your library is made up for rehearsals: {MADE_UP} is heard in it. Nothing was signed"),
        _ => {}
    }
    Ok(terms
        .questions
        .iter()
        .map(|question| answer(question, view.music()))
        .collect())
}

fn decline(invitation: &Invitation, answers: &mut [Answer], topic: &str) -> Result<()> {
    let questions = &invitation.terms.questions;
    let Some(place) = questions.iter().position(|question| question.topic.word() == topic) else {
        let asked: Vec<&str> = questions.iter().map(|question| question.topic.word()).collect();
        return Err(Misuse(format!("{topic:?} is not asked; asked are {}", asked.join(", "))).into());
    };
    answers[place] = questions[place].declined();
    Ok(())
}

pub(super) fn charges(records: &[Record]) -> Vec<Charge> {
    records.iter().map(|record| record.charge).collect()
}
