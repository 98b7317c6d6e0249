//! Setting text in Unifont, which has a bitmap for every character but no rules.
//!
//! Letters and marks are composed where Unicode has the composition, Arabic letters take their joined forms, brackets
//! are mirrored in right-to-left text, and marks stand over their base. Letters in disguise are set in the bundled font:
//! full-width ones, those of mathematical alphabets, and the two letters of a flag.

use std::ops::Range;

use icu_properties::props::{BidiMirroringGlyph, EmojiModifier};
use icu_properties::{CodePointMapData, CodePointSetData};
use playtally_summary::UNITS_PER_EM;
use playtally_typeface::{GridFit, unifont};
use unicode_normalization::UnicodeNormalization;

use super::clean::is_invisible;
use super::fonts::{FontId, bundled};
use super::itemise::grapheme_boundaries;
use super::name::{Cluster, Glyph, GlyphKey};

/// Sets the grapheme clusters in a range of a text. `joined` are the characters of the whole text in their joined forms.
pub(super) fn set(text: &str, range: Range<usize>, level: u8, joined: &[Option<char>]) -> Vec<Cluster> {
    let part = &text[range.clone()];
    let first = text[..range.start].chars().count();
    let boundaries = grapheme_boundaries(part);
    let mut forms = joined[first..].iter();
    let mut clusters: Vec<Cluster> = Vec::new();
    for pair in boundaries.windows(2) {
        let grapheme = &part[pair[0]..pair[1]];
        let forms: Vec<Option<char>> = forms.by_ref().take(grapheme.chars().count()).copied().collect();
        let range = range.start + pair[0]..range.start + pair[1];
        let glyphs = set_grapheme(&forms, level % 2 == 1);
        // An alef that its lam took has marks at most.
        match clusters.last_mut() {
            Some(before) if forms.first() == Some(&None) => {
                before.range.end = range.end;
                before.glyphs.extend(glyphs);
            }
            _ => clusters.push(Cluster {
                range,
                glyphs,
                break_before: false,
                space: false,
                level,
            }),
        }
    }
    clusters
}

fn set_grapheme(forms: &[Option<char>], right_to_left: bool) -> Vec<Glyph> {
    let shown = forms
        .iter()
        .flatten()
        .copied()
        .filter(|&character| !is_invisible(character));
    let mut glyphs: Vec<Glyph> = Vec::new();
    for character in shown.nfc().flat_map(spelled) {
        let follows = !glyphs.is_empty();
        if follows && CodePointSetData::new::<EmojiModifier>().contains(character) {
            continue;
        }
        if let Some(letter) = letter_in_disguise(character) {
            glyphs.push(letter);
            continue;
        }
        let character = if right_to_left { mirrored(character) } else { character };
        let dx = if follows {
            over_base(&glyphs, character, right_to_left)
        } else {
            0
        };
        glyphs.push(Glyph {
            key: GlyphKey::Unifont(character),
            dx,
            dy: 0,
            kern: 0,
        });
    }
    glyphs
}

/// The character, or what it is composed of, or U+FFFD.
fn spelled(character: char) -> Vec<char> {
    if unifont::has(character) {
        return vec![character];
    }
    let parts: Vec<char> = std::iter::once(character).nfkd().collect();
    if parts.iter().all(|&part| unifont::has(part)) {
        parts
    } else {
        vec![char::REPLACEMENT_CHARACTER]
    }
}

/// How far to move a mark so that its middle stands over the middle of its base, in 1/128 em. Left-to-right marks stand
/// where Unifont drew them, unless that is left of a base that is narrower than they expect.
fn over_base(glyphs: &[Glyph], mark: char, right_to_left: bool) -> i8 {
    let drawn = |character| unifont::glyph(character, unifont::ROWS);
    let base = glyphs.iter().rev().find_map(|glyph| match glyph.key {
        GlyphKey::Unifont(base) => drawn(base).filter(|glyph| glyph.advance > 0.0),
        GlyphKey::Font { .. } => None,
    });
    let (Some(base), Some(mark)) = (base, drawn(mark)) else {
        return 0;
    };
    let advance = base.advance as i32;
    if mark.advance > 0.0 || !right_to_left && mark.left + advance >= 0 {
        return 0;
    }
    let twice_middle = |glyph: &playtally_typeface::Glyph| glyph.left * 2 + glyph.bitmap.width() as i32;
    let twice = twice_middle(&base) - 2 * advance - twice_middle(&mark);
    (twice * UNITS_PER_EM / (2 * unifont::ROWS as i32)).clamp(i8::MIN.into(), i8::MAX.into()) as i8
}

fn mirrored(character: char) -> char {
    CodePointMapData::<BidiMirroringGlyph>::new()
        .get(character)
        .mirroring_glyph
        .unwrap_or(character)
}

/// The bundled glyph of a letter that Unicode encodes once more for its looks. A flag without colours is best read as
/// its country's letters.
fn letter_in_disguise(character: char) -> Option<Glyph> {
    let (letter, wide) = match character {
        '\u{1F1E6}'..='\u{1F1FF}' => (char::from_u32('A' as u32 + (character as u32 - 0x1F1E6))?, false),
        '！'..='～' => (char::from_u32('!' as u32 + (character as u32 - 0xFF01))?, true),
        '\u{1D400}'..='\u{1D7FF}' => (std::iter::once(character).nfkd().next()?, false),
        _ => return None,
    };
    let font = bundled();
    let glyph = font.glyph_id(letter)?;
    let advance = font.scaled(UNITS_PER_EM as f32, GridFit::None).advance(glyph) as i32;
    let room = if wide {
        (UNITS_PER_EM - advance).clamp(0, i8::MAX.into()) as i8
    } else {
        0
    };
    let key = GlyphKey::Font {
        font: FontId::BUNDLED,
        glyph: glyph.to_u32(),
    };
    Some(Glyph {
        key,
        dx: room / 2,
        dy: 0,
        kern: room,
    })
}
