//! What a round is: who asks, what, of which days, who counts, and by when. The coordinator signs it, and every counter does.

use chrono::NaiveDate;

use crate::code::{Hash, decode_exactly, encode, hex, sha256};
use crate::counter::{Counter, NAMED, Secret};
use crate::error::{Error, Result, malformed, refused};
use crate::kind::{Kind, Reader, Round, Writer, is_value};
use crate::ledger;
use crate::note::{Note, Signer, Verifier};
use crate::question::{Epsilon, Question};
use crate::seal::SUITE;

/// The fewest members of a round.
pub const FEWEST: u32 = 1000;
/// And of a rehearsal.
pub const FEWEST_TO_REHEARSE: u32 = 3;
/// How many people may count.
pub const COUNTERS: std::ops::RangeInclusive<usize> = 2..=3;
/// How many questions there may be.
const QUESTIONS: usize = 16;
/// How long a purpose may be.
const PURPOSE: usize = 1000;

/// What a round is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Whether it is for practice, with made-up histories.
    pub rehearsal: bool,
    /// What the collective is called.
    pub name: String,
    /// What for.
    pub purpose: String,
    /// The first day of the plays that are asked about.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
    /// The last day to contribute.
    pub closes: NaiveDate,
    /// With fewer members, nothing is counted.
    pub minimum: u32,
    /// Who counts.
    pub counters: Vec<Counter>,
    /// What is asked.
    pub questions: Vec<Question>,
}

/// An invitation that its coordinator signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// What the round is.
    pub terms: Terms,
    /// Tells the coordinator's signatures.
    pub coordinator: Verifier,
    round: Round,
    note: Note,
}

/// What a collective's keys and logs are called: after its coordinator's key.
pub(crate) fn origin(key: &[u8; 32]) -> String {
    format!("playtally.collective/{}", hex(&sha256(&[key])[..8]))
}

/// What a coordinator of these secret bytes signs with.
///
/// # Errors
/// Never: its name is sound.
pub fn coordinator(secret: &[u8; 32]) -> Result<Signer> {
    let key = Signer::new("x", secret)?.verifier().key();
    Signer::new(origin(&key), secret)
}

impl Terms {
    /// What all that is asked says of one person.
    #[must_use]
    pub fn epsilon(&self) -> Epsilon {
        Epsilon(self.questions.iter().map(|question| question.epsilon.0).sum())
    }

    /// Whether these can be the terms of a round.
    ///
    /// # Errors
    /// When they cannot; says why.
    pub fn check(&self) -> Result<()> {
        let fewest = if self.rehearsal { FEWEST_TO_REHEARSE } else { FEWEST };
        if !is_value(&self.name, NAMED) || !is_value(&self.purpose, PURPOSE) {
            return Err(malformed(
                "has a name or a purpose that is empty, too long, or hides something",
            ));
        }
        if self.from > self.to {
            return Err(refused("asks about no day: the first is after the last"));
        }
        if self.minimum < fewest {
            return Err(refused(format!(
                "counts from {} members on, which are too few to be told apart from none: {fewest} is the least",
                self.minimum
            )));
        }
        if !COUNTERS.contains(&self.counters.len()) {
            return Err(refused("has another number of counters than two or three"));
        }
        for (place, counter) in self.counters.iter().enumerate() {
            let is_alike = |other: &Counter| {
                other.verifier == counter.verifier || other.sealing == counter.sealing || other.name == counter.name
            };
            if self.counters[..place].iter().any(is_alike) {
                return Err(refused("has one counter twice"));
            }
        }
        if self.questions.is_empty() || self.questions.len() > QUESTIONS {
            return Err(refused(format!("asks nothing, or more than {QUESTIONS} questions")));
        }
        for (place, question) in self.questions.iter().enumerate() {
            if self.questions[..place]
                .iter()
                .any(|other| other.topic == question.topic)
            {
                return Err(refused("asks the same twice"));
            }
        }
        if self.epsilon() > ledger::A_ROUND {
            return Err(refused(format!(
                "asks for more of a person than a round may: ε {}, of {} at most",
                self.epsilon(),
                ledger::A_ROUND
            )));
        }
        Ok(())
    }

    /// Signs these terms as the coordinator of these secret bytes.
    ///
    /// # Errors
    /// When they cannot be the terms of a round, or make a note that is too long.
    pub fn sign(&self, secret: &[u8; 32]) -> Result<Note> {
        self.check()?;
        let signer = coordinator(secret)?;
        let note = Note::sign(self.text(&signer.verifier()), &signer)?;
        // Nobody could read a longer one.
        Kind::Invitation.read(note.to_string().as_bytes())?;
        Ok(note)
    }

    fn text(&self, coordinator: &Verifier) -> String {
        let writer = Writer::new(Kind::Invitation)
            .rehearsal(self.rehearsal)
            .line("name", &self.name)
            .line("purpose", &self.purpose)
            .line("coordinator", encode(&coordinator.key()))
            .line("from", self.from.to_string())
            .line("to", self.to.to_string())
            .line("closes", self.closes.to_string())
            .line("minimum", self.minimum.to_string())
            .line("suite", SUITE);
        let writer = self
            .counters
            .iter()
            .fold(writer, |writer, counter| counter.write(writer));
        let questions = self.questions.iter();
        questions.fold(writer, |writer, question| question.write(writer)).text()
    }

