//! What a command promises, whatever fails.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::fault::{Befallen, Fault, Harm, plain};
use super::task::{Ending, Task};
use crate::program::User;

/// What a task promises:
///
/// - Where it says that it succeeded, all is as after a run in which nothing failed.
/// - Where it does not, it says why, and what it works on is as before or as after: never half of it. What is to be erased
///   may be there by half.
/// - No other file is left lying about, unless it was killed or could not remove it. What erases may leave a note of that, and
///   SQLite's journal may stay until the next run.
/// - The next run does what this one did not, and leaves nothing lying about. What can be done once only is refused then.
#[derive(Debug)]
pub struct Promise {
    task: Task,
    before: State,
    after: State,
    /// How a run ends in which nothing fails.
    ending: Ending,
}

/// A home, as far as a promise is about it.
#[derive(Debug, PartialEq, Eq)]
struct State {
    /// What is there of what the task works on.
    content: Vec<u8>,
    /// The files.
    names: BTreeSet<PathBuf>,
}

impl Promise {
    /// What a task promises, by a run in which nothing fails.
    ///
    /// # Panics
    /// If what is there before or after that cannot be read.
    #[must_use]
    pub fn of(task: Task) -> Self {
        let user = task.user();
        let state = || State {
            names: names(&task, &user),
            content: task
                .look(&user)
                .unwrap_or_else(|error| panic!("{}: {error}", task.name)),
        };
        let command = task.command(&user);
        let before = state();
        let run = plain(command, task.input());
        let (after, ending) = (state(), task.ending(&user, &run));
        assert_ne!(ending, Ending::Silent, "{}: {run:?}", task.name);
        Self {
            task,
            before,
            after,
            ending,
        }
    }

    /// The task's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.task.name
    }

    /// Everything that can befall the task.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        Fault::all(self.task.command(&self.task.user()), self.task.input())
    }

    /// Has something befall the task, in a home of its own.
    ///
    /// # Errors
    /// Says which part of the promise was broken, or that the call never came.
    pub fn is_kept_in_spite_of(&self, fault: &Fault) -> Result<(), String> {
        let user = self.task.user();
        let befallen = fault.befall(self.task.command(&user), self.task.input());
        if !befallen.came {
            return Err("the call never came".to_owned());
        }
        let first = self.first_run(&user, &befallen, fault);
        let run = befallen.run;
        let kept = first.and_then(|()| self.next_run(&user));
        kept.map_err(|broken| {
            format!(
                "{broken} (it ended with {:?} and said {:?})",
                run.code,
                run.error.trim()
            )
        })
    }

    fn first_run(&self, user: &User, befallen: &Befallen, fault: &Fault) -> Result<(), String> {
        let run = &befallen.run;
        let is_killed = fault.harm == Harm::Kills;
        if run.error.contains("panicked") {
            return Err("panicked".to_owned());
        }
        let names = names(&self.task, user);
        let is_known = |name| self.before.names.contains(name) || self.after.names.contains(name);
        let is_tidy = names.iter().all(|name| is_known(name) || is_journal(name));
        let may_leave_some = is_killed || fault.call.starts_with("unlink") || self.task.erases();
        if !is_tidy && !may_leave_some {
            return Err(format!("left lying about: {:?}", self.strange(&names)));
        }
        let content = self.task.look(user)?;
        let ending = self.task.ending(user, run);
        match ending {
            _ if is_killed => {}
            Ending::Done if self.ending == Ending::Done && content == self.after.content => return Ok(()),
            Ending::Done => return Err("said that it succeeded, and did not".to_owned()),
            Ending::Silent if !befallen.is_silenced || run.code == Some(0) => {
                return Err("failed without a word".to_owned());
            }
            Ending::Silent | Ending::Refused => {}
        }
        if content == self.before.content || content == self.after.content {
            Ok(())
        } else {
            Err("neither what was before nor what should be after".to_owned())
        }
    }

    fn next_run(&self, user: &User) -> Result<(), String> {
        let is_done = self.task.look(user)? == self.after.content;
        let run = plain(self.task.command(user), self.task.input());
        let ending = self.task.ending(user, &run);
        let expected = match is_done {
            true => self.task.ending_when_done(self.ending),
            false => self.ending,
        };
        if ending != expected {
            return Err(format!("the next run fails: {:?}", run.error.trim()));
        }
        let names = names(&self.task, user);
        if names != self.after.names {
            return Err(format!("the next run leaves {:?}", self.strange(&names)));
        }
        if self.task.look(user)? != self.after.content {
            return Err("the next run does not do what was asked".to_owned());
        }
        Ok(())
    }

    /// Files that are there and should not be, or are not and should.
    fn strange(&self, names: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
        names.symmetric_difference(&self.after.names).cloned().collect()
    }
}

/// The files that are there, but for those whose number and names are the task's own affair.
fn names(task: &Task, user: &User) -> BTreeSet<PathBuf> {
    let names = user.files().into_keys();
    names.filter(|name| !task.is_slot(name)).collect()
}

fn is_journal(name: &Path) -> bool {
    name.to_string_lossy().ends_with("-journal")
}
