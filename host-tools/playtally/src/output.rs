//! What goes to standard output: styled on a terminal, plain elsewhere.

mod lines;

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use anyhow::{Context, Result};
use lines::Lines;
use serde::Serialize;
use serde_json::Serializer;

use crate::safely::Output;

/// How many columns a line may take: longer ones are hard to follow.
pub(crate) const WIDEST: usize = 120;
/// What is laid out for where there is no terminal.
const USUAL: usize = 80;

/// Prints a text.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut output = anstream::stdout().lock();
    output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
        .context("cannot print")
}

/// Says something beside the output, on standard error. Where nobody can hear it any more, that is no reason to fail.
pub(crate) fn say(text: impl Display) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Says what became of an output, unless it is the output that is printed.
pub(crate) fn print_about(output: &Output, text: &str) -> Result<()> {
    if output.is_printed() { Ok(()) } else { print(text) }
}

/// Prints a value as JSON, and a line end.
pub(crate) fn print_json(value: &impl Serialize) -> Result<()> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    // A closed pipe must come out as what it is, not as an error of JSON.
    value
        .serialize(&mut Serializer::with_formatter(&mut output, Lines::default()))
        .map_err(io::Error::from)
        .context("cannot print")?;
    writeln!(output).and_then(|()| output.flush()).context("cannot print")
}

/// How many columns lines may take.
pub(crate) fn columns() -> usize {
    room().min(WIDEST)
}

/// How many columns there are: those of the terminal, or those that are asked for.
pub(crate) fn room() -> usize {
    let asked = || std::env::var("COLUMNS").ok()?.parse::<usize>().ok();
    let terminal = || {
        let (columns, _) = io::stdout().is_terminal().then(crossterm::terminal::size)?.ok()?;
        Some(usize::from(columns))
    };
    terminal()
        .or_else(asked)
        .filter(|&columns| columns > 0)
        .unwrap_or(USUAL)
}
