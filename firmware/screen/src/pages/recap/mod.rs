//! The year that ends, in a few cards: in December, and in January of the next one.

pub(crate) mod days;
pub(crate) mod favourites;
pub(crate) mod hours;
pub(crate) mod new;

use chrono::Datelike;
use playtally_summary::Summary;
use playtally_summary::records::Year;

use crate::Moment;

/// The year that is told, if it is the season and the history reaches to its end, or nearly.
fn year<'a>(summary: &Summary<'a>, now: Moment) -> Option<&'a Year> {
    let today = now.date();
    let told = match today.month() {
        12 => today.year(),
        1 => today.year() - 1,
        _ => return None,
    };
    let last = summary.owner().last.date();
    let reaches = (last.year(), last.month()) >= (told, 11);
    let year = of(summary, told)?;
    (now.is_plausible(summary) && reaches && year.minutes.get() >= 60).then_some(year)
}

/// A year of the history.
fn of<'a>(summary: &Summary<'a>, year: i32) -> Option<&'a Year> {
    let years: &[Year] = summary.records();
    years.iter().find(|one| i32::from(one.year.get()) == year)
}
