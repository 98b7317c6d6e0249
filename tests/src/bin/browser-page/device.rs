//! The device on the page: it shows what the simulator shows, is set, and its summary is saved.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use playtally_tests::browser::{Chromium, Page, decoded};
use playtally_tests::picture::Picture;
use serde_json::json;

use crate::{AT, PLACE, Result, Tools, at, click, ensure, looks, text};

/// How many pages are compared on each panel.
const PAGES: usize = 8;

/// The summary that the page hands to its browser's downloads, with the settings beside it.
pub(crate) fn saved(tools: &Tools, browser: &mut Chromium) -> Result<PathBuf> {
    let folder = tools.folder.join("saved");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let to = json!({"behavior": "allow", "downloadPath": folder.canonicalize()?});
    browser.ask("Browser.setDownloadBehavior", to)?;
    // As in a browser that cannot write by itself.
    browser
        .evaluate("window.theirs = window.showDirectoryPicker; window.showDirectoryPicker = undefined; go('save')")?;
    looks::at_view(tools, browser, "download")?;
    click(browser, "#download")?;
    handed_out(tools, &folder)
}

/// The sound summary that a browser wrote into a folder, with settings beside it.
pub(crate) fn handed_out(tools: &Tools, folder: &Path) -> Result<PathBuf> {
    let path = folder.join("playtally.tally");
    for _ in 0..100 {
        if path.exists() && folder.join("playtally.toml").exists() {
            let mut inspect = Command::new(&tools.playtally);
            if inspect
                .arg("inspect")
                .arg(&path)
                .arg("--json")
                .output()?
                .status
                .success()
            {
                return Ok(path);
            }
        }
        sleep(Duration::from_millis(50));
    }
    Err("no sound summary was saved, or no settings".into())
}

/// Turns the page's panel through its pages, every one equal, pixel for pixel, to the simulator's picture of that page.
pub(crate) fn compared(tools: &Tools, browser: &mut dyn Page, summary: &Path, panel: &str) -> Result<Vec<String>> {
    let shots = tools.folder.join("shots").join(panel);
    let _ = fs::remove_dir_all(&shots);
    let made = Command::new(&tools.playtally)
        .arg("simulate")
        .arg(summary)
        .args(["--panel", panel, "--at", AT, "--shots"])
        .arg(&shots)
        .output()?;
    ensure(made.status.success(), || {
        format!("the simulator failed: {}", String::from_utf8_lossy(&made.stderr))
    })?;
    // The device begins anew only if it is set in another way.
    browser.evaluate("go('look'), pick('st7735-160x128')")?;
    browser.evaluate(&format!("pick('{panel}')"))?;
    let cover = Picture::load(&shots.join("cover.png"))?;
    browser.wait_for(&format!(
        "state.page === 'cover' && state.width === {} && state.height === {}",
        cover.width, cover.height
    ))?;
    let mut seen = Vec::new();
    for _ in 0..PAGES {
        let (page, picture) = next_page(browser, seen.last())?;
        let path = tools.folder.join(format!("seen-{panel}-{page}.png"));
        fs::write(&path, picture)?;
        ensure(
            Picture::load(&path)? == Picture::load(&shots.join(format!("{page}.png")))?,
            || {
                format!(
                    "{panel}: the page {page} is not what the simulator shows: {}",
                    path.display()
                )
            },
        )?;
        seen.push(page);
        browser.press("ArrowRight")?;
    }
    Ok(seen)
}

/// The page that is up after another one, and a PNG of the panel once it shows all of it.
fn next_page(browser: &mut dyn Page, before: Option<&String>) -> Result<(String, Vec<u8>)> {
    let before = before.map_or("", String::as_str);
    let seen = browser.wait_for(&format!(
        "state.settled && state.page && state.page !== '{before}' && \
         [state.page, document.getElementById('panel').toDataURL('image/png').split(',')[1]]"
    ))?;
    let (page, picture): (String, String) = serde_json::from_value(seen)?;
    Ok((page, decoded(&picture)?))
}

