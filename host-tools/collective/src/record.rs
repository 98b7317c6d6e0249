//! What stays at home of a contribution: its plain text, the salt that ties it to the note, and the note itself, so that it can be
//! handed in again. The ledger is the sum over all of them.

use chrono::NaiveDate;

use crate::code::{Hash, decode, decode_exactly, encode, hex, unhex};
use crate::contribution::{Contribution, Signed, digest};
use crate::error::{Result, malformed};
use crate::invitation::{Invitation, day};
use crate::kind::{Kind, Reader, Round, Writer};
use crate::ledger::Charge;

/// What stays at home of a contribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The round.
    pub round: Round,
    /// What the collective calls itself.
    pub collective: String,
    /// What its keys are called: under which name the member's key is kept.
    pub origin: String,
    /// When it was signed, and how much it says.
    pub charge: Charge,
    /// Its place in the log.
    pub leaf: Hash,
    /// What was read before it was signed.
    pub words: String,
    /// The contribution.
    pub note: String,
    salt: [u8; 16],
    /// What takes it back, once that was signed.
    pub revocation: Option<String>,
}

impl Record {
    /// Of what was just signed.
    ///
    /// # Errors
    /// When it is no contribution to this round.
    pub fn new(invitation: &Invitation, signed: &Signed, today: NaiveDate) -> Result<Self> {
        let note = signed.note.to_string();
        let contribution = Contribution::read(invitation, note.as_bytes())?;
        Ok(Self {
            round: invitation.round(),
            collective: invitation.terms.name.clone(),
            origin: invitation.origin().to_owned(),
            charge: Charge {
                day: today,
                epsilon: invitation.terms.epsilon(),
            },
            leaf: contribution.leaf,
            words: signed.words.clone(),
            note,
            salt: signed.salt,
            revocation: None,
        })
    }

    /// The hash of what was read, as it stands in the contribution.
    #[must_use]
    pub fn digest(&self) -> Hash {
        digest(&self.salt, &self.words)
    }

    /// Under which name it is kept.
    #[must_use]
    pub fn name(&self) -> String {
        hex(&self.round.hash)
    }

    /// As it is kept.
    #[must_use]
    pub fn text(&self) -> String {
        let writer = Writer::of(Kind::Record, &self.round)
            .line("collective", &self.collective)
            .line("origin", &self.origin)
            .line("day", self.charge.day.to_string())
            .line("epsilon", self.charge.epsilon.to_string())
            .line("leaf", hex(&self.leaf))
            .line("salt", encode(&self.salt))
            .line("words", encode(self.words.as_bytes()))
            .line("note", encode(self.note.as_bytes()));
        let revocation = self.revocation.iter().map(|note| encode(note.as_bytes()));
        writer.lines("revocation", revocation).text()
    }

    /// Reads it as it is kept.
    ///
    /// # Errors
    /// The text is not a record.
    pub fn read(text: &str) -> Result<Self> {
        let mut reader = Reader::new(text, Kind::Record)?;
        let rehearsal = reader.rehearsal()?;
        let hash = unhex(reader.take("round")?)?;
        let (collective, origin) = (reader.take("collective")?.to_owned(), reader.take("origin")?.to_owned());
        let charge = Charge {
            day: day(reader.take("day")?)?,
            epsilon: reader.take("epsilon")?.parse()?,
        };
        let leaf = unhex(reader.take("leaf")?)?;
        let salt = decode_exactly(reader.take("salt")?)?;
        let plain = |line| String::from_utf8(decode(line)?).map_err(|_| malformed("has something that is not text"));
        let (words, note) = (plain(reader.take("words")?)?, plain(reader.take("note")?)?);
        let revocation = reader.maybe("revocation").map(plain).transpose()?;
        reader.end()?;
        Ok(Self {
            round: Round { hash, rehearsal },
            collective,
            origin,
            charge,
            leaf,
            words,
            note,
            salt,
            revocation,
        })
    }
}
