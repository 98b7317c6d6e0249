//! Hours of music in all, and a disc for each day and night of it.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;

use crate::canvas::{At, Canvas};
use crate::layout::{Field, Figure, figure};
use crate::phrase::{Phrase, fill_one};
use crate::shapes::{PX, Ring};
use crate::text::style::{BODY, CAPTION, FIGURE, NUMBER, POSTER};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    summary.totals().ms.get() >= 60_000
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let words = canvas.words;
    let minutes = summary.totals().ms.get() / 60_000;
    let (amount, label) = super::music(minutes, words);
    let days = super::hours(minutes) / 24;
    let note = match days {
        0 => Phrase::new(),
        _ => fill_one(words.days_and_nights.of(days), &words.number(days)),
    };
    let (kicker, number) = (super::years(summary, words), words.number(canvas.count_up(amount)));
    let page = Figure {
        kicker: &kicker,
        number: &number,
        label,
        note: &note,
    };
    let (style, gap, small) = match canvas.class {
        Class::Wide | Class::Square => (POSTER, 14, CAPTION),
        Class::EPaper => (NUMBER, 10, CAPTION),
        Class::Small => (FIGURE, 9, CAPTION),
        Class::Round | Class::Mono => return figure(&page, canvas),
    };
    let palette = canvas.palette;
    let top = canvas.kicker(page.kicker)? - if canvas.height() < 200 { 3 } else { 8 };
    let (_, end) = canvas.text(page.number, style, At::Under(top), palette.ink)?;
    let label = if canvas.class == Class::Small { CAPTION } else { BODY };
    let (_, mut end) = canvas.text(page.label, label, At::Under(end + gap + 2), palette.ink)?;
    if days == 0 || canvas.class == Class::EPaper {
        return Ok(());
    }
    let room = matches!(canvas.class, Class::Wide | Class::Square);
    if room {
        end = canvas.text(page.note, small, At::Under(end + gap - 3), palette.soft)?.1;
    }
    let top = end + gap;
    let field = Field {
        left: 0,
        top,
        width: canvas.width(),
        height: canvas.height() - top,
    };
    moons(days, field, canvas)
}

/// A disc for each of so many days, half of it day and half night, as large as there is room for.
fn moons<D: DrawTarget<Color = Rgb565>>(days: u64, field: Field, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    /// Smaller ones are no discs any more.
    const LEAST: i32 = 4;
    let palette = canvas.palette;
    let days = days.min(100_000) as i32;
    canvas.fill(field.left, field.top, field.width, field.height, palette.accent)?;
    let inner = (field.width - 2 * canvas.margin(), field.height - 12);
    let fits = |pitch: &i32| (inner.0 / pitch) * (inner.1 / pitch) >= days;
    let pitch = (LEAST..=22).rev().find(fits).unwrap_or(LEAST);
    let columns = (inner.0 / pitch).max(1);
    let rows = (inner.1 / pitch).max(0);
    let left = field.left + (field.width - columns.min(days) * pitch) / 2;
    let filled = (days + columns - 1) / columns;
    let top = field.top + (field.height - filled.min(rows) * pitch) / 2;
    for day in 0..canvas.grow(days.min(columns * rows)) {
        let (x, y) = (left + day % columns * pitch, top + day / columns * pitch);
        let side = pitch - (pitch / 5).max(1);
        if pitch < 9 || palette.is_two_tone() {
            canvas.fill(x, y, side, side, palette.ground)?;
            continue;
        }
        let radius = side * PX / 2;
        let disc = Ring::disc(Point::new(x * PX + radius, y * PX + radius), radius);
        canvas.shape_on(&disc, palette.ground, palette.accent)?;
        let pupil = Ring::disc(Point::new(x * PX + radius * 3 / 2, y * PX + radius), radius * 3 / 4);
        canvas.shape_on(&pupil, palette.accent, palette.ground)?;
    }
    Ok(())
}
