//! Reading the whole history.

use rusqlite::Connection;

use crate::assemble::Assembly;
use crate::play::{Item, Kind, Plays};
use crate::settle::Row;

pub(super) fn plays(connection: &Connection) -> rusqlite::Result<Plays> {
    // All four queries see the library at one moment.
    let connection = connection.unchecked_transaction()?;
    let mut artists: Vec<Box<str>> = Vec::new();
    let mut query = connection.prepare("SELECT id, name FROM artists ORDER BY id")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        artists.resize(row.get::<_, u32>(0)? as usize, "".into());
        artists.push(row.get_ref(1)?.as_str()?.into());
    }
    let mut items = Vec::new();
    let mut query = connection.prepare("SELECT id, kind, artist, title, album FROM items ORDER BY id")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let kind = match row.get(1)? {
            1 => Kind::Podcast,
            2 => Kind::Audiobook,
            _ => Kind::Music,
        };
        // Numbers without an item point at no artist.
        items.resize(
            row.get::<_, u32>(0)? as usize,
            Item {
                kind,
                title: "".into(),
                artist: u32::MAX,
                album: "".into(),
            },
        );
        items.push(Item {
            kind,
            artist: row.get(2)?,
            title: row.get_ref(3)?.as_str()?.into(),
            album: row.get_ref(4)?.as_str()?.into(),
        });
    }
    let count: u32 = connection.query_row("SELECT count(*) FROM plays", [], |row| row.get(0))?;
    let mut assembly = Assembly::new(artists, items, count as usize);
    let mut query = connection.prepare("SELECT key, item, started_at, ms_played, facts FROM plays ORDER BY key")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        assembly.add(&self::row(row)?);
    }
    Ok(assembly.finish())
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
