//! Groups of friends: a few people who know each other add up some numbers of theirs, and nobody sees another's.
//!
//! One stick or folder goes round three times. In the first lap everybody puts in a key; who started closes the roster. In the
//! second, everybody splits their numbers (Shamir's shares) and seals one share for each friend. In the third, everybody adds up
//! the shares that are sealed for them: enough of these sums give the total, and nothing else.

mod earlier;
mod envelopes;
mod folder;
mod friend;
mod kept;
mod numbers;
mod opened;
mod roster;
mod shamir;
mod spoken;
mod sum;
mod total;
pub mod words;

pub use earlier::{DAYS, Earlier, allow};
pub use envelopes::Envelopes;
pub use folder::{ENVELOPES, Found, GROUP, KEYS, SUMS, envelopes, file, friends, strangers, sums};
pub use friend::{Friend, LINE};
pub use kept::Kept;
pub use numbers::{Numbers, PARTS, Topic, numbers};
pub use opened::{Known, Opened, opened};
pub use roster::{FEWEST, Group, MOST, Terms, drawn};
pub use shamir::{Shares, combine, split};
pub use spoken::spoken;
pub use sum::{Counted, Plan, Sum, plan};
pub use total::{Total, total};
