//! Settings: `playtally.toml`, and what holds where it is silent.

mod chosen;
mod error;
mod file;
mod finder;
mod hat;
mod value;
mod wiring;

use std::io::{self, Read};
use std::path::Path;

use playtally_panel::{PANELS, PanelSpec, Refresh, Rotation};
use playtally_screen::{Class, Language, Look, Night, Pace, Theme};

pub use chosen::Chosen;
pub use error::SettingsError;
use file::File;
pub use finder::{CANDIDATES, Candidate, leaves_the_hat_open};
use hat::{HATS, Hat};
use value::{Given, GpioChip, Within};
pub use wiring::{Pin, Pins, SpiDevice};

use crate::{Action, Options, plain};

/// How the program reaches the pins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// Through rppal where the kernel lets a program at the registers for GPIO, and else through the kernel.
    Auto,
    /// Through rppal.
    Rppal,
    /// Through the kernel's spidev and GPIO character device.
    Kernel,
}

impl Backend {
    const WORDS: [(&str, Self); 3] = [("auto", Self::Auto), ("rppal", Self::Rppal), ("kernel", Self::Kernel)];
}

/// How a backlight is dimmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimming {
    /// By PWM in hardware, where the boot configuration gives its line one; elsewhere it is switched.
    Auto,
    /// Not at all: it is switched.
    Off,
}

impl Dimming {
    const WORDS: [(&str, Self); 2] = [("auto", Self::Auto), ("off", Self::Off)];
}

/// When to believe the time of the computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockTrust {
    /// Once somebody set it: the network, or a clock that runs without power.
    Set,
    /// Always.
    Always,
    /// Never: what depends on the date stays away.
    Never,
}

impl ClockTrust {
    const WORDS: [(&str, Self); 3] = [("set", Self::Set), ("always", Self::Always), ("never", Self::Never)];
}

/// Everything that can be set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// The panel.
    pub panel: &'static PanelSpec,
    /// How the picture is turned from upright.
    pub rotation: Rotation,
    /// Seconds that a page stays, 2 to 3600.
    pub pace: u16,
    /// The colours.
    pub theme: Theme,
    /// The language of the device's own words.
    pub language: Language,
    /// Backlight in percent, 1 to 100.
    pub brightness: u8,
    /// How the backlight is dimmed.
    pub dimming: Dimming,
    /// The hours in which the panel rests, if it does.
    pub night: Option<Night>,
    /// Whether pictures change at once, without any motion.
    pub calm: bool,
    /// When to believe the time of the computer.
    pub clock: ClockTrust,
    /// How to reach the pins.
    pub backend: Backend,
    /// The number of the GPIO chip for [`Backend::Kernel`]; `None` to find the one behind the header.
    pub gpio_chip: Option<u8>,
    /// The SPI device.
    pub spi: SpiDevice,
    /// Its clock in Hz, 100,000 to 125,000,000.
    pub hz: u32,
    /// What is on which line.
    pub pins: Pins,
    /// What a short press of button A, B, X and Y does.
    pub actions: [Action; 4],
}

/// What holds where the file is silent.
impl Default for Settings {
    fn default() -> Self {
        Self::on(&PANELS[0])
    }
}

impl Settings {
    /// What holds on a panel where the file is silent, with the pins of the default hat.
    #[must_use]
    pub fn on(panel: &'static PanelSpec) -> Self {
        let hat = &HATS[0];
        Self {
            panel,
            rotation: Rotation::Deg0,
            pace: 12,
            // Ink on paper.
            theme: match panel.refresh {
                Refresh::Paper(_) => Theme::Light,
                Refresh::Live | Refresh::Glow(_) => Theme::Dark,
            },
            language: Language::English,
            brightness: 100,
            dimming: Dimming::Auto,
            night: None,
            calm: false,
            clock: ClockTrust::Set,
            backend: Backend::Auto,
            gpio_chip: None,
            spi: hat.spi,
            hz: panel.max_hz,
            pins: hat.pins,
            actions: [Action::Pause, Action::Owner, Action::Next, Action::Previous],
        }
    }
}

/// A longer file is not settings, in bytes.
const MAX_LENGTH: u64 = 64 * 1024;

