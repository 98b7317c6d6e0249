//! The rules of a zone as POSIX writes them (`CET-1CEST,M3.5.0,M10.5.0/3`), and the place that keeps them.
//!
//! The form is that of IEEE Std 1003.1, section 8.3, with the longer times that RFC 9636 allows. Rules say nothing of the past,
//! which statistics ask about: so a zone of the time zone database is looked for that keeps them now.

use chrono::{DateTime, Datelike, Days, NaiveDate, Offset, TimeZone};
use chrono_tz::{OffsetName, TZ_VARIANTS, Tz};
use playtally_statistics::journeys;

/// 2025-01-01T00:00:00Z, the beginning of the year in which zones are compared.
const FIRST: i64 = 1_735_689_600;
const HOUR: i64 = 3600;

/// What POSIX says of a zone. Offsets are in seconds east of Greenwich.
#[derive(Debug)]
pub(super) struct Rules<'a> {
    name: &'a str,
    standard: i64,
    summer: Option<Summer<'a>>,
}

/// Summer time: its offset, and when it begins and ends, by the clocks before.
#[derive(Debug)]
struct Summer<'a> {
    name: &'a str,
    offset: i64,
    begins: Change,
    ends: Change,
}

/// A day of every year, and seconds from its midnight.
#[derive(Debug)]
struct Change {
    day: Day,
    time: i64,
}

#[derive(Debug)]
enum Day {
    /// 1 to 365, without 29 February.
    Julian(u32),
    /// 0 to 365.
    Ordinal(u32),
    /// Month, week (5 is the last), weekday from Sunday.
    Weekday(u32, u32, u32),
}

impl<'a> Rules<'a> {
    pub(super) fn of(text: &'a str) -> Option<Self> {
        let mut rest = text;
        let name = abbreviation(&mut rest)?;
        let standard = -time(&mut rest, 24)?;
        if rest.is_empty() {
            return Some(Self {
                name,
                standard,
                summer: None,
            });
        }
        let summer = abbreviation(&mut rest)?;
        let offset = match rest.chars().next() {
            None | Some(',') => standard + HOUR,
            Some(_) => -time(&mut rest, 24)?,
        };
        // Without, implementations take those of the United States.
        let changes = if rest.is_empty() {
            "M3.2.0,M11.1.0"
        } else {
            rest.strip_prefix(',')?
        };
        let (begins, ends) = changes.split_once(',')?;
        let (begins, ends) = (Change::of(begins)?, Change::of(ends)?);
        Some(Self {
            name,
            standard,
            summer: Some(Summer {
                name: summer,
                offset,
                begins,
                ends,
            }),
        })
    }

    /// The offset at a moment.
    fn offset(&self, at: i64) -> Option<i64> {
        let Some(summer) = &self.summer else {
            return Some(self.standard);
        };
        let year = DateTime::from_timestamp(at + self.standard, 0)?.year();
        let begins = summer.begins.in_year(year)? - self.standard;
        let ends = summer.ends.in_year(year)? - summer.offset;
        let is_summer = if begins < ends {
            (begins..ends).contains(&at)
        } else {
            !(ends..begins).contains(&at)
        };
        Some(if is_summer { summer.offset } else { self.standard })
    }
}

impl Change {
    fn of(text: &str) -> Option<Self> {
        let (day, mut rest) = text.split_once('/').unwrap_or((text, "2"));
        let time = time(&mut rest, 167)?;
        if !rest.is_empty() {
            return None;
        }
        let number = |text: &str, least, most| text.parse().ok().filter(|number| (least..=most).contains(number));
        let day = if let Some(day) = day.strip_prefix('M') {
            let parts: Vec<&str> = day.split('.').collect();
            let [month, week, weekday] = parts[..] else { return None };
            Day::Weekday(number(month, 1, 12)?, number(week, 1, 5)?, number(weekday, 0, 6)?)
        } else if let Some(day) = day.strip_prefix('J') {
            Day::Julian(number(day, 1, 365)?)
        } else {
            Day::Ordinal(number(day, 0, 365)?)
        };
        Some(Self { day, time })
    }

