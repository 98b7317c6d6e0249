//! `playtally simulate`: the device on an emulated panel.

mod blocks;
mod device;
mod panels;
mod picture;
mod source;
mod terminal;
mod tour;
#[cfg(feature = "window")]
mod window;

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use anyhow::{Result, bail};
use chrono::NaiveTime;

use crate::arguments;
use crate::text::style::{WARNING, styled};
use device::Simulated;

/// The time of day of pictures that are the same every day.
const NOON: NaiveTime = NaiveTime::from_hms_opt(12, 0, 0).expect("noon");

/// Shows a summary, an export or the library, where the arguments say.
pub(crate) fn run(arguments: &arguments::Simulate, library: impl FnOnce() -> Result<PathBuf>) -> Result<()> {
    let reproducible = arguments.shots.is_some() || arguments.gif.is_some();
    let summary = source::summary(arguments, library, reproducible)?;
    let wanted = &arguments.device;
    let at = wanted.at.or_else(|| {
        let pressed = summary.summary().owner().pressed.date();
        reproducible.then(|| pressed.and_time(NOON))
    });
    let device = Simulated::new(wanted.panel, wanted.rotate, summary, at)?;
    if let Some(folder) = &arguments.shots {
        tour::shots(device, folder)
    } else if let Some(file) = &arguments.gif {
        tour::gif(device, wanted.speed, file)
    } else if arguments.terminal {
        terminal::run(device, wanted.speed)
    } else {
        in_a_window(device, wanted.speed)
    }
}

/// Shows the device in a window, or in the terminal where there is no display.
fn in_a_window(device: Simulated, speed: f64) -> Result<()> {
    #[cfg(feature = "window")]
    let reason = match window::connect() {
        Ok(display) => return window::run(display, device, speed),
        Err(reason) => reason,
    };
    #[cfg(not(feature = "window"))]
    let reason = "this playtally was built without windows";
    if !io::stdout().is_terminal() {
        bail!("there is no display ({reason}) and no terminal; --shots DIR draws the pages into files instead");
    }
    let note = styled(WARNING, "note:");
    anstream::eprintln!("{note} there is no display ({reason}), so the device is shown in the terminal");
    terminal::run(device, speed)
}
