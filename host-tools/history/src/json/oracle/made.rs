//! Files that bytes choose: some are the bytes themselves, most are rows that repeat each other with a change here and there,
//! as the rows of a history do.

use std::fmt;

use super::super::BYTE_ORDER_MARK;

/// What the rows stand in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) enum Layout {
    Array,
    Field,
    Lines,
}

/// A file and how it is read.
#[derive(Clone, Debug)]
pub(in super::super) struct Made {
    pub(in super::super) text: Vec<u8>,
    pub(in super::super) layout: Layout,
    /// How much the reader asks for at once.
    pub(in super::super) block: usize,
    /// How much it gets at once.
    pub(in super::super) step: usize,
}

impl fmt::Display for Made {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            text,
            layout,
            block,
            step,
        } = self;
        write!(
            to,
            "{layout:?} \"{}\" in blocks of {block} from steps of {step}",
            text.escape_ascii()
        )
    }
}

impl From<&[u8]> for Made {
    /// The first two bytes choose the way to read, the others the text.
    fn from(choices: &[u8]) -> Self {
        let [way, pace, rest @ ..] = choices else {
            return Self::from(&[0, 0, 0][..]);
        };
        let layout = [Layout::Array, Layout::Array, Layout::Field, Layout::Lines][usize::from(way & 3)];
        let text = if way & 4 == 0 {
            let mut maker = Maker {
                choices: rest,
                text: Vec::new(),
            };
            maker.file(layout);
            maker.text
        } else {
            rest.to_owned()
        };
        Self {
            text,
            layout,
            block: 1 + usize::from(pace & 63),
            step: 1 + usize::from(pace >> 6) * 5,
        }
    }
}

const BLANKS: [&str; 8] = ["", "", "", "", " ", "\n", "\t ", "\r\n  "];
const NAMES: [&str; 16] = [
    "ts",
    "ms_played",
    "a",
    "rows",
    "t\\u0073",
    "\\u00e9",
    "é",
    "",
    "b\\\"",
    "\\\\",
    "\\/",
    "\\ud83c\\udfb5",
    "x y",
    "ts",
    "t",
    "\\n",
];
const SCALARS: [&str; 48] = [
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1",
    "12",
    "-7",
    "200000",
    "200000.0",
    "2e5",
    "2.0E+05",
    "1.5",
    "-1e-1",
    "1e400",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "18446744073709551616",
    "0.1e1",
    "123456789012345678",
    "1234567890123456789",
    "0e99",
    "100e-2",
    "\"\"",
    "\"x\"",
    "\"200000\"",
    "\"2e5\"",
    "\"é\"",
    "\"\\u00e9\"",
    "\"\\ud83c\\udfb5\"",
    "\"a\\\\\"",
    "\"\\\"\"",
    "\"{}[],:\"",
    "\"2024-03-01T20:00:00Z\"",
    "\"2024-03-01T20:00:01Z\"",
    "\"a longer text, of more than one word\"",
    "\"\\b\\f\\n\\r\\t\\/\"",
    "[]",
    "{}",
    "[1,\"x\",[2],{}]",
    "{\"ts\":1,\"ts\":\"2\"}",
    "{\"a\" :{\"b\": [null ,true]}}",
    "[ ]",
    "{ }",
    "\"\u{7f}\u{2028}\"",
    "\"\\ud800\"",
    "\"\\ud83c\\u0041\"",
];
/// What is wrong, or right only in some places.
const SPOILERS: [&[u8]; 48] = [
    b" ",
    b"\n",
    b"\t",
    b"\r",
    b",",
    b":",
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b"-",
    b"+",
    b".",
    b"e",
    b"0",
    b"1",
    b"01",
    b"1.",
    b".5",
    b"-",
    b"+1",
    b"1e",
    b"1e+",
    b"nul",
    b"nulll",
    b"True",
    b"NaN",
    b"\x0b",
    b"\x0c",
    b"\x00",
    b"\x1f",
    b"\x7f",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\\u",
    b"\\u12",
    b"\\u123g",
    b"\\x",
    b"\\'",
    b"'",
    b"/",
    b"\xef\xbb\xbf",
    b"[}",
    b"{]",
    b"{\"a\":",
];

