//! What a cell says of a moment: a number, a date, a time of day, a zone, in the forms in which people and programs write them.

use crate::columns::Order;
use crate::number::whole;
use crate::time;

/// The most characters that a moment has: what JavaScript makes of one, with the name of its zone, has some 70.
const LONGEST: usize = 96;

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shown {
    /// A count of something since 1970.
    Count(i64),
    /// A date, a time of day, or both.
    Calendar {
        date: Option<Date>,
        clock: Option<Clock>,
        /// How far the clock was ahead of UTC, in seconds, where it says so.
        ahead: Option<i64>,
    },
}

/// A date of three numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Date {
    /// Year, month and day.
    Plain(i64, u32, u32),
    /// Three numbers, of which the order is to be told.
    Numbers([u32; 3]),
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Clock {
    pub(super) time: (u32, u32, u32),
    pub(super) has_seconds: bool,
}

impl Date {
    /// Year, month and day by an order, if that makes a date.
    pub(super) fn by(self, order: Order) -> Option<(i64, u32, u32)> {
        let date = match self {
            Self::Plain(year, month, day) => (year, month, day),
            Self::Numbers([a, b, c]) => {
                let (year, month, day) = match order {
                    Order::DayMonthYear => (c, b, a),
                    Order::MonthDayYear => (c, a, b),
                    Order::YearMonthDay => (a, b, c),
                };
                let year = match year {
                    0..=69 => 2000 + year,
                    70..=99 => 1900 + year,
                    year => year,
                };
                (i64::from(year), month, day)
            }
        };
        // What databases write for no date at all.
        (date == (0, 0, 0) || time::seconds(date, (0, 0, 0)).is_some()).then_some(date)
    }
}

impl Shown {
    /// What a text says, if it says nothing else.
    pub(super) fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST {
            return None;
        }
        if let Some(compact) = compact(text) {
            return Some(compact);
        }
        if let Some(count) = whole(text.as_bytes()) {
            return Some(Self::Count(count));
        }
        if text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'))
            && text.bytes().filter(|byte| *byte == b'.').count() < 2
            && let Ok(count) = text.parse::<f64>()
        {
            // Some programs write what their clocks say, with a fraction.
            return count.is_finite().then_some(Self::Count(count.floor() as i64));
        }
        calendar(&mut Tokens::of(text))
    }
}

/// A date, or a date and a time, in digits alone: `20240102`, `20240102150405`. As a count of seconds or milliseconds none of
/// them is of a time in which music was scrobbled.
fn compact(text: &str) -> Option<Shown> {
    if !matches!(text.len(), 8 | 12 | 14) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let date = Date::Plain(i64::from(part(0, 4)?), part(4, 6)?, part(6, 8)?);
    let is_date = (1900..2100).contains(&part(0, 4)?) && date.by(Order::YearMonthDay).is_some();
    let clock = match text.len() {
        8 => None,
        length => Some(Clock::new(
            part(8, 10)?,
            part(10, 12)?,
            part(12, length.max(14)).filter(|_| length == 14),
        )?),
    };
    is_date.then_some(Shown::Calendar {
        date: Some(date),
        clock,
        ahead: None,
    })
}

impl Clock {
    fn new(hour: u32, minute: u32, second: Option<u32>) -> Option<Self> {
        let time = (hour, minute, second.unwrap_or_default());
        (time.0 < 24 && time.1 < 60 && time.2 < 60).then_some(Self {
            time,
            has_seconds: second.is_some(),
        })
    }
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// Digits, and how many.
    Number(u32, usize),
    /// Letters, in lower case.
    Word(String),
    Sign(char),
}

/// A text, a token after the other; blanks lie between them.
struct Tokens {
    rest: std::iter::Peekable<std::vec::IntoIter<Token>>,
}

impl Tokens {
    fn of(text: &str) -> Self {
        let mut tokens: Vec<Token> = Vec::new();
        let mut goes_on = false;
        for c in text.chars() {
            let token = match c {
                '0'..='9' => Token::Number(u32::from(c) - u32::from('0'), 1),
                c if c.is_alphabetic() => Token::Word(c.to_lowercase().collect()),
                '\u{2212}' => Token::Sign('-'),
                c => Token::Sign(c),
            };
            if c.is_whitespace() {
                goes_on = false;
                continue;
            }
            match (tokens.last_mut(), &token) {
                (Some(Token::Number(value, length)), Token::Number(digit, _)) if goes_on => {
                    *value = value.saturating_mul(10).saturating_add(*digit);
                    *length += 1;
                }
                (Some(Token::Word(word)), Token::Word(letter)) if goes_on => word.push_str(letter),
                _ => tokens.push(token),
            }
            goes_on = true;
        }
        Self {
            rest: tokens.into_iter().peekable(),
        }
    }

