//! The way of a summary from a stick into the store, through the processes that do it.
#![cfg(all(target_os = "linux", feature = "program"))]

mod formats;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use crate::files;
use fatfs::{FileSystem, FormatVolumeOptions, FsOptions};
use playtally_device::{Directory, MAX_OWNERS, Shelf, stick};
use proptest::prelude::*;

/// The directories of a device, and sticks to plug into it.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        for name in ["state", "run", "run/inbox", "run/news", "run/requests"] {
            fs::create_dir(desk.path(name)).unwrap();
        }
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A stick with files on it.
    fn stick(&self, files: &[(&str, &[u8])]) -> PathBuf {
        let mut disk = Cursor::new(vec![0; 2 << 20]);
        fatfs::format_volume(&mut disk, FormatVolumeOptions::new()).unwrap();
        {
            let volume = FileSystem::new(&mut disk, FsOptions::new()).unwrap();
            for (name, bytes) in files {
                volume.root_dir().create_file(name).unwrap().write_all(bytes).unwrap();
            }
        }
        let path = self.path("stick");
        fs::write(&path, disk.into_inner()).unwrap();
        path
    }

    fn command(&self, command: &str) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_playtally-device"));
        program
            .arg("--state")
            .arg(self.path("state"))
            .arg("--run")
            .arg(self.path("run"))
            .arg(command);
        program.stderr(Stdio::null());
        program
    }

    /// Plugs in a stick and waits until both processes came to an end.
    fn plug_in(&self, stick: &Path) -> (ExitStatus, ExitStatus) {
        let handover = self.path("run/inbox/stick");
        let output = File::create(&handover).unwrap();
        let read = self.command("read-stick").arg(stick).stdout(output).status().unwrap();
        let input = File::open(&handover).unwrap();
        let kept = self.command("keep").stdin(input).status().unwrap();
        (read, kept)
    }

    /// Asks for something to be erased, as the display does, and has it done.
    fn erase(&self, request: &str) -> ExitStatus {
        fs::write(self.path("run/requests/erase"), request).unwrap();
        self.command("erase").status().unwrap()
    }

    fn news(&self) -> String {
        fs::read_to_string(self.path("run/news/news")).unwrap()
    }

    fn owners(&self) -> Vec<(String, u16)> {
        let summaries = Shelf::new(Directory::new(self.path("state"))).summaries();
        summaries
            .iter()
            .map(|kept| (kept.owner().to_owned(), kept.pressed()))
            .collect()
    }
}

#[test]
fn a_summary_on_a_stick_ends_up_in_the_store() {
    let desk = Desk::new();
    let (read, kept) = desk.plug_in(&desk.stick(&[("ann.tally", &files::full("Ann", 7))]));
    assert!(read.success() && kept.success(), "{read} {kept}");
    assert_eq!(desk.news(), "accepted\n-\nAnn");
    assert_eq!(desk.owners(), [("Ann".to_owned(), 7)]);

    desk.plug_in(&desk.stick(&[
        ("ann.tally", &files::full("Ann", 9)),
        ("bo.tally", &files::empty("Bo", 1)),
    ]));
    assert_eq!(desk.owners(), [("Ann".to_owned(), 9), ("Bo".to_owned(), 1)]);
}

#[test]
fn a_stick_with_nothing_good_on_it_changes_nothing_and_is_told_about() {
    let desk = Desk::new();
    desk.plug_in(&desk.stick(&[("ann.tally", &files::full("Ann", 7))]));
    let mut damaged = files::full("Ann", 9);
    damaged[50] ^= 1;
    for (content, news) in [
        (&damaged[..], "refused\nDamaged"),
        (&damaged[..60], "refused\nIncomplete"),
    ] {
        desk.plug_in(&desk.stick(&[("ann.tally", content)]));
        assert_eq!(desk.news(), news);
    }
    desk.plug_in(&desk.stick(&[]));
    assert_eq!(desk.news(), "refused\nNothingFound");
    let junk = desk.path("junk");
    fs::write(&junk, vec![0xA5; 1 << 20]).unwrap();
    desk.plug_in(&junk);
    assert_eq!(desk.news(), "refused\nUnreadable");
    desk.plug_in(&desk.path("pulled out before it was read"));
    assert_eq!(desk.news(), "refused\nUnreadable");
    assert_eq!(desk.owners(), [("Ann".to_owned(), 7)]);
}

