//! Reading the whole history.

use std::sync::{Arc, Mutex};

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

pub(super) fn plays(connection: &Connection) -> rusqlite::Result<Plays> {
    // All queries see the library at one moment.
    let connection = connection.unchecked_transaction()?;
    let artists = artists(&connection)?;
    let items = items(&connection)?;
    let count: u32 = connection.query_row("SELECT count(*) FROM plays", [], |row| row.get(0))?;
    let assembly = Arc::new(Mutex::new(Some(Assembly::new(artists, items, count as usize))));
    let assemble = Assemble(Arc::clone(&assembly));
    connection.create_aggregate_function("assemble", 4, FunctionFlags::SQLITE_UTF8, assemble)?;
    // A table is read in the order of its key. Asking for it here would make SQLite copy each row once more.
    let query = "SELECT assemble(item, started_at, ms_played, facts) FROM plays";
    connection.query_row(query, [], |_| Ok(()))?;
    let whole = assembly.lock().ok().and_then(|mut assembly| assembly.take());
    whole.map(Assembly::finish).ok_or(rusqlite::Error::UnwindingPanic)
}

/// An aggregate function that adds rows to an assembly: so handed out, a row costs half of what it does to step to it and
/// to ask for each of its columns.
struct Assemble(Arc<Mutex<Option<Assembly>>>);

impl Aggregate<Assembly, Null> for Assemble {
    fn init(&self, _: &mut Context<'_>) -> rusqlite::Result<Assembly> {
        let assembly = self.0.lock().ok().and_then(|mut assembly| assembly.take());
        assembly.ok_or(rusqlite::Error::UnwindingPanic)
    }

    fn step(&self, row: &mut Context<'_>, assembly: &mut Assembly) -> rusqlite::Result<()> {
        assembly.add(&Row {
            key: 0, // the rows come in its order
            item: row.get(0)?,
            started_at: row.get(1)?,
            ms_played: row.get(2)?,
            facts: row.get(3)?,
        });
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, assembly: Option<Assembly>) -> rusqlite::Result<Null> {
        if let (Some(assembly), Ok(mut place)) = (assembly, self.0.lock()) {
            *place = Some(assembly);
        }
        Ok(Null)
    }
}

/// The sources that plays are from.
pub(super) fn sources(connection: &Connection) -> rusqlite::Result<Sources> {
    // The bits of the source's number.
    let mut query = connection.prepare("SELECT DISTINCT facts & 0xC000000F FROM plays")?;
    let sources = query.query_map([], |row| Ok(Facts::unpack(row.get(0)?).source))?;
    sources.collect()
}

/// Every play that is an echo.
pub(super) fn echoes(connection: &Connection) -> rusqlite::Result<Vec<EchoRow>> {
    let (artists, items) = (artists(connection)?, items(connection)?);
    let mut gathering = Gathering::new(&artists, &items);
    let mut query = connection.prepare(PLAYS)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        gathering.add(&self::row(row)?);
    }
    Ok(gathering.finish())
}

/// Hands out every play with what is said of its item, by key, until it is told to end.
pub(super) fn each(connection: &Connection, mut with: impl FnMut(&Row, &Said<'_>) -> bool) -> rusqlite::Result<()> {
    let connection = connection.unchecked_transaction()?;
    let echoes: FxHashSet<i64> = match matching::are_several_services(sources(&connection)?) {
        true => echoes(&connection)?.iter().map(|echo| echo.key).collect(),
        false => FxHashSet::default(),
    };
    let artists = artists(&connection)?;
    let mut items = items(&connection)?;
    let names: Vec<u64> = items
        .iter()
        .map(|item| record::names(item.kind, name(&artists, item), &item.title, &item.album))
        .collect();
    name_authors(&artists, &mut items);
    let mut uris: Vec<Box<str>> = Vec::new();
    let mut query = connection.prepare("SELECT id, uri FROM items ORDER BY id")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        uris.resize(row.get::<_, u32>(0)? as usize, "".into());
        uris.push(row.get_ref(1)?.as_str()?.into());
    }
    let mut query = connection.prepare(PLAYS)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let row = self::row(row)?;
        let number = row.item as usize;
        let (Some(item), Some(uri)) = (items.get(number), uris.get(number)) else {
            continue;
        };
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
        artists.resize(row.get::<_, u32>(0)? as usize, "".into());
        artists.push(row.get_ref(1)?.as_str()?.into());
    }
    Ok(artists)
}

/// Every item, at the index that is its number.
fn items(connection: &Connection) -> rusqlite::Result<Vec<Item>> {
    let mut items = Vec::new();
    let mut query = connection.prepare("SELECT id, kind, artist, title, album FROM items ORDER BY id")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let kind = Kind::ALL
            .get(row.get::<_, u8>(1)? as usize)
            .copied()
            .unwrap_or(Kind::Music);
        // Numbers without an item point at no artist.
        let nobody = Item {
            kind,
            title: "".into(),
            artist: u32::MAX,
            album: "".into(),
        };
        items.resize(row.get::<_, u32>(0)? as usize, nobody);
        items.push(Item {
            kind,
            artist: row.get(2)?,
            title: row.get_ref(3)?.as_str()?.into(),
            album: row.get_ref(4)?.as_str()?.into(),
        });
    }
    Ok(items)
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
