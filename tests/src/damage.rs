//! Exports as they should not be: one small export for each kind of damage.

use std::io::{self, Write};

use crate::archive::{Archive, Zip};
use crate::listener::{Listener, Person};
use crate::spotify_account::PRIVATE_MEMBERS;
use crate::spotify_extended::Extended;

/// What is wrong with an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// A zip whose end, and with it the directory, is missing.
    TruncatedZip,
    /// A zip with one byte changed in the middle of a member.
    ChangedByte,
    /// A sound zip without any history.
    NoHistory,
    /// A file that is no zip, though it is called one.
    NotAZip,
    /// A zip of no bytes.
    Empty,
    /// A member that unpacks to a thousand times its size.
    Bomb,
    /// JSON that ends in the middle of a row.
    CutOff,
    /// JSON whose outermost value is an object.
    NotAnArray,
    /// A row whose duration is a text.
    WrongType,
    /// A row on 30 February.
    ImpossibleDate,
    /// A member that is not UTF-8.
    NotUtf8,
    /// Arrays in arrays, a hundred thousand deep.
    Deep,
}

/// Bytes to which the bomb's member unpacks.
pub const BOMB: u64 = 1 << 28;

impl Damage {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::TruncatedZip,
        Self::ChangedByte,
        Self::NoHistory,
        Self::NotAZip,
        Self::Empty,
        Self::Bomb,
        Self::CutOff,
        Self::NotAnArray,
        Self::WrongType,
        Self::ImpossibleDate,
        Self::NotUtf8,
        Self::Deep,
    ];

    /// The bytes of a zip with this damage, and sound rows around it where there can be any.
    ///
    /// # Errors
    /// None are possible in memory, but the writers know no such thing.
    pub fn zip(self) -> io::Result<Vec<u8>> {
        match self {
            Self::TruncatedZip => {
                let mut zip = sound_zip()?;
                zip.truncate(zip.len() * 2 / 3);
                Ok(zip)
            }
            Self::ChangedByte => {
                let mut zip = sound_zip()?;
                let middle = zip.len() / 2;
                zip[middle] ^= 0x10;
                Ok(zip)
            }
            Self::NoHistory => {
                let mut zip = Zip::new(Vec::new(), 6);
                for (name, content) in PRIVATE_MEMBERS {
                    zip.begin(&format!("MyData/{name}"))?;
                    zip.write_all(content.as_bytes())?;
                }
                zip.finish()
            }
            Self::NotAZip => Ok(b"This was saved from the browser before the download was complete.\n".to_vec()),
            Self::Empty => Ok(Vec::new()),
            Self::Bomb => bomb(),
            _ => zip_of(&self.member()?),
        }
    }

    /// The bytes of a single JSON file with this damage; a sound file where only a zip can have it.
    ///
    /// # Errors
    /// None are possible in memory, but the writers know no such thing.
    pub fn member(self) -> io::Result<Vec<u8>> {
        let sound = sound_member()?;
        let text = String::from_utf8_lossy(&sound).into_owned();
        Ok(match self {
            Self::CutOff => sound[..sound.len() / 2].to_vec(),
            Self::NotAnArray => format!("{{\"rows\": {text}}}").into_bytes(),
            Self::WrongType => text
                .replacen("\"ms_played\": ", "\"ms_played\": \"long\", \"was\": ", 1)
                .into_bytes(),
            Self::ImpossibleDate => {
                let at = text.find("\"ts\": \"").unwrap_or(0) + 7;
                format!("{}2023-02-30{}", &text[..at], &text[at + 10..]).into_bytes()
            }
            Self::NotUtf8 => {
                let mut bytes = sound;
                let at = text.find("track_name\": \"").unwrap_or(0) + 14;
                bytes[at] = 0xFF;
                bytes
            }
            Self::Deep => "[".repeat(100_000).into_bytes(),
            _ => sound,
        })
    }
}

/// The name under which the damaged members lie.
pub const MEMBER: &str = "Spotify Extended Streaming History/Streaming_History_Audio_2014-2026_0.json";

/// The JSON of a sound export with a few hundred rows.
///
/// # Errors
/// None are possible in memory, but the writers know no such thing.
pub fn sound_member() -> io::Result<Vec<u8>> {
    #[derive(Default)]
    struct First(Vec<u8>, u8);
    impl Write for First {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.1 == 1 {
                self.0.extend(bytes);
            }
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    impl Archive for First {
        fn begin(&mut self, name: &str) -> io::Result<()> {
            self.1 += u8::from(name.contains("Audio") || self.1 == 1);
            Ok(())
        }
    }
    let mut first = First::default();
    Extended::NEW.write(&Listener::new(Person::new(11, 300)), &mut first)?;
    Ok(first.0)
}

/// A sound export with a few hundred rows.
///
/// # Errors
/// None are possible in memory, but the writers know no such thing.
pub fn sound_zip() -> io::Result<Vec<u8>> {
    zip_of(&sound_member()?)
}

fn zip_of(member: &[u8]) -> io::Result<Vec<u8>> {
    let mut zip = Zip::new(Vec::new(), 6);
    zip.begin(MEMBER)?;
    zip.write_all(member)?;
    zip.finish()
}

/// A history that begins as it should and goes on with nothing, for ever so long.
fn bomb() -> io::Result<Vec<u8>> {
    let sound = sound_member()?;
    let first_row = sound.windows(4).position(|end| end == b"  },").unwrap_or(0);
    let mut zip = Zip::new(Vec::new(), 9);
    zip.begin(MEMBER)?;
    zip.write_all(&sound[..first_row + 3])?;
    let spaces = vec![b' '; 1 << 16];
    for _ in 0..BOMB >> 16 {
        zip.write_all(&spaces)?;
    }
    zip.write_all(b"]")?;
    zip.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_damage_differs_from_a_sound_export() {
        let sound = sound_zip().unwrap();
        for damage in Damage::ALL {
            assert!(damage.zip().unwrap() != sound, "{damage:?}");
        }
    }

    #[test]
    fn a_bomb_is_a_thousand_times_smaller_than_what_it_holds() {
        assert!((Damage::Bomb.zip().unwrap().len() as u64) < BOMB / 900);
    }
}
