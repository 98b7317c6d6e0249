//! A text in stretches that are shaped in one go.

use std::ops::Range;

use icu_properties::CodePointMapData;
use icu_properties::props::Script;
use icu_segmenter::GraphemeClusterSegmenter;
use unicode_bidi::ParagraphBidiInfo;

use super::fonts::{FontId, Fonts};
use super::language::Language;

/// Successive grapheme clusters of one level, script and font.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The level of UAX #9: odd runs from right to left.
    pub level: u8,
    pub script: Script,
    /// The font; `None` for Unifont.
    pub font: Option<FontId>,
}

/// A text that was looked at as a whole.
#[derive(Clone, Debug)]
pub(super) struct Itemised {
    pub right_to_left: bool,
    pub language: Option<Language>,
    /// In logical order, without gaps.
    pub items: Vec<Item>,
}

/// Where the grapheme clusters of a text begin, and its end.
pub(super) fn grapheme_boundaries(text: &str) -> Vec<usize> {
    GraphemeClusterSegmenter::new().segment_str(text).collect()
}

/// Divides a text that has no paragraph separators.
pub(super) fn itemise(text: &str, fonts: &Fonts) -> Itemised {
    let bidi = ParagraphBidiInfo::new(text, None);
    let language = Language::of(text);
    let boundaries = grapheme_boundaries(text);
    let graphemes: Vec<Range<usize>> = boundaries.windows(2).map(|pair| pair[0]..pair[1]).collect();
    let scripts = scripts(text, &graphemes);
    let mut items: Vec<Item> = Vec::new();
    for (range, script) in graphemes.into_iter().zip(scripts) {
        let before = items.last().and_then(|item| item.font);
        let font = fonts.find(&text[range.clone()], language, before);
        let level = bidi.levels.get(range.start).map_or(0, |level| level.number());
        match items.last_mut() {
            Some(last) if (last.level, last.script, last.font) == (level, script, font) => last.range.end = range.end,
            _ => items.push(Item {
                range,
                level,
                script,
                font,
            }),
        }
    }
    Itemised {
        right_to_left: bidi.paragraph_level.is_rtl(),
        language,
        items,
    }
}

/// The script of each grapheme cluster. What many scripts share, such as punctuation, belongs to what is before it, or
/// at the beginning to what comes after.
fn scripts(text: &str, graphemes: &[Range<usize>]) -> Vec<Script> {
    let of = CodePointMapData::<Script>::new();
    let shared = |script: &Script| matches!(*script, Script::Common | Script::Inherited | Script::Unknown);
    let own = |range: &Range<usize>| {
        text[range.clone()]
            .chars()
            .map(|c| of.get(c))
            .find(|script| !shared(script))
    };
    let own: Vec<Option<Script>> = graphemes.iter().map(own).collect();
    let mut current = own.iter().flatten().next().copied().unwrap_or(Script::Common);
    own.into_iter()
        .map(|own| {
            current = own.unwrap_or(current);
            current
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Vec<(String, u8, bool)> {
        let itemised = itemise(text, &Fonts::bundled());
        let item = |item: &Item| (text[item.range.clone()].to_owned(), item.level, item.font.is_some());
        itemised.items.iter().map(item).collect()
    }

    #[test]
    fn a_text_of_one_script_is_one_item() {
        assert_eq!(items("Sigur Rós (live)"), [("Sigur Rós (live)".to_owned(), 0, true)]);
        assert!(items("").is_empty());
    }

    #[test]
    fn directions_scripts_and_fonts_divide_a_text() {
        let of = |text: &str, level, bundled| (text.to_owned(), level, bundled);
        assert_eq!(
            items("Fairuz فيروز 1"),
            [
                of("Fairuz ", 0, true),
                of("فيروز", 1, false),
                of(" ", 1, true),
                of("1", 2, true)
            ]
        );
        assert_eq!(items("Кино 米津"), [of("Кино ", 0, true), of("米津", 0, false)]);
    }

    #[test]
    fn the_first_strong_letter_decides_the_direction_of_the_paragraph() {
        assert!(itemise("«فيروز» live", &Fonts::bundled()).right_to_left);
        assert!(!itemise("1. Fairuz فيروز", &Fonts::bundled()).right_to_left);
    }
}
