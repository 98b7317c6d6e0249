//! Hats: what is on which pin.

use super::{Pin, Pins, SpiDevice};

/// How a hat is wired to the Pi's header. Its panel is the one of the same name in [`playtally_panel::PANELS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hat {
    /// What it is called in settings.
    pub(super) panel: &'static str,
    /// Its SPI device.
    pub(super) spi: SpiDevice,
    /// Its pins.
    pub(super) pins: Pins,
}

/// A line that exists, checked when compiling.
const fn pin(number: u8) -> Pin {
    match Pin::new(number) {
        Some(pin) => pin,
        None => panic!("the header has no such line"),
    }
}

const fn pins<const N: usize>(numbers: [u8; N]) -> [Option<Pin>; N] {
    let mut pins = [None; N];
    let mut i = 0;
    while i < N {
        pins[i] = Some(pin(numbers[i]));
        i += 1;
    }
    pins
}

/// The hats; the first is the default. Sources: the pinouts that Pimoroni publishes for its boards.
pub(super) const HATS: &[Hat] = &[
    Hat {
        panel: "display-hat-mini",
        spi: SpiDevice { bus: 0, select: 1 },
        pins: Pins {
            data_command: pin(9),
            reset: None,
            busy: None,
            backlight: Some(pin(13)),
            led: pins([17, 27, 22]),
            buttons: pins([5, 6, 16, 24]),
        },
    },
    Hat {
        panel: "pirate-audio",
        spi: SpiDevice { bus: 0, select: 1 },
        pins: Pins {
            data_command: pin(9),
            reset: None,
            busy: None,
            backlight: Some(pin(13)),
            led: [None; 3],
            buttons: pins([5, 6, 16, 24]),
        },
    },
];

impl Hat {
    /// The hat that brings a panel, if one does.
    pub(super) fn of(panel: &str) -> Option<&'static Self> {
        HATS.iter().find(|hat| hat.panel == panel)
    }
}

#[cfg(test)]
mod tests {
    use playtally_panel::PanelSpec;

    use super::*;

    #[test]
    fn every_hat_has_a_panel_of_its_name() {
        for hat in HATS {
            assert!(PanelSpec::find(hat.panel).is_some(), "{}", hat.panel);
        }
        assert_eq!(HATS[0].panel, playtally_panel::PANELS[0].name, "both are the default");
    }
}
