//! Reading the whole history. What cannot have been written so is damage, and not read.

use std::sync::{Arc, Mutex};

use chrono_tz::Tz;
use rusqlite::Connection;
use rusqlite::functions::{Aggregate, Context, FunctionFlags};
use rusqlite::types::Null;
use rustc_hash::FxHashSet;

use crate::assemble::{Assembly, name_authors};
use crate::exchange::Said;
use crate::facts::Facts;
use crate::matching::{self, EchoRow, Gathering};
use crate::play::{Item, Kind, Plays};
use crate::record;
use crate::settle::Row;
use crate::source::Sources;
use crate::time;

pub(super) fn plays(connection: &Connection, home: Tz) -> rusqlite::Result<Plays> {
    // All queries see the library at one moment.
    let connection = connection.unchecked_transaction()?;
    let artists = artists(&connection)?;
    let items = items(&connection, &artists, |_| {})?;
    let count: u32 = connection.query_row("SELECT count(*) FROM plays", [], |row| row.get(0))?;
    let assembly = Arc::new(Mutex::new(Some(Assembly::new(artists, items, count as usize))));
    let assemble = Assemble(Arc::clone(&assembly), home);
    connection.create_aggregate_function("assemble", 5, FunctionFlags::SQLITE_UTF8, assemble)?;
    // A table is read in the order of its key. Asking for it here would make SQLite copy each row once more.
    let query = "SELECT assemble(key, item, started_at, ms_played, facts) FROM plays";
    connection.query_row(query, [], |_| Ok(()))?;
    let whole = assembly.lock().ok().and_then(|mut assembly| assembly.take());
    let whole = whole.ok_or(rusqlite::Error::UnwindingPanic)?;
    // A page that lost its place takes its rows with it.
    expect(whole.rows() == count as usize, 0, i64::from(count))?;
    Ok(whole.finish())
}

/// An aggregate function that adds rows to an assembly: so handed out, a row costs half of what it does to step to it and
/// to ask for each of its columns.
struct Assemble(Arc<Mutex<Option<Assembly>>>, Tz);

/// An assembly, and the key of the last row that it was given.
type UpTo = (Assembly, Option<i64>);

impl Aggregate<UpTo, Null> for Assemble {
    fn init(&self, _: &mut Context<'_>) -> rusqlite::Result<UpTo> {
        let assembly = self.0.lock().ok().and_then(|mut assembly| assembly.take());
        Ok((assembly.ok_or(rusqlite::Error::UnwindingPanic)?, None))
    }

    fn step(&self, row: &mut Context<'_>, (assembly, last): &mut UpTo) -> rusqlite::Result<()> {
        let row = Row {
            key: row.get(0)?,
            item: row.get(1)?,
            started_at: row.get(2)?,
            ms_played: row.get(3)?,
            facts: row.get(4)?,
        };
        check(&row, assembly.items(), last)?;
        assembly.add(&row.in_utc(self.1));
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, assembly: Option<UpTo>) -> rusqlite::Result<Null> {
        if let (Some((assembly, _)), Ok(mut place)) = (assembly, self.0.lock()) {
            *place = Some(assembly);
        }
        Ok(Null)
    }
}

/// The sources that plays are from.
pub(super) fn sources(connection: &Connection) -> rusqlite::Result<Sources> {
    let mut query = connection.prepare("SELECT DISTINCT facts & ? FROM plays")?;
    let sources = query.query_map([Facts::SOURCE_MASK], |row| Ok(Facts::unpack(row.get(0)?).source))?;
    sources.collect()
}

/// Every play that is an echo.
pub(super) fn echoes(connection: &Connection, home: Tz) -> rusqlite::Result<Vec<EchoRow>> {
    let artists = artists(connection)?;
    let items = items(connection, &artists, |_| {})?;
    let mut gathering = Gathering::new(&artists, &items);
    let mut query = connection.prepare(PLAYS)?;
    let mut rows = query.query([])?;
    let mut last = None;
    while let Some(row) = rows.next()? {
        let row = self::row(row)?;
        check(&row, items.len(), &mut last)?;
        gathering.add(&row.in_utc(home));
    }
    Ok(gathering.finish())
}

