//! What the music is: genres, release years and countries of artists, as far as a catalogue knows them. Every number is of the plays
//! of which the fact in question is known, and [`Known`] says how many these are.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::catalogue::{Catalogue, Source};
use crate::float::{entropy, rounded};
use crate::genres::Genre;
use crate::places::Country;
use crate::tally::Count;
use crate::{Row, Selection};

/// How many styles are listed.
const STYLES: usize = 50;
/// A release is new in the year in which it came out and in the next.
pub const NEW_YEARS: i32 = 1;
/// The release years in a row in which the listening age looks for the most plays.
pub const AGE_SPAN: i32 = 5;
/// How old somebody is taken to be who is at home in them: memories of music are densest from fourteen to twenty-two (Jakubowski
/// and others, "A cross-sectional study of reminiscence bumps for music-related memories in adulthood", 2020).
pub const AGE_THEN: i32 = 18;
/// The counted plays of a known year that it takes to tell a listening age, and of a known fact that it takes to tell of it where
/// there is no room to say how much is known.
pub const ENOUGH: u64 = 100;
/// One in so many counted plays has to be of a known fact for the same.
pub const ENOUGH_OF: u64 = 4;

/// What the music is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Music {
    /// Where the facts come from.
    pub sources: Vec<Source>,
    /// Of how many plays what is known.
    pub known: Known,
    /// Every genre that was played, the one with the most plays first.
    pub genres: Vec<GenreCount>,
    /// The effective number of genres, two to the power of the entropy of their plays, to one decimal: as if so many had been played
    /// equally often.
    pub effective_genres: f64,
    /// The most played styles.
    pub styles: Vec<StyleCount>,
    /// The genres of each year.
    pub by_year: Vec<YearGenres>,
    /// Every decade of release from the first to the last one that was played.
    pub decades: Vec<Decade>,
    /// Every release year with a counted play, by year.
    pub releases: Vec<ReleaseYear>,
    /// How old the music was when it was played.
    pub age: Option<Age>,
    /// How old its listener sounds.
    pub listening_age: Option<ListeningAge>,
    /// The countries that artists are from, the one with the most plays first.
    pub countries: Vec<Origin>,
}

/// Of how many counted plays a fact is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Known {
    /// Counted plays of all music.
    pub plays: u64,
    /// Those of which the genre is known.
    pub genre: u64,
    /// Those of which the release year is known.
    pub year: u64,
    /// Those of which the country of the artist is known.
    pub country: u64,
}

/// A genre and how much it was played.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GenreCount {
    /// The genre.
    pub genre: Genre,
    /// Counted plays.
    pub plays: u64,
    /// Time of all plays, in milliseconds.
    pub ms: u64,
    /// Different artists.
    pub artists: u64,
    /// The artist of most of its counted plays; of equally many the one that was heard first.
    pub top_artist: Option<String>,
    /// Counted plays in each local hour, from midnight.
    pub by_hour: [u64; 24],
    /// Counted plays on each weekday, from Monday.
    pub by_weekday: [u64; 7],
    /// Counted plays in each month of the year, from January.
    pub by_month: [u64; 12],
}

/// A style and how much it was played.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StyleCount {
    /// The style, as a source writes it.
    pub style: String,
    /// The genre that it is one of.
    pub genre: Genre,
    /// Counted plays.
    pub plays: u64,
    /// Time of all plays, in milliseconds.
    pub ms: u64,
}

/// The genres of a year with a counted play of which one is known.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct YearGenres {
    /// The year.
    pub year: i32,
    /// Counted plays of a known genre.
    pub plays: u64,
    /// The effective number of genres, to one decimal.
    pub effective_genres: f64,
    /// Counted plays of each genre, the one with the most first.
    pub genres: Vec<GenrePlays>,
}

/// A genre and its counted plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GenrePlays {
    /// The genre.
    pub genre: Genre,
    /// Counted plays.
    pub plays: u64,
}

