//! What has no bounds on a computer, and has them where nothing is allocated.

use core::fmt::{self, Write};

/// The most owners whose summaries a device keeps.
pub const MAX_OWNERS: usize = 8;

/// Something of each owner.
#[cfg(feature = "std")]
pub type List<T> = Vec<T>;
/// Something of each owner, of whom there are at most [`MAX_OWNERS`].
#[cfg(not(feature = "std"))]
pub type List<T> = heapless::Vec<T, MAX_OWNERS>;

/// A name or a sentence.
#[cfg(feature = "std")]
pub type Words = String;
/// The first 96 bytes of a name or a sentence.
#[cfg(not(feature = "std"))]
pub type Words = heapless::String<96>;

/// What something says, cut at the last character for which there is room.
pub(crate) fn words(says: impl fmt::Display) -> Words {
    struct Cut(Words);

    impl Write for Cut {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            for letter in text.chars() {
                self.0.write_char(letter)?;
            }
            Ok(())
        }
    }

    let mut cut = Cut(Words::new());
    // What fails is what there is no room for.
    let _ = write!(cut, "{says}");
    cut.0
}
