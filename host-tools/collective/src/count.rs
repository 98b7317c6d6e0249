//! What a counter does, whatever its turn is. Each step writes files of its own and none of anybody else's, and what it must not
//! forget is kept before anybody sees it: it can be ended anywhere and begun again.

use rand::CryptoRng;

use crate::code::{Hash, decode_exactly, encode, hex, sha256, unhex};
use crate::contribution::{Contribution, Revocation};
use crate::counter::{Counter, Secret};
use crate::error::{Error, Result, refused};
use crate::folder::{self, Folder};
use crate::invitation::Invitation;
use crate::kind::{Kind, Reader, Writer};
use crate::log::Head;
use crate::noise::noise;
use crate::note::{Note, Signer};
use crate::proposal::{PROPOSAL, Proposal};
use crate::question::Question;
use crate::room::{AGAIN, Outcome, Room, Standing};
use crate::seal::Opener;
use crate::share::{Share, State};

/// What a counter keeps from one turn to the next, until it destroys it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// What it is called.
    pub name: String,
    secret: Secret,
    /// The one round that it counts in.
    round: Option<Hash>,
    /// The last head that it cosigned.
    head: Option<Head>,
    /// The head that it cosigned as closed: the only one ever.
    closed: Option<Head>,
    /// Whether all contributions in that were sound: it need not verify them again.
    sound: bool,
    /// Its sums, with the noise: made once, or they would say more each time.
    sums: Option<String>,
}

impl Keys {
    /// New keys for one round.
    ///
    /// # Errors
    /// When the name cannot be one.
    pub fn new(name: &str, random: &mut impl CryptoRng) -> Result<Self> {
        let secret = Secret::new(random);
        secret.counter(name)?;
        Ok(Self {
            name: name.to_owned(),
            secret,
            round: None,
            head: None,
            closed: None,
            sound: false,
            sums: None,
        })
    }

    /// Whether these count in this round.
    #[must_use]
    pub fn are_of(&self, invitation: &Invitation) -> bool {
        invitation.place_of(&self.secret).is_some()
    }

    /// Whether these count in this vote.
    #[must_use]
    pub fn are_in(&self, proposal: &Proposal) -> bool {
        self.place_among(&proposal.motion.counters).is_some()
    }

    /// Which of some counters has these keys.
    pub(crate) fn place_among(&self, counters: &[Counter]) -> Option<usize> {
        let is_it = |counter: &Counter| self.secret.counter(&counter.name).is_ok_and(|own| own == *counter);
        counters.iter().position(is_it)
    }

    /// Binds these to one closed list of one vote.
    pub(crate) fn bind(&mut self, vote: Hash, closed: Head) -> Result<()> {
        if self.round.is_some_and(|round| round != vote) || self.closed.is_some_and(|other| other != closed) {
            return Err(refused(
                "proposal.note or the list of ballots was changed after you began: your keys are for one list of one vote, and \
                 nothing was signed",
            ));
        }
        (self.round, self.closed) = (Some(vote), Some(closed));
        Ok(())
    }

    /// Keeps what is published: it is that, or nothing.
    pub(crate) fn once(&mut self, text: &str) -> Result<()> {
        if self.sums.as_ref().is_some_and(|sums| sums != text) {
            return Err(refused(
                "something else came to you before than comes now: whoever changed it would learn of a ballot. Nothing was signed",
            ));
        }
        self.sums = Some(text.to_owned());
        Ok(())
    }

    pub(crate) fn opener(&self) -> Opener {
        self.secret.opener()
    }

    pub(crate) fn signer(&self) -> Result<Signer> {
        self.secret.signer()
    }

    /// Whether these count in no round yet.
    #[must_use]
    pub const fn are_free(&self) -> bool {
        self.round.is_none()
    }

    /// What tells them apart.
    ///
    /// # Errors
    /// Never: the name was checked.
    pub fn id(&self) -> Result<String> {
        Ok(self.secret.counter(&self.name)?.id())
    }

