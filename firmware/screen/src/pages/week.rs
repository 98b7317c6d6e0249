//! The week as a map of 7 days by 24 hours.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Week;

use crate::canvas::{At, Canvas};
use crate::layout::{Field, labels};
use crate::palette::mix;
use crate::phrase::join;
use crate::text::style::{BODY, CAPTION, LINE};
use crate::text::{Align, Em, Style};
use crate::words::HourStyle;
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
    let lead = join(&[words.weekdays[day % 7], ", ", &words.clock_hour(hour as u32)]);
    let (top, style, gap) = match canvas.class {
        Class::Wide | Class::Square => (canvas.margin(), HEADING, 12),
        Class::Round => (56, LINE, 9),
        Class::Small | Class::EPaper => (canvas.margin(), BODY, 8),
        Class::Mono => (canvas.margin(), CAPTION, 6),
    };
    let weekday = words.weekdays[day % 7];
    let short = match words.hour {
        HourStyle::Twelve { .. } => join(&[weekday]),
        HourStyle::TwentyFour(_) => join(&[weekday, ", ", &words.plain(hour as u64)]),
    };
    let lead = canvas.choose(&[&lead, &short, weekday], style, At::Under(top));
    canvas.title();
    let (_, mut end) = canvas.text(lead, style, At::Under(top), palette.ink)?;
    if canvas.class != Class::Mono {
        let at = At::Under(end + gap);
        let says = canvas.choose(&[words.busiest_hour, words.your_hour], CAPTION, at);
        end = canvas.text(says, CAPTION, at, palette.soft)?.1;
    }
    let labels = labels(canvas);
    let top = end + gap + 6;
    let bottom = match canvas.class {
        Class::Round => 204,
        _ => canvas.bottom(),
    };
    let (left, right) = canvas.sides(top, bottom - top);
    let field = Field {
        left,
        top,
        width: right - left,
        height: (bottom - top - labels).max(14),
    };
    let row = (field.height / 7).max(2);
    let cap = Em::Caption.cap();
    let label_width = if row >= cap + 2 { 22 } else { 0 };
    let map = field.beside(label_width);
    let column = (map.width / 24).max(2);
    let left = match canvas.class {
        Class::Round | Class::Mono => map.left + (map.width - 24 * column) / 2,
        _ => map.left,
    };
    if label_width > 0 {
        for (day, letter) in (0..).zip(words.weekdays_short) {
            let at = (left - label_width, field.top + row * day + (row - 1 - cap) / 2);
            canvas.line(letter, CAPTION, at, Align::Left, palette.soft)?;
        }
    }
    for (day, hours) in week.minutes.iter().enumerate() {
        let y = field.top + row * day as i32;
        for (hour, minutes) in hours.iter().enumerate() {
            // The eye tells small amounts apart better than large ones.
            let level = (u64::from(minutes.get()) * 225 / u64::from(most.max(1))).isqrt() as u8;
            cell((left + column * hour as i32, y), (column - 1, row - 1), level, canvas)?;
        }
    }
    mark(
        (left + column * hour as i32, field.top + row * day as i32),
        (column - 1, row - 1),
        canvas,
    )?;
    if labels > 0 {
        for hour in [0, 6, 12, 18] {
            let at = (left + column * hour, field.top + 7 * row + 6);
            let label = words.plain(hour as u64);
            canvas.line(label.as_str(), CAPTION, at, Align::Left, palette.soft)?;
        }
    }
    Ok(())
}

/// The weekday and its hour, never small.
const HEADING: Style = &[(Em::Title, 1), (Em::Body, 1)];

/// The hour with the most music, in the one other ink, with a frame around it.
fn mark<D: DrawTarget<Color = Rgb565>>(
    (left, top): (i32, i32),
    (width, height): (i32, i32),
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let out = if height < 6 { 1 } else { 2 };
    canvas.fill(
        left - out - 1,
        top - out - 1,
        width + 2 * out + 2,
        height + 2 * out + 2,
        palette.ink,
    )?;
    canvas.fill(left - 1, top - 1, width + 2, height + 2, palette.ground)?;
    canvas.fill(left, top, width, height, palette.pop)
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
