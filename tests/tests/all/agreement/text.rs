//! The report for a terminal: what each line says, with the places in the JSON.

use serde_json::Value;

use super::shown::{agree, agree_on_share};

/// A line by its chapter and what it is about. What stands in braces is a place in the JSON, or two of which the first is a
/// share of the second. What is in front of the template is a name, and what follows it is not looked at.
const LINES: &[(&str, &str, &str)] = &[
    (
        "Lately",
        "Last 4 weeks",
        ", {/recent/last_4_weeks/top_by_plays/artists/0/plays} of {/recent/last_4_weeks/totals/counted_plays}",
    ),
    (
        "Lately",
        "Last 6 months",
        ", {/recent/last_6_months/top_by_plays/artists/0/plays} of {/recent/last_6_months/totals/counted_plays}",
    ),
    (
        "Lately",
        "Last 12 months",
        ", {/recent/last_12_months/top_by_plays/artists/0/plays} of {/recent/last_12_months/totals/counted_plays}",
    ),
    (
        "Lately",
        "Climber",
        " from {/movers/climbers/0/before} to {/movers/climbers/0/plays} in twelve",
    ),
    (
        "Lately",
        "Faller",
        " from {/movers/fallers/0/before} to {/movers/fallers/0/plays} in twelve",
    ),
    (
        "Round the clock",
        "Middle of the day",
        "{/chronotype/mean_minute} ± {/chronotype/spread_minutes};",
    ),
    (
        "Round the clock",
        "Middle of the day",
        "; {/chronotype/working_days/mean_minute} on working days, {/chronotype/weekends/mean_minute} at weekends",
    ),
    (
        "Day by day",
        "Biggest day",
        ", {/biggest_day/date}: {/biggest_day/ms}, {/biggest_day/plays}",
    ),
    (
        "Day by day",
        "Longest streak",
        "{/longest_streak/days} in a row, {/longest_streak/from} to {/longest_streak/to}",
    ),
    (
        "Day by day",
        "Streak at end",
        "{/current_streak/days} in a row, {/current_streak/from} to {/current_streak/to}",
    ),
    (
        "Day by day",
        "Silence",
        "{/silence/days_without} without music, {/silence/longest/days} of them in a row from {/silence/longest/from}",
    ),
    (
        "Day by day",
        "Eddington",
        "{/eddington/number} days with at least {/eddington/number} plays each; {/eddington/days_to_next} to the next",
    ),
    (
        "Devotion",
        "Heard before",
        "{/repeats/again % /repeats/plays} of all plays",
    ),
    (
        "Devotion",
        "Heard before",
        "; {/repeats/straight % /repeats/plays} right after",
    ),
    ("Devotion", "Most in a day", ", {/binges/day/plays} on {/binges/day/to}"),
    (
        "Devotion",
        "Most in a week",
        ", {/binges/week/plays} up to {/binges/week/to}",
    ),
    (
        "Devotion",
        "Longest run",
        ", {/repeats/longest_artist_run/plays} in a row, {/repeats/longest_artist_run/from}",
    ),
    (
        "Devotion",
        "Comeback",
        " after {/devotion/comebacks/0/silent_days}, on {/devotion/comebacks/0/back}",
    ),
    (
        "Devotion",
        "Forgotten artist",
        ", {/devotion/forgotten_artists/0/plays}, the last on {/devotion/forgotten_artists/0/last}",
    ),
    (
        "Devotion",
        "Forgotten track",
        ", {/devotion/forgotten_tracks/0/plays}, the last on {/devotion/forgotten_tracks/0/last}",
    ),
    (
        "Devotion",
        "One-hit wonder",
        ", {/devotion/one_hit_wonders/0/plays} and nothing else",
    ),
    (
        "Patience",
        "Skipped",
        "{/patience/skips % /patience/starts} of all plays; {/patience/finished % /patience/starts} came to their end",
    ),
    (
        "Patience",
        "A play lasts",
        "{/patience/median_ms}, one that is skipped {/patience/median_skip_ms}",
    ),
    (
        "Patience",
        "Most skipped",
        ", {/patience/most_skipped/0/skips} of {/patience/most_skipped/0/starts}",
    ),
    ("Patience", "Never skipped", ", {/patience/never_skipped/0/starts}"),
    ("Patience", "Went back to", ", {/patience/back_to/0/times}"),
    (
        "Sessions",
        "Sessions",
        "{/sessions/sessions}; half of them longer than {/sessions/median_ms}, {/sessions/median_plays}",
    ),
    (
        "Sessions",
        "The longest",
        "{/sessions/longest/ms}, {/sessions/longest/plays}, from {/sessions/longest/date}, {/sessions/longest/minute}",
    ),
    ("Sessions", "Begin with", ", {/sessions/openers/0/sessions}"),
    (
        "Places and devices",
        "With shuffle",
        "{/devices/shuffle/yes % /devices/shuffle/known}, {/devices/shuffle/yes} of the {/devices/shuffle/known} of which",
    ),
    (
        "Places and devices",
        "Offline",
        "{/devices/offline/yes % /devices/offline/known}, {/devices/offline/yes} of the {/devices/offline/known} of which",
    ),
    (
        "What the music is",
        "Age of releases",
        "{/music/age/median} in the median when it is played; {/music/age/new % /music/age/plays} is at most",
    ),
    (
        "What the music is",
        "Listening age",
        "{/music/listening_age/age}, as somebody who was eighteen in the middle of {/music/listening_age/from} to \
         {/music/listening_age/to}, from",
    ),
    (
        "What the music is",
        "Known",
        "genre of {/music/known/genre % /music/known/plays}, year of {/music/known/year % /music/known/plays}, country of \
         {/music/known/country % /music/known/plays}, of {/music/known/plays}",
    ),
    (
        "What it is worth",
        "To a buyer",
        "{/worth/dollars}, {/worth/cents_per_play} cents a play",
    ),
];

