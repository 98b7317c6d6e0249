//! `playtally collective vote`, and `check` of a vote.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use playtally_collective::code::hex;
use playtally_collective::note::Signer;
use playtally_collective::{
    Cast, Poll, Proposal, Room, Tally, Voted, check_vote, complain, member, random, short, words,
};
use playtally_history::escape::shown;
use serde::Serialize;

use super::disk::Disk;
use super::{arguments, papers};
use crate::outcome::Misuse;
use crate::safely::{self, Content, Outputs};
use crate::{library, output, place};

#[derive(Serialize)]
struct Told<'a> {
    collective: &'a str,
    rehearsal: bool,
    asked: &'a str,
    choice: &'a str,
    signed: bool,
    leaf: Option<String>,
}

pub(super) fn run(arguments: &arguments::Vote, path: &Path, outputs: &mut Outputs) -> Result<()> {
    let proposal = Proposal::read(&super::file(&arguments.proposal)?).map_err(super::wrong(&arguments.proposal))?;
    let roll = &proposal.roll;
    let Some(key) = papers::key(&library::open(path)?, papers::MEMBER, roll.origin())? else {
        bail!(
            "your library has no key of a member of \"{}\": only its members vote",
            roll.collective
        );
    };
    let signer = member(&key)?;
    let Some(choice) = &arguments.choice else {
        return complaint(arguments, &proposal, &signer, path, outputs);
    };
    let output = outputs.file(&arguments.output, Content::Text)?;
    let choices = &proposal.motion.choices;
    let Some(at) = choices.iter().position(|known| known == choice) else {
        return Err(Misuse(format!(
            "{choice:?} cannot be chosen; one can choose {}",
            choices.join(" or ")
        ))
        .into());
    };
    if super::today() > proposal.motion.closes {
        bail!(
            "this vote was open until {}; nothing was signed",
            proposal.motion.closes
        );
    }
    let told = |cast: Option<&Cast>| Told {
        collective: &roll.collective,
        rehearsal: roll.rehearsal,
        asked: &proposal.motion.asked,
        choice,
        signed: cast.is_some(),
        leaf: cast.map(|cast| short(&cast.leaf)),
    };
    if !arguments.json {
        super::say_beside(&output, &words::voting(&proposal, choice))?;
    }
    if arguments.dry_run {
        if arguments.json {
            return output::print_json(&told(None));
        }
        return super::say_beside(&output, "Nothing was signed: this was a dry run.\n");
    }
    if !super::signs(&arguments.signing, &roll.collective)? {
        return super::say_beside(&output, "Nothing was signed.\n");
    }
    // What finds it again is kept before anybody sees it.
    let cast = Cast::new(&proposal, at, &signer, &mut random())?;
    library::open(path)?.change_papers(|papers| papers.put(papers::VOTE, &hex(&cast.leaf), &cast.text()))?;
    safely::write(&output, cast.note.as_bytes())?;
    if arguments.json {
        return if output.is_printed() {
            Ok(())
        } else {
            output::print_json(&told(Some(&cast)))
        };
    }
    output::print_about(
        &output,
        &format!(
            "Signed, and written to {}: give it to the coordinator. Once the vote is counted, `playtally collective check` finds \
             your line.\n",
            shown(output.path())
        ),
    )
}

