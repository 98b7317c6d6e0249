//! `playtally group open`: adds up the own shares, and opens the total once enough friends have.

use std::path::Path;

use anyhow::{Result, bail};
use playtally_collective::group::{
    Kept, Plan, SUMS, Total, envelopes, file, opened, plan, strangers, sums, total, words,
};
use playtally_collective::{Error, Folder};
use playtally_history::Library;
use playtally_statistics::View;
use serde::Serialize;

use super::{arguments, keys, told};
use crate::collective::contribute::COUNTING;
use crate::collective::disk::Disk;
use crate::collective::papers;
use crate::safely::Outputs;
use crate::{collective, library, output};

/// How it stands, for programs.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    who: told::Who<'a>,
    /// Whose numbers are in the total, as far as that is settled.
    counted: Vec<&'a str>,
    /// Whether the own sum is signed.
    summed: bool,
    /// What is still needed for the total.
    awaited: Option<String>,
    wrong: Vec<told::Wrong>,
    total: Option<told::Total<'a>>,
}

/// What stands in the folder beside the own sum.
struct Folders {
    wrong: Vec<(String, String)>,
    plan: Result<Plan, Error>,
}

pub(super) fn run(arguments: &arguments::Open, path: &Path, outputs: &mut Outputs) -> Result<()> {
    let mut disk = Disk::open(&arguments.folder, outputs, arguments.dry_run)?;
    let group = super::needed(&disk, &arguments.folder)?;
    let library = library::open(path)?;
    let groups = papers::groups(&library)?;
    let Some(mut kept) = groups.iter().find(|kept| kept.group.hash() == group.hash()).cloned() else {
        bail!(
            "you have added nothing to \"{}\" yet: `playtally group add` does, once it is closed",
            group.terms.name
        );
    };
    let Some(signing) = own(&library, &kept)? else {
        bail!(
            "your library has lost the key that you signed with in \"{}\"",
            group.terms.name
        );
    };
    drop(library);
    let Folders { mut wrong, plan } = look(&kept, &disk)?;
    if kept.total.is_none() {
        match (&kept.sum, plan) {
            (Some(_), _) => {}
            (None, Ok(plan)) => {
                if !sign(arguments, &mut kept, &plan, &groups, signing, path)? {
                    return Ok(());
                }
            }
            // Others may have come to a total by themselves.
            (None, Err(error)) if total(&group, &sums(&disk, &group)?).is_err() => {
                bail!(
                    "you cannot add up yet, or not at all: \"{}\" {error}\n{}",
                    group.terms.name,
                    told::wrong(&wrong).trim_end()
                );
            }
            (None, Err(error)) => wrong.push(("your own sum".to_owned(), error.to_string())),
        }
    }
    if let Some(sum) = &kept.sum {
        disk.write(&file(SUMS, &group.friends[usize::from(kept.place)]), sum)?;
    }
    let mut awaited = None;
    if kept.total.is_none() {
        match total(&group, &sums(&disk, &group)?) {
            Ok(total) => close(&mut kept, total, arguments, path)?,
            Err(Error::NotYet(why)) => awaited = Some(why),
            Err(error) => bail!("\"{}\" {error}", group.terms.name),
        }
    }
    tell(arguments, &kept, awaited, &wrong, path)
}

/// What is in the folder, and what could be added up.
fn look(kept: &Kept, disk: &Disk) -> Result<Folders> {
    let group = &kept.group;
    let (envelopes, sums) = (envelopes(disk, group)?, sums(disk, group)?);
    let mut wrong = [envelopes.wrong.clone(), sums.wrong.clone()].concat();
    let strangers = strangers(disk, group)?.into_iter();
    wrong.extend(strangers.map(|name| {
        (
            name,
            "is named after nobody's key: it is a copy, or does not belong here".to_owned(),
        )
    }));
    let plan = match kept.opener() {
        Some(opener) => plan(group, kept.place, &kept.signed, &opener, &envelopes, &sums),
        None => Err(Error::Refused("is opened already".to_owned())),
    };
    Ok(Folders { wrong, plan })
}

