//! Finding the histories in what the user points at, and nothing else.

mod discretion;
mod slices;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::archive::{self, Archive, Data, Member};
use crate::database::{self, Copied};
use crate::error::{Error, Result};
use crate::hash;
use crate::head::{DATABASE, Head};
use crate::importer::Part;
use crate::progress::Progress;
use crate::reading::Summed;
use crate::source::Source;
use crate::sources::{self, Form};
use crate::text::Decoded;
use crate::unread::Unread;
use crate::wanted::Wanted;

pub use slices::Slices;

/// Something to import.
#[derive(Clone, Debug)]
pub enum Export {
    /// A zip, a folder or a file.
    Path(PathBuf),
    /// The content of a zip or of a file, and what to call it.
    Bytes(String, Arc<[u8]>),
    /// A zip or a file that somebody else holds, and what to call it. Those with one number lie side by side, as in a folder.
    Slices(String, Arc<dyn Slices>, u32),
    /// A folder that somebody else holds: its name, and files by their paths in it, with `/` between folders.
    Folder(String, Vec<(String, Arc<dyn Slices>)>),
    /// What is wanted of an export.
    Part(Wanted, Box<Self>),
    /// An export, but for the files that lie in these folders themselves and not deeper.
    Without(Arc<[PathBuf]>, Box<Self>),
}

impl<P: AsRef<Path>> From<P> for Export {
    fn from(path: P) -> Self {
        Self::Path(path.as_ref().to_owned())
    }
}

impl Export {
    /// All of it, whatever is wanted.
    fn whole(&self) -> &Self {
        match self {
            Self::Part(_, export) | Self::Without(_, export) => export.whole(),
            export => export,
        }
    }

    /// What it is called, and whether it lies in memory.
    fn name(&self) -> (bool, Cow<'_, str>) {
        match self.whole() {
            Self::Bytes(name, _) => (true, name.as_str().into()),
            Self::Path(path) => (false, path.to_string_lossy()),
            Self::Slices(name, ..) => (true, name.as_str().into()),
            Self::Folder(name, _) => (false, name.as_str().into()),
            Self::Part(..) | Self::Without(..) => (false, Cow::default()),
        }
    }

    /// These without the files that databases among them keep beside themselves, and those that are in memory, by what their
    /// databases are called.
    fn without_logs(exports: Vec<Self>) -> (Vec<Self>, Logs) {
        let names: FxHashSet<_> = exports.iter().map(Self::name).collect();
        let database = |export: &Self| {
            let (in_memory, name) = export.name();
            let database = Cow::Borrowed(database_of(&name)?);
            let there = (in_memory, database);
            names.contains(&there).then(|| there.1.into_owned())
        };
        let databases: Vec<Option<String>> = exports.iter().map(database).collect();
        let (mut others, mut logs) = (Vec::new(), Logs::default());
        for (export, database) in exports.into_iter().zip(databases) {
            match (database, export.whole()) {
                (None, _) => others.push(export),
                (Some(database), Self::Bytes(_, log)) => _ = logs.insert(database, Place::Bytes(log.clone())),
                (Some(database), Self::Slices(_, log, _)) => _ = logs.insert(database, Place::Slices(log.clone())),
                // It is found beside its database.
                (Some(_), _) => {}
            }
        }
        (others, logs)
    }
}

/// A file that somebody else holds, with its name or its path.
type Held = (String, Arc<dyn Slices>);

/// The newest rows of databases in memory, by what these are called.
type Logs = FxHashMap<String, Place>;

/// What the database is called whose newest rows this file holds, by SQLite's convention.
fn database_of(log: &str) -> Option<&str> {
    log.strip_suffix("-wal")
}

/// How deep folders may be nested.
pub const DEEPEST_FOLDER: u32 = 12;

/// What a file is remembered by: not its name, since people rename files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    /// In bytes, unpacked.
    pub(crate) size: u64,
    /// The hash of size, CRC-32, beginning, source, what is wanted, and the version of Playtally that read it: another may read more.
    pub(crate) hash: u64,
}

/// A file with a history.
#[derive(Debug)]
pub(crate) struct Found {
    /// What to call it.
    pub(crate) name: String,
    /// Which folder it lies in, for files that belong together. Files of one folder follow each other.
    pub(crate) folder: u32,
    pub(crate) form: Form,
    pub(crate) part: Part,
    /// In bytes, unpacked.
    pub(crate) size: u64,
    /// What of it is wanted.
    pub(crate) wanted: Wanted,
    place: Place,
    head: u64,
    /// The CRC-32, once known.
    crc: Option<u32>,
}