/// A decade of release and how much of it was played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Decade {
    /// Its first year, such as 1970.
    pub decade: i32,
    /// Counted plays.
    pub plays: u64,
    /// Time of all plays, in milliseconds.
    pub ms: u64,
    /// Different tracks.
    pub tracks: u64,
}

/// A release year and how much of it was played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReleaseYear {
    /// The year.
    pub year: i32,
    /// Counted plays.
    pub plays: u64,
}

/// How old music was when it was played: the year in which it was played less that in which it came out, and never less than
/// nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Age {
    /// Counted plays of a known release year.
    pub plays: u64,
    /// The median of the ages in years: the lower one of two.
    pub median: i32,
    /// The median of the release years: the later one of two.
    pub median_year: i32,
    /// Counted plays of what came out in the year in which it was played, or the year before.
    pub new: u64,
    /// The same of each year.
    pub by_year: Vec<YearAge>,
}

/// How old music was in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct YearAge {
    /// The year in which it was played.
    pub year: i32,
    /// Counted plays of a known release year.
    pub plays: u64,
    /// The median of the ages in years.
    pub median: i32,
    /// The median of the release years.
    pub median_year: i32,
    /// Counted plays of what was new.
    pub new: u64,
}

/// How old somebody is who was eighteen in the middle of the five release years in a row from which most plays are; of equally
/// many the latest ones. A pastime, and no finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ListeningAge {
    /// In years, in the last year of the history.
    pub age: i32,
    /// That year: the one of the last counted play.
    pub now: i32,
    /// The first of the five years.
    pub from: i32,
    /// The last of them.
    pub to: i32,
    /// Counted plays from them.
    pub plays: u64,
}

/// A country that artists are from: each has one, as the source says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Origin {
    /// The country.
    pub country: Country,
    /// Counted plays.
    pub plays: u64,
    /// Time of all plays, in milliseconds.
    pub ms: u64,
    /// Different artists.
    pub artists: u64,
    /// The artist of most of its counted plays; of equally many the one that was heard first.
    pub top_artist: Option<String>,
}

impl Music {
    /// What the music of a selection is. None where nothing is known of it.
    #[must_use]
    pub fn of(selection: Selection<'_>, catalogue: &Catalogue) -> Option<Self> {
        let known = Known::of(selection);
        if known.genre + known.year + known.country == 0 {
            return None;
        }
        let genres = genres(selection, catalogue);
        Some(Self {
            sources: catalogue.sources().to_vec(),
            known,
            effective_genres: effective(genres.iter().map(|genre| genre.plays)),
            genres,
            styles: styles(selection, catalogue),
            by_year: by_year(selection, catalogue),
            decades: decades(selection),
            releases: releases(selection),
            age: age(selection),
            listening_age: listening_age(selection),
            countries: countries(selection),
        })
    }
}

impl Known {
    /// Whether enough is known of a fact to tell of it without saying how much: it is known of [`ENOUGH`] counted plays, and of
    /// one in [`ENOUGH_OF`].
    #[must_use]
    pub const fn is_enough(&self, plays: u64) -> bool {
        plays >= ENOUGH && plays.saturating_mul(ENOUGH_OF) >= self.plays
    }

    pub(crate) fn of(selection: Selection<'_>) -> Self {
        let mut known = Self::default();
        for row in selection.counted() {
            let facts = selection.names().facts(row.track);
            known.plays += 1;
            known.genre += u64::from(facts.genre.is_some());
            known.year += u64::from(facts.year.is_some());
            known.country += u64::from(country_of(selection, row).is_some());
        }
        known
    }
}

/// To one decimal; nothing of nothing.
fn effective(plays: impl Iterator<Item = u64> + Clone) -> f64 {
    match plays.clone().sum::<u64>() {
        0 => 0.0,
        _ => rounded(libm::exp2(entropy(plays)), 1),
    }
}

pub(crate) fn genre_of(selection: Selection<'_>, catalogue: &Catalogue, row: &Row) -> Option<Genre> {
    let style = selection.names().facts(row.track).genre?;
    catalogue.style(style).map(|style| style.genre)
}

