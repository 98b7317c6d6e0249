//! The processes that the first one started.

use std::ffi::OsString;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use crate::program::role::Role;
use crate::program::trouble;

/// How often to look whether a process that is waited for has ended.
const GLANCE: Duration = Duration::from_millis(4);

/// Something to start.
#[derive(Debug)]
pub(super) struct Start {
    role: Role,
    arguments: Vec<OsString>,
    /// How long it may take.
    time: Duration,
    pub(super) input: Option<Stdio>,
    pub(super) output: Option<Stdio>,
}

impl Start {
    pub(super) fn new(role: Role, arguments: Vec<OsString>, time: Duration) -> Self {
        Self {
            role,
            arguments,
            time,
            input: None,
            output: None,
        }
    }
}

/// A process that ended.
#[derive(Debug)]
pub(super) struct Ended<T> {
    pub(super) task: T,
    /// Whether it says itself that all is well.
    pub(super) well: bool,
}

/// Those that run, each with its task.
#[derive(Debug)]
pub(super) struct Processes<T>(Vec<Process<T>>);

#[derive(Debug)]
struct Process<T> {
    pid: Pid,
    task: T,
    /// When it has to have ended.
    by: Option<Instant>,
}

impl<T> Default for Processes<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Processes<T> {
    /// Starts this program in a role, and says whether it could be started.
    pub(super) fn start(&mut self, start: Start, task: T) -> bool {
        let mut command = Command::new("/proc/self/exe");
        command
            .args(["as", start.role.name()])
            .args(&start.arguments)
            .env_clear()
            .current_dir("/")
            .stdin(start.input.unwrap_or_else(Stdio::null))
            .stdout(start.output.unwrap_or_else(Stdio::null));
        if start.role == Role::Display {
            command.env("PLAYTALLY_NOTIFY", "stdout");
        }
        match command.spawn() {
            Ok(child) => {
                self.0.push(Process {
                    pid: Pid::from_raw(child.id() as i32),
                    task,
                    by: Instant::now().checked_add(start.time),
                });
                true
            }
            Err(error) => {
                trouble::say(format_args!("{}: {error}", start.role.name()));
                false
            }
        }
    }

    /// Starts it, waits for its end, and says whether all was well. The others are not looked after meanwhile.
    pub(super) fn wait_for(&mut self, start: Start, task: T) -> bool {
        if !self.start(start, task) {
            return false;
        }
        let Some(process) = self.0.pop() else { return false };
        loop {
            match waitpid(process.pid, Some(WaitPidFlag::WNOHANG)) {
                Ok(WaitStatus::StillAlive) => {}
                Ok(status) => return is_well(status),
                Err(_) => return false,
            }
            if process.by.is_some_and(|by| by < Instant::now()) {
                let _ = kill(process.pid, Signal::SIGKILL);
            }
            thread::sleep(GLANCE);
        }
    }

    /// Those that ended since the last time. Whoever lost its parent is taken in and forgotten.
    pub(super) fn reap(&mut self) -> Vec<Ended<T>> {
        let mut all = Vec::new();
        while let Ok(status) = waitpid(None, Some(WaitPidFlag::WNOHANG)) {
            let Some(pid) = status.pid() else { break };
            if let Some(at) = self.0.iter().position(|process| process.pid == pid) {
                let task = self.0.swap_remove(at).task;
                all.push(Ended {
                    task,
                    well: is_well(status),
                });
            }
        }
        all
    }

    /// Ends those that took too long.
    pub(super) fn end_overdue(&self) {
        let now = Instant::now();
        for process in self.0.iter().filter(|process| process.by.is_some_and(|by| by < now)) {
            let _ = kill(process.pid, Signal::SIGKILL);
        }
    }

    /// Whether one with such a task runs.
    pub(super) fn any(&self, is_such: impl Fn(&T) -> bool) -> bool {
        self.0.iter().any(|process| is_such(&process.task))
    }

    /// Ends those with such a task at once.
    pub(super) fn kill(&self, is_such: impl Fn(&T) -> bool) {
        for process in self.0.iter().filter(|process| is_such(&process.task)) {
            let _ = kill(process.pid, Signal::SIGKILL);
        }
    }

    /// Asks all of them to end.
    pub(super) fn ask_to_end(&self) {
        for process in &self.0 {
            let _ = kill(process.pid, Signal::SIGTERM);
        }
    }
}

fn is_well(status: WaitStatus) -> bool {
    matches!(status, WaitStatus::Exited(_, 0))
}

/// Where a process may be heard that has no other way: the kernel's log.
pub(super) fn log() -> Option<File> {
    File::options().write(true).open(Path::new("/dev/kmsg")).ok()
}
