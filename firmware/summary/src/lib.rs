#![no_std]
#![forbid(unsafe_code)]
//! The summary file: what a computer presses from a listening history and a desk device shows.
//!
//! A summary is read in place from a byte slice: nothing is copied, nothing is allocated. [`Summary::open`] checks
//! all of it once; after that no accessor can fail.
//!
//! docs/summary-file.md lays out every byte; [`records`] declares what it says.
//!
//! A summary holds aggregates and names only: no play, no time of a play, no identifier of a service.

#[cfg(any(feature = "write", test))]
extern crate alloc;

mod coverage;
mod date;
mod error;
mod field;
mod hash;
mod kind;
mod layout;
pub mod records;
mod summary;
mod text;
mod view;
pub mod world;
#[cfg(any(feature = "write", test))]
mod write;

pub use coverage::Coverage;
pub use date::Day;
pub use error::OpenError;
pub use field::{Element, Field, Layout, Record, Told};
pub use hash::fnv;
pub use kind::{Kind, Word};
pub use layout::{
    EXTENSION, HEADER_LENGTH, Header, MAGIC, MAJOR, MAX_DATA_LENGTH, MAX_LENGTH, MINOR, SectionEntry, checksum,
    is_named_as_summary,
};
pub use records::{PlacedGlyph, Section};
pub use summary::{SectionInfo, Summary};
pub use text::{Cluster, Clusters, Glyph, Run, Size, Text, TextId, UNITS_PER_EM};
pub use view::{Iter, Records};
#[cfg(any(feature = "write", test))]
pub use write::Writer;
