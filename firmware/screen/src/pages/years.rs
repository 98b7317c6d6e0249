//! Hours of every year.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::Rectangle;
use playtally_summary::Summary;
use playtally_summary::records::Year;

use crate::canvas::{Canvas, MARGIN};
use crate::phrase::join;
use crate::shapes::{PX, Rounded};
use crate::text::{Align, Block, Em, Style};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    summary.records::<Year>().len() >= 2
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    canvas.kicker(words.year_by_year)?;
    let years: &[Year] = summary.records();
    let room = canvas.inner_width();
    // A year needs the width of its two digits.
    let years = &years[years.len().saturating_sub(room as usize / 22)..];
    let most = years.iter().map(|year| year.minutes.get()).max().unwrap_or(0);
    let pitch = (room / years.len().max(1) as i32).min(56);
    let cap = Em::Caption.cap();
    let ground = canvas.bottom() - cap - 10;
    let height = ground - 48 - Em::Body.cap() - 12;
    for (at, year) in years.iter().enumerate() {
        let x = MARGIN + pitch * at as i32;
        let width = pitch - (pitch / 5).max(3);
        let length = super::share(year.minutes.get().into(), most.into(), height).max(2);
        let is_most = year.minutes.get() == most;
        let colour = if is_most { palette.accent } else { palette.soft };
        let area = Rectangle::new(Point::new(x, ground - length), Size::new(width as u32, length as u32));
        canvas.shape(&Rounded { area, radius: 2 * PX }, colour)?;
        let label = words.plain(u64::from(year.year.get()) % 100);
        let label = if label.len() == 1 { join(&["0", &label]) } else { label };
        let at = (x + width / 2, canvas.bottom() - cap);
        canvas.line(label.as_str(), &[Em::Caption], at, Align::Centre, palette.soft)?;
        if is_most {
            let hours = super::hours(most.into());
            let hours = join(&[&words.number(hours), " ", words.hours.of(hours)]);
            let hours = Block::fit(hours.as_str(), room, Style::line(&[Em::Body]));
            let x = (x + width / 2 - hours.width() / 2)
                .min(canvas.right() - hours.width())
                .max(MARGIN);
            let top = ground - length - 12 - Em::Body.cap();
            canvas.block(&hours, (x, top), Align::Left, palette.ink)?;
        }
    }
    Ok(())
}
