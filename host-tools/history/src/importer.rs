//! What an importer is.

use std::io::Read;

use crate::json;
use crate::record::{Halt, Sink};
use crate::source::Source;
use crate::sources;

/// The beginning of a file: all that is looked at to recognise it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head<'a> {
    bytes: &'a [u8],
}

impl<'a> Head<'a> {
    /// How much of a file is looked at, in bytes.
    pub(crate) const LENGTH: u64 = 4096;

    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// Whether it is a JSON array whose first object has every one of these fields.
    pub(crate) fn is_array_of(self, names: &[&str]) -> bool {
        let found = json::first_names(self.bytes);
        names.iter().all(|name| found.contains(&name.as_bytes()))
    }

    /// Whether it is a JSON array without anything in it.
    pub(crate) fn is_empty_array(self) -> bool {
        let visible: Vec<u8> = self
            .bytes
            .iter()
            .copied()
            .filter(|byte| !byte.is_ascii_whitespace())
            .collect();
        visible.strip_prefix(json::BYTE_ORDER_MARK).unwrap_or(&visible) == b"[]"
    }
}

/// Reads one kind of export.
///
/// An importer is stateless; what it must remember between the files of one export lives in the [`Load`] that it starts
/// for each folder or archive.
pub(crate) trait Importer: Sync + std::fmt::Debug {
    /// What it reads.
    fn source(&self) -> Source;

    /// Whether a file is of its kind, from its content alone, and then when its turn is among the files of its folder:
    /// files with a lower number are loaded first.
    fn recognise(&self, head: Head<'_>) -> Option<u8>;

    /// Starts on the files of one folder.
    fn start(&self) -> Box<dyn Load>;
}

/// Loads the files of one folder, one after the other.
pub(crate) trait Load {
    /// Hands every row of a file to the sink. `turn` is what [`Importer::recognise`] said of the file.
    ///
    /// # Errors
    /// With what is wrong with the file as a whole. A row that cannot be read is no error: the sink takes note of it.
    fn load(&mut self, turn: u8, file: &mut dyn Read, sink: &mut Sink<'_>) -> Result<(), Halt>;
}

/// Every importer there is.
pub(crate) const IMPORTERS: &[&dyn Importer] = &[
    &sources::spotify_extended::SpotifyExtended,
    &sources::spotify_account::SpotifyAccount,
];
