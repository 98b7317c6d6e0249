#![no_std]
#![forbid(unsafe_code)]
//! The summary file: what a computer presses from a listening history and a desk device shows.
//!
//! A summary is read in place from a byte slice: nothing is copied, nothing is allocated. [`Summary::open`] checks
//! all of it once; after that no accessor can fail.
//!
//! # Layout
//!
//! Every number is little-endian; every section starts at a multiple of four bytes, and its records have no padding.
//!
//! | bytes | what |
//! |---|---|
//! | 0..8 | [`MAGIC`]: `89 54 41 4C 4C 59 0D 0A` (the high bit and the line end reveal a transfer that changed the file) |
//! | 8..10 | major version, u16: a reader refuses a newer one |
//! | 10..12 | minor version, u16: a newer one only adds optional sections |
//! | 12..16 | length of the whole file in bytes, u32 |
//! | 16..20 | checksum, u32: CRC-32/ISO-HDLC of the whole file but these four bytes |
//! | 20..22 | number of sections, u16 |
//! | 22..24 | zero |
//! | 24.. | the section table: one [`SectionEntry`] of 12 bytes per section, by ascending kind |
//! | … | the sections, in the order of the table; gaps of up to three zero bytes keep their alignment |
//!
//! A [`SectionEntry`] is a kind (u16), flags (u16; bit 0: a reader that does not know the kind must refuse the file),
//! an offset from the start of the file (u32) and a length in bytes (u32). [`Section`] lists the kinds and
//! [`records`] what stands in each.
//!
//! Dates are days since 1970-01-01 as a u16 (to the year 2149), in the owner's time zone. Names are referred to by
//! [`TextId`], an index into the [`Section::Texts`] records.
//!
//! A summary holds aggregates and names only: no play, no time of a play, no identifier of a service.

#[cfg(any(feature = "write", test))]
extern crate alloc;

mod coverage;
mod date;
mod error;
mod layout;
pub mod records;
mod section;
mod summary;
mod text;
#[cfg(any(feature = "write", test))]
mod write;

pub use coverage::Coverage;
pub use date::Day;
pub use error::OpenError;
pub use layout::{
    EXTENSION, HEADER_LENGTH, Header, MAGIC, MAJOR, MAX_LENGTH, MINOR, SectionEntry, checksum, is_named_as_summary,
};
pub use section::Section;
pub use summary::{SectionInfo, Summary};
pub use text::{Cluster, Clusters, Glyph, PlacedGlyph, Run, Size, Text, TextId, UNITS_PER_EM};
#[cfg(any(feature = "write", test))]
pub use write::Writer;
