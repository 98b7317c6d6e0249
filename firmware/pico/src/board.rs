//! How a Pico is wired, and what holds at the start.
//!
//! `PLAYTALLY_BOARD=NAME cargo build …` chooses one of [`BOARDS`]; a new wiring is a row here.

use playtally_device::{Action, Options};
use playtally_panel::{PanelSpec, Refresh, Rotation};
use playtally_screen::{Class, Look, Pace};

/// A Pico with a panel and what else is wired to it. Pins are numbers of GPIO lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Board {
    /// What it is called when the program is built.
    pub name: &'static str,
    /// Its panel, one of [`playtally_panel::PANELS`].
    pub panel: &'static str,
    /// How the picture is turned from upright.
    pub rotation: Rotation,
    /// The SPI controller, 0 or 1.
    pub spi: u8,
    /// Its clock line.
    pub clock: u8,
    /// Its data line to the panel.
    pub data: u8,
    /// The panel's chip select.
    pub select: u8,
    /// The line that tells data from commands.
    pub data_command: u8,
    /// The panel's reset, where it is wired.
    pub reset: Option<u8>,
    /// What lights the panel, where it is wired. It is dimmed by PWM.
    pub backlight: Option<u8>,
    /// Buttons A, B, X and Y, which pull their lines low.
    pub buttons: Option<[u8; 4]>,
    /// An LED of red, green and blue, which shines where its lines are low.
    pub led: Option<[u8; 3]>,
}

/// Pimoroni's Pico Display Pack 2.0: 320x240, four buttons, an LED.
const PICO_DISPLAY_2: Board = Board {
    name: "pico-display-2",
    panel: "st7789-320x240",
    rotation: Rotation::Deg0,
    spi: 0,
    clock: 18,
    data: 19,
    select: 17,
    data_command: 16,
    reset: None,
    backlight: Some(20),
    buttons: Some([12, 13, 14, 15]),
    led: Some([6, 7, 8]),
};

/// A panel on the same lines with its reset on line 21, and four buttons at the same places.
const BARE: Board = Board {
    reset: Some(21),
    led: None,
    ..PICO_DISPLAY_2
};

/// The boards that there is firmware for.
pub const BOARDS: &[Board] = &[
    PICO_DISPLAY_2,
    Board {
        name: "gc9a01-240x240",
        panel: "gc9a01-240x240",
        ..BARE
    },
    Board {
        name: "st7789-240x240",
        panel: "st7789-240x240",
        ..BARE
    },
    Board {
        name: "st7789-320x240",
        panel: "st7789-320x240",
        ..BARE
    },
    Board {
        name: "ssd1306-128x64",
        panel: "ssd1306-128x64",
        backlight: None,
        ..BARE
    },
];

/// The most pixels of any panel.
pub const MOST_PIXELS: usize = 320 * 240;

impl Board {
    /// The board that this was built for, if there is one of its name.
    #[must_use]
    pub fn built_for() -> Option<&'static Self> {
        Self::find(option_env!("PLAYTALLY_BOARD").unwrap_or(PICO_DISPLAY_2.name))
    }

    /// The board of that name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        BOARDS.iter().find(|board| board.name == name)
    }

    /// Its panel, if there is one of its name.
    #[must_use]
    pub fn panel(&self) -> Option<&'static PanelSpec> {
        PanelSpec::find(self.panel)
    }
}

/// What holds at the start on a panel, as on the Raspberry Pi: twelve seconds a page, dark, in English, all light, no night,
/// in motion.
#[must_use]
pub fn options(panel: &PanelSpec) -> Options {
    let least_seconds = panel.refresh.apart_ms().div_ceil(1000) as u16;
    let usual = Pace::default();
    Options {
        pace: Pace {
            seconds: usual.seconds.max(least_seconds),
            least_seconds,
            ..usual
        },
        look: Look {
            class: panel.round.then_some(Class::Round),
            ..Look::default()
        },
        actions: [Action::Pause, Action::Owner, Action::Next, Action::Previous],
        brightness: 100,
        night: None,
        calm: matches!(panel.refresh, Refresh::Paper(_)),
        turned: false,
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use playtally_panel::Tiles;

    use super::*;

    #[test]
    fn every_board_has_a_panel_that_fits_into_memory() {
        for board in BOARDS {
            assert_eq!(Board::find(board.name), Some(board));
            let panel = board.panel().expect(board.name);
            let size = panel.size(board.rotation);
            assert!((size.width * size.height) as usize <= MOST_PIXELS, "{}", board.name);
            assert!(Tiles::count(size) <= Tiles::count(playtally_panel::PANELS[0].size(Rotation::Deg0)));
        }
    }

    #[test]
    fn no_line_has_two_ends_and_spi_comes_out_where_the_chip_has_it() {
        for board in BOARDS {
            let mut lines: Vec<u8> = [board.clock, board.data, board.select, board.data_command].to_vec();
            lines.extend(board.reset);
            lines.extend(board.backlight);
            lines.extend(board.buttons.into_iter().flatten());
            lines.extend(board.led.into_iter().flatten());
            let all = lines.len();
            lines.sort_unstable();
            lines.dedup();
            assert_eq!(lines.len(), all, "{}", board.name);
            // RP2040 data sheet, table 2: of eight lines with one controller, the third of four is its clock and the fourth
            // what it sends.
            for (line, place) in [(board.clock, 2), (board.data, 3)] {
                assert_eq!((line % 4, line / 8 % 2), (place, board.spi), "{}", board.name);
            }
        }
    }

    #[test]
    fn a_pico_starts_as_a_raspberry_pi_does() {
        for board in BOARDS {
            let panel = board.panel().unwrap();
            assert_eq!(options(panel), playtally_device::Settings::on(panel).options());
        }
    }
}
