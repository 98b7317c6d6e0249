//! From a row that an importer has read to a small entry that can be compared and stored.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::books::{Reason, Remarks, Unreadable};
use crate::columns::Unclear;
use crate::database::Fault;
use crate::facts::{Certainty, Facts};
use crate::hash;
use crate::json::Damage;
use crate::moment::{Horizon, LONGEST_PLAY, NoMoment, WithoutMoment};
use crate::nobody::is_nobody;
use crate::play::Kind;
use crate::text::{Encoding, is_garbled};

/// One row of an export, as its importer understands it.
#[derive(Clone, Debug)]
pub(crate) struct Record<'a> {
    pub(crate) kind: Kind,
    pub(crate) title: Cow<'a, str>,
    /// The artist, the show or the author; empty when the source does not say.
    pub(crate) artist: Cow<'a, str>,
    /// The album or the book; empty when the source does not say.
    pub(crate) album: Cow<'a, str>,
    /// What the service calls the item; empty when it does not say.
    pub(crate) uri: Cow<'a, str>,
    /// The moment that the source stamps on the row, in seconds since the epoch; tells it from its siblings.
    pub(crate) stamp: i64,
    /// When it started, in seconds since the epoch, as sure as `facts.certainty` says.
    pub(crate) started_at: i64,
    /// How long it was played, in milliseconds, where the source says.
    pub(crate) ms_played: Option<u32>,
    pub(crate) facts: Facts,
    /// Where stamps know only the minute, and the source says so: how many equal plays came before in that minute.
    pub(crate) ordinal: Option<u16>,
}

/// An item as it stands in a [`Chunk`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewItem<'a> {
    /// The hash of all the other fields.
    pub(crate) hash: u64,
    /// The hash of who and what: by this, rows of different exports find each other.
    pub(crate) names: u64,
    pub(crate) kind: Kind,
    pub(crate) uri: &'a str,
    pub(crate) artist: &'a str,
    pub(crate) title: &'a str,
    pub(crate) album: &'a str,
}

/// Whom a play is told apart by, beside its title: an audiobook's author is not in every export, its book is.
pub(crate) fn names<'a>(kind: Kind, artist: &'a str, title: &'a str, album: &'a str) -> u64 {
    hash::of(&[if kind == Kind::Audiobook { album } else { artist }, title])
}

/// The hash of everything that is said of an item.
pub(crate) fn item(kind: Kind, uri: &str, artist: &str, title: &str, album: &str) -> u64 {
    hash::with(hash::of(&[uri, artist, title, album]), kind as u64)
}

/// Bits of a key that hold a part of the identity's hash; the stamp stands above them.
const IDENTITY_BITS: u32 = 30;

/// The key of a play in the library: its stamp, then a hash of what tells it from the others of that second.
pub(crate) fn key(stamp: i64, identity: u64) -> i64 {
    stamp << IDENTITY_BITS | (identity & ((1 << IDENTITY_BITS) - 1)) as i64
}

/// The stamp in a key.
pub(crate) fn stamp(key: i64) -> i64 {
    key >> IDENTITY_BITS
}

/// The least key of the minute that a key is in.
pub(crate) fn minute(key: i64) -> i64 {
    let stamp = stamp(key);
    (stamp - stamp % 60) << IDENTITY_BITS
}

/// What rows of an exact and of a coarse export have in common when they report the same play in the same minute.
pub(crate) fn likeness(names: u64, ms_played: Option<u32>, facts: Facts) -> u64 {
    let service = facts.source.service();
    let duration = ms_played
        .filter(|_| service.duration_identifies)
        .map_or(u64::MAX, u64::from);
    hash::with(hash::with(names, duration), u64::from(service.number))
}

/// The key of the `ordinal`-th of equal plays in a minute, for stamps that know no seconds.
pub(crate) fn coarse_key(minute: i64, likeness: u64, ordinal: u32) -> i64 {
    key(stamp(minute), hash::with(likeness, u64::from(ordinal)))
}

/// A play on its way into a library.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) key: i64,
    /// Of its names where stamps know only the minute, else of its item's identity.
    pub(crate) likeness: u64,
    pub(crate) started_at: i64,
    pub(crate) ms_played: Option<u32>,
    /// In a [`Chunk`], the index of its item there; afterwards, the store's number of the item.
    pub(crate) item: u32,
    /// [`Facts::pack`]ed.
    pub(crate) facts: u32,
    /// Index of the file in the books.
    pub(crate) file: u32,
    /// Where stamps know only the minute: how many equal plays of the same export came before, if it says so.
    pub(crate) ordinal: Option<u16>,
    pub(crate) kind: Kind,
}

