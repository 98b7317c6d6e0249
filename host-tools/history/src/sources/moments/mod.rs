//! What the cells of a column say of moments, decided over all of them.
//!
//! Three things are not guessed cell by cell: what a count counts, in which order dates in three numbers name their parts, and
//! whether a column has moments at all, or only days, or only times of day.

mod shown;

use chrono_tz::Tz;

use crate::columns::Order;
use crate::facts::Certainty;
use crate::home;
use crate::moment::SCROBBLES;
use crate::time;
use shown::{Clock, Date, Shown};

/// How many seconds, milliseconds and microseconds make a second.
const SCALES: [i64; 3] = [1, 1000, 1_000_000];
/// A reading that others contradict is believed if for each cell that only they can read there are so many that only it can.
const TRUST: u64 = 100;
/// From so many moments on, it is no chance that all of them are at midnight.
const MIDNIGHTS: u64 = 3;

/// What the cells of a column are, in numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// Those that are not empty.
    pub(super) filled: u64,
    moments: u64,
    /// Those of the moments that need no zone.
    zoned: u64,
    /// Those of the moments that are at the beginning of a day.
    midnights: u64,
    days: u64,
    clocks: u64,
    /// Counts that are of the time of scrobbles, by what they count.
    plausible: [u64; SCALES.len()],
    orders: Orders,
}

impl Tally {
    pub(super) fn add(&mut self, cell: &str) {
        if cell.trim().is_empty() {
            return;
        }
        self.filled += 1;
        match Shown::of(cell) {
            None => {}
            Some(Shown::Count(count)) => {
                let is_plausible = |scale: i64| (SCROBBLES..=time::LAST).contains(&count.div_euclid(scale));
                for (scale, plausible) in SCALES.into_iter().zip(&mut self.plausible) {
                    *plausible += u64::from(is_plausible(scale));
                }
                // A player without a clock writes 0. Others may be of a clock that was wrong, or of anything at all.
                let is_moment = count == 0 || SCALES.into_iter().any(is_plausible);
                self.moments += u64::from(is_moment);
                self.zoned += u64::from(is_moment);
            }
            Some(Shown::Calendar { date, clock, ahead }) => {
                date.iter().for_each(|date| self.orders.add(*date));
                match (date, clock) {
                    (Some(_), Some(clock)) => {
                        self.moments += 1;
                        self.zoned += u64::from(ahead.is_some());
                        self.midnights += u64::from(clock.time == (0, 0, 0));
                    }
                    (Some(_), None) => self.days += 1,
                    (None, Some(_)) => self.clocks += 1,
                    (None, None) => {}
                }
            }
        }
    }

    /// Whether it is a column of moments. One cell in ten will do: what it is must be told of damaged files, too.
    pub(super) fn has_moments(&self) -> bool {
        self.moments > 0 && self.moments * 10 >= self.filled && !self.is_of_midnights()
    }

    /// Whether its moments, if there are some, need no zone.
    pub(super) fn has_zones(&self) -> bool {
        self.zoned * 2 > self.moments
    }

    /// Whether it is a column of days.
    pub(super) fn has_days(&self) -> bool {
        let days = self.days + if self.is_of_midnights() { self.midnights } else { 0 };
        days > 0 && days * 10 >= self.filled
    }

    /// Whether it is a column of times of day.
    pub(super) fn has_clocks(&self) -> bool {
        self.clocks > 0 && self.clocks * 10 >= self.filled
    }

    fn is_of_midnights(&self) -> bool {
        self.midnights >= MIDNIGHTS && self.midnights == self.moments
    }

    /// What its counts count.
    fn scale(&self) -> i64 {
        // Of equally many, the first: seconds.
        let most = self.plausible.iter().copied().max().unwrap_or_default();
        let found = self.plausible.iter().position(|plausible| *plausible == most);
        SCALES[found.unwrap_or_default()]
    }
}

/// How dates in three numbers can be read.
#[derive(Clone, Debug, Default)]
struct Orders {
    /// How many dates an order can read and another one cannot.
    only: [[u64; 3]; 3],
    /// How many dates both can read, and read differently.
    differ: [[u64; 3]; 3],
    readable: [u64; 3],
}

impl Orders {
    fn add(&mut self, date: Date) {
        if matches!(date, Date::Plain(..)) {
            return;
        }
        let readings = Order::ALL.map(|order| date.by(order));
        for (one, reading) in readings.iter().enumerate() {
            self.readable[one] += u64::from(reading.is_some());
            for (two, other) in readings.iter().enumerate() {
                self.only[one][two] += u64::from(reading.is_some() && other.is_none());
                self.differ[one][two] += u64::from(reading.is_some() && other.is_some() && reading != other);
            }
        }
    }