/// A row of a table by the list of the JSON: what its last columns are, behind names and bars.
const TABLES: &[(&str, &str, &[&str])] = &[
    ("Artists", "/top_artists", &["/plays", "/ms"]),
    ("Tracks", "/top_tracks", &["/plays", "/ms"]),
    ("Albums", "/top_albums", &["/plays", "/ms"]),
    (
        "Breadth and age",
        "/breadth/by_year",
        &["/effective_artists", "/artists", "/exploring % /plays"],
    ),
];

/// Holds what the report says against the JSON; how much that is.
pub(crate) fn check(text: &str, json: &Value) -> usize {
    let mut checked = head(text, json);
    for (chapter, about, template) in LINES {
        let said = chapter_of(text, chapter).and_then(|lines| fact(&lines, about));
        checked += said.map_or(0, |said| held(&said, template, json));
    }
    for (chapter, at, columns) in TABLES {
        let rows = json.pointer(at).and_then(Value::as_array).map_or(0, Vec::len);
        let lines = chapter_of(text, chapter).unwrap_or_default();
        for (index, line) in lines.iter().skip(1).take(rows).enumerate() {
            let cells: Vec<&str> = line
                .split("  ")
                .map(str::trim)
                .filter(|cell| !cell.is_empty())
                .collect();
            for (cell, column) in cells[cells.len() - columns.len()..].iter().zip(*columns) {
                let place = column.split(" % ").map(|field| format!("{at}/{index}{field}"));
                checked += held(cell, &format!("{{{}}}", place.collect::<Vec<_>>().join(" % ")), json);
            }
        }
    }
    checked + years(text, json) + year_five(text, json) + widest(text, json) + listener(text, json) + music(text, json)
}

/// The first lines.
fn head(text: &str, json: &Value) -> usize {
    let lines: Vec<&str> = text.lines().map(str::trim).take(4).collect();
    let mut checked = held(lines[1], "{/totals/ms} of music on {/totals/days}", json);
    checked += if lines[2].contains("all of them") {
        held(lines[2], "{/totals/plays}, all of them", json)
    } else {
        held(
            lines[2],
            "{/totals/plays}, {/totals/counted_plays} of them counted",
            json,
        )
    };
    for thing in lines[3].split(" · ") {
        let word = thing.split(' ').next_back().expect("a word");
        let field = format!("/totals/{}s", word.trim_end_matches('s'));
        checked += held(thing, &format!("{{{field}}}"), json);
    }
    checked
}

