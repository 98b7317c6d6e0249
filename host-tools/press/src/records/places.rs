//! Where and on what was listened, and what all that is worth.

use std::collections::BTreeSet;

use playtally_statistics::Statistics;
use playtally_summary::records::{Code, Country, CountryName, CountryYear, DeviceFamily, Worth};
use playtally_summary::{Day, Record, Writer};
use zerocopy::little_endian::U32;

use super::{Names, count, few, last, minutes, music, recap, some, year};

/// The most countries of a year.
const COUNTRIES_OF_A_YEAR: usize = 3;

/// The languages of the device and a country's name in each: see `data/README.md`.
const COUNTRY_NAMES: &str = include_str!("../../data/countries.tsv");

pub(super) fn write(writer: Writer, statistics: &Statistics, names: &mut Names<'_>) -> Writer {
    let places = &statistics.places;
    let countries: Vec<Country> = places
        .countries
        .iter()
        .take(Country::MOST)
        .filter_map(|place| {
            Some(Country {
                country: Code::new(place.country.as_str())?,
                plays: count(place.plays),
                minutes: minutes(place.ms),
                days: few(place.days),
                first: Day::from_date(place.first),
                last: Day::from_date(place.last),
            })
        })
        .collect();
    let years: Vec<CountryYear> = last(&places.by_year, CountryYear::MOST / COUNTRIES_OF_A_YEAR)
        .iter()
        .flat_map(|of| {
            of.countries
                .iter()
                .take(COUNTRIES_OF_A_YEAR)
                .map(move |place| (of.year, place))
        })
        .filter_map(|(of, place)| {
            Some(CountryYear {
                year: year(of)?,
                country: Code::new(place.country.as_str())?,
                minutes: minutes(place.ms),
                days: few(place.days),
            })
        })
        .collect();
    let devices: Vec<DeviceFamily> = statistics
        .devices
        .all
        .families
        .iter()
        .map(|family| DeviceFamily {
            family: family.family as u8,
            plays: count(family.plays),
            minutes: minutes(family.ms),
        })
        .collect();
    let writer = some(writer, &countries);
    let writer = some(writer, &years);
    let named = countries.iter().map(|country| country.country);
    let named = named.chain(years.iter().map(|year| year.country));
    let named: BTreeSet<Code> = named
        .chain(recap::countries(statistics))
        .chain(music::countries(statistics))
        .collect();
    let writer = some(writer, &country_names(&named, names));
    let writer = some(writer, &devices);
    some(writer, &worth(statistics))
}

fn country_names(countries: &BTreeSet<Code>, names: &mut Names<'_>) -> Vec<CountryName> {
    let mut lines = COUNTRY_NAMES.lines();
    let languages: Vec<Code> = lines.next().unwrap_or("").split('\t').filter_map(Code::new).collect();
    let mut all = vec![];
    for line in lines {
        let mut fields = line.split('\t');
        let Some(country) = fields.next().and_then(Code::new) else {
            continue;
        };
        if countries.contains(&country) {
            all.extend(languages.iter().zip(fields).map(|(&language, name)| CountryName {
                country,
                language,
                name: names.add_medium(name),
            }));
        }
    }
    all
}

/// None where nothing was played: that is worth nothing.
fn worth(statistics: &Statistics) -> Vec<Worth> {
    let worth = &statistics.worth;
    let microdollars = |cents: f64| U32::new((cents * 10_000.0).round().clamp(0.0, f64::from(u32::MAX)) as u32);
    let both = worth.cents_per_play.zip(worth.cents_per_hour);
    both.map(|(play, hour)| Worth {
        cents: U32::new((worth.dollars * 100.0).round() as u32),
        microdollars_per_play: microdollars(play),
        microdollars_per_hour: microdollars(hour),
    })
    .into_iter()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_has_a_name_in_every_language() {
        let mut lines = COUNTRY_NAMES.lines();
        let languages: Vec<&str> = lines.next().expect("a first line").split('\t').skip(1).collect();
        assert_eq!(languages, ["en", "de", "es", "sv", "id"]);
        assert!(lines.clone().count() > 240);
        for line in lines {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 1 + languages.len(), "{line}");
            assert!(
                Code::new(fields[0]).is_some() && fields.iter().all(|field| !field.is_empty()),
                "{line}"
            );
        }
    }
}