#[test]
fn two_owners_of_one_name_both_stay_until_somebody_says_that_they_are_one() {
    let desk = Desk::new();
    let [first, second] = [1, 2].map(|id| format!("{id:016x}"));
    desk.plug_in(&desk.stick(&[("a.tally", &files::with_id("Ann", 1, 7))]));
    assert_eq!(desk.news(), format!("accepted\n{first}\nAnn"));
    desk.plug_in(&desk.stick(&[
        ("a.tally", &files::with_id("Ann", 2, 8)),
        ("b.tally", &files::full("Bo", 1)),
    ]));
    assert_eq!(
        desk.news(),
        format!("namesake\n{second}\n{first}\nAnn"),
        "and not Bo, whom nobody asks about"
    );
    let [ann, bo] = ["Ann", "Bo"].map(str::to_owned);
    assert_eq!(desk.owners(), [(ann.clone(), 7), (ann.clone(), 8), (bo.clone(), 1)]);
    desk.plug_in(&desk.stick(&[("a.tally", &files::with_id("Ann", 2, 9))]));
    assert_eq!(desk.news(), format!("accepted\n{second}\nAnn"), "it is asked once");

    assert!(desk.erase(&format!("same\n{second}\n{first}\nAnn")).success());
    assert_eq!(desk.news(), format!("accepted\n{second}\nAnn"));
    assert_eq!(desk.owners(), [(ann.clone(), 9), (bo.clone(), 1)]);
    assert!(!desk.erase(&format!("same\n{first}\n{second}\nAnn")).success());
    assert_eq!(desk.owners(), [(ann, 9), (bo, 1)], "nobody's last one goes so");
}

#[test]
fn a_file_of_before_there_were_ids_is_left_on_a_stick_with_one_of_the_same_name_and_an_id() {
    let desk = Desk::new();
    let files = [
        ("a.tally", files::full("Ann", 9)),
        ("b.tally", files::with_id("Ann", 1, 7)),
    ];
    desk.plug_in(&desk.stick(&files.each_ref().map(|(name, file)| (*name, &file[..]))));
    assert_eq!(desk.owners(), [("Ann".to_owned(), 7)]);
}

#[test]
fn a_state_directory_that_cannot_be_written_is_told_about() {
    let desk = Desk::new();
    fs::remove_dir(desk.path("state")).unwrap();
    let (_, kept) = desk.plug_in(&desk.stick(&[("ann.tally", &files::full("Ann", 7))]));
    assert!(!kept.success());
    assert!(desk.news().starts_with("fault\n"), "{}", desk.news());
}

#[test]
fn what_was_asked_for_is_erased_once_and_told_about() {
    let desk = Desk::new();
    for (owner, pressed) in [("Ann", 7), ("Bo", 1), ("Ann", 9)] {
        desk.plug_in(&desk.stick(&[("a.tally", &files::full(owner, pressed))]));
    }
    assert!(desk.command("erase").status().unwrap().success());
    assert_eq!(desk.owners().len(), 2, "nobody asked for anything");
    assert!(desk.erase("owner\n-\nAnn").success());
    assert_eq!(desk.news(), "erased");
    assert_eq!(desk.owners(), [("Bo".to_owned(), 1)]);

    desk.plug_in(&desk.stick(&[("a.tally", &files::full("Ann", 9))]));
    assert!(desk.command("erase").status().unwrap().success());
    assert_eq!(desk.owners().len(), 2, "a request does not come again");
    assert!(desk.erase("everyone\n").success());
    let left: Vec<_> = fs::read_dir(desk.path("state")).unwrap().flatten().collect();
    assert!(left.iter().all(|file| file.file_name() == "lock"), "{left:?}");
    assert_eq!(fs::read_dir(desk.path("run/requests")).unwrap().count(), 0);

    assert!(!desk.erase("owner\nAnn").success(), "nobody says so");
    assert!(!desk.erase("nonsense").success());
    assert!(desk.news().starts_with("fault\n"), "{}", desk.news());
}

