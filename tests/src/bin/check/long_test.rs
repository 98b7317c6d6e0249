//! A test of the workspace, run in a longer form than `cargo test` has of it.

use std::process::Command;

use super::Result;

/// Runs the tests whose names begin so, with a variable set that makes them long; what they said if one fails.
pub(crate) fn run(test: &str, (variable, value): (&str, String)) -> Result<Option<String>> {
    // With the features that the workspace has, so that what was built is used again.
    let output = Command::new("cargo")
        .args("test --quiet --locked --release --workspace --test all".split(' '))
        .arg(test)
        .env(variable, value)
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    Ok((!output.status.success()).then(|| said.trim().to_owned()))
}
