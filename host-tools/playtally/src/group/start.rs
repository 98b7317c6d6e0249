//! `playtally group start`: what is added up, the first key, and once all are there, who is in it.

use std::path::Path;

use anyhow::{Error, Result, bail};
use chrono::{Days, Months, NaiveDate};
use playtally_collective::code::hex;
use playtally_collective::group::{Friend, GROUP, Group, KEYS, LINE, Terms, Topic, drawn, file, friends, words};
use playtally_collective::{Folder, Kind, random};
use playtally_history::escape::shown;
use serde::Serialize;

use super::{arguments, keys, told};
use crate::collective::disk::Disk;
use crate::safely::Outputs;
use crate::{ask, collective, library, output};

#[derive(Serialize)]
struct Told<'g> {
    #[serde(flatten)]
    who: told::Who<'g>,
    wrong: Vec<told::Wrong>,
    written: bool,
}

pub(super) fn run(arguments: &arguments::Start, path: &Path, outputs: &mut Outputs) -> Result<()> {
    let mut disk = Disk::open(&arguments.folder, outputs, arguments.dry_run)?;
    let there = super::of(&disk)?;
    if let Some(group) = &there {
        check(group, arguments, path)?;
    }
    let signing = keys::signing(path, arguments.dry_run)?;
    let (group, own) = match there {
        Some(group) => (group, None),
        None => {
            let (terms, own) = begun(arguments)?;
            (Group::read(terms.sign(&signing)?.to_string().as_bytes())?, Some(own))
        }
    };
    let sealing = keys::sealing(path, &hex(&group.hash()), arguments.dry_run)?;
    // The own key first: a group without it would have been started by nobody.
    let known = friends(&disk)?;
    let is_own = |friend: &&Friend| friend.verifier == group.starter;
    let name = match (&arguments.own, &own, known.sound.iter().find(is_own)) {
        (Some(name), ..) | (None, Some(name), _) => name.clone(),
        (None, None, Some(friend)) => friend.name.clone(),
        (None, None, None) => {
            bail!("your own key is not in {KEYS}: say --as NAME once more, and it is put there again")
        }
    };
    let friend = Friend::new(&name, &signing, &sealing)?;
    disk.write(&file(KEYS, &friend), &friend.note(&signing)?.to_string())?;
    if super::of(&disk)?.is_none() {
        disk.write(GROUP, &group.note().to_string())?;
    }
    let mut wrong = take_lines(arguments, &mut disk)?;
    let found = friends(&disk)?;
    wrong.extend(found.wrong);
    if !arguments.close {
        return tell(arguments, &group, &found.sound, &wrong, !arguments.dry_run);
    }
    let note = group
        .terms
        .close(found.sound, &signing, &mut random())
        .map_err(|error| anyhow::anyhow!("the group stays open: it {error}\n{}", told::wrong(&wrong).trim_end()))?;
    let closed = Group::read(note.to_string().as_bytes())?;
    if !arguments.json {
        output::print(&(words::group(&closed) + &told::wrong(&wrong)))?;
    }
    if arguments.dry_run {
        return if arguments.json {
            output::print_json(&told(&closed, &[], &wrong, false))
        } else {
            output::print("\nNothing was written: this was a dry run. The six words will be others.\n")
        };
    }
    if !collective::signs(&arguments.signing, &group.terms.name)? {
        return output::print("It stays open.\n");
    }
    disk.write(GROUP, &note.to_string())?;
    if arguments.json {
        return output::print_json(&told(&closed, &[], &wrong, true));
    }
    output::print(
        "\nClosed. Next: everybody adds their numbers with `playtally group add`, you too, and compares the six words with you.\n",
    )
}

