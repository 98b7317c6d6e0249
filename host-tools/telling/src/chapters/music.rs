//! What the music is, as far as the sources that its owner fetched know it; and which these are.

use playtally_statistics::Statistics;
use playtally_statistics::music::{Music, Origin};

use crate::chapter::{Block, Brief, Chapter, Full};
use crate::chart::{Axis, Bar, Chart, HeatRow, Shape};
use crate::fact::Fact;
use crate::phrase::Phrase;
use crate::table::{Cell, Column, Table};
use crate::words::Noun;
use crate::words::number::{count, percent};

/// The most genres, styles and countries that are listed in brief, and styles in full.
const LISTED: usize = 8;
const STYLES: usize = 15;

pub(super) fn chapter(statistics: &Statistics) -> Chapter<'_> {
    let chapter = Chapter::new("music", "What the music is");
    let Some(music) = &statistics.music else {
        return chapter;
    };
    let mut brief = Vec::new();
    if !music.genres.is_empty() {
        brief.push(Brief::Table(genres(music)));
    }
    if !music.decades.is_empty() {
        brief.push(Brief::Table(decades(music)));
    }
    if !music.countries.is_empty() {
        brief.push(Brief::Table(countries(music)));
    }
    let facts = facts(music);
    brief.push(Brief::Facts(facts.iter().cloned().chain([sources(music)]).collect()));
    chapter.brief(brief).full(Some(full(music, facts)))
}

fn full<'a>(music: &'a Music, mut facts: Vec<Fact<'a>>) -> Full<'a> {
    let mut text = Vec::new();
    let mut figures = Vec::new();
    if let Some(first) = music.genres.first() {
        let says = Phrase::new()
            .words("Most of it is ")
            .words(first.genre.name())
            .words(", with ");
        let says = says
            .share(first.plays, music.known.genre)
            .words(" of the plays whose genre is known, ");
        text.push(
            says.count("/music/known/genre", music.known.genre, Noun::Play)
                .words("."),
        );
        figures.push((over_the_years(music), Some(genres(music))));
    }
    if let Some(age) = &music.age {
        let says = Phrase::new().words("Half of the plays are of what came out in ");
        let says = says.value("/music/age/median_year", age.median_year, age.median_year.to_string());
        text.push(says.words(" or later."));
        figures.push((skyline(music), Some(decades(music))));
    }
    facts.push(sources(music));
    let mut blocks = vec![Block::Figures(figures), Block::Facts(facts)];
    if !music.styles.is_empty() {
        blocks.push(Block::Figures(vec![(most_played(music), Some(styles(music)))]));
    }
    if let Some(first) = music.countries.first() {
        let says = Phrase::new()
            .words("Most plays are of artists from ")
            .country(first.country.as_str());
        let says = says.words(", ").share(first.plays, music.known.country);
        let says = says.words(" of those whose artist's country is known, ");
        text.push(
            says.count("/music/known/country", music.known.country, Noun::Play)
                .words("."),
        );
        blocks.push(Block::Figures(vec![(origins(music), Some(countries(music)))]));
    }
    let lead = match music.genres.first() {
        Some(first) => Phrase::new().words(first.genre.name()),
        None => Phrase::new().words(percent(music.known.year.max(music.known.country), music.known.plays)),
    };
    Full {
        lead,
        text,
        blocks,
        beside: false,
    }
}

