//! The fields of a record, as data: what checks, says and documents them.

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use crate::{Kind, Section, SectionEntry, Size};

/// Where a field stands in its record, and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// What each of its values is.
    pub kind: Kind,
    /// Where it starts, in bytes from the start of the record.
    pub offset: u16,
    /// Of lists in lists: how many lists; 1 of all others.
    pub rows: u8,
    /// How many values there are in a row.
    pub columns: u16,
}

impl Field {
    /// How many values it has.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.rows as usize * self.columns as usize
    }

    /// Its length in bytes.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.count() * self.kind.bytes()
    }

    /// Its values in a record, as numbers; none where the record ends before it.
    pub fn numbers(self, record: &[u8]) -> impl Iterator<Item = i128> {
        self.bits(record).map(move |bits| self.kind.number(bits))
    }

    /// Whether it is whole in a record of a length, or lacking.
    const fn is_whole_or_lacking(&self, length: usize) -> bool {
        let offset = self.offset as usize;
        length <= offset || length >= offset + self.bytes()
    }

    fn bits(self, record: &[u8]) -> impl Iterator<Item = u64> {
        let from = usize::from(self.offset);
        let values = record.get(from..from + self.bytes()).unwrap_or(&[]);
        let bits = |bytes: &[u8]| bytes.iter().rev().fold(0, |bits, &byte| bits << 8 | u64::from(byte));
        values.chunks_exact(self.kind.bytes()).map(bits)
    }
}

/// A field and what is said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub says: &'static str,
    /// Where it stands.
    pub field: Field,
}

/// What a section is made of: records, or bytes.
pub trait Element: FromBytes + IntoBytes + KnownLayout + Immutable + Unaligned + Copy + 'static {
    /// Its fields in the order of the file, those that were added later among them; none of a byte.
    const FIELDS: &'static [Field];
    /// The same with what is said of them.
    const TOLD: &'static [Told];
}

impl Element for u8 {
    const FIELDS: &'static [Field] = &[];
    const TOLD: &'static [Told] = &[];
}

impl Element for [u8; 0] {
    const FIELDS: &'static [Field] = &[];
    const TOLD: &'static [Told] = &[];
}

/// A record of a section of data.
pub trait Record: Element {
    /// What was added to it since the first version of the format, and may be lacking.
    type Later: Element;
    /// The section that holds these records and nothing else.
    const SECTION: Section;
    /// The most of them that a file holds. Where it is one, a section that is there has it.
    const MOST: usize;
}

/// How a section is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// The length of a record in bytes, as far as this version knows it.
    pub bytes: u16,
    /// What of it is in every file. A section with shorter records is not read.
    pub least: u16,
    /// The most records that a file holds; as many as there is room for if none.
    pub most: Option<u16>,
    /// The fields of a record.
    pub fields: &'static [Field],
    /// Whether what its kinds do not say holds of a record, where there is something.
    pub(crate) sound: Option<fn(&[u8]) -> bool>,
}

impl Layout {
    /// Whether a record can stand in a file with so many texts.
    pub(crate) fn is_sound(&self, record: &[u8], texts: usize) -> bool {
        let mut before = 0;
        let sound = self.fields.iter().all(|field| {
            field.is_whole_or_lacking(record.len())
                && field.bits(record).all(|bits| {
                    let sound = field.kind.allows(bits, before, texts);
                    before = bits;
                    sound
                })
        });
        sound && self.sound.is_none_or(|sound| sound(record))
    }
}

impl Section {
    /// The section that holds the glyphs of a size.
    pub(crate) const fn glyphs(size: Size) -> Self {
        match size {
            Size::Small => Self::GlyphsSmall,
            Size::Medium => Self::GlyphsMedium,
            Size::Large => Self::GlyphsLarge,
        }
    }

    /// What a section takes beside its records: its entry in the table, and a gap before it.
    pub(crate) const FRAME: usize = size_of::<SectionEntry>() + 3;
}
