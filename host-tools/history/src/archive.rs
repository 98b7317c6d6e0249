//! Zip archives, within bounds.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::directory::End;
use crate::error::{Error, Result};
use crate::head::Head;
use crate::reading::Limited;

/// How deep archives may be nested: Apple's are two deep.
const DEEPEST: u32 = 3;
/// A member that is greater than this, in bytes, …
const SMALL: u64 = 16 * 1024 * 1024;
/// … may not unpack to more than this many times its packed size. Histories unpack to 8 to 40 times, the bombs known to 1,000.
const STEEPEST: u64 = 250;
/// The greatest member that is unpacked, in bytes: a hundred million plays.
const GREATEST: u64 = 64 * 1024 * 1024 * 1024;
/// The greatest archive inside an archive, in bytes: it goes to a temporary file.
const GREATEST_NESTED: u64 = 2 * 1024 * 1024 * 1024;
/// The greatest member of a workbook, in bytes: some of them are kept in memory.
const GREATEST_SHEET: u64 = 256 * 1024 * 1024;
/// The member of a workbook that lists its sheets.
const SHEETS: &str = "xl/workbook.xml";

/// What an archive is read from.
pub(crate) trait Data: Read + Seek + Send {}
impl<T: Read + Seek + Send> Data for T {}

/// Whether a file begins as archives do.
pub(crate) fn is_archive(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Whether a file begins as the archives do that are no zips: gzip (and so `.tgz`, which Google offers), 7-Zip, RAR, xz and
/// Zstandard.
pub(crate) fn is_packed_otherwise(head: &[u8]) -> bool {
    [
        &b"\x1F\x8B"[..],
        b"7z\xBC\xAF\x27\x1C",
        b"Rar!\x1A\x07",
        b"\xFD7zXZ\0",
        b"\x28\xB5\x2F\xFD",
    ]
    .iter()
    .any(|mark| head.starts_with(mark))
}

/// An open archive.
pub(crate) struct Archive {
    pub(crate) name: String,
    zip: ZipArchive<Box<dyn Data>>,
}

impl fmt::Debug for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Archive").field(&self.name).finish()
    }
}

/// What an archive says of a member.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) number: usize,
    size: u64,
    packed: u64,
    is_encrypted: bool,
}

impl Member {
    /// Refuses what cannot be read or would not end. `name` is what to call the member.
    pub(crate) fn check(&self, name: &str) -> Result<()> {
        let bomb = |limit| {
            Err(Error::ZipBomb {
                file: name.to_owned(),
                limit,
            })
        };
        if self.is_encrypted {
            Err(Error::Encrypted(name.to_owned()))
        } else if self.size > GREATEST {
            bomb("more than 64 GiB")
        } else if self.size > SMALL && self.size / STEEPEST > self.packed {
            bomb("more than 250 times its size")
        } else {
            Ok(())
        }
    }
}

impl Archive {
    pub(crate) fn open(name: String, mut data: Box<dyn Data>) -> Result<Self> {
        let end = End::of(&mut *data).map_err(|error| error_of_reading(&name, &error))?;
        let zip = ZipArchive::new(data).map_err(|error| error_of(&name, &error))?;
        match end {
            // Members of one name, of which the last one alone was kept.
            Some(end) if zip.len() < end.count => Self::open_with(name, zip, &end),
            _ => Ok(Self { name, zip }),
        }
    }

    /// Opens an archive anew, of whose members some have one name.
    fn open_with(name: String, zip: ZipArchive<Box<dyn Data>>, end: &End) -> Result<Self> {
        let renamed = end.with_names_of_their_own(zip.into_inner());
        let renamed = renamed.map_err(|error| error_of_reading(&name, &error))?;
        let zip = match renamed {
            Some(data) => ZipArchive::new(data).map_err(|error| error_of(&name, &error))?,
            None => return Err(damaged(&name, &"its directory contradicts itself")),
        };
        Ok(Self { name, zip })
    }

    /// What is in it, but for folders: what its directory says. Nothing is read, however many there are.
    pub(crate) fn members(&self) -> Result<Vec<Member>> {
        let mut members = Vec::new();
        for number in 0..self.zip.len() {
            let member = self
                .zip
                .by_index_data(number)
                .map_err(|error| error_of(&self.name, &error))?;
            if member.is_file() {
                members.push(Member {
                    name: String::from_utf8_lossy(member.name_raw()).replace('\\', "/"),
                    number,
                    size: member.size(),
                    packed: member.compressed_size(),
                    is_encrypted: member.encrypted(),
                });
            }
        }
        Ok(members)
    }

