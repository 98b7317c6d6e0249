//! The trees that tables are kept in, walked from left to right.

use super::pages::{Encoding, HEADER, Pages};
use super::record::varint;
use super::{Fault, Result};

/// How deep a tree may be. With the least pages and the longest keys, SQLite's own bound is 20.
const DEEPEST: usize = 20;
/// The longest record, in bytes. SQLite's own bound is a billion; of plays and their names, none has a thousandth of this.
const LONGEST: usize = 16 * 1024 * 1024;

/// The kinds of pages, as their first byte says.
const INDEX_INTERIOR: u8 = 2;
const TABLE_INTERIOR: u8 = 5;
const INDEX_LEAF: u8 = 10;
const TABLE_LEAF: u8 = 13;

/// The key of a row, and the bytes of what is in it.
pub(super) struct Record<'a> {
    /// Nothing in a table without one.
    pub(super) rowid: Option<i64>,
    pub(super) bytes: &'a [u8],
}

const CONTRADICTION: Fault = Fault::Damaged("a page contradicts itself");

/// Hands over every record of the tree that begins at a page, in the order of its keys. In a tree `of_keys`, which tables
/// without row ids are kept in, records stand on every level.
pub(super) fn each_record(
    pages: &mut Pages<'_>,
    root: u32,
    of_keys: bool,
    mut each: impl FnMut(Record<'_>, Encoding) -> Result<()>,
) -> Result<()> {
    let mut walk = Walk {
        left: pages.count,
        whole: Vec::new(),
        of_keys,
    };
    walk.page(pages, root, 0, &mut each)
}

struct Walk {
    /// How many pages may still be visited: none twice.
    left: u32,
    /// A record that stands on several pages.
    whole: Vec<u8>,
    of_keys: bool,
}

impl Walk {
    fn page(
        &mut self,
        pages: &mut Pages<'_>,
        number: u32,
        depth: usize,
        each: &mut dyn FnMut(Record<'_>, Encoding) -> Result<()>,
    ) -> Result<()> {
        if depth > DEEPEST {
            return Err(Fault::Damaged("a table is nested too deeply"));
        }
        let mut page = Vec::new();
        self.visit(pages, number, &mut page)?;
        let start = if number == 1 { HEADER } else { 0 };
        let kind = *page.get(start).ok_or(CONTRADICTION)?;
        let is_leaf = match (kind, self.of_keys) {
            (TABLE_LEAF, false) | (INDEX_LEAF, true) => true,
            (TABLE_INTERIOR, false) | (INDEX_INTERIOR, true) => false,
            _ => return Err(Fault::Damaged("a page is not of the table that it stands in")),
        };
        let cells = usize::from(half(&page, start + 3)?);
        let list = start + if is_leaf { 8 } else { 12 };
        for cell in 0..cells {
            let mut at = usize::from(half(&page, list + 2 * cell)?);
            if !is_leaf {
                self.page(pages, word(&page, at)?, depth + 1, each)?;
                at += 4;
                if !self.of_keys {
                    continue;
                }
            }
            self.record(pages, &page, at, each)?;
        }
        if !is_leaf {
            self.page(pages, word(&page, start + 8)?, depth + 1, each)?;
        }
        Ok(())
    }

    /// Hands over the record whose cell begins here.
    fn record(
        &mut self,
        pages: &mut Pages<'_>,
        page: &[u8],
        mut at: usize,
        each: &mut dyn FnMut(Record<'_>, Encoding) -> Result<()>,
    ) -> Result<()> {
        let mut next = || {
            let (value, length) = varint(page.get(at..)?)?;
            at += length;
            Some(value)
        };
        let length = next()
            .and_then(|length| usize::try_from(length).ok())
            .ok_or(CONTRADICTION)?;
        let rowid = if self.of_keys {
            None
        } else {
            Some(next().ok_or(CONTRADICTION)? as i64)
        };
        let here = self.here(pages.usable, length);
        let local = page.get(at..at + here).ok_or(CONTRADICTION)?;
        if here == length {
            return each(Record { rowid, bytes: local }, pages.encoding);
        }
        if length > LONGEST {
            return Err(Fault::Damaged("a row is too long"));
        }
        let mut whole = std::mem::take(&mut self.whole);
        whole.clear();
        whole.extend_from_slice(local);
        let mut further = word(page, at + here)?;
        let mut overflow = Vec::new();
        while whole.len() < length {
            self.visit(pages, further, &mut overflow)?;
            further = word(&overflow, 0)?;
            let count = (length - whole.len()).min(overflow.len() - 4);
            whole.extend_from_slice(&overflow[4..4 + count]);
        }
        let result = each(Record { rowid, bytes: &whole }, pages.encoding);
        self.whole = whole;
        result
    }

    /// How many bytes of a record stand on the page itself: the format's section 1.6, with its names U, X and M.
    fn here(&self, usable: usize, length: usize) -> usize {
        let most = if self.of_keys {
            (usable - 12) * 64 / 255 - 23
        } else {
            usable - 35
        };
        if length <= most {
            return length;
        }
        let least = (usable - 12) * 32 / 255 - 23;
        let fitting = least + (length - least) % (usable - 4);
        if fitting <= most { fitting } else { least }
    }

    fn visit(&mut self, pages: &mut Pages<'_>, number: u32, page: &mut Vec<u8>) -> Result<()> {
        self.left = self
            .left
            .checked_sub(1)
            .ok_or(Fault::Damaged("a table goes round in circles"))?;
        pages.read(number, page)
    }
}

fn half(page: &[u8], at: usize) -> Result<u16> {
    page.get(at..)
        .and_then(<[u8]>::first_chunk)
        .map(|bytes| u16::from_be_bytes(*bytes))
        .ok_or(CONTRADICTION)
}

fn word(page: &[u8], at: usize) -> Result<u32> {
    page.get(at..)
        .and_then(<[u8]>::first_chunk)
        .map(|bytes| u32::from_be_bytes(*bytes))
        .ok_or(CONTRADICTION)
}
