//! The months of a year as bars, under what is said of it.

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::Rectangle;
use playtally_summary::Summary;
use playtally_summary::records::Month;

use crate::Class;
use crate::canvas::{At, Canvas};
use crate::pages::share;
use crate::shapes::{PX, Rounded};
use crate::text::style::{BODY, CAPTION, FACT, FIGURE, NUMBER, TITLE};
use crate::text::{Align, Em};

/// What is said of a year.
pub(super) struct Lead<'a> {
    pub(super) kicker: &'a str,
    /// A number, or a word.
    pub(super) lead: &'a str,
    pub(super) says: &'a str,
    /// The same in short, for where that does not fit.
    pub(super) short: &'a str,
    pub(super) year: u16,
    /// The month to look at, 0 to 11; the one with the most music if none.
    pub(super) marked: Option<u32>,
}

pub(super) fn months<D: DrawTarget<Color = Rgb565>>(
    page: &Lead,
    summary: &Summary,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let bottom = canvas.bottom();
    let (style, field) = match canvas.class {
        Class::Wide | Class::Square => (NUMBER, Some((bottom - 62, 46))),
        Class::Round => (NUMBER, Some((160, 34))),
        Class::Small => (FIGURE, Some((bottom - 24, 24))),
        Class::EPaper => (FIGURE, None),
        Class::Mono => (FACT, None),
    };
    // The large sizes have figures alone.
    let style = if page.lead.bytes().all(|byte| byte.is_ascii_digit()) {
        style
    } else {
        match canvas.class {
            Class::Mono => FACT,
            _ => TITLE,
        }
    };
    let top = canvas.kicker(page.kicker)?;
    let top = if canvas.class == Class::Small { top - 2 } else { top };
    let (_, end) = canvas.text(page.lead, style, At::Under(top), palette.ink)?;
    let gap = if canvas.height() < 200 { 9 } else { 16 };
    let at = match canvas.class {
        Class::EPaper | Class::Mono => At::Over(canvas.last_line()),
        _ => At::Under(end + gap),
    };
    let style = if canvas.class == Class::Small { CAPTION } else { BODY };
    let says = canvas.choose(&[page.says, page.short], style, at);
    canvas.text(says, style, at, palette.ink)?;
    match field {
        Some((top, height)) => bars(page, summary, (top, height), canvas),
        None => Ok(()),
    }
}

/// A bar for each month of a year.
fn bars<D: DrawTarget<Color = Rgb565>>(
    page: &Lead,
    summary: &Summary,
    (top, height): (i32, i32),
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let all = summary.records::<Month>();
    let of_year = || {
        all.iter()
            .filter(|month| month.first.date().year() == i32::from(page.year))
    };
    let most = of_year().map(|month| month.minutes.get()).max().unwrap_or(0);
    let (left, right) = match canvas.class {
        Class::Round => (canvas.width() / 2 - 66, canvas.width() / 2 + 66),
        _ => (canvas.margin(), canvas.right()),
    };
    let pitch = (right - left) / 12;
    for month in of_year() {
        let date = month.first.date();
        let length = share(month.minutes.get().into(), most.into(), height);
        let length = canvas.grow(length).max(2);
        let x = left + pitch * date.month0() as i32;
        let size = Size::new((pitch - 3).max(1) as u32, length as u32);
        let area = Rectangle::new(Point::new(x, top + height - length), size);
        let marked = match page.marked {
            Some(marked) => marked == date.month0(),
            None => month.minutes.get() == most,
        };
        let colour = if marked { palette.pop } else { palette.accent };
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
