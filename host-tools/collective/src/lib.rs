//! Many owners together: what they say is counted, and nobody hands over a history.

mod answer;
mod check;
pub mod code;
mod collect;
mod contribution;
mod count;
mod counter;
mod error;
mod folder;
mod invitation;
mod kind;
pub mod ledger;
pub mod log;
mod noise;
pub mod note;
mod question;
mod record;
mod room;
pub mod seal;
pub mod share;
mod ticket;
pub mod words;

use rand::CryptoRng;

/// Randomness for keys, seals and noise, from the system.
#[must_use]
pub fn random() -> impl CryptoRng {
    rand::rng()
}

/// A new secret key.
#[must_use]
pub fn new_secret() -> [u8; 32] {
    counter::bytes(&mut random())
}

#[cfg(test)]
mod tests;

pub use answer::{MADE_UP, answer, is_made_up};
pub use check::{Checked, Own, Table, check, deviation};
pub use collect::{Collected, Collecting, Receipt, collect, offers};
pub use contribution::{Contribution, Report, Revocation, Signed, contribute, digest, member, splits};
pub use count::{Keys, Turn, turn};
pub use counter::{Counter, Secret};
pub use error::{Error, Result};
pub use folder::{Folder, INBOX, INVITATION, OFFERS, RESULT, receipt};
pub use invitation::{COUNTERS, FEWEST, FEWEST_TO_REHEARSE, Invitation, Terms, coordinator};
pub use kind::{Kind, MOST, Round};
pub use noise::noise;
pub use question::{Answer, Epsilon, NO_ANSWER, Question, Topic};
pub use record::Record;
pub use room::{Outcome, Room, Standing};
pub use ticket::{MOST as TICKETS, Ticket, short};
