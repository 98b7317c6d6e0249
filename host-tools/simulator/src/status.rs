//! What a line under a device says of it.

use chrono::NaiveDateTime;
use playtally_screen::Page;

use crate::Tempo;

/// What a device does at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// Whose page is up, if one is. Names come from files.
    pub owner: Option<String>,
    /// The page that is up.
    pub page: Option<Page>,
    /// Whether all of the picture is there, and nothing moves.
    pub is_settled: bool,
    /// Whether the menu is open.
    pub is_menu: bool,
    /// The time on the device, as its owner's clocks say it.
    pub time: NaiveDateTime,
    /// The bytes that the last change of the picture took.
    pub sent: u64,
    /// How many pictures came in a second of the last change that moved.
    pub rate: Option<f64>,
    /// How fast the device's time runs.
    pub tempo: Tempo,
    /// Whether a stick is plugged in.
    pub has_stick: bool,
}
