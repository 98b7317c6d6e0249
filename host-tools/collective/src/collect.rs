//! What a coordinator does: takes what came into the log, signs its head, closes the list, and puts together what is published. It
//! opens nothing, and nothing here lets it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::code::{Hash, hex};
use crate::contribution::{Contribution, Revocation};
use crate::count::write_outcome;
use crate::counter::Counter;
use crate::error::{Error, Result, refused};
use crate::folder::{self, Folder};
use crate::folder_log::grown;
use crate::invitation::{Invitation, coordinator};
use crate::kind::{Kind, Reader, Round, Writer};
use crate::log::{Head, Tree, is_included};
use crate::note::{Note, Signer};
use crate::roll::Member;
use crate::room::{Outcome, Room, Seen, Standing};
use crate::ticket::Replacement;

/// What is to be done beside taking in what came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Collecting {
    /// Whether the list is closed now.
    pub close: bool,
}

/// What came of collecting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collected {
    /// How many members can be counted.
    pub members: usize,
    /// Which files were taken into the log, and as what.
    pub taken: Vec<(String, Hash)>,
    /// Which files had been taken before.
    pub known: Vec<String>,
    /// Which files were not taken, and why. They stay where they are.
    pub refused: Vec<(String, String)>,
    /// Who has not signed the invitation yet.
    pub unsigned: Vec<String>,
    /// Whether the list is closed.
    pub closed: bool,
    /// Whether the result is there.
    pub published: bool,
}

/// The offers of counters that lie in a folder.
///
/// # Errors
/// When a file there is none.
pub fn offers(folder: &dyn Folder) -> Result<Vec<Counter>> {
    let mut offers = Vec::new();
    for name in folder.names(folder::OFFERS)? {
        let name = format!("{}/{name}", folder::OFFERS);
        let bytes = folder.read(&name, Kind::Offer.most())?.unwrap_or_default();
        offers.push(Counter::offered(&bytes).map_err(crate::room::named(&name))?);
    }
    Ok(offers)
}

/// Takes in what came, as the coordinator of these secret bytes.
///
/// # Errors
/// When the folder is of another coordinator, or its log was changed; or the list cannot be closed.
pub fn collect(folder: &mut dyn Folder, secret: &[u8; 32], how: Collecting) -> Result<Collected> {
    let signer = coordinator(secret)?;
    let mut collected = Collected::default();
    let (invitation, renewed) = agreements(folder, &mut collected)?;
    if invitation.coordinator != signer.verifier() {
        return Err(refused(
            "this round is another coordinator's: only who wrote the invitation can collect",
        ));
    }
    if renewed {
        folder.write(folder::INVITATION, &invitation.note().to_string())?;
    }
    let came = {
        let room = Room::open(folder)?;
        let came = Came::of(&room, &mut collected)?;
        (came, room.closed()?.is_some())
    };
    let (mut came, was_closed) = came;
    for (done, (name, write)) in came.writes.iter().enumerate() {
        folder.progress("takes in", done, came.writes.len());
        let content = match write {
            Write::Text(text) => text.clone(),
            Write::Inbox(inbox, leaf) => came_as(folder, &invitation, inbox, leaf)?,
        };
        folder.write(name, &content)?;
    }
    folder.progress("takes in", came.writes.len(), came.writes.len());
    if !was_closed {
        folder.write(folder::LEAVES, &folder::list(&came.leaves))?;
        let (head, round) = {
            let room = Room::open(folder)?;
            (room.log().sign(&came.leaves, false, &signer)?, room.round)
        };
        folder.write(folder::HEAD, &head)?;
        came.receipts(folder, &round, &signer, &collected)?;
    }
    for name in &came.removes {
        folder.remove(name)?;
    }
    collected.members = came.standing.members();
    collected.closed = was_closed;
    if how.close && !was_closed {
        let closed = {
            let room = Room::open(folder)?;
            room.invitation.agreed()?;
            came.standing = came.look_again(&room, &mut Seen::default(), |_, _| {})?;
            let (members, minimum) = (came.standing.members(), room.invitation.terms.minimum);
            if members < minimum as usize {
                return Err(refused(format!(
                    "the list has {members} members that can be counted, and this round counts from {minimum} on: it stays open"
                )));
            }
            room.log().sign(&came.leaves, true, &signer)?
        };
        folder.write(folder::CLOSED, &closed)?;
        collected.closed = true;
    }
    let result = {
        let room = Room::open(folder)?;
        match published(&room) {
            Ok((outcome, counts)) => Some(Note::sign(result_text(&room, &outcome, &counts), &signer)?.to_string()),
            Err(Error::NotYet(_)) => None,
            Err(error) => return Err(error),
        }
    };
    if let Some(result) = result {
        folder.write(folder::RESULT, &result)?;
        collected.published = true;
    }
    Ok(collected)
}

