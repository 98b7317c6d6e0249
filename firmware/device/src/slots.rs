//! Two slots for one thing that must not be lost.
//!
//! A slot is a file: a [header](Header) of 24 bytes and what is kept. The newest valid slot holds; a new edition goes into the
//! other one, which is synced before anybody relies on it. So the newest valid slot is never overwritten, and a power cut
//! at any instant leaves the old edition or the new one. No step depends on a rename being atomic.
//!
//! | bytes of a slot | what |
//! |---|---|
//! | 0..8 | `89 53 4C 4F 54 31 0D 0A` |
//! | 8..16 | generation, u64 little-endian: one more than that of the slot that held before |
//! | 16..20 | length of what is kept, u32 little-endian |
//! | 20..24 | CRC-32/ISO-HDLC, u32 little-endian, of the 20 bytes before and all that follow |
//! | 24.. | what is kept |

use std::io::{self, ErrorKind, Write};

use crc::{CRC_32_ISO_HDLC, Crc, Table};
use zerocopy::little_endian::{U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use crate::disk::{Disk, Sync};

const MAGIC: [u8; 8] = *b"\x89SLOT1\r\n";
const CRC: Crc<u32, Table<1>> = Crc::<u32, Table<1>>::new(&CRC_32_ISO_HDLC);

#[derive(FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
struct Header {
    magic: [u8; 8],
    generation: U64,
    length: U32,
    checksum: U32,
}

/// Two slots of a disk.
#[derive(Clone, Debug)]
pub struct Slots {
    names: [String; 2],
    limit: usize,
    is_sound: fn(&[u8]) -> bool,
}

/// What a slot holds.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Edition {
    generation: u64,
    kept: Vec<u8>,
}

impl Slots {
    /// The slots `name.a` and `name.b`, for things of at most `limit` bytes. A slot is valid if it is whole and what it
    /// keeps `is_sound`.
    #[must_use]
    pub fn new(name: &str, limit: usize, is_sound: fn(&[u8]) -> bool) -> Self {
        Self {
            names: [format!("{name}.a"), format!("{name}.b")],
            limit,
            is_sound,
        }
    }

    /// What is kept: the newest valid edition, if there is one.
    ///
    /// # Errors
    /// Those of the disk, if no slot could be read and is valid. One readable slot is enough.
    pub fn read(&self, disk: &impl Disk) -> io::Result<Option<Vec<u8>>> {
        let editions = self.names.each_ref().map(|name| self.edition(disk, name));
        match editions {
            [Ok(a), Ok(b)] => Ok(newest(a, b)),
            [Ok(Some(only)), Err(_)] | [Err(_), Ok(Some(only))] => Ok(Some(only.kept)),
            [Err(error), _] | [_, Err(error)] => Err(error),
        }
    }

    /// Keeps a new edition, and returns once it will outlast a power cut. Says whether it is another one than that which
    /// holds already; of the same one nothing is written.
    ///
    /// # Errors
    /// Those of the disk, and something longer than the limit. What was kept before is kept still.
    pub fn write(&self, disk: &mut impl Disk, kept: &[u8]) -> io::Result<bool> {
        let [a, b] = &self.names;
        if kept.len() > self.limit {
            return Err(ErrorKind::FileTooLarge.into());
        }
        // A slot that cannot be read may be the newest: it is not written over, and the error is reported.
        let (a_edition, b_edition) = (self.edition(disk, a)?, self.edition(disk, b)?);
        let generation = |edition: &Option<Edition>| edition.as_ref().map(|edition| edition.generation);
        let (a_generation, b_generation) = (generation(&a_edition), generation(&b_edition));
        if newest(a_edition, b_edition).is_some_and(|newest| newest == kept) {
            return Ok(false);
        }
        let older = if a_generation > b_generation { b } else { a };
        let generation = a_generation
            .max(b_generation)
            .map_or(1, |newest| newest.saturating_add(1));
        let mut file = disk.create(older)?;
        // Empty before anything new is written: or what two power cuts left of two editions could make up a third.
        file.sync()?;
        file.write_all(&slot(generation, kept))?;
        file.sync()?;
        disk.sync()?;
        Ok(true)
    }

