//! Why the program cannot run, and what to do about it.

use std::fmt;
use std::io::{self, ErrorKind, Write};

use playtally_device::SpiDevice;

/// Something that keeps the program from running, with its remedy.
#[derive(Debug)]
pub(crate) struct Trouble {
    what: String,
    remedy: Option<String>,
}

/// Says something on standard error. Where nobody hears it, that is no reason for the display to end.
pub(crate) fn say(words: impl fmt::Display) {
    // In one piece: what hears it may take each call for a message of its own.
    let _ = io::stderr().write_all(format!("playtally-device: {words}\n").as_bytes());
}

impl Trouble {
    pub(crate) fn new(what: impl fmt::Display) -> Self {
        Self {
            what: what.to_string(),
            remedy: None,
        }
    }

    /// Says what to do about it.
    pub(crate) fn with_remedy(self, remedy: impl Into<String>) -> Self {
        Self {
            remedy: Some(remedy.into()),
            ..self
        }
    }

    /// The SPI device cannot be opened.
    pub(crate) fn spi(device: SpiDevice, error: io::Error) -> Self {
        let trouble = Self::new(format_args!("{device}: {error}"));
        match error.kind() {
            ErrorKind::NotFound if device.bus == 0 => trouble.with_remedy(
                "SPI is not switched on: sudo raspi-config nonint do_spi 0, then start the Raspberry Pi again.",
            ),
            ErrorKind::NotFound => trouble.with_remedy(format!(
                "Switch the bus on with dtoverlay=spi{}-3cs in the boot configuration, or set another `spi.device`.",
                device.bus
            )),
            ErrorKind::PermissionDenied => {
                trouble.with_remedy("Let this user use it: sudo usermod -aG spi \"$USER\", then log in again.")
            }
            _ => trouble,
        }
    }

    /// A node of the GPIO driver cannot be opened.
    pub(crate) fn gpio(node: &str, error: &io::Error) -> Self {
        let trouble = Self::new(format_args!("{node}: {error}"));
        match error.kind() {
            ErrorKind::PermissionDenied => {
                trouble.with_remedy("Let this user use it: sudo usermod -aG gpio \"$USER\", then log in again.")
            }
            _ => trouble,
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        self.remedy.iter().try_for_each(|remedy| write!(f, "\n{remedy}"))
    }
}
