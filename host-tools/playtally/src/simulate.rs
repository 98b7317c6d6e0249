//! `playtally simulate`: the device on an emulated panel.

mod blocks;
mod budgets;
mod file;
mod graphics;
mod picture;
mod round;
mod session;
mod source;
mod status;
mod terminal;
mod tour;
#[cfg(feature = "window")]
mod window;

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use anyhow::{Result, bail};
use chrono::{NaiveTime, Utc};
use playtally_screen::Class;
use playtally_simulator::{Simulated, Start};

use crate::arguments::{self, Emulated};
use crate::outcome::Misuse;
use crate::safely;
use crate::text::style::{WARNING, styled};
use session::Session;
use source::Source;

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
    let source = Source::new(arguments, reproducible);
    let (summary, file) = source.summary(arguments.input.as_deref(), library)?;
    let wanted = &arguments.device;
    let start = match wanted.at {
        Some(time) => Start::Local(time),
        None if reproducible => Start::Local(summary.summary().owner().pressed.date().and_time(NOON)),
        None => Start::Utc(Utc::now().timestamp()),
    };
    let mut device = Simulated::new(wanted.panel, wanted.rotate, &summary, start, arguments.trace.is_some())?;
    let recorder = device.recorder();
    let shown = if let Some(minutes) = arguments.tour {
        tour::run(&mut device, minutes, arguments)
    } else if let Some(folder) = &arguments.shots {
        round::shots(device, folder, |device| {
            #[cfg(feature = "window")]
            if arguments.housing {
                return window::portrait(device);
            }
            picture::png(&device.image())
        })
    } else if let Some(file) = &arguments.gif {
        round::gif(device, wanted.speed, file)
    } else {
        let session = Session::new(device, source, file, wanted.speed);
        if arguments.terminal {
            terminal::run(session)
        } else {
            in_a_window(session)
        }
    };
    // What went wrong is what a trace is looked at for.
    if let Some(path) = &arguments.trace {
        safely::write(path, recorder().to_string().as_bytes())?;
    }
    shown
}

/// Shows the device in a window, or in the terminal where there is no display.
fn in_a_window(session: Session) -> Result<()> {
    #[cfg(feature = "window")]
    let reason = match window::connect() {
        Ok(display) => return window::run(display, session),
        Err(reason) => reason,
    };
    #[cfg(not(feature = "window"))]
    let reason = "this playtally was built without windows";
    if !io::stdout().is_terminal() {
        bail!("there is no display ({reason}) and no terminal; --shots DIR draws the pages into files instead");
    }
    let note = styled(WARNING, "note:");
    anstream::eprintln!("{note} there is no display ({reason}), so the device is shown in the terminal");
    terminal::run(session)
}