/// The invitation with all signatures of counters that have come, and whether there are new ones.
fn agreements(folder: &dyn Folder, collected: &mut Collected) -> Result<(Invitation, bool)> {
    let room = Room::open(folder)?;
    let mut invitation = room.invitation.clone();
    for (place, counter) in room.counters() {
        let name = folder::of_counter(place, "invitation");
        if let Some(bytes) = folder.read(&name, Kind::Invitation.most())? {
            let agreement = Invitation::read(&bytes).and_then(|agreement| invitation.merge(&agreement));
            agreement.map_err(crate::room::named(&name))?;
        }
        if invitation.note().verified_by(&counter.verifier).is_err() {
            collected.unsigned.push(counter.name.clone());
        }
    }
    let renewed = invitation != room.invitation;
    Ok((invitation, renewed))
}

/// Puts a new ticket in the place of one whose member has lost their key, as the coordinator of these secret bytes. What was contributed
/// with the old one is not counted, and nothing can be any more; both stand in the log. Said again of the same two, it does nothing.
///
/// # Errors
/// When the list is closed, or the old ticket was replaced by another before.
pub fn replace(folder: &mut dyn Folder, secret: &[u8; 32], old: u32, new: u32) -> Result<Hash> {
    let signer = coordinator(secret)?;
    let (leaves, contribution, note, replacement) = {
        let room = Room::open(folder)?;
        if room.closed()?.is_some() {
            return Err(refused(
                "the list is closed: whoever lost their key takes part in the next round",
            ));
        }
        let leaves = room.leaves()?;
        if let Some(known) = replacements(&room)?.get(&old).copied() {
            if known.new != new {
                return Err(refused(format!(
                    "ticket {old} was replaced by ticket {} before",
                    known.new
                )));
            }
            // It may have been ended before the log was written, or before the file went.
            return enter(folder, &signer, leaves, known.leaf, known.contribution);
        }
        for (name, head) in room.heads()? {
            grown(&leaves, &name, &head)?;
        }
        let mut contribution = None;
        room.walk(&leaves, &mut |part, leaf, _| {
            let found = room.contribution_again(part, leaf)?;
            if found.ticket.number == old {
                contribution = Some((part, *leaf));
            }
            Ok(())
        })?;
        let leaf = contribution.as_ref().map(|(_, leaf)| leaf);
        let note = Replacement::note(&room.invitation, (old, new), leaf, secret)?.to_string();
        let replacement = Replacement::read(&room.invitation, note.as_bytes())?;
        (leaves, contribution, note, replacement)
    };
    folder.write(&folder::replacement(&replacement.leaf), &note)?;
    enter(
        folder,
        &signer,
        leaves,
        replacement.leaf,
        contribution.map(|(_, leaf)| leaf),
    )
}

/// By which ticket this one was replaced; none where it was not.
///
/// # Errors
/// When the folder cannot be read, or holds a replacement that is not sound.
pub fn replaced_by(folder: &dyn Folder, old: u32) -> Result<Option<u32>> {
    Ok(replacements(&Room::open(folder)?)?.get(&old).map(|known| known.new))
}

