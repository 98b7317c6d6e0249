//! A proposal, on which the members of a round vote; and a ballot, sealed for one counter within what is sealed for another.

use std::convert::Infallible;

use chrono::NaiveDate;
use rand::{CryptoRng, TryCryptoRng, TryRng};

use crate::code::{Hash, decode, decode_exactly, encode, hex, sha256, unhex};
use crate::contribution::MEMBER;
use crate::counter::{Counter, bytes};
use crate::error::{Error, Result, malformed, refused};
use crate::folder::Folder;
use crate::invitation::{COUNTERS, FEWEST_TO_REHEARSE, coordinator, day, number};
use crate::kind::{Kind, Reader, Round, Writer, is_value};
use crate::note::{Note, Signer, Verifier};
use crate::roll::{Member, Roll};
use crate::room::Room;
use crate::seal::{LONGER, Opener, SUITE, seal};

/// The proposal, in the folder of a vote.
pub const PROPOSAL: &str = "proposal.note";
/// The members who may vote.
pub(crate) const MEMBERS: &str = "members.txt";
/// How long what is asked may be, and a choice.
const ASKED: usize = 1000;
const CHOICE: usize = 60;
/// How many choices there may be.
const CHOICES: std::ops::RangeInclusive<usize> = 2..=16;
/// How many bytes a vote is, before anything is sealed.
const PLAIN: usize = 64;

/// What is voted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Motion {
    /// What is asked, in a sentence.
    pub asked: String,
    /// What can be answered.
    pub choices: Vec<String>,
    /// With fewer ballots, nothing is decided.
    pub quorum: u32,
    /// The last day to vote.
    pub closes: NaiveDate,
    /// Who counts; nobody, where everybody sees who votes what.
    pub counters: Vec<Counter>,
}

/// A proposal that its coordinator signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Who may vote.
    pub roll: Roll,
    /// What is voted on.
    pub motion: Motion,
    /// The hash of all this.
    pub hash: Hash,
}

impl Motion {
    fn check(&self, members: u32) -> Result<()> {
        if !is_value(&self.asked, ASKED) {
            return Err(malformed("asks something that is empty, too long, or hides something"));
        }
        let is_sound = |choice: &String| is_value(choice, CHOICE);
        let is_twice = |place: usize| self.choices[..place].contains(&self.choices[place]);
        if !CHOICES.contains(&self.choices.len()) || !self.choices.iter().all(is_sound) {
            return Err(malformed(format!(
                "has fewer than {} choices, more than {}, or one that is empty, too long, or hides something",
                CHOICES.start(),
                CHOICES.end()
            )));
        }
        if (0..self.choices.len()).any(is_twice) {
            return Err(malformed("has one choice twice"));
        }
        if !self.counters.is_empty() && !COUNTERS.contains(&self.counters.len()) {
            return Err(refused(
                "has another number of counters than two or three, or none for an open vote",
            ));
        }
        for (place, counter) in self.counters.iter().enumerate() {
            let is_alike = |other: &Counter| {
                other.verifier == counter.verifier || other.sealing == counter.sealing || other.name == counter.name
            };
            if self.counters[..place].iter().any(is_alike) {
                return Err(refused("has one counter twice"));
            }
        }
        if !self.is_open() && self.quorum < FEWEST_TO_REHEARSE {
            return Err(refused(format!(
                "has a quorum of {}: among so few, a secret vote is none; {FEWEST_TO_REHEARSE} is the least",
                self.quorum
            )));
        }
        if self.quorum == 0 || self.quorum > members {
            return Err(refused(format!(
                "has a quorum that is none, or more than the {members} members who may vote"
            )));
        }
        Ok(())
    }

