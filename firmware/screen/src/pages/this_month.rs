//! The month of today's date, in every year.

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Month;

use crate::canvas::{At, Canvas};
use crate::text::style::{BODY, CAPTION, TITLE};
use crate::text::{Align, Block, Em};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, now: Moment, class: Class) -> bool {
    let heard = months(summary, now).filter(|month| month.minutes.get() > 0);
    class != Class::Mono && now.is_plausible(summary) && heard.count() >= 2
}

/// The same month of all years, the latest first.
fn months<'a>(summary: &Summary<'a>, now: Moment) -> impl Iterator<Item = &'a Month> {
    let months = summary.records::<Month>();
    months
        .iter()
        .rev()
        .filter(move |month| month.first.date().month() == now.month())
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    now: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let (rows, pitch) = match canvas.class {
        Class::Wide | Class::Square => (5, 26),
        Class::Round => (4, 26),
        Class::Small | Class::EPaper | Class::Mono => (3, 21),
    };
    let top = canvas.kicker(words.over_the_years)?;
    let style = if canvas.height() < 200 { BODY } else { TITLE };
    let (_, end) = canvas.text(words.month(now.month() - 1), style, At::Under(top - 2), palette.ink)?;
    let first = end + if canvas.height() < 200 { 12 } else { 24 };
    let shown = || months(summary, now).take(rows);
    let most = shown().map(|month| month.minutes.get()).max().unwrap_or(0);
    for (at, month) in shown().enumerate() {
        let top = first + pitch * at as i32;
        let (left, right) = canvas.sides(top, Em::Caption.cap());
        let (left, right) = match canvas.class {
            Class::Round => (left.max(44), right.min(canvas.width() - 44)),
            _ => (left, right),
        };
        let year = words.plain(month.first.date().year().unsigned_abs().into());
        canvas.line(year.as_str(), CAPTION, (left, top), Align::Left, palette.soft)?;
        let hours = super::in_hours(month.minutes.get().into(), words);
        let bar = left + 48;
        let hours = Block::fit(hours.as_str(), right - bar, CAPTION);
        let room = (right - bar - hours.width() - 8).min(right - bar - 56);
        let length = canvas.grow(super::share(month.minutes.get().into(), most.into(), room));
        let colour = if at == 0 { palette.pop } else { palette.accent };
        canvas.fill(bar, top, length, Em::Caption.cap(), colour)?;
        canvas.block(&hours, (bar + length + 8, top), Align::Left, palette.ink)?;
    }
    Ok(())
}
