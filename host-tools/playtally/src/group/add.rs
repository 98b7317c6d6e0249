//! `playtally group add`: the own key, and once the group is closed, the own numbers.

use std::path::Path;

use anyhow::{Result, bail};
use playtally_collective::code::hex;
use playtally_collective::group::{
    ENVELOPES, Envelopes, Friend, Group, KEYS, Kept, Numbers, file, friends, numbers, words,
};
use playtally_collective::seal::Opener;
use playtally_collective::{Folder, random};
use playtally_history::Library;
use playtally_history::escape::shown;
use playtally_statistics::{Period, View};
use serde::Serialize;

use super::keys::{self, Own};
use super::{arguments, told};
use crate::collective::contribute::COUNTING;
use crate::collective::disk::Disk;
use crate::collective::papers;
use crate::outcome::Misuse;
use crate::safely::Outputs;
use crate::{collective, library, output};

/// What leaves, for programs.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    who: told::Who<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    numbers: Option<told::Added<'a>>,
    signed: bool,
    file: String,
}

pub(super) fn run(arguments: &arguments::Add, path: &Path, outputs: &mut Outputs) -> Result<()> {
    let Some(folder) = &arguments.folder else {
        return line(arguments, path);
    };
    let mut disk = Disk::open(folder, outputs, arguments.dry_run)?;
    let group = super::needed(&disk, folder)?;
    if group.is_closed() {
        add(arguments, &group, &mut disk, path)
    } else {
        put_key(arguments, &group, &mut disk, path)
    }
}

/// Prints the own key as a line for a chat, and nothing else to the same place.
fn line(arguments: &arguments::Add, path: &Path) -> Result<()> {
    let name = arguments.own.clone().unwrap_or_default();
    let signing = keys::signing(path, arguments.dry_run)?;
    let sealing = keys::sealing(path, keys::BY_CHAT, arguments.dry_run)?;
    let friend = Friend::new(&name, &signing, &sealing)?;
    output::say(words::key(&name).trim_end());
    output::print(&format!("{}\n", friend.line(&friend.note(&signing)?)?))
}

/// The first lap.
fn put_key(arguments: &arguments::Add, group: &Group, disk: &mut Disk, path: &Path) -> Result<()> {
    let signing = keys::signing(path, arguments.dry_run)?;
    let known = friends(disk)?;
    let own = known.sound.iter().find(|friend| keys::is_by(friend, &signing));
    let name = match (&arguments.own, own) {
        (Some(name), _) => name.clone(),
        (None, Some(own)) => own.name.clone(),
        (None, None) => {
            return Err(Misuse("say what the others call you, with --as NAME".to_owned()).into());
        }
    };
    // A key that came by chat stays as it is.
    let by_chat = keys::sealing(path, keys::BY_CHAT, true)?;
    let by_chat = Friend::new(&name, &signing, &by_chat)?;
    let friend = if own == Some(&by_chat) {
        by_chat
    } else {
        let sealing = keys::sealing(path, &hex(&group.hash()), arguments.dry_run)?;
        Friend::new(&name, &signing, &sealing)?
    };
    let name_of_file = file(KEYS, &friend);
    disk.write(&name_of_file, &friend.note(&signing)?.to_string())?;
    let keys = friends(disk)?;
    if arguments.json {
        return output::print_json(&Told {
            who: told::Who::of(group, &keys.sound),
            numbers: None,
            signed: !arguments.dry_run,
            file: name_of_file,
        });
    }
    let names: Vec<&str> = keys.sound.iter().map(|friend| friend.name.as_str()).collect();
    let mut text = words::group(group) + &words::key(&name);
    text += &format!("Keys are there of {}.\n", names.join(", "));
    text += &told::wrong(&keys.wrong);
    text += if arguments.dry_run {
        "\nNothing was written: this was a dry run.\n"
    } else {
        "\nYour key is there. Once all are, who started the group closes it, and the folder comes round again: then `playtally group add` \
         adds your numbers.\n"
    };
    output::print(&text)
}

