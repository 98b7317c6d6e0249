//! Signed notes: text that anybody can read, a blank line, and a line for each signature, as C2SP's `signed-note` has them.
//!
//! A signature is over the bytes of the text as they are. A line of it is `— NAME BASE64`, of which the bytes are four that
//! say which key and 64 of Ed25519. A cosignature, as `tlog-cosignature` has it, puts the time before the 64.

use std::borrow::Cow;
use std::fmt;
use std::fmt::Write;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use crate::code::{decode, encode, sha256};
use crate::error::{Error, Result, malformed};

/// How many signatures a note may have: C2SP asks for at least 16.
const SIGNATURES: usize = 16;
/// What begins the line of a signature.
const DASH: &str = "— ";

/// What a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Algorithm {
    /// The text.
    Ed25519 = 1,
    /// The time and the text of a checkpoint.
    Cosignature = 4,
}

/// A key that signs, and its name.
#[derive(Clone)]
pub struct Signer {
    name: String,
    key: SigningKey,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// A key that tells whose signature it is, and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    key: VerifyingKey,
}

/// A note: what it says, and who says that they signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    name: String,
    id: [u8; 4],
    signature: Vec<u8>,
}

impl Signer {
    /// A key of 32 secret bytes.
    ///
    /// # Errors
    /// When the name cannot stand in a note.
    pub fn new(name: impl Into<String>, secret: &[u8; 32]) -> Result<Self> {
        Ok(Self {
            name: named(name.into())?,
            key: SigningKey::from_bytes(secret),
        })
    }

    /// The key that tells whose signature it is.
    #[must_use]
    pub fn verifier(&self) -> Verifier {
        Verifier {
            name: self.name.clone(),
            key: self.key.verifying_key(),
        }
    }

    fn line(&self, algorithm: Algorithm, signature: Vec<u8>) -> Line {
        Line {
            name: self.name.clone(),
            id: self.verifier().id(algorithm),
            signature,
        }
    }
}

impl Verifier {
    /// A key of 32 public bytes.
    ///
    /// # Errors
    /// When the name cannot stand in a note, or the bytes are no key.
    pub fn new(name: impl Into<String>, key: &[u8; 32]) -> Result<Self> {
        let key = VerifyingKey::from_bytes(key).ok().filter(|key| !key.is_weak());
        Ok(Self {
            name: named(name.into())?,
            key: key.ok_or_else(|| malformed("has 32 bytes that are no key of Ed25519"))?,
        })
    }

    /// The public bytes.
    #[must_use]
    pub fn key(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What tells keys of one name apart.
    fn id(&self, algorithm: Algorithm) -> [u8; 4] {
        let hash = sha256(&[self.name.as_bytes(), b"\n", &[algorithm as u8], self.key.as_bytes()]);
        [hash[0], hash[1], hash[2], hash[3]]
    }
}

/// Whether a name can stand in a note.
fn named(name: String) -> Result<String> {
    let is_sound = !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+');
    if is_sound {
        Ok(name)
    } else {
        Err(malformed(
            "has the name of a key with a blank, a plus sign or nothing in it",
        ))
    }
}

/// Whether this can be signed: whole lines of UTF-8 that hide nothing.
fn is_text(text: &str) -> bool {
    // Most texts have nothing but ASCII, of which bytes tell: they are long, and there are many.
    let is_control = |byte: &u8| byte.is_ascii_control() && *byte != b'\n';
    let has_control = if text.is_ascii() {
        text.as_bytes().iter().any(is_control)
    } else {
        text.contains(|c: char| c.is_control() && c != '\n')
    };
    text.ends_with('\n') && !has_control
}

impl Note {
    /// Signs a text.
    ///
    /// # Errors
    /// When it does not end in a line end, or has control characters.
    pub fn sign(text: impl Into<String>, signer: &Signer) -> Result<Self> {
        let text = text.into();
        if !is_text(&text) {
            return Err(malformed(
                "cannot be signed: it does not end in a line end, or has control characters",
            ));
        }
        let mut note = Self {
            text,
            signatures: Vec::new(),
        };
        note.add(signer);
        Ok(note)
    }

    /// Adds a signature.
    pub fn add(&mut self, signer: &Signer) {
        let signature = signer.key.sign(self.text.as_bytes()).to_bytes().to_vec();
        self.put(signer.line(Algorithm::Ed25519, signature));
    }

    /// Adds a cosignature of a checkpoint at a time in seconds since 1970.
    pub fn cosign(&mut self, signer: &Signer, time: u64) {
        let signature = signer.key.sign(cosigned(time, &self.text).as_bytes());
        let bytes = [&time.to_be_bytes()[..], &signature.to_bytes()].concat();
        self.put(signer.line(Algorithm::Cosignature, bytes));
    }

