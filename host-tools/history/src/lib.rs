//! Exports to plays, plays to a library.
//!
//! A [`Library`] takes in what a service hands its user, and gives back a history as [`Plays`]:
//!
//! ```
//! # #[cfg(feature = "library")] {
//! use playtally_history::Library;
//!
//! let export = br#"[{"ts":"2024-03-01T20:00:00Z","ms_played":180000,"master_metadata_track_name":"Sol",
//!     "master_metadata_album_artist_name":"Luna","spotify_track_uri":"spotify:track:0"}]"#;
//! let folder = tempfile::tempdir()?;
//! std::fs::write(folder.path().join("endsong_0.json"), export)?;
//!
//! let mut library = Library::in_memory()?;
//! let books = library.import([folder.path()], &mut ())?;
//! assert_eq!(books.total().stored.music, 1);
//! assert_eq!(library.plays()?.rows()[0].started_at, 1_709_323_020);
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`read`] does the same without a library, where nothing is to be kept or there are no files.
//!
//! The way of a row: an export is opened ([`Export`]), its histories found by their content, each read by the importer of
//! its source into records, and the records settled against what is known. [`Books`] account for every row. Unpacking,
//! reading and storing run at the same time, and none of them holds a whole file.

mod archive;
mod assemble;
mod books;
mod cell;
mod columns;
mod database;
mod directory;
mod error;
pub mod escape;
mod exchange;
mod facts;
pub mod fold;
mod hash;
mod head;
mod home;
mod importer;
mod intake;
mod json;
#[cfg(feature = "library")]
mod library;
mod matching;
mod memory;
mod moment;
mod nobody;
mod number;
mod pipeline;
mod play;
mod progress;
mod reading;
mod record;
pub mod rows;
mod settle;
mod source;
mod sources;
mod store;
mod survey;
mod table;
mod text;
mod time;
mod unread;
mod wanted;

pub use books::{Books, FileBooks, LeftOut, Matched, Reason, Remarks, Stored, Total, Unreadable};
pub use columns::{Columns, Unclear};
#[cfg(feature = "library")]
pub use error::LibraryError;
pub use error::{Error, Result};
pub use exchange::{Exported, Format};
pub use head::DATABASE as DATABASE_START;
pub use importer::Knows;
#[cfg(feature = "library")]
pub use library::{Import, LastImport, Library, Papers};
#[cfg(not(target_family = "wasm"))]
pub use memory::read;
pub use memory::{Gathered, Here, gather_at, read_as, read_at};
pub use moment::WithoutMoment;
pub use play::{Device, End, Item, Kind, Play, Plays, Start};
pub use progress::{Progress, Step};
pub use source::Source;
pub use survey::{DEEPEST_FOLDER, Export, Slices};
pub use text::Encoding;
pub use unread::{Holds, Unread};
pub use wanted::Wanted;

#[cfg(any(test, feature = "testing"))]
#[doc(hidden)]
pub use json::oracle::compare as compare_json;
