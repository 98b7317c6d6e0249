//! Every system call of a command failed, or the command killed at it, one call at a time; and what was promised of it.
//!
//! As in the tests of SQLite: the first call fails, then the second, until none is left that could. Which calls there are
//! says `strace`, which also has them fail.

mod fault;
mod promise;
mod task;

pub use fault::{Fault, Harm, is_possible};
pub use promise::Promise;
pub use task::Task;
