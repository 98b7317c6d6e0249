//! Numbers, durations, dates and sentences in a language.

use core::fmt::Write;

use chrono::{Datelike, NaiveDate};
use heapless::String;

use crate::words::{HourStyle, Words};

/// A short text that the device puts together. What would be longer than its room ends there.
pub(crate) type Phrase = String<96>;

impl Words {
    /// A number with its digits in groups.
    pub fn number(&self, number: u64) -> Phrase {
        let mut digits: String<20> = String::new();
        let _ = write!(digits, "{number}");
        let mut phrase = Phrase::new();
        for (at, digit) in digits.char_indices() {
            let left = digits.len() - at;
            if at > 0 && left.is_multiple_of(3) && digits.len() >= self.group_from {
                let _ = phrase.push_str(self.thousands);
            }
            let _ = phrase.push(digit);
        }
        phrase
    }

    /// A number of so many decimals, such as 5.50 of 550 with two.
    pub(crate) fn decimal(&self, number: u64, decimals: u32) -> Phrase {
        let one = 10_u64.pow(decimals);
        let point = if self.thousands == "," { "." } else { "," };
        // The digits after the point, with the noughts that lead them.
        let after = self.plain(one + number % one);
        join(&[&self.number(number / one), point, after.get(1..).unwrap_or("")])
    }

    /// A share of so many thousandths in percent, in tenths of one where it is small.
    pub fn percent_of(&self, permille: u64) -> Phrase {
        let number = if permille < 100 {
            self.decimal(permille, 1)
        } else {
            self.number((permille + 5) / 10)
        };
        fill_one(self.percent, &number)
    }

    /// A share in percent, rounded once, in tenths of one where it is small.
    pub(crate) fn percent(&self, part: u32, whole: u32) -> Phrase {
        let (part, whole) = (u64::from(part.min(whole)), u64::from(whole.max(1)));
        let rounded = |of: u64| (2 * of * part + whole) / (2 * whole);
        match rounded(1_000) {
            small @ ..100 => self.percent_of(small),
            _ => self.percent_of(10 * rounded(100)),
        }
    }

    /// A number as it is: a year, a rank.
    pub fn plain(&self, number: u64) -> Phrase {
        let mut phrase = Phrase::new();
        let _ = write!(phrase, "{number}");
        phrase
    }

    /// The last two digits of a year.
    pub(crate) fn short_year(&self, year: i32) -> Phrase {
        let mut phrase = Phrase::new();
        let _ = write!(phrase, "{:02}", year.rem_euclid(100));
        phrase
    }

    /// An hour of the day, 0 to 23.
    pub fn clock_hour(&self, hour: u32) -> Phrase {
        let mut number = Phrase::new();
        match self.hour {
            HourStyle::Twelve { am, pm } => {
                let _ = write!(
                    number,
                    "{}\u{a0}{}",
                    (hour + 11) % 12 + 1,
                    if hour < 12 { am } else { pm }
                );
                number
            }
            HourStyle::TwentyFour(template) => {
                let _ = write!(number, "{hour}");
                fill(template, &[("{}", &number)])
            }
        }
    }

    /// A minute of the day as figures, and what follows them: the half of the day with a comma behind it, or nothing.
    pub(crate) fn clock_time(&self, minute: u32) -> (Phrase, Phrase) {
        let (hour, minute) = (minute / 60 % 24, minute % 60);
        let mut time = Phrase::new();
        match self.hour {
            HourStyle::Twelve { am, pm } => {
                let _ = write!(time, "{}:{minute:02}", (hour + 11) % 12 + 1);
                (time, join(&[if hour < 12 { am } else { pm }, ", "]))
            }
            HourStyle::TwentyFour(_) => {
                let _ = write!(time, "{hour}:{minute:02}");
                (time, Phrase::new())
            }
        }
    }

    /// Hours and minutes; minutes alone under an hour.
    pub(crate) fn duration(&self, minutes: u64) -> Phrase {
        let mut phrase = Phrase::new();
        if minutes >= 60 {
            let _ = write!(phrase, "{}\u{a0}{}", self.number(minutes / 60), self.h);
            if !minutes.is_multiple_of(60) {
                let _ = write!(phrase, " {}\u{a0}{}", minutes % 60, self.min);
            }
        } else {
            let _ = write!(phrase, "{minutes}\u{a0}{}", self.min);
        }
        phrase
    }

    /// A date with its year.
    pub fn date(&self, date: NaiveDate) -> Phrase {
        self.dated(self.date, date)
    }

    /// The year of a date.
    pub(crate) fn year(&self, date: NaiveDate) -> Phrase {
        self.plain(date.year().unsigned_abs().into())
    }

    /// A month and its year.
    pub fn month_year(&self, date: NaiveDate) -> Phrase {
        self.dated(self.month_year, date)
    }

