//! What was said on the command line, as what the parts of Playtally take.

use std::str::FromStr;

use anyhow::Result;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use playtally_panel::{PANELS, PanelSpec, Rotation};
use playtally_poster::Format;
use playtally_screen::{ACCENTS, Language, Theme};
use playtally_statistics::{Period, Rule};

use crate::arguments::{Counting, Days};
use crate::outcome::Misuse;

/// The rule by which plays count, for all time, in a time zone.
pub(crate) fn rule(counting: &Counting, zone: Tz) -> Rule {
    Rule {
        counted_ms: counting.min_seconds * 1_000,
        private_included: counting.private,
        merge_recordings: !counting.no_merge,
        match_services: !counting.no_match,
        ..Rule::new(zone)
    }
}

/// A rule in the days asked for.
pub(crate) fn in_days(rule: Rule, days: &Days) -> Result<Rule> {
    Ok(Rule {
        period: period(days)?,
        top: days.top as usize,
        ..rule
    })
}

/// The days that statistics are asked for.
fn period(arguments: &Days) -> Result<Period> {
    if let Some(year) = arguments.year {
        return Ok(Period::year(year));
    }
    let (from, to) = (arguments.from, arguments.to);
    match (from, to) {
        (Some(first), Some(last)) if last < first => {
            Err(Misuse(format!("--from {first} is after --to {last}; swap them")).into())
        }
        _ => Ok(Period { from, to }),
    }
}

/// A panel by its name.
pub(crate) fn panel(name: &str) -> Result<&'static PanelSpec, String> {
    PanelSpec::find(name).ok_or_else(|| {
        let names: Vec<&str> = PANELS.iter().map(|panel| panel.name).collect();
        format!("the panels are: {}", names.join(", "))
    })
}

/// The accent of an owner by its name.
pub(crate) fn accent() -> impl TypedValueParser<Value = u8> {
    one_of((0..).zip(ACCENTS).map(|(accent, name)| (name, accent)))
}

/// A language by its tag.
pub(crate) fn language() -> impl TypedValueParser<Value = Language> {
    one_of(Language::ALL.iter().map(|&language| (language.tag(), language)))
}

/// A theme by its name in the device's settings.
pub(crate) fn theme() -> impl TypedValueParser<Value = Theme> {
    one_of(Theme::ALL.iter().map(|&theme| (theme.slug(), theme)))
}

/// The size of a poster by its name.
pub(crate) fn size() -> impl TypedValueParser<Value = Format> {
    one_of(Format::ALL.iter().map(|&size| (size.slug(), size)))
}

/// One of some things by its name.
fn one_of<T: Copy + Send + Sync + 'static>(
    things: impl Iterator<Item = (&'static str, T)>,
) -> impl TypedValueParser<Value = T> {
    let things: Vec<(&str, T)> = things.collect();
    let names: Vec<&str> = things.iter().map(|(name, _)| *name).collect();
    PossibleValuesParser::new(names).try_map(move |asked| {
        let found = things.iter().find(|(name, _)| *name == asked);
        found.map(|(_, thing)| *thing).ok_or("there is none of that name")
    })
}

/// A turn clockwise.
pub(crate) fn rotation(degrees: &str) -> Result<Rotation, String> {
    let turned = degrees.parse::<i32>().ok().map(|degrees| degrees.rem_euclid(360));
    let rotation = turned.and_then(|degrees| Rotation::from_degrees(degrees.try_into().ok()?));
    rotation.ok_or_else(|| "turn it by 0, 90, 180 or 270 degrees, or by as many the other way (-90)".to_owned())
}

/// How fast time runs.
pub(crate) fn speed(factor: &str) -> Result<f64, String> {
    let speed = factor.parse().ok().filter(|speed| (0.0..=1_000.0).contains(speed));
    speed.ok_or_else(|| "say a factor from 0 (time stands still) to 1000".to_owned())
}

/// A date.
pub(crate) fn date(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::from_str(text).map_err(|_| "not a date that exists; write it as YYYY-MM-DD, 2026-03-01 say".to_owned())
}

/// A date, with a time or at noon.
pub(crate) fn moment(text: &str) -> Result<NaiveDateTime, String> {
    const NOON: NaiveTime = NaiveTime::from_hms_opt(12, 0, 0).expect("noon");
    if let Ok(date) = NaiveDate::from_str(text) {
        return Ok(date.and_time(NOON));
    }
    [
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%d %H:%M",
    ]
    .iter()
    .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
    .ok_or_else(|| "not a date and time that exists; write it as 2026-03-01 or 2026-03-01T09:30".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_day_with_or_without_a_time() {
        let seen = |text| moment(text).map(|moment| moment.to_string());
        assert_eq!(seen("2026-03-01"), Ok("2026-03-01 12:00:00".to_owned()));
        assert_eq!(seen("2026-03-01T09:30"), Ok("2026-03-01 09:30:00".to_owned()));
        assert_eq!(seen("2026-03-01 23:59:58"), Ok("2026-03-01 23:59:58".to_owned()));
        for wrong in ["2026-02-30", "noon", "2026-03-01T25:00", ""] {
            assert!(seen(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_out_of_range_is_refused_with_what_is_in_it() {
        assert_eq!(speed("0.5"), Ok(0.5));
        assert!(
            ["-1", "NaN", "inf", "1001", "fast"]
                .iter()
                .all(|factor| speed(factor).is_err())
        );
        assert_eq!(rotation("270"), Ok(Rotation::Deg270));
        assert!(rotation("45").is_err());
        assert!(panel("oscilloscope").is_err_and(|names| names.contains("display-hat-mini")));
    }
}