/// Enters a replacement in the log, and removes what it takes out.
fn enter(
    folder: &mut dyn Folder,
    signer: &Signer,
    mut leaves: Vec<Hash>,
    leaf: Hash,
    contribution: Option<Hash>,
) -> Result<Hash> {
    if !leaves.contains(&leaf) {
        leaves.push(leaf);
    }
    folder.write(folder::LEAVES, &folder::list(&leaves))?;
    let head = Room::open(folder)?.log().sign(&leaves, false, signer)?;
    folder.write(folder::HEAD, &head)?;
    if let Some(contribution) = contribution {
        for part in 0..=u8::MAX {
            let name = folder::contribution(part, &contribution);
            if folder.read(&name, Kind::Contribution.most())?.is_some() {
                folder.remove(&name)?;
            }
        }
    }
    Ok(leaf)
}

/// Which tickets were replaced, by the old one.
fn replacements(room: &Room<'_>) -> Result<BTreeMap<u32, Replacement>> {
    let mut all = BTreeMap::new();
    for name in room.folder.names(folder::REPLACEMENTS)? {
        if let Some(leaf) = folder::leaf_of(&name)
            && let Some(replacement) = room.replacement(&leaf)?
        {
            all.insert(replacement.old, replacement);
        }
    }
    Ok(all)
}

/// What came into the inbox, and what it makes of the log.
struct Came {
    leaves: Vec<Hash>,
    /// Which one each leaf is.
    places: HashMap<Hash, usize>,
    standing: Standing,
    /// Tickets that were replaced.
    replaced: BTreeSet<u32>,
    writes: Vec<(String, Write)>,
    removes: Vec<String>,
}

/// What is written: a text, or a contribution of the inbox, which is read again so that not all of them are held at once.
enum Write {
    Text(String),
    Inbox(String, Hash),
}

/// A contribution of the inbox as it stands in the log; it is the one that was taken in, or refused.
fn came_as(folder: &dyn Folder, invitation: &Invitation, name: &str, leaf: &Hash) -> Result<String> {
    let changed = || refused(format!("{name} was changed while it was taken in; say it again"));
    let bytes = folder.read(name, Kind::Contribution.most())?.ok_or_else(changed)?;
    let contribution = Contribution::read_again(invitation, &bytes, leaf).map_err(|_| changed())?;
    contribution.alone(&bytes)
}

impl Came {
    fn of(room: &Room<'_>, collected: &mut Collected) -> Result<Self> {
        let leaves = room.leaves()?;
        let mut came = Self {
            places: (0..).zip(&leaves).map(|(place, leaf)| (*leaf, place)).collect(),
            leaves,
            standing: Standing::default(),
            replaced: replacements(room)?.into_keys().collect(),
            writes: Vec::new(),
            removes: Vec::new(),
        };
        for (name, head) in room.heads()? {
            grown(&came.leaves, &name, &head)?;
        }
        let is_closed = room.closed()?.is_some();
        let (mut seen, mut members) = (Seen::default(), BTreeMap::new());
        came.standing = came.look_again(room, &mut seen, |part, contribution| {
            members.insert(contribution.leaf, (part, contribution.member.key()));
        })?;
        let files = room.folder.names(folder::INBOX)?;
        let of = files.len();
        for (done, file) in files.into_iter().enumerate() {
            room.folder.progress("looks through the inbox", done, of);
            let name = format!("{}/{file}", folder::INBOX);
            let taken = came.take(room, &name, is_closed, &mut seen, &mut members);
            match taken {
                Ok(Some(leaf)) => {
                    collected.taken.push((file, leaf));
                    came.removes.push(name);
                }
                Ok(None) => {
                    collected.known.push(file);
                    came.removes.push(name);
                }
                Err(error) => collected.refused.push((file, error.to_string())),
            }
        }
        room.folder.progress("looks through the inbox", of, of);
        let taken_back = |leaf: &Hash| came.standing.revoked.contains(leaf);
        for leaves in came.standing.parts.values_mut() {
            leaves.retain(|leaf| !taken_back(leaf));
        }
        Ok(came)
    }

