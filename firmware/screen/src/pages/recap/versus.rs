//! A number of a year, beside what other years have.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;

use crate::Class;
use crate::canvas::{At, Canvas};
use crate::layout::{Field, Figure, figure, headline};
use crate::pages::share;
use crate::phrase::join;
use crate::text::style::CAPTION;
use crate::text::{Align, Block, Em};

/// A number and what it is compared with.
pub(super) struct Versus<'a> {
    /// The number by itself, which is all where there is nothing to compare it with, or no room.
    pub(super) figure: Figure<'a>,
    /// The year, how much it has, and that in words.
    pub(super) year: (&'a str, u64, &'a str),
    /// How much is usual, and that in words; none where there is nothing to compare with.
    pub(super) usual: Option<(u64, &'a str)>,
}

pub(super) fn versus<D: DrawTarget<Color = Rgb565>>(page: &Versus, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let Some((usual, usual_says)) = page.usual.filter(|_| canvas.class != Class::Mono) else {
        return figure(&page.figure, canvas);
    };
    let end = headline(&page.figure, canvas)?;
    let (year, value, says) = page.year;
    let pitch = match canvas.class {
        Class::Small => {
            let usually = join(&[words.usually, " ", usual_says]);
            let bottom = canvas.bottom();
            if bottom - Em::Caption.cap() < end + 6 {
                return Ok(());
            }
            return canvas
                .text(usually.as_str(), CAPTION, At::Over(bottom), palette.soft)
                .map(drop);
        }
        Class::EPaper => 20,
        _ => 26,
    };
    let bottom = if canvas.class == Class::Round {
        202
    } else {
        canvas.bottom()
    };
    let top = bottom - Em::Caption.cap() - pitch;
    let note = Block::fit(page.figure.note, canvas.inner_width(), CAPTION);
    if matches!(canvas.class, Class::Wide | Class::Square) && !note.is_cut() && top - end > 40 {
        canvas.block(&note, (canvas.margin(), end + 12), Align::Left, palette.soft)?;
    }
    // A round panel has no room for both a bar and its number, which the page has said already.
    let [says, usual_says] = match canvas.class {
        Class::Round => ["", ""],
        _ => [says, usual_says],
    };
    let (left, right) = canvas.sides(top, bottom - top);
    let width = |texts: [&str; 2]| {
        let fitted = texts.map(|text| Block::fit(text, (right - left) / 2, CAPTION).width());
        fitted[0].max(fitted[1])
    };
    let (labels, values) = (width([year, words.usually]) + 10, width([says, usual_says]));
    let values = if values > 0 { values + 10 } else { 0 };
    let most = value.max(usual);
    let rows = [(year, value, says, true), (words.usually, usual, usual_says, false)];
    for (at, (label, value, says, first)) in (0..).zip(rows) {
        let top = top + pitch * at;
        canvas.line(label, CAPTION, (left, top), Align::Left, palette.soft)?;
        let field = Field {
            left: left + labels,
            top,
            width: right - left - labels - values,
            height: Em::Caption.cap(),
        };
        let length = canvas.grow(share(value, most, field.width));
        if first {
            canvas.fill(field.left, top, length, field.height, palette.accent)?;
        } else {
            canvas.groove(field.left, top, length, field.height)?;
        }
        let colour = if first { palette.ink } else { palette.soft };
        let value = Block::fit(says, values, CAPTION);
        canvas.block(&value, (right, top), Align::Right, colour)?;
    }
    Ok(())
}
