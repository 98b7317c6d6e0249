//! Words, numbers and tables for a terminal.

pub(crate) mod bar;
pub(crate) mod name;
pub(crate) mod number;
pub(crate) mod style;
pub(crate) mod table;