    fn read(text: &str) -> Result<(Self, Verifier)> {
        let mut reader = Reader::new(text, Kind::Invitation)?;
        let rehearsal = reader.rehearsal()?;
        let (name, purpose) = (reader.take("name")?.to_owned(), reader.take("purpose")?.to_owned());
        let key = decode_exactly(reader.take("coordinator")?)?;
        let coordinator = Verifier::new(origin(&key), &key)?;
        let mut day = |key| day(reader.take(key)?);
        let (from, to, closes) = (day("from")?, day("to")?, day("closes")?);
        let minimum = number(reader.take("minimum")?)?;
        if reader.take("suite")? != SUITE {
            return Err(malformed("seals in a way that this version does not know"));
        }
        let (mut counters, mut questions) = (Vec::new(), Vec::new());
        while let Some(counter) = Counter::read(&mut reader)? {
            counters.push(counter);
        }
        while let Some(question) = Question::read(&mut reader)? {
            questions.push(question);
        }
        reader.end()?;
        let terms = Self {
            rehearsal,
            name,
            purpose,
            from,
            to,
            closes,
            minimum,
            counters,
            questions,
        };
        terms.check()?;
        Ok((terms, coordinator))
    }
}

/// A day as notes write it.
pub(crate) fn day(text: &str) -> Result<NaiveDate> {
    let day = text.parse::<NaiveDate>().ok().filter(|day| day.to_string() == text);
    day.ok_or_else(|| malformed("has something else where a day belongs"))
}

/// A number as notes write it.
pub(crate) fn number(text: &str) -> Result<u32> {
    let number = text.parse::<u32>().ok().filter(|number| number.to_string() == text);
    number.ok_or_else(|| malformed("has something else where a number belongs"))
}

impl Invitation {
    /// Reads an invitation, and verifies that its coordinator signed it.
    ///
    /// # Errors
    /// The file is not an invitation, or one that breaks the rules.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let note = Kind::Invitation.read(bytes)?;
        let (terms, coordinator) = Terms::read(note.unverified())?;
        note.verified_by(&coordinator)?;
        let round = Round {
            hash: sha256(&[note.unverified().as_bytes()]),
            rehearsal: terms.rehearsal,
        };
        Ok(Self {
            terms,
            coordinator,
            round,
            note,
        })
    }

    /// Whether every counter signed it, too: that the keys are theirs, and that they will count by these terms.
    ///
    /// # Errors
    /// When some have not; says which.
    pub fn agreed(&self) -> Result<()> {
        let counters = self.terms.counters.iter();
        let unsigned = counters.filter(|counter| self.note.verified_by(&counter.verifier).is_err());
        let unsigned: Vec<&str> = unsigned.map(|counter| counter.name.as_str()).collect();
        if unsigned.is_empty() {
            return Ok(());
        }
        Err(Error::NotYet(format!(
            "the invitation is still to be signed by {} with `playtally collective count`, and the signatures are to be taken in \
             with `playtally collective collect`",
            unsigned.join(" and ")
        )))
    }

    /// The round that it invites to.
    #[must_use]
    pub const fn round(&self) -> Round {
        self.round
    }

    /// What the collective's log is called.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.coordinator.name()
    }

    /// How many count.
    #[must_use]
    pub fn counters(&self) -> u8 {
        // Three at most.
        self.terms.counters.len() as u8
    }

    /// Which counter has these keys.
    #[must_use]
    pub fn place_of(&self, secret: &Secret) -> Option<u8> {
        let is_it = |counter: &Counter| secret.counter(&counter.name).is_ok_and(|own| own == *counter);
        let place = self.terms.counters.iter().position(is_it)?;
        u8::try_from(place).ok()
    }

    /// The note itself.
    #[must_use]
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// Takes over signatures of the same invitation.
    ///
    /// # Errors
    /// When it is another.
    pub fn merge(&mut self, other: &Self) -> Result<()> {
        self.note.merge(&other.note)
    }

    /// Signs it as one of its counters.
    ///
    /// # Errors
    /// Never: the name of the key is sound.
    pub fn agree(&mut self, secret: &Secret) -> Result<()> {
        self.note.add(&secret.signer()?);
        Ok(())
    }

    /// What ties the pieces of a question to this round.
    #[must_use]
    pub fn context(&self, question: usize) -> Vec<u8> {
        let number = u8::try_from(question).unwrap_or(u8::MAX);
        [b"playtally.collective/1", &self.round.hash[..], &[number]].concat()
    }

    /// What ties sealed pieces to this round.
    #[must_use]
    pub fn info(&self) -> Vec<u8> {
        [b"playtally.collective/1", &self.round.hash[..]].concat()
    }

    /// The key by which proofs are checked: nobody could know it before the list was closed.
    #[must_use]
    pub fn verify_key(&self, closed: &Hash, openings: &[[u8; 32]]) -> Hash {
        let openings = openings.concat();
        sha256(&[
            b"playtally.collective/1 verify key",
            &self.round.hash,
            closed,
            &openings,
        ])
    }
}
