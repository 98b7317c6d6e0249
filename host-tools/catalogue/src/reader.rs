//! One file after the other, through what is around it, to its reader.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;

use playtally_history::{DATABASE_START, Plays, escape};

use crate::error::{Error, Fault, Result};
use crate::evidence::Gathering;
use crate::learnt::Learnt;
use crate::names::Names;
use crate::packed::Peeked;
use crate::source::musicbrainz::MusicBrainz;
use crate::source::table::Columns;
use crate::source::{Licence, Source, discogs, table};
use crate::tar::{Tar, is_tar};

/// How files are to be read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The columns of tables whose headers do not tell.
    pub columns: Option<Columns>,
    /// What to call a table of the owner's own.
    pub name: Option<String>,
    /// The licence that a table is under.
    pub licence: Option<Licence>,
    /// Whether the names of a table prove by themselves who is meant.
    pub trusts_names: bool,
}

/// Is told how far the reading is, in bytes of the file as it lies there. [`ControlFlow::Break`] ends it.
pub type Watch<'w> = dyn FnMut(u64) -> ControlFlow<()> + 'w;

/// Learns from files, each of which is read once; `-` is standard input. Files of MusicBrainz's database that belong together are
/// given together.
///
/// `opened` is called with each file and its length, where that is known, before it is read.
///
/// # Errors
/// When a file cannot be read, is damaged or unknown, or `watch` ends it. Then nothing is learnt from any.
pub fn learn(
    plays: &Plays,
    names: &Names,
    files: &[impl AsRef<Path>],
    options: &Options,
    now: i64,
    opened: &mut dyn FnMut(&str, Option<u64>),
    watch: &mut Watch<'_>,
) -> Result<Vec<Learnt>> {
    let mut reading = Reading::new(plays, names, options, now);
    for file in files {
        let path = file.as_ref();
        let name = escape::shown(path);
        if path.as_os_str() == "-" {
            opened(&name, None);
            reading.take(&mut io::stdin().lock(), &name, None, watch)?;
        } else {
            let unread = |error| Error::Io {
                file: name.clone(),
                error,
            };
            let mut open = File::open(path).map_err(unread)?;
            opened(&name, open.metadata().ok().map(|data| data.len()));
            reading.take(&mut open, &name, Some(path), watch)?;
        }
    }
    Ok(reading.finish())
}

/// Learns from what is no file, such as a part of one that a browser hands out.
///
/// # Errors
/// As of [`learn`].
pub fn learn_from(
    plays: &Plays,
    names: &Names,
    source: &mut dyn Read,
    options: &Options,
    now: i64,
    watch: &mut Watch<'_>,
) -> Result<Vec<Learnt>> {
    let mut reading = Reading::new(plays, names, options, now);
    reading.take(source, "-", None, watch)?;
    Ok(reading.finish())
}

/// What was read so far.
struct Reading<'n> {
    plays: &'n Plays,
    names: &'n Names,
    options: &'n Options,
    now: i64,
    learnt: Vec<Learnt>,
    /// What belongs together is put together at the end.
    musicbrainz: Option<(MusicBrainz, Gathering<'n>)>,
}

impl<'n> Reading<'n> {
    const fn new(plays: &'n Plays, names: &'n Names, options: &'n Options, now: i64) -> Self {
        Self {
            plays,
            names,
            options,
            now,
            learnt: Vec::new(),
            musicbrainz: None,
        }
    }

    /// Reads a file.
    fn take(&mut self, source: &mut dyn Read, name: &str, path: Option<&Path>, watch: &mut Watch<'_>) -> Result<()> {
        let is_stopped = Cell::new(false);
        let watched = Watched {
            reader: source,
            bytes: 0,
            watch,
            is_stopped: &is_stopped,
        };
        let mut gathering = Gathering::new(self.names, self.options.trusts_names);
        let peeked = Peeked::new(Box::new(BufReader::with_capacity(256 * 1024, watched)));
        let read = peeked.and_then(Peeked::unpacked).map_err(Fault::from).and_then(|file| {
            take(
                file,
                path,
                self.options,
                &mut gathering,
                &mut self.musicbrainz,
                self.names,
            )
        });
        match read {
            _ if is_stopped.get() => Err(Error::Stopped),
            Err(fault) => Err(fault.of_file(name)),
            Ok(None) => Ok(()),
            Ok(Some(source)) => {
                let licence = match (&source, &self.options.licence) {
                    (Source::Table(_), Some(licence)) => licence.clone(),
                    (source, _) => source.licence(),
                };
                self.learnt
                    .push(gathering.finish(self.plays, source, licence, self.now));
                Ok(())
            }
        }
    }