    /// The order that the dates are in, if something tells it.
    fn order(&self) -> Option<Order> {
        let is_told = |one: usize| {
            (0..3).filter(|two| *two != one).all(|two| {
                let (only, other) = (self.only[one][two], self.only[two][one]);
                let is_better = only > 0 && other * TRUST <= only;
                let is_same = only + other + self.differ[one][two] == 0;
                is_better || is_same
            })
        };
        (0..3).find(|&one| is_told(one)).map(|found| Order::ALL[found])
    }
}

/// How the cells of a column, or of one for the day and one for the time of day, are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    scale: i64,
    order: Order,
    /// Of moments that name none. Where it is unknown, too, they are what a clock on the wall showed.
    zone: Option<Tz>,
}

/// Nothing tells the order of the dates.
#[derive(Debug)]
pub(super) struct NoOrder;

impl Reading {
    /// How to read dates of a known order, of a known zone where they name none.
    pub(super) const fn known(order: Order, zone: Tz) -> Self {
        Self {
            scale: 1,
            order,
            zone: Some(zone),
        }
    }

    /// How to read what was tallied. The order and the zone may be known beforehand.
    pub(super) fn of(tally: &Tally, order: Option<Order>, zone: Option<Tz>) -> Result<Self, NoOrder> {
        Ok(Self {
            scale: tally.scale(),
            order: order.or_else(|| tally.orders.order()).ok_or(NoOrder)?,
            zone,
        })
    }

    /// Whether a date of the column needs the order. Then it is worth to be told.
    pub(super) fn order_of(&self, tally: &Tally) -> Option<Order> {
        (tally.orders.readable != [0; 3]).then_some(self.order)
    }

    /// The moment of a cell in seconds, and how sure it is.
    pub(super) fn moment(&self, cell: &str) -> Option<(i64, Certainty)> {
        match Shown::of(cell)? {
            Shown::Count(count) => Some((count.div_euclid(self.scale), Certainty::Stated)),
            Shown::Calendar { date, clock, ahead } => self.calendar(date?, clock?, ahead),
        }
    }

    /// The moment of a cell with the day and one with the time of day.
    pub(super) fn joined(&self, day: &str, time: &str) -> Option<(i64, Certainty)> {
        match (Shown::of(day)?, Shown::of(time)?) {
            (Shown::Calendar { date, .. }, Shown::Calendar { clock, ahead, .. }) => self.calendar(date?, clock?, ahead),
            _ => None,
        }
    }

