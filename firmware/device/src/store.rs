//! Where a device's summaries come from.

use std::io;

use playtally_screen::Preferences;

use crate::{Kept, News};

/// Keeps summaries, the newest sound one of each owner.
pub trait Store {
    /// Whether there is something to [`load`](Self::load) that was not there the last time; so at first. It is asked at
    /// every step and has to be cheap.
    fn changed(&mut self) -> bool;

    /// The newest sound summary of each owner, by the owner's name.
    fn load(&mut self) -> Vec<Kept>;

    /// What happened to a stick since the last time somebody asked, the latest of it. It is asked at every step.
    fn news(&mut self) -> Option<News> {
        None
    }

    /// Has the summaries of one owner erased, or of all if none is named. What comes of it is told as news; the summaries
    /// have [changed](Self::changed) then.
    ///
    /// # Errors
    /// Whatever keeps somebody from being asked to; they are still there.
    fn erase(&mut self, owner: Option<&str>) -> io::Result<()>;

    /// Keeps what was set in the menu, so that it holds after a restart too.
    ///
    /// # Errors
    /// Those of the disk; it then holds until the device is switched off.
    fn keep(&mut self, _: &Preferences) -> io::Result<()> {
        Ok(())
    }
}

/// Summaries in memory.
#[derive(Debug, Default)]
pub struct Memory(Option<Vec<Kept>>);

impl Memory {
    /// A store of these summaries. Of each owner the one that was pressed last counts, and of those pressed on one day
    /// the last one given.
    #[must_use]
    pub fn new(summaries: impl IntoIterator<Item = Kept>) -> Self {
        Self(Some(newest_by_owner(summaries)))
    }
}

impl Store for Memory {
    fn changed(&mut self) -> bool {
        self.0.is_some()
    }

    fn load(&mut self) -> Vec<Kept> {
        self.0.take().unwrap_or_default()
    }

    fn erase(&mut self, _: Option<&str>) -> io::Result<()> {
        Err(io::Error::other(
            "this program was given them and keeps none; remove the files",
        ))
    }
}

/// One summary of each owner, by name: the one that was pressed last, and the last in order among equals.
pub(crate) fn newest_by_owner(summaries: impl IntoIterator<Item = Kept>) -> Vec<Kept> {
    let mut newest: Vec<Kept> = Vec::new();
    for summary in summaries {
        match newest.binary_search_by(|kept| kept.owner().cmp(summary.owner())) {
            Ok(at) if newest[at].pressed() <= summary.pressed() => newest[at] = summary,
            Ok(_) => {}
            Err(at) => newest.insert(at, summary),
        }
    }
    newest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::summary;

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
}
