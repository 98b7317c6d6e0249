//! How much time a track is given.

use playtally_statistics::Statistics;
use playtally_statistics::patience::{ENOUGH_STARTS, Ends, Patience};

use crate::chapter::{Block, Brief, Chapter, Full};
use crate::chart::{Chart, Shape, Stack};
use crate::fact::Fact;
use crate::phrase::Phrase;
use crate::table::{Cell, Column, Table};
use crate::words::Noun;
use crate::words::date::hour;
use crate::words::number::{percent, short};

/// None where too few ends are known.
pub(super) fn chapter(statistics: &Statistics) -> Chapter<'_> {
    let chapter = Chapter::new("patience", "Patience");
    let patience = &statistics.patience;
    if patience.ends.starts < ENOUGH_STARTS {
        return chapter;
    }
    let facts = facts(statistics);
    chapter
        .brief(brief(patience, facts.clone()))
        .full(Some(full(patience, facts)))
}

/// What was skipped, as a share.
fn skipped(ends: &Ends) -> String {
    percent(ends.skips, ends.starts)
}

fn brief<'a>(patience: &Patience, facts: Vec<Fact<'a>>) -> Vec<Brief<'a>> {
    let ends = patience.ends;
    let finished = percent(ends.finished, ends.starts);
    let rest = match ends.chosen {
        0 => format!("{finished} came to their end"),
        chosen => format!(
            "{finished} came to their end, {} gave way to another",
            percent(chosen, ends.starts)
        ),
    };
    let rest = Phrase::new().words(rest);
    let first = if ends.skips == 0 {
        Fact::new("Skipped", Phrase::new().words("nothing"), "; ", rest)
    } else {
        let most = Phrase::new().words(skipped(&ends));
        Fact::new("Skipped", most, " of all plays; ", rest)
    };
    let mut brief = vec![Brief::Facts(vec![first])];
    let permille = |ends: &Ends| (ends.skips * 1_000).checked_div(ends.starts).unwrap_or(0);
    if let ([first, .., last], true) = (&patience.by_year[..], ends.skips > 0) {
        let shares = every_year(patience).map(|(_, ends)| permille(&ends)).collect();
        let of = |year: i32, ends: &Ends| format!("{} in {year}", skipped(ends));
        let rest = format!("{}, {}", of(first.year, &first.ends), of(last.year, &last.ends));
        brief.push(Brief::Trend("By year", shares, Phrase::new().words(rest)));
    }
    if let Some((at, ends)) = patience.hastiest() {
        let shares = patience.by_hour.iter().map(permille).collect();
        let rest = format!("most at {}, {}", hour(at), skipped(&ends));
        brief.push(Brief::Trend("By hour", shares, Phrase::new().words(rest)));
    }
    brief.push(Brief::Facts(facts));
    brief
}

/// Every year from the first to the last of which ends are known; without any where there are none.
fn every_year(patience: &Patience) -> impl Iterator<Item = (i32, Ends)> {
    let years = &patience.by_year;
    let span = years
        .first()
        .zip(years.last())
        .map(|(first, last)| first.year..=last.year);
    span.into_iter().flatten().map(|year| {
        let known = years.iter().find(|known| known.year == year);
        (year, known.map_or_else(Ends::default, |known| known.ends))
    })
}

fn full<'a>(patience: &Patience, facts: Vec<Fact<'a>>) -> Full<'a> {
    let ends = patience.ends;
    let text = Phrase::new().words("of what was started was heard to its end");
    let text = if ends.skips > 0 {
        text.words("; ").share(ends.skips, ends.starts).words(" was skipped")
    } else {
        text
    };
    let text = if ends.chosen > 0 {
        let share = text.words("; ").share(ends.chosen, ends.starts);
        share.words(" gave way to something else that was chosen")
    } else {
        text
    };
    let rest = if ends.finished + ends.skips + ends.chosen < ends.starts {
        "; the rest ended for other reasons"
    } else {
        ""
    };
    let says = ". Skipped is what the listener left by going forward or back. Of each year: heard to the end, none of these, given up for another, and skipped.";
    let mut text = vec![text.words(rest).words(says)];
    let stacks = every_year(patience).map(|(year, ends)| Stack {
        year,
        parts: [
            ends.finished,
            ends.starts.saturating_sub(ends.finished + ends.chosen + ends.skips),
            ends.chosen,
            ends.skips,
        ],
    });
    let years = Chart {
        id: "ends".to_owned(),
        title: "How the plays of each year ended".to_owned(),
        says: "From the bottom: heard to the end, none of these, given up for another, and skipped.".to_owned(),
        shape: Shape::Stacks {
            years: stacks.collect(),
            parts: ["to the end", "none of these", "another", "skipped"],
        },
    };
    let mut blocks = vec![Block::Figures(vec![(years, Some(by_year(patience)))])];
    if let Some((hastiest, most)) = patience.hastiest() {
        let says = Phrase::new().words(format!("The hour with the least patience is {}: ", hour(hastiest)));
        text.push(says.words(skipped(&most)).words(" is skipped."));
        blocks.push(Block::Figures(vec![(
            hours(patience, hastiest, most),
            Some(by_hour(patience)),
        )]));
    }
    blocks.push(Block::Facts(facts));
    Full {
        lead: Phrase::new().share(ends.finished, ends.starts),
        text,
        blocks,
        beside: true,
    }
}

