//! Any table with named columns: CSV, TSV, JSON, JSON Lines, or a table of a SQLite database. MusicBrainz's canonical data is one.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::str::FromStr;

use playtally_history::rows::{self, Sight, Stored};

use crate::error::Fault;
use crate::evidence::{Entry, Gathering};

/// What a column can hold that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Artist,
    Album,
    Track,
    Genre,
    Year,
    Country,
    Id,
}

const ROLES: [(Role, &str); 7] = [
    (Role::Artist, "artist"),
    (Role::Album, "album"),
    (Role::Track, "track"),
    (Role::Genre, "genre"),
    (Role::Year, "year"),
    (Role::Country, "country"),
    (Role::Id, "id"),
];

/// Headers beside those that tables of plays have, in lower case and without anything between the words.
const HEADERS: &[(&str, Role)] = &[
    ("artistcreditname", Role::Artist),
    ("artistlabel", Role::Artist),
    ("performerlabel", Role::Artist),
    ("albumlabel", Role::Album),
    ("tracklabel", Role::Track),
    ("genre", Role::Genre),
    ("genres", Role::Genre),
    ("genrename", Role::Genre),
    ("genrelabel", Role::Genre),
    ("style", Role::Genre),
    ("styles", Role::Genre),
    ("tags", Role::Genre),
    ("year", Role::Year),
    ("releaseyear", Role::Year),
    ("yearreleased", Role::Year),
    ("originalyear", Role::Year),
    ("firstreleaseyear", Role::Year),
    ("firstreleasedate", Role::Year),
    ("releasedate", Role::Year),
    ("releasedon", Role::Year),
    ("publicationdate", Role::Year),
    ("artistcountry", Role::Country),
    ("countrycode", Role::Country),
    ("artistid", Role::Id),
    ("artistmbid", Role::Id),
    ("artistmbids", Role::Id),
    ("musicbrainzartistid", Role::Id),
    ("mbid", Role::Id),
];

/// Which columns to read, where their headers do not tell: `artist=Who,genre=3`.
///
/// A column goes by its name, in any case and with or without blanks, or by its number, counted from one; `table` is the table of a
/// database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    named: [Option<Box<str>>; ROLES.len()],
    table: Option<Box<str>>,
}

impl FromStr for Columns {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut columns = Self::default();
        for part in text.split(',') {
            let (key, value) = rows::named_column(part)?;
            let place = if key == "table" {
                &mut columns.table
            } else {
                let names = ROLES.map(|(_, name)| name);
                let place = names.iter().position(|name| *name == key);
                let place = place
                    .ok_or_else(|| format!("nothing is called \"{key}\"; there are {} and table", names.join(", ")))?;
                &mut columns.named[place]
            };
            if place.replace(value.into()).is_some() {
                return Err(format!("\"{key}\" is named twice"));
            }
        }
        Ok(columns)
    }
}

/// The columns of a table that are read, in the order of [`ROLES`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Plan([Option<usize>; ROLES.len()]);

impl Plan {
    /// For a table with this header.
    ///
    /// # Errors
    /// With what is missing, in words.
    fn of(header: &[String], columns: Option<&Columns>) -> Result<Self, String> {
        let mut plan = Self::default();
        for (place, name) in header.iter().enumerate() {
            if let Some(role) = role_of(name) {
                let of_role = &mut plan.0[role as usize];
                *of_role = of_role.or(Some(place));
            }
        }
        for (place, name) in columns.into_iter().flat_map(|columns| columns.named.iter().enumerate()) {
            if let Some(name) = name {
                let found = rows::place_of(header, name);
                plan.0[place] = Some(found.ok_or_else(|| format!("there is no column \"{name}\""))?);
            }
        }
        let has = |role: Role| plan.0[role as usize].is_some();
        if !has(Role::Artist) && !has(Role::Id) {
            return Err("no column is known to name the artist".to_owned());
        }
        if ![Role::Album, Role::Track, Role::Genre, Role::Year, Role::Country]
            .into_iter()
            .any(has)
        {
            return Err("no column is known to say anything of the artists".to_owned());
        }
        Ok(plan)
    }
}

fn role_of(header: &str) -> Option<Role> {
    let plain: String = header
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let own = HEADERS.iter().find(|(known, _)| *known == plain).map(|(_, role)| *role);
    own.or_else(|| {
        let role = rows::role_of(header)?;
        // Who made the album is asked for as well as who made the track.
        let role = if role == "album-artist" { "artist" } else { role };
        ROLES.iter().find(|(_, name)| *name == role).map(|(role, _)| *role)
    })
}

