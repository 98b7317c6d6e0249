//! Finding out which hat is plugged on, where the settings leave that open: each that is known is tried, until its owner
//! holds a button because the picture is right.
//!
//! What is an output on one hat may be an input on another, where a button or a busy line drives it; two outputs on one
//! line could harm both. So a line that is an input on any known hat is never driven, not even for a light: hats light
//! themselves up as long as nobody says otherwise. Only hats with buttons are tried.

use std::collections::BTreeSet;

use super::{File, Pin, Settings};

/// A hat that can be tried: what stands in the settings for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What it is called.
    pub name: &'static str,
    /// The line at the beginning.
    panel: &'static str,
    /// The tables at the end.
    tables: &'static str,
}

/// The hats that are tried, in this order; all are those of the table in docs/hardware.md.
pub const CANDIDATES: &[Candidate] = &[
    Candidate {
        name: "Display HAT Mini",
        panel: "panel = \"display-hat-mini\"",
        tables: "",
    },
    Candidate {
        name: "Pirate Audio",
        panel: "panel = \"pirate-audio\"",
        tables: "",
    },
    Candidate {
        name: "Waveshare 1.3\" LCD HAT",
        panel: "panel = \"st7789-240x240\"",
        tables: "[spi]\ndevice = \"spidev0.0\"\n[pins]\ndata_command = 25\nreset = 27\nbacklight = 24\nbutton_a = 21\n\
                 button_b = 20\nbutton_x = 26\nbutton_y = 5\n",
    },
];

/// Lines that are inputs on known hats though their settings do not name them: button Y of early boards of Pirate Audio; the
/// stick and the third key of the Waveshare 1.3" LCD HAT; what the Waveshare 2.13" e-Paper HAT, which has no buttons, says
/// when it is busy.
const MORE_INPUTS: [u8; 8] = [20, 6, 19, 26, 5, 13, 16, 24];

/// Every line that is an input on any known hat.
fn inputs() -> BTreeSet<Pin> {
    let of_candidates = CANDIDATES.iter().filter_map(|candidate| candidate.settings("").ok());
    let named = of_candidates.flat_map(|settings| settings.pins.buttons.into_iter().chain([settings.pins.busy]));
    named
        .flatten()
        .chain(MORE_INPUTS.into_iter().filter_map(Pin::new))
        .collect()
}

impl Candidate {
    /// The settings of a file that leaves the hat open, for this hat.
    ///
    /// # Errors
    /// Those of a file with a mistake.
    pub fn settings(&self, file: &str) -> Result<Settings, super::SettingsError> {
        Settings::parse("playtally.toml", &format!("{}\n{file}\n{}", self.panel, self.tables))
    }

    /// The same with no line in it that must not be driven, and no button, light or LED; `None` if its panel cannot do
    /// without such a line, or nobody could say that it is the right one.
    #[must_use]
    pub fn harmless(&self) -> Option<Settings> {
        let mut settings = self.settings("").ok()?;
        let inputs = inputs();
        let has_button = settings.pins.buttons.iter().any(Option::is_some);
        settings.pins.buttons = [None; 4];
        settings.pins.led = [None; 3];
        settings.pins.backlight = None;
        let harms = settings
            .pins
            .lines()
            .chain(settings.spi.lines())
            .any(|line| inputs.contains(&line));
        (has_button && !harms).then_some(settings)
    }
}

