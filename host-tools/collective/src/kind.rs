//! What kinds of notes there are, and the `key: value` lines that they are made of.
//!
//! The first line is the kind and its version. The other lines come in one order, each with the key that stands there; whatever
//! else comes is refused, so that two readers can never take one note for two things.

use std::fmt::Write;
use std::iter::Peekable;
use std::str::Split;

use playtally_history::escape::{is_unseen, one_line};

use crate::code::{Hash, hex, unhex};
use crate::error::{Result, malformed};
use crate::note::Note;

/// A kind of note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Who offers to count, and with which keys.
    Offer,
    /// What a round asks, of whom, and who counts.
    Invitation,
    /// The right to one contribution.
    Ticket,
    /// A member's answers, sealed.
    Contribution,
    /// That a contribution is in the log.
    Receipt,
    /// That a member takes its contribution back.
    Revocation,
    /// That a ticket is good for nothing any more, and another stands in its place.
    Replacement,
    /// A counter's randomness, which nobody could know before the list was closed.
    Opening,
    /// A counter's part of the proofs of some members.
    Verification,
    /// What a counter takes for accepted, and the hash of its sums.
    Verdict,
    /// A counter's sums, with its noise.
    Sum,
    /// That a counter has destroyed its keys.
    Destroyed,
    /// What is published.
    Published,
    /// Who offers to pay out, and with which keys.
    Treasurer,
    /// What came in, and among whom it is shared.
    Sale,
    /// Where a member's money goes, sealed.
    Payment,
    /// Who gets how much of a sale.
    Payout,
    /// What became of payments.
    Paid,
    /// On what members vote.
    Proposal,
    /// A member's vote, sealed.
    Ballot,
    /// What a counter lets out of the ballots that came to it.
    Mix,
    /// That a counter has lost a member's ballot.
    Complaint,
    /// What a group of friends adds up, and who is in it.
    Group,
    /// A friend's name and keys.
    Friend,
    /// What a friend adds, in shares, sealed for each.
    Envelopes,
    /// The sum of the shares that are sealed for one friend.
    FriendSum,
    /// What a friend keeps of a group. It is never signed, and never leaves.
    KeptGroup,
    /// What a member keeps of a vote. It is never signed, and never leaves.
    Cast,
    /// What a counter keeps to itself. It is never signed, and never leaves.
    Keys,
    /// What a member keeps of a contribution. It is never signed, and never leaves.
    Record,
}

/// Kinds, by what notes call them, with the most bytes that such a note may have.
const KINDS: [(Kind, &str, usize); 30] = [
    (Kind::Offer, "offer", 64 * KIB),
    (Kind::Invitation, "invitation", 64 * KIB),
    (Kind::Ticket, "ticket", 64 * KIB),
    (Kind::Contribution, "contribution", 128 * KIB),
    (Kind::Receipt, "receipt", 64 * KIB),
    (Kind::Revocation, "revocation", 64 * KIB),
    (Kind::Replacement, "replacement", 64 * KIB),
    (Kind::Opening, "opening", 64 * KIB),
    (Kind::Verification, "verification", 16 * 1024 * KIB),
    (Kind::Verdict, "verdict", 2 * 1024 * KIB),
    (Kind::Sum, "sum", 2 * 1024 * KIB),
    (Kind::Destroyed, "destroyed", 64 * KIB),
    (Kind::Published, "result", 2 * 1024 * KIB),
    (Kind::Treasurer, "treasurer", 64 * KIB),
    (Kind::Sale, "sale", 64 * KIB),
    (Kind::Payment, "payment", 64 * KIB),
    (Kind::Payout, "payout", 16 * 1024 * KIB),
    (Kind::Paid, "paid", 16 * 1024 * KIB),
    (Kind::Proposal, "proposal", 64 * KIB),
    (Kind::Ballot, "ballot", 64 * KIB),
    (Kind::Mix, "mix", 16 * 1024 * KIB),
    (Kind::Complaint, "complaint", 64 * KIB),
    (Kind::Group, "group", 64 * KIB),
    (Kind::Friend, "friend", 64 * KIB),
    (Kind::Envelopes, "envelopes", 2 * 1024 * KIB),
    (Kind::FriendSum, "friend-sum", 256 * KIB),
    (Kind::KeptGroup, "kept-group", 4 * 1024 * KIB),
    (Kind::Cast, "cast", 64 * KIB),
    (Kind::Keys, "keys", 2 * 1024 * KIB),
    (Kind::Record, "record", 1024 * KIB),
];
const KIB: usize = 1024;
/// The most bytes of any note.
pub const MOST: usize = 16 * 1024 * KIB;

impl Kind {
    /// What notes call it.
    #[must_use]
    pub fn word(self) -> &'static str {
        KINDS
            .iter()
            .find(|(kind, ..)| *kind == self)
            .map_or("", |(_, word, _)| word)
    }

    /// The most bytes that such a note may have.
    #[must_use]
    pub fn most(self) -> usize {
        KINDS
            .iter()
            .find(|(kind, ..)| *kind == self)
            .map_or(0, |(.., most)| *most)
    }

    fn first_line(self) -> String {
        format!("playtally.collective/{}/1", self.word())
    }

    /// What kind of note a text is.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let first = text.split('\n').next()?;
        KINDS
            .iter()
            .map(|(kind, ..)| *kind)
            .find(|kind| kind.first_line() == first)
    }

    /// Reads a note of this kind; it still has to be verified.
    ///
    /// # Errors
    /// The bytes are not a note, or one of another kind, or too long.
    pub fn read(self, bytes: &[u8]) -> Result<Note> {
        let note = Note::read(bytes, self.most())?;
        if Self::of(note.unverified()) == Some(self) {
            return Ok(note);
        }
        let other = Self::of(note.unverified()).map_or("nothing that this version knows", Self::word);
        Err(malformed(format!("is no {} of a collective, but {other}", self.word())))
    }
}

