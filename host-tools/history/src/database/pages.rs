//! The pages of a database, those of its log before those of its file.

use std::fmt;
use std::io::SeekFrom;

use super::log::Log;
use super::{Fault, Result};
use crate::archive::Data;
use crate::head::DATABASE;

/// Bytes of the header at the beginning of the first page.
pub(super) const HEADER: usize = 100;

/// How texts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
}

/// What pages are read from.
pub(super) struct Pages<'a> {
    data: Box<dyn Data + 'a>,
    log: Log,
    size: usize,
    /// How much of each page is used, in bytes; the rest belongs to extensions.
    pub(super) usable: usize,
    /// How many there are.
    pub(super) count: u32,
    pub(super) encoding: Encoding,
}

impl fmt::Debug for Pages<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("size", &self.size)
            .field("count", &self.count)
            .field("encoding", &self.encoding)
            .finish_non_exhaustive()
    }
}

impl<'a> Pages<'a> {
    pub(super) fn open(mut data: Box<dyn Data + 'a>, log: Log) -> Result<Self> {
        let length = data.seek(SeekFrom::End(0))?;
        let mut header = [0; HEADER];
        match log.page(1) {
            Some(first) => header.copy_from_slice(&first[..HEADER]),
            None => {
                data.rewind()?;
                data.read_exact(&mut header)?;
            }
        }
        if !header.starts_with(DATABASE) {
            return Err(Fault::Damaged("it does not begin as a database does"));
        }
        // 65,536 does not fit, and is written as 1.
        let size = match usize::from(u16::from_be_bytes([header[16], header[17]])) {
            1 => 65_536,
            size => size,
        };
        let usable = size.saturating_sub(usize::from(header[20]));
        if !size.is_power_of_two() || size < 512 || usable < 480 {
            return Err(Fault::Damaged("its pages have no size that there is"));
        }
        // A log of other pages is not of this file.
        let log = if log.page_size == size { log } else { Log::default() };
        let whole = u32::try_from(length / size as u64).unwrap_or(u32::MAX);
        Ok(Self {
            count: if log.count > 0 { log.count } else { whole },
            encoding: match header[59] {
                2 => Encoding::Utf16Le,
                3 => Encoding::Utf16Be,
                _ => Encoding::Utf8,
            },
            data,
            log,
            size,
            usable,
        })
    }

    /// Reads a page into `page`, without what belongs to extensions.
    pub(super) fn read(&mut self, number: u32, page: &mut Vec<u8>) -> Result<()> {
        if number == 0 || number > self.count {
            return Err(Fault::Damaged("it speaks of a page that it does not have"));
        }
        page.clear();
        if let Some(newest) = self.log.page(number) {
            page.extend_from_slice(newest);
        } else {
            page.resize(self.size, 0);
            self.data
                .seek(SeekFrom::Start(u64::from(number - 1) * self.size as u64))?;
            self.data.read_exact(page)?;
        }
        page.truncate(self.usable);
        Ok(())
    }
}