/// Turns choices into text.
struct Maker<'a> {
    choices: &'a [u8],
    text: Vec<u8>,
}

impl Maker<'_> {
    /// The next choice; zero when there are no more.
    fn choose(&mut self) -> usize {
        let (&first, rest) = self.choices.split_first().unwrap_or((&0, &[]));
        self.choices = rest;
        first.into()
    }

    fn put(&mut self, text: impl AsRef<[u8]>) {
        self.text.extend_from_slice(text.as_ref());
    }

    fn one_of<T: AsRef<[u8]>>(&mut self, all: &[T]) {
        let choice = self.choose();
        self.put(&all[choice % all.len()]);
    }

    fn file(&mut self, layout: Layout) {
        if self.choose() == 255 {
            self.put(BYTE_ORDER_MARK);
        }
        let (before, between, after) = match layout {
            Layout::Array => ("[", ",", "]"),
            Layout::Field => ("{\"ts\":[\"rows\"],\"rows\" :[", ",", "],\"a\":0}"),
            Layout::Lines => ("", "\n", ""),
        };
        self.put(before);
        let mut last = 0..0;
        while !self.choices.is_empty() && self.text.len() < 4096 {
            if !last.is_empty() {
                self.put(between);
            }
            let start = self.text.len();
            match self.choose() % 8 {
                0 | 1 if !last.is_empty() => self.repeat(last.clone(), 0),
                2..=4 if !last.is_empty() => self.repeat(last.clone(), 1),
                5 if !last.is_empty() => self.repeat(last.clone(), 2),
                6 => self.value(0),
                _ => self.object(0),
            }
            last = start..self.text.len();
        }
        self.put(after);
        if self.choose() > 250 {
            self.one_of(&SPOILERS);
        }
    }

    /// A row again, with so many changes.
    fn repeat(&mut self, row: std::ops::Range<usize>, changes: usize) {
        let mut row = self.text[row].to_owned();
        for _ in 0..changes {
            let (change, place) = (self.choose(), self.choose() % (row.len() + 1));
            let end = (place + change / 16 % 4).min(row.len());
            let with = match change % 8 {
                0..=2 => BLANKS[change / 8 % BLANKS.len()].as_bytes(),
                3 => SPOILERS[self.choose() % SPOILERS.len()],
                4 => SCALARS[self.choose() % SCALARS.len()].as_bytes(),
                5 => NAMES[self.choose() % NAMES.len()].as_bytes(),
                _ => b"",
            };
            let is_insertion = matches!(change % 8, 0..=2);
            row.splice(place..if is_insertion { place } else { end }, with.iter().copied());
        }
        self.put(row);
    }

    fn object(&mut self, depth: usize) {
        self.put("{");
        for number in 0..self.choose() % 6 {
            if number > 0 {
                self.put(",");
            }
            self.one_of(&BLANKS);
            self.put("\"");
            self.one_of(&NAMES);
            self.put("\"");
            self.one_of(&BLANKS);
            self.put(":");
            self.one_of(&BLANKS);
            self.value(depth + 1);
        }
        self.one_of(&BLANKS);
        self.put("}");
    }

    fn value(&mut self, depth: usize) {
        match self.choose() {
            choice @ 0..200 => self.put(SCALARS[choice % SCALARS.len()]),
            200..225 if depth < 4 => self.object(depth),
            225..250 if depth < 4 => {
                self.put("[");
                for number in 0..self.choose() % 4 {
                    if number > 0 {
                        self.put(",");
                    }
                    self.one_of(&BLANKS);
                    self.value(depth + 1);
                }
                self.put("]");
            }
            250.. => self.one_of(&SPOILERS),
            _ => self.put("null"),
        }
    }
}
