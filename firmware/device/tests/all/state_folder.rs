//! Whatever lies where the device looks for a file: nothing waits for it, nothing follows it, and what is kept stays.
#![cfg(all(target_os = "linux", feature = "program"))]

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::files;
use playtally_device::{Directory, Kept, Shelf};

/// Far longer than any of these commands takes on any computer; one that hangs never ends.
const HANGS: Duration = Duration::from_secs(60);

/// Makes something at a path.
type Make = fn(&Path);

/// What may have a file's name.
const KINDS: [(&str, Make); 8] = [
    ("a pipe", pipe),
    ("an empty directory", |path| fs::create_dir(path).unwrap()),
    ("a socket", |path| drop(UnixListener::bind(path).unwrap())),
    ("a link to nowhere", |path| symlink("/nonexistent/file", path).unwrap()),
    ("a link to itself", |path| symlink(path, path).unwrap()),
    ("a link to a device without end", |path| {
        symlink("/dev/zero", path).unwrap();
    }),
    ("a link to a pipe", |path| {
        let pipe_of_it = path.with_file_name("..pipe");
        pipe(&pipe_of_it);
        symlink(pipe_of_it, path).unwrap();
    }),
    ("a file of a terabyte", |path| {
        File::create(path).unwrap().set_len(1 << 40).unwrap();
    }),
];

