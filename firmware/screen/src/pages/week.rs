//! The week as a map of 7 days by 24 hours.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Week;

use crate::canvas::Canvas;
use crate::layout::{Chart, chart, labels};
use crate::palette::mix;
use crate::phrase::join;
use crate::text::style::CAPTION;
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
    let (day, hour, most) = busiest(week);
    let page = Chart {
        kicker: words.your_week,
        lead: &join(&[words.weekdays[day % 7], ", ", &words.clock_hour(hour as u32)]),
        short: words.weekdays[day % 7],
        detail: "",
    };
    let labels = labels(canvas);
    let field = chart(&page, canvas)?.above(labels);
    let row = (field.height / 7).max(2);
    let cap = Em::Caption.cap();
    let label_width = if row >= cap + 2 { 22 } else { 0 };
    let map = field.beside(label_width);
    let column = (map.width / 24).max(2);
    let left = match canvas.class {
        Class::Round | Class::Mono => map.left + (map.width - 24 * column) / 2,
        _ => map.left,
    };
    for (day, hours) in week.minutes.iter().enumerate() {
        let y = field.top + row * day as i32;
        if label_width > 0 {
            let at = (left - label_width, y + (row - 1 - cap) / 2);
            canvas.line(words.weekdays_short[day], CAPTION, at, Align::Left, palette.soft)?;
        }
        for (hour, minutes) in hours.iter().enumerate() {
            // The eye tells small amounts apart better than large ones.
            let level = (u64::from(minutes.get()) * 225 / u64::from(most.max(1))).isqrt() as u8;
            cell((left + column * hour as i32, y), (column - 1, row - 1), level, canvas)?;
        }
    }
    if labels > 0 {
        for hour in [0, 6, 12, 18] {
            let at = (left + column * hour, field.top + 7 * row + 6);
            let label = words.plain(hour as u64);
            canvas.line(label.as_str(), CAPTION, at, Align::Left, palette.soft)?;
        }
    }
    Ok(())
}

/// One hour: as bright as it had music or, in two tones, as large.
fn cell<D: DrawTarget<Color = Rgb565>>(
    (left, top): (i32, i32),
    (width, height): (i32, i32),
    level: u8,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    if !palette.is_two_tone() {
        let colour = mix(palette.faint, palette.accent, level);
        return canvas.fill(left, top, width, height, colour);
    }
    let part = |length: i32| (length * i32::from(level) + 7) / 15;
    let (wide, tall) = (part(width), part(height));
    let inset = ((width - wide) / 2, (height - tall) / 2);
    canvas.fill(left + inset.0, top + inset.1, wide, tall, palette.ink)
}
