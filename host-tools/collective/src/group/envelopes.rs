//! What one friend adds, in shares: one for each friend, sealed for them.

use rand::CryptoRng;

use super::friend::signer;
use super::roster::Group;
use super::shamir::{Shares, combine, split};
use crate::code::{Hash, decode, decode_exactly, encode, sha256};
use crate::error::{Result, malformed, refused};
use crate::kind::{Kind, Reader, Writer};
use crate::note::Note;
use crate::seal::{Opener, beside, seal};

/// What begins a sealed share in a note.
const SHARE: &str = "\nshare: ";

/// One friend's envelopes, read and verified. What is in them is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelopes {
    /// The place of whose they are, from 0.
    pub place: u8,
    /// The SHA-256 of what was signed.
    pub hash: Hash,
    shares: Vec<Vec<u8>>,
    open: Hash,
}

impl Envelopes {
    /// Splits what a friend adds, seals it and signs. Before that, it puts the shares together, and compares.
    ///
    /// # Errors
    /// When these are not numbers that this group adds up, or not the keys of one of its friends, or what was put together is not
    /// what was split.
    pub fn seal(group: &Group, signing: &[u8; 32], numbers: &[u64], random: &mut impl CryptoRng) -> Result<Note> {
        let signer = signer(signing)?;
        let place = group.place_of(&signer.verifier());
        let place = place.ok_or_else(|| refused("has nobody with your key in it"))?;
        if numbers.len() != group.terms.cells() {
            return Err(refused("adds up another number of cells"));
        }
        let threshold = group.threshold();
        let shares = split(numbers, threshold, group.size(), random)?;
        let numbered: Vec<(u8, &Shares)> = (1..).zip(&shares).collect();
        // Once the first so many give it, and all others lie on the same polynomials, any so many give it.
        if combine(&numbered, threshold)? != numbers {
            return Err(refused(
                "was split into something else: nothing was signed; please report this",
            ));
        }
        let open = Writer::of(Kind::Envelopes, &group.round())
            .line("friend", encode(&signer.verifier().key()))
            .text();
        let hash = sha256(&[open.as_bytes()]);
        let mut text = open.trim_end().to_owned();
        for ((at, share), friend) in (0..).zip(&shares).zip(&group.friends) {
            let sealed = seal(
                &friend.sealing,
                &group.info(),
                &beside(&hash, at),
                &share.bytes(),
                random,
            )?;
            text += &format!("{SHARE}{}", encode(&sealed));
        }
        let note = Note::sign(text + "\n", &signer)?;
        let read = Self::read(group, note.to_string().as_bytes())?;
        if read.place == place {
            Ok(note)
        } else {
            Err(refused("was signed for somebody else: please report this"))
        }
    }

    /// Reads the envelopes of a friend in this group, and verifies their signature.
    ///
    /// # Errors
    /// The file has no envelopes, or those of another group.
    pub fn read(group: &Group, bytes: &[u8]) -> Result<Self> {
        let note = Kind::Envelopes.read(bytes)?;
        let text = note.unverified();
        let mut reader = Reader::of(text, Kind::Envelopes, &group.round())?;
        let (place, friend) = by(group, &mut reader)?;
        let shares = reader
            .all("share")
            .into_iter()
            .map(decode)
            .collect::<Result<Vec<_>>>()?;
        reader.end()?;
        note.verified_by(friend)?;
        if shares.len() != group.friends.len() {
            return Err(malformed("has not one share for each friend"));
        }
        let open = text.find(SHARE).and_then(|end| text.get(..=end)).unwrap_or(text);
        Ok(Self {
            place,
            hash: sha256(&[text.as_bytes()]),
            shares,
            open: sha256(&[open.as_bytes()]),
        })
    }

    /// Opens the share of the friend at this place.
    ///
    /// # Errors
    /// When it was not sealed for them here, or is no share.
    pub fn open(&self, group: &Group, place: u8, opener: &Opener) -> Result<Shares> {
        let sealed = self.shares.get(usize::from(place)).map_or(&[][..], Vec::as_slice);
        let cannot = |_| refused("cannot be opened: it was sealed for another friend or group, or was changed");
        let opened = opener
            .open(&group.info(), &beside(&self.open, place), sealed)
            .map_err(cannot)?;
        Shares::read(&opened, group.terms.cells())
    }
}

/// The next line, which says by its key which friend wrote a note: their place, and what tells their signatures.
pub(super) fn by<'g>(group: &'g Group, reader: &mut Reader<'_>) -> Result<(u8, &'g crate::note::Verifier)> {
    let key: [u8; 32] = decode_exactly(reader.take("friend")?)?;
    let place = group.friends.iter().position(|friend| friend.verifier.key() == key);
    let place = place.ok_or_else(|| refused("is by somebody who is not in this group"))?;
    // Twenty at most.
    Ok((place as u8, &group.friends[place].verifier))
}
