//! Any OpenType font: its glyphs, its metrics, and glyphs rasterised.

use skrifa::instance::{Location, LocationRef, Size};
use skrifa::metrics::{GlyphMetrics, Metrics};
use skrifa::outline::{DrawSettings, Engine, HintingInstance, HintingOptions, OutlinePen, SmoothMode, Target};
use skrifa::{FontRef, GlyphId, MetadataProvider, OutlineGlyphCollection};
use thiserror::Error;
use zeno::{Command, Mask, PathBuilder, Transform};

use crate::{Bitmap, Glyph, coverage};

/// Why a font cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FontError {
    /// The file is no OpenType font, or has no font of that index.
    #[error("not an OpenType font: {0}")]
    NotAFont(String),
}

/// A font read in place from the bytes of its file, at one place of its design space.
#[derive(Clone)]
pub struct Font<'a> {
    font: FontRef<'a>,
    location: Location,
}

impl std::fmt::Debug for Font<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Font")
            .field("location", &self.location)
            .finish_non_exhaustive()
    }
}

/// Heights above (and, for the descent, below) the base line, in pixels; all positive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineMetrics {
    /// The room that a line needs above the base line.
    pub ascent: f32,
    /// The room that a line needs below the base line.
    pub descent: f32,
    /// The height of a capital letter; 0 when the font does not say.
    pub cap_height: f32,
    /// The height of a small letter without ascender; 0 when the font does not say.
    pub x_height: f32,
}

/// What happens to an outline before it meets the pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum GridFit {
    /// Nothing: the outline as drawn.
    None,
    /// Horizontal edges move to the nearest pixel edge, so that small text is crisp; widths stay as drawn.
    #[default]
    Vertical,
}

impl<'a> Font<'a> {
    /// Reads the font of the given `index` (0 unless the file is a collection) from the bytes of a file.
    ///
    /// # Errors
    /// When the bytes are not such a font. Damage inside a font shows later, as missing glyphs.
    pub fn parse(data: &'a [u8], index: u32) -> Result<Self, FontError> {
        let font = FontRef::from_index(data, index).map_err(|error| FontError::NotAFont(error.to_string()))?;
        Ok(Self {
            font,
            location: Location::default(),
        })
    }

    /// The same font at a place of its design space: pairs of axis tag and value. Axes that the font lacks are ignored,
    /// and values are brought into the range of their axis.
    #[must_use]
    pub fn with_variations(mut self, axes: &[(&str, f32)]) -> Self {
        self.location = self.font.axes().location(axes.iter().copied());
        self
    }

    /// The font's tables, for a shaper.
    pub fn tables(&self) -> &FontRef<'a> {
        &self.font
    }

    /// The place in the design space, for a shaper.
    pub fn location(&self) -> LocationRef<'_> {
        LocationRef::from(&self.location)
    }

    /// The glyph of a character; `None` when the font has none.
    pub fn glyph_id(&self, character: char) -> Option<GlyphId> {
        self.font
            .charmap()
            .map(character)
            .filter(|&glyph| glyph != GlyphId::NOTDEF)
    }

    /// Whether the glyph's outline draws anything: not for spaces, nor for glyphs that are bitmaps or layers of colour.
    pub fn has_ink(&self, glyph: GlyphId) -> bool {
        let mut path = Path::default();
        let settings = DrawSettings::unhinted(Size::unscaled(), self.location());
        let outline = self.font.outline_glyphs().get(glyph);
        outline.is_some_and(|outline| outline.draw(settings, &mut path).is_ok()) && path.commands.len() > 1
    }

    /// Every character that the font has a glyph for, ascending.
    pub fn characters(&self) -> impl Iterator<Item = char> {
        self.font
            .charmap()
            .mappings()
            .filter_map(|(code, _)| char::from_u32(code))
    }

    /// Font units in an em.
    pub fn units_per_em(&self) -> u16 {
        Metrics::new(&self.font, Size::unscaled(), self.location()).units_per_em
    }

    /// The heights of a line at an em of `em` pixels.
    pub fn line_metrics(&self, em: f32) -> LineMetrics {
        let metrics = Metrics::new(&self.font, Size::new(em), self.location());
        LineMetrics {
            ascent: metrics.ascent,
            descent: -metrics.descent,
            cap_height: metrics.cap_height.unwrap_or(0.0),
            x_height: metrics.x_height.unwrap_or(0.0),
        }
    }

    /// Prepares to rasterise at an em of `em` pixels.
    pub fn scaled(&self, em: f32, fit: GridFit) -> Scaler<'_> {
        let outlines = self.font.outline_glyphs();
        let size = Size::new(em);
        let target = Target::Smooth {
            mode: SmoothMode::Light,
            symmetric_rendering: true,
            preserve_linear_metrics: true,
        };
        let hinting = match fit {
            GridFit::None => None,
            // The fitting derives from the outlines alone, so it is the same for every font format. A font that it
            // cannot work with is drawn as it is.
            GridFit::Vertical => HintingInstance::new(
                &outlines,
                size,
                self.location(),
                HintingOptions {
                    engine: Engine::Auto(None),
                    target,
                },
            )
            .ok(),
        };
        let metrics = GlyphMetrics::new(&self.font, size, self.location());
        Scaler {
            outlines,
            metrics,
            location: self.location(),
            size,
            hinting,
        }
    }
}

