//! How each page is composed: one file per page, with when it speaks and how it is drawn.

pub(crate) mod best_discoveries;
pub(crate) mod biggest_day;
pub(crate) mod binge;
pub(crate) mod breadth;
pub(crate) mod clock;
pub(crate) mod comeback;
pub(crate) mod countries;
pub(crate) mod cover;
pub(crate) mod decades;
pub(crate) mod discovery;
pub(crate) mod eras;
pub(crate) mod forgotten;
pub(crate) mod genres;
pub(crate) mod ground;
pub(crate) mod listener;
pub(crate) mod listening_age;
pub(crate) mod milestones;
pub(crate) mod months;
pub(crate) mod moods;
pub(crate) mod number_one;
pub(crate) mod on_this_day;
pub(crate) mod origins;
pub(crate) mod patience;
pub(crate) mod race;
pub(crate) mod sessions;
pub(crate) mod spoken;
pub(crate) mod streak;
pub(crate) mod this_month;
pub(crate) mod together;
pub(crate) mod top_albums;
pub(crate) mod top_artists;
pub(crate) mod top_tracks;
pub(crate) mod totals;
pub(crate) mod week;
pub(crate) mod worth;
pub(crate) mod year_artists;
pub(crate) mod year_five;
pub(crate) mod year_ribbon;
pub(crate) mod years;

mod recap;

pub(crate) use recap::{chapter as recap_chapter, look_back, opening as recap_opening};

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::{Day, Element, Records, Summary, TextId};

use crate::canvas::Canvas;
use crate::phrase::{Phrase, join};
use crate::text::Run;
use crate::words::Words;
use crate::{Class, Moment};

/// The years of the history: the first and the last one.
pub(crate) fn years(summary: &Summary, words: &Words) -> Phrase {
    let owner = summary.owner();
    let year = |day: Day| words.plain(day.date().year().unsigned_abs().into());
    let (first, last) = (year(owner.first), year(owner.last));
    if first == last {
        first
    } else {
        join(&[&first, "\u{2013}", &last])
    }
}

/// Minutes as hours, rounded.
fn hours(minutes: u64) -> u64 {
    (minutes + 30) / 60
}

/// How much music that is, and what the number counts: hours, or minutes where they would be less than one.
fn music(minutes: u64, words: &Words) -> (u64, &'static str) {
    match hours(minutes) {
        0 => (minutes, words.minutes_of_music.of(minutes)),
        hours => (hours, words.hours_of_music.of(hours)),
    }
}

/// Minutes as hours, rounded, with their sign: `3,167 h`. Less than an hour is said in minutes.
fn in_hours(minutes: u64, words: &Words) -> Phrase {
    if minutes < 60 {
        return words.duration(minutes);
    }
    join(&[&words.number(hours(minutes)), "\u{a0}", words.h])
}

/// Who made what a name names, where that is known and a name of two lines leaves room for it.
fn by<'a>(summary: &Summary<'a>, artist: TextId, class: Class) -> Option<Run<'a>> {
    let room = matches!(class, Class::Wide | Class::Square | Class::EPaper);
    artist_of(summary, artist).filter(|_| room)
}

/// Who made something, where that is known.
fn artist_of<'a>(summary: &Summary<'a>, artist: TextId) -> Option<Run<'a>> {
    (!artist.is_none()).then(|| Run::name(summary, artist))
}

/// One of some, another one every day.
fn of_today<'a, R: Element>(all: Records<'a, R>, now: Moment) -> Option<&'a R> {
    let day = usize::try_from(now.date().num_days_from_ce()).unwrap_or(0);
    all.get(day.checked_rem(all.len())?)
}

/// `part` of `most` in pixels of `length`; at least one if there is any.
pub(crate) fn share(part: u64, most: u64, length: i32) -> i32 {
    if part == 0 || most == 0 || length <= 0 {
        return 0;
    }
    ((u128::from(part.min(most)) * length as u128 / u128::from(most)) as i32).max(1)
}

/// Two small bars in the top right corner, or at the bottom of a round panel.
pub(crate) fn pause_mark<D: DrawTarget<Color = Rgb565>>(canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let colour = canvas.palette.ink;
    let (left, top) = match canvas.class {
        Class::Round => (canvas.width() / 2 - 4, canvas.height() - 22),
        _ => (canvas.right() - 9, canvas.margin()),
    };
    canvas.fill(left, top, 3, 12, colour)?;
    canvas.fill(left + 6, top, 3, 12, colour)
}
