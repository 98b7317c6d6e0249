//! The members of a tar archive, one after the other, as they come. Of the format only what is needed to know where each begins and
//! ends is read (<https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html>), whatever its sizes claim.

use std::io::{self, Read};

const BLOCK: usize = 512;

/// Whether a file begins as a tar archive does.
pub(crate) fn is_tar(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar") && head.get(..BLOCK).is_some_and(|header| member(header).is_some())
}

/// A regular file in an archive, or something else that is passed over.
struct Member {
    name: String,
    size: u64,
    is_file: bool,
}

/// Reads an archive.
pub(crate) struct Tar<R> {
    reader: R,
    /// What is left of the member at hand, with what fills its last block.
    left: u64,
    padding: u64,
}

impl<R: Read> Tar<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self {
            reader,
            left: 0,
            padding: 0,
        }
    }

    /// The next file's name; then what is read is that file. None at the end of the archive.
    pub(crate) fn next(&mut self) -> io::Result<Option<String>> {
        loop {
            let rest = self.left + self.padding;
            if io::copy(&mut (&mut self.reader).take(rest), &mut io::sink())? < rest {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            (self.left, self.padding) = (0, 0);
            let mut header = [0; BLOCK];
            let mut read = 0;
            while read < BLOCK {
                match self.reader.read(&mut header[read..]) {
                    // Some programs leave out the two empty blocks at the end.
                    Ok(0) if read == 0 => return Ok(None),
                    Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                    Ok(count) => read += count,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
            if header.iter().all(|&byte| byte == 0) {
                return Ok(None);
            }
            let Some(member) = member(&header) else {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "the archive has a header that is none",
                ));
            };
            self.left = member.size;
            self.padding = (BLOCK as u64 - member.size % BLOCK as u64) % BLOCK as u64;
            if member.is_file {
                return Ok(Some(member.name));
            }
        }
    }
}

impl<R: Read> Read for Tar<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(into.len());
        if most == 0 {
            return Ok(0);
        }
        let count = self.reader.read(&mut into[..most])?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= count as u64;
        Ok(count)
    }
}

/// A header, if its checksum is right.
fn member(header: &[u8]) -> Option<Member> {
    let octal = |field: &[u8]| {
        let text = std::str::from_utf8(field).ok()?.trim_matches(['\0', ' ']);
        u64::from_str_radix(if text.is_empty() { "0" } else { text }, 8).ok()
    };
    let sum: u64 = header.iter().map(|&byte| u64::from(byte)).sum();
    let own: u64 = header[148..156].iter().map(|&byte| u64::from(byte)).sum();
    if octal(&header[148..156])? != sum - own + 8 * u64::from(b' ') {
        return None;
    }
    // Of more than eight GiB, the size is a number in bytes behind a mark.
    let size = match header[124..136] {
        [0x80, 0, 0, 0, ref number @ ..] => number.iter().try_fold(0_u64, |all, &byte| {
            all.checked_mul(256).map(|all| all + u64::from(byte))
        })?,
        ref field => octal(field)?,
    };
    let text = |field: &[u8]| {
        let end = field.iter().position(|&byte| byte == 0).unwrap_or(field.len());
        String::from_utf8_lossy(&field[..end]).into_owned()
    };
    let (prefix, name) = (text(&header[345..500]), text(&header[..100]));
    let name = if header[257..263] == *b"ustar\0" && !prefix.is_empty() {
        format!("{prefix}/{name}")
    } else {
        name
    };
    let is_file = matches!(header[156], b'0' | 0);
    // What has no content has no blocks, whatever it says.
    let has_blocks = !matches!(header[156], b'1'..=b'6');
    Some(Member {
        name,
        size: if has_blocks { size.min(u64::MAX - 1024) } else { 0 },
        is_file,
    })
}
