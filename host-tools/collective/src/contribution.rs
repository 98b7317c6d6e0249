//! A contribution: what a member answers, in one piece for each counter, sealed for it. It is as long as every other of its round.

use rand::CryptoRng;

use crate::code::{Hash, decode, decode_exactly, encode, hex, sha256, unhex};
use crate::counter::bytes;
use crate::error::{Error, Result, malformed, refused};
use crate::invitation::Invitation;
use crate::kind::{Kind, Reader, Writer};
use crate::note::{Note, Signer, Verifier};
use crate::question::Answer;
use crate::seal::{Opener, beside, seal};
use crate::share::{Nonce, Pieces, Split};
use crate::ticket::Ticket;

/// What a member's key is called in notes.
pub(crate) const MEMBER: &str = "playtally.collective/member";
/// What begins a sealed piece in a note.
const PIECE: &str = "\npiece: ";

/// A contribution that was read and verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// Its place in the log: the SHA-256 of the note.
    pub leaf: Hash,
    /// Its ticket.
    pub ticket: Ticket,
    /// Tells the member's signatures.
    pub member: Verifier,
    /// The salted hash of what the member read before signing.
    pub digest: Hash,
    /// What each counter needs of each question.
    pub reports: Vec<Report>,
    pieces: Vec<Vec<u8>>,
    open: Hash,
}

/// What everybody may see of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What tells it apart.
    pub nonce: Nonce,
    /// The public share.
    pub public: Vec<u8>,
}

/// A contribution that was just signed, and what stays at home.
#[derive(Clone, Debug)]
pub struct Signed {
    /// What leaves.
    pub note: Note,
    /// What the member read.
    pub words: String,
    /// What makes its hash in the note say nothing to anybody else.
    pub salt: [u8; 16],
}

/// A member's key of 32 secret bytes.
///
/// # Errors
/// Never: its name is sound.
pub fn member(secret: &[u8; 32]) -> Result<Signer> {
    Signer::new(MEMBER, secret)
}

/// The hash of what a member read.
#[must_use]
pub fn digest(salt: &[u8; 16], words: &str) -> Hash {
    sha256(&[salt, words.as_bytes()])
}

/// The splits of all questions of a round.
///
/// # Errors
/// When it asks what cannot be counted.
pub fn splits(invitation: &Invitation) -> Result<Vec<Split>> {
    let questions = invitation.terms.questions.iter();
    questions
        .map(|question| Split::new(question, invitation.counters()))
        .collect()
}

/// Splits, seals and signs what a member answers. Before that, it plays all counters, and compares what they would add with what
/// the member read.
///
/// # Errors
/// An answer does not fit its question, or what was read back is not what was written.
pub fn contribute(
    invitation: &Invitation,
    ticket: &Ticket,
    signer: &Signer,
    answers: &[Answer],
    words: &str,
    random: &mut impl CryptoRng,
) -> Result<Signed> {
    let questions = &invitation.terms.questions;
    if answers.len() != questions.len() {
        return Err(refused("has not one answer to each question"));
    }
    let salt = bytes(random);
    let mut writer = Writer::of(Kind::Contribution, &invitation.round())
        .line("ticket", ticket.line())
        .line("member", encode(&signer.verifier().key()))
        .line("digest", hex(&digest(&salt, words)));
    let mut pieces = vec![Vec::new(); usize::from(invitation.counters())];
    for (number, (split, answer)) in splits(invitation)?.iter().zip(answers).enumerate() {
        let (nonce, context) = (bytes(random), invitation.context(number));
        let report = split.split(&context, &nonce, &questions[number], answer)?;
        rehearse(split, &context, &nonce, &report, &questions[number].marked(answer))?;
        writer = writer.line("report", format!("{} {}", encode(&nonce), encode(&report.public)));
        pieces
            .iter_mut()
            .zip(&report.pieces)
            .for_each(|(all, piece)| all.extend(piece));
    }
    let open = writer.text();
    let hash = sha256(&[open.as_bytes()]);
    let mut text = open.trim_end().to_owned();
    for ((place, piece), counter) in (0..).zip(&pieces).zip(&invitation.terms.counters) {
        let sealed = seal(
            &counter.sealing,
            &invitation.info(),
            &beside(&hash, place),
            piece,
            random,
        )?;
        text += &format!("{PIECE}{}", encode(&sealed));
    }
    let note = Note::sign(text + "\n", signer)?;
    Contribution::read(invitation, note.to_string().as_bytes())?;
    Ok(Signed {
        note,
        words: words.to_owned(),
        salt,
    })
}

/// Plays all counters: what they would add is what was read, or nothing is signed.
fn rehearse(split: &Split, context: &[u8], nonce: &Nonce, report: &Pieces, marked: &[bool]) -> Result<()> {
    let key = [0; 32];
    let (mut states, mut parts) = (Vec::new(), Vec::new());
    for (counter, piece) in (0..).zip(&report.pieces) {
        let (state, part) = split.verify(&key, context, counter, nonce, &report.public, piece)?;
        states.push(state);
        parts.push(part);
    }
    let mut sum = split.zero();
    for state in states {
        sum.add(&split.finish(context, &report.public, state, &parts)?)?;
    }
    let read: Vec<i128> = marked.iter().map(|mark| i128::from(*mark)).collect();
    if sum.counts() == read {
        Ok(())
    } else {
        Err(refused(
            "was sealed with something else than was read: nothing was signed; please report this",
        ))
    }
}

impl Contribution {
    /// Reads a contribution of a round, and verifies its ticket and its member's signature. What is sealed is not looked at.
    ///
    /// # Errors
    /// The file is not a contribution, or one to another round.
    pub fn read(invitation: &Invitation, bytes: &[u8]) -> Result<Self> {
        Self::read_with(invitation, bytes, true)
    }