    /// Reads the beginning of a member; says its size and checksum.
    pub(crate) fn head(&mut self, number: usize, name: &str, head: &mut Vec<u8>) -> Result<(u64, u32)> {
        let member = self.zip.by_index_data(number).map_err(|error| error_of(name, &error))?;
        if member.size() == 0 {
            return Ok((0, member.crc32()));
        }
        let mut member = self.zip.by_index(number).map_err(|error| error_of(name, &error))?;
        member
            .by_ref()
            .take(Head::LENGTH)
            .read_to_end(head)
            .map_err(|error| error_of_reading(name, &error))?;
        Ok((member.size(), member.crc32()))
    }

    /// Opens a member for `with` to read.
    pub(crate) fn read(&mut self, number: usize, name: &str, with: &mut dyn FnMut(&mut dyn Read)) -> Result<()> {
        let member = self.zip.by_index(number).map_err(|error| error_of(name, &error))?;
        let size = member.size();
        with(&mut Limited::new(member, size));
        Ok(())
    }

    /// Unpacks a member that is an archive itself.
    pub(crate) fn unpack(&mut self, number: usize, name: &str, depth: u32) -> Result<Box<dyn Data>> {
        let bomb = |limit| {
            Err(Error::ZipBomb {
                file: name.to_owned(),
                limit,
            })
        };
        let member = self.zip.by_index(number).map_err(|error| error_of(name, &error))?;
        let size = member.size();
        if depth > DEEPEST {
            return bomb("archives in archives in archives");
        }
        if size > GREATEST_NESTED {
            return bomb("an archive of more than 2 GiB in an archive");
        }
        spool(&mut Limited::new(member, size)).map_err(|error| error_of_reading(name, &error))
    }

    /// If it is a workbook, reads the list of its sheets, as far as the beginning of a file is read.
    pub(crate) fn list_of_sheets(&mut self, list: &mut Vec<u8>) -> Result<bool> {
        let Some(sheets) = self.zip.index_for_name(SHEETS) else {
            return Ok(false);
        };
        let name = self.name.clone();
        self.head(sheets, &name, list)?;
        Ok(true)
    }
}

/// A file that an archive is read from. The buffer is small, since each step to another member fills it anew; what unpacks
/// has a larger one.
pub(crate) fn buffered(file: File) -> Box<dyn Data> {
    Box::new(io::BufReader::new(file))
}

/// Makes a workbook out of what a reader has, where it can be read back and forth. None of its members is too great. Says
/// whether it counts days from 1904 on.
pub(crate) fn open_workbook(reader: &mut dyn Read) -> io::Result<(Box<dyn Data>, bool)> {
    let mut data = spool(reader)?;
    let invalid = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what);
    let mut archive = Archive::open(String::new(), data).map_err(|_| invalid("not a workbook"))?;
    for member in archive.members().map_err(|_| invalid("not a workbook"))? {
        if member.size > GREATEST_SHEET || member.check("").is_err() {
            return Err(invalid("a workbook that unpacks to far more than a history"));
        }
    }
    let mut sheets = Vec::new();
    archive
        .list_of_sheets(&mut sheets)
        .map_err(|_| invalid("not a workbook"))?;
    let says = |text: &str| memchr::memmem::find(&sheets, text.as_bytes()).is_some();
    let counts_from_1904 = says("date1904=\"1\"") || says("date1904=\"true\"");
    data = archive.zip.into_inner();
    data.rewind()?;
    Ok((data, counts_from_1904))
}

/// Puts what a reader has where it can be read back and forth: into a file without a name, which the system removes by
/// itself.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn spool(reader: &mut dyn Read) -> io::Result<Box<dyn Data>> {
    let mut file = tempfile::tempfile()?;
    io::copy(reader, &mut file)?;
    file.rewind()?;
    Ok(buffered(file))
}

/// Puts what a reader has where it can be read back and forth: into memory, where there are no files.
#[cfg(target_family = "wasm")]
pub(crate) fn spool(reader: &mut dyn Read) -> io::Result<Box<dyn Data>> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes)?;
    Ok(Box::new(io::Cursor::new(bytes)))
}

fn damaged(file: &str, error: &dyn fmt::Display) -> Error {
    Error::DamagedArchive {
        file: file.to_owned(),
        detail: error.to_string(),
    }
}

