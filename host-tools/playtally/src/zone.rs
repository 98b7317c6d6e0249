//! Time zones as people and computers say them.

mod posix;

use std::str::FromStr;

use chrono_tz::{TZ_VARIANTS, Tz};

use crate::outcome::Misuse;
use crate::output;
use crate::text::style::{WARNING, styled};

/// How many names are suggested for an unknown one.
const SUGGESTED: usize = 3;

/// A zone by its name, in any case, with blanks for underscores, or by its last part alone; or by its difference from UTC, such
/// as `UTC+2` or `+05:30`, where plus is east of Greenwich.
///
/// # Errors
/// In words, with names that look like it.
pub(crate) fn named(text: &str) -> Result<Tz, String> {
    if let Ok(zone) = Tz::from_str(text) {
        return Ok(zone);
    }
    let wanted = even(text);
    let names = || TZ_VARIANTS.into_iter().map(|zone| (even(zone.name()), zone));
    if let Some((_, zone)) = names().find(|(name, _)| *name == wanted) {
        return Ok(zone);
    }
    if let Some(minutes) = difference(&wanted) {
        return fixed(minutes)
            .ok_or_else(|| format!("no place keeps {text} all year; name the zone, such as Asia/Tehran"));
    }
    // Places before their older names.
    let mut ends: Vec<Tz> = names()
        .filter(|(name, _)| last(name) == wanted)
        .map(|(_, zone)| zone)
        .collect();
    ends.sort_by_key(|zone| !playtally_statistics::journeys::is_place(zone.name()));
    match ends[..] {
        [first, second, ..] if playtally_statistics::journeys::is_place(second.name()) => Err(format!(
            "{} and {} are called so; say which",
            first.name(),
            second.name()
        )),
        [zone, ..] => Ok(zone),
        [] => Err(unknown(&wanted)),
    }
}

/// What to say of an unknown name.
fn unknown(wanted: &str) -> String {
    let near = |name: &str| {
        let name = even(name);
        strsim::jaro_winkler(wanted, &name).max(strsim::jaro_winkler(last(wanted), last(&name)))
    };
    let mut names: Vec<(f64, &str)> = TZ_VARIANTS
        .into_iter()
        .map(|zone| (near(zone.name()), zone.name()))
        .collect();
    names.retain(|(near, _)| *near > 0.85);
    names.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(two.1)));
    let names: Vec<&str> = names.iter().take(SUGGESTED).map(|(_, name)| *name).collect();
    if names.is_empty() {
        "no time zone is called so; zones are called after a city, such as Europe/Berlin, or UTC+2".to_owned()
    } else {
        format!("no time zone is called so; did you mean {}?", names.join(" or "))
    }
}

/// A name by which others are compared.
fn even(name: &str) -> String {
    name.trim()
        .to_lowercase()
        .replace([' ', '-'], "_")
        .replace("utc_", "utc-")
        .replace("gmt_", "gmt-")
}

/// The last part of a name.
fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// Minutes east of Greenwich, of `utc+2`, `gmt-3:30`, `+0530`.
fn difference(text: &str) -> Option<i32> {
    let text = text
        .strip_prefix("utc")
        .or_else(|| text.strip_prefix("gmt"))
        .unwrap_or(text)
        .trim();
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-" | "_" | "−", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None => (digits, "0"),
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..=14).contains(&hours) && (0..60).contains(&minutes)).then_some(sign * (hours * 60 + minutes))
}

/// The zone that is always so many minutes east of Greenwich.
fn fixed(minutes: i32) -> Option<Tz> {
    if minutes == 0 {
        return Some(Tz::UTC);
    }
    if minutes % 60 == 0 {
        // The names of these zones have the sign of POSIX, in which plus is west.
        return format!("Etc/GMT{:+}", -minutes / 60).parse().ok();
    }
    let hours_and_minutes = format!(
        "<x>{}{}:{:02}",
        if minutes > 0 { "-" } else { "" },
        minutes.abs() / 60,
        minutes.abs() % 60
    );
    posix::zone(&hours_and_minutes, None)
}

/// The zone of this computer: what `TZ` says, else what the system does, else UTC.
///
/// # Errors
/// When `TZ` says what is no zone.
pub(crate) fn of_this_computer() -> Result<Tz, Misuse> {
    let system = iana_time_zone::get_timezone()
        .ok()
        .and_then(|name| Tz::from_str(&name).ok());
    if let Some(said) = std::env::var_os("TZ") {
        let said = said.to_string_lossy();
        return of_variable(&said, system).map_err(|why| {
            Misuse(format!(
                "the environment variable TZ says {said:?}: {why}. Set it right, or say --timezone"
            ))
        });
    }
    Ok(system.unwrap_or_else(|| {
        let warning = styled(WARNING, "note:");
        output::say(format_args!(
            "{warning} this computer does not say its time zone, so UTC it is; --timezone names another"
        ));
        Tz::UTC
    }))
}