/// The years: plays, and the time behind them.
fn years(text: &str, json: &Value) -> usize {
    let mut checked = 0;
    for line in chapter_of(text, "Year by year").unwrap_or_default() {
        let cells: Vec<&str> = line
            .split("  ")
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .collect();
        let years = json["by_year"].as_array().expect("years");
        let Some(at) = years
            .iter()
            .position(|year| Some(&*year["year"].to_string()) == cells.first().copied())
        else {
            continue;
        };
        let time = cells
            .iter()
            .position(|cell| cell.ends_with(" min") || cell.ends_with(" h") || cell.ends_with(" s"));
        let time = time.expect("a time");
        checked += held(cells[time], &format!("{{/by_year/{at}/ms}}"), json);
        checked += held(cells[time - 1], &format!("{{/by_year/{at}/plays}}"), json);
    }
    checked
}

/// The year's five: how much all of it is, and the plays of each.
fn year_five(text: &str, json: &Value) -> usize {
    let Some(year) = json.pointer("/year_five/year") else {
        return 0;
    };
    let lines = chapter_of(text, &format!("Five of {year}")).expect("a chapter");
    let all = fact(&lines, "In all").expect("all of it");
    let mut checked = held(&all, "{/year_five/ms}, {/year_five/plays}", json);
    for list in ["/year_five/artists", "/year_five/tracks"] {
        let rows = json.pointer(list).and_then(Value::as_array).map_or(0, Vec::len);
        let head = match list {
            "/year_five/artists" => "  Artists ",
            _ => "  Tracks ",
        };
        let rows_of = lines.iter().skip_while(|line| !line.starts_with(head)).skip(1);
        for (index, line) in rows_of.take(rows).enumerate() {
            let plays = line.split(' ').next_back().expect("a number");
            checked += held(plays, &format!("{{{list}/{index}/plays}}"), json);
        }
    }
    checked
}

/// The widest year, and another one.
fn widest(text: &str, json: &Value) -> usize {
    let said = chapter_of(text, "Breadth and age").and_then(|lines| fact(&lines, "Widest year"));
    let Some(said) = said else { return 0 };
    let years = json["breadth"]["by_year"].as_array().expect("years");
    let artists = |year: &str| {
        let year: u64 = year.parse().expect("a year");
        let of = years.iter().find(|of| of["year"] == year).expect("counted");
        of["artists"].as_u64().expect("artists")
    };
    let (widest, rest) = said.split_once(", ").expect("a year");
    let (most, other) = rest.split_once("; ").expect("two years");
    let (fewer, year) = other.split_once(" in ").expect("another year");
    assert_eq!(
        agree(most, "artists", &artists(widest).into()).and(agree(fewer, "artists", &artists(year).into())),
        Ok(()),
        "{said}"
    );
    assert!(
        years.iter().all(|of| of["artists"].as_u64() <= Some(artists(widest))),
        "{said}"
    );
    2
}

/// The type, and its four shares.
fn listener(text: &str, json: &Value) -> usize {
    let Some(name) = json.pointer("/listener/name").and_then(Value::as_str) else {
        assert_eq!(chapter_of(text, "Listening type"), None);
        return 0;
    };
    let lines = chapter_of(text, "Listening type").expect("a chapter");
    assert!(
        fact(&lines, "Type").is_some_and(|said| said.starts_with(name)),
        "{name}"
    );
    for (one, other, field) in [
        ("Explores", "Returns", "exploring"),
        ("Morning", "Night", "morning"),
        ("Loyal", "Roams", "loyal"),
        ("Skips", "Patient", "skipped"),
    ] {
        let permille = json["listener"][format!("{field}_permille")].as_f64().expect("a share");
        let (said, part) = match fact(&lines, one) {
            Some(said) => (said, permille),
            None => (fact(&lines, other).expect("a side"), 1_000.0 - permille),
        };
        let shown = said.split(" of plays").next().expect("a share");
        assert_eq!(agree_on_share(shown, part, 1_000.0), Ok(()), "{field}: {said}");
    }
    5
}

