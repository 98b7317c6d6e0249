//! What anybody can check with nothing but the folder: signatures, the log, who is accepted, and that the sums are the sums.

use crate::code::Hash;
use crate::collect::{published, result_text, twice};
use crate::error::{Error, Result};
use crate::folder;
use crate::kind::Kind;
use crate::log::Head;
use crate::question::Question;
use crate::room::{AGAIN, Outcome, Room};

/// What was checked, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// What holds.
    pub holds: Vec<String>,
    /// What is wrong. Then nothing of the round is to be believed.
    pub wrong: Vec<String>,
    /// What is awaited, where the round goes on.
    pub awaited: Option<String>,
    /// The list that was closed, and when the last counter cosigned it, in seconds since 1970.
    pub closed: Option<(Head, u64)>,
    /// What became of all contributions, once the counters agree.
    pub outcome: Option<Outcome>,
    /// What is published.
    pub tables: Vec<Table>,
}

/// The counts of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The question.
    pub question: Question,
    /// Of each cell.
    pub counts: Vec<i128>,
    /// How far a count is off, as a standard deviation, times a thousand.
    pub deviation: u64,
}

impl Table {
    /// How far a count is off, 95 times of 100, rounded up: two standard deviations.
    #[must_use]
    pub const fn off_by(&self) -> u64 {
        (2 * self.deviation).div_ceil(1000)
    }

    /// Whether noise alone could have made a count: nothing is said of it aloud.
    #[must_use]
    pub fn is_noise(&self, count: i128) -> bool {
        count <= self.off_by().into()
    }
}

/// The contribution of whoever checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Own {
    /// Its place in the log.
    pub leaf: Hash,
    /// Whether they took it back.
    pub is_taken_back: bool,
}

/// How far the sum of so many counters' noise is off, as a standard deviation, times a thousand, rounded up.
#[must_use]
pub fn deviation(question: &Question, counters: u8) -> u64 {
    // Of discrete Laplace of scale b: below b √2. Of several, their squares add up.
    let scale = 1000 * 1000 * u64::from(question.weight()) / u64::from(question.epsilon.0.max(1));
    let squared = 2 * u64::from(counters) * scale * scale;
    let root = squared.isqrt();
    root + u64::from(root * root < squared)
}

/// Checks a folder; a member's own contribution, if it is given, must be in it.
///
/// # Errors
/// When there is no invitation to check anything by, or the folder cannot be read.
pub fn check(room: &Room<'_>, own: Option<Own>) -> Result<Checked> {
    let mut checked = Checked::default();
    match steps(room, own, &mut checked) {
        Ok(()) => {}
        Err(Error::NotYet(awaited)) => checked.awaited = Some(awaited),
        Err(Error::Files(why)) => return Err(Error::Files(why)),
        Err(error) => checked.wrong.push(error.to_string()),
    }
    Ok(checked)
}

fn steps(room: &Room<'_>, own: Option<Own>, checked: &mut Checked) -> Result<()> {
    let terms = &room.invitation.terms;
    checked
        .holds
        .push("The invitation is signed by its coordinator.".to_owned());
    room.invitation.agreed()?;
    checked.holds.push("Every counter has signed it.".to_owned());
    let leaves = room.leaves()?;
    for (name, head) in room.heads()? {
        if !head.begins(&leaves) {
            checked.wrong.push(format!(
                "The list of the log does not begin with what {name} stands for: something was removed, changed or put in \
                 between, or two lists were shown."
            ));
        }
    }
    if !twice(&leaves).is_empty() {
        checked.wrong.push("The log holds something twice.".to_owned());
    }
    if !checked.wrong.is_empty() {
        return Ok(());
    }
    let head = room
        .growing()?
        .ok_or_else(|| Error::NotYet("the coordinator collects contributions".to_owned()))?
        .1
        .head;
    if head != Head::of(&leaves) && room.closed()?.is_none() {
        return Err(Error::NotYet(AGAIN.to_owned()));
    }
    checked.holds.push(format!(
        "The log of {} entries begins with every head that was signed of it.",
        leaves.len()
    ));
    let standing = room.standing(&leaves)?;
    checked.holds.push(format!(
        "{} members can be counted: tickets and signatures are sound.",
        standing.members()
    ));
    if let Some(own) = own {
        match (standing.revoked.contains(&own.leaf), leaves.contains(&own.leaf)) {
            (true, _) if own.is_taken_back => {
                checked.holds.push("Yours was taken back before the list was closed.".to_owned());
            }
            (true, _) => checked.wrong.push(
                "Yours was taken out of the list by a revocation that you have not signed, or by a new ticket in the place of yours: ask the \
                 coordinator, with your receipt."
                    .to_owned(),
            ),
            (false, true) => checked.holds.push("Yours is in the log.".to_owned()),
            (false, false) if room.closed()?.is_none() => {}
            (false, false) => {
                checked.wrong.push("Yours is not in the log: hand it in again, or ask the coordinator.".to_owned());
            }
        }
    }
    let sealed = room.sealed()?;
    if sealed != Head::of(&leaves) {
        checked
            .wrong
            .push("The list of the log is not the one that was closed.".to_owned());
        return Ok(());
    }
    checked
        .holds
        .push("The list was closed, and every counter cosigned it.".to_owned());
    checked.closed = Some((sealed, room.sealed_at()?));
    room.openings(&sealed)?;
    checked
        .holds
        .push("Every counter revealed the randomness that it had committed to.".to_owned());
    let judged = room.judge(&standing, |_, _| Ok(()))?;
    let (outcome, counts) = match published(room) {
        Err(Error::NotYet(awaited)) => {
            if let Ok((agreed, _)) = room.verdicts()
                && agreed != judged
            {
                checked
                    .wrong
                    .push("The counters accepted others than the proofs hold for.".to_owned());
            }
            return Err(Error::NotYet(awaited));
        }
        published => published?,
    };
    if outcome != judged {
        checked
            .wrong
            .push("The counters accepted others than the proofs hold for.".to_owned());
        return Ok(());
    }
    checked.holds.push(format!(
        "The proofs of {} members hold, and those alone are counted.",
        outcome.accepted
    ));
    if outcome.accepted < terms.minimum {
        checked.wrong.push(format!(
            "They are fewer than the {} from which this round counts.",
            terms.minimum
        ));
    }
    checked
        .holds
        .push("The sums are those that every counter had announced, over that list.".to_owned());
    if let Some(bytes) = room.folder.read(folder::RESULT, Kind::Published.most())? {
        let note = Kind::Published
            .read(&bytes)
            .map_err(crate::room::named(folder::RESULT))?;
        let text = note
            .verified_by(&room.invitation.coordinator)
            .map_err(crate::room::named(folder::RESULT))?;
        if text == result_text(room, &outcome, &counts) {
            checked.holds.push("result.note says what they add up to.".to_owned());
        } else {
            checked
                .wrong
                .push("result.note says something else than the sums add up to.".to_owned());
        }
    }
    let counters = room.invitation.counters();
    let tables = terms.questions.iter().zip(counts).map(|(question, counts)| Table {
        question: question.clone(),
        counts,
        deviation: deviation(question, counters),
    });
    checked.tables = tables.collect();
    checked.outcome = Some(outcome);
    Ok(())
}