/// Of each hour of the day, the share of what begins in it that is skipped; pale where too little begins to say.
fn hours(patience: &Patience, hastiest: usize, most: Ends) -> Chart<'static> {
    let share = |ends: &Ends| ends.skips as f64 / ends.starts.max(1) as f64;
    Chart {
        id: "skips".to_owned(),
        title: "What is skipped in each hour".to_owned(),
        says: format!("Most at {}: {}.", hour(hastiest), skipped(&most)),
        shape: Shape::Hours {
            hours: patience
                .by_hour
                .iter()
                .map(|ends| (share(ends) / share(&most)).min(1.0))
                .collect(),
            pale: patience
                .by_hour
                .iter()
                .map(|ends| ends.starts < ENOUGH_STARTS)
                .collect(),
            label: "skipped, by the hour",
            series: None,
        },
    }
}

fn by_year(patience: &Patience) -> Table<'static> {
    let mut table = Table::new(
        "How the plays of each year ended",
        [
            Column::number("Year").at("/year"),
            Column::number("Starts").at("/starts"),
            Column::number("Finished").at("/finished"),
            Column::number("Skipped").at("/skips"),
            Column::number("Another chosen").at("/chosen"),
        ],
    );
    for (index, year) in patience.by_year.iter().enumerate() {
        let Ends {
            starts,
            skips,
            finished,
            chosen,
        } = year.ends;
        let cells = [
            Cell::year(year.year),
            Cell::count(starts),
            Cell::count(finished),
            Cell::count(skips),
            Cell::count(chosen),
        ];
        table.row(format!("/patience/by_year/{index}"), cells);
    }
    table
}

fn by_hour(patience: &Patience) -> Table<'static> {
    let mut table = Table::new(
        "How many plays that begin in each hour are skipped",
        [
            Column::words("Hour"),
            Column::number("Starts").at("/starts"),
            Column::number("Skipped").at("/skips"),
        ],
    );
    for (index, ends) in patience.by_hour.iter().enumerate() {
        let cells = [
            Cell::word(hour(index)),
            Cell::count(ends.starts),
            Cell::count(ends.skips),
        ];
        table.row(format!("/patience/by_hour/{index}"), cells);
    }
    table
}

/// How long a play lasts, and the tracks that are skipped, spared and gone back to.
fn facts(statistics: &Statistics) -> Vec<Fact<'_>> {
    let patience = &statistics.patience;
    let mut facts = Vec::new();
    if let Some((play, skip)) = patience.median_ms.zip(patience.median_skip_ms) {
        let most = Phrase::new().value("/patience/median_ms", play, short(play));
        let rest = Phrase::new().words("one that is skipped ");
        let rest = rest.value("/patience/median_skip_ms", skip, short(skip));
        facts.push(Fact::new("A play lasts", most, ", ", rest));
    }
    if let Some(judged) = patience.most_skipped.first() {
        let rest = Phrase::new().number("/patience/most_skipped/0/skips", judged.skips);
        let rest = rest.words(format!(" of {}", Noun::Start.of(judged.starts)));
        facts.push(Fact::new(
            "Most skipped",
            Phrase::new().track(&judged.title, judged.artist.as_deref()),
            ", ",
            rest,
        ));
    }
    if let Some(judged) = patience.never_skipped.first() {
        let starts = Noun::Start.of(judged.starts);
        let rest = Phrase::new().value("/patience/never_skipped/0/starts", judged.starts, starts);
        facts.push(Fact::new(
            "Never skipped",
            Phrase::new().track(&judged.title, judged.artist.as_deref()),
            ", ",
            rest,
        ));
    }
    if let Some(gold) = patience.back_to.first() {
        let rest = Phrase::new().count("/patience/back_to/0/times", gold.times, Noun::Time);
        facts.push(Fact::new(
            "Went back to",
            Phrase::new().track(&gold.title, gold.artist.as_deref()),
            ", ",
            rest,
        ));
    }
    facts
}