/// The artist of most plays; of equally many the one that was heard first.
fn top_artist(selection: Selection<'_>, plays: &BTreeMap<u32, u64>) -> Option<String> {
    // Artists are numbered as they were heard first.
    let (&artist, _) = plays.iter().max_by_key(|&(&artist, &plays)| (plays, Reverse(artist)))?;
    Some(selection.names().artists()[artist as usize].to_owned())
}

fn genres(selection: Selection<'_>, catalogue: &Catalogue) -> Vec<GenreCount> {
    let mut found: BTreeMap<Genre, (GenreCount, BTreeMap<u32, u64>)> = BTreeMap::new();
    for row in selection.rows() {
        let Some(genre) = genre_of(selection, catalogue, row) else {
            continue;
        };
        let (count, artists) = found.entry(genre).or_insert_with(|| {
            let count = GenreCount {
                genre,
                plays: 0,
                ms: 0,
                artists: 0,
                top_artist: None,
                by_hour: [0; 24],
                by_weekday: [0; 7],
                by_month: [0; 12],
            };
            (count, BTreeMap::new())
        });
        count.ms += u64::from(row.ms);
        if row.counted {
            count.plays += 1;
            count.by_hour[row.hour()] += 1;
            count.by_weekday[row.day.weekday()] += 1;
            count.by_month[row.day.month().month() as usize - 1] += 1;
            if let Some(artist) = row.artist() {
                *artists.entry(artist).or_default() += 1;
            }
        }
    }
    let mut genres: Vec<GenreCount> = found
        .into_values()
        .filter(|(count, _)| count.plays > 0)
        .map(|(count, artists)| GenreCount {
            artists: artists.len() as u64,
            top_artist: top_artist(selection, &artists),
            ..count
        })
        .collect();
    genres.sort_by_key(|genre| (Reverse(genre.plays), Reverse(genre.ms), genre.genre));
    genres
}

fn styles(selection: Selection<'_>, catalogue: &Catalogue) -> Vec<StyleCount> {
    let mut counts: BTreeMap<u16, Count> = BTreeMap::new();
    for row in selection.rows() {
        if let Some(style) = selection.names().facts(row.track).genre {
            counts.entry(style).or_default().add(row);
        }
    }
    let styles = counts.into_iter().filter(|(_, count)| count.plays > 0);
    let mut styles: Vec<StyleCount> = styles
        .filter_map(|(style, count)| {
            let style = catalogue.style(style)?;
            Some(StyleCount {
                style: style.name.to_string(),
                genre: style.genre,
                plays: count.plays,
                ms: count.ms,
            })
        })
        .collect();
    styles.sort_by(|one, other| {
        (Reverse(one.plays), Reverse(one.ms), &one.style).cmp(&(Reverse(other.plays), Reverse(other.ms), &other.style))
    });
    styles.truncate(STYLES);
    styles
}

fn by_year(selection: Selection<'_>, catalogue: &Catalogue) -> Vec<YearGenres> {
    let year = |(year, part): (i32, Selection<'_>)| {
        let mut counts: BTreeMap<Genre, u64> = BTreeMap::new();
        for genre in part.counted().filter_map(|row| genre_of(selection, catalogue, row)) {
            *counts.entry(genre).or_default() += 1;
        }
        let mut genres: Vec<GenrePlays> = counts
            .into_iter()
            .map(|(genre, plays)| GenrePlays { genre, plays })
            .collect();
        genres.sort_by_key(|genre| (Reverse(genre.plays), genre.genre));
        (!genres.is_empty()).then(|| YearGenres {
            year,
            plays: genres.iter().map(|genre| genre.plays).sum(),
            effective_genres: effective(genres.iter().map(|genre| genre.plays)),
            genres,
        })
    };
    selection.by_year().filter_map(year).collect()
}

