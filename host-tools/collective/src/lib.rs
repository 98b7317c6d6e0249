//! Many owners together: what they say is counted, and nobody hands over a history.

mod account;
mod answer;
mod books;
mod check;
pub mod code;
mod collect;
mod contribution;
mod count;
mod counter;
mod error;
mod folder;
mod folder_log;
pub mod group;
mod invitation;
mod kind;
pub mod ledger;
pub mod log;
mod money;
mod noise;
pub mod note;
mod payment;
mod payout;
mod poll;
mod proposal;
mod question;
mod record;
mod roll;
mod room;
mod sale;
pub mod seal;
pub mod share;
mod ticket;
mod transfer;
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

pub use account::{Account, Iban, bank_name};
pub use answer::{MADE_UP, answer, is_made_up};
pub use books::{Audit, Books, Deals, Entry, Line, SALE, State, States, audit, sell, treasurers};
pub use check::{Checked, Own, Table, check, deviation};
pub use collect::{Collected, Collecting, Receipt, collect, offers, replace, replaced_by};
pub use contribution::{Contribution, Report, Revocation, Signed, contribute, digest, member, splits};
pub use count::{Keys, Turn, turn};
pub use counter::{Counter, Secret};
pub use error::{Error, Result};
pub use folder::{Folder, INBOX, INVITATION, OFFERS, RESULT, receipt};
pub use invitation::{COUNTERS, FEWEST, FEWEST_TO_REHEARSE, Invitation, Terms, coordinator};
pub use kind::{Kind, MOST, Round};
pub use money::{Currency, shares};
pub use noise::noise;
pub use payment::Payment;
pub use payout::{Batch, Paying, TREASURER, offer_to_pay};
pub use poll::{Poll, Tally, Voted, check_vote, collect_votes, complain};
pub use proposal::{Ballot, Cast, Complaint, Motion, PROPOSAL, Proposal, propose};
pub use question::{Answer, Epsilon, NO_ANSWER, Question, Topic};
pub use record::Record;
pub use roll::{Member, Roll};
pub use room::{Outcome, Room, Standing};
pub use sale::{Deal, Sale, Treasurer};
pub use ticket::{MOST as TICKETS, Replacement, Ticket, short};
pub use transfer::{Payer, Transfer};