impl Found {
    pub(crate) fn source(&self) -> Source {
        self.form.source
    }
}

/// Where a file is.
#[derive(Clone, Debug)]
enum Place {
    File(PathBuf),
    Bytes(Arc<[u8]>),
    Slices(Arc<dyn Slices>),
    /// Member of an archive, by their numbers.
    Archive(usize, usize),
    /// A database, by its number.
    Database(usize),
}

/// A file that may be looked into.
struct Candidate {
    name: String,
    folder: u32,
    place: Place,
    /// What a database's newest rows may stand in, if this is one. That of a file is found beside it.
    log: Option<Place>,
    /// How many archives it is in.
    depth: u32,
}

/// The histories in some exports, in the order in which they are to be read.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    found: Vec<Found>,
    archives: Vec<Archive>,
    /// As they stood when they were found.
    databases: Vec<Copied>,
    folders: u32,
    /// The folders of files that were given by themselves.
    parents: FxHashMap<PathBuf, u32>,
    /// Those of files that somebody else holds.
    side_by_side: FxHashMap<u32, u32>,
    left_out: Vec<Error>,
    /// What was seen in the export that is being looked through.
    seen: Seen,
    /// What is wanted of it.
    wanted: Wanted,
    /// The folders whose own files are left alone.
    without: Arc<[PathBuf]>,
    /// Whether it is fine if no plays are found.
    may_be_empty: bool,
}

/// What there is to tell of an export in which no history is found.
#[derive(Debug, Default)]
struct Seen {
    /// A history that cannot be read because it is a web page.
    web_page: Option<String>,
    /// A list without any plays.
    empty: Option<String>,
    /// The first file that is known and not read, what it is, and whether its name alone tells.
    unread: Option<(String, &'static Unread, bool)>,
    /// The first file that was opened and is not known, with what is in it, and whether that is a table.
    strange: Option<(String, String, bool)>,
}

impl Seen {
    /// Why the export of this name, a file or more, has no history.
    fn explain(self, name: String) -> Error {
        match self {
            Self {
                web_page: Some(page), ..
            } => Error::WebPage(page),
            Self { empty: Some(file), .. } => Error::Empty(file),
            Self {
                unread: Some((file, kind, by_name)),
                ..
            } => Error::Unread { file, kind, by_name },
            Self { strange, .. } => match strange {
                Some((file, seen, is_table)) if file == name => Error::NotKnown {
                    file,
                    seen,
                    is_table,
                    known: sources::known(),
                },
                Some((inside, seen, is_table)) => Error::NothingKnown {
                    file: name,
                    inside,
                    seen,
                    is_table,
                    known: sources::known(),
                },
                None => Error::NoHistory(name),
            },
        }
    }
}

impl Survey {
    /// Looks through exports. `progress` is told of every file whose content is looked at. What cannot be read is left out.
    ///
    /// # Errors
    /// Unless it may be empty: when there is nothing at a path, and when nothing is left.
    pub(crate) fn of(exports: Vec<Export>, may_be_empty: bool, progress: &mut dyn Progress) -> Result<Self> {
        let mut survey = Self {
            may_be_empty,
            ..Self::default()
        };
        let (exports, logs) = Export::without_logs(exports);
        for export in exports {
            let (found, left_out) = (survey.found.len(), survey.left_out.len());
            survey.seen = Seen::default();
            let name = match survey.export(export, &logs, progress) {
                Err(error) if may_be_empty && !matches!(error, Error::Stopped) => {
                    survey.left_out.push(error);
                    continue;
                }
                name => name?,
            };
            let seen = std::mem::take(&mut survey.seen);
            let has_history = survey.found[found..].iter().any(|found| found.part == Part::Plays);
            if !has_history && survey.left_out.len() == left_out {
                survey.left_out.push(seen.explain(name));
            }
        }
        // Stable: the files of one folder come together, in the order in which folders were first met.
        survey.found.sort_by_key(|found| (found.folder, found.part));
        survey.needs_plays()?;
        Ok(survey)
    }

    /// What was left out, and why.
    pub(crate) fn left_out(&self) -> &[Error] {
        &self.left_out
    }