    /// Seconds since the epoch, by the clocks before.
    fn in_year(&self, year: i32) -> Option<i64> {
        let day = match self.day {
            Day::Ordinal(day) => NaiveDate::from_ymd_opt(year, 1, 1)?.checked_add_days(Days::new(day.into()))?,
            Day::Julian(day) => {
                // As in any year that is no leap year.
                let day = NaiveDate::from_yo_opt(2025, day)?;
                NaiveDate::from_ymd_opt(year, day.month(), day.day())?
            }
            Day::Weekday(month, week, weekday) => {
                let first = NaiveDate::from_ymd_opt(year, month, 1)?;
                let ahead = (weekday + 7 - first.weekday().num_days_from_sunday()) % 7;
                let mut day = first.checked_add_days(Days::new((ahead + 7 * (week - 1)).into()))?;
                if day.month() != month {
                    day = day.checked_sub_days(Days::new(7))?;
                }
                day
            }
        };
        Some(day.and_hms_opt(0, 0, 0)?.and_utc().timestamp() + self.time)
    }
}

/// Takes a name: three letters or more, or anything between angle brackets.
fn abbreviation<'a>(rest: &mut &'a str) -> Option<&'a str> {
    if let Some(quoted) = rest.strip_prefix('<') {
        let (name, after) = quoted.split_once('>')?;
        *rest = after;
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-');
        return (!name.is_empty() && name.chars().all(allowed)).then_some(name);
    }
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    *rest = after;
    (name.len() >= 3).then_some(name)
}

/// Takes hours, minutes and seconds with a sign, in seconds.
fn time(rest: &mut &str, most: i64) -> Option<i64> {
    let end = rest
        .find(|c: char| !matches!(c, '0'..='9' | '+' | '-' | ':'))
        .unwrap_or(rest.len());
    let (text, after) = rest.split_at(end);
    *rest = after;
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut parts = digits.split(':').map(|part| {
        let is_number = !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse::<i64>().ok()).flatten()
    });
    let hours = parts.next()??;
    let (minutes, seconds) = (parts.next().unwrap_or(Some(0))?, parts.next().unwrap_or(Some(0))?);
    let sound = parts.next().is_none() && hours <= most && minutes < 60 && seconds < 60;
    sound.then_some(sign * (hours * HOUR + minutes * 60 + seconds))
}

/// The zone of these rules.
pub(super) fn zone(rules: &str, system: Option<Tz>) -> Option<Tz> {
    keeping(&Rules::of(rules)?, system)
}

/// A zone that keeps rules: the system's own, if it does. Else, without summer time, the one with this difference from UTC; else
/// of all places that do, and of those the ones that call it so, one of the country with the most zones: its people know best
/// that a zone has a name. Zones that kept them for longer come first.
pub(super) fn keeping(rules: &Rules<'_>, system: Option<Tz>) -> Option<Tz> {
    let keeps = |zone: Tz| {
        (0..365 * 24).all(|hour| rules.offset(FIRST + hour * HOUR) == Some(offset(zone, FIRST + hour * HOUR)))
    };
    if let Some(system) = system.filter(|&system| keeps(system)) {
        return Some(system);
    }
    if rules.summer.is_none() && rules.standard % HOUR == 0 {
        let hours = rules.standard / HOUR;
        let name = if hours == 0 {
            "UTC".to_owned()
        } else {
            format!("Etc/GMT{:+}", -hours)
        };
        return name.parse().ok();
    }
    let mut places: Vec<Tz> = TZ_VARIANTS
        .into_iter()
        .filter(|zone| journeys::is_place(zone.name()) && keeps(*zone))
        .collect();
    let is_called = |zone: Tz| {
        is_called(zone, rules.name) && rules.summer.as_ref().is_none_or(|summer| is_called(zone, summer.name))
    };
    if places.iter().any(|&zone| is_called(zone)) {
        places.retain(|&zone| is_called(zone));
    }
    let months = |zone: Tz| {
        let kept = |month: &i64| {
            rules.offset(FIRST - month * 30 * 24 * HOUR) == Some(offset(zone, FIRST - month * 30 * 24 * HOUR))
        };
        (0..12 * 23).filter(kept).count()
    };
    places.into_iter().min_by_key(|zone| {
        (
            std::cmp::Reverse((months(*zone), journeys::siblings_of_capital(zone.name()))),
            zone.name(),
        )
    })
}

fn offset(zone: Tz, at: i64) -> i64 {
    let at = DateTime::from_timestamp(at, 0).unwrap_or_default().naive_utc();
    i64::from(zone.offset_from_utc_datetime(&at).fix().local_minus_utc())
}

/// Whether a zone is called so at some time of the year.
fn is_called(zone: Tz, name: &str) -> bool {
    [0, 182].into_iter().any(|day| {
        let at = DateTime::from_timestamp(FIRST + day * 24 * HOUR, 0)
            .unwrap_or_default()
            .naive_utc();
        zone.offset_from_utc_datetime(&at).abbreviation() == Some(name)
    })
}
