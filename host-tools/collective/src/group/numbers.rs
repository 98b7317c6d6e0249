//! What each friend adds: a few whole numbers, bounded, and in which of 4,096 places the names are that are played most.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use hmac_sha256::HMAC;
use playtally_statistics::discovery::Discovery;
use playtally_statistics::{Selection, clock, fold};

use super::roster::Group;
use crate::code::{Hash, decode, encode};
use crate::error::{Result, malformed};

/// What is added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Hours of music in each part of each weekday.
    Clock,
    /// Artists heard for the first time in each month.
    NewArtists,
    /// Who knows whom: in two tables, the places of the artists that are played most.
    Names,
}

/// Topics, by what notes call them.
const TOPICS: [(Topic, &str); 3] = [
    (Topic::Clock, "clock"),
    (Topic::NewArtists, "new-artists"),
    (Topic::Names, "names"),
];

/// How many parts a day has, of six hours each, from midnight.
pub const PARTS: usize = 4;
const WEEKDAYS: usize = 7;
/// The most hours of one part of one weekday: six, in the 53 weeks that a year can touch.
const HOURS: u64 = 6 * 53;
/// The most new artists of a month that are said.
const NEW: u64 = 999;
/// How many places each of two tables has.
const PLACES: usize = 4096;
/// The most names that one person marks.
const NAMES: usize = 50;
/// The most names that all others of a group mark: with these, a name of which both places are taken by others' is at most one of 50.
const MARKED: usize = 579;

impl Topic {
    /// All, in order.
    pub const ALL: [Self; 3] = [Self::Clock, Self::NewArtists, Self::Names];

    /// What notes call it.
    #[must_use]
    pub fn word(self) -> &'static str {
        TOPICS
            .iter()
            .find(|(topic, _)| *topic == self)
            .map_or("", |(_, word)| word)
    }

    /// How many numbers it has, from one day to another.
    pub(crate) fn cells(self, from: NaiveDate, to: NaiveDate) -> usize {
        match self {
            Self::Clock => WEEKDAYS * PARTS,
            // A year touches 13 months.
            Self::NewArtists => usize::try_from(month(to) - month(from) + 1).unwrap_or(0),
            Self::Names => 2 * PLACES,
        }
    }

    /// The most that one person's number can be.
    pub(crate) const fn most(self) -> u64 {
        match self {
            Self::Clock => HOURS,
            Self::NewArtists => NEW,
            Self::Names => 1,
        }
    }
}

impl FromStr for Topic {
    type Err = crate::Error;

    fn from_str(word: &str) -> Result<Self> {
        let topic = TOPICS.iter().find(|(_, known)| *known == word);
        topic
            .map(|(topic, _)| *topic)
            .ok_or_else(|| malformed(format!("adds up something that this version does not know: \"{word}\"")))
    }
}

/// Months since the year 0.
fn month(day: NaiveDate) -> i32 {
    12 * day.year() + day.month0() as i32
}

/// How many names each friend of a group marks, so that few are taken for known that are not.
pub(crate) fn names_each(size: usize) -> usize {
    NAMES.min(MARKED / size.saturating_sub(1).max(1))
}

/// Of how many names that nobody else knows one is taken for known, at most, of 1,000: both of its places have to be taken.
pub(crate) fn false_of_1000(size: usize) -> usize {
    let marked = names_each(size) * size.saturating_sub(1);
    (1000 * marked * marked).div_ceil(PLACES * PLACES)
}

/// What a friend adds, and which names are marked in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// The numbers of all topics, one after the other.
    pub cells: Vec<u64>,
    /// The names whose places are marked, the most played first. They do not leave.
    pub names: Vec<String>,
}

/// The places of a name in the two tables.
pub(crate) fn places(key: &Hash, name: &str) -> [usize; 2] {
    let mac = HMAC::mac(fold::artist(name).as_bytes(), key);
    let place = |at: usize| usize::from(u16::from_be_bytes([mac[at], mac[at + 1]])) % PLACES;
    [place(0), PLACES + place(2)]
}

/// What the plays of a group's days add. The key to names is that of the group.
#[must_use]
pub fn numbers(group: &Group, names_key: Option<&Hash>, plays: Selection<'_>) -> Numbers {
    let terms = &group.terms;
    let names = if names_key.is_some() {
        most_played(plays, names_each(group.friends.len()))
    } else {
        Vec::new()
    };
    let cells = terms.topics.iter().flat_map(|topic| match topic {
        Topic::Clock => hours(plays),
        Topic::NewArtists => new_artists(month(terms.from)..month(terms.to) + 1, plays),
        Topic::Names => marked(names_key, &names),
    });
    Numbers {
        cells: cells.collect(),
        names,
    }
}

/// Whole hours of music, rounded, of each part of each weekday from Monday.
fn hours(plays: Selection<'_>) -> Vec<u64> {
    const HOUR: u64 = 3_600_000;
    let week = clock::week(plays);
    let parts = week.iter().flat_map(|day| day.chunks(24 / PARTS));
    parts
        .map(|hours| ((hours.iter().sum::<u64>() + HOUR / 2) / HOUR).min(HOURS))
        .collect()
}

/// Artists heard for the first time ever, in each month.
fn new_artists(months: Range<i32>, plays: Selection<'_>) -> Vec<u64> {
    let news = Discovery::of(plays, 0).by_month.into_iter();
    let news: BTreeMap<i32, u64> = news.map(|news| (news.month.number(), news.news.new_artists)).collect();
    months
        .map(|month| news.get(&month).copied().unwrap_or(0).min(NEW))
        .collect()
}

