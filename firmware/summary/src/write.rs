//! Making a file: the counterpart of [`crate::Summary::open`].

use alloc::vec::Vec;

use zerocopy::{Immutable, IntoBytes};

use crate::layout::{HEADER_LENGTH, Header, MAGIC, MAJOR, MINOR, SectionEntry, checksum};
use crate::records::{GlyphRecord, Record};
use crate::{Section, Size};

/// Puts sections together to a file. The order of the calls does not matter.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    sections: Vec<(u16, bool, Vec<u8>)>,
}

impl Writer {
    /// A file without sections.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the records of one kind.
    #[must_use]
    pub fn records<R: Record>(self, records: &[R]) -> Self {
        self.section(R::SECTION, records)
    }

    /// Adds one size of glyphs, by ascending glyph.
    #[must_use]
    pub fn glyphs(self, size: Size, glyphs: &[GlyphRecord]) -> Self {
        let section = match size {
            Size::Small => Section::GlyphsSmall,
            Size::Medium => Section::GlyphsMedium,
            Size::Large => Section::GlyphsLarge,
        };
        self.section(section, glyphs)
    }

    /// Adds a section of plain bytes: [`Section::Utf8`], [`Section::Runs`] or [`Section::Coverage`].
    #[must_use]
    pub fn bytes(self, section: Section, bytes: &[u8]) -> Self {
        self.section(section, bytes)
    }

    fn section<T: IntoBytes + Immutable>(mut self, section: Section, content: &[T]) -> Self {
        self.sections.push((section as u16, false, content.as_bytes().to_vec()));
        self
    }

    /// The file.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        self.sections.sort_by_key(|(kind, ..)| *kind);
        let table_end = HEADER_LENGTH + self.sections.len() * size_of::<SectionEntry>();
        let mut table = Vec::with_capacity(self.sections.len());
        let mut body = Vec::new();
        for (kind, required, content) in &self.sections {
            body.resize(body.len().next_multiple_of(4), 0);
            table.push(SectionEntry {
                kind: (*kind).into(),
                flags: u16::from(*required).into(),
                offset: ((table_end + body.len()) as u32).into(),
                length: (content.len() as u32).into(),
            });
            body.extend_from_slice(content);
        }
        let mut header = Header {
            magic: MAGIC,
            major: MAJOR.into(),
            minor: MINOR.into(),
            length: ((table_end + body.len()) as u32).into(),
            checksum: 0.into(),
            sections: (table.len() as u16).into(),
            reserved: 0.into(),
        };
        let mut file = header.as_bytes().to_vec();
        file.extend_from_slice(table.as_bytes());
        file.extend_from_slice(&body);
        header.checksum = checksum(&file).into();
        file[..HEADER_LENGTH].copy_from_slice(header.as_bytes());
        file
    }
}
