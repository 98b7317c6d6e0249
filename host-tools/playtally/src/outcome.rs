//! How a command ends: exit codes by convention, and errors in one clear message.

use std::io;

use anyhow::Error;
use playtally_history::escape::is_unseen;

use crate::output;
use crate::text::style::{ERROR, styled};

/// What was asked for cannot be asked for: exit code 2, as for arguments that do not parse.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Misuse(pub(crate) String);

/// The user pressed Ctrl-C, or the system asked for an end. Says what became of the work.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Interrupted(pub(crate) String);

/// How the program is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With an exit code.
    Code(u8),
    /// As the signal has it that asked for the end.
    Signal,
}

/// Says what went wrong, if anything did, and how the program is to end.
pub(crate) fn of(result: Result<(), Error>) -> End {
    let Err(error) = result else { return End::Code(0) };
    if is_closed_pipe(&error) {
        // Whoever read the output has seen enough, as `head` has.
        return End::Code(0);
    }
    if error.is::<Interrupted>() {
        let message = clean_message(&error);
        if !message.is_empty() {
            output::say(message);
        }
        return End::Signal;
    }
    output::say(format_args!("{} {}", styled(ERROR, "error:"), clean_message(&error)));
    End::Code(if error.is::<Misuse>() { 2 } else { 1 })
}

/// An error and its causes in one message. What it has from elsewhere, names of files say, cannot write to the terminal.
fn clean_message(error: &Error) -> String {
    format!("{error:#}")
        .chars()
        .filter(|&c| !is_unseen(c) || c == '\n')
        .collect()
}

fn is_closed_pipe(error: &Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::{Context, anyhow};

    #[test]
    fn exit_codes_follow_convention() {
        assert_eq!(of(Ok(())), End::Code(0));
        assert_eq!(of(Err(anyhow!("no such file"))), End::Code(1));
        assert_eq!(of(Err(Misuse("no such panel".into()).into())), End::Code(2));
        assert_eq!(of(Err(Interrupted("nothing was changed".into()).into())), End::Signal);
    }

    #[test]
    fn a_message_cannot_write_to_the_terminal() {
        let error = anyhow!("\u{1b}[2Jno such file").context("cannot read a\rb");
        assert_eq!(clean_message(&error), "cannot read ab: [2Jno such file");
    }

    #[test]
    fn a_closed_pipe_is_no_error() {
        let closed = io::Error::from(io::ErrorKind::BrokenPipe);
        assert_eq!(of(Err(closed).context("cannot print")), End::Code(0));
    }
}
