//! What a round asks: questions whose every possible answer is known beforehand, and how much of each one is said.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use playtally_statistics::fold;

use crate::error::{Result, malformed};
use crate::kind::{Reader, Writer, is_value};

/// The strength of what is published, ε, in thousandths: how much surer anybody can become of one person's answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Epsilon(pub u32);

impl fmt::Display for Epsilon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let thousandths = format!("{:03}", self.0 % 1000);
        let digits = thousandths.trim_end_matches('0');
        write!(f, "{}.{}", self.0 / 1000, if digits.is_empty() { "0" } else { digits })
    }
}

impl FromStr for Epsilon {
    type Err = crate::Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || {
            malformed(format!(
                "has \"{text}\" as its strength ε, which is a number such as 0.5"
            ))
        };
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(whole) || !is_digits(part) || whole.len() > 3 || part.len() > 3 {
            return Err(wrong());
        }
        let number = |text: &str| text.parse::<u32>().map_err(|_| wrong());
        let epsilon = Self(1000 * number(whole)? + number(&format!("{part:0<3}"))?);
        if epsilon.0 == 0 { Err(wrong()) } else { Ok(epsilon) }
    }
}

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// In which quarter of the day most is played.
    PartOfDay,
    /// How many different artists are played in a month.
    Breadth,
    /// Which artists of a public list are played most.
    Artists,
}

/// Topics, by what notes call them.
const TOPICS: [(Topic, &str); 3] = [
    (Topic::PartOfDay, "part-of-day"),
    (Topic::Breadth, "breadth"),
    (Topic::Artists, "artists"),
];

/// The cell of who declines, or has nothing to say.
pub const NO_ANSWER: &str = "no answer";
/// The parts of the day, in order; each has six hours, from midnight.
const PARTS: [&str; 4] = [
    "at night, 0 to 6",
    "in the morning, 6 to 12",
    "in the afternoon, 12 to 18",
    "in the evening, 18 to 24",
];
/// Artists a month: the least of each cell but the first.
pub(crate) const STEPS: [u64; 5] = [10, 20, 40, 80, 160];
/// How many names a list may have.
const NAMES: usize = 1024;
/// How many of them one person may say.
const SAID: usize = 16;
/// How long a name may be.
const NAME: usize = 200;

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What it is about.
    pub topic: Topic,
    /// How strongly the published counts are blurred.
    pub epsilon: Epsilon,
    cells: Vec<String>,
}

/// What a person says to a question: the cells that are theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// One of all.
    One(usize),
    /// Some of all, perhaps none, in order.
    Some(Vec<usize>),
}

impl Topic {
    /// What notes call it.
    #[must_use]
    pub fn word(self) -> &'static str {
        TOPICS
            .iter()
            .find(|(topic, _)| *topic == self)
            .map_or("", |(_, word)| word)
    }
}

impl FromStr for Topic {
    type Err = crate::Error;

    fn from_str(word: &str) -> Result<Self> {
        let topic = TOPICS.iter().find(|(_, known)| *known == word);
        topic
            .map(|(topic, _)| *topic)
            .ok_or_else(|| malformed(format!("asks something that this version does not know: \"{word}\"")))
    }
}

impl Question {
    /// In which part of the day most is played.
    #[must_use]
    pub fn part_of_day(epsilon: Epsilon) -> Self {
        Self::fixed(Topic::PartOfDay, epsilon)
    }

    /// How many artists are played in a month.
    #[must_use]
    pub fn breadth(epsilon: Epsilon) -> Self {
        Self::fixed(Topic::Breadth, epsilon)
    }

    /// Which of these artists are played most.
    ///
    /// # Errors
    /// When the list cannot be asked: it is empty or too long, or has a name twice or one that cannot stand in a line.
    pub fn artists(names: impl IntoIterator<Item = impl Into<String>>, epsilon: Epsilon) -> Result<Self> {
        let cells: Vec<String> = names.into_iter().map(Into::into).collect();
        if cells.is_empty() || cells.len() > NAMES {
            return Err(malformed(format!("has a list of no names or of more than {NAMES}")));
        }
        let mut known = BTreeSet::new();
        for name in &cells {
            if !is_value(name, NAME) {
                return Err(malformed(
                    "has a list with a name that is empty, too long, or hides something",
                ));
            }
            if !known.insert(fold::artist(name)) {
                return Err(malformed(format!("has a list with a name twice: {name}")));
            }
        }
        Ok(Self {
            topic: Topic::Artists,
            epsilon,
            cells,
        })
    }

    fn fixed(topic: Topic, epsilon: Epsilon) -> Self {
        let cells = match topic {
            Topic::PartOfDay => PARTS.map(str::to_owned).to_vec(),
            Topic::Breadth => breadths(),
            Topic::Artists => Vec::new(),
        };
        let cells = std::iter::once(NO_ANSWER.to_owned()).chain(cells).collect();
        Self { topic, epsilon, cells }
    }

    /// Every place that an answer can be in.
    #[must_use]
    pub fn cells(&self) -> &[String] {
        &self.cells
    }

    /// How many cells one person may say; none where it is exactly one.
    #[must_use]
    pub fn up_to(&self) -> Option<usize> {
        (self.topic == Topic::Artists).then(|| SAID.min(self.cells.len()))
    }

    /// How much all counts together can change where one person says something else.
    #[must_use]
    pub fn weight(&self) -> u32 {
        // The bound is 16.
        2 * self.up_to().unwrap_or(1) as u32
    }