/// The second lap.
fn add(arguments: &arguments::Add, group: &Group, disk: &mut Disk, path: &Path) -> Result<()> {
    let library = library::open(path)?;
    let groups = papers::groups(&library)?;
    if let Some(kept) = groups.iter().find(|kept| kept.group.hash() == group.hash()) {
        return again(arguments, kept, disk);
    }
    let Some((own, place)) = Own::of(&library, group)? else {
        bail!(
            "you are not in \"{}\": no key of your library is in it, or only one that another group has used. Who started it takes you in \
             by starting again, in another folder",
            group.terms.name
        );
    };
    // Whether this group may be at all.
    super::allowed(group, 0..group.size(), &groups)?;
    let numbers = counted(group, own, place, &library)?;
    drop(library);
    let name_of_file = file(ENVELOPES, &group.friends[usize::from(place)]);
    let told = |signed: bool| Told {
        who: told::Who::of(group, &[]),
        numbers: Some(told::Added::of(group, &numbers)),
        signed,
        file: name_of_file.clone(),
    };
    if !arguments.json {
        output::print(&words::adding(group, &numbers, place))?;
    }
    if arguments.dry_run {
        return if arguments.json {
            output::print_json(&told(false))
        } else {
            output::print("Nothing was signed: this was a dry run.\n")
        };
    }
    if !collective::signs(&arguments.signing, &group.terms.name)? {
        return output::print("Nothing was signed.\n");
    }
    let kept = sign(group, own, &numbers, path)?;
    write(&kept, disk)?;
    if arguments.json {
        return output::print_json(&told(true));
    }
    output::print(&format!(
        "Signed, and written to {}. Once everybody has, the folder goes round a last time: `playtally group open`.\n",
        shown(arguments.folder.clone().unwrap_or_default().join(&name_of_file))
    ))
}

/// The own numbers.
fn counted(group: &Group, own: Own, place: u8, library: &Library) -> Result<Numbers> {
    let key = group.names_key(place, &Opener::new(&own.sealing));
    let key = key.map_err(|error| anyhow::anyhow!("\"{}\" {error}", group.terms.name))?;
    let counted = library::counted(library, &COUNTING)?;
    let rule = counted.rule.during(Period::range(group.terms.from, group.terms.to));
    let view = View::new(&counted.plays, &rule);
    Ok(numbers(group, key.as_ref(), view.music()))
}

/// Signs: what is signed is kept first, and only then can leave.
fn sign(group: &Group, own: Own, numbers: &Numbers, path: &Path) -> Result<Kept> {
    let note = Envelopes::seal(group, &own.signing, &numbers.cells, &mut random())?;
    let keys = (&own.signing, &own.sealing);
    let kept = Kept::new(group, keys, numbers.clone(), &note, collective::today())?;
    let signed = library::open(path)?.change_papers(|papers| {
        // What fails here is no failure of the library; nothing was changed yet.
        let try_sign = || -> Result<()> {
            let groups = papers::groups_of(papers)?;
            if groups.iter().any(|kept| kept.group.hash() == group.hash()) {
                bail!("your numbers were signed meanwhile; say the same command again to write them");
            }
            super::allowed(group, 0..group.size(), &groups)
        };
        let tried = try_sign();
        if tried.is_ok() {
            papers.put(papers::GROUP, &kept.name(), &kept.text())?;
            own.move_sealing(papers)?;
        }
        Ok(tried)
    })?;
    signed.map(|()| kept)
}

fn write(kept: &Kept, disk: &mut Disk) -> Result<String> {
    let name = file(ENVELOPES, &kept.group.friends[usize::from(kept.place)]);
    if let Some(envelopes) = kept.envelopes() {
        disk.write(&name, envelopes)?;
    }
    Ok(name)
}

/// Writes what was signed before once more.
fn again(arguments: &arguments::Add, kept: &Kept, disk: &mut Disk) -> Result<()> {
    let name = write(kept, disk)?;
    if arguments.json {
        return output::print_json(&Told {
            who: told::Who::of(&kept.group, &[]),
            numbers: Some(told::Added::of(&kept.group, &kept.numbers)),
            signed: true,
            file: name,
        });
    }
    let mut text = words::adding(&kept.group, &kept.numbers, kept.place);
    text += &format!("\nYou signed this on {}. ", kept.day);
    text += &match (kept.envelopes(), arguments.dry_run) {
        (None, _) => "The total is known, and nothing is left to add: `playtally group open` shows it.\n".to_owned(),
        (Some(_), true) => "Nothing was written: this was a dry run.\n".to_owned(),
        (Some(_), false) => format!("The same file is in {name} again.\n"),
    };
    output::print(&text)
}