    /// Leaves out files that cannot be read, by their numbers.
    ///
    /// # Errors
    /// With what is wrong when no plays are left.
    pub(crate) fn leave_out(&mut self, bad: Vec<(usize, Error)>) -> Result<()> {
        let mut number = 0;
        self.found.retain(|_| {
            number += 1;
            bad.iter().all(|(file, _)| file + 1 != number)
        });
        self.left_out.extend(bad.into_iter().map(|(_, error)| error));
        self.needs_plays()
    }

    /// Fails where there is nothing to import, unless all that is wrong is that a service had nothing to hand out.
    fn needs_plays(&mut self) -> Result<()> {
        if self.may_be_empty {
            return Ok(());
        }
        let has_plays = self.found.iter().any(|found| found.part == Part::Plays);
        if has_plays || self.left_out.iter().all(Error::is_nothing) {
            return Ok(());
        }
        let worst = self.left_out.iter().position(Error::is_fault).unwrap_or_default();
        Err(self.left_out.swap_remove(worst))
    }

    /// Looks through one export, and says its name.
    fn export(&mut self, export: Export, logs: &Logs, progress: &mut dyn Progress) -> Result<String> {
        let (name, folder, place) = match export {
            Export::Path(path) => {
                let name = path.display().to_string();
                let kind = fs::metadata(&path).map_err(|error| match error.kind() {
                    io::ErrorKind::NotFound => Error::Missing(path.clone()),
                    _ => Error::Io {
                        file: name.clone(),
                        error,
                    },
                })?;
                if kind.is_dir() {
                    self.folder(&path, 0, progress)?;
                    return Ok(name);
                } else if !kind.is_file() {
                    return Err(Error::NotAFile(name));
                }
                self.note_web_page(&name);
                (name, self.folder_of(&path), Place::File(path))
            }
            Export::Bytes(name, bytes) => (name, self.new_folder(), Place::Bytes(bytes)),
            Export::Slices(name, slices, side_by_side) => {
                self.note_web_page(&name);
                let (known, folders) = (&mut self.side_by_side, &mut self.folders);
                let folder = *known.entry(side_by_side).or_insert_with(|| {
                    *folders += 1;
                    *folders - 1
                });
                (name, folder, Place::Slices(slices))
            }
            Export::Folder(name, files) => {
                self.folder_of_slices(&name, files, progress)?;
                return Ok(name);
            }
            Export::Part(wanted, export) => {
                let before = std::mem::replace(&mut self.wanted, wanted);
                let name = self.export(*export, logs, progress);
                self.wanted = before;
                return name;
            }
            Export::Without(folders, export) => {
                let before = std::mem::replace(&mut self.without, folders);
                let name = self.export(*export, logs, progress);
                self.without = before;
                return name;
            }
        };
        let is_held = matches!(place, Place::Bytes(_) | Place::Slices(_));
        let log = logs.get(&name).filter(|_| is_held).cloned();
        self.file(
            Candidate {
                name: name.clone(),
                folder,
                place,
                log,
                depth: 0,
            },
            progress,
        )?;
        Ok(name)
    }

    /// For each importer of a source, a survey that took this file for one of its, whatever it looks like.
    pub(crate) fn of_one(source: Source, file: &Arc<[u8]>) -> impl Iterator<Item = Self> {
        let head = &file[..file.len().min(Head::LENGTH as usize)];
        Form::of(source).map(move |form| Self {
            found: vec![Found {
                name: source.id().to_owned(),
                folder: 0,
                form,
                part: form.importer().recognise(Head::new(head)).unwrap_or(Part::Plays),
                size: file.len() as u64,
                wanted: Wanted::default(),
                place: Place::Bytes(file.clone()),
                head: 0,
                crc: None,
            }],
            folders: 1,
            ..Self::default()
        })
    }

    pub(crate) fn files(&self) -> &[Found] {
        &self.found
    }

    /// What a file is remembered by. Reads it once through where nothing has told its checksum yet.
    pub(crate) fn fingerprint(&mut self, file: usize) -> Result<Fingerprint> {
        if self.found[file].crc.is_none() {
            let mut outcome = Ok(0);
            self.read(file, &mut |reader| outcome = io::copy(reader, &mut io::sink()))?;
            outcome.map_err(|error| self.error_of(file, error))?;
        }
        let found = &self.found[file];
        let crc = u64::from(found.crc.unwrap_or_default());
        let version = hash::of(&[env!("CARGO_PKG_VERSION")]);
        let wanted = found.wanted.hash();
        let hash = [found.size, crc, u64::from(found.source().number()), version, wanted]
            .into_iter()
            .fold(found.head, hash::with);
        Ok(Fingerprint { size: found.size, hash })
    }

