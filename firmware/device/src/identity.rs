//! Who an owner is.

use playtally_summary::records::OwnerId;

use crate::Words;

/// What tells an owner from the others: the id, and the name where a summary has none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    /// The name, as pages show it.
    pub name: Words,
    /// The id, if there is one.
    pub id: Option<OwnerId>,
}

impl Identity {
    /// Whether they are one and the same, by whatever name.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        match (self.id, other.id) {
            (Some(id), Some(other)) => id == other,
            (None, None) => self.name == other.name,
            _ => false,
        }
    }

    /// Two lines that say it, of which the second may have more within it.
    #[cfg(feature = "std")]
    #[must_use]
    pub fn to_text(&self) -> String {
        let id = self.id.map_or_else(|| NO_ID.to_owned(), |id| id.to_string());
        format!("{id}\n{}", self.name)
    }

    /// What such lines say.
    #[cfg(feature = "std")]
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let (id, name) = text.split_once('\n')?;
        let id = match id {
            NO_ID => None,
            digits => Some(OwnerId::parse(digits)?),
        };
        Some(Self {
            name: name.to_owned(),
            id,
        })
    }
}

#[cfg(feature = "std")]
const NO_ID: &str = "-";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_are_one_by_their_ids_and_without_any_by_name() {
        let owner = |name: &str, id| Identity {
            name: name.to_owned(),
            id: OwnerId::new(id),
        };
        assert!(owner("Ann", 1).is(&owner("Anna", 1)) && owner("Ann", 0).is(&owner("Ann", 0)));
        assert!(!owner("Ann", 1).is(&owner("Ann", 2)) && !owner("Ann", 0).is(&owner("Bo", 0)));
        assert!(!owner("Ann", 1).is(&owner("Ann", 0)) && !owner("Ann", 0).is(&owner("Ann", 1)));
    }

    #[test]
    fn what_makes_no_sense_is_nobody() {
        for text in ["", "Ann", "1\nAnn", "\nAnn", "--\nAnn"] {
            assert_eq!(Identity::from_text(text), None, "{text:?}");
        }
    }
}
