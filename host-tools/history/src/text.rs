//! Text as programs of all times and systems write it, to text in UTF-8.

use std::io::{self, Read};

use crate::json::BYTE_ORDER_MARK;

/// How many bytes at the beginning of a file tell how it is written.
const PEEKED: usize = 512;
/// How much is converted at once, in bytes.
const BLOCK: usize = 16 * 1024;

/// How text is written, where that is not UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Two bytes for most characters, the lower one first.
    Utf16Le,
    /// Two bytes for most characters, the higher one first.
    Utf16Be,
    /// One byte for each character of western Europe.
    Windows1252,
}

impl Encoding {
    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf16Le | Self::Utf16Be => "UTF-16",
            Self::Windows1252 => "Windows-1252",
        }
    }

    /// Of a file that begins so: UTF-16 by its byte order mark or, since what is looked for begins with ASCII, by its zeros.
    fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0xFF, 0xFE, ..] => return Some(Self::Utf16Le),
            [0xFE, 0xFF, ..] => return Some(Self::Utf16Be),
            _ => {}
        }
        let pairs = &head[..head.len().min(16)];
        let zeros = |odd: usize| {
            pairs
                .chunks_exact(2)
                .filter(|pair| pair[odd] == 0 && pair[1 - odd] != 0)
                .count()
        };
        let are_most = |count: usize| count >= 4 && count * 4 > pairs.len() / 2 * 3;
        match [are_most(zeros(1)), are_most(zeros(0))] {
            [true, false] => Some(Self::Utf16Le),
            [false, true] => Some(Self::Utf16Be),
            _ => None,
        }
    }
}

/// What the bytes of a file are to be taken for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    /// As they are.
    AsIs,
    /// ASCII so far: the first other character tells whether it is UTF-8 or Windows-1252.
    Undecided,
    Encoded(Encoding),
}

