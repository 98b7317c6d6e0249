//! One import into a library.

use std::borrow::Cow;
use std::ops::Range;

use chrono_tz::Tz;
use rusqlite::{Connection, OptionalExtension, Statement, params};
use rustc_hash::FxHashMap;

use super::error::Named;
use super::read;
use super::undo::Keeping;
use crate::books::FileBooks;
use crate::error::{Error, LibraryError, Result};
use crate::hash;
use crate::matching::EchoRow;
use crate::moment::WithoutMoment;
use crate::record::NewItem;
use crate::settle::{Change, Items, Row, Said};
use crate::source::Sources;
use crate::store::{Remembered, Store};
use crate::survey::Fingerprint;

/// How many plays one statement inserts: what SQLite does once for each statement costs more than a row.
const BATCH: usize = 64;

/// The library as a store, for the time of one transaction.
pub(super) struct Session<'c> {
    connection: &'c Connection,
    name: &'c str,
    home: Option<Tz>,
    known: Option<Known>,
    keeping: Keeping<'c>,
    insert_artist: Statement<'c>,
    insert_item: Statement<'c>,
    insert_play: Statement<'c>,
    /// Of [`BATCH`] rows.
    insert_plays: Statement<'c>,
    update_play: Statement<'c>,
    delete_play: Statement<'c>,
    select_plays: Statement<'c>,
}

const INSERT_PLAY: &str = "INSERT INTO plays (key, item, started_at, ms_played, facts, import) VALUES";

/// The items and artists that the library has, by the hashes of what they are.
#[derive(Default)]
struct Known {
    items: FxHashMap<u64, u32>,
    artists: FxHashMap<u64, u32>,
    /// By number.
    names: Vec<u64>,
    next_artist: u32,
}

impl<'c> Session<'c> {
    pub(super) fn new(connection: &'c Connection, name: &'c str, at: i64) -> Result<Self> {
        let prepare = |sql| connection.prepare(sql).named(name);
        let keeping = Keeping::new(connection, at).named(name)?;
        let play = format!("(?, ?, ?, ?, ?, {})", keeping.number());
        Ok(Self {
            connection,
            name,
            home: super::home(connection).named(name)?,
            known: None,
            keeping,
            insert_artist: prepare("INSERT INTO artists (id, name) VALUES (?, ?)")?,
            insert_item: prepare(
                "INSERT INTO items (id, hash, names, kind, artist, title, album, uri) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            )?,
            insert_play: prepare(&format!("{INSERT_PLAY} {play}"))?,
            insert_plays: prepare(&format!("{INSERT_PLAY} {}", [&*play; BATCH].join(", ")))?,
            update_play: prepare(
                "UPDATE plays SET item = ?2, started_at = ?3, ms_played = ?4, facts = ?5 WHERE key = ?1",
            )?,
            delete_play: prepare("DELETE FROM plays WHERE key = ?")?,
            select_plays: prepare(
                "SELECT key, item, started_at, ms_played, facts FROM plays WHERE key >= ? AND key < ? ORDER BY key",
            )?,
        })
    }

    /// Keeps where the owner lives from now on, if that is said.
    pub(super) fn move_home(&mut self, home: Option<Tz>) -> Result<()> {
        if home.is_none() || home == self.home {
            return Ok(());
        }
        let was = std::mem::replace(&mut self.home, home);
        self.keeping
            .keep_home(was)
            .and_then(|()| super::put_home(self.connection, home))
            .named(self.name)
    }

    fn known(&mut self) -> Result<&mut Known> {
        if self.known.is_none() {
            self.known = Some(Known::of(self.connection).named(self.name)?);
        }
        // Was just filled.
        Ok(self.known.get_or_insert_default())
    }

    /// Makes one change and says how many rows it touched.
    fn make(&mut self, change: &Change) -> rusqlite::Result<usize> {
        match *change {
            Change::Insert(row) => self.insert_play.execute(fields(row)),
            Change::Update(row) => {
                self.keeping.keep(row.key)?;
                self.update_play.execute(fields(row))
            }
            Change::Delete(key) => {
                self.keeping.keep(key)?;
                self.delete_play.execute([key])
            }
        }
    }

    /// Inserts [`BATCH`] rows and says how many it did.
    fn insert(&mut self, batch: &[Change]) -> rusqlite::Result<usize> {
        let query = &mut self.insert_plays;
        let mut first = 1;
        for row in batch.iter().filter_map(Change::inserted) {
            let (key, item, started_at, ms_played, facts) = fields(row);
            query.raw_bind_parameter(first, key)?;
            query.raw_bind_parameter(first + 1, item)?;
            query.raw_bind_parameter(first + 2, started_at)?;
            query.raw_bind_parameter(first + 3, ms_played)?;
            query.raw_bind_parameter(first + 4, facts)?;
            first += 5;
        }
        query.raw_execute()
    }
}

/// A row in the order of [`INSERT_PLAY`].
fn fields(row: Row) -> (i64, u32, i64, Option<u32>, u32) {
    (row.key, row.item, row.started_at, row.ms_played, row.facts)
}

impl Known {
    fn of(connection: &Connection) -> rusqlite::Result<Self> {
        let mut known = Self::default();
        let mut query = connection.prepare("SELECT id, hash, names FROM items ORDER BY id")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let id: u32 = row.get(0)?;
            read::expect(id as usize == known.names.len(), 0, i64::from(id))?;
            known.items.insert(row.get::<_, i64>(1)? as u64, id);
            known.names.push(row.get::<_, i64>(2)? as u64);
        }
        let mut query = connection.prepare("SELECT id, name FROM artists ORDER BY id")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let id: u32 = row.get(0)?;
            read::expect(id == known.next_artist, 0, i64::from(id))?;
            known.artists.insert(hash::of(&[row.get_ref(1)?.as_str()?]), id);
            known.next_artist = id + 1;
        }
        Ok(known)
    }
}

