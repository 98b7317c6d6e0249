//! `playtally man`: the manual's pages, made of what `--help` says.

use anyhow::{Context, Result};
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::arguments::{self, Arguments};
use crate::outcome::Misuse;
use crate::{output, place};

/// Prints a page, or which pages there are.
pub(crate) fn run(arguments: &arguments::Manual) -> Result<()> {
    let pages = pages();
    if arguments.list {
        let names: String = pages
            .iter()
            .map(|page| format!("{}\n", page.get_bin_name().unwrap_or("playtally")))
            .collect();
        return output::print(&names);
    }
    let name = ["playtally"]
        .into_iter()
        .chain(arguments.command.iter().map(String::as_str))
        .collect::<Vec<_>>()
        .join("-");
    let Some(page) = pages.iter().find(|page| shown_name(page) == name) else {
        let asked = arguments.command.join(" ");
        return Err(Misuse(format!(
            "there is no command `{asked}`; `playtally man --list` names those that there are"
        ))
        .into());
    };
    output::print(&written(page)?)
}

/// Every command that has a page, the program itself first.
fn pages() -> Vec<Command> {
    fn below(command: &Command, pages: &mut Vec<Command>) {
        pages.push(command.clone());
        for next in command.get_subcommands().filter(|next| !next.is_hide_set()) {
            below(next, pages);
        }
    }
    let mut whole = Arguments::command().disable_help_subcommand(true);
    whole.build();
    let mut pages = Vec::new();
    below(&whole, &mut pages);
    pages
}

/// The name of a page, such as `playtally-collective-count`.
fn shown_name(page: &Command) -> &str {
    page.get_display_name().unwrap_or_else(|| page.get_name())
}

/// A page as `man` reads it.
fn written(page: &Command) -> Result<String> {
    let name = shown_name(page);
    let man = Man::new(page.clone())
        .title(name)
        .date(concat!("version ", env!("CARGO_PKG_VERSION")))
        .source("Playtally")
        .manual("Playtally");
    let mut text = Vec::new();
    man.render_title(&mut text)?;
    man.render_name_section(&mut text)?;
    man.render_synopsis_section(&mut text)?;
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    if page.get_subcommands().next().is_some() {
        man.render_subcommands_section(&mut text)?;
    }
    let mut more = Roff::new();
    if let Some(examples) = page.get_after_help() {
        let examples = examples.to_string();
        match examples.strip_prefix("Examples:\n") {
            Some(lines) => {
                more.control("SH", ["EXAMPLES"]).control("nf", []);
                for line in lines.lines() {
                    more.text([roman(line.trim())]);
                }
                more.control("fi", []);
            }
            None => {
                more.control("PP", []).text([roman(examples)]);
            }
        }
    }
    more.control("SH", ["FILES"])
        .control("TP", [])
        .text([bold(place::USUAL)])
        .text([roman(
            "Your library, unless --library names another. It never leaves this computer.",
        )]);
    if name != "playtally" {
        more.control("SH", ["SEE ALSO"]).text([bold("playtally"), roman("(1)")]);
    }
    more.to_writer(&mut text)?;
    String::from_utf8(text).context("a page is not text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page_that_says_where_the_library_is() {
        let pages = pages();
        let names: Vec<&str> = pages.iter().map(shown_name).collect();
        for name in [
            "playtally",
            "playtally-import",
            "playtally-collective-count",
            "playtally-man",
        ] {
            assert!(names.contains(&name), "{names:?}");
        }
        for page in &pages {
            let text = written(page).expect("written");
            assert!(text.contains(".SH NAME") && text.contains("library.sqlite"), "{text}");
        }
    }

    #[test]
    fn examples_keep_their_lines() {
        let pages = pages();
        let import = pages.iter().find(|page| shown_name(page) == "playtally-import");
        let text = written(import.expect("a page")).expect("written");
        let examples = text.split(".SH EXAMPLES\n.nf\n").nth(1).expect("examples");
        assert!(
            examples.starts_with("playtally import my_spotify_data.zip\n"),
            "{examples}"
        );
    }
}
