//! What is told of a group, for programs, and of files in its folder that are no good.

use playtally_collective::group::{Friend, Group, Numbers, Opened, PARTS, Topic};
use playtally_history::escape::one_line;
use serde::Serialize;

/// A file that was not read, and why.
#[derive(Serialize)]
pub(super) struct Wrong {
    file: String,
    why: String,
}

impl Wrong {
    pub(super) fn all(wrong: &[(String, String)]) -> Vec<Self> {
        let wrong = wrong.iter().map(|(file, why)| Self {
            file: file.clone(),
            why: why.clone(),
        });
        wrong.collect()
    }
}

/// The same in words.
pub(super) fn wrong(wrong: &[(String, String)]) -> String {
    let lines = wrong
        .iter()
        .map(|(file, why)| format!("Not taken: {} {}.\n", one_line(file), one_line(why)));
    lines.collect()
}

/// A group, and who is in it or has put a key there.
#[derive(Serialize)]
pub(super) struct Who<'g> {
    group: &'g str,
    from: String,
    to: String,
    adds: Vec<&'static str>,
    closed: bool,
    friends: Vec<&'g str>,
    /// The six words; none as long as it is open.
    words: Option<String>,
}

impl<'g> Who<'g> {
    pub(super) fn of(group: &'g Group, keys: &'g [Friend]) -> Self {
        let friends = if group.is_closed() { &group.friends } else { keys };
        Self {
            group: &group.terms.name,
            from: group.terms.from.to_string(),
            to: group.terms.to.to_string(),
            adds: group.terms.topics.iter().map(|topic| topic.word()).collect(),
            closed: group.is_closed(),
            friends: friends.iter().map(|friend| friend.name.as_str()).collect(),
            words: group.is_closed().then(|| group.spoken()),
        }
    }
}

/// The numbers that a friend adds.
#[derive(Serialize)]
pub(super) struct Added<'n> {
    clock: Vec<&'n [u64]>,
    new_artists: &'n [u64],
    names: &'n [String],
}

impl<'n> Added<'n> {
    pub(super) fn of(group: &Group, numbers: &'n Numbers) -> Self {
        let part = |topic| group.terms.part(topic, &numbers.cells).unwrap_or_default();
        Self {
            clock: part(Topic::Clock).chunks(PARTS).collect(),
            new_artists: part(Topic::NewArtists),
            names: &numbers.names,
        }
    }
}

/// What came out.
#[derive(Serialize)]
pub(super) struct Total<'o> {
    people: u64,
    is_in: bool,
    clock: Vec<[Both; PARTS]>,
    new_artists: Vec<Month>,
    names: Option<Names<'o>>,
}

#[derive(Clone, Copy, Serialize)]
struct Both {
    all: u64,
    own: u64,
}

#[derive(Serialize)]
struct Month {
    month: String,
    all: u64,
    own: u64,
}

#[derive(Serialize)]
struct Names<'o> {
    own: Vec<Name<'o>>,
    barely: Vec<Name<'o>>,
    never: usize,
    false_of_1000: usize,
}

#[derive(Serialize)]
struct Name<'o> {
    name: &'o str,
    others: u64,
}

impl<'o> Total<'o> {
    pub(super) fn of(opened: &'o Opened) -> Self {
        let names = |names: &'o [(String, u64)]| -> Vec<Name<'o>> {
            let names = names.iter().map(|(name, others)| Name { name, others: *others });
            names.collect()
        };
        let both = |(all, own): (u64, u64)| Both { all, own };
        Self {
            people: opened.people,
            is_in: opened.is_in,
            clock: opened.clock.iter().map(|parts| parts.map(both)).collect(),
            new_artists: opened
                .new_artists
                .iter()
                .map(|(month, all, own)| Month {
                    month: month.format("%Y-%m").to_string(),
                    all: *all,
                    own: *own,
                })
                .collect(),
            names: opened.names.as_ref().map(|known| Names {
                own: names(&known.own),
                barely: names(&known.barely),
                never: known.never,
                false_of_1000: known.false_of_1000,
            }),
        }
    }
}