/// Whether the text of a settings file says nothing of what is plugged on.
#[must_use]
pub fn leaves_the_hat_open(text: &str) -> bool {
    let Ok(file) = toml::from_str::<File>(text) else {
        return false;
    };
    // A table without a line in it is one that was not filled in.
    let named = text.parse::<toml::Table>().unwrap_or_default();
    let empty = |name: &str| {
        named
            .get(name)
            .and_then(|table| table.as_table())
            .is_none_or(toml::Table::is_empty)
    };
    file.panel.is_none() && empty("spi") && empty("pins")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_driven_that_any_known_hat_has_as_an_input() {
        let inputs = inputs();
        for line in [5, 6, 13, 16, 19, 20, 21, 24, 26] {
            assert!(inputs.contains(&Pin::new(line).unwrap()), "GPIO{line}");
        }
        for candidate in CANDIDATES {
            let settings = candidate
                .harmless()
                .unwrap_or_else(|| panic!("{} is not tried", candidate.name));
            let driven: Vec<Pin> = settings.pins.lines().chain(settings.spi.lines()).collect();
            assert!(
                driven.iter().all(|line| !inputs.contains(line)),
                "{}: {driven:?}",
                candidate.name
            );
            assert!(settings.pins.backlight.is_none() && settings.pins.buttons == [None; 4]);
        }
    }

    #[test]
    fn the_light_of_one_hat_is_a_button_of_another() {
        let lights = CANDIDATES
            .iter()
            .map(|candidate| candidate.settings("").unwrap().pins.backlight.unwrap());
        let inputs = inputs();
        assert!(
            lights.into_iter().all(|light| inputs.contains(&light)),
            "this is why none is driven"
        );
    }

    #[test]
    fn every_hat_of_the_table_in_the_documents_that_has_buttons_is_tried() {
        let document = include_str!("../../../../docs/hardware.md");
        let row = document.lines().find(|line| line.starts_with("| button A")).unwrap();
        let with_buttons = row.split('|').skip(2).filter(|cell| !cell.trim().is_empty()).count();
        assert_eq!(CANDIDATES.len(), with_buttons);
        for candidate in CANDIDATES {
            assert!(document.contains(candidate.name), "{}", candidate.name);
            let settings = candidate.settings("").unwrap();
            let column = document
                .lines()
                .find(|line| line.starts_with("| | "))
                .unwrap()
                .split('|');
            let column = column
                .into_iter()
                .position(|cell| cell.trim() == candidate.name)
                .unwrap();
            let cell = |what: &str| {
                let line = document
                    .lines()
                    .find(|line| line.starts_with(&format!("| {what} |")))
                    .unwrap();
                let cell = line.split('|').nth(column).unwrap().trim().to_owned();
                let number = cell
                    .rsplit(": ")
                    .next()
                    .unwrap()
                    .split([' ', ','])
                    .next()
                    .unwrap()
                    .to_owned();
                number.parse().ok().and_then(Pin::new)
            };
            let [a, b, x, y] = settings.pins.buttons;
            for (what, pin) in [
                ("data/command", Some(settings.pins.data_command)),
                ("reset", settings.pins.reset),
                ("backlight", settings.pins.backlight),
                ("button A", a),
                ("button B", b),
                ("button X", x),
                ("button Y", y),
            ] {
                assert_eq!(pin, cell(what), "{what} of {}", candidate.name);
            }
        }
    }

    #[test]
    fn a_file_that_names_a_panel_or_a_line_leaves_nothing_open() {
        for open in [
            "",
            "pace = 5\nlanguage = 'sv'",
            "[spi]\n# device = 'spidev0.1'\n[pins]\n[buttons]\na = 'next'",
        ] {
            assert!(leaves_the_hat_open(open), "{open}");
        }
        for closed in [
            "panel = 'pirate-audio'",
            "[spi]\nhz = 1000000",
            "[pins]\ndata_command = 9",
            "pace = 'slow'",
            "[pins",
        ] {
            assert!(!leaves_the_hat_open(closed), "{closed}");
        }
    }

    #[test]
    fn the_rest_of_the_file_holds_for_the_hat_that_was_found() {
        let settings = CANDIDATES[2].settings("pace = 5\n[buttons]\na = 'next'").unwrap();
        assert_eq!((settings.pace, settings.panel.name), (5, "st7789-240x240"));
        assert_eq!(settings.pins.data_command.number(), 25);
    }
}
