//! Archives in which two members have one name, as some programs write them: each is given a name of its own, since the crate
//! that reads archives knows members by their names and would keep the last one alone.

use std::io::{self, Read, Seek, SeekFrom};

use rustc_hash::FxHashMap;

use crate::archive::Data;

/// How the directory of an archive ends (APPNOTE.TXT 4.3.16): a record of so many bytes, and a comment behind it.
const END: &[u8; 4] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
/// How each member begins in it (4.3.12): so many bytes, and a name, extra fields and a comment behind them.
const MEMBER: &[u8; 4] = b"PK\x01\x02";
const MEMBER_LENGTH: usize = 46;
/// The longest directory that is looked through for names, in bytes: of a million members.
const LONGEST: u64 = 128 * 1024 * 1024;

/// What the end of an archive says of its directory.
#[derive(Debug)]
pub(crate) struct End {
    /// How many members there are.
    pub(crate) count: usize,
    /// Where the directory begins, in bytes from the beginning of the file, and how long it is.
    start: u64,
    length: u64,
    /// The record itself.
    record: [u8; END_LENGTH],
}

impl End {
    /// Reads the end of an archive. Nothing of one that is too great for it to say, or has something behind it.
    pub(crate) fn of(data: &mut dyn Data) -> io::Result<Option<Self>> {
        let length = data.seek(SeekFrom::End(0))?;
        let Some(at) = length.checked_sub(END_LENGTH as u64) else {
            return Ok(None);
        };
        data.seek(SeekFrom::Start(at))?;
        let mut record = [0; END_LENGTH];
        data.read_exact(&mut record)?;
        data.rewind()?;
        let count = u16::from_le_bytes([record[10], record[11]]);
        let size = u64::from(word(&record, 12));
        Ok((record.starts_with(END) && count != u16::MAX && size <= LONGEST)
            .then(|| at.checked_sub(size))
            .flatten()
            .map(|start| Self {
                count: usize::from(count),
                start,
                length: size,
                record,
            }))
    }

    /// The archive with a directory in which no name is there twice. Nothing if its directory contradicts itself.
    pub(crate) fn with_names_of_their_own(&self, mut data: Box<dyn Data>) -> io::Result<Option<Box<dyn Data>>> {
        data.seek(SeekFrom::Start(self.start))?;
        let mut directory = Vec::new();
        (&mut data).take(self.length).read_to_end(&mut directory)?;
        let Some(mut tail) = renamed(&directory) else {
            return Ok(None);
        };
        let mut record = self.record;
        let Ok(length) = u32::try_from(tail.len()) else {
            return Ok(None);
        };
        record[12..16].copy_from_slice(&length.to_le_bytes());
        tail.extend_from_slice(&record);
        let mut overlaid = Overlaid {
            data,
            start: self.start,
            tail,
            at: 0,
        };
        overlaid.rewind()?;
        Ok(Some(Box::new(overlaid)))
    }
}

/// A directory in which the second member of a name is called `NAME (2)`.
fn renamed(mut directory: &[u8]) -> Option<Vec<u8>> {
    // Each name with the last number that it was given.
    let mut names: FxHashMap<Vec<u8>, u32> = FxHashMap::default();
    let mut new = Vec::with_capacity(directory.len());
    while !directory.is_empty() {
        let head = directory.get(..MEMBER_LENGTH).filter(|head| head.starts_with(MEMBER))?;
        let [name, extra, comment] = [28, 30, 32].map(|at| usize::from(u16::from_le_bytes([head[at], head[at + 1]])));
        let (member, rest) = directory.split_at_checked(MEMBER_LENGTH + name + extra + comment)?;
        let (own, behind) = member[MEMBER_LENGTH..].split_at(name);
        let mut unique = own.to_vec();
        let mut number = names.get(own).copied().unwrap_or(0);
        while names.contains_key(&unique) {
            number += 1;
            unique = numbered(own, number);
        }
        names.insert(own.to_vec(), number.max(1));
        names.insert(unique.clone(), 1);
        new.extend_from_slice(&head[..28]);
        new.extend_from_slice(&u16::try_from(unique.len()).ok()?.to_le_bytes());
        new.extend_from_slice(&head[30..]);
        new.extend_from_slice(&unique);
        new.extend_from_slice(behind);
        directory = rest;
    }
    Some(new)
}

