//! The ribbon of days, memories and milestones.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::{Datelike, NaiveDate};
use playtally_statistics::Statistics;
use playtally_statistics::on_this_day::{self as statistics, What};
use playtally_summary::records::{Memory, MemoryKind, Milestone, MilestoneKind, RibbonYear};
use playtally_summary::{Day, Record, TextId, Writer};

use super::{Names, YEARS, count, last, latest, minutes, some, year};

/// The bytes that memories may take with the names that nothing else needs, without their pixels. The strongest come
/// first; what needs no new name costs little.
const MEMORY_BYTES: usize = 12 * 1024;
/// The most milestones of each kind: the first one and the latest.
const MILESTONES: usize = Milestone::MOST / MilestoneKind::ALL.len();

pub(super) fn write(writer: Writer, statistics: &Statistics, names: &mut Names<'_>) -> Writer {
    let writer = some(writer, &milestones(statistics, names));
    let writer = some(writer, latest(&ribbon(statistics)));
    some(writer, &memories(statistics, names))
}

fn within(date: NaiveDate) -> bool {
    YEARS.contains(&date.year())
}

fn ribbon(statistics: &Statistics) -> Vec<RibbonYear> {
    let mut years: Vec<RibbonYear> = vec![];
    for day in &statistics.by_day {
        let Some(year) = year(day.date.year()) else { continue };
        if years.last().is_none_or(|last| last.year != year) {
            years.push(RibbonYear { year, days: [0; 366] });
        }
        let steps = day.ms.div_ceil(u64::from(RibbonYear::STEP_MINUTES) * 60_000);
        if let Some(this) = years.last_mut() {
            this.days[day.date.ordinal0() as usize] = steps.try_into().unwrap_or(u8::MAX);
        }
    }
    years
}

fn milestones(statistics: &Statistics, names: &mut Names<'_>) -> Vec<Milestone> {
    let milestones = &statistics.milestones;
    let plays = milestones.plays.iter().filter(|milestone| within(milestone.date));
    let plays: Vec<_> = plays
        .map(|milestone| Milestone {
            kind: MilestoneKind::Plays.into(),
            number: count(milestone.number),
            date: Day::from_date(milestone.date),
            title: names.add_medium(&milestone.title),
            artist: names.add_medium_known(milestone.artist.as_deref()),
        })
        .collect();
    let hours = milestones.hours.iter().filter(|milestone| within(milestone.date));
    let hours: Vec<_> = hours
        .map(|milestone| Milestone {
            kind: MilestoneKind::Hours.into(),
            number: count(milestone.hours),
            date: Day::from_date(milestone.date),
            title: TextId::NONE,
            artist: TextId::NONE,
        })
        .collect();
    [first_and_last(&plays), first_and_last(&hours)].concat()
}

fn first_and_last(all: &[Milestone]) -> Vec<Milestone> {
    if all.len() <= MILESTONES {
        return all.to_vec();
    }
    [&all[..1], last(all, MILESTONES - 1)].concat()
}

/// At most one memory of each day of the year: the best one for which there is room.
fn memories(statistics: &Statistics, names: &mut Names<'_>) -> Vec<Memory> {
    let days = statistics.on_this_day.iter();
    let within = |memory: &&statistics::Memory| within(memory.date);
    let mut all: Vec<&statistics::Memory> = days.flat_map(|day| day.memories.iter().filter(within)).collect();
    all.sort_by_key(|memory| (memory.rank, memory.date));
    let mut taken = BTreeMap::<(u32, u32), Memory>::new();
    let mut room = MEMORY_BYTES;
    for memory in all {
        let (kind, name, artist, number) = match &memory.what {
            What::Milestone { number, title, artist } => (
                MemoryKind::Milestone,
                Some(title.as_str()),
                artist.as_deref(),
                count(*number),
            ),
            What::Discovery { artist, plays } => (MemoryKind::Discovery, None, Some(artist.as_str()), count(*plays)),
            What::BiggestDay { ms, .. } => (MemoryKind::BiggestDay, None, None, minutes(*ms)),
            What::Favourite { title, artist, plays } => (
                MemoryKind::Favourite,
                Some(title.as_str()),
                artist.as_deref(),
                count(*plays),
            ),
        };
        let cost = size_of::<Memory>()
            + [name, artist]
                .into_iter()
                .flatten()
                .map(|name| names.cost(name))
                .sum::<usize>();
        let day = taken.entry((memory.date.month(), memory.date.day()));
        if let (Entry::Vacant(day), Some(left)) = (day, room.checked_sub(cost)) {
            room = left;
            day.insert(Memory {
                date: Day::from_date(memory.date),
                kind: kind.into(),
                title: names.add_medium_known(name),
                artist: names.add_medium_known(artist),
                number,
            });
        }
    }
    taken.into_values().collect()
}