    fn number(&mut self) -> Option<(u32, usize)> {
        match self.rest.next_if(|token| matches!(token, Token::Number(..)))? {
            Token::Number(value, length) => Some((value, length)),
            _ => None,
        }
    }

    /// A number of one or two digits.
    fn short(&mut self) -> Option<u32> {
        self.number().filter(|(_, length)| *length <= 2).map(|(value, _)| value)
    }

    /// What a word stands for, if it comes next and stands for something.
    fn word<T>(&mut self, meaning: impl Fn(&str) -> Option<T>) -> Option<T> {
        let found = match self.rest.peek()? {
            Token::Word(word) => meaning(word)?,
            _ => return None,
        };
        self.rest.next();
        Some(found)
    }

    /// Steps over this sign if it comes next, and says whether it did.
    fn sign(&mut self, sign: char) -> bool {
        self.rest.next_if_eq(&Token::Sign(sign)).is_some()
    }

    fn any_sign(&mut self, signs: &[char]) -> Option<char> {
        signs.iter().copied().find(|sign| self.sign(*sign))
    }

    fn is_at_end(&mut self) -> bool {
        self.rest.peek().is_none()
    }
}

/// A date, a time of day, or both, and perhaps a zone, up to the end.
fn calendar(tokens: &mut Tokens) -> Option<Shown> {
    if tokens.word(weekday).is_some() {
        tokens.any_sign(&[',', '.']);
    }
    let mut afternoon = tokens.word(half_of_day);
    let (mut date, mut clock) = (None, None);
    let first = tokens.number();
    match (first, tokens.rest.peek()) {
        (Some((hour, 1..=2)), Some(Token::Sign(':'))) => clock = Some(time_of_day(tokens, hour, afternoon)?),
        (Some(first), _) => date = Some(date_from(tokens, first)?),
        (None, _) => date = Some(date_after_month(tokens)?),
    }
    if clock.is_none() && !tokens.is_at_end() {
        tokens.any_sign(&[',', '-']);
        tokens.word(|word| matches!(word, "t" | "at" | "um" | "à").then_some(()));
        afternoon = tokens.word(half_of_day);
        let (hour, length) = tokens.number()?;
        clock = Some(match length {
            1 | 2 => time_of_day(tokens, hour, afternoon)?,
            // As ISO 8601 has it without signs.
            4 => Clock::new(hour / 100, hour % 100, None)?,
            6 => Clock::new(hour / 10_000, hour / 100 % 100, Some(hour % 100))?,
            _ => return None,
        });
    }
    let ahead = if clock.is_some() { zone(tokens)? } else { None };
    tokens.is_at_end().then_some(Shown::Calendar { date, clock, ahead })
}

/// The rest of a date that begins with a number.
fn date_from(tokens: &mut Tokens, (first, length): (u32, usize)) -> Option<Date> {
    const EAST: [(&str, &str, &str); 2] = [("年", "月", "日"), ("년", "월", "일")];
    if length == 8 {
        return Some(Date::Plain(i64::from(first / 10_000), first / 100 % 100, first % 100));
    }
    let is = |expected: &'static str| move |word: &str| (word == expected).then_some(());
    for (year, month, day) in EAST {
        if tokens.word(is(year)).is_some() {
            let of_month = tokens.short()?;
            tokens.word(is(month))?;
            let of_day = tokens.short()?;
            tokens.word(is(day))?;
            return (length == 4).then_some(Date::Plain(i64::from(first), of_month, of_day));
        }
    }
    let separator = tokens.any_sign(&['-', '/', '.']);
    if let Some(month) = tokens.word(month) {
        // `02 Jan 2024`, `02-Jan-2024`, `2. Jan. 2024`
        tokens.any_sign(&['.', ',', '-', '/']);
        let (year, digits) = tokens.number()?;
        return (length <= 2 && digits == 4).then_some(Date::Plain(i64::from(year), month, first));
    }
    let separator = separator?;
    let second = tokens.short()?;
    if !tokens.sign(separator) {
        return None;
    }
    let (third, last) = tokens.number()?;
    // `2024. 1. 2.`, as Koreans write it.
    if separator == '.' {
        tokens.sign('.');
    }
    match (length, last) {
        (4, 1 | 2) => Some(Date::Plain(i64::from(first), second, third)),
        (1 | 2, 1 | 2 | 4) => Some(Date::Numbers([first, second, third])),
        _ => None,
    }
}

/// `Jan 2, 2024`.
fn date_after_month(tokens: &mut Tokens) -> Option<Date> {
    let month = tokens.word(month)?;
    tokens.sign('.');
    let day = tokens.short()?;
    tokens.word(|word| matches!(word, "st" | "nd" | "rd" | "th").then_some(()));
    tokens.sign(',');
    let (year, length) = tokens.number()?;
    (length == 4).then_some(Date::Plain(i64::from(year), month, day))
}

