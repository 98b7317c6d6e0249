//! The week as a map of 7 days by 24 hours.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Week;

use crate::canvas::{Canvas, MARGIN};
use crate::palette::mix;
use crate::phrase::join;
use crate::text::{Align, Em};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    summary.record::<Week>().is_some_and(|week| busiest(week).2 >= 60)
}

/// The weekday and hour with the most minutes, and how many.
fn busiest(week: &Week) -> (usize, usize, u32) {
    let mut busiest = (0, 0, 0);
    for (day, hours) in week.minutes.iter().enumerate() {
        for (hour, minutes) in hours.iter().enumerate() {
            if minutes.get() > busiest.2 {
                busiest = (day, hour, minutes.get());
            }
        }
    }
    busiest
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
    canvas.kicker(words.your_week)?;
    let (day, hour, most) = busiest(week);
    let (left, column) = match canvas.class {
        Class::Wide => (40, 11),
        Class::Square => (36, 8),
    };
    let (top, row) = (42, 18);
    let cap = Em::Caption.cap();
    for (day, hours) in week.minutes.iter().enumerate() {
        let y = top + row * day as i32;
        let label = (MARGIN, y + (row - 1 - cap) / 2);
        canvas.line(
            words.weekdays_short[day],
            &[Em::Caption],
            label,
            Align::Left,
            palette.soft,
        )?;
        for (hour, minutes) in hours.iter().enumerate() {
            // The eye tells small amounts apart better than large ones.
            let level = (u64::from(minutes.get()) * 225 / u64::from(most.max(1))).isqrt() as u8;
            let colour = mix(palette.faint, palette.accent, level);
            canvas.fill(left + column * hour as i32, y, column - 1, row - 1, colour)?;
        }
    }
    for hour in [0, 6, 12, 18] {
        let at = (left + column * hour, top + 7 * row + 6);
        let label = words.plain(hour as u64);
        canvas.line(label.as_str(), &[Em::Caption], at, Align::Left, palette.soft)?;
    }
    let busiest = join(&[words.weekdays[day % 7], ", ", &words.clock_hour(hour as u32)]);
    let top = canvas.bottom() - Em::Body.cap();
    canvas.line(busiest.as_str(), &[Em::Body], (MARGIN, top), Align::Left, palette.ink)?;
    Ok(())
}