    /// Takes over what others signed of the same text.
    ///
    /// # Errors
    /// When it is another text.
    pub fn merge(&mut self, other: &Self) -> Result<()> {
        if self.text != other.text {
            return Err(malformed(
                "says something else than the note that is there under the same name",
            ));
        }
        other.signatures.iter().for_each(|line| self.put(line.clone()));
        Ok(())
    }

    fn put(&mut self, line: Line) {
        let is_there = |there: &Line| there.name == line.name && there.id == line.id;
        if !self.signatures.iter().any(is_there) && self.signatures.len() < SIGNATURES {
            self.signatures.push(line);
        }
    }

    /// Reads a note of at most so many bytes. Line ends of Windows are taken for line ends.
    ///
    /// # Errors
    /// The bytes are not a note. Believe nothing of a note before it is verified.
    pub fn read(bytes: &[u8], most: usize) -> Result<Self> {
        if bytes.len() > most {
            return Err(malformed(format!(
                "is longer than the {most} bytes that such a note may have"
            )));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| malformed("is not text in UTF-8"))?;
        // A mailbox or an editor put them there. Nothing that is signed has one.
        let text = if text.as_bytes().contains(&b'\r') {
            Cow::Owned(text.replace("\r\n", "\n"))
        } else {
            Cow::Borrowed(text)
        };
        let (text, lines) = text
            .rsplit_once("\n\n")
            .ok_or_else(|| malformed("is no signed note: no blank line parts text and signatures"))?;
        let text = format!("{text}\n");
        if !is_text(&text) {
            return Err(malformed("is no signed note: it has control characters"));
        }
        let lines = lines
            .strip_suffix('\n')
            .ok_or_else(|| malformed("is cut off: its last line has no end"))?;
        let signatures = lines.split('\n').map(Line::read).collect::<Result<Vec<_>>>()?;
        if signatures.len() > SIGNATURES {
            return Err(malformed(format!("has more than {SIGNATURES} signatures")));
        }
        Ok(Self { text, signatures })
    }

    /// What it says, once this key is known to have signed it.
    ///
    /// # Errors
    /// When it has not.
    pub fn verified_by(&self, verifier: &Verifier) -> Result<&str> {
        let signature = self.line_of(verifier, Algorithm::Ed25519)?.as_slice();
        check(verifier, &self.text, signature)?;
        Ok(&self.text)
    }

    /// What a checkpoint says, once this key is known to have cosigned it, and when that was in seconds since 1970.
    ///
    /// # Errors
    /// When it has not.
    pub fn cosigned_by(&self, verifier: &Verifier) -> Result<(&str, u64)> {
        let signature = self.line_of(verifier, Algorithm::Cosignature)?;
        let (time, signature) = signature.split_first_chunk().ok_or_else(|| forged(verifier))?;
        let time = u64::from_be_bytes(*time);
        check(verifier, &cosigned(time, &self.text), signature)?;
        Ok((&self.text, time))
    }

    fn line_of(&self, verifier: &Verifier, algorithm: Algorithm) -> Result<&Vec<u8>> {
        let id = verifier.id(algorithm);
        let line = self
            .signatures
            .iter()
            .find(|line| line.name == verifier.name && line.id == id);
        let line = line.ok_or_else(|| Error::Signature(format!("is not signed by {}", verifier.name)))?;
        Ok(&line.signature)
    }

    /// What it says, if anybody does: to find out whose signature it needs, and for nothing else.
    #[must_use]
    pub fn unverified(&self) -> &str {
        &self.text
    }

    /// The 64 bytes of a signature.
    pub(crate) fn signature_of(&self, verifier: &Verifier) -> Result<[u8; 64]> {
        let signature = self.line_of(verifier, Algorithm::Ed25519)?.as_slice();
        signature.try_into().map_err(|_| forged(verifier))
    }

