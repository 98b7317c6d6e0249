//! A vote: the log of its ballots, what each counter lets out of what came to it, and the lines at the end, which anybody counts.

use std::collections::{BTreeMap, BTreeSet};

use crate::code::{Hash, decode, encode, hex, unhex};
use crate::collect::{Collected, Collecting};
use crate::count::Keys;
use crate::counter::Counter;
use crate::error::{Error, Result, malformed, refused};
use crate::folder::{self, CLOSED, Folder, HEAD, INBOX, LEAVES};
use crate::folder_log::{FolderLog, grown};
use crate::invitation::{coordinator, number};
use crate::kind::{Kind, Reader, Writer};
use crate::log::Head;
use crate::note::{Note, Signer};
use crate::proposal::{Ballot, Cast, Complaint, MEMBERS, PROPOSAL, Proposal, Said};
use crate::roll::Member;
use crate::room::{AGAIN, Room, named};
use crate::ticket::short;

/// Where members' complaints are.
const COMPLAINTS: &str = "complaints";

/// The folder of a vote, and the proposal in it.
pub struct Poll<'f> {
    folder: &'f dyn Folder,
    /// What is voted on.
    pub proposal: Proposal,
    members: Vec<Member>,
}

impl std::fmt::Debug for Poll<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Poll")
            .field("proposal", &self.proposal)
            .finish_non_exhaustive()
    }
}

/// A file to be written: its name, and what is in it.
type File = (String, String);

/// What a counter let out.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mix {
    /// How much of what came to it is nothing that can go on, or was there twice.
    dropped: u64,
    /// The rest, sorted.
    lines: Vec<String>,
}

/// How a vote ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Of each choice, how many.
    pub counts: Vec<(String, u64)>,
    /// How many voted with a ballot that can be counted.
    pub ballots: u64,
    /// How many ballots could not be counted.
    pub dropped: u64,
    /// Which choice has the most; none where two have as many, or the quorum was missed.
    pub chosen: Option<String>,
}

/// What was found of a vote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voted {
    /// What holds.
    pub holds: Vec<String>,
    /// What is wrong. Then its result is not to be believed.
    pub wrong: Vec<String>,
    /// What is awaited, where it goes on.
    pub awaited: Option<String>,
    /// How it ended.
    pub tally: Option<Tally>,
    /// Which counter lost the ballot of whoever looks.
    pub lost_by: Option<u8>,
}

fn not_yet(words: impl Into<String>) -> Error {
    Error::NotYet(words.into())
}

fn ballot_file(leaf: &Hash) -> String {
    format!("ballots/part={:02x}/{}.note", leaf[0], hex(leaf))
}

fn mix_file(place: usize) -> String {
    // Three at most.
    folder::of_counter(place as u8, "mix")
}

impl<'f> Poll<'f> {
    /// The vote whose proposal lies in a folder.
    ///
    /// # Errors
    /// When there is none, or it is not sound.
    pub fn open(folder: &'f dyn Folder) -> Result<Self> {
        let bytes = folder.read(PROPOSAL, Kind::Proposal.most())?;
        let bytes = bytes.ok_or_else(|| {
            not_yet("there is no proposal.note in this folder yet; `playtally collective propose` writes one")
        })?;
        let proposal = Proposal::read(&bytes).map_err(named(PROPOSAL))?;
        let members = proposal.roll.members(folder, MEMBERS).map_err(named(MEMBERS))?;
        Ok(Self {
            folder,
            proposal,
            members,
        })
    }

    fn has_quorum(&self, ballots: usize) -> bool {
        ballots >= self.proposal.motion.quorum as usize
    }

    fn counters(&self) -> &[Counter] {
        &self.proposal.motion.counters
    }

