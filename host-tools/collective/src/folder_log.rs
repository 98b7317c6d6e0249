//! The log as it lies in a folder: all of its leaves, and the heads that its coordinator signs of them.

use crate::code::Hash;
use crate::error::{Result, malformed, refused};
use crate::folder::{self, CLOSED, Folder, LEAVES};
use crate::kind::{Kind, Round};
use crate::log::{Checkpoint, Head};
use crate::note::{Note, Signer, Verifier};
use crate::room::named;

/// The log of a round, or of a vote.
pub(crate) struct FolderLog<'f> {
    pub(crate) folder: &'f dyn Folder,
    /// Who signs its heads.
    pub(crate) coordinator: &'f Verifier,
    /// What it is of, as its heads call that: `round`, or `vote`.
    pub(crate) what: &'static str,
    /// Which one.
    pub(crate) round: Round,
}

impl FolderLog<'_> {
    /// All leaves.
    pub(crate) fn leaves(&self) -> Result<Vec<Hash>> {
        folder::hashes(self.folder, LEAVES).map_err(named(LEAVES))
    }

    /// A head that the coordinator signed.
    pub(crate) fn head(&self, name: &str) -> Result<Option<(Note, Checkpoint)>> {
        let Some(bytes) = self.folder.read(name, Kind::Ticket.most())? else {
            return Ok(None);
        };
        let read = || {
            let note = Note::read(&bytes, Kind::Ticket.most())?;
            let checkpoint = Checkpoint::read(note.verified_by(self.coordinator)?)?;
            if checkpoint.origin != self.coordinator.name() || checkpoint.words != self.words(name == CLOSED) {
                return Err(malformed("is the head of another log"));
            }
            Ok((note, checkpoint))
        };
        read().map(Some).map_err(named(name))
    }

    /// The words beside a head: what the log is of, whether it is closed.
    pub(crate) fn words(&self, is_closed: bool) -> Vec<String> {
        let of = format!("{} {}", self.what, crate::code::hex(&self.round.hash));
        let rehearsal = self.round.rehearsal.then(|| "rehearsal".to_owned());
        let closed = is_closed.then(|| "closed".to_owned());
        [Some(of), rehearsal, closed].into_iter().flatten().collect()
    }

    /// The head of these leaves, signed.
    pub(crate) fn sign(&self, leaves: &[Hash], is_closed: bool, signer: &Signer) -> Result<String> {
        let checkpoint = Checkpoint {
            origin: self.coordinator.name().to_owned(),
            head: Head::of(leaves),
            words: self.words(is_closed),
        };
        Ok(Note::sign(checkpoint.text(), signer)?.to_string())
    }
}

/// Refuses leaves that do not begin with what a head of this name stands for.
pub(crate) fn grown(leaves: &[Hash], name: &str, head: &Head) -> Result<()> {
    if head.begins(leaves) {
        return Ok(());
    }
    Err(refused(format!(
        "log/leaves.txt does not begin with what {name} stands for: it was changed or cut off. Put back the one from before; a log \
         that loses anything is found out"
    )))
}
