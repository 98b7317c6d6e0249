use std::collections::BTreeSet;

use super::*;
use crate::testing::empty_summary;
use crate::{Shelf, Slots};

/// How much of a medium is written at once, in bytes.
const PIECE: usize = SECTOR;

/// A medium in memory that knows which states a power cut may leave it in.
#[derive(Clone, Default)]
struct Simulated {
    bytes: Vec<u8>,
    before: Option<Vec<u8>>,
    done: Vec<Done>,
}

#[derive(Clone)]
enum Done {
    Piece { at: usize, bytes: Vec<u8> },
    Flush,
}

impl Simulated {
    /// A medium that holds whatever was on it before.
    fn new(fill: u8) -> Self {
        Self::of_length(PARTITION_LENGTH as usize, fill)
    }

    /// One that ends where summaries begin.
    fn small(fill: u8) -> Self {
        Self::of_length(SUMMARIES, fill)
    }

    fn of_length(length: usize, fill: u8) -> Self {
        Self {
            bytes: vec![fill; length],
            ..Self::default()
        }
    }

    fn watch(&mut self) {
        self.before = Some(self.bytes.clone());
        self.done.clear();
    }

    /// Calls for every state that a power cut may leave: before or after any operation, with any of the pieces that were
    /// not flushed lost, and the last of those that were not torn in the middle.
    fn after_a_crash(&self, mut look: impl FnMut(Self)) {
        let mut flushed = self.before.clone().unwrap();
        let mut loose: Vec<(usize, Vec<u8>)> = Vec::new();
        for end in 0..=self.done.len() {
            for subset in 0..1_u32 << loose.len() {
                for torn in [false, true] {
                    let mut bytes = flushed.clone();
                    let kept: Vec<_> = (0..loose.len()).filter(|at| subset & 1 << at != 0).collect();
                    if torn && kept.is_empty() {
                        continue;
                    }
                    for at in &kept {
                        let (place, piece) = &loose[*at];
                        let half = torn && kept.last() == Some(at);
                        let piece = if half { &piece[..piece.len() / 2] } else { piece };
                        bytes[*place..place + piece.len()].copy_from_slice(piece);
                    }
                    look(Self {
                        bytes,
                        ..Self::default()
                    });
                }
            }
            match self.done.get(end) {
                Some(Done::Piece { at, bytes }) => loose.push((*at, bytes.clone())),
                Some(Done::Flush) => {
                    for (at, piece) in loose.drain(..) {
                        flushed[at..at + piece.len()].copy_from_slice(&piece);
                    }
                }
                None => {}
            }
        }
    }
}

impl Storage for Simulated {
    fn read(&self, place: u64, bytes: &mut [u8]) -> io::Result<()> {
        let place = place as usize;
        let there = self
            .bytes
            .get(place..place + bytes.len())
            .ok_or(ErrorKind::UnexpectedEof)?;
        bytes.copy_from_slice(there);
        Ok(())
    }

    fn write(&mut self, place: u64, bytes: &[u8]) -> io::Result<()> {
        let place = place as usize;
        let there = self
            .bytes
            .get_mut(place..place + bytes.len())
            .ok_or(ErrorKind::WriteZero)?;
        // What does not change cannot be torn either.
        let pieces: Vec<_> = (0..bytes.len()).step_by(PIECE).collect();
        for at in pieces {
            let piece = &bytes[at..bytes.len().min(at + PIECE)];
            if &there[at..at + piece.len()] != piece && self.before.is_some() {
                self.done.push(Done::Piece {
                    at: place + at,
                    bytes: piece.to_vec(),
                });
            }
        }
        there.copy_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.before.is_some() {
            self.done.push(Done::Flush);
        }
        Ok(())
    }
}

fn names() -> Vec<String> {
    let owners = (1..=MAX_OWNERS).map(|owner| format!("owner-{owner}"));
    let all = SMALL.iter().map(|&name| name.to_owned()).chain(owners);
    all.flat_map(|name| [format!("{name}.a"), format!("{name}.b")])
        .collect()
}

