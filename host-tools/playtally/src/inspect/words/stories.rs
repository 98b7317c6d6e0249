//! The lists of what a history tells beyond its tops.

use playtally_summary::records::{
    BestDiscovery, Binge, BreadthMonth, CardKind, Comeback, Country, CountryName, CountryYear, DeviceFamily,
    DeviceKind, DiscoveryMonth, Era, Forgotten, Judgement, JudgementKind, Loyal, Memory, MemoryKind, Milestone,
    MilestoneKind, Mood, Mover, NostalgicDay, Opener, PatienceYear, RecapCard, Record, RibbonYear, Seasonal, Standing,
};
use playtally_summary::{Day, Section, Summary, TextId};

use super::{card_kind, card_record};
use crate::text::number::count;
use crate::text::table::{Column, Table};

/// A section as a table of its records; an empty one for a section that is no list.
pub(super) fn section(summary: &Summary<'_>, section: Section) -> Table {
    let name = |id| super::name(summary, id);
    let all = |ids: &[TextId]| {
        let known = ids.iter().filter(|id| !id.is_none());
        known.map(|&id| name(id)).collect::<Vec<_>>().join(", ")
    };
    match section {
        Section::Ribbon => list(summary, "year", "days with music, most minutes", |year: &RibbonYear| {
            let with = year.days.iter().filter(|&&steps| steps > 0).count();
            let most = u32::from(year.days.iter().copied().max().unwrap_or(0)) * RibbonYear::STEP_MINUTES;
            [vec![year.year.to_string()], vec![with.to_string(), most.to_string()]]
        }),
        Section::Memories => list(summary, "day, what, name, artist", "number", |memory: &Memory| {
            let kind = MemoryKind::from_number(memory.kind).map_or("something new", memory_kind);
            [
                vec![
                    date(memory.date),
                    kind.to_owned(),
                    name(memory.name),
                    name(memory.artist),
                ],
                vec![number(memory.number)],
            ]
        }),
        Section::Milestones => list(
            summary,
            "day, what, title, artist",
            "number",
            |milestone: &Milestone| {
                let kind = MilestoneKind::from_number(milestone.kind).map_or("something new", milestone_kind);
                let names = [name(milestone.title), name(milestone.artist)];
                [
                    [vec![date(milestone.date), kind.to_owned()], names.to_vec()].concat(),
                    vec![number(milestone.number)],
                ]
            },
        ),
        Section::Discovery => list(
            summary,
            "month",
            "plays, new artists, new tracks, bound to be new",
            |month: &DiscoveryMonth| {
                let numbers = [month.plays, month.new_artists, month.new_tracks].map(number);
                let unfair = if month.unfair == 0 { "" } else { "yes" };
                [
                    vec![self::month(month.first)],
                    [numbers.to_vec(), vec![unfair.to_owned()]].concat(),
                ]
            },
        ),
        Section::BestDiscoveries => list(summary, "year, artist", "first heard, plays", |best: &BestDiscovery| {
            [
                vec![best.year.to_string(), name(best.artist)],
                vec![date(best.first), number(best.plays)],
            ]
        }),
        Section::Loyal => list(summary, "artist", "plays, fewest in a year", |loyal: &Loyal| {
            [
                vec![name(loyal.artist)],
                vec![number(loyal.plays), number(loyal.fewest)],
            ]
        }),
        Section::Breadth => list(
            summary,
            "month",
            "artists, effective, percent new, days old",
            |month: &BreadthMonth| {
                let effective = f64::from(month.effective_tenths.get()) / 10.0;
                [
                    vec![self::month(month.first)],
                    vec![
                        number(month.artists),
                        format!("{effective:.1}"),
                        month.exploring.to_string(),
                        number(month.age_days),
                    ],
                ]
            },
        ),
        Section::Nostalgia => list(summary, "day", "plays, days old", |day: &NostalgicDay| {
            [vec![date(day.date)], vec![number(day.plays), number(day.age_days)]]
        }),
        Section::Binges => list(summary, "title, artist", "plays, days, from, to", |binge: &Binge| {
            [
                vec![name(binge.title), name(binge.artist)],
                vec![
                    number(binge.plays),
                    binge.days.to_string(),
                    date(binge.from),
                    date(binge.to),
                ],
            ]
        }),
        Section::Comebacks => list(
            summary,
            "artist",
            "plays before, left, back, plays after",
            |comeback: &Comeback| {
                let (before, after) = (number(comeback.plays_before), number(comeback.plays_after));
                [
                    vec![name(comeback.artist)],
                    vec![before, date(comeback.left), date(comeback.back), after],
                ]
            },
        ),
        Section::Forgotten => list(summary, "title, artist", "plays, last", |forgotten: &Forgotten| {
            [
                vec![name(forgotten.title), name(forgotten.artist)],
                vec![number(forgotten.plays), date(forgotten.last)],
            ]
        }),
        Section::Movers => list(summary, "artist", "year before, last year", |mover: &Mover| {
            [
                vec![name(mover.artist)],
                vec![number(mover.before), number(mover.plays)],
            ]
        }),
        Section::Race => list(
            summary,
            "month, artists",
            "plays of the first",
            |standing: &Standing| {
                [
                    vec![month(standing.first), all(&standing.artists)],
                    vec![number(standing.plays[0])],
                ]
            },
        ),
        Section::PatienceYears => list(
            summary,
            "year",
            "ends known, cut short, came to their end",
            |year: &PatienceYear| {
                let numbers = [year.starts, year.skips, year.finished].map(number);
                [vec![year.year.to_string()], numbers.to_vec()]
            },
        ),
        Section::Judgements => list(summary, "what, title, artist", "plays, times", |track: &Judgement| {
            let kind = JudgementKind::from_number(track.kind).map_or("something new", judgement_kind);
            [
                vec![kind.to_owned(), name(track.title), name(track.artist)],
                vec![number(track.starts), number(track.times)],
            ]
        }),
        Section::Openers => list(summary, "title, artist", "sessions", |opener: &Opener| {
            [
                vec![name(opener.title), name(opener.artist)],
                vec![number(opener.sessions)],
            ]
        }),
        Section::Eras => list(summary, "from, to, artists", "plays", |era: &Era| {
            [
                vec![month(era.from), month(era.to), all(&era.artists)],
                vec![number(era.plays)],
            ]
        }),
        Section::Moods => list(summary, "artists, track", "plays, hour, month, map", |mood: &Mood| {
            [
                vec![all(&mood.artists), name(mood.title)],
                vec![
                    number(mood.plays),
                    format!("{:02}:00", mood.peak_hour),
                    mood.peak_month.to_string(),
                    format!("{},{}", mood.x, mood.y),
                ],
            ]
        }),
        Section::Seasons => list(
            summary,
            "title, artist",
            "month, plays, in other months, years",
            |seasonal: &Seasonal| {
                [
                    vec![name(seasonal.title), name(seasonal.artist)],
                    vec![
                        seasonal.month.to_string(),
                        number(seasonal.plays),
                        number(seasonal.other_plays),
                        seasonal.years.to_string(),
                    ],
                ]
            },
        ),
        Section::Countries => list(
            summary,
            "country",
            "days, plays, minutes, from, to",
            |country: &Country| {
                [
                    vec![country.country.as_str().to_owned()],
                    vec![
                        number(country.days),
                        number(country.plays),
                        number(country.minutes),
                        date(country.first),
                        date(country.last),
                    ],
                ]
            },
        ),
        Section::CountryYears => list(summary, "year, country", "days, minutes", |of: &CountryYear| {
            [
                vec![of.year.to_string(), of.country.as_str().to_owned()],
                vec![number(of.days), number(of.minutes)],
            ]
        }),
        Section::CountryNames => list(summary, "country, language, name", "", |of: &CountryName| {
            let codes = [of.country, of.language].map(|code| code.as_str().to_owned());
            [[codes.to_vec(), vec![name(of.name)]].concat(), vec![]]
        }),
        Section::Devices => list(summary, "device", "plays, minutes", |of: &DeviceFamily| {
            let family = DeviceKind::from_number(of.family).map_or("something new", device_kind);
            [vec![family.to_owned()], vec![number(of.plays), number(of.minutes)]]
        }),
        Section::Recap => list(
            summary,
            "year, what, title, artist, country, day",
            "numbers",
            |card: &RecapCard| {
                let (what, numbers) = CardKind::from_number(card.kind).map_or(("something new", &[][..]), card_kind);
                let known = |(at, says): (usize, &&str)| {
                    card.number(at)
                        .map(|known| format!("{} {}", number(known), says.replace('_', " ")))
                };
                let mut numbers: Vec<String> = numbers.iter().enumerate().filter_map(known).collect();
                numbers.extend(card_record(card.record).map(|record| format!("the {record}")));
                let day = if card.date == Day::default() {
                    String::new()
                } else {
                    date(card.date)
                };
                let country = card.country.as_str().trim_matches('\0').to_owned();
                let names = [card.title, card.artist].map(name);
                [
                    [
                        vec![card.year.to_string(), what.to_owned()],
                        names.to_vec(),
                        vec![country, day],
                    ]
                    .concat(),
                    vec![numbers.join(", ")],
                ]
            },
        ),
        _ => Table::new(vec![]),
    }
}