    /// Its log.
    fn log(&self) -> FolderLog<'_> {
        FolderLog {
            folder: self.folder,
            coordinator: &self.proposal.roll.coordinator,
            what: "vote",
            round: self.proposal.round(),
        }
    }

    fn leaves(&self) -> Result<Vec<Hash>> {
        self.log().leaves()
    }

    fn head(&self, name: &str) -> Result<Option<Head>> {
        Ok(self.log().head(name)?.map(|(_, checkpoint)| checkpoint.head))
    }

    /// The list of ballots as it was closed.
    fn closed(&self) -> Result<(Head, Vec<Hash>)> {
        let head = self.head(CLOSED)?.ok_or_else(|| {
            not_yet("the vote is open; its coordinator closes it with `playtally collective collect --close`")
        })?;
        let leaves = self.leaves()?;
        if Head::of(&leaves) != head {
            return Err(refused(
                "log/leaves.txt is not the list that was closed: ask the coordinator for that one",
            ));
        }
        Ok((head, leaves))
    }

    /// A ballot of the log, of somebody who may vote.
    fn ballot(&self, leaf: &Hash) -> Result<Ballot> {
        let name = ballot_file(leaf);
        let bytes = self.folder.read(&name, Kind::Ballot.most())?.ok_or_else(|| {
            refused(format!(
                "the log holds {}…, and its file is not in the folder: copy the whole folder, or ask the coordinator for it",
                short(leaf)
            ))
        })?;
        let ballot = Ballot::read(&self.proposal, &bytes).map_err(named(&name))?;
        if ballot.leaf != *leaf {
            return Err(malformed(format!("{name} is another ballot than the log says")));
        }
        self.may_vote(&ballot).map_err(named(&name))?;
        Ok(ballot)
    }

    fn may_vote(&self, ballot: &Ballot) -> Result<()> {
        match self.members.binary_search(&ballot.member.key()) {
            Ok(_) => Ok(()),
            Err(_) => Err(refused(
                "is of nobody who may vote: members are those who are counted in the round",
            )),
        }
    }

    /// Of each member the last ballot.
    fn last(&self, leaves: &[Hash]) -> Result<BTreeMap<Member, Ballot>> {
        let mut last = BTreeMap::new();
        for leaf in leaves {
            let ballot = self.ballot(leaf)?;
            last.insert(ballot.member.key(), ballot);
        }
        Ok(last)
    }

    /// What a counter let out, if it has.
    fn mix(&self, place: usize, closed: &Head) -> Result<Option<Mix>> {
        let name = mix_file(place);
        let Some(bytes) = self.folder.read(&name, Kind::Mix.most())? else {
            return Ok(None);
        };
        let read = || {
            let note = Kind::Mix.read(&bytes)?;
            let text = note.verified_by(&self.counters()[place].verifier)?;
            let mut reader = Reader::of(text, Kind::Mix, &self.proposal.round())?;
            let head: Hash = unhex(reader.take("head")?)?;
            let dropped = u64::from(number(reader.take("dropped")?)?);
            let lines: Vec<String> = reader.all("line").into_iter().map(str::to_owned).collect();
            reader.end()?;
            if head != closed.root {
                return Err(refused(
                    "is of another list of ballots than the coordinator closed: two were shown, and this vote is void; keep the \
                     folder, it proves it",
                ));
            }
            Ok(Mix { dropped, lines })
        };
        read().map(Some).map_err(named(&name))
    }

    /// What came to a counter: who handed it in where that is to be seen, and what.
    fn input(
        &self,
        place: usize,
        last: &BTreeMap<Member, Ballot>,
        before: Option<&Mix>,
    ) -> Result<Vec<(Member, Vec<u8>)>> {
        if place == 0 {
            let sealed = last.iter().filter_map(|(member, ballot)| match &ballot.said {
                Said::Sealed(sealed) => Some((*member, sealed.clone())),
                Said::Open(_) => None,
            });
            return Ok(sealed.collect());
        }
        let lines = before.map_or(&[][..], |mix| &mix.lines);
        lines.iter().map(|line| Ok(([0; 32], decode(line)?))).collect()
    }

    /// What anybody sees that is wrong with what a counter let out.
    fn fault(&self, place: usize, came: u64, mix: &Mix) -> Option<String> {
        let name = &self.counters()[place].name;
        let out = mix.lines.len() as u64;
        if !mix.lines.windows(2).all(|pair| pair[0] < pair[1]) {
            return Some(format!(
                "{name} let something out twice, or not in order: this vote is void."
            ));
        }
        if out + mix.dropped != came {
            return Some(format!(
                "{came} ballots came to {name}, who let {out} out and says that {} cannot be counted: something was added, or \
                 left out. This vote is void.",
                mix.dropped
            ));
        }
        let is_last = place + 1 == self.counters().len();
        let is_whole = |line: &String| {
            if is_last {
                line.split_once(' ').is_some_and(|(mark, choice)| {
                    unhex::<16>(mark).is_ok() && self.proposal.motion.choices.iter().any(|known| known == choice)
                })
            } else {
                decode(line).is_ok_and(|line| self.proposal.is_whole(place + 1, &line))
            }
        };
        if !mix.lines.iter().all(is_whole) {
            return Some(format!("{name} let out what is no ballot: this vote is void."));
        }
        None
    }

    /// What all counters let out, as far as they have; and whose turn it is.
    fn mixes(&self, closed: &Head, came: usize) -> Result<Vec<Mix>> {
        let mut mixes: Vec<Mix> = Vec::new();
        for place in 0..self.counters().len() {
            let Some(mix) = self.mix(place, closed)? else { break };
            let came = mixes.last().map_or(came, |before| before.lines.len()) as u64;
            if let Some(fault) = self.fault(place, came, &mix) {
                return Err(refused(fault.trim_end_matches('.').to_owned()));
            }
            mixes.push(mix);
        }
        Ok(mixes)
    }

    /// How it ended.
    fn tally(&self, lines: impl Iterator<Item = String>, dropped: u64) -> Tally {
        let motion = &self.proposal.motion;
        let mut counts: Vec<(String, u64)> = motion.choices.iter().map(|choice| (choice.clone(), 0)).collect();
        let mut ballots = 0;
        for choice in lines {
            ballots += 1;
            counts
                .iter_mut()
                .filter(|(known, _)| *known == choice)
                .for_each(|(_, count)| *count += 1);
        }
        let most = counts.iter().map(|(_, count)| *count).max().unwrap_or_default();
        let mut first = counts.iter().filter(|(_, count)| *count == most);
        let chosen = first
            .next()
            .filter(|_| first.next().is_none() && ballots >= u64::from(motion.quorum));
        Tally {
            chosen: chosen.map(|(choice, _)| choice.clone()),
            counts,
            ballots,
            dropped,
        }
    }

    /// The first counter that did not let out what had to come out of a ballot at its place, as far as they have counted.
    fn lost(&self, layers: &[Vec<u8>], mixes: &[Mix]) -> Result<Option<usize>> {
        for (place, (mix, out)) in mixes.iter().zip(layers).enumerate() {
            let is_last = place + 1 == self.counters().len();
            let line = if is_last { self.proposal.line(out)? } else { encode(out) };
            if mix.lines.binary_search(&line).is_err() {
                return Ok(Some(place));
            }
        }
        Ok(None)
    }

    /// Which counter a complaint names; or why it names no one.
    fn judge(&self, complaint: &Complaint, last: &BTreeMap<Member, Ballot>, mixes: &[Mix]) -> Result<usize> {
        let ballot = last
            .get(&complaint.member.key())
            .filter(|ballot| ballot.leaf == complaint.ballot);
        let first = complaint.layers.first();
        let is_theirs =
            ballot.is_some_and(|ballot| matches!(&ballot.said, Said::Sealed(sealed) if Some(sealed) == first));
        if !is_theirs {
            return Err(refused(
                "is not about this member's last ballot, or shows something else than it holds: it names no one",
            ));
        }
        let layers = complaint.layers.get(1..).unwrap_or_default();
        if let Some(place) = self.lost(layers, mixes)? {
            return Ok(place);
        }
        if let Some(next) = self.counters().get(mixes.len()).filter(|_| layers.len() > mixes.len()) {
            return Err(not_yet(format!("it is the turn of {} to count", next.name)));
        }
        Err(refused("misses what is there: it names no one"))
    }
}

