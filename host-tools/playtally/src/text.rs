//! Words, numbers and tables for a terminal.

pub(crate) mod bar;
pub(crate) mod date;
pub(crate) mod name;
pub(crate) mod number;
#[cfg(test)]
pub(crate) mod proofreading;
pub(crate) mod style;
pub(crate) mod table;
