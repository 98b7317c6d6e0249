//! `playtally load`: a summary onto a stick.

pub(crate) mod drives;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use playtally_history::escape::shown;
use playtally_summary::{EXTENSION, Summary, is_named_as_summary};
use playtally_telling::name::clean;
use playtally_telling::words::number::bytes;

use crate::owner::Owner;
use crate::safely::{Content, Output, Outputs};
use crate::summary;
use crate::text::style::{STRONG, WARNING, styled};
use crate::{arguments, inspect, output, pico, safely};
use drives::Drive;

/// Writes a summary to the stick, reads it back, and says that the stick can be pulled out.
pub(crate) fn run(
    arguments: &arguments::Load,
    library: impl FnOnce() -> Result<PathBuf>,
    outputs: &mut Outputs,
) -> Result<()> {
    // First the stick: without one there is nothing to make a summary for.
    let folder = match &arguments.drive {
        Some(folder) => chosen(&root_of_letter(folder))?,
        None => the_one(&drives::find())?,
    };
    let file = match &arguments.summary {
        Some(path) => inspect::read(path)?,
        None => summary::of_library(&arguments.pressing, &arguments.counting, &library()?)?.file,
    };
    let opened = inspect::open(arguments.summary.as_deref().unwrap_or(&folder), &file)?;
    if pico::is_waiting(&folder)? {
        let output = outputs.file(&folder.join(pico::FILE), Content::Binary)?;
        return pico::load(&output, &file);
    }
    let place = place(&folder, &Owner::of(&opened));
    let output = outputs.file(&place, Content::Binary)?;
    put(&output, &file)
}

/// Writes a summary to where it goes on a stick, reads it back, and says so.
pub(crate) fn put(output: &Output, file: &[u8]) -> Result<()> {
    safely::write(output, file)?;
    read_back(output, file)?;
    output::print(&format!(
        "Wrote {} ({}) and read it back.\n{}\n",
        styled(STRONG, shown(output.path())),
        bytes(file.len() as u64),
        "You can pull the stick out now and put it into the device."
    ))
}

/// The root of a drive of which only the letter was said: `E:` alone would be wherever a program last was there.
fn root_of_letter(folder: &Path) -> PathBuf {
    let letter = folder.to_str().filter(|_| cfg!(windows));
    match letter.map(str::as_bytes) {
        Some([letter, b':']) if letter.is_ascii_alphabetic() => folder.join(std::path::MAIN_SEPARATOR_STR),
        _ => folder.to_owned(),
    }
}

/// A folder that the user names.
fn chosen(folder: &Path) -> Result<PathBuf> {
    if !folder.is_dir() {
        bail!(
            "{} is not a folder; name the one where the stick is mounted",
            shown(folder)
        );
    }
    if !check_folder(folder)? {
        let note = styled(WARNING, "note:");
        output::say(format_args!(
            "{note} {} does not look like a stick; writing there all the same",
            shown(folder)
        ));
    }
    Ok(folder.to_owned())
}

/// Refuses a folder where a stick is mounted that cannot be written to or that the device could not read. Says whether one is.
pub(crate) fn check_folder(folder: &Path) -> Result<bool> {
    let here = |drive: &Drive| drive.mount.as_ref().is_some_and(|mount| mount.folder == folder);
    match drives::find().iter().find(|drive| here(drive)) {
        Some(drive) => check(drive).map(|()| true),
        None => Ok(false),
    }
}

/// The one stick that is there.
fn the_one(drives: &[Drive]) -> Result<PathBuf> {
    let mounted: Vec<(&Drive, &drives::Mount)> = drives
        .iter()
        .filter_map(|drive| Some((drive, drive.mount.as_ref()?)))
        .collect();
    match mounted[..] {
        [(drive, mount)] => {
            check(drive)?;
            Ok(mount.folder.clone())
        }
        [] => Err(anyhow!("{}", nothing_mounted(drives))),
        _ => {
            let each = mounted
                .iter()
                .map(|(drive, mount)| format!("\n  playtally load {}  ({})", shown(&mount.folder), describe(drive)));
            bail!(
                "there is more than one stick; name the one to write to:{}",
                each.collect::<String>()
            )
        }
    }
}

/// How to name a stick that was not found.
const NAME_IT: &str = if cfg!(windows) {
    "name its drive: `playtally load E:`"
} else if cfg!(target_os = "macos") {
    "name the folder where it is mounted: `playtally load /Volumes/STICK`"
} else {
    "name the folder where it is mounted: `playtally load FOLDER`"
};

fn nothing_mounted(drives: &[Drive]) -> String {
    if drives.is_empty() {
        return format!("there is no stick; plug one in and try again, or {NAME_IT}");
    }
    let each = drives
        .iter()
        .map(|drive| format!("\n  {} ({})", drive.device, describe(drive)));
    format!(
        "there is a stick, but it is not mounted; open it in your file manager and try again:{}",
        each.collect::<String>()
    )
}

/// Refuses a stick that cannot be written to or that the device could not read.
fn check(drive: &Drive) -> Result<()> {
    let Some(mount) = &drive.mount else { return Ok(()) };
    let folder = shown(&mount.folder);
    if let Some(format) = mount.unreadable() {
        let device = &drive.device;
        let or_by_command = match cfg!(target_os = "linux") {
            true => format!(" or with `sudo umount /dev/{device} && sudo mkfs.vfat -F 32 /dev/{device}`"),
            false => String::new(),
        };
        bail!(
            "the stick at {folder} is formatted as {format}, which the device does not read; format it as FAT32 or exFAT, \
             which erases it, in your file manager{or_by_command}"
        );
    }
    if mount.read_only {
        bail!("the stick at {folder} is write-protected; move its switch or use another one");
    }
    Ok(())
}