/// Reads a file as text in UTF-8, and anything that is no text as it is.
///
/// UTF-16 is told from the beginning. In JSON, a byte that is not UTF-8 is damage; in tables, where the first character
/// beyond ASCII is not UTF-8, the file is taken to be Windows-1252, as spreadsheets and old players write it.
pub(crate) struct Decoded<R> {
    reader: R,
    state: Option<State>,
    /// What was read and is not converted yet.
    raw: Vec<u8>,
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self {
            reader,
            state: None,
            raw: Vec::new(),
            ready: Vec::new(),
            at: 0,
            ended: false,
        }
    }

    /// How it is written, as far as it was read, if not in UTF-8.
    pub(crate) fn encoding(&self) -> Option<Encoding> {
        match self.state {
            Some(State::Encoded(encoding)) => Some(encoding),
            _ => None,
        }
    }

    fn start(&mut self) -> io::Result<State> {
        (&mut self.reader).take(PEEKED as u64).read_to_end(&mut self.raw)?;
        let head = self.raw.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&self.raw);
        let first = head.iter().find(|byte| !byte.is_ascii_whitespace());
        Ok(if let Some(encoding) = Encoding::of(&self.raw) {
            State::Encoded(encoding)
        } else if head.len() < self.raw.len()
            || matches!(first, Some(b'[' | b'{'))
            || head.contains(&0)
            || head.starts_with(b"PK")
        {
            State::AsIs
        } else {
            State::Undecided
        })
    }

    /// Makes more text ready, if there is more.
    fn convert(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.at = 0;
        while self.ready.is_empty() && !(self.ended && self.raw.is_empty()) {
            if !self.ended {
                self.ended = (&mut self.reader).take(BLOCK as u64).read_to_end(&mut self.raw)? < BLOCK;
            }
            if self.state == Some(State::Undecided) {
                self.decide();
            }
            match self.state {
                Some(State::Encoded(Encoding::Windows1252)) => {
                    let text: String = self.raw.drain(..).map(windows_1252).collect();
                    self.ready.extend(text.into_bytes());
                }
                Some(State::Encoded(encoding)) => self.convert_utf16(encoding),
                _ => std::mem::swap(&mut self.ready, &mut self.raw),
            }
        }
        Ok(())
    }

    /// Looks for the first character beyond ASCII.
    fn decide(&mut self) {
        if self.raw.is_ascii() {
            return;
        }
        let start = self.raw.iter().position(|byte| !byte.is_ascii()).unwrap_or_default();
        let is_utf8 = match std::str::from_utf8(&self.raw[start..]) {
            Ok(_) => true,
            // The end of a block may cut a character.
            Err(error) => error.valid_up_to() > 0 || error.error_len().is_none() && !self.ended,
        };
        self.state = Some(if is_utf8 {
            State::AsIs
        } else {
            State::Encoded(Encoding::Windows1252)
        });
    }

    fn convert_utf16(&mut self, encoding: Encoding) {
        let unit = |pair: &[u8]| match encoding {
            Encoding::Utf16Be => u16::from_be_bytes([pair[0], pair[1]]),
            _ => u16::from_le_bytes([pair[0], pair[1]]),
        };
        let mut whole = self.raw.len() / 2 * 2;
        // Half of a pair of surrogates waits for the other one.
        if !self.ended && whole >= 2 && (0xD800..0xDC00).contains(&unit(&self.raw[whole - 2..whole])) {
            whole -= 2;
        }
        let units = self.raw[..whole].chunks_exact(2).map(unit);
        let text = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
        let text: String = text.collect();
        self.ready.extend(text.into_bytes());
        self.raw.drain(..whole);
        if self.ended {
            self.raw.clear();
        }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.state.is_none() {
            self.state = Some(self.start()?);
        }
        if self.at == self.ready.len() {
            if self.state == Some(State::AsIs) && self.raw.is_empty() {
                // All but the beginning of most files goes this way, uncopied.
                return self.reader.read(into);
            }
            self.convert()?;
        }
        let count = into.len().min(self.ready.len() - self.at);
        into[..count].copy_from_slice(&self.ready[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// The character of a byte, by the table of the WHATWG (<https://encoding.spec.whatwg.org/#windows-1252>).
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// Whether a text is what comes out when UTF-8 is read as Windows-1252, "BeyoncÃ©" say.
pub(crate) fn is_garbled(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let byte = |c: char| match u32::from(c) {
        code @ (0..=0x7F | 0xA0..=0xFF) => u8::try_from(code).ok(),
        _ => (0x80..=0x9F).find(|&byte| windows_1252(byte) == c),
    };
    let bytes: Option<Vec<u8>> = text.chars().map(byte).collect();
    bytes.is_some_and(|bytes| std::str::from_utf8(&bytes).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads in pieces of so many bytes.
    struct Pieces<'a>(&'a [u8], usize);

    impl Read for Pieces<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let count = into.len().min(self.1).min(self.0.len());
            into[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn decoded(bytes: &[u8]) -> (Vec<u8>, Option<Encoding>) {
        let results = [1, 7, 100_000].map(|piece| {
            let mut decoded = Decoded::new(Pieces(bytes, piece));
            let mut text = Vec::new();
            decoded.read_to_end(&mut text).unwrap();
            (text, decoded.encoding())
        });
        let [first, second, third] = results;
        assert!(first == second && second == third);
        first
    }

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn utf_16_is_read_with_a_mark_and_without_one() {
        let text = format!("artist,track\n{}", "海の歌,Sól 🎵\n".repeat(9000));
        for (unit, encoding) in [
            (u16::to_le_bytes as fn(u16) -> [u8; 2], Encoding::Utf16Le),
            (u16::to_be_bytes, Encoding::Utf16Be),
        ] {
            let marked = format!("\u{feff}{text}");
            for text in [&marked, &text] {
                assert!(decoded(&utf16(text, unit)) == (text.clone().into_bytes(), Some(encoding)));
            }
        }
    }

    #[test]
    fn tables_of_western_windows_are_read_wherever_their_first_letter_is() {
        let ascii = "artist,track\n".repeat(5000);
        for before in ["a,b\n", &ascii] {
            let bytes = [before.as_bytes(), b"R\xF6yksopp,caf\xE9 \x80\n"].concat();
            let expected = format!("{before}Röyksopp,café €\n");
            assert_eq!(decoded(&bytes), (expected.into_bytes(), Some(Encoding::Windows1252)));
        }
    }

    #[test]
    fn utf_8_json_and_what_is_no_text_stay_as_they_are() {
        let wrong_later = ["é,a\n".as_bytes(), b"\xFF,b\n"].concat();
        let cut = ["x".repeat(PEEKED + BLOCK - 1).as_bytes(), "é".as_bytes()].concat();
        for bytes in [
            &b""[..],
            b"a",
            "é".as_bytes(),
            b"[\"\xFF\"]",
            b" {\"\xFF\": 1}",
            b"\xEF\xBB\xBFa,\xFF",
            b"PK\x03\x04\xFF\xFF",
            b"SQLite format 3\0\x10\0\x01\x01\0\x40\x20\x20\0\0\0\x01\0\0\0\x02",
            &wrong_later,
            &cut,
        ] {
            assert_eq!(decoded(bytes), (bytes.to_vec(), None));
        }
    }

    #[test]
    fn what_was_garbled_before_is_known_by_its_letters() {
        for (text, expected) in [
            ("BeyoncÃ©", true),
            ("æµ·", true),
            ("Sigur RÃ³s â€“ Takk", true),
            ("Beyoncé", false),
            ("海", false),
            ("Ã", false),
            ("Café Ó", false),
            ("plain", false),
        ] {
            assert_eq!(is_garbled(text), expected, "{text}");
        }
    }
}
