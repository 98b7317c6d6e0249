//! What was listened on, and how: device families, shuffle, without a network.

use playtally_history::Device;
use serde::{Serialize, Serializer};

use crate::tally::Count;
use crate::{Row, Selection};

/// What was listened on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Devices {
    /// In all.
    #[serde(flatten)]
    pub all: Habits,
    /// In every year with a play.
    pub by_year: Vec<YearHabits>,
}

/// How was listened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Habits {
    /// Every device family with a play, the one with the most time first.
    pub families: Vec<FamilyCount>,
    /// Plays with shuffle on, of those whose source says.
    pub shuffle: Share,
    /// Plays without a network, of those whose source says.
    pub offline: Share,
}

/// How was listened in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct YearHabits {
    /// The year.
    pub year: i32,
    /// How.
    #[serde(flatten)]
    pub habits: Habits,
}

/// A device family and what was played on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FamilyCount {
    /// The family.
    #[serde(serialize_with = "family")]
    #[cfg_attr(test, schemars(with = "crate::schema::Family"))]
    pub family: Device,
    /// Counted plays.
    pub plays: u64,
    /// Time of all plays, in milliseconds.
    pub ms: u64,
}

/// How many of how many plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Share {
    /// Plays of which it is known, counted or not.
    pub known: u64,
    /// Those for which it is so.
    pub yes: u64,
}

impl Share {
    fn add(&mut self, answer: Option<bool>) {
        self.known += u64::from(answer.is_some());
        self.yes += u64::from(answer == Some(true));
    }
}

// Serde hands over a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn family<S: Serializer>(device: &Device, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(name(*device))
}

/// The family's name in reports.
#[must_use]
pub const fn name(device: Device) -> &'static str {
    match device {
        Device::Other => "other",
        known => known.name(),
    }
}

impl Devices {
    /// What the plays of a selection were heard on.
    #[must_use]
    pub fn of(selection: Selection<'_>) -> Self {
        let by_year = selection
            .by_year()
            .map(|(year, part)| YearHabits {
                year,
                habits: habits(part.rows()),
            })
            .collect();
        Self {
            all: habits(selection.rows()),
            by_year,
        }
    }
}

fn habits(rows: &[Row]) -> Habits {
    // What is not known comes last.
    let mut families = Device::ALL;
    families.rotate_left(1);
    let mut habits = Habits::default();
    // By the number of the family; a play without a duration counts too.
    let mut counts = [(false, Count::default()); Device::ALL.len()];
    for row in rows {
        let (any, count) = &mut counts[row.device as usize];
        *any = true;
        count.add(row);
        habits.shuffle.add(row.shuffle);
        habits.offline.add(row.offline);
    }
    habits.families = families
        .into_iter()
        .filter(|&family| counts[family as usize].0)
        .map(|family| {
            let Count { plays, ms } = counts[family as usize].1;
            FamilyCount { family, plays, ms }
        })
        .collect();
    habits
        .families
        .sort_by_key(|count| std::cmp::Reverse((count.ms, count.plays)));
    habits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::View;
    use crate::testing::{Naive, histories, naive};
    use chrono::Datelike;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn devices_agree_with_counting_by_hand((plays, rule) in histories()) {
            let rows = naive(&plays, &rule);
            let by_hand = |of: &[&Naive]| {
                let families = [Device::Phone, Device::Computer, Device::Other].into_iter().filter_map(|family| {
                    let of: Vec<_> = of.iter().filter(|row| row.play.device == family).collect();
                    (!of.is_empty()).then(|| FamilyCount {
                        family,
                        plays: of.iter().filter(|row| row.counted).count() as u64,
                        ms: of.iter().map(|row| row.ms).sum(),
                    })
                });
                let mut families: Vec<_> = families.collect();
                families.sort_by_key(|count| std::cmp::Reverse((count.ms, count.plays)));
                let share = |answers: Vec<Option<bool>>| Share {
                    known: answers.iter().flatten().count() as u64,
                    yes: answers.iter().filter(|answer| **answer == Some(true)).count() as u64,
                };
                Habits {
                    families,
                    shuffle: share(of.iter().map(|row| row.play.shuffle).collect()),
                    offline: share(of.iter().map(|row| row.play.offline).collect()),
                }
            };
            let got = Devices::of(View::new(&plays, &rule).music());
            prop_assert_eq!(got.all, by_hand(&rows.iter().collect::<Vec<_>>()));
            for year in got.by_year {
                let of: Vec<&Naive> = rows.iter().filter(|row| row.day().year() == year.year).collect();
                prop_assert_eq!(year.habits, by_hand(&of));
            }
        }
    }
}