/// What a counter does in a vote, whatever its turn is.
pub(crate) fn turn(
    folder: &mut dyn Folder,
    keys: &mut Keys,
    keep: crate::count::Keep<'_>,
    done: &mut Vec<String>,
) -> Result<()> {
    let (name, content) = {
        let poll = Poll::open(folder)?;
        let place = keys.place_among(poll.counters()).ok_or_else(|| {
            refused("proposal.note does not name you with your keys among the counters: nothing was signed")
        })?;
        let (closed, leaves) = poll.closed()?;
        // One vote, one list, once: whoever let a counter open two lists that differ by one ballot would know that ballot.
        keys.bind(poll.proposal.hash, closed)?;
        let last = poll.last(&leaves)?;
        if !poll.has_quorum(last.len()) {
            return Err(refused(
                "fewer members than the quorum have voted: nothing is decided, and no ballot is opened",
            ));
        }
        let mixes = poll.mixes(&closed, last.len())?;
        if mixes.len() > place {
            let next = poll.counters().get(mixes.len());
            return next.map_or(Ok(()), |next| {
                Err(not_yet(format!("it is the turn of {} to count", next.name)))
            });
        }
        if mixes.len() < place {
            return Err(not_yet(format!(
                "it is the turn of {} to count",
                poll.counters()[mixes.len()].name
            )));
        }
        let input = poll.input(place, &last, mixes.last())?;
        let opener = keys.opener();
        let mut lines = BTreeSet::new();
        for (member, sealed) in &input {
            let opened = poll.proposal.open(place, member, sealed, &opener);
            let is_last = place + 1 == poll.counters().len();
            lines.extend(opened.and_then(|opened| {
                if is_last {
                    poll.proposal.line(&opened).ok()
                } else {
                    Some(encode(&opened))
                }
            }));
        }
        let text = Writer::of(Kind::Mix, &poll.proposal.round())
            .line("head", hex(&closed.root))
            .line("dropped", (input.len() - lines.len()).to_string())
            .lines("line", &lines)
            .text();
        keys.once(&text)?;
        let note = Note::sign(text, &keys.signer()?)?.to_string();
        Kind::Mix.read(note.as_bytes())?;
        (mix_file(place), note)
    };
    keep(keys)?;
    folder.write(&name, &content)?;
    done.push("Opened one layer of all ballots, and published them sorted.".to_owned());
    // Whose turn it is now.
    turn_after(folder)
}