fn facts(music: &Music) -> Vec<Fact<'_>> {
    let mut facts = Vec::new();
    if music.genres.len() > 1 {
        let effective = Phrase::new().value(
            "/music/effective_genres",
            music.effective_genres,
            format!("{:.1}", music.effective_genres),
        );
        let rest = Phrase::new().words("as if so many genres had been played equally often");
        facts.push(Fact::new("Genres in effect", effective, ", ", rest));
    }
    if let Some(age) = &music.age {
        let median = Phrase::new().count("/music/age/median", age.median.unsigned_abs().into(), Noun::Year);
        let rest = Phrase::new().words("in the median when it is played; ");
        let rest = rest.share(age.new, age.plays).words(" is at most a year old");
        facts.push(Fact::new("Age of releases", median, " ", rest));
    }
    if let Some(age) = music.listening_age {
        let years = Phrase::new().value("/music/listening_age/age", age.age, age.age.to_string());
        let rest = Phrase::new().words("as somebody who was eighteen in the middle of ");
        let rest = rest
            .value("/music/listening_age/from", age.from, age.from.to_string())
            .words(" to ");
        let rest = rest.value("/music/listening_age/to", age.to, age.to.to_string());
        facts.push(Fact::new(
            "Listening age",
            years,
            ", ",
            rest.words(", from which most plays are"),
        ));
    }
    let known = music.known;
    let parts = [("genre", known.genre), ("year", known.year), ("country", known.country)];
    let parts = parts.into_iter().filter(|(_, plays)| *plays > 0);
    let mut parts = parts.map(|(fact, plays)| Phrase::new().words(format!("{fact} of ")).share(plays, known.plays));
    let first = parts.next().unwrap_or_default();
    let others = Phrase::join(parts, ", ");
    let of = Phrase::new().count("/music/known/plays", known.plays, Noun::Play);
    let rest = if others.is_empty() {
        of
    } else {
        others.words(", of ").and(of)
    };
    facts.push(Fact::new("Known", first, ", ", rest));
    facts
}

/// Where the facts come from: whoever shows them says so.
fn sources(music: &Music) -> Fact<'_> {
    let source = |source: &'_ playtally_statistics::catalogue::Source| format!(" ({})", source.licence);
    let each = music
        .sources
        .iter()
        .map(|from| Phrase::new().name(&from.name).words(source(from)));
    let most = match music.sources.is_empty() {
        true => Phrase::new().words("what you said yourself"),
        false => Phrase::join(each, ", "),
    };
    Fact::new("Facts from", most, "", Phrase::new())
}

fn genres(music: &Music) -> Table<'_> {
    let most = music.genres.iter().map(|genre| genre.plays).max().unwrap_or(0);
    let mut table = Table::new(
        "Genres",
        [
            Column::words("Genre").at("/genre").clear(),
            Column::bars("", 12),
            Column::number("Plays").at("/plays"),
            Column::number("Artists").at("/artists").second(),
            Column::number("Time").at("/ms").second(),
            Column::names("Most played", 10).clear(),
        ],
    );
    for (index, genre) in music.genres.iter().enumerate() {
        let name = genre.genre.name();
        let cells = [
            Cell::valued(name, Phrase::new().words(name)),
            Cell::Bar(genre.plays, most),
            Cell::count(genre.plays),
            Cell::count(genre.artists),
            Cell::ms(genre.ms),
            Cell::name(genre.top_artist.as_deref().unwrap_or("")),
        ];
        table.row(format!("/music/genres/{index}"), cells);
    }
    cut(&mut table);
    table
}

/// In brief, the first few rows.
fn cut(table: &mut Table<'_>) {
    let others = table.rows.len().saturating_sub(LISTED) as u64;
    if others > 0 {
        table.cut = Some((LISTED, format!("and {} more", count(others))));
    }
}

fn decades(music: &Music) -> Table<'_> {
    let most = music.decades.iter().map(|decade| decade.plays).max().unwrap_or(0);
    let mut table = Table::new(
        "Decades of release",
        [
            Column::words("Decade").at("/decade").clear(),
            Column::bars("", 12),
            Column::number("Plays").at("/plays"),
            Column::number("Tracks").at("/tracks").second(),
            Column::number("Time").at("/ms").second(),
        ],
    );
    for (index, decade) in music.decades.iter().enumerate() {
        let cells = [
            Cell::valued(decade.decade, Phrase::new().words(format!("{}s", decade.decade))),
            Cell::Bar(decade.plays, most),
            Cell::count(decade.plays),
            Cell::count(decade.tracks),
            Cell::ms(decade.ms),
        ];
        table.row(format!("/music/decades/{index}"), cells);
    }
    table
}

