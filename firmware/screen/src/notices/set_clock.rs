//! Setting date and time.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;

use crate::Class;
use crate::canvas::{At, Canvas};
use crate::phrase::{Phrase, join};
use crate::set_clock::SetClock;
use crate::text::style::{CAPTION, PROSE, STRIP_HERO, TITLE};
use crate::text::{Align, Block, Style};

/// Draws the date and the time of day, with a line under the part that is being set, and how the buttons work.
pub(crate) fn set_clock<D: DrawTarget<Color = Rgb565>>(set: SetClock, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let words = canvas.words;
    let soft = canvas.palette.soft;
    if canvas.class != Class::Mono {
        canvas.kicker(words.menu_clock)?;
    }
    let [year, month, day, hour, minute] = set.parts();
    let two = |part: u16| join(&[if part < 10 { "0" } else { "" }, &words.plain(part.into())]);
    let year = join(&[&words.plain(year.into())]);
    let parts = [year, two(month), two(day), two(hour), two(minute)];
    let (tops, style): (&[i32], _) = match canvas.class {
        Class::Wide | Class::Square => (&[74, 122], TITLE),
        Class::Round => (&[84, 124], TITLE),
        Class::Small => (&[48, 84], STRIP_HERO),
        Class::Mono => (&[3, 24], CAPTION),
        // There is room for all of it beside each other, and none below.
        Class::EPaper => (&[42], STRIP_HERO),
    };
    match tops {
        [date, time] => {
            row(&parts[..3], 0, set, *date, style, canvas)?;
            row(&parts[3..], 3, set, *time, style, canvas)?;
        }
        _ => row(&parts, 0, set, tops[0], style, canvas)?,
    }
    let bottom = match canvas.class {
        Class::Small | Class::Mono | Class::Round => {
            let at = match canvas.class {
                Class::Round => At::Over(canvas.height() - 50),
                _ => At::Over(canvas.last_line()),
            };
            return canvas.text(words.clock_keys, CAPTION, at, soft).map(drop);
        }
        _ => canvas.bottom(),
    };
    canvas.text(words.clock_how, PROSE, At::Over(bottom), soft).map(drop)
}

/// What stands behind each part.
const BEHIND: [&str; 5] = ["\u{2013}", "\u{2013}", "  ", ":", ""];

/// Draws parts beside each other, the first of which has that number, with a line under the one that is being set.
fn row<D: DrawTarget<Color = Rgb565>>(
    parts: &[Phrase],
    first: usize,
    set: SetClock,
    top: i32,
    style: Style,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (left, right) = canvas.sides(top, 30);
    let (room, palette) = (right - left, canvas.palette);
    let is_narrow = matches!(canvas.class, Class::Small | Class::Mono | Class::EPaper);
    let pieces = parts.iter().enumerate().flat_map(|(at, part)| {
        let is_last = at + 1 == parts.len();
        let behind = if is_last { "" } else { BEHIND[first + at] };
        [(part.as_str(), Some(first + at)), (behind, None)]
    });
    let width = |text: &str| match text {
        "" => 0,
        // White space at an end has no width of its own.
        "  " => 14,
        // A narrow panel has no room for strokes.
        "\u{2013}" if is_narrow => 4,
        text => Block::fit(text, room, style).width() + 4,
    };
    let all: i32 = pieces.clone().map(|(text, _)| width(text)).sum();
    let mut x = match canvas.class {
        Class::Round => (canvas.width() - all + 4) / 2,
        _ => left,
    };
    for (text, part) in pieces {
        let colour = match part {
            Some(part) if part == set.at() => palette.accent,
            Some(_) => palette.ink,
            None => palette.soft,
        };
        let is_blank = text.trim().is_empty() || is_narrow && text == "\u{2013}";
        if !is_blank {
            let block = Block::fit(text, room, style);
            canvas.block(&block, (x, top), Align::Left, colour)?;
            if part == Some(set.at()) {
                canvas.fill(x, top + block.height() + 2, block.width(), 2, colour)?;
            }
        }
        x += width(text);
    }
    Ok(())
}
