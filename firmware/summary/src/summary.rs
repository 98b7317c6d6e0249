//! Checking a file once, and reading it.

use chrono::Datelike;
use zerocopy::{FromBytes, Immutable, KnownLayout};

use crate::layout::{HEADER_LENGTH, Header, MAGIC, MAJOR, SectionEntry, checksum};
use crate::records::{
    BestDiscovery, BiggestDay, Binge, BreadthMonth, Code, Comeback, Country, CountryName, CountryYear, DeviceFamily,
    DiscoveryMonth, Era, Forgotten, GlyphRecord, Judgement, Known, Loyal, Memory, Milestone, Month, Mood, Mover,
    NostalgicDay, Opener, Owner, Patience, PatienceYear, RecapCard, Record, RibbonYear, Rule, Seasonal, Sessions,
    Standing, Streaks, TextRecord, TopAlbum, TopArtist, TopTrack, Totals, Week, Worth, Year, ZoneOffset,
};
use crate::text::{Glyph, PlacedGlyph, Run, Size, Text, TextId};
use crate::{Coverage, MAX_LENGTH, OpenError, Section};

/// A summary that has been checked, read in place.
#[derive(Clone, Copy, Debug)]
pub struct Summary<'a> {
    file: &'a [u8],
    header: &'a Header,
    table: &'a [SectionEntry],
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
    /// Its number of records; `None` for bytes and for an unknown kind.
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
        let texts = records_of::<TextRecord>(file, table)?;
        let known = Known { texts: texts.len() };
        check_names(file, table, texts)?;
        check_all(file, table, &known)?;
        let single = |section| OpenError::Missing(section);
        Ok(Self {
            file,
            header,
            table,
            owner: records_of::<Owner>(file, table)?
                .first()
                .ok_or(single(Section::Owner))?,
            rule: records_of::<Rule>(file, table)?.first().ok_or(single(Section::Rule))?,
            totals: records_of::<Totals>(file, table)?
                .first()
                .ok_or(single(Section::Totals))?,
        })
    }

    /// The bytes of the file.
    #[must_use]
    pub const fn file(&self) -> &'a [u8] {
        self.file
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
    pub fn records<R: Record>(&self) -> &'a [R] {
        records_of(self.file, self.table).unwrap_or(&[])
    }

    /// The record of a section that is one record, if the file has it.
    #[must_use]
    pub fn record<R: Record>(&self) -> Option<&'a R> {
        self.records().first()
    }

    /// The memories of a day of the year, the best first.
    pub fn memories(&self, month: u32, day: u32) -> impl Iterator<Item = &'a Memory> + use<'a> {
        let memories: &'a [Memory] = self.records();
        memories.iter().filter(move |memory| {
            let date = memory.date.date();
            (date.month(), date.day()) == (month, day)
        })
    }

    /// A country's name in a language (its ISO 639-1 letters), in English where the file has none in it.
    #[must_use]
    pub fn country(&self, country: Code, language: &str) -> Text<'a> {
        let names: &'a [CountryName] = self.records();
        let of = |language: &str| {
            let name = names
                .iter()
                .find(|name| name.country == country && name.language.as_str() == language);
            name.map(|name| self.text(name.name))
        };
        of(language).or_else(|| of("en")).unwrap_or(Text::EMPTY)
    }

    /// A name; an empty one for [`TextId::NONE`].
    #[must_use]
    pub fn text(&self, id: TextId) -> Text<'a> {
        let text = || {
            let index = usize::from(id.index());
            let (utf8, codes, record) = parts_of(self.file, self.table, self.records(), index)?;
            Some(Text {
                utf8: core::str::from_utf8(utf8).ok()?,
                run: Run {
                    codes,
                    placed: self.records(),
                },
                flags: record.flags,
            })
        };
        text().unwrap_or(Text::EMPTY)
    }

    /// A glyph in a size, if the file has it.
    #[must_use]
    pub fn glyph(&self, size: Size, glyph: u16) -> Option<Glyph<'a>> {
        let record = find_glyph(glyphs_of(self.file, self.table, size).unwrap_or(&[]), glyph)?;
        let coverage = bytes_of(self.file, self.table, Section::Coverage);
        glyph_image(record, coverage)
    }

    /// Every section of the file in its order.
    pub fn sections(&self) -> impl Iterator<Item = SectionInfo> + 'a {
        let file = self.file;
        self.table.iter().map(move |entry| {
            let section = Section::from_kind(entry.kind.get());
            SectionInfo {
                kind: entry.kind.get(),
                section,
                offset: HEADER_LENGTH.max(entry.offset.get() as usize),
                length: entry_bytes(file, entry).map_or(0, <[u8]>::len),
                records: section
                    .and_then(record_length)
                    .map(|one| entry.length.get() as usize / one),
            }
        })
    }
}

/// Calls a check for every section that holds records, and tells a section's record length: the one list of both.
macro_rules! record_sections {
    ($($record:ty),* $(,)?) => {
        fn check_all(file: &[u8], table: &[SectionEntry], known: &Known) -> Result<(), OpenError> {
            $(check_records::<$record>(file, table, known)?;)*
            Ok(())
        }

        fn record_length(section: Section) -> Option<usize> {
            $(if section == <$record as Record>::SECTION { return Some(size_of::<$record>()); })*
            match section {
                Section::GlyphsSmall | Section::GlyphsMedium | Section::GlyphsLarge => Some(size_of::<GlyphRecord>()),
                _ => None,
            }
        }
    };
}