/// What is chosen is in the settings file, and the device takes it.
pub(crate) fn is_set(tools: &Tools, browser: &mut Chromium) -> Result<()> {
    browser.evaluate("go('device')")?;
    click(browser, "#offers input[value=lcd-hat]")?;
    click(browser, "#languages input[value=sv]")?;
    click(browser, "#themes input[value=high-contrast]")?;
    browser.evaluate(
        "document.getElementById('night-from').value = '23'; document.getElementById('night-from').dispatchEvent(new Event('change'))",
    )?;
    let lines = [
        "panel = \"st7789-240x240\"",
        "language = \"sv\"",
        "theme = \"high-contrast\"",
        "night = \"23-7\"",
        "button_x = 26",
    ];
    let all = lines.map(|line| format!("known.toml.includes({line:?})")).join(" && ");
    browser.wait_for(&format!("{all} && state.width === 240 && state.height === 240"))?;
    looks::at_view(tools, browser, "device")?;
    // As it was.
    click(browser, "#languages input[value=en]")?;
    click(browser, "#offers input[value=display-hat-mini]")?;
    browser.evaluate("change({ night: undefined })")?;
    browser.wait_for("known.isDefault && state.width === 320")?;
    click(browser, "#to-save")?;
    at(browser, "save")
}

/// Where the browser can write, both files come onto the stick, and are what was downloaded. A folder of the browser's own
/// stands for the stick: no hand is there to choose one.
pub(crate) fn saves_onto_a_stick(tools: &Tools, browser: &mut Chromium, summary: &Path) -> Result<()> {
    ensure(browser.evaluate("typeof theirs")? == json!("function"), || {
        "this browser cannot write".to_owned()
    })?;
    browser.evaluate("window.showDirectoryPicker = () => navigator.storage.getDirectory(); go('save')")?;
    looks::at_view(tools, browser, "save")?;
    click(browser, "#save-onto")?;
    at(browser, "saved")?;
    let written = browser.evaluate(
        "navigator.storage.getDirectory().then(async folder => { const sizes = {}; for await (const [name, file] of folder.entries()) \
         sizes[name] = (await file.getFile()).size; return sizes })",
    )?;
    let length = fs::metadata(summary)?.len();
    ensure(
        written["playtally.tally"] == json!(length) && !written["playtally.toml"].is_null(),
        || format!("not what was downloaded: {written}"),
    )?;
    looks::at_view(tools, browser, "saved")?;
    // A stick that is pulled out on the way.
    browser.evaluate(
        "window.showDirectoryPicker = async () => ({ name: 'STICK', getFileHandle: async () => { throw new DOMException('gone', 'NotFoundError') } }); go('save')",
    )?;
    click(browser, "#save-onto")?;
    browser.wait_for("!document.getElementById('save-note').hidden")?;
    ensure(text(browser, "#save-note-title")?.starts_with("Not all"), || {
        "a lost stick is not told of".to_owned()
    })?;
    browser.evaluate("window.showDirectoryPicker = theirs")?;
    println!("the summary is saved by download and onto a stick, and read back");
    Ok(())
}

/// A summary that is dropped on the device of tinkerers comes in as from a stick, and a damaged one is refused.
pub(crate) fn loads_a_stick(tools: &Tools, browser: &mut Chromium, summary: &Path) -> Result<()> {
    click(browser, "#to-tinker")?;
    at(browser, "tinker")?;
    looks::at_view(tools, browser, "tinker")?;
    browser.drop_files(&[summary], PLACE)?;
    browser.wait_for("state.stick && !state.page")?;
    browser.wait_for("state.page")?;
    browser.press("c")?;
    browser.wait_for("!state.page")?;
    browser.press("u")?;
    browser.wait_for("!state.stick")?;
    Ok(())
}