fn turn_after(folder: &dyn Folder) -> Result<()> {
    let poll = Poll::open(folder)?;
    let (closed, leaves) = poll.closed()?;
    let mixes = poll.mixes(&closed, poll.last(&leaves)?.len())?;
    match poll.counters().get(mixes.len()) {
        Some(next) => Err(not_yet(format!("it is the turn of {} to count", next.name))),
        None => Ok(()),
    }
}

/// Takes in ballots and complaints that came, as the coordinator of these secret bytes, and closes the list.
///
/// # Errors
/// When the vote is another coordinator's, or its log was changed.
pub fn collect_votes(folder: &mut dyn Folder, secret: &[u8; 32], how: Collecting) -> Result<Collected> {
    let signer = coordinator(secret)?;
    let mut collected = Collected::default();
    let (writes, removes) = {
        let poll = Poll::open(folder)?;
        if poll.proposal.roll.coordinator != signer.verifier() {
            return Err(refused(
                "this vote is another coordinator's: only who wrote the proposal can collect",
            ));
        }
        poll.came(&signer, how, &mut collected)?
    };
    for (name, content) in &writes {
        folder.write(name, content)?;
    }
    for name in &removes {
        folder.remove(name)?;
    }
    Ok(collected)
}

impl Poll<'_> {
    /// What came: what is to be written, in this order, and removed after that.
    fn came(&self, signer: &Signer, how: Collecting, collected: &mut Collected) -> Result<(Vec<File>, Vec<String>)> {
        let mut leaves = self.leaves()?;
        for name in [HEAD, CLOSED] {
            if let Some(head) = self.head(name)? {
                grown(&leaves, name, &head)?;
            }
        }
        let was_closed = self.head(CLOSED)?.is_some();
        let mut known: BTreeSet<Hash> = leaves.iter().copied().collect();
        let mut voters: BTreeSet<Member> = self.last(&leaves)?.into_keys().collect();
        let (mut writes, mut removes) = (Vec::new(), Vec::new());
        for file in self.folder.names(INBOX)? {
            let name = format!("{INBOX}/{file}");
            let mut take = || -> Result<Option<Hash>> {
                let bytes = self.folder.read(&name, Kind::Ballot.most())?.unwrap_or_default();
                let note = Note::read(&bytes, Kind::Ballot.most())?;
                if Kind::of(note.unverified()) == Some(Kind::Complaint) {
                    let complaint = Complaint::read(&self.proposal, &bytes)?;
                    let (closed, leaves) = self.closed()?;
                    let last = self.last(&leaves)?;
                    self.judge(&complaint, &last, &self.mixes(&closed, last.len())?)?;
                    let to = format!("{COMPLAINTS}/{}.note", hex(&complaint.ballot));
                    if self.folder.read(&to, Kind::Complaint.most())?.is_some() {
                        return Ok(None);
                    }
                    writes.push((to, note.to_string()));
                    return Ok(Some(complaint.ballot));
                }
                let ballot = Ballot::read(&self.proposal, &bytes)?;
                self.may_vote(&ballot)?;
                if known.contains(&ballot.leaf) {
                    return Ok(None);
                }
                if was_closed {
                    return Err(refused("came after the vote was closed"));
                }
                writes.push((ballot_file(&ballot.leaf), ballot.alone(&bytes)?));
                known.insert(ballot.leaf);
                leaves.push(ballot.leaf);
                voters.insert(ballot.member.key());
                Ok(Some(ballot.leaf))
            };
            match take() {
                Ok(Some(leaf)) => collected.taken.push((file, leaf)),
                Ok(None) => collected.known.push(file),
                Err(Error::Files(why)) => return Err(Error::Files(why)),
                Err(error) => {
                    collected.refused.push((file, error.to_string()));
                    continue;
                }
            }
            removes.push(name);
        }
        collected.members = voters.len();
        collected.closed = was_closed;
        if !was_closed {
            let log = self.log();
            writes.push((LEAVES.to_owned(), folder::list(&leaves)));
            writes.push((HEAD.to_owned(), log.sign(&leaves, false, signer)?));
            if how.close {
                writes.push((CLOSED.to_owned(), log.sign(&leaves, true, signer)?));
                collected.closed = true;
            }
        }
        Ok((writes, removes))
    }
}