    /// Opens a file for `with` to read.
    pub(crate) fn read(&mut self, file: usize, with: &mut dyn FnMut(&mut dyn Read)) -> Result<()> {
        let found = &mut self.found[file];
        match &found.place {
            &Place::Archive(archive, member) => return self.archives[archive].read(member, &found.name, with),
            Place::File(path) => {
                let file = File::open(path).map_err(|error| Error::Io {
                    file: found.name.clone(),
                    error,
                })?;
                found.crc = Summed::new(file).all(with, found.size);
            }
            Place::Bytes(bytes) => found.crc = Summed::new(&bytes[..]).all(with, found.size),
            Place::Slices(slices) => found.crc = Summed::new(slices::reader(slices)).all(with, found.size),
            &Place::Database(number) => {
                let database = &mut self.databases[number];
                let length = found.size + database.log.len() as u64;
                let file = database.file().map_err(|error| Error::Io {
                    file: found.name.clone(),
                    error,
                })?;
                found.crc = Summed::new(file).all(with, length);
            }
        }
        Ok(())
    }

    /// What to tell the user of a file that could not be read to its end.
    pub(crate) fn error_of(&self, file: usize, error: io::Error) -> Error {
        let found = &self.found[file];
        match found.place {
            Place::Archive(..) => archive::error_of_reading(&found.name, &error),
            _ => Error::Io {
                file: found.name.clone(),
                error,
            },
        }
    }

    /// Takes note of a file that looks like what the user meant to give.
    fn note_web_page(&mut self, name: &str) {
        if self.seen.web_page.is_none() && discretion::is_web_page(name) {
            self.seen.web_page = Some(name.to_owned());
        }
    }

    /// The same of a file that may not be looked into: what it is called may tell what it is.
    fn note(&mut self, name: &str) {
        self.note_web_page(name);
        if self.seen.unread.is_none() {
            self.seen.unread = Unread::called(name).map(|kind| (name.to_owned(), kind, true));
        }
    }

    fn new_folder(&mut self) -> u32 {
        self.folders += 1;
        self.folders - 1
    }

    /// The folder of a file that was given by itself: its neighbours may have been given, too.
    fn folder_of(&mut self, path: &Path) -> u32 {
        let parent = path.parent().unwrap_or(path).to_owned();
        let (known, folders) = (&mut self.parents, &mut self.folders);
        *known.entry(parent).or_insert_with(|| {
            *folders += 1;
            *folders - 1
        })
    }

    fn folder(&mut self, path: &Path, depth: u32, progress: &mut dyn Progress) -> Result<()> {
        let failed = |error| Error::Io {
            file: path.display().to_string(),
            error,
        };
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for entry in fs::read_dir(path).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            // Links are not followed: they may lead in circles, or out of what the user pointed at.
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() {
                folders.push((name, entry.path()));
            } else if kind.is_file() {
                files.push((name, entry.path()));
            }
        }
        if self.without.iter().any(|without| without == path) {
            files.clear();
        }
        files
            .iter()
            .for_each(|(_, path)| self.note(&path.display().to_string()));
        discretion::keep_readable(&mut files, |(name, _)| name);
        folders.sort_by(|one, two| discretion::natural(&one.0, &two.0));
        let folder = self.new_folder();
        for (_, path) in files {
            let name = path.display().to_string();
            self.file(
                Candidate {
                    name,
                    folder,
                    place: Place::File(path),
                    log: None,
                    depth: 0,
                },
                progress,
            )?;
        }
        for (_, path) in folders {
            if depth < DEEPEST_FOLDER {
                self.folder(&path, depth + 1, progress)?;
            }
        }
        Ok(())
    }

    /// Looks through a folder that somebody else holds, as through one of the file system.
    fn folder_of_slices(&mut self, name: &str, files: Vec<Held>, progress: &mut dyn Progress) -> Result<()> {
        let mut folders: BTreeMap<String, Vec<Held>> = BTreeMap::new();
        for (path, slices) in files {
            let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
            let of_folder = folders.entry(folder.to_owned()).or_default();
            of_folder.push((file.to_owned(), slices));
        }
        for (folder, mut files) in folders {
            let path = |file: &str| match &*folder {
                "" => format!("{name}/{file}"),
                folder => format!("{name}/{folder}/{file}"),
            };
            files.iter().for_each(|(file, _)| self.note(&path(file)));
            let logs: FxHashMap<String, Place> = files
                .iter()
                .filter_map(|(file, slices)| Some((database_of(file)?.to_owned(), Place::Slices(slices.clone()))))
                .collect();
            discretion::keep_readable(&mut files, |(file, _)| file);
            let number = self.new_folder();
            for (file, slices) in files {
                let candidate = Candidate {
                    name: path(&file),
                    folder: number,
                    place: Place::Slices(slices),
                    log: logs.get(&file).cloned(),
                    depth: 0,
                };
                self.file(candidate, progress)?;
            }
        }
        Ok(())
    }

