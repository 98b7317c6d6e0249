//! Files as they are fetched: gzip, bzip2, Zstandard and tar around what is in them, all of it streamed.

use std::io::{self, Cursor, Read};

use bzip2::read::MultiBzDecoder;
use flate2::read::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// How much of a file is looked at to know it, in bytes.
const HEAD: u64 = 64 * 1024;
/// How many layers a file may have: a table in tar in Zstandard has two.
const LAYERS: usize = 4;
/// The greatest window of Zstandard, in bytes. What `zstd` makes without `--long` and `--ultra` has 8 MiB at most.
const WINDOW: u64 = 32 << 20;

/// A file of which the beginning was looked at.
pub(crate) struct Peeked<'r> {
    head: Cursor<Vec<u8>>,
    rest: Box<dyn Read + 'r>,
}

impl<'r> Peeked<'r> {
    pub(crate) fn new(mut rest: Box<dyn Read + 'r>) -> io::Result<Self> {
        let mut head = Vec::new();
        (&mut rest).take(HEAD).read_to_end(&mut head)?;
        Ok(Self {
            head: Cursor::new(head),
            rest,
        })
    }

    /// Its beginning.
    pub(crate) fn head(&self) -> &[u8] {
        self.head.get_ref()
    }

    /// Takes off what is around it; at most a tar archive is left.
    pub(crate) fn unpacked(mut self) -> io::Result<Self> {
        for _ in 0..LAYERS {
            let head = self.head();
            let inner: Box<dyn Read + 'r> = if head.starts_with(b"\x1F\x8B") {
                Box::new(MultiGzDecoder::new(self))
            } else if head.starts_with(b"BZh") {
                Box::new(MultiBzDecoder::new(self))
            } else if is_zstandard(head) {
                Box::new(Frames::new(self))
            } else {
                return Ok(self);
            };
            self = Self::new(inner)?;
        }
        Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "it is packed in packed files",
        ))
    }
}

impl Read for Peeked<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.head.read(into)? {
            0 => self.rest.read(into),
            count => Ok(count),
        }
    }
}

/// Zstandard: frames one after the other, of which some are to be passed over.
struct Frames<R> {
    source: R,
    decoder: FrameDecoder,
    is_at_end: bool,
}

impl<R: Read> Frames<R> {
    fn new(source: R) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(WINDOW);
        Self {
            source,
            decoder,
            is_at_end: false,
        }
    }

    /// Begins the next frame, if there is one.
    fn next(&mut self) -> io::Result<()> {
        let mut first = [0];
        if self.source.read(&mut first)? == 0 {
            self.is_at_end = true;
            return Ok(());
        }
        match self.decoder.init(first.chain(&mut self.source)) {
            Ok(()) => Ok(()),
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                let length = u64::from(length);
                let passed = io::copy(&mut (&mut self.source).take(length), &mut io::sink())?;
                if passed < length {
                    Err(io::ErrorKind::UnexpectedEof.into())
                } else {
                    Ok(())
                }
            }
            Err(error) => Err(io::Error::new(io::ErrorKind::InvalidData, error.to_string())),
        }
    }
}

/// Whether a file begins with a frame of Zstandard, or one that is to be passed over.
fn is_zstandard(head: &[u8]) -> bool {
    head.starts_with(b"\x28\xB5\x2F\xFD") || head.get(1..4) == Some(b"\x2A\x4D\x18") && head[0] & 0xF0 == 0x50
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.decoder.read(into)?;
            if count > 0 || into.is_empty() || self.is_at_end {
                return Ok(count);
            }
            if self.decoder.is_finished() {
                self.next()?;
            } else {
                let decoded = self
                    .decoder
                    .decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1));
                decoded.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn read(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut all = Vec::new();
        let packed = Peeked::new(Box::new(bytes))?;
        packed.unpacked()?.read_to_end(&mut all)?;
        Ok(all)
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn bzip2(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstandard(bytes: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
    }

    #[test]
    fn what_is_packed_is_read_as_if_it_were_not() {
        let text = b"artist,album\nOtter,River\n".repeat(40_000);
        for pack in [gzip, bzip2, zstandard] {
            assert!(read(&pack(&text)).unwrap() == text);
            assert!(read(&pack(&pack(&text))).unwrap() == text, "in two layers");
            let (one, other) = text.split_at(text.len() / 3);
            assert!(
                read(&[pack(one), pack(other)].concat()).unwrap() == text,
                "in two members"
            );
        }
        let passed_over = [b"\x5A\x2A\x4D\x18\x03\0\0\0abc", &zstandard(&text)[..]].concat();
        assert!(read(&passed_over).unwrap() == text);
    }

    #[test]
    fn what_is_cut_or_too_deep_is_an_error() {
        let text = b"artist,album\nOtter,River\n".repeat(40_000);
        for pack in [gzip, bzip2, zstandard] {
            let packed = pack(&text);
            assert!(read(&packed[..packed.len() / 2]).is_err());
            let deep = (0..6).fold(text.clone(), |bytes, _| pack(&bytes));
            assert!(read(&deep).is_err());
        }
    }

    #[test]
    fn a_window_for_which_there_is_no_room_is_refused() {
        // Magic, a descriptor without sizes, a window of 2^(10 + 21) bytes.
        assert!(read(b"\x28\xB5\x2F\xFD\x00\xA8\x01\x00\x00").is_err());
    }
}
