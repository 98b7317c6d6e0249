//! Statistics to a summary file; names are typeset here.

pub mod typeset;
