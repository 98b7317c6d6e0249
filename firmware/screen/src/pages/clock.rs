//! The day as a ring of 24 hours, midnight at the top.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Week;

use crate::canvas::{Canvas, MARGIN};
use crate::shapes::{PX, Ring, Turn, Wedge};
use crate::text::{Align, Em};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    summary
        .record::<Week>()
        .is_some_and(|week| hours(week).iter().sum::<u64>() >= 60)
}

/// Minutes by hour of the day.
fn hours(week: &Week) -> [u64; 24] {
    core::array::from_fn(|hour| week.minutes.iter().map(|day| u64::from(day[hour].get())).sum())
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(week) = summary.record::<Week>() else {
        return Ok(());
    };
    let (words, palette) = (canvas.words, canvas.palette);
    let hours = hours(week);
    let most = hours.iter().copied().max().unwrap_or(0);
    let peak = hours.iter().position(|&hour| hour == most).unwrap_or(0);

    let (centre, inner, reach) = match canvas.class {
        Class::Wide => (Point::new(canvas.right() - 98, canvas.height() / 2), 46, 54),
        Class::Square => (Point::new(canvas.width() / 2, canvas.height() / 2 + 6), 48, 50),
    };
    let middle = Point::new(centre.x * PX, centre.y * PX);
    for (hour, &minutes) in hours.iter().enumerate() {
        let length = super::share(minutes, most, reach * PX).max(3 * PX);
        let bar = Wedge {
            ring: Ring {
                centre: middle,
                inner: inner * PX,
                outer: inner * PX + length,
            },
            from: Turn::parts(2 * hour as u32 + 47, 48),
            to: Turn::parts(2 * hour as u32 + 49, 48),
            gap: PX,
        };
        let colour = if hour == peak { palette.accent } else { palette.soft };
        canvas.shape(&bar, colour)?;
    }
    canvas.kicker(words.round_the_clock)?;
    let peak = words.clock_hour(peak as u32);
    let cap = Em::Caption.cap();
    match canvas.class {
        Class::Wide => {
            let away = inner - 14;
            for (hour, x, y) in [(0, 0, -away), (6, away, 0), (12, 0, away), (18, -away, 0)] {
                let label = words.plain(hour);
                let at = (centre.x + x, centre.y + y - cap / 2);
                canvas.line(label.as_str(), &[Em::Caption], at, Align::Centre, palette.soft)?;
            }
            let top = canvas.bottom() - Em::Title.cap();
            canvas.line(peak.as_str(), &[Em::Title], (MARGIN, top), Align::Left, palette.ink)?;
            let at = (MARGIN, top - 12 - cap);
            canvas.line(words.your_hour, &[Em::Caption], at, Align::Left, palette.soft)?;
        }
        Class::Square => {
            let at = (centre.x, centre.y - Em::Body.cap() / 2);
            canvas.line(peak.as_str(), &[Em::Body], at, Align::Centre, palette.ink)?;
        }
    }
    Ok(())
}