    /// As they are kept.
    #[must_use]
    pub fn text(&self) -> String {
        let head = |writer: Writer, key: &str, head: &Option<Head>| match head {
            Some(head) => writer.line(key, format!("{} {}", head.size, hex(&head.root))),
            None => writer,
        };
        let mut writer = Writer::new(Kind::Keys)
            .line("counter", &self.name)
            .line("signing", encode(&self.secret.signing))
            .line("sealing", encode(&self.secret.sealing))
            .line("randomness", encode(&self.secret.random));
        if let Some(round) = &self.round {
            writer = writer.line("round", hex(round));
        }
        writer = head(head(writer, "head", &self.head), "closed", &self.closed);
        writer = writer.lines("sound", self.sound.then_some("yes"));
        if let Some(sums) = &self.sums {
            writer = writer.line("sums", encode(sums.as_bytes()));
        }
        writer.text()
    }

    /// Reads them as they are kept.
    ///
    /// # Errors
    /// The text is not a counter's keys.
    pub fn read(text: &str) -> Result<Self> {
        let mut reader = Reader::new(text, Kind::Keys)?;
        let name = reader.take("counter")?.to_owned();
        let secret = Secret {
            signing: decode_exactly(reader.take("signing")?)?,
            sealing: decode_exactly(reader.take("sealing")?)?,
            random: decode_exactly(reader.take("randomness")?)?,
        };
        let head = |line: Option<&str>| {
            let wrong = || crate::error::malformed("has a head that cannot be read");
            line.map(|line| {
                let (size, root) = line.split_once(' ').ok_or_else(wrong)?;
                Ok::<_, Error>(Head {
                    size: size.parse().map_err(|_| wrong())?,
                    root: unhex(root)?,
                })
            })
            .transpose()
        };
        let round = reader.maybe("round").map(unhex).transpose()?;
        let (last, closed) = (head(reader.maybe("head"))?, head(reader.maybe("closed"))?);
        // Keys of before lack it: they verify all again.
        let sound = reader.maybe("sound") == Some("yes");
        let sums = reader.maybe("sums").map(crate::code::decode).transpose()?;
        reader.end()?;
        let sums = sums.map(|sums| String::from_utf8_lossy(&sums).into_owned());
        Ok(Self {
            name,
            secret,
            round,
            head: last,
            closed,
            sound,
            sums,
        })
    }
}

/// What a counter's turn came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// What was done.
    pub done: Vec<String>,
    /// What comes next, or is awaited.
    pub next: String,
    /// Whether the round is over for this counter: its keys are to be forgotten now.
    pub is_over: bool,
}

/// Does whatever a counter's turn is, as far as it goes. `keep` keeps its keys; what it was given is on the disk when it returns.
///
/// # Errors
/// When something in the folder is against the rules; nothing is signed then. When somebody else's turn comes first, that is no
/// error: the turn says so.
pub fn turn(
    folder: &mut dyn Folder,
    keys: &mut Keys,
    keep: &mut dyn FnMut(&Keys) -> Result<()>,
    random: &mut impl CryptoRng,
    now: u64,
) -> Result<Turn> {
    let mut blur = |question: &Question| noise(question.weight(), question.epsilon, question.cells().len(), random);
    turn_with(folder, keys, keep, &mut blur, now)
}

/// What makes the noise for a question.
pub(crate) type Blur<'b> = &'b mut dyn FnMut(&Question) -> Result<Vec<i128>>;
/// What keeps keys.
pub(crate) type Keep<'k> = &'k mut dyn FnMut(&Keys) -> Result<()>;

/// The same, with noise of one's own: for tests.
pub(crate) fn turn_with(
    folder: &mut dyn Folder,
    keys: &mut Keys,
    keep: Keep<'_>,
    blur: Blur<'_>,
    now: u64,
) -> Result<Turn> {
    let mut done = Vec::new();
    let (next, is_over) = match steps(folder, keys, keep, blur, now, &mut done) {
        Ok(()) => (
            "Nothing: this is counted, and your keys of it are destroyed.".to_owned(),
            true,
        ),
        Err(Error::NotYet(awaited)) => (format!("Next: {awaited}."), false),
        Err(error) => return Err(error),
    };
    Ok(Turn { done, next, is_over })
}

