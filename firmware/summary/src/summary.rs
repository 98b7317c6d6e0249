//! Checking a file once, and reading it.

use chrono::Datelike;
use zerocopy::FromBytes;

use crate::field::{Element, Record};
use crate::layout::{HEADER_LENGTH, Header, MAGIC, MAJOR, SectionEntry, checksum};
use crate::records::{Code, CountryName, GlyphRecord, Memory, Owner, OwnerId, PlacedGlyph, Rule, TextRecord, Totals};
use crate::text::{Glyph, Run, Size, Text, TextId};
use crate::{Coverage, MAX_LENGTH, OpenError, Records, Section};

/// A summary that has been checked, read in place.
#[derive(Clone, Copy, Debug)]
pub struct Summary<'a> {
    parts: Parts<'a>,
    header: &'a Header,
    owner: &'a Owner,
    rule: &'a Rule,
    totals: &'a Totals,
}

/// One section as `inspect` shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SectionInfo {
    /// The kind in the file.
    pub kind: u16,
    /// The section, if this version knows it.
    pub section: Option<Section>,
    /// Where it starts, in bytes.
    pub offset: usize,
    /// Its length in bytes.
    pub length: usize,
    /// The length of a record in bytes; 1 of bytes.
    pub record: usize,
    /// Its number of records; `None` for bytes.
    pub records: Option<usize>,
}

impl<'a> Summary<'a> {
    /// Checks a whole file: its header, checksum and table, and every length, index and text in it.
    ///
    /// # Errors
    /// [`OpenError`] says what is wrong, for the owner.
    pub fn open(file: &'a [u8]) -> Result<Self, OpenError> {
        let header = check_header(file)?;
        let table = check_table(file, header)?;
        let parts = Parts { file, table };
        parts.check_names()?;
        parts.check_records()?;
        Ok(Self {
            parts,
            header,
            owner: parts.one()?,
            rule: parts.one()?,
            totals: parts.one()?,
        })
    }

    /// The bytes of the file.
    #[must_use]
    pub const fn file(&self) -> &'a [u8] {
        self.parts.file
    }

    /// Major and minor version of the format.
    #[must_use]
    pub const fn version(&self) -> (u16, u16) {
        (self.header.major.get(), self.header.minor.get())
    }

    /// The checksum, which also names the edition of this summary.
    #[must_use]
    pub const fn checksum(&self) -> u32 {
        self.header.checksum.get()
    }

    /// Whose history it is.
    #[must_use]
    pub const fn owner(&self) -> &'a Owner {
        self.owner
    }

    /// What tells the owner from others of the same name, if the file says it.
    #[must_use]
    pub fn owner_id(&self) -> Option<OwnerId> {
        OwnerId::new(self.records::<Owner>().later(0)?.id.get())
    }

    /// The rule by which plays were counted.
    #[must_use]
    pub const fn rule(&self) -> &'a Rule {
        self.rule
    }

    /// The whole history in numbers.
    #[must_use]
    pub const fn totals(&self) -> &'a Totals {
        self.totals
    }

    /// The records of one kind; empty where the file has none.
    #[must_use]
    pub fn records<R: Record>(&self) -> Records<'a, R> {
        self.parts.records(R::SECTION)
    }

    /// The record of a section that is one record, if the file has it.
    #[must_use]
    pub fn record<R: Record>(&self) -> Option<&'a R> {
        self.records().first()
    }

    /// The texts of all names.
    #[must_use]
    pub fn texts(&self) -> Records<'a, TextRecord> {
        self.parts.records(Section::Texts)
    }

    /// The memories of a day of the year, the best first.
    pub fn memories(&self, month: u32, day: u32) -> impl Iterator<Item = &'a Memory> + use<'a> {
        self.records::<Memory>().iter().filter(move |memory| {
            let date = memory.date.date();
            (date.month(), date.day()) == (month, day)
        })
    }

    /// A country's name in a language (its ISO 639-1 letters), in English where the file has none in it.
    #[must_use]
    pub fn country(&self, country: Code, language: &str) -> Text<'a> {
        let names = self.records::<CountryName>();
        let of = |language: &str| {
            let name = names
                .iter()
                .find(|name| name.country == country && name.language.as_str() == language);
            name.map(|name| self.text(name.name))
        };
        of(language).or_else(|| of("en")).unwrap_or_else(Text::empty)
    }

    /// A name; an empty one for [`TextId::NONE`].
    #[must_use]
    pub fn text(&self, id: TextId) -> Text<'a> {
        let text = || {
            let (utf8, run, record) = self.parts.text(self.texts(), id.index().into())?;
            let utf8 = core::str::from_utf8(utf8).ok()?;
            let flags = record.flags;
            Some(Text { utf8, run, flags })
        };
        text().unwrap_or_else(Text::empty)
    }

    /// A glyph in a size, if the file has it.
    #[must_use]
    pub fn glyph(&self, size: Size, glyph: u16) -> Option<Glyph<'a>> {
        let record = find_glyph(self.parts.records(Section::glyphs(size)), glyph)?;
        glyph_image(record, self.parts.bytes(Section::Coverage))
    }

    /// Every section of the file in its order.
    pub fn sections(&self) -> impl Iterator<Item = SectionInfo> + 'a {
        self.parts.table.iter().map(|entry| SectionInfo {
            kind: entry.kind.get(),
            section: Section::from_kind(entry.kind.get()),
            offset: entry.offset.get() as usize,
            length: entry.length.get() as usize,
            record: entry.record.get().into(),
            records: (entry.record.get() > 1).then(|| entry.records()),
        })
    }

    /// The bytes of each record of a section, as long as they are in the file.
    pub fn bytes_of_records(&self, section: SectionInfo) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let bytes = self.file().get(section.offset..section.offset + section.length);
        bytes.unwrap_or(&[]).chunks_exact(section.record.max(1))
    }
}