    /// Forgets what is kept, and returns once it will stay so.
    ///
    /// # Errors
    /// Those of the disk; then either edition may still be there, as after a power cut on the way.
    pub fn erase(&self, disk: &mut impl Disk) -> io::Result<()> {
        for name in &self.names {
            disk.erase(name)?;
        }
        disk.sync()
    }

    fn edition(&self, disk: &impl Disk, name: &str) -> io::Result<Option<Edition>> {
        match disk.read(name, size_of::<Header>() + self.limit) {
            Ok(slot) => Ok(slot
                .as_deref()
                .and_then(open)
                .filter(|edition| (self.is_sound)(&edition.kept))),
            // Nothing that this program writes is so long.
            Err(error) if error.kind() == ErrorKind::FileTooLarge => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn newest(a: Option<Edition>, b: Option<Edition>) -> Option<Vec<u8>> {
    [a, b]
        .into_iter()
        .flatten()
        .max_by_key(|edition| edition.generation)
        .map(|edition| edition.kept)
}

fn checksum(header: &Header, kept: &[u8]) -> u32 {
    let mut digest = CRC.digest();
    let bytes = header.as_bytes();
    digest.update(&bytes[..bytes.len() - size_of::<U32>()]);
    digest.update(kept);
    digest.finalize()
}

/// The bytes of a slot.
fn slot(generation: u64, kept: &[u8]) -> Vec<u8> {
    let mut header = Header {
        magic: MAGIC,
        generation: generation.into(),
        length: (kept.len() as u32).into(),
        checksum: 0.into(),
    };
    header.checksum = checksum(&header, kept).into();
    [header.as_bytes(), kept].concat()
}

/// What a slot holds, if it is whole.
fn open(slot: &[u8]) -> Option<Edition> {
    let (header, kept) = Header::ref_from_prefix(slot).ok()?;
    let whole = header.magic == MAGIC
        && header.length.get() as usize == kept.len()
        && header.checksum.get() == checksum(header, kept);
    whole.then(|| Edition {
        generation: header.generation.get(),
        kept: kept.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::disk::simulated::SimulatedDisk;

    fn slots() -> Slots {
        Slots::new("thing", 64, |kept| kept != b"unsound")
    }

    /// A disk on which each edition was kept in turn.
    fn disk_with(editions: &[&[u8]]) -> SimulatedDisk {
        let mut disk = SimulatedDisk::new(8);
        for edition in editions {
            slots().write(&mut disk, edition).unwrap();
        }
        disk
    }

    #[test]
    fn what_was_kept_last_is_read() {
        for count in 0..5_u8 {
            let editions: Vec<_> = (0..count).map(|i| [i; 9]).collect();
            let disk = disk_with(&editions.iter().map(|edition| &edition[..]).collect::<Vec<_>>());
            assert_eq!(
                slots().read(&disk).unwrap().as_deref(),
                editions.last().map(|last| &last[..])
            );
        }
    }

    #[test]
    fn a_power_cut_at_any_instant_leaves_the_old_edition_or_the_new_one() {
        let before: [&[&[u8]]; 4] = [&[], &[b"one"], &[b"one", b"two"], &[b"one", b"two", b"three"]];
        for old in before {
            let mut disk = disk_with(old);
            disk.watch();
            slots().write(&mut disk, b"the new one, longer").unwrap();
            let mut seen = BTreeSet::new();
            let states = disk.states_after_a_crash();
            assert!(states.len() > 100, "only {} states", states.len());
            for mut state in states {
                let found = slots().read(&state).unwrap();
                let allowed = [
                    old.last().map(|old| old.to_vec()),
                    Some(b"the new one, longer".to_vec()),
                ];
                assert!(allowed.contains(&found), "{found:?} after {old:?} on {state:?}");
                seen.insert(found);

                slots().write(&mut state, b"after").unwrap();
                assert_eq!(
                    slots().read(&state).unwrap().as_deref(),
                    Some(&b"after"[..]),
                    "{state:?}"
                );
            }
            assert_eq!(seen.len(), 2, "both must come up");
        }
    }

    #[test]
    fn a_second_power_cut_right_after_the_first_loses_nothing_either() {
        let mut disk = disk_with(&[b"one", b"two"]);
        disk.watch();
        slots().write(&mut disk, b"three").unwrap();
        for mut state in disk.states_after_a_crash() {
            let before = slots().read(&state).unwrap();
            assert!(before == Some(b"two".to_vec()) || before == Some(b"three".to_vec()));
            state.watch();
            slots().write(&mut state, b"four").unwrap();
            for state in state.states_after_a_crash() {
                let found = slots().read(&state).unwrap();
                assert!(
                    found == before || found == Some(b"four".to_vec()),
                    "{found:?} instead of {before:?}"
                );
            }
        }
    }

    #[test]
    fn an_edition_whose_writing_returned_is_there_after_any_power_cut() {
        for old in [&[][..], &[&b"one"[..]], &[b"one", b"two"]] {
            let mut disk = disk_with(old);
            disk.watch();
            slots().write(&mut disk, b"new").unwrap();
            for state in disk.states_after_a_crash_now() {
                assert_eq!(slots().read(&state).unwrap().as_deref(), Some(&b"new"[..]));
            }
        }
    }

    #[test]
    fn what_was_erased_stays_away() {
        let mut disk = disk_with(&[b"one", b"two"]);
        disk.watch();
        slots().erase(&mut disk).unwrap();
        for state in disk.states_after_a_crash_now() {
            assert_eq!(slots().read(&state).unwrap(), None);
        }
    }

    #[test]
    fn a_full_disk_is_an_error_and_what_was_kept_stays() {
        for room in 0..slot(3, b"the new one, longer").len() {
            let mut disk = disk_with(&[b"one", b"two"]);
            disk.fill_up_after(room);
            let error = slots().write(&mut disk, b"the new one, longer").unwrap_err();
            assert_eq!(error.kind(), ErrorKind::StorageFull);
            assert_eq!(
                slots().read(&disk).unwrap().as_deref(),
                Some(&b"two"[..]),
                "with room for {room} bytes"
            );
        }
    }

    #[test]
    fn a_slot_that_cannot_be_read_is_never_written_over() {
        for bad in ["thing.a", "thing.b"] {
            let mut disk = disk_with(&[b"one", b"two"]);
            disk.fail_reading(bad);
            assert!(slots().read(&disk).unwrap().is_some());
            assert!(slots().write(&mut disk, b"three").is_err());
            assert_eq!(disk.contents(), disk_with(&[b"one", b"two"]).contents());
        }
    }

    #[test]
    fn what_holds_already_is_not_written_again_and_what_held_before_is() {
        let mut disk = disk_with(&[b"one", b"two"]);
        assert!(!slots().write(&mut disk, b"two").unwrap());
        assert_eq!(disk.contents(), disk_with(&[b"one", b"two"]).contents());
        assert!(slots().write(&mut disk, b"one").unwrap());
        assert_eq!(slots().read(&disk).unwrap().as_deref(), Some(&b"one"[..]));
    }

    #[test]
    fn a_whole_slot_with_something_unsound_in_it_is_not_valid() {
        let mut disk = disk_with(&[b"one", b"two", b"unsound"]);
        assert_eq!(slots().read(&disk).unwrap().as_deref(), Some(&b"two"[..]));
        disk.watch();
        slots().write(&mut disk, b"three").unwrap();
        for state in disk.states_after_a_crash() {
            assert!(
                slots().read(&state).unwrap().is_some(),
                "the newest sound one was written over"
            );
        }
    }

    #[test]
    fn something_too_long_is_refused_before_the_disk_is_touched() {
        let mut disk = disk_with(&[]);
        assert!(slots().write(&mut disk, &[0; 65]).is_err());
        assert!(disk.contents().is_empty());
    }

    proptest! {
        #[test]
        fn a_slot_with_any_byte_changed_or_missing_is_not_valid(at in 0..33_usize, flip in 1..=255_u8, cut in 0..33_usize) {
            let whole = slot(7, b"some text");
            prop_assert!(open(&whole).is_some());
            let mut changed = whole.clone();
            changed[at] ^= flip;
            prop_assert_eq!(open(&changed), None);
            prop_assert_eq!(open(&whole[..cut]), None);
            prop_assert_eq!(open(&[&whole[..], &[0]].concat()), None);
        }
    }
}