    /// How many ballots what a counter publishes can hold.
    fn most(&self) -> u32 {
        let Some(last) = self.counters.len().checked_sub(1) else {
            return u32::MAX;
        };
        // A line of the first counter, whose are the longest, and of the last.
        let sealed = (PLAIN + LONGER * last).div_ceil(3) * 4;
        let line = "line: \n".len() + sealed.max(33 + CHOICE);
        // Thousands, so that all else has its place.
        u32::try_from(Kind::Mix.most() / line / 1000 * 1000).unwrap_or(u32::MAX)
    }

    /// Whether everybody sees who votes what.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.counters.is_empty()
    }
}

impl Proposal {
    fn text(roll: &Roll, motion: &Motion) -> String {
        let writer = roll
            .write(Kind::Proposal)
            .line("asked", &motion.asked)
            .lines("choice", &motion.choices)
            .line("quorum", motion.quorum.to_string())
            .line("closes", motion.closes.to_string())
            .line("suite", SUITE);
        let counters = motion.counters.iter();
        counters.fold(writer, |writer, counter| counter.write(writer)).text()
    }

    /// Reads a proposal, and verifies that its coordinator signed it.
    ///
    /// # Errors
    /// The file is not a proposal, or one that breaks the rules.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let note = Kind::Proposal.read(bytes)?;
        let mut reader = Reader::new(note.unverified(), Kind::Proposal)?;
        let roll = Roll::read(&mut reader)?;
        let asked = reader.take("asked")?.to_owned();
        let choices = reader.all("choice").into_iter().map(str::to_owned).collect();
        let quorum = number(reader.take("quorum")?)?;
        let closes = day(reader.take("closes")?)?;
        if reader.take("suite")? != SUITE {
            return Err(malformed("seals in a way that this version does not know"));
        }
        let mut counters = Vec::new();
        while let Some(counter) = Counter::read(&mut reader)? {
            counters.push(counter);
        }
        reader.end()?;
        note.verified_by(&roll.coordinator)?;
        let motion = Motion {
            asked,
            choices,
            quorum,
            closes,
            counters,
        };
        motion.check(roll.members)?;
        Ok(Self {
            roll,
            motion,
            hash: sha256(&[note.unverified().as_bytes()]),
        })
    }

    /// What notes of this vote name in place of a round.
    pub(crate) const fn round(&self) -> Round {
        Round {
            hash: self.hash,
            rehearsal: self.roll.rehearsal,
        }
    }

    /// How many bytes a ballot has when it comes to a counter; after the last, those of the vote itself.
    fn length(&self, layer: usize) -> usize {
        PLAIN + LONGER * (self.motion.counters.len() - layer)
    }

    fn info(&self) -> Vec<u8> {
        [b"playtally.collective/1 vote", &self.hash[..]].concat()
    }

    /// Seals something for a counter, with what follows from a seed.
    fn seal(&self, layer: usize, member: &Member, piece: &[u8], seed: &[u8; 32]) -> Result<Vec<u8>> {
        let counter = &self.motion.counters[layer];
        seal(
            &counter.sealing,
            &self.info(),
            &beside(layer, member),
            piece,
            &mut Seeded(*seed),
        )
    }

    /// Opens what was sealed for a counter; none where it is nothing that can go on.
    pub(crate) fn open(&self, layer: usize, member: &Member, sealed: &[u8], opener: &Opener) -> Option<Vec<u8>> {
        let opened = opener.open(&self.info(), &beside(layer, member), sealed).ok()?;
        self.is_whole(layer + 1, &opened).then_some(opened)
    }

    /// Whether what comes out of a layer can go on.
    pub(crate) fn is_whole(&self, layer: usize, opened: &[u8]) -> bool {
        opened.len() == self.length(layer) && (layer < self.motion.counters.len() || self.line(opened).is_ok())
    }

    /// A vote that is opened, as it is published: mark and choice.
    pub(crate) fn line(&self, plain: &[u8]) -> Result<String> {
        let wrong = || malformed("is no vote");
        let (choice, rest) = plain.split_first().ok_or_else(wrong)?;
        let (mark, rest) = rest.split_first_chunk::<16>().ok_or_else(wrong)?;
        let choice = self.motion.choices.get(usize::from(*choice)).ok_or_else(wrong)?;
        if plain.len() != PLAIN || rest.iter().any(|byte| *byte != 0) {
            return Err(wrong());
        }
        Ok(format!("{} {choice}", hex(mark)))
    }
}