    /// What it asks, in words.
    #[must_use]
    pub fn words(&self) -> String {
        match self.topic {
            Topic::PartOfDay => "when most is played".to_owned(),
            Topic::Breadth => "how many artists are played in a month".to_owned(),
            Topic::Artists => format!("the artists most played, of {} public names", self.cells.len()),
        }
    }

    /// What declining says.
    #[must_use]
    pub fn declined(&self) -> Answer {
        match self.up_to() {
            None => Answer::One(0),
            Some(_) => Answer::Some(Vec::new()),
        }
    }

    /// An answer in words: all of it.
    #[must_use]
    pub fn said(&self, answer: &Answer) -> String {
        let cell = |cell: &usize| self.cells.get(*cell).map_or(NO_ANSWER, String::as_str);
        match answer {
            Answer::One(one) => cell(one).to_owned(),
            Answer::Some(none) if none.is_empty() => NO_ANSWER.to_owned(),
            Answer::Some(some) => some.iter().map(cell).collect::<Vec<_>>().join(", "),
        }
    }

    /// Which cells an answer is in.
    #[must_use]
    pub fn marked(&self, answer: &Answer) -> Vec<bool> {
        let mut marked = vec![false; self.cells.len()];
        let cells = match answer {
            Answer::One(one) => std::slice::from_ref(one),
            Answer::Some(some) => some,
        };
        for cell in cells {
            if let Some(mark) = marked.get_mut(*cell) {
                *mark = true;
            }
        }
        marked
    }

    pub(crate) fn write(&self, writer: Writer) -> Writer {
        let writer = writer
            .line("question", self.topic.word())
            .line("epsilon", self.epsilon.to_string());
        writer.lines("cell", &self.cells)
    }

    /// Reads the next question, if one comes.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Option<Self>> {
        let Some(topic) = reader.maybe("question") else {
            return Ok(None);
        };
        let (topic, epsilon) = (topic.parse()?, reader.take("epsilon")?.parse()?);
        let cells = reader.all("cell");
        if topic == Topic::Artists {
            return Self::artists(cells, epsilon).map(Some);
        }
        let question = Self::fixed(topic, epsilon);
        if question.cells == cells {
            Ok(Some(question))
        } else {
            Err(malformed(format!(
                "asks \"{}\" with other cells than that question has",
                topic.word()
            )))
        }
    }
}

/// The cells of how many artists a month, from the fewest on.
fn breadths() -> Vec<String> {
    let first = format!("fewer than {} artists a month", STEPS[0]);
    let between = STEPS
        .windows(2)
        .map(|ends| format!("{} to {} artists a month", ends[0], ends[1] - 1));
    let last = format!("{} artists a month or more", STEPS[STEPS.len() - 1]);
    std::iter::once(first).chain(between).chain([last]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Kind;

    const HALF: Epsilon = Epsilon(500);

    #[test]
    fn a_strength_is_written_in_one_way() {
        for (text, thousandths, again) in [
            ("0.5", 500, "0.5"),
            ("2", 2000, "2.0"),
            ("0.25", 250, "0.25"),
            ("1.001", 1001, "1.001"),
        ] {
            assert_eq!(text.parse(), Ok(Epsilon(thousandths)));
            assert_eq!(Epsilon(thousandths).to_string(), again);
        }
        for text in ["", "0", "0.0", "-1", "0.0001", "1e3", ".5", "1.", "1000", "+1", "ε"] {
            assert!(text.parse::<Epsilon>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_question_reads_as_it_was_written() {
        let artists = Question::artists(["Björk", "Ólafur Arnalds"], HALF).unwrap();
        for question in [Question::part_of_day(HALF), Question::breadth(HALF), artists] {
            let text = question.write(Writer::new(Kind::Invitation)).text();
            let mut reader = Reader::new(&text, Kind::Invitation).unwrap();
            assert_eq!(Question::read(&mut reader), Ok(Some(question)));
            assert_eq!(Question::read(&mut reader), Ok(None));
        }
    }

    #[test]
    fn cells_cannot_be_renamed() {
        let text = Question::part_of_day(HALF).write(Writer::new(Kind::Invitation)).text();
        let text = text.replace("at night", "at work");
        assert!(Question::read(&mut Reader::new(&text, Kind::Invitation).unwrap()).is_err());
    }

    #[test]
    fn a_list_has_no_name_twice_however_it_is_spelt() {
        assert!(Question::artists(["Björk", "BJÖRK"], HALF).is_err());
        assert!(Question::artists(["a\u{202e}"], HALF).is_err());
        assert!(Question::artists(Vec::<String>::new(), HALF).is_err());
        assert!(Question::artists((0..1025).map(|n| n.to_string()), HALF).is_err());
    }

    #[test]
    fn declining_is_an_answer_as_any_other() {
        let day = Question::part_of_day(HALF);
        assert_eq!((day.said(&day.declined()), day.weight()), (NO_ANSWER.to_owned(), 2));
        let names = (0..100).map(|n| n.to_string());
        let artists = Question::artists(names, HALF).unwrap();
        assert_eq!(
            (artists.said(&artists.declined()), artists.weight()),
            (NO_ANSWER.to_owned(), 32)
        );
        assert_eq!(artists.said(&Answer::Some(vec![3, 7])), "3, 7");
        assert_eq!(
            artists
                .marked(&Answer::Some(vec![3, 7]))
                .iter()
                .filter(|mark| **mark)
                .count(),
            2
        );
    }
}
