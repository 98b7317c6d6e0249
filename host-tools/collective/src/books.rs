//! The books of a collective: its sales one after the other, and of each, what every member gets, by rules that leave nothing to
//! decide. Whoever has the folder recomputes all of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::code::{Hash, hex, sha256, unhex};
use crate::error::{Error, Result, malformed, refused};
use crate::folder::Folder;
use crate::invitation::number;
use crate::kind::{Kind, Reader};
use crate::money::shares;
use crate::poll::{Poll, check_vote};
use crate::roll::{Member, Roll};
use crate::room::{Room, named};
use crate::sale::{Deal, Sale, Treasurer};

/// A sale, in a folder of its own.
pub const SALE: &str = "sale.note";

/// What a member has of a sale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// An equal share of what came in.
    pub share: u64,
    /// What was left of the sales before.
    pub carried: u64,
    /// What is paid now: all of it, or nothing where it is below the minimum.
    pub due: u64,
}

impl Line {
    const fn of(share: u64, carried: u64, minimum: u64) -> Self {
        let all = share + carried;
        let due = if all >= minimum { all } else { 0 };
        Self { share, carried, due }
    }

    /// What stays on the line.
    #[must_use]
    pub const fn kept(self) -> u64 {
        self.share + self.carried - self.due
    }
}

/// What became of a payment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing yet.
    #[default]
    Open,
    /// It stands in the files of this number, for a bank or for PayPal.
    Sent(u32),
    /// It arrived.
    Paid,
    /// It came back: the next sale brings it again.
    Returned,
}

impl State {
    /// As notes and people have it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Sent(_) => "sent",
            Self::Paid => "paid",
            Self::Returned => "returned",
        }
    }

    fn write(self) -> String {
        match self {
            Self::Sent(number) => format!("sent {number}"),
            other => other.word().to_owned(),
        }
    }

    fn read(text: &str) -> Result<Self> {
        match text.split_once(' ') {
            None if text == "paid" => Ok(Self::Paid),
            None if text == "returned" => Ok(Self::Returned),
            Some(("sent", sent)) => Ok(Self::Sent(number(sent)?)),
            _ => Err(malformed("says of a payment what this version does not know")),
        }
    }
}

/// What became of the payments of a sale: of whom nothing is said, it is open.
pub type States = BTreeMap<Member, State>;

/// A sale in the books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What was sold.
    pub sale: Sale,
    /// Of each member, what there is.
    pub lines: BTreeMap<Member, Line>,
    /// What became of what was due.
    pub states: States,
}

/// Where a sale's states come from, if not from the folder: a treasurer's own library.
pub(crate) type Kept<'k> = &'k dyn Fn(&Sale) -> Result<Option<String>>;

/// The sales of a folder.
pub struct Books<'f> {
    pub(crate) folder: &'f dyn Folder,
    /// All of them, the first one first.
    pub entries: Vec<Entry>,
}

impl std::fmt::Debug for Books<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Books")
            .field("entries", &self.entries)
            .finish_non_exhaustive()
    }
}

/// A file of a sale.
pub(crate) fn file(number: u32, name: &str) -> String {
    format!("sale-{number}/{name}")
}

/// A part of a sale's members.
pub(crate) fn part_file(number: u32, what: &str, part: u8) -> String {
    file(number, &format!("{what}/part={part:02x}.note"))
}

/// What all have who are left with something, as the next sale takes it over.
fn brought(carried: &BTreeMap<Member, u64>) -> Hash {
    let mut text = String::new();
    for (member, amount) in carried {
        let _ = writeln!(text, "{} {amount}", hex(member));
    }
    sha256(&[text.as_bytes()])
}

impl Entry {
    fn new(sale: Sale, members: &[Member], carried: &BTreeMap<Member, u64>) -> Result<Self> {
        if brought(carried) != sale.brought {
            return Err(refused(
                "takes over other amounts than the sale before it leaves: something in the books was changed",
            ));
        }
        let shared = shares(sale.deal.net(), &sale.hash, members)?;
        let mut lines: BTreeMap<Member, Line> = BTreeMap::new();
        for (member, share) in members.iter().zip(shared) {
            lines.insert(*member, Line::of(share, 0, 0));
        }
        for (member, amount) in carried {
            lines.entry(*member).or_default().carried = *amount;
        }
        for line in lines.values_mut() {
            *line = Line::of(line.share, line.carried, sale.deal.minimum);
        }
        Ok(Self {
            sale,
            lines,
            states: States::new(),
        })
    }

    /// Whether another sale can come after it.
    fn goes_on_with(&self, sale: &Sale) -> bool {
        self.sale.roll.coordinator == sale.roll.coordinator
            && self.sale.deal.currency == sale.deal.currency
            && self.sale.roll.rehearsal == sale.roll.rehearsal
    }

