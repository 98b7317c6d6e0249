//! Which genre words are said how often, in little room.

use rustc_hash::FxHashMap;

/// The most different words that are told apart. Catalogues have some 800; a column that was taken for one can have any number.
const WORDS: usize = 8192;
/// The longest word, in bytes.
const LONGEST: usize = 64;
/// How many words are counted of one thing.
const KEPT: usize = 6;

/// Words by their numbers.
#[derive(Debug, Default)]
pub(crate) struct Words {
    numbers: FxHashMap<Box<str>, u16>,
    words: Vec<Box<str>>,
}

impl Words {
    /// The number of a word; none of one that is too long, or too many.
    pub(crate) fn number(&mut self, word: &str) -> Option<u16> {
        let word = word.trim();
        if let Some(&number) = self.numbers.get(word) {
            return Some(number);
        }
        if word.is_empty() || word.len() > LONGEST || self.words.len() == WORDS {
            return None;
        }
        let number = self.words.len() as u16;
        self.numbers.insert(word.into(), number);
        self.words.push(word.into());
        Some(number)
    }

    pub(crate) fn word(&self, number: u16) -> &str {
        self.words.get(usize::from(number)).map_or("", |word| word)
    }
}

/// How often each of a few words was said. The first few that come are counted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Votes {
    words: [u16; KEPT],
    counts: [u8; KEPT],
}

impl Votes {
    pub(crate) fn add(&mut self, word: u16) {
        let place = (0..KEPT).find(|&place| self.counts[place] == 0 || self.words[place] == word);
        if let Some(place) = place {
            self.words[place] = word;
            self.counts[place] = self.counts[place].saturating_add(1);
        }
    }

    /// The words and how often each was said.
    pub(crate) fn each(&self) -> impl Iterator<Item = (u16, u8)> {
        let said = self.words.into_iter().zip(self.counts);
        said.filter(|(_, count)| *count > 0)
    }
}
