//! What a set of plays says: pure functions.
//!
//! [`View::new`] makes plays ready once: it puts them into the owner's local time, resolves which spellings name the
//! same thing, and keeps music, podcasts and audiobooks apart. A [`Selection`] is some successive days of one of
//! them, and every statistic is a function of a selection, in a module of its own. [`Statistics::compute`] takes all
//! of them at once.
//!
//! Throughout, a *counted play* is one of at least [`Rule::counted_ms`], or of unknown duration; `plays` are counted
//! plays and `ms` is the time of all plays unless a field says otherwise. A play belongs to the local day and hour in
//! which it began. Nothing here reads a clock, a file or the network, and the order of the input never matters.

pub mod binges;
pub mod breadth;
pub mod calendar;
pub mod catalogue;
mod chance;
pub mod chronotype;
pub mod clock;
mod day;
pub mod devices;
pub mod devotion;
pub mod discovery;
pub mod eras;
mod firsts;
mod float;
mod gathered;
pub mod genres;
pub mod journeys;
pub mod listener;
pub mod milestones;
pub mod moods;
pub mod music;
mod names;
#[cfg(test)]
mod nobody;
pub mod nostalgia;
pub mod on_this_day;
pub mod one_artist;
pub mod patience;
pub mod places;
pub mod portraits;
pub mod race;
pub mod recap;
pub mod repeats;
mod rule;
#[cfg(test)]
mod schema;
pub mod seasons;
pub mod sessions;
pub mod silence;
pub mod sleeves;
pub mod spans;
mod statistics;
pub mod streaks;
mod tally;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod together;
pub mod tops;
pub mod totals;
mod view;
pub mod worth;
pub mod year_five;
pub mod zone;

pub use day::{Day, Month};
pub use firsts::Firsts;
pub use names::{Album, Names, Track};
pub use playtally_history::fold;
pub use playtally_summary::world;
pub use rule::{COUNTED_MS, Period, Rule, TOP};
pub use statistics::{Statistics, YearArtist};
pub use tally::Count;
pub use view::{Row, Selection, View};
