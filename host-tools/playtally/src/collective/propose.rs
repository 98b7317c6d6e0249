//! `playtally collective propose`: puts something to the vote.

use std::path::Path;

use anyhow::{Result, bail};
use playtally_collective::{Motion, PROPOSAL, Proposal, Room, offers, propose, words};
use playtally_history::escape::shown;
use serde::Serialize;

use super::disk::Disk;
use super::{arguments, papers};
use crate::outcome::Misuse;
use crate::safely::Outputs;
use crate::{library, output};

#[derive(Serialize)]
struct Told {
    collective: String,
    rehearsal: bool,
    asked: String,
    choices: Vec<String>,
    quorum: u32,
    closes: String,
    members: u32,
    counters: Vec<String>,
    signed: bool,
}

pub(super) fn run(arguments: &arguments::Propose, path: &Path, outputs: &mut Outputs) -> Result<()> {
    let round = Disk::open(&arguments.round, outputs, true)?;
    let room = Room::open(&round)?;
    let mut disk = Disk::open(&arguments.folder, outputs, arguments.dry_run)?;
    let name = &room.invitation.terms.name;
    let Some(secret) = papers::key(&library::open(path)?, papers::COORDINATOR, name)? else {
        bail!("your library has no key to coordinate \"{name}\": only who wrote the invitation can propose");
    };
    let mut counters = offers(&disk)?;
    match (arguments.open, counters.is_empty()) {
        (false, true) => bail!(
            "there is no offer to count in {} yet: each counter makes one with `playtally collective count FOLDER --name NAME`; an \
             --open vote needs none",
            shown(&arguments.folder)
        ),
        (true, false) => {
            return Err(Misuse(
                "there are offers to count in this folder, and an --open vote has no counters".to_owned(),
            )
            .into());
        }
        _ => {}
    }
    counters.sort_by(|one, other| one.name.cmp(&other.name));
    let choices = if arguments.choice.is_empty() {
        ["yes", "no", "no opinion"].map(str::to_owned).to_vec()
    } else {
        arguments.choice.clone()
    };
    let motion = Motion {
        asked: arguments.asked.clone(),
        choices,
        quorum: arguments.quorum,
        closes: arguments.closes,
        counters,
    };
    let (mut failed, mut seen) = (None, None);
    let proposed = propose(&mut disk, &room, &secret, &motion, &mut |proposal| {
        seen = Some(proposal.clone());
        super::agreed(&mut failed, || {
            if !arguments.json {
                output::print(&words::proposed(proposal))?;
            }
            Ok(!arguments.dry_run && super::signs(&arguments.signing, name)?)
        })
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    if arguments.json {
        return output::print_json(&seen.map(|proposal| told(proposal, proposed.is_some())));
    }
    output::print(&match proposed {
        Some(_) => format!(
            "Signed, and written to {}. Next: members vote with `playtally collective vote`, and you take their ballots in with \
             `playtally collective collect`.\n",
            shown(arguments.folder.join(PROPOSAL))
        ),
        None if arguments.dry_run => "Nothing was signed: this was a dry run.\n".to_owned(),
        None => "Nothing was signed.\n".to_owned(),
    })
}

fn told(proposal: Proposal, signed: bool) -> Told {
    let Proposal { roll, motion, .. } = proposal;
    Told {
        collective: roll.collective,
        rehearsal: roll.rehearsal,
        asked: motion.asked,
        choices: motion.choices,
        quorum: motion.quorum,
        closes: motion.closes.to_string(),
        members: roll.members,
        counters: motion.counters.into_iter().map(|counter| counter.name).collect(),
        signed,
    }
}