fn steps(
    folder: &mut dyn Folder,
    keys: &mut Keys,
    keep: Keep<'_>,
    blur: Blur<'_>,
    now: u64,
    done: &mut Vec<String>,
) -> Result<()> {
    if offers(folder, keys, keep, done)? {
        return Err(Error::NotYet(
            "the coordinator writes invitation.note, or proposal.note for a vote, with your offer in it".to_owned(),
        ));
    }
    if folder.read(PROPOSAL, Kind::Proposal.most())?.is_some() {
        return crate::poll::turn(folder, keys, keep, done);
    }
    let writes = |folder: &mut dyn Folder, what: Option<(String, String)>| match what {
        Some((name, content)) => folder.write(&name, &content).map(|()| true),
        None => Ok(false),
    };
    let agreement = Counting::of(folder, keys)?.agreement(keys, keep)?;
    if writes(folder, agreement)? {
        done.push("Signed the invitation.".to_owned());
    }
    let cosigned = Counting::of(folder, keys)?.cosignature(keys, keep, now)?;
    if let Some((name, content, what)) = cosigned {
        folder.write(&name, &content)?;
        done.push(what);
    }
    let opening = Counting::of(folder, keys)?.opening(keys)?;
    if writes(folder, opening)? {
        done.push("Revealed the randomness by which proofs are checked.".to_owned());
    }
    // What anybody can see of the contributions is looked at once.
    let (standing, sealed) = {
        let counting = Counting::of(folder, keys)?;
        let sealed = counting.room.sealed()?;
        let openings = counting.room.openings(&sealed)?;
        (counting.standing(keys, &sealed)?, (sealed, openings))
    };
    let key = Counting::of(folder, keys)?
        .room
        .invitation
        .verify_key(&sealed.0.root, &sealed.1);
    let (taken_back, invitation, splits) = {
        let counting = Counting::of(folder, keys)?;
        (counting.taken_back()?, counting.room.invitation, counting.room.splits)
    };
    let mut written = 0;
    for (place, part) in standing.parts.keys().enumerate() {
        folder.progress("writes parts of proofs", place, standing.parts.len());
        // What was read once is not read again for each part.
        let room = Room {
            folder,
            round: invitation.round(),
            invitation: invitation.clone(),
            splits: splits.clone(),
        };
        let counting = Counting::in_room(room, keys)?;
        let verification = counting.verification(keys, &standing, &taken_back, *part, &key)?;
        written += usize::from(writes(folder, verification)?);
    }
    folder.progress("writes parts of proofs", standing.parts.len(), standing.parts.len());
    if written > 0 {
        done.push(format!(
            "Wrote your parts of the proofs of {} members.",
            standing.members()
        ));
    }
    let verdict = Counting::of(folder, keys)?.verdict(keys, keep, &standing, &key, blur)?;
    if writes(folder, verdict)? {
        done.push("Counted, and announced the sums.".to_owned());
    }
    let sum = Counting::of(folder, keys)?.sum(keys)?;
    if writes(folder, sum)? {
        done.push("Published your sums.".to_owned());
    }
    let destroyed = Counting::of(folder, keys)?.destroyed(keys)?;
    writes(folder, Some(destroyed))?;
    Ok(())
}

/// Offers to count, where nobody is invited yet. Whether that is so.
fn offers(folder: &mut dyn Folder, keys: &Keys, keep: Keep<'_>, done: &mut Vec<String>) -> Result<bool> {
    let is_there = |name, kind: Kind| Ok::<_, Error>(folder.read(name, kind.most())?.is_some());
    if is_there(folder::INVITATION, Kind::Invitation)? || is_there(PROPOSAL, Kind::Proposal)? {
        return Ok(false);
    }
    let name = folder::offer(&keys.id()?);
    if folder.read(&name, Kind::Offer.most())?.is_none() {
        keep(keys)?;
        folder.write(&name, &keys.secret.offer(&keys.name)?.to_string())?;
        done.push(format!("Offered to count as {}.", keys.name));
    }
    Ok(true)
}

/// A counter at work in a folder.
struct Counting<'f> {
    room: Room<'f>,
    place: u8,
}

/// A file to be written.
type File = (String, String);