    /// What the log holds. What its signed head stands for was verified before the coordinator signed it, and is those bytes still.
    fn look_again(&self, room: &Room<'_>, seen: &mut Seen, mut each: impl FnMut(u8, Contribution)) -> Result<Standing> {
        let signed = room.growing()?.map_or(0, |(_, checkpoint)| checkpoint.head.size);
        room.walk(&self.leaves, &mut |part, leaf, replaced| {
            let is_known = self.places.get(leaf).is_some_and(|place| (*place as u64) < signed);
            let contribution = if is_known {
                room.contribution_again(part, leaf)?
            } else {
                room.contribution(part, leaf)?
            };
            each(part, seen.take_unless(contribution, replaced)?);
            Ok(())
        })
    }

    /// Takes a file of the inbox. None where it had been taken before.
    fn take(
        &mut self,
        room: &Room<'_>,
        name: &str,
        is_closed: bool,
        seen: &mut Seen,
        members: &mut BTreeMap<Hash, (u8, Member)>,
    ) -> Result<Option<Hash>> {
        let bytes = room.folder.read(name, Kind::Contribution.most())?.unwrap_or_default();
        let text = Note::read(&bytes, Kind::Contribution.most())?;
        if Kind::of(text.unverified()) == Some(Kind::Revocation) {
            return self.take_back(room, &bytes, is_closed, members);
        }
        let contribution = Contribution::read(&room.invitation, &bytes)?;
        let (leaf, part) = (contribution.leaf, contribution.part());
        if self.places.contains_key(&leaf) {
            return Ok(None);
        }
        if is_closed {
            return Err(refused(
                "came after the list was closed: its member can take part in the next round",
            ));
        }
        let contribution = seen.take_unless(contribution, &self.replaced)?;
        members.insert(leaf, (part, contribution.member.key()));
        self.writes
            .push((folder::contribution(part, &leaf), Write::Inbox(name.to_owned(), leaf)));
        self.append(leaf);
        self.standing.parts.entry(part).or_default().push(leaf);
        Ok(Some(leaf))
    }

    fn take_back(
        &mut self,
        room: &Room<'_>,
        bytes: &[u8],
        is_closed: bool,
        members: &BTreeMap<Hash, (u8, Member)>,
    ) -> Result<Option<Hash>> {
        let revocation = Revocation::read(&room.invitation, bytes)?;
        let name = folder::revocation(&revocation.leaf);
        let is_known = room.folder.read(&name, Kind::Revocation.most())?.is_some();
        if is_known && (is_closed || self.places.contains_key(&revocation.leaf)) {
            return Ok(None);
        }
        let Some((part, _)) = members
            .get(&revocation.revoked)
            .filter(|(_, member)| *member == revocation.member.key())
        else {
            return Err(refused(
                "takes back a contribution that is not here, or is somebody else's",
            ));
        };
        self.writes.push((name, Write::Text(revocation.alone(bytes)?)));
        if !is_closed {
            self.append(revocation.leaf);
            self.standing.revoked.insert(revocation.revoked);
            self.removes.push(folder::contribution(*part, &revocation.revoked));
            self.writes
                .retain(|(name, _)| *name != folder::contribution(*part, &revocation.revoked));
        }
        Ok(Some(revocation.leaf))
    }

    fn append(&mut self, leaf: Hash) {
        self.places.insert(leaf, self.leaves.len());
        self.leaves.push(leaf);
    }