record_sections! {
    Owner, Rule, ZoneOffset, Totals, TopArtist, TopTrack, TopAlbum, Week, Month, Year, Streaks, BiggestDay, RibbonYear,
    Memory, Milestone, DiscoveryMonth, BestDiscovery, Loyal, BreadthMonth, NostalgicDay, Binge, Comeback, Forgotten,
    Mover, Standing, Patience, PatienceYear, Judgement, Sessions, Opener, Era, Mood, Seasonal, Country, CountryYear,
    CountryName, DeviceFamily, Worth, RecapCard, TextRecord, PlacedGlyph,
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
        if kind_before >= Some(kind) || offset < end || !offset.is_multiple_of(4) || entry.flags.get() > 1 {
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

fn check_records<R: Record>(file: &[u8], table: &[SectionEntry], known: &Known) -> Result<(), OpenError> {
    let records = records_of::<R>(file, table)?;
    let there = table.iter().any(|entry| entry.kind.get() == R::SECTION as u16);
    let sound = (!R::SINGLE || !there || records.len() == 1) && records.iter().all(|record| record.is_sound(known));
    if sound {
        Ok(())
    } else {
        Err(OpenError::Unsound(R::SECTION))
    }
}

/// Checks texts, runs, glyphs and pixels against each other, in time that is bounded by the length of the file.
fn check_names(file: &[u8], table: &[SectionEntry], texts: &[TextRecord]) -> Result<(), OpenError> {
    let placed = records_of::<PlacedGlyph>(file, table)?;
    let coverage = bytes_of(file, table, Section::Coverage);
    // A byte codes at most 16 pixels; that letters which look the same may share theirs leaves plenty of room.
    let mut pixels = file.len().saturating_mul(16);
    for size in Size::ALL {
        let unsound = OpenError::Unsound(glyph_section(size));
        let glyphs = glyphs_of(file, table, size)?;
        if !glyphs.is_sorted_by(|a, b| a.glyph.get() < b.glyph.get()) {
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
    if texts.len() > usize::from(u16::MAX) {
        return Err(OpenError::Unsound(Section::Texts));
    }
    if !texts.is_sorted_by_key(|text| text.utf8_start.get()) || !texts.is_sorted_by_key(|text| text.run_start.get()) {
        return Err(OpenError::Unsound(Section::Texts));
    }
    for index in 0..texts.len() {
        let (utf8, codes, record) = parts_of(file, table, texts, index).ok_or(OpenError::Unsound(Section::Texts))?;
        if core::str::from_utf8(utf8).is_err() {
            return Err(OpenError::Unsound(Section::Utf8));
        }
        let run = Run { codes, placed };
        if !run.is_sound() {
            return Err(OpenError::Unsound(Section::Runs));
        }
        for size in Size::ALL.into_iter().filter(|&size| record.has(size)) {
            let glyphs = glyphs_of(file, table, size)?;
            if run
                .iter()
                .any(|placed| find_glyph(glyphs, placed.glyph.get()).is_none())
            {
                return Err(OpenError::Unsound(glyph_section(size)));
            }
        }
    }
    Ok(())
}

/// The UTF-8, the codes and the record of a text.
fn parts_of<'a>(
    file: &'a [u8],
    table: &[SectionEntry],
    texts: &'a [TextRecord],
    index: usize,
) -> Option<(&'a [u8], &'a [u8], &'a TextRecord)> {
    let record = texts.get(index)?;
    let next = texts.get(index + 1);
    let part = |section, start: fn(&TextRecord) -> u32| {
        let all = bytes_of(file, table, section);
        let end = next.map_or(all.len(), |next| start(next) as usize);
        all.get(start(record) as usize..end)
    };
    Some((
        part(Section::Utf8, |text| text.utf8_start.get())?,
        part(Section::Runs, |text| text.run_start.get())?,
        record,
    ))
}

fn entry_bytes<'a>(file: &'a [u8], entry: &SectionEntry) -> Option<&'a [u8]> {
    slice(file, entry.offset.get(), entry.length.get())
}

fn bytes_of<'a>(file: &'a [u8], table: &[SectionEntry], section: Section) -> &'a [u8] {
    let entry = table.iter().find(|entry| entry.kind.get() == section as u16);
    entry.and_then(|entry| entry_bytes(file, entry)).unwrap_or(&[])
}

fn array_of<'a, T>(file: &'a [u8], table: &[SectionEntry], section: Section) -> Result<&'a [T], OpenError>
where
    T: FromBytes + Immutable + KnownLayout,
{
    <[T]>::ref_from_bytes(bytes_of(file, table, section)).map_err(|_| OpenError::Unsound(section))
}

fn records_of<'a, R: Record>(file: &'a [u8], table: &[SectionEntry]) -> Result<&'a [R], OpenError> {
    array_of(file, table, R::SECTION)
}

const fn glyph_section(size: Size) -> Section {
    match size {
        Size::Small => Section::GlyphsSmall,
        Size::Medium => Section::GlyphsMedium,
        Size::Large => Section::GlyphsLarge,
    }
}

fn glyphs_of<'a>(file: &'a [u8], table: &[SectionEntry], size: Size) -> Result<&'a [GlyphRecord], OpenError> {
    array_of(file, table, glyph_section(size))
}

fn find_glyph(glyphs: &[GlyphRecord], glyph: u16) -> Option<&GlyphRecord> {
    glyphs
        .binary_search_by_key(&glyph, |record| record.glyph.get())
        .ok()
        .map(|at| &glyphs[at])
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

fn slice(all: &[u8], start: u32, length: u32) -> Option<&[u8]> {
    let start = start as usize;
    all.get(start..start.checked_add(length as usize)?)
}