/// Whether a table begins so that can be read.
pub(crate) fn recognise(head: &[u8], columns: Option<&Columns>) -> Result<Sight, Fault> {
    let Some(sight) = Sight::of(head) else {
        return Err(Fault::Unknown(describe(head)));
    };
    match Plan::of(sight.names(), columns) {
        Ok(_) => Ok(sight),
        Err(missing) => {
            let seen = sight.names().join(", ");
            let seen = seen.chars().filter(|c| !c.is_control()).take(200).collect::<String>();
            Err(if columns.is_some() {
                Fault::Unclear(format!("{missing}; there are {seen}"))
            } else {
                Fault::Unknown(format!("has the columns {seen}, and {missing}"))
            })
        }
    }
}

fn describe(head: &[u8]) -> String {
    let what = match head {
        [] => "is empty",
        [b'<', ..] => "is XML, but neither Discogs' masters nor its releases",
        [b'P', b'K', ..] => "is a zip: unpack it first",
        _ if head.starts_with(b"PAR1") => "is Parquet: write it as CSV first",
        _ => "is no text that has columns",
    };
    what.to_owned()
}

/// Reads a table once past.
pub(crate) fn read(
    source: &mut dyn Read,
    sight: &Sight,
    columns: Option<&Columns>,
    gathering: &mut Gathering<'_>,
) -> Result<(), Fault> {
    let plan = Plan::of(sight.names(), columns).map_err(Fault::Unclear)?;
    let places = plan.0.map(|place| place.unwrap_or(usize::MAX));
    Ok(sight.each(source, &places, &mut |cells| add(cells, gathering))?)
}

/// Reads a table of a database.
pub(crate) fn read_stored(file: File, columns: Option<&Columns>, gathering: &mut Gathering<'_>) -> Result<(), Fault> {
    let mut stored = Stored::open(file)?;
    let tables = stored.tables();
    let wanted = columns.and_then(|columns| columns.table.as_deref());
    let mut can_be = tables.iter().filter(|(name, header)| match wanted {
        Some(wanted) => name.eq_ignore_ascii_case(wanted),
        None => Plan::of(header, columns).is_ok(),
    });
    let names = || {
        tables
            .iter()
            .map(|(name, _)| name.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (Some((name, header)), None) = (can_be.next(), can_be.next()) else {
        return Err(Fault::Unclear(format!(
            "which table to read is not clear: there are {}; choose one with --columns table=NAME, and name its columns",
            names()
        )));
    };
    let plan = Plan::of(header, columns).map_err(Fault::Unclear)?;
    let wanted = plan
        .0
        .map(|place| place.and_then(|place| header.get(place)).map_or("", String::as_str));
    Ok(stored.each(name, &wanted, &mut |cells| add(cells, gathering))?)
}

/// How many genres a cell may name.
const GENRES: usize = 8;

fn add(cells: &[Option<Cow<'_, str>>], gathering: &mut Gathering<'_>) {
    let [artist, album, track, genre, when, country, id] = cells else {
        return;
    };
    let text = |cell: &'_ Option<Cow<'_, str>>| cell.as_deref().map_or("", str::trim).to_owned();
    let name = artist.as_deref().map_or("", str::trim);
    let id = id.as_deref().map_or("", str::trim);
    if !gathering.may_mean(name, id) {
        return;
    }
    let (album, track, genre) = (text(album), text(track), text(genre));
    let mut genres = [""; GENRES];
    let mut count = 0;
    let words = genre
        .split([',', ';', '|'])
        .map(str::trim)
        .filter(|word| !word.is_empty());
    for (place, word) in genres.iter_mut().zip(words) {
        *place = word;
        count += 1;
    }
    gathering.add(&Entry {
        artist: name,
        id,
        album: &album,
        track: &track,
        genres: &genres[..count],
        year: year(when.as_deref().unwrap_or("")),
        country: code(country.as_deref().unwrap_or("")),
        ..Entry::default()
    });
}

/// The first year in a text: recorded music has come out since 1860, and nothing since is before 2100.
pub(crate) fn year(text: &str) -> Option<u16> {
    let mut digits = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4);
    digits.find_map(|digits| digits.parse().ok().filter(|year| (1860..2100).contains(year)))
}

/// A country's two letters.
pub(crate) fn code(text: &str) -> Option<[u8; 2]> {
    match *text.trim().as_bytes() {
        [one, two] if one.is_ascii_alphabetic() && two.is_ascii_alphabetic() => {
            let code = [one.to_ascii_uppercase(), two.to_ascii_uppercase()];
            // Those that stand for no country: MusicBrainz's and Discogs' "worldwide" and "Europe", and nowhere.
            (![*b"XW", *b"XE", *b"ZZ", *b"XX"].contains(&code)).then_some(code)
        }
        _ => None,
    }
}