fn check_header(file: &[u8]) -> Result<&Header, OpenError> {
    if file.get(..MAGIC.len()) != Some(&MAGIC) {
        return Err(OpenError::NotASummary);
    }
    let (header, _) = Header::ref_from_prefix(file).map_err(|_| OpenError::Length {
        expected: HEADER_LENGTH as u32,
        actual: file.len(),
    })?;
    if header.major.get() > MAJOR {
        return Err(OpenError::Newer {
            major: header.major.get(),
        });
    }
    if header.major.get() == 0 {
        return Err(OpenError::NotASummary);
    }
    if header.length.get() as usize != file.len() {
        return Err(OpenError::Length {
            expected: header.length.get(),
            actual: file.len(),
        });
    }
    if header.checksum.get() != checksum(file) {
        return Err(OpenError::Checksum);
    }
    if file.len() > MAX_LENGTH || header.reserved.get() != 0 {
        return Err(OpenError::Table);
    }
    Ok(header)
}

/// Checks that the sections lie in the file one after the other, aligned, each kind once, and that unknown ones may be
/// passed over.
fn check_table<'a>(file: &'a [u8], header: &Header) -> Result<&'a [SectionEntry], OpenError> {
    let count = usize::from(header.sections.get());
    let body = file.get(HEADER_LENGTH..).ok_or(OpenError::Table)?;
    let (table, _) = <[SectionEntry]>::ref_from_prefix_with_elems(body, count).map_err(|_| OpenError::Table)?;
    let mut end = HEADER_LENGTH + size_of_val(table);
    let mut kind_before = None;
    for entry in table {
        let kind = entry.kind.get();
        let offset = entry.offset.get() as usize;
        let whole = entry.length.get().checked_rem(entry.record.get().into()) == Some(0);
        if kind_before >= Some(kind) || offset < end || !offset.is_multiple_of(4) || !whole {
            return Err(OpenError::Table);
        }
        end = offset
            .checked_add(entry.length.get() as usize)
            .ok_or(OpenError::Table)?;
        if end > file.len() {
            return Err(OpenError::Table);
        }
        if Section::from_kind(kind).is_none() && entry.is_required() {
            return Err(OpenError::Unknown(kind));
        }
        kind_before = Some(kind);
    }
    Ok(table)
}

/// The sections of a file whose table is sound.
#[derive(Clone, Copy, Debug)]
struct Parts<'a> {
    file: &'a [u8],
    table: &'a [SectionEntry],
}