/// Hands out every play with what is said of its item, by key, until it is told to end.
pub(super) fn each(
    connection: &Connection,
    home: Tz,
    mut with: impl FnMut(&Row, &Said<'_>) -> bool,
) -> rusqlite::Result<()> {
    let connection = connection.unchecked_transaction()?;
    let echoes: FxHashSet<i64> = match matching::are_several_services(sources(&connection)?) {
        true => echoes(&connection, home)?.iter().map(|echo| echo.key).collect(),
        false => FxHashSet::default(),
    };
    let artists = artists(&connection)?;
    let mut uris: Vec<Box<str>> = Vec::new();
    let mut items = items(&connection, &artists, |uri| uris.push(uri.into()))?;
    let names: Vec<u64> = items
        .iter()
        .map(|item| record::names(item.kind, name(&artists, item), &item.title, &item.album))
        .collect();
    name_authors(&artists, &mut items);
    let mut query = connection.prepare(PLAYS)?;
    let mut rows = query.query([])?;
    let mut last = None;
    while let Some(row) = rows.next()? {
        let row = self::row(row)?;
        check(&row, items.len(), &mut last)?;
        let row = row.in_utc(home);
        let number = row.item as usize;
        let (item, uri) = (&items[number], &uris[number]);
        let said = Said {
            kind: item.kind,
            artist: name(&artists, item),
            title: &item.title,
            album: &item.album,
            uri,
            names: names[number],
            echo: echoes.contains(&row.key),
        };
        if !with(&row, &said) {
            break;
        }
    }
    Ok(())
}

const PLAYS: &str = "SELECT key, item, started_at, ms_played, facts FROM plays ORDER BY key";

fn name<'a>(artists: &'a [Box<str>], item: &Item) -> &'a str {
    artists.get(item.artist as usize).map_or("", |name| name)
}

/// Every artist, at the index that is its number.
fn artists(connection: &Connection) -> rusqlite::Result<Vec<Box<str>>> {
    let mut artists: Vec<Box<str>> = Vec::new();
    let mut query = connection.prepare("SELECT id, name FROM artists ORDER BY id")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let id = row.get(0)?;
        expect(id == artists.len() as i64, 0, id)?;
        artists.push(row.get_ref(1)?.as_str()?.into());
    }
    Ok(artists)
}

/// Every item, at the index that is its number; their URIs are handed out one after the other.
fn items(connection: &Connection, artists: &[Box<str>], mut with_uri: impl FnMut(&str)) -> rusqlite::Result<Vec<Item>> {
    let mut items: Vec<Item> = Vec::new();
    let query = "SELECT id, kind, artist, title, album, uri, hash, names FROM items ORDER BY id";
    let mut query = connection.prepare(query)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (id, kind, artist): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        expect(id == items.len() as i64, 0, id)?;
        let kind = usize::try_from(kind).ok().and_then(|kind| Kind::ALL.get(kind).copied());
        let name = usize::try_from(artist).ok().and_then(|artist| artists.get(artist));
        let (Some(kind), Some(name)) = (kind, name) else {
            return expect(false, 2, artist).map(|()| items);
        };
        let text = |column: usize| Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_str()?);
        let (title, album, uri) = (text(3)?, text(4)?, text(5)?);
        // One letter that changed changes the hashes.
        let (hash, names): (i64, i64) = (row.get(6)?, row.get(7)?);
        let sound = hash as u64 == record::item(kind, uri, name, title, album)
            && names as u64 == record::names(kind, name, title, album);
        expect(sound, 6, hash)?;
        with_uri(uri);
        items.push(Item {
            kind,
            title: title.into(),
            artist: artist as u32, // is an index of the artists
            album: album.into(),
        });
    }
    Ok(items)
}

/// Refuses a play that no import can have written, or not to this place after the last one.
fn check(row: &Row, items: usize, last: &mut Option<i64>) -> rusqlite::Result<()> {
    let times = 0..=time::LAST;
    expect(last.replace(row.key) < Some(row.key), 0, row.key)?;
    expect((row.item as usize) < items, 1, i64::from(row.item))?;
    expect(times.contains(&record::stamp(row.key)), 0, row.key)?;
    expect(times.contains(&row.started_at), 2, row.started_at)?;
    expect(Facts::unpack(row.facts).pack() == row.facts, 4, i64::from(row.facts))
}

/// An error about the value in this column, unless it is as it must be.
pub(super) const fn expect(sound: bool, column: usize, value: i64) -> rusqlite::Result<()> {
    if sound {
        Ok(())
    } else {
        Err(rusqlite::Error::IntegralValueOutOfRange(column, value))
    }
}

/// A row of `key, item, started_at, ms_played, facts`.
pub(super) fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        key: row.get(0)?,
        item: row.get(1)?,
        started_at: row.get(2)?,
        ms_played: row.get(3)?,
        facts: row.get(4)?,
    })
}
