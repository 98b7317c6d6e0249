//! What was added up before, with whom: two totals of nearly the same people would give the numbers of the few in which they differ.

use chrono::NaiveDate;
use playtally_statistics::fold;

use super::numbers::Topic;
use super::roster::{FEWEST, Group};
use crate::error::{Result, refused};

/// For how many days a total keeps others of nearly the same people from being made.
pub const DAYS: u64 = 90;

/// What was added up before, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// When the own numbers were signed.
    pub day: NaiveDate,
    /// What the group was called.
    pub name: String,
    /// What was added up.
    pub topics: Vec<Topic>,
    people: Vec<Person>,
}

/// Somebody by their key, or by their name, where they have a new key.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Person {
    key: [u8; 32],
    name: String,
}

impl Person {
    fn is(&self, other: &Self) -> bool {
        self.key == other.key || fold::artist(&self.name) == fold::artist(&other.name)
    }
}

fn people(group: &Group, places: impl IntoIterator<Item = u8>) -> Vec<Person> {
    let friends = places
        .into_iter()
        .filter_map(|place| group.friends.get(usize::from(place)));
    friends
        .map(|friend| Person {
            key: friend.verifier.key(),
            name: friend.name.clone(),
        })
        .collect()
}

impl Earlier {
    /// What the friends at these places of a group have added up, or were about to.
    #[must_use]
    pub fn new(group: &Group, places: impl IntoIterator<Item = u8>, day: NaiveDate) -> Self {
        Self {
            day,
            name: group.terms.name.clone(),
            topics: group.terms.topics.clone(),
            people: people(group, places),
        }
    }
}

/// Whether the friends at these places may add up together, after all that was added up before. A wrong clock makes no difference:
/// what seems to come later counts as well.
///
/// # Errors
/// When a total of theirs and an earlier one would differ by fewer people than may be added up; says by whom.
pub fn allow(group: &Group, places: impl IntoIterator<Item = u8>, earlier: &[Earlier], today: NaiveDate) -> Result<()> {
    let now = people(group, places);
    for before in earlier {
        let is_alike = before.topics.iter().any(|topic| group.terms.topics.contains(topic));
        let age = (today - before.day).num_days().unsigned_abs();
        let missing = |from: &[Person], other: &[Person]| -> Vec<String> {
            let alone = from.iter().filter(|one| !other.iter().any(|two| one.is(two)));
            alone.map(|one| one.name.clone()).collect()
        };
        let differing = [missing(&now, &before.people), missing(&before.people, &now)].concat();
        if is_alike && age < DAYS && (1..FEWEST).contains(&differing.len()) {
            let when = before
                .day
                .checked_add_days(chrono::Days::new(DAYS))
                .unwrap_or(before.day);
            return Err(refused(format!(
                "adds up nearly the same people as \"{}\" did on {}, but for {}: whoever has both totals could subtract them, and would \
                 know numbers of fewer than {FEWEST} people. Nothing was signed. From {when} on it can be done; or now, with exactly the \
                 people of then",
                before.name,
                before.day,
                differing.join(" and ")
            )));
        }
    }
    Ok(())
}
