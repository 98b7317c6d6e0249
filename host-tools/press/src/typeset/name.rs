//! A name, set in glyphs.

use std::fmt;
use std::ops::Range;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use playtally_typeface::Face;
use rustc_hash::FxHashMap;

use super::fonts::{FontId, Fonts};
use super::itemise::{self, itemise};
use super::{clean, joining, shape, unifont};

/// The most bytes of a name that are set: more than a panel can show.
pub(super) const LONGEST_BYTES: usize = 1024;
/// The most grapheme clusters of a name.
const LONGEST: usize = 160;

/// What a glyph is of: the same key, the same pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GlyphKey {
    /// A glyph of a font.
    Font {
        /// The font.
        font: FontId,
        /// Its number in the font.
        glyph: u32,
    },
    /// Unifont's glyph of a character.
    Unifont(char),
}

/// A glyph at its place. The units are those of [`playtally_summary::PlacedGlyph`]: 1/128 em.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// Which glyph.
    pub key: GlyphKey,
    /// Rightwards from the pen.
    pub dx: i8,
    /// Upwards from the base line.
    pub dy: i8,
    /// Added to the glyph's own advance.
    pub kern: i8,
}

/// What a line cannot be cut within.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// The bytes of [`Name::text`] that it stands for.
    pub range: Range<usize>,
    /// Its glyphs from left to right; none for what has no look.
    pub glyphs: Vec<Glyph>,
    /// Whether a line may be broken before it.
    pub break_before: bool,
    /// Whether it is white space that vanishes at the end of a line.
    pub space: bool,
    /// Its level of UAX #9.
    pub level: u8,
}

/// A name, set in glyphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The text as it was set: without control characters, and cut if it was very long.
    pub text: String,
    /// Whether the paragraph runs from right to left.
    pub right_to_left: bool,
    /// The clusters in logical order, which cover the text without gaps.
    pub clusters: Vec<Cluster>,
}

/// Sets names in the fonts at hand.
pub struct Typesetter<'f> {
    fonts: &'f Fonts,
    /// The place in the design space of fonts that have one.
    design: [(&'static str, f32); 2],
    shapers: FxHashMap<FontId, Option<harfrust::Font>>,
    lines: LineSegmenterBorrowed<'static>,
}

impl fmt::Debug for Typesetter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Typesetter")
            .field("fonts", self.fonts)
            .finish_non_exhaustive()
    }
}

impl<'f> Typesetter<'f> {
    /// Prepares to set names.
    pub fn new(fonts: &'f Fonts) -> Self {
        Self::designed(fonts, design(SHAPED_EM))
    }

    /// Prepares to set names in another face of the bundled font.
    pub fn in_face(fonts: &'f Fonts, face: Face) -> Self {
        Self::designed(fonts, face.axes())
    }

    fn designed(fonts: &'f Fonts, design: [(&'static str, f32); 2]) -> Self {
        // Dictionaries rather than the neural models: they break lines the same on every computer.
        let lines = LineSegmenter::new_dictionary(LineBreakOptions::default());
        Self {
            fonts,
            design,
            shapers: FxHashMap::default(),
            lines,
        }
    }

    /// The fonts at hand.
    pub fn fonts(&self) -> &'f Fonts {
        self.fonts
    }

    /// Sets a name.
    pub fn set(&mut self, text: &str) -> Name {
        let text = cut(clean::clean(text, LONGEST_BYTES), LONGEST);
        let itemised = itemise(&text, self.fonts);
        let joined = joining::joined(&text);
        let mut clusters = Vec::new();
        for item in &itemised.items {
            let shaped = item.font.and_then(|font| {
                let shaper = self
                    .shapers
                    .entry(font)
                    .or_insert_with(|| shape::shaper(self.fonts, font, &self.design))
                    .as_ref()?;
                Some(shape::shape(shaper, font, &text, item, itemised.language))
            });
            match shaped {
                Some(shaped) => clusters.extend(shaped.into_iter().flat_map(|cluster| match cluster {
                    Ok(cluster) => vec![cluster],
                    // The font promised more than it has.
                    Err(range) => unifont::set(&text, range, item.level, &joined),
                })),
                None => clusters.extend(unifont::set(&text, item.range.clone(), item.level, &joined)),
            }
        }
        let mut name = Name {
            text,
            right_to_left: itemised.right_to_left,
            clusters,
        };
        name.mark_breaks(&self.lines);
        name
    }
}

