//! Changing a summary so that it is still one.

use playtally_summary::{HEADER_LENGTH, SectionInfo, Summary, checksum};

use crate::random::Random;

/// How many changes are tried; many are refused.
const CHANGES: u64 = 30;
/// Length of an entry of the section table, and where in it the section's own length stands, in bytes.
const ENTRY: usize = 12;
const ENTRY_LENGTH: usize = 8;
/// Numbers where something may be off by one, or too large.
const ODD: [u32; 14] = [
    0,
    1,
    2,
    0x7F,
    0x80,
    0xFF,
    0x7FFF,
    0x8000,
    0xFFFE,
    0xFFFF,
    0x7FFF_FFFF,
    0x8000_0000,
    0xFFFF_FFFE,
    0xFFFF_FFFF,
];

/// A summary with changes anywhere in it, which can be opened: at least one change.
pub(super) fn accepted(pressed: &[u8], random: &mut Random) -> Vec<u8> {
    let mut file = pressed.to_vec();
    let mut sections = sections_of(pressed);
    let mut left = random.below(CHANGES) + 1;
    let mut is_changed = false;
    while left > 0 || !is_changed {
        left = left.saturating_sub(1);
        let mut changed = file.clone();
        change(&mut changed, &sections, random);
        let sum = checksum(&changed);
        changed[16..20].copy_from_slice(&sum.to_le_bytes());
        // Of what is refused there are no sections.
        let then = sections_of(&changed);
        if changed != file && !then.is_empty() {
            (file, sections) = (changed, then);
            is_changed = true;
        }
    }
    file
}

fn sections_of(file: &[u8]) -> Vec<SectionInfo> {
    Summary::open(file).map_or_else(|_| Vec::new(), |summary| summary.sections().collect())
}

/// Makes one change in one of the sections of a summary.
fn change(file: &mut [u8], sections: &[SectionInfo], random: &mut Random) {
    let number = random.below(sections.len() as u64) as usize;
    let section = sections[number];
    if section.length == 0 {
        return;
    }
    // What is not made of records is made of bytes.
    let records = section.records.unwrap_or(section.length);
    let length = section.length / records.max(1);
    let start = |record: usize| section.offset + record * length;
    let one = random.below(records as u64) as usize;
    let other = random.below(records as u64) as usize;
    match random.below(8) {
        // A number becomes an odd one.
        0..=3 => {
            let width = random.pick(&[1, 2, 4]).min(length);
            let at = start(one) + random.below((length / width) as u64) as usize * width;
            let number = random.pick(&ODD).to_le_bytes();
            file[at..at + width].copy_from_slice(&number[..width]);
        }
        // A byte becomes any.
        4 => file[start(one) + random.below(length as u64) as usize] = random.word() as u8,
        // A record becomes all zeros or ones.
        5 => {
            let byte = random.pick(&[0, 0xFF]);
            file[start(one)..start(one) + length].fill(byte);
        }
        // A record takes the place of another.
        6 => file.copy_within(start(one)..start(one) + length, start(other)),
        // The last records are missing.
        _ => {
            let at = HEADER_LENGTH + number * ENTRY + ENTRY_LENGTH;
            file[at..at + 4].copy_from_slice(&((one * length) as u32).to_le_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn mutants_are_accepted_and_differ_in_every_section() {
        let pressed = include_bytes!("../../fuzz/seeds/summary/nearly-empty");
        let mut changed = BTreeSet::new();
        for seed in 0..200 {
            let file = accepted(pressed, &mut Random::of(seed, &[]));
            let summary = Summary::open(&file).expect("accepted");
            for info in summary.sections().filter(|info| info.length > 0) {
                let bytes = info.offset..info.offset + info.length;
                if file[bytes.clone()] != pressed[bytes] {
                    changed.insert(info.kind);
                }
            }
        }
        let sections = Summary::open(pressed).expect("sound").sections();
        let all: BTreeSet<_> = sections.filter(|info| info.length > 0).map(|info| info.kind).collect();
        assert!(changed.len() * 10 >= all.len() * 7, "{changed:?} of {all:?}");
    }
}