impl Entry {
    pub(crate) fn is_coarse(&self) -> bool {
        Facts::unpack(self.facts).certainty == Certainty::Minute
    }
}

/// A few thousand rows of one file.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    pub(crate) rows: Vec<Entry>,
    items: Vec<ChunkItem>,
    text: String,
    /// Rows read, good or bad.
    pub(crate) read: u64,
    /// Rows that are parts of a play which another row stands for.
    pub(crate) parts: u64,
    pub(crate) nameless: u64,
    pub(crate) without_moment: WithoutMoment,
    pub(crate) remarks: Remarks,
    pub(crate) notes: Vec<String>,
    pub(crate) unreadable: Vec<Unreadable>,
}

#[derive(Debug)]
struct ChunkItem {
    hash: u64,
    names: u64,
    /// The hash of its URI or, without one, of its names.
    identity: u64,
    kind: Kind,
    is_artistless: bool,
    is_garbled: bool,
    /// Where uri, artist, title and album start in the text, and where the album ends.
    bounds: [u32; 5],
}

impl Chunk {
    pub(crate) fn items(&self) -> impl Iterator<Item = NewItem<'_>> {
        self.items.iter().map(|item| {
            let part = |n: usize| &self.text[item.bounds[n] as usize..item.bounds[n + 1] as usize];
            NewItem {
                hash: item.hash,
                names: item.names,
                kind: item.kind,
                uri: part(0),
                artist: part(1),
                title: part(2),
                album: part(3),
            }
        })
    }

    /// How many rows go into a chunk.
    const ROWS: u64 = 4096;
    /// How much text goes into a chunk, in bytes.
    const TEXT: usize = 1024 * 1024;

    fn is_full(&self) -> bool {
        self.read >= Self::ROWS || self.text.len() >= Self::TEXT
    }
}

/// Why an importer stops before the end of its file.
#[derive(Debug)]
pub(crate) enum Halt {
    /// The file is damaged.
    Damage(Damage),
    /// It is a table, but without these columns.
    NoColumns(String),
    /// It is a table, but not clear how to read.
    Unclear(Unclear),
    /// The database does not fit together.
    Database(Fault),
    /// There are several people of whom the file has a history, and none was chosen.
    People(Vec<String>),
    /// Nobody is called as the one who was asked for; these are the people of whom the file has a history.
    NoSuchPerson(String, Vec<String>),
    /// Nobody wants the rest.
    Stopped,
}

impl From<Unclear> for Halt {
    fn from(unclear: Unclear) -> Self {
        Self::Unclear(unclear)
    }
}

impl From<Fault> for Halt {
    fn from(fault: Fault) -> Self {
        Self::Database(fault)
    }
}

impl From<Damage> for Halt {
    fn from(damage: Damage) -> Self {
        Self::Damage(damage)
    }
}

impl From<std::io::Error> for Halt {
    fn from(error: std::io::Error) -> Self {
        Self::Damage(Damage::Io(error))
    }
}

/// Takes the rows of one file from its importer.
///
/// Each row is handed over exactly once, as a play, as nameless, without a moment or as unreadable: that is what closes the
/// books.
pub(crate) struct Sink<'a> {
    chunk: Chunk,
    found: FxHashMap<u64, u32>,
    rows: u64,
    horizon: Horizon,
    emit: &'a mut dyn FnMut(Chunk) -> Result<(), Halt>,
}

impl<'a> Sink<'a> {
    pub(crate) fn new(horizon: Horizon, emit: &'a mut dyn FnMut(Chunk) -> Result<(), Halt>) -> Self {
        Self {
            chunk: Chunk::default(),
            found: FxHashMap::default(),
            rows: 0,
            horizon,
            emit,
        }
    }

    /// Says which row of the file comes next, counted from one, where not every row in turn is handed over.
    pub(crate) fn at(&mut self, row: u64) {
        self.rows = row - 1;
    }

    /// How many rows were handed over.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// The next row, as far as it could be read.
    pub(crate) fn row(&mut self, record: Result<Record<'_>, Reason>) -> Result<(), Halt> {
        match record {
            Ok(record) => self.play(&record),
            Err(reason) => self.unreadable(reason),
        }
    }

