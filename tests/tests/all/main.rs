//! Every whole-path test, in one program: it is linked once.

mod agreement;
mod allocation;
mod bad_input;
mod bus;
mod collective;
mod commands;
mod dependencies;
#[path = "../../dev/mod.rs"]
mod dev;
mod documents;
mod erase;
mod generator;
mod home;
mod import;
mod interrupted;
mod library;
mod memory;
mod motion;
mod mutants;
mod nobody;
mod outputs;
mod reality;
mod refresh;
mod release;
mod sample;
mod statistics;
mod summary_file;
mod summary_reader;
mod system_calls;
mod tour;
mod tours;
mod truth;
mod undo;
mod unseen;
mod wiring;
mod year;