    /// Looks at a file, and leaves it out if something is wrong with it.
    ///
    /// # Errors
    /// When `progress` stops it.
    fn file(&mut self, candidate: Candidate, progress: &mut dyn Progress) -> Result<()> {
        match self.look_at(candidate, progress) {
            Err(Error::Stopped) => return Err(Error::Stopped),
            Err(error) => self.left_out.push(error),
            Ok(()) => {}
        }
        Ok(())
    }

    /// Looks at the beginning of a file and takes it in when it is a history, or an archive with some.
    fn look_at(&mut self, candidate: Candidate, progress: &mut dyn Progress) -> Result<()> {
        if progress.opened(&candidate.name).is_break() {
            return Err(Error::Stopped);
        }
        let failed = |error| Error::Io {
            file: candidate.name.clone(),
            error,
        };
        let mut head = Vec::new();
        let (size, crc) = match &candidate.place {
            Place::File(path) => {
                let file = File::open(path).map_err(failed)?;
                let size = file.metadata().map_err(failed)?.len();
                file.take(Head::LENGTH).read_to_end(&mut head).map_err(failed)?;
                (size, None)
            }
            Place::Bytes(bytes) => {
                head.extend_from_slice(&bytes[..bytes.len().min(Head::LENGTH as usize)]);
                (bytes.len() as u64, None)
            }
            Place::Slices(slices) => {
                let beginning = slices::reader(slices).take(Head::LENGTH).read_to_end(&mut head);
                beginning.map_err(failed)?;
                (slices.length(), None)
            }
            &Place::Archive(archive, member) => {
                let (size, crc) = self.archives[archive].head(member, &candidate.name, &mut head)?;
                (size, Some(crc))
            }
            Place::Database(_) => (0, None),
        };
        if archive::is_packed_otherwise(&head) {
            return Err(Error::Packing(candidate.name));
        }
        if archive::is_archive(&head) {
            let mut archive = self.open_archive(&candidate)?;
            head.clear();
            if !archive.list_of_sheets(&mut head)? {
                return self.archive(archive, candidate.depth, progress);
            }
        }
        let (mut size, mut crc, mut candidate) = (size, crc, candidate);
        if head.starts_with(DATABASE) {
            let mut database = self.copy_database(&candidate)?;
            size = database.length;
            // The log counts as well.
            crc = None;
            head = database
                .list_of_tables()
                .map_err(|error| error.of_file(&candidate.name))?;
            candidate.place = Place::Database(self.databases.len());
            self.databases.push(database);
        }
        let mut text = Vec::new();
        // The end of the beginning may cut a character: what is before it is enough.
        let _ = Decoded::new(&head[..]).read_to_end(&mut text);
        let seen = Head::new(&text).with_columns(self.wanted.columns.as_deref());
        let Candidate {
            name, folder, place, ..
        } = candidate;
        // What is known and not read is no table of its owner's own, unless they say so.
        let is_unread = || matches!(Unread::recognised(seen, &name), Some((_, false)));
        let may_be_unread = |form: Form| form.is_of_any_table() && self.wanted.columns.is_none();
        let recognised = Form::recognised(seen).filter(|(form, _)| !(may_be_unread(*form) && is_unread()));
        match recognised {
            Some((form, part)) => {
                let head = xxhash_rust::xxh3::xxh3_64(&head);
                self.found.push(Found {
                    name,
                    folder,
                    form,
                    part,
                    size,
                    wanted: self.wanted.clone(),
                    place,
                    head,
                    crc,
                });
                Ok(())
            }
            None if seen.is_empty_list() => {
                self.seen.empty.get_or_insert(name);
                Ok(())
            }
            None if discretion::is_history(&name) => Err(Error::NotAHistory {
                file: name,
                seen: seen.describe(),
            }),
            None => {
                match Unread::recognised(seen, &name) {
                    // What is in a file says more than what another one is called.
                    Some((kind, by_name)) if !matches!(self.seen.unread, Some((.., false))) => {
                        self.seen.unread = Some((name, kind, by_name));
                    }
                    Some(_) => {}
                    None => {
                        let strange = || (name, seen.describe(), seen.is_table());
                        self.seen.strange.get_or_insert_with(strange);
                    }
                }
                Ok(())
            }
        }
    }

