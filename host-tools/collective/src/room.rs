//! What lies in a round's folder, read and verified: what everybody can see, whoever they are.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use crate::code::{Hash, decode, decode_exactly, sha256, unhex};
use crate::contribution::{Contribution, Revocation, splits};
use crate::counter::{Counter, commitment};
use crate::error::{Error, Result, malformed, refused};
use crate::folder::{self, Folder};
use crate::folder_log::FolderLog;
use crate::invitation::{Invitation, number};
use crate::kind::{Kind, Reader, Round, is_value};
use crate::log::{Checkpoint, Head};
use crate::note::Note;
use crate::share::{Share, Split};
use crate::ticket::{Replacement, short};

/// What is awaited where the list is longer than its signed head: whoever collected was interrupted, or does it right now.
pub(crate) const AGAIN: &str = "the coordinator collects again: the list of the log is longer than its signed head";

/// A round's folder, and the invitation in it.
pub struct Room<'f> {
    pub(crate) folder: &'f dyn Folder,
    /// The invitation.
    pub invitation: Invitation,
    pub(crate) round: Round,
    pub(crate) splits: Arc<[Split]>,
}

impl std::fmt::Debug for Room<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Room")
            .field("round", &self.round)
            .finish_non_exhaustive()
    }
}

/// What the log holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The contributions that can be counted, by part, in the order of the log.
    pub parts: BTreeMap<u8, Vec<Hash>>,
    /// Those that cannot, and why.
    pub rejected: BTreeMap<Hash, String>,
    /// Those that were taken back before the list was closed.
    pub revoked: BTreeSet<Hash>,
}

/// A counter's parts of the proofs of some members.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Verification {
    /// Of each contribution, the parts of all questions; or why there are none.
    pub(crate) parts: BTreeMap<Hash, Result<Vec<Vec<u8>>, String>>,
    /// What was taken back meanwhile.
    pub(crate) revoked: BTreeSet<Hash>,
}

/// What a counter takes for accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) outcome: Outcome,
    /// The hash of the text of its sums.
    pub(crate) sums: Hash,
}

/// What became of all contributions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// How many are counted.
    pub accepted: u32,
    /// The hash of which.
    pub list: Hash,
    /// Which are not, and why.
    pub rejected: BTreeMap<Hash, String>,
    /// Which were taken back.
    pub revoked: BTreeSet<Hash>,
}

impl Standing {
    /// How many can be counted.
    #[must_use]
    pub fn members(&self) -> usize {
        self.parts.values().map(Vec::len).sum()
    }

    fn is_sound(&self, part: u8, leaf: &Hash) -> bool {
        self.parts.get(&part).is_some_and(|sound| sound.contains(leaf))
    }
}

fn not_yet(words: impl Into<String>) -> Error {
    Error::NotYet(words.into())
}

/// Says which file of the folder an error is about.
pub(crate) fn named(name: &str) -> impl Fn(Error) -> Error {
    move |error| {
        let words = |words| format!("{name} {words}");
        match error {
            Error::Malformed(why) => Error::Malformed(words(why)),
            Error::Signature(why) => Error::Signature(words(why)),
            Error::Refused(why) => Error::Refused(words(why)),
            Error::NotYet(why) => Error::NotYet(words(why)),
            other => other,
        }
    }
}

impl<'f> Room<'f> {
    /// The round whose invitation lies in a folder.
    ///
    /// # Errors
    /// When there is none, or it is not sound.
    pub fn open(folder: &'f dyn Folder) -> Result<Self> {
        let bytes = folder.read(folder::INVITATION, Kind::Invitation.most())?;
        let bytes = bytes.ok_or_else(|| {
            not_yet("there is no invitation.note in this folder yet; `playtally collective found` writes one")
        })?;
        Self::of(folder, Invitation::read(&bytes).map_err(named(folder::INVITATION))?)
    }

    /// The round of an invitation.
    ///
    /// # Errors
    /// When it asks what cannot be counted.
    pub(crate) fn of(folder: &'f dyn Folder, invitation: Invitation) -> Result<Self> {
        Ok(Self {
            round: invitation.round(),
            splits: splits(&invitation)?.into(),
            folder,
            invitation,
        })
    }

