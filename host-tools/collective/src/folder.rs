//! The folder of a round: any place for files, trusted with nothing. Who writes which of them, and how they are called.

use crate::code::{Hash, hex, unhex};
use crate::error::{Result, malformed};

/// Where files are. Names are relative, with slashes.
pub trait Folder {
    /// A file of at most so many bytes; none where there is no such file.
    ///
    /// # Errors
    /// When it is longer, or cannot be read.
    fn read(&self, name: &str, most: usize) -> Result<Option<Vec<u8>>>;
    /// The names of the files directly in a folder, in order; none where there is no such folder.
    ///
    /// # Errors
    /// When it cannot be read.
    fn names(&self, folder: &str) -> Result<Vec<String>>;
    /// Writes a file, whole or not at all, in place of the one that is there.
    ///
    /// # Errors
    /// When it cannot be written.
    fn write(&mut self, name: &str, content: &str) -> Result<()>;
    /// Removes a file that may be there.
    ///
    /// # Errors
    /// When it cannot be removed.
    fn remove(&mut self, name: &str) -> Result<()>;
    /// So much of a long step is done: for whoever waits for it.
    fn progress(&self, what: &'static str, done: usize, of: usize) {
        let _ = (what, done, of);
    }
}

/// The invitation.
pub const INVITATION: &str = "invitation.note";
/// Where people's files are put as they come.
pub const INBOX: &str = "inbox";
/// Where counters put their offers.
pub const OFFERS: &str = "offers";
/// Where members' revocations are.
pub(crate) const REVOCATIONS: &str = "revocations";
/// Where it stands which tickets were replaced.
pub(crate) const REPLACEMENTS: &str = "replacements";
/// Every leaf of the log, a line each.
pub(crate) const LEAVES: &str = "log/leaves.txt";
/// The signed head of the log, as it grows.
pub(crate) const HEAD: &str = "log/head.note";
/// And as it was closed.
pub(crate) const CLOSED: &str = "log/closed.note";
/// What is published.
pub const RESULT: &str = "result.note";
/// The most bytes of the list of leaves: a million, and a half.
pub(crate) const LEAVES_MOST: usize = 100 << 20;

/// A list of hashes or keys, a line each; none where there is no such file.
pub(crate) fn hashes(folder: &dyn Folder, name: &str) -> Result<Vec<Hash>> {
    let bytes = folder.read(name, LEAVES_MOST)?.unwrap_or_default();
    let text = String::from_utf8(bytes).map_err(|_| malformed("is not text"))?;
    text.lines().map(unhex).collect()
}

/// Such a list, as it is written.
pub(crate) fn list(hashes: &[Hash]) -> String {
    hashes.iter().map(|hash| hex(hash) + "\n").collect()
}

/// The offer of a counter.
pub(crate) fn offer(id: &str) -> String {
    format!("{OFFERS}/{id}.note")
}

/// The folder of a part of the members.
pub(crate) fn members(part: u8) -> String {
    format!("members/part={part:02x}")
}

/// A contribution.
pub(crate) fn contribution(part: u8, leaf: &Hash) -> String {
    format!("{}/{}.note", members(part), hex(leaf))
}

/// A revocation.
pub(crate) fn revocation(leaf: &Hash) -> String {
    format!("{REVOCATIONS}/{}.note", hex(leaf))
}

/// That a ticket was replaced.
pub(crate) fn replacement(leaf: &Hash) -> String {
    format!("{REPLACEMENTS}/{}.note", hex(leaf))
}

/// The receipt of what is in the log.
#[must_use]
pub fn receipt(leaf: &Hash) -> String {
    format!("receipts/{}.note", hex(leaf))
}

/// What a counter writes.
pub(crate) fn of_counter(place: u8, name: &str) -> String {
    format!("counter-{}/{name}.note", u32::from(place) + 1)
}

/// A counter's parts of the proofs of a part of the members.
pub(crate) fn verification(place: u8, part: u8) -> String {
    of_counter(place, &format!("verification/part={part:02x}"))
}

/// The hash that a file is named after.
pub(crate) fn leaf_of(name: &str) -> Option<Hash> {
    crate::code::unhex(name.strip_suffix(".note")?).ok()
}
