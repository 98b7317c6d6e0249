//! Records in place.

use core::marker::PhantomData;
use core::ops::Index;
use core::slice::ChunksExact;

use zerocopy::{FromZeros, IntoBytes};

use crate::field::{Element, Record};

/// The records of a section. In the file they may be longer than this version knows them.
#[derive(Debug)]
pub struct Records<'a, R> {
    /// As many records as there are, each of `length` bytes.
    bytes: &'a [u8],
    /// Not less than the size of a record.
    length: usize,
    of: PhantomData<&'a R>,
}

impl<R> Clone for Records<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Records<'_, R> {}

impl<R: Element> Default for Records<'_, R> {
    fn default() -> Self {
        Self::new(&[], size_of::<R>())
    }
}

impl<'a, R: Element> From<&'a [R]> for Records<'a, R> {
    fn from(records: &'a [R]) -> Self {
        Self::new(records.as_bytes(), size_of::<R>())
    }
}

impl<'a, R: Element> Records<'a, R> {
    /// The records of a length in some bytes; none of records that are shorter than this version knows them.
    pub(crate) fn new(bytes: &'a [u8], length: usize) -> Self {
        let known = length >= size_of::<R>();
        Self {
            bytes: if known { bytes } else { &[] },
            length: length.max(size_of::<R>()),
            of: PhantomData,
        }
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.bytes.len() / self.length
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&'a R> {
        let start = at.checked_mul(self.length)?;
        record(self.bytes.get(start..)?)
    }

    /// The first one.
    #[must_use]
    pub fn first(&self) -> Option<&'a R> {
        self.get(0)
    }

    /// The last one.
    #[must_use]
    pub fn last(&self) -> Option<&'a R> {
        self.get(self.len().checked_sub(1)?)
    }

    /// The first `n`, or as many as there are.
    #[must_use]
    pub fn first_few(&self, n: usize) -> Self {
        self.part(0, n.min(self.len()))
    }

    /// The last `n`, or as many as there are.
    #[must_use]
    pub fn last_few(&self, n: usize) -> Self {
        self.after(self.len().saturating_sub(n))
    }

    /// Those after the first `n`.
    #[must_use]
    pub fn after(&self, n: usize) -> Self {
        self.part(n.min(self.len()), self.len())
    }

    fn part(&self, from: usize, to: usize) -> Self {
        let bytes = self.bytes.get(from * self.length..to * self.length);
        Self::new(bytes.unwrap_or(&[]), self.length)
    }

    /// How many of them come before the first one for which a test does not hold; it holds for none after that one.
    pub fn partition_point(&self, holds: impl Fn(&R) -> bool) -> usize {
        let (mut from, mut to) = (0, self.len());
        while from < to {
            let middle = from + (to - from) / 2;
            if self.get(middle).is_some_and(&holds) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        from
    }

    /// Each of them in its order.
    #[must_use]
    pub fn iter(&self) -> Iter<'a, R> {
        Iter {
            left: self.bytes.chunks_exact(self.length),
            of: PhantomData,
        }
    }
}

impl<R: Record> Records<'_, R> {
    /// What was added to one of them; zeros, as far as the file lacks it.
    #[must_use]
    pub fn later(&self, at: usize) -> Option<R::Later> {
        let start = at.checked_mul(self.length)?;
        let record = self.bytes.get(start..)?.get(..self.length)?;
        let there = record.get(size_of::<R>()..)?;
        let mut later = R::Later::new_zeroed();
        let bytes = later.as_mut_bytes();
        let length = there.len().min(bytes.len());
        bytes[..length].copy_from_slice(&there[..length]);
        Some(later)
    }
}

impl<R: Element> Index<usize> for Records<'_, R> {
    type Output = R;

    /// # Panics
    /// If there are not so many, as a slice does.
    fn index(&self, at: usize) -> &R {
        self.get(at).expect("an index of a record that is there")
    }
}

impl<'a, R: Element> IntoIterator for Records<'a, R> {
    type Item = &'a R;
    type IntoIter = Iter<'a, R>;

    fn into_iter(self) -> Iter<'a, R> {
        self.iter()
    }
}

/// The records of a section one after the other.
#[derive(Clone, Debug)]
pub struct Iter<'a, R> {
    left: ChunksExact<'a, u8>,
    of: PhantomData<&'a R>,
}

impl<'a, R: Element> Iterator for Iter<'a, R> {
    type Item = &'a R;

    fn next(&mut self) -> Option<&'a R> {
        self.left.next().and_then(record)
    }

    fn nth(&mut self, n: usize) -> Option<&'a R> {
        self.left.nth(n).and_then(record)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.left.size_hint()
    }
}

impl<'a, R: Element> DoubleEndedIterator for Iter<'a, R> {
    fn next_back(&mut self) -> Option<&'a R> {
        self.left.next_back().and_then(record)
    }
}

impl<R: Element> ExactSizeIterator for Iter<'_, R> {}

/// The record at the beginning of some bytes.
fn record<R: Element>(bytes: &[u8]) -> Option<&R> {
    R::ref_from_prefix(bytes).ok().map(|(record, _)| record)
}
