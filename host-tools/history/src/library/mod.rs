//! The owner's library: one SQLite database of plays, merged from any number of exports.
//!
//! It keeps no address, no user name, no user agent, no number of a device, and no name of an imported file. What its owner holds
//! beside plays, such as keys and receipts, is kept in it, too ([`Papers`]).

mod error;
mod journal;
mod migrate;
mod papers;
mod place;
mod read;
mod session;
mod signs;
mod undo;

use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use rusqlite::{Connection, MAIN_DB, OpenFlags, OptionalExtension};

use crate::books::Books;
use crate::error::{Error, LibraryError, Result};
use crate::escape::shown;
use crate::exchange::{Exported, Format, Writer};
use crate::pipeline::Failed;
use crate::play::Plays;
use crate::progress::Progress;
use crate::survey::{Export, Survey};
use crate::{intake, moment};
use error::Named;
pub use papers::Papers;
use place::Place;
use session::Session;
pub use undo::LastImport;

/// An owner's plays, in a file or in memory.
pub struct Library {
    // Is closed before the place is given up.
    connection: Connection,
    /// None in memory.
    place: Option<Place>,
    name: String,
}

/// How an import is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Import {
    /// When it is, in seconds since the epoch: no play begins much later.
    pub now: i64,
    /// Where the owner lives, from now on; none where that stays as it is.
    pub home: Option<Tz>,
    /// Whether it succeeds without any plays, too: the books say what was left out, and why.
    pub may_be_empty: bool,
}

