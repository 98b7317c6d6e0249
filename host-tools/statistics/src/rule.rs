//! How plays are counted: the owner's choices, said with every result.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Serialize;

/// The least that a counted play lasts, in milliseconds: the 30 s that Spotify, Last.fm and most tools share.
pub const COUNTED_MS: u32 = 30_000;

/// How many names a list of tops holds unless asked otherwise.
pub const TOP: usize = 10;

/// How plays are counted, and which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Rule {
    /// The least that a counted play lasts, in milliseconds. A play without a known duration always counts.
    pub counted_ms: u32,
    /// Where the owner lives: days, hours and weekdays are those of this zone.
    #[cfg_attr(test, schemars(with = "String"))]
    pub timezone: Tz,
    /// Whether those of plays on journeys are of the zone there ([`journeys`](crate::journeys)). Not said where it is not so.
    #[serde(skip_serializing_if = "is_not")]
    #[cfg_attr(test, schemars(extend("const" = true)))]
    pub as_heard: bool,
    /// The days that are looked at.
    #[serde(flatten)]
    pub period: Period,
    /// Whether plays that the listener had asked to be private are looked at too.
    pub private_included: bool,
    /// Whether the variants of one recording are one track ([`fold`](crate::fold)); otherwise a track is its exact
    /// artist and title.
    pub merge_recordings: bool,
    /// Whether what two services report of one play is one play; otherwise each report is a play.
    pub match_services: bool,
    /// How many names each list of tops holds.
    #[serde(skip)]
    pub top: usize,
}

impl Rule {
    /// The usual rule in a time zone: plays of 30 s count, in it wherever they were heard, all time, private plays left out, recordings merged, services matched.
    #[must_use]
    pub const fn new(timezone: Tz) -> Self {
        Self {
            counted_ms: COUNTED_MS,
            timezone,
            as_heard: false,
            period: Period::ALL,
            private_included: false,
            merge_recordings: true,
            match_services: true,
            top: TOP,
        }
    }

    /// The same rule for other days.
    #[must_use]
    pub const fn during(self, period: Period) -> Self {
        Self { period, ..self }
    }

    /// The rule by which Spotify's own recaps count: UTC days, plays of 30 s, a track is its exact artist and title.
    #[must_use]
    pub const fn spotify() -> Self {
        Self {
            merge_recordings: false,
            ..Self::new(Tz::UTC)
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_not(truth: &bool) -> bool {
    !*truth
}

/// A run of local days, open where an end is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Period {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day, itself included.
    pub to: Option<NaiveDate>,
}

impl Period {
    /// Every day there is.
    pub const ALL: Self = Self { from: None, to: None };

    /// From one day to another, both included. Empty when the second is the earlier one.
    #[must_use]
    pub const fn range(from: NaiveDate, to: NaiveDate) -> Self {
        Self {
            from: Some(from),
            to: Some(to),
        }
    }

    /// A calendar year.
    #[must_use]
    pub const fn year(year: u16) -> Self {
        let year = year as i32;
        Self {
            from: NaiveDate::from_ymd_opt(year, 1, 1),
            to: NaiveDate::from_ymd_opt(year, 12, 31),
        }
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_rule_reads_as_the_report_says_it() {
        let rule = Rule::new(chrono_tz::Europe::Stockholm).during(Period::year(2020));
        assert_eq!(
            serde_json::to_value(rule).unwrap(),
            json!({
                "counted_ms": 30_000,
                "timezone": "Europe/Stockholm",
                "from": "2020-01-01",
                "to": "2020-12-31",
                "private_included": false,
                "merge_recordings": true,
                "match_services": true,
            })
        );
    }

    #[test]
    fn a_period_holds_both_its_ends() {
        let day = |m, d| NaiveDate::from_ymd_opt(2020, m, d).unwrap();
        let leap = Period::range(day(2, 28), day(2, 29));
        assert!(leap.contains(day(2, 28)) && leap.contains(day(2, 29)));
        assert!(!leap.contains(day(2, 27)) && !leap.contains(day(3, 1)));
        assert!(Period::ALL.contains(day(1, 1)));
        assert!(!Period::range(day(2, 2), day(2, 1)).contains(day(2, 1)));
        assert!(Period::year(u16::MAX).from.is_some());
    }
}
