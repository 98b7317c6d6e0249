//! Sealing a piece for one counter: HPKE (RFC 9180) in base mode with X25519, HKDF-SHA256 and ChaCha20-Poly1305.

use std::fmt;

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable, single_shot_open, single_shot_seal_with_rng};
use rand::CryptoRng;

use crate::code::Hash;
use crate::error::{Result, malformed, refused};

type Secret = <X25519HkdfSha256 as Kem>::PrivateKey;
type Public = <X25519HkdfSha256 as Kem>::PublicKey;
type Encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey;

/// How the suite is called in an invitation.
pub const SUITE: &str = "X25519, HKDF-SHA256, ChaCha20-Poly1305";
/// How many bytes a sealed piece is longer than what is in it: the key that it came with, and the tag.
pub const LONGER: usize = 32 + 16;

/// What opens pieces.
pub struct Opener(Secret);

impl fmt::Debug for Opener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opener")
    }
}

impl Opener {
    /// The one that follows from 32 secret bytes.
    #[must_use]
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(X25519HkdfSha256::derive_keypair(secret).0)
    }

    /// The key that seals for it.
    #[must_use]
    pub fn key(&self) -> [u8; 32] {
        X25519HkdfSha256::sk_to_pk(&self.0).to_bytes().into()
    }

    /// Opens a piece that was sealed for this, under these words and beside this.
    ///
    /// # Errors
    /// When it was not, or was changed.
    pub fn open(&self, info: &[u8], beside: &[u8], sealed: &[u8]) -> Result<Vec<u8>> {
        let cannot = || refused("cannot be opened: it was sealed for another counter, round or member, or was changed");
        let (key, text) = sealed.split_first_chunk::<32>().ok_or_else(cannot)?;
        let key = Encapsulated::from_bytes(key).map_err(|_| cannot())?;
        single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.0,
            &key,
            info,
            text,
            beside,
        )
        .map_err(|_| cannot())
    }
}

/// Seals a piece for whoever has the secret of this key.
///
/// # Errors
/// The bytes are not a key.
pub fn seal(key: &[u8; 32], info: &[u8], beside: &[u8], piece: &[u8], random: &mut impl CryptoRng) -> Result<Vec<u8>> {
    let wrong = |_| malformed("has a key to seal with that cannot be read");
    let key = Public::from_bytes(key).map_err(wrong)?;
    let (encapsulated, text) = single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &key,
        info,
        piece,
        beside,
        random,
    )
    .map_err(wrong)?;
    Ok([&encapsulated.to_bytes()[..], &text].concat())
}

/// Whether a key can be sealed with.
///
/// # Errors
/// When it cannot.
pub fn check_key(key: &[u8; 32]) -> Result<()> {
    // It is tried: some points on the curve are no keys, and the crate finds out where it uses them.
    seal(key, b"", b"", b"", &mut rand::rng()).map(drop)
}

/// What stands beside a piece: the hash of the note's open part, and which counter's it is.
pub(crate) fn beside(open: &Hash, counter: u8) -> Vec<u8> {
    [&open[..], &[counter]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::unhex;

    /// RFC 9180, A.2.1, sequence 0.
    #[test]
    fn a_piece_of_the_rfc_is_opened() {
        let secret: [u8; 32] = unhex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb").unwrap();
        let opener = Opener(Secret::from_bytes(&secret).unwrap());
        let key: [u8; 32] = unhex("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a").unwrap();
        let text: [u8; 45] =
            unhex("1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28")
                .unwrap();
        let sealed = [&key[..], &text].concat();
        let opened = opener.open(b"Ode on a Grecian Urn", b"Count-0", &sealed);
        assert_eq!(opened, Ok(b"Beauty is truth, truth beauty".to_vec()));
    }

    #[test]
    fn a_piece_opens_only_for_whom_and_beside_what_it_was_sealed() {
        let (ana, bo) = (Opener::new(&[1; 32]), Opener::new(&[2; 32]));
        let sealed = seal(&ana.key(), b"round", b"beside", b"piece", &mut rand::rng()).unwrap();
        assert_eq!(sealed.len(), 5 + LONGER);
        assert_eq!(ana.open(b"round", b"beside", &sealed), Ok(b"piece".to_vec()));
        assert!(bo.open(b"round", b"beside", &sealed).is_err());
        assert!(ana.open(b"other", b"beside", &sealed).is_err());
        assert!(ana.open(b"round", b"moved", &sealed).is_err());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(ana.open(b"round", b"beside", &changed).is_err(), "{at}");
        }
        assert!(ana.open(b"round", b"beside", &sealed[..31]).is_err());
    }

    #[test]
    fn a_point_that_gives_everybody_the_same_secret_is_no_key() {
        assert!(check_key(&[0; 32]).is_err());
        assert!(check_key(&Opener::new(&[1; 32]).key()).is_ok());
    }
}