    /// From one date to another, in short.
    pub(crate) fn span(&self, from: NaiveDate, to: NaiveDate) -> Phrase {
        let short = |template: &str, date: NaiveDate| self.dated_with(template, date, &self.months_short);
        let first = short(
            if from.year() == to.year() {
                self.day_month
            } else {
                self.date
            },
            from,
        );
        join(&[&first, " \u{2013} ", &short(self.date, to)])
    }

    /// The name of a month, 0 to 11.
    pub(crate) const fn month(&self, month0: u32) -> &'static str {
        self.months[(month0 % 12) as usize]
    }

    fn dated(&self, template: &str, date: NaiveDate) -> Phrase {
        self.dated_with(template, date, &self.months)
    }

    fn dated_with(&self, template: &str, date: NaiveDate, months: &[&str; 12]) -> Phrase {
        let (day, year) = (
            self.plain(date.day().into()),
            self.plain(date.year().unsigned_abs().into()),
        );
        let month = months[date.month0() as usize % 12];
        fill(template, &[("{d}", &day), ("{m}", month), ("{y}", &year)])
    }
}

/// A template with every mark replaced by its text.
pub(crate) fn fill(template: &str, marks: &[(&str, &str)]) -> Phrase {
    let mut phrase = Phrase::new();
    let mut rest = template;
    'text: while let Some(first) = rest.chars().next() {
        for (mark, text) in marks {
            if let Some(after) = rest.strip_prefix(mark) {
                push(&mut phrase, text);
                rest = after;
                continue 'text;
            }
        }
        let _ = phrase.push(first);
        rest = &rest[first.len_utf8()..];
    }
    phrase
}

/// A template with its `{}` replaced.
pub(crate) fn fill_one(template: &str, text: &str) -> Phrase {
    fill(template, &[("{}", text)])
}

/// Texts one after the other.
pub(crate) fn join(texts: &[&str]) -> Phrase {
    let mut phrase = Phrase::new();
    for text in texts {
        push(&mut phrase, text);
    }
    phrase
}

/// As much of a text as there is room for.
fn push(phrase: &mut Phrase, text: &str) {
    for character in text.chars() {
        if phrase.push(character).is_err() {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    fn english() -> &'static Words {
        Language::English.words()
    }

    #[test]
    fn numbers_are_grouped_as_the_language_does() {
        assert_eq!(english().number(0), "0");
        assert_eq!(english().number(999), "999");
        assert_eq!(english().number(1_000), "1,000");
        assert_eq!(english().number(u64::MAX), "18,446,744,073,709,551,615");
    }

    #[test]
    fn decimals_and_shares_are_written_as_the_language_does() {
        assert_eq!(english().decimal(550, 2), "5.50");
        assert_eq!(english().decimal(15, 3), "0.015");
        assert_eq!(Language::German.words().decimal(505, 2), "5,05");
        assert_eq!(english().percent_of(135), "14%");
        assert_eq!(Language::Swedish.words().percent_of(34), "3,4\u{202f}%");
    }

    #[test]
    fn a_span_of_dates_names_the_year_once_if_it_is_one() {
        let date = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("a date");
        let span = english().span(date(2021, 2, 3), date(2021, 6, 25));
        assert_eq!(span, "3 Feb \u{2013} 25 Jun 2021");
        let span = english().span(date(2020, 12, 30), date(2021, 1, 2));
        assert_eq!(span, "30 Dec 2020 \u{2013} 2 Jan 2021");
    }

    #[test]
    fn hours_are_written_as_the_language_does() {
        let hours: std::vec::Vec<_> = [0, 1, 11, 12, 23].map(|hour| english().clock_hour(hour)).into();
        assert_eq!(
            hours,
            ["12\u{a0}am", "1\u{a0}am", "11\u{a0}am", "12\u{a0}pm", "11\u{a0}pm"]
        );
    }

    #[test]
    fn times_are_written_as_the_language_does() {
        let time = |language: Language, minute| {
            let (time, half) = language.words().clock_time(minute);
            join(&[&time, "|", &half])
        };
        assert_eq!(time(Language::English, 21 * 60 + 5), "9:05|pm, ");
        assert_eq!(time(Language::English, 30), "12:30|am, ");
        assert_eq!(time(Language::Swedish, 21 * 60 + 5), "21:05|");
    }

    #[test]
    fn dates_and_durations_are_written_as_the_language_does() {
        let date = NaiveDate::from_ymd_opt(2021, 3, 14).expect("a date");
        assert_eq!(english().date(date), "14 March 2021");
        assert_eq!(english().month_year(date), "March 2021");
        assert_eq!(english().duration(680), "11\u{a0}h 20\u{a0}min");
        assert_eq!(english().duration(120), "2\u{a0}h");
        assert_eq!(english().duration(7), "7\u{a0}min");
    }

    #[test]
    fn what_is_too_long_ends_where_the_room_does() {
        let long = "ü".repeat(100);
        assert_eq!(fill_one("a {}", &long).chars().count(), 1 + 1 + 47);
    }
}