/// What stands beside a layer: which it is; and of the first, which everybody sees, whose it is, so that nobody hands in
/// another's.
fn beside(layer: usize, member: &Member) -> Vec<u8> {
    // Three at most.
    let layer = layer as u8;
    if layer == 0 {
        [&[layer], &member[..]].concat()
    } else {
        vec![layer]
    }
}

/// Gives the bytes of a seed first, from which HPKE derives the key that a layer is sealed with, and then what follows from it:
/// who shows the seed shows what was sealed.
struct Seeded([u8; 32]);

impl TryRng for Seeded {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, filled: &mut [u8]) -> Result<(), Infallible> {
        for part in filled.chunks_mut(32) {
            part.copy_from_slice(&self.0[..part.len()]);
            self.0 = sha256(&[b"playtally.collective/1 seed", &self.0]);
        }
        Ok(())
    }
}

impl TryCryptoRng for Seeded {}

/// Puts a proposal to the members who are counted in a round; `agreed` is shown it, and says whether it is signed.
///
/// # Errors
/// When the round is not counted, the proposal breaks the rules, or the folder has another.
pub fn propose(
    folder: &mut dyn Folder,
    room: &Room<'_>,
    secret: &[u8; 32],
    motion: &Motion,
    agreed: &mut dyn FnMut(&Proposal) -> Result<bool>,
) -> Result<Option<Proposal>> {
    if folder.read(PROPOSAL, Kind::Proposal.most())?.is_some() {
        return Err(refused(
            "there is a proposal in this folder already: a vote has one, and another vote another folder",
        ));
    }
    let (roll, members) = Roll::of(room, secret)?;
    motion.check(roll.members)?;
    let most = motion.most();
    if roll.members > most {
        return Err(refused(format!(
            "asks more members than a counter's file can hold, which are {most}: let them vote openly, or in several votes"
        )));
    }
    let note = Note::sign(Proposal::text(&roll, motion), &coordinator(secret)?)?.to_string();
    let proposal = Proposal::read(note.as_bytes())?;
    if !agreed(&proposal)? {
        return Ok(None);
    }
    folder.write(MEMBERS, &Roll::text(&members))?;
    folder.write(PROPOSAL, &note)?;
    Ok(Some(proposal))
}

/// What a member says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// For everybody to see.
    Open(u8),
    /// Sealed for one counter within what is sealed for another.
    Sealed(Vec<u8>),
}

/// A ballot that was read and verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballot {
    /// The SHA-256 of the note.
    pub leaf: Hash,
    /// Whose it is.
    pub member: Verifier,
    pub(crate) said: Said,
}

impl Ballot {
    /// Reads a ballot of a vote, and verifies that its member signed it. Whether it is one who may vote is not looked at.
    ///
    /// # Errors
    /// The file is not a ballot, or one of another vote.
    pub fn read(proposal: &Proposal, bytes: &[u8]) -> Result<Self> {
        let note = Kind::Ballot.read(bytes)?;
        let mut reader = Reader::of(note.unverified(), Kind::Ballot, &proposal.round())?;
        let member = Verifier::new(MEMBER, &decode_exactly(reader.take("member")?)?)?;
        let choices = &proposal.motion.choices;
        let said = if proposal.motion.is_open() {
            let said = reader.take("choice")?;
            let place = choices.iter().position(|choice| choice == said);
            // Sixteen at most.
            Said::Open(place.ok_or_else(|| malformed("chooses what cannot be chosen"))? as u8)
        } else {
            let sealed = decode(reader.take("sealed")?)?;
            if sealed.len() != proposal.length(0) {
                return Err(malformed("is longer or shorter than any ballot of this vote"));
            }
            Said::Sealed(sealed)
        };
        reader.end()?;
        note.verified_by(&member)?;
        let alone = alone(&note, &member)?;
        Ok(Self {
            leaf: sha256(&[alone.as_bytes()]),
            member,
            said,
        })
    }

