//! A friend's own keys, in the library: one that signs, for all groups, and one that opens, for each.
//!
//! The one that signs stays, so that the tools of others know who was in it before. The one that opens is let go once the total is known.

use std::path::Path;

use anyhow::Result;
use playtally_collective::group::{Friend, Group};
use playtally_history::{Library, Papers};

use crate::collective::papers::{self, GROUP_KEY};
use crate::library;

/// Under which name the key that signs is kept.
const SIGNING: &str = "signing";
/// Under which name the key that opens is kept that was sent by chat, for whichever group comes.
pub(super) const BY_CHAT: &str = "chat";

/// The secrets that a friend signs and opens with.
#[derive(Clone, Copy)]
pub(super) struct Own {
    pub(super) signing: [u8; 32],
    pub(super) sealing: [u8; 32],
}

/// The key that signs, for all groups: made and kept where there is none.
pub(super) fn signing(path: &Path, dry_run: bool) -> Result<[u8; 32]> {
    made(path, SIGNING, dry_run)
}

/// The key that opens, by the name that it is kept under: made and kept where there is none.
pub(super) fn sealing(path: &Path, name: &str, dry_run: bool) -> Result<[u8; 32]> {
    made(path, name, dry_run)
}

/// A key, kept before anybody sees what belongs to it.
fn made(path: &Path, name: &str, dry_run: bool) -> Result<[u8; 32]> {
    if dry_run && !path.exists() {
        return Ok(papers::new_secret().0);
    }
    let (mut library, _) = library::open_or_start(path)?;
    if let Some(secret) = papers::key(&library, GROUP_KEY, name)? {
        return Ok(secret);
    }
    let (secret, text) = papers::new_secret();
    if !dry_run {
        library.change_papers(|papers| papers.put(GROUP_KEY, name, &text))?;
    }
    Ok(secret)
}

impl Own {
    /// The keys by which the owner of a library is in a closed group, and their place in it; none where they are not.
    pub(super) fn of(library: &Library, group: &Group) -> Result<Option<(Self, u8)>> {
        let keys = library.papers(GROUP_KEY)?;
        let Some(signing) = papers::key(library, GROUP_KEY, SIGNING)? else {
            return Ok(None);
        };
        for (_, text) in keys.iter().filter(|(name, _)| name != SIGNING) {
            let own = Self {
                signing,
                sealing: papers::secret(text)?,
            };
            let place = (0..group.size()).find(|place| own.is(&group.friends[usize::from(*place)]));
            if let Some(place) = place {
                return Ok(Some((own, place)));
            }
        }
        Ok(None)
    }

    fn is(&self, friend: &Friend) -> bool {
        Friend::new(&friend.name, &self.signing, &self.sealing).is_ok_and(|own| own == *friend)
    }

    /// Lets go of the key that opens: what is kept of the group has it.
    pub(super) fn move_sealing(&self, papers: &Papers<'_>) -> Result<(), playtally_history::Error> {
        for (name, text) in papers.of(GROUP_KEY)? {
            if name != SIGNING && papers::secret(&text).is_ok_and(|secret| secret == self.sealing) {
                papers.forget(GROUP_KEY, &name)?;
            }
        }
        Ok(())
    }
}

/// The key that signs; none where there is none yet.
pub(super) fn known_signing(library: &Library) -> Result<Option<[u8; 32]>> {
    papers::key(library, GROUP_KEY, SIGNING)
}

/// Whether this key signs for a friend.
pub(super) fn is_by(friend: &Friend, signing: &[u8; 32]) -> bool {
    Friend::new(&friend.name, signing, signing).is_ok_and(|own| own.verifier == friend.verifier)
}
