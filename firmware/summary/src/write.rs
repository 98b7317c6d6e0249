//! Making a file: the counterpart of [`crate::Summary::open`].

use alloc::vec::Vec;

use zerocopy::IntoBytes;

use crate::field::{Element, Record};
use crate::layout::{HEADER_LENGTH, Header, MAGIC, MAJOR, MINOR, SectionEntry, checksum};
use crate::records::{GlyphRecord, PlacedGlyph, TextRecord};
use crate::{Section, Size};

/// Puts sections together to a file. The order of the calls does not matter.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    /// Kind, length of a record, content.
    sections: Vec<(u16, u16, Vec<u8>)>,
}

impl Writer {
    /// A file without sections.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the records of one kind without what was added to them: the first ones, if there are more than a file holds.
    #[must_use]
    pub fn records<R: Record>(self, records: &[R]) -> Self {
        self.section(R::SECTION, &records[..records.len().min(R::MOST)])
    }

    /// Adds the records of one kind with what was added to them: the first ones, if there are more than a file holds.
    #[must_use]
    pub fn records_with<R: Record>(self, records: &[(R, R::Later)]) -> Self {
        let bytes = |(record, later): &(R, R::Later)| [record.as_bytes(), later.as_bytes()].concat();
        let content: Vec<u8> = records.iter().take(R::MOST).flat_map(bytes).collect();
        let length = size_of::<R>() + size_of::<R::Later>();
        self.other(R::SECTION as u16, length as u16, &content)
    }

    /// Adds texts.
    #[must_use]
    pub fn texts(self, texts: &[TextRecord]) -> Self {
        self.section(Section::Texts, texts)
    }

    /// Adds what the codes of runs stand for, those that are used most first.
    #[must_use]
    pub fn placed(self, placed: &[PlacedGlyph]) -> Self {
        self.section(Section::PlacedGlyphs, placed)
    }

    /// Adds one size of glyphs, by ascending glyph.
    #[must_use]
    pub fn glyphs(self, size: Size, glyphs: &[GlyphRecord]) -> Self {
        self.section(Section::glyphs(size), glyphs)
    }

    /// Adds a section of plain bytes: [`Section::Utf8`], [`Section::Runs`] or [`Section::Coverage`].
    #[must_use]
    pub fn bytes(self, section: Section, bytes: &[u8]) -> Self {
        self.section(section, bytes)
    }

    /// Adds a section of any kind, as a newer version may write it: records of a length in bytes.
    #[must_use]
    pub fn other(mut self, kind: u16, record: u16, content: &[u8]) -> Self {
        self.sections.push((kind, record, content.to_vec()));
        self
    }

    fn section<T: Element>(self, section: Section, content: &[T]) -> Self {
        self.other(section as u16, size_of::<T>() as u16, content.as_bytes())
    }

    /// The file.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        self.sections.sort_by_key(|(kind, ..)| *kind);
        let table_end = HEADER_LENGTH + self.sections.len() * size_of::<SectionEntry>();
        let mut table = Vec::with_capacity(self.sections.len());
        let mut body = Vec::new();
        for (kind, record, content) in &self.sections {
            body.resize(body.len().next_multiple_of(4), 0);
            table.push(SectionEntry {
                kind: (*kind).into(),
                record: (*record).into(),
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
