//! Asking before something goes.

use std::io::{self, BufRead, IsTerminal, Write};

use anyhow::{Context, Result};

use crate::outcome::Misuse;
use crate::output;

/// Asks at the terminal for a word that says to go on.
///
/// # Errors
/// When there is nobody to ask; `unharmed` says what became of all.
pub(crate) fn confirmed(word: &str, unharmed: &str) -> Result<bool> {
    if !io::stdin().is_terminal() {
        let how = format!("there is no terminal to ask at; say --yes if you are sure. {unharmed}");
        return Err(Misuse(how).into());
    }
    output::print(&format!("Type \"{word}\" to go on: "))?;
    let mut answer = String::new();
    io::stdin()
        .lock()
        .read_line(&mut answer)
        .context("cannot read your answer")?;
    Ok(answer.trim() == word)
}

/// Asks at the terminal for a line of text.
///
/// # Errors
/// When there is nobody to ask; `otherwise` says what can be said instead.
pub(crate) fn line(prompt: &str, otherwise: &str) -> Result<String> {
    if !io::stdin().is_terminal() {
        return Err(Misuse(format!("there is no terminal to ask at; {otherwise}")).into());
    }
    let mut error = anstream::stderr().lock();
    let _ = write!(error, "{prompt}").and_then(|()| error.flush());
    let mut answer = String::new();
    io::stdin()
        .lock()
        .read_line(&mut answer)
        .context("cannot read your answer")?;
    Ok(answer.trim().to_owned())
}
