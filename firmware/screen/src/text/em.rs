//! The type scale.

use playtally_summary::{Coverage, Glyph, Size};

/// A size of type, named by its use. The number is the em in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum Em {
    /// What a page calls itself, second lines, axes.
    Caption = 16,
    /// Lists and sentences.
    Body = 24,
    /// The name or the title that a page is about.
    Title = 32,
    /// A number beside others.
    Figure = 48,
    /// A number that shares the page with a picture.
    Number = 72,
    /// The number that is the page.
    Poster = 96,
}

impl Em {
    /// The em in pixels.
    pub(crate) const fn px(self) -> i32 {
        self as i32
    }

    /// The height of a capital letter or a digit in pixels: 0.727 em in Inter.
    pub(crate) const fn cap(self) -> i32 {
        (self.px() * 727 + 500) / 1000
    }

    /// How far letters hang under the base line, in pixels: 0.21 em in Inter.
    pub(crate) const fn descent(self) -> i32 {
        (self.px() * 21 + 99) / 100
    }

    /// From one base line to the next in pixels.
    pub(crate) const fn leading(self) -> i32 {
        match self {
            Self::Caption => 20,
            Self::Body => 29,
            Self::Title => 37,
            Self::Figure | Self::Number | Self::Poster => self.px(),
        }
    }

    /// The size of a summary's names, if they come in this one.
    pub(crate) const fn of_names(self) -> Option<Size> {
        match self {
            Self::Caption => Some(Size::Small),
            Self::Body => Some(Size::Medium),
            Self::Title => Some(Size::Large),
            Self::Figure | Self::Number | Self::Poster => None,
        }
    }

    /// A glyph of the device's own words.
    pub(crate) fn glyph(self, character: char) -> Option<Glyph<'static>> {
        let table = match self {
            Self::Caption => &faces::CAPTION,
            Self::Body => &faces::BODY,
            Self::Title => &faces::TITLE,
            Self::Figure => &faces::FIGURE,
            Self::Number => &faces::NUMBER,
            Self::Poster => &faces::POSTER,
        };
        table.glyph(character)
    }
}

/// The device's own glyphs in one size.
struct FaceTable {
    /// By ascending character.
    entries: &'static [Entry],
    coverage: &'static [u8],
}

/// A glyph as [`Glyph`] describes it, and where its coded pixels stand.
struct Entry {
    character: char,
    advance: u16,
    coverage: core::ops::Range<usize>,
    width: u8,
    height: u8,
    left: i8,
    top: i8,
}

impl FaceTable {
    fn glyph(&self, character: char) -> Option<Glyph<'static>> {
        let at = self
            .entries
            .binary_search_by_key(&character, |entry| entry.character)
            .ok()?;
        let entry = self.entries.get(at)?;
        let coded = self.coverage.get(entry.coverage.clone())?;
        Some(Glyph {
            advance: entry.advance,
            width: entry.width,
            height: entry.height,
            left: entry.left,
            top: entry.top,
            coverage: Coverage::new(coded, entry.width, entry.height),
        })
    }
}

/// Made by the build script from the characters of [`crate::words`].
mod faces {
    use super::{Entry, FaceTable};

    include!(concat!(env!("OUT_DIR"), "/faces.rs"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{FIGURES, Language, NAME, SIGNS};

    #[test]
    fn every_character_of_every_language_has_its_glyphs() {
        for em in [Em::Caption, Em::Body, Em::Title] {
            let has = |text: &'static str| {
                for character in text.chars().filter(|c| !"{}".contains(*c)) {
                    assert!(em.glyph(character).is_some(), "{em:?} lacks {character:?} of {text:?}");
                }
            };
            Language::ALL
                .iter()
                .for_each(|language| language.words().each(&mut |text| has(text)));
            [NAME, SIGNS, FIGURES].into_iter().for_each(has);
        }
        for em in [Em::Figure, Em::Number, Em::Poster] {
            assert!(FIGURES.chars().all(|figure| em.glyph(figure).is_some()), "{em:?}");
        }
    }

    #[test]
    fn digits_are_as_high_as_a_capital() {
        for em in [Em::Caption, Em::Body, Em::Title, Em::Figure, Em::Number, Em::Poster] {
            let one = em.glyph('1').expect("a digit");
            assert!((i32::from(one.top) - em.cap()).abs() <= 1, "{em:?}: {}", one.top);
        }
    }
}
