//! Whole rounds in memory, and everybody who does not keep to the rules.

mod away;
mod counting;
mod grouping;
mod hostile;
mod noise;
mod paying;
mod promises;
mod proof;
mod voting;

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};

use crate::contribution::{Revocation, contribute, member};
use crate::count::turn_with;
use crate::*;

/// A folder in memory, which fails after so many writes.
#[derive(Clone, Debug, Default)]
struct Memory {
    files: BTreeMap<String, Vec<u8>>,
    writes_left: Option<usize>,
}

impl Memory {
    fn one_less(&mut self) -> Result<()> {
        match &mut self.writes_left {
            Some(0) => Err(Error::Files("killed".to_owned())),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8(self.files[name].clone()).unwrap()
    }

    fn put(&mut self, name: &str, content: impl Into<Vec<u8>>) {
        self.files.insert(name.to_owned(), content.into());
    }
}

impl Folder for Memory {
    fn read(&self, name: &str, most: usize) -> Result<Option<Vec<u8>>> {
        let content = self.files.get(name);
        assert!(
            content.is_none_or(|content| content.len() <= most),
            "{name} is within its bound"
        );
        Ok(content.cloned())
    }

    fn names(&self, folder: &str) -> Result<Vec<String>> {
        let start = format!("{folder}/");
        let files = self.files.range(start.clone()..);
        let names = files.map_while(|(name, _)| name.strip_prefix(&start));
        Ok(names.filter(|name| !name.contains('/')).map(str::to_owned).collect())
    }

    fn write(&mut self, name: &str, content: &str) -> Result<()> {
        self.one_less()?;
        self.put(name, content);
        Ok(())
    }

    fn remove(&mut self, name: &str) -> Result<()> {
        self.one_less()?;
        self.files.remove(name);
        Ok(())
    }
}

const COORDINATOR: [u8; 32] = [7; 32];
const EACH: Epsilon = Epsilon(500);

/// A round: its folder, and what its counters keep.
#[derive(Debug)]
struct Play {
    folder: Memory,
    counters: Vec<String>,
    random: StdRng,
}

/// A member of it.
#[derive(Clone, Debug)]
struct Person {
    secret: [u8; 32],
    answers: Vec<Answer>,
    file: String,
}

fn questions() -> Vec<Question> {
    let names = (0..20).map(|n| format!("Artist {n}"));
    vec![
        Question::part_of_day(EACH),
        Question::breadth(EACH),
        Question::artists(names, EACH).unwrap(),
    ]
}

fn terms(counters: Vec<Counter>) -> Terms {
    let day = |day| NaiveDate::from_ymd_opt(2026, 12, day).unwrap();
    Terms {
        rehearsal: true,
        name: "Listeners' pool".to_owned(),
        purpose: "To see whether it works.".to_owned(),
        from: day(1),
        to: day(30),
        closes: day(31),
        minimum: 3,
        counters,
        questions: questions(),
    }
}

impl Play {
    /// A round to which everybody has agreed.
    fn new(counters: usize, seed: u64) -> Self {
        let mut play = Self {
            folder: Memory::default(),
            counters: Vec::new(),
            random: StdRng::seed_from_u64(seed),
        };
        for name in ["Ana", "Bo", "Leipzig library"].into_iter().take(counters) {
            let keys = Keys::new(name, &mut play.random).unwrap();
            play.counters.push(keys.text());
        }
        play.turns();
        let mut offers = offers(&play.folder).unwrap();
        offers.sort_by(|one, two| one.name.cmp(&two.name));
        let invitation = terms(offers).sign(&COORDINATOR).unwrap();
        play.folder.put(INVITATION, invitation.to_string());
        play.turns();
        play.collect(false);
        play
    }

    /// The same round once more.
    fn again(&self) -> Self {
        Self {
            folder: self.folder.clone(),
            counters: self.counters.clone(),
            random: StdRng::seed_from_u64(0),
        }
    }

    fn invitation(&self) -> Invitation {
        Room::open(&self.folder).unwrap().invitation
    }

    fn collect(&mut self, close: bool) -> Collected {
        collect(&mut self.folder, &COORDINATOR, Collecting { close }).unwrap()
    }

