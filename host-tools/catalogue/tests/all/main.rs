//! What is learnt from catalogues in the exact forms of those that people can fetch, all of them made up.

mod broken;
mod common;
mod forms;
mod memory;
mod precision;
