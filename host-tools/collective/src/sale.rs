//! A sale: what came in for what a round has published, what it cost, among whom the rest is shared, and who pays it out. The
//! coordinator signs it.

use crate::code::{Hash, decode_exactly, encode, hex, sha256, unhex};
use crate::counter::NAMED;
use crate::error::{Error, Result, malformed, refused};
use crate::invitation::{coordinator, number};
use crate::kind::{Kind, Reader, Writer, is_value};
use crate::money::{Currency, units};
use crate::note::{Note, Signer, Verifier};
use crate::roll::Roll;
use crate::seal::{Opener, check_key};

/// What a treasurer's key is called in notes.
const NAME: &str = "playtally.collective/treasurer";

/// Who pays out, as everybody sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Treasurer {
    /// What people call them.
    pub name: String,
    /// Tells their signatures.
    pub verifier: Verifier,
    /// Seals for them.
    pub sealing: [u8; 32],
}

/// What a treasurer of these secret bytes signs with.
///
/// # Errors
/// Never: the name of the key is sound.
pub(crate) fn treasurer(secret: &[u8; 32]) -> Result<Signer> {
    Signer::new(NAME, secret)
}

/// What opens what is sealed for a treasurer of these secret bytes.
#[must_use]
pub(crate) fn opener(secret: &[u8; 32]) -> Opener {
    Opener::new(&sha256(&[b"playtally.collective/1 treasurer", secret]))
}

impl Treasurer {
    /// The treasurer of this name with these secret bytes.
    ///
    /// # Errors
    /// When the name cannot be one.
    pub fn new(name: &str, secret: &[u8; 32]) -> Result<Self> {
        if !is_value(name, NAMED) {
            return Err(malformed(
                "has a treasurer whose name is empty, too long, or hides something",
            ));
        }
        Ok(Self {
            name: name.to_owned(),
            verifier: treasurer(secret)?.verifier(),
            sealing: opener(secret).key(),
        })
    }

    /// The note in which a treasurer of this name offers to pay out.
    ///
    /// # Errors
    /// When the name cannot be one.
    pub fn offer(name: &str, secret: &[u8; 32]) -> Result<Note> {
        let text = Self::new(name, secret)?.write(Writer::new(Kind::Treasurer)).text();
        Note::sign(text, &treasurer(secret)?)
    }

    /// Reads an offer, and verifies that whoever offers has the key.
    ///
    /// # Errors
    /// The file is not such an offer.
    pub fn offered(bytes: &[u8]) -> Result<Self> {
        let note = Kind::Treasurer.read(bytes)?;
        let mut reader = Reader::new(note.unverified(), Kind::Treasurer)?;
        let treasurer = Self::read(&mut reader)?;
        reader.end()?;
        note.verified_by(&treasurer.verifier)?;
        Ok(treasurer)
    }

    /// What is compared aloud: the beginning of the key.
    #[must_use]
    pub fn id(&self) -> String {
        hex(&self.verifier.key()[..4])
    }

    fn write(&self, writer: Writer) -> Writer {
        writer
            .line("treasurer", &self.name)
            .line("key", encode(&self.verifier.key()))
            .line("sealing-key", encode(&self.sealing))
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        let name = reader.take("treasurer")?.to_owned();
        if !is_value(&name, NAMED) {
            return Err(malformed("has a treasurer whose name is too long or hides something"));
        }
        let verifier = Verifier::new(NAME, &decode_exactly(reader.take("key")?)?)?;
        let sealing = decode_exactly(reader.take("sealing-key")?)?;
        check_key(&sealing)?;
        Ok(Self {
            name,
            verifier,
            sealing,
        })
    }
}

/// What a sale is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deal {
    /// Which sale of these books it is, from 1.
    pub number: u32,
    /// Who paid.
    pub buyer: String,
    /// In which currency.
    pub currency: Currency,
    /// How much.
    pub price: u64,
    /// What goes off before anything is shared.
    pub costs: u64,
    /// What is less stays on the member's line.
    pub minimum: u64,
    /// Who pays out.
    pub treasurer: Treasurer,
}

