//! Every month of the history as a skyline.

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::records::Month;
use playtally_summary::{Records, Summary};

use crate::canvas::Canvas;
use crate::layout::{Chart, chart, labels, years};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    let months = summary.records::<Month>();
    months.len() >= 6 && most(months).is_some()
}

/// The month with the most music.
fn most<'a>(months: Records<'a, Month>) -> Option<&'a Month> {
    let most = months.iter().max_by_key(|month| month.minutes.get());
    most.filter(|month| month.minutes.get() > 0)
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let months = summary.records::<Month>();
    // A month takes a pixel at least.
    let months = months.last_few(canvas.inner_width() as usize);
    let Some(most) = most(months) else {
        return Ok(());
    };
    let (words, palette) = (canvas.words, canvas.palette);
    let page = Chart {
        kicker: words.month_by_month,
        lead: &words.month_year(most.first.date()),
        short: &words.plain(most.first.date().year().unsigned_abs().into()),
        detail: &super::in_hours(most.minutes.get().into(), words),
    };
    let labels = labels(canvas);
    let field = chart(&page, canvas)?.above(labels);
    let edge = |at: usize| field.left + field.width * at as i32 / months.len() as i32;
    for (at, month) in months.iter().enumerate() {
        let x = edge(at);
        let room = edge(at + 1) - x;
        let width = if room >= 4 { room - 1 } else { room.max(1) };
        let length = canvas.grow(super::share(
            month.minutes.get().into(),
            most.minutes.get().into(),
            field.height,
        ));
        let is_most = month.first == most.first;
        let colour = if is_most { palette.pop } else { palette.accent };
        canvas.fill(x, field.bottom() - length, width, length, colour)?;
    }
    if labels > 0 {
        years(months.iter().map(|month| month.first), field, canvas)?;
    }
    Ok(())
}