    /// One turn of a counter, without noise. What it keeps is there even if it fails.
    fn turn(&mut self, place: usize) -> Result<Turn> {
        let mut keys = Keys::read(&self.counters[place])?;
        let kept = RefCell::new(self.counters[place].clone());
        let mut keep = |keys: &Keys| {
            *kept.borrow_mut() = keys.text();
            Ok(())
        };
        let mut silence = |question: &Question| Ok(vec![0; question.cells().len()]);
        let turn = turn_with(&mut self.folder, &mut keys, &mut keep, &mut silence, 1_800_000_000);
        self.counters[place] = kept.into_inner();
        turn
    }

    /// A turn of every counter.
    fn turns(&mut self) -> Vec<Turn> {
        (0..self.counters.len())
            .map(|place| self.turn(place).unwrap())
            .collect()
    }

    /// Turns until nothing more happens.
    fn finish(&mut self) {
        while !self.turns().iter().all(|turn| turn.is_over) {}
        self.collect(false);
    }

    fn answers(&mut self) -> Vec<Answer> {
        let random = &mut self.random;
        let mut some: Vec<usize> = (0..random.random_range(0..=16))
            .map(|_| random.random_range(0..20))
            .collect();
        some.sort_unstable();
        some.dedup();
        vec![
            Answer::One(random.random_range(0..5)),
            Answer::One(random.random_range(0..7)),
            Answer::Some(some),
        ]
    }

    fn person(&mut self, ticket: u32) -> Person {
        let answers = self.answers();
        self.person_with(ticket, answers)
    }

    fn person_with(&mut self, ticket: u32, answers: Vec<Answer>) -> Person {
        let invitation = self.invitation();
        let mut secret = [0; 32];
        self.random.fill_bytes(&mut secret);
        let ticket = self.ticket(ticket);
        let words = words::answers(&invitation, &answers);
        let signer = member(&secret).unwrap();
        let signed = contribute(&invitation, &ticket, &signer, &answers, &words, &mut self.random).unwrap();
        Person {
            secret,
            answers,
            file: signed.note.to_string(),
        }
    }

    fn ticket(&self, number: u32) -> Ticket {
        let invitation = self.invitation();
        let note = Ticket::note(&invitation, number, &COORDINATOR).unwrap();
        Ticket::read(&invitation, note.to_string().as_bytes()).unwrap()
    }

    /// So many people, whose files are in the inbox.
    fn people(&mut self, count: u32) -> Vec<Person> {
        (1..=count)
            .map(|ticket| {
                let person = self.person(ticket);
                self.folder.put(&format!("inbox/{ticket}.note"), person.file.clone());
                person
            })
            .collect()
    }

    fn leaf(&self, person: &Person) -> code::Hash {
        Contribution::read(&self.invitation(), person.file.as_bytes())
            .unwrap()
            .leaf
    }

    fn revocation(&self, person: &Person) -> String {
        let signer = member(&person.secret).unwrap();
        let note = Revocation::note(&self.invitation(), &self.leaf(person), &signer).unwrap();
        note.to_string()
    }

    fn checked(&self) -> Checked {
        check(&Room::open(&self.folder).unwrap(), None).unwrap()
    }

    fn published(&self) -> Vec<Vec<i128>> {
        let checked = self.checked();
        assert_eq!(checked.wrong, Vec::<String>::new());
        assert_eq!(checked.awaited, None);
        checked.tables.into_iter().map(|table| table.counts).collect()
    }
}

/// What plain addition gives.
fn added<'p>(people: impl IntoIterator<Item = &'p Person>) -> Vec<Vec<i128>> {
    let questions = questions();
    let mut sums: Vec<Vec<i128>> = questions
        .iter()
        .map(|question| vec![0; question.cells().len()])
        .collect();
    for person in people {
        for (question, answer) in person.answers.iter().enumerate() {
            let cells = match answer {
                Answer::One(one) => vec![*one],
                Answer::Some(some) => some.clone(),
            };
            cells.into_iter().for_each(|cell| sums[question][cell] += 1);
        }
    }
    sums
}