/// Checks a vote; `round` is the one whose members vote, and `own` what the library of whoever looks holds of their ballots.
///
/// # Errors
/// When there is no proposal to check anything by, or the folder cannot be read.
pub fn check_vote(poll: &Poll<'_>, round: Option<&Room<'_>>, own: &[Cast]) -> Result<Voted> {
    let mut voted = Voted::default();
    match steps(poll, round, own, &mut voted) {
        Ok(()) => {}
        Err(Error::NotYet(awaited)) => voted.awaited = Some(awaited),
        Err(Error::Files(why)) => return Err(Error::Files(why)),
        Err(error) => voted.wrong.push(format!("{error}.")),
    }
    Ok(voted)
}

fn steps(poll: &Poll<'_>, round: Option<&Room<'_>>, own: &[Cast], voted: &mut Voted) -> Result<()> {
    let (proposal, motion) = (&poll.proposal, &poll.proposal.motion);
    voted.holds.push(format!(
        "The proposal is signed by its coordinator; {} members may vote.",
        proposal.roll.members
    ));
    match round.map(|room| proposal.roll.agrees(room)).transpose()?.flatten() {
        Some(true) => voted
            .holds
            .push("They are exactly the members who are counted in its round.".to_owned()),
        Some(false) => voted
            .wrong
            .push("They are others than the members who are counted in its round.".to_owned()),
        None => {}
    }
    let leaves = poll.leaves()?;
    for name in [HEAD, CLOSED] {
        if poll.head(name)?.is_some_and(|head| !head.begins(&leaves)) {
            voted.wrong.push(format!(
                "The list of the log does not begin with what {name} stands for: something was removed or changed, or two lists \
                 were shown."
            ));
        }
    }
    if !voted.wrong.is_empty() {
        return Ok(());
    }
    if let Some(head) = poll.head(HEAD)?
        && head != Head::of(&leaves)
        && poll.head(CLOSED)?.is_none()
    {
        return Err(not_yet(AGAIN));
    }
    let last = poll.last(&leaves)?;
    voted.holds.push(format!(
        "The log of {} begins with every head that was signed of it; {} of the members have voted.",
        crate::words::plural(leaves.len(), "ballot"),
        last.len()
    ));
    // Of several of one's own, the one that is last in the log.
    let mine: Vec<&Cast> = own.iter().filter(|cast| cast.proposal == proposal.hash).collect();
    let own = last_in(&leaves, mine.iter().copied());
    let is_closed = poll.head(CLOSED)?.is_some();
    match own {
        Some(_) => voted.holds.push("Yours is in the log.".to_owned()),
        None if mine.is_empty() => {}
        None if is_closed => voted
            .wrong
            .push("Yours is not in the log, and the vote is closed: ask the coordinator.".to_owned()),
        None => voted.holds.push("Yours is not in the log yet: hand it in.".to_owned()),
    }
    let (closed, leaves) = poll.closed()?;
    voted.holds.push(format!(
        "The list of {} is closed.",
        crate::words::plural(leaves.len(), "ballot")
    ));
    if motion.is_open() {
        let said = last.values().filter_map(|ballot| match ballot.said {
            Said::Open(choice) => motion.choices.get(usize::from(choice)).cloned(),
            Said::Sealed(_) => None,
        });
        voted.tally = Some(poll.tally(said, 0));
        return Ok(());
    }
    if !poll.has_quorum(last.len()) {
        let why = "Fewer members than the quorum have voted: nothing is decided, and no ballot is opened.";
        voted.holds.push(why.to_owned());
        return Ok(());
    }
    let mixes = poll.mixes(&closed, last.len())?;
    for (mix, counter) in mixes.iter().zip(poll.counters()) {
        voted.holds.push(format!(
            "{} let out {}{}, no more than came.",
            counter.name,
            mix.lines.len(),
            if mix.dropped > 0 {
                format!(", and says that {} cannot be counted", mix.dropped)
            } else {
                String::new()
            }
        ));
    }
    for file in poll.folder.names(COMPLAINTS)? {
        let name = format!("{COMPLAINTS}/{file}");
        let bytes = poll.folder.read(&name, Kind::Complaint.most())?.unwrap_or_default();
        match Complaint::read(proposal, &bytes).and_then(|complaint| poll.judge(&complaint, &last, &mixes)) {
            Ok(place) => voted.wrong.push(format!(
                "{} has lost or swapped a ballot, as {name} shows: this vote is void.",
                poll.counters()[place].name
            )),
            Err(Error::Files(why)) => return Err(Error::Files(why)),
            Err(error) => voted.holds.push(format!("{name} {error}.")),
        }
    }
    if let Some(cast) = own {
        let member = Ballot::read(proposal, cast.note.as_bytes())?.member.key();
        let layers = cast.layers(proposal, &member)?;
        let lost = poll.lost(layers.get(1..).unwrap_or_default(), &mixes)?;
        if let Some(place) = lost {
            voted.wrong.push(format!(
                "{} has lost or swapped your ballot: `playtally collective vote --complain` makes the note that shows it.",
                poll.counters()[place].name
            ));
        }
        voted.lost_by = lost.and_then(|place| u8::try_from(place).ok());
        if voted.lost_by.is_none() && mixes.len() == poll.counters().len() {
            voted.holds.push(format!("Yours is counted: {}.", cast.line(proposal)?));
        }
    }
    if let Some(next) = poll.counters().get(mixes.len()) {
        return Err(not_yet(format!("it is the turn of {} to count", next.name)));
    }
    let dropped = mixes.iter().map(|mix| mix.dropped).sum();
    let lines = mixes.last().map_or(&[][..], |mix| &mix.lines).iter();
    let choices = lines.filter_map(|line| line.split_once(' ').map(|(_, choice)| choice.to_owned()));
    voted.tally = Some(poll.tally(choices, dropped));
    Ok(())
}

/// Of several ballots, the one that is last in the log.
fn last_in<'c>(leaves: &[Hash], own: impl Iterator<Item = &'c Cast> + Clone) -> Option<&'c Cast> {
    let mut last = leaves.iter().rev();
    last.find_map(|leaf| own.clone().find(|cast| cast.leaf == *leaf))
}

/// The complaint of a member whose ballot a counter lost, as [`check_vote`] found it; none where all is well.
///
/// # Errors
/// When its log cannot be read.
pub fn complain(poll: &Poll<'_>, voted: &Voted, own: &[Cast], signer: &Signer) -> Result<Option<Note>> {
    let Some(place) = voted.lost_by else { return Ok(None) };
    let cast = last_in(&poll.leaves()?, own.iter());
    cast.map(|cast| cast.complaint(&poll.proposal, usize::from(place), signer))
        .transpose()
}
