//! The command line.

use std::path::PathBuf;

use lexopt::prelude::*;

use super::places::Places;

const HELP: &str = "\
Shows the statistics of a listening history on a small SPI display.

Usage: playtally-device [OPTIONS] [SUMMARY]...
       playtally-device doctor [OPTIONS]
       playtally-device failing [OPTIONS]
       playtally-device is-stick DISK [OPTIONS]
       playtally-device read-stick DEVICE > HANDOVER
       playtally-device keep [OPTIONS] < HANDOVER
       playtally-device gadget-setup [OPTIONS]
       playtally-device gadget [OPTIONS]
       playtally-device erase [OPTIONS]
       playtally-device init

Arguments:
  [SUMMARY]...           Files made by `playtally summary`. Without any, the
                         summaries in the state directory are shown, and new
                         ones as soon as they are there.

Commands:
  doctor                 Check the settings, the lines, the clock and the store,
                         and show a test card; stop the service first
  failing                Say that the display keeps failing, until a button is
                         pressed
  is-stick               Say whether a disk, by its kernel's name such as sda,
                         may be searched: the running system uses none of it
  read-stick             Search a USB stick, or an image of one, for summaries
  keep                   Check the summaries that were found, and keep them in
                         the state directory
  gadget-setup           Make the USB port a drive to the computer at the other
                         end of its cable; needs root
  gadget                 Put a medium into that drive, and load what comes there
  erase                  Erase what was asked for in the menu, if something was
  init                   Be the first process on a card of the device's own,
                         which starts these as they are needed:
    as ROLE COMMAND      Do something as display, store, reader, gadget or
                         clock, and with the rights of that role only
    read-file DEVICE NAME
                         Print a file in the root directory of a FAT volume
    find-hat             Where the settings name no panel: show a test card for
                         each hat until a button is held, and keep that hat
    battery-clock [SECONDS]
                         Print the time of a clock with a battery, or set it, in
                         seconds since 1970
    restore, remember    Bring what the card keeps to where it is read, and what
                         is set in the menu onto the card

Options:
  -s, --settings FILE    Panel, pins, pace and the rest
                         [default: /etc/playtally.toml, if it is there]
      --state DIRECTORY  Where summaries are kept, and what is set in the menu
                         [default: $STATE_DIRECTORY or /var/lib/playtally, and
                         /var/lib/playtally-display]
      --run DIRECTORY    Where handovers, news, requests and the drive's image
                         are, in `inbox`, `news`, `requests` and `gadget`
                         [default: /run/playtally]
      --partition DEVICE The partition in which a card of its own keeps all
                         that a state directory does elsewhere
      --card             For `keep`: what is found lies on that card; for the
                         display: there is no other clock than its own
      --sys DIRECTORY    Where the kernel's disks and gadgets are, and its USB
                         controllers
                         [default: /sys]
  -h, --help             Print this help
  -V, --version          Print the version

The program runs until it gets SIGTERM, SIGINT (Ctrl+C) or SIGHUP; it then
switches the backlight off and leaves the panel black and asleep.

Exit codes: 0 after a signal, 1 if it could not run, 2 for wrong arguments; a
signal ends `doctor` with its own, as it does any other program.
";

/// What the arguments ask for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Invocation {
    /// To show summaries: those in the files, or those that are kept if there are none.
    Display {
        settings: Option<PathBuf>,
        places: Places,
        summaries: Vec<PathBuf>,
        /// Whether all of it is on a card of its own.
        card: bool,
    },
    /// To look for what is wrong.
    Doctor {
        settings: Option<PathBuf>,
        places: Places,
        sys: PathBuf,
    },
    /// To say that the display keeps failing.
    Failing { settings: Option<PathBuf>, places: Places },
    /// To say whether a disk is a stick.
    IsStick { disk: String, sys: PathBuf },
    /// To search a stick.
    ReadStick(PathBuf),
    /// To print a file on one.
    ReadFile { stick: PathBuf, name: String },
    /// To keep what was found on one.
    Keep {
        places: Places,
        partition: Option<PathBuf>,
        /// Whether it was found on the card itself.
        card: bool,
    },
    /// To bring what a card keeps to where it is read.
    Restore { places: Places, partition: PathBuf },
    /// To keep on a card what was set in the menu.
    Remember { places: Places, partition: PathBuf },
    /// To be the first process.
    Init,
    /// To find out which hat is plugged on.
    FindHat { settings: Option<PathBuf>, places: Places },
    /// To read a clock with a battery, or to set it.
    BatteryClock(Option<String>),
    /// To make the drive that this device is to a computer.
    GadgetSetup { places: Places, sys: PathBuf },
    /// To be that drive.
    Gadget {
        settings: Option<PathBuf>,
        places: Places,
        sys: PathBuf,
    },
    /// To erase what was asked for in the menu.
    Erase { places: Places, partition: Option<PathBuf> },
    /// To print a text.
    Print(String),
}

pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Invocation, lexopt::Error> {
    let (mut settings, mut state, mut run, mut partition) = (None, None, None, None);
    let mut card = false;
    let mut sys = PathBuf::from("/sys");
    let mut values: Vec<PathBuf> = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('s') | Long("settings") => settings = Some(parser.value()?.into()),
            Long("state") => state = Some(parser.value()?.into()),
            Long("run") => run = Some(parser.value()?.into()),
            Long("partition") => partition = Some(PathBuf::from(parser.value()?)),
            Long("card") => card = true,
            Long("sys") => sys = parser.value()?.into(),
            Short('h') | Long("help") => return Ok(Invocation::Print(HELP.to_owned())),
            Short('V') | Long("version") => {
                return Ok(Invocation::Print(format!(
                    "playtally-device {}\n",
                    env!("CARGO_PKG_VERSION")
                )));
            }
            Value(value) => values.push(value.into()),
            argument => return Err(argument.unexpected()),
        }
    }
    let places = Places::new(state, run);
    let command = values.first().and_then(|value| value.to_str());
    match (command, &values[..]) {
        (Some("doctor"), [_]) => Ok(Invocation::Doctor { settings, places, sys }),
        (Some("doctor"), _) => Err("`doctor` takes no files".into()),
        (Some("failing"), [_]) => Ok(Invocation::Failing { settings, places }),
        (Some("failing"), _) => Err("`failing` takes no files".into()),
        (Some("is-stick"), [_, disk]) => Ok(Invocation::IsStick {
            disk: disk.to_string_lossy().into_owned(),
            sys,
        }),
        (Some("is-stick"), _) => Err("`is-stick` takes one disk".into()),
        (Some("read-stick"), [_, stick]) => Ok(Invocation::ReadStick(stick.clone())),
        (Some("read-stick"), _) => Err("`read-stick` takes one device".into()),
        (Some("read-file"), [_, stick, name]) => Ok(Invocation::ReadFile {
            stick: stick.clone(),
            name: name.to_string_lossy().into_owned(),
        }),
        (Some("read-file"), _) => Err("`read-file` takes one device and one name".into()),
        (Some("init"), [_]) => Ok(Invocation::Init),
        (Some("find-hat"), [_]) => Ok(Invocation::FindHat { settings, places }),
        (Some("battery-clock"), [_]) => Ok(Invocation::BatteryClock(None)),
        (Some("battery-clock"), [_, utc]) => Ok(Invocation::BatteryClock(Some(utc.to_string_lossy().into_owned()))),
        (Some("restore" | "remember"), [_]) if partition.is_none() => Err("there is no `--partition`".into()),
        (Some("restore"), [_]) => Ok(Invocation::Restore {
            places,
            partition: partition.unwrap_or_default(),
        }),
        (Some("remember"), [_]) => Ok(Invocation::Remember {
            places,
            partition: partition.unwrap_or_default(),
        }),
        (Some("keep"), [_]) => Ok(Invocation::Keep {
            places,
            partition,
            card,
        }),
        (Some("keep"), _) => Err("`keep` takes no files; it reads its standard input".into()),
        (Some("gadget-setup"), [_]) => Ok(Invocation::GadgetSetup { places, sys }),
        (Some("gadget"), [_]) => Ok(Invocation::Gadget { settings, places, sys }),
        (Some(name @ ("gadget" | "gadget-setup")), _) => Err(format!("`{name}` takes no files").into()),
        (Some("erase"), [_]) => Ok(Invocation::Erase { places, partition }),
        (Some("erase"), _) => Err("`erase` takes no files; the menu of the device asks for it".into()),
        _ => Ok(Invocation::Display {
            settings,
            places,
            summaries: values,
            card,
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::path::Path;

    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Invocation, String> {
        let all = std::iter::once("playtally-device").chain(arguments.iter().copied());
        parse(lexopt::Parser::from_iter(all.map(OsString::from))).map_err(|error| error.to_string())
    }

    #[test]
    fn files_and_options_may_come_in_any_order() {
        let expected = Invocation::Display {
            settings: Some("a.toml".into()),
            places: Places::new(None, None),
            summaries: vec!["x.tally".into(), "-y.tally".into()],
            card: false,
        };
        assert_eq!(parsed(&["x.tally", "-s", "a.toml", "--", "-y.tally"]), Ok(expected));
    }

    #[test]
    fn commands_take_what_they_need_and_no_more() {
        let stick = PathBuf::from("/dev/sda");
        assert_eq!(parsed(&["read-stick", "/dev/sda"]), Ok(Invocation::ReadStick(stick)));
        assert!(parsed(&["read-stick"]).is_err());
        assert!(matches!(parsed(&["is-stick", "sda"]), Ok(Invocation::IsStick { disk, .. }) if disk == "sda"));
        assert!(parsed(&["is-stick"]).is_err());
        let places = Places::new(Some("/state".into()), Some("/run/x".into()));
        assert_eq!(places.inbox, Path::new("/run/x/inbox"));
        assert_eq!(
            parsed(&["--run", "/run/x", "keep", "--state=/state"]),
            Ok(Invocation::Keep {
                places,
                partition: None,
                card: false
            })
        );
        assert!(matches!(
            parsed(&["keep", "--partition", "/dev/mmcblk0p2", "--card"]),
            Ok(Invocation::Keep {
                partition: Some(_),
                card: true,
                ..
            })
        ));
        assert!(parsed(&["restore"]).is_err() && parsed(&["remember"]).is_err());
        assert!(matches!(
            parsed(&["restore", "--partition", "/dev/mmcblk0p2"]),
            Ok(Invocation::Restore { .. })
        ));
        assert!(parsed(&["read-file", "/dev/sda"]).is_err());
        assert!(
            matches!(parsed(&["read-file", "/dev/sda", "x"]), Ok(Invocation::ReadFile { name, .. }) if name == "x")
        );
        assert_eq!(parsed(&["init"]), Ok(Invocation::Init));
        assert!(parsed(&["keep", "x.tally"]).is_err());
        assert!(matches!(parsed(&["erase"]), Ok(Invocation::Erase { .. })));
        assert!(parsed(&["erase", "x.tally"]).is_err());
        assert!(parsed(&["doctor", "x.tally"]).is_err());
        assert!(matches!(parsed(&["failing"]), Ok(Invocation::Failing { .. })));
        assert!(parsed(&["failing", "x.tally"]).is_err());
        assert!(matches!(
            parsed(&["doctor", "-s", "a.toml"]),
            Ok(Invocation::Doctor { .. })
        ));
    }

    #[test]
    fn an_argument_that_makes_no_sense_is_named() {
        assert!(parsed(&["gadget", "x.tally"]).is_err());
        assert!(parsed(&["--verbose"]).unwrap_err().contains("--verbose"));
        assert!(parsed(&["--settings"]).unwrap_err().contains("--settings"));
    }

    #[test]
    fn the_help_fits_a_terminal_and_names_every_option() {
        let Ok(Invocation::Print(help)) = parsed(&["-h"]) else {
            panic!("no help");
        };
        assert!(help.lines().all(|line| line.len() <= 80));
        for option in [
            "--settings",
            "--state",
            "--run",
            "--help",
            "--version",
            "doctor",
            "is-stick",
            "read-stick",
            "keep",
            "gadget-setup",
            "gadget ",
            "--sys",
            "erase",
            "init",
            "--partition",
            "--card",
            "restore",
            "remember",
            "read-file",
            "SIGTERM",
        ] {
            assert!(help.contains(option), "{option}");
        }
    }
}