    pub(crate) fn counters(&self) -> impl Iterator<Item = (u8, &Counter)> {
        (0..).zip(&self.invitation.terms.counters)
    }

    /// The text of a note that a counter signed; none where it is not there.
    fn signed(&self, kind: Kind, name: &str, counter: &Counter) -> Result<Option<String>> {
        let Some(bytes) = self.folder.read(name, kind.most())? else {
            return Ok(None);
        };
        let note = kind.read(&bytes).map_err(named(name))?;
        let text = note.verified_by(&counter.verifier).map_err(named(name))?;
        Ok(Some(text.to_owned()))
    }

    /// What every counter has written of something; or of whom it is still awaited.
    fn of_all<T>(&self, what: &str, one: impl Fn(u8, &Counter) -> Result<Option<T>>) -> Result<Vec<T>> {
        let (mut all, mut awaited) = (Vec::new(), Vec::new());
        for (place, counter) in self.counters() {
            match one(place, counter)? {
                Some(part) => all.push(part),
                None => awaited.push(counter.name.as_str()),
            }
        }
        if awaited.is_empty() {
            return Ok(all);
        }
        Err(not_yet(format!(
            "it is the turn of {} to {what}",
            awaited.join(" and ")
        )))
    }

    /// Its log.
    pub(crate) fn log(&self) -> FolderLog<'_> {
        FolderLog {
            folder: self.folder,
            coordinator: &self.invitation.coordinator,
            what: "round",
            round: self.round,
        }
    }

    /// All leaves of the log.
    pub(crate) fn leaves(&self) -> Result<Vec<Hash>> {
        self.log().leaves()
    }

    fn head(&self, name: &str) -> Result<Option<(Note, Checkpoint)>> {
        self.log().head(name)
    }

    /// The head of the log as it grows.
    pub(crate) fn growing(&self) -> Result<Option<(Note, Checkpoint)>> {
        self.head(folder::HEAD)
    }

    /// The head of the log as it was closed.
    pub(crate) fn closed(&self) -> Result<Option<(Note, Checkpoint)>> {
        self.head(folder::CLOSED)
    }

    /// Every head that anybody signed, by whom.
    pub(crate) fn heads(&self) -> Result<Vec<(String, Head)>> {
        let mut heads = Vec::new();
        for name in [folder::HEAD, folder::CLOSED] {
            heads.extend(
                self.head(name)?
                    .map(|(_, checkpoint)| (name.to_owned(), checkpoint.head)),
            );
        }
        for (place, counter) in self.counters() {
            for what in ["head", "closed"] {
                let name = folder::of_counter(place, what);
                heads.extend(self.cosigned(&name, counter)?.map(|head| (name, head)));
            }
        }
        Ok(heads)
    }

    /// A head that a counter cosigned.
    pub(crate) fn cosigned(&self, name: &str, counter: &Counter) -> Result<Option<Head>> {
        Ok(self.cosigned_at(name, counter)?.map(|(head, _)| head))
    }

    /// The same, and when.
    fn cosigned_at(&self, name: &str, counter: &Counter) -> Result<Option<(Head, u64)>> {
        let Some(bytes) = self.folder.read(name, Kind::Ticket.most())? else {
            return Ok(None);
        };
        let read = || {
            let note = Note::read(&bytes, Kind::Ticket.most())?;
            let (text, at) = note.cosigned_by(&counter.verifier)?;
            note.verified_by(&self.invitation.coordinator)?;
            Ok((Checkpoint::read(text)?.head, at))
        };
        read().map(Some).map_err(named(name))
    }

    /// When the last counter cosigned the closed list.
    pub(crate) fn sealed_at(&self) -> Result<u64> {
        let mut last = 0;
        for (place, counter) in self.counters() {
            if let Some((_, at)) = self.cosigned_at(&folder::of_counter(place, "closed"), counter)? {
                last = last.max(at);
            }
        }
        Ok(last)
    }

    /// The head that the coordinator closed and every counter cosigned.
    pub(crate) fn sealed(&self) -> Result<Head> {
        let closed = self
            .closed()?
            .ok_or_else(|| not_yet("the list is not closed yet"))?
            .1
            .head;
        let what = "cosign the closed list";
        let heads = self.of_all(what, |place, counter| {
            self.cosigned(&folder::of_counter(place, "closed"), counter)
        })?;
        if heads.iter().any(|head| *head != closed) {
            return Err(refused(
                "the list that was closed is not the one that every counter cosigned: the coordinator has shown two. This \
                 round is void; keep the folder, it proves it",
            ));
        }
        Ok(closed)
    }

    /// What the log holds, once its list is known to be the one of a head.
    pub(crate) fn standing(&self, leaves: &[Hash]) -> Result<Standing> {
        let mut seen = Seen::default();
        self.walk(leaves, &mut |part, leaf, replaced| {
            seen.take_unless(self.contribution(part, leaf)?, replaced).map(drop)
        })
    }

    /// The same of a list of which all contributions were found sound before: of them, nothing but the names is read.
    pub(crate) fn standing_again(&self, leaves: &[Hash]) -> Result<Standing> {
        self.walk(leaves, &mut |_, _, _| Ok(()))
    }

    /// The same, with each contribution read by `read`, which says whether it is sound.
    pub(crate) fn walk(&self, leaves: &[Hash], read: Read<'_>) -> Result<Standing> {
        let mut files: Vec<(Hash, u8)> = Vec::new();
        for part in 0..=u8::MAX {
            let names = self.folder.names(&folder::members(part))?;
            files.extend(names.iter().filter_map(|name| Some((folder::leaf_of(name)?, part))));
        }
        files.sort_unstable();
        // Who lies in two parts lies in one of them under a false name: the last one is looked at, as it was looked at before.
        let part_of = |leaf: &Hash| {
            let after = files.partition_point(|(file, _)| file <= leaf);
            let (file, part) = files.get(after.checked_sub(1)?)?;
            (file == leaf).then_some(*part)
        };
        let mut standing = Standing::default();
        let mut missing = BTreeSet::new();
        let (mut taken_back, mut replaced) = (Vec::new(), BTreeSet::new());
        for (done, leaf) in leaves.iter().enumerate() {
            self.folder.progress("reads contributions", done, leaves.len());
            if let Some(part) = part_of(leaf) {
                match read(part, leaf, &replaced) {
                    Ok(()) => standing.parts.entry(part).or_default().push(*leaf),
                    Err(Error::Files(why)) => return Err(Error::Files(why)),
                    Err(error) => _ = standing.rejected.insert(*leaf, error.to_string()),
                }
            } else if let Some(revocation) = self.revocation(leaf)? {
                // Of what is gone, nobody but the member can tell whose it was.
                let is_theirs = match part_of(&revocation.revoked) {
                    Some(part) if standing.is_sound(part, &revocation.revoked) => {
                        self.contribution(part, &revocation.revoked)?.member == revocation.member
                    }
                    _ => true,
                };
                if is_theirs {
                    taken_back.push(revocation.revoked);
                } else {
                    standing
                        .rejected
                        .insert(*leaf, "takes back somebody else's contribution".to_owned());
                }
            } else if let Some(replacement) = self.replacement(leaf)? {
                // Whoever lost a key lost the contribution, too. Of what is gone, nobody can tell which ticket it had.
                let old = replacement.contribution;
                let is_of_ticket = match old.and_then(|old| Some((part_of(&old)?, old))) {
                    Some((part, old)) if standing.is_sound(part, &old) => {
                        self.contribution(part, &old)?.ticket.number == replacement.old
                    }
                    _ => true,
                };
                if is_of_ticket && replaced.insert(replacement.old) {
                    taken_back.extend(old);
                } else {
                    let why = "replaces a ticket that was replaced before, or takes out a contribution of another";
                    standing.rejected.insert(*leaf, why.to_owned());
                }
            } else {
                missing.insert(*leaf);
            }
        }
        self.folder.progress("reads contributions", leaves.len(), leaves.len());
        standing.revoked.extend(taken_back);
        if let Some(leaf) = missing.difference(&standing.revoked).next() {
            return Err(refused(format!(
                "the log holds {}…, and its file is not in the folder, though nobody took it back: copy the whole folder, or ask \
                 the coordinator for it",
                short(leaf)
            )));
        }
        for sound in standing.parts.values_mut() {
            sound.retain(|leaf| !standing.revoked.contains(leaf));
        }
        standing.parts.retain(|_, sound| !sound.is_empty());
        Ok(standing)
    }

    /// A contribution of the log.
    pub(crate) fn contribution(&self, part: u8, leaf: &Hash) -> Result<Contribution> {
        let contribution = Contribution::read(&self.invitation, &self.bytes(part, leaf)?)?;
        if contribution.leaf != *leaf || contribution.part() != part {
            return Err(malformed("is another contribution than the log says"));
        }
        Ok(contribution)
    }

    /// The same of one that was found sound before, so that nothing is verified but that it is that one.
    pub(crate) fn contribution_again(&self, part: u8, leaf: &Hash) -> Result<Contribution> {
        let contribution = Contribution::read_again(&self.invitation, &self.bytes(part, leaf)?, leaf)
            .map_err(named(&folder::contribution(part, leaf)))?;
        if contribution.part() != part {
            return Err(malformed(format!(
                "{} lies in another part than it belongs to",
                folder::contribution(part, leaf)
            )));
        }
        Ok(contribution)
    }

    fn bytes(&self, part: u8, leaf: &Hash) -> Result<Vec<u8>> {
        let name = folder::contribution(part, leaf);
        let bytes = self.folder.read(&name, Kind::Contribution.most())?;
        bytes.ok_or_else(|| Error::Files(format!("{name} is gone")))
    }

    /// A revocation in the folder.
    pub(crate) fn revocation(&self, leaf: &Hash) -> Result<Option<Revocation>> {
        let name = folder::revocation(leaf);
        let Some(bytes) = self.folder.read(&name, Kind::Revocation.most())? else {
            return Ok(None);
        };
        let revocation = Revocation::read(&self.invitation, &bytes).map_err(named(&name))?;
        Ok((revocation.leaf == *leaf).then_some(revocation))
    }

    /// That a ticket was replaced, if this leaf says so.
    pub(crate) fn replacement(&self, leaf: &Hash) -> Result<Option<Replacement>> {
        let name = folder::replacement(leaf);
        let Some(bytes) = self.folder.read(&name, Kind::Replacement.most())? else {
            return Ok(None);
        };
        let replacement = Replacement::read(&self.invitation, &bytes).map_err(named(&name))?;
        Ok((replacement.leaf == *leaf).then_some(replacement))
    }

    /// What every counter revealed, once all have.
    pub(crate) fn openings(&self, sealed: &Head) -> Result<Vec<[u8; 32]>> {
        self.of_all("reveal the randomness", |place, counter| {
            let name = folder::of_counter(place, "opening");
            let Some(text) = self.signed(Kind::Opening, &name, counter)? else {
                return Ok(None);
            };
            let read = || {
                let mut reader = Reader::of(&text, Kind::Opening, &self.round)?;
                let head: Hash = unhex(reader.take("head")?)?;
                let random = decode_exactly(reader.take("randomness")?)?;
                reader.end()?;
                if head != sealed.root || commitment(&random) != counter.commitment {
                    return Err(refused(
                        "reveals something else than was committed to: this round is void",
                    ));
                }
                Ok(random)
            };
            read().map(Some).map_err(named(&name))
        })
    }

    /// A counter's parts of the proofs of some members, if they are there.
    pub(crate) fn verification(&self, place: u8, counter: &Counter, part: u8) -> Result<Option<Verification>> {
        let name = folder::verification(place, part);
        let Some(text) = self.signed(Kind::Verification, &name, counter)? else {
            return Ok(None);
        };
        let read = || {
            let mut reader = Reader::of(&text, Kind::Verification, &self.round)?;
            if reader.take("part")? != format!("{part:02x}") {
                return Err(malformed("is of another part"));
            }
            let mut verification = Verification::default();
            for line in reader.all("revoked") {
                verification.revoked.insert(unhex(line)?);
            }
            while let Some(leaf) = reader.maybe("member") {
                let leaf = unhex(leaf)?;
                let said = match reader.maybe("refused") {
                    Some(why) => Err(reason(why)?),
                    None => Ok(reader.all("proof").into_iter().map(decode).collect::<Result<_>>()?),
                };
                verification.parts.insert(leaf, said);
            }
            reader.end()?;
            Ok(verification)
        };
        read().map(Some).map_err(named(&name))
    }

    /// Every counter's parts of the proofs of some members, once all are there.
    pub(crate) fn verifications(&self, part: u8) -> Result<Vec<Verification>> {
        let what = "write the parts of the proofs";
        self.of_all(what, |place, counter| self.verification(place, counter, part))
    }

    /// Goes through all contributions with every counter's parts of the proofs, and says which are accepted; `each` is called
    /// with those that are so far, and can still refuse.
    pub(crate) fn judge(
        &self,
        standing: &Standing,
        mut each: impl FnMut(&Contribution, &[Vec<Vec<u8>>]) -> Result<()>,
    ) -> Result<Outcome> {
        let mut outcome = Outcome {
            rejected: standing.rejected.clone(),
            revoked: standing.revoked.clone(),
            ..Outcome::default()
        };
        let mut list = Vec::new();
        for (done, (part, leaves)) in standing.parts.iter().enumerate() {
            self.folder.progress("checks proofs", done, standing.parts.len());
            let verifications = self.verifications(*part)?;
            let mut revoked = BTreeSet::new();
            for leaf in verifications.iter().flat_map(|verification| &verification.revoked) {
                revoked.insert(*leaf);
            }
            for leaf in leaves {
                if revoked.contains(leaf) {
                    outcome.revoked.insert(*leaf);
                    continue;
                }
                let contribution = self.contribution_again(*part, leaf)?;
                match self
                    .proofs(&contribution, &verifications)
                    .and_then(|proofs| each(&contribution, &proofs))
                {
                    Ok(()) => list.push(*leaf),
                    Err(Error::Files(why)) => return Err(Error::Files(why)),
                    Err(error) => _ = outcome.rejected.insert(*leaf, error.to_string()),
                }
            }
        }
        self.folder
            .progress("checks proofs", standing.parts.len(), standing.parts.len());
        outcome.accepted = u32::try_from(list.len()).unwrap_or(u32::MAX);
        outcome.list = sha256(&[&list.concat()]);
        Ok(outcome)
    }

    /// The parts of the proofs of a contribution, by question, once they show that its pieces are answers.
    fn proofs(&self, contribution: &Contribution, verifications: &[Verification]) -> Result<Vec<Vec<Vec<u8>>>> {
        let mut by_question = vec![Vec::new(); self.splits.len()];
        for verification in verifications {
            let said = verification.parts.get(&contribution.leaf);
            let parts = match said {
                Some(Ok(parts)) if parts.len() == by_question.len() => parts,
                Some(Err(why)) => return Err(refused(why.clone())),
                _ => return Err(refused("was left out by a counter")),
            };
            by_question
                .iter_mut()
                .zip(parts)
                .for_each(|(all, part)| all.push(part.clone()));
        }
        for (question, (split, parts)) in self.splits.iter().zip(&by_question).enumerate() {
            let public = &contribution.reports[question].public;
            split.check(&self.invitation.context(question), public, parts)?;
        }
        Ok(by_question)
    }

    /// A counter's verdict, if it is there.
    pub(crate) fn verdict(&self, place: u8, counter: &Counter) -> Result<Option<Verdict>> {
        let name = folder::of_counter(place, "verdict");
        let Some(text) = self.signed(Kind::Verdict, &name, counter)? else {
            return Ok(None);
        };
        let read = || {
            let mut reader = Reader::of(&text, Kind::Verdict, &self.round)?;
            let accepted = number(reader.take("accepted")?)?;
            let list = unhex(reader.take("list")?)?;
            let mut outcome = Outcome {
                accepted,
                list,
                ..Outcome::default()
            };
            for line in reader.all("rejected") {
                let (leaf, why) = line.split_once(' ').ok_or_else(|| malformed("rejects nothing"))?;
                outcome.rejected.insert(unhex(leaf)?, reason(why)?);
            }
            for line in reader.all("revoked") {
                outcome.revoked.insert(unhex(line)?);
            }
            let sums = unhex(reader.take("sums")?)?;
            reader.end()?;
            Ok(Verdict { outcome, sums })
        };
        read().map(Some).map_err(named(&name))
    }

    /// What all counters agree on, once all have said it.
    pub(crate) fn verdicts(&self) -> Result<(Outcome, Vec<Hash>)> {
        let verdicts = self.of_all("announce the sums", |place, counter| self.verdict(place, counter))?;
        let outcome = verdicts
            .first()
            .map(|verdict| verdict.outcome.clone())
            .unwrap_or_default();
        if verdicts.iter().any(|verdict| verdict.outcome != outcome) {
            return Err(refused(
                "the counters do not accept the same contributions: this round is void. Nobody has published a sum, and nobody \
                 will; compare the verdict.note of each",
            ));
        }
        Ok((outcome, verdicts.iter().map(|verdict| verdict.sums).collect()))
    }

    /// The sums of all counters, once all are there: of each, a share of every question.
    pub(crate) fn sums(&self, outcome: &Outcome, hashes: &[Hash]) -> Result<Vec<Vec<Share>>> {
        self.of_all("publish the sums", |place, counter| {
            let name = folder::of_counter(place, "sum");
            let Some(text) = self.signed(Kind::Sum, &name, counter)? else {
                return Ok(None);
            };
            let read = || {
                if hashes.get(usize::from(place)) != Some(&sha256(&[text.as_bytes()])) {
                    return Err(refused(
                        "is not the sum that this counter had announced: this round is void",
                    ));
                }
                let mut reader = Reader::of(&text, Kind::Sum, &self.round)?;
                if unhex::<32>(reader.take("list")?)? != outcome.list {
                    return Err(refused("is a sum over another list"));
                }
                let lines = reader.all("share");
                reader.end()?;
                if lines.len() != self.splits.len() {
                    return Err(malformed("has not one share of each question"));
                }
                let cells = self
                    .invitation
                    .terms
                    .questions
                    .iter()
                    .map(|question| question.cells().len());
                lines
                    .into_iter()
                    .zip(cells)
                    .map(|(line, cells)| Share::of_bytes(&decode(line)?, cells))
                    .collect()
            };
            read().map(Some).map_err(named(&name))
        })
    }

    /// What is published: the counts of each question.
    pub(crate) fn counts(&self, sums: &[Vec<Share>]) -> Result<Vec<Vec<i128>>> {
        let mut all = Vec::new();
        for (question, split) in self.splits.iter().enumerate() {
            let mut sum = split.zero();
            for shares in sums {
                sum.add(&shares[question])?;
            }
            all.push(sum.counts());
        }
        Ok(all)
    }
}