    /// A row that is a play. Without a title it is nameless; if its stamp or its start cannot be, it is without a moment.
    pub(crate) fn play(&mut self, record: &Record<'_>) -> Result<(), Halt> {
        if record.title.trim().is_empty() {
            return self.nameless();
        }
        let ms_played = record.ms_played.filter(|ms| *ms <= LONGEST_PLAY);
        let started_at = if ms_played == record.ms_played || record.facts.certainty >= Certainty::Stated {
            record.started_at
        } else {
            // It was reckoned back from the stamp by a length that cannot be true.
            record.stamp
        };
        for moment in [record.stamp, started_at] {
            if let Err(why) = self.horizon.judge(record.facts.source, moment) {
                return self.without_moment(why);
            }
        }
        let (title, artist, album, uri) = (&*record.title, &*record.artist, &*record.album, &*record.uri);
        let kind = record.kind;
        let item_hash = self::item(kind, uri, artist, title, album);
        let chunk = &mut self.chunk;
        let item = *self.found.entry(item_hash).or_insert_with(|| {
            let mut bounds = [chunk.text.len() as u32; 5];
            for (bound, part) in bounds[1..].iter_mut().zip([uri, artist, title, album]) {
                chunk.text.push_str(part);
                *bound = chunk.text.len() as u32;
            }
            let names = names(kind, artist, title, album);
            chunk.items.push(ChunkItem {
                hash: item_hash,
                names,
                identity: if uri.is_empty() { names } else { hash::of(&[uri]) },
                kind,
                is_artistless: kind == Kind::Music && is_nobody(artist),
                is_garbled: is_garbled(title) || is_garbled(artist) || is_garbled(album),
                bounds,
            });
            chunk.items.len() as u32 - 1
        });
        let &ChunkItem {
            names,
            identity,
            is_artistless,
            is_garbled,
            ..
        } = &chunk.items[item as usize];
        chunk.remarks.without_artist += u64::from(is_artistless);
        chunk.remarks.garbled += u64::from(is_garbled);
        let (key, likeness) = if record.facts.certainty == Certainty::Minute {
            let likeness = likeness(names, ms_played, record.facts);
            (coarse_key(minute(key(record.stamp, 0)), likeness, 0), likeness)
        } else {
            let likeness = likeness(identity, ms_played, record.facts);
            (key(record.stamp, likeness), likeness)
        };
        chunk.rows.push(Entry {
            key,
            likeness,
            started_at,
            ms_played,
            item,
            facts: record.facts.pack(),
            file: 0,
            ordinal: record.ordinal,
            kind,
        });
        self.count()
    }

    /// A row that does not say what was played.
    fn nameless(&mut self) -> Result<(), Halt> {
        self.chunk.nameless += 1;
        self.count()
    }

    /// A row whose moment cannot be.
    fn without_moment(&mut self, why: NoMoment) -> Result<(), Halt> {
        *self.chunk.without_moment.of(why) += 1;
        self.count()
    }

    /// A row that is a part of a play which another row is handed over for.
    pub(crate) fn part(&mut self) -> Result<(), Halt> {
        self.chunk.parts += 1;
        self.count()
    }

    /// An entry that is no play, and no row of one.
    pub(crate) fn pass_over(&mut self) {
        self.chunk.remarks.passed_over += 1;
    }

    /// The row that comes next is music by its channel alone.
    pub(crate) fn by_channel(&mut self) {
        self.chunk.remarks.by_channel += 1;
    }

    /// The file is not written in UTF-8.
    pub(crate) fn written_in(&mut self, encoding: Encoding) {
        self.chunk.remarks.encoding = Some(encoding);
    }

    /// What else there is to say of how the file is read.
    pub(crate) fn note(&mut self, note: String) {
        self.chunk.notes.push(note);
    }

    /// A row that cannot be read.
    fn unreadable(&mut self, reason: Reason) -> Result<(), Halt> {
        self.chunk.unreadable.push(Unreadable {
            row: self.rows + 1,
            reason,
        });
        self.count()
    }

    /// The file is at its end.
    pub(crate) fn finish(mut self) -> Result<(), Halt> {
        self.flush()
    }

    fn count(&mut self) -> Result<(), Halt> {
        self.rows += 1;
        self.chunk.read += 1;
        if self.chunk.is_full() { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Halt> {
        self.found.clear();
        (self.emit)(std::mem::take(&mut self.chunk))
    }
}