    /// Reads again a contribution whose signatures were verified when it was read as this leaf of the log. It is those bytes, or refused.
    ///
    /// # Errors
    /// It is another contribution.
    pub(crate) fn read_again(invitation: &Invitation, bytes: &[u8], leaf: &Hash) -> Result<Self> {
        let contribution = Self::read_with(invitation, bytes, false)?;
        if contribution.leaf == *leaf {
            Ok(contribution)
        } else {
            Err(malformed("is another contribution than the log says"))
        }
    }

    fn read_with(invitation: &Invitation, bytes: &[u8], verify: bool) -> Result<Self> {
        let note = Kind::Contribution.read(bytes)?;
        let text = note.unverified();
        let mut reader = Reader::of(text, Kind::Contribution, &invitation.round())?;
        let ticket = reader.take("ticket")?;
        let ticket = if verify {
            Ticket::of_line(invitation, ticket)?
        } else {
            Ticket::of_verified(ticket)?
        };
        let member = Verifier::new(MEMBER, &decode_exactly(reader.take("member")?)?)?;
        let digest = unhex(reader.take("digest")?)?;
        let reports = reader
            .all("report")
            .into_iter()
            .map(Report::read)
            .collect::<Result<Vec<_>>>()?;
        let pieces = reader
            .all("piece")
            .into_iter()
            .map(decode)
            .collect::<Result<Vec<_>>>()?;
        reader.end()?;
        if verify {
            note.verified_by(&member)?;
        }
        // Signatures of others would make another leaf of the same contribution.
        let alone = Note::with(text.to_owned(), &member, Note::signature_of(&note, &member)?.to_vec());
        let (questions, counters) = (invitation.terms.questions.len(), usize::from(invitation.counters()));
        if reports.len() != questions || pieces.len() != counters {
            return Err(malformed(
                "has not one answer to each question and one piece for each counter",
            ));
        }
        let open = text.find(PIECE).and_then(|end| text.get(..=end)).unwrap_or(text);
        Ok(Self {
            leaf: sha256(&[alone.to_string().as_bytes()]),
            ticket,
            member,
            digest,
            reports,
            pieces,
            open: sha256(&[open.as_bytes()]),
        })
    }

    /// The note as it stands in the log: signed by its member alone.
    ///
    /// # Errors
    /// When it is not signed by its member.
    pub fn alone(&self, bytes: &[u8]) -> Result<String> {
        let note = Kind::Contribution.read(bytes)?;
        let signature = Note::signature_of(&note, &self.member)?;
        Ok(Note::with(note.unverified().to_owned(), &self.member, signature.to_vec()).to_string())
    }

    /// Which part of the log it lies in: the first byte of its member's key.
    #[must_use]
    pub fn part(&self) -> u8 {
        self.member.key()[0]
    }

    /// Opens the piece of one counter, and takes it apart by question.
    ///
    /// # Errors
    /// When it was not sealed for it here.
    pub(crate) fn piece(&self, invitation: &Invitation, counter: u8, opener: &Opener) -> Result<Vec<u8>> {
        let sealed = self
            .pieces
            .get(usize::from(counter))
            .ok_or_else(|| refused("has no piece for this counter"))?;
        opener.open(&invitation.info(), &beside(&self.open, counter), sealed)
    }
}

impl Report {
    fn read(line: &str) -> Result<Self> {
        let (nonce, public) = line
            .split_once(' ')
            .ok_or_else(|| malformed("has a report that cannot be read"))?;
        Ok(Self {
            nonce: decode_exactly(nonce)?,
            public: decode(public)?,
        })
    }
}

/// That a member takes its contribution back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// The SHA-256 of the note.
    pub leaf: Hash,
    /// Which contribution.
    pub revoked: Hash,
    /// Whose.
    pub member: Verifier,
}

impl Revocation {
    /// The note that takes back a member's contribution to a round.
    ///
    /// # Errors
    /// Never: the note is sound.
    pub fn note(invitation: &Invitation, contribution: &Hash, signer: &Signer) -> Result<Note> {
        let text = Writer::of(Kind::Revocation, &invitation.round())
            .line("member", encode(&signer.verifier().key()))
            .line("contribution", hex(contribution))
            .text();
        Note::sign(text, signer)
    }

    /// Reads it, and verifies that it is the member's.
    ///
    /// # Errors
    /// The file is not a revocation, or one in another round.
    pub fn read(invitation: &Invitation, bytes: &[u8]) -> Result<Self> {
        let note = Kind::Revocation.read(bytes)?;
        let mut reader = Reader::of(note.unverified(), Kind::Revocation, &invitation.round())?;
        let member = Verifier::new(MEMBER, &decode_exactly(reader.take("member")?)?)?;
        let revoked = unhex(reader.take("contribution")?)?;
        reader.end()?;
        note.verified_by(&member)
            .map_err(|_| Error::Signature("is not signed by the member whose contribution it takes back".to_owned()))?;
        let alone = Note::with(
            note.unverified().to_owned(),
            &member,
            Note::signature_of(&note, &member)?.to_vec(),
        );
        Ok(Self {
            leaf: sha256(&[alone.to_string().as_bytes()]),
            revoked,
            member,
        })
    }

    /// The note as it stands in the log: signed by its member alone.
    ///
    /// # Errors
    /// When it is not signed by its member.
    pub fn alone(&self, bytes: &[u8]) -> Result<String> {
        let note = Kind::Revocation.read(bytes)?;
        let signature = Note::signature_of(&note, &self.member)?;
        Ok(Note::with(note.unverified().to_owned(), &self.member, signature.to_vec()).to_string())
    }
}
