//! Finding the histories in what the user points at, and nothing else.

use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zip::ZipArchive;

use crate::discretion;
use crate::error::{Error, Result};
use crate::hash;
use crate::importer::{Head, IMPORTERS, Importer};
use crate::progress::Progress;

/// Something to import.
#[derive(Clone, Debug)]
pub enum Export {
    /// A zip, a folder or a file.
    Path(PathBuf),
    /// The content of a zip or of a file, and what to call it.
    Bytes(String, Arc<[u8]>),
}

impl<P: AsRef<Path>> From<P> for Export {
    fn from(path: P) -> Self {
        Self::Path(path.as_ref().to_owned())
    }
}

/// How deep folders may be nested.
const DEEPEST_FOLDER: u32 = 12;
/// How deep archives may be nested: Apple's are two deep.
const DEEPEST_ARCHIVE: u32 = 3;
/// A member of an archive that is greater than this, in bytes, …
const SMALL: u64 = 16 * 1024 * 1024;
/// … may not unpack to more than this many times its packed size. Histories unpack to 8 to 15 times, the bombs known to 1,000.
const STEEPEST: u64 = 250;
/// The greatest member of an archive that is unpacked, in bytes: a hundred million plays.
const GREATEST: u64 = 64 * 1024 * 1024 * 1024;
/// The greatest archive inside an archive, in bytes: it goes to a temporary file.
const GREATEST_NESTED: u64 = 2 * 1024 * 1024 * 1024;

/// What a file is remembered by: not its name, since people rename files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    /// In bytes, unpacked.
    pub(crate) size: u64,
    /// The hash of size, CRC-32, beginning and source.
    pub(crate) hash: u64,
}

/// A file with a history.
#[derive(Debug)]
pub(crate) struct Found {
    /// What to call it.
    pub(crate) name: String,
    /// Which folder it lies in, for files that belong together. Files of one folder follow each other.
    pub(crate) folder: u32,
    pub(crate) importer: &'static dyn Importer,
    pub(crate) turn: u8,
    /// In bytes, unpacked.
    pub(crate) size: u64,
    place: Place,
    head: u64,
    /// The CRC-32, once known.
    crc: Option<u32>,
}

#[derive(Clone, Debug)]
enum Place {
    File(PathBuf),
    Bytes(Arc<[u8]>),
    Archive { archive: usize, member: usize },
}

/// What an archive is read from.
trait Data: Read + Seek + Send {}
impl<T: Read + Seek + Send> Data for T {}

struct Archive {
    name: String,
    zip: ZipArchive<Box<dyn Data>>,
}

/// The histories in some exports, in the order in which they are to be read.
pub(crate) struct Survey {
    found: Vec<Found>,
    archives: Vec<Archive>,
    folders: u32,
}

impl Survey {
    /// Looks through exports. `progress` is told of every file whose content is looked at.
    pub(crate) fn of(exports: Vec<Export>, progress: &mut dyn Progress) -> Result<Self> {
        let mut survey = Self {
            found: Vec::new(),
            archives: Vec::new(),
            folders: 0,
        };
        for export in exports {
            let before = survey.found.len();
            let name = match export {
                Export::Path(path) => {
                    let kind = fs::metadata(&path).map_err(|error| match error.kind() {
                        io::ErrorKind::NotFound => Error::Missing(path.clone()),
                        _ => Error::Io {
                            file: path.display().to_string(),
                            error,
                        },
                    })?;
                    if kind.is_dir() {
                        survey.folder(&path, 0, progress)?;
                    } else {
                        let folder = survey.folder_of(&path);
                        survey.file(
                            path.display().to_string(),
                            folder,
                            Place::File(path.clone()),
                            0,
                            progress,
                        )?;
                    }
                    path.display().to_string()
                }
                Export::Bytes(name, bytes) => {
                    let folder = survey.new_folder();
                    survey.file(name.clone(), folder, Place::Bytes(bytes), 0, progress)?;
                    name
                }
            };
            if survey.found.len() == before {
                return Err(Error::NoHistory(name));
            }
        }
        // Stable: the files of one folder come together, in the order in which folders were first met.
        survey.found.sort_by_key(|found| (found.folder, found.turn));
        Ok(survey)
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
        let source = found.importer.source() as u64;
        let hash = [found.size, crc, source].into_iter().fold(found.head, hash::with);
        Ok(Fingerprint { size: found.size, hash })
    }

