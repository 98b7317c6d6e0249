//! The write-ahead log: pages that stand beside the database until somebody carries them over.

use rustc_hash::FxHashMap;

/// Bytes of the log's header, and of that before each page.
const HEADER: usize = 32;
const FRAME: usize = 24;
/// How the two kinds of log begin, but for the last bit, which tells the order of bytes that its checksums are made in.
const MAGIC: u32 = 0x377f_0682;

/// The pages of every transaction in a log that was committed.
#[derive(Debug, Default)]
pub(super) struct Log {
    bytes: Vec<u8>,
    /// Where the newest content of a page stands.
    pages: FxHashMap<u32, usize>,
    pub(super) page_size: usize,
    /// How many pages the database has after the last commit.
    pub(super) count: u32,
}

impl Log {
    /// Reads a log as far as its checksums agree. Bytes that are not a log, or that have no commit, give an empty one, as for SQLite.
    pub(super) fn read(bytes: Vec<u8>) -> Self {
        Self::committed(&bytes).map_or_else(Self::default, |log| Self { bytes, ..log })
    }

    fn committed(bytes: &[u8]) -> Option<Self> {
        let header = bytes.get(..HEADER)?;
        let number = |at: usize| word(&header[at..]);
        let is_big_endian = match number(0).checked_sub(MAGIC)? {
            0 => false,
            1 => true,
            _ => return None,
        };
        let page_size = number(8) as usize;
        let salts = &header[16..24];
        let mut sum = Sum {
            is_big_endian,
            words: (0, 0),
        };
        sum.add(&header[..24]);
        if !page_size.is_power_of_two() || !(512..=65_536).contains(&page_size) || !sum.is(&header[24..]) {
            return None;
        }
        let mut log = Self {
            page_size,
            ..Self::default()
        };
        // Pages of a transaction count once it is committed.
        let mut pending = Vec::new();
        for (number, frame) in bytes[HEADER..].chunks_exact(FRAME + page_size).enumerate() {
            let (head, page) = frame.split_at(FRAME);
            sum.add(&head[..8]);
            sum.add(page);
            if head[8..16] != *salts || !sum.is(&head[16..]) || word(head) == 0 {
                break;
            }
            pending.push((word(head), HEADER + number * (FRAME + page_size) + FRAME));
            let count = word(&head[4..]);
            if count > 0 {
                log.pages.extend(pending.drain(..));
                log.count = count;
            }
        }
        (log.count > 0).then_some(log)
    }

    /// The content of a page, if it stands here.
    pub(super) fn page(&self, number: u32) -> Option<&[u8]> {
        let start = *self.pages.get(&number)?;
        self.bytes.get(start..start + self.page_size)
    }
}

fn word(bytes: &[u8]) -> u32 {
    bytes.first_chunk().map_or(0, |word| u32::from_be_bytes(*word))
}

/// The running checksum of a log, over pairs of words.
struct Sum {
    is_big_endian: bool,
    words: (u32, u32),
}

impl Sum {
    fn add(&mut self, bytes: &[u8]) {
        let (pairs, _) = bytes.as_chunks::<8>();
        for &[a, b, c, d, e, f, g, h] in pairs {
            let [one, two] = [[a, b, c, d], [e, f, g, h]].map(|word| {
                if self.is_big_endian {
                    u32::from_be_bytes(word)
                } else {
                    u32::from_le_bytes(word)
                }
            });
            self.words.0 = self.words.0.wrapping_add(one).wrapping_add(self.words.1);
            self.words.1 = self.words.1.wrapping_add(two).wrapping_add(self.words.0);
        }
    }

    fn is(&self, stated: &[u8]) -> bool {
        (word(stated), word(&stated[4..])) == self.words
    }
}
