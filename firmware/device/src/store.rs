//! Where a device's summaries come from.

use core::fmt;
#[cfg(feature = "std")]
use std::io;

use playtally_screen::Preferences;

use crate::{Identity, Kept, List, News};

/// Keeps summaries, the newest sound one of each owner.
pub trait Store {
    /// Why something cannot be erased or kept.
    type Error: fmt::Display;

    /// Whether there is something to [`load`](Self::load) that was not there the last time; so at first. It is asked at
    /// every step and has to be cheap.
    fn changed(&mut self) -> bool;

    /// The newest sound summary of each owner, by name.
    fn load(&mut self) -> List<Kept>;

    /// What happened to a stick since the last time somebody asked, the latest of it. It is asked at every step.
    fn news(&mut self) -> Option<News> {
        None
    }

    /// Has the summaries of one owner erased, or of all if none is named. What comes of it is told as news; the summaries
    /// have [changed](Self::changed) then.
    ///
    /// # Errors
    /// Whatever keeps somebody from being asked to; they are still there.
    fn erase(&mut self, owner: Option<&Identity>) -> Result<(), Self::Error>;

    /// Has one owner's summary erased, as another's is the same person's, and is kept. What comes of it is told as news.
    ///
    /// # Errors
    /// Whatever keeps somebody from being asked to; both are still there.
    fn replace(&mut self, old: &Identity, new: &Identity) -> Result<(), Self::Error>;

    /// Keeps what was set in the menu, so that it holds after a restart too.
    ///
    /// # Errors
    /// Those of the disk; it then holds until the device is switched off.
    fn keep(&mut self, _: &Preferences) -> Result<(), Self::Error> {
        Ok(())
    }
}

/// Summaries in memory.
#[cfg(feature = "std")]
#[derive(Debug, Default)]
pub struct Memory(Option<Vec<Kept>>);

#[cfg(feature = "std")]
impl Memory {
    /// A store of these summaries. Of each owner the one that was pressed last counts, and of those pressed on one day
    /// the last one given.
    #[must_use]
    pub fn new(summaries: impl IntoIterator<Item = Kept>) -> Self {
        Self(Some(newest_by_owner(summaries)))
    }
}

#[cfg(feature = "std")]
impl Store for Memory {
    type Error = io::Error;

    fn changed(&mut self) -> bool {
        self.0.is_some()
    }

    fn load(&mut self) -> Vec<Kept> {
        self.0.take().unwrap_or_default()
    }

    fn erase(&mut self, _: Option<&Identity>) -> io::Result<()> {
        Err(given())
    }

    fn replace(&mut self, _: &Identity, _: &Identity) -> io::Result<()> {
        Err(given())
    }
}

#[cfg(feature = "std")]
fn given() -> io::Error {
    io::Error::other("this program was given them and keeps none; remove the files")
}

#[cfg(feature = "std")]
/// One summary of each owner, by name: the one that was pressed last, and the last in order among equals.
pub(crate) fn newest_by_owner(summaries: impl IntoIterator<Item = Kept>) -> Vec<Kept> {
    let mut newest: Vec<(Identity, Kept)> = Vec::new();
    for summary in summaries {
        let owner = summary.identity();
        match newest.iter_mut().find(|(known, _)| known.is(&owner)) {
            Some((_, kept)) if kept.pressed() > summary.pressed() => {}
            Some(known) => *known = (owner, summary),
            None => newest.push((owner, summary)),
        }
    }
    newest.sort_by(|(a, _), (b, _)| a.cmp(b));
    newest.into_iter().map(|(_, kept)| kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{summary, with_id};

    #[test]
    fn of_each_owner_the_summary_pressed_last_counts() {
        let mut store = Memory::new([summary("Bo", 5), summary("Ann", 7), summary("Bo", 9), summary("Ann", 6)]);
        assert!(store.changed());
        let kept: Vec<_> = store
            .load()
            .iter()
            .map(|kept| (kept.owner().to_owned(), kept.pressed()))
            .collect();
        assert_eq!(kept, [("Ann".to_owned(), 7), ("Bo".to_owned(), 9)]);
        assert!(!store.changed());
    }

    #[test]
    fn an_owner_with_an_id_is_the_same_by_another_name_and_another_by_the_same_name() {
        let summaries = [
            with_id("Ann", 1, 7),
            with_id("Ann", 2, 5),
            with_id("Anna", 1, 8),
            summary("Ann", 9),
        ];
        let newest: Vec<_> = newest_by_owner(summaries)
            .iter()
            .map(|kept| (kept.owner().to_owned(), kept.pressed()))
            .collect();
        let expected = [("Ann", 9), ("Ann", 5), ("Anna", 8)].map(|(name, pressed)| (name.to_owned(), pressed));
        assert_eq!(newest, expected);
    }
}