fn complaint(
    arguments: &arguments::Vote,
    proposal: &Proposal,
    signer: &Signer,
    path: &Path,
    outputs: &mut Outputs,
) -> Result<()> {
    let output = outputs.file(&arguments.output, Content::Text)?;
    let disk = Disk::open(place::folder(&arguments.proposal), outputs, true)?;
    let poll = Poll::open(&disk)?;
    let own = papers::votes(&library::open(path)?)?;
    let voted = check_vote(&poll, None, &own)?;
    let note = complain(&poll, &voted, &own, signer)?;
    let (Some(place), Some(note)) = (voted.lost_by, note) else {
        bail!("no counter has lost a ballot of yours, as far as it is counted: there is nothing to complain of");
    };
    let counters = &proposal.motion.counters;
    let shows = if usize::from(place) + 1 == counters.len() {
        "It is the last counter, so that it shows how you voted, too."
    } else {
        "It does not show how you voted."
    };
    super::say_beside(
        &output,
        &format!(
            "This shows everybody that {} has lost or swapped your ballot: what came there, and what did not come out. {shows}\n",
            counters[usize::from(place)].name
        ),
    )?;
    if arguments.dry_run {
        return super::say_beside(&output, "Nothing was signed: this was a dry run.\n");
    }
    if !super::signs(&arguments.signing, &proposal.roll.collective)? {
        return super::say_beside(&output, "Nothing was signed.\n");
    }
    safely::write(&output, note.to_string().as_bytes())?;
    output::print_about(
        &output,
        &format!(
            "Signed, and written to {}: give it to the coordinator.\n",
            shown(output.path())
        ),
    )
}

#[derive(Serialize)]
struct Checked<'a> {
    collective: &'a str,
    rehearsal: bool,
    asked: &'a str,
    holds: &'a [String],
    wrong: &'a [String],
    awaited: Option<&'a str>,
    ballots: Option<u64>,
    dropped: Option<u64>,
    counts: Vec<Count<'a>>,
    chosen: Option<&'a str>,
}

#[derive(Serialize)]
struct Count<'a> {
    choice: &'a str,
    ballots: u64,
}

/// What anybody can check of a vote.
pub(super) fn check(
    disk: &Disk,
    round: Option<&Room<'_>>,
    library: impl FnOnce() -> Result<PathBuf>,
    json: bool,
) -> Result<()> {
    let poll = Poll::open(disk)?;
    let own = || papers::votes(&library::open(&library().ok()?).ok()?).ok();
    let voted = check_vote(&poll, round, &own().unwrap_or_default())?;
    if json {
        output::print_json(&told(&poll.proposal, &voted))?;
    } else {
        output::print(&said(&poll.proposal, &voted))?;
    }
    if voted.wrong.is_empty() {
        return Ok(());
    }
    bail!("this vote is not what it should be: its result is not to be believed")
}

fn told<'a>(proposal: &'a Proposal, voted: &'a Voted) -> Checked<'a> {
    let tally = voted.tally.as_ref();
    let counts = tally.map_or(&[][..], |tally| &tally.counts).iter();
    Checked {
        collective: &proposal.roll.collective,
        rehearsal: proposal.roll.rehearsal,
        asked: &proposal.motion.asked,
        holds: &voted.holds,
        wrong: &voted.wrong,
        awaited: voted.awaited.as_deref(),
        ballots: tally.map(|tally| tally.ballots),
        dropped: tally.map(|tally| tally.dropped),
        counts: counts
            .map(|(choice, ballots)| Count {
                choice,
                ballots: *ballots,
            })
            .collect(),
        chosen: tally.and_then(|tally| tally.chosen.as_deref()),
    }
}

fn said(proposal: &Proposal, voted: &Voted) -> String {
    let (roll, motion) = (&proposal.roll, &proposal.motion);
    let rehearsal = if roll.rehearsal { ", a rehearsal" } else { "" };
    let mut text = format!("A vote of \"{}\"{rehearsal}: {}\n", roll.collective, motion.asked);
    text += &super::check::found(&voted.holds, &voted.wrong, voted.awaited.as_deref());
    let Some(Tally {
        counts,
        ballots,
        dropped,
        chosen,
    }) = &voted.tally
    else {
        return text;
    };
    text += "\n";
    for (choice, count) in counts {
        text += &format!("  {count:>8}  {choice}\n");
    }
    if *dropped > 0 {
        text += &format!("  {dropped:>8}  that cannot be counted\n");
    }
    text += &match chosen {
        _ if !voted.wrong.is_empty() => String::new(),
        Some(chosen) => format!("Chosen: {chosen}.\n"),
        None if *ballots < u64::from(motion.quorum) => {
            format!(
                "Nothing is decided: the quorum is {}, and {ballots} were counted.\n",
                motion.quorum
            )
        }
        None => "Nothing is decided: two choices have as many.\n".to_owned(),
    };
    text
}
