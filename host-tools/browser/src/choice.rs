//! How a listener sets the device, and the settings file that says so.

use std::fmt::Write;

use embedded_graphics::pixelcolor::{Rgb888, RgbColor};
use playtally_device::Settings;
use playtally_panel::{PANELS, PanelSpec, Refresh, Rotation};
use playtally_screen::{ACCENTS, Class, Theme};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Trouble;

/// A hat, or a panel by itself, that somebody may have.
struct Offer {
    /// What the page calls it.
    name: &'static str,
    /// The panel that it carries, as settings call it.
    panel: &'static str,
    /// The lines of settings that say how it is wired; none where the panel's name does.
    wires: &'static str,
    /// Whether it is a hat, so that those lines are certain.
    is_hat: bool,
    /// How wide the glass is, in millimetres.
    mm: u32,
}

/// From the wiki pages of Waveshare's hats (docs/hardware.md).
const LCD_HAT: &str = "[spi]\ndevice = \"spidev0.0\"\n\n[pins]\ndata_command = 25\nreset = 27\nbacklight = 24\nbutton_a = 21\nbutton_b = 20\nbutton_x = 26\nbutton_y = 5\n";
const PAPER_HAT: &str = "[spi]\ndevice = \"spidev0.0\"\n\n[pins]\ndata_command = 25\nreset = 17\nbusy = 24\n";
/// A proposal: any free lines will do.
const BARE: &str = "[spi]\ndevice = \"spidev0.0\"\n\n[pins]\ndata_command = 25\nreset = 27\n";

const OFFERS: [Offer; 8] = [
    Offer {
        name: "display-hat-mini",
        panel: "display-hat-mini",
        wires: "",
        is_hat: true,
        mm: 41,
    },
    Offer {
        name: "pirate-audio",
        panel: "pirate-audio",
        wires: "",
        is_hat: true,
        mm: 23,
    },
    Offer {
        name: "lcd-hat",
        panel: "st7789-240x240",
        wires: LCD_HAT,
        is_hat: true,
        mm: 23,
    },
    Offer {
        name: "paper-hat",
        panel: "ssd1680-250x122",
        wires: PAPER_HAT,
        is_hat: true,
        mm: 49,
    },
    Offer {
        name: "round",
        panel: "gc9a01-240x240",
        wires: BARE,
        is_hat: false,
        mm: 32,
    },
    Offer {
        name: "oled",
        panel: "ssd1306-128x64",
        wires: BARE,
        is_hat: false,
        mm: 22,
    },
    Offer {
        name: "small",
        panel: "st7735-160x128",
        wires: BARE,
        is_hat: false,
        mm: 35,
    },
    Offer {
        name: "bare",
        panel: "ili9341-320x240",
        wires: BARE,
        is_hat: false,
        mm: 49,
    },
];

/// What is offered, in order; every panel there is, for tinkerers; and the accents of owners, each at its number.
pub(crate) fn offers() -> Value {
    let offer = |offer: &Offer| {
        let spec = PanelSpec::find(offer.panel);
        json!({
            "name": offer.name,
            "isHat": offer.is_hat,
            "mm": offer.mm,
            "panel": spec.map(panel),
        })
    };
    json!({
        "offers": OFFERS.iter().map(offer).collect::<Vec<_>>(),
        "panels": PANELS.iter().map(panel).collect::<Vec<_>>(),
        "accents": (0..).zip(ACCENTS).map(accent).collect::<Vec<_>>(),
    })
}

/// What an accent is called, and its colour as CSS has it.
fn accent((accent, name): (u8, &str)) -> Value {
    let colour = Rgb888::from(Theme::Dark.palette(accent, Class::Wide).accent);
    let css = format!("#{:02x}{:02x}{:02x}", colour.r(), colour.g(), colour.b());
    json!({ "name": name, "colour": css })
}

fn panel(spec: &PanelSpec) -> Value {
    let size = spec.size(Rotation::Deg0);
    json!({
        "name": spec.name,
        "title": spec.title,
        "width": size.width,
        "height": size.height,
        "round": spec.round,
        "stands": Class::is_composed_for(spec.size(Rotation::Deg90)),
        "paper": spec.refresh.apart_ms() > 0,
        "colours": spec.refresh == Refresh::Live,
    })
}

