//! A store that keeps nothing once it is dropped: for the browser, and for a look at an export without a library.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use chrono_tz::Tz;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::assemble::{Assembly, name_authors};
use crate::books::{Books, FileBooks};
use crate::error::{Error, Result};
use crate::exchange::{self, Exported, Format, Writer};
use crate::facts::Facts;
use crate::intake;
use crate::matching::{EchoRow, Gathering, are_several_services};
#[cfg(not(target_family = "wasm"))]
use crate::moment;
use crate::play::{Item, Plays};
use crate::progress::Progress;
use crate::record::NewItem;
use crate::settle::{Change, Items, Row, Said};
use crate::source::{Source, Sources};
use crate::store::{Remembered, Store};
use crate::survey::{Export, Fingerprint, Survey};

/// When and where exports are read.
#[derive(Clone, Copy, Debug)]
pub struct Here {
    /// The moment, in seconds since the epoch: no play begins much later.
    pub now: i64,
    /// Where the owner lives: the zone of wall clocks.
    pub home: Tz,
}

/// Reads exports into memory, by the rules by which a library takes them in, of an owner who lives in UTC.
///
/// # Errors
/// When an export cannot be read, or when `progress` stops it.
#[cfg(not(target_family = "wasm"))]
pub fn read<E: Into<Export>>(
    exports: impl IntoIterator<Item = E>,
    progress: &mut dyn Progress,
) -> Result<(Plays, Books)> {
    let here = Here {
        now: moment::now(),
        home: Tz::UTC,
    };
    read_at(here, exports, progress)
}

/// Reads exports into memory as [`read`] does.
///
/// # Errors
/// When an export cannot be read, or when `progress` stops it.
pub fn read_at<E: Into<Export>>(
    here: Here,
    exports: impl IntoIterator<Item = E>,
    progress: &mut dyn Progress,
) -> Result<(Plays, Books)> {
    let (gathered, books) = gather_at(here, exports, progress)?;
    Ok((gathered.plays_of(here.home), books))
}

/// What was read, for a listener who has not said yet where home is.
#[derive(Debug)]
pub struct Gathered(Memory);

impl Gathered {
    /// The whole history of an owner who lives here.
    #[must_use]
    pub fn plays_of(&self, home: Tz) -> Plays {
        self.0.plays(home)
    }

    /// Writes every play of an owner who lives here in a form that can be kept, read elsewhere, and imported again, as the
    /// library would that had read the same.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn export(&self, home: Tz, format: Format, out: &mut dyn Write) -> Result<Exported> {
        self.0.export(home, format, out).map_err(Error::Export)
    }
}

/// Reads exports into memory as [`read_at`] does, and tells the plays of whichever home is asked for.
///
/// # Errors
/// When an export cannot be read, or when `progress` stops it.
pub fn gather_at<E: Into<Export>>(
    here: Here,
    exports: impl IntoIterator<Item = E>,
    progress: &mut dyn Progress,
) -> Result<(Gathered, Books)> {
    let survey = Survey::of(exports.into_iter().map(Into::into).collect(), false, progress)?;
    take_in(survey, here, progress)
}

/// Reads a file as each importer of a source does, whatever the file looks like, in a year to come: for tests and fuzzers.
///
/// # Errors
/// Of each importer, when the file cannot be read.
#[doc(hidden)]
pub fn read_as(source: Source, file: &Arc<[u8]>) -> impl Iterator<Item = Result<(Plays, Books)>> {
    Survey::of_one(source, file).map(|survey| {
        let here = Here {
            now: crate::time::LAST,
            home: Tz::UTC,
        };
        let (gathered, books) = take_in(survey, here, &mut ())?;
        Ok((gathered.plays_of(here.home), books))
    })
}

fn take_in(mut survey: Survey, here: Here, progress: &mut dyn Progress) -> Result<(Gathered, Books)> {
    loop {
        let mut memory = Memory {
            home: here.home,
            ..Memory::default()
        };
        match intake::run(&mut memory, &mut survey, here.now, progress) {
            Ok(books) => return Ok((Gathered(memory), books)),
            Err(failed) => intake::without(&mut survey, failed, progress)?,
        }
    }
}

