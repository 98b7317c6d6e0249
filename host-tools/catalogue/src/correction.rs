//! What the owner knows better.

use serde::{Deserialize, Serialize};

/// What the owner says of an artist, or of one of its titles. It goes before whatever a source says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The artist, as the owner writes it.
    pub artist: String,
    /// An album or a track; none where it is about the artist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A genre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub genre: Option<String>,
    /// The year in which it came out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// The country that the artist is from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<[u8; 2]>,
}

impl Correction {
    /// Whether it says nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.genre.is_none() && self.year.is_none() && self.country.is_none()
    }
}