#[test]
fn no_two_places_overlap_and_all_of_them_fit_in_four_mebibytes() {
    let mut places: Vec<_> = names().iter().map(|name| Place::of(name).unwrap()).collect();
    places.sort_by_key(|place| place.start);
    for pair in places.windows(2) {
        assert!(pair[0].start + pair[0].length <= pair[1].start, "{pair:?}");
    }
    let numbers: BTreeSet<_> = places.iter().map(|place| place.number).collect();
    assert_eq!(numbers.len(), places.len());
    let last = places.last().unwrap();
    assert_eq!((last.start + last.length) as u64, PARTITION_LENGTH);
    const { assert!(PARTITION_LENGTH <= 4 << 20) };
    for place in places {
        assert_eq!(
            place.start % BLOCK,
            0,
            "no block of the kernel holds pieces of two files"
        );
    }
    for name in ["lock", "owner-0.a", "owner-9.a", "owner-1", "owner-1.c", "menu.", ""] {
        assert_eq!(Place::of(name), None, "{name}");
    }
}

#[test]
fn whatever_a_partition_held_before_it_is_empty_and_takes_summaries() {
    for fill in [0, 0xFF, b'P'] {
        let mut shelf = Shelf::new(Partition::new(Simulated::new(fill)));
        assert!(shelf.summaries().is_empty());
        for number in 0..MAX_OWNERS {
            shelf.accept(&empty_summary(&number.to_string(), 1)).unwrap();
        }
        assert_eq!(shelf.summaries().len(), MAX_OWNERS);
        shelf.erase(None).unwrap();
        assert!(shelf.summaries().is_empty());
    }
}

#[test]
fn a_file_of_another_place_is_none() {
    let mut partition = Partition::new(Simulated::small(0));
    let slots = Slots::new("menu", 64, |_| true);
    slots.write(&mut partition, b"chosen").unwrap();
    let [from, to] = ["menu.a", "hat.a"].map(|name| Place::of(name).unwrap().start);
    let mut copy = vec![0; SMALL_PLACE];
    partition.0.borrow().read(from as u64, &mut copy).unwrap();
    partition.write(to, &copy).unwrap();
    assert!(Disk::read(&partition, "menu.a", 999).unwrap().is_some());
    assert_eq!(Disk::read(&partition, "hat.a", 999).unwrap(), None);
}

#[test]
fn a_power_cut_at_any_instant_leaves_the_old_edition_or_the_new_one() {
    let slots = Slots::new("menu", 2 * SECTOR, |_| true);
    let editions: [&[u8]; 3] = [b"one", &[7; SECTOR + 100], &[9; 2 * SECTOR]];
    for before in 0..editions.len() {
        let mut partition = Partition::new(Simulated::small(0xA5));
        for edition in &editions[..before] {
            slots.write(&mut partition, edition).unwrap();
        }
        let (old, new) = (before.checked_sub(1).map(|at| editions[at].to_vec()), editions[before]);
        partition.0.borrow_mut().watch();
        slots.write(&mut partition, new).unwrap();
        let (mut states, mut seen) = (0, BTreeSet::new());
        let written = partition.0.borrow().clone();
        written.after_a_crash(|state| {
            states += 1;
            let mut after = Partition::new(state);
            let found = slots.read(&after).unwrap();
            assert!(
                found == old || found.as_deref() == Some(new),
                "{found:?} after {before}"
            );
            seen.insert(found.clone());
            // And the next one is written over none that holds.
            if states % 7 == 0 {
                after.0.borrow_mut().watch();
                slots.write(&mut after, b"next").unwrap();
                let again = after.0.borrow().clone();
                again.after_a_crash(|state| {
                    let second = slots.read(&Partition::new(state)).unwrap();
                    assert!(
                        second == found || second.as_deref() == Some(b"next"),
                        "{second:?} for {found:?}"
                    );
                });
            }
        });
        assert!(states > 10, "only {states} states");
        assert_eq!(seen.len(), 2, "both must come up");
    }
}

#[test]
fn what_was_written_is_there_once_that_returned() {
    let mut partition = Partition::new(Simulated::small(0));
    let slots = Slots::new("clock", 64, |_| true);
    partition.0.borrow_mut().watch();
    slots.write(&mut partition, b"now").unwrap();
    let done = partition.0.borrow().done.clone();
    assert!(matches!(done.last(), Some(Done::Flush)), "nothing is left to be lost");
}

#[test]
fn an_image_of_a_partition_keeps_what_the_program_kept() {
    let image = tempfile::tempfile().unwrap();
    image.set_len(PARTITION_LENGTH).unwrap();
    let mut shelf = Shelf::new(Partition::new(image.try_clone().unwrap()));
    shelf.accept(&empty_summary("Ann", 1)).unwrap();
    let again = Shelf::new(Partition::new(image));
    assert_eq!(again.summaries()[0].owner(), "Ann");
}
