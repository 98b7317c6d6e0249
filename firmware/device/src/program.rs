//! The program on Linux: arguments, settings, summaries, back end, loop.

mod arguments;
mod board;
mod card_state;
mod clock;
mod doctor;
mod erase;
mod filter;
mod finder;
mod gadget;
mod handover;
mod init;
mod keep;
mod news_file;
mod places;
mod read_stick;
mod request;
mod role;
mod run;
mod sandbox;
mod service_manager;
mod summaries;
mod system_disk;
mod trouble;
mod wait;

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use playtally_device::{News, Settings, SettingsError};
use playtally_screen::Fault;

use arguments::Invocation;
use clock::SystemClock;
use finder::Known;
use places::Places;
use role::Role;
use run::Job;
use sandbox::Right;
use summaries::Summaries;
use trouble::Trouble;
use wait::Wakeups;

/// The exit code for arguments that make no sense.
const USAGE: u8 = 2;
/// The settings that hold where no others are named.
const SETTINGS: &str = "/etc/playtally.toml";

pub(crate) fn main() -> ExitCode {
    let mut arguments: Vec<OsString> = env::args_os().collect();
    if is_first(&arguments) {
        arguments = vec![OsString::new(), "init".into()];
    }
    match taken_on(&mut arguments) {
        Ok(()) => run(arguments),
        Err(trouble) => {
            trouble::say(trouble);
            ExitCode::FAILURE
        }
    }
}

/// Whether this is the first process of a machine: the kernel starts `/init` with whatever else it was given.
fn is_first(arguments: &[OsString]) -> bool {
    let name = arguments.first().map(Path::new).and_then(Path::file_name);
    std::process::id() == 1 && (name == Some(OsStr::new("init")) || arguments.len() < 2)
}

/// Takes on the role that the arguments name, if they do, before anything else happens.
fn taken_on(arguments: &mut Vec<OsString>) -> Result<(), Trouble> {
    if arguments.get(1).is_none_or(|first| first != "as") {
        return Ok(());
    }
    let name = arguments.get(2).map(|name| name.to_string_lossy().into_owned());
    let Some(role) = name.as_deref().and_then(Role::of) else {
        let roles = Role::ALL.map(Role::name).join(", ");
        return Err(Trouble::new(format_args!("`as` takes one of {roles}")));
    };
    arguments.drain(1..3);
    role.take_on(arguments, &Places::new(None, None))
}

fn run(arguments: Vec<OsString>) -> ExitCode {
    let outcome = match arguments::parse(lexopt::Parser::from_iter(arguments)) {
        Ok(Invocation::Display {
            settings,
            places,
            summaries,
            card,
        }) => display(settings.as_deref(), places, &summaries, card),
        Ok(Invocation::Doctor { settings, places, sys }) => match doctor::run(settings.as_deref(), &places, &sys) {
            Ok(code) => return code,
            Err(trouble) => Err(trouble),
        },
        Ok(Invocation::Failing { settings, places }) => failing(settings.as_deref(), &places),
        Ok(Invocation::IsStick { disk, sys }) => system_disk::run(&disk, &sys),
        Ok(Invocation::ReadStick(stick)) => read_stick::run(&stick),
        Ok(Invocation::ReadFile { stick, name }) => read_stick::file(&stick, &name),
        Ok(Invocation::Keep {
            places,
            partition,
            card,
        }) => keep::run(&places, partition.as_deref(), card),
        Ok(Invocation::Restore { places, partition }) => card_state::restore(&places, &partition),
        Ok(Invocation::Remember { places, partition }) => card_state::remember(&places, &partition),
        Ok(Invocation::Init) => init::run(),
        Ok(Invocation::FindHat { settings, places }) => find_hat(settings.as_deref(), &places),
        Ok(Invocation::BatteryClock(None)) => clock::print(),
        Ok(Invocation::BatteryClock(Some(utc))) => clock::set(&utc),
        Ok(Invocation::GadgetSetup { places, sys }) => gadget::setup(&sys, &places),
        Ok(Invocation::Gadget { settings, places, sys }) => gadget::run(&sys, &load(settings.as_deref()).0, &places),
        Ok(Invocation::Erase { places, partition }) => erase::run(&places, partition.as_deref()),
        Ok(Invocation::Print(text)) => {
            // A closed pipe is no error.
            let _ = std::io::stdout().write_all(text.as_bytes());
            Ok(())
        }
        Err(error) => {
            trouble::say(format_args!("{error}\nTry `playtally-device --help`."));
            return ExitCode::from(USAGE);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            trouble::say(trouble);
            ExitCode::FAILURE
        }
    }
}

