//! The longest streak: a flame, and a dot for every day.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Streaks;

use crate::canvas::{At, Canvas};
use crate::layout::Field;
use crate::shapes::{Flame, PX, Ring};
use crate::text::style::{BODY, CAPTION, FACT, FIGURE, HEADLINE, LABEL, NUMBER};
use crate::text::{Align, Block, Em};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    summary
        .record::<Streaks>()
        .is_some_and(|streaks| streaks.longest_days.get() >= 3)
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(streaks) = summary.record::<Streaks>() else {
        return Ok(());
    };
    let (words, palette) = (canvas.words, canvas.palette);
    let days = u64::from(streaks.longest_days.get());
    let number = words.number(canvas.count_up(days));
    let digits = number.clone();
    let label = words.days_in_a_row.of(days);
    let (span, from) = (
        words.span(streaks.longest_from.date(), streaks.longest_to.date()),
        words.month_year(streaks.longest_from.date()),
    );
    let (margin, right, bottom) = (canvas.margin(), canvas.right(), canvas.bottom());
    if canvas.class == Class::Round {
        flame((canvas.width() / 2, 62), (15, 40), canvas)?;
        let (_, end) = canvas.text(number.as_str(), NUMBER, At::Under(90), palette.ink)?;
        canvas.title();
        canvas.text(label, BODY, At::Under(end + 13), palette.ink)?;
        let dates = canvas.choose(&[&span, &from], CAPTION, At::Over(202));
        return canvas.text(dates, CAPTION, At::Over(202), palette.soft).map(drop);
    }
    let top = match canvas.class {
        Class::Mono => 18,
        _ => canvas.kicker(words.longest_streak)?,
    };
    let (style, size, centre) = match canvas.class {
        Class::Wide => (NUMBER, (42, 104), (right - 46, bottom - 46)),
        Class::Square => (NUMBER, (24, 62), (right - 26, top + 28)),
        Class::Small => (FIGURE, (13, 34), (right - 14, top + 30)),
        Class::EPaper => (FIGURE, (13, 36), (right - 14, top + 24)),
        _ => (FIGURE, (10, 25), (right - 12, top + 28)),
    };
    flame(centre, size, canvas)?;
    let beside = centre.0 - size.0 - 4 - margin;
    let mut number = Block::fit(number.as_str(), beside, style);
    if canvas.class == Class::EPaper && Block::fit_in(label, (beside - number.width() - 10, 37), LABEL).is_cut() {
        number = Block::fit(digits.as_str(), beside / 2, FACT);
    }
    canvas.block(&number, (margin, top), Align::Left, palette.ink)?;
    let end = top + number.height();
    let (label, end) = match canvas.class {
        Class::Mono => {
            let at = At::Under(canvas.kicker_top());
            let label = canvas.choose(&[label, words.longest_streak], CAPTION, at);
            return canvas.kicker(label).map(drop);
        }
        Class::Wide => (Block::fit(label, beside, BODY), end + 14),
        Class::Square => (Block::fit(label, beside, HEADLINE), end + 14),
        Class::Small => (Block::fit(label, beside, LABEL), end + 10),
        _ => {
            let room = (beside - number.width() - 10, Em::Figure.cap() + 2);
            (Block::fit_in(label, room, LABEL), end)
        }
    };
    let end = match canvas.class {
        Class::EPaper => {
            let at = (margin + number.width() + 10, (end - label.height()).max(top));
            canvas.block(&label, at, Align::Left, palette.ink)?;
            end.max(top + label.height())
        }
        _ => {
            canvas.block(&label, (margin, end), Align::Left, palette.ink)?;
            end + label.height()
        }
    };
    let (gap, bottom) = match canvas.class {
        Class::Small => (9, bottom),
        _ => {
            let room = if canvas.class == Class::Square {
                canvas.inner_width()
            } else {
                beside
            };
            let dates = Block::fit(span.as_str(), room, CAPTION);
            let dates = if dates.is_cut() {
                Block::fit(from.as_str(), room, CAPTION)
            } else {
                dates
            };
            let top = bottom - Em::Caption.cap();
            canvas.block(&dates, (margin, top), Align::Left, palette.soft)?;
            let gap = if canvas.class == Class::EPaper { 10 } else { 16 };
            (gap, top - gap)
        }
    };
    let field = Field {
        left: margin,
        top: end + gap,
        width: match canvas.class {
            Class::Wide => beside,
            _ => canvas.inner_width(),
        },
        height: bottom - end - gap,
    };
    dots(days as i32, field, canvas)
}

/// A flame whose round bottom is around a point, of a radius and a height above that point in pixels.
fn flame<D: DrawTarget<Color = Rgb565>>(
    centre: (i32, i32),
    (radius, height): (i32, i32),
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let flame = Flame {
        centre: Point::new(centre.0 * PX, centre.1 * PX),
        radius: radius * PX,
        height: canvas.grow(height) * PX,
    };
    canvas.shape(&flame, palette.accent)?;
    canvas.shape_on(&flame.inner(), palette.ground, palette.accent)
}

/// As many dots as large as there is room for.
fn dots<D: DrawTarget<Color = Rgb565>>(count: i32, field: Field, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let fits = |pitch: &i32| (field.width / pitch) * (field.height / pitch) >= count;
    let pitch = (2..=16).rev().find(fits).unwrap_or(2);
    let columns = (field.width / pitch).max(1);
    let rows = field.height / pitch;
    let accent = canvas.palette.accent;
    for dot in 0..canvas.grow(count.min(columns * rows)) {
        let (x, y) = (field.left + dot % columns * pitch, field.top + dot / columns * pitch);
        if pitch < 7 || canvas.palette.is_two_tone() {
            let side = pitch - (pitch / 4).max(1);
            canvas.fill(x, y, side, side, accent)?;
        } else {
            let radius = pitch * 6;
            let centre = Point::new(x * PX + radius, y * PX + radius);
            canvas.shape(&Ring::disc(centre, radius), accent)?;
        }
    }
    Ok(())
}
