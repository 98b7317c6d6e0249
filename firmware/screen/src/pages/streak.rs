//! The longest streak: a dot for every day.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Streaks;

use crate::canvas::{At, Canvas};
use crate::layout::{Field, Figure, figure};
use crate::shapes::{PX, Ring};
use crate::text::style::{BODY, CAPTION, FIGURE, NUMBER};
use crate::text::{Align, Em};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    summary
        .record::<Streaks>()
        .is_some_and(|streaks| streaks.longest.days.get() >= 3)
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
    let streak = streaks.longest;
    let days = u64::from(streak.days.get());
    let number = words.number(canvas.count_up(days));
    if canvas.class == Class::Mono {
        let page = Figure {
            kicker: words.longest_streak,
            number: &number,
            label: words.days_in_a_row.of(days),
            note: "",
        };
        return figure(&page, canvas);
    }
    let top = canvas.kicker(words.longest_streak)?;
    let label = words.days_in_a_row.of(days);
    let (span, from) = (
        words.span(streak.from.date(), streak.to.date()),
        words.month_year(streak.from.date()),
    );
    let dates = [span.as_str(), from.as_str()];
    let (style, em, beside) = match canvas.class {
        Class::Wide => (NUMBER, Em::Number, true),
        Class::Square | Class::Round => (NUMBER, Em::Number, false),
        Class::Small => (FIGURE, Em::Figure, false),
        Class::EPaper | Class::Mono => (FIGURE, Em::Figure, true),
    };
    let end = if beside {
        let width = canvas.line(number.as_str(), style, (canvas.margin(), top), Align::Left, palette.ink)?;
        let at = (canvas.margin() + width + 12, top + em.cap() - Em::Body.cap());
        canvas.line(label, BODY, at, Align::Left, palette.ink)?;
        top + em.cap()
    } else {
        let (_, end) = canvas.text(number.as_str(), style, At::Under(top), palette.ink)?;
        canvas.text(label, BODY, At::Under(end + 14), palette.ink)?.1
    };
    let gap = if canvas.height() < 200 { 9 } else { 18 };
    let bottom = match canvas.class {
        Class::Wide | Class::Square => {
            let (top, _) = canvas.text(dates[0], CAPTION, At::Over(canvas.bottom()), palette.soft)?;
            top - 14
        }
        Class::Round => {
            let dates = canvas.choose(&dates, CAPTION, At::Over(198));
            canvas.text(dates, CAPTION, At::Over(198), palette.soft)?.0 - 12
        }
        Class::EPaper => {
            canvas
                .text(dates[0], CAPTION, At::Over(canvas.bottom()), palette.ink)?
                .0
                - 8
        }
        Class::Small | Class::Mono => canvas.bottom(),
    };
    let (top, height) = (end + gap, bottom - end - gap);
    let (left, right) = canvas.sides(top, height.max(1));
    let field = Field {
        left,
        top,
        width: right - left,
        height,
    };
    dots(days as i32, field, canvas)
}

/// As many dots as large as there is room for.
fn dots<D: DrawTarget<Color = Rgb565>>(count: i32, field: Field, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let fits = |pitch: &i32| (field.width / pitch) * (field.height / pitch) >= count;
    let pitch = (2..=16).rev().find(fits).unwrap_or(2);
    let columns = (field.width / pitch).max(1);
    let rows = field.height / pitch;
    let left = match canvas.class {
        Class::Round => field.left + (field.width - columns.min(count) * pitch) / 2,
        _ => field.left,
    };
    let accent = canvas.palette.accent;
    for dot in 0..canvas.grow(count.min(columns * rows)) {
        let (x, y) = (left + dot % columns * pitch, field.top + dot / columns * pitch);
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
