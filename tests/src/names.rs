//! Invented names of artists, tracks and albums, in the scripts that listeners really have.
//!
//! Every name is put together by chance from the parts in the lexicon; a likeness to anyone's name is chance, too.

mod lexicon;

use crate::random::Random;

/// The parts from which the names of one language or script are made.
#[derive(Debug)]
pub struct Tongue {
    /// What it is called here.
    pub name: &'static str,
    /// How often its artists come up, against the others.
    weight: u64,
    /// Whether its words stand apart.
    spaced: bool,
    /// Stems, syllables or characters of which artists are made.
    sounds: &'static [&'static str],
    /// What follows one stem to make a word; where there is none, two or three of the sounds are a word.
    endings: &'static [&'static str],
    /// Words of which titles are made.
    words: &'static [&'static str],
}

/// Names that break careless programs: too long, too short, decomposed, quoted, escaped, directionless.
const AWKWARD: &[&str] = &[
    "I",
    "“Don’t” \"Quote\" \\Me\\",
    "Zoe\u{308} (Decomposed)",
    "Zoë (Composed)",
    "tab\there",
    "A\u{200B}Z",
    "\u{202B}شمال North\u{202C}",
    "…",
    "Straße, STRASSE & ſtraße",
    "The Song with the Very Long Name That Nobody Has Ever Said in One Breath, Not Even the Person Who Wrote It, \
     on a Slow Train Through the Rain (Live at the Lighthouse, Second Evening)",
    "Z̤̈a̐l̶g͋o̼ lite",
    "Ünïcödé Ǆ ﬁ Ⅷ",
];

impl Tongue {
    /// All of them.
    #[must_use]
    pub fn all() -> &'static [Self] {
        lexicon::TONGUES
    }

    /// One of them, by how often each comes up.
    #[must_use]
    pub fn any(random: &mut Random) -> &'static Self {
        let weights: Vec<u64> = Self::all().iter().map(|tongue| tongue.weight).collect();
        &Self::all()[random.weighted(&weights)]
    }

    /// An invented artist, show or author.
    #[must_use]
    pub fn artist(&self, random: &mut Random) -> String {
        match random.below(10) {
            0..4 => self.coined(random),
            4..7 if self.spaced => format!("{} {}", self.coined(random), self.coined(random)),
            4..7 => format!("{}・{}", self.coined(random), self.coined(random)),
            7 => self.join(&[&self.coined(random), random.pick(self.words)]),
            _ => self.join(&[random.pick(self.words), &self.coined(random)]),
        }
    }

    /// An invented title; rarely an awkward one.
    #[must_use]
    pub fn title(&self, random: &mut Random) -> String {
        if random.chance(60) {
            return random.pick(AWKWARD).to_owned();
        }
        let count = random.weighted(&[3, 6, 3]) + 1;
        let words = different(self.words, count, random);
        self.join(&words)
    }

    /// An invented album.
    #[must_use]
    pub fn album(&self, random: &mut Random) -> String {
        match random.below(12) {
            0 => format!("{}, Vol. {}", self.title(random), random.between(1, 4)),
            1 => format!("{} (Deluxe Edition)", self.title(random)),
            2..4 => self.coined(random),
            _ => self.title(random),
        }
    }

    /// A word that means nothing, with a capital where the script has capitals.
    fn coined(&self, random: &mut Random) -> String {
        let word = if self.endings.is_empty() {
            let count = random.weighted(&[5, 4]) + 2;
            different(self.sounds, count, random).concat()
        } else {
            [random.pick(self.sounds), random.pick(self.endings)].concat()
        };
        let mut letters = word.chars();
        match letters.next() {
            // Georgian's capitals are for headlines only.
            Some(first) if self.name != "georgian" => first.to_uppercase().chain(letters).collect(),
            _ => word,
        }
    }

    fn join(&self, words: &[&str]) -> String {
        words.join(if self.spaced { " " } else { "" })
    }
}

/// This many different ones of the choices, if there are as many.
fn different<'a>(choices: &[&'a str], count: usize, random: &mut Random) -> Vec<&'a str> {
    let first = random.below(choices.len() as u64) as usize;
    let step = 1 + random.below(choices.len() as u64 - 1) as usize;
    let mut chosen: Vec<&str> = Vec::with_capacity(count);
    for index in 0..count {
        let choice = choices[(first + index * step) % choices.len()];
        if !chosen.contains(&choice) {
            chosen.push(choice);
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_at_least_twelve_scripts_besides_latin() {
        let others = Tongue::all()
            .iter()
            .filter(|tongue| !tongue.sounds.concat().chars().any(is_latin));
        assert!(others.count() >= 12);
    }

    fn is_latin(letter: char) -> bool {
        letter.is_alphabetic() && (letter as u32) < 0x250
    }

    #[test]
    fn no_name_is_empty() {
        let mut random = Random::of(3, &[]);
        for tongue in Tongue::all() {
            for _ in 0..200 {
                assert!(!tongue.artist(&mut random).trim().is_empty(), "{}", tongue.name);
                assert!(!tongue.title(&mut random).trim().is_empty(), "{}", tongue.name);
                assert!(!tongue.album(&mut random).trim().is_empty(), "{}", tongue.name);
            }
        }
    }
}
