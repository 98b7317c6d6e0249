//! What the panel on the emulated machine's pins shows.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use embedded_hal::delay::DelayNs;
use embedded_hal::digital::OutputPin;
use embedded_hal::spi::SpiDevice;
use playtally_panel_emulator::{EmulatedPanel, Glass};

use super::trace::{Event, events_of};
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

/// An emulated panel that is fed with what happens on the machine's pins.
#[derive(Debug)]
pub struct Screen {
    panel: EmulatedPanel,
    lines: Lines,
    trace: BufReader<File>,
    /// The beginning of a line that QEMU has not written to its end yet.
    begun: String,
}

impl Screen {
    /// A panel on the pins whose trace is in a file.
    ///
    /// # Errors
    /// There is no such file.
    pub fn new(trace: &Path, glass: Glass, lines: Lines) -> io::Result<Self> {
        Ok(Self {
            panel: EmulatedPanel::new(glass),
            lines,
            trace: BufReader::new(File::open(trace)?),
            begun: String::new(),
        })
    }

    /// Takes in what happened since the last time, but nothing after a picture that is waited for has come up. Returns
    /// whether it has.
    ///
    /// # Errors
    /// The trace cannot be read, or the panel refuses what came.
    pub fn look_for(&mut self, expected: &Picture) -> io::Result<bool> {
        while let Some(line) = self.next_line()? {
            for event in events_of(&line) {
                self.take(event)?;
                // A picture is whole before a command begins the next one.
                let command_comes = event
                    == Event::Line {
                        line: self.lines.data_command,
                        high: false,
                    };
                if command_comes && self.picture() == *expected {
                    return Ok(true);
                }
            }
        }
        Ok(self.picture() == *expected)
    }

    /// Takes in everything that happened since the last time, and returns what the eye sees after it.
    ///
    /// # Errors
    /// The trace cannot be read, or the panel refuses what came.
    pub fn look(&mut self) -> io::Result<Picture> {
        while let Some(line) = self.next_line()? {
            events_of(&line).try_for_each(|event| self.take(event))?;
        }
        Ok(self.picture())
    }

    /// The next line of the trace, once QEMU has written it to its end.
    fn next_line(&mut self) -> io::Result<Option<String>> {
        while self.trace.read_line(&mut self.begun)? > 0 {
            if self.begun.ends_with('\n') {
                return Ok(Some(std::mem::take(&mut self.begun)));
            }
        }
        Ok(None)
    }

    /// What the eye sees.
    #[must_use]
    pub fn picture(&self) -> Picture {
        Picture::from(&self.panel.image())
    }

    fn take(&mut self, event: Event) -> io::Result<()> {
        let failed = |error: &dyn std::fmt::Debug| io::Error::other(format!("the panel refused the bus: {error:?}"));
        match event {
            Event::Byte(byte) => self.panel.spi().write(&[byte]).map_err(|error| failed(&error)),
            Event::Line { line, high } if line == self.lines.data_command => {
                // The trace has no times. The program waited as long as the panel needs; so does this.
                self.panel.delay().delay_ms(150);
                self.panel
                    .data_command()
                    .set_state(high.into())
                    .map_err(|error| failed(&error))
            }
            Event::Line { line, high } if line == self.lines.backlight => self
                .panel
                .backlight()
                .set_state(high.into())
                .map_err(|error| failed(&error)),
            Event::Line { .. } => Ok(()),
        }
    }
}