    /// Opens a file for `with` to read.
    pub(crate) fn read(&mut self, file: usize, with: &mut dyn FnMut(&mut dyn Read)) -> Result<()> {
        let found = &mut self.found[file];
        let mut plain = |reader: &mut dyn Read| {
            let mut summed = Summed {
                reader,
                sum: crc32fast::Hasher::new(),
                length: 0,
            };
            with(&mut summed);
            if summed.length == found.size {
                found.crc = Some(summed.sum.finalize());
            }
        };
        match &found.place {
            Place::File(path) => {
                plain(&mut File::open(path).map_err(|error| Error::Io {
                    file: found.name.clone(),
                    error,
                })?);
            }
            Place::Bytes(bytes) => plain(&mut &bytes[..]),
            Place::Archive { archive, member } => {
                let archive = &mut self.archives[*archive];
                let mut member = archive
                    .zip
                    .by_index(*member)
                    .map_err(|error| archive_error(&found.name, &error))?;
                with(&mut Limited {
                    reader: &mut member,
                    left: found.size,
                });
            }
        }
        Ok(())
    }

    /// What to tell the user of a file that could not be read to its end.
    pub(crate) fn error_of(&self, file: usize, error: io::Error) -> Error {
        let found = &self.found[file];
        match found.place {
            Place::Archive { .. } => Error::DamagedArchive {
                file: found.name.clone(),
                detail: error.to_string(),
            },
            _ => Error::Io {
                file: found.name.clone(),
                error,
            },
        }
    }

    fn new_folder(&mut self) -> u32 {
        self.folders += 1;
        self.folders - 1
    }

    /// The folder of a file that was given by itself: its neighbours may have been given, too.
    fn folder_of(&mut self, path: &Path) -> u32 {
        let neighbour = self.found.iter().find(|found| match &found.place {
            Place::File(other) => other.parent() == path.parent(),
            _ => false,
        });
        neighbour.map(|found| found.folder).unwrap_or_else(|| self.new_folder())
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
        discretion::keep_readable(&mut files, |(name, _)| name);
        folders.sort_by(|one, two| discretion::natural(&one.0, &two.0));
        let folder = self.new_folder();
        for (_, path) in files {
            self.file(path.display().to_string(), folder, Place::File(path), 0, progress)?;
        }
        for (_, path) in folders {
            if depth < DEEPEST_FOLDER {
                self.folder(&path, depth + 1, progress)?;
            }
        }
        Ok(())
    }