/// The key that the own numbers were signed with.
fn own(library: &Library, kept: &Kept) -> Result<Option<[u8; 32]>> {
    let signing = keys::known_signing(library)?;
    let friend = &kept.group.friends[usize::from(kept.place)];
    Ok(signing.filter(|signing| keys::is_by(friend, signing)))
}

/// Says what is added up, asks, signs, and keeps what was signed. Says whether it was.
fn sign(
    arguments: &arguments::Open,
    kept: &mut Kept,
    plan: &Plan,
    groups: &[Kept],
    signing: [u8; 32],
    path: &Path,
) -> Result<bool> {
    let group = kept.group.clone();
    let places = || plan.counted.iter().map(|(place, _)| *place);
    super::allowed(&group, places(), groups)?;
    if !arguments.json {
        output::print(&words::summing(&group, plan))?;
    }
    if arguments.dry_run {
        if arguments.json {
            output::print_json(&told(kept, Some(plan), None, &[], None))?;
        } else {
            output::print("Nothing was signed: this was a dry run.\n")?;
        }
        return Ok(false);
    }
    if !collective::signs(&arguments.signing, &group.terms.name)? {
        output::print("Nothing was signed.\n")?;
        return Ok(false);
    }
    kept.sum = Some(plan.sign(&group, &signing)?.to_string());
    // It is kept before anybody sees it: there is never another one.
    let signed = library::open(path)?.change_papers(|papers| {
        let try_sign = || -> Result<()> {
            let groups = papers::groups_of(papers)?;
            let known = groups.iter().find(|known| known.group.hash() == group.hash());
            if known.is_none_or(|known| known.sum.is_some() || known.total.is_some()) {
                bail!("this group has changed meanwhile; say the same command again");
            }
            super::allowed(&group, places(), &groups)
        };
        let tried = try_sign();
        if tried.is_ok() {
            papers.put(papers::GROUP, &kept.name(), &kept.text())?;
        }
        Ok(tried)
    })?;
    signed.map(|()| true)
}

/// Keeps the total, and lets go of what opens shares.
fn close(kept: &mut Kept, total: Total, arguments: &arguments::Open, path: &Path) -> Result<()> {
    kept.close(total);
    if !arguments.dry_run {
        library::open(path)?.change_papers(|papers| papers.put(papers::GROUP, &kept.name(), &kept.text()))?;
    }
    Ok(())
}

fn told<'a>(
    kept: &'a Kept,
    plan: Option<&Plan>,
    awaited: Option<String>,
    wrong: &[(String, String)],
    total: Option<told::Total<'a>>,
) -> Told<'a> {
    let counted = match (&kept.total, plan) {
        (Some(total), _) => &total.counted[..],
        (None, Some(plan)) => &plan.counted,
        (None, None) => &[],
    };
    Told {
        who: told::Who::of(&kept.group, &[]),
        counted: counted.iter().map(|(place, _)| kept.group.name_of(*place)).collect(),
        summed: kept.sum.is_some(),
        awaited,
        wrong: told::Wrong::all(wrong),
        total,
    }
}

/// How it stands, or what came out.
fn tell(
    arguments: &arguments::Open,
    kept: &Kept,
    awaited: Option<String>,
    wrong: &[(String, String)],
    path: &Path,
) -> Result<()> {
    let counted = library::counted(&library::open(path)?, &COUNTING)?;
    // Of the whole history: a name may have been heard before the group's days.
    let view = View::new(&counted.plays, &counted.rule);
    let opened = opened(kept, view.music());
    if arguments.json {
        return output::print_json(&told(kept, None, awaited, wrong, opened.as_ref().map(told::Total::of)));
    }
    let mut text = told::wrong(wrong);
    if let Some(why) = awaited {
        text += &format!("Your sum is there. \"{}\" {why}.\n", kept.group.terms.name);
    }
    if let Some(opened) = &opened {
        text += &words::opened(&kept.group, opened);
    }
    output::print(&text)
}