fn styles(music: &Music) -> Table<'_> {
    let mut table = Table::new(
        "Styles",
        [
            Column::names("Style", 10).at("/style"),
            Column::words("Genre").at("/genre"),
            Column::number("Plays").at("/plays"),
            Column::number("Time").at("/ms").second(),
        ],
    );
    for (index, style) in music.styles.iter().enumerate().take(STYLES) {
        let cells = [
            Cell::valued(&style.style, Phrase::new().name(&style.style)),
            Cell::valued(style.genre.name(), Phrase::new().words(style.genre.name())),
            Cell::count(style.plays),
            Cell::ms(style.ms),
        ];
        table.row(format!("/music/styles/{index}"), cells);
    }
    table
}

fn countries(music: &Music) -> Table<'_> {
    let most = music.countries.iter().map(|origin| origin.plays).max().unwrap_or(0);
    let mut table = Table::new(
        "Where the artists are from",
        [
            Column::names("Country", 10).at("/country").clear(),
            Column::bars("", 12),
            Column::number("Plays").at("/plays"),
            Column::number("Artists").at("/artists").second(),
            Column::number("Time").at("/ms").second(),
            Column::names("Most played", 10).clear(),
        ],
    );
    for (index, origin) in music.countries.iter().enumerate() {
        let code = origin.country.as_str();
        let cells = [
            Cell::valued(code, Phrase::new().country(code)),
            Cell::Bar(origin.plays, most),
            Cell::count(origin.plays),
            Cell::count(origin.artists),
            Cell::ms(origin.ms),
            Cell::name(origin.top_artist.as_deref().unwrap_or("")),
        ];
        table.row(format!("/music/countries/{index}"), cells);
    }
    cut(&mut table);
    table
}

/// A row for each genre, a field for each year.
fn over_the_years(music: &Music) -> Chart<'_> {
    let years = music.by_year.first().zip(music.by_year.last());
    let years: Vec<i32> = years.map_or_else(Vec::new, |(first, last)| (first.year..=last.year).collect());
    let plays = |year: i32, genre| {
        let of_year = music.by_year.iter().find(|of_year| of_year.year == year);
        let found = of_year.and_then(|year| year.genres.iter().find(|of| of.genre == genre));
        found.map_or(0, |of| of.plays)
    };
    let rows = music.genres.iter().map(|genre| HeatRow {
        label: genre.genre.name(),
        fields: years.iter().map(|&year| plays(year, genre.genre)).collect(),
        count: None,
    });
    Chart {
        id: "genres".to_owned(),
        title: "Genres over the years".to_owned(),
        says: "A row for each genre, a field for each year; the stronger, the more plays.".to_owned(),
        shape: Shape::HeatMap {
            rows: rows.collect(),
            axis: Axis::Years(years),
            even: false,
        },
    }
}

fn bars<'a>(id: &str, title: &str, says: &str, bars: impl Iterator<Item = (String, u64)>) -> Chart<'a> {
    let bar = |(word, value)| Bar {
        word,
        value,
        shown: count(value),
    };
    Chart {
        id: id.to_owned(),
        title: title.to_owned(),
        says: says.to_owned(),
        shape: Shape::Bars(bars.map(bar).collect()),
    }
}

fn skyline<'a>(music: &Music) -> Chart<'a> {
    let each = music
        .decades
        .iter()
        .map(|decade| (format!("{}s", decade.decade), decade.plays));
    bars(
        "decades",
        "Decades of release",
        "A bar for each decade; the longer, the more plays of what came out in it.",
        each,
    )
}

fn most_played<'a>(music: &Music) -> Chart<'a> {
    let each = music
        .styles
        .iter()
        .take(STYLES)
        .map(|style| (style.style.clone(), style.plays));
    bars("styles", "Styles", "A bar for each of the most played styles.", each)
}

/// A disc for each country of which it is known where it lies.
fn origins<'a>(music: &Music) -> Chart<'a> {
    let most = music
        .countries
        .iter()
        .map(|origin| origin.plays)
        .max()
        .unwrap_or(0)
        .max(1);
    let disc = |origin: &Origin| {
        let (x, y) = origin.country.place()?;
        Some(([x, y], origin.plays as f64 / most as f64))
    };
    Chart {
        id: "origins".to_owned(),
        title: "Where the artists are from".to_owned(),
        says: "A disc for each country; the larger, the more plays.".to_owned(),
        shape: Shape::World(music.countries.iter().filter_map(disc).collect()),
    }
}