    fn open_archive(&mut self, candidate: &Candidate) -> Result<Archive> {
        Archive::open(candidate.name.clone(), self.open(candidate)?)
    }

    /// Opens a file to be read back and forth.
    fn open(&mut self, candidate: &Candidate) -> Result<Box<dyn Data>> {
        let name = &candidate.name;
        Ok(match &candidate.place {
            Place::File(path) => {
                let file = File::open(path).map_err(|error| Error::Io {
                    file: name.clone(),
                    error,
                })?;
                archive::buffered(file)
            }
            Place::Bytes(bytes) => Box::new(io::Cursor::new(bytes.clone())),
            Place::Slices(slices) => Box::new(slices::reader(slices)),
            &Place::Archive(archive, member) => self.archives[archive].unpack(member, name, candidate.depth)?,
            Place::Database(_) => Box::new(io::empty()),
        })
    }

    /// Copies a database with its log, as they stand.
    fn copy_database(&mut self, candidate: &Candidate) -> Result<Copied> {
        let failed = |error| Error::Io {
            file: candidate.name.clone(),
            error,
        };
        #[cfg(not(target_family = "wasm"))]
        if let Place::File(path) = &candidate.place {
            return Copied::of_file(path).map_err(failed);
        }
        let log = match &candidate.log {
            Some(Place::Bytes(log)) => log.to_vec(),
            Some(Place::Slices(log)) => {
                let mut content = Vec::new();
                let read = slices::reader(log)
                    .take(database::LONGEST_LOG)
                    .read_to_end(&mut content);
                read.map_err(failed)?;
                content
            }
            &Some(Place::Archive(archive, member)) => {
                let mut log = Vec::new();
                let mut outcome = Ok(0);
                self.archives[archive].read(member, &candidate.name, &mut |reader| {
                    outcome = reader.take(database::LONGEST_LOG).read_to_end(&mut log);
                })?;
                outcome.map_err(failed)?;
                log
            }
            _ => Vec::new(),
        };
        let data: Box<dyn Data> = match &candidate.place {
            // Its pages are read in no order.
            Place::Slices(slices) => {
                let mut content = Vec::new();
                slices::reader(slices).read_to_end(&mut content).map_err(failed)?;
                Box::new(io::Cursor::new(content))
            }
            _ => self.open(candidate)?,
        };
        Copied::new(data, log).map_err(failed)
    }

    /// Looks through an archive, a folder of it at a time.
    fn archive(&mut self, archive: Archive, depth: u32, progress: &mut dyn Progress) -> Result<()> {
        let folder_of = |inside: &str| inside.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let mut members = archive.members()?;
        members
            .iter()
            .for_each(|member| self.note(&format!("{}/{}", archive.name, member.name)));
        members.sort_by_cached_key(|member| folder_of(&member.name));
        let (number, before) = (self.archives.len(), self.found.len());
        let name = archive.name.clone();
        self.archives.push(archive);
        for members in members.chunk_by(|one, two| folder_of(&one.name) == folder_of(&two.name)) {
            let logs: FxHashMap<&str, &Member> = members
                .iter()
                .filter_map(|member| Some((database_of(&member.name)?, member)))
                .collect();
            let mut members: Vec<_> = members.iter().collect();
            discretion::keep_readable(&mut members, |member| &member.name);
            let folder = self.new_folder();
            for member in members {
                let name = format!("{name}/{}", member.name);
                if let Err(error) = member.check(&name) {
                    self.left_out.push(error);
                    continue;
                }
                let log = logs.get(member.name.as_str()).filter(|log| log.check("").is_ok());
                let log = log.map(|log| Place::Archive(number, log.number));
                let place = Place::Archive(number, member.number);
                self.file(
                    Candidate {
                        name,
                        folder,
                        place,
                        log,
                        depth: depth + 1,
                    },
                    progress,
                )?;
            }
        }
        // Each is an open file: of many archives, those without a history are closed.
        if self.found.len() == before {
            self.archives.truncate(number);
        }
        Ok(())
    }
}
