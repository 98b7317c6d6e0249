//! What a history fetches.
//!
//! The only public sale of listening histories on record, in June 2025: the data of about 10,000 people for 55,000 US
//! dollars, so that a person's whole history was worth about five.

use serde::Serialize;

use crate::Selection;
use crate::float::rounded;
use crate::tally::Count;

/// The dollars that were paid.
pub const SALE_DOLLARS: u64 = 55_000;
/// The people whose histories they bought.
pub const SALE_PEOPLE: u64 = 10_000;

/// What a history would have fetched at that price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Worth {
    /// The price of a person in US dollars.
    pub dollars: f64,
    /// The price of one counted play in US cents, to four decimals; none of no play.
    pub cents_per_play: Option<f64>,
    /// The price of an hour in US cents, to two decimals; none of no time.
    pub cents_per_hour: Option<f64>,
}

impl Worth {
    /// What a selection would have fetched.
    #[must_use]
    pub fn of(selection: Selection<'_>) -> Self {
        let Count { plays, ms } = Count::of(selection.rows());
        let dollars = SALE_DOLLARS as f64 / SALE_PEOPLE as f64;
        Self {
            dollars,
            cents_per_play: (plays > 0).then(|| rounded(dollars * 100.0 / plays as f64, 4)),
            cents_per_hour: (ms > 0).then(|| rounded(dollars * 100.0 / (ms as f64 / 3_600_000.0), 2)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{History, histories, naive};
    use crate::{Rule, View};
    use proptest::prelude::*;

    #[test]
    fn a_person_is_worth_five_dollars_and_a_half() {
        let plays = History::new()
            .play("2024-01-01 12:00", "Otter", "Home", 1_800)
            .play("2024-01-01 13:00", "Otter", "Home", 1_800)
            .plays();
        let worth = Worth::of(View::new(&plays, &Rule::new(chrono_tz::UTC)).music());
        assert_eq!(
            worth,
            Worth {
                dollars: 5.5,
                cents_per_play: Some(275.0),
                cents_per_hour: Some(550.0)
            }
        );
    }

    #[test]
    fn nothing_has_no_price_per_play() {
        let plays = playtally_history::Plays::default();
        let worth = Worth::of(View::new(&plays, &Rule::new(chrono_tz::UTC)).music());
        assert_eq!((worth.cents_per_play, worth.cents_per_hour), (None, None));
    }
    proptest! {
        #[test]
        fn all_counted_plays_and_all_hours_fetch_the_price_of_a_person((plays, rule) in histories()) {
            let worth = Worth::of(View::new(&plays, &rule).music());
            let rows = naive(&plays, &rule);
            let counted = rows.iter().filter(|row| row.counted).count() as f64;
            let hours = rows.iter().map(|row| row.ms as f64 / 3_600_000.0).sum::<f64>();
            for (price, of, rounding) in [(worth.cents_per_play, counted, 0.00005), (worth.cents_per_hour, hours, 0.005)] {
                prop_assert_eq!(price.is_some(), of > 0.0);
                let all = price.unwrap_or(0.0) * of;
                prop_assert!(of == 0.0 || (all - 550.0).abs() <= rounding * of + 1e-6, "{all} cents");
            }
        }
    }
}