/// The rest of a time of day, from the colon after its hour on.
fn time_of_day(tokens: &mut Tokens, hour: u32, afternoon: Option<bool>) -> Option<Clock> {
    tokens.sign(':').then_some(())?;
    let minute = tokens.number().filter(|(_, length)| *length == 2)?.0;
    let mut second = None;
    if tokens.sign(':') {
        second = Some(tokens.number().filter(|(_, length)| *length == 2)?.0);
        if tokens.any_sign(&['.', ',']).is_some() {
            // A fraction of a second.
            tokens.number()?;
        }
    }
    let afternoon = afternoon.or_else(|| half_after(tokens));
    let hour = match (afternoon, hour) {
        (None, hour) => hour,
        (Some(is_later), 1..=12) => hour % 12 + if is_later { 12 } else { 0 },
        // `15:04 PM`, as some programs have it.
        (Some(true), 13..=23) => hour,
        (Some(false), 0) => 0,
        _ => return None,
    };
    Clock::new(hour, minute, second)
}

/// `AM`, `p.m.` and the like behind a time. Says whether it is in the afternoon.
fn half_after(tokens: &mut Tokens) -> Option<bool> {
    if let Some(half) = tokens.word(half_of_day) {
        return Some(half);
    }
    let half = tokens.word(|word| match word {
        "a" => Some(false),
        "p" => Some(true),
        _ => None,
    })?;
    tokens.sign('.');
    tokens.word(|word| (word == "m").then_some(()))?;
    tokens.sign('.');
    Some(half)
}

fn half_of_day(word: &str) -> Option<bool> {
    match word {
        "am" | "上午" | "午前" | "오전" => Some(false),
        "pm" | "下午" | "午後" | "오후" => Some(true),
        _ => None,
    }
}

/// The zone at the end of a moment: nothing if there is none, and no moment if it is not understood.
#[expect(clippy::option_option, reason = "there may be none, and it may make no sense")]
fn zone(tokens: &mut Tokens) -> Option<Option<i64>> {
    let is_utc = tokens
        .word(|word| matches!(word, "z" | "utc" | "gmt").then_some(()))
        .is_some();
    let Some(sign) = tokens.any_sign(&['+', '-']) else {
        if is_utc {
            step_over_name(tokens);
        }
        return Some(is_utc.then_some(0));
    };
    let (value, length) = tokens.number()?;
    let (hours, minutes) = match length {
        1 | 2 if tokens.sign(':') => (value, tokens.number().filter(|(_, length)| *length == 2)?.0),
        1 | 2 => (value, 0),
        4 => (value / 100, value % 100),
        _ => return None,
    };
    // The widest there is: UTC+14.
    let seconds = i64::from(hours * 3600 + minutes * 60);
    if hours > 15 || minutes > 59 {
        return None;
    }
    step_over_name(tokens);
    Some(Some(if sign == '-' { -seconds } else { seconds }))
}

/// Steps over what some programs write behind the distance from UTC: `(Central European Time)`, `[Europe/Paris]`.
fn step_over_name(tokens: &mut Tokens) {
    let close = match tokens.any_sign(&['(', '[']) {
        Some('(') => ')',
        Some(_) => ']',
        None => return,
    };
    while tokens.rest.next().is_some_and(|token| token != Token::Sign(close)) {}
}

fn weekday(word: &str) -> Option<()> {
    const DAYS: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    DAYS.iter().any(|day| is_short_for(word, day)).then_some(())
}

fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let found = MONTHS.iter().position(|month| is_short_for(word, month))?;
    Some(found as u32 + 1)
}

