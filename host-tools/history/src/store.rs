//! What keeps plays: the library, or nothing but memory.

use std::ops::Range;

use crate::books::FileBooks;
use crate::error::{Error, Result};
use crate::matching::EchoRow;
use crate::moment::WithoutMoment;
use crate::record::NewItem;
use crate::settle::{Change, Items, Row};
use crate::source::Sources;
use crate::survey::Fingerprint;

/// What is remembered of a file: how many rows it had, and how many of them were no plays.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Remembered {
    pub(crate) read: u64,
    pub(crate) nameless: u64,
    pub(crate) without_moment: WithoutMoment,
}

/// A set of plays that an import adds to.
pub(crate) trait Store: Items<Error = Error> {
    /// The number of an item, new or known.
    fn intern(&mut self, item: NewItem<'_>) -> Result<u32>;

    /// The greatest key there is.
    fn newest(&mut self) -> Result<Option<i64>>;

    /// The rows whose keys are in the range, by key.
    fn rows(&mut self, range: Range<i64>) -> Result<Vec<Row>>;

    /// Makes changes.
    fn apply(&mut self, changes: &[Change]) -> Result<()>;

    /// The sources that rows are from.
    fn sources(&mut self) -> Result<Sources>;

    /// Every row that is an echo.
    fn echoes(&mut self) -> Result<Vec<EchoRow>>;

    /// Whether a file of this size was imported before.
    fn remembers_size(&mut self, size: u64) -> Result<bool>;

    /// What is remembered of a file that was imported before, whatever its name was.
    fn remembered(&mut self, print: &Fingerprint) -> Result<Option<Remembered>>;

    /// Remembers a file.
    fn remember(&mut self, print: &Fingerprint, books: &FileBooks) -> Result<()>;
}