impl<'f> Counting<'f> {
    fn of(folder: &'f dyn Folder, keys: &Keys) -> Result<Self> {
        Self::in_room(Room::open(folder)?, keys)
    }

    fn in_room(room: Room<'f>, keys: &Keys) -> Result<Self> {
        let place = room.invitation.place_of(&keys.secret).ok_or_else(|| {
            refused("invitation.note does not name you with your keys among the counters: nothing was signed")
        })?;
        if keys.round.is_some_and(|round| round != room.round.hash) {
            return Err(refused(
                "invitation.note was changed after you signed it, or is of another round: your keys are for one round, and \
                 nothing was signed",
            ));
        }
        Ok(Self { room, place })
    }

    fn own(&self) -> &Counter {
        &self.room.invitation.terms.counters[usize::from(self.place)]
    }

    fn file(&self, name: &str) -> String {
        folder::of_counter(self.place, name)
    }

    fn is_there(&self, name: &str, kind: Kind) -> Result<bool> {
        Ok(self.room.folder.read(name, kind.most())?.is_some())
    }

    fn signed(&self, keys: &Keys, writer: Writer) -> Result<String> {
        Ok(Note::sign(writer.text(), &keys.secret.signer()?)?.to_string())
    }

    /// Signs the invitation.
    fn agreement(&self, keys: &mut Keys, keep: Keep<'_>) -> Result<Option<File>> {
        let name = self.file("invitation");
        if self.is_there(&name, Kind::Invitation)? || self.room.invitation.agreed().is_ok() {
            return Ok(None);
        }
        if keys.round.is_none() {
            keys.round = Some(self.room.round.hash);
            keep(keys)?;
        }
        let mut invitation = self.room.invitation.clone();
        invitation.agree(&keys.secret)?;
        Ok(Some((name, invitation.note().to_string())))
    }

    /// Cosigns the head of the log, if it grew from the last, and the closed one, if it is the only one.
    fn cosignature(&self, keys: &mut Keys, keep: Keep<'_>, now: u64) -> Result<Option<(String, String, String)>> {
        self.room.invitation.agreed()?;
        let (closed, growing) = (self.room.closed()?, self.room.growing()?);
        let is_closed = closed.is_some();
        let Some((mut note, checkpoint)) = closed.or(growing) else {
            return Err(Error::NotYet(
                "members contribute, and the coordinator collects".to_owned(),
            ));
        };
        let head = checkpoint.head;
        let last = if is_closed { &mut keys.closed } else { &mut keys.head };
        let name = self.file(if is_closed { "closed" } else { "head" });
        if *last == Some(head) && self.room.cosigned(&name, self.own())? == Some(head) {
            return if is_closed {
                Ok(None)
            } else {
                Err(Error::NotYet("the coordinator closes the list".to_owned()))
            };
        }
        let leaves = self.room.leaves()?;
        if !is_closed && head.begins(&leaves) && head != Head::of(&leaves) {
            return Err(Error::NotYet(AGAIN.to_owned()));
        }
        let has_forked = keys.head.is_some_and(|old| !old.begins(&leaves))
            || keys.closed.is_some_and(|old| old != head)
            || Head::of(&leaves) != head;
        if has_forked {
            return Err(refused(
                "the log is not what it was when you cosigned it: something was removed, changed or put in between. Nothing \
                 was signed; keep the folder, it proves it",
            ));
        }
        let standing = self.room.standing(&leaves)?;
        if is_closed {
            let minimum = self.room.invitation.terms.minimum;
            check_minimum(standing.members(), minimum)?;
            keys.closed = Some(head);
            keys.sound = standing.rejected.is_empty();
        } else {
            keys.head = Some(head);
        }
        keep(keys)?;
        note.cosign(&keys.secret.signer()?, now);
        let what = format!(
            "Cosigned the {}list of {} members.",
            if is_closed { "closed " } else { "" },
            standing.members()
        );
        Ok(Some((name, note.to_string(), what)))
    }

