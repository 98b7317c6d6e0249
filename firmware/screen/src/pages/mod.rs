//! How each page is composed: one file per page, with when it speaks and how it is drawn.

pub(crate) mod artist;
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
pub(crate) mod era;
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

use crate::canvas::{At, Canvas};
use crate::phrase::{Phrase, fill_one, join};
use crate::text::Run;
use crate::text::style::CAPTION;
use crate::words::Words;
use crate::{Chapter, Class, Moment};

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

/// Since when something is known: the month, or where that has no room on the last line of a round panel, the year.
fn since(first: Day, canvas: &Canvas<impl DrawTarget<Color = Rgb565>>) -> Phrase {
    let words = canvas.words;
    let [month, year] =
        [words.month_year(first.date()), words.year(first.date())].map(|when| fill_one(words.since, &when));
    let fits = canvas.class != Class::Round || canvas.choose(&[&month, &year], CAPTION, At::Over(202)) == &*month;
    if fits { month } else { year }
}

/// One of some, another one every day.
fn of_today<'a, R: Element>(all: Records<'a, R>, now: Moment) -> Option<&'a R> {
    nth_of_today(all.iter(), now)
}

/// The same, of some that were chosen.
fn nth_of_today<T>(all: impl Iterator<Item = T> + Clone, now: Moment) -> Option<T> {
    let day = usize::try_from(now.date().num_days_from_ce()).unwrap_or(0);
    let place = day.checked_rem(all.clone().count())?;
    let mut all = all;
    all.nth(place)
}

/// `part` of `most` in pixels of `length`; at least one if there is any.
pub(crate) fn share(part: u64, most: u64, length: i32) -> i32 {
    if part == 0 || most == 0 || length <= 0 {
        return 0;
    }
    ((u128::from(part.min(most)) * length as u128 / u128::from(most)) as i32).max(1)
}

/// A tick for each page of a story at the edge, those that were told in full: at the upper one, or on a strip, where names begin
/// right there, at the right one. An OLED has no line to spare for them.
pub(crate) fn ticks<D: DrawTarget<Color = Rgb565>>(chapter: Chapter, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    /// How wide they are in all on a round panel, whose edge is far where it is narrow.
    const ROUND: i32 = 66;
    let palette = canvas.palette;
    let (margin, width, height) = (canvas.margin(), canvas.width(), canvas.height());
    let (from, long, high) = match canvas.class {
        Class::Mono => return Ok(()),
        Class::Round => ((width - ROUND) / 2, ROUND, 3),
        Class::Wide | Class::Square => (margin, width - 2 * margin, 3),
        Class::Small | Class::EPaper => (margin, height - 2 * margin, 2),
    };
    let of = i32::from(chapter.of.max(1));
    let edge = |at: i32| from + (long + high + 1) * at / of;
    match canvas.class {
        Class::Round => {}
        Class::Small | Class::EPaper => canvas.fill(width - 4, 0, 4, height, palette.ground)?,
        _ => canvas.fill(0, 0, width, 11, palette.ground)?,
    }
    for at in 0..of {
        let (from, long) = (edge(at), edge(at + 1) - edge(at) - high - 1);
        let (high, colour) = match (at <= i32::from(chapter.at), palette.is_two_tone()) {
            (true, _) => (high, palette.ink),
            (false, true) => (1, palette.ink),
            (false, false) => (high, palette.faint),
        };
        match canvas.class {
            Class::Small | Class::EPaper => canvas.fill(width - 1 - high, from, high, long, colour)?,
            Class::Round => canvas.fill(from, 9, long, high, colour)?,
            _ => canvas.fill(from, 4, long, high, colour)?,
        }
    }
    Ok(())
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
