//! Bars, styles and tables for a terminal.

pub(crate) mod bar;
pub(crate) mod style;
pub(crate) mod table;
