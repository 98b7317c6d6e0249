//! Makes the page: one file that holds the program, its looks and its policy.
//!
//! `cargo run -p playtally-browser` builds this package's library for WebAssembly, which needs
//! `rustup target add wasm32-unknown-unknown`, and writes `target/playtally.html`, or the file that is named.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use playtally_browser::{Page, Question};

/// The profile of the workspace that the program is built with.
const PROFILE: &str = "browser";
const TARGET: &str = "wasm32-unknown-unknown";
/// The hardest that packing tries.
const LEVEL: u8 = 10;

/// When the summary of the made-up history is made: 2026-11-20, in milliseconds.
const PRESSED: f64 = 1_795_132_800_000.0;

const PAGE: &str = include_str!("../page/index.html");
const STYLE: &str = include_str!("../page/style.css");
const SCRIPT: &str = include_str!("../page/page.js");
const WORKER: &str = include_str!("../page/worker.js");

fn main() -> Result<()> {
    let workspace = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let workspace = workspace
        .canonicalize()
        .context("the project is not where it was when this was built")?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), PathBuf::from);
    let program = program(&workspace, &target)?;
    let page = page(&program, &sample(&workspace)?)?;
    let path = env::args_os()
        .nth(1)
        .map_or_else(|| target.join("playtally.html"), PathBuf::from);
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

/// The program in WebAssembly.
fn program(workspace: &Path, target: &Path) -> Result<Vec<u8>> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .current_dir(workspace)
        .args(["build", "--locked", "--lib", "-p", "playtally-browser"])
        .args(["--profile", PROFILE, "--target", TARGET, "--target-dir"])
        .arg(target)
        .status()
        .context("cannot run cargo")?;
    ensure!(
        status.success(),
        "the program was not built; if the target is missing: rustup target add {TARGET}"
    );
    let path = target.join(TARGET).join(PROFILE).join("playtally_browser.wasm");
    fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// The summary of the made-up history, for who has no export at hand.
fn sample(workspace: &Path) -> Result<Vec<u8>> {
    let path = workspace.join("tests/fixtures/sample-export.zip");
    let export = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut page = Page::default();
    let open = Question::Open {
        name: "sample-export.zip".to_owned(),
        log: 0,
        user: None,
        owner: "Sample".to_owned(),
        zone: "UTC".to_owned(),
        now: PRESSED,
    };
    page.answer(open, &export)?;
    Ok(page.answer(Question::Summary, &[])?.into())
}

/// The page around a program and a summary.
fn page(program: &[u8], sample: &[u8]) -> Result<String> {
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(program, LEVEL);
    let parts = [
        ("{{policy}}", policy()),
        ("{{style}}", STYLE.to_owned()),
        ("{{program}}", STANDARD.encode(packed)),
        ("{{sample}}", STANDARD.encode(sample)),
        ("{{worker}}", WORKER.to_owned()),
        ("{{script}}", SCRIPT.to_owned()),
    ];
    let mut page = PAGE.to_owned();
    for (place, part) in parts {
        if part.contains("</script") || part.contains("</style") {
            bail!("{place} would end its own element");
        }
        ensure!(page.matches(place).count() == 1, "{place} has no place of its own");
        page = page.replace(place, &part);
    }
    Ok(page)
}

/// What the page may do: run its own script and the worker in it, and look as it does. It may not connect to anything,
/// load anything, submit anything or go anywhere.
fn policy() -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(hmac_sha256::Hash::hash(text.as_bytes())));
    format!(
        "default-src 'none'; connect-src 'none'; script-src {} 'wasm-unsafe-eval'; worker-src blob:; style-src {}; \
         img-src data:; form-action 'none'; base-uri 'none'",
        hash(SCRIPT),
        hash(STYLE),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_holds_its_program_and_may_connect_to_nothing() {
        let program = b"\0asm and what follows".repeat(100);
        let page = page(&program, b"a summary").expect("a page");
        assert!(!page.contains("{{"), "every place is filled");
        let start = page.find("id=\"program\">").expect("the program") + "id=\"program\">".len();
        let end = start + page[start..].find('<').expect("its end");
        let packed = STANDARD.decode(&page[start..end]).expect("letters");
        let unpacked = miniz_oxide::inflate::decompress_to_vec_zlib(&packed).expect("a packed program");
        assert!(unpacked == program);
        let policy = policy();
        for rule in ["default-src 'none'", "connect-src 'none'", "form-action 'none'"] {
            assert!(policy.contains(rule) && page.contains(&policy), "{rule}");
        }
        assert!(!policy.contains("http") && !policy.contains('*'), "{policy}");
    }

    #[test]
    fn nothing_in_the_page_lies_elsewhere() {
        for part in [PAGE, STYLE, SCRIPT, WORKER] {
            let addresses = part.replace("http://www.w3.org/2000/svg", "");
            assert!(!addresses.contains("://"), "an address");
        }
    }
}