/// Turns the glyphs of one font into bitmaps of one size.
#[derive(Clone)]
pub struct Scaler<'a> {
    outlines: OutlineGlyphCollection<'a>,
    metrics: GlyphMetrics<'a>,
    location: LocationRef<'a>,
    size: Size,
    hinting: Option<HintingInstance>,
}

impl std::fmt::Debug for Scaler<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scaler")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

impl Scaler<'_> {
    /// How far the pen moves on after `glyph`, in pixels: the font's own, not fitted to the grid.
    pub fn advance(&self, glyph: GlyphId) -> f32 {
        self.metrics.advance_width(glyph).unwrap_or(0.0)
    }

    /// The glyph at this size. A glyph without an outline, or with a damaged one, is empty.
    pub fn glyph(&self, glyph: GlyphId) -> Glyph {
        let path = self.outline(glyph).unwrap_or_default();
        let (left, top, bitmap) = rasterise(&path);
        Glyph {
            left,
            top,
            advance: self.advance(glyph),
            bitmap,
        }
    }

    fn outline(&self, glyph: GlyphId) -> Option<Path> {
        let outline = self.outlines.get(glyph)?;
        let mut path = Path::default();
        let fitted = self
            .hinting
            .as_ref()
            .is_some_and(|hinting| outline.draw(hinting, &mut path).is_ok());
        if !fitted {
            path = Path::default();
            outline
                .draw(DrawSettings::unhinted(self.size, self.location), &mut path)
                .ok()?;
        }
        Some(path)
    }
}

/// Fine pixels along each side of a pixel. The contours of a variable font overlap; where two of their edges share a
/// pixel, the exact areas would add up to too much ink. At a quarter of the size the mistake cannot be seen.
const FINE: i32 = 4;

/// How far a point may lie from the pen, in pixels, so that a damaged font cannot ask for a giant bitmap.
const FARTHEST: f32 = 1024.0;

/// The left edge, the top edge and the pixels of a path.
fn rasterise(path: &Path) -> (i32, i32, Bitmap) {
    if path.extent > FARTHEST {
        return (0, 0, Bitmap::default());
    }
    let (pixels, fine) = Mask::new(path.commands.as_slice())
        .transform(Some(Transform::scale(FINE as f32, FINE as f32)))
        .render();
    let (fine_width, fine_height) = (fine.width as i32, fine.height as i32);
    let coverage = |x: i32, y: i32| -> u32 {
        let (x, y) = (x - fine.left, y - fine.top);
        let inside = (0..fine_width).contains(&x) && (0..fine_height).contains(&y);
        if inside {
            pixels[(y * fine_width + x) as usize].into()
        } else {
            0
        }
    };
    let (left, top) = (fine.left.div_euclid(FINE), fine.top.div_euclid(FINE));
    let width = (fine.left + fine_width - left * FINE + FINE - 1) / FINE;
    let height = (fine.top + fine_height - top * FINE + FINE - 1) / FINE;
    let whole = Bitmap::from_fn(width as usize, height as usize, |x, y| {
        let (x, y) = ((left + x as i32) * FINE, (top + y as i32) * FINE);
        let sum: u32 = (y..y + FINE)
            .flat_map(|y| (x..x + FINE).map(move |x| (x, y)))
            .map(|(x, y)| coverage(x, y))
            .sum();
        let cells = (FINE * FINE) as u32;
        ((sum + cells / 2) / cells) as u8
    });
    let (x, y, bitmap) = whole.trimmed(|pixel| coverage::level(pixel) > 0);
    (left + x as i32, top + y as i32, bitmap)
}

/// An outline, turned so that y grows downwards.
#[derive(Default)]
struct Path {
    commands: Vec<Command>,
    /// The largest distance of a coordinate from zero.
    extent: f32,
}

impl Path {
    fn reach(&mut self, coordinates: &[f32]) {
        // A coordinate that is no number counts as far away.
        let reach = |at: &f32| if at.is_nan() { f32::INFINITY } else { at.abs() };
        self.extent = coordinates.iter().map(reach).fold(self.extent, f32::max);
    }
}