/// Whether a word is another one, or its first three letters or more.
fn is_short_for(word: &str, whole: &str) -> bool {
    word.len() >= 3 && whole.starts_with(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Year, month, day, hour, minute, second, whether it has seconds, and how far it is ahead.
    type Read = (i64, u32, u32, u32, u32, u32, bool, Option<i64>);

    fn read(text: &str) -> Option<Read> {
        match Shown::of(text)? {
            Shown::Calendar {
                date: Some(date),
                clock: Some(clock),
                ahead,
            } => {
                let (year, month, day) = date.by(Order::DayMonthYear)?;
                let (hour, minute, second) = clock.time;
                Some((year, month, day, hour, minute, second, clock.has_seconds, ahead))
            }
            _ => None,
        }
    }

    #[test]
    fn a_moment_is_read_in_every_form() {
        let with = |ahead| Some((2024, 1, 2, 15, 4, 5, true, ahead));
        for (text, expected) in [
            ("2024-01-02T15:04:05Z", with(Some(0))),
            ("2024-01-02t15:04:05z", with(Some(0))),
            ("2024-01-02 15:04:05 UTC", with(Some(0))),
            ("2024-01-02T15:04:05.250Z", with(Some(0))),
            ("2024-01-02T15:04:05,250000+00:00", with(Some(0))),
            ("2024-01-02T15:04:05+02:00", with(Some(7200))),
            ("2024-01-02T15:04:05-0530", with(Some(-19_800))),
            ("2024-01-02T15:04:05+02", with(Some(7200))),
            ("2024-01-02T15:04:05+01:00[Europe/Paris]", with(Some(3600))),
            ("20240102T150405Z", with(Some(0))),
            ("20240102150405", with(None)),
            ("2024-01-02 15:04:05", with(None)),
            ("2024/01/02 15:04:05", with(None)),
            ("2024.01.02 15:04:05", with(None)),
            ("2024-1-2 15:04:05", with(None)),
            ("02/01/2024 15:04:05", with(None)),
            ("2.1.2024, 15:04:05", with(None)),
            ("02-01-2024 15:04:05", with(None)),
            ("2/1/24 3:04:05 PM", with(None)),
            ("02.01.2024 um 15:04:05", with(None)),
            ("02 Jan 2024 15:04:05", with(None)),
            ("02-Jan-2024 15:04:05", with(None)),
            ("2 January 2024, 15:04:05", with(None)),
            ("Jan 2, 2024 3:04:05 pm", with(None)),
            ("January 02, 2024 at 03:04:05PM", with(None)),
            ("Jan. 2nd, 2024 3:04:05 p.m.", with(None)),
            ("Tue, 02 Jan 2024 15:04:05 GMT", with(Some(0))),
            ("Tue, 02 Jan 2024 15:04:05 +0200", with(Some(7200))),
            (
                "Tue Jan 02 2024 15:04:05 GMT+0200 (Central European Standard Time)",
                with(Some(7200)),
            ),
            ("2024年1月2日 15:04:05", with(None)),
            ("2024年1月2日 下午3:04:05", with(None)),
            ("2024년 1월 2일 오후 3:04:05", with(None)),
            ("2024. 1. 2. 오후 3:04:05", with(None)),
            ("2024-01-02 12:00 AM", Some((2024, 1, 2, 0, 0, 0, false, None))),
            ("2024-01-02 12:00 PM", Some((2024, 1, 2, 12, 0, 0, false, None))),
            ("2024-01-02T15:04Z", Some((2024, 1, 2, 15, 4, 0, false, Some(0)))),
            ("02 Jan 2024, 15:04", Some((2024, 1, 2, 15, 4, 0, false, None))),
            ("202401021504", Some((2024, 1, 2, 15, 4, 0, false, None))),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn counts_are_whole_whatever_they_are_written_as() {
        for text in [
            "1704207845",
            " 1704207845 ",
            "1704207845.0",
            "1.704207845e9",
            "1704207845.75",
        ] {
            assert_eq!(Shown::of(text), Some(Shown::Count(1_704_207_845)), "{text}");
        }
        assert_eq!(Shown::of("-9223372036854775808"), Some(Shown::Count(i64::MIN)));
    }

    #[test]
    fn what_is_only_a_day_or_only_a_time_of_day_is_that() {
        for (text, day, time) in [
            ("2024-01-02", true, false),
            ("20240102", true, false),
            ("02 Jan 2024", true, false),
            ("2/1/2024", true, false),
            ("15:04", false, true),
            ("3:04:05 PM", false, true),
        ] {
            let Some(Shown::Calendar { date, clock, .. }) = Shown::of(text) else {
                panic!("{text}")
            };
            assert_eq!((date.is_some(), clock.is_some()), (day, time), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "-",
            "now",
            "yesterday",
            "2024",
            "2024-01",
            "2024-01-02 25:00",
            "2024-01-02 10:60",
            "2024-01-02 10:10:60",
            "2024-01-02 13:00 AM",
            "2024-01-02T10:10:10Zulu",
            "2024-01-02T10:10:10+99:00",
            "2024-01-02T",
            "31 Feb 2021 14:05",
            "2024-02-30T10:00:00Z",
            "2023-02-29 10:00",
            "12 Brumaire 2021 14:05",
            "1/2-2024 10:00",
            "x 2024-01-02 10:00",
            "NaN",
            "inf",
            "1e400",
            &"1".repeat(LONGEST + 1),
        ] {
            let shown = Shown::of(text);
            let is_date = |date: Option<Date>| date.is_none_or(|date| date.by(Order::DayMonthYear).is_some());
            let is_read = match shown {
                None => false,
                Some(Shown::Count(_)) => text.parse::<i64>().is_err(),
                Some(Shown::Calendar { date, clock, .. }) => is_date(date) && clock.is_some(),
            };
            assert!(!is_read, "{text}: {shown:?}");
        }
    }
}
