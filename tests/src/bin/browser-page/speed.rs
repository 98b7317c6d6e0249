//! How long a long history takes from being dropped to its first page, and how much memory the program has then.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use playtally_tests::archive::Zip;
use playtally_tests::browser::Page;
use playtally_tests::listener::{Listener, Person};
use playtally_tests::sample;
use playtally_tests::spotify_extended::{Extended, Ids};

use crate::{PLACE, Result, Tools, answers, at, click, ensure, opened, quiet, text};

/// The plays of a long history.
const LONG: u64 = 36_000;
/// The plays of a very long one, which is timed where more than one browser is asked for.
const VERY_LONG: u64 = 310_000;

/// Made-up ones, and real ones where there are any; each in fresh browsers.
pub(crate) fn of_long_histories(tools: &Tools) -> Result<()> {
    let browsers: usize = std::env::var("BROWSERS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1);
    let mut exports = vec![made_up(tools, "long.zip", LONG)?];
    if browsers > 1 {
        exports.push(made_up(tools, "very-long.zip", VERY_LONG)?);
    }
    exports.extend(sample::private_exports());
    for export in exports {
        let mut all = Vec::new();
        for _ in 0..browsers {
            all.push(timed(tools, &export)?);
        }
        all.sort_by_key(|(ms, ..)| *ms);
        let (ms, memory, plays) = &all[all.len() / 2];
        println!(
            "{}: {ms} ms from drop to first page, {} MB of memory; {plays} plays",
            export.file_name().unwrap_or_default().to_string_lossy(),
            memory / 1_000_000,
        );
    }
    Ok(())
}

fn made_up(tools: &Tools, name: &str, plays: u64) -> Result<PathBuf> {
    let path = tools.folder.join(name);
    let mut zip = Zip::new(File::create(&path)?, 6);
    let ids = Ids::Plain;
    Extended { ids, ..Extended::NEW }.write(&Listener::new(Person::new(1, plays)), &mut zip)?;
    zip.finish()?.flush()?;
    Ok(path)
}

/// Milliseconds of the browser's time, without those of its user; bytes of the program's memory; plays.
fn timed(tools: &Tools, export: &Path) -> Result<(u64, u64, String)> {
    let _ = fs::remove_dir_all(tools.folder.join("timed"));
    let mut browser = opened(tools, "timed", &tools.address()?, "Europe/Lisbon")?;
    browser.drop_files(&[export], PLACE)?;
    at(&mut browser, "read")?;
    let plays = text(&mut browser, "#read-plays")?;
    click(&mut browser, "#that-is-me")?;
    answers(&mut browser, "Bo", "lisbon")?;
    let ms = browser.wait_for("document.getElementById('panel').dataset.first")?;
    let memory = browser.evaluate("state.memory")?;
    quiet(&browser)?;
    let others: Vec<_> = browser
        .end()?
        .into_iter()
        .filter(|address| !address.starts_with("file:") && !address.starts_with("blob:"))
        .collect();
    ensure(others.is_empty(), || format!("the page asks for {others:?}"))?;
    let ms = ms.as_str().unwrap_or_default().parse()?;
    Ok((ms, memory.as_u64().unwrap_or_default(), plays))
}