/// A sale that its coordinator signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
    /// Among whom it is shared.
    pub roll: Roll,
    /// What was agreed.
    pub deal: Deal,
    /// The vote in which its members agreed, if they were asked.
    pub vote: Option<Hash>,
    /// The hash of what the sales before it left on members' lines.
    pub brought: Hash,
    /// The hash of all this.
    pub hash: Hash,
}

impl Deal {
    /// What is shared.
    #[must_use]
    pub const fn net(&self) -> u64 {
        self.price.saturating_sub(self.costs)
    }

    fn check(&self) -> Result<()> {
        if !is_value(&self.buyer, NAMED) {
            return Err(malformed(
                "has a buyer whose name is empty, too long, or hides something",
            ));
        }
        if self.costs > self.price {
            return Err(refused("costs more than it brings: there is nothing to share"));
        }
        Ok(())
    }
}

impl Sale {
    /// The note of a sale, by the coordinator of these secret bytes.
    ///
    /// # Errors
    /// When it cannot be one.
    pub(crate) fn sign(&self, secret: &[u8; 32]) -> Result<Note> {
        let note = Note::sign(self.text(), &coordinator(secret)?)?;
        Self::read(note.to_string().as_bytes())?;
        Ok(note)
    }

    fn text(&self) -> String {
        let deal = &self.deal;
        let writer = self
            .roll
            .write(Kind::Sale)
            .line("number", deal.number.to_string())
            .line("buyer", &deal.buyer)
            .line("currency", deal.currency.code())
            .line("price", deal.price.to_string())
            .line("costs", deal.costs.to_string())
            .line("minimum", deal.minimum.to_string());
        deal.treasurer
            .write(writer)
            .lines("vote", self.vote.iter().map(|vote| hex(vote)))
            .line("brought", hex(&self.brought))
            .text()
    }

    /// Reads a sale, and verifies that its coordinator signed it.
    ///
    /// # Errors
    /// The file is not a sale, or one that breaks the rules.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let note = Kind::Sale.read(bytes)?;
        let mut reader = Reader::new(note.unverified(), Kind::Sale)?;
        let roll = Roll::read(&mut reader)?;
        let at = number(reader.take("number")?)?;
        let buyer = reader.take("buyer")?.to_owned();
        let currency = Currency::of(reader.take("currency")?)?;
        let mut amount = |key| units(reader.take(key)?);
        let (price, costs, minimum) = (amount("price")?, amount("costs")?, amount("minimum")?);
        let treasurer = Treasurer::read(&mut reader)?;
        let vote = reader.maybe("vote").map(unhex).transpose()?;
        let brought = unhex(reader.take("brought")?)?;
        reader.end()?;
        note.verified_by(&roll.coordinator)?;
        let deal = Deal {
            number: at,
            buyer,
            currency,
            price,
            costs,
            minimum,
            treasurer,
        };
        deal.check()?;
        Ok(Self {
            roll,
            deal,
            vote,
            brought,
            hash: sha256(&[note.unverified().as_bytes()]),
        })
    }

    /// What files for a bank call it.
    #[must_use]
    pub fn id(&self) -> String {
        hex(&self.hash[..4])
    }

    /// Verifies a text that belongs to this sale and that its treasurer signed.
    pub(crate) fn signed(&self, kind: Kind, bytes: &[u8]) -> Result<String> {
        let note = kind.read(bytes)?;
        let text = note
            .verified_by(&self.deal.treasurer.verifier)
            .map_err(|_| Error::Signature("is not signed by the treasurer of this sale".to_owned()))?;
        Ok(text.to_owned())
    }

    pub(crate) fn writer(&self, kind: Kind, part: u8) -> Writer {
        Writer::new(kind)
            .rehearsal(self.roll.rehearsal)
            .line("sale", hex(&self.hash))
            .line("part", format!("{part:02x}"))
    }
}
