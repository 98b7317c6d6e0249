//! What a total says to one friend: everybody's hours beside one's own, and who knows one's own names. Of others' names it knows nothing but
//! how many there are.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use playtally_statistics::{Selection, fold};

use super::kept::Kept;
use super::numbers::{PARTS, Topic, false_of_1000, known, places};

/// What a total says to one friend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// How many are added up.
    pub people: u64,
    /// Whether one's own numbers are among them.
    pub is_in: bool,
    /// Hours of music of all together and one's own, of each part of each weekday from Monday; empty where they are not asked for.
    pub clock: Vec<[(u64, u64); PARTS]>,
    /// Of each month, its first day, how many artists all together heard for the first time, and oneself; empty where they are not asked for.
    pub new_artists: Vec<(NaiveDate, u64, u64)>,
    /// Who knows whom, where it is asked for.
    pub names: Option<Known>,
}

/// How many others have one's own names among those that they play most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// One's own most played names, the most known first, with how many others have them.
    pub own: Vec<(String, u64)>,
    /// Names that one has played at some time and that most others play a lot.
    pub barely: Vec<(String, u64)>,
    /// About how many names there are that most others play a lot and that one has never played.
    pub never: usize,
    /// Of 1,000 names that nobody else has, how many are taken for known, at most.
    pub false_of_1000: usize,
}

/// What came out of a group, beside one's own numbers and plays; none as long as nothing has.
#[must_use]
pub fn opened(kept: &Kept, plays: Selection<'_>) -> Option<Opened> {
    let total = kept.total.as_ref()?;
    let terms = &kept.group.terms;
    let is_in = total.counted.iter().any(|(place, _)| *place == kept.place);
    let pairs = |topic: Topic| -> Vec<(u64, u64)> {
        let part = |numbers| terms.part(topic, numbers).unwrap_or_default().iter().copied();
        part(&total.numbers).zip(part(&kept.numbers.cells)).collect()
    };
    let first = (0..).map_while(|later| {
        let month = chrono::Months::new(later);
        terms.from.with_day(1)?.checked_add_months(month)
    });
    let months = first.zip(pairs(Topic::NewArtists));
    let people = total.counted.len() as u64;
    Some(Opened {
        people,
        is_in,
        clock: pairs(Topic::Clock).as_chunks::<PARTS>().0.to_vec(),
        new_artists: months.map(|(month, (all, own))| (month, all, own)).collect(),
        names: kept.names_key.map(|key| {
            let others = pairs(Topic::Names);
            let others = others
                .into_iter()
                .map(|(all, own)| all.saturating_sub(if is_in { own } else { 0 }));
            names(
                &key,
                &others.collect::<Vec<_>>(),
                people - u64::from(is_in),
                kept,
                plays,
            )
        }),
    })
}

/// Of each place, how many others have a name there.
fn names(key: &[u8; 32], others: &[u64], people: u64, kept: &Kept, plays: Selection<'_>) -> Known {
    let count = |name: &str| {
        let counts = places(key, name).map(|place| others.get(place).copied().unwrap_or(0));
        counts[0].min(counts[1])
    };
    let is_most = |count: u64| 2 * count > people;
    let counted = |names: &mut dyn Iterator<Item = &str>| -> Vec<(String, u64)> {
        let mut counted: Vec<(String, u64)> = names.map(|name| (name.to_owned(), count(name))).collect();
        counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counted
    };
    let own = counted(&mut kept.numbers.names.iter().map(String::as_str));
    let is_own: BTreeSet<String> = kept.numbers.names.iter().map(|name| fold::artist(name)).collect();
    let known = known(plays);
    let mut barely = counted(
        &mut known
            .iter()
            .copied()
            .filter(|name| !is_own.contains(&fold::artist(name))),
    );
    barely.retain(|(_, count)| is_most(*count));
    barely.dedup_by_key(|(name, _)| fold::artist(name));
    // A place that a name of one's own explains says nothing of others' names.
    let explained: BTreeSet<usize> = known
        .iter()
        .copied()
        .chain(kept.numbers.names.iter().map(String::as_str))
        .filter(|name| is_most(count(name)))
        .flat_map(|name| places(key, name))
        .collect();
    let unexplained = |table: std::ops::Range<usize>| {
        let of_most = table.filter(|place| others.get(*place).is_some_and(|count| is_most(*count)));
        of_most.filter(|place| !explained.contains(place)).count()
    };
    let half = others.len() / 2;
    Known {
        own,
        barely,
        never: unexplained(0..half).min(unexplained(half..others.len())),
        false_of_1000: false_of_1000(kept.group.friends.len()),
    }
}
