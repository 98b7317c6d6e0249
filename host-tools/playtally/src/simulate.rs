//! `playtally simulate`: the device on an emulated panel.

mod blocks;
mod budgets;
mod device;
mod file;
mod panels;
mod picture;
mod round;
mod source;
mod terminal;
mod tour;
#[cfg(feature = "window")]
mod window;

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use anyhow::{Result, bail};
use chrono::NaiveTime;
use playtally_screen::Class;

use crate::arguments::{self, Emulated};
use crate::outcome::Misuse;
use crate::safely;
use crate::text::style::{WARNING, styled};
use device::Simulated;
use file::Watched;

/// The time of day of pictures that are the same every day.
const NOON: NaiveTime = NaiveTime::from_hms_opt(12, 0, 0).expect("noon");

/// Shows a summary, an export or the library, where the arguments say.
pub(crate) fn run(arguments: &arguments::Simulate, library: impl FnOnce() -> Result<PathBuf>) -> Result<()> {
    if arguments.shots.is_some() && arguments.gif.is_some() && arguments.tour.is_none() {
        let together = "--shots and --gif go together only with --tour; ask for one after the other";
        return Err(Misuse(together.to_owned()).into());
    }
    let Emulated { panel, rotate, .. } = arguments.device;
    if !Class::is_composed_for(panel.size(rotate)) {
        let lies = format!("{} can lie but not stand: --rotate takes 0 or 180 with it", panel.name);
        return Err(Misuse(lies).into());
    }
    let reproducible = arguments.shots.is_some() || arguments.gif.is_some() || arguments.tour.is_some();
    let (summary, file) = source::summary(arguments, library, reproducible)?;
    let wanted = &arguments.device;
    let at = wanted.at.or_else(|| {
        let pressed = summary.summary().owner().pressed.date();
        reproducible.then(|| pressed.and_time(NOON))
    });
    let mut device = Simulated::new(wanted.panel, wanted.rotate, summary, at, arguments.trace.is_some())?;
    let recorder = device.recorder();
    let shown = if let Some(minutes) = arguments.tour {
        tour::run(&mut device, minutes, arguments)
    } else if let Some(folder) = &arguments.shots {
        round::shots(device, folder)
    } else if let Some(file) = &arguments.gif {
        round::gif(device, wanted.speed, file)
    } else if arguments.terminal {
        terminal::run(device, file, wanted.speed)
    } else {
        in_a_window(device, file, wanted.speed)
    };
    // What went wrong is what a trace is looked at for.
    if let Some(path) = &arguments.trace {
        safely::write(path, recorder().to_string().as_bytes())?;
    }
    shown
}

/// Shows the device in a window, or in the terminal where there is no display.
fn in_a_window(device: Simulated, file: Option<Watched>, speed: f64) -> Result<()> {
    #[cfg(feature = "window")]
    let reason = match window::connect() {
        Ok(display) => return window::run(display, device, file, speed),
        Err(reason) => reason,
    };
    #[cfg(not(feature = "window"))]
    let reason = "this playtally was built without windows";
    if !io::stdout().is_terminal() {
        bail!("there is no display ({reason}) and no terminal; --shots DIR draws the pages into files instead");
    }
    let note = styled(WARNING, "note:");
    anstream::eprintln!("{note} there is no display ({reason}), so the device is shown in the terminal");
    terminal::run(device, file, speed)
}
