//! All that the page in the browser does, but for its looks: it reads an export, counts, presses the summary, and runs the
//! device on an emulated panel.
//!
//! The page asks [`Question`]s, and gets an answer each. Between the two lies `boundary`: four functions over bytes.

mod boundary;
mod page;
mod question;
mod tell;

pub use page::{Page, Trouble};
pub use question::{Answer, Question};
