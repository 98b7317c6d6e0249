//! The summaries that a device keeps on its own disk.

use std::io;

use playtally_summary::{MAX_LENGTH, Summary};

use crate::store::newest_by_owner;
use crate::{Disk, Identity, Kept, MAX_OWNERS, Slots};

/// Summaries on a disk: two [`Slots`] for each of up to [`MAX_OWNERS`] owners. Whose they are is what the summaries in
/// them say.
#[derive(Clone, Debug)]
pub struct Shelf<D> {
    disk: D,
}

/// What came of a summary that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// It is the first of its owner.
    New,
    /// It is the first of its owner, whose name another one has, too. They may be one.
    Namesake(Identity),
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

    /// The newest sound summary of each owner, by name. What cannot be read is passed over.
    #[must_use]
    pub fn summaries(&self) -> Vec<Kept> {
        let erasing = self.erasing().unwrap_or(0);
        let there = places().filter(|(place, _)| erasing & place == 0);
        newest_by_owner(there.filter_map(|(_, slots)| self.summary(&slots).ok()?))
    }

    /// Keeps a summary, and returns once it will outlast a power cut.
    ///
    /// # Errors
    /// [`Refused`] says why not.
    pub fn accept(&mut self, new: &Kept) -> Result<Accepted, Refused> {
        self.finish_erasing()?;
        let file = new.summary().file();
        let owner = new.identity();
        let (mut theirs, mut free, mut namesakes) = (None, None, Vec::new());
        for (place, slots) in places() {
            match self.summary(&slots) {
                Ok(Some(kept)) if kept.identity().is(&owner) => theirs = theirs.or(Some((place, slots))),
                Ok(Some(kept)) if kept.owner() == owner.name => namesakes.push((place, slots, kept.identity())),
                Ok(Some(_)) => {}
                Ok(None) => free = free.or(Some((place, slots))),
                // Whatever is there, another place may do.
                Err(_) => {}
            }
        }
        let namesake = the_one(namesakes);
        let (theirs, namesake) = match (theirs, namesake) {
            // Without an id, the name is all there is.
            (None, Some((place, slots, _))) if owner.id.is_none() => (Some((place, slots)), None),
            (theirs, namesake) => (theirs, namesake.map(|(_, _, namesake)| namesake)),
        };
        let (place, accepted) = match theirs {
            Some((place, slots)) if slots.write(&mut self.disk, file)? => (place, Accepted::Replaced),
            Some((place, _)) => (place, Accepted::Known),
            None => {
                let (place, slots) = free.ok_or(Refused::TooManyOwners)?;
                slots.write(&mut self.disk, file)?;
                (place, namesake.map_or(Accepted::New, Accepted::Namesake))
            }
        };
        self.erase_elsewhere(&owner, place)?;
        Ok(accepted)
    }

    /// Erases what is kept of one owner, who is the same person as another. If that one's is not kept, nothing goes.
    ///
    /// # Errors
    /// Those of [`erase`](Self::erase).
    pub fn replace(&mut self, old: &Identity, new: &Identity) -> io::Result<()> {
        if !self.summaries().iter().any(|kept| kept.identity().is(new)) {
            return Err(io::Error::other("what was to come in its place is gone"));
        }
        self.erase(Some(old))
    }

    /// Erases what other places have of an owner: a place that could not be read when it was looked for may be read now, and
    /// what is in it would come up instead of what was kept after it.
    fn erase_elsewhere(&mut self, owner: &Identity, place: u8) -> io::Result<()> {
        for (_, slots) in places().filter(|(other, _)| *other != place) {
            if matches!(self.summary(&slots), Ok(Some(kept)) if kept.identity().is(owner)) {
                slots.erase(&mut self.disk)?;
            }
        }
        Ok(())
    }

    /// Overwrites and removes every edition that is kept of an owner, or of all if none is named, and returns once they
    /// will stay away. A power cut on the way leaves all of it or nothing: which places go is noted first.
    ///
    /// # Errors
    /// Those of the disk, also of a place that cannot be read and may be the owner's. If it was noted, nothing of it comes up
    /// any more, and
    /// [`finish_erasing`](Self::finish_erasing) tries again.
    pub fn erase(&mut self, owner: Option<&Identity>) -> io::Result<()> {
        let mut going = self.erasing()?;
        let mut unread = None;
        for (place, slots) in places() {
            let goes = match owner {
                None => true,
                Some(owner) => match self.summary(&slots) {
                    Ok(kept) => kept.is_some_and(|kept| kept.identity().is(owner)),
                    Err(error) => {
                        unread = Some(error);
                        false
                    }
                },
            };
            going |= if goes { place } else { 0 };
        }
        erasing().write(&mut self.disk, &[going])?;
        self.finish_erasing()?;
        // It may be theirs: nobody is told that all of it is gone.
        unread.map_or(Ok(()), Err)
    }

    /// Does the rest of what a power cut kept [`erase`](Self::erase) from, if it did.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn finish_erasing(&mut self) -> io::Result<()> {
        let erasing_now = self.erasing()?;
        for (_, slots) in places().filter(|(place, _)| erasing_now & place != 0) {
            slots.erase(&mut self.disk)?;
        }
        erasing().erase(&mut self.disk)
    }

    /// The places that are being erased, which count as empty.
    fn erasing(&self) -> io::Result<u8> {
        let noted = erasing().read(&self.disk)?;
        Ok(noted.as_deref().and_then(|noted| noted.first()).copied().unwrap_or(0))
    }

    fn summary(&self, slots: &Slots) -> io::Result<Option<Kept>> {
        let file = slots.read(&self.disk)?;
        Ok(file.and_then(|file| Kept::new(file).ok()))
    }
}