fn describe(drive: &Drive) -> String {
    let model = if drive.model.is_empty() {
        "a drive"
    } else {
        &drive.model
    };
    format!("{}, {}", clean(model), bytes(drive.bytes))
}

/// The most files of a stick that are looked into.
const MAX_FILES: usize = 64;

/// Where a summary goes in a folder: onto the file of the same owner, whatever that is called, and never onto another's.
pub(crate) fn place(folder: &Path, owner: &Owner) -> PathBuf {
    let usual = folder.join(file_name(&owner.name));
    let there = |path: &Path| {
        let file = inspect::read(path).ok()?;
        Some(Owner::of(&Summary::open(&file).ok()?))
    };
    let Some(id) = owner.id else { return usual };
    if there(&usual).is_some_and(|there| there.is(owner)) {
        return usual;
    }
    let files = std::fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> = files
        .filter_map(|file| Some(file.ok()?.path()))
        .filter(|path| {
            path.file_name()
                .and_then(|name| name.to_str())
                .is_some_and(is_named_as_summary)
        })
        .take(MAX_FILES)
        .collect();
    files.sort();
    let same = |path: &PathBuf| there(path).is_some_and(|there| there.id == Some(id));
    files.into_iter().find(same).unwrap_or_else(|| match there(&usual) {
        Some(_) => {
            let name = file_name(&owner.name);
            let plain = name.strip_suffix(EXTENSION).unwrap_or(&name).trim_end_matches('.');
            folder.join(format!("{plain}-{id}.{EXTENSION}"))
        }
        None => usual,
    })
}

/// A name that every FAT takes, and that differs for owners whose names differ in more than case.
pub(crate) fn file_name(owner: &str) -> String {
    let plain: String = owner
        .to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-")
        .chars()
        .take(24)
        .collect();
    if plain == owner.to_lowercase() && !plain.is_empty() {
        return format!("{plain}.{EXTENSION}");
    }
    // Letters were lost: the name's checksum keeps owners apart that look alike without them.
    // (The checksum is one of files: it passes over four bytes of a header.)
    let sum = playtally_summary::checksum(&[&[0; playtally_summary::HEADER_LENGTH], owner.as_bytes()].concat());
    let plain = if plain.is_empty() { "playtally" } else { &plain };
    format!("{plain}-{sum:08x}.{EXTENSION}")
}

/// Reads a file again, from the stick and not from what the computer remembers of it.
fn read_back(output: &Output, written: &[u8]) -> Result<()> {
    let path = output.path();
    let cannot = || format!("cannot read {} back", shown(path));
    let mut file = File::open(path).with_context(cannot)?;
    #[cfg(target_os = "linux")]
    rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed).with_context(cannot)?;
    let mut read = Vec::new();
    file.read_to_end(&mut read).with_context(cannot)?;
    if read == written {
        return Ok(());
    }
    drop(file);
    let removed = safely::remove(output);
    bail!(
        "{} came back from the stick changed, {}; use another stick",
        shown(path),
        if removed {
            "so it was removed"
        } else {
            "and it could not be removed"
        }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stick(device: &str, file_system: &str) -> Drive {
        Drive {
            device: device.into(),
            model: "SanDisk Cruzer".into(),
            bytes: 16 << 30,
            mount: Some(drives::Mount {
                folder: Path::new("/media").join(device),
                file_system: file_system.into(),
                read_only: false,
            }),
        }
    }

    #[test]
    fn the_one_stick_is_taken() {
        assert_eq!(
            the_one(&[stick("sdb1", "vfat")]).expect("one"),
            Path::new("/media/sdb1")
        );
    }

    #[test]
    fn every_format_that_the_device_reads_is_written_to() {
        for file_system in ["vfat", "msdos", "exfat"] {
            the_one(&[stick("sdb1", file_system)]).expect("one that the device reads");
        }
    }

    #[test]
    fn without_one_stick_it_says_what_it_sees() {
        let say = |drives: &[Drive]| the_one(drives).expect_err("not one").to_string();
        let two = say(&[stick("sdb1", "vfat"), stick("sdc1", "vfat")]);
        assert!(two.contains("/media/sdb1") && two.contains("/media/sdc1"), "{two}");
        for (file_system, name) in [
            ("ext4", "ext4"),
            ("fuseblk", "NTFS"),
            ("ntfs3", "NTFS"),
            ("hfsplus", "HFS+"),
        ] {
            let said = say(&[stick("sdb1", file_system)]);
            assert!(
                said.contains(&format!("formatted as {name},")) && said.contains("FAT32"),
                "{said}"
            );
        }
        assert!(say(&[]).contains("no stick"));
        if cfg!(target_os = "linux") {
            let bare = Drive {
                mount: None,
                ..stick("sdb", "")
            };
            assert!(say(&[bare]).contains("SanDisk Cruzer, 16.0 GiB"));
        }
    }

    #[test]
    fn every_owner_has_a_file_of_their_own() {
        assert_eq!(file_name("Ada"), "ada.tally");
        assert_ne!(file_name("Ada!"), file_name("Ada?"));
        assert_ne!(file_name("花子"), file_name("太郎"));
        assert!(file_name("").starts_with("playtally-"));
    }

    #[test]
    fn what_came_back_changed_is_not_left_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.tally");
        let output = Outputs::of_nothing().file(&path, Content::Binary).expect("free");
        safely::write(&output, b"abc").expect("written");
        read_back(&output, b"abc").expect("the same");
        read_back(&output, b"abd").expect_err("changed");
        assert!(!path.exists());
    }
}