    /// What is left for the sale after it: what was below the minimum, and what came back.
    pub(crate) fn leaves(&self, states: &States) -> BTreeMap<Member, u64> {
        let left = self.lines.iter().filter_map(|(member, line)| {
            let has_returned = states.get(member) == Some(&State::Returned);
            let left = line.kept() + if has_returned { line.due } else { 0 };
            (left > 0).then_some((*member, left))
        });
        left.collect()
    }

    /// The hash of that.
    pub(crate) fn brings(&self, states: &States) -> Hash {
        brought(&self.leaves(states))
    }

    /// What became of a member's payment.
    #[must_use]
    pub fn state(&self, member: &Member) -> State {
        self.states.get(member).copied().unwrap_or_default()
    }

    /// What is paid now, of whom.
    pub fn due(&self) -> impl Iterator<Item = (&Member, &Line)> {
        self.lines.iter().filter(|(_, line)| line.due > 0)
    }

    /// How many payments there are in a state, and how much they are.
    #[must_use]
    pub fn sum(&self, is_counted: impl Fn(State) -> bool) -> (u64, u64) {
        let counted = self.due().filter(|(member, _)| is_counted(self.state(member)));
        counted.fold((0, 0), |(count, sum), (_, line)| (count + 1, sum + line.due))
    }

    /// How many have something that stays on their line, and how much it is.
    #[must_use]
    pub fn kept(&self) -> (u64, u64) {
        let kept = self.lines.values().filter(|line| line.kept() > 0);
        kept.fold((0, 0), |(count, sum), line| (count + 1, sum + line.kept()))
    }

    /// What a payment is called wherever it goes.
    pub(crate) fn ids(&self) -> impl Iterator<Item = (String, &Member)> {
        let id = self.sale.id();
        (1_u32..)
            .zip(self.lines.keys())
            .map(move |(place, member)| (format!("{id}-{place:07}"), member))
    }

    /// The members of a part.
    pub fn part(&self, part: u8) -> impl Iterator<Item = (&Member, &Line)> {
        let (mut first, mut last) = ([0; 32], [u8::MAX; 32]);
        (first[0], last[0]) = (part, part);
        self.lines.range(first..=last)
    }

    /// Which parts have members.
    #[must_use]
    pub fn parts(&self) -> BTreeSet<u8> {
        self.lines.keys().map(|member| member[0]).collect()
    }

    /// What the treasurer signs of a part: everybody can write the same.
    pub(crate) fn payout(&self, part: u8) -> String {
        let lines = self.part(part).map(|(member, line)| {
            let Line { share, carried, due } = line;
            format!("{} {share} {carried} {due}", hex(member))
        });
        self.sale.writer(Kind::Payout, part).lines("member", lines).text()
    }

    /// What the treasurer says of the payments of a part.
    pub(crate) fn paid(&self, part: u8) -> String {
        let said = self.part(part).filter_map(|(member, _)| {
            let state = self.states.get(member)?;
            Some(format!("{} {}", hex(member), state.write()))
        });
        self.sale.writer(Kind::Paid, part).lines("member", said).text()
    }

    /// Reads what a treasurer said of a part.
    pub(crate) fn read_paid(&self, part: u8, text: &str) -> Result<States> {
        let mut reader = Reader::new(text, Kind::Paid)?;
        let rehearsal = reader.rehearsal()?;
        let (sale, of) = (unhex(reader.take("sale")?)?, reader.take("part")?);
        if sale != self.sale.hash || rehearsal != self.sale.roll.rehearsal || of != format!("{part:02x}") {
            return Err(malformed("belongs to another sale, or another part of it"));
        }
        let mut states = States::new();
        for line in reader.all("member") {
            let (member, state) = line
                .split_once(' ')
                .ok_or_else(|| malformed("says nothing of a payment"))?;
            let member: Member = unhex(member)?;
            let is_due = member[0] == part && self.lines.get(&member).is_some_and(|line| line.due > 0);
            if !is_due || states.insert(member, State::read(state)?).is_some() {
                return Err(malformed(
                    "says something of a payment that is not due, or says it twice",
                ));
            }
        }
        reader.end()?;
        Ok(states)
    }
}

impl<'f> Books<'f> {
    /// The books of a folder, with what their treasurers say in it.
    ///
    /// # Errors
    /// When they are not sound.
    pub fn open(folder: &'f dyn Folder) -> Result<Self> {
        Self::with(folder, &|_| Ok(None))
    }

    /// The same, with what a treasurer's library has of their own sales.
    pub(crate) fn with(folder: &'f dyn Folder, kept: Kept<'_>) -> Result<Self> {
        let mut books = Self {
            folder,
            entries: Vec::new(),
        };
        while let Some(entry) = books.next(kept)? {
            books.entries.push(entry);
        }
        Ok(books)
    }

