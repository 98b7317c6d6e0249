//! All that the page in the browser does, but for its looks: it reads exports, counts, presses the summary, writes the
//! device's settings, and runs the device on an emulated panel.
//!
//! The page asks [`Question`]s, and gets an answer each. Between the two lies `boundary`: a few functions over bytes.

mod boundary;
mod choice;
mod count;
mod keeping;
mod outside;
mod page;
mod question;
mod reading;
mod rings;
mod tell;
mod zone;

pub use keeping::Whose;
pub use outside::{Memory, Outside};
pub use page::{Page, Trouble};
pub use question::{Answer, File, Given, Question};
