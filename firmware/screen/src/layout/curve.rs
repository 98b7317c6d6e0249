//! A curve and what lies under it.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;

use super::Field;
use crate::canvas::Canvas;
use crate::palette::mix;
use crate::shapes::PX;

/// Draws values from left to right as a curve as high as the field is for the highest of them.
pub(crate) fn curve<D: DrawTarget<Color = Rgb565>>(
    values: impl ExactSizeIterator<Item = u64> + Clone,
    field: Field,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (most, steps) = (values.clone().max().unwrap_or(0), values.len() as i64 - 1);
    if most == 0 || steps < 1 || field.height < 3 {
        return Ok(());
    }
    // The line is two pixels wide and stays inside the field.
    let full = i64::from(field.height - 2) * i64::from(PX);
    let height = |value: u64| (u128::from(value) * full as u128 / u128::from(most)) as i64;
    let mut values = values.map(height);
    let mut segment = (0, values.next().unwrap_or(0), values.next().unwrap_or(0));
    // Columns are measured in their halves: each goes from the one before it to the one behind it.
    let last = 2 * (i64::from(field.width.max(2)) - 1);
    let mut at = |half: i64| {
        let along = half.clamp(0, last) * steps;
        while along > (segment.0 + 1) * last {
            segment = (segment.0 + 1, segment.2, values.next().unwrap_or(segment.2));
        }
        let (start, from, to) = segment;
        (from + (to - from) * (along - start * last) / last) as i32 + PX
    };
    let mut before = at(0);
    for x in 0..canvas.grow(field.width) {
        let (middle, after) = (at(2 * i64::from(x)), at(2 * i64::from(x) + 1));
        let (low, high) = (before.min(middle).min(after), before.max(middle).max(after));
        column(x, (low - PX, high + PX), field, canvas)?;
        before = after;
    }
    Ok(())
}

/// One column of a curve: the line from a height to another in sixteenths of a pixel, and what lies under it.
fn column<D: DrawTarget<Color = Rgb565>>(
    x: i32,
    (low, high): (i32, i32),
    field: Field,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let (x, bottom) = (field.left + x, field.bottom());
    let under = mix(palette.ground, palette.accent, 4);
    if palette.is_two_tone() {
        canvas.tone(x, bottom - low / PX, 1, low / PX, 4)?;
    } else {
        canvas.fill(x, bottom - low / PX, 1, low / PX, under)?;
    }
    for pixel in low / PX..(high + PX - 1) / PX {
        let covered = (high.min((pixel + 1) * PX) - low.max(pixel * PX)).clamp(0, PX);
        let ground = if pixel == low / PX { under } else { palette.ground };
        let colour = if palette.is_two_tone() {
            canvas.ink(palette.accent, palette.ground).at((covered * 15 / PX) as u8)
        } else {
            mix(ground, palette.accent, (covered * 15 / PX) as u8)
        };
        canvas.fill(x, bottom - pixel - 1, 1, 1, colour)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use embedded_graphics::geometry::Size;

    use super::*;
    use crate::{Class, Language, Theme};
    use playtally_dev::picture::Picture;

    /// What a curve looks like in a field of 16 by 8 pixels: `#` is the line, `:` what lies under it.
    fn drawn(values: &[u64]) -> std::vec::Vec<std::string::String> {
        let mut picture = Picture::new(Size::new(16, 8));
        let palette = Theme::Dark.palette(0, Class::Wide);
        let mut canvas = Canvas::new(&mut picture, Class::Wide, palette, Language::English.words());
        let Ok(()) = canvas.paper(palette);
        let field = Field {
            left: 0,
            top: 0,
            width: 16,
            height: 8,
        };
        let Ok(()) = curve(values.iter().copied(), field, &mut canvas);
        let under = mix(palette.ground, palette.accent, 4);
        picture.pattern(|colour| match colour {
            colour if colour == palette.ground => '.',
            colour if colour == under => ':',
            _ => '#',
        })
    }

    #[test]
    fn a_level_curve_lies_at_the_top_of_its_field() {
        let pattern = drawn(&[5, 5, 5]);
        assert_eq!(pattern[..2], ["################"; 2]);
        assert_eq!(pattern[2..], ["::::::::::::::::"; 6]);
    }

    #[test]
    fn a_curve_rises_to_its_highest_value_and_falls_again() {
        assert_eq!(
            drawn(&[0, 3, 0]),
            [
                "......####......",
                ".....######.....",
                "....########....",
                "...####::####...",
                ".#####::::#####.",
                "#####::::::#####",
                "###::::::::::###",
                "##::::::::::::##",
            ]
        );
    }
}
