//! Every day; days in a row with music, days without, and many good ones.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use playtally_statistics::Statistics;
use playtally_statistics::calendar::DayCount;

use crate::chapter::{Block, Brief, Chapter, Full, Year};
use crate::chart::{Chart, Shape};
use crate::fact::Fact;
use crate::phrase::Phrase;
use crate::words::Noun;
use crate::words::date::weekday;
use crate::words::number::{count, duration};

/// Weeks in brief.
const WEEKS: u64 = 53;

pub(super) fn chapter(statistics: &Statistics) -> Chapter<'_> {
    let chapter = Chapter::new("days", "Day by day");
    let Some(biggest) = statistics.biggest_day else {
        return chapter;
    };
    let size = |between: &'static str| {
        let time = Phrase::new().time("/biggest_day/ms", biggest.ms).words(between);
        time.count("/biggest_day/plays", biggest.plays, Noun::Play)
    };
    let facts = facts(statistics);
    let day = weekday(biggest.date.weekday().num_days_from_monday() as usize);
    let day = Phrase::new().words(day).words(", ").day(biggest.date);
    let mut brief = vec![Fact::new("Biggest day", day, ": ", size(", "))];
    brief.extend(facts.clone());
    let text = Phrase::new().words("The biggest day: ").and(size(" in "));
    let full = Full {
        lead: Phrase::new().day(biggest.date),
        text: vec![
            text.words(". Each square below is a day, each column a week from Monday; the stronger, the more music."),
        ],
        blocks: vec![Block::Years(years(statistics)), Block::Facts(facts)],
        beside: false,
    };
    let weeks = weeks(statistics).map(Brief::Chart);
    let brief = weeks.into_iter().chain([Brief::Facts(brief)]);
    chapter.brief(brief).full(Some(full))
}

/// The days of each year.
fn years(statistics: &Statistics) -> Vec<Year<'_>> {
    let mut years: BTreeMap<i32, Vec<&DayCount>> = BTreeMap::new();
    for day in &statistics.by_day {
        years.entry(day.date.year()).or_default().push(day);
    }
    // The strongest tone is for one day in fifty, so that one long day does not leave all others pale.
    let mut all: Vec<u64> = statistics.by_day.iter().map(|day| day.ms).collect();
    all.sort_unstable();
    let most = all.get(all.len().saturating_sub(1) * 49 / 50).copied().unwrap_or(0);
    let year = |(year, days): (i32, Vec<&DayCount>)| {
        let ms: u64 = days.iter().map(|day| day.ms).sum();
        let with_music = days.iter().filter(|day| day.is_with_music()).count() as u64;
        let size = format!("{} on {}", duration(ms), Noun::Day.of(with_music));
        let from = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
        let mut of_year = vec![Some(0); if from.leap_year() { 366 } else { 365 }];
        for day in days {
            of_year[day.date.ordinal0() as usize] = Some(day.ms);
        }
        Year {
            year,
            size: Phrase::new().words(size.clone()),
            meter: None,
            days: Some(Chart {
                id: format!("days-{year}"),
                title: format!("The days of {year}"),
                says: format!("{size}."),
                shape: Shape::Ribbon {
                    from,
                    days: of_year,
                    most,
                },
            }),
            cards: Vec::new(),
        }
    };
    years.into_iter().map(year).collect()
}

/// The weeks up to the last day with music; none of a single day.
fn weeks(statistics: &Statistics) -> Option<Chart<'_>> {
    let [first, .., last] = &statistics.by_day[..] else {
        return None;
    };
    let (first, last) = (first.date, last.date);
    let sunday = last.checked_add_days(Days::new(u64::from(6 - last.weekday().num_days_from_monday())))?;
    let from = sunday.checked_sub_days(Days::new(7 * WEEKS - 1))?;
    let mut days: Vec<Option<u64>> = from
        .iter_days()
        .take(7 * WEEKS as usize)
        .map(|day| (first..=last).contains(&day).then_some(0))
        .collect();
    for day in &statistics.by_day {
        let at = (day.date - from).num_days();
        if let Some(known) = usize::try_from(at).ok().and_then(|at| days.get_mut(at)) {
            *known = Some(day.ms);
        }
    }
    let most = days.iter().flatten().copied().max().unwrap_or(0);
    Some(Chart {
        id: "last-days".to_owned(),
        title: "The days of the last twelve months".to_owned(),
        says: String::new(),
        shape: Shape::Ribbon { from, days, most },
    })
}

/// Streaks, silence and Eddington's number.
fn facts(statistics: &Statistics) -> Vec<Fact<'_>> {
    let mut facts = Vec::new();
    let at_end = statistics
        .current_streak
        .filter(|streak| Some(*streak) != statistics.longest_streak);
    for (about, at, streak) in [
        ("Longest streak", "/longest_streak/days", statistics.longest_streak),
        ("Streak at end", "/current_streak/days", at_end),
    ] {
        // One day is no row.
        if let Some(streak) = streak.filter(|streak| streak.days > 1) {
            let most = Phrase::new().value(at, streak.days, Noun::Day.of(streak.days));
            let rest = Phrase::new()
                .words("in a row, ")
                .day(streak.from)
                .words(" to ")
                .day(streak.to);
            facts.push(Fact::new(about, most, " ", rest));
        }
    }
    let silence = &statistics.silence;
    if let Some(gap) = silence.longest {
        let days = silence.days_without;
        let most = Phrase::new().value("/silence/days_without", days, Noun::Day.of(days));
        let rest = Phrase::new()
            .words("without music, ")
            .number("/silence/longest/days", gap.days);
        let rest = rest.words(" of them in a row from ").day(gap.from);
        facts.push(Fact::new("Silence", most, " ", rest));
    }
    let eddington = &statistics.eddington;
    if eddington.number > 1 {
        let next = Noun::Day.of(eddington.days_to_next);
        let most = Phrase::new().number("/eddington/number", eddington.number);
        let rest = format!(
            "days with at least {} plays each; {next} to the next",
            count(eddington.number)
        );
        facts.push(Fact::new("Eddington", most, " ", Phrase::new().words(rest)));
    }
    facts
}
