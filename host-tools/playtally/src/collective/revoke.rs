//! `playtally collective revoke`: takes a contribution back, as far as that goes.

use std::path::Path;

use anyhow::{Result, bail};
use playtally_collective::code::hex;
use playtally_collective::{INVITATION, RESULT, Record, Revocation, member, short};
use playtally_history::escape::shown;
use serde::Serialize;

use super::{arguments, papers};
use crate::safely::{self, Content, Outputs};
use crate::{library, output, place};

#[derive(Serialize)]
struct Told<'t> {
    collective: &'t str,
    leaf: String,
    stage: &'static str,
    words: &'static str,
    signed: bool,
}

pub(super) fn run(arguments: &arguments::Revoke, path: &Path, outputs: &mut Outputs) -> Result<()> {
    let invitation = super::invitation(&arguments.invitation)?;
    let output = outputs.file(&arguments.output, Content::Text)?;
    let mut library = library::open(path)?;
    let find = |record: &Record| record.round == invitation.round();
    let Some(record) = papers::records(&library)?.into_iter().find(find) else {
        bail!(
            "your library has no contribution to \"{}\" that could be taken back",
            invitation.terms.name
        );
    };
    let (stage, word) = stage(&arguments.invitation);
    let told = |signed| {
        output::print_json(&Told {
            collective: &invitation.terms.name,
            leaf: hex(&record.leaf),
            stage: word,
            words: stage,
            signed,
        })
    };
    if arguments.json && arguments.dry_run {
        return told(false);
    }
    let words = format!(
        "This takes back {}…, which you signed on {} for \"{}\". {stage}\nWhat it took of your ledger does not come back. Later \
             rounds are without you unless you sign them.\n",
        short(&record.leaf),
        record.charge.day,
        record.collective
    );
    // Who is asked has to read what it is about; who signs beforehand has.
    if !arguments.json {
        super::say_beside(&output, &words)?;
    } else if arguments.signing.sign.is_none() {
        output::say(words.trim_end());
    }
    if arguments.dry_run {
        return super::say_beside(&output, "Nothing was signed: this was a dry run.\n");
    }
    drop(library);
    if !super::signs(&arguments.signing, &invitation.terms.name)? {
        if arguments.json {
            return told(false);
        }
        return super::say_beside(&output, "Nothing was signed.\n");
    }
    library = library::open(path)?;
    let keys = library.papers(papers::MEMBER)?;
    let Some((_, key)) = keys.iter().find(|(origin, _)| *origin == record.origin) else {
        bail!(
            "your library has no key for \"{}\": without it nobody can take it back",
            record.collective
        );
    };
    let note = match &record.revocation {
        Some(note) => note.clone(),
        None => Revocation::note(&invitation, &record.leaf, &member(&papers::secret(key)?)?)?.to_string(),
    };
    let mut kept = record.clone();
    kept.revocation = Some(note.clone());
    library.change_papers(|papers| papers.put(papers::RECORD, &kept.name(), &kept.text()))?;
    safely::write(&output, note.as_bytes())?;
    if arguments.json && !output.is_printed() {
        return told(true);
    }
    output::print_about(
        &output,
        &format!(
            "Signed, and written to {}: give it to the coordinator.\n",
            shown(output.path())
        ),
    )
}

/// Which of the three stages it is, as far as the invitation's folder shows.
fn stage(invitation: &Path) -> (&'static str, &'static str) {
    let folder = place::folder(invitation);
    let is_in_folder = invitation.file_name().is_some_and(|name| name == INVITATION) && folder.join("log").is_dir();
    if folder.join(RESULT).exists() {
        (
            "The sums are published: they stay as they are, and cannot forget you; how little they say of you is what ε bounds.",
            "published",
        )
    } else if folder.join("log/closed.note").exists() {
        (
            "The list is closed: the counters count without it if it reaches them before they begin.",
            "closed",
        )
    } else if is_in_folder {
        (
            "The list is open: your file goes, and only its hash stays in the log.",
            "open",
        )
    } else {
        (
            "Before the list is closed, your file goes, and only its hash stays in the log. After that, the counters count without it, \
             if it reaches them before they begin. Once the sums are published, they stay as they are.",
            "unknown",
        )
    }
}
