//! A number of some days, and where in the year they are: a bar for each week.

use chrono::{Datelike, NaiveDate};
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::RibbonYear;

use crate::Class;
use crate::canvas::{At, Canvas};
use crate::layout::{Field, Figure, figure, headline};
use crate::pages::share;
use crate::text::style::CAPTION;

/// A number and its days.
pub(super) struct Weeks<'a> {
    /// The number by itself; its note is the days in words.
    pub(super) figure: Figure<'a>,
    /// The first and the last day.
    pub(super) days: (NaiveDate, NaiveDate),
}

/// How many weeks begin in a year, from 1 January on.
const COUNT: usize = 53;

pub(super) fn weeks<D: DrawTarget<Color = Rgb565>>(
    page: &Weeks,
    summary: &Summary,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    if canvas.class == Class::Mono {
        return figure(&page.figure, canvas);
    }
    let soft = canvas.palette.soft;
    let end = headline(&page.figure, canvas)?;
    let (gap, bottom) = match canvas.class {
        Class::Wide | Class::Square => (22, canvas.bottom()),
        Class::Round => (18, 202),
        _ => (10, canvas.bottom()),
    };
    let bottom = match canvas.class {
        Class::Small => bottom,
        _ => canvas.text(page.figure.note, CAPTION, At::Over(bottom), soft)?.0 - gap / 2 - 3,
    };
    let (left, right) = canvas.sides(end + gap, (bottom - end - gap).max(1));
    let field = Field {
        left,
        top: end + gap,
        width: right - left,
        height: bottom - end - gap,
    };
    bars(&of_year(summary, page.days.0.year()), page.days, field, canvas)
}

/// What the days of each week add up to; all alike where nothing is known of them.
fn of_year(summary: &Summary, year: i32) -> [u64; COUNT] {
    let ribbons = summary.records::<RibbonYear>();
    match ribbons.iter().find(|ribbon| i32::from(ribbon.year.get()) == year) {
        None => [1; COUNT],
        Some(ribbon) => core::array::from_fn(|week| {
            let days = ribbon.days.iter().skip(7 * week).take(7);
            days.map(|&steps| u64::from(steps)).sum()
        }),
    }
}

fn bars<D: DrawTarget<Color = Rgb565>>(
    weeks: &[u64; COUNT],
    (from, to): (NaiveDate, NaiveDate),
    field: Field,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let accent = canvas.palette.accent;
    // The last one is a day or two.
    let most = weeks.iter().copied().max().unwrap_or(0);
    let week = |date: NaiveDate| date.ordinal0() / 7;
    let last = if to.year() > from.year() { 53 } else { week(to) };
    for (at, &amount) in (0_u32..).zip(weeks) {
        let edge = |at: u32| field.left + field.width * at as i32 / COUNT as i32;
        let (left, width) = (edge(at), edge(at + 1) - edge(at));
        let width = if width > 2 { width - 1 } else { width };
        let marked = (week(from)..=last).contains(&at);
        // What is marked is seen, whatever there was.
        let height = canvas.grow(share(amount, most, field.height).max(if marked { 6 } else { 2 }));
        let top = field.bottom() - height;
        if marked {
            canvas.fill(left, top, width, height, accent)?;
        } else {
            canvas.groove(left, top, width, height)?;
        }
    }
    Ok(())
}
