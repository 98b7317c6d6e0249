//! Where was listened. Plays without a known country are left out.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use playtally_summary::records::Code;
use serde::{Serialize, Serializer};

use crate::{Day, Selection, world};

/// A country's two upper-case letters (ISO 3166-1). Serialises as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// The country, unless it is unknown (`ZZ`) or not two upper-case letters.
    #[must_use]
    pub const fn known(code: [u8; 2]) -> Option<Self> {
        if code[0].is_ascii_uppercase() && code[1].is_ascii_uppercase() && !matches!(code, [b'Z', b'Z']) {
            Some(Self(code))
        } else {
            None
        }
    }

    /// Its letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or("ZZ")
    }

    /// Where it lies on the map of [`world`]: to the right and down, in parts of a field.
    #[must_use]
    pub fn place(&self) -> Option<(i32, i32)> {
        Code::new(self.as_str()).and_then(world::place)
    }
}

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Where was listened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Places {
    /// Every country, the one with the most time first.
    pub countries: Vec<Place>,
    /// The countries of every year with a known one.
    pub by_year: Vec<YearPlaces>,
}

/// A country and what was played there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Place {
    /// The country.
    pub country: Country,
    /// Counted plays.
    pub plays: u64,
    /// Time of all plays, in milliseconds.
    pub ms: u64,
    /// Days with music there: local days on which a counted play begins there. A day on a journey can be one of several
    /// countries.
    pub days: u64,
    /// The local day of the first play there, counted or not.
    pub first: NaiveDate,
    /// The local day of the last play there, counted or not.
    pub last: NaiveDate,
}

/// The countries of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct YearPlaces {
    /// The year.
    pub year: i32,
    /// Its countries, the one with the most time first.
    pub countries: Vec<Place>,
}

impl Places {
    /// Where the plays of a selection were heard.
    #[must_use]
    pub fn of(selection: Selection<'_>) -> Self {
        let by_year = selection
            .by_year()
            .map(|(year, part)| YearPlaces {
                year,
                countries: countries(part),
            })
            .filter(|year| !year.countries.is_empty())
            .collect();
        Self {
            countries: countries(selection),
            by_year,
        }
    }
}

/// The known countries of a selection, the one with the most time first.
pub(crate) fn countries(selection: Selection<'_>) -> Vec<Place> {
    // With the last day with music there.
    let mut found: BTreeMap<Country, (Place, Option<Day>)> = BTreeMap::new();
    let known = |country: [u8; 2]| Some(country).and_then(Country::known);
    for part in selection
        .rows()
        .chunk_by(|a, b| a.country == b.country && a.day == b.day)
    {
        let Some(country) = known(part[0].country) else {
            continue;
        };
        let day = part[0].day;
        let date = day.date();
        let (place, last) = found.entry(country).or_insert_with(|| {
            let place = Place {
                country,
                plays: 0,
                ms: 0,
                days: 0,
                first: date,
                last: date,
            };
            (place, None)
        });
        let plays = part.iter().filter(|row| row.counted).count() as u64;
        if plays > 0 && *last != Some(day) {
            place.days += 1;
            *last = Some(day);
        }
        place.last = date;
        place.plays += plays;
        place.ms += part.iter().map(|row| u64::from(row.ms)).sum::<u64>();
    }
    let mut countries: Vec<Place> = found.into_values().map(|(place, _)| place).collect();
    countries.sort_by_key(|place| (Reverse((place.ms, place.plays)), place.country));
    countries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::View;
    use crate::testing::{Naive, histories, naive};
    use chrono::Datelike;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn unknown_countries_are_none() {
        assert_eq!(
            Country::known(*b"SE").map(|country| country.as_str().to_owned()),
            Some("SE".to_owned())
        );
        for unknown in [*b"ZZ", *b"se", [0, 0], [0xff, b'A']] {
            assert_eq!(Country::known(unknown), None);
        }
    }

    proptest! {
        #[test]
        fn places_agree_with_counting_by_hand((plays, rule) in histories()) {
            let rows = naive(&plays, &rule);
            let by_hand = |on: &dyn Fn(&&Naive) -> bool| {
                let mut places: Vec<Place> = [*b"ID", *b"SE"].into_iter().filter_map(|code| {
                    let of: Vec<&Naive> = rows.iter().filter(on).filter(|row| row.play.country == code).collect();
                    let days: BTreeSet<_> = of.iter().map(|row| row.day()).collect();
                    let with_music: BTreeSet<_> = of.iter().filter(|row| row.counted).map(|row| row.day()).collect();
                    Some(Place {
                        country: Country::known(code)?,
                        plays: of.iter().filter(|row| row.counted).count() as u64,
                        ms: of.iter().map(|row| row.ms).sum(),
                        days: with_music.len() as u64,
                        first: *days.first()?,
                        last: *days.last()?,
                    })
                }).collect();
                places.sort_by_key(|place| Reverse((place.ms, place.plays)));
                places
            };
            let got = Places::of(View::new(&plays, &rule).music());
            prop_assert_eq!(got.countries, by_hand(&|_| true));
            for year in got.by_year {
                prop_assert_eq!(year.countries, by_hand(&|row| row.day().year() == year.year));
            }
        }
    }
}
