//! Makes the page: one file that holds the program, its looks, its words and its policy.
//!
//! `cargo run -p playtally-browser` builds this package's library for WebAssembly, which needs
//! `rustup target add wasm32-unknown-unknown`, and writes `target/playtally.html`, or the file that is named.
//! `--profile dev` builds it sooner, for who works on the page; it is larger and slower.

mod bundle;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use playtally_browser::{File, Given, Memory, Page, Question};

/// The profile of the workspace that the program is built with.
const PROFILE: &str = "browser";
const TARGET: &str = "wasm32-unknown-unknown";

/// When the summary of the made-up history is made: 2026-11-20, in milliseconds.
const PRESSED: f64 = 1_795_132_800_000.0;

fn main() -> Result<()> {
    let workspace = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let workspace = workspace
        .canonicalize()
        .context("the project is not where it was when this was built")?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), PathBuf::from);
    let (profile, path) = arguments(env::args_os().skip(1))?;
    let program = program(&workspace, &target, &profile)?;
    let page = bundle::page(&program, &sample(&workspace)?)?;
    let path = path.unwrap_or_else(|| target.join("playtally.html"));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    fs::write(&path, &page).with_context(|| format!("cannot write {}", path.display()))?;
    let mib = |bytes: usize| bytes as f64 / f64::from(1 << 20);
    println!(
        "{}: {:.1} MiB, of a program of {:.1} MiB",
        path.display(),
        mib(page.len()),
        mib(program.len())
    );
    Ok(())
}

/// The profile, and the file to write.
fn arguments(given: impl Iterator<Item = OsString>) -> Result<(String, Option<PathBuf>)> {
    let (mut profile, mut path) = (PROFILE.to_owned(), None);
    let mut given = given;
    while let Some(argument) = given.next() {
        if argument == "--profile" {
            let name = given.next().and_then(|name| name.into_string().ok());
            profile = name.context("--profile needs the name of a profile")?;
        } else {
            path = Some(argument.into());
        }
    }
    Ok((profile, path))
}

/// The program in WebAssembly.
fn program(workspace: &Path, target: &Path, profile: &str) -> Result<Vec<u8>> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .current_dir(workspace)
        .args(["build", "--locked", "--lib", "-p", "playtally-browser"])
        .args(["--profile", profile, "--target", TARGET, "--target-dir"])
        .arg(target)
        .status()
        .context("cannot run cargo")?;
    ensure!(
        status.success(),
        "the program was not built; if the target is missing: rustup target add {TARGET}"
    );
    let folder = if profile == "dev" { "debug" } else { profile };
    let path = target.join(TARGET).join(folder).join("playtally_browser.wasm");
    fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// The summary of the made-up history, for who has no export at hand.
fn sample(workspace: &Path) -> Result<Vec<u8>> {
    let name = "sample-export.zip".to_owned();
    let path = workspace.join("tests/fixtures").join(&name);
    let export = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let file = File {
        path: name.clone(),
        number: 0,
        length: export.len() as u64,
    };
    let mut page = Page::new(Arc::new(Memory(vec![export])));
    let given = Given {
        name,
        folder: false,
        side_by_side: 0,
        files: vec![file],
        user: None,
    };
    let read = Question::Read {
        given: vec![given],
        no_topic_channels: false,
        zone: "UTC".to_owned(),
        now: PRESSED,
    };
    let press = Question::Press {
        owner: "Sample".to_owned(),
        accent: None,
        id: None,
        now: PRESSED,
    };
    page.answer(read, &[])?;
    page.answer(press, &[])?;
    Ok(page.answer(Question::Summary, &[])?.into())
}