/// The rows of genres, decades and countries: their names are known, and bars and names of artists stand around the numbers.
fn music(text: &str, json: &Value) -> usize {
    let lines = chapter_of(text, "What the music is").unwrap_or_default();
    let list = |at: &str| json.pointer(at).and_then(Value::as_array).cloned().unwrap_or_default();
    let genre = |(index, of): (usize, &Value)| {
        let name = of["genre"].as_str().expect("a name").to_owned();
        (name, format!("/music/genres/{index}"), ["plays", "artists", "ms"], 1)
    };
    let decade = |(index, of): (usize, &Value)| {
        let name = format!("{}s", of["decade"]);
        (name, format!("/music/decades/{index}"), ["plays", "tracks", "ms"], 0)
    };
    let country = |(index, of): (usize, &Value)| {
        let name = country(of["country"].as_str().expect("letters")).to_owned();
        (name, format!("/music/countries/{index}"), ["plays", "artists", "ms"], 1)
    };
    let [genres, decades, countries] = ["/music/genres", "/music/decades", "/music/countries"].map(list);
    // In brief there are eight genres and countries.
    let rows = genres.iter().enumerate().take(8).map(genre);
    let rows = rows.chain(decades.iter().enumerate().map(decade));
    let mut checked = 0;
    for (name, at, fields, behind) in rows.chain(countries.iter().enumerate().take(8).map(country)) {
        let begins = |line: &&&str| {
            line.strip_prefix("  ")
                .is_some_and(|line| line.starts_with(&format!("{name}  ")))
        };
        let line = lines.iter().find(begins).unwrap_or_else(|| panic!("{name} is nowhere"));
        let cells: Vec<&str> = line
            .split("  ")
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .collect();
        let numbers = &cells[cells.len() - behind - fields.len()..];
        for (cell, field) in numbers.iter().zip(fields) {
            checked += held(cell, &format!("{{{at}/{field}}}"), json);
        }
    }
    checked
}

/// What a country of the table about the music is called.
pub(crate) fn country(letters: &str) -> &'static str {
    let (_, name) = super::COUNTRIES
        .iter()
        .find(|(code, _)| *code == letters)
        .expect("a country of the table");
    name
}

/// The lines of a chapter.
fn chapter_of<'t>(text: &'t str, chapter: &str) -> Option<Vec<&'t str>> {
    let lines = text.lines().skip_while(|line| *line != chapter).skip(1);
    let lines: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    (!lines.is_empty()).then_some(lines)
}

/// What is said about something, with the lines in which it goes on.
fn fact(lines: &[&str], about: &str) -> Option<String> {
    let first = lines
        .iter()
        .position(|line| line.get(2..20).is_some_and(|label| label.trim_end() == about))?;
    let goes_on = |line: &&&str| line.starts_with(&" ".repeat(20));
    let others = lines[first + 1..].iter().take_while(goes_on).map(|line| line.trim());
    let first = lines[first][20..].trim();
    Some([first].into_iter().chain(others).collect::<Vec<_>>().join(" "))
}

/// Holds a text against a template; how many places that are.
fn held(said: &str, template: &str, json: &Value) -> usize {
    let mut checked = 0;
    // From the end, for names may hold anything.
    let mut parts: Vec<&str> = template.split(['{', '}']).collect();
    let mut rest = match parts.pop().expect("an end") {
        // What follows a sentence is not looked at.
        "" if !template.contains(';') => said.split(';').next().unwrap_or(said),
        "" => said,
        end => match said.rfind(end) {
            Some(at) => &said[..at],
            None => return 0,
        },
    };
    while let Some(place) = parts.pop() {
        let before = parts.pop().unwrap_or("");
        let at = rest
            .rfind(before)
            .unwrap_or_else(|| panic!("{said:?} is not {template:?}"));
        let at = if before.is_empty() { 0 } else { at };
        let shown = &rest[at + before.len()..];
        if let Err(error) = one(shown, place, json) {
            panic!("{place} in {said:?}: {error}");
        }
        checked += 1;
        rest = &rest[..at];
    }
    checked
}

fn one(shown: &str, place: &str, json: &Value) -> Result<(), String> {
    let value = |at: &str| json.pointer(at).unwrap_or_else(|| panic!("{at} is nowhere"));
    match place.split_once(" % ") {
        Some((part, whole)) => {
            let number = |at| value(at).as_f64().expect("a number");
            agree_on_share(shown, number(part), number(whole))
        }
        None => agree(shown, place, value(place)),
    }
}
