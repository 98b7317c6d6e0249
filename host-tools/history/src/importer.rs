//! What an importer is, and what a source says of itself.

use std::io::{self, Read};

use crate::archive::spool;
use crate::columns::Columns;
use crate::database::{self, Database};
use crate::fold;
use crate::head::Head;
use crate::record::{Halt, Sink};
use crate::source::{Service, Source};
use crate::wanted::Wanted;

/// What a file is to its importer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// It helps to understand the others of its folder, and comes before them. It has no plays.
    Companion,
    /// It has plays.
    Plays,
}

/// A file while it is read.
pub(crate) struct Input<'a> {
    stream: &'a mut dyn Read,
    /// Of the file itself, in bytes. What follows it, if anything does, is a database's log.
    length: u64,
    /// What of it is wanted.
    wanted: &'a Wanted,
}

impl<'a> Input<'a> {
    /// A file of so many bytes, and what of it is wanted.
    pub(crate) fn new(stream: &'a mut dyn Read, length: u64, wanted: &'a Wanted) -> Self {
        Self { stream, length, wanted }
    }

    /// What of it is wanted.
    pub(crate) const fn wanted(&self) -> &'a Wanted {
        self.wanted
    }

    /// The columns that were named.
    pub(crate) fn columns(&self) -> Option<&'a Columns> {
        self.wanted.columns.as_deref()
    }

    /// Which person's history to read, of those who have one, each with what they are known by and what they are called.
    /// Histories of two people are never put together, and nobody guesses. Nothing where nobody has one.
    ///
    /// # Errors
    /// When there are several and none was chosen, or when nobody is called as the one who was.
    pub(crate) fn choose<K>(&self, mut people: Vec<(K, String)>) -> Result<Option<K>, Halt> {
        people.sort_by(|one, two| one.1.cmp(&two.1));
        let names = |people: Vec<(K, String)>| people.into_iter().map(|(_, name)| name).collect();
        match self.wanted.user.as_deref() {
            _ if people.is_empty() => Ok(None),
            None if people.len() > 1 => Err(Halt::People(names(people))),
            None => Ok(people.pop().map(|(key, _)| key)),
            Some(user) => {
                let mut called = people
                    .iter()
                    .enumerate()
                    .filter(|(_, (_, name))| fold::artist(name) == fold::artist(user));
                match (called.next(), called.next()) {
                    (Some((number, _)), None) => Ok(Some(people.swap_remove(number).0)),
                    (Some(_), Some(_)) => Err(Halt::People(names(people))),
                    (None, _) => Err(Halt::NoSuchPerson(user.to_owned(), names(people))),
                }
            }
        }
    }
}

impl Input<'_> {
    /// The database that it is, with what stands in its log.
    ///
    /// # Errors
    /// When it cannot be read, or does not fit together.
    pub(crate) fn database(&mut self) -> Result<Database<'static>, Halt> {
        let data = spool(&mut (&mut *self.stream).take(self.length))?;
        let mut log = Vec::new();
        (&mut *self.stream).take(database::LONGEST_LOG).read_to_end(&mut log)?;
        Ok(Database::open(data, log)?)
    }
}

impl Read for Input<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.stream.read(into)
    }
}

/// Reads one form of a source's files.
///
/// An importer is stateless; what it must remember between the files of one export lives in the [`Load`] that it starts
/// for each folder or archive.
pub(crate) trait Importer: Sync + std::fmt::Debug {
    /// Whether a file is of its form, from its content alone.
    fn recognise(&self, head: Head<'_>) -> Option<Part>;

    /// Starts on the files of one folder.
    fn start(&self) -> Box<dyn Load>;
}

/// Loads the files of one folder, one after the other.
pub(crate) trait Load {
    /// Hands every row of a file to the sink.
    ///
    /// # Errors
    /// With what is wrong with the file as a whole. A row that cannot be read is no error: the sink takes note of it.
    fn load(&mut self, part: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt>;
}

/// All that there is to say of a source. It stands in the source's own file, once.
#[derive(Debug)]
pub(crate) struct About {
    pub(crate) source: Source,
    /// Its name for machines: lower-case words with hyphens.
    pub(crate) id: &'static str,
    /// Its name for people.
    pub(crate) name: &'static str,
    /// The service that its plays were recorded by.
    pub(crate) service: Service,
    /// What its user gives: files, or how to come by them.
    pub(crate) files: &'static str,
    /// The first moment at which it can know of a play, in seconds since the epoch, with the reason beside it: docs/time.md.
    pub(crate) earliest: i64,
    pub(crate) knows: Knows,
    pub(crate) names: Names,
    /// One for each form that its files come in.
    pub(crate) forms: &'static [&'static dyn Importer],
}

/// What a source calls its files, in lower case. Names decide which files of a folder are opened at all.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names {
    /// What the name of each history contains.
    pub(crate) histories: &'static [&'static str],
    /// How the names of those begin that lie beside it and hold something else, much of it private.
    pub(crate) private: &'static [&'static str],
}

/// What a source knows of a play beside its title and its artist.
#[derive(Clone, Copy, Debug)]
pub struct Knows {
    /// How exactly it knows when a play was.
    pub moment: &'static str,
    /// Whether it knows how long it was heard.
    pub heard: bool,
    /// Whether it knows that the listener skipped it.
    pub skips: bool,
    /// Whether it knows the album.
    pub album: bool,
    /// Whether it knows the country that it was heard in.
    pub country: bool,
    /// Whether a file can hold the histories of several people, of whom one is to be chosen.
    pub people: bool,
}
