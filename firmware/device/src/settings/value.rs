//! What may stand behind a key, and saying so when something else does.

use std::fmt::{self, Formatter};
use std::marker::PhantomData;

use playtally_panel::{PANELS, PanelSpec, Rotation};
use playtally_screen::{Language, Night, Theme};
use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};

use super::{Action, Backend, ClockTrust, Dimming, Pin, SpiDevice};

/// A value of a setting, written as a whole number, as a string, or as `true` or `false`.
pub(super) trait Value: Sized {
    /// The value of a number, if it has one.
    fn of_number(_: i64) -> Option<Self> {
        None
    }

    /// The value of `true` or `false`, if it has one.
    fn of_flag(_: bool) -> Option<Self> {
        None
    }

    /// The value of a string, if it has one.
    fn of_word(_: &str) -> Option<Self> {
        None
    }

    /// Says what is allowed.
    fn allowed(f: &mut Formatter<'_>) -> fmt::Result;
}

/// A value that was given in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Given<V>(pub(super) V);

impl<'de, V: Value> Deserialize<'de> for Given<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Allowed(PhantomData)).map(Self)
    }
}

struct Allowed<V>(PhantomData<V>);

impl<V: Value> Visitor<'_> for Allowed<V> {
    type Value = V;

    fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        V::allowed(f)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<V, E> {
        V::of_number(number).ok_or_else(|| E::invalid_value(Unexpected::Signed(number), &self))
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<V, E> {
        V::of_flag(flag).ok_or_else(|| E::invalid_type(Unexpected::Bool(flag), &self))
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<V, E> {
        V::of_word(word).ok_or_else(|| E::invalid_value(Unexpected::Str(word), &self))
    }
}

/// A whole number from `MIN` to `MAX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Within<const MIN: u32, const MAX: u32>(pub(super) u32);

impl<const MIN: u32, const MAX: u32> Value for Within<MIN, MAX> {
    fn of_number(number: i64) -> Option<Self> {
        let number = u32::try_from(number).ok()?;
        (MIN..=MAX).contains(&number).then_some(Self(number))
    }

    fn allowed(f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "a whole number from {MIN} to {MAX}")
    }
}

impl Value for bool {
    fn of_flag(flag: bool) -> Option<Self> {
        Some(flag)
    }

    fn allowed(f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("true or false")
    }
}

impl Value for Option<Night> {
    fn of_word(word: &str) -> Option<Self> {
        if word == "off" {
            return Some(None);
        }
        let (from, to) = word.split_once('-')?;
        Night::new(from.parse().ok()?, to.parse().ok()?).map(Some)
    }

    fn allowed(f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("\"off\", or full hours such as \"22-7\"")
    }
}

/// A night as it is written.
pub(super) fn of_night(night: Option<Night>) -> String {
    night.map_or_else(|| "off".to_owned(), |night| format!("{}-{}", night.from(), night.to()))
}

impl Value for Rotation {
    fn of_number(number: i64) -> Option<Self> {
        u32::try_from(number).ok().and_then(Self::from_degrees)
    }

    fn allowed(f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("0, 90, 180 or 270")
    }
}

impl Value for Option<Pin> {
    fn of_number(number: i64) -> Option<Self> {
        u8::try_from(number).ok().and_then(Pin::new).map(Some)
    }

    fn of_word(word: &str) -> Option<Self> {
        (word == "none").then_some(None)
    }

    fn allowed(f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("a GPIO number from 0 to 27, or \"none\"")
    }
}

/// The number of a GPIO chip, or none to find it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct GpioChip(pub(super) Option<u8>);

impl Value for GpioChip {
    fn of_word(word: &str) -> Option<Self> {
        if word == "auto" {
            return Some(Self(None));
        }
        let name = word.strip_prefix("/dev/").unwrap_or(word);
        let number = name.strip_prefix("gpiochip")?.parse().ok()?;
        Some(Self(Some(number)))
    }

    fn allowed(f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("\"auto\", or the name of a chip such as \"gpiochip0\"")
    }
}

impl Value for SpiDevice {
    fn of_word(word: &str) -> Option<Self> {
        Self::parse(word)
    }

    fn allowed(f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("\"spidev0.0\" to \"spidev6.2\"")
    }
}

/// Implements [`Value`] for what is one of a list of words.
macro_rules! words {
    ($value:ty: $words:expr) => {
        impl Value for $value {
            fn of_word(given: &str) -> Option<Self> {
                $words.find(|&(word, _)| word == given).map(|(_, value)| value)
            }

            fn allowed(f: &mut Formatter<'_>) -> fmt::Result {
                list(f, $words.map(|(word, _)| word))
            }
        }
    };
}

words!(&'static PanelSpec: PANELS.iter().map(|panel| (panel.name, panel)));
words!(Theme: Theme::ALL.iter().map(|&theme| (theme.slug(), theme)));
words!(Language: Language::ALL.iter().map(|&language| (language.tag(), language)));
words!(ClockTrust: ClockTrust::WORDS.into_iter());
words!(Backend: Backend::WORDS.into_iter());
words!(Dimming: Dimming::WORDS.into_iter());
words!(Action: Action::WORDS.into_iter());

fn list<'a>(f: &mut Formatter<'_>, words: impl Iterator<Item = &'a str>) -> fmt::Result {
    for (i, word) in words.enumerate() {
        let before = if i == 0 { "one of " } else { ", " };
        write!(f, "{before}\"{word}\"")?;
    }
    Ok(())
}
