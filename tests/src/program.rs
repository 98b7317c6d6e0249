//! The real `playtally`, run as its users run it: a process, with a home of its own.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// Where `playtally` lies; it is built if need be.
///
/// # Panics
/// If cargo cannot build it.
pub fn playtally() -> &'static Path {
    &programs()[0]
}

/// Where `playtally-device` lies; it is built if need be.
///
/// # Panics
/// If cargo cannot build it.
pub fn device() -> &'static Path {
    &programs()[1]
}

/// The programs, built once per process, in the profile of whoever asks.
fn programs() -> &'static [PathBuf; 2] {
    const NAMES: [&str; 2] = ["playtally", "playtally-device"];
    static PROGRAMS: OnceLock<[PathBuf; 2]> = OnceLock::new();
    PROGRAMS.get_or_init(|| {
        // A test lies in target/PROFILE/deps, a program of this package in target/PROFILE.
        let own = std::env::current_exe().expect("a program knows where it lies");
        let mut folders = own.ancestors().skip(1);
        let folder = folders
            .find(|folder| !folder.ends_with("deps"))
            .expect("a program lies in a folder");
        let mut build = Command::new(env!("CARGO"));
        // The whole workspace and something that depends on what tests do: features are those of `cargo test --workspace`, and
        // nothing is built twice.
        build.args(["build", "--quiet", "--workspace", "--example", "color"]);
        build.args(NAMES.iter().flat_map(|name| ["--bin", name]));
        build.current_dir(env!("CARGO_MANIFEST_DIR"));
        if folder.ends_with("release") {
            build.arg("--release");
        }
        assert!(build.status().expect("cargo runs").success(), "the programs build");
        NAMES.map(|name| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
    })
}

/// Has a summary pressed that is the same on every machine.
#[must_use]
pub const fn press(output: &str) -> [&str; 9] {
    [
        "summary",
        "-o",
        output,
        "--owner",
        "Ada",
        "--fonts",
        "bundled",
        "--timezone",
        "UTC",
    ]
}

/// A user with a home, in which nothing is but what a test puts there.
#[derive(Debug)]
pub struct User {
    home: tempfile::TempDir,
}

/// What a run of the program came to.
#[derive(Debug)]
pub struct Run {
    /// The exit code, or as a shell tells it 128 and the number of the signal that ended it.
    pub code: Option<i32>,
    /// What it wrote to standard output.
    pub output: String,
    /// What it wrote to standard error.
    pub error: String,
}

impl Default for User {
    fn default() -> Self {
        Self::new()
    }
}

impl User {
    /// A user who has never seen Playtally.
    ///
    /// # Panics
    /// If there is no place for temporary folders.
    #[must_use]
    pub fn new() -> Self {
        Self {
            home: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// A user who has imported the sample.
    ///
    /// # Panics
    /// If that fails.
    #[must_use]
    pub fn with_history() -> Self {
        let user = Self::new();
        user.run(["import".as_ref(), crate::sample::path().as_os_str()])
            .succeeded();
        user
    }

    /// A user whose home holds these files, each by its path in it.
    ///
    /// # Panics
    /// If they cannot be written.
    #[must_use]
    pub fn with(files: &BTreeMap<PathBuf, Vec<u8>>) -> Self {
        let user = Self::new();
        user.put_all(files);
        user
    }

    /// Puts files into the user's home, each by its path in it.
    ///
    /// # Panics
    /// If that fails.
    pub fn put_all(&self, files: &BTreeMap<PathBuf, Vec<u8>>) {
        for (path, content) in files {
            self.put(path.to_str().expect("a path that can be written down"), content);
        }
    }

    /// A path in the user's home.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Puts a file into the user's home.
    ///
    /// # Panics
    /// If that fails.
    pub fn put(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder can be made");
        fs::write(&path, content).expect("a file can be written");
        path
    }

    /// Where the user's library lies.
    #[must_use]
    pub fn library(&self) -> PathBuf {
        self.path("library/library.sqlite")
    }

    /// The program with these arguments, in the user's home, without terminal or colours; not yet started.
    #[must_use]
    pub fn command(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut command = self.settled(playtally());
        command.arg("--library").arg(self.library()).args(arguments);
        command
    }

    /// Any program in the user's home, without terminal or colours; not yet started.
    ///
    /// # Panics
    /// If the folder of the library cannot be made.
    #[must_use]
    pub fn settled(&self, program: impl AsRef<OsStr>) -> Command {
        let library = self.library();
        fs::create_dir_all(library.parent().expect("a library lies in a folder")).expect("a folder can be made");
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("HOME", self.home.path())
            .env("TZ", "UTC")
            .env("PATH", "/usr/bin:/bin");
        command.current_dir(self.home.path()).stdin(Stdio::null());
        command
    }

    /// The program under a limit of the shell's, such as the size of files; not yet started.
    #[must_use]
    pub fn command_limited(&self, limit: &str, arguments: &[&str]) -> Command {
        let mut command = self.settled("sh");
        command
            .args(["-c", &format!("{limit}; exec \"$0\" \"$@\"")])
            .arg(playtally());
        command.arg("--library").arg(self.library()).args(arguments);
        command
    }

    /// Runs the program to its end.
    ///
    /// # Panics
    /// If it cannot be started, or panics itself.
    pub fn run(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Run {
        finish(&mut self.command(arguments))
    }

    /// Runs the program with a terminal of 100 columns to write to; all that it wrote is its output. None where nothing lends a
    /// terminal. A library that is named among the arguments is the one it uses.
    ///
    /// # Panics
    /// If what it writes cannot be collected.
    pub fn on_a_terminal(&self, arguments: &[&str]) -> Option<Run> {
        let library = self.library();
        let usual = ["--library", library.to_str()?];
        let named = arguments.contains(&"--library");
        let line = std::iter::once(playtally().to_str()?)
            .chain(usual.into_iter().filter(|_| !named))
            .chain(arguments.iter().copied())
            .map(|word| format!("'{word}'"))
            .collect::<Vec<_>>()
            .join(" ");
        let mut command = self.settled("script");
        let run = command
            .env("TERM", "xterm")
            .args(["-q", "-e", "-c", &format!("stty columns 100; exec {line}"), "/dev/null"])
            .output();
        let run = run.ok().filter(|run| !run.stdout.is_empty())?;
        Some(Run {
            code: run.status.code(),
            output: String::from_utf8_lossy(&run.stdout).into_owned(),
            error: String::new(),
        })
    }

    /// The statistics as JSON, in UTC and with every recording by itself, as the generator counts them.
    ///
    /// # Panics
    /// If there are none.
    #[must_use]
    pub fn statistics(&self, more: &[&str]) -> Value {
        let arguments = ["stats", "--json", "--timezone", "UTC", "--no-merge"];
        let run = self.run(arguments.iter().chain(more));
        serde_json::from_str(&run.succeeded().output).expect("stats --json prints JSON")
    }

    /// Everything in the user's home, each file by its path in it.
    #[must_use]
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let within = |path: PathBuf| path.strip_prefix(self.home.path()).map(Path::to_owned).unwrap_or(path);
        let files = self.belongings().into_iter();
        files.map(|(path, content)| (within(path), content)).collect()
    }

    /// Everything in the user's home, by name, to see what has changed.
    #[must_use]
    pub fn belongings(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut belongings = BTreeMap::new();
        gather(self.home.path(), &mut belongings);
        belongings
    }
}

fn gather(folder: &Path, into: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, into);
        } else {
            let content = fs::read(&path).unwrap_or_default();
            into.insert(path, content);
        }
    }
}

