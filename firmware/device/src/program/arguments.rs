//! The command line.

use std::path::PathBuf;

use lexopt::prelude::*;

const HELP: &str = "\
Shows the statistics of a listening history on a small SPI display.

Usage: playtally-device [OPTIONS] [SUMMARY]...

Arguments:
  [SUMMARY]...           Files made by `playtally summary`. Without any, the
                         summaries in the state directory are shown, and new
                         ones as soon as they are there.

Options:
  -s, --settings FILE    Panel, pins, pace and the rest
                         [default: /etc/playtally.toml, if it is there]
      --state DIRECTORY  Where summaries are kept
                         [default: $STATE_DIRECTORY or /var/lib/playtally]
  -h, --help             Print this help
  -V, --version          Print the version

The program runs until it gets SIGTERM or SIGINT (Ctrl+C); it then switches the
backlight off and leaves the panel black and asleep.

Exit codes: 0 after a signal, 1 if it could not run, 2 for wrong arguments.
";

/// What the arguments ask for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Invocation {
    /// To run.
    Run(Arguments),
    /// To print a text and end.
    Print(String),
}

/// How to run.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    pub(crate) settings: Option<PathBuf>,
    pub(crate) state: Option<PathBuf>,
    pub(crate) summaries: Vec<PathBuf>,
}

pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Invocation, lexopt::Error> {
    let mut arguments = Arguments::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('s') | Long("settings") => arguments.settings = Some(parser.value()?.into()),
            Long("state") => arguments.state = Some(parser.value()?.into()),
            Short('h') | Long("help") => return Ok(Invocation::Print(HELP.to_owned())),
            Short('V') | Long("version") => {
                return Ok(Invocation::Print(format!(
                    "playtally-device {}\n",
                    env!("CARGO_PKG_VERSION")
                )));
            }
            Value(path) => arguments.summaries.push(path.into()),
            argument => return Err(argument.unexpected()),
        }
    }
    Ok(Invocation::Run(arguments))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Invocation, String> {
        let all = std::iter::once("playtally-device").chain(arguments.iter().copied());
        parse(lexopt::Parser::from_iter(all.map(OsString::from))).map_err(|error| error.to_string())
    }

    #[test]
    fn files_and_options_may_come_in_any_order() {
        let expected = Invocation::Run(Arguments {
            settings: Some("a.toml".into()),
            state: None,
            summaries: vec!["x.tally".into(), "-y.tally".into()],
        });
        assert_eq!(parsed(&["x.tally", "-s", "a.toml", "--", "-y.tally"]), Ok(expected));
    }

    #[test]
    fn an_argument_that_makes_no_sense_is_named() {
        assert!(parsed(&["--verbose"]).unwrap_err().contains("--verbose"));
        assert!(parsed(&["--settings"]).unwrap_err().contains("--settings"));
    }

    #[test]
    fn the_help_fits_a_terminal_and_names_every_option() {
        let Ok(Invocation::Print(help)) = parsed(&["-h"]) else {
            panic!("no help");
        };
        assert!(help.lines().all(|line| line.len() <= 80));
        for option in ["--settings", "--state", "--help", "--version", "SIGTERM"] {
            assert!(help.contains(option), "{option}");
        }
    }
}
