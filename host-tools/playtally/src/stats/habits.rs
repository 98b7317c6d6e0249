//! How somebody listens: devotion, patience, sittings.

use std::fmt::Write;

use playtally_statistics::Statistics;
use playtally_statistics::patience::{ENOUGH_STARTS, Ends, YearEnds};

use super::facts::Facts;
use crate::tell;
use crate::text::bar::sparkline;
use crate::text::date::{self, minute};
use crate::text::name::clean;
use crate::text::number::{count, duration, percent, plural};

/// What is heard again and again, and what no more.
pub(crate) fn devotion(statistics: &Statistics, columns: usize) -> String {
    let repeats = &statistics.repeats;
    let mut facts = Facts::new(columns);
    if repeats.again > 0 {
        let mut rest = " of all plays".to_owned();
        if repeats.straight > 0 {
            let straight = percent(repeats.straight, repeats.plays);
            let _ = write!(rest, "; {straight} right after the same");
        }
        facts.add("Heard before", percent(repeats.again, repeats.plays), rest);
    }
    facts.tell(tell::devotion::facts(statistics));
    facts.finish()
}

/// How long a track is given; none where too few ends are known.
pub(crate) fn patience(statistics: &Statistics, columns: usize) -> String {
    let patience = &statistics.patience;
    let ends = patience.ends;
    let mut facts = Facts::new(columns);
    if ends.starts < ENOUGH_STARTS {
        return facts.finish();
    }
    let finished = percent(ends.finished, ends.starts);
    if ends.skips == 0 {
        facts.add("Skipped", "nothing", format_args!("; {finished} came to their end"));
    } else {
        let skipped = percent(ends.skips, ends.starts);
        facts.add(
            "Skipped",
            skipped,
            format_args!(" of all plays; {finished} came to their end"),
        );
    }
    let permille = |ends: &Ends| (ends.skips * 1_000).checked_div(ends.starts).unwrap_or(0);
    if let ([first, .., last], true) = (&patience.by_year[..], ends.skips > 0) {
        let shares: Vec<u64> = patience.by_year.iter().map(|year| permille(&year.ends)).collect();
        let of = |year: &YearEnds| format!("{} in {}", percent(year.ends.skips, year.ends.starts), year.year);
        facts.chart(
            "By year",
            &sparkline(&shares),
            format_args!("  {}, {}", of(first), of(last)),
        );
    }
    let hours = patience.by_hour.iter().enumerate();
    let enough = hours.filter(|(_, ends)| ends.starts >= ENOUGH_STARTS && ends.skips > 0);
    if let Some((hour, ends)) = enough.max_by_key(|(_, ends)| permille(ends)) {
        let rest = format!("  most at {}, {}", date::hour(hour), percent(ends.skips, ends.starts));
        facts.chart("By hour", &sparkline(&patience.by_hour.each_ref().map(permille)), rest);
    }
    facts.tell(tell::habits::patience(statistics));
    facts.finish()
}

/// Sittings; none of one, which is the whole history.
pub(crate) fn sessions(statistics: &Statistics, columns: usize) -> String {
    let sessions = &statistics.sessions;
    let mut facts = Facts::new(columns);
    if sessions.sessions < 2 {
        return facts.finish();
    }
    if let Some((ms, plays)) = sessions.median_ms.zip(sessions.median_plays) {
        let plays = plural(plays, "play", "plays");
        let rest = format!("; half of them longer than {}, {plays}", duration(ms));
        facts.add("Sittings", count(sessions.sessions), rest);
    }
    facts.tell(tell::habits::sessions(statistics));
    facts.finish()
}

/// When in the day, and how that moved.
pub(crate) fn times(statistics: &Statistics, columns: usize) -> String {
    let chronotype = &statistics.chronotype;
    let mut facts = Facts::new(columns);
    if let Some(mean) = chronotype.all.mean_minute {
        let spread = chronotype.all.spread_minutes.filter(|&spread| spread > 0);
        let spread = spread.map_or(String::new(), |spread| {
            format!(" ± {}", duration(u64::from(spread) * 60_000))
        });
        let [working, weekend] = [chronotype.working_days, chronotype.weekends].map(|time| time.mean_minute);
        let rest = working.zip(weekend).map_or(String::new(), |(working, weekend)| {
            let (working, weekend) = (minute(working.into()), minute(weekend.into()));
            format!("; on working days {working}, at weekends {weekend}")
        });
        facts.add("Middle of the day", minute(mean.into()), spread + &rest);
    }
    let plays = chronotype.all.quarters.iter().sum();
    let whens = ["before six", "before noon", "before 18:00", "after"];
    let parts = chronotype
        .all
        .quarters
        .into_iter()
        .zip(whens)
        .filter(|(part, _)| *part > 0);
    let parts: Vec<String> = parts
        .map(|(part, when)| format!("{} {when}", percent(part, plays)))
        .collect();
    if let [first, others @ ..] = &parts[..]
        && !others.is_empty()
    {
        facts.add("Through the day", first, format_args!(", {}", others.join(", ")));
    }
    let years: Vec<_> = chronotype
        .by_year
        .iter()
        .filter_map(|year| Some((year.year, year.time.mean_minute?)))
        .collect();
    if let [(first, from), .., (last, to)] = years[..] {
        let (from, to) = (minute(from.into()), minute(to.into()));
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
        // A stretch that holds everything is told by the whole report.
        let part = span.totals.plays < statistics.totals.plays;
        if let Some(artist) = span.top_by_plays.artists.first().filter(|_| part) {
            let plays = plural(artist.plays, "play", "plays");
            let rest = format!(", {plays} of {}", count(span.totals.counted_plays));
            facts.add(label, clean(&artist.name), rest);
        }
    }
    facts.tell(tell::devotion::movers(statistics));
    facts.finish()
}
