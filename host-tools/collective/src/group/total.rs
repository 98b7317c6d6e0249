//! What all numbers are together: enough sums over one list give it, to anybody.

use super::folder::Found;
use super::roster::Group;
use super::shamir::{Shares, combine};
use super::sum::{Counted, Sum};
use crate::error::{Error, Result, refused};

/// What some friends' numbers are together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// Whose.
    pub counted: Counted,
    /// The numbers of all topics, one after the other.
    pub numbers: Vec<u64>,
}

/// The total that the sums of a group give.
///
/// # Errors
/// When there are not enough over one list, they do not belong together, or give what cannot be.
pub fn total(group: &Group, sums: &Found<Sum>) -> Result<Total> {
    let threshold = group.threshold();
    let over = |list: &Counted| -> Vec<(u8, &Shares)> {
        let alike = sums.sound.iter().filter(|sum| sum.counted == *list);
        alike.map(|sum| (sum.place + 1, &sum.shares)).collect()
    };
    let most = sums
        .sound
        .iter()
        .map(|sum| &sum.counted)
        .max_by_key(|list| over(list).len());
    let (counted, shares) = most.map_or((Counted::new(), Vec::new()), |list| (list.clone(), over(list)));
    if shares.len() < usize::from(threshold) {
        return Err(Error::NotYet(format!(
            "has {} of the {threshold} sums that give the total: let it go round",
            shares.len()
        )));
    }
    let numbers = combine(&shares, threshold).map_err(|_| wrong())?;
    for topic in &group.terms.topics {
        let most = topic.most() * counted.len() as u64;
        let part = group.terms.part(*topic, &numbers).unwrap_or_default();
        if part.iter().any(|number| *number > most) {
            return Err(wrong());
        }
    }
    Ok(Total { counted, numbers })
}

/// Nobody can say whose sum is wrong, or whose shares were.
fn wrong() -> Error {
    refused(
        "has sums that do not belong together: somebody's sum or shares are wrong, and nobody can tell whose. Nothing was opened; \
         start the group again",
    )
}