/// Whether the group that is there is one's own, and still open.
fn check(group: &Group, arguments: &arguments::Start, path: &Path) -> Result<()> {
    let signing = if path.exists() {
        keys::known_signing(&library::open(path)?)?
    } else {
        None
    };
    let is_own = match signing {
        None => false,
        Some(signing) => Friend::new("x", &signing, &signing)?.verifier == group.starter,
    };
    if !is_own {
        bail!(
            "there is a group in {} already, \"{}\", started by somebody else: `playtally group add` puts your key there",
            shown(&arguments.folder),
            group.terms.name
        );
    }
    if group.is_closed() {
        bail!(
            "\"{}\" is closed: the next is `playtally group add`. For another group, take another folder",
            group.terms.name
        );
    }
    if arguments.name.as_ref().is_some_and(|name| *name != group.terms.name) {
        bail!(
            "there is a group in {} already, and it is called \"{}\"; for another, take another folder",
            shown(&arguments.folder),
            group.terms.name
        );
    }
    Ok(())
}

/// What a new group is to be, and what its starter is called.
fn begun(arguments: &arguments::Start) -> Result<(Terms, String)> {
    let said = |said: &Option<String>, question: &str, option: &str| match said {
        Some(said) => Ok(said.clone()),
        None => ask::line(&format!("{question} "), &format!("say {option}. Nothing was written")),
    };
    let name = said(&arguments.name, "What is the group called?", "--name NAME")?;
    let own = said(&arguments.own, "What do the others call you?", "--as NAME")?;
    let to = arguments
        .to
        .or_else(|| collective::today().checked_sub_days(Days::new(1)))
        .unwrap_or_default();
    let mut topics = if arguments.adds.is_empty() {
        Topic::ALL.to_vec()
    } else {
        arguments.adds.clone()
    };
    topics.sort_unstable();
    topics.dedup();
    let terms = Terms {
        name,
        from: arguments.from.or_else(|| a_year_before(to)).unwrap_or(to),
        to,
        topics,
        drawn: drawn(&mut random()),
    };
    let cannot = |error| Error::msg(format!("this group cannot be started: it {error}"));
    terms.check().map_err(cannot)?;
    Ok((terms, own))
}

fn a_year_before(day: NaiveDate) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(1))?.checked_sub_months(Months::new(12))
}

/// Puts the keys there that friends sent by chat. Gives back which lines are no good.
fn take_lines(arguments: &arguments::Start, disk: &mut Disk) -> Result<Vec<(String, String)>> {
    let Some(chat) = &arguments.keys else {
        return Ok(Vec::new());
    };
    let text = collective::text(chat)?;
    let mut wrong = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        // Whatever a chat puts before it.
        let Some(at) = line.find(LINE) else { continue };
        match Friend::of_line(&line[at..]) {
            Err(error) => wrong.push((format!("line {number} of {}", shown(chat)), error.to_string())),
            Ok((friend, note)) => {
                let name = file(KEYS, &friend);
                if disk.read(&name, Kind::Friend.most())?.is_none() {
                    disk.write(&name, &note.to_string())?;
                }
            }
        }
    }
    Ok(wrong)
}

fn told<'g>(group: &'g Group, keys: &'g [Friend], wrong: &[(String, String)], written: bool) -> Told<'g> {
    Told {
        who: told::Who::of(group, keys),
        wrong: told::Wrong::all(wrong),
        written,
    }
}

/// Who has put a key there so far.
fn tell(
    arguments: &arguments::Start,
    group: &Group,
    keys: &[Friend],
    wrong: &[(String, String)],
    written: bool,
) -> Result<()> {
    if arguments.json {
        return output::print_json(&told(group, keys, wrong, written));
    }
    let names: Vec<&str> = keys.iter().map(|friend| friend.name.as_str()).collect();
    let own = keys.iter().find(|friend| friend.verifier == group.starter);
    let mut text = words::group(group);
    text += &words::key(own.map_or("", |friend| friend.name.as_str()));
    text += &format!("Keys are there of {}.\n", names.join(", "));
    text += &told::wrong(wrong);
    text += if written {
        "\nNext: the folder goes round, and each friend says `playtally group add FOLDER --as NAME`. Once all are in, close it with \
         `playtally group start FOLDER --close`.\n"
    } else {
        "\nNothing was written: this was a dry run.\n"
    };
    output::print(&text)
}
