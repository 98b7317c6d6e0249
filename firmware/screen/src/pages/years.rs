//! Hours of every year.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::Rectangle;
use playtally_summary::Summary;
use playtally_summary::records::Year;

use crate::canvas::Canvas;
use crate::layout::{Chart, chart, labels};
use crate::phrase::join;
use crate::shapes::{PX, Rounded};
use crate::{Class, Moment};

/// The room that the two digits of a year need, in pixels.
const LABEL: i32 = 22;

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    let years = summary.records::<Year>();
    years.len() >= 2 && years.iter().any(|year| year.minutes.get() > 0)
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let years = summary.records::<Year>();
    let years = years.last_few(20);
    let Some(most) = years.iter().max_by_key(|year| year.minutes.get()) else {
        return Ok(());
    };
    let hours = super::hours(most.minutes.get().into());
    let page = Chart {
        kicker: words.year_by_year,
        lead: &words.plain(most.year.get().into()),
        short: "",
        detail: &join(&[&words.number(hours), " ", words.hours.of(hours)]),
    };
    let labels = labels(canvas);
    let field = chart(&page, canvas)?.above(labels);
    let count = years.len() as i32;
    // Bars of a short history are not made wider than this.
    let pitch = (field.width * 16 / count).min(48 * PX);
    let left = match canvas.class {
        Class::Round => field.left + (field.width - count * pitch / PX) / 2,
        _ => field.left,
    };
    let every = (LABEL * PX + pitch - 1) / pitch.max(1);
    for (at, year) in (0..).zip(years) {
        let x = left + pitch * at / PX;
        let room = left + pitch * (at + 1) / PX - x;
        let width = (room - (room / 5).max(1)).max(1);
        let length = super::share(year.minutes.get().into(), most.minutes.get().into(), field.height);
        let length = canvas.grow(length).max(1);
        let is_most = year.year == most.year;
        let colour = if is_most { palette.pop } else { palette.accent };
        let top = field.bottom() - length;
        if palette.is_two_tone() && !is_most {
            canvas.tone(x, top, width, length, 8)?;
        } else {
            let area = Rectangle::new(Point::new(x, top), Size::new(width as u32, length as u32));
            canvas.shape(&Rounded { area, radius: 2 * PX }, colour)?;
        }
        if labels > 0 && (count - 1 - at) % every == 0 {
            let label = words.short_year(year.year.get().into());
            let at = (x + width / 2, field.bottom() + 8);
            canvas.label(&label, at, palette.soft)?;
        }
    }
    Ok(())
}
