//! What the panel on the emulated machine's pins shows.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use embedded_hal::delay::DelayNs;
use embedded_hal::digital::OutputPin;
use embedded_hal::spi::SpiDevice;
use playtally_panel_emulator::{EmulatedPanel, Glass};

use super::trace::{Event, events};
use crate::picture::Picture;

/// GPIO numbers of the lines between the machine and its panel.
#[derive(Clone, Copy, Debug)]
pub struct Lines {
    /// Low for commands.
    pub data_command: u8,
    /// High for light.
    pub backlight: u8,
}

impl Lines {
    /// Those of the Display HAT Mini.
    pub const DISPLAY_HAT_MINI: Self = Self {
        data_command: 9,
        backlight: 13,
    };
}

/// Plays everything that happened on the pins so far to an emulated panel, and returns what the eye sees.
///
/// # Errors
/// The trace cannot be read, or the panel refuses what came.
pub fn look(trace: &Path, glass: Glass, lines: Lines) -> io::Result<Picture> {
    let panel = EmulatedPanel::new(glass);
    let (mut spi, mut data_command, mut backlight) = (panel.spi(), panel.data_command(), panel.backlight());
    let failed = |error: &dyn std::fmt::Debug| io::Error::other(format!("the panel refused the bus: {error:?}"));
    for event in events(BufReader::new(File::open(trace)?)) {
        match event? {
            Event::Byte(byte) => spi.write(&[byte]).map_err(|error| failed(&error))?,
            Event::Line { line, high } if line == lines.data_command => {
                // The trace has no times. The program waited as long as the panel needs; so does this.
                panel.delay().delay_ms(150);
                data_command.set_state(high.into()).map_err(|error| failed(&error))?;
            }
            Event::Line { line, high } if line == lines.backlight => {
                backlight.set_state(high.into()).map_err(|error| failed(&error))?;
            }
            Event::Line { .. } => {}
        }
    }
    let image = panel.image();
    Ok(Picture {
        width: image.width(),
        height: image.height(),
        rgb: image.rgb().to_vec(),
    })
}
