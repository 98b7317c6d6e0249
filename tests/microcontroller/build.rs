//! Says where the linker's script is, and which summary is shown.

use std::{env, fs, path::PathBuf};

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::copy("memory.x", out.join("memory.x")).expect("a file to write");
    println!("cargo::rustc-link-search={}", out.display());
    println!("cargo::rerun-if-changed=memory.x");
    println!("cargo::rerun-if-env-changed=PLAYTALLY_SUMMARY");
    let summary = env::var_os("PLAYTALLY_SUMMARY").expect("PLAYTALLY_SUMMARY names a summary");
    let summary = fs::canonicalize(summary).expect("PLAYTALLY_SUMMARY names a file");
    println!("cargo::rerun-if-changed={}", summary.display());
    println!("cargo::rustc-env=SUMMARY={}", summary.display());
}