pub(crate) fn year_of(selection: Selection<'_>, row: &Row) -> Option<i32> {
    selection.names().facts(row.track).year.map(i32::from)
}

fn decades(selection: Selection<'_>) -> Vec<Decade> {
    let mut found: BTreeMap<i32, (Count, BTreeSet<u32>)> = BTreeMap::new();
    for row in selection.rows() {
        if let Some(year) = year_of(selection, row) {
            let (count, tracks) = found.entry(year.div_euclid(10) * 10).or_default();
            count.add(row);
            if row.counted {
                tracks.insert(row.track);
            }
        }
    }
    found.retain(|_, (count, _)| count.plays > 0);
    let ends = found.first_key_value().zip(found.last_key_value());
    let Some(((&first, _), (&last, _))) = ends else {
        return Vec::new();
    };
    let decade = |decade| {
        let (count, tracks) = found.get(&decade).cloned().unwrap_or_default();
        Decade {
            decade,
            plays: count.plays,
            ms: count.ms,
            tracks: tracks.len() as u64,
        }
    };
    (first..=last).step_by(10).map(decade).collect()
}

fn age(selection: Selection<'_>) -> Option<Age> {
    let all = YearAge::of(selection, selection, 0)?;
    let year = |(year, part)| YearAge::of(selection, part, year);
    Some(Age {
        plays: all.plays,
        median: all.median,
        median_year: all.median_year,
        new: all.new,
        by_year: selection.by_year().filter_map(year).collect(),
    })
}

impl YearAge {
    /// Of a part of a selection; nothing where no release year is known in it.
    fn of(selection: Selection<'_>, part: Selection<'_>, year: i32) -> Option<Self> {
        let played = part
            .counted()
            .filter_map(|row| Some((row.day.year(), year_of(selection, row)?)));
        let (mut ages, mut years): (Vec<i32>, Vec<i32>) = played
            .map(|(played, released)| ((played - released).max(0), released))
            .unzip();
        ages.sort_unstable();
        years.sort_unstable();
        Some(Self {
            year,
            plays: ages.len() as u64,
            median: *ages.get((ages.len().checked_sub(1)?) / 2)?,
            median_year: *years.get(years.len() / 2)?,
            new: ages.iter().filter(|&&age| age <= NEW_YEARS).count() as u64,
        })
    }
}

/// Counted plays by release year.
fn plays_by_release(selection: Selection<'_>) -> BTreeMap<i32, u64> {
    let mut plays = BTreeMap::new();
    for year in selection.counted().filter_map(|row| year_of(selection, row)) {
        *plays.entry(year).or_default() += 1;
    }
    plays
}

fn releases(selection: Selection<'_>) -> Vec<ReleaseYear> {
    let years = plays_by_release(selection).into_iter();
    years.map(|(year, plays)| ReleaseYear { year, plays }).collect()
}

fn listening_age(selection: Selection<'_>) -> Option<ListeningAge> {
    let plays = plays_by_release(selection);
    if plays.values().sum::<u64>() < ENOUGH {
        return None;
    }
    let now = selection.counted().last()?.day.year();
    let span = |&from: &i32| plays.range(from..from + AGE_SPAN).map(|(_, plays)| plays).sum::<u64>();
    // The latest of the best begins with a year that was played, or ends with the last one.
    let last = plays.keys().next_back()? - AGE_SPAN + 1;
    let starts = plays.keys().map(|&year| year.min(last));
    let from = starts.max_by_key(|from| (span(from), *from))?;
    let to = from + AGE_SPAN - 1;
    Some(ListeningAge {
        age: (now - (from + to) / 2 + AGE_THEN).max(0),
        now,
        from,
        to,
        plays: span(&from),
    })
}

fn country_of(selection: Selection<'_>, row: &Row) -> Option<Country> {
    selection.names().facts(row.track).country.and_then(Country::known)
}

