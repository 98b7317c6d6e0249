//! Bytes as text: hexadecimal for hashes, base64 for all else. Each value has one spelling.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::error::{Result, malformed};

/// A SHA-256.
pub type Hash = [u8; 32];

/// The SHA-256 of some parts, one after the other.
#[must_use]
pub fn sha256(parts: &[&[u8]]) -> Hash {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

/// Bytes in lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    let digits = bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    digits.collect()
}

/// So many bytes of lower-case hexadecimal.
///
/// # Errors
/// When it is anything else.
pub fn unhex<const N: usize>(text: &str) -> Result<[u8; N]> {
    let wrong = || malformed(format!("has something else than {} hexadecimal digits", 2 * N));
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Ok(byte - b'0'),
        b'a'..=b'f' => Ok(byte - b'a' + 10),
        _ => Err(wrong()),
    };
    if text.len() != 2 * N {
        return Err(wrong());
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Ok(bytes)
}

/// Bytes in base64, with padding.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The bytes of base64.
///
/// # Errors
/// The text is not base64, or not in its one spelling.
pub fn decode(text: &str) -> Result<Vec<u8>> {
    STANDARD
        .decode(text)
        .map_err(|_| malformed("has something that is not base64"))
}

/// So many bytes of base64.
///
/// # Errors
/// The text is not base64, or of another length.
pub fn decode_exactly<const N: usize>(text: &str) -> Result<[u8; N]> {
    <[u8; N]>::try_from(decode(text)?).map_err(|_| malformed(format!("has base64 of another length than {N} bytes")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_has_one_spelling() {
        assert_eq!(hex(&[0, 0x1f, 0xa0]), "001fa0");
        assert_eq!(unhex::<3>("001fa0"), Ok([0, 0x1f, 0xa0]));
        for other in ["001FA0", "001fa", "001fa00", "001fag", "é01fa"] {
            assert!(unhex::<3>(other).is_err(), "{other}");
        }
        assert_eq!(decode(&encode(b"any")), Ok(b"any".to_vec()));
        for other in ["YW55\n", "YW55=", "YW54YQ", "YW54YR==", " YW55"] {
            assert!(decode(other).is_err(), "{other}");
        }
    }
}