    /// A note with a signature that stood elsewhere.
    pub(crate) fn with(text: String, verifier: &Verifier, signature: Vec<u8>) -> Self {
        let line = Line {
            name: verifier.name.clone(),
            id: verifier.id(Algorithm::Ed25519),
            signature,
        };
        Self {
            text,
            signatures: vec![line],
        }
    }
}

fn cosigned(time: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

fn check(verifier: &Verifier, text: &str, signature: &[u8]) -> Result<()> {
    let signature = Signature::from_slice(signature).map_err(|_| forged(verifier))?;
    verifier
        .key
        .verify_strict(text.as_bytes(), &signature)
        .map_err(|_| forged(verifier))
}

fn forged(verifier: &Verifier) -> Error {
    Error::Signature(format!(
        "was changed after it was signed, or never signed by {}: the signature does not fit",
        verifier.name
    ))
}

impl Line {
    fn read(line: &str) -> Result<Self> {
        let wrong = || malformed("is no signed note: a line after the blank one is no signature");
        let (name, bytes) = line
            .strip_prefix(DASH)
            .and_then(|line| line.split_once(' '))
            .ok_or_else(wrong)?;
        let bytes = decode(bytes)?;
        let (id, signature) = bytes.split_first_chunk().ok_or_else(wrong)?;
        Ok(Self {
            name: named(name.to_owned())?,
            id: *id,
            signature: signature.to_vec(),
        })
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        f.write_char('\n')?;
        for Line { name, id, signature } in &self.signatures {
            writeln!(f, "{DASH}{name} {}", encode(&[&id[..], signature].concat()))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::{hex, unhex};
    use proptest::prelude::*;

    const MOST: usize = 65_536;

    /// RFC 8032, 7.1, TEST 1.
    #[test]
    fn ed25519_signs_as_its_rfc_has_it() {
        let secret = unhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").unwrap();
        let key = SigningKey::from_bytes(&secret);
        assert_eq!(
            hex(key.verifying_key().as_bytes()),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        );
        assert_eq!(
            hex(&key.sign(b"").to_bytes()),
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        );
    }

    /// The example of Go's `golang.org/x/mod/sumdb/note`, from which C2SP's format comes.
    #[test]
    fn a_note_that_others_made_is_verified_and_made_again() {
        let text =
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
        let signed = format!(
            "{text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
        );
        let secret = decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz").unwrap();
        let public = decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").unwrap();
        let signer = Signer::new("PeterNeumann", secret[1..].try_into().unwrap()).unwrap();
        let verifier = Verifier::new("PeterNeumann", public[1..].try_into().unwrap()).unwrap();
        assert_eq!(signer.verifier(), verifier);
        let note = Note::read(signed.as_bytes(), MOST).unwrap();
        assert_eq!(note.verified_by(&verifier), Ok(text));
        assert_eq!(Note::sign(text, &signer).unwrap().to_string(), signed);
    }

    fn signer(name: &str) -> Signer {
        Signer::new(name, &sha256(&[name.as_bytes()])).unwrap()
    }

    #[test]
    fn several_sign_one_text_and_each_is_told_apart() {
        let (ana, bo) = (signer("ana"), signer("bo"));
        let mut note = Note::sign("kind\nkey: value\n", &ana).unwrap();
        note.cosign(&bo, 1_700_000_000);
        let again = Note::read(note.to_string().as_bytes(), MOST).unwrap();
        assert_eq!(again, note);
        assert!(again.verified_by(&ana.verifier()).is_ok());
        assert_eq!(again.cosigned_by(&bo.verifier()).unwrap().1, 1_700_000_000);
        assert!(
            again.verified_by(&bo.verifier()).is_err(),
            "a cosignature is no signature"
        );
        let namesake = Signer::new("ana", &[7; 32]).unwrap();
        assert!(again.verified_by(&namesake.verifier()).is_err());
    }

    #[test]
    fn a_note_from_windows_is_the_same_note() {
        let ana = signer("ana");
        let note = Note::sign("kind\nkey: value\n", &ana).unwrap();
        let windows = note.to_string().replace('\n', "\r\n");
        assert_eq!(Note::read(windows.as_bytes(), MOST), Ok(note));
    }

    #[test]
    fn what_is_no_note_is_told_so() {
        let note = Note::sign("kind\n", &signer("ana")).unwrap().to_string();
        for (bytes, why) in [
            (note.replace("\n\n", "\n"), "blank line"),
            (note[..note.len() - 1].to_owned(), "cut off"),
            (note.replace('k', "\u{1b}"), "control"),
            (note.replace("— ana", "- ana"), "no signature"),
            (note.replace("— ana ", "— a+b "), "plus"),
            (format!("{note}{}", "— ana AAAAAAAA\n".repeat(16)), "more than 16"),
        ] {
            let error = Note::read(bytes.as_bytes(), MOST).expect_err(why).to_string();
            assert!(error.contains(why), "{why}: {error}");
        }
        assert!(Note::read(b"\xff\n\nx\n", MOST).is_err());
        assert!(
            Note::read(note.as_bytes(), note.len() - 1)
                .unwrap_err()
                .to_string()
                .contains("longer")
        );
    }

    proptest! {
        #[test]
        fn a_changed_byte_is_found(at in 0_usize..200, to in 0_u8..128) {
            let ana = signer("ana");
            let note = Note::sign("kind\nkey: value\n", &ana).unwrap().to_string();
            let mut bytes = note.clone().into_bytes();
            let at = at % bytes.len();
            prop_assume!(bytes[at] != to);
            bytes[at] = to;
            let verified = Note::read(&bytes, MOST).and_then(|note| note.verified_by(&ana.verifier()).map(str::to_owned));
            prop_assert!(verified.is_err(), "{verified:?}");
        }

        #[test]
        fn anything_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(note) = Note::read(&bytes, MOST) {
                prop_assert_eq!(Note::read(note.to_string().as_bytes(), MOST), Ok(note));
            }
        }
    }
}