/// What is wrong with a member that cannot be read to its end. How it is packed is looked at no sooner.
pub(crate) fn error_of_reading(file: &str, error: &io::Error) -> Error {
    match error.get_ref().and_then(|inner| inner.downcast_ref()) {
        Some(inner) => error_of(file, inner),
        None => damaged(file, error),
    }
}

fn error_of(file: &str, error: &ZipError) -> Error {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Error::Encrypted(file.to_owned())
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => Error::Packing(file.to_owned()),
        ZipError::Io(inside) => error_of_reading(file, inside),
        other => damaged(file, other),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, SeekFrom, Write};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// A file that counts the bytes that are read of it.
    struct Counted(Cursor<Vec<u8>>, Arc<AtomicU64>);

    impl Read for Counted {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let count = self.0.read(into)?;
            self.1.fetch_add(count as u64, Ordering::Relaxed);
            Ok(count)
        }
    }

    impl Seek for Counted {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.0.seek(to)
        }
    }

    /// An archive with so many members.
    fn zip(members: usize, content: &[u8]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for number in 0..members {
            let name = format!("folder {}/notes {number}.json", number % 7);
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn what_is_in_an_archive_is_told_by_its_directory() {
        let content = [b'x'; 200];
        for (members, content) in [(20_000, &content[..]), (20_000, b"")] {
            let file = zip(members, content);
            let (length, read) = (file.len() as u64, Arc::new(AtomicU64::new(0)));
            let mut archive =
                Archive::open("a.zip".into(), Box::new(Counted(Cursor::new(file), read.clone()))).unwrap();
            let found = archive.members().unwrap();
            assert_eq!(found.len(), members);
            assert!(found.iter().all(|member| member.size == content.len() as u64));
            // The directory, and a little to find it.
            let directory = length - archive.zip.central_directory_start();
            let so_far = read.load(Ordering::Relaxed);
            assert!(so_far < directory + 4096, "{so_far} bytes were read of {directory}");
            if content.is_empty() {
                let mut head = Vec::new();
                for member in &found {
                    assert_eq!(archive.head(member.number, "a", &mut head).unwrap().0, 0);
                }
                assert_eq!(read.load(Ordering::Relaxed), so_far, "nothing was opened that is empty");
            }
        }
    }

    /// An archive whose members have these names, which may be the same, and a content each.
    fn zip_of(names: &[String]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let placeholder = |number: usize| format!("{number:0width$}", width = names[number].len());
        for number in 0..names.len() {
            zip.start_file(placeholder(number), SimpleFileOptions::default())
                .unwrap();
            write!(zip, "content {number}").unwrap();
        }
        let mut file = zip.finish().unwrap().into_inner();
        for (number, name) in names.iter().enumerate() {
            // Behind the head of a member, and of its entry in the directory.
            for (mark, length) in [(b"PK\x03\x04", 30), (b"PK\x01\x02", 46)] {
                let head = memchr::memmem::find_iter(&file, mark).nth(number).unwrap();
                file[head + length..][..name.len()].copy_from_slice(name.as_bytes());
            }
        }
        file
    }

    #[test]
    fn of_members_of_one_name_each_is_read_under_a_name_of_its_own() {
        for names in [
            &["a.json", "a.json"][..],
            &["a.json", "b.json", "a.json", "b.json", "a.json"],
            &["x/a.json", "y/a.json", "a.json"],
            &["a (2).json", "aaaa.json", "aaaa.json"],
            &["a.json", "a (2).json", "a.json"],
        ] {
            let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
            for before in [&b""[..], b"#!/bin/sh\n"] {
                let file = [before, &zip_of(&names)].concat();
                let mut archive = Archive::open("a.zip".into(), Box::new(Cursor::new(file))).unwrap();
                let members = archive.members().unwrap();
                let mut contents = Vec::new();
                for member in &members {
                    let mut read = String::new();
                    archive
                        .read(member.number, &member.name, &mut |reader| {
                            reader.read_to_string(&mut read).unwrap();
                        })
                        .unwrap();
                    contents.push(read);
                }
                contents.sort();
                let expected: Vec<String> = (0..names.len()).map(|number| format!("content {number}")).collect();
                assert_eq!(contents, expected, "{names:?}");
                let different: std::collections::BTreeSet<&str> = members.iter().map(|member| &*member.name).collect();
                assert_eq!(different.len(), names.len());
                assert!(names.iter().all(|name| different.contains(&**name)), "{different:?}");
            }
        }
    }
}