impl Default for Import {
    /// Now, wherever the owner lives, and of something.
    fn default() -> Self {
        Self {
            now: moment::now(),
            home: None,
            may_be_empty: false,
        }
    }
}

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Library")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Library {
    /// Opens the library in this file, or starts one there, for its owner's eyes only. Within a process, one at a time has it.
    ///
    /// # Errors
    /// When the file is not a library, was made by a newer version, is damaged, is in use, or cannot be opened.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let name = shown(path);
        let place = match Place::take(path) {
            Err(error) if error.kind() == ErrorKind::InvalidInput => return Err(LibraryError::Foreign(name).into()),
            place => place.named(&name)?,
        };
        journal::before_undoing(&place).named(&name)?;
        let file = place.path().to_owned();
        let is_writable = place.is_writable();
        let opened = Connection::open_with_flags(&file, FLAGS).named(&name);
        match opened.and_then(|connection| Self::prepare(connection, Some(place), &name)) {
            Ok(library) if library.is_cut() || (is_writable && library.is_read_only()) => {
                Err(LibraryError::Damaged(name).into())
            }
            Err(Error::Library(LibraryError::Foreign(_))) if signs::show_in(&file).is_ok_and(|ours| ours) => {
                Err(LibraryError::Damaged(name).into())
            }
            library => library,
        }
    }

    /// Starts a library that is gone when it is dropped.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn in_memory() -> Result<Self> {
        let name = "library in memory";
        Self::prepare(Connection::open_in_memory().named(name)?, None, name)
    }

    fn prepare(mut connection: Connection, place: Option<Place>, name: &str) -> Result<Self> {
        connection.busy_timeout(journal::PATIENCE).named(name)?;
        // What is deleted is overwritten, and nothing goes to temporary files.
        // That items are there when plays point at them is seen to by numbering them, not by looking each up again.
        connection
            .execute_batch("PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF;")
            .named(name)?;
        journal::keep_journals(&connection).named(name)?;
        migrate::to_newest(&mut connection, place.as_ref(), name)?;
        if let Some(place) = &place {
            journal::wipe(place, &connection);
        }
        Ok(Self {
            connection,
            place,
            name: name.to_owned(),
        })
    }

    /// Whether the file ends in the middle of a page: SQLite reads zeros for what is missing.
    fn is_cut(&self) -> bool {
        let length = self.place.as_ref().and_then(|place| place.path().metadata().ok());
        length.is_some_and(|length| length.len() % signs::PAGE as u64 != 0)
    }

    /// Whether the library says of itself that it is not to be written, which none ever does, or the system says it.
    fn is_read_only(&self) -> bool {
        self.connection.is_readonly(MAIN_DB).is_ok_and(|read_only| read_only)
    }

    /// Takes exports in: zips, folders or files, in any order. A file that cannot be read is left out, and the books say
    /// so; when something else fails, all are.
    ///
    /// # Errors
    /// When no export can be read, when the library is locked or the disk is full, or when `progress` stops it.
    pub fn import<E: Into<Export>>(
        &mut self,
        exports: impl IntoIterator<Item = E>,
        progress: &mut dyn Progress,
    ) -> Result<Books> {
        self.import_as(Import::default(), exports, progress)
    }

    /// Takes exports in as [`Library::import`] does, at a moment in seconds since the epoch: no play begins much later.
    ///
    /// # Errors
    /// As of [`Library::import`].
    pub fn import_at<E: Into<Export>>(
        &mut self,
        now: i64,
        exports: impl IntoIterator<Item = E>,
        progress: &mut dyn Progress,
    ) -> Result<Books> {
        let how = Import {
            now,
            ..Import::default()
        };
        self.import_as(how, exports, progress)
    }

    /// Takes exports in as [`Library::import`] does, in a way of its own. [`Library::undo`] takes all of it back.
    ///
    /// # Errors
    /// As of [`Library::import`].
    pub fn import_as<E: Into<Export>>(
        &mut self,
        how: Import,
        exports: impl IntoIterator<Item = E>,
        progress: &mut dyn Progress,
    ) -> Result<Books> {
        let mut exports: Vec<Export> = exports.into_iter().map(Into::into).collect();
        // Of plays that come out of order, the pages that they go to are at hand. Reading back looks at each page once.
        self.connection
            .pragma_update(None, "cache_size", -12_288)
            .named(&self.name)?;
        let mut survey = None;
        loop {
            let mut bad = None;
            let taken_in = journal::transact(&mut self.connection, self.place.as_ref(), &self.name, |transaction| {
                let survey = match &mut survey {
                    Some(survey) => survey,
                    none => none.insert(Survey::of(std::mem::take(&mut exports), how.may_be_empty, progress)?),
                };
                let mut session = Session::new(transaction, &self.name, how.now)?;
                session.move_home(how.home)?;
                intake::run(&mut session, survey, how.now, progress).map_err(|failed| match failed {
                    Failed::Otherwise(error) => error,
                    Failed::File(file, error) => {
                        bad = Some(file);
                        error
                    }
                })
            });
            match (taken_in, bad, &mut survey) {
                (Err(error), Some(file), Some(survey)) => {
                    intake::without(survey, Failed::File(file, error), progress)?;
                }
                (taken_in, ..) => return taken_in,
            }
        }
    }

    /// Where the owner lives, once they said so or an import found it out.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn home(&self) -> Result<Option<Tz>> {
        home(&self.connection).named(&self.name)
    }

    /// Keeps where the owner lives, or that nobody said so. Whatever a wall clock showed is read by it from here on.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn set_home(&mut self, home: impl Into<Option<Tz>>) -> Result<()> {
        let home: Option<Tz> = home.into();
        journal::transact(&mut self.connection, self.place.as_ref(), &self.name, |transaction| {
            undo::keep_new_home(transaction)
                .and_then(|()| put_home(transaction, home))
                .named(&self.name)
        })
    }

    /// The number that tells the owner from others: it was drawn when the library was made, and means nothing but itself. None
    /// where somebody took it away.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn owner_id(&self) -> Result<Option<u64>> {
        owner_id(&self.connection).named(&self.name)
    }

    /// Draws another number: to those who have seen the one before, the owner is somebody else.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn renew_owner_id(&mut self) -> Result<Option<u64>> {
        journal::transact(&mut self.connection, self.place.as_ref(), &self.name, |transaction| {
            let query = "INSERT OR REPLACE INTO settings (name, value) VALUES ('owner', lower(hex(randomblob(8))))";
            transaction
                .execute(query, [])
                .and_then(|_| owner_id(transaction))
                .named(&self.name)
        })
    }

    /// The last import that changed anything, which [`Library::undo`] takes back.
    ///
    /// # Errors
    /// When there is none, when it was taken back already, and when the library cannot be read.
    pub fn last_import(&self) -> Result<LastImport> {
        let moment = self.connection.unchecked_transaction().named(&self.name)?;
        undo::last(&moment, &self.name)
    }

    /// Takes the last import back: the library is what it was before, in what it holds and in what it would take in. The home
    /// zone is, too, if the import set it and nobody has since.
    ///
    /// # Errors
    /// When this is not the last import any more, and when the library cannot be written.
    pub fn undo(&mut self, last: &LastImport) -> Result<()> {
        journal::transact(&mut self.connection, self.place.as_ref(), &self.name, |transaction| {
            undo::undo(transaction, &self.name, last)
        })
    }

    /// Whether there is no play in it.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn is_empty(&self) -> Result<bool> {
        let query = "SELECT NOT EXISTS (SELECT 1 FROM plays)";
        self.connection.query_row(query, [], |row| row.get(0)).named(&self.name)
    }

    /// The whole history, the same whatever the order in which it was imported, with wall clocks at home, or in UTC if
    /// nobody said where that is.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn plays(&self) -> Result<Plays> {
        self.plays_of(self.home()?.unwrap_or(Tz::UTC))
    }

    /// The whole history of an owner who lives here.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn plays_of(&self, home: Tz) -> Result<Plays> {
        read::plays(&self.connection, home).named(&self.name)
    }

    /// Writes every play in a form that can be kept, read elsewhere, and imported again.
    ///
    /// # Errors
    /// When the library cannot be read, or `out` cannot be written.
    pub fn export(&self, format: Format, out: &mut dyn std::io::Write) -> Result<Exported> {
        let mut writer = Writer::start(out, format).map_err(Error::Export)?;
        let mut failed = Ok(());
        let home = self.home()?.unwrap_or(Tz::UTC);
        read::each(&self.connection, home, |row, said| {
            failed = writer.write(row, said);
            failed.is_ok()
        })
        .named(&self.name)?;
        failed.and_then(|()| writer.finish()).map_err(Error::Export)
    }

    /// Bounds the size of the library, in pages of 4,096 bytes: for tests of a full disk.
    ///
    /// # Errors
    /// When the library is in use.
    #[doc(hidden)]
    pub fn limit_pages(&mut self, pages: u32) -> Result<()> {
        self.connection
            .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
            .named(&self.name)
    }

    /// Forgets the library in this file, damaged or not: overwrites the file and whatever SQLite left beside it, and removes
    /// them. When it was ended in the middle of that, it can be asked again.
    ///
    /// Where a file system writes to new places instead of old ones, as many on flash memory do, what was there before
    /// can outlive this for a while.
    ///
    /// # Errors
    /// Another program uses the library, it is not a library or a newer one, or a file cannot be overwritten or removed.
    pub fn erase(path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        match Self::open(path) {
            // What cannot be read any more can still be thrown away.
            Ok(_) | Err(Error::Library(LibraryError::Damaged(_))) => {}
            Err(error) => return Err(error),
        }
        let erased = Place::take(path).and_then(|place| place.erase());
        let link = || {
            if path.is_symlink() {
                std::fs::remove_file(path)
            } else {
                Ok(())
            }
        };
        erased.and_then(|()| link()).named(&shown(path))
    }

    /// What [`Library::erase`] would remove: the library and what lies beside it, as far as they are there.
    ///
    /// # Errors
    /// When that cannot be told.
    pub fn files(path: impl AsRef<Path>) -> Result<Vec<PathBuf>> {
        let path = path.as_ref();
        place::files(path).named(&shown(path))
    }
}

