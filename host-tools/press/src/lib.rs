//! Statistics to a summary file; names are typeset here.