impl Settings {
    /// Reads a settings file.
    ///
    /// # Errors
    /// [`SettingsError`] for the first mistake, and for a file that cannot be read or is longer than 64 KiB.
    pub fn load(path: &Path) -> Result<Self, SettingsError> {
        let name = path.display().to_string();
        match read(path) {
            Ok(text) => Self::parse(&name, &text),
            Err(error) => Err(SettingsError::of_file(&name, format!("it cannot be read: {error}"))),
        }
    }

    /// Reads a settings file as well as may be: where it has a mistake, that comes back with what is to hold instead, the
    /// default settings on the panel and the wires that its other lines name. Somebody has to be able to read it there.
    #[must_use]
    pub fn load_in_spite_of_mistakes(path: &Path) -> (Self, Option<SettingsError>) {
        match Self::load(path) {
            Ok(settings) => (settings, None),
            Err(mistake) => (
                read(path).map_or_else(|_| Self::default(), |text| Self::wired_as(&text)),
                Some(mistake),
            ),
        }
    }

    /// The default settings on the panel and the wires that a text names, but for lines with a mistake.
    fn wired_as(text: &str) -> Self {
        /// Where there are more mistakes, it is no settings file.
        const MOST: usize = 16;
        let mut lines: Vec<&str> = text.lines().collect();
        for _ in 0..MOST {
            match Self::parse("", &lines.join("\n")) {
                Ok(rest) => {
                    return Self {
                        rotation: rest.rotation,
                        dimming: rest.dimming,
                        backend: rest.backend,
                        gpio_chip: rest.gpio_chip,
                        spi: rest.spi,
                        hz: rest.hz,
                        pins: rest.pins,
                        ..Self::on(rest.panel)
                    };
                }
                Err(SettingsError { line: Some(line), .. }) => lines[line - 1] = "",
                Err(_) => break,
            }
        }
        Self::default()
    }

    /// Reads the text of a settings file; `name` is what to call it in an error.
    ///
    /// # Errors
    /// [`SettingsError`] for the first mistake.
    pub fn parse(name: &str, text: &str) -> Result<Self, SettingsError> {
        let file: File =
            toml::from_str(text).map_err(|error| SettingsError::at(name, text, error.span(), error.message()))?;
        let panel = given(file.panel, &PANELS[0]);
        let default = Self::on(panel);
        let hat = Hat::of(panel.name);
        let spi = given(
            file.spi.device,
            hat.map_or(SpiDevice { bus: 0, select: 0 }, |hat| hat.spi),
        );
        let pins = file
            .pins
            .resolve(panel, hat.map(|hat| hat.pins), spi)
            .map_err(|(span, problem)| SettingsError::at(name, text, span, problem))?;
        let rotation = match file.rotation {
            None => default.rotation,
            Some(spanned) => {
                let (span, Given(rotation)) = (spanned.span(), spanned.into_inner());
                if !Class::is_composed_for(panel.size(rotation)) {
                    let problem = "this panel can lie but not stand, expected 0 or 180";
                    return Err(SettingsError::at(name, text, Some(span), problem));
                }
                rotation
            }
        };
        let [a, b, x, y] = default.actions;
        Ok(Self {
            panel,
            rotation,
            pace: file.pace.map_or(default.pace, |Given(Within(seconds))| seconds as u16),
            theme: given(file.theme, default.theme),
            language: given(file.language, default.language),
            brightness: file
                .brightness
                .map_or(default.brightness, |Given(Within(percent))| percent as u8),
            dimming: given(file.dimming, default.dimming),
            night: given(file.night, default.night),
            calm: given(file.calm, default.calm),
            clock: given(file.clock, default.clock),
            backend: given(file.backend, default.backend),
            gpio_chip: file.gpio_chip.map_or(default.gpio_chip, |Given(GpioChip(chip))| chip),
            spi,
            hz: file.spi.hz.map_or(default.hz, |Given(Within(hz))| hz),
            pins,
            actions: [
                given(file.buttons.a, a),
                given(file.buttons.b, b),
                given(file.buttons.x, x),
                given(file.buttons.y, y),
            ],
        })
    }
}

impl Settings {
    /// What of it the device loop is set by.
    #[must_use]
    pub fn options(&self) -> Options {
        Options {
            pace: {
                // A page that e-paper does not stay still for would never be seen.
                let least_seconds = self.panel.refresh.apart_ms().div_ceil(1000) as u16;
                Pace {
                    seconds: self.pace.max(least_seconds),
                    least_seconds,
                    ..Pace::default()
                }
            },
            look: Look {
                class: self.panel.round.then_some(Class::Round),
                theme: self.theme,
                language: self.language,
                ..Look::default()
            },
            actions: self.actions,
            brightness: self.brightness,
            night: self.night,
            calm: self.calm,
            turned: false,
        }
    }
}

