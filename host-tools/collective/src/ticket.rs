//! Tickets: the right to one contribution, numbered and signed by the coordinator, who gives one to each member.

use crate::code::{Hash, decode_exactly, encode, hex, sha256, unhex};
use crate::error::Result;
use crate::invitation::{Invitation, coordinator, number};
use crate::kind::{Kind, Reader, Writer};
use crate::note::Note;

/// The most tickets of a round: their numbers take seven digits, so that every contribution is as long as any other.
pub const MOST: u32 = 9_999_999;

/// A ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Its number.
    pub number: u32,
    signature: [u8; 64],
}

fn text(invitation: &Invitation, number: u32) -> String {
    Writer::of(Kind::Ticket, &invitation.round())
        .line("number", number.to_string())
        .text()
}

impl Ticket {
    /// The note of a ticket, by the coordinator of these secret bytes.
    ///
    /// # Errors
    /// Never: the note is sound.
    pub fn note(invitation: &Invitation, number: u32, secret: &[u8; 32]) -> Result<Note> {
        Note::sign(text(invitation, number), &coordinator(secret)?)
    }

    /// Reads a ticket of a round.
    ///
    /// # Errors
    /// The file is not a ticket, or one of another round, or its coordinator did not sign it.
    pub fn read(invitation: &Invitation, bytes: &[u8]) -> Result<Self> {
        let note = Kind::Ticket.read(bytes)?;
        let mut reader = Reader::of(
            note.verified_by(&invitation.coordinator)?,
            Kind::Ticket,
            &invitation.round(),
        )?;
        let number = number(reader.take("number")?)?;
        reader.end()?;
        // A note can be signed by others, too.
        let signature = Note::signature_of(&note, &invitation.coordinator)?;
        Ok(Self { number, signature })
    }

    /// As a contribution has it.
    pub(crate) fn line(&self) -> String {
        format!("{:07} {}", self.number, encode(&self.signature))
    }

    /// Reads it off a contribution, and verifies it.
    pub(crate) fn of_line(invitation: &Invitation, line: &str) -> Result<Self> {
        let ticket = Self::of_verified(line)?;
        let note = Note::with(
            text(invitation, ticket.number),
            &invitation.coordinator,
            ticket.signature.to_vec(),
        );
        note.verified_by(&invitation.coordinator)
            .map_err(|_| crate::Error::Signature("has a ticket that this coordinator did not sign".to_owned()))?;
        Ok(ticket)
    }

    /// Reads it off a contribution that was verified before.
    pub(crate) fn of_verified(line: &str) -> Result<Self> {
        let wrong = || crate::error::malformed("has a ticket that cannot be read");
        let (digits, signature) = line.split_once(' ').ok_or_else(wrong)?;
        let number: u32 = digits.parse().map_err(|_| wrong())?;
        if format!("{number:07}") != digits {
            return Err(wrong());
        }
        let signature: [u8; 64] = decode_exactly(signature)?;
        Ok(Self { number, signature })
    }
}

/// That a ticket is good for nothing any more, and which stands in its place: whoever lost their key begins anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The SHA-256 of the note.
    pub leaf: Hash,
    /// The ticket that is no ticket any more.
    pub old: u32,
    /// The one in its place.
    pub new: u32,
    /// What was contributed with the old one, which is not counted.
    pub contribution: Option<Hash>,
}

impl Replacement {
    /// The note of it, by the coordinator of these secret bytes.
    ///
    /// # Errors
    /// Never: the note is sound.
    pub(crate) fn note(
        invitation: &Invitation,
        (old, new): (u32, u32),
        contribution: Option<&Hash>,
        secret: &[u8; 32],
    ) -> Result<Note> {
        let text = Writer::of(Kind::Replacement, &invitation.round())
            .line("ticket", old.to_string())
            .line("by", new.to_string())
            .lines("contribution", contribution.map(|leaf| hex(leaf)))
            .text();
        Note::sign(text, &coordinator(secret)?)
    }

    /// Reads it, and verifies that the coordinator signed it.
    ///
    /// # Errors
    /// The file is no replacement, or one in another round.
    pub fn read(invitation: &Invitation, bytes: &[u8]) -> Result<Self> {
        let note = Kind::Replacement.read(bytes)?;
        let text = note.verified_by(&invitation.coordinator)?;
        let mut reader = Reader::of(text, Kind::Replacement, &invitation.round())?;
        let (old, new) = (number(reader.take("ticket")?)?, number(reader.take("by")?)?);
        let contribution = reader.maybe("contribution").map(unhex).transpose()?;
        reader.end()?;
        if old == new || old == 0 || new == 0 {
            return Err(crate::error::malformed("replaces no ticket by another"));
        }
        let signature = Note::signature_of(&note, &invitation.coordinator)?;
        let alone = Note::with(text.to_owned(), &invitation.coordinator, signature.to_vec());
        Ok(Self {
            leaf: sha256(&[alone.to_string().as_bytes()]),
            old,
            new,
            contribution,
        })
    }
}

/// What a leaf is called where people look for it: the beginning of its hash.
#[must_use]
pub fn short(hash: &Hash) -> String {
    crate::code::hex(&hash[..6])
}