    fn finish(mut self) -> Vec<Learnt> {
        if let Some((state, mut gathering)) = self.musicbrainz {
            let licence = state.licence();
            state.finish(&mut gathering);
            self.learnt
                .push(gathering.finish(self.plays, Source::MusicBrainz, licence, self.now));
        }
        self.learnt
    }
}

/// Reads a file of which what is around it was taken off. Says which source it is, or nothing where more files of it may come.
fn take<'n>(
    mut file: Peeked<'_>,
    path: Option<&Path>,
    options: &Options,
    gathering: &mut Gathering<'n>,
    musicbrainz: &mut Option<(MusicBrainz, Gathering<'n>)>,
    names: &'n Names,
) -> Result<Option<Source>, Fault> {
    let columns = options.columns.as_ref();
    if is_tar(file.head()) {
        return take_members(file, columns, gathering, musicbrainz, names);
    }
    if let Some(source) = discogs::recognise(file.head()) {
        discogs::read(&mut file, gathering)?;
        return Ok(Some(source));
    }
    let own = || Source::Table(options.name.clone().unwrap_or_else(|| "table".to_owned()));
    if file.head().starts_with(DATABASE_START) {
        let stored = path.and_then(|path| File::open(path).ok()).filter(is_database);
        let Some(stored) = stored else {
            return Err(Fault::Unclear(
                "a database is read as it lies on a disk: unpack it first".to_owned(),
            ));
        };
        table::read_stored(stored, columns, gathering)?;
        return Ok(Some(own()));
    }
    let sight = table::recognise(file.head(), columns)?;
    let source = if is_canonical(sight.names()) {
        Source::MusicBrainzCanonical
    } else {
        own()
    };
    table::read(&mut file, &sight, columns, gathering)?;
    Ok(Some(source))
}

/// The files in a tar archive: those of MusicBrainz's database, or a table.
fn take_members<'n>(
    archive: Peeked<'_>,
    columns: Option<&Columns>,
    gathering: &mut Gathering<'n>,
    musicbrainz: &mut Option<(MusicBrainz, Gathering<'n>)>,
    names: &'n Names,
) -> Result<Option<Source>, Fault> {
    let mut tar = Tar::new(archive);
    let (mut source, mut is_database, mut seen) = (None, false, Vec::new());
    while let Some(name) = tar.next()? {
        if let Some(table) = name.rsplit_once("mbdump/").map(|(_, table)| table) {
            let (state, gathering) =
                musicbrainz.get_or_insert_with(|| (MusicBrainz::default(), Gathering::new(names, false)));
            state.read(table, &mut tar, gathering)?;
            is_database = true;
            continue;
        }
        let mut member = Peeked::new(Box::new(&mut tar))?;
        match table::recognise(member.head(), columns) {
            Ok(sight) if source.is_none() => {
                let is_canonical = is_canonical(sight.names());
                table::read(&mut member, &sight, columns, gathering)?;
                source = Some(if is_canonical {
                    Source::MusicBrainzCanonical
                } else {
                    Source::Table("table".to_owned())
                });
            }
            // What stands beside it: a licence, or tables of numbers alone.
            _ => seen.push(name),
        }
    }
    match source {
        None if !is_database => {
            seen.truncate(8);
            Err(Fault::Unknown(format!("is an archive of {}", seen.join(", "))))
        }
        source => Ok(source),
    }
}

/// Whether a table is MusicBrainz's canonical one.
fn is_canonical(names: &[String]) -> bool {
    ["artist_credit_name", "recording_name", "release_name"]
        .iter()
        .all(|name| names.iter().any(|known| known == name))
}

fn is_database(file: &File) -> bool {
    let mut start = [0; 16];
    let mut file = file;
    file.read_exact(&mut start).is_ok() && start == *DATABASE_START
}

/// Tells how much is read, and ends when nobody wants the rest.
struct Watched<'w, R, W: ?Sized> {
    reader: R,
    bytes: u64,
    watch: &'w mut W,
    is_stopped: &'w Cell<bool>,
}

impl<R: Read, W: FnMut(u64) -> ControlFlow<()> + ?Sized> Read for Watched<'_, R, W> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if (self.watch)(self.bytes).is_break() {
            self.is_stopped.set(true);
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        let count = self.reader.read(into)?;
        self.bytes += count as u64;
        Ok(count)
    }
}
