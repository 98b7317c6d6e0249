//! The summaries that a device keeps on its own disk.

use std::io;

use playtally_summary::{MAX_LENGTH, Summary};

use crate::store::newest_by_owner;
use crate::{Disk, Kept, Slots};

/// The most owners that one device holds.
pub const MAX_OWNERS: usize = 8;

/// Summaries on a disk: two [`Slots`] for each of up to [`MAX_OWNERS`] owners. Whose they are is what the summaries in
/// them say.
#[derive(Clone, Debug)]
pub struct Shelf<D> {
    disk: D,
}

/// What came of a summary that was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// It is the first of its owner.
    New,
    /// It took the place of another of its owner.
    Replaced,
    /// It was there already, to the last bit; nothing was written.
    Known,
}

/// Why a summary was not taken in. What was kept before is kept still.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Others take up all the room there is.
    #[error("this device already keeps summaries of {MAX_OWNERS} owners; erase it to make room")]
    TooManyOwners,
    /// The disk failed.
    #[error("it could not be kept: {0}")]
    Disk(#[from] io::Error),
}

impl<D: Disk> Shelf<D> {
    /// The shelf on a disk.
    pub const fn new(disk: D) -> Self {
        Self { disk }
    }

    /// The newest sound summary of each owner, by the owner's name. What cannot be read is passed over.
    #[must_use]
    pub fn summaries(&self) -> Vec<Kept> {
        newest_by_owner(all_slots().filter_map(|slots| self.summary(&slots).ok()?))
    }

    /// Keeps a summary, and returns once it will outlast a power cut.
    ///
    /// # Errors
    /// [`Refused`] says why not.
    pub fn accept(&mut self, new: &Kept) -> Result<Accepted, Refused> {
        let file = new.summary().file();
        let mut free = None;
        for slots in all_slots() {
            match self.summary(&slots) {
                Ok(Some(kept)) if kept.owner() != new.owner() => {}
                Ok(Some(kept)) if kept.summary().file() == file => return Ok(Accepted::Known),
                Ok(Some(_)) => {
                    slots.write(&mut self.disk, file)?;
                    return Ok(Accepted::Replaced);
                }
                Ok(None) => free = free.or(Some(slots)),
                // Whatever is there, another place may do.
                Err(_) => {}
            }
        }
        let slots = free.ok_or(Refused::TooManyOwners)?;
        slots.write(&mut self.disk, file)?;
        Ok(Accepted::New)
    }

    /// Forgets every summary, and returns once they will stay forgotten.
    ///
    /// # Errors
    /// Those of the disk; some summaries may then still be there.
    pub fn erase(&mut self) -> io::Result<()> {
        all_slots().try_for_each(|slots| slots.erase(&mut self.disk))
    }

    fn summary(&self, slots: &Slots) -> io::Result<Option<Kept>> {
        let file = slots.read(&self.disk)?;
        Ok(file.and_then(|file| Kept::new(file).ok()))
    }
}

fn all_slots() -> impl Iterator<Item = Slots> {
    (1..=MAX_OWNERS).map(|number| {
        Slots::new(&format!("owner-{number}"), MAX_LENGTH, |file| {
            Summary::open(file).is_ok()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::simulated::SimulatedDisk;
    use crate::testing::empty_summary;

    fn owners(shelf: &Shelf<SimulatedDisk>) -> Vec<(String, u16)> {
        shelf
            .summaries()
            .iter()
            .map(|kept| (kept.owner().to_owned(), kept.pressed()))
            .collect()
    }

    fn shelf() -> Shelf<SimulatedDisk> {
        Shelf::new(SimulatedDisk::new(40))
    }

    #[test]
    fn every_owner_has_a_place_and_the_last_summary_in_it() {
        let mut shelf = shelf();
        assert_eq!(shelf.accept(&empty_summary("Bo", 1)).unwrap(), Accepted::New);
        assert_eq!(shelf.accept(&empty_summary("Ann", 5)).unwrap(), Accepted::New);
        assert_eq!(shelf.accept(&empty_summary("Bo", 3)).unwrap(), Accepted::Replaced);
        assert_eq!(
            shelf.accept(&empty_summary("Bo", 2)).unwrap(),
            Accepted::Replaced,
            "going back is the owner's right"
        );
        assert_eq!(owners(&shelf), [("Ann".to_owned(), 5), ("Bo".to_owned(), 2)]);
    }

    #[test]
    fn the_same_summary_again_writes_nothing() {
        let mut shelf = shelf();
        shelf.accept(&empty_summary("Ann", 1)).unwrap();
        let before = shelf.disk.contents();
        assert_eq!(shelf.accept(&empty_summary("Ann", 1)).unwrap(), Accepted::Known);
        assert_eq!(shelf.disk.contents(), before);
    }

    #[test]
    fn a_thousand_sticks_take_up_no_more_room_than_one_edition_per_slot() {
        let mut shelf = shelf();
        for pressed in 0..1000 {
            shelf.accept(&empty_summary("Ann", pressed)).unwrap();
        }
        assert_eq!(shelf.disk.contents().len(), 2);
    }

    #[test]
    fn one_owner_too_many_is_refused_and_the_others_stay() {
        let mut shelf = shelf();
        for number in 0..MAX_OWNERS {
            shelf.accept(&empty_summary(&number.to_string(), 1)).unwrap();
        }
        assert!(matches!(
            shelf.accept(&empty_summary("one more", 1)),
            Err(Refused::TooManyOwners)
        ));
        assert_eq!(shelf.accept(&empty_summary("3", 2)).unwrap(), Accepted::Replaced);
        assert_eq!(owners(&shelf).len(), MAX_OWNERS);
        shelf.erase().unwrap();
        assert_eq!(owners(&shelf), []);
    }

    #[test]
    fn a_place_that_cannot_be_read_is_passed_over() {
        let mut shelf = shelf();
        shelf.accept(&empty_summary("Ann", 1)).unwrap();
        shelf.disk.fail_reading("owner-1.a");
        shelf.accept(&empty_summary("Bo", 1)).unwrap();
        assert_eq!(owners(&shelf), [("Bo".to_owned(), 1)]);
        shelf.accept(&empty_summary("Ann", 2)).unwrap();
        assert_eq!(owners(&shelf).len(), 2);
    }

    #[test]
    fn a_power_cut_while_a_summary_is_taken_in_leaves_the_old_or_the_new_one_and_all_others() {
        let mut shelf = shelf();
        for (owner, pressed) in [("Ann", 1), ("Bo", 1), ("Ann", 2)] {
            shelf.accept(&empty_summary(owner, pressed)).unwrap();
        }
        shelf.disk.watch();
        shelf.accept(&empty_summary("Ann", 3)).unwrap();
        let states = shelf.disk.states_after_a_crash();
        assert!(states.len() > 100, "only {} states", states.len());
        for disk in states {
            let mut after = Shelf::new(disk);
            let [(ann, pressed), (bo, _)] = &owners(&after)[..] else {
                panic!("an owner is lost");
            };
            assert!(ann == "Ann" && bo == "Bo" && [2, 3].contains(pressed));
            after.accept(&empty_summary("Ann", 4)).unwrap();
            assert_eq!(owners(&after)[0].1, 4);
        }
    }
}
