//! When in the day and in the week music is played. A play belongs to the hour in which it begins.

use crate::Selection;

/// Counted plays in each local hour, from midnight.
///
/// The hour that clocks skip in spring has fewer, the one that they repeat in autumn has both.
#[must_use]
pub fn by_hour(selection: Selection<'_>) -> [u64; 24] {
    let mut hours = [0; 24];
    for row in selection.counted() {
        hours[row.hour()] += 1;
    }
    hours
}

/// Counted plays on each weekday, from Monday.
#[must_use]
pub fn by_weekday(selection: Selection<'_>) -> [u64; 7] {
    let mut days = [0; 7];
    for row in selection.counted() {
        days[row.day.weekday()] += 1;
    }
    days
}

/// Time of all plays in each hour of the week, in milliseconds: seven days from Monday of 24 hours from midnight.
#[must_use]
pub fn week(selection: Selection<'_>) -> [[u64; 24]; 7] {
    let mut week = [[0; 24]; 7];
    for row in selection.rows() {
        week[row.day.weekday()][row.hour()] += u64::from(row.ms);
    }
    week
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{History, histories, naive};
    use crate::{Rule, View};
    use chrono::Datelike;
    use proptest::prelude::*;

    #[test]
    fn the_repeated_hour_of_a_25_hour_day_counts_twice() {
        let plays = History::new()
            .play("2024-10-27 00:30", "Otter", "Home", 60) // 02:30, summer time
            .play("2024-10-27 01:30", "Otter", "Home", 60) // 02:30 again
            .plays();
        let view = View::new(&plays, &Rule::new(chrono_tz::Europe::Stockholm));
        assert_eq!(by_hour(view.music())[2], 2);
    }

    #[test]
    fn the_skipped_hour_of_a_23_hour_day_stays_empty() {
        let plays = History::new()
            .play("2024-03-31 00:59", "Otter", "Home", 60)
            .play("2024-03-31 01:00", "Otter", "Home", 60)
            .plays();
        let hours = by_hour(View::new(&plays, &Rule::new(chrono_tz::Europe::Stockholm)).music());
        assert_eq!((hours[1], hours[2], hours[3]), (1, 0, 1));
    }

    proptest! {
        #[test]
        fn clocks_agree_with_counting_by_hand((plays, rule) in histories()) {
            let (mut hours, mut days, mut hours_of_week) = ([0; 24], [0; 7], [[0; 24]; 7]);
            for row in naive(&plays, &rule) {
                let weekday = row.day().weekday().num_days_from_monday() as usize;
                hours[row.hour()] += u64::from(row.counted);
                days[weekday] += u64::from(row.counted);
                hours_of_week[weekday][row.hour()] += row.ms;
            }
            let view = View::new(&plays, &rule);
            prop_assert_eq!(by_hour(view.music()), hours);
            prop_assert_eq!(by_weekday(view.music()), days);
            prop_assert_eq!(week(view.music()), hours_of_week);
        }
    }
}
