//! When everything was heard for the first time: the ground that discoveries, milestones and nostalgia stand on.

use crate::{Day, Names, Row, Selection};

/// The local day of the first counted play of every artist and track of a history; `None` if there is none.
///
/// Looks at all rows up to the end of a selection, also at those before it: a year's discoveries are those that no
/// earlier year knew.
#[derive(Debug)]
pub struct Firsts {
    artists: Vec<Option<Day>>,
    tracks: Vec<Option<Day>>,
}

/// What a counted play was the first of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct First {
    pub(crate) artist: bool,
    pub(crate) track: bool,
}

impl Firsts {
    /// The first days of all that was played up to the end of a selection.
    #[must_use]
    pub fn of(selection: Selection<'_>) -> Self {
        let mut firsts = Self::nothing(selection.names());
        for row in selection.until().iter().filter(|row| row.counted) {
            firsts.hear(row);
        }
        firsts
    }

    pub(crate) fn nothing(names: &Names<'_>) -> Self {
        Self {
            artists: vec![None; names.artists().len()],
            tracks: vec![None; names.tracks().len()],
        }
    }

    /// Takes note of a counted play; says whether it was a first.
    pub(crate) fn hear(&mut self, row: &Row) -> First {
        // The first play of an artist is the first of its track.
        let track = &mut self.tracks[row.track as usize];
        if track.is_some() {
            return First::default();
        }
        *track = Some(row.day);
        let artist = row.artist().map(|artist| &mut self.artists[artist as usize]);
        let unheard = artist.filter(|first| first.is_none());
        let first = First {
            artist: unheard.is_some(),
            track: true,
        };
        if let Some(unheard) = unheard {
            *unheard = Some(row.day);
        }
        first
    }

    /// The day on which an artist was first heard.
    #[must_use]
    pub fn artist(&self, artist: u32) -> Option<Day> {
        self.artists.get(artist as usize).copied().flatten()
    }

    /// The day on which a track was first heard.
    #[must_use]
    pub fn track(&self, track: u32) -> Option<Day> {
        self.tracks.get(track as usize).copied().flatten()
    }
}
