//! How somebody listens: devotion, patience, sessions.

use playtally_statistics::Statistics;

use super::facts::{Facts, percent, track};
use crate::text::name::clean;
use crate::text::number::{clock, count, duration, plural, short};

/// What is heard again and again, and what no more.
pub(crate) fn devotion(statistics: &Statistics, columns: usize) -> String {
    let (repeats, devotion) = (&statistics.repeats, &statistics.devotion);
    let mut facts = Facts::new(columns);
    if repeats.plays > 0 {
        let straight = percent(repeats.straight, repeats.plays);
        let again = percent(repeats.again, repeats.plays);
        facts.add(
            "Heard before",
            again,
            format_args!(" of all plays; {straight} right after the same"),
        );
    }
    if let Some(run) = &repeats.longest_artist_run {
        let plays = plural(run.plays, "play", "plays");
        facts.add(
            "Longest run",
            clean(&run.artist),
            format_args!(", {plays} in a row, {}", run.from),
        );
    }
    if let Some(binge) = &statistics.binges.day {
        let times = count(binge.plays);
        facts.add(
            "Most in a day",
            track(&binge.title, &binge.artist),
            format_args!(", {times} times on {}", binge.to),
        );
    }
    if let Some(binge) = &statistics.binges.week {
        let times = count(binge.plays);
        facts.add(
            "Most in a week",
            track(&binge.title, &binge.artist),
            format_args!(", {times} times to {}", binge.to),
        );
    }
    if let Some(comeback) = devotion.comebacks.first() {
        let days = plural(comeback.silent_days, "day", "days");
        facts.add(
            "Comeback",
            clean(&comeback.name),
            format_args!(" after {days}, on {}", comeback.back),
        );
    }
    if let Some(forgotten) = devotion.forgotten_tracks.first() {
        let plays = plural(forgotten.plays, "play", "plays");
        let rest = format!(", {plays}, the last on {}", forgotten.last);
        facts.add("Forgotten", track(&forgotten.title, &forgotten.artist), rest);
    }
    if let Some(wonder) = devotion.one_hit_wonders.first() {
        let plays = plural(wonder.plays, "play", "plays");
        facts.add(
            "One hit",
            track(&wonder.title, &wonder.artist),
            format_args!(", {plays} of nothing else"),
        );
    }
    facts.finish()
}

/// How long a track is given.
pub(crate) fn patience(statistics: &Statistics, columns: usize) -> String {
    let patience = &statistics.patience;
    let ends = patience.ends;
    let mut facts = Facts::new(columns);
    if ends.starts > 0 {
        let finished = percent(ends.finished, ends.starts);
        facts.add(
            "Skipped",
            percent(ends.skips, ends.starts),
            format_args!(" of all plays; {finished} came to their end"),
        );
    }
    if let Some((play, skip)) = patience.median_ms.zip(patience.median_skip_ms) {
        facts.add(
            "A play lasts",
            short(play),
            format_args!("; one that is skipped, {}", short(skip)),
        );
    }
    if let Some(judged) = patience.most_skipped.first() {
        let rest = format!(
            ", {} of {}",
            count(judged.skips),
            plural(judged.starts, "start", "starts")
        );
        facts.add("Most skipped", track(&judged.title, &judged.artist), rest);
    }
    if let Some(judged) = patience.never_skipped.first() {
        let starts = plural(judged.starts, "start", "starts");
        facts.add(
            "Never skipped",
            track(&judged.title, &judged.artist),
            format_args!(", {starts}"),
        );
    }
    if let Some(gold) = patience.back_to.first() {
        let times = plural(gold.times, "time", "times");
        facts.add(
            "Went back to",
            track(&gold.title, &gold.artist),
            format_args!(", {times}"),
        );
    }
    facts.finish()
}

/// Sittings.
pub(crate) fn sessions(statistics: &Statistics, columns: usize) -> String {
    let sessions = &statistics.sessions;
    let mut facts = Facts::new(columns);
    if let Some((ms, plays)) = sessions.median_ms.zip(sessions.median_plays) {
        let plays = plural(plays, "play", "plays");
        facts.add(
            "Sessions",
            count(sessions.sessions),
            format_args!("; half of them longer than {}, {plays}", duration(ms)),
        );
    }
    if let Some(longest) = &sessions.longest {
        let plays = plural(longest.plays, "play", "plays");
        let rest = format!(", {plays}, from {} {}", longest.date, clock(longest.minute.into()));
        facts.add("Longest", duration(longest.ms), rest);
    }
    if let Some(opener) = sessions.openers.first() {
        let times = plural(opener.sessions, "time", "times");
        facts.add(
            "Begin with",
            track(&opener.title, &opener.artist),
            format_args!(", {times}"),
        );
    }
    facts.finish()
}

/// When in the day, and how that moved.
pub(crate) fn times(statistics: &Statistics, columns: usize) -> String {
    let chronotype = &statistics.chronotype;
    let [night, morning, ..] = chronotype.all.quarters;
    let mut facts = Facts::new(columns);
    if let Some(mean) = chronotype.all.mean_minute {
        let [working, weekend] = [chronotype.working_days, chronotype.weekends].map(|time| time.mean_minute);
        let rest = working.zip(weekend).map_or(String::new(), |(working, weekend)| {
            let (working, weekend) = (clock(working.into()), clock(weekend.into()));
            format!("; on working days {working}, at weekends {weekend}")
        });
        facts.add("In the mean", clock(mean.into()), rest);
    }
    let plays = chronotype.all.quarters.iter().sum();
    if plays > 0 {
        let rest = format!(" before 6:00, {} before noon", percent(morning, plays));
        facts.add("At night", percent(night, plays), rest);
    }
    let years: Vec<_> = chronotype
        .by_year
        .iter()
        .filter_map(|year| Some((year.year, year.time.mean_minute?)))
        .collect();
    if let [(first, from), .., (last, to)] = years[..] {
        let (from, to) = (clock(from.into()), clock(to.into()));
        facts.add(
            "It moved",
            format_args!("{from} to {to}"),
            format_args!(", from {first} to {last}"),
        );
    }
    facts.finish()
}

/// Who is heard in the last weeks and months, who rises and who falls.
pub(crate) fn lately(statistics: &Statistics, columns: usize) -> String {
    let mut facts = Facts::new(columns);
    let Some(recent) = &statistics.recent else {
        return facts.finish();
    };
    for (label, span) in [
        ("Last 4 weeks", &recent.last_4_weeks),
        ("Last 6 months", &recent.last_6_months),
        ("Last 12 months", &recent.last_12_months),
    ] {
        if let Some(artist) = span.top_by_plays.artists.first() {
            let plays = plural(artist.plays, "play", "plays");
            let rest = format!(", {plays} of {}", count(span.totals.counted_plays));
            facts.add(label, clean(&artist.name), rest);
        }
    }
    let movers = &statistics.movers;
    for (label, mover) in [("Climber", movers.climbers.first()), ("Faller", movers.fallers.first())] {
        if let Some(mover) = mover {
            let plays = plural(mover.plays, "play", "plays");
            let rest = format!(", {plays} in twelve months, {} before", count(mover.before));
            facts.add(label, clean(&mover.name), rest);
        }
    }
    facts.finish()
}