impl Name {
    /// Marks the clusters before which a line may be broken.
    fn mark_breaks(&mut self, lines: &LineSegmenterBorrowed<'_>) {
        let breaks: Vec<usize> = lines.segment_str(&self.text).collect();
        let end = self.text.len();
        for cluster in &mut self.clusters {
            let start = cluster.range.start;
            cluster.break_before = start > 0 && start < end && breaks.binary_search(&start).is_ok();
            cluster.space = self.text[cluster.range.clone()].chars().all(is_space);
        }
    }
}

/// White space that vanishes at the end of a line; no-break spaces do not.
fn is_space(character: char) -> bool {
    character.is_whitespace() && !matches!(character, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// The text in at most so many grapheme clusters, with an ellipsis if any were cut off.
fn cut(mut text: String, clusters: usize) -> String {
    let boundaries = itemise::grapheme_boundaries(&text);
    if boundaries.len() > clusters + 1 {
        text.truncate(boundaries[clusters - 1]);
        text.push('…');
    }
    text
}

/// The optical size at which the bundled font is shaped; its spacing is right in the middle of the sizes.
pub(super) const SHAPED_EM: f32 = 24.0;

/// The place in a font's design space at which names are set at an em of `em` pixels.
pub(super) fn design(em: f32) -> [(&'static str, f32); 2] {
    [("opsz", em), ("wght", f32::from(Face::TEXT.weight))]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(text: &str) -> Name {
        Typesetter::new(&Fonts::bundled()).set(text)
    }

    fn texts(name: &Name) -> Vec<&str> {
        name.clusters
            .iter()
            .map(|cluster| &name.text[cluster.range.clone()])
            .collect()
    }

    fn unifont(name: &Name) -> String {
        let glyphs = name.clusters.iter().flat_map(|cluster| &cluster.glyphs);
        glyphs
            .filter_map(|glyph| {
                if let GlyphKey::Unifont(c) = glyph.key {
                    Some(c)
                } else {
                    None
                }
            })
            .collect()
    }

    #[test]
    fn letters_are_kerned_and_marks_stand_over_their_letters() {
        let name = set("AV ẋ́");
        assert!(name.clusters[0].glyphs[0].kern < 0, "A and V move together");
        let marked = name.clusters.last().expect("a cluster");
        assert_eq!(&name.text[marked.range.clone()], "ẋ́");
        assert!(marked.glyphs.len() > 1, "{marked:?}");
        assert!(
            marked
                .glyphs
                .iter()
                .all(|glyph| matches!(glyph.key, GlyphKey::Font { .. })),
            "{marked:?}"
        );
    }

    #[test]
    fn arabic_is_joined_in_unifont_too() {
        let name = set("سلام");
        assert!(name.right_to_left);
        assert_eq!(unifont(&name), "\u{FEB3}\u{FEFC}\u{FEE1}");
        assert_eq!(texts(&name), ["س", "لا", "م"], "lam and alef are one cluster");
        assert!(name.clusters.iter().all(|cluster| cluster.level == 1));
    }

    #[test]
    fn directions_mix_within_a_line() {
        let levels = |text| {
            set(text)
                .clusters
                .iter()
                .map(|cluster| cluster.level)
                .collect::<Vec<_>>()
        };
        assert_eq!(levels("ab אב 12"), [0, 0, 0, 1, 1, 1, 2, 2]);
        assert_eq!(levels("אב 12 ab"), [1, 1, 1, 2, 2, 1, 2, 2]);
    }

    #[test]
    fn brackets_are_mirrored_where_text_runs_from_right_to_left() {
        assert_eq!(unifont(&set("⟦אב⟧")), "⟧אב⟦");
        assert_eq!(unifont(&set("⟦ab⟧")), "⟦⟧");
    }

    #[test]
    fn marks_of_unifont_stand_over_the_middle_of_their_letter() {
        let name = set("בָ");
        let mark = name.clusters[0].glyphs[1];
        assert_eq!(mark.key, GlyphKey::Unifont('\u{5B8}'));
        let middle = |character, dx: i8, pen: f32| {
            let glyph = playtally_typeface::unifont::glyph(character, 16).expect("a glyph");
            pen + f32::from(dx) / 8.0 + glyph.left as f32 + glyph.bitmap.width() as f32 / 2.0
        };
        assert!((middle('ב', 0, 0.0) - middle('\u{5B8}', mark.dx, 8.0)).abs() <= 0.5);
    }

    #[test]
    fn lines_break_where_each_script_breaks() {
        let breaks = |text| -> Vec<String> {
            let name = set(text);
            let mut pieces = vec![String::new()];
            for cluster in &name.clusters {
                if cluster.break_before {
                    pieces.push(String::new());
                }
                pieces
                    .last_mut()
                    .expect("a piece")
                    .push_str(&name.text[cluster.range.clone()]);
            }
            pieces
        };
        assert_eq!(breaks("Guns N’ Roses"), ["Guns ", "N’ ", "Roses"]);
        assert_eq!(breaks("AC/DC"), ["AC/", "DC"]);
        assert_eq!(breaks("夜に駆ける"), ["夜", "に", "駆", "け", "る"]);
        assert_eq!(breaks("สวัสดีชาวโลก"), ["สวัสดี", "ชาว", "โลก"]);
        assert_eq!(breaks("a\u{a0}b"), ["a\u{a0}b"]);
    }

    #[test]
    fn spaces_are_marked_and_no_break_spaces_are_not() {
        let spaces = |text| {
            set(text)
                .clusters
                .iter()
                .map(|cluster| cluster.space)
                .collect::<Vec<_>>()
        };
        assert_eq!(spaces("a b\u{a0}c\u{3000}"), [false, true, false, false, false, true]);
    }

    #[test]
    fn emoji_are_pictures_and_flags_are_letters() {
        assert_eq!(unifont(&set("🎵")), "🎵");
        assert_eq!(unifont(&set("👩\u{200d}🎤")), "👩🎤");
        assert_eq!(set("👩\u{200d}🎤").clusters.len(), 1);
        assert_eq!(unifont(&set("👍🏽")), "👍");
        assert_eq!(
            set("🇸🇪").clusters[0].glyphs,
            set("SE")
                .clusters
                .iter()
                .map(|c| Glyph { kern: 0, ..c.glyphs[0] })
                .collect::<Vec<_>>()
        );
    }

    #[test]
    fn letters_in_disguise_are_set_in_the_bundled_font() {
        let wide = set("Ａ！");
        assert_eq!(unifont(&wide), "");
        let glyph = wide.clusters[0].glyphs[0];
        let GlyphKey::Font { glyph: id, .. } = glyph.key else {
            panic!("{glyph:?}")
        };
        let font = crate::typeset::fonts::bundled();
        let scaler = font.scaled(128.0, playtally_typeface::GridFit::None);
        let advance = scaler.advance(playtally_typeface::GlyphId::new(id));
        assert!((advance + f32::from(glyph.kern) - 128.0).abs() < 1.0, "an em wide");
        assert_eq!(set("𝕊").clusters[0].glyphs, set("S").clusters[0].glyphs);
    }

    #[test]
    fn a_font_of_the_computer_shapes_what_the_bundled_one_lacks() {
        let fonts = Fonts::of_this_computer();
        let name = Typesetter::new(&fonts).set("سَلام");
        if unifont(&name).contains('\u{FEE1}') {
            println!("skipped: no font with Arabic letters on this computer");
            return;
        }
        assert_eq!(unifont(&name), "");
        assert_eq!(texts(&name), ["سَ", "لا", "م"]);
        assert!(name.clusters[0].glyphs.len() > 1, "the mark has a glyph of its own");
    }

    #[test]
    fn a_very_long_name_ends_in_an_ellipsis() {
        let name = set(&"na ".repeat(1000));
        assert_eq!(name.clusters.len(), LONGEST);
        assert!(name.text.ends_with('…'));
    }

    #[test]
    fn nothing_and_controls_alone_have_no_clusters() {
        assert!(set("").clusters.is_empty());
        assert!(set("\u{1}\u{2}").clusters.is_empty());
    }

    #[test]
    fn every_assigned_character_of_the_first_plane_has_a_glyph() {
        use icu_properties::CodePointMapData;
        use icu_properties::props::GeneralCategory as Category;
        use playtally_typeface::{GlyphId, GridFit, unifont};
        let fonts = Fonts::bundled();
        let mut typesetter = Typesetter::new(&fonts);
        let font = Face::TEXT.font();
        let scaler = font.scaled(16.0, GridFit::None);
        let mut without = String::new();
        for character in '\u{20}'..='\u{ffff}' {
            let category = CodePointMapData::<Category>::new().get(character);
            let shown = !matches!(
                category,
                Category::Unassigned | Category::PrivateUse | Category::Control
            ) && !clean::is_invisible(character)
                && !matches!(character, '\u{70F}' | '\u{FFF9}'..='\u{FFFD}');
            if !shown {
                continue;
            }
            let name = typesetter.set(character.encode_utf8(&mut [0; 4]));
            let mut glyphs = name.clusters.iter().flat_map(|cluster| &cluster.glyphs).peekable();
            let drawn = glyphs.peek().is_some()
                && glyphs.all(|glyph| match glyph.key {
                    GlyphKey::Font { glyph, .. } => !scaler.glyph(GlyphId::new(glyph)).bitmap.is_empty(),
                    GlyphKey::Unifont(c) => c != char::REPLACEMENT_CHARACTER && unifont::has_ink(c) == Some(true),
                });
            if !drawn && !character.is_whitespace() {
                without.push(character);
            }
        }
        let codes: Vec<String> = without.chars().map(|c| format!("{:04X}", u32::from(c))).collect();
        assert_eq!(codes.join(" "), WITHOUT);
    }

    /// What U+FFFD stands for in the bundled fonts: characters that Unicode 15.1 to 18 assigned, and six compatibility
    /// forms of ideographs in the second plane.
    const WITHOUT: &str = "\
        05C8 05C9 088F 0897 0B53 0B54 0C5C 0CDC 1ACF 1AD0 1AD1 1AD2 1AD3 1AD4 1AD5 1AD6 1AD7 1AD8 1AD9 1ADA \
        1ADB 1ADC 1ADD 1ADE 1ADF 1AE0 1AE1 1AE2 1AE3 1AE4 1AE5 1AE6 1AE7 1AE8 1AE9 1AEA 1AEB 1AEC 1AED 1AEE \
        1AEF 1AF0 1B4E 1B4F 1B7F 1C89 1C8A 208F 20C1 20C2 20C3 20C4 2427 2428 2429 2B96 2E60 2E61 2E62 2E63 \
        2FFC 2FFD 2FFE 2FFF 31E4 31E5 31EF A7CB A7CC A7CD A7CE A7CF A7D2 A7D4 A7DA A7DB A7DC A7DD A7E2 AB6C \
        AB6D FA6C FACF FAD0 FAD5 FAD6 FAD7 FBC3 FBC4 FBC5 FBC6 FBC7 FBC8 FBC9 FBCA FBCB FBCC FBCD FBCE FBCF \
        FBD0 FBD1 FBD2 FD90 FD91 FDC8 FDC9 FDCA FDCB FDCC FDCD FDCE";

    proptest! {
        #[test]
        fn any_text_is_set_whole(text in any::<String>()) {
            check(&text)?;
        }

        #[test]
        fn any_mixture_of_scripts_is_set_whole(parts in prop::collection::vec(prop::sample::select(&[
            "a", "fi", "Ж", "ة", "لا", "ب", "َ", "ש", "ּ", "12", "(", ")", " ", "\u{200f}", "\u{202e}", "\u{2067}", "\u{2069}",
            "\u{200d}", "क", "्", "ष", "ि", "ก", "ำ", "日", "ン", "゙", "한", "ᄒ", "ᅡ", "👩", "🎤", "🏽", "🇸", "️", "\u{301}", "\n", "\u{e000}",
        ][..]), 0..40)) {
            check(&parts.concat())?;
        }
    }

    /// Whether the clusters cover the text without gaps or overlaps, and each has what it needs.
    fn check(text: &str) -> Result<(), TestCaseError> {
        let name = set(text);
        let mut at = 0;
        for cluster in &name.clusters {
            prop_assert_eq!(cluster.range.start, at, "{:?}", &name);
            prop_assert!(cluster.range.end > at);
            let shown = name.text[cluster.range.clone()]
                .chars()
                .any(|c| !clean::is_invisible(c));
            prop_assert!(!shown || !cluster.glyphs.is_empty(), "{:?} of {:?}", cluster, &name);
            at = cluster.range.end;
        }
        prop_assert_eq!(at, name.text.len());
        Ok(())
    }
}
