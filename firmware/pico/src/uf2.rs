//! Files of UF2, by which the boot loader of a Pico takes in what is to lie in its flash.
//!
//! A file is a sequence of blocks of 512 bytes, each of which says by itself where its 256 bytes belong, so that it does not
//! matter in which order a computer writes them. The layout is that of
//! [Microsoft's specification](https://github.com/microsoft/uf2); that 256 bytes are in a block, at a multiple of 256, and that
//! the family is named, is what the RP2040's boot loader asks for (data sheet, 2.8.4.2).

/// The length of a block in bytes.
pub const BLOCK: usize = 512;
/// How many bytes of a block are for the flash.
pub const PAYLOAD: usize = 256;

/// What tells the boot loader of a chip which blocks are meant for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family(pub u32);

impl Family {
    /// The RP2040 of a Pico.
    pub const RP2040: Self = Self(0xE48B_FF56);
}

const FIRST_MAGIC: u32 = 0x0A32_4655;
const SECOND_MAGIC: u32 = 0x9E5D_5157;
const LAST_MAGIC: u32 = 0x0AB1_6F30;
/// That there is a family.
const HAS_FAMILY: u32 = 0x2000;

/// The blocks that put `bytes` at `address`, which has to be a multiple of 256; what is missing in the last one is zeros.
pub fn blocks(bytes: &[u8], address: u32, family: Family) -> impl ExactSizeIterator<Item = [u8; BLOCK]> {
    let count = bytes.len().div_ceil(PAYLOAD) as u32;
    bytes.chunks(PAYLOAD).enumerate().map(move |(number, payload)| {
        let mut block = [0; BLOCK];
        let head = [
            FIRST_MAGIC,
            SECOND_MAGIC,
            HAS_FAMILY,
            address.wrapping_add((number * PAYLOAD) as u32),
            PAYLOAD as u32,
            number as u32,
            count,
            family.0,
        ];
        for (place, word) in block.chunks_exact_mut(4).zip(head) {
            place.copy_from_slice(&word.to_le_bytes());
        }
        block[32..32 + payload.len()].copy_from_slice(payload);
        block[BLOCK - 4..].copy_from_slice(&LAST_MAGIC.to_le_bytes());
        block
    })
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_block_is_as_the_specification_writes_it() {
        let all: Vec<_> = blocks(&[7; 257], 0x1010_0000, Family::RP2040).collect();
        assert_eq!(all.len(), 2);
        let second = &all[1];
        // Offset, size and meaning as in the table of the specification's section "File format".
        let word = |offset: usize| u32::from_le_bytes(second[offset..offset + 4].try_into().unwrap());
        assert_eq!(&second[..4], b"UF2\n", "first magic number");
        assert_eq!(word(4), 0x9E5D_5157, "second magic number");
        assert_eq!(word(8), 0x0000_2000, "flags: family present");
        assert_eq!(word(12), 0x1010_0100, "address in flash");
        assert_eq!(word(16), 256, "bytes used in data");
        assert_eq!(word(20), 1, "number of the block");
        assert_eq!(word(24), 2, "how many blocks there are");
        assert_eq!(word(28), 0xE48B_FF56, "family");
        assert_eq!((second[32], second[33]), (7, 0), "data, padded with zeros");
        assert!(second[33..508].iter().all(|&byte| byte == 0));
        assert_eq!(word(508), 0x0AB1_6F30, "final magic number");
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_lies_in_flash(bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
            let mut flash = Vec::new();
            for block in blocks(&bytes, 0x1000_0000, Family::RP2040) {
                prop_assert_eq!(block[12..16].to_vec(), (0x1000_0000 + flash.len() as u32).to_le_bytes());
                flash.extend(&block[32..32 + PAYLOAD]);
            }
            prop_assert_eq!(flash.len(), bytes.len().next_multiple_of(PAYLOAD));
            prop_assert!(flash.starts_with(&bytes) && flash[bytes.len()..].iter().all(|&byte| byte == 0));
        }
    }
}
