//! A group: what it adds up, of which days, and, once it is closed, who is in it. Who starts it signs it.

use chrono::NaiveDate;
use playtally_statistics::fold;
use rand::CryptoRng;

use super::friend::{Friend, signer, verifier};
use super::numbers::Topic;
use super::spoken::spoken;
use crate::code::{Hash, decode, decode_exactly, encode, hex, sha256, unhex};
use crate::counter::{NAMED, bytes};
use crate::error::{Error, Result, malformed, refused};
use crate::invitation::day;
use crate::kind::{Kind, Reader, Round, Writer, is_value};
use crate::note::{Note, Verifier};
use crate::seal::{Opener, SUITE, beside, seal};

/// The fewest friends whose numbers are added up.
pub const FEWEST: usize = 5;
/// The most friends in a group: their shares are one file each.
pub const MOST: usize = 20;
/// The most days that are added up.
const DAYS: i64 = 366;
/// What begins a sealed copy of the key to names.
const SEALED: &str = "\nnames-key: ";

/// What a group adds up, of which days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// What the group is called.
    pub name: String,
    /// The first day of the plays that are added up.
    pub from: NaiveDate,
    /// The last, a year later at most.
    pub to: NaiveDate,
    /// What is added up, in the order of all topics.
    pub topics: Vec<Topic>,
    /// What tells it from another one with the same name, days and people: drawn when it is started.
    pub drawn: [u8; 16],
}

/// A group that who started it has signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What it adds up.
    pub terms: Terms,
    /// Tells the signatures of who started it.
    pub starter: Verifier,
    /// Who is in it, by key; nobody as long as it is open.
    pub friends: Vec<Friend>,
    names: Option<Names>,
    hash: Hash,
    note: Note,
}

/// The secret by which names get their places, sealed for each friend: whoever is not in the group cannot look a name up.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Names {
    commitment: Hash,
    sealed: Vec<Vec<u8>>,
    open: Hash,
}

/// What tells a new group from all others.
#[must_use]
pub fn drawn(random: &mut impl CryptoRng) -> [u8; 16] {
    bytes(random)
}

fn commitment(secret: &[u8; 32]) -> Hash {
    sha256(&[b"playtally.collective/1 group names", secret])
}

impl Terms {
    /// Whether these can be the terms of a group.
    ///
    /// # Errors
    /// When they cannot; says why.
    pub fn check(&self) -> Result<()> {
        if !is_value(&self.name, NAMED) {
            return Err(malformed("has a name that is empty, too long, or hides something"));
        }
        let days = (self.to - self.from).num_days() + 1;
        if !(1..=DAYS).contains(&days) {
            return Err(refused(format!("adds up no day, or more than a year: {days} days")));
        }
        if self.topics.is_empty() || !self.topics.is_sorted_by(|one, next| one < next) {
            return Err(malformed("adds up nothing, the same twice, or in another order"));
        }
        Ok(())
    }

    /// How many cells there are for a topic.
    #[must_use]
    pub fn cells_of(&self, topic: Topic) -> usize {
        topic.cells(self.from, self.to)
    }