fn display(settings: Option<&Path>, places: Places, summaries: &[PathBuf], on_own_card: bool) -> Result<(), Trouble> {
    // Before any thread is started, so that all of them leave the signals to it.
    let wakeups = Wakeups::new()?;
    let (mut found, mistake) = load(settings);
    if on_own_card && let Known::Kept(kept) = finder::known(finder::text(settings), &places) {
        found = *kept;
    }
    let settings = found;
    let news = mistake.map(|mistake| {
        trouble::say(format_args!("{mistake}\nThe default settings hold instead."));
        News::fault(Fault::Settings, mistake)
    });
    let summaries = match summaries {
        [] => Summaries::kept(places.clone(), settings.options().preferences()),
        paths => Summaries::given(paths)?,
    };
    give_up_files(&places, &settings)?;
    let clock = if on_own_card {
        SystemClock::of_device(settings.clock, places)
    } else {
        SystemClock::new(settings.clock)
    };
    let job = Job {
        settings: &settings,
        news,
        only_news: false,
        only_picture: false,
        summaries,
        wakeups: &wakeups,
        clock,
    };
    job.run_on_board().map(drop)
}

/// Finds out which hat is plugged on.
fn find_hat(settings: Option<&Path>, places: &Places) -> Result<(), Trouble> {
    let wakeups = Wakeups::new()?;
    let file = finder::text(settings);
    give_up_files(places, &Settings::default())?;
    finder::find(file, places, &wakeups)
}

/// Says that the display keeps failing, until a button is pressed.
fn failing(settings: Option<&Path>, places: &Places) -> Result<(), Trouble> {
    let wakeups = Wakeups::new()?;
    // What is wrong may be the settings or what is kept; the message has to come up all the same.
    let (settings, _) = load(settings);
    let job = Job {
        settings: &settings,
        news: Some(News::fault(Fault::KeepsFailing, "journalctl -u playtally")),
        only_news: true,
        only_picture: false,
        summaries: Summaries::none(places, settings.options().preferences()),
        wakeups: &wakeups,
        clock: SystemClock::new(settings.clock),
    };
    job.run_on_board().map(drop)
}

/// The settings that were named, or those of the system if it has any; where they have a mistake, that and what holds
/// instead.
fn load(settings: Option<&Path>) -> (Settings, Option<SettingsError>) {
    let system = Path::new(SETTINGS);
    match settings {
        Some(path) => Settings::load_in_spite_of_mistakes(path),
        None if system.exists() => Settings::load_in_spite_of_mistakes(system),
        None => (Settings::default(), None),
    }
}

/// Leaves the display what it needs: the devices that its service lets through, what the kernel says about the computer,
/// what the store left, where it asks it for something, and where it keeps what is set in the menu.
fn give_up_files(places: &Places, settings: &Settings) -> Result<(), Trouble> {
    // Directories that are made later are below one that is there.
    let above = |path: &Path| path.ancestors().find(|path| path.exists()).map(Path::to_owned);
    let read = [&places.state, &places.inbox, &places.news]
        .into_iter()
        .filter_map(|path| above(path));
    let read: Vec<PathBuf> = read.chain([PathBuf::from("/proc"), PathBuf::from("/sys")]).collect();
    let read = read.iter().map(|path| (path.as_path(), Right::Read));
    let dimmer = board::pwm::Channel::of(settings).map(|channel| channel.chip);
    let write = [Path::new("/dev"), &places.own, &places.requests].into_iter();
    let write = write.chain(dimmer.as_deref()).map(|path| (path, Right::Write));
    sandbox::only_files(read.chain(write))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_in_the_settings_is_named_with_its_file_and_line_and_the_other_lines_hold() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("playtally.toml");
        std::fs::write(&path, "panel = 'pirate-audio'\npace = 'slow'").unwrap();
        let (settings, mistake) = load(Some(&path));
        let mistake = mistake.unwrap().to_string();
        assert!(mistake.contains("playtally.toml, line 2, `pace`: "), "{mistake}");
        assert_eq!(settings, Settings::parse("", "panel = 'pirate-audio'").unwrap());
    }
}