    /// Looks at the beginning of a file and takes it in when it is a history, or an archive with some.
    fn file(&mut self, name: String, folder: u32, place: Place, depth: u32, progress: &mut dyn Progress) -> Result<()> {
        let failed = |error| Error::Io {
            file: name.clone(),
            error,
        };
        progress.opened(&name);
        let mut head = Vec::new();
        let (size, crc) = match &place {
            Place::File(path) => {
                let mut file = File::open(path).map_err(failed)?;
                file.by_ref()
                    .take(Head::LENGTH)
                    .read_to_end(&mut head)
                    .map_err(failed)?;
                (file.metadata().map_err(failed)?.len(), None)
            }
            Place::Bytes(bytes) => {
                head.extend_from_slice(&bytes[..bytes.len().min(Head::LENGTH as usize)]);
                (bytes.len() as u64, None)
            }
            Place::Archive { archive, member } => {
                let zip = &mut self.archives[*archive].zip;
                let mut member = zip.by_index(*member).map_err(|error| archive_error(&name, &error))?;
                member
                    .by_ref()
                    .take(Head::LENGTH)
                    .read_to_end(&mut head)
                    .map_err(|error| Error::DamagedArchive {
                        file: name.clone(),
                        detail: error.to_string(),
                    })?;
                (member.size(), Some(member.crc32()))
            }
        };
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            return self.archive(name, place, depth, progress);
        }
        let head_of = Head::new(&head);
        let recognised = IMPORTERS
            .iter()
            .find_map(|importer| importer.recognise(head_of).map(|turn| (*importer, turn)));
        let Some((importer, turn)) = recognised else {
            let is_history = discretion::is_history(&name) && !head_of.is_empty_array();
            return if is_history {
                Err(Error::NotAHistory(name))
            } else {
                Ok(())
            };
        };
        let head = xxhash_rust::xxh3::xxh3_64(&head);
        self.found.push(Found {
            name,
            folder,
            importer,
            turn,
            size,
            place,
            head,
            crc,
        });
        Ok(())
    }

    fn archive(&mut self, name: String, place: Place, depth: u32, progress: &mut dyn Progress) -> Result<()> {
        if depth >= DEEPEST_ARCHIVE {
            return Err(Error::ZipBomb {
                file: name,
                limit: "archives in archives in archives",
            });
        }
        let data: Box<dyn Data> = match &place {
            Place::File(path) => {
                let file = File::open(path).map_err(|error| Error::Io {
                    file: name.clone(),
                    error,
                })?;
                Box::new(io::BufReader::with_capacity(64 * 1024, file))
            }
            Place::Bytes(bytes) => Box::new(io::Cursor::new(bytes.clone())),
            Place::Archive { archive, member } => {
                let mut member = self.archives[*archive]
                    .zip
                    .by_index(*member)
                    .map_err(|error| archive_error(&name, &error))?;
                let size = member.size();
                if size > GREATEST_NESTED {
                    return Err(Error::ZipBomb {
                        file: name,
                        limit: "an archive of more than 2 GiB in an archive",
                    });
                }
                unpacked(&mut Limited {
                    reader: &mut member,
                    left: size,
                })
                .map_err(|error| Error::DamagedArchive {
                    file: name.clone(),
                    detail: error.to_string(),
                })?
            }
        };
        let mut zip = ZipArchive::new(data).map_err(|error| archive_error(&name, &error))?;
        let mut members = Vec::new();
        for number in 0..zip.len() {
            let member = zip.by_index_raw(number).map_err(|error| archive_error(&name, &error))?;
            if member.is_file() {
                let inside = String::from_utf8_lossy(member.name_raw()).replace('\\', "/");
                members.push((
                    inside,
                    number,
                    member.size(),
                    member.compressed_size(),
                    member.encrypted(),
                ));
            }
        }
        let archive = self.archives.len();
        self.archives.push(Archive {
            name: name.clone(),
            zip,
        });
        // A folder of the archive at a time.
        let folder_of = |inside: &str| inside.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        members.sort_by_cached_key(|(inside, ..)| folder_of(inside));
        for members in members.chunk_by(|one, two| folder_of(&one.0) == folder_of(&two.0)) {
            let mut members = members.to_vec();
            discretion::keep_readable(&mut members, |(inside, ..)| inside);
            let folder = self.new_folder();
            for (inside, member, size, packed, encrypted) in members {
                let name = format!("{name}/{inside}");
                if encrypted {
                    return Err(Error::Encrypted(name));
                }
                if size > GREATEST {
                    return Err(Error::ZipBomb {
                        file: name,
                        limit: "more than 64 GiB",
                    });
                }
                if size > SMALL && size / STEEPEST > packed {
                    return Err(Error::ZipBomb {
                        file: name,
                        limit: "more than 250 times its size",
                    });
                }
                self.file(name, folder, Place::Archive { archive, member }, depth + 1, progress)?;
            }
        }
        Ok(())
    }
}

impl std::fmt::Debug for Survey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let archives: Vec<_> = self.archives.iter().map(|archive| &archive.name).collect();
        f.debug_struct("Survey")
            .field("found", &self.found)
            .field("archives", &archives)
            .finish_non_exhaustive()
    }
}

/// An archive that came out of an archive: in a file without a name, which the system removes by itself.
#[cfg(not(target_family = "wasm"))]
fn unpacked(member: &mut dyn Read) -> io::Result<Box<dyn Data>> {
    let mut file = tempfile::tempfile()?;
    io::copy(member, &mut file)?;
    file.rewind()?;
    Ok(Box::new(io::BufReader::with_capacity(64 * 1024, file)))
}

/// An archive that came out of an archive: in memory, where there are no files.
#[cfg(target_family = "wasm")]
fn unpacked(member: &mut dyn Read) -> io::Result<Box<dyn Data>> {
    let mut bytes = Vec::new();
    member.read_to_end(&mut bytes)?;
    Ok(Box::new(io::Cursor::new(bytes)))
}

fn archive_error(file: &str, error: &zip::result::ZipError) -> Error {
    use zip::result::ZipError;
    let file = file.to_owned();
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => Error::Encrypted(file),
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => Error::Packing(file),
        other => Error::DamagedArchive {
            file,
            detail: other.to_string(),
        },
    }
}

/// Reads no more than a member says that it has, and finds it damaged when there is more.
struct Limited<'a> {
    reader: &'a mut dyn Read,
    left: u64,
}

impl Read for Limited<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(into)?;
        match self.left.checked_sub(count as u64) {
            Some(left) => self.left = left,
            None => return Err(io::Error::new(io::ErrorKind::InvalidData, "longer than it says")),
        }
        Ok(count)
    }
}

/// Sums up what is read.
struct Summed<'a> {
    reader: &'a mut dyn Read,
    sum: crc32fast::Hasher,
    length: u64,
}

impl Read for Summed<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(into)?;
        self.sum.update(&into[..count]);
        self.length += count as u64;
        Ok(count)
    }
}
