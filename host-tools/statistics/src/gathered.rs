//! What is gathered of some names while rows go by.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use crate::names::Names;

/// What is gathered of some names, each once. Rows find their place by the number of the name, without hashing it.
pub(crate) struct Gathered<N, T> {
    /// Where each of the selection's names is gathered, by its number.
    places: Vec<Option<usize>>,
    all: Vec<(N, T)>,
}

impl<N: Copy + Eq + Hash, T: Default> Gathered<N, T> {
    /// For some names, of those that the selection has in the order of their numbers.
    fn new(names: impl IntoIterator<Item = N>, known: impl Iterator<Item = N>) -> Self {
        let (mut places, mut all) = (FxHashMap::default(), Vec::new());
        for name in names {
            places.entry(name).or_insert_with(|| {
                all.push((name, T::default()));
                all.len() - 1
            });
        }
        let places = known.map(|name| places.get(&name).copied()).collect();
        Self { places, all }
    }

    /// What is gathered of the name of a number, if it is one of them.
    pub(crate) fn of(&mut self, number: u32) -> Option<&mut T> {
        let place = self.places[number as usize]?;
        Some(&mut self.all[place].1)
    }

    /// Each name, in the order in which they were given, with what was gathered of it.
    pub(crate) fn all(self) -> impl Iterator<Item = (N, T)> {
        self.all.into_iter()
    }
}

/// A title, and its artist where that is known.
type Title<'n> = (&'n str, Option<&'n str>);

impl<'n, T: Default> Gathered<&'n str, T> {
    /// For some of a selection's artists.
    pub(crate) fn of_artists(names: &'n Names<'_>, wanted: impl IntoIterator<Item = &'n str>) -> Self {
        Self::new(wanted, names.artists().iter().copied())
    }
}

impl<'n, T: Default> Gathered<Title<'n>, T> {
    /// For some of a selection's albums.
    pub(crate) fn of_albums(names: &'n Names<'_>, wanted: impl IntoIterator<Item = Title<'n>>) -> Self {
        Self::new(
            wanted,
            (0..names.albums().len()).map(|number| names.album(number as u32)),
        )
    }

    /// For some of a selection's tracks.
    pub(crate) fn of_tracks(names: &'n Names<'_>, wanted: impl IntoIterator<Item = Title<'n>>) -> Self {
        Self::new(
            wanted,
            (0..names.tracks().len()).map(|number| names.track(number as u32)),
        )
    }
}
