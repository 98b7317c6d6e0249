//! The drive that a device is to a computer, on a directory that looks like the kernel's.
#![cfg(all(target_os = "linux", feature = "program"))]

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::files;
use fatfs::{FileSystem, FsOptions};

const LUN: &str = "sys/kernel/config/usb_gadget/playtally/functions/mass_storage.0/lun.0";

/// A device whose kernel is a directory, and the computer that it is plugged into.
struct Desk {
    folder: tempfile::TempDir,
    gadget: Option<Child>,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for directory in [
            "state",
            "run/inbox",
            "run/news",
            "run/gadget",
            "sys/kernel/config/usb_gadget",
            "sys/class/udc/dummy",
        ] {
            fs::create_dir_all(folder.path().join(directory)).unwrap();
        }
        Self { folder, gadget: None }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn lun(&self, attribute: &str) -> PathBuf {
        self.path(LUN).join(attribute)
    }

    fn command(&self, command: &str) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_playtally-device"));
        for (option, name) in [("--state", "state"), ("--run", "run"), ("--sys", "sys")] {
            program.arg(option).arg(self.path(name));
        }
        program.arg(command);
        program
    }

    /// Sets the drive up and starts it.
    fn start(&mut self) {
        assert!(self.set_up().success());
        for attribute in ["file", "forced_eject"] {
            File::create(self.lun(attribute)).unwrap();
        }
        assert!(self.set_up().success(), "a second time does no harm");
        self.gadget = Some(self.command("gadget").spawn().unwrap());
        self.wait_for("a medium", || self.has_medium());
    }

    fn set_up(&self) -> std::process::ExitStatus {
        // A kernel makes the attributes itself.
        fs::create_dir_all(self.path(LUN)).unwrap();
        for attribute in ["file", "forced_eject"] {
            File::options()
                .append(true)
                .create(true)
                .open(self.lun(attribute))
                .unwrap();
        }
        self.command("gadget-setup").status().unwrap()
    }

    fn has_medium(&self) -> bool {
        fs::read_to_string(self.lun("file")).unwrap().trim() == self.image().to_str().unwrap()
    }

    fn image(&self) -> PathBuf {
        self.path("run/gadget/image")
    }

    fn wait_for(&self, what: &str, is_there: impl Fn() -> bool) {
        let start = Instant::now();
        while !is_there() {
            assert!(start.elapsed() < Duration::from_secs(30), "there is never {what}");
            sleep(Duration::from_millis(20));
        }
    }

    /// The computer opens the drive.
    fn mounted<T>(&self, at: impl FnOnce(fatfs::Dir<'_, File>) -> T) -> T {
        assert!(self.has_medium());
        let image = File::options().read(true).write(true).open(self.image()).unwrap();
        let volume = FileSystem::new(image, FsOptions::new()).unwrap();
        let outcome = at(volume.root_dir());
        volume.unmount().unwrap();
        outcome
    }

    fn status(&self) -> String {
        self.mounted(|root| {
            let mut text = String::new();
            root.open_file("STATUS.TXT").unwrap().read_to_string(&mut text).unwrap();
            text
        })
    }

    fn copy(&self, name: &str, file: &[u8]) {
        self.mounted(|root| root.create_file(name).unwrap().write_all(file).unwrap());
    }

    /// The computer ejects the drive, and the store does its part as soon as it is asked.
    fn eject(&self) {
        fs::write(self.lun("file"), "").unwrap();
        let handover = self.path("run/inbox/gadget");
        let ends = |file: &Path| fs::read(file).is_ok_and(|bytes| bytes.ends_with(b"E"));
        self.wait_for("a handover", || ends(&handover));
        let kept = self.command("keep").stdin(File::open(&handover).unwrap()).status();
        kept.unwrap();
        self.wait_for("a medium", || self.has_medium());
        fs::remove_file(handover).unwrap();
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if let Some(mut gadget) = self.gadget.take() {
            let _ = gadget.kill();
            let _ = gadget.wait();
        }
    }
}

#[test]
fn a_summary_that_a_computer_copies_is_loaded_and_the_status_file_says_so() {
    let mut desk = Desk::new();
    desk.start();
    assert!(desk.status().contains("Nothing yet"), "{}", desk.status());
    desk.copy("Ann's history.tally", &files::full("Ann", 20_000));
    desk.eject();
    assert!(desk.status().contains("Ann (2024-10-04)"), "{}", desk.status());
    let names = desk.mounted(|root| root.iter().map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>());
    assert!(!names.iter().any(|name| name.ends_with(".tally")), "{names:?}");

    let mut damaged = files::full("Bo", 20_001);
    damaged[50] ^= 1;
    desk.copy("bo.tally", &damaged);
    desk.eject();
    let status = desk.status();
    assert!(
        status.contains("Ann (") && status.contains("The summary is damaged."),
        "{status}"
    );
    desk.copy("bo.tally", &files::full("Bo", 20_001));
    desk.eject();
    let status = desk.status();
    assert!(status.contains("Bo (") && !status.contains("damaged"), "{status}");
}

#[test]
fn a_drive_that_is_no_longer_looked_after_has_no_medium() {
    let mut desk = Desk::new();
    desk.start();
    let mut gadget = desk.gadget.take().unwrap();
    let killed = Command::new("kill").arg("-TERM").arg(gadget.id().to_string()).status();
    assert!(killed.unwrap().success());
    assert!(gadget.wait().unwrap().success());
    assert!(!desk.has_medium());
}

#[test]
fn a_computer_without_a_port_for_it_is_told_what_to_do() {
    let desk = Desk::new();
    fs::remove_dir(desk.path("sys/class/udc/dummy")).unwrap();
    let output = desk.command("gadget-setup").stderr(Stdio::piped()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        !output.status.success() && said.contains("dtoverlay=dwc2,dr_mode=peripheral"),
        "{said}"
    );
}
