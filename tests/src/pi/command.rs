//! The tools of other projects.

use std::io;
use std::process::Command;

/// Runs a tool.
///
/// # Errors
/// It is missing, or it fails; the error holds what it said.
pub(crate) fn run(command: &mut Command) -> io::Result<()> {
    output(command).map(drop)
}

/// Runs a tool, and returns what it prints.
///
/// # Errors
/// It is missing, or it fails; the error holds what it said.
pub(crate) fn output(command: &mut Command) -> io::Result<String> {
    let program = command.get_program().display().to_string();
    let output = command
        .output()
        .map_err(|error| io::Error::other(format!("{program}: {error}")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!("{program}: {said}")))
}