    fn next(&self, kept: Kept<'_>) -> Result<Option<Entry>> {
        let at = self.number();
        let name = file(at, SALE);
        let Some(bytes) = self.folder.read(&name, Kind::Sale.most())? else {
            return Ok(None);
        };
        let sale = Sale::read(&bytes).map_err(named(&name))?;
        if sale.deal.number != at {
            return Err(malformed(format!(
                "{name} is sale {} and lies in another's place",
                sale.deal.number
            )));
        }
        if self.entries.last().is_some_and(|before| !before.goes_on_with(&sale)) {
            return Err(refused(format!(
                "{name} is of another collective or in another currency than the sale before it"
            )));
        }
        let list = file(at, "members.txt");
        let members = sale.roll.members(self.folder, &list).map_err(named(&list))?;
        let carried = self.carried();
        let mut entry = Entry::new(sale, &members, &carried).map_err(named(&name))?;
        entry.states = match kept(&entry.sale)? {
            Some(text) => read_states(&entry, &text)?,
            None => self.states(&entry)?,
        };
        Ok(Some(entry))
    }

    /// What the folder says of a sale's payments.
    pub(crate) fn states(&self, entry: &Entry) -> Result<States> {
        let mut states = States::new();
        for part in entry.parts() {
            let name = part_file(entry.sale.deal.number, "paid", part);
            if let Some(bytes) = self.folder.read(&name, Kind::Paid.most())? {
                let said = entry
                    .sale
                    .signed(Kind::Paid, &bytes)
                    .and_then(|text| entry.read_paid(part, &text));
                states.extend(said.map_err(named(&name))?);
            }
        }
        Ok(states)
    }

    /// What the last sale leaves for the next one.
    fn carried(&self) -> BTreeMap<Member, u64> {
        let last = self.entries.last();
        last.map(|entry| entry.leaves(&entry.states)).unwrap_or_default()
    }

    /// Whether a folder has books in it: a first sale.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn are_in(folder: &dyn Folder) -> Result<bool> {
        Ok(folder.read(&file(1, SALE), Kind::Sale.most())?.is_some())
    }

    /// The number of the next sale.
    pub(crate) fn number(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX - 1) + 1
    }

    /// The last sale.
    ///
    /// # Errors
    /// When there is none.
    pub fn last(&self) -> Result<&Entry> {
        self.entries.last().ok_or_else(|| {
            Error::NotYet(
                "there is no sale in these books yet; the coordinator writes one with `playtally collective sell`"
                    .to_owned(),
            )
        })
    }
}

/// Who pays out the sales of a folder, the last one first. Nothing else of the books is looked at.
///
/// # Errors
/// When a sale is not sound.
pub fn treasurers(folder: &dyn Folder) -> Result<Vec<Treasurer>> {
    let mut all = Vec::new();
    for number in 1.. {
        let name = file(number, SALE);
        let Some(bytes) = folder.read(&name, Kind::Sale.most())? else {
            break;
        };
        all.push(Sale::read(&bytes).map_err(named(&name))?.deal.treasurer);
    }
    all.reverse();
    Ok(all)
}

/// What a treasurer keeps of the payments of a sale: all its parts, one after the other.
pub(crate) fn write_states(entry: &Entry) -> String {
    let said = entry
        .states
        .iter()
        .map(|(member, state)| format!("{} {}\n", hex(member), state.write()));
    said.collect()
}

fn read_states(entry: &Entry, text: &str) -> Result<States> {
    let mut states = States::new();
    for line in text.lines() {
        let (member, state) = line
            .split_once(' ')
            .ok_or_else(|| malformed("keeps nothing of a payment"))?;
        let member: Member = unhex(member)?;
        if entry.lines.get(&member).is_none_or(|line| line.due == 0) {
            return Err(refused(
                "the sale in these books is another than the one that you paid out: ask the coordinator for that one",
            ));
        }
        states.insert(member, State::read(state)?);
    }
    Ok(states)
}

/// What is agreed of a sale, but for its number, which the books give it.
pub type Deals<'d> = &'d dyn Fn(u32) -> Deal;

