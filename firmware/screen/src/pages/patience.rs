//! How many plays are cut short: as many of a few blocks are knocked out.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Patience;

use crate::canvas::{At, Canvas};
use crate::layout::Field;
use crate::phrase::{fill, fill_one};
use crate::shapes::{PX, Tilted, Turn};
use crate::text::style::{BODY, CAPTION};
use crate::text::{Em, Style};
use crate::{Class, Moment};

/// The ends of fewer plays say little.
const ENOUGH: u32 = 100;

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    let patience = summary.record::<Patience>();
    patience.is_some_and(|patience| patience.starts.get() >= ENOUGH && patience.skips.get() > 0)
}

/// A part in small numbers, such as 2 of 5: of some wholes the one that is nearest, and the first of equals. What is
/// under one of ten is one of so many, up to a hundred.
fn few_of(part: u64, whole: u64) -> (u64, u64) {
    let (part, whole) = (part.min(whole), whole.max(1));
    if part == 0 || part == whole {
        return (if part == 0 { 0 } else { 5 }, 5);
    }
    if part * 10 < whole {
        return (1, ((whole + part / 2) / part).min(100));
    }
    let nearest = |of: u64| (part * of + whole / 2) / whole;
    let error = |&of: &u64| (nearest(of) * whole).abs_diff(part * of) * 60 / of;
    // All are said only where it is all.
    let some = [5, 3, 2, 4, 10]
        .into_iter()
        .filter(|&of| (1..of).contains(&nearest(of)));
    some.min_by_key(error).map_or((9, 10), |of| (nearest(of), of))
}

/// The sentence that the page is, in lines as large as they can be.
const SENTENCE: Style = &[(Em::Title, 1), (Em::Title, 2), (Em::Body, 2), (Em::Caption, 2)];
/// The same on small panels.
const STRIP: Style = &[(Em::Body, 1), (Em::Body, 2), (Em::Caption, 2)];
/// The same on a strip.
const TWO_LINES: Style = &[(Em::Caption, 1), (Em::Caption, 2)];

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(patience) = summary.record::<Patience>() else {
        return Ok(());
    };
    let (words, palette) = (canvas.words, canvas.palette);
    let (few, of) = few_of(patience.skips.get().into(), patience.starts.get().into());
    let says = fill(words.you_skip, &[("{n}", &words.plain(few)), ("{m}", &words.plain(of))]);
    let seconds = u64::from(patience.median_skip_seconds.get()).max(1);
    let within = fill_one(words.usually_within.of(seconds), &words.number(seconds));
    let (top, style, note, gap) = match canvas.class {
        Class::Wide | Class::Square => (canvas.margin(), SENTENCE, BODY, 16),
        Class::Round => (58, SENTENCE, CAPTION, 12),
        Class::Small | Class::EPaper => (canvas.margin(), STRIP, CAPTION, 9),
        Class::Mono => (canvas.margin(), TWO_LINES, CAPTION, 5),
    };
    canvas.title();
    let (_, mut end) = canvas.text(says.as_str(), style, At::Under(top), palette.ink)?;
    if canvas.class != Class::Mono {
        let at = At::Under(end + gap);
        let within = canvas.choose(&[&within, ""], note, at);
        end = canvas.text(within, note, at, palette.soft)?.1.max(end);
    }
    let top = end + gap + 5;
    let field = Field {
        left: 0,
        top,
        width: canvas.width(),
        height: canvas.height() - top,
    };
    blocks(few as i32, of as i32, field, canvas)
}

/// A block for each of so many; those that are skipped have fallen over.
fn blocks<D: DrawTarget<Color = Rgb565>>(
    few: i32,
    of: i32,
    field: Field,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let edge = |at: i32| field.left + field.width * at / of;
    for at in 0..of {
        let (x, next) = (edge(at), edge(at + 1));
        let gap = ((next - x) / 8).max(1);
        let width = next - x - gap;
        let left = x + gap / 2;
        // Spread over all of them, the last one among them.
        let is_out = (at + 1) * few / of > at * few / of;
        if !is_out {
            let height = canvas.grow(field.height);
            canvas.fill(left, field.bottom() - height, width, height, palette.accent)?;
            continue;
        }
        let (wide, tall) = (width * 4 / 5, (field.height * 3 / 5).min(width * 7 / 4));
        let lean = if at % 2 == 0 {
            Turn::parts(17, 18)
        } else {
            Turn::parts(1, 24)
        };
        let block = Tilted {
            centre: Point::new((2 * left + width) * PX / 2, field.bottom() * PX - tall * PX * 2 / 5),
            half: (wide * PX / 2, tall * PX / 2),
            up: lean.direction(),
        };
        canvas.shape(&block, palette.pop)?;
        if palette.is_two_tone() && wide > 8 {
            canvas.shape(&block.within(2 * PX), palette.ground)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_said_in_small_numbers() {
        for (part, whole, said) in [
            (41, 100, (2, 5)),
            (28, 100, (3, 10)),
            (33, 100, (1, 3)),
            (26, 100, (1, 4)),
            (50, 100, (1, 2)),
            (75, 100, (3, 4)),
            (11, 100, (1, 10)),
            (5, 100, (1, 20)),
            (3, 100, (1, 33)),
            (1, 100_000, (1, 100)),
            (96, 100, (9, 10)),
            (99, 100, (9, 10)),
            (100, 100, (5, 5)),
        ] {
            assert_eq!(few_of(part, whole), said, "{part} of {whole}");
        }
    }

    #[test]
    fn a_part_is_never_said_to_be_all_or_none_and_is_near_to_what_it_is() {
        for part in 1..1_000 {
            let (few, of) = few_of(part, 1_000);
            assert!(few > 0 && few < of, "{part}");
            let error = (few * 1_000 / of).abs_diff(part);
            assert!(error <= 100, "{part}: {few} of {of}");
        }
    }
}
