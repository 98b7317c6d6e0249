//! What a source is. Which ones there are stands in [`crate::sources`]; nothing that a source needs knows that list.

use std::iter;

/// A kind of export, by its number, which libraries keep: it never changes, and is never given twice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source(u8);

impl Source {
    /// How many there can be: a play has six bits for the number.
    pub(crate) const MOST: u8 = 64;

    /// The source of a number below [`Source::MOST`].
    pub(crate) const fn numbered(number: u8) -> Self {
        assert!(number < Self::MOST);
        Self(number)
    }

    pub(crate) const fn number(self) -> u8 {
        self.0
    }
}

/// Some sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sources(u64);

impl Sources {
    pub(crate) fn add(&mut self, source: Source) {
        self.0 |= 1 << source.0;
    }

    /// By their numbers.
    pub(crate) fn iter(self) -> impl Iterator<Item = Source> {
        let mut rest = self.0;
        iter::from_fn(move || {
            let number = (rest != 0).then(|| rest.trailing_zeros() as u8)?;
            rest &= rest - 1;
            Some(Source(number))
        })
    }
}

impl FromIterator<Source> for Sources {
    fn from_iter<I: IntoIterator<Item = Source>>(sources: I) -> Self {
        let mut all = Self::default();
        sources.into_iter().for_each(|source| all.add(source));
        all
    }
}

/// A service that a play was recorded by. Plays of one service are told apart exactly, those of two by likeness.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Service {
    /// What it is told by. Keys of plays are made with it: it never changes.
    pub(crate) number: u8,
    /// Services are asked what a play was in this order. Players come first, since they know how long it was heard; but a
    /// player's log on a device with a clock of its own comes last.
    pub(crate) rank: u8,
    /// Whether it plays music itself, and does not merely take note of what others play.
    pub(crate) is_player: bool,
    /// Whether its duration is that of the play, and so tells plays apart; elsewhere it is that of the recording, if any.
    pub(crate) duration_identifies: bool,
}

impl PartialEq for Service {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_sources_are_those_that_were_added() {
        let some = [63, 0, 7, 31, 32, 7].map(Source::numbered);
        let found: Vec<u8> = some
            .into_iter()
            .collect::<Sources>()
            .iter()
            .map(Source::number)
            .collect();
        assert_eq!(found, [0, 7, 31, 32, 63]);
        assert_eq!(Sources::default().iter().count(), 0);
    }
}