/// The names with the most counted plays, by their spelling where they have as many.
fn most_played(plays: Selection<'_>, most: usize) -> Vec<String> {
    let mut counts: BTreeMap<String, (u64, &str)> = BTreeMap::new();
    for (artist, _) in plays.by_artist() {
        if let Some(name) = plays.names().artists().get(artist as usize) {
            counts.entry(fold::artist(name)).or_insert((0, name)).0 += 1;
        }
    }
    let mut names: Vec<(u64, &str)> = counts.into_values().collect();
    names.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    names.into_iter().take(most).map(|(_, name)| name.to_owned()).collect()
}

fn marked(key: Option<&Hash>, names: &[String]) -> Vec<u64> {
    let mut marked = vec![0; 2 * PLACES];
    for name in names {
        for place in key.into_iter().flat_map(|key| places(key, name)) {
            marked[place] = 1;
        }
    }
    marked
}

/// All names that are in a history, spelt as in it.
pub(crate) fn known(plays: Selection<'_>) -> BTreeSet<&str> {
    let history = plays.history();
    let heard = history.by_artist();
    let artists = plays.names().artists();
    heard
        .filter_map(|(artist, _)| artists.get(artist as usize).copied())
        .collect()
}

/// Numbers as notes write them: eight bytes each, the least first, in base64.
pub(crate) fn written(numbers: &[u64]) -> String {
    let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    encode(&bytes)
}

/// Reads so many of them.
pub(crate) fn read(text: &str, cells: usize) -> Result<Vec<u64>> {
    let bytes = decode(text)?;
    let (numbers, rest) = bytes.as_chunks::<8>();
    if numbers.len() != cells || !rest.is_empty() {
        return Err(malformed("has other numbers than its group adds up"));
    }
    Ok(numbers.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use playtally_statistics::testing::History;
    use playtally_statistics::{Rule, View};

    fn with<T>(history: History, of: impl FnOnce(Selection<'_>) -> T) -> T {
        let plays = history.plays();
        of(View::new(&plays, &Rule::new(chrono_tz::Tz::UTC)).music())
    }

    #[test]
    fn hours_are_whole_and_bounded_in_each_part_of_each_weekday() {
        let mut history = History::new();
        for minute in 0..31 {
            // 2026-03-02 is a Monday.
            history = history.play(&format!("2026-03-02 05:{minute:02}"), "Otter", "Home", 60);
        }
        for minute in 0..29 {
            history = history.play(&format!("2026-03-08 18:{minute:02}"), "Otter", "Home", 60);
        }
        let hours = with(history, hours);
        assert_eq!(hours.len(), 28);
        assert_eq!((hours[0], hours[27]), (1, 0), "31 minutes are an hour, 29 are none");
        assert_eq!(hours.iter().sum::<u64>(), 1);
    }

    #[test]
    fn artists_are_new_once_and_in_their_month() {
        let history = History::new()
            .play("2026-01-05 12:00", "Otter", "Home", 60)
            .play("2026-03-05 12:00", "Otter", "Home", 60)
            .play("2026-03-06 12:00", "Heron", "Nest", 60);
        let january = month(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap());
        assert_eq!(
            with(history, |plays| new_artists(january..january + 4, plays)),
            [1, 0, 1, 0]
        );
    }

    #[test]
    fn a_name_has_the_same_places_however_it_is_spelt_and_others_under_another_key() {
        let key = [7; 32];
        assert_eq!(places(&key, "Björk"), places(&key, "BJÖRK"));
        assert_ne!(places(&key, "Björk"), places(&[8; 32], "Björk"));
        let [one, two] = places(&key, "Björk");
        assert!(one < PLACES && (PLACES..2 * PLACES).contains(&two));
        // RFC 4231, test case 1: the key is twenty bytes of 0x0b.
        let mac = HMAC::mac(b"Hi There", [0x0b; 20]);
        assert_eq!(mac[..4], [0xb0, 0x34, 0x4c, 0x61]);
    }

    #[test]
    fn the_most_played_names_are_marked_and_no_others() {
        let mut history = History::new();
        for artist in 0..60 {
            for play in 0..=artist % 55 {
                let when = format!(
                    "2026-03-{:02} {:02}:{:02}",
                    artist % 28 + 1,
                    play / 3,
                    play % 3 * 20 + artist / 28
                );
                history = history.play(&when, &format!("A{artist}"), "Home", 60);
            }
        }
        let names = with(history, |plays| most_played(plays, 50));
        assert_eq!((names.len(), names[0].as_str()), (50, "A54"));
        let key = [7; 32];
        let marked = marked(Some(&key), &names);
        assert!(
            names
                .iter()
                .all(|name| places(&key, name).iter().all(|place| marked[*place] == 1))
        );
        assert!(marked.iter().sum::<u64>() <= 100);
    }

    #[test]
    fn at_most_one_name_of_fifty_is_taken_for_known_by_somebody_whose_it_is_not() {
        for size in 5..=20 {
            assert!(false_of_1000(size) <= 20, "{size}");
            assert!(names_each(size) >= 30);
        }
        assert_eq!((names_each(5), names_each(12), names_each(20)), (50, 50, 30));
        // Tried: 11 others with 50 names each, 2,000 names of which none is theirs.
        let key = [9; 32];
        let mut taken = vec![false; 2 * PLACES];
        for name in 0..550 {
            for place in places(&key, &format!("theirs {name}")) {
                taken[place] = true;
            }
        }
        let wrong = (0..2000).filter(|name| places(&key, &format!("mine {name}")).iter().all(|place| taken[*place]));
        assert!(wrong.count() <= 60);
    }
}
