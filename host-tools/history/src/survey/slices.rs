//! Files that somebody else holds, and hands out a part at a time: a browser does.

use std::fmt::Debug;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

/// How much is asked for at once, in bytes: asking takes long, however little it is.
const AT_ONCE: usize = 512 * 1024;

/// A file that somebody else holds.
pub trait Slices: Debug + Send + Sync {
    /// How long it is, in bytes.
    fn length(&self) -> u64;

    /// Reads from a place on into a buffer, and says how many bytes it read: none at the end alone.
    ///
    /// # Errors
    /// When it cannot be read any more.
    fn read_at(&self, place: u64, into: &mut [u8]) -> io::Result<usize>;
}

/// Reads a file from its beginning.
pub(super) fn reader(slices: &Arc<dyn Slices>) -> Reader {
    Reader {
        slices: slices.clone(),
        place: 0,
        part: Vec::new(),
        begins: 0,
    }
}

/// Reads back and forth, and keeps the part that it read last: archives are read in small steps.
#[derive(Debug)]
pub(super) struct Reader {
    slices: Arc<dyn Slices>,
    place: u64,
    part: Vec<u8>,
    begins: u64,
}

impl Reader {
    /// What there is of the part from the place on.
    fn here(&self) -> Option<&[u8]> {
        let ahead = usize::try_from(self.place.checked_sub(self.begins)?).ok()?;
        self.part.get(ahead..)
    }
}

impl Read for Reader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.here().is_none_or(<[u8]>::is_empty) {
            self.part.resize(AT_ONCE, 0);
            let read = self.slices.read_at(self.place, &mut self.part);
            self.part.truncate(*read.as_ref().unwrap_or(&0));
            self.begins = self.place;
            read?;
        }
        let here = self.here().unwrap_or_default();
        let length = here.len().min(into.len());
        into[..length].copy_from_slice(&here[..length]);
        self.place += length as u64;
        Ok(length)
    }
}

impl Seek for Reader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(from) => self.slices.length().checked_add_signed(from),
            SeekFrom::Current(from) => self.place.checked_add_signed(from),
        };
        self.place = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of which each byte tells its place, and which hands out few of them at a time.
    #[derive(Debug)]
    struct Slow(u64);

    impl Slices for Slow {
        fn length(&self) -> u64 {
            self.0
        }

        fn read_at(&self, place: u64, into: &mut [u8]) -> io::Result<usize> {
            let left = usize::try_from(self.0.saturating_sub(place)).expect("a small file");
            let length = into.len().min(left).min(100_000);
            (place..)
                .zip(&mut into[..length])
                .for_each(|(at, byte)| *byte = at as u8);
            Ok(length)
        }
    }

    #[test]
    fn what_is_read_is_what_lies_there_in_whichever_order() {
        let slices: Arc<dyn Slices> = Arc::new(Slow(1_000_003));
        let mut whole = Vec::new();
        reader(&slices).read_to_end(&mut whole).expect("it can be read");
        assert_eq!(whole.len(), 1_000_003);
        assert!((0..).zip(&whole).all(|(at, byte)| *byte == at as u8));
        let mut reader = reader(&slices);
        for (to, place) in [
            (SeekFrom::End(-5), 999_998),
            (SeekFrom::Start(99_999), 99_999),
            (SeekFrom::Current(-6), 99_995),
            (SeekFrom::Current(1), 99_998),
            (SeekFrom::End(7), 1_000_010),
        ] {
            assert_eq!(reader.seek(to).expect("a place"), place);
            let mut two = [0; 2];
            let read = reader.read(&mut two).expect("it can be read");
            assert!(read == 2 || place > 1_000_000 && read == 0, "{place}");
            assert!(
                (place..).zip(&two[..read]).all(|(at, byte)| *byte == at as u8),
                "{place}"
            );
        }
        assert!(reader.seek(SeekFrom::Current(-2_000_000)).is_err());
    }
}
