//! Pins and buses.

use std::fmt;

/// One of the 28 GPIO lines of the Pi's header, as the chip counts them ("BCM").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pin(u8);

impl Pin {
    /// The line of that number, 0 to 27.
    #[must_use]
    pub const fn new(number: u8) -> Option<Self> {
        if number <= 27 { Some(Self(number)) } else { None }
    }

    /// Its number.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GPIO{}", self.0)
    }
}

/// What is on which line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pins {
    /// Low for commands, high for pixels.
    pub data_command: Pin,
    /// Resets the panel while low.
    pub reset: Option<Pin>,
    /// High while e-paper is at work.
    pub busy: Option<Pin>,
    /// The backlight: on while high.
    pub backlight: Option<Pin>,
    /// Red, green and blue of an LED: each shines while its line is low.
    pub led: [Option<Pin>; 3],
    /// Buttons A, B, X and Y: down while low.
    pub buttons: [Option<Pin>; 4],
}

impl Pins {
    /// Every line that serves a purpose.
    pub fn lines(&self) -> impl Iterator<Item = Pin> {
        let single = [Some(self.data_command), self.reset, self.busy, self.backlight];
        single.into_iter().chain(self.led).chain(self.buttons).flatten()
    }
}

/// An SPI device of the kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpiDevice {
    /// The controller, 0 to 6.
    pub bus: u8,
    /// The chip select, 0 to 2.
    pub select: u8,
}

impl SpiDevice {
    /// The lines of the header that carry it: chip select, MOSI and SCLK of bus 0. The other buses lie on different
    /// lines on different models. MISO is not among them, for a panel is only written to and some hats use the line.
    pub(super) fn lines(self) -> Vec<Pin> {
        match (self.bus, self.select) {
            (0, 0) => vec![Pin(8), Pin(10), Pin(11)],
            (0, 1) => vec![Pin(7), Pin(10), Pin(11)],
            _ => Vec::new(),
        }
    }

    /// Reads `spidev0.1`, with or without `/dev/` before it.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.strip_prefix("/dev/").unwrap_or(name);
        let (bus, select) = name.strip_prefix("spidev")?.split_once('.')?;
        let digit = |text: &str, most: u8| {
            let number = text.parse().ok().filter(|&number| number <= most)?;
            (text.len() == 1).then_some(number)
        };
        Some(Self {
            bus: digit(bus, 6)?,
            select: digit(select, 2)?,
        })
    }
}

impl fmt::Display for SpiDevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/dev/spidev{}.{}", self.bus, self.select)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_spi_device_is_its_name_and_back() {
        let device = SpiDevice::parse("spidev0.1").unwrap();
        assert_eq!((device.bus, device.select), (0, 1));
        assert_eq!(SpiDevice::parse(&device.to_string()), Some(device));
    }

    #[test]
    fn other_names_are_no_spi_device() {
        for name in [
            "",
            "spidev",
            "spidev0",
            "spidev0.3",
            "spidev7.0",
            "spidev+1.0",
            "spidev00.0",
            "/tmp/spidev0.0",
        ] {
            assert_eq!(SpiDevice::parse(name), None, "{name}");
        }
    }

    #[test]
    fn the_header_has_lines_0_to_27() {
        assert_eq!(Pin::new(27).map(Pin::number), Some(27));
        assert_eq!(Pin::new(28), None);
    }
}