impl OutlinePen for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.reach(&[x, y]);
        self.commands.move_to([x, -y]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.reach(&[x, y]);
        self.commands.line_to([x, -y]);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.reach(&[cx, cy, x, y]);
        self.commands.quad_to([cx, -cy], [x, -y]);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.reach(&[cx0, cy0, cx1, cy1, x, y]);
        self.commands.curve_to([cx0, -cy0], [cx1, -cy1], [x, -y]);
    }

    fn close(&mut self) {
        self.commands.close();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Design, Face};

    fn glyph(face: Face, em: f32, fit: GridFit, character: char) -> Glyph {
        let font = face.font();
        let id = font.glyph_id(character).expect("a glyph");
        font.scaled(em, fit).glyph(id)
    }

    fn ink(glyph: &Glyph) -> u32 {
        glyph.bitmap.rows().flatten().map(|&coverage| u32::from(coverage)).sum()
    }

    #[test]
    fn the_bundled_faces_cover_latin_greek_and_cyrillic() {
        for face in [Face::TEXT, Face::STRONG, Face::DISPLAY] {
            let font = face.font();
            let ranges = [
                '!'..='~',
                '\u{a1}'..='\u{ac}',
                '\u{ae}'..='\u{24f}',
                'Α'..='Ρ',
                'Σ'..='ώ',
                'Ѐ'..='ӿ',
                'Ḁ'..='ỹ',
            ];
            let missing: String = ranges
                .into_iter()
                .flatten()
                .filter(|&c| font.glyph_id(c).is_none())
                .collect();
            // Archaic letters and compatibility forms.
            assert_eq!(missing, "ŉǄѺѻѼѽѾѿҞҟẜ", "{face:?}");
        }
    }

    #[test]
    fn fitted_letters_stand_on_the_line_and_end_at_a_whole_row() {
        for em in [15.0, 16.0, 18.0, 20.0, 24.0, 32.0] {
            let tall = glyph(Face::TEXT, em, GridFit::Vertical, 'H');
            let height = tall.bitmap.height() as i32;
            assert_eq!(tall.top, -height, "an H at {em} ends at the base line");
            let cap_height = Face::TEXT.font().line_metrics(em).cap_height;
            assert!(
                (height as f32 - cap_height).abs() < 1.0,
                "an H at {em} is {height} high, drawn {cap_height}"
            );
            let peak = |row: Option<&[u8]>| row.and_then(|row| row.iter().max()).copied().expect("a row");
            assert!(peak(tall.bitmap.rows().next()) > 200, "the top row at {em} is full");
        }
    }

    #[test]
    fn fitting_leaves_advances_as_the_font_has_them() {
        for character in "mW1".chars() {
            let free = glyph(Face::TEXT, 16.0, GridFit::None, character);
            assert_eq!(
                glyph(Face::TEXT, 16.0, GridFit::Vertical, character).advance,
                free.advance
            );
        }
        let em = Face::TEXT.font().units_per_em();
        assert_eq!(em, 2048);
    }

    #[test]
    fn a_heavier_face_has_more_ink_and_the_display_design_is_tighter() {
        let light = Face {
            design: Design::Text,
            weight: 300,
        };
        let heavy = Face {
            design: Design::Text,
            weight: 700,
        };
        assert!(ink(&glyph(heavy, 32.0, GridFit::None, 'e')) > ink(&glyph(light, 32.0, GridFit::None, 'e')) * 5 / 4);
        let display = Face {
            design: Design::Display,
            ..Face::TEXT
        };
        let width = |face| glyph(face, 32.0, GridFit::None, 'n').advance;
        assert!(width(display) < width(Face::TEXT));
    }

    #[test]
    fn a_space_advances_and_has_no_pixels() {
        let space = glyph(Face::TEXT, 16.0, GridFit::Vertical, ' ');
        assert!(space.bitmap.is_empty() && space.advance > 3.0);
    }

    #[test]
    fn a_glyph_that_does_not_exist_is_empty() {
        let font = Face::TEXT.font();
        assert_eq!(
            font.scaled(16.0, GridFit::Vertical).glyph(GlyphId::new(60_000)),
            Glyph::default()
        );
    }

    #[test]
    fn a_far_outline_is_not_rasterised() {
        let mut far = Path::default();
        far.move_to(0.0, 0.0);
        far.line_to(1e9, 0.0);
        far.line_to(0.0, f32::NAN);
        assert!(rasterise(&far).2.is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn a_damaged_font_never_panics(damage in prop::collection::vec((0..1usize << 20, any::<u8>()), 1..200), cut in any::<bool>()) {
            let mut data = crate::face::INTER.to_vec();
            let length = data.len();
            for &(at, byte) in &damage {
                // Half of it in the table directory and the headers.
                let at = if byte % 2 == 0 { at % 2048 } else { at % length };
                data[at] = byte;
            }
            if cut {
                data.truncate(damage[0].0 % length);
            }
            if let Ok(font) = Font::parse(&data, 0) {
                let font = font.with_variations(&[("wght", 550.0)]);
                let scaler = font.scaled(16.0, GridFit::Vertical);
                for character in "aÅж".chars() {
                    if let Some(id) = font.glyph_id(character) {
                        scaler.glyph(id);
                    }
                }
            }
        }
    }
}
