//! The pixels of the glyphs that names use.

use std::collections::BTreeMap;

use playtally_statistics::together::both;
use playtally_summary::Size;
use playtally_summary::records::GlyphRecord;
use playtally_typeface::{Font, Glyph, GlyphId, GridFit, Scaler, coverage, unifont};
use rustc_hash::FxHashMap;

use super::fonts::{FontId, Fonts};
use super::name::{GlyphKey, design};
use super::sheet::Sizes;

/// A glyph in one size, as a summary holds it.
#[derive(Clone, Debug)]
pub(super) struct Raster {
    advance: u16,
    width: u8,
    height: u8,
    left: i8,
    top: i8,
    /// The pixels as [`playtally_typeface::coverage`] codes them.
    pub coded: Vec<u8>,
}

impl Raster {
    /// `None` when the glyph is larger than a record can say.
    fn of(glyph: &Glyph) -> Option<Self> {
        let coded = coverage::encode(&glyph.bitmap);
        u16::try_from(coded.len()).ok()?;
        Some(Self {
            advance: (glyph.advance * 64.0).round().clamp(0.0, u16::MAX.into()) as u16,
            width: glyph.bitmap.width().try_into().ok()?,
            height: glyph.bitmap.height().try_into().ok()?,
            left: glyph.left.try_into().ok()?,
            top: (-glyph.top).try_into().ok()?,
            coded,
        })
    }

    pub(super) fn record(&self, glyph: u16, coverage_start: u32) -> GlyphRecord {
        GlyphRecord {
            glyph: glyph.into(),
            advance: self.advance.into(),
            coverage_start: coverage_start.into(),
            width: self.width,
            height: self.height,
            left: self.left,
            top: self.top,
        }
    }
}

/// Rasters by glyph and size.
type Rasters = FxHashMap<(GlyphKey, Size), Raster>;

/// Rasterises each glyph in its sizes.
pub(super) fn rasterise(fonts: &Fonts, wanted: BTreeMap<GlyphKey, Sizes>) -> Rasters {
    let mut of_fonts = BTreeMap::<FontId, Vec<(GlyphId, Sizes)>>::new();
    let mut of_unifont = Vec::new();
    for (key, sizes) in wanted {
        match key {
            GlyphKey::Font { font, glyph } => of_fonts.entry(font).or_default().push((GlyphId::new(glyph), sizes)),
            GlyphKey::Unifont(character) => of_unifont.push((character, sizes)),
        }
    }
    let (mut rasters, others) = both(|| outlines(fonts, &of_fonts), || bitmaps(&of_unifont));
    rasters.extend(others);
    rasters
}

fn bitmaps(of_unifont: &[(char, Sizes)]) -> Rasters {
    let in_sizes = |&(character, sizes): &(char, Sizes)| {
        sizes.iter().map(move |size| {
            let glyph = unifont::glyph(character, size.em().into()).unwrap_or_default();
            let raster = Raster::of(&glyph).unwrap_or_else(nothing);
            ((GlyphKey::Unifont(character), size), raster)
        })
    };
    of_unifont.iter().flat_map(in_sizes).collect()
}

fn outlines(fonts: &Fonts, of_fonts: &BTreeMap<FontId, Vec<(GlyphId, Sizes)>>) -> Rasters {
    let mut rasters = FxHashMap::default();
    for (&font, glyphs) in of_fonts {
        let data = fonts.data(font);
        let file = data
            .as_ref()
            .map_or((playtally_typeface::Face::file(), 0), |(data, index)| {
                ((**data).as_ref(), *index)
            });
        // A font that shaped text a moment ago can be read.
        let Ok(parsed) = Font::parse(file.0, file.1) else {
            continue;
        };
        for size in Size::ALL {
            let em = f32::from(size.em());
            let sized = parsed.clone().with_variations(&design(em));
            let scaler = sized.scaled(em, GridFit::Vertical);
            for &(glyph, _) in glyphs.iter().filter(|(_, sizes)| sizes.has(size)) {
                let key = GlyphKey::Font {
                    font,
                    glyph: glyph.to_u32(),
                };
                rasters.insert((key, size), fitting(&sized, &scaler, em, glyph));
            }
        }
    }
    rasters
}

/// The glyph, made smaller if it is larger than a record can say: some fonts set whole phrases in one glyph.
fn fitting(font: &Font<'_>, scaler: &Scaler<'_>, em: f32, glyph: GlyphId) -> Raster {
    let whole = scaler.glyph(glyph);
    let smaller = || {
        (1..8).find_map(|step| {
            let em = em * 0.75f32.powi(step);
            Raster::of(&font.scaled(em, GridFit::None).glyph(glyph))
        })
    };
    Raster::of(&whole).or_else(smaller).unwrap_or_else(nothing)
}

fn nothing() -> Raster {
    Raster {
        advance: 0,
        width: 0,
        height: 0,
        left: 0,
        top: 0,
        coded: vec![],
    }
}
