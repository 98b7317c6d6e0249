//! Glyphs as outlines, for what is drawn without a font at hand, and whether a font lets its glyphs be drawn so.

use skrifa::instance::Size;
use skrifa::metrics::GlyphMetrics;
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::raw::TableProvider;
use skrifa::{GlyphId, MetadataProvider};

use crate::Font;

/// A piece of an outline. Points are in ems from the pen, and y grows downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Segment {
    /// A contour begins here.
    Move([f32; 2]),
    /// A line to here.
    Line([f32; 2]),
    /// A quadratic curve: its control point, and where it ends.
    Quad([f32; 2], [f32; 2]),
    /// A cubic curve: its control points, and where it ends.
    Curve([f32; 2], [f32; 2], [f32; 2]),
    /// The contour ends where it began.
    Close,
}

/// A glyph as drawn, at an em of one. What is inside goes by the winding rule: contours may overlap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// Its contours.
    pub segments: Vec<Segment>,
    /// How far the pen moves on.
    pub advance: f32,
}

impl Font<'_> {
    /// The outline of a glyph; empty where it has none, a damaged one, or one that lies further off than any glyph does.
    pub fn outline(&self, glyph: GlyphId) -> Outline {
        /// Ems from the pen.
        const FARTHEST: f32 = 64.0;
        // In the font's own units: a size of one would round to its 64ths.
        let size = Size::unscaled();
        let em = f32::from(self.units_per_em().max(1));
        let metrics = GlyphMetrics::new(self.tables(), size, self.location());
        let mut pen = Pen { em, ..Pen::default() };
        let settings = DrawSettings::unhinted(size, self.location());
        let drawn = self.tables().outline_glyphs().get(glyph);
        let is_drawn = drawn.is_some_and(|outline| outline.draw(settings, &mut pen).is_ok());
        let is_near = pen.extent <= FARTHEST;
        Outline {
            segments: if is_drawn && is_near { pen.segments } else { Vec::new() },
            advance: metrics
                .advance_width(glyph)
                .map(|advance| advance / em)
                .filter(|advance| advance.abs() <= FARTHEST)
                .unwrap_or(0.0),
        }
    }

    /// Whether the font's `fsType` lets outlines of some of its glyphs stand in a document that others see and print: it is not
    /// restricted, not for bitmaps alone, and may be embedded in part. A font that does not say is not asked further.
    pub fn may_be_embedded(&self) -> bool {
        self.tables().os2().is_ok_and(|os2| may_be_embedded(os2.fs_type()))
    }
}

/// OpenType, table OS/2, field fsType. Where old fonts set several of the first bits, the most generous of them holds.
const fn may_be_embedded(fs_type: u16) -> bool {
    const RESTRICTED: u16 = 0x0002;
    const PREVIEW_AND_PRINT: u16 = 0x0004;
    const EDITABLE: u16 = 0x0008;
    const NO_SUBSETTING: u16 = 0x0100;
    const BITMAPS_ONLY: u16 = 0x0200;
    let is_open = fs_type & RESTRICTED == 0 || fs_type & (PREVIEW_AND_PRINT | EDITABLE) != 0;
    is_open && fs_type & (NO_SUBSETTING | BITMAPS_ONLY) == 0
}

#[derive(Default)]
struct Pen {
    segments: Vec<Segment>,
    /// Units in an em.
    em: f32,
    /// The largest distance of a coordinate from zero.
    extent: f32,
}

impl Pen {
    fn at(&mut self, x: f32, y: f32) -> [f32; 2] {
        let [x, y] = [x / self.em, y / self.em];
        for part in [x, y] {
            // A coordinate that is no number counts as far away.
            self.extent = if part.is_nan() {
                f32::INFINITY
            } else {
                self.extent.max(part.abs())
            };
        }
        [x, -y]
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let to = self.at(x, y);
        self.segments.push(Segment::Move(to));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.at(x, y);
        self.segments.push(Segment::Line(to));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let (by, to) = (self.at(cx, cy), self.at(x, y));
        self.segments.push(Segment::Quad(by, to));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let (from, by, to) = (self.at(cx0, cy0), self.at(cx1, cy1), self.at(x, y));
        self.segments.push(Segment::Curve(from, by, to));
    }

    fn close(&mut self) {
        self.segments.push(Segment::Close);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Face;

    #[test]
    fn a_letter_stands_on_the_line_and_a_space_is_empty() {
        let font = Face::DISPLAY.font();
        let of = |character| font.outline(font.glyph_id(character).expect("a glyph"));
        let tops = of('H').segments.into_iter().filter_map(|segment| match segment {
            Segment::Move([_, y]) | Segment::Line([_, y]) => Some(y),
            _ => None,
        });
        let (top, bottom) = tops.fold((0.0_f32, -1.0_f32), |(top, bottom), y| (top.min(y), bottom.max(y)));
        assert!(
            (top + font.line_metrics(1.0).cap_height).abs() < 0.01 && bottom.abs() < 0.001,
            "{top} {bottom}"
        );
        assert!(of(' ').segments.is_empty() && of(' ').advance > 0.1);
        assert_eq!(font.outline(GlyphId::new(60_000)), Outline::default());
    }

    #[test]
    fn the_bits_of_a_font_say_whether_its_glyphs_may_stand_in_a_document() {
        assert!(Face::TEXT.font().may_be_embedded());
        let allowed = [0x0000, 0x0004, 0x0008, 0x000C, 0x0006, 0x000A];
        let refused = [0x0002, 0x0100, 0x0200, 0x0104, 0x0208, 0x0102, 0x0308];
        assert!(allowed.into_iter().all(may_be_embedded));
        assert!(!refused.into_iter().any(may_be_embedded));
    }

    #[test]
    fn a_restricted_font_stays_out() {
        // The bundled font, with other bits in its table.
        let mut file = Face::file().to_vec();
        let record = file.windows(4).position(|tag| tag == b"OS/2").expect("the table");
        let offset = u32::from_be_bytes(file[record + 8..record + 12].try_into().expect("four bytes")) as usize;
        for (bits, allowed) in [(0x0002_u16, false), (0x0004, true), (0x0100, false)] {
            file[offset + 8..offset + 10].copy_from_slice(&bits.to_be_bytes());
            assert_eq!(
                Font::parse(&file, 0).expect("a font").may_be_embedded(),
                allowed,
                "{bits:#x}"
            );
        }
    }
}
