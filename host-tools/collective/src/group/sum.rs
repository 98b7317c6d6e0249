//! The third lap: who adds up, over which envelopes. The first who does closes the list of those whose numbers are added; nobody ever
//! adds up two lists of one group.

use super::envelopes::{Envelopes, by};
use super::folder::Found;
use super::friend::signer;
use super::roster::Group;
use super::shamir::Shares;
use crate::code::{Hash, decode, encode, hex, unhex};
use crate::error::{Error, Result, malformed, refused};
use crate::invitation::number;
use crate::kind::{Kind, Reader, Writer};
use crate::note::Note;
use crate::seal::Opener;

/// Whose envelopes are added up: places from 0, in order, and the hash of each one's note.
pub type Counted = Vec<(u8, Hash)>;

/// The sum of the shares that are sealed for one friend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The place of who added up, from 0.
    pub place: u8,
    /// Over which envelopes.
    pub counted: Counted,
    /// The sum.
    pub shares: Shares,
}

impl Sum {
    /// Reads a friend's sum in this group, and verifies their signature.
    ///
    /// # Errors
    /// The file is no sum, one of another group, or one over a list that breaks the rules.
    pub fn read(group: &Group, bytes: &[u8]) -> Result<Self> {
        let note = Kind::FriendSum.read(bytes)?;
        let mut reader = Reader::of(note.unverified(), Kind::FriendSum, &group.round())?;
        let (place, friend) = by(group, &mut reader)?;
        let counted = reader.all("counted").into_iter().map(|line| listed(group, line));
        let counted = counted.collect::<Result<Counted>>()?;
        let shares = Shares::read(&decode(reader.take("sum")?)?, group.terms.cells())?;
        reader.end()?;
        note.verified_by(friend)?;
        if !counted.is_sorted_by(|one, next| one.0 < next.0) {
            return Err(malformed(
                "adds up somebody twice, or in another order than that of the group",
            ));
        }
        check(group, place, &counted)?;
        Ok(Self { place, counted, shares })
    }
}

fn listed(group: &Group, line: &str) -> Result<(u8, Hash)> {
    let (place, hash) = line
        .split_once(' ')
        .ok_or_else(|| malformed("has a line of who is added up that cannot be read"))?;
    let place = number(place)?
        .checked_sub(1)
        .filter(|place| *place < u32::from(group.size()));
    let place = place.and_then(|place| u8::try_from(place).ok());
    let place = place.ok_or_else(|| malformed("adds up somebody who is not in the group"))?;
    Ok((place, unhex(hash)?))
}

/// Whether the friend at this place may add up this list.
fn check(group: &Group, place: u8, counted: &Counted) -> Result<()> {
    if counted.len() < group.fewest() {
        return Err(refused(format!(
            "adds up {} friends, and {} are the fewest",
            counted.len(),
            group.fewest()
        )));
    }
    if counted.iter().any(|(known, _)| *known == place) {
        Ok(())
    } else {
        Err(refused("adds up a list without who added it up"))
    }
}

/// What a friend is about to add up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Over which envelopes.
    pub counted: Counted,
    /// Whether this closes the list: nobody has added up yet.
    pub closes: bool,
    /// Who is in the group, and not added.
    pub missing: Vec<u8>,
    /// Who has added up another list: their sums are of no use for this total.
    pub others: Vec<u8>,
    sum: Sum,
}

impl Plan {
    /// The note with the sum, signed with these secret bytes.
    ///
    /// # Errors
    /// When they are not those of who planned it.
    pub fn sign(&self, group: &Group, signing: &[u8; 32]) -> Result<Note> {
        let signer = signer(signing)?;
        let lines = self.counted.iter();
        let lines = lines.map(|(place, hash)| format!("{} {}", u32::from(*place) + 1, hex(hash)));
        let text = Writer::of(Kind::FriendSum, &group.round())
            .line("friend", encode(&signer.verifier().key()))
            .lines("counted", lines)
            .line("sum", encode(&self.sum.shares.bytes()))
            .text();
        let note = Note::sign(text, &signer)?;
        if Sum::read(group, note.to_string().as_bytes())? == self.sum {
            Ok(note)
        } else {
            Err(refused(
                "was signed by somebody else than who added up: please report this",
            ))
        }
    }
}

/// What the friend at this place, whose own envelopes have this hash, adds up: what others added up, where they did, or all that is
/// there.
///
/// # Errors
/// When there are too few envelopes, their own are missing or others than they signed, or others added up what cannot be added up
/// here.
pub fn plan(
    group: &Group,
    place: u8,
    own: &Hash,
    opener: &Opener,
    envelopes: &Found<Envelopes>,
    sums: &Found<Sum>,
) -> Result<Plan> {
    let (closed, others) = closed(place, own, sums);
    let closes = closed.is_none() && others.is_empty();
    let opened = |envelopes: &Envelopes| envelopes.open(group, place, opener);
    let counted = match closed {
        Some(counted) => counted,
        None if closes => {
            let sound = envelopes.sound.iter().filter(|envelopes| opened(envelopes).is_ok());
            sound.map(|envelopes| (envelopes.place, envelopes.hash)).collect()
        }
        None => {
            return Err(refused(
                "was added up without your envelopes, or with others than you signed, and nobody adds up a list without their own:                  you take no part in this total",
            ));
        }
    };
    if !counted.contains(&(place, *own)) {
        return Err(Error::NotYet(
            "has no envelopes of yours, or others than you signed: put yours there with `playtally group add`, and add up then".to_owned(),
        ));
    }
    if counted.len() < group.fewest() {
        return Err(Error::NotYet(format!(
            "has the envelopes of {} friends so far, and at least {} are added up: wait for more",
            counted.len(),
            group.fewest()
        )));
    }
    let mut shares = Shares::zero(group.terms.cells());
    for (known, hash) in &counted {
        let there = envelopes.sound.iter().find(|envelopes| envelopes.place == *known);
        let name = group.name_of(*known);
        let there = there.filter(|envelopes| envelopes.hash == *hash).ok_or_else(|| {
            Error::NotYet(format!(
                "lacks the envelopes of {name} that others added up: bring them back into the folder"
            ))
        })?;
        let share =
            opened(there).map_err(|error| refused(format!("has envelopes of {name}, of which yours {error}")))?;
        shares.add(&share)?;
    }
    let missing = (0..group.size()).filter(|place| !counted.iter().any(|(known, _)| known == place));
    Ok(Plan {
        missing: missing.collect(),
        others,
        sum: Sum {
            place,
            counted: counted.clone(),
            shares,
        },
        counted,
        closes,
    })
}

/// The list with one's own envelopes that most have added up, none where there is none, and who has added up another one.
fn closed(place: u8, own: &Hash, sums: &Found<Sum>) -> (Option<Counted>, Vec<u8>) {
    let count = |list: &Counted| sums.sound.iter().filter(|sum| sum.counted == *list).count();
    let lists = sums.sound.iter().map(|sum| &sum.counted);
    let with_own = lists.filter(|list| list.contains(&(place, *own)));
    // What is signed with the own name binds, even where the library has forgotten it.
    let signed = sums.sound.iter().find(|sum| sum.place == place).map(|sum| &sum.counted);
    // The same one for everybody who sees the same sums.
    let chosen = signed
        .or_else(|| with_own.max_by_key(|list| (count(list), list.len(), *list)))
        .cloned();
    let others = sums.sound.iter().filter(|sum| Some(&sum.counted) != chosen.as_ref());
    let others = others.map(|sum| sum.place).collect();
    (chosen, others)
}