#[derive(Debug, Default)]
struct Memory {
    home: Tz,
    rows: BTreeMap<i64, Row>,
    artists: Vec<Box<str>>,
    items: Vec<Item>,
    uris: Vec<Box<str>>,
    names: Vec<u64>,
    artist_numbers: FxHashMap<Box<str>, u32>,
    item_numbers: FxHashMap<u64, u32>,
}

impl Memory {
    fn plays(&self, home: Tz) -> Plays {
        let mut assembly = Assembly::new(self.artists.clone(), self.items.clone(), self.rows.len());
        self.rows.values().for_each(|row| assembly.add(&row.in_utc(home)));
        assembly.finish()
    }

    fn export(&self, home: Tz, format: Format, out: &mut dyn Write) -> io::Result<Exported> {
        let echoes: FxHashSet<i64> = match are_several_services(self.known_sources()) {
            true => self.echo_rows(home).iter().map(|echo| echo.key).collect(),
            false => FxHashSet::default(),
        };
        let mut items = self.items.clone();
        name_authors(&self.artists, &mut items);
        let mut writer = Writer::start(out, format)?;
        for row in self.rows.values() {
            let number = row.item as usize;
            let item = &items[number];
            let said = exchange::Said {
                kind: item.kind,
                artist: self.artists.get(item.artist as usize).map_or("", |name| name),
                title: &item.title,
                album: &item.album,
                uri: &self.uris[number],
                names: self.names[number],
                echo: echoes.contains(&row.key),
            };
            writer.write(&row.in_utc(home), &said)?;
        }
        writer.finish()
    }

    fn known_sources(&self) -> Sources {
        self.rows.values().map(|row| Facts::unpack(row.facts).source).collect()
    }

    fn echo_rows(&self, home: Tz) -> Vec<EchoRow> {
        let mut gathering = Gathering::new(&self.artists, &self.items);
        self.rows.values().for_each(|row| gathering.add(&row.in_utc(home)));
        gathering.finish()
    }
}

impl Items for Memory {
    type Error = Error;

    fn names(&self, item: u32) -> u64 {
        self.names[item as usize]
    }

    fn said(&self, item: u32) -> Result<Said<'_>> {
        let place = item as usize;
        let Item {
            kind,
            title,
            artist,
            album,
        } = &self.items[place];
        let names = [&self.artists[*artist as usize], title, album];
        Ok(Said {
            kind: *kind as u8,
            names: names.map(|name| Cow::Borrowed(&**name)),
            uri: Cow::Borrowed(&self.uris[place]),
        })
    }
}

impl Store for Memory {
    fn intern(&mut self, item: NewItem<'_>) -> Result<u32> {
        let number = self.items.len() as u32;
        if let Some(known) = self.item_numbers.get(&item.hash) {
            return Ok(*known);
        }
        let artist = match self.artist_numbers.get(item.artist) {
            Some(artist) => *artist,
            None => {
                let artist = self.artists.len() as u32;
                self.artist_numbers.insert(item.artist.into(), artist);
                self.artists.push(item.artist.into());
                artist
            }
        };
        self.item_numbers.insert(item.hash, number);
        self.items.push(Item {
            kind: item.kind,
            title: item.title.into(),
            artist,
            album: item.album.into(),
        });
        self.uris.push(item.uri.into());
        self.names.push(item.names);
        Ok(number)
    }

    fn newest(&mut self) -> Result<Option<i64>> {
        Ok(self.rows.last_key_value().map(|(key, _)| *key))
    }

    fn rows(&mut self, range: Range<i64>) -> Result<Vec<Row>> {
        Ok(self.rows.range(range).map(|(_, row)| *row).collect())
    }

    fn apply(&mut self, changes: &[Change]) -> Result<()> {
        for change in changes {
            match change {
                Change::Insert(row) | Change::Update(row) => drop(self.rows.insert(row.key, *row)),
                Change::Delete(key) => drop(self.rows.remove(key)),
            }
        }
        Ok(())
    }

    fn sources(&mut self) -> Result<Sources> {
        Ok(self.known_sources())
    }

    fn echoes(&mut self) -> Result<Vec<EchoRow>> {
        Ok(self.echo_rows(self.home))
    }

    fn remembers_size(&mut self, _: u64) -> Result<bool> {
        Ok(false)
    }

    fn remembered(&mut self, _: &Fingerprint) -> Result<Option<Remembered>> {
        Ok(None)
    }

    fn remember(&mut self, _: &Fingerprint, _: &FileBooks) -> Result<()> {
        Ok(())
    }
}
