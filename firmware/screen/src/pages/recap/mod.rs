//! The year that ends, as a story of cards: in December, and in January of the next one.

mod card;
pub(crate) mod chapter;
mod dial;
pub(crate) mod look_back;
mod months;
pub(crate) mod opening;
mod versus;
mod weeks;

use chrono::Datelike;
use playtally_summary::Summary;
use playtally_summary::records::{CardKind, RecapCard, Year};

use crate::Moment;

/// The year that is told, if it is the season and the history reaches to its autumn: an export takes its time.
fn year<'a>(summary: &Summary<'a>, now: Moment) -> Option<&'a Year> {
    let told = season(now)?;
    let last = summary.owner().last.date();
    let reaches = (last.year(), last.month()) >= (told, 10);
    let years = summary.records::<Year>();
    let year = years.iter().find(|one| i32::from(one.year.get()) == told)?;
    (now.is_plausible(summary) && reaches && year.minutes.get() >= 60).then_some(year)
}

/// The year that a moment looks back on.
fn season(now: Moment) -> Option<i32> {
    let today = now.date();
    match today.month() {
        12 => Some(today.year()),
        1 => Some(today.year() - 1),
        _ => None,
    }
}

/// The cards that this device can tell, and what each tells.
fn cards<'a>(summary: &Summary<'a>) -> impl Iterator<Item = (&'a RecapCard, CardKind)> {
    let all = summary.records::<RecapCard>();
    all.iter()
        .filter_map(|card| Some((card, CardKind::from_number(card.kind)?)))
}
