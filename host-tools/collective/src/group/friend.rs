//! A friend in a group: a name and two keys, in a note of their own or in a line that can be sent by chat.

use std::fmt::Write;

use crate::code::{decode_exactly, encode, hex};
use crate::counter::NAMED;
use crate::error::{Result, malformed};
use crate::kind::{Kind, Reader, Writer, is_value};
use crate::note::{Note, Signer, Verifier};
use crate::seal::{Opener, check_key};

/// What a friend's key is called in notes.
const FRIEND: &str = "playtally.collective/friend";
/// What begins the line that can be sent by chat.
pub const LINE: &str = "playtally-friend/1 ";

/// A friend, as all others see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Friend {
    /// What the others call them.
    pub name: String,
    /// Tells their signatures.
    pub verifier: Verifier,
    /// Seals for them.
    pub sealing: [u8; 32],
}

/// What a friend of these secret bytes signs with.
///
/// # Errors
/// Never: its name is sound.
pub(crate) fn signer(secret: &[u8; 32]) -> Result<Signer> {
    Signer::new(FRIEND, secret)
}

/// The key of these public bytes.
pub(crate) fn verifier(key: &[u8; 32]) -> Result<Verifier> {
    Verifier::new(FRIEND, key)
}

impl Friend {
    /// The friend of this name with these secret keys, to sign and to open with.
    ///
    /// # Errors
    /// When the name cannot be one.
    pub fn new(name: &str, signing: &[u8; 32], sealing: &[u8; 32]) -> Result<Self> {
        Ok(Self {
            name: named(name)?,
            verifier: signer(signing)?.verifier(),
            sealing: Opener::new(sealing).key(),
        })
    }

    /// The note with which the friend of these secret bytes takes part.
    ///
    /// # Errors
    /// Never: what is written is sound.
    pub fn note(&self, signing: &[u8; 32]) -> Result<Note> {
        Note::sign(self.text(), &signer(signing)?)
    }

    fn text(&self) -> String {
        self.write(Writer::new(Kind::Friend)).text()
    }

    /// Reads such a note, and verifies that whoever wrote it has the key.
    ///
    /// # Errors
    /// The file is no such note.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let note = Kind::Friend.read(bytes)?;
        let mut reader = Reader::new(note.unverified(), Kind::Friend)?;
        let friend = Self::next(&mut reader)?.ok_or_else(|| malformed("names nobody"))?;
        reader.end()?;
        note.verified_by(&friend.verifier)?;
        Ok(friend)
    }

    /// The same in one line.
    ///
    /// # Errors
    /// When it was not this friend who signed the note.
    pub fn line(&self, note: &Note) -> Result<String> {
        let signature = note.signature_of(&self.verifier)?;
        let mut line = LINE.to_owned();
        for part in [&self.verifier.key()[..], &self.sealing, &signature] {
            // Writing to a string cannot fail.
            let _ = write!(line, "{} ", encode(part));
        }
        Ok(line + &self.name)
    }

    /// Reads such a line: the friend, and the note that it stands for.
    ///
    /// # Errors
    /// When it is none, or was changed.
    pub fn of_line(line: &str) -> Result<(Self, Note)> {
        let parts = line.trim().strip_prefix(LINE).map(|line| line.splitn(4, ' '));
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        let [key, sealing, signature, name] = parts[..] else {
            return Err(malformed(
                "is no key line: it has other parts than two keys, a signature and a name",
            ));
        };
        let friend = Self::of(name, decode_exactly(key)?, decode_exactly(sealing)?)?;
        let signature: [u8; 64] = decode_exactly(signature)?;
        let note = Note::with(friend.text(), &friend.verifier, signature.to_vec());
        note.verified_by(&friend.verifier)?;
        Ok((friend, note))
    }

    fn of(name: &str, key: [u8; 32], sealing: [u8; 32]) -> Result<Self> {
        check_key(&sealing)?;
        Ok(Self {
            name: named(name)?,
            verifier: verifier(&key)?,
            sealing,
        })
    }

    /// What tells friends apart in names of files: the beginning of their key.
    #[must_use]
    pub fn id(&self) -> String {
        hex(&self.verifier.key()[..4])
    }

    pub(crate) fn write(&self, writer: Writer) -> Writer {
        writer
            .line("friend", &self.name)
            .line("key", encode(&self.verifier.key()))
            .line("sealing-key", encode(&self.sealing))
    }

    /// Reads the next friend, if one comes.
    pub(crate) fn next(reader: &mut Reader<'_>) -> Result<Option<Self>> {
        let Some(name) = reader.maybe("friend") else {
            return Ok(None);
        };
        let key = decode_exactly(reader.take("key")?)?;
        let sealing = decode_exactly(reader.take("sealing-key")?)?;
        Self::of(name, key, sealing).map(Some)
    }
}

fn named(name: &str) -> Result<String> {
    if is_value(name, NAMED) {
        return Ok(name.to_owned());
    }
    Err(malformed(format!(
        "has a friend whose name is empty, longer than {NAMED} bytes, or hides something"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_goes_by_chat_as_well_as_by_file() {
        let ada = Friend::new("Ada von der Alm", &[1; 32], &[2; 32]).unwrap();
        let note = ada.note(&[1; 32]).unwrap();
        assert_eq!(Friend::read(note.to_string().as_bytes()), Ok(ada.clone()));
        let line = ada.line(&note).unwrap();
        assert_eq!(Friend::of_line(&format!("  {line}\r")), Ok((ada, note)));
        assert!(line.len() < 220, "{line}");
    }

    #[test]
    fn a_line_that_was_changed_is_refused() {
        let ada = Friend::new("Ada", &[1; 32], &[2; 32]).unwrap();
        let line = ada.line(&ada.note(&[1; 32]).unwrap()).unwrap();
        let bo = Friend::new("Bo", &[3; 32], &[4; 32]).unwrap();
        let (own, other) = (encode(&ada.sealing), encode(&bo.sealing));
        for wrong in [
            line.replace(&own, &other),
            line.replace("Ada", "Bo"),
            line.replace("friend/1", "friend/2"),
            line[..line.len() - 5].to_owned(),
            format!("{line}\u{202e}"),
            String::new(),
        ] {
            assert!(Friend::of_line(&wrong).is_err(), "{wrong}");
        }
        assert!(Friend::new("a\nb", &[1; 32], &[2; 32]).is_err());
    }
}
