//! Whose a summary is, and `playtally owner`.

use std::path::Path;

use anyhow::{Context, Result};
use playtally_summary::Summary;
use playtally_summary::records::OwnerId;

use crate::text::style::{STRONG, styled};
use crate::{arguments, library, output};

/// Whose a summary is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) name: String,
    pub(crate) id: Option<OwnerId>,
}

impl Owner {
    /// The one of a summary.
    pub(crate) fn of(summary: &Summary<'_>) -> Self {
        Self {
            name: summary.text(summary.owner().name).as_str().to_owned(),
            id: summary.owner_id(),
        }
    }

    /// Whether they are one: by their ids, and by name where one has none.
    pub(crate) fn is(&self, other: &Self) -> bool {
        match (self.id, other.id) {
            (Some(id), Some(other)) => id == other,
            _ => self.name == other.name,
        }
    }
}

/// Prints the id of the library's summaries, or gives it another one.
pub(crate) fn run(arguments: &arguments::Owner, path: &Path) -> Result<()> {
    let mut library = library::open(path)?;
    let id = if arguments.new_id {
        library.renew_owner_id()?
    } else {
        library.owner_id()?
    };
    let id = id
        .and_then(OwnerId::new)
        .context("this library has lost its id; `playtally owner --new-id` draws another one")?;
    let id = styled(STRONG, id);
    output::print(&if arguments.new_id {
        format!(
            "Your summaries have the id {id} from now on. A device takes the next one for somebody else's, and asks.\n"
        )
    } else {
        format!("Your summaries have the id {id}. One of them replaces another, whatever names they bear.\n")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_is_known_by_the_id_and_without_one_by_name() {
        let owner = |name: &str, id| Owner {
            name: name.to_owned(),
            id: OwnerId::new(id),
        };
        assert!(owner("Ann", 1).is(&owner("Anna", 1)));
        assert!(!owner("Ann", 1).is(&owner("Ann", 2)));
        for (id, other) in [(0, 0), (1, 0), (0, 1)] {
            assert!(owner("Ann", id).is(&owner("Ann", other)));
            assert!(!owner("Ann", id).is(&owner("Bo", other)));
        }
    }
}
