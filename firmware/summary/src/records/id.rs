//! What tells owners apart.

use core::fmt;
use core::num::NonZeroU64;

/// What tells an owner from others of the same name, and the same owner by another name: a random number that means
/// nothing but itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnerId(NonZeroU64);

impl OwnerId {
    /// The id of a number; none of 0.
    #[must_use]
    pub const fn new(number: u64) -> Option<Self> {
        match NonZeroU64::new(number) {
            Some(number) => Some(Self(number)),
            None => None,
        }
    }

    /// The id that is written so: as 16 hexadecimal digits in lower case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let number = u64::from_str_radix(text, 16).ok()?;
        Self::new(number).filter(|_| text.len() == 16 && text.bytes().all(is_digit))
    }

    /// Its number.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0.get()
    }
}

impl fmt::Display for OwnerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn an_id_is_read_as_it_is_written() {
        for number in [1, 0x0123_4567_89ab_cdef, u64::MAX] {
            let id = OwnerId::new(number).unwrap();
            assert_eq!((id.number(), OwnerId::parse(&id.to_string())), (number, Some(id)));
        }
    }

    #[test]
    fn nothing_else_is_an_id() {
        assert_eq!(OwnerId::new(0), None);
        for text in [
            "",
            "1",
            "0000000000000000",
            "0123456789ABCDEF",
            "+123456789abcdef",
            "0123456789abcdef0",
            "0123456789abcdeg",
        ] {
            assert_eq!(OwnerId::parse(text), None, "{text}");
        }
    }
}
