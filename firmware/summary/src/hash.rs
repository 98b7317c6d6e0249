//! A number for a name.

/// FNV-1a of 32 bits, which turns a name into a number that is the same everywhere (Fowler, Noll and Vo). The upper
/// bits of short names are much alike.
#[must_use]
pub fn fnv(bytes: impl IntoIterator<Item = u8>) -> u32 {
    bytes.into_iter().fold(0x811C_9DC5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::fnv;

    #[test]
    fn known_names_have_the_numbers_that_everybody_has() {
        for (name, number) in [("", 0x811C_9DC5), ("a", 0xE40C_292C), ("foobar", 0xBF9C_F968)] {
            assert_eq!(fnv(name.bytes()), number, "{name:?}");
        }
    }
}