/// Runs a command to its end.
///
/// # Panics
/// If it cannot be started, or panics itself.
pub fn finish(command: &mut Command) -> Run {
    collect(start(command))
}

/// Starts a command whose outputs are to be collected.
///
/// # Panics
/// If it cannot be started.
pub fn start(command: &mut Command) -> Child {
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("playtally starts")
}

/// Waits for the end of what was started, and collects what it wrote.
///
/// # Panics
/// If it panics itself.
#[must_use]
pub fn collect(child: Child) -> Run {
    let run = outcome(child);
    assert!(!run.error.contains("panicked"), "{}", run.error);
    run
}

/// The same of what may panic.
///
/// # Panics
/// If what it wrote is no text.
#[must_use]
pub fn outcome(child: Child) -> Run {
    let Output { status, stdout, stderr } = child.wait_with_output().expect("a child can be waited for");
    let text = |bytes| String::from_utf8(bytes).expect("playtally writes UTF-8");
    Run {
        code: as_a_shell_tells(status),
        output: text(stdout),
        error: text(stderr),
    }
}

/// What a shell calls `$?`.
fn as_a_shell_tells(status: ExitStatus) -> Option<i32> {
    #[cfg(unix)]
    let signal = std::os::unix::process::ExitStatusExt::signal(&status);
    #[cfg(not(unix))]
    let signal: Option<i32> = None;
    status.code().or(signal.map(|signal| 128 + signal))
}

/// The most memory that a child has used by its end, in kB, as Linux tells it; none elsewhere.
#[must_use]
pub fn peak_memory(child: &mut Child) -> Option<u64> {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    while child.try_wait().is_ok_and(|ended| ended.is_none()) {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = peak.max(line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()));
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    peak
}

impl Run {
    /// The run, which must have succeeded.
    ///
    /// # Panics
    /// If it has not.
    #[track_caller]
    pub fn succeeded(self) -> Self {
        self.ended_with(0)
    }

    /// The run, which must have ended with this exit code.
    ///
    /// # Panics
    /// If it has not.
    #[track_caller]
    pub fn ended_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}{}", self.output, self.error);
        self
    }

    /// The one message of a run that must have failed.
    ///
    /// # Panics
    /// If it has not failed, or says nothing or more than one thing.
    #[track_caller]
    pub fn message(&self) -> &str {
        assert!(self.code.is_some_and(|code| code != 0), "should have failed: {self:?}");
        let mut messages = self.error.lines().filter(|line| line.starts_with("error:"));
        let message = messages.next().unwrap_or_else(|| panic!("says nothing: {self:?}"));
        assert_eq!(messages.next(), None, "says more than one thing: {self:?}");
        message
    }
}