/// Which round a note belongs to: the hash of its invitation, and whether it is one for practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// The SHA-256 of the invitation's text.
    pub hash: Hash,
    /// Whether it is a rehearsal. Then each of its notes says so.
    pub rehearsal: bool,
}

/// Makes the text of a note.
#[derive(Debug)]
pub(crate) struct Writer(String);

impl Writer {
    pub(crate) fn new(kind: Kind) -> Self {
        Self(kind.first_line() + "\n")
    }

    /// The text of a note that belongs to a round.
    pub(crate) fn of(kind: Kind, round: &Round) -> Self {
        Self::new(kind)
            .rehearsal(round.rehearsal)
            .line("round", hex(&round.hash))
    }

    pub(crate) fn rehearsal(self, rehearsal: bool) -> Self {
        if rehearsal { self.line("rehearsal", "yes") } else { self }
    }

    pub(crate) fn line(mut self, key: &str, value: impl AsRef<str>) -> Self {
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "{key}: {}", value.as_ref());
        self
    }

    pub(crate) fn lines(self, key: &str, values: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        values.into_iter().fold(self, |writer, value| writer.line(key, value))
    }

    pub(crate) fn text(self) -> String {
        self.0
    }
}

/// Reads the text of a note, line by line.
#[derive(Debug)]
pub(crate) struct Reader<'t>(Peekable<Split<'t, char>>);

impl<'t> Reader<'t> {
    pub(crate) fn new(text: &'t str, kind: Kind) -> Result<Self> {
        let mut lines = text.strip_suffix('\n').unwrap_or(text).split('\n').peekable();
        match lines.next() {
            Some(first) if first == kind.first_line() => Ok(Self(lines)),
            _ => Err(malformed(format!("is no {} of a collective", kind.word()))),
        }
    }

    /// Reads a note that belongs to this round.
    pub(crate) fn of(text: &'t str, kind: Kind, round: &Round) -> Result<Self> {
        let mut reader = Self::new(text, kind)?;
        let rehearsal = reader.rehearsal()?;
        let hash = unhex(reader.take("round")?)?;
        if (Round { hash, rehearsal }) != *round {
            return Err(malformed("belongs to another round"));
        }
        Ok(reader)
    }

    pub(crate) fn rehearsal(&mut self) -> Result<bool> {
        match self.maybe("rehearsal") {
            None => Ok(false),
            Some("yes") => Ok(true),
            Some(_) => Err(malformed("says something else than yes to whether it is a rehearsal")),
        }
    }

    /// The value of the next line, which must have this key.
    pub(crate) fn take(&mut self, key: &str) -> Result<&'t str> {
        self.maybe(key)
            .ok_or_else(|| malformed(format!("has no line \"{key}: …\" where one belongs")))
    }

    /// The value of the next line if it has this key.
    pub(crate) fn maybe(&mut self, key: &str) -> Option<&'t str> {
        let line = self.0.peek()?;
        let value = line
            .strip_prefix(key)?
            .strip_prefix(": ")
            .filter(|value| !value.is_empty())?;
        self.0.next();
        Some(value)
    }

    /// The values of the next lines that have this key.
    pub(crate) fn all(&mut self, key: &str) -> Vec<&'t str> {
        std::iter::from_fn(|| self.maybe(key)).collect()
    }

    /// That nothing else comes.
    pub(crate) fn end(mut self) -> Result<()> {
        match self.0.next() {
            None => Ok(()),
            Some(line) => {
                let key = one_line(line.split(':').next().unwrap_or_default());
                Err(malformed(format!("has a line that does not belong there: \"{key}\"")))
            }
        }
    }
}

/// Whether something that people wrote can be the value of a line.
pub(crate) fn is_value(text: &str, most: usize) -> bool {
    !text.is_empty() && text.len() <= most && text.trim() == text && !text.contains(is_unseen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_one_word_and_a_bound() {
        for (kind, word, most) in KINDS {
            assert_eq!((kind.word(), kind.most()), (word, most));
            assert_eq!(Kind::of(&kind.first_line()), Some(kind));
            assert!(most <= MOST);
        }
        assert_eq!(Kind::of("playtally.collective/offer/2\n"), None);
    }

    #[test]
    fn lines_come_in_their_order_and_nothing_else_does() {
        let text = Writer::new(Kind::Ticket).line("a", "1").lines("b", ["2", "3"]).text();
        let mut reader = Reader::new(&text, Kind::Ticket).unwrap();
        assert!(reader.take("b").is_err());
        assert_eq!((reader.take("a"), reader.all("b")), (Ok("1"), vec!["2", "3"]));
        assert_eq!(reader.end(), Ok(()));
        let more = Writer::new(Kind::Ticket).line("a", "1").line("spy", "2").text();
        let mut reader = Reader::new(&more, Kind::Ticket).unwrap();
        assert_eq!(reader.take("a"), Ok("1"));
        assert!(reader.end().unwrap_err().to_string().contains("spy"));
        assert!(Reader::new(&more, Kind::Offer).is_err());
    }

    #[test]
    fn what_hides_something_is_no_value() {
        assert!(is_value("Listeners' pool", 100));
        for text in ["", " a", "a ", "a\nb", "a\u{202e}b", "a\u{1b}b"] {
            assert!(!is_value(text, 100), "{text:?}");
        }
        assert!(!is_value("abc", 2));
    }
}
