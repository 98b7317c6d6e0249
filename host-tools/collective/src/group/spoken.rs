//! A hash in words that are said aloud: proquints (Wilkerson, arXiv:0901.4016), five letters for sixteen bits, in any language.

use crate::code::Hash;

const CONSONANTS: &[u8; 16] = b"bdfghjklmnprstvz";
const VOWELS: &[u8; 4] = b"aiou";

/// The first 96 bits of a hash in six words.
#[must_use]
pub fn spoken(hash: &Hash) -> String {
    let pairs = hash.as_chunks::<2>().0.iter().take(6);
    let words: Vec<String> = pairs.map(|pair| word(u16::from_be_bytes(*pair))).collect();
    words.join(" ")
}

/// Consonant, vowel, consonant, vowel, consonant: four, two, four, two, four bits.
fn word(bits: u16) -> String {
    let consonant = |shift: u16| char::from(CONSONANTS[usize::from(bits >> shift & 15)]);
    let vowel = |shift: u16| char::from(VOWELS[usize::from(bits >> shift & 3)]);
    [consonant(12), vowel(10), consonant(6), vowel(4), consonant(0)]
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the paper: addresses of IPv4.
    #[test]
    fn words_are_those_of_the_paper() {
        for ([a, b, c, d], words) in [
            ([127, 0, 0, 1], "lusab babad"),
            ([63, 84, 220, 193], "gutih tugad"),
            ([63, 118, 7, 35], "gutuk bisog"),
            ([140, 98, 193, 141], "mudof sakat"),
            ([64, 255, 6, 200], "haguz biram"),
        ] {
            let mut hash = [0; 32];
            hash[..4].copy_from_slice(&[a, b, c, d]);
            assert_eq!(spoken(&hash), format!("{words} babab babab babab babab"));
        }
    }
}