    /// The note as it stands in the log: signed by its member alone.
    ///
    /// # Errors
    /// When it is not signed by its member.
    pub fn alone(&self, bytes: &[u8]) -> Result<String> {
        alone(&Kind::Ballot.read(bytes)?, &self.member)
    }
}

fn alone(note: &Note, member: &Verifier) -> Result<String> {
    let signature = Note::signature_of(note, member)?;
    Ok(Note::with(note.unverified().to_owned(), member, signature.to_vec()).to_string())
}

/// A vote, and what stays at home of it: it finds its own line, and shows who lost it.
#[derive(Clone, PartialEq, Eq)]
pub struct Cast {
    /// Which vote.
    pub proposal: Hash,
    /// The ballot.
    pub note: String,
    /// The SHA-256 of it.
    pub leaf: Hash,
    /// What was chosen.
    pub choice: u8,
    mark: [u8; 16],
    seeds: Vec<[u8; 32]>,
}

impl std::fmt::Debug for Cast {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cast")
            .field("leaf", &hex(&self.leaf))
            .finish_non_exhaustive()
    }
}

impl Cast {
    /// Votes.
    ///
    /// # Errors
    /// There is no such choice.
    pub fn new(proposal: &Proposal, choice: usize, signer: &Signer, random: &mut impl CryptoRng) -> Result<Self> {
        let word = proposal
            .motion
            .choices
            .get(choice)
            .ok_or_else(|| malformed("chooses what cannot be chosen"))?;
        let mut cast = Self {
            proposal: proposal.hash,
            note: String::new(),
            leaf: [0; 32],
            // Sixteen at most.
            choice: choice as u8,
            mark: bytes(random),
            seeds: proposal.motion.counters.iter().map(|_| bytes(random)).collect(),
        };
        let member = signer.verifier().key();
        let writer = Writer::of(Kind::Ballot, &proposal.round()).line("member", encode(&member));
        let writer = match cast.layers(proposal, &member)?.first() {
            Some(sealed) if !proposal.motion.is_open() => writer.line("sealed", encode(sealed)),
            _ => writer.line("choice", word),
        };
        cast.note = Note::sign(writer.text(), signer)?.to_string();
        cast.leaf = Ballot::read(proposal, cast.note.as_bytes())?.leaf;
        Ok(cast)
    }

    /// What comes to each counter, and the vote itself at the end.
    pub(crate) fn layers(&self, proposal: &Proposal, member: &Member) -> Result<Vec<Vec<u8>>> {
        let mut plain = vec![0; PLAIN];
        plain[0] = self.choice;
        plain[1..17].copy_from_slice(&self.mark);
        seal_all(proposal, member, plain, &self.seeds)
    }

    /// The line in which it is published.
    ///
    /// # Errors
    /// When it is of another vote.
    pub fn line(&self, proposal: &Proposal) -> Result<String> {
        let member = Ballot::read(proposal, self.note.as_bytes())?.member.key();
        proposal.line(self.layers(proposal, &member)?.last().map_or(&[], Vec::as_slice))
    }

    /// The note that shows which counter lost it: the seeds of the layers down to that counter's, and what came out of it.
    ///
    /// # Errors
    /// When there is no such counter.
    pub(crate) fn complaint(&self, proposal: &Proposal, layer: usize, signer: &Signer) -> Result<Note> {
        let layers = self.layers(proposal, &signer.verifier().key())?;
        let (inner, seeds) = layers
            .get(layer + 1)
            .zip(self.seeds.get(..=layer))
            .ok_or_else(|| refused("names a counter that is none"))?;
        let text = Writer::of(Kind::Complaint, &proposal.round())
            .line("member", encode(&signer.verifier().key()))
            .line("ballot", hex(&self.leaf))
            .lines("seed", seeds.iter().map(|seed| encode(seed)))
            .line("inner", encode(inner))
            .text();
        Note::sign(text, signer)
    }

