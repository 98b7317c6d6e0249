//! What lies where in the flash, and the summary in it.
//!
//! A Pico has 2 MiB of flash that the processor reads like memory: the program in the first half, and a summary at the
//! beginning of the second, where it is read in place. A file of [UF2](crate::uf2) puts it there.

use playtally_device::{Identity, Kept, List, News, Store};
use playtally_summary::{HEADER_LENGTH, Header, MAGIC, MAX_LENGTH};

/// Where a summary begins, as the processor sees it.
pub const SUMMARY: u32 = 0x1010_0000;
/// The most bytes that it takes.
pub const SUMMARY_LENGTH: usize = MAX_LENGTH;

/// Why this program erases nothing.
const IN_FLASH: &str = "hold BOOTSEL at the start and load another";

/// The summary that lies at the beginning of some flash, by the length that it says; `None` where there is none.
#[must_use]
pub fn summary(flash: &[u8]) -> Option<&[u8]> {
    flash.starts_with(&MAGIC).then_some(())?;
    let length = flash.get(core::mem::offset_of!(Header, length)..HEADER_LENGTH)?;
    let length = u32::from_le_bytes(*length.first_chunk()?) as usize;
    // What says that it is shorter or longer is not sound, and whoever opens it says so.
    Some(flash.get(..length.max(HEADER_LENGTH)).unwrap_or(flash))
}

/// The one summary in the flash.
#[derive(Debug)]
pub struct Flashed {
    kept: Option<Kept>,
    news: Option<News>,
}

impl Flashed {
    /// What lies in some flash. A summary that cannot be read is told as news.
    #[must_use]
    pub fn new(flash: &'static [u8]) -> Self {
        match summary(flash).map(Kept::lent) {
            None => Self { kept: None, news: None },
            Some(Ok(kept)) => Self {
                kept: Some(kept),
                news: None,
            },
            Some(Err(error)) => Self {
                kept: None,
                news: Some(News::Refused { why: error.into() }),
            },
        }
    }

    /// None, and something that is wrong with the device.
    #[must_use]
    pub const fn failing(news: News) -> Self {
        Self {
            kept: None,
            news: Some(news),
        }
    }
}

impl Store for Flashed {
    type Error = &'static str;

    fn changed(&mut self) -> bool {
        self.kept.is_some()
    }

    fn load(&mut self) -> List<Kept> {
        self.kept.take().into_iter().collect()
    }

    fn news(&mut self) -> Option<News> {
        self.news.take()
    }

    fn erase(&mut self, _: Option<&Identity>) -> Result<(), Self::Error> {
        Err(IN_FLASH)
    }

    fn replace(&mut self, _: &Identity, _: &Identity) -> Result<(), Self::Error> {
        Err(IN_FLASH)
    }
}

#[cfg(test)]
mod tests {
    use std::{boxed::Box, vec, vec::Vec};

    use playtally_screen::Refusal;
    use playtally_summary::records::{Owner, Rule, TextRecord, Totals};
    use playtally_summary::{TextId, Writer};
    use zerocopy::FromZeros;

    use super::*;

    /// Flash in which a file lies, and what was never written after it.
    fn flash(file: &[u8]) -> &'static [u8] {
        let mut flash = vec![0xFF; SUMMARY_LENGTH];
        flash[..file.len()].copy_from_slice(file);
        Box::leak(flash.into_boxed_slice())
    }

    /// A summary that says nothing, of nobody.
    fn file() -> Vec<u8> {
        let owner = Owner {
            name: TextId::new(0),
            ..Owner::new_zeroed()
        };
        let rule = Rule {
            counted_ms: 30_000.into(),
            timezone: TextId::NONE,
            ..Rule::new_zeroed()
        };
        let name = TextRecord::new_zeroed();
        let file = Writer::new()
            .records(&[owner])
            .records(&[rule])
            .records(&[Totals::new_zeroed()]);
        file.texts(&[name]).finish()
    }

    #[test]
    fn flash_that_was_never_written_holds_no_summary() {
        assert_eq!(summary(flash(b"")), None);
        let mut store = Flashed::new(flash(b""));
        assert!(!store.changed() && store.load().is_empty() && store.news().is_none());
    }

    #[test]
    fn a_summary_is_read_where_it_lies_and_once() {
        let file = file();
        let flash = flash(&file);
        let mut store = Flashed::new(flash);
        assert!(store.changed());
        let kept = store.load();
        assert_eq!(kept[0].summary().file().as_ptr(), flash.as_ptr());
        assert_eq!(kept[0].summary().file(), file);
        assert!(!store.changed() && store.load().is_empty());
    }

    #[test]
    fn a_damaged_summary_is_refused_in_words() {
        let mut file = file();
        *file.last_mut().unwrap() ^= 1;
        let mut store = Flashed::new(flash(&file));
        assert!(!store.changed());
        assert_eq!(store.news(), Some(News::Refused { why: Refusal::Damaged }));
        for length in [0, u32::MAX] {
            file[12..16].copy_from_slice(&length.to_le_bytes());
            assert_eq!(
                Flashed::new(flash(&file)).news(),
                Some(News::Refused {
                    why: Refusal::Incomplete
                })
            );
        }
    }
}
