//! The tables of `playtally.toml`, as they are written.

use std::ops::Range;

use playtally_panel::{PanelSpec, Refresh, Rotation};
use playtally_screen::{Language, Night, Theme};
use serde::Deserialize;
use toml::Spanned;

use super::value::{Given, GpioChip, Within};
use super::{Action, Backend, ClockTrust, Dimming, Pin, Pins, SpiDevice};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    pub(super) panel: Option<Given<&'static PanelSpec>>,
    pub(super) rotation: Option<Spanned<Given<Rotation>>>,
    pub(super) pace: Option<Given<Within<2, 3600>>>,
    pub(super) theme: Option<Given<Theme>>,
    pub(super) language: Option<Given<Language>>,
    pub(super) brightness: Option<Given<Within<1, 100>>>,
    pub(super) dimming: Option<Given<Dimming>>,
    pub(super) night: Option<Given<Option<Night>>>,
    pub(super) calm: Option<Given<bool>>,
    pub(super) clock: Option<Given<ClockTrust>>,
    pub(super) backend: Option<Given<Backend>>,
    pub(super) gpio_chip: Option<Given<GpioChip>>,
    pub(super) spi: SpiTable,
    pub(super) pins: PinsTable,
    pub(super) buttons: ButtonsTable,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SpiTable {
    pub(super) device: Option<Given<SpiDevice>>,
    pub(super) hz: Option<Given<Within<100_000, 125_000_000>>>,
}

/// A pin with its place in the file.
pub(super) type PinKey = Option<Spanned<Given<Option<Pin>>>>;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PinsTable {
    pub(super) data_command: PinKey,
    pub(super) reset: PinKey,
    pub(super) busy: PinKey,
    pub(super) backlight: PinKey,
    pub(super) led_red: PinKey,
    pub(super) led_green: PinKey,
    pub(super) led_blue: PinKey,
    pub(super) button_a: PinKey,
    pub(super) button_b: PinKey,
    pub(super) button_x: PinKey,
    pub(super) button_y: PinKey,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ButtonsTable {
    pub(super) a: Option<Given<Action>>,
    pub(super) b: Option<Given<Action>>,
    pub(super) x: Option<Given<Action>>,
    pub(super) y: Option<Given<Action>>,
}

/// A mistake among the pins: its place in the file, if it has one, and what is wrong.
type PinProblem = (Option<Range<usize>>, String);

impl PinsTable {
    /// What is on which line, given the panel, what its hat brings and the SPI device in use.
    pub(super) fn resolve(&self, panel: &PanelSpec, hat: Option<Pins>, spi: SpiDevice) -> Result<Pins, PinProblem> {
        let pick = |key: &PinKey, hat: Option<Pin>| key.as_ref().map_or(hat, |key| key.get_ref().0);
        let led = [&self.led_red, &self.led_green, &self.led_blue];
        let buttons = [&self.button_a, &self.button_b, &self.button_x, &self.button_y];
        let missing = |name: &str, key: &PinKey| {
            let problem = format!("`pins.{name}` is missing: this panel needs it, a GPIO number from 0 to 27");
            (key.as_ref().map(Spanned::span), problem)
        };
        let pins = Pins {
            data_command: pick(&self.data_command, hat.map(|hat| hat.data_command))
                .ok_or_else(|| missing("data_command", &self.data_command))?,
            reset: pick(&self.reset, hat.and_then(|hat| hat.reset)),
            busy: pick(&self.busy, hat.and_then(|hat| hat.busy)),
            backlight: pick(&self.backlight, hat.and_then(|hat| hat.backlight)),
            led: std::array::from_fn(|i| pick(led[i], hat.and_then(|hat| hat.led[i]))),
            buttons: std::array::from_fn(|i| pick(buttons[i], hat.and_then(|hat| hat.buttons[i]))),
        };
        if matches!(panel.refresh, Refresh::Paper(_)) {
            pins.reset.ok_or_else(|| missing("reset", &self.reset))?;
            pins.busy.ok_or_else(|| missing("busy", &self.busy))?;
        }
        self.check_that_no_line_serves_twice(&pins, spi)?;
        Ok(pins)
    }

    fn check_that_no_line_serves_twice(&self, pins: &Pins, spi: SpiDevice) -> Result<(), PinProblem> {
        let [a, b, x, y] = pins.buttons;
        let [red, green, blue] = pins.led;
        let mut uses = vec![
            ("`data_command`", &self.data_command, Some(pins.data_command)),
            ("`reset`", &self.reset, pins.reset),
            ("`busy`", &self.busy, pins.busy),
            ("`backlight`", &self.backlight, pins.backlight),
            ("`led_red`", &self.led_red, red),
            ("`led_green`", &self.led_green, green),
            ("`led_blue`", &self.led_blue, blue),
            ("`button_a`", &self.button_a, a),
            ("`button_b`", &self.button_b, b),
            ("`button_x`", &self.button_x, x),
            ("`button_y`", &self.button_y, y),
        ];
        uses.extend(spi.lines().into_iter().map(|line| ("the SPI bus", &None, Some(line))));
        // A line that the file gives is to blame before one that the hat brings.
        uses.sort_by_key(|(_, key, _)| key.is_none());
        for (i, (_, key, pin)) in uses.iter().enumerate() {
            let twin = uses[i + 1..].iter().find(|(_, _, other)| pin.is_some() && pin == other);
            if let (Some((twin, ..)), Some(pin)) = (twin, pin) {
                let problem = format!("{pin} is also {twin}; every line can serve one purpose");
                return Err((key.as_ref().map(Spanned::span), problem));
            }
        }
        Ok(())
    }
}