fn given<V>(value: Option<Given<V>>, default: V) -> V {
    value.map_or(default, |Given(value)| value)
}

/// Reads a text file of at most [`MAX_LENGTH`] bytes.
fn read(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    plain::open_named(path)?
        .take(MAX_LENGTH + 1)
        .read_to_string(&mut text)?;
    if text.len() as u64 > MAX_LENGTH {
        return Err(io::Error::other("it is longer than 64 KiB"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const SHIPPED: &str = include_str!("../playtally.toml");

    fn problem(text: &str) -> String {
        Settings::parse("playtally.toml", text).unwrap_err().to_string()
    }

    #[test]
    fn the_shipped_file_says_what_holds_without_it() {
        assert_eq!(Settings::parse("shipped", SHIPPED), Ok(Settings::default()));
        assert_eq!(Settings::parse("empty", ""), Ok(Settings::default()));
    }

    #[test]
    fn the_shipped_file_shows_every_key_and_what_the_default_hat_brings() {
        let uncommented: String = SHIPPED
            .lines()
            .map(|line| {
                line.strip_prefix("# ")
                    .filter(|line| line.contains(" = "))
                    .unwrap_or(line)
                    .to_owned()
                    + "\n"
            })
            .collect();
        assert_eq!(Settings::parse("shipped", &uncommented), Ok(Settings::default()));
        let keys = uncommented
            .lines()
            .filter(|line| !line.starts_with('#') && line.contains(" = "))
            .count();
        assert_eq!(keys, 29, "a new key belongs into playtally.toml, and its number here");
    }

    #[test]
    fn the_shipped_file_names_every_word_that_is_allowed() {
        for error in [
            problem("panel = ''"),
            problem("theme = ''"),
            problem("language = ''"),
            problem("backend = ''"),
            problem("dimming = ''"),
            problem("clock = ''"),
            problem("[buttons]\na = ''"),
        ] {
            let (_, allowed) = error.split_once("one of ").unwrap();
            for word in allowed.split(", ") {
                assert!(SHIPPED.contains(word), "{word}");
            }
        }
    }

    #[test]
    fn a_hat_brings_its_wiring_and_single_pins_may_differ() {
        let settings =
            Settings::parse("", "panel = 'pirate-audio'\n[pins]\nbutton_y = 20\nbacklight = 'none'").unwrap();
        assert_eq!(settings.panel.name, "pirate-audio");
        assert_eq!(settings.spi.to_string(), "/dev/spidev0.1");
        assert_eq!(settings.pins.buttons.map(|pin| pin.unwrap().number()), [5, 6, 16, 20]);
        assert_eq!(settings.pins.backlight, None);
        assert_eq!(settings.hz, settings.panel.max_hz);
    }

    #[test]
    fn a_bare_panel_needs_its_data_command_pin() {
        assert_eq!(
            problem("panel = 'st7789-240x240'"),
            "playtally.toml: `pins.data_command` is missing: this panel needs it, a GPIO number from 0 to 27"
        );
        let settings = Settings::parse("", "panel = 'st7789-240x240'\n[pins]\ndata_command = 25").unwrap();
        assert_eq!(settings.spi.to_string(), "/dev/spidev0.0");
        assert_eq!(settings.pins.buttons, [None; 4]);
    }

    #[test]
    fn paper_needs_its_reset_and_busy_pins_and_time() {
        let missing =
            |pin| format!("playtally.toml: `pins.{pin}` is missing: this panel needs it, a GPIO number from 0 to 27");
        let text = "panel = 'ssd1680-250x122'\n[pins]\ndata_command = 25\n";
        assert_eq!(problem(text), missing("reset"));
        assert_eq!(problem(&format!("{text}reset = 17\n")), missing("busy"));
        let settings = Settings::parse("", &format!("{text}reset = 17\nbusy = 24\n")).unwrap();
        assert_eq!(settings.pins.busy.map(Pin::number), Some(24));
        assert_eq!(settings.options().pace.seconds, 190);
        assert_eq!(settings.theme, Theme::Light, "ink on paper");
        assert_eq!(Settings::default().options().pace.seconds, 12);
    }

    #[test]
    fn a_mistake_is_named_with_its_line_its_key_and_what_is_allowed() {
        for (text, expected) in [
            (
                "panel = 'display-hat-mini'\npase = 5",
                "playtally.toml, line 2, `pase`: unknown field `pase`, expected one of `panel`, `rotation`, `pace`, \
                 `theme`, `language`, `brightness`, `dimming`, `night`, `calm`, `clock`, `backend`, `gpio_chip`, `spi`, `pins`, `buttons`",
            ),
            (
                "\n\npace = 1",
                "playtally.toml, line 3, `pace`: invalid value: integer `1`, expected a whole number from 2 to 3600",
            ),
            (
                "pace = 'slow'",
                "playtally.toml, line 1, `pace`: invalid value: string \"slow\", expected a whole number from 2 to 3600",
            ),
            (
                "rotation = 45",
                "playtally.toml, line 1, `rotation`: invalid value: integer `45`, expected 0, 90, 180 or 270",
            ),
            (
                "panel = 'ssd1680-250x122'\nrotation = 90\n[pins]\ndata_command = 25\nreset = 17\nbusy = 24",
                "playtally.toml, line 2, `rotation`: this panel can lie but not stand, expected 0 or 180",
            ),
            (
                "theme = 7.5",
                "playtally.toml, line 1, `theme`: invalid type: floating point `7.5`, expected one of \"dark\", \
                 \"light\", \"high-contrast\"",
            ),
            (
                "[pins]\ndata_command = 28",
                "playtally.toml, line 2, `data_command`: invalid value: integer `28`, expected a GPIO number from 0 to \
                 27, or \"none\"",
            ),
            (
                "[pins]\nbacklight = 5",
                "playtally.toml, line 2, `backlight`: GPIO5 is also `button_a`; every line can serve one purpose",
            ),
            (
                "[pins]\nreset = 10",
                "playtally.toml, line 2, `reset`: GPIO10 is also the SPI bus; every line can serve one purpose",
            ),
        ] {
            assert_eq!(problem(text), expected);
        }
    }

    #[test]
    fn text_that_is_no_toml_is_named_with_its_line() {
        assert!(problem("pace = 5\nrotation = =").starts_with("playtally.toml, line 2, `rotation`: "));
        assert!(problem("pace = 5\npace = 6").starts_with("playtally.toml, line 2, `pace`: duplicate key"));
    }

    #[test]
    fn a_mistake_leaves_the_panel_and_its_wires_so_that_it_can_be_read_and_the_rest_as_by_default() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("playtally.toml");
        let load = |text: &str| {
            fs::write(&path, text).unwrap();
            Settings::load_in_spite_of_mistakes(&path)
        };
        let paper = "panel = 'ssd1680-250x122'\nlanguage = 'sv'\n[pins]\ndata_command = 25\nreset = 17\nbusy = 24\n";
        let (settings, mistake) = load(paper);
        assert_eq!((settings, mistake), (Settings::parse("", paper).unwrap(), None));

        let broken = format!("pase = 5\nnight = 'long'\n{paper}[button]\na = 'next'\nb = 7");
        let (settings, mistake) = load(&broken);
        assert!(mistake.unwrap().line.is_some(), "one of them is named");
        assert_eq!(settings.panel.name, "ssd1680-250x122");
        assert_eq!(settings.pins.reset.map(Pin::number), Some(17));
        assert_eq!(settings.language, Language::English, "by default");

        for hopeless in ["panel = 'st7789-240x240'", "[pins\n]", &"x = 1\n".repeat(9_000)] {
            let (settings, mistake) = load(hopeless);
            assert_eq!(settings, Settings::default());
            assert!(mistake.is_some());
        }
        fs::remove_file(&path).unwrap();
        let (settings, mistake) = Settings::load_in_spite_of_mistakes(&path);
        assert!(settings == Settings::default() && mistake.is_some());
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let error = Settings::load(Path::new("/nonexistent/playtally.toml")).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("/nonexistent/playtally.toml: it cannot be read: "),
            "{error}"
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_settings_or_an_error(text in "[a-z_]{0,5}( = |=|\\[)['\"0-9a-zé\\n\\]-]{0,9}\n?.{0,20}") {
            let _ = Settings::parse("", &text);
            let _ = Settings::wired_as(&text);
        }
    }
}
