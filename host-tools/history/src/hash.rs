//! Hashes that tell plays and items apart, the same on every machine and in every version.

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// The hash of parts in this order. Parts cannot flow into each other: ("ab", "c") differs from ("a", "bc").
pub(crate) fn of(parts: &[&str]) -> u64 {
    parts
        .iter()
        .fold(0, |hash, part| xxh3_64_with_seed(part.as_bytes(), hash))
}

/// The hash of a hash and a number.
pub(crate) fn with(hash: u64, number: u64) -> u64 {
    xxh3_64_with_seed(&number.to_le_bytes(), hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_never_change() {
        // Libraries on disk hold these: a change makes every play in them a stranger.
        assert_eq!(
            [of(&["ab", "c"]), of(&["a", "bc"]), with(1, 2)],
            [
                1_606_733_761_117_057_184,
                18_295_643_612_249_071_390,
                1_667_139_887_444_314_012
            ]
        );
    }
}