fn countries(selection: Selection<'_>) -> Vec<Origin> {
    let mut found: BTreeMap<Country, (Count, BTreeMap<u32, u64>)> = BTreeMap::new();
    for row in selection.rows() {
        let Some(country) = country_of(selection, row) else {
            continue;
        };
        let (count, artists) = found.entry(country).or_default();
        count.add(row);
        if let Some(artist) = row.artist().filter(|_| row.counted) {
            *artists.entry(artist).or_default() += 1;
        }
    }
    let countries = found.into_iter().filter(|(_, (count, _))| count.plays > 0);
    let mut countries: Vec<Origin> = countries
        .map(|(country, (count, artists))| Origin {
            country,
            plays: count.plays,
            ms: count.ms,
            artists: artists.len() as u64,
            top_artist: top_artist(selection, &artists),
        })
        .collect();
    countries.sort_by_key(|origin| (Reverse(origin.plays), Reverse(origin.ms), origin.country));
    countries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Facts;
    use crate::testing::{History, folded_catalogue, histories};
    use crate::{Rule, Statistics, View, fold};
    use playtally_history::Kind;
    use proptest::prelude::*;

    fn known(style: &str, year: u16, country: &[u8; 2], catalogue: &mut Catalogue) {
        let genre = catalogue.genre(&[style.to_owned()]);
        catalogue.push(Facts {
            genre,
            year: Some(year),
            country: Some(*country),
        });
    }

    #[test]
    fn a_small_history_reads_as_documented() {
        let mut history = History::new();
        for hour in 10..16 {
            history = history.play(&format!("2020-06-01 {hour}:00"), "Otter", "River", 60);
        }
        let plays = history
            .play("2021-06-01 20:00", "Heron", "Legs", 60)
            .play("2021-06-01 21:00", "Heron", "Legs", 10)
            .play("2021-06-02 10:00", "Nobody", "Nothing", 60)
            .plays();
        let mut catalogue = Catalogue::default();
        for item in plays.items() {
            match &*item.title {
                "River" => known("Indie Rock", 1978, b"SE", &mut catalogue),
                "Legs" => known("Techno", 2020, b"BR", &mut catalogue),
                _ => catalogue.push(Facts::default()),
            }
        }
        let music = Statistics::knowing(&plays, &Rule::new(chrono_tz::UTC), &catalogue)
            .music
            .unwrap();
        assert_eq!((music.known.plays, music.known.genre, music.known.year), (8, 7, 7));
        let rock = &music.genres[0];
        assert_eq!(
            (rock.genre, rock.plays, rock.ms, rock.artists),
            (Genre::Rock, 6, 360_000, 1)
        );
        assert_eq!(
            (rock.top_artist.as_deref(), rock.by_hour[10], rock.by_month[5]),
            (Some("Otter"), 1, 6)
        );
        assert_eq!(
            (music.genres[1].plays, music.genres[1].ms),
            (1, 70_000),
            "time is of all plays"
        );
        assert_eq!(music.styles[0].style, "Indie Rock");
        let decades: Vec<(i32, u64)> = music.decades.iter().map(|of| (of.decade, of.plays)).collect();
        assert_eq!(
            decades,
            [(1970, 6), (1980, 0), (1990, 0), (2000, 0), (2010, 0), (2020, 1)]
        );
        let releases = [(1978, 6), (2020, 1)].map(|(year, plays)| ReleaseYear { year, plays });
        assert_eq!(music.releases, releases);
        let age = music.age.unwrap();
        assert_eq!((age.median, age.median_year, age.new), (42, 1978, 1));
        assert_eq!(music.listening_age, None, "of so few plays");
        let countries: Vec<(&str, u64, u64, u64)> = music
            .countries
            .iter()
            .map(|of| (of.country.as_str(), of.plays, of.ms, of.artists))
            .collect();
        assert_eq!(countries, [("SE", 6, 360_000, 1), ("BR", 1, 70_000, 1)]);
        assert_eq!(music.countries[0].top_artist.as_deref(), Some("Otter"));
        assert_eq!(music.known.country, 7);
        assert_eq!(music.by_year[1].genres[0].genre, Genre::Electronic);
        // 6 of 7 and 1 of 7: two to the power of 0.5917 bits.
        assert_eq!(music.effective_genres, 1.5);
    }

    #[test]
    fn a_listening_age_is_that_of_somebody_who_was_eighteen_in_the_best_five_years() {
        let mut history = History::new();
        for minute in 0..60 {
            history = history
                .play(&format!("2024-06-01 10:{minute:02}"), "Otter", "River", 40)
                .play(&format!("2024-06-02 10:{minute:02}"), "Otter", "Delta", 40);
        }
        let plays = history.play("2024-06-03 10:00", "Heron", "Legs", 60).plays();
        let mut catalogue = Catalogue::default();
        for item in plays.items() {
            match &*item.title {
                "River" => known("Rock", 1984, b"SE", &mut catalogue),
                "Delta" => known("Rock", 1988, b"SE", &mut catalogue),
                _ => known("Rock", 2024, b"SE", &mut catalogue),
            }
        }
        let music = Statistics::knowing(&plays, &Rule::new(chrono_tz::UTC), &catalogue)
            .music
            .unwrap();
        let expected = ListeningAge {
            age: 2024 - 1986 + 18,
            now: 2024,
            from: 1984,
            to: 1988,
            plays: 120,
        };
        assert_eq!(music.listening_age, Some(expected));
    }

    #[test]
    fn letters_that_stand_for_no_country_are_none() {
        let plays = History::new().play("2024-06-01 10:00", "Otter", "River", 40).plays();
        let mut catalogue = Catalogue::default();
        known("Rock", 1984, b"ZZ", &mut catalogue);
        let music = Statistics::knowing(&plays, &Rule::new(chrono_tz::UTC), &catalogue)
            .music
            .unwrap();
        assert_eq!((music.known.country, music.countries), (0, vec![]));
    }

    #[test]
    fn enough_is_a_hundred_plays_and_one_in_four() {
        let known = |plays| Known {
            plays,
            ..Known::default()
        };
        for (of, plays, enough) in [(100, 99, false), (100, 100, true), (400, 100, true), (401, 100, false)] {
            assert_eq!(known(of).is_enough(plays), enough, "{plays} of {of}");
        }
    }

    #[test]
    fn without_a_catalogue_or_with_one_of_other_plays_nothing_is_said() {
        let plays = History::new().play("2020-06-01 10:00", "Otter", "River", 60).plays();
        let rule = Rule::new(chrono_tz::UTC);
        assert_eq!(Statistics::compute(&plays, &rule).music, None);
        assert_eq!(Statistics::knowing(&plays, &rule, &Catalogue::default()).music, None);
        let others = folded_catalogue(&History::new().plays());
        assert_eq!(Statistics::knowing(&plays, &rule, &others).music, None);
    }

    proptest! {
        #[test]
        fn everything_agrees_with_the_plays_read_one_by_one((plays, rule) in histories()) {
            let catalogue = folded_catalogue(&plays);
            let view = View::knowing(&plays, &rule, Some(&catalogue));
            let selection = view.music();
            let Some(music) = Music::of(selection, &catalogue) else {
                return Ok(());
            };
            // Of each row, by the catalogue alone: what was said of the spellings of one recording is the same.
            let of = |row: &Row| {
                let (title, artist) = selection.names().track(row.track);
                let is_it = |item: &playtally_history::Item| {
                    item.kind == Kind::Music
                        && fold::title(&item.title) == fold::title(title)
                        && plays.artist(item).map(fold::artist) == artist.map(fold::artist)
                };
                let item = plays.items().iter().position(is_it).unwrap();
                catalogue.facts(item as u32)
            };
            let rows: Vec<(&Row, Facts)> = selection.counted().map(|row| (row, of(row))).collect();
            let plays_of = |is: &dyn Fn(&Row, Facts) -> bool| rows.iter().filter(|(row, facts)| is(row, *facts)).count() as u64;
            let style = |facts: Facts| facts.genre.map(|style| catalogue.style(style).unwrap().genre);
            for genre in Genre::all() {
                let said = music.genres.iter().find(|count| count.genre == genre);
                let expected = plays_of(&|_, facts| style(facts) == Some(genre));
                prop_assert_eq!(said.map_or(0, |count| count.plays), expected);
                prop_assert_eq!(said.map_or(0, |count| count.by_hour.iter().sum()), expected);
                prop_assert_eq!(said.map_or(0, |count| count.by_weekday.iter().sum()), expected);
                prop_assert_eq!(said.map_or(0, |count| count.by_month.iter().sum()), expected);
            }
            for decade in (1950..2040).step_by(10) {
                let said = music.decades.iter().find(|of| of.decade == decade).map_or(0, |of| of.plays);
                prop_assert_eq!(said, plays_of(&|_, facts| facts.year.is_some_and(|year| i32::from(year) / 10 * 10 == decade)));
            }
            for year in 1900..2100 {
                let said = music.releases.iter().find(|of| of.year == year).map_or(0, |of| of.plays);
                prop_assert_eq!(said, plays_of(&|_, facts| facts.year.is_some_and(|of| i32::from(of) == year)));
            }
            prop_assert!(music.releases.is_sorted_by(|one, other| one.year < other.year && one.plays > 0));
            for letters in [b"SE", b"BR"] {
                let is_from = |facts: Facts| facts.country == Some(*letters);
                let said = music.countries.iter().find(|origin| origin.country.as_str().as_bytes() == letters);
                prop_assert_eq!(said.map_or(0, |origin| origin.plays), plays_of(&|_, facts| is_from(facts)));
                let Some(said) = said else { continue };
                let all = selection.rows().iter().filter(|row| is_from(of(row)));
                prop_assert_eq!(said.ms, all.map(|row| u64::from(row.ms)).sum::<u64>());
                let mut artists: Vec<(u64, Reverse<u32>)> = Vec::new();
                for artist in 0..selection.names().artists().len() as u32 {
                    let plays = plays_of(&|row, facts| is_from(facts) && row.artist() == Some(artist));
                    artists.extend((plays > 0).then_some((plays, Reverse(artist))));
                }
                prop_assert_eq!(said.artists, artists.len() as u64);
                let top = artists.into_iter().max().map(|(_, Reverse(artist))| selection.names().artists()[artist as usize]);
                prop_assert_eq!(said.top_artist.as_deref(), top);
            }
            prop_assert!(music.countries.is_sorted_by(|one, other| (one.plays, one.ms) >= (other.plays, other.ms)));
            prop_assert_eq!(music.countries.iter().map(|origin| origin.plays).sum::<u64>(), music.known.country);
            prop_assert_eq!(music.known.year, plays_of(&|_, facts| facts.year.is_some()));
            prop_assert_eq!(music.by_year.iter().map(|year| year.plays).sum::<u64>(), music.known.genre);
            if let Some(age) = &music.age {
                let age_of = |row: &Row, facts: Facts| facts.year.map(|year| (row.day.year() - i32::from(year)).max(0));
                prop_assert_eq!(age.new, plays_of(&|row, facts| age_of(row, facts).is_some_and(|age| age <= 1)));
                let below = plays_of(&|row, facts| age_of(row, facts).is_some_and(|of| of < age.median));
                let to = plays_of(&|row, facts| age_of(row, facts).is_some_and(|of| of <= age.median));
                prop_assert!(2 * below < age.plays && 2 * to >= age.plays);
                prop_assert_eq!(age.by_year.iter().map(|year| year.plays).sum::<u64>(), age.plays);
            }
            if let Some(said) = music.listening_age {
                for from in 1940..2040 {
                    let plays = plays_of(&|_, facts| facts.year.is_some_and(|year| (from..from + 5).contains(&i32::from(year))));
                    prop_assert!(plays <= said.plays);
                }
            }
        }
    }
}