    /// Writes the receipts of what was taken.
    fn receipts(&self, folder: &mut dyn Folder, round: &Round, signer: &Signer, collected: &Collected) -> Result<()> {
        let (head, tree) = (Head::of(&self.leaves), Tree::of(&self.leaves));
        for (done, (_, leaf)) in collected.taken.iter().enumerate() {
            folder.progress("writes receipts", done, collected.taken.len());
            let Some(&index) = self.places.get(leaf) else {
                continue;
            };
            let receipt = Receipt {
                leaf: *leaf,
                index: index as u64,
                head,
                proof: tree.inclusion(index).unwrap_or_default(),
            };
            let note = Note::sign(receipt.text(round), signer)?;
            folder.write(&folder::receipt(leaf), &note.to_string())?;
        }
        folder.progress("writes receipts", collected.taken.len(), collected.taken.len());
        Ok(())
    }
}

/// That a leaf is in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The leaf.
    pub leaf: Hash,
    /// Which one it is, from 0.
    pub index: u64,
    /// The head of the log that it is in.
    pub head: Head,
    proof: Vec<Hash>,
}

impl Receipt {
    fn text(&self, round: &Round) -> String {
        Writer::of(Kind::Receipt, round)
            .line("leaf", hex(&self.leaf))
            .line("index", self.index.to_string())
            .line("size", self.head.size.to_string())
            .line("root", hex(&self.head.root))
            .lines("beside", self.proof.iter().map(|hash| hex(hash)))
            .text()
    }

    /// Reads a receipt, and verifies that its coordinator signed it and that it shows what it says.
    ///
    /// # Errors
    /// The file is not a receipt.
    pub fn read(invitation: &Invitation, bytes: &[u8]) -> Result<Self> {
        let note = Kind::Receipt.read(bytes)?;
        let text = note.verified_by(&invitation.coordinator)?;
        let mut reader = Reader::of(text, Kind::Receipt, &invitation.round())?;
        let number = |text: &str| {
            text.parse::<u64>()
                .map_err(|_| crate::error::malformed("has something else where a number belongs"))
        };
        let leaf = crate::code::unhex(reader.take("leaf")?)?;
        let (index, size) = (number(reader.take("index")?)?, number(reader.take("size")?)?);
        let root = crate::code::unhex(reader.take("root")?)?;
        let proof = reader
            .all("beside")
            .into_iter()
            .map(crate::code::unhex)
            .collect::<Result<Vec<Hash>>>()?;
        reader.end()?;
        let head = Head { size, root };
        if !is_included(&leaf, index, &proof, &head) {
            return Err(refused(
                "does not show that the contribution is in the log: ask the coordinator for another",
            ));
        }
        Ok(Self {
            leaf,
            index,
            head,
            proof,
        })
    }
}

/// What is published, once all sums are there: what became of all contributions, and the counts of each question.
///
/// # Errors
/// When it is not there yet, or the counters do not agree.
pub(crate) fn published(room: &Room<'_>) -> Result<(Outcome, Vec<Vec<i128>>)> {
    let (outcome, hashes) = room.verdicts()?;
    let sums = room.sums(&outcome, &hashes)?;
    let counts = room.counts(&sums)?;
    Ok((outcome, counts))
}

/// The text of the result.
pub(crate) fn result_text(room: &Room<'_>, outcome: &Outcome, counts: &[Vec<i128>]) -> String {
    let mut writer = write_outcome(Writer::of(Kind::Published, &room.round), outcome);
    for (question, counts) in room.invitation.terms.questions.iter().zip(counts) {
        writer = writer.line("question", question.topic.word());
        writer = writer.lines(
            "count",
            question
                .cells()
                .iter()
                .zip(counts)
                .map(|(cell, count)| format!("{count} {cell}")),
        );
    }
    writer.text()
}

/// The leaves that occur more than once: a log has none.
pub(crate) fn twice(leaves: &[Hash]) -> BTreeSet<Hash> {
    let mut seen = BTreeSet::new();
    leaves.iter().filter(|leaf| !seen.insert(**leaf)).copied().collect()
}
