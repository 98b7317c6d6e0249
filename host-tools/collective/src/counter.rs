//! Who counts: the keys of a counter, made for one round, and the note with which it offers to count.

use std::fmt;

use rand::CryptoRng;

use crate::code::{Hash, decode_exactly, encode, hex, sha256, unhex};
use crate::error::{Result, malformed};
use crate::kind::{Kind, Reader, Writer, is_value};
use crate::note::{Note, Signer, Verifier};
use crate::seal::{Opener, check_key};

/// What a counter's key is called in notes.
pub(crate) const NAME: &str = "playtally.collective/counter";
/// How long the name of a person or a place may be.
pub(crate) const NAMED: usize = 80;

/// What a counter keeps to itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    pub(crate) signing: [u8; 32],
    pub(crate) sealing: [u8; 32],
    pub(crate) random: [u8; 32],
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// A counter, as everybody sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    /// What people call it.
    pub name: String,
    /// Tells its signatures.
    pub verifier: Verifier,
    /// Seals for it.
    pub sealing: [u8; 32],
    /// The hash of the randomness that it reveals once the list is closed.
    pub commitment: Hash,
}

impl Secret {
    /// New keys.
    #[must_use]
    pub fn new(random: &mut impl CryptoRng) -> Self {
        let mut secret = || bytes(random);
        Self {
            signing: secret(),
            sealing: secret(),
            random: secret(),
        }
    }

    /// What it signs with.
    ///
    /// # Errors
    /// Never: its name is sound.
    pub fn signer(&self) -> Result<Signer> {
        Signer::new(NAME, &self.signing)
    }

    /// What opens the pieces that are sealed for it.
    #[must_use]
    pub fn opener(&self) -> Opener {
        Opener::new(&self.sealing)
    }

    /// The counter of this name with these keys.
    ///
    /// # Errors
    /// When the name cannot be one.
    pub fn counter(&self, name: &str) -> Result<Counter> {
        if !is_value(name, NAMED) {
            return Err(malformed(format!(
                "has a name that is empty, longer than {NAMED} bytes, or hides something"
            )));
        }
        Ok(Counter {
            name: name.to_owned(),
            verifier: self.signer()?.verifier(),
            sealing: self.opener().key(),
            commitment: commitment(&self.random),
        })
    }

    /// The note with which a counter of this name offers to count.
    ///
    /// # Errors
    /// When the name cannot be one.
    pub fn offer(&self, name: &str) -> Result<Note> {
        Note::sign(
            self.counter(name)?.write(Writer::new(Kind::Offer)).text(),
            &self.signer()?,
        )
    }
}

/// Some secret bytes.
pub(crate) fn bytes<const N: usize>(random: &mut impl CryptoRng) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill_bytes(&mut bytes);
    bytes
}

/// What a counter says of its randomness before it is revealed.
pub(crate) fn commitment(random: &[u8; 32]) -> Hash {
    sha256(&[b"playtally.collective/1 randomness", random])
}

impl Counter {
    /// Reads an offer, and verifies that whoever offers has the key.
    ///
    /// # Errors
    /// The file is not an offer.
    pub fn offered(bytes: &[u8]) -> Result<Self> {
        let note = Kind::Offer.read(bytes)?;
        let mut reader = Reader::new(note.unverified(), Kind::Offer)?;
        let counter = Self::read(&mut reader)?.ok_or_else(|| malformed("offers nobody"))?;
        reader.end()?;
        note.verified_by(&counter.verifier)?;
        Ok(counter)
    }

    /// What tells counters apart: the beginning of their key.
    #[must_use]
    pub fn id(&self) -> String {
        hex(&self.verifier.key()[..4])
    }

    pub(crate) fn write(&self, writer: Writer) -> Writer {
        writer
            .line("counter", &self.name)
            .line("key", encode(&self.verifier.key()))
            .line("sealing-key", encode(&self.sealing))
            .line("commitment", hex(&self.commitment))
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Option<Self>> {
        let Some(name) = reader.maybe("counter") else {
            return Ok(None);
        };
        if !is_value(name, NAMED) {
            return Err(malformed("has a counter whose name is too long or hides something"));
        }
        let verifier = Verifier::new(NAME, &decode_exactly(reader.take("key")?)?)?;
        let sealing = decode_exactly(reader.take("sealing-key")?)?;
        check_key(&sealing)?;
        Ok(Some(Self {
            name: name.to_owned(),
            verifier,
            sealing,
            commitment: unhex(reader.take("commitment")?)?,
        }))
    }
}