/// What `TZ` says, by POSIX: a name after a colon or without one, or the rules of a zone. Of several zones that keep the same
/// rules the system's own is taken, if it is one of them.
fn of_variable(said: &str, system: Option<Tz>) -> Result<Tz, String> {
    let name = said.strip_prefix(':').unwrap_or(said);
    if name.trim().is_empty() {
        return Ok(Tz::UTC);
    }
    let name = name.rsplit_once("zoneinfo/").map_or(name, |(_, name)| name);
    let name = name.strip_prefix("posix/").unwrap_or(name);
    if let Ok(zone) = Tz::from_str(name) {
        return Ok(zone);
    }
    match posix::Rules::of(name) {
        Some(rules) => posix::keeping(&rules, system)
            .ok_or_else(|| "no place on earth keeps these rules; name one, such as Europe/Berlin".to_owned()),
        None => named(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_forgiven_much() {
        for (text, expected) in [
            ("Europe/Berlin", "Europe/Berlin"),
            ("europe/berlin", "Europe/Berlin"),
            ("berlin", "Europe/Berlin"),
            ("utc", "UTC"),
            ("Z", ""),
            ("New York", "America/New_York"),
            ("buenos aires", "America/Argentina/Buenos_Aires"),
            ("port-au-prince", "America/Port-au-Prince"),
            ("GMT+2", "Etc/GMT-2"),
            ("gmt-3", "Etc/GMT+3"),
            ("UTC+2", "Etc/GMT-2"),
            ("UTC-05:00", "Etc/GMT+5"),
            ("+5:30", "Asia/Kolkata"),
            ("+0545", "Asia/Kathmandu"),
            ("UTC+0", "UTC"),
            ("Etc/GMT+2", "Etc/GMT+2"),
            ("etc/gmt+2", "Etc/GMT+2"),
            ("kolkata", "Asia/Kolkata"),
            ("Mars/Olympus", ""),
            ("UTC+25", ""),
            ("", ""),
        ] {
            let found = named(text).map_or("", |zone| zone.name());
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn every_zone_is_found_by_its_name_in_any_case() {
        for zone in TZ_VARIANTS {
            assert_eq!(named(zone.name()), Ok(zone));
            let lower = named(&zone.name().to_lowercase()).unwrap_or_else(|why| panic!("{zone}: {why}"));
            assert_eq!(lower.name().to_lowercase(), zone.name().to_lowercase());
        }
    }

    #[test]
    fn near_misses_are_met_with_suggestions() {
        for (text, meant) in [
            ("Europe/Berln", "Europe/Berlin"),
            ("stokholm", "Europe/Stockholm"),
            ("America/NewYork", "America/New_York"),
            ("Asia/Tokio", "Asia/Tokyo"),
        ] {
            let said = named(text).expect_err(text);
            assert!(said.contains(meant), "{text}: {said}");
        }
        assert!(named("xyzzy").expect_err("none").contains("Europe/Berlin"));
    }

    #[test]
    fn the_variable_is_read_as_posix_has_it() {
        let of = |said| of_variable(said, None).map(|zone| zone.name());
        for (said, expected) in [
            ("Europe/Paris", "Europe/Paris"),
            (":Europe/Paris", "Europe/Paris"),
            ("/usr/share/zoneinfo/Europe/Paris", "Europe/Paris"),
            (":/usr/share/zoneinfo/posix/Europe/Paris", "Europe/Paris"),
            ("", "UTC"),
            (":", "UTC"),
            ("UTC0", "UTC"),
            ("GMT+2", "Etc/GMT+2"), // in POSIX, plus is west
            ("<+03>-3", "Etc/GMT-3"),
            ("IST-5:30", "Asia/Kolkata"),
            ("EST5EDT,M3.2.0,M11.1.0", "America/New_York"),
            ("europe/paris", "Europe/Paris"),
        ] {
            assert_eq!(of(said), Ok(expected), "{said}");
        }
        for nonsense in [
            "Mars/Olympus",
            "CET-99",
            "CET-1CEST,M13.5.0,M10.5.0",
            "CET-1CEST,M3.5.0",
            "12",
            "ab1",
            "CET-1CEST,x,y",
        ] {
            assert!(of(nonsense).is_err(), "{nonsense}");
        }
        assert!(
            of("AAA-1BBB,M1.1.0,M2.1.0")
                .expect_err("no such place")
                .contains("no place on earth")
        );
    }

    #[test]
    fn of_places_with_the_same_rules_the_system_s_own_is_meant() {
        let rules = "CET-1CEST,M3.5.0,M10.5.0/3";
        assert_eq!(
            of_variable(rules, Some(chrono_tz::Europe::Warsaw)),
            Ok(chrono_tz::Europe::Warsaw)
        );
        let london = of_variable("GMT0BST,M3.5.0/1,M10.5.0", None).expect("some place");
        assert!(
            playtally_statistics::journeys::keep_the_same_time(london, chrono_tz::Europe::London),
            "{london}"
        );
        // New York's rules are others.
        let other = of_variable(rules, Some(chrono_tz::America::New_York)).expect("some place");
        let paris = |zone: Tz| playtally_statistics::journeys::keep_the_same_time(zone, chrono_tz::Europe::Paris);
        assert!(paris(other) && of_variable(rules, None).is_ok_and(paris), "{other}");
    }
}