    /// As it is kept.
    #[must_use]
    pub fn text(&self) -> String {
        Writer::new(Kind::Cast)
            .line("proposal", hex(&self.proposal))
            .line("choice", self.choice.to_string())
            .line("mark", encode(&self.mark))
            .lines("seed", self.seeds.iter().map(|seed| encode(seed)))
            .line("leaf", hex(&self.leaf))
            .line("note", encode(self.note.as_bytes()))
            .text()
    }

    /// Reads it as it is kept.
    ///
    /// # Errors
    /// The text is none.
    pub fn read(text: &str) -> Result<Self> {
        let mut reader = Reader::new(text, Kind::Cast)?;
        let proposal = unhex(reader.take("proposal")?)?;
        let choice = u8::try_from(number(reader.take("choice")?)?).map_err(|_| malformed("has no such choice"))?;
        let mark = decode_exactly(reader.take("mark")?)?;
        let seeds = reader
            .all("seed")
            .into_iter()
            .map(decode_exactly)
            .collect::<Result<_>>()?;
        let leaf = unhex(reader.take("leaf")?)?;
        let note = String::from_utf8(decode(reader.take("note")?)?)
            .map_err(|_| malformed("has something that is not text"))?;
        reader.end()?;
        Ok(Self {
            proposal,
            note,
            leaf,
            choice,
            mark,
            seeds,
        })
    }
}

/// Seals what comes out of the last of some layers for each of them: what comes to each counter, and that at the end.
fn seal_all(proposal: &Proposal, member: &Member, inner: Vec<u8>, seeds: &[[u8; 32]]) -> Result<Vec<Vec<u8>>> {
    let mut layers = vec![inner];
    for (layer, seed) in seeds.iter().enumerate().rev() {
        let sealed = proposal.seal(layer, member, &layers[layers.len() - 1], seed)?;
        layers.push(sealed);
    }
    layers.reverse();
    Ok(layers)
}

/// That a ballot went into a counter and did not come out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Whose.
    pub member: Verifier,
    /// Which ballot.
    pub ballot: Hash,
    /// What came to each counter down to the one at issue, and what had to come out of it.
    pub(crate) layers: Vec<Vec<u8>>,
}

impl Complaint {
    /// Reads a complaint, and works out from it what was sealed.
    ///
    /// # Errors
    /// The file is none, or shows nothing that was ever sealed for a counter.
    pub fn read(proposal: &Proposal, bytes: &[u8]) -> Result<Self> {
        let note = Kind::Complaint.read(bytes)?;
        let mut reader = Reader::of(note.unverified(), Kind::Complaint, &proposal.round())?;
        let member = Verifier::new(MEMBER, &decode_exactly(reader.take("member")?)?)?;
        let ballot = unhex(reader.take("ballot")?)?;
        let seeds = reader
            .all("seed")
            .into_iter()
            .map(decode_exactly)
            .collect::<Result<Vec<[u8; 32]>>>()?;
        let inner = decode(reader.take("inner")?)?;
        reader.end()?;
        note.verified_by(&member)
            .map_err(|_| Error::Signature("is not signed by the member who complains".to_owned()))?;
        if seeds.is_empty() || seeds.len() > proposal.motion.counters.len() || !proposal.is_whole(seeds.len(), &inner) {
            return Err(refused(
                "shows something that no counter could have let through: it names no one",
            ));
        }
        Ok(Self {
            layers: seal_all(proposal, &member.key(), inner, &seeds)?,
            member,
            ballot,
        })
    }
}