/// The file is there, and SQLite does not read anything else into its path.
const FLAGS: OpenFlags = OpenFlags::SQLITE_OPEN_READ_WRITE.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

/// Where the owner lives. A zone that this version does not know counts as not set.
fn home(connection: &Connection) -> rusqlite::Result<Option<Tz>> {
    let query = "SELECT value FROM settings WHERE name = 'home'";
    let name: Option<String> = connection.query_row(query, [], |row| row.get(0)).optional()?;
    Ok(name.and_then(|name| name.parse().ok()))
}

fn owner_id(connection: &Connection) -> rusqlite::Result<Option<u64>> {
    let query = "SELECT value FROM settings WHERE name = 'owner'";
    let digits: Option<String> = connection.query_row(query, [], |row| row.get(0)).optional()?;
    Ok(digits.and_then(|digits| u64::from_str_radix(&digits, 16).ok()))
}

/// Keeps where the owner lives, or that nobody said so.
fn put_home(connection: &Connection, home: Option<Tz>) -> rusqlite::Result<()> {
    let done = match home {
        Some(home) => connection.execute(
            "INSERT OR REPLACE INTO settings (name, value) VALUES ('home', ?)",
            [home.name()],
        ),
        None => connection.execute("DELETE FROM settings WHERE name = 'home'", []),
    };
    done.map(drop)
}
