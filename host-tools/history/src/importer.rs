//! What an importer is.

use std::io::Read;

use crate::json;
use crate::record::{Halt, Sink};
use crate::source::Source;
use crate::sources;
use crate::table::{Cells, Table};

/// The beginning of a file: all that is looked at to recognise it. Of a workbook, it is the list of its sheets.
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

    /// Whether it begins with this text, byte order mark or not.
    pub(crate) fn begins_with(self, text: &str) -> bool {
        self.bytes
            .strip_prefix(json::BYTE_ORDER_MARK)
            .unwrap_or(self.bytes)
            .starts_with(text.as_bytes())
    }

    /// Whether this text is in it.
    pub(crate) fn contains(self, text: &str) -> bool {
        memchr::memmem::find(self.bytes, text.as_bytes()).is_some()
    }

    /// Whether it is a JSON array whose first object has every one of these fields.
    pub(crate) fn is_array_of(self, names: &[&str]) -> bool {
        self.first_object_has(true, names)
    }

    /// Whether it begins with a JSON object that has every one of these fields.
    pub(crate) fn is_object_with(self, names: &[&str]) -> bool {
        self.first_object_has(false, names)
    }

    fn first_object_has(self, in_array: bool, names: &[&str]) -> bool {
        json::first_object(self.bytes).is_some_and(|(before, found)| {
            (if in_array {
                before.starts_with(b"[")
            } else {
                before.is_empty()
            }) && names.iter().all(|name| found.contains(&name.as_bytes()))
        })
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

    /// Whether its first line, as one of a table with commas, passes.
    pub(crate) fn first_row(self, passes: impl FnOnce(Cells<'_>) -> bool) -> bool {
        // A line that is cut off by the end of the head is longer than any that is looked for.
        matches!(Table::with_commas(self.bytes).next(), Ok(Some(row)) if passes(row))
    }

    /// Whether it is a table with commas that has every one of these columns.
    pub(crate) fn has_columns(self, names: &[&str]) -> bool {
        self.first_row(|row| names.iter().all(|name| row.find(name).is_some()))
    }
}

/// What a file is to its importer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// It helps to understand the others of its folder, and comes before them. It has no plays.
    Companion,
    /// It has plays.
    Plays,
}

/// Reads one kind of export.
///
/// An importer is stateless; what it must remember between the files of one export lives in the [`Load`] that it starts
/// for each folder or archive.
pub(crate) trait Importer: Sync + std::fmt::Debug {
    /// What it reads.
    fn source(&self) -> Source;

    /// Whether a file is of its kind, from its content alone.
    fn recognise(&self, head: Head<'_>) -> Option<Part>;

    /// Starts on the files of one folder.
    fn start(&self) -> Box<dyn Load>;
}

/// Loads the files of one folder, one after the other.
pub(crate) trait Load {
    /// Hands every row of a file to the sink.
    ///
    /// # Errors
    /// With what is wrong with the file as a whole. A row that cannot be read is no error: the sink takes note of it.
    fn load(&mut self, part: Part, file: &mut dyn Read, sink: &mut Sink<'_>) -> Result<(), Halt>;
}

/// Every importer there is.
pub(crate) const IMPORTERS: &[&dyn Importer] = &[
    &sources::spotify_extended::SpotifyExtended,
    &sources::spotify_account::SpotifyAccount,
    &sources::playtally::Playtally::Table,
    &sources::playtally::Playtally::Lines,
    &sources::listenbrainz::ListenBrainz::Lines,
    &sources::listenbrainz::ListenBrainz::Array,
    &sources::listenbrainz::ListenBrainz::Payload,
    &sources::lastfm::LastFm::Table,
    &sources::lastfm::LastFm::PlainTable,
    &sources::lastfm::LastFm::Pages,
    &sources::lastfm::LastFm::Page,
    &sources::lastfm::LastFm::Scrobbles,
    &sources::apple_music::AppleMusic,
    &sources::youtube_music::YouTubeMusic,
    &sources::deezer::Deezer,
    &sources::audioscrobbler::Audioscrobbler,
    &sources::maloja::Maloja,
    &sources::pano_scrobbler::PanoScrobbler,
];