/// A name with a number before its ending.
fn numbered(name: &[u8], number: u32) -> Vec<u8> {
    let file = name.iter().rposition(|&byte| byte == b'/').map_or(0, |at| at + 1);
    let ending = name[file..]
        .iter()
        .rposition(|&byte| byte == b'.')
        .map_or(name.len(), |at| file + at);
    let (stem, ending) = name.split_at(ending);
    [stem, format!(" ({number})").as_bytes(), ending].concat()
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes[at..].first_chunk().map_or(0, |word| u32::from_le_bytes(*word))
}

/// A file with something else at its end.
struct Overlaid {
    data: Box<dyn Data>,
    /// Where the other end begins.
    start: u64,
    tail: Vec<u8>,
    at: u64,
}

impl Read for Overlaid {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = match self.at.checked_sub(self.start) {
            Some(at) => self.tail.get(at as usize..).unwrap_or_default().read(into)?,
            None => {
                let left = usize::try_from(self.start - self.at)
                    .unwrap_or(usize::MAX)
                    .min(into.len());
                self.data.read(&mut into[..left])?
            }
        };
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Overlaid {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let length = self.start + self.tail.len() as u64;
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        if self.at < self.start {
            self.data.seek(SeekFrom::Start(self.at))?;
        }
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn numbers_stand_before_the_ending() {
        for (name, expected) in [
            ("a.json", "a (2).json"),
            ("a.b/c", "a.b/c (2)"),
            ("x/.db", "x/ (2).db"),
            ("", " (2)"),
        ] {
            assert_eq!(numbered(name.as_bytes(), 2), expected.as_bytes());
        }
    }

    #[test]
    fn an_overlaid_file_is_read_from_anywhere() {
        let file: Vec<u8> = (0..100).collect();
        let mut overlaid = Overlaid {
            data: Box::new(Cursor::new(file)),
            start: 60,
            tail: vec![200; 30],
            at: 0,
        };
        for at in 0..95 {
            overlaid.seek(SeekFrom::Start(at)).unwrap();
            let mut rest = Vec::new();
            overlaid.read_to_end(&mut rest).unwrap();
            let expected: Vec<u8> = (0..60).chain([200; 30]).skip(at as usize).collect();
            assert_eq!(rest, expected, "{at}");
        }
        assert_eq!(overlaid.seek(SeekFrom::End(-1)).unwrap(), 89);
        assert!(overlaid.seek(SeekFrom::Current(-90)).is_err());
    }

    #[test]
    fn as_many_members_of_one_name_as_there_can_be_are_numbered_through() {
        let mut member = [MEMBER.as_slice(), &[0; MEMBER_LENGTH - 4], b"a.json"].concat();
        member[28] = 6;
        let all = renamed(&member.repeat(usize::from(u16::MAX) - 1)).unwrap();
        for number in [2, 3, 65_534] {
            let name = format!("a ({number}).json");
            assert_eq!(memchr::memmem::find_iter(&all, &name).count(), 1, "{name}");
        }
    }

    #[test]
    fn a_directory_that_contradicts_itself_is_left_alone() {
        assert_eq!(renamed(b"PK\x01\x02"), None);
        let mut member = [MEMBER.as_slice(), &[0; MEMBER_LENGTH - 4], b"ab"].concat();
        member[28] = 2;
        let twice = renamed(&member.repeat(2)).unwrap();
        assert_eq!(twice.len(), 2 * member.len() + 4);
        assert!(twice.ends_with(b"ab (2)"));
        member[28] = 3;
        assert_eq!(renamed(&member), None);
    }
}