impl Items for Session<'_> {
    type Error = Error;

    fn names(&self, item: u32) -> u64 {
        self.known
            .as_ref()
            .and_then(|known| known.names.get(item as usize))
            .copied()
            .unwrap_or_default()
    }

    fn said(&self, item: u32) -> Result<Said<'_>> {
        self.connection
            .query_row(
                "SELECT kind, name, title, album, uri FROM items JOIN artists ON artists.id = artist WHERE items.id = ?",
                [item],
                |row| {
                    let text = |at| row.get(at).map(Cow::<str>::Owned);
                    Ok(Said {
                        kind: row.get(0)?,
                        names: [text(1)?, text(2)?, text(3)?],
                        uri: text(4)?,
                    })
                },
            )
            .named(self.name)
    }
}

impl Store for Session<'_> {
    fn intern(&mut self, item: NewItem<'_>) -> Result<u32> {
        let name = self.name;
        let known = self.known()?;
        if let Some(number) = known.items.get(&item.hash) {
            return Ok(*number);
        }
        self.keeping.begin().named(name)?;
        let known = self.known()?;
        let number = known.names.len() as u32;
        known.items.insert(item.hash, number);
        known.names.push(item.names);
        let artist_hash = hash::of(&[item.artist]);
        let (artist, is_new) = match known.artists.get(&artist_hash) {
            Some(artist) => (*artist, false),
            None => {
                let artist = known.next_artist;
                known.next_artist += 1;
                known.artists.insert(artist_hash, artist);
                (artist, true)
            }
        };
        if is_new {
            self.insert_artist.execute(params![artist, item.artist]).named(name)?;
        }
        let NewItem {
            hash,
            names,
            kind,
            uri,
            title,
            album,
            ..
        } = item;
        self.insert_item
            .execute(params![
                number,
                hash as i64,
                names as i64,
                kind as u8,
                artist,
                title,
                album,
                uri
            ])
            .named(name)?;
        Ok(number)
    }

    fn newest(&mut self) -> Result<Option<i64>> {
        self.connection
            .query_row("SELECT max(key) FROM plays", [], |row| row.get(0))
            .named(self.name)
    }

    fn rows(&mut self, range: Range<i64>) -> Result<Vec<Row>> {
        let rows = self
            .select_plays
            .query_map([range.start, range.end], read::row)
            .named(self.name)?;
        rows.collect::<rusqlite::Result<_>>().named(self.name)
    }

    fn apply(&mut self, changes: &[Change]) -> Result<()> {
        if !changes.is_empty() {
            self.keeping.begin().named(self.name)?;
        }
        let mut rest = changes;
        while let Some(change) = rest.first() {
            let new = rest.iter().map_while(Change::inserted).take(BATCH).count();
            let (count, done) = if new == BATCH {
                (BATCH, self.insert(&rest[..BATCH]))
            } else {
                (1, self.make(change))
            };
            // Nothing changed means that the library is not what it was a moment ago.
            if done.named(self.name)? != count {
                return Err(LibraryError::Damaged(self.name.to_owned()).into());
            }
            rest = &rest[count..];
        }
        Ok(())
    }

    fn sources(&mut self) -> Result<Sources> {
        read::sources(self.connection).named(self.name)
    }

    fn echoes(&mut self) -> Result<Vec<EchoRow>> {
        read::echoes(self.connection, self.home.unwrap_or(Tz::UTC)).named(self.name)
    }

    fn remembers_size(&mut self, size: u64) -> Result<bool> {
        let found = self
            .connection
            .query_row("SELECT 1 FROM files WHERE size = ? LIMIT 1", [size as i64], |_| Ok(()));
        Ok(found.optional().named(self.name)?.is_some())
    }

    fn remembered(&mut self, print: &Fingerprint) -> Result<Option<Remembered>> {
        self.connection
            .query_row(
                "SELECT read, nameless, unset, too_early FROM files WHERE hash = ?",
                [print.hash as i64],
                |row| {
                    let number = |column| row.get::<_, i64>(column).map(|number| number as u64);
                    Ok(Remembered {
                        read: number(0)?,
                        nameless: number(1)?,
                        without_moment: WithoutMoment {
                            unset: number(2)?,
                            too_early: number(3)?,
                            too_late: 0, // else it would not be remembered
                        },
                    })
                },
            )
            .optional()
            .named(self.name)
    }

    fn remember(&mut self, print: &Fingerprint, books: &FileBooks) -> Result<()> {
        if self.remembered(print)?.is_some() {
            // The same bytes say the same.
            return Ok(());
        }
        self.keeping.begin().named(self.name)?;
        self.connection
            .execute(
                "INSERT INTO files (hash, size, read, nameless, unset, too_early, import) VALUES (?, ?, ?, ?, ?, ?, ?)",
                params![
                    print.hash as i64,
                    print.size as i64,
                    books.read as i64,
                    books.nameless as i64,
                    books.without_moment.unset as i64,
                    books.without_moment.too_early as i64,
                    self.keeping.number()
                ],
            )
            .named(self.name)?;
        Ok(())
    }
}