/// A table with a row of each record: columns of words, then columns of numbers.
fn list<R: Record>(summary: &Summary<'_>, words: &str, numbers: &str, row: impl Fn(&R) -> [Vec<String>; 2]) -> Table {
    let titles = |titles: &str| {
        let all = titles.split(", ").filter(|title| !title.is_empty());
        all.map(str::to_owned).collect::<Vec<_>>()
    };
    let words = titles(words);
    let words = words.iter().map(|title| Column::left(title).gives_way(8));
    let numbers = titles(numbers);
    let numbers = numbers.iter().map(|title| Column::right(title));
    let mut table = Table::new(words.chain(numbers).collect());
    for record in summary.records::<R>() {
        table.row(row(record).concat());
    }
    table
}

fn date(day: Day) -> String {
    day.date().to_string()
}

fn month(day: Day) -> String {
    day.date().format("%Y-%m").to_string()
}

fn number(number: impl Into<u64>) -> String {
    count(number.into())
}

/// What a memory is of, in a word.
pub(crate) const fn memory_kind(kind: MemoryKind) -> &'static str {
    match kind {
        MemoryKind::Milestone => "milestone",
        MemoryKind::Discovery => "discovery",
        MemoryKind::BiggestDay => "biggest day",
        MemoryKind::Favourite => "favourite",
    }
}

/// What a milestone counts, in a word.
pub(crate) const fn milestone_kind(kind: MilestoneKind) -> &'static str {
    match kind {
        MilestoneKind::Plays => "plays",
        MilestoneKind::Hours => "hours",
    }
}

/// How a track stands out, in a word.
pub(crate) const fn judgement_kind(kind: JudgementKind) -> &'static str {
    match kind {
        JudgementKind::NeverSkipped => "never skipped",
        JudgementKind::MostSkipped => "most skipped",
        JudgementKind::BackTo => "gone back to",
    }
}

/// A device family, in a word.
pub(crate) const fn device_kind(kind: DeviceKind) -> &'static str {
    match kind {
        DeviceKind::Other => "other",
        DeviceKind::Phone => "phone",
        DeviceKind::Computer => "computer",
        DeviceKind::Television => "television",
        DeviceKind::Speaker => "speaker",
        DeviceKind::Car => "car",
        DeviceKind::Wearable => "wearable",
    }
}
