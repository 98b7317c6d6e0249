//! How a command ends: exit codes by convention, and errors in one clear message.

use std::io;
use std::process::ExitCode;

use anyhow::Error;

use crate::text::style::{ERROR, styled};

/// What was asked for cannot be asked for: exit code 2, as for arguments that do not parse.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Misuse(pub(crate) String);

/// The user pressed Ctrl-C, or the system asked for an end. Says what became of the work.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Interrupted(pub(crate) String);

/// Ends the program: says what went wrong, if anything did, and gives the exit code.
pub(crate) fn end(result: Result<(), Error>) -> ExitCode {
    let Err(error) = result else { return ExitCode::SUCCESS };
    if is_closed_pipe(&error) {
        // Whoever read the output has seen enough, as `head` has.
        return ExitCode::SUCCESS;
    }
    if error.is::<Interrupted>() {
        let message = clean_message(&error);
        if !message.is_empty() {
            anstream::eprintln!("{message}");
        }
        return ExitCode::from(130);
    }
    anstream::eprintln!("{} {}", styled(ERROR, "error:"), clean_message(&error));
    if error.is::<Misuse>() {
        ExitCode::from(2)
    } else {
        ExitCode::FAILURE
    }
}

/// An error and its causes in one message. Names of files come from elsewhere and cannot write to the terminal.
fn clean_message(error: &Error) -> String {
    format!("{error:#}")
        .chars()
        .filter(|&c| !c.is_control() || c == '\n')
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

    fn code(result: Result<(), Error>) -> String {
        format!("{:?}", end(result))
    }

    #[test]
    fn exit_codes_follow_convention() {
        let exits = |number: u8| format!("{:?}", ExitCode::from(number));
        assert_eq!(code(Ok(())), exits(0));
        assert_eq!(code(Err(anyhow!("no such file"))), exits(1));
        assert_eq!(code(Err(Misuse("no such panel".into()).into())), exits(2));
        assert_eq!(code(Err(Interrupted("nothing was changed".into()).into())), exits(130));
    }

    #[test]
    fn a_message_cannot_write_to_the_terminal() {
        let error = anyhow!("\u{1b}[2Jno such file").context("cannot read a\rb");
        assert_eq!(clean_message(&error), "cannot read ab: [2Jno such file");
    }

    #[test]
    fn a_closed_pipe_is_no_error() {
        let closed = io::Error::from(io::ErrorKind::BrokenPipe);
        assert_eq!(code(Err(closed).context("cannot print")), code(Ok(())));
    }
}
