//! Whose a sale or a vote is: the members who are counted in a round, as its coordinator signs it.

use crate::code::{Hash, decode_exactly, encode, hex, sha256, unhex};
use crate::collect::published;
use crate::counter::NAMED;
use crate::error::{Result, malformed, refused};
use crate::folder::{self, Folder};
use crate::invitation::{coordinator, number, origin};
use crate::kind::{Kind, Reader, Writer, is_value};
use crate::log::Head;
use crate::note::Verifier;
use crate::room::Room;

/// A member's public key.
pub type Member = [u8; 32];

/// The members of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roll {
    /// Whether it is for practice.
    pub rehearsal: bool,
    /// What the collective is called.
    pub collective: String,
    /// Tells the coordinator's signatures.
    pub coordinator: Verifier,
    /// The round in which they are counted.
    pub round: Hash,
    /// The list of contributions that was accepted in it.
    pub list: Hash,
    /// How many they are.
    pub members: u32,
    /// The hash of their keys.
    pub member_list: Hash,
}

/// The hash of a list of members.
fn hash(members: &[Member]) -> Hash {
    sha256(&[&members.concat()])
}

impl Roll {
    /// The members who are counted in a round, and their keys in order, for its coordinator of these secret bytes.
    ///
    /// # Errors
    /// When it is not counted yet, or another coordinator's.
    pub(crate) fn of(room: &Room<'_>, secret: &[u8; 32]) -> Result<(Self, Vec<Member>)> {
        if coordinator(secret)?.verifier() != room.invitation.coordinator {
            return Err(refused(
                "this round is another coordinator's: only who wrote the invitation can do that",
            ));
        }
        let (members, list) = counted(room)?;
        let roll = Self {
            rehearsal: room.round.rehearsal,
            collective: room.invitation.terms.name.clone(),
            coordinator: room.invitation.coordinator.clone(),
            round: room.round.hash,
            list,
            members: u32::try_from(members.len()).unwrap_or(u32::MAX),
            member_list: hash(&members),
        };
        Ok((roll, members))
    }

    /// What the collective's keys are called: under which name a member's key is kept.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.coordinator.name()
    }

    /// Whether it is one of the members who are counted in a round: none where it is another round's.
    pub(crate) fn agrees(&self, room: &Room<'_>) -> Result<Option<bool>> {
        if self.round != room.round.hash {
            return Ok(None);
        }
        let (members, list) = counted(room)?;
        let is_same = self.member_list == hash(&members) && self.list == list;
        Ok(Some(is_same && self.coordinator == room.invitation.coordinator))
    }

    pub(crate) fn write(&self, kind: Kind) -> Writer {
        Writer::new(kind)
            .rehearsal(self.rehearsal)
            .line("collective", &self.collective)
            .line("coordinator", encode(&self.coordinator.key()))
            .line("round", hex(&self.round))
            .line("list", hex(&self.list))
            .line("members", self.members.to_string())
            .line("member-list", hex(&self.member_list))
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self> {
        let rehearsal = reader.rehearsal()?;
        let collective = reader.take("collective")?.to_owned();
        let key = decode_exactly(reader.take("coordinator")?)?;
        let coordinator = Verifier::new(origin(&key), &key)?;
        let (round, list) = (unhex(reader.take("round")?)?, unhex(reader.take("list")?)?);
        let members = number(reader.take("members")?)?;
        let member_list = unhex(reader.take("member-list")?)?;
        if !is_value(&collective, NAMED) || members == 0 {
            return Err(malformed("is of nobody, or of a collective whose name hides something"));
        }
        Ok(Self {
            rehearsal,
            collective,
            coordinator,
            round,
            list,
            members,
            member_list,
        })
    }

    /// The list of keys, as it lies in a folder.
    pub(crate) fn text(members: &[Member]) -> String {
        folder::list(members)
    }

    /// Reads that list.
    pub(crate) fn members(&self, folder: &dyn Folder, name: &str) -> Result<Vec<Member>> {
        let members = folder::hashes(folder, name)?;
        let is_sorted = members.windows(2).all(|pair| pair[0] < pair[1]);
        if !is_sorted || members.len() != self.members as usize || hash(&members) != self.member_list {
            return Err(refused("is not the list of members that the coordinator signed"));
        }
        Ok(members)
    }
}

/// The members whose contributions to a round are counted, by key, and the hash of the list.
fn counted(room: &Room<'_>) -> Result<(Vec<Member>, Hash)> {
    let (outcome, _) = published(room)?;
    let leaves = room.leaves()?;
    if Head::of(&leaves) != room.sealed()? {
        return Err(refused("log/leaves.txt is not the list that was closed"));
    }
    let standing = room.standing(&leaves)?;
    let (mut list, mut members) = (Vec::new(), Vec::new());
    for (part, leaves) in &standing.parts {
        for leaf in leaves {
            if !outcome.rejected.contains_key(leaf) && !outcome.revoked.contains(leaf) {
                list.push(*leaf);
                members.push(room.contribution_again(*part, leaf)?.member.key());
            }
        }
    }
    if sha256(&[&list.concat()]) != outcome.list {
        return Err(refused(
            "what the folder holds is not the list that the counters accepted",
        ));
    }
    members.sort_unstable();
    Ok((members, outcome.list))
}
