//! Shaping with a font's own rules.

use std::ops::Range;

use harfrust::{Buffer, BufferFlags, ClusterLevel, Direction, ShapeOptions, ShaperFont};
use icu_properties::PropertyNamesShort;
use icu_properties::props::Script;
use playtally_summary::UNITS_PER_EM;
use playtally_typeface::Face;

use super::fonts::{FontId, Fonts};
use super::itemise::Item;
use super::language::Language;
use super::name::{Cluster, Glyph, GlyphKey};

/// A font ready for shaping; `None` when its file cannot be read any more.
pub(super) fn shaper(fonts: &Fonts, font: FontId, design: &[(&str, f32)]) -> Option<harfrust::Font> {
    let face = if font == FontId::BUNDLED {
        harfrust::Font::new(Face::file(), 0)?
    } else {
        let (data, index) = fonts.data(font)?;
        harfrust::Font::new(data, index)?
    };
    Some(face.instance_builder().variations(design.iter().copied()).build())
}

/// Shapes an item of a text. The clusters come in logical order; one that the font has no glyph for after all is only
/// its range.
pub(super) fn shape(
    font: &harfrust::Font,
    id: FontId,
    text: &str,
    item: &Item,
    language: Option<Language>,
) -> Vec<Result<Cluster, Range<usize>>> {
    let right_to_left = item.level % 2 == 1;
    let shaper = ShaperFont::new(font);
    let mut buffer = Buffer::new();
    buffer.set_pre_context(&text[..item.range.start]);
    buffer.set_post_context(&text[item.range.end..]);
    for (at, character) in text[item.range.clone()].char_indices() {
        buffer.push(character.into(), (item.range.start + at) as u32);
    }
    buffer.set_direction(if right_to_left {
        Direction::RightToLeft
    } else {
        Direction::LeftToRight
    });
    buffer.set_script(script(item.script));
    buffer.set_language(language.and_then(|language| harfrust::Language::new(language.tag())));
    buffer.set_cluster_level(ClusterLevel::MonotoneGraphemes);
    buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
    if harfrust::shape(&shaper, &mut buffer, ShapeOptions::new()).is_err() {
        return vec![Err(item.range.clone())];
    }

    let infos = buffer.glyph_infos();
    let positions = buffer.glyph_positions();
    let mut groups: Vec<Range<usize>> = Vec::new();
    for at in 0..infos.len() {
        match groups.last_mut() {
            Some(group) if infos[group.start].cluster == infos[at].cluster => group.end = at + 1,
            _ => groups.push(at..at + 1),
        }
    }
    if right_to_left {
        groups.reverse();
    }
    let starts: Vec<usize> = groups.iter().map(|group| infos[group.start].cluster as usize).collect();
    let mut clusters = Vec::with_capacity(groups.len());
    // Characters without a look leave no glyph: they belong to what is before them, or else after.
    for (at, group) in groups.into_iter().enumerate() {
        let start = if at == 0 { item.range.start } else { starts[at] };
        let range = start..starts.get(at + 1).copied().unwrap_or(item.range.end);
        let missing = infos[group.clone()].iter().any(|info| info.glyph_id == 0);
        clusters.push(if missing {
            Err(range)
        } else {
            let glyphs = group.map(|at| (infos[at].glyph_id, positions[at]));
            Ok(Cluster {
                range,
                glyphs: place(&shaper, id, glyphs),
                break_before: false,
                space: false,
                level: item.level,
            })
        });
    }
    if clusters.is_empty() && !item.range.is_empty() {
        let level = item.level;
        clusters.push(Ok(Cluster {
            range: item.range.clone(),
            glyphs: vec![],
            break_before: false,
            space: false,
            level,
        }));
    }
    clusters
}

/// Brings the shaper's positions into 1/128 em. An offset that does not fit into its byte is made up for by the pen, and
/// the pen by the next offset, so that a glyph far from its base still lands where it should.
fn place(
    font: &ShaperFont<'_, '_>,
    id: FontId,
    glyphs: impl Iterator<Item = (u32, harfrust::GlyphPosition)>,
) -> Vec<Glyph> {
    let scale = UNITS_PER_EM as f32 / f32::from(font.units_per_em().max(1));
    let units = |value: i32| (value as f32 * scale).round() as i32;
    let byte = |value: i32| value.clamp(i8::MIN.into(), i8::MAX.into()) as i8;
    // Where the pen should be less where it is.
    let mut behind = 0;
    let mut placed: Vec<Glyph> = Vec::new();
    for (glyph, position) in glyphs {
        let mut dx = behind + units(position.x_offset);
        if let Some(before) = placed.last_mut().filter(|_| i8::try_from(dx).is_err()) {
            let kern = byte(i32::from(before.kern) + dx - i32::from(byte(dx)));
            let moved = i32::from(kern) - i32::from(before.kern);
            before.kern = kern;
            behind -= moved;
            dx -= moved;
        }
        let advance = units(font.glyph_h_advance(harfrust::GlyphId::new(glyph)));
        let wanted = behind + units(position.x_advance) - advance;
        let kern = byte(wanted);
        behind = wanted - i32::from(kern);
        placed.push(Glyph {
            key: GlyphKey::Font { font: id, glyph },
            dx: byte(dx),
            dy: byte(units(position.y_offset)),
            kern,
        });
    }
    placed
}

fn script(script: Script) -> Option<harfrust::Script> {
    PropertyNamesShort::<Script>::new().get(script)?.parse().ok()
}
