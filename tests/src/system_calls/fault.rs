//! One system call that fails, or at which the process is killed.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{Seek, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::str::FromStr;
use std::time::{Duration, Instant};

use crate::program::{Run, finish, outcome, start};

/// What becomes of a system call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Harm {
    /// It does nothing and fails with an error of this name, such as `ENOSPC`.
    Fails(String),
    /// The process is killed at it.
    Kills,
}

/// A system call of a process, by its name and number among those of its name, and what becomes of it. As text it is a
/// seed with which it can be tried again, such as `pwrite64:3:ENOSPC`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The name of the call.
    pub call: String,
    /// Which call of this name, counted from 1.
    pub nth: u32,
    /// What becomes of it.
    pub harm: Harm,
}

/// What came of a command that something befell.
#[derive(Debug)]
pub(super) struct Befallen {
    pub(super) run: Run,
    /// Whether the call ever came.
    pub(super) came: bool,
    /// Whether what failed was to say something on standard error.
    pub(super) is_silenced: bool,
}

/// How long a run may take that takes a fraction of a second.
const PATIENCE: Duration = Duration::from_secs(60);
/// The calls that touch files.
const FILES: &str = "trace=%file,%desc";

impl Fault {
    /// Whatever can befall a command: each call that it makes, with each error that it could meet, and a kill. The input is
    /// what stands on its standard input.
    ///
    /// # Panics
    /// If `strace` cannot be started.
    #[must_use]
    pub fn all(command: Command, input: Option<&[u8]>) -> Vec<Self> {
        let log = traced(command, &["--seccomp-bpf", "-e", FILES], input).1;
        // Each thread counts for itself, as strace does.
        let mut counts: BTreeMap<(&str, &str), u32> = BTreeMap::new();
        for line in log.lines() {
            let Some((process, rest)) = line.split_once(' ') else {
                continue;
            };
            let Some((call, _)) = rest.trim_start().split_once('(') else {
                continue;
            };
            // The process begins with it, and what is resumed was counted.
            if call != "execve"
                && call
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
            {
                *counts.entry((call, process)).or_default() += 1;
            }
        }
        let mut calls: BTreeMap<&str, u32> = BTreeMap::new();
        for ((call, _), count) in counts {
            let most = calls.entry(call).or_default();
            *most = count.max(*most);
        }
        let harms = |call| {
            let errors = errors(call).iter().map(|&error| Harm::Fails(error.to_owned()));
            errors.chain([Harm::Kills])
        };
        let faults = calls.into_iter().flat_map(|(call, count)| {
            (1..=count).flat_map(move |nth| {
                harms(call).map(move |harm| Self {
                    call: call.to_owned(),
                    nth,
                    harm,
                })
            })
        });
        faults.collect()
    }

    /// Runs a command that this befalls.
    ///
    /// # Panics
    /// If `strace` cannot be started, or the command does not end.
    pub(super) fn befall(&self, command: Command, input: Option<&[u8]>) -> Befallen {
        let Self { call, nth, harm } = self;
        let injected = match harm {
            Harm::Fails(error) => format!("error={error}"),
            Harm::Kills => "signal=KILL".to_owned(),
        };
        let trace = format!("trace={call}");
        let inject = format!("inject={call}:{injected}:when={nth}");
        // strace 6.1 sends no signal where it lets the kernel choose the calls to stop at.
        let quick = ["--seccomp-bpf"].into_iter().filter(|_| *harm != Harm::Kills);
        let options: Vec<&str> = quick.chain(["-e", &trace, "-e", &inject]).collect();
        let (run, log) = traced(command, &options, input);
        let came = match harm {
            Harm::Fails(_) => log.contains("(INJECTED)"),
            // strace ends as what it traces does, and then writes no more.
            Harm::Kills => run.code == Some(128 + 9),
        };
        let is_silenced = log
            .lines()
            .any(|line| line.contains(" write(2, ") && line.ends_with("(INJECTED)"));
        Befallen { run, came, is_silenced }
    }
}

