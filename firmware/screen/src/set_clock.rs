//! Setting date and time by four buttons.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use playtally_summary::Summary;

use crate::{Key, Moment};

/// The years that can be set.
const YEARS: (u16, u16) = (2024, 2046);

/// A date and a time of day that are being set, one part after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SetClock {
    /// Year, month, day, hour and minute.
    parts: [u16; 5],
    at: u8,
}

/// What a key came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pressed {
    /// It goes on.
    Stay,
    /// The last part was confirmed.
    Done,
    /// The first part was left backwards.
    Leave,
}

impl SetClock {
    /// Begins with what the clock says where the owner is.
    #[must_use]
    pub fn new(now: Moment) -> Self {
        let (date, time) = (now.date(), now.time());
        let year = u16::try_from(date.year()).unwrap_or(0).clamp(YEARS.0, YEARS.1);
        let rest = [date.month(), date.day(), time.hour(), time.minute()].map(|part| part as u16);
        Self {
            parts: [year, rest[0], rest[1], rest[2], rest[3]],
            at: 0,
        }
    }

    /// Year, month, day, hour and minute.
    pub(crate) const fn parts(self) -> [u16; 5] {
        self.parts
    }

    /// Which of them is being set.
    pub(crate) const fn at(self) -> usize {
        self.at as usize
    }

    pub(crate) fn press(&mut self, key: Key) -> Pressed {
        match key {
            Key::Up => self.turn(1),
            Key::Down => self.turn(-1),
            Key::Choose if self.at() + 1 == self.parts.len() => return Pressed::Done,
            Key::Choose => self.at += 1,
            Key::Back if self.at == 0 => return Pressed::Leave,
            Key::Back => self.at -= 1,
        }
        Pressed::Stay
    }

    /// Goes to the next value of the part, round after the last one.
    fn turn(&mut self, by: i32) {
        let (least, most) = match self.at {
            0 => YEARS,
            1 => (1, 12),
            2 => (1, self.days()),
            3 => (0, 23),
            _ => (0, 59),
        };
        let (least, count) = (i32::from(least), i32::from(most - least) + 1);
        let part = &mut self.parts[usize::from(self.at)];
        *part = (least + (i32::from(*part) - least + by).rem_euclid(count)) as u16;
        self.parts[2] = self.parts[2].min(self.days());
    }

    /// How many days the month has.
    fn days(&self) -> u16 {
        let [year, month, ..] = self.parts;
        let exists = |day: &u16| NaiveDate::from_ymd_opt(year.into(), month.into(), (*day).into()).is_some();
        (28..=31).rev().find(exists).unwrap_or(28)
    }

    fn moment(self) -> Moment {
        let [year, month, day, hour, minute] = self.parts.map(u32::from);
        let date = NaiveDate::from_ymd_opt(year as i32, month, day).unwrap_or_default();
        Moment::new(date, NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default())
    }

    /// The seconds after 1970-01-01T00:00:00Z, where the time zone is that of a summary, or UTC without one. Of an hour that
    /// comes twice it is one, and one that is left out is the one after.
    #[must_use]
    pub fn utc(self, summary: Option<&Summary>) -> i64 {
        let seconds = |moment: Moment| moment.date().and_time(moment.time()).and_utc().timestamp();
        let wanted = seconds(self.moment());
        let Some(summary) = summary else { return wanted };
        // Twice, for the first guess may lie on the other side of a change.
        (0..2).fold(wanted, |utc, _| utc + wanted - seconds(Moment::of(utc, summary)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(year: i32, month: u32, day: u32) -> SetClock {
        let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        SetClock::new(Moment::new(date, NaiveTime::from_hms_opt(17, 45, 9).unwrap()))
    }

    #[test]
    fn each_part_goes_round_and_the_day_fits_the_month() {
        let mut set = at(2026, 12, 31);
        assert_eq!(set.press(Key::Choose), Pressed::Stay);
        for _ in 0..2 {
            set.press(Key::Up);
        }
        assert_eq!(set.parts(), [2026, 2, 28, 17, 45], "after December comes January");
        set.press(Key::Choose);
        set.press(Key::Up);
        assert_eq!(set.parts()[2], 1);
        set.press(Key::Choose);
        for _ in 0..18 {
            set.press(Key::Down);
        }
        assert_eq!(set.parts()[3], 23);
        set.press(Key::Choose);
        for _ in 0..15 {
            set.press(Key::Up);
        }
        assert_eq!(set.parts(), [2026, 2, 1, 23, 0]);
        assert_eq!(set.press(Key::Choose), Pressed::Done);
    }

    #[test]
    fn going_back_from_the_first_part_leaves_it() {
        let mut set = at(2026, 5, 1);
        set.press(Key::Choose);
        assert_eq!(set.press(Key::Back), Pressed::Stay);
        assert_eq!(set.press(Key::Back), Pressed::Leave);
    }

    #[test]
    fn a_clock_that_nobody_set_begins_in_a_year_that_can_be_set() {
        assert_eq!(SetClock::new(Moment::utc(0)).parts(), [YEARS.0, 1, 1, 0, 0]);
    }

    #[test]
    fn without_a_summary_the_time_is_that_of_greenwich() {
        assert_eq!(at(2026, 11, 30).utc(None), 20_787 * 86_400 + 17 * 3600 + 45 * 60);
    }

    #[test]
    fn with_one_it_is_that_of_where_its_owner_is() {
        let file = playtally_dev::sample::Sample::default().file();
        let summary = Summary::open(&file).expect("a sound sample");
        for (month, day) in [(1, 15), (7, 15), (3, 28), (3, 30), (10, 24), (10, 26)] {
            let set = at(2026, month, day);
            assert_eq!(
                Moment::of(set.utc(Some(&summary)), &summary),
                set.moment(),
                "{month}-{day}"
            );
        }
    }
}
