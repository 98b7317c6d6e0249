//! Time zones as people type them.

use chrono_tz::{TZ_VARIANTS, Tz};
use playtally_statistics::journeys::is_place;

/// How many names are proposed for a text that names none.
const PROPOSED: usize = 4;

/// The zones of places, by name, with the world's time before them.
pub(crate) fn places() -> impl Iterator<Item = &'static str> {
    let places = TZ_VARIANTS.into_iter().map(|zone| zone.name());
    ["UTC"].into_iter().chain(places.filter(|name| is_place(name)))
}

/// The zone that a text names, in any case, with blanks for underscores, whole or by its last part; or those that it might mean.
pub(crate) fn named(text: &str) -> Result<Tz, Vec<&'static str>> {
    let wanted = even(text);
    let zones = || TZ_VARIANTS.into_iter().map(|zone| (even(zone.name()), zone));
    if let Some((_, zone)) = zones().find(|(name, _)| *name == wanted) {
        return Ok(zone);
    }
    let mut cities: Vec<Tz> = zones()
        .filter(|(name, _)| name.rsplit('/').next() == Some(&wanted))
        .map(|(_, zone)| zone)
        .collect();
    // Places before their older names.
    cities.sort_by_key(|zone| !is_place(zone.name()));
    match cities[..] {
        [first, second, ..] if is_place(second.name()) => Err(vec![first.name(), second.name()]),
        [zone, ..] => Ok(zone),
        [] if wanted.len() < 2 => Err(Vec::new()),
        [] => Err(places()
            .filter(|name| even(name).contains(&wanted))
            .take(PROPOSED)
            .collect()),
    }
}

fn even(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_goes_by_its_name_its_city_and_in_any_case() {
        for text in ["Europe/Berlin", "europe/berlin", " Berlin ", "BERLIN"] {
            assert_eq!(named(text), Ok(Tz::Europe__Berlin), "{text}");
        }
        assert_eq!(named("new york"), Ok(Tz::America__New_York));
        assert_eq!(named("utc"), Ok(Tz::UTC));
        assert_eq!(named("sao p"), Err(vec!["America/Sao_Paulo"]));
        assert_eq!(named("Atlantis"), Err(vec![]));
        assert_eq!(named(""), Err(vec![]));
    }

    #[test]
    fn every_place_is_found_by_its_own_name() {
        assert!(places().count() > 300);
        for name in places() {
            assert_eq!(named(name).map(|zone| zone.name()), Ok(name));
        }
    }
}
