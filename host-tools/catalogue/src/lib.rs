//! Public metadata joined to the library's names: which genre, which year and which country the music is of.
//!
//! Playtally ships no metadata and asks nobody for it: it reads the files that the owner fetched. A [`Gathering`] takes them in,
//! one after the other, each streamed once past the owner's [`Names`]. Only hashes of these are in memory, so that it takes the
//! same room whatever the size of the files. What the files say of names that the owner has becomes [`Learnt`]: it knows its
//! source, its licence and its day, and is kept beside the names. [`catalogue()`] puts all that was learnt, and what the owner
//! corrected ([`Correction`]), together for statistics.
//!
//! A name alone proves nothing, since artists share names: who is meant is settled by [`evidence`].

mod books;
mod correction;
mod error;
pub mod evidence;
mod facts;
mod key;
mod learnt;
mod names;
mod packed;
mod reader;
mod source;
mod tar;
mod votes;

pub use books::{Books, Missing};
pub use correction::Correction;
pub use error::{Error, Result};
pub use evidence::Gathering;
pub use facts::catalogue;
pub use key::artist as artist_key;
pub use learnt::{Learnt, Proof};
pub use names::Names;
pub use reader::{Options, Watch, learn, learn_from};
pub use source::table::Columns;
pub use source::{Licence, Source};
