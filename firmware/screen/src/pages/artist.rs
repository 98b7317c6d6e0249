//! The story of one of the most played artists, another one every day: how much, at which hours, in which years.

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::records::{Sleeve as Heard, TopArtist};
use playtally_summary::{Day, Summary};

use super::share;
use crate::canvas::Canvas;
use crate::layout::{Chart, Field, Hero, chart, labels, portrait};
use crate::phrase::{Phrase, fill_one, join};
use crate::sleeve::{self, Sleeve, peak};
use crate::text::style::{CAPTION, LISTED, SMALL_HERO};
use crate::text::{Align, Run};
use crate::{Class, Moment};

/// The chapters.
const HOURS: usize = 1;
const YEARS: usize = 2;

/// How much a tone says at most.
const TONE: u64 = 15;

/// One of those that are not number one, which has a page of its own, and of which is known how they are listened to; with its
/// rank.
fn told<'a>(summary: &Summary<'a>) -> impl Iterator<Item = (usize, &'a TopArtist, &'a Heard)> + Clone {
    let (artists, summary) = (summary.records::<TopArtist>(), *summary);
    let ranked = (1..).zip(artists.iter()).skip(1);
    ranked.filter_map(move |(rank, artist)| Some((rank, artist, sleeve::heard(&summary, artist.name)?)))
}

pub(super) fn of_the_day<'a>(summary: &Summary<'a>, now: Moment) -> Option<&'a TopArtist> {
    Some(super::nth_of_today(told(summary), now)?.1)
}

/// Whether there are years to tell apart.
fn spans_years(heard: &Heard) -> bool {
    heard.last.number().saturating_sub(heard.first.number()) >= 366
}

pub(crate) fn says(summary: &Summary, now: Moment, class: Class, chapter: usize) -> bool {
    let Some((.., heard)) = super::nth_of_today(told(summary), now) else {
        return false;
    };
    match chapter {
        // An OLED has no room for a title, a name, bars and what they say.
        HOURS => class != Class::Mono,
        YEARS => class != Class::Mono && spans_years(heard),
        _ => true,
    }
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    now: Moment,
    canvas: &mut Canvas<D>,
    chapter: usize,
) -> Result<(), D::Error> {
    let Some((rank, artist, heard)) = super::nth_of_today(told(summary), now) else {
        return Ok(());
    };
    let words = canvas.words;
    let plays = u64::from(artist.plays.get());
    let name = Run::name(summary, artist.name);
    match chapter {
        HOURS => {
            let peak = peak(&heard.hours);
            let hour = words.clock_hour(peak as u32);
            let page = Chart {
                kicker: words.round_the_clock,
                lead: &join(&[words.most_at, " ", &hour]),
                short: &hour,
                detail: &counted(plays, canvas),
            };
            let field = titled(&page, name, canvas)?;
            bars(&heard.hours, peak, field, canvas)?;
            let hours = [0, 6, 12, 18].map(|hour| (hour, words.plain(hour)));
            marks(hours, field, canvas)
        }
        YEARS => {
            let (from, to) = (heard.first.date(), heard.last.date());
            let years = [from, to].map(|date| words.year(date));
            let page = Chart {
                kicker: words.year_by_year,
                lead: &fill_one(words.since, &words.month_year(from)),
                short: &join(&[&years[0], "\u{2013}", &years[1]]),
                detail: &counted(plays, canvas),
            };
            let field = titled(&page, name, canvas)?;
            bars(&heard.stretches, peak(&heard.stretches), field, canvas)?;
            let parts = [0, 6, 12, 18].map(|part| (part, words.short_year(at(part, heard.first, heard.last))));
            marks(parts, field, canvas)
        }
        _ => {
            let page = Hero {
                kicker: &fill_one(words.number_n, &words.plain(rank as u64)),
                name,
                by: None,
                number: &words.number(canvas.count_up(plays)),
                unit: words.plays.of(plays),
                note: &super::since(artist.first, canvas),
            };
            portrait(&page, &Sleeve::of_artist(summary, artist.name), canvas)
        }
    }
}

/// The year in which one of 24 stretches begins, the first one of its first month.
fn at(part: u64, first: Day, last: Day) -> i32 {
    let month = |day: Day| i64::from(day.date().year()) * 12 + i64::from(day.date().month0());
    let (from, to) = (month(first), month(last) + 1);
    ((from + (to - from) * part as i64 / 24) / 12) as i32
}

/// How many plays: `412 plays`.
fn counted(plays: u64, canvas: &Canvas<impl DrawTarget<Color = Rgb565>>) -> Phrase {
    join(&[&canvas.words.number(plays), " ", canvas.words.plays.of(plays)])
}

/// Draws the words around bars with the artist's name over them, and says where the bars stand.
fn titled<D: DrawTarget<Color = Rgb565>>(page: &Chart, name: Run, canvas: &mut Canvas<D>) -> Result<Field, D::Error> {
    let ink = canvas.palette.ink;
    let field = chart(page, canvas)?.above(labels(canvas));
    // The name has half of the room at most, and more on a strip, where a line takes that.
    let (style, room, gap) = match canvas.class {
        Class::Wide | Class::Square => (SMALL_HERO, field.height / 2, 14),
        Class::Round => (LISTED, field.height / 2, 10),
        _ => (LISTED, field.height * 2 / 3, 8),
    };
    let end = canvas.text_in(name, style, (field.top, field.top + room), ink)? + gap;
    Ok(Field {
        top: end,
        height: field.bottom() - end,
        ..field
    })
}

/// Draws tones as bars beside each other, the highest one apart.
fn bars<D: DrawTarget<Color = Rgb565>>(
    tones: &[u8; 24],
    peak: usize,
    field: Field,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let edge = |at: i32| field.left + field.width * at / 24;
    let most = u64::from(tones[peak]).clamp(1, TONE);
    for (at, &tone) in (0..).zip(tones) {
        let (x, wide) = (edge(at), edge(at + 1) - edge(at) - 1 - i32::from(field.width >= 144));
        let high = canvas.grow(share(tone.into(), most, field.height)).max(1);
        let top = field.bottom() - high;
        match (at as usize == peak, palette.is_two_tone()) {
            (true, _) => canvas.fill(x, top, wide, high, palette.pop)?,
            (false, true) => canvas.tone(x, top, wide, high, 8)?,
            (false, false) => canvas.fill(x, top, wide, high, palette.accent)?,
        }
    }
    Ok(())
}

/// Writes marks under bars, where there is room.
fn marks<D: DrawTarget<Color = Rgb565>>(
    marks: [(u64, Phrase); 4],
    field: Field,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    if labels(canvas) == 0 {
        return Ok(());
    }
    let soft = canvas.palette.soft;
    for (at, mark) in marks {
        let x = field.left + field.width * at as i32 / 24;
        canvas.line(mark.as_str(), CAPTION, (x, field.bottom() + 8), Align::Left, soft)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_marked_with_the_year_in_which_it_begins() {
        let day = |year, month, day| Day::from_date(chrono::NaiveDate::from_ymd_opt(year, month, day).expect("a date"));
        // Twelve years, of which a stretch is half of one.
        let (first, last) = (day(2014, 1, 9), day(2025, 12, 2));
        assert_eq!(
            [0, 6, 12, 18].map(|part| at(part, first, last)),
            [2014, 2017, 2020, 2023]
        );
    }
}