/// Whether faults can be had here: `strace` is there, and may trace.
#[must_use]
pub fn is_possible() -> bool {
    let mut command = Command::new("strace");
    let traced = command
        .args(["-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", FILES, "true"])
        .output();
    traced.is_ok_and(|output| output.status.success())
}

/// Runs a command under strace with some options. Says what came of it, and the log.
fn traced(command: Command, options: &[&str], input: Option<&[u8]>) -> (Run, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let log = folder.path().join("log");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-o"]).arg(&log).args(options);
    strace.arg(command.get_program()).args(command.get_args());
    strace.env_clear();
    strace.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    if let Some(folder) = command.get_current_dir() {
        strace.current_dir(folder);
    }
    strace.stdin(standard_input(input));
    // A group of its own, so that what does not end can be ended with all that it started.
    let child = ended(start(strace.process_group(0)));
    let run = outcome(child);
    (run, fs::read_to_string(log).unwrap_or_default())
}

/// Runs a command to its end, and nothing befalls it.
pub(super) fn plain(mut command: Command, input: Option<&[u8]>) -> Run {
    finish(command.stdin(standard_input(input)))
}

/// A file that holds these bytes, or nothing.
fn standard_input(input: Option<&[u8]>) -> Stdio {
    input.map_or_else(Stdio::null, |input| {
        let mut file = tempfile::tempfile().expect("a temporary file");
        file.write_all(input).expect("a file can be written");
        file.rewind().expect("a file can be read anew");
        file.into()
    })
}

/// Waits for a child that writes little.
fn ended(mut child: Child) -> Child {
    let started = Instant::now();
    while child.try_wait().is_ok_and(|status| status.is_none()) {
        if started.elapsed() > PATIENCE {
            let group = format!("-{}", child.id());
            let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
            panic!("does not end");
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    child
}

/// The errors that a call may meet on a bad day.
fn errors(call: &str) -> &'static [&'static str] {
    match call {
        "open" | "openat" => &["EIO", "EACCES", "EMFILE"],
        "write" | "pwrite64" | "writev" | "pwritev" | "fallocate" | "ftruncate" | "copy_file_range" => {
            &["ENOSPC", "EIO"]
        }
        "read" | "pread64" | "readv" => &["EIO", "EINTR"],
        "mkdir" | "mkdirat" => &["ENOSPC", "EACCES"],
        // Who gets no memory cannot go on, nor say much; and nobody is told by Rust that a file could not be closed.
        "mmap" | "munmap" | "mprotect" | "close" => &[],
        "poll" | "ppoll" => &["ENOMEM"],
        "chmod" | "fchmod" | "fchmodat" | "fchown" | "chown" => &["EPERM"],
        "fcntl" | "flock" => &["ENOLCK"],
        "dup" | "dup3" | "pipe2" | "epoll_create1" | "eventfd2" => &["EMFILE"],
        "unlink" | "unlinkat" | "rename" | "renameat" | "renameat2" | "link" | "linkat" => &["EIO", "EACCES"],
        "stat" | "lstat" | "fstat" | "newfstatat" | "statx" | "access" | "faccessat" | "faccessat2" => {
            &["EIO", "EACCES"]
        }
        _ => &["EIO"],
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let harm = match &self.harm {
            Harm::Fails(error) => error,
            Harm::Kills => "KILL",
        };
        write!(f, "{}:{}:{harm}", self.call, self.nth)
    }
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is no fault such as pwrite64:3:ENOSPC or pwrite64:3:KILL");
        let mut parts = text.split(':');
        let (Some(call), Some(nth), Some(harm), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(wrong());
        };
        Ok(Self {
            call: call.to_owned(),
            nth: nth.parse().map_err(|_| wrong())?,
            harm: match harm {
                "KILL" => Harm::Kills,
                error => Harm::Fails(error.to_owned()),
            },
        })
    }
}
