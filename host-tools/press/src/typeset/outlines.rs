//! The outlines of glyphs, for what is drawn without a font at hand.

use std::fmt;
use std::sync::Arc;

use playtally_typeface::{Face, Font, GlyphId, Outline, Segment, unifont};
use rustc_hash::FxHashMap;

use super::fonts::{FontId, Fonts};
use super::name::GlyphKey;

/// A glyph as drawn, which several names may share.
pub type Outlined = Arc<Outline>;

/// Outlines of the glyphs of names that were set in a face.
pub struct Outlines<'f> {
    fonts: &'f Fonts,
    face: Face,
    known: FxHashMap<GlyphKey, Outlined>,
}

impl fmt::Debug for Outlines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outlines")
            .field("face", &self.face)
            .finish_non_exhaustive()
    }
}

impl<'f> Outlines<'f> {
    /// Those of names that a [`Typesetter`](super::Typesetter) of the same fonts set in the same face.
    pub fn new(fonts: &'f Fonts, face: Face) -> Self {
        Self {
            fonts,
            face,
            known: FxHashMap::default(),
        }
    }

    /// The outline of a glyph.
    pub fn of(&mut self, key: GlyphKey) -> Outlined {
        if let Some(known) = self.known.get(&key) {
            return Arc::clone(known);
        }
        let outline = Arc::new(self.drawn(key));
        self.known.insert(key, Arc::clone(&outline));
        outline
    }

    fn drawn(&self, key: GlyphKey) -> Outline {
        let (font, glyph) = match key {
            GlyphKey::Font { font, glyph } => (font, GlyphId::new(glyph)),
            GlyphKey::Unifont(character) => return of_unifont(character),
        };
        if font == FontId::BUNDLED {
            return self.face.font().outline(glyph);
        }
        // A font whose file is gone has drawn nothing before, either.
        let Some((data, index)) = self.fonts.data(font) else {
            return Outline::default();
        };
        let parsed = Font::parse((*data).as_ref(), index);
        parsed.map_or_else(
            |_| Outline::default(),
            |font| font.with_variations(&self.face.axes()).outline(glyph),
        )
    }
}

/// Unifont's pixels, those side by side as one rectangle.
fn of_unifont(character: char) -> Outline {
    let glyph = unifont::glyph(character, unifont::ROWS).unwrap_or_default();
    let em = unifont::ROWS as f32;
    let mut segments = Vec::new();
    for (y, row) in (glyph.top..).zip(glyph.bitmap.rows()) {
        let mut x = 0;
        for stretch in row.chunk_by(|one, other| (*one > 127) == (*other > 127)) {
            let from = glyph.left + x;
            x += stretch.len() as i32;
            if stretch[0] > 127 {
                let [left, right, top, bottom] = [from, glyph.left + x, y, y + 1].map(|part| part as f32 / em);
                segments.extend([
                    Segment::Move([left, top]),
                    Segment::Line([right, top]),
                    Segment::Line([right, bottom]),
                    Segment::Line([left, bottom]),
                    Segment::Close,
                ]);
            }
        }
    }
    Outline {
        segments,
        advance: glyph.advance / em,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::Typesetter;

    #[test]
    fn a_name_has_outlines_in_the_face_that_it_was_set_in() {
        let fonts = Fonts::bundled();
        let black = Face {
            weight: 900,
            ..Face::DISPLAY
        };
        let width = |face: Face| {
            let name = Typesetter::in_face(&fonts, face).set("Otter 海");
            let mut outlines = Outlines::new(&fonts, face);
            let glyphs = name.clusters.iter().flat_map(|cluster| &cluster.glyphs);
            glyphs
                .map(|glyph| {
                    let outline = outlines.of(glyph.key);
                    outline.advance + f32::from(glyph.kern) / 128.0
                })
                .sum::<f32>()
        };
        assert!(width(black) > 1.02 * width(Face::DISPLAY));
    }

    #[test]
    fn what_no_font_has_is_drawn_in_pixels() {
        let outline = of_unifont('海');
        assert!((outline.advance - 1.0).abs() < 0.001 && outline.segments.len() > 50);
        assert!(outline.segments.iter().all(|segment| match segment {
            Segment::Move([x, y]) | Segment::Line([x, y]) => (-0.01..=1.01).contains(x) && (-0.9..=0.2).contains(y),
            Segment::Close => true,
            _ => false,
        }));
        assert_eq!(of_unifont('\u{10ffff}'), Outline::default());
    }
}