    fn calendar(&self, date: Date, clock: Clock, ahead: Option<i64>) -> Option<(i64, Certainty)> {
        let date = date.by(self.order)?;
        if date == (0, 0, 0) {
            return Some((0, Certainty::Stated));
        }
        let shown = time::seconds(date, clock.time)?;
        let moment = match (ahead, self.zone) {
            (Some(ahead), _) => shown - ahead,
            (None, Some(zone)) => home::utc(zone, shown),
            (None, None) => return Some((shown, Certainty::Wall)),
        };
        Some((
            moment,
            if clock.has_seconds {
                Certainty::Stated
            } else {
                Certainty::Minute
            },
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn reading(cells: &[&str]) -> Option<Reading> {
        let mut tally = Tally::default();
        cells.iter().for_each(|cell| tally.add(cell));
        Reading::of(&tally, None, None).ok()
    }

    fn order(cells: &[&str]) -> Option<Order> {
        Some(reading(cells)?.order)
    }

    #[test]
    fn the_order_of_dates_is_told_by_all_of_them_or_not_at_all() {
        for (cells, expected) in [
            (&["1/2/2024 10:00", "13/2/2024 10:00"][..], Some(Order::DayMonthYear)),
            (&["1/2/2024 10:00", "2/13/2024 10:00"], Some(Order::MonthDayYear)),
            (&["1/2/24 10:00", "2/13/24 10:00"], Some(Order::MonthDayYear)),
            (
                &["24/2/13 10:00", "24/2/14 10:00", "24/2/29 10:00", "40/1/1 10:00"],
                Some(Order::YearMonthDay),
            ),
            // Nothing tells.
            (&["1/2/2024 10:00", "3/4/2024 10:00"], None),
            (&["1.2.2024 10:00"], None),
            // It is the same either way.
            (&["1/1/2024 10:00", "2/2/2024 10:00"], Some(Order::DayMonthYear)),
            // They contradict each other.
            (&["13/2/2024 10:00", "2/13/2024 10:00", "1/2/2024 10:00"], None),
            // There are none.
            (&["2024-01-02 10:00", "1704207845"], Some(Order::DayMonthYear)),
        ] {
            assert_eq!(order(cells), expected, "{cells:?}");
        }
        // One typing error among many dates misleads nobody.
        let mut many = vec!["25/12/2024 10:00"; 200];
        many.push("12/25/2024 10:00");
        assert_eq!(order(&many), Some(Order::DayMonthYear));
    }

    #[test]
    fn what_counts_count_is_told_by_most_of_them() {
        for (cells, expected) in [
            (&["1704207845", "0", "60"][..], [1_704_207_845, 0, 60]),
            (&["1704207845000", "0", "60000"], [1_704_207_845, 0, 60]),
            (
                &["1704207845000000", "1704207845999999", "-1"],
                [1_704_207_845, 1_704_207_845, -1],
            ),
        ] {
            let reading = reading(cells).unwrap();
            let moments: Vec<i64> = cells.iter().map(|cell| reading.moment(cell).unwrap().0).collect();
            assert_eq!(moments, expected, "{cells:?}");
        }
    }

    #[test]
    fn a_day_and_a_time_of_day_make_a_moment() {
        let reading = reading(&["13.1.2024", "2.1.2024"]).unwrap();
        let expected = (1_704_207_845, Certainty::Wall);
        assert_eq!(reading.joined("2.1.2024", "15:04:05"), Some(expected));
        assert_eq!(reading.joined("2.1.2024", "3:04:05 PM"), Some(expected));
        assert_eq!(reading.joined("2.1.2024", ""), None);
    }

    #[test]
    fn a_clock_without_a_zone_is_one_on_the_wall_unless_its_zone_is_known() {
        let mut tally = Tally::default();
        let cell = "2024-01-02 15:04:05";
        tally.add(cell);
        let at = |zone| Reading::of(&tally, None, zone).unwrap().moment(cell);
        assert_eq!(at(None), Some((1_704_207_845, Certainty::Wall)));
        assert_eq!(at(Some(Tz::UTC)), Some((1_704_207_845, Certainty::Stated)));
        assert_eq!(
            at(Some(Tz::Europe__Paris)),
            Some((1_704_207_845 - 3600, Certainty::Stated))
        );
    }

    proptest! {
        /// However a whole column is written, it gives the same moments.
        #[test]
        fn every_form_of_the_same_moments_is_read_alike(
            moments in prop::collection::vec(SCROBBLES..2_000_000_000, 40..60),
            minutes in any::<bool>(),
        ) {
            let moments: Vec<i64> = moments.iter().map(|at| if minutes { at - at % 60 } else { *at }).collect();
            let clock = if minutes { "%H:%M" } else { "%H:%M:%S" };
            let half = if minutes { "%I:%M %p" } else { "%I:%M:%S %p" };
            for (form, certainty) in [
                (format!("%Y-%m-%dT{clock}Z"), None),
                (format!("%Y-%m-%d {clock}+00:00"), None),
                (format!("%a, %d %b %Y {clock} GMT"), None),
                (format!("%Y-%m-%d {clock}"), Some(Certainty::Wall)),
                (format!("%Y/%m/%d {clock}"), Some(Certainty::Wall)),
                (format!("%d/%m/%Y {clock}"), Some(Certainty::Wall)),
                (format!("%m/%d/%Y {half}"), Some(Certainty::Wall)),
                (format!("%d.%m.%Y, {clock}"), Some(Certainty::Wall)),
                (format!("%-m/%-d/%y {clock}"), Some(Certainty::Wall)),
                (format!("%d %b %Y, {clock}"), Some(Certainty::Wall)),
                (format!("%B %-d, %Y at {half}"), Some(Certainty::Wall)),
            ] {
                let cells: Vec<String> = moments
                    .iter()
                    .map(|at| chrono::DateTime::from_timestamp(*at, 0).unwrap().format(&form).to_string())
                    .collect();
                let mut tally = Tally::default();
                cells.iter().for_each(|cell| tally.add(cell));
                let Ok(reading) = Reading::of(&tally, None, None) else {
                    prop_assert!(form.contains('/') || form.contains('.'), "{}", form);
                    continue;
                };
                let exact = if minutes { Certainty::Minute } else { Certainty::Stated };
                for (cell, at) in cells.iter().zip(&moments) {
                    prop_assert_eq!(reading.moment(cell), Some((*at, certainty.unwrap_or(exact))), "{}", cell);
                }
            }
        }
    }
}
