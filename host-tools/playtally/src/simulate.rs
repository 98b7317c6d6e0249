//! `playtally simulate`: the device on an emulated panel.

mod blocks;
mod budgets;
mod file;
mod graphics;
mod layout;
mod picture;
mod round;
mod session;
mod shots;
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
use playtally_device::Settings;
use playtally_screen::Class;
use playtally_simulator::{Simulated, Start};

use crate::arguments::{self, Emulated};
use crate::outcome::Misuse;
use crate::output;
use crate::safely::{self, Content, Outputs};
use crate::text::style::{WARNING, styled};
use layout::Layout;
use session::Session;
use shots::Shots;
use source::Source;
use tour::Pictures;

/// The time of day of pictures that are the same every day.
const NOON: NaiveTime = NaiveTime::from_hms_opt(12, 0, 0).expect("noon");

/// Shows a summary, an export or the library, where the arguments say.
pub(crate) fn run(
    arguments: &arguments::Simulate,
    library: impl FnOnce() -> Result<PathBuf>,
    mut outputs: Outputs,
) -> Result<()> {
    if arguments.shots.is_some() && arguments.gif.is_some() && arguments.tour.is_none() {
        let together = "--shots and --gif go together only with --tour; ask for one after the other";
        return Err(Misuse(together.to_owned()).into());
    }
    let Emulated { panel, rotate, .. } = arguments.device;
    if !Class::is_composed_for(panel.size(rotate)) {
        let lies = format!("{} can lie but not stand: --rotate takes 0 or 180 with it", panel.name);
        return Err(Misuse(lies).into());
    }
    one_for_standard_output(arguments)?;
    let trace = arguments.trace.as_deref();
    let trace = trace.map(|file| outputs.file(file, Content::Text)).transpose()?;
    let gif = arguments.gif.as_deref();
    let gif = gif.map(|file| outputs.file(file, Content::Binary)).transpose()?;
    let shots = arguments.shots.as_deref();
    let shots = shots.map(|folder| Shots::new(folder, &mut outputs)).transpose()?;
    let layout = arguments.layout.as_deref();
    let layout = layout.map(|file| outputs.file(file, Content::Text)).transpose()?;
    let layout = layout.map(|output| Layout::new(panel, output));
    let drawn = [&arguments.shots, &arguments.layout, &arguments.gif];
    let reproducible = drawn.into_iter().any(Option::is_some) || arguments.tour.is_some();
    let source = Source::new(arguments, reproducible);
    let (summary, file) = source.summary(arguments.input.as_deref(), library)?;
    let wanted = &arguments.device;
    let start = match wanted.at {
        Some(time) => Start::Local(time),
        None if reproducible => Start::Local(summary.summary().owner().pressed.date().and_time(NOON)),
        None => Start::Utc(Utc::now().timestamp()),
    };
    if let Some(at) = wanted.at {
        let owner = summary.summary().owner();
        let (first, last) = (owner.first.date(), owner.last.date());
        if at.date() < first || at.date() > last {
            let note = styled(WARNING, "note:");
            anstream::eprintln!(
                "{note} --at {} is outside the history, which is from {first} to {last}",
                at.date()
            );
        }
    }
    let settings = Settings {
        rotation: wanted.rotate,
        language: wanted.language,
        theme: wanted.theme,
        ..Settings::on(wanted.panel)
    };
    let mut device = Simulated::new(&settings, &summary, start, trace.is_some())?;
    let recorder = device.recorder();
    let shown = if let Some(minutes) = arguments.tour {
        tour::run(&mut device, minutes, arguments, Pictures { gif, shots })
    } else if shots.is_some() || layout.is_some() {
        round::pages(device, shots, layout, |device| {
            #[cfg(feature = "window")]
            if arguments.housing {
                return window::portrait(device);
            }
            picture::png(&device.image())
        })
    } else if let Some(output) = gif {
        round::gif(device, wanted.speed, &output)
    } else {
        let session = Session::new(device, source, file, wanted.speed, outputs);
        if arguments.terminal {
            terminal::run(session)
        } else {
            in_a_window(session)
        }
    };
    // What went wrong is what a trace is looked at for.
    if let Some(output) = trace {
        safely::write(&output, recorder().to_string().as_bytes())?;
    }
    shown
}

/// Refuses to print two things at once.
fn one_for_standard_output(arguments: &arguments::Simulate) -> Result<()> {
    let is_printed = |file: &Option<PathBuf>| file.as_ref().is_some_and(|file| file.as_os_str() == "-");
    let says = arguments.tour.is_some() || arguments.shots.is_some();
    let printed = [
        is_printed(&arguments.gif),
        is_printed(&arguments.trace),
        is_printed(&arguments.layout),
        says,
    ];
    if printed.into_iter().filter(|printed| *printed).count() > 1 {
        let once =
            "standard output takes one thing, and a tour and --shots say there what they did; name a file instead of -";
        return Err(Misuse(once.to_owned()).into());
    }
    Ok(())
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
    output::say(format_args!(
        "{note} there is no display ({reason}), so the device is shown in the terminal"
    ));
    terminal::run(session)
}