/// What a listener chose. What is not said is as the device has it by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Choice {
    /// One of those that are offered, or a panel by its name in settings.
    pub device: String,
    /// How far it is turned clockwise.
    #[serde(default)]
    pub degrees: u32,
    /// "dark", "light" or "high-contrast".
    #[serde(default)]
    pub theme: Option<String>,
    /// The tag of a language.
    #[serde(default)]
    pub language: Option<String>,
    /// The hours in which it rests: from, to.
    #[serde(default)]
    pub night: Option<[u8; 2]>,
}

impl Choice {
    /// The settings, and the file that says them.
    ///
    /// # Errors
    /// When the device would refuse the file.
    pub(crate) fn settings(&self) -> Result<(Settings, String), Trouble> {
        let offer = OFFERS.iter().find(|offer| offer.name == self.device);
        let panel = offer.map_or(self.device.as_str(), |offer| offer.panel);
        let bare = PanelSpec::find(panel).filter(|_| offer.is_none());
        let mut text = "# Settings of a Playtally device: /etc/playtally.toml on the Raspberry Pi.\n".to_owned();
        let mut line = |name: &str, value: &str| writeln!(text, "{name} = {value}").map_err(|_| NO_SUCH);
        let quoted = |word: &str| format!("{word:?}");
        line("panel", &quoted(panel))?;
        if self.degrees != 0 {
            line("rotation", &self.degrees.to_string())?;
        }
        if let Some(theme) = &self.theme {
            line("theme", &quoted(theme))?;
        }
        if let Some(language) = &self.language {
            line("language", &quoted(language))?;
        }
        if let Some([from, to]) = self.night {
            line("night", &quoted(&format!("{from}-{to}")))?;
        }
        let wires = match (offer, bare) {
            (Some(offer), _) => offer.wires,
            (None, Some(spec)) if self_wired(spec.name) => "",
            (None, Some(spec)) if spec.refresh.apart_ms() > 0 => PAPER_HAT,
            _ => BARE,
        };
        if !wires.is_empty() {
            text.push('\n');
            if !offer.is_some_and(|offer| offer.is_hat) {
                text.push_str("# A proposal: change these to the lines that your panel is wired to.\n");
            }
            text.push_str(wires);
        }
        let settings =
            Settings::parse("playtally.toml", &text).map_err(|error| Trouble::Settings(error.to_string()))?;
        Ok((settings, text))
    }
}

const NO_SUCH: Trouble = Trouble::Question("there is no such setting");

/// Whether a panel's name says how it is wired.
fn self_wired(panel: &str) -> bool {
    OFFERS.iter().any(|offer| offer.name == panel && offer.wires.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(device: &str) -> Choice {
        Choice {
            device: device.to_owned(),
            ..Choice::default()
        }
    }

    #[test]
    fn the_device_takes_the_settings_of_everything_that_is_offered_and_of_every_panel() {
        let offers = OFFERS.iter().map(|offer| (offer.name, offer.panel));
        for (name, panel) in offers.chain(PANELS.iter().map(|panel| (panel.name, panel.name))) {
            let (settings, text) = choice(name).settings().expect("the device takes them");
            assert_eq!(settings.panel.name, panel, "{text}");
        }
    }

    #[test]
    fn what_is_chosen_holds_and_the_rest_is_as_the_device_has_it() {
        let chosen = Choice {
            degrees: 180,
            theme: Some("high-contrast".to_owned()),
            language: Some("sv".to_owned()),
            night: Some([23, 7]),
            ..choice("lcd-hat")
        };
        let (settings, text) = chosen.settings().expect("the device takes them");
        assert_eq!(settings.rotation, Rotation::Deg180);
        for line in [
            "theme = \"high-contrast\"",
            "language = \"sv\"",
            "night = \"23-7\"",
            "button_x = 26",
        ] {
            assert!(text.contains(line), "{text}");
        }
        assert!(settings.night.is_some() && !text.contains("proposal"));
        assert_eq!(
            choice("display-hat-mini").settings().expect("settings").0,
            Settings::default()
        );
    }

    #[test]
    fn what_the_device_would_refuse_is_refused() {
        choice("telescope").settings().expect_err("no such panel");
        let standing = Choice {
            degrees: 90,
            ..choice("oled")
        };
        let trouble = standing.settings().expect_err("it only lies").to_string();
        assert!(trouble.contains("can lie but not stand"), "{trouble}");
        let quoted = Choice {
            language: Some("e\"\nn".to_owned()),
            ..choice("oled")
        };
        quoted.settings().expect_err("no such language");
    }
}
