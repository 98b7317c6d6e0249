//! The program on Linux: arguments, settings, summaries, back end, loop.

mod arguments;
mod board;
mod clock;
mod run;
mod summaries;
mod trouble;
mod wait;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use playtally_device::{Backend, Settings, SettingsError};

use arguments::{Arguments, Invocation};
use run::Job;
use summaries::Summaries;
use trouble::Trouble;
use wait::Wakeups;

/// The exit code for arguments that make no sense.
const USAGE: u8 = 2;
/// The settings that hold where no others are named.
const SETTINGS: &str = "/etc/playtally.toml";

pub(crate) fn main() -> ExitCode {
    let outcome = match arguments::parse(lexopt::Parser::from_env()) {
        Ok(Invocation::Run(arguments)) => run(&arguments),
        Ok(Invocation::Print(text)) => {
            // A closed pipe is no error.
            let _ = std::io::stdout().write_all(text.as_bytes());
            Ok(())
        }
        Err(error) => {
            eprintln!("playtally-device: {error}\nTry `playtally-device --help`.");
            return ExitCode::from(USAGE);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("playtally-device: {trouble}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Trouble> {
    // Before any thread is started, so that all of them leave the signals to it.
    let wakeups = Wakeups::new()?;
    let summaries = match &arguments.summaries[..] {
        [] => Summaries::kept(arguments.state.as_deref()),
        paths => Summaries::given(paths)?,
    };
    let (settings, mistake) = match settings(arguments) {
        Ok(settings) => (settings, None),
        Err(mistake) => {
            eprintln!("playtally-device: {mistake}\nThe default settings hold instead.");
            (Settings::default(), Some(mistake))
        }
    };
    let job = Job {
        settings: &settings,
        mistake,
        summaries,
        wakeups: &wakeups,
    };
    match settings.backend {
        Backend::Rppal => job.run(board::rppal::open(&settings, &wakeups.waker())?),
        Backend::Kernel => job.run(board::kernel::open(&settings)?),
    }
}

/// The settings that were named, or those of the system if it has any.
fn settings(arguments: &Arguments) -> Result<Settings, SettingsError> {
    let system = Path::new(SETTINGS);
    match &arguments.settings {
        Some(path) => Settings::load(path),
        None if system.exists() => Settings::load(system),
        None => Ok(Settings::default()),
    }
}