    /// How many cells there are in all.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.topics.iter().map(|topic| self.cells_of(*topic)).sum()
    }

    /// The numbers of a topic among all.
    #[must_use]
    pub fn part<'n>(&self, topic: Topic, numbers: &'n [u64]) -> Option<&'n [u64]> {
        let at = self.topics.iter().position(|own| *own == topic)?;
        let before: usize = self.topics[..at].iter().map(|topic| self.cells_of(*topic)).sum();
        numbers.get(before..before + self.cells_of(topic))
    }

    fn write(&self, starter: &Verifier) -> Writer {
        Writer::new(Kind::Group)
            .line("name", &self.name)
            .line("starter", encode(&starter.key()))
            .line("from", self.from.to_string())
            .line("to", self.to.to_string())
            .line("suite", SUITE)
            .line("drawn", hex(&self.drawn))
            .lines("adds", self.topics.iter().map(|topic| topic.word()))
    }

    /// Signs the group as it begins: nobody is in it yet.
    ///
    /// # Errors
    /// When these cannot be the terms of a group.
    pub fn sign(&self, starter: &[u8; 32]) -> Result<Note> {
        self.check()?;
        let signer = signer(starter)?;
        Note::sign(self.write(&signer.verifier()).text(), &signer)
    }

    /// Signs the group with all who are in it. Draws the key to names, where they are asked for.
    ///
    /// # Errors
    /// When these people cannot be a group: they are too few or too many, two are alike, or who starts it is not among them.
    pub fn close(&self, mut friends: Vec<Friend>, starter: &[u8; 32], random: &mut impl CryptoRng) -> Result<Note> {
        self.check()?;
        let signer = signer(starter)?;
        friends.sort_by_key(|friend| friend.verifier.key());
        check(&friends, &signer.verifier())?;
        let writer = self.write(&signer.verifier());
        let mut writer = friends.iter().fold(writer, |writer, friend| friend.write(writer));
        let secret: [u8; 32] = bytes(random);
        let has_names = self.topics.contains(&Topic::Names);
        if has_names {
            writer = writer.line("names", hex(&commitment(&secret)));
        }
        let open = writer.text();
        let hash = sha256(&[open.as_bytes()]);
        let mut text = open.trim_end().to_owned();
        for (place, friend) in (0..).zip(&friends).filter(|_| has_names) {
            let sealed = seal(&friend.sealing, INFO, &beside(&hash, place), &secret, random)?;
            text += &format!("{SEALED}{}", encode(&sealed));
        }
        let note = Note::sign(text + "\n", &signer)?;
        Group::read(note.to_string().as_bytes())?;
        Ok(note)
    }
}

/// What the key to names is sealed under.
const INFO: &[u8] = b"playtally.collective/1 group names";

/// Whether these people, by key, can be a group.
fn check(friends: &[Friend], starter: &Verifier) -> Result<()> {
    if friends.len() < FEWEST {
        return Err(Error::NotYet(format!(
            "has {} of the {FEWEST} friends that a group has at least: fewer could work out each other's numbers",
            friends.len()
        )));
    }
    if friends.len() > MOST {
        return Err(refused(format!(
            "has {} friends, and {MOST} are the most",
            friends.len()
        )));
    }
    if !friends.is_sorted_by(|one, next| one.verifier.key() < next.verifier.key()) {
        return Err(malformed(
            "has a friend twice, or friends in another order than that of their keys",
        ));
    }
    for (place, friend) in friends.iter().enumerate() {
        let is_alike = |other: &&Friend| {
            other.sealing == friend.sealing
                || other.id() == friend.id()
                || fold::artist(&other.name) == fold::artist(&friend.name)
        };
        if let Some(other) = friends[..place].iter().find(is_alike) {
            return Err(refused(format!(
                "has two friends who cannot be told apart, {} and {}: one of them takes part with another name",
                other.name, friend.name
            )));
        }
    }
    if friends.iter().any(|friend| friend.verifier == *starter) {
        Ok(())
    } else {
        Err(refused("was started by somebody who is not in it"))
    }
}

