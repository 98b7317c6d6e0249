//! What the music is: genres, decades of release, its age, where its artists are from, and where that is known from. What too little is known of is not
//! told, as a page has no room to say how much that is.

use playtally_statistics::Statistics;
use playtally_statistics::music::Music;
use playtally_summary::records::{self, Code, DecadeShare, GenreShare, ListeningAge, MusicLater, MusicSource, Origin};
use playtally_summary::{Day, Record, Writer};
use zerocopy::little_endian::U16;

use super::{Names, count, latest, share, some};

pub(super) fn write(writer: Writer, statistics: &Statistics, names: &mut Names<'_>) -> Writer {
    let Some(music) = &statistics.music else {
        return writer;
    };
    let genres = genres(music, names);
    let decades = decades(music);
    let origins = origins(music);
    if genres.is_empty() && decades.is_empty() && origins.is_empty() {
        return writer;
    }
    let known = records::Music {
        plays: count(music.known.plays),
        genre: count(music.known.genre),
        year: count(music.known.year),
    };
    let later = MusicLater {
        country: count(music.known.country),
    };
    let writer = some(writer.records_with(&[(known, later)]), &sources(music, names));
    let writer = some(writer, &genres);
    let writer = some(writer, latest(&decades));
    let writer = some(writer, &age(music));
    some(writer, &origins)
}

/// The countries that a page names.
pub(super) fn countries(statistics: &Statistics) -> impl Iterator<Item = Code> {
    /// As many have room on it.
    const NAMED: usize = 3;
    let origins = statistics.music.as_ref().map(origins).unwrap_or_default();
    origins.into_iter().take(NAMED).map(|origin| origin.country)
}

fn origins(music: &Music) -> Vec<Origin> {
    if !music.known.is_enough(music.known.country) {
        return vec![];
    }
    let origins = music.countries.iter().take(Origin::MOST);
    origins
        .filter_map(|origin| {
            Some(Origin {
                country: Code::new(origin.country.as_str())?,
                plays: count(origin.plays),
                share: permille(origin.plays, music.known.country),
            })
        })
        .collect()
}

fn sources(music: &Music, names: &mut Names<'_>) -> Vec<MusicSource> {
    let sources = music.sources.iter().take(MusicSource::MOST);
    sources
        .map(|source| MusicSource {
            name: names.add_small(&source.name),
            licence: names.add_small(&source.licence),
            read: Day::from_date(source.read),
        })
        .collect()
}

fn genres(music: &Music, names: &mut Names<'_>) -> Vec<GenreShare> {
    if !music.known.is_enough(music.known.genre) {
        return vec![];
    }
    let genres = music.genres.iter().take(GenreShare::MOST);
    genres
        .map(|genre| GenreShare {
            genre: names.add(genre.genre.name()),
            plays: count(genre.plays),
            share: permille(genre.plays, music.known.genre),
        })
        .collect()
}

fn decades(music: &Music) -> Vec<DecadeShare> {
    if !music.known.is_enough(music.known.year) {
        return vec![];
    }
    let decades = music.decades.iter();
    decades
        .filter_map(|decade| {
            Some(DecadeShare {
                first: u16::try_from(decade.decade).ok()?.into(),
                plays: count(decade.plays),
                share: permille(decade.plays, music.known.year),
            })
        })
        .collect()
}

fn age(music: &Music) -> Vec<ListeningAge> {
    let age = music.known.is_enough(music.known.year).then(|| listening_age(music));
    age.flatten().into_iter().collect()
}

fn listening_age(music: &Music) -> Option<ListeningAge> {
    let (age, sounds) = (music.age.as_ref()?, music.listening_age?);
    let year = |year: i32| u16::try_from(year).ok().map(U16::from);
    let plays = |back: usize| {
        let of = sounds.now - back as i32;
        let found = music.releases.iter().find(|release| release.year == of);
        found.map_or(0, |release| release.plays)
    };
    let plays: [u64; 100] = std::array::from_fn(plays);
    let most = plays.into_iter().max().unwrap_or(0);
    Some(ListeningAge {
        plays: count(age.plays),
        median: few(age.median),
        new: permille(age.new, age.plays),
        age: few(sounds.age),
        from: year(sounds.from)?,
        to: year(sounds.to)?,
        share: permille(sounds.plays, age.plays),
        now: year(sounds.now)?,
        years: plays.map(|plays| share(plays, most, u8::MAX)),
    })
}

fn few(years: i32) -> u8 {
    years.clamp(0, u8::MAX.into()) as u8
}

/// `part` of `whole` in thousandths, rounded.
fn permille(part: u64, whole: u64) -> U16 {
    let rounded = (u128::from(part) * 2_000 + u128::from(whole)) / (2 * u128::from(whole.max(1)));
    (rounded.min(1_000) as u16).into()
}

#[cfg(test)]
mod tests {
    use playtally_history::Plays;
    use playtally_statistics::catalogue::{Catalogue, Facts};
    use playtally_statistics::{Rule, testing};
    use playtally_summary::{Section, Summary};

    use super::*;
    use crate::press::{Options, press};
    use crate::typeset::Fonts;

    const TOLD: [Section; 6] = [
        Section::Music,
        Section::MusicSources,
        Section::Genres,
        Section::Decades,
        Section::ListeningAge,
        Section::Origins,
    ];

