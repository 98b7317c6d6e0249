//! What of an export is wanted.

use std::sync::Arc;

use crate::columns::Columns;
use crate::hash;

/// What of an export is wanted. By default, all that is heard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The history of this person, if it holds those of several.
    pub user: Option<Arc<str>>,
    /// Whether to leave out what YouTube files under itself, not under YouTube Music, and what is music only because it is
    /// on a channel whose name ends in "- Topic".
    pub no_topic_channels: bool,
    /// Which columns to read of a table that no source is known for.
    pub columns: Option<Arc<Columns>>,
}

impl Wanted {
    /// All that this person heard, of an export with the histories of several.
    #[must_use]
    pub fn of(user: impl Into<Arc<str>>) -> Self {
        Self {
            user: Some(user.into()),
            ..Self::default()
        }
    }

    /// Tells what is wanted from anything else that might be.
    pub(crate) fn hash(&self) -> u64 {
        let user = hash::of(&[self.user.as_deref().unwrap_or_default()]);
        let columns = self.columns.as_ref().map_or(0, |columns| columns.hash());
        hash::with(hash::with(user, u64::from(self.no_topic_channels)), columns)
    }
}