/// Why something is not counted, as a counter says it: a line that shows as what it is.
fn reason(why: &str) -> Result<String> {
    if is_value(why, 500) {
        Ok(why.to_owned())
    } else {
        Err(malformed(
            "says why something is not counted in words that are too long or hide something",
        ))
    }
}

/// What reads a contribution of a part: which tickets were replaced before it is told to it, and it says whether it is sound.
pub(crate) type Read<'r> = &'r mut dyn FnMut(u8, &Hash, &BTreeSet<u32>) -> Result<()>;

/// What must not come twice.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    members: HashSet<[u8; 32]>,
    tickets: HashSet<u32>,
    nonces: HashSet<[u8; 16]>,
}

impl Seen {
    /// Takes a contribution, unless its ticket is one of those that were replaced.
    pub(crate) fn take_unless(&mut self, contribution: Contribution, replaced: &BTreeSet<u32>) -> Result<Contribution> {
        let ticket = contribution.ticket.number;
        if replaced.contains(&ticket) {
            return Err(refused(format!(
                "uses ticket {ticket}, which was replaced by another and is good for nothing any more"
            )));
        }
        self.take(contribution)
    }

    /// Takes a contribution that brings nothing that was there before.
    pub(crate) fn take(&mut self, contribution: Contribution) -> Result<Contribution> {
        let (member, ticket) = (contribution.member.key(), contribution.ticket.number);
        let nonces: HashSet<[u8; 16]> = contribution.reports.iter().map(|report| report.nonce).collect();
        if self.tickets.contains(&ticket) {
            return Err(refused(format!("uses ticket {ticket}, which was used before")));
        }
        if self.members.contains(&member) {
            return Err(refused("is the second of one member"));
        }
        if nonces.len() != contribution.reports.len() || !self.nonces.is_disjoint(&nonces) {
            return Err(refused("was copied: it has a number that was used before"));
        }
        self.tickets.insert(ticket);
        self.members.insert(member);
        self.nonces.extend(nonces);
        Ok(contribution)
    }
}