    fn pressed(statistics: &Statistics) -> Vec<u8> {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 2, 1).expect("a day");
        press(statistics, &Options::new("Ada", day, &Fonts::bundled())).file
    }

    fn knowing(plays: &Plays, catalogue: &Catalogue) -> Statistics {
        Statistics::knowing(plays, &Rule::new(chrono_tz::UTC), catalogue)
    }

    fn sections(file: &[u8]) -> Vec<Section> {
        let summary = Summary::open(file).expect("a sound file");
        let all = summary.sections().filter_map(|info| info.section);
        all.filter(|section| TOLD.contains(section)).collect()
    }

    #[test]
    fn a_summary_says_of_the_music_what_the_statistics_say() {
        let plays = testing::made_up(5, 8_000);
        let statistics = knowing(&plays, &testing::made_up_catalogue(&plays));
        let file = pressed(&statistics);
        let summary = Summary::open(&file).expect("a sound file");
        let music = statistics.music.as_ref().expect("music");
        assert_eq!(sections(&file), TOLD);

        let known = summary.record::<records::Music>().expect("what is known");
        assert_eq!(
            [known.plays, known.genre, known.year].map(|count| u64::from(count.get())),
            [music.known.plays, music.known.genre, music.known.year]
        );
        let later = summary.records::<records::Music>().later(0).expect("what is known");
        assert_eq!(u64::from(later.country.get()), music.known.country);
        let sources = summary.records::<MusicSource>();
        let sources: Vec<_> = sources
            .iter()
            .map(|of| (summary.text(of.name).as_str(), summary.text(of.licence).as_str()))
            .collect();
        assert_eq!(sources, [("Discogs", "CC0 1.0"), ("my table", "not stated")]);

        let genres = summary.records::<GenreShare>();
        assert_eq!(genres.len(), GenreShare::MOST.min(music.genres.len()));
        for (told, of) in genres.iter().zip(&music.genres) {
            assert_eq!(summary.text(told.genre).as_str(), of.genre.name());
            assert_eq!(u64::from(told.plays.get()), of.plays);
            let exact = of.plays as f64 * 1_000.0 / music.known.genre as f64;
            assert!((f64::from(told.share.get()) - exact).abs() <= 0.5, "{exact}");
        }
        let decades = summary.records::<DecadeShare>();
        assert_eq!(decades.len(), music.decades.len());
        for (told, of) in decades.iter().zip(&music.decades) {
            assert_eq!(
                (i32::from(told.first.get()), u64::from(told.plays.get())),
                (of.decade, of.plays)
            );
        }

        let origins = summary.records::<Origin>();
        assert_eq!(origins.len(), music.countries.len());
        for (told, of) in origins.iter().zip(&music.countries) {
            assert_eq!(told.country.as_str(), of.country.as_str());
            assert_eq!(u64::from(told.plays.get()), of.plays);
            let exact = of.plays as f64 * 1_000.0 / music.known.country as f64;
            assert!((f64::from(told.share.get()) - exact).abs() <= 0.5, "{exact}");
        }
        for origin in origins.iter().take(3) {
            assert!(!summary.country(origin.country, "sv").as_str().is_empty());
        }

        let told = summary.record::<ListeningAge>().expect("an age");
        let (age, sounds) = (music.age.as_ref().unwrap(), music.listening_age.unwrap());
        assert_eq!(
            (i32::from(told.median), i32::from(told.age), i32::from(told.now.get())),
            (age.median, sounds.age, sounds.now)
        );
        assert_eq!(
            (i32::from(told.from.get()), i32::from(told.to.get())),
            (sounds.from, sounds.to)
        );
        let most = music.releases.iter().map(|of| of.plays).max().unwrap();
        for of in &music.releases {
            let part = told.years[(sounds.now - of.year) as usize];
            let exact = of.plays as f64 * 255.0 / most as f64;
            assert!(
                (f64::from(part) - exact).abs() <= 0.5,
                "{}: {part} for {exact}",
                of.year
            );
        }
    }

    /// A history of so many plays, of which the first ones are known.
    fn partly_known(plays: usize, known: usize) -> Statistics {
        let history = (0..plays).fold(testing::History::new(), |history, at| {
            let title = if at < known { "River" } else { "Brook" };
            history.play_at(1_700_000_000 + at as i64 * 3_600, "Otter", title, "", Some(60_000))
        });
        let plays = history.plays();
        let mut catalogue = Catalogue::default();
        for item in plays.items() {
            let genre = catalogue.genre(&["Techno".to_owned()]);
            catalogue.push(match &*item.title {
                "River" => Facts {
                    genre,
                    year: Some(1_999),
                    country: Some(*b"SE"),
                },
                _ => Facts::default(),
            });
        }
        knowing(&plays, &catalogue)
    }

    #[test]
    fn what_too_little_is_known_of_is_not_told() {
        // What the owner says has no source.
        let without_source = TOLD.map(|section| (section != Section::MusicSources).then_some(section));
        let all: Vec<Section> = without_source.into_iter().flatten().collect();
        for (plays, known, told) in [(99, 99, false), (100, 100, true), (400, 100, true), (401, 100, false)] {
            let expected = if told { all.clone() } else { vec![] };
            assert_eq!(
                sections(&pressed(&partly_known(plays, known))),
                expected,
                "{known} of {plays}"
            );
        }
    }

    #[test]
    fn music_that_came_out_after_it_was_played_or_long_before_does_no_harm() {
        for year in [0, 1, 1_700, 2_090, u16::MAX] {
            let plays = testing::made_up(2, 500);
            let mut catalogue = Catalogue::default();
            for _ in plays.items() {
                catalogue.push(Facts {
                    genre: None,
                    year: Some(year),
                    country: None,
                });
            }
            let file = pressed(&knowing(&plays, &catalogue));
            let summary = Summary::open(&file).expect("a sound file");
            assert!(summary.records::<DecadeShare>().len() <= DecadeShare::MOST, "{year}");
        }
    }
}
