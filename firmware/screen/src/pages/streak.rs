//! The longest streak: a dot for every day.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Streaks;

use crate::canvas::{Canvas, MARGIN};
use crate::phrase::join;
use crate::shapes::{PX, Ring};
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
    canvas.kicker(words.longest_streak)?;
    let number = words.number(days);
    let top = 48;
    let width = canvas.line(number.as_str(), &[Em::Number], (MARGIN, top), Align::Left, palette.ink)?;
    let label = words.days_in_a_row.of(days);
    let at = match canvas.class {
        Class::Wide => (MARGIN + width + 12, top + Em::Number.cap() - Em::Body.cap()),
        Class::Square => (MARGIN, top + Em::Number.cap() + 14),
    };
    canvas.line(label, &[Em::Body], at, Align::Left, palette.ink)?;

    let dates = join(&[
        &words.date(streak.from.date()),
        " \u{2013} ",
        &words.date(streak.to.date()),
    ]);
    let bottom = canvas.bottom() - Em::Caption.cap();
    canvas.line(
        dates.as_str(),
        &[Em::Caption],
        (MARGIN, bottom),
        Align::Left,
        palette.soft,
    )?;
    let top = at.1 + Em::Body.cap() + 18;
    dots(days as i32, top, bottom - 14 - top, canvas)
}

/// As many dots as large as there is room for.
fn dots<D: DrawTarget<Color = Rgb565>>(
    count: i32,
    top: i32,
    height: i32,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let width = canvas.inner_width();
    let fits = |pitch: &i32| (width / pitch) * (height / pitch) >= count;
    let pitch = (3..=16).rev().find(fits).unwrap_or(3);
    let columns = width / pitch;
    let radius = (pitch * 3 / 8).max(1) * PX;
    for dot in 0..count.min(columns * (height / pitch)) {
        let centre = Point::new(
            (MARGIN + dot % columns * pitch) * PX + radius,
            (top + dot / columns * pitch) * PX + radius,
        );
        canvas.shape(&Ring::disc(centre, radius), canvas.palette.accent)?;
    }
    Ok(())
}
