//! How much music the year had, and which of its months had most.

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::Rectangle;
use playtally_summary::Summary;
use playtally_summary::records::Month;

use crate::canvas::{At, Canvas};
use crate::palette::mix;
use crate::phrase::join;
use crate::shapes::{PX, Rounded};
use crate::text::style::{BODY, CAPTION, FIGURE, NUMBER};
use crate::text::{Align, Em};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, now: Moment, _: Class) -> bool {
    super::year(summary, now).is_some()
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    now: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(year) = super::year(summary, now) else {
        return Ok(());
    };
    canvas.paper(canvas.palette.poster())?;
    let (words, palette) = (canvas.words, canvas.palette);
    let number = words.plain(year.year.get().into());
    let hours = super::super::hours(year.minutes.get().into());
    let says = join(&[&words.number(hours), " ", words.hours_of_music.of(hours)]);
    let short = join(&[&words.number(hours), " ", words.hours.of(hours)]);
    let bottom = canvas.bottom();
    let (style, field) = match canvas.class {
        Class::Wide | Class::Square => (NUMBER, Some((bottom - 62, 46))),
        Class::Round => (NUMBER, Some((160, 34))),
        Class::Small => (FIGURE, Some((bottom - 24, 24))),
        Class::EPaper => (FIGURE, None),
        Class::Mono => (FIGURE, None),
    };
    let top = match canvas.class {
        Class::Mono => 2,
        _ => canvas.kicker(words.year_in_music)?,
    };
    let (_, end) = match canvas.class {
        Class::Small => canvas.text(number.as_str(), style, At::Under(top - 2), palette.ink)?,
        _ => canvas.text(number.as_str(), style, At::Under(top), palette.ink)?,
    };
    let gap = if canvas.height() < 200 { 9 } else { 16 };
    let at = match canvas.class {
        Class::EPaper | Class::Mono => At::Over(bottom),
        _ => At::Under(end + gap),
    };
    let style = if canvas.class == Class::Small { CAPTION } else { BODY };
    let says = canvas.choose(&[&says, &short], style, at);
    canvas.text(says, style, at, palette.ink)?;
    match field {
        Some((top, height)) => months(summary, year.year.get(), (top, height), canvas),
        None => Ok(()),
    }
}

/// A bar for each month of a year.
fn months<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    year: u16,
    (top, height): (i32, i32),
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let all: &[Month] = summary.records();
    let of_year = || all.iter().filter(|month| month.first.date().year() == i32::from(year));
    let most = of_year().map(|month| month.minutes.get()).max().unwrap_or(0);
    let (left, right) = match canvas.class {
        Class::Round => (canvas.width() / 2 - 66, canvas.width() / 2 + 66),
        _ => (canvas.margin(), canvas.right()),
    };
    let pitch = (right - left) / 12;
    for month in of_year() {
        let date = month.first.date();
        let length = super::super::share(month.minutes.get().into(), most.into(), height);
        let length = canvas.grow(length).max(2);
        let x = left + pitch * date.month0() as i32;
        let size = Size::new((pitch - 3).max(1) as u32, length as u32);
        let area = Rectangle::new(Point::new(x, top + height - length), size);
        let colour = if month.minutes.get() == most {
            palette.ink
        } else {
            mix(palette.ground, palette.ink, 6)
        };
        canvas.shape(&Rounded { area, radius: 2 * PX }, colour)?;
        if matches!(canvas.class, Class::Wide | Class::Square) {
            let letter = words.month(date.month0());
            let end = letter.char_indices().nth(1).map_or(letter.len(), |(at, _)| at);
            let at = (x + (pitch - 3) / 2, canvas.bottom() - Em::Caption.cap());
            canvas.line(&letter[..end], CAPTION, at, Align::Centre, palette.soft)?;
        }
    }
    Ok(())
}