/// What somebody does to a stick.
#[derive(Clone, Debug)]
enum Step {
    /// Puts the next owner's summary into the root directory.
    Summary(String),
    /// Puts a file of so many bytes into the root directory.
    File(String, usize),
    /// Makes a folder in a folder in a folder, and puts a summary there, where nobody looks for it.
    Deep(String),
    /// Deletes one of the files in the root directory.
    Delete(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Other programs than a reader treat names such as "con" and "aux" specially; they are shorter.
    let name = "[A-Za-z0-9][A-Za-z0-9 ._'-]{4,40}[a-z0-9]".prop_map(|name| name.replace("._", ".-"));
    let short = "[A-Z][A-Z0-9]{5,7}";
    let any = prop_oneof![name, short];
    let step = prop_oneof![
        3 => (any.clone(), prop_oneof![Just("tally"), Just("TALLY"), Just("Tally")])
            .prop_map(|(name, extension)| Step::Summary(format!("{name}.{extension}"))),
        4 => (any.clone(), 0..9000_usize).prop_map(|(name, length)| Step::File(format!("{name}.jpg"), length)),
        1 => any.prop_map(Step::Deep),
        4 => (0..20_usize).prop_map(Step::Delete),
    ];
    proptest::collection::vec(step, 5..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A second opinion on what is where, whatever was put there and deleted before: that of mtools.
    #[test]
    fn the_reader_finds_what_mtools_find_byte_for_byte(steps in steps(), size in 0..3_usize) {
        let folder = tempfile::tempdir().unwrap();
        let (image, content) = (folder.path().join("image"), folder.path().join("content"));
        let (kibibytes, bits) = [(1_440, "12"), (8_192, "16"), (36_864, "32")][size];
        File::create(&image).unwrap().set_len(kibibytes << 10).unwrap();
        // A cluster for each sector, so that what is put into the gaps of what was deleted lies in pieces.
        let format = Command::new("mkfs.vfat").args(["-F", bits, "-s", "1"]).arg(&image).output();
        if let Err(error) = format {
            println!("skipped: mkfs.vfat is needed: {error}");
            return Ok(());
        }
        let mtools = |program: &str, arguments: &[&std::ffi::OsStr]| {
            let output = Command::new(program).arg("-i").arg(&image).args(arguments).output();
            output.map_err(|error| println!("skipped: {program} is needed: {error}"))
        };
        let (mut there, mut owners) = (BTreeMap::new(), 0);
        for step in steps {
            let (name, bytes, place) = match step {
                Step::Summary(name) if owners < MAX_OWNERS => {
                    owners += 1;
                    (name, files::full(&format!("Owner {owners}"), 7), "::/")
                }
                Step::File(name, length) => (name, vec![0xA5; length], "::/"),
                Step::Deep(name) => {
                    for path in ["::/a folder", "::/a folder/DEEP", "::/a folder/DEEP/deeper still"] {
                        let Ok(_) = mtools("mmd", &["-D".as_ref(), "s".as_ref(), path.as_ref()]) else { return Ok(()) };
                    }
                    (format!("{name}.tally"), files::full("Nobody", 7), "::/a folder/DEEP/deeper still/")
                }
                Step::Delete(which) if !there.is_empty() => {
                    let name: String = there.keys().nth(which % there.len()).cloned().unwrap();
                    let path: String = there.remove(&name).unwrap();
                    let deleted = mtools("mdel", &[path.as_ref()]);
                    prop_assert!(deleted.as_ref().is_ok_and(|output| output.status.success()), "{:?}", deleted);
                    continue;
                }
                Step::Summary(_) | Step::Delete(_) => continue,
            };
            if there.contains_key(&name.to_lowercase()) {
                continue;
            }
            fs::write(&content, bytes).unwrap();
            let path = format!("{place}{name}");
            let Ok(copied) = mtools("mcopy", &["-D".as_ref(), "s".as_ref(), content.as_ref(), path.as_ref()]) else {
                return Ok(());
            };
            prop_assert!(copied.status.success(), "{:?}", copied);
            if place == "::/" {
                there.insert(name.to_lowercase(), path);
            }
        }
        let mut expected = Vec::new();
        for (name, path) in &there {
            if name.ends_with(".tally") {
                let Ok(copied) = mtools("mcopy", &[path.as_ref(), "-".as_ref()]) else { return Ok(()) };
                prop_assert!(copied.status.success(), "{:?}", copied);
                expected.push(copied.stdout);
            }
        }
        let found = stick::search(File::open(&image).unwrap()).unwrap_or_default();
        let mut found: Vec<_> = found.iter().map(|kept| kept.summary().file().to_vec()).collect();
        found.sort();
        expected.sort();
        prop_assert_eq!(found, expected);
    }
}

/// No process of the device asks the kernel for a network.
#[test]
fn no_command_opens_a_network_socket() {
    let desk = Desk::new();
    let stick = desk.stick(&[("ann.tally", &files::full("Ann", 7))]);
    let handover = desk.path("run/inbox/stick");
    desk.plug_in(&stick);
    let stick = stick.to_str().unwrap();
    // No computer has this bus: a test must not run on somebody's panel.
    let settings = desk.path("settings");
    fs::write(&settings, "[spi]\ndevice = 'spidev6.2'").unwrap();
    for arguments in [
        &["read-stick", stick][..],
        &["keep"],
        &["erase"],
        &["doctor"],
        &["say", "a", "b"],
        &["gadget-setup", "--sys", "/nonexistent"],
        &["gadget", "--sys", "/nonexistent"],
        &[],
    ] {
        let log = desk.path("calls");
        let traced = Command::new("strace")
            .args(["-f", "-e", "trace=%network", "-o"])
            .arg(&log)
            .arg(env!("CARGO_BIN_EXE_playtally-device"))
            .arg("--settings")
            .arg(&settings)
            .arg("--state")
            .arg(desk.path("state"))
            .arg("--run")
            .arg(desk.path("run"))
            .args(arguments)
            .stdin(File::open(&handover).unwrap())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if let Err(error) = traced {
            return println!("skipped: strace is needed: {error}");
        }
        let calls = fs::read_to_string(&log).unwrap_or_default();
        if !calls.contains("exited with") {
            return println!("skipped: strace cannot trace here");
        }
        assert!(
            !calls.contains("AF_INET") && !calls.contains("AF_PACKET"),
            "{arguments:?}: {calls}"
        );
    }
}
