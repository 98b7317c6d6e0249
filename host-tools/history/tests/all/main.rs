//! Every test of this crate from outside, in one program: it is linked once.

mod apple_music;
mod borders;
mod canaries;
mod common;
mod damage;
mod damaged_library;
mod databases;
mod documents;
mod errors;
mod exchange;
mod fixtures;
mod held_elsewhere;
mod home;
mod killed;
mod moments;
mod nothing_new;
mod order;
mod private_exports;
mod rows;
mod seeds;
mod services;
mod spotify;
mod tables;
mod undo;
mod unread;
