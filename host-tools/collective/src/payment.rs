//! Where a member's money goes, sealed for the treasurer alone and signed with the member's key.

use rand::CryptoRng;

use crate::account::Account;
use crate::code::{Hash, decode, decode_exactly, encode, hex, sha256, unhex};
use crate::contribution::MEMBER;
use crate::error::{Result, refused};
use crate::invitation::number;
use crate::kind::{Kind, Reader, Writer};
use crate::note::{Note, Signer, Verifier};
use crate::sale::{Sale, opener};
use crate::seal::{beside, seal};

/// What begins the sealed part.
const DETAILS: &str = "\ndetails: ";

/// A payment note that was read and verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Whose it is.
    pub member: Verifier,
    /// Of several notes of a member, the one with the highest number holds.
    pub number: u32,
    collective: Hash,
    treasurer: [u8; 32],
    sealed: Vec<u8>,
    open: Hash,
}

/// What tells a collective apart: its coordinator's key, hashed.
fn collective(sale: &Sale) -> Hash {
    sha256(&[&sale.roll.coordinator.key()])
}

fn info(collective: &Hash) -> Vec<u8> {
    [b"playtally.collective/1 payment", &collective[..]].concat()
}

impl Payment {
    /// The note that says where a member's money goes, in this sale and those after it with the same treasurer.
    ///
    /// # Errors
    /// Never: keys and name are sound.
    pub fn note(
        sale: &Sale,
        number: u32,
        account: &Account,
        signer: &Signer,
        random: &mut impl CryptoRng,
    ) -> Result<Note> {
        let collective = collective(sale);
        let open = Writer::new(Kind::Payment)
            .rehearsal(sale.roll.rehearsal)
            .line("collective", hex(&collective))
            .line("treasurer", encode(&sale.deal.treasurer.sealing))
            .line("member", encode(&signer.verifier().key()))
            .line("number", number.to_string())
            .text();
        let sealed = seal(
            &sale.deal.treasurer.sealing,
            &info(&collective),
            &beside(&sha256(&[open.as_bytes()]), 0),
            &account.bytes(),
            random,
        )?;
        Note::sign(format!("{}{DETAILS}{}\n", open.trim_end(), encode(&sealed)), signer)
    }

    /// Reads it, and verifies that its member signed it.
    ///
    /// # Errors
    /// The file is no such note.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let note = Kind::Payment.read(bytes)?;
        let text = note.unverified();
        let mut reader = Reader::new(text, Kind::Payment)?;
        reader.rehearsal()?;
        let collective = unhex(reader.take("collective")?)?;
        let treasurer = decode_exactly(reader.take("treasurer")?)?;
        let member = Verifier::new(MEMBER, &decode_exactly(reader.take("member")?)?)?;
        let number = number(reader.take("number")?)?;
        let sealed = decode(reader.take("details")?)?;
        reader.end()?;
        note.verified_by(&member)?;
        let open = text.find(DETAILS).and_then(|end| text.get(..=end)).unwrap_or(text);
        Ok(Self {
            member,
            number,
            collective,
            treasurer,
            sealed,
            open: sha256(&[open.as_bytes()]),
        })
    }

    /// Whether it was made for the treasurer of a sale.
    #[must_use]
    pub fn is_for(&self, sale: &Sale) -> bool {
        self.treasurer == sale.deal.treasurer.sealing && self.collective == collective(sale)
    }

    /// Where the money goes, as its treasurer reads it.
    ///
    /// # Errors
    /// When it was sealed for somebody else, or cannot be read.
    pub fn open(&self, secret: &[u8; 32]) -> Result<Account> {
        let opened = opener(secret)
            .open(&info(&self.collective), &beside(&self.open, 0), &self.sealed)
            .map_err(|_| refused("cannot be opened: it was sealed for another treasurer, or was changed"))?;
        Account::of_bytes(&opened)
    }
}
