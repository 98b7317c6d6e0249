//! The same page in Firefox, as it is opened from a disk.

use std::fs;
use std::path::Path;

use playtally_tests::browser::{Firefox, Page};
use playtally_tests::sample;
use serde_json::json;

use crate::{Result, Tools, answers, at, before, click, device, ensure, history, report, text};

/// The whole way: what is refused, a zip and a folder read as one, a name and a home, the device, the report, and two files
/// handed out that are those of the other browser. Nothing is asked for, and nothing complained about.
pub(crate) fn goes_through_every_step(tools: &Tools, program: &Path) -> Result<()> {
    let folder = tools.folder.join("firefox");
    let mut browser = Firefox::start(program, &folder, "Europe/Lisbon")?;
    browser.prepare(&before())?;
    browser.resize(1280, 800)?;
    browser.open(&tools.address()?)?;
    browser.wait_for("document.documentElement?.classList.contains('ready')")?;
    let page = &mut browser;
    page.shoot(&folder.join("page-start.png"))?;

    let letter = tools.file("letter.txt", b"Dear Bo")?;
    page.choose(&[&letter], "#file")?;
    page.wait_for("document.getElementById('drop-file').textContent.startsWith('letter.txt')")?;
    page.choose(&[&sample::path()], "#file")?;
    at(page, "read")?;
    history::has_closed_books(page)?;
    page.shoot(&folder.join("page-read.png"))?;
    let plays = page.evaluate("known.total.music")?;

    // A folder, as its field hands it over: no hand is there to choose one.
    page.evaluate(
        "take(inFolders([['MyData/StreamingHistory_music_0.json', JSON.stringify([{ endTime: '2024-03-01 20:00', artistName: 'Luna', \
         trackName: 'Sol', msPlayed: 180000 }])], ['MyData/Userdata.json', 'private']].map(([path, content]) => \
         Object.defineProperty(new File([content], path.split('/')[1]), 'webkitRelativePath', { value: path }))))",
    )?;
    page.wait_for("document.querySelectorAll('#given > li').length === 2")?;
    ensure(
        page.evaluate("known.total.music")?.as_u64() == plays.as_u64().map(|plays| plays + 1),
        || "the folder is not read".to_owned(),
    )?;
    page.evaluate("document.querySelectorAll('#given .x')[1].click()")?;
    page.wait_for("document.querySelectorAll('#given > li').length === 1")?;
    at(page, "read")?;

    click(page, "#that-is-me")?;
    at(page, "you")?;
    page.wait_for("document.querySelector('#zones :checked')?.value === 'Europe/Lisbon'")?;
    answers(page, "Playtally", "lisbon")?;
    page.wait_for("state.page === 'cover' && state.settled")?;
    page.shoot(&folder.join("page-look.png"))?;
    report::is_the_one_of_the_command_line(tools, page)?;

    page.evaluate("go('save')")?;
    ensure(
        page.evaluate("document.getElementById('save-onto').hidden")? == json!(true),
        || "it offers to write where it cannot".to_owned(),
    )?;
    page.shoot(&folder.join("page-save.png"))?;
    click(page, "#download")?;
    let summary = device::handed_out(tools, &folder.join("downloads"))?;
    ensure(
        fs::read(&summary)? == fs::read(tools.folder.join("saved").join("playtally.tally"))?,
        || "Firefox and Chromium make two summaries of one history".to_owned(),
    )?;
    let seen = device::compared(tools, page, &summary, "display-hat-mini")?;
    println!("Firefox: display-hat-mini: {} as in the simulator", seen.len());

    ensure(text(page, "#online")?.starts_with("Your computer"), || {
        "the page does not tell of connections".to_owned()
    })?;
    let own = ["file:", "blob:", "data:", "about:"];
    let others: Vec<String> = browser.asked_for();
    let mut others = others
        .iter()
        .filter(|address| !own.iter().any(|own| address.starts_with(own)));
    ensure(others.next().is_none(), || format!("the page asks for {others:?}"))?;
    match &browser.complaints()[..] {
        [] => println!("Firefox goes through every step, with the same summary and the same pictures"),
        [first, ..] => return Err(format!("Firefox complains: {first}").into()),
    }
    Ok(())
}