/// The one owner of a name who can be meant: the one without an id, or else the only one.
fn the_one(mut namesakes: Vec<(u8, Slots, Identity)>) -> Option<(u8, Slots, Identity)> {
    let without_id = namesakes.iter().position(|(_, _, owner)| owner.id.is_none());
    match (without_id, namesakes.len()) {
        (Some(at), _) => Some(namesakes.swap_remove(at)),
        (None, 1) => namesakes.pop(),
        (None, _) => None,
    }
}

/// The places for owners: a bit that stands for each, and its slots.
fn places() -> impl Iterator<Item = (u8, Slots)> {
    const { assert!(MAX_OWNERS <= 8, "a bit each") };
    (1..=MAX_OWNERS).map(|number| {
        let slots = Slots::new(&format!("owner-{number}"), MAX_LENGTH, |file| {
            Summary::open(file).is_ok()
        });
        (1 << (number - 1), slots)
    })
}

/// Where it is noted which places are being erased: a byte with the bits of them all.
fn erasing() -> Slots {
    Slots::new("erasing", 1, |noted| noted.len() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::simulated::SimulatedDisk;
    use crate::testing::{empty_summary, with_id};

    fn named(name: &str) -> Identity {
        empty_summary(name, 1).identity()
    }

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
        shelf.erase(None).unwrap();
        assert_eq!(owners(&shelf), []);
    }

    #[test]
    fn an_owner_with_an_id_keeps_the_place_by_whatever_name() {
        let mut shelf = shelf();
        assert_eq!(shelf.accept(&with_id("Ann", 1, 5)).unwrap(), Accepted::New);
        assert_eq!(shelf.accept(&with_id("Anna", 1, 6)).unwrap(), Accepted::Replaced);
        assert_eq!(shelf.accept(&with_id("Anna", 1, 6)).unwrap(), Accepted::Known);
        assert_eq!(owners(&shelf), [("Anna".to_owned(), 6)]);
    }

    #[test]
    fn a_first_id_of_a_known_name_is_asked_about_and_both_stay_until_somebody_says_they_are_one() {
        for before in [empty_summary("Ann", 5), with_id("Ann", 1, 5)] {
            let mut shelf = shelf();
            shelf.accept(&before).unwrap();
            let new = with_id("Ann", 2, 6);
            let old = before.identity();
            assert_eq!(shelf.accept(&new).unwrap(), Accepted::Namesake(old.clone()));
            assert_eq!(owners(&shelf).len(), 2);
            assert_eq!(
                shelf.accept(&with_id("Ann", 2, 7)).unwrap(),
                Accepted::Replaced,
                "asked once"
            );
            assert_eq!(owners(&shelf).len(), 2);
            shelf.replace(&old, &new.identity()).unwrap();
            assert_eq!(owners(&shelf), [("Ann".to_owned(), 7)]);
            shelf.replace(&new.identity(), &old).unwrap_err();
            assert_eq!(owners(&shelf), [("Ann".to_owned(), 7)], "the last one never goes so");
        }
    }

    #[test]
    fn among_several_of_a_name_the_one_without_an_id_is_meant_and_else_nobody() {
        let mut shelf = shelf();
        shelf.accept(&with_id("Ann", 1, 1)).unwrap();
        shelf.accept(&with_id("Ann", 2, 2)).unwrap();
        assert_eq!(shelf.accept(&with_id("Ann", 3, 3)).unwrap(), Accepted::New);
        assert_eq!(
            shelf.accept(&empty_summary("Ann", 4)).unwrap(),
            Accepted::New,
            "none of them is lost"
        );
        let asked = shelf.accept(&with_id("Ann", 5, 5)).unwrap();
        assert_eq!(asked, Accepted::Namesake(named("Ann")));
        assert_eq!(shelf.accept(&empty_summary("Ann", 6)).unwrap(), Accepted::Replaced);
        assert_eq!(owners(&shelf).len(), 5);
    }

    #[test]
    fn a_summary_without_an_id_takes_the_place_of_the_one_owner_of_that_name() {
        let mut shelf = shelf();
        shelf.accept(&with_id("Ann", 1, 1)).unwrap();
        assert_eq!(shelf.accept(&empty_summary("Ann", 2)).unwrap(), Accepted::Replaced);
        assert_eq!(owners(&shelf), [("Ann".to_owned(), 2)]);
    }

    /// A shelf with two editions of Ann's summary and one of Bo's.
    fn shelf_of_two() -> Shelf<SimulatedDisk> {
        let mut shelf = shelf();
        for (owner, pressed) in [("Ann", 1), ("Bo", 1), ("Ann", 2)] {
            shelf.accept(&empty_summary(owner, pressed)).unwrap();
        }
        shelf
    }

    #[test]
    fn erasing_an_owner_leaves_no_edition_and_nobody_else_loses_one() {
        let mut shelf = shelf_of_two();
        shelf.erase(Some(&named("Ann"))).unwrap();
        assert_eq!(owners(&shelf), [("Bo".to_owned(), 1)]);
        assert_eq!(shelf.disk.contents().len(), 1);
        shelf.erase(Some(&named("nobody"))).unwrap();
        assert_eq!(owners(&shelf), [("Bo".to_owned(), 1)]);
        shelf.erase(None).unwrap();
        assert!(shelf.disk.contents().is_empty());
    }

    #[test]
    fn a_power_cut_while_summaries_are_erased_leaves_what_was_there_or_nothing() {
        let (ann, bo) = (("Ann".to_owned(), 2), ("Bo".to_owned(), 1));
        for (whose, after) in [(Some(named("Ann")), vec![bo.clone()]), (None, vec![])] {
            let mut shelf = shelf_of_two();
            shelf.disk.watch();
            shelf.erase(whose.as_ref()).unwrap();
            let allowed = [vec![ann.clone(), bo.clone()], after.clone()];
            let mut seen = [false; 2];
            let states = shelf.disk.states_after_a_crash();
            assert!(states.len() > 100, "only {} states", states.len());
            for disk in states {
                let mut cut_off = Shelf::new(disk);
                let found = owners(&cut_off);
                let which = allowed.iter().position(|allowed| *allowed == found);
                seen[which.unwrap_or_else(|| panic!("{found:?} on {:?}", cut_off.disk))] = true;
                // The next one to come finishes it first, or begins where nothing was done.
                cut_off.finish_erasing().unwrap();
                assert_eq!(owners(&cut_off), found);
                if which == Some(1) {
                    assert_eq!(cut_off.disk.contents().len(), after.len(), "no edition lies about");
                }
                cut_off.accept(&empty_summary("Ann", 4)).unwrap();
                assert_eq!(owners(&cut_off)[0], ("Ann".to_owned(), 4));
            }
            assert_eq!(seen, [true; 2], "both must come up");
            for disk in shelf.disk.states_after_a_crash_now() {
                assert_eq!(owners(&Shelf::new(disk)), after, "erased once it returned");
            }
        }
    }

    #[test]
    fn a_second_power_cut_brings_nothing_back() {
        let mut shelf = shelf_of_two();
        shelf.disk.watch();
        shelf.erase(None).unwrap();
        for disk in shelf.disk.states_after_a_crash() {
            let mut cut_off = Shelf::new(disk);
            if !owners(&cut_off).is_empty() {
                continue;
            }
            cut_off.disk.watch();
            cut_off.finish_erasing().unwrap();
            for disk in cut_off.disk.states_after_a_crash() {
                assert_eq!(owners(&Shelf::new(disk)), []);
            }
        }
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
    fn a_place_that_cannot_be_read_for_a_moment_is_not_what_comes_up_after_another_was_taken_in() {
        // Going back to an earlier one, which a second place with the later one would hide.
        for pressed in [1, 5, 9] {
            let mut shelf = shelf();
            shelf.accept(&empty_summary("Ann", 5)).unwrap();
            shelf.disk.fail_reading_once("owner-1.a");
            shelf.accept(&empty_summary("Ann", pressed)).unwrap();
            assert_eq!(owners(&shelf), [("Ann".to_owned(), pressed)]);
        }
    }

    #[test]
    fn nobody_is_told_that_a_summary_is_erased_whose_place_could_not_be_read() {
        let mut shelf = shelf_of_two();
        shelf.disk.fail_reading_once("owner-2.a");
        shelf.erase(Some(&named("Bo"))).unwrap_err();
        assert_eq!(owners(&shelf).len(), 2);
        // Of two slots, one that can be read is enough.
        shelf.disk.fail_reading_once("owner-1.b");
        shelf.erase(Some(&named("Ann"))).unwrap();
        assert_eq!(owners(&shelf), [("Bo".to_owned(), 1)]);
    }

    #[test]
    fn a_slot_that_cannot_be_read_for_a_moment_does_not_make_an_earlier_summary_the_one_that_holds() {
        let mut shelf = shelf_of_two();
        shelf.disk.fail_reading_once("owner-1.b");
        let accepted = shelf.accept(&empty_summary("Ann", 1));
        let holds = owners(&shelf)[0].1;
        assert_eq!(accepted.is_ok(), holds == 1, "{accepted:?}, and {holds} holds");
    }

    #[test]
    fn a_power_cut_while_a_summary_is_taken_in_leaves_the_old_or_the_new_one_and_all_others() {
        let mut shelf = shelf_of_two();
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