fn pipe(path: &Path) {
    let _ = fs::remove_file(path);
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// The names of files that the device reads or writes, from its root on.
const NAMES: [&str; 13] = [
    "state/owner-1.a",
    "state/owner-1.b",
    "state/owner-8.a",
    "state/erasing.a",
    "state/erasing.b",
    "state/menu.a",
    "state/menu.b",
    "state/lock",
    "run/news/news",
    "run/news/new",
    "run/requests/erase",
    "run/requests/new",
    "run/inbox/sda",
];

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        for name in ["state", "run", "run/inbox", "run/news", "run/requests"] {
            fs::create_dir(desk.path(name)).unwrap();
        }
        // No computer has this bus: a test must not run on somebody's panel.
        fs::write(desk.path("settings"), "[spi]\ndevice = 'spidev6.2'").unwrap();
        let ann = Kept::new(files::full("Ann", 7)).unwrap();
        let file = ann.summary().file();
        let handover = [&b"S"[..], &(file.len() as u32).to_le_bytes(), file, b"E"].concat();
        fs::write(desk.path("handover"), handover).unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn begin(&self, arguments: &[&str]) -> std::process::Child {
        let mut program = Command::new(env!("CARGO_BIN_EXE_playtally-device"));
        for (option, name) in [("--settings", "settings"), ("--state", "state"), ("--run", "run")] {
            program.arg(option).arg(self.path(name));
        }
        let input = File::open(self.path("handover")).unwrap();
        program
            .args(arguments)
            .stdin(input)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        program.spawn().unwrap()
    }

    /// Runs a command to its end.
    fn run(&self, arguments: &[&str], what: &str) -> ExitStatus {
        let (mut program, start) = (self.begin(arguments), Instant::now());
        loop {
            if let Some(status) = program.try_wait().unwrap() {
                return status;
            }
            if start.elapsed() > HANGS {
                program.kill().unwrap();
                panic!("`{}` hangs with {what}", arguments.join(" "));
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn owners(&self) -> Vec<String> {
        let summaries = Shelf::new(Directory::new(self.path("state"))).summaries();
        summaries.iter().map(|kept| kept.owner().to_owned()).collect()
    }
}

#[test]
fn whatever_has_a_name_of_the_devices_hangs_nothing_and_keeps_no_summary_out() {
    for (kind, make) in KINDS {
        for name in NAMES {
            let desk = Desk::new();
            make(&desk.path(name));
            let what = format!("{kind} at {name}");
            for command in ["doctor", "failing", "erase", "gadget"] {
                desk.run(&[command, "--sys", "/nonexistent"], &what);
            }
            desk.run(&[], &what);
            // As somebody might do it who is quick: between two commands.
            let _ = fs::symlink_metadata(desk.path(name))
                .is_err()
                .then(|| make(&desk.path(name)));
            assert!(desk.run(&["keep"], &what).success(), "{what}");
            assert_eq!(desk.owners(), ["Ann"], "{what}");
            assert_eq!(
                fs::read_to_string(desk.path("run/news/news")).unwrap(),
                "accepted\n-\nAnn",
                "{what}"
            );
            fs::write(desk.path("run/requests/erase.tmp"), "everyone\n").unwrap();
            let request = desk.path("run/requests/erase");
            let _ = fs::remove_dir(&request);
            fs::rename(desk.path("run/requests/erase.tmp"), request).unwrap();
            assert!(desk.run(&["erase"], &what).success(), "{what}");
            assert_eq!(desk.owners(), [""; 0], "{what}");
        }
    }
    assert_eq!(fs::metadata("/dev/zero").unwrap().len(), 0);
}

#[test]
fn whatever_is_named_on_the_command_line_hangs_nothing() {
    for (kind, make) in KINDS {
        let desk = Desk::new();
        let odd = desk.path("odd");
        make(&odd);
        let named = odd.to_str().unwrap();
        for arguments in [
            &["--", named][..],
            &["read-stick", named],
            &["doctor", "--settings", named],
            &["--settings", named],
        ] {
            // Ten seconds are what a search of a stick may take.
            desk.run(arguments, kind);
        }
        assert!(!desk.run(&["--", named], kind).success(), "{kind} is no summary");
    }
}

#[test]
fn a_directory_with_something_in_it_is_left_and_told_about() {
    let desk = Desk::new();
    fs::create_dir_all(desk.path("state/owner-1.a/photos")).unwrap();
    assert!(!desk.run(&["keep"], "a full directory").success());
    assert!(
        fs::read_to_string(desk.path("run/news/news"))
            .unwrap()
            .starts_with("fault\n")
    );
    assert!(desk.path("state/owner-1.a/photos").exists());
}

#[test]
fn a_link_in_the_state_folder_is_never_written_through() {
    let desk = Desk::new();
    fs::write(desk.path("letter"), "dear Ann").unwrap();
    for name in NAMES {
        symlink(desk.path("letter"), desk.path(name)).unwrap();
    }
    assert!(desk.run(&["keep"], "links").success());
    desk.run(&["erase"], "links");
    desk.run(&["doctor"], "links");
    assert_eq!(fs::read_to_string(desk.path("letter")).unwrap(), "dear Ann");
    assert_eq!(desk.owners(), ["Ann"]);
}

#[test]
fn what_is_kept_and_told_is_for_nobody_else_to_read() {
    let desk = Desk::new();
    // As generous as can be.
    let status = Command::new("sh")
        .args([
            "-c",
            "umask 0; exec \"$@\"",
            "sh",
            env!("CARGO_BIN_EXE_playtally-device"),
            "keep",
            "--state",
        ])
        .arg(desk.path("state"))
        .arg("--run")
        .arg(desk.path("run"))
        .stdin(File::open(desk.path("handover")).unwrap())
        .status();
    assert!(status.unwrap().success());
    for folder in ["state", "run/news"] {
        let files: Vec<_> = fs::read_dir(desk.path(folder)).unwrap().flatten().collect();
        assert!(!files.is_empty());
        for file in files {
            let mode = file.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode & 0o137, 0, "{:?} has mode {mode:03o}", file.path());
        }
    }
}

#[test]
fn a_command_that_waits_ends_with_each_signal_that_asks_for_it() {
    for (signal, number) in [("TERM", 15), ("INT", 2), ("HUP", 1)] {
        let desk = Desk::new();
        // A handover that never comes.
        pipe(&desk.path("pipe"));
        let waiting = File::options().read(true).write(true).open(desk.path("pipe")).unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_playtally-device"));
        program
            .arg("--state")
            .arg(desk.path("state"))
            .arg("--run")
            .arg(desk.path("run"))
            .arg("keep");
        let mut keep = program.stdin(waiting).spawn().unwrap();
        assert_eq!(ended(&mut keep, signal), Some(number), "keep");

        // A terminal that takes no more.
        let (full, mut writer) = std::io::pipe().unwrap();
        // What a pipe holds (pipe(7)).
        writer.write_all(&[b' '; 65_536]).unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_playtally-device"));
        program.arg("--settings").arg(desk.path("settings")).arg("doctor");
        let mut doctor = program.stdout(writer).spawn().unwrap();
        assert_eq!(ended(&mut doctor, signal), Some(number), "doctor");
        drop(full);
    }
}

/// Sends a signal once a program had time to wait, and says which one ended it.
fn ended(program: &mut std::process::Child, signal: &str) -> Option<i32> {
    use std::os::unix::process::ExitStatusExt;
    std::thread::sleep(Duration::from_millis(300));
    assert!(program.try_wait().unwrap().is_none(), "it does not wait");
    let kill = Command::new("kill")
        .arg(format!("-{signal}"))
        .arg(program.id().to_string())
        .status();
    assert!(kill.unwrap().success());
    program.wait().unwrap().signal()
}
