//! Why there is no poster.

use playtally_statistics::listener::{ENOUGH, MEASURED};
use playtally_statistics::sleeves::LEAST;
use thiserror::Error;

/// Why there is no poster.
#[derive(Debug, Error)]
pub enum Error {
    /// Nothing was counted in the year.
    #[error("no play counts in {year}; {there}", there = years(.known))]
    Year {
        /// The year that was asked for.
        year: i32,
        /// The years with a counted play.
        known: Vec<i32>,
    },
    /// The artist was hardly played.
    #[error("{plays} counted plays are too few for a poster of an artist; it takes {LEAST}")]
    Artist {
        /// Its counted plays.
        plays: u64,
    },
    /// There is no such era.
    #[error("there is no era {era}; {there}", there = eras(*.known))]
    Era {
        /// The number that was asked for.
        era: usize,
        /// How many there are.
        known: usize,
    },
    /// There is no listening type.
    #[error(
        "{plays} counted plays are too few for a listening type; it takes {ENOUGH}, and {MEASURED} of each kind that it is \
         measured by"
    )]
    Listener {
        /// The counted plays.
        plays: u64,
    },
    /// No picture is so wide.
    #[error("a picture is 1 to {most} pixels wide, not {0}", most = crate::drawing::WIDEST)]
    Width(u32),
    /// The picture could not be packed.
    #[error("cannot pack the picture")]
    Png(#[from] png::EncodingError),
}

fn years(known: &[i32]) -> String {
    match known {
        [] => "there is no year yet".to_owned(),
        [only] => format!("there is {only}"),
        [first, .., last] if last - first + 1 == known.len() as i32 => format!("there are {first} to {last}"),
        known => {
            let known: Vec<String> = known.iter().map(i32::to_string).collect();
            format!("there are {}", known.join(", "))
        }
    }
}

fn eras(known: usize) -> String {
    match known {
        0 => "there is none yet".to_owned(),
        1 => "there is one".to_owned(),
        known => format!("there are 1 to {known}, the oldest first"),
    }
}
