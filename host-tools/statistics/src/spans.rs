//! Totals and tops of parts of a history: of each year, of each month, and of its last weeks and months.

use chrono::{Days, Months, NaiveDate};
use serde::Serialize;

use crate::tally::Tallies;
use crate::tops::{Order, Tops};
use crate::totals::Totals;
use crate::{Month, Selection};

/// Totals and tops of some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Span {
    /// How much music was played.
    pub totals: Totals,
    /// The most played by counted plays.
    pub top_by_plays: Tops,
    /// The most played by time.
    pub top_by_time: Tops,
}

/// Totals and tops of a calendar year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct YearSpan {
    /// The year.
    pub year: i32,
    /// What was played in it.
    #[serde(flatten)]
    pub span: Span,
}

/// Totals and tops of a calendar month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MonthSpan {
    /// The month.
    pub month: Month,
    /// What was played in it.
    #[serde(flatten)]
    pub span: Span,
}

/// The last days of a history, counted back from its last day with a play.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Recent {
    /// The day that all end with.
    pub to: NaiveDate,
    /// The last 28 days.
    pub last_4_weeks: Span,
    /// The last six months: from the day after the same day six months earlier, or after the last day of a shorter
    /// month.
    pub last_6_months: Span,
    /// The last twelve months, likewise.
    pub last_12_months: Span,
}

/// A selection's years with a play, in order, with the `n` first of each list.
#[must_use]
pub fn by_year(selection: Selection<'_>, n: usize) -> Vec<YearSpan> {
    let mut tallies = Tallies::new(selection.names());
    selection
        .by_year()
        .map(|(year, part)| YearSpan {
            year,
            span: span(part, n, &mut tallies),
        })
        .collect()
}

/// A selection's months with a play, in order, with the `n` first of each list.
#[must_use]
pub fn by_month(selection: Selection<'_>, n: usize) -> Vec<MonthSpan> {
    let mut tallies = Tallies::new(selection.names());
    selection
        .by_month()
        .map(|(month, part)| MonthSpan {
            month,
            span: span(part, n, &mut tallies),
        })
        .collect()
}

/// The last weeks and months of a selection, with the `n` first of each list; nothing of nothing.
#[must_use]
pub fn recent(selection: Selection<'_>, n: usize) -> Option<Recent> {
    let to = selection.rows().last()?.day;
    let mut tallies = Tallies::new(selection.names());
    let mut after = |day: Option<NaiveDate>| {
        let from = day.and_then(|day| day.succ_opt()).unwrap_or(NaiveDate::MIN);
        span(selection.days(from.into(), to), n, &mut tallies)
    };
    let last = to.date();
    Some(Recent {
        to: last,
        last_4_weeks: after(last.checked_sub_days(Days::new(28))),
        last_6_months: after(last.checked_sub_months(Months::new(6))),
        last_12_months: after(last.checked_sub_months(Months::new(12))),
    })
}

fn span(selection: Selection<'_>, n: usize, tallies: &mut Tallies) -> Span {
    tallies.fill(selection);
    let names = selection.names();
    Span {
        totals: Totals::with(selection, tallies),
        top_by_plays: Tops::with(names, tallies, n, Order::Plays),
        top_by_time: Tops::with(names, tallies, n, Order::Time),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{History, histories};
    use crate::{Period, Rule, View};
    use proptest::prelude::*;

    #[test]
    fn the_last_four_weeks_are_28_days() {
        let plays = History::new()
            .play("2024-02-02 12:00", "Otter", "Too old", 60)
            .play("2024-02-03 12:00", "Otter", "Old", 60)
            .play("2024-03-01 12:00", "Otter", "New", 60)
            .plays();
        let recent = recent(View::new(&plays, &Rule::new(chrono_tz::UTC)).music(), 5).unwrap();
        assert_eq!(recent.last_4_weeks.totals.plays, 2);
    }

    #[test]
    fn six_months_before_the_end_of_august_is_the_end_of_february() {
        let plays = History::new()
            .play("2024-02-29 12:00", "Otter", "Too old", 60)
            .play("2024-03-01 12:00", "Otter", "Old", 60)
            .play("2024-08-31 12:00", "Otter", "New", 60)
            .plays();
        let recent = recent(View::new(&plays, &Rule::new(chrono_tz::UTC)).music(), 5).unwrap();
        assert_eq!(recent.last_6_months.totals.plays, 2);
        assert_eq!(recent.last_12_months.totals.plays, 3);
    }

    proptest! {
        #[test]
        fn each_part_is_what_it_is_by_itself((plays, rule) in histories()) {
            let view = View::new(&plays, &rule);
            let alone = |period: Period| {
                let view = View::new(&plays, &rule.clone().during(period));
                let music = view.music();
                Span {
                    totals: Totals::of(music),
                    top_by_plays: Tops::of(music, rule.top, Order::Plays),
                    top_by_time: Tops::of(music, rule.top, Order::Time),
                }
            };
            for part in by_year(view.music(), rule.top) {
                prop_assert_eq!(part.span, alone(Period::year(part.year as u16)));
            }
            for part in by_month(view.music(), rule.top) {
                let last = part.month.next().first_day().date().pred_opt().unwrap();
                prop_assert_eq!(part.span, alone(Period::range(part.month.first_day().date(), last)));
            }
            if let Some(recent) = recent(view.music(), rule.top) {
                let from = recent.to - chrono::TimeDelta::days(27);
                prop_assert_eq!(recent.last_4_weeks, alone(Period::range(from, recent.to)));
            }
        }
    }
}
