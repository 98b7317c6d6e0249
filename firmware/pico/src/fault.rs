//! What is left of a panic: a number that says where it was.
//!
//! Nothing that the program holds can be trusted then. So the chip keeps the number in registers that outlast a restart, and
//! the program that starts anew shows it.

use core::fmt;
use core::panic::Location;

use playtally_summary::fnv;

/// Where a program panicked: a sum of the file's name, and the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    file: u16,
    line: u16,
}

impl Fault {
    /// The fault of a processor that could not go on.
    pub const HARD: Self = Self { file: 0, line: 0 };

    /// The fault at a place in the code.
    #[must_use]
    pub fn at(place: &Location<'_>) -> Self {
        Self::in_file(place.file(), place.line())
    }

    /// The fault in a line of a file, by the name that the compiler has for it.
    #[must_use]
    pub fn in_file(file: &str, line: u32) -> Self {
        let sum = fnv(file.bytes());
        Self {
            file: (sum ^ sum >> 16) as u16,
            line: line as u16,
        }
    }

    /// Both halves in one number.
    #[must_use]
    pub const fn number(self) -> u32 {
        (self.file as u32) << 16 | self.line as u32
    }

    /// The fault with that number.
    #[must_use]
    pub const fn from_number(number: u32) -> Self {
        Self {
            file: (number >> 16) as u16,
            line: number as u16,
        }
    }
}

/// As it stands on the page: four digits for the file, and the line.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "fault {:04X}-{}", self.file, self.line)
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::*;

    #[test]
    fn a_fault_is_told_by_its_number() {
        let fault = Fault::at(Location::caller());
        assert_eq!(Fault::from_number(fault.number()), fault);
        assert_ne!(fault, Fault::HARD);
        assert_eq!(Fault::from_number(0x01AB_0102).to_string(), "fault 01AB-258");
        assert_ne!(Fault::in_file("a.rs", 7).number(), Fault::in_file("b.rs", 7).number());
    }
}
