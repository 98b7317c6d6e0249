//! Days in a row with music. A day counts when a counted play begins on it.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{Day, Selection};

/// Days in a row with a counted play on each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Streak {
    /// How many days.
    pub days: u64,
    /// The first of them.
    pub from: NaiveDate,
    /// The last of them.
    pub to: NaiveDate,
}

/// The longest streak of a selection; of equally long ones the first.
///
/// A day that a time zone left out (Samoa's 30 December 2011) breaks a streak: it is a day of the calendar.
#[must_use]
pub fn longest(selection: Selection<'_>) -> Option<Streak> {
    streaks(selection).reduce(|longest, streak| if streak.days > longest.days { streak } else { longest })
}

/// The streak that ends on the last day with a counted play: whether it still goes on is for the reader to tell, who
/// knows how old the history is.
#[must_use]
pub fn current(selection: Selection<'_>) -> Option<Streak> {
    streaks(selection).last()
}

/// Every streak, in order.
fn streaks(selection: Selection<'_>) -> impl Iterator<Item = Streak> {
    let mut days = selection.days_with_music().map(|(day, _)| day).peekable();
    std::iter::from_fn(move || {
        let from = days.next()?;
        let mut to = from;
        while let Some(day) = days.next_if(|&day| follows(to, day)) {
            to = day;
        }
        Some(Streak {
            days: to.since(from) as u64 + 1,
            from: from.date(),
            to: to.date(),
        })
    })
}

fn follows(day: Day, next: Day) -> bool {
    next.since(day) == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{History, histories, naive};
    use crate::{Rule, View};
    use chrono::Days;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_streak_goes_over_a_leap_day() {
        let mut history = History::new();
        for day in ["2024-02-28", "2024-02-29", "2024-03-01", "2024-03-03"] {
            history = history.play(&format!("{day} 12:00"), "Otter", "Home", 60);
        }
        let plays = history.plays();
        let view = View::new(&plays, &Rule::new(chrono_tz::UTC));
        let longest = longest(view.music()).unwrap();
        assert_eq!((longest.days, longest.to.to_string().as_str()), (3, "2024-03-01"));
        assert_eq!(current(view.music()).unwrap().days, 1);
    }

    #[test]
    fn a_day_of_skips_breaks_a_streak() {
        let plays = History::new()
            .play("2024-01-01 12:00", "Otter", "Home", 60)
            .play("2024-01-02 12:00", "Otter", "Home", 10)
            .play("2024-01-03 12:00", "Otter", "Home", 60)
            .plays();
        assert_eq!(
            longest(View::new(&plays, &Rule::new(chrono_tz::UTC)).music())
                .unwrap()
                .days,
            1
        );
    }

    proptest! {
        #[test]
        fn streaks_agree_with_walking_day_by_day((plays, rule) in histories()) {
            let days: BTreeSet<NaiveDate> = naive(&plays, &rule).iter().filter(|row| row.counted).map(|row| row.day()).collect();
            let mut all = Vec::new();
            for &from in &days {
                if days.contains(&(from - Days::new(1))) {
                    continue;
                }
                let mut to = from;
                while days.contains(&(to + Days::new(1))) {
                    to = to + Days::new(1);
                }
                all.push(Streak { days: (to - from).num_days() as u64 + 1, from, to });
            }
            let view = View::new(&plays, &rule);
            let best = all.iter().map(|s| s.days).max();
            prop_assert_eq!(longest(view.music()), all.iter().find(|s| Some(s.days) == best).copied());
            prop_assert_eq!(current(view.music()), all.last().copied());
        }
    }
}