impl<'a> Parts<'a> {
    fn entry(&self, section: Section) -> Option<&'a SectionEntry> {
        self.table.iter().find(|entry| entry.kind.get() == section as u16)
    }

    fn bytes_of(&self, entry: &SectionEntry) -> &'a [u8] {
        let (start, length) = (entry.offset.get() as usize, entry.length.get() as usize);
        self.file.get(start..start + length).unwrap_or(&[])
    }

    fn bytes(&self, section: Section) -> &'a [u8] {
        self.entry(section).map_or(&[], |entry| self.bytes_of(entry))
    }

    fn records<R: Element>(&self, section: Section) -> Records<'a, R> {
        self.entry(section).map_or_else(Records::default, |entry| {
            Records::new(self.bytes_of(entry), entry.record.get().into())
        })
    }

    /// The one record of a section that has to be there.
    fn one<R: Record>(&self) -> Result<&'a R, OpenError> {
        self.records(R::SECTION).first().ok_or(OpenError::Missing(R::SECTION))
    }

    /// Checks every record of every section that this version knows, by its declaration.
    fn check_records(&self) -> Result<(), OpenError> {
        let texts = self.records::<TextRecord>(Section::Texts).len();
        for entry in self.table {
            let Some(section) = Section::from_kind(entry.kind.get()) else {
                continue;
            };
            let (layout, length) = (section.layout(), usize::from(entry.record.get()));
            let is_one = layout.most != Some(1) || entry.records() == 1;
            let mut records = self.bytes_of(entry).chunks_exact(length);
            let is_read = length >= usize::from(layout.least) && !layout.fields.is_empty();
            if !is_one || is_read && !records.all(|record| layout.is_sound(record, texts)) {
                return Err(OpenError::Unsound(section));
            }
        }
        Ok(())
    }

    /// Checks texts, runs, glyphs and pixels against each other, in time that is bounded by the length of the file.
    fn check_names(&self) -> Result<(), OpenError> {
        let coverage = self.bytes(Section::Coverage);
        // A byte codes at most 16 pixels; that letters which look the same may share theirs leaves plenty of room.
        let mut pixels = self.file.len().saturating_mul(16);
        for size in Size::ALL {
            let unsound = OpenError::Unsound(Section::glyphs(size));
            let glyphs = self.records::<GlyphRecord>(Section::glyphs(size));
            if !glyphs.iter().is_sorted_by(|a, b| a.glyph.get() < b.glyph.get()) {
                return Err(unsound);
            }
            for glyph in glyphs {
                let Some(rest) = pixels.checked_sub(usize::from(glyph.width) * usize::from(glyph.height)) else {
                    return Err(unsound);
                };
                pixels = rest;
                if glyph_image(glyph, coverage).is_none_or(|glyph| !glyph.coverage.is_sound()) {
                    return Err(unsound);
                }
            }
        }
        let texts = self.records::<TextRecord>(Section::Texts);
        let unsound = OpenError::Unsound(Section::Texts);
        if texts.len() > usize::from(u16::MAX)
            || !texts.iter().is_sorted_by_key(|text| text.utf8_start.get())
            || !texts.iter().is_sorted_by_key(|text| text.run_start.get())
        {
            return Err(unsound);
        }
        for index in 0..texts.len() {
            let (utf8, run, record) = self.text(texts, index).ok_or(unsound)?;
            if core::str::from_utf8(utf8).is_err() {
                return Err(OpenError::Unsound(Section::Utf8));
            }
            if !run.is_sound() {
                return Err(OpenError::Unsound(Section::Runs));
            }
            for size in Size::ALL.into_iter().filter(|&size| record.has(size)) {
                let glyphs = self.records(Section::glyphs(size));
                if run
                    .iter()
                    .any(|placed| find_glyph(glyphs, placed.glyph.get()).is_none())
                {
                    return Err(OpenError::Unsound(Section::glyphs(size)));
                }
            }
        }
        Ok(())
    }

    /// The UTF-8, the run and the record of a text.
    fn text(&self, texts: Records<'a, TextRecord>, index: usize) -> Option<(&'a [u8], Run<'a>, &'a TextRecord)> {
        let record = texts.get(index)?;
        let next = texts.get(index + 1);
        let part = |section, start: fn(&TextRecord) -> u32| {
            let all = self.bytes(section);
            let end = next.map_or(all.len(), |next| start(next) as usize);
            all.get(start(record) as usize..end)
        };
        let utf8 = part(Section::Utf8, |text| text.utf8_start.get())?;
        let codes = part(Section::Runs, |text| text.run_start.get())?;
        let placed = self.records::<PlacedGlyph>(Section::PlacedGlyphs);
        Some((utf8, Run { codes, placed }, record))
    }
}

fn find_glyph<'a>(glyphs: Records<'a, GlyphRecord>, glyph: u16) -> Option<&'a GlyphRecord> {
    let at = glyphs.partition_point(|record| record.glyph.get() < glyph);
    glyphs.get(at).filter(|record| record.glyph.get() == glyph)
}

fn glyph_image<'a>(record: &GlyphRecord, coverage: &'a [u8]) -> Option<Glyph<'a>> {
    let coded = coverage.get(record.coverage_start.get() as usize..)?;
    Some(Glyph {
        advance: record.advance.get(),
        width: record.width,
        height: record.height,
        left: record.left,
        top: record.top,
        coverage: Coverage::new(coded, record.width, record.height),
    })
}
