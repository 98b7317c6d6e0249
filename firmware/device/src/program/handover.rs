//! How the stick reader hands over what it found: on its output, which the store reads as its input.
//!
//! A handover is a run of pieces, each a byte that says what it is: `S`, a length as a little-endian u32 and that many
//! bytes of a summary; `R` and the number of a [`Refusal`]; and `E` at the end, without which the reader did not come to
//! an end. The store takes none of it on trust.

use std::io::{self, ErrorKind, Read, Write};

use playtally_device::{Kept, MAX_OWNERS};
use playtally_screen::Refusal;
use playtally_summary::MAX_LENGTH;

const SUMMARY: u8 = b'S';
const REFUSAL: u8 = b'R';
const END: u8 = b'E';

/// Writes what a search came to.
pub(crate) fn write(found: &Result<Vec<Kept>, Refusal>, mut to: impl Write) -> io::Result<()> {
    match found {
        Ok(summaries) => {
            for file in summaries.iter().map(|kept| kept.summary().file()) {
                to.write_all(&[SUMMARY])?;
                to.write_all(&(file.len() as u32).to_le_bytes())?;
                to.write_all(file)?;
            }
        }
        Err(why) => {
            let number = Refusal::ALL.iter().position(|refusal| refusal == why).unwrap_or(0);
            to.write_all(&[REFUSAL, number as u8])?;
        }
    }
    to.write_all(&[END])?;
    to.flush()
}

/// Reads what a search came to: the bytes that are meant to be summaries, at most [`MAX_OWNERS`] of at most
/// [`MAX_LENGTH`] bytes.
pub(crate) fn read(mut from: impl Read) -> Result<Vec<Vec<u8>>, Refusal> {
    let mut summaries = Vec::new();
    loop {
        match next(&mut from) {
            Ok(Piece::Summary(file)) if summaries.len() < MAX_OWNERS => summaries.push(file),
            Ok(Piece::Summary(_)) => return Ok(summaries),
            Ok(Piece::Refusal(why)) => return Err(why),
            Ok(Piece::End) if summaries.is_empty() => return Err(Refusal::NothingFound),
            // What came whole before the reader died is as good as any other summary.
            Err(_) if summaries.is_empty() => return Err(Refusal::Unreadable),
            Ok(Piece::End) | Err(_) => return Ok(summaries),
        }
    }
}

enum Piece {
    Summary(Vec<u8>),
    Refusal(Refusal),
    End,
}

fn next(from: &mut impl Read) -> io::Result<Piece> {
    let mut kind = [0];
    from.read_exact(&mut kind)?;
    match kind[0] {
        SUMMARY => {
            let mut length = [0; 4];
            from.read_exact(&mut length)?;
            let length = u32::from_le_bytes(length) as usize;
            if length > MAX_LENGTH {
                return Err(ErrorKind::FileTooLarge.into());
            }
            let mut file = vec![0; length];
            from.read_exact(&mut file)?;
            Ok(Piece::Summary(file))
        }
        REFUSAL => {
            let mut number = [0];
            from.read_exact(&mut number)?;
            let why = Refusal::ALL.get(usize::from(number[0])).copied();
            why.map(Piece::Refusal).ok_or(ErrorKind::InvalidData.into())
        }
        END => Ok(Piece::End),
        _ => Err(ErrorKind::InvalidData.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_arrives_as_it_was_meant() {
        for &why in Refusal::ALL {
            let mut bytes = Vec::new();
            write(&Err(why), &mut bytes).unwrap();
            assert_eq!(read(&bytes[..]), Err(why));
        }
    }

    #[test]
    fn a_reader_that_dies_leaves_what_came_whole() {
        let bytes = b"S\x03\0\0\0oneS\x03\0\0\0twoE";
        assert_eq!(read(&bytes[..]), Ok(vec![b"one".to_vec(), b"two".to_vec()]));
        assert_eq!(read(&bytes[..15]), Ok(vec![b"one".to_vec()]));
        assert_eq!(read(&bytes[..7]), Err(Refusal::Unreadable));
        assert_eq!(read(&b""[..]), Err(Refusal::Unreadable));
        assert_eq!(read(&b"E"[..]), Err(Refusal::NothingFound));
    }

    #[test]
    fn a_reader_that_lies_is_not_believed() {
        assert_eq!(read(&b"S\xFF\xFF\xFF\xFFmuch"[..]), Err(Refusal::Unreadable));
        assert_eq!(read(&b"R\xFF"[..]), Err(Refusal::Unreadable));
        assert_eq!(read(&b"?"[..]), Err(Refusal::Unreadable));
        let endless = io::repeat(b'S').take(100 << 20);
        assert_eq!(read(endless), Err(Refusal::Unreadable));
        let many = b"S\x01\0\0\0x".repeat(1000);
        assert_eq!(read(&many[..]).map(|summaries| summaries.len()), Ok(MAX_OWNERS));
    }
}