impl Group {
    /// Reads a group, open or closed, and verifies that who started it signed it.
    ///
    /// # Errors
    /// The file is not a group, or one that breaks the rules.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let note = Kind::Group.read(bytes)?;
        let text = note.unverified();
        let mut reader = Reader::new(text, Kind::Group)?;
        let name = reader.take("name")?.to_owned();
        let starter = verifier(&decode_exactly(reader.take("starter")?)?)?;
        let (from, to) = (day(reader.take("from")?)?, day(reader.take("to")?)?);
        if reader.take("suite")? != SUITE {
            return Err(malformed("seals in a way that this version does not know"));
        }
        let drawn = unhex(reader.take("drawn")?)?;
        let topics = reader.all("adds").into_iter().map(str::parse);
        let topics = topics.collect::<Result<Vec<Topic>>>()?;
        let mut friends = Vec::new();
        while let Some(friend) = Friend::next(&mut reader)? {
            friends.push(friend);
        }
        let names = match reader.maybe("names") {
            None => None,
            Some(hash) => Some(Names {
                commitment: unhex(hash)?,
                sealed: reader.all("names-key").into_iter().map(decode).collect::<Result<_>>()?,
                open: sha256(&[text
                    .find(SEALED)
                    .and_then(|end| text.get(..=end))
                    .unwrap_or(text)
                    .as_bytes()]),
            }),
        };
        reader.end()?;
        note.verified_by(&starter)?;
        let terms = Terms {
            name,
            from,
            to,
            topics,
            drawn,
        };
        terms.check()?;
        if !friends.is_empty() {
            check(&friends, &starter)?;
        }
        let expected = (!friends.is_empty() && terms.topics.contains(&Topic::Names)).then_some(friends.len());
        if names.as_ref().map(|names| names.sealed.len()) != expected {
            return Err(malformed("has not one sealed key to names for each friend"));
        }
        Ok(Self {
            terms,
            starter,
            friends,
            names,
            hash: sha256(&[text.as_bytes()]),
            note,
        })
    }

    /// Whether it is closed: who is in it is settled.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        !self.friends.is_empty()
    }

    /// The SHA-256 of what was signed. A closed group has another one than it had when it was open.
    #[must_use]
    pub const fn hash(&self) -> Hash {
        self.hash
    }

    /// What its notes belong to.
    pub(crate) const fn round(&self) -> Round {
        Round {
            hash: self.hash,
            rehearsal: false,
        }
    }

    /// The note itself.
    #[must_use]
    pub const fn note(&self) -> &Note {
        &self.note
    }

    /// The six words that friends compare aloud: whoever has swapped a key on the way has made others of them.
    #[must_use]
    pub fn spoken(&self) -> String {
        spoken(&self.hash)
    }

    /// How many friends.
    #[must_use]
    pub fn size(&self) -> u8 {
        // Twenty at most.
        self.friends.len() as u8
    }

    /// How many sums give the total. Two lists of contributors would need so many each, and these have a friend in common who signs
    /// one alone as long as fewer than a third cheat.
    #[must_use]
    pub fn threshold(&self) -> u8 {
        2 * self.size() / 3 + 1
    }

    /// The fewest friends whose numbers are added up.
    #[must_use]
    pub fn fewest(&self) -> usize {
        FEWEST.max(usize::from(self.threshold()))
    }

    /// The place, from 0, of the friend with this key.
    #[must_use]
    pub fn place_of(&self, key: &Verifier) -> Option<u8> {
        let place = self.friends.iter().position(|friend| friend.verifier == *key)?;
        u8::try_from(place).ok()
    }

    /// What a friend is called; nothing where there is none at this place.
    #[must_use]
    pub fn name_of(&self, place: u8) -> &str {
        self.friends
            .get(usize::from(place))
            .map_or("", |friend| friend.name.as_str())
    }

    /// What ties sealed shares to this group.
    pub(crate) fn info(&self) -> Vec<u8> {
        [b"playtally.collective/1 group", &self.hash[..]].concat()
    }

    /// The key by which names get their places, as it is sealed for the friend at this place; none where no names are asked for.
    ///
    /// # Errors
    /// When it does not open, or others were sent another one.
    pub fn names_key(&self, place: u8, opener: &Opener) -> Result<Option<[u8; 32]>> {
        let Some(names) = &self.names else { return Ok(None) };
        let sealed = names.sealed.get(usize::from(place)).map_or(&[][..], Vec::as_slice);
        let opened = opener.open(INFO, &beside(&names.open, place), sealed)?;
        let secret = <[u8; 32]>::try_from(opened).map_err(|_| malformed("has a key to names of another length"))?;
        if commitment(&secret) == names.commitment {
            Ok(Some(secret))
        } else {
            Err(refused(
                "has another key to names for you than for others: who started it has to start again",
            ))
        }
    }
}