    /// Reveals the randomness, once every counter has cosigned one closed list: nothing can enter after.
    fn opening(&self, keys: &Keys) -> Result<Option<File>> {
        let sealed = match self.room.closed()? {
            Some(_) => self.room.sealed()?,
            None => return Err(Error::NotYet("the coordinator closes the list".to_owned())),
        };
        let name = self.file("opening");
        if self.is_there(&name, Kind::Opening)? {
            return Ok(None);
        }
        if keys.closed != Some(sealed) {
            return Err(refused(
                "the closed list is not the one that you cosigned: nothing was revealed",
            ));
        }
        let writer = Writer::of(Kind::Opening, &self.room.round)
            .line("head", hex(&sealed.root))
            .line("randomness", encode(&keys.secret.random));
        Ok(Some((name, self.signed(keys, writer)?)))
    }

    /// What the closed list holds. Where this counter found all of it sound before it cosigned it, no signature is verified again:
    /// each contribution is the one of its leaf, or nothing is signed.
    fn standing(&self, keys: &Keys, sealed: &Head) -> Result<Standing> {
        let leaves = self.room.leaves()?;
        if Head::of(&leaves) != *sealed {
            return Err(refused(
                "log/leaves.txt is not the list that was closed: ask the coordinator for that one",
            ));
        }
        if keys.sound && keys.closed == Some(*sealed) {
            self.room.standing_again(&leaves)
        } else {
            self.room.standing(&leaves)
        }
    }

    /// Its parts of the proofs of some members.
    fn verification(
        &self,
        keys: &Keys,
        standing: &Standing,
        taken_back: &[Revocation],
        part: u8,
        key: &Hash,
    ) -> Result<Option<File>> {
        let name = folder::verification(self.place, part);
        if self.room.verification(self.place, self.own(), part)?.is_some() {
            return Ok(None);
        }
        let opener = keys.secret.opener();
        let leaves = standing.parts.get(&part).map_or(&[][..], Vec::as_slice);
        let revoked = self.revoked(taken_back, part, leaves)?;
        let mut writer = Writer::of(Kind::Verification, &self.room.round).line("part", format!("{part:02x}"));
        writer = writer.lines("revoked", revoked.iter().map(|leaf| hex(leaf)));
        for leaf in leaves {
            let contribution = self.room.contribution_again(part, leaf)?;
            writer = writer.line("member", hex(leaf));
            writer = match self.begin(&contribution, &opener, key) {
                Ok(begun) => writer.lines("proof", begun.iter().map(|(_, proof)| encode(proof))),
                Err(error) => writer.line("refused", error.to_string()),
            };
        }
        Ok(Some((name, self.signed(keys, writer)?)))
    }

    /// All that came to take something back, whenever.
    fn taken_back(&self) -> Result<Vec<Revocation>> {
        let mut all = Vec::new();
        for name in self.room.folder.names(folder::REVOCATIONS)? {
            if let Some(leaf) = folder::leaf_of(&name) {
                all.extend(self.room.revocation(&leaf)?);
            }
        }
        Ok(all)
    }

    /// Which of these were taken back since the list was closed.
    fn revoked(&self, taken_back: &[Revocation], part: u8, leaves: &[Hash]) -> Result<Vec<Hash>> {
        let mut revoked = Vec::new();
        // Whose it is says in which part it lies.
        let here = taken_back
            .iter()
            .filter(|revocation| revocation.member.key()[0] == part && leaves.contains(&revocation.revoked));
        for revocation in here {
            let contribution = self.room.contribution_again(part, &revocation.revoked)?;
            if contribution.member == revocation.member {
                revoked.push(revocation.revoked);
            }
        }
        revoked.sort_unstable();
        revoked.dedup();
        Ok(revoked)
    }

    /// Opens this counter's piece of a contribution, and makes its part of each proof.
    fn begin(&self, contribution: &Contribution, opener: &Opener, key: &Hash) -> Result<Vec<(State, Vec<u8>)>> {
        let invitation = &self.room.invitation;
        let piece = contribution.piece(invitation, self.place, opener)?;
        let mut rest = piece.as_slice();
        let mut begun = Vec::new();
        for (question, (split, report)) in self.room.splits.iter().zip(&contribution.reports).enumerate() {
            let piece = rest.split_off(..split.piece_length(self.place)).ok_or_else(too_short)?;
            let context = invitation.context(question);
            begun.push(split.verify(key, &context, self.place, &report.nonce, &report.public, piece)?);
        }
        if rest.is_empty() { Ok(begun) } else { Err(too_short()) }
    }