/// Enters a sale of what a round has published, as its coordinator; `agreed` is shown it, and says whether it is signed. Where its
/// members were asked in a vote, they must have chosen what stood there first.
///
/// # Errors
/// When the round is not counted yet, its members have not agreed, the books are another collective's, or are not sound.
pub fn sell(
    folder: &mut dyn Folder,
    room: &Room<'_>,
    secret: &[u8; 32],
    deal: Deals<'_>,
    vote: Option<&Poll<'_>>,
    agreed: &mut dyn FnMut(&Entry) -> Result<bool>,
) -> Result<Option<Entry>> {
    let (roll, members) = Roll::of(room, secret)?;
    let vote = vote.map(|poll| agreed_in(poll, &roll)).transpose()?;
    let (sale, entry, note) = {
        let books = Books::open(folder)?;
        let carried = books.carried();
        let sale = Sale {
            roll,
            deal: deal(books.number()),
            vote,
            brought: brought(&carried),
            hash: [0; 32],
        };
        if books.entries.last().is_some_and(|before| !before.goes_on_with(&sale)) {
            return Err(refused(
                "these books are another collective's, or in another currency: each has a folder of its own",
            ));
        }
        let note = sale.sign(secret)?.to_string();
        let sale = Sale::read(note.as_bytes())?;
        let entry = Entry::new(sale.clone(), &members, &carried)?;
        (sale, entry, note)
    };
    if !agreed(&entry)? {
        return Ok(None);
    }
    folder.write(&file(sale.deal.number, "members.txt"), &Roll::text(&members))?;
    folder.write(&file(sale.deal.number, SALE), &note)?;
    Ok(Some(entry))
}

/// The hash of a vote in which these members have chosen what stood first.
fn agreed_in(poll: &Poll<'_>, roll: &Roll) -> Result<Hash> {
    let proposal = &poll.proposal;
    if proposal.roll != *roll {
        return Err(refused("the vote is one of others than the members of this round"));
    }
    let voted = check_vote(poll, None, &[])?;
    if let Some(wrong) = voted.wrong.first() {
        return Err(refused(format!("the vote is not what it should be: {wrong}")));
    }
    match voted.tally.and_then(|tally| tally.chosen) {
        Some(chosen) if proposal.motion.choices.first() == Some(&chosen) => Ok(proposal.hash),
        Some(chosen) => Err(refused(format!(
            "the members have not agreed: in the vote they chose \"{chosen}\""
        ))),
        None => Err(refused("the members have not agreed: in the vote nothing is decided")),
    }
}

/// What was found of books, and what their sales come to.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// What holds.
    pub holds: Vec<String>,
    /// What is wrong. Then the books are not to be believed.
    pub wrong: Vec<String>,
    /// What is awaited.
    pub awaited: Option<String>,
    /// The sales, as far as they are sound.
    pub entries: Vec<Entry>,
}

/// Recomputes all books of a folder; those sales that are of this round, over the members that are counted in it.
///
/// # Errors
/// When the folder cannot be read.
pub fn audit(folder: &dyn Folder, round: Option<&Room<'_>>) -> Result<Audit> {
    let mut audit = Audit::default();
    match audited(folder, round, &mut audit) {
        Ok(()) => {}
        Err(Error::NotYet(awaited)) => audit.awaited = Some(awaited),
        Err(Error::Files(why)) => return Err(Error::Files(why)),
        Err(error) => audit.wrong.push(error.to_string()),
    }
    Ok(audit)
}

fn audited(folder: &dyn Folder, round: Option<&Room<'_>>, audit: &mut Audit) -> Result<()> {
    let books = Books::open(folder)?;
    books.last()?;
    for entry in &books.entries {
        let (sale, at) = (&entry.sale, entry.sale.deal.number);
        audit.holds.push(format!(
            "Sale {at} is signed by its coordinator, over {} members.",
            sale.roll.members
        ));
        if at > 1 {
            audit
                .holds
                .push(format!("Sale {at} takes over what the one before it leaves."));
        }
        match round.map(|room| sale.roll.agrees(room)).transpose()?.flatten() {
            Some(true) => audit.holds.push(format!(
                "Sale {at}: they are exactly the members who are counted in its round."
            )),
            Some(false) => audit.wrong.push(format!(
                "Sale {at}: they are others than the members who are counted in its round."
            )),
            None => {}
        }
        let mut unsigned = 0;
        for part in entry.parts() {
            let name = part_file(at, "payout", part);
            match folder.read(&name, Kind::Payout.most())? {
                None => unsigned += 1,
                Some(bytes) => match sale.signed(Kind::Payout, &bytes).map_err(named(&name)) {
                    Ok(text) if text == entry.payout(part) => {}
                    Ok(_) => audit
                        .wrong
                        .push(format!("{name} gives members something else than is theirs.")),
                    Err(error) => audit.wrong.push(error.to_string()),
                },
            }
        }
        if unsigned == 0 && audit.wrong.is_empty() {
            audit.holds.push(format!(
                "Sale {at}: the shares are equal, exact, and signed by the treasurer."
            ));
        } else if unsigned > 0 {
            audit.awaited = Some(format!(
                "it is the turn of {} to pay out sale {at}",
                sale.deal.treasurer.name
            ));
        }
    }
    audit.entries = books.entries;
    Ok(())
}