    /// Adds up what all proofs hold for, blurs it, and announces it.
    fn verdict(
        &self,
        keys: &mut Keys,
        keep: Keep<'_>,
        standing: &Standing,
        key: &Hash,
        blur: Blur<'_>,
    ) -> Result<Option<File>> {
        let name = self.file("verdict");
        if self.room.verdict(self.place, self.own())?.is_some() {
            return Ok(None);
        }
        let opener = keys.secret.opener();
        let mut sums: Vec<Share> = self.room.splits.iter().map(|split| split.zero()).collect();
        let outcome = self.room.judge(standing, |contribution, proofs| {
            let begun = self.begin(contribution, &opener, key)?;
            let mut shares = Vec::new();
            for (question, (state, _)) in begun.into_iter().enumerate() {
                let (context, public) = (
                    self.room.invitation.context(question),
                    &contribution.reports[question].public,
                );
                shares.push(self.room.splits[question].finish(&context, public, state, &proofs[question])?);
            }
            sums.iter_mut().zip(&shares).try_for_each(|(sum, share)| sum.add(share))
        })?;
        check_minimum(outcome.accepted as usize, self.room.invitation.terms.minimum)?;
        let text = match &keys.sums {
            Some(text) => text.clone(),
            None => {
                for (sum, question) in sums.iter_mut().zip(&self.room.invitation.terms.questions) {
                    sum.blur(&blur(question)?);
                }
                let text = Writer::of(Kind::Sum, &self.room.round)
                    .line("list", hex(&outcome.list))
                    .lines("share", sums.iter().map(|sum| encode(&sum.bytes())))
                    .text();
                keys.sums = Some(text.clone());
                keep(keys)?;
                text
            }
        };
        if !text.contains(&format!("\nlist: {}\n", hex(&outcome.list))) {
            return Err(refused(
                "you have counted this round before, over another list: nothing was signed",
            ));
        }
        let writer = write_outcome(Writer::of(Kind::Verdict, &self.room.round), &outcome);
        let writer = writer.line("sums", hex(&sha256(&[text.as_bytes()])));
        Ok(Some((name, self.signed(keys, writer)?)))
    }

    /// Publishes its sums, once all counters accept the same.
    fn sum(&self, keys: &Keys) -> Result<Option<File>> {
        let name = self.file("sum");
        self.room.verdicts()?;
        if self.is_there(&name, Kind::Sum)? {
            return Ok(None);
        }
        let text = keys
            .sums
            .as_ref()
            .ok_or_else(|| refused("your sums are lost: this round is void"))?;
        Ok(Some((
            name,
            Note::sign(text.clone(), &keys.secret.signer()?)?.to_string(),
        )))
    }

    /// Says that its keys are destroyed, once all sums are there.
    fn destroyed(&self, keys: &Keys) -> Result<File> {
        let (outcome, hashes) = self.room.verdicts()?;
        self.room.sums(&outcome, &hashes)?;
        let text = Writer::of(Kind::Destroyed, &self.room.round).line("list", hex(&outcome.list));
        Ok((self.file("destroyed"), self.signed(keys, text)?))
    }
}

fn too_short() -> Error {
    refused("has a piece of another length than answers have")
}

fn check_minimum(members: usize, minimum: u32) -> Result<()> {
    if members >= minimum as usize {
        return Ok(());
    }
    Err(refused(format!(
        "the list has {members} members that can be counted, and this round counts from {minimum} on: nothing was signed. The \
         round is void; a new one needs a new invitation"
    )))
}

pub(crate) fn write_outcome(writer: Writer, outcome: &Outcome) -> Writer {
    let rejected = outcome
        .rejected
        .iter()
        .map(|(leaf, why)| format!("{} {why}", hex(leaf)));
    writer
        .line("accepted", outcome.accepted.to_string())
        .line("list", hex(&outcome.list))
        .lines("rejected", rejected)
        .lines("revoked", outcome.revoked.iter().map(|leaf| hex(leaf)))
}
