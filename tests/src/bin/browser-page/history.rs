//! What is given to the page: files, folders, several of them, and what has nothing to do with it.

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use playtally_tests::browser::{Chromium, Page};
use playtally_tests::sample;
use serde_json::json;

use crate::{PLACE, Result, Tools, answers, at, click, ensure, looks, opened, quiet, text};

/// The books of all that was given add up.
pub(crate) fn has_closed_books(browser: &mut dyn Page) -> Result<()> {
    let numbers = browser.evaluate(
        "[...document.querySelectorAll('#sum dt')].map(number => Number(number.textContent.replaceAll(',', '')))",
    )?;
    let numbers: Vec<u64> = serde_json::from_value(numbers)?;
    let is_closed = matches!(&numbers[..], [parts @ .., all] if !parts.is_empty() && *all == parts.iter().sum::<u64>());
    ensure(is_closed, || format!("the books are not closed: {numbers:?}"))
}

/// What is no history is explained, by itself and together.
pub(crate) fn refuses_what_is_none(tools: &Tools, browser: &mut Chromium) -> Result<()> {
    let export = fs::read(sample::path())?;
    let bad: [(&str, &[u8], &str, &str); 4] = [
        ("letter.txt", b"Dear Bo", "Not a history", "no listening history"),
        ("cut.zip", &export[..export.len() / 2], "Cut off", "damaged"),
        ("watch-history.html", b"<html>", "as a web page", "JSON instead of HTML"),
        ("my.tally", b"Dear Bo", "A summary that cannot be shown", "not"),
    ];
    let mut files = Vec::new();
    for (name, content, title, found) in bad {
        let file = tools.file(name, content)?;
        browser.drop_files(&[&file], PLACE)?;
        browser.wait_for(&format!(
            "document.getElementById('drop-file').textContent.startsWith('{name}')"
        ))?;
        let said = text(browser, "#drop-title")?;
        let exactly = text(browser, "#drop-more")?;
        ensure(said.contains(title), || format!("{name}: {said} {exactly}"))?;
        let said = text(browser, "#drop-more .found p")?;
        ensure(said.contains(found), || format!("{name}: {said}"))?;
        files.push(file);
    }
    let three: Vec<_> = files[..3].iter().map(|file| file.as_path()).collect();
    browser.drop_files(&three, PLACE)?;
    browser.wait_for("document.querySelectorAll('#refusals > li').length === 3")?;
    Ok(())
}

/// Files that come together, one after another and in a folder are one history; one can be taken out again.
pub(crate) fn is_one_of_all_that_was_given(tools: &Tools) -> Result<()> {
    let mut browser = opened(tools, "several", &tools.address()?, "Europe/Lisbon")?;
    let row = |minute: u32| json!({"endTime": format!("2024-03-01 20:{minute:02}"), "artistName": "Luna", "trackName": format!("Sol {minute}"), "msPlayed": 180_000});
    let rows = |minutes: std::ops::Range<u32>| json!(minutes.map(row).collect::<Vec<_>>()).to_string();
    let first = tools.file("StreamingHistory_music_0.json", rows(0..20).as_bytes())?;
    let again = tools.folder.join("again");
    fs::create_dir_all(&again)?;
    let again = again.join("StreamingHistory_music_0.json");
    fs::copy(&first, &again)?;
    let letter = tools.file("letter.txt", b"Dear Bo")?;
    let folder = tools.folder.join("MyData");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("StreamingHistory_music_1.json"), rows(20..30))?;
    fs::write(folder.join("Userdata.json"), "private")?;

    let plays = |browser: &mut Chromium, plays: u64, files: usize| -> Result<()> {
        browser.wait_for(&format!(
            "document.body.classList.contains('at-read') && document.getElementById('read-plays').textContent === '{plays}' \
             && document.querySelectorAll('#given > li').length === {files}"
        ))?;
        has_closed_books(browser)
    };
    browser.drop_files(&[&first, &letter], PLACE)?;
    plays(&mut browser, 20, 2)?;
    browser.choose(&[&folder], "#another-folder")?;
    plays(&mut browser, 30, 2)?;
    ensure(text(&mut browser, "#given")?.contains("MyData"), || {
        "the folder has no row".to_owned()
    })?;
    ensure(!text(&mut browser, "#given")?.contains("letter"), || {
        "a refusal stays".to_owned()
    })?;
    browser.choose(&[&again], "#another")?;
    plays(&mut browser, 30, 3)?;
    let said = text(&mut browser, "#given > li:last-child")?;
    ensure(
        said.contains("StreamingHistory_music_0 (2).json") && said.contains("all 20 rows"),
        || said.clone(),
    )?;
    click(&mut browser, "#given > li:first-child .x")?;
    plays(&mut browser, 30, 2)?;
    browser.evaluate("document.querySelectorAll('#given .x')[0].click()")?;
    plays(&mut browser, 20, 1)?;
    click(&mut browser, "#given .x")?;
    at(&mut browser, "start")?;

    // A folder that is dropped is walked.
    browser.drop_files(&[&folder], PLACE)?;
    plays(&mut browser, 10, 1)?;
    println!("files together, one after another and in folders: one history");
    quiet(&browser)
}

/// Of a file with the histories of two people, one is chosen. A name or a zone is never carried over: not from somebody
/// made up, and not where computer and history disagree.
pub(crate) fn says_whose_and_where(tools: &Tools) -> Result<()> {
    let mut browser = opened(tools, "people", &tools.address()?, "Europe/Lisbon")?;
    click(&mut browser, "#made-up")?;
    browser.wait_for("state.owner === 'Sample'")?;
    ensure(
        browser.evaluate("document.getElementById('to-device').hidden")? == json!(true),
        || "somebody made up can be saved".to_owned(),
    )?;
    let row = |day: u32, person: &str| {
        format!("2024-01-{day:02} 10:00:20\t{person}\ti\tAudio\tLuna - Sol (Mar)\tDirectPlay\tc\td\t180\n")
    };
    let rows: String = (1..20)
        .map(|day| row(day, if day % 3 == 0 { "bo" } else { "ann" }))
        .collect();
    let file = tools.file("PlaybackReportingBackup.tsv", rows.as_bytes())?;
    browser.drop_files(&[&file], PLACE)?;
    browser.wait_for("document.querySelectorAll('#drop-more [data-person]').length === 2")?;
    browser.shoot(&tools.folder.join("page-people.png"))?;
    click(&mut browser, "#drop-more [data-person=bo]")?;
    at(&mut browser, "read")?;
    ensure(text(&mut browser, "#read-plays")? == "6", || "not of bo".to_owned())?;
    click(&mut browser, "#that-is-me")?;
    at(&mut browser, "you")?;
    let proposed = "document.querySelector('#zones :checked')?.value === 'Europe/Lisbon' && !document.getElementById('yes').disabled";
    browser.wait_for(proposed)?;
    ensure(
        browser.evaluate("document.getElementById('name').value")? == json!(""),
        || "the name of somebody made up is there".to_owned(),
    )?;
    click(&mut browser, "#yes")?;
    browser.wait_for("state.page && state.owner === ''")?;

    // The sample is from Portugal.
    for (zone, warns) in [
        ("Europe/Lisbon", ""),
        ("Asia/Tokyo", "Your computer says Tokyo, your plays say Portugal"),
    ] {
        let mut browser = opened(tools, "zone", &tools.address()?, zone)?;
        browser.drop_files(&[&sample::path()], PLACE)?;
        at(&mut browser, "read")?;
        click(&mut browser, "#that-is-me")?;
        at(&mut browser, "you")?;
        browser.wait_for("document.getElementById('day-words').textContent")?;
        let said = text(&mut browser, "#zone-note-title")?;
        let is_hidden = browser.evaluate("document.getElementById('zone-note').hidden")? == json!(true);
        let waits = browser.evaluate("document.getElementById('yes').disabled")? == json!(true);
        ensure(
            is_hidden == warns.is_empty() && waits != warns.is_empty() && (is_hidden || said == warns),
            || format!("{zone}: {said}"),
        )?;
        answers(&mut browser, "Bo", "new york")?;
        browser.wait_for("state.page && state.owner === 'Bo'")?;
        quiet(&browser)?;
    }
    println!("a name and a zone are asked for");
    quiet(&browser)
}

/// A database that is too long is left to the command line, unread.
pub(crate) fn refuses_what_a_page_has_no_room_for(tools: &Tools) -> Result<()> {
    let mut browser = opened(tools, "room", &tools.address()?, "Europe/Lisbon")?;
    browser.evaluate(
        "take(loose([Object.defineProperty(new File(['SQLite format 3\\0'], 'navidrome.db'), 'size', { value: 600 * 2 ** 20 })]))",
    )?;
    browser.wait_for("document.getElementById('drop-lead').textContent.includes('playtally import')")?;
    quiet(&browser)
}

/// A history is kept as a file of its listener's, somebody else begins at the beginning, and the file brings it back.
pub(crate) fn is_kept_and_given_again_beside_somebody_elses(tools: &Tools, browser: &mut Chromium) -> Result<()> {
    let plays = browser.evaluate("known.total.music")?;
    browser.evaluate("known.isSaved = true; go('saved')")?;
    click(browser, "#keep-history")?;
    let kept = tools.folder.join("saved").join("playtally-history.zip");
    for _ in 0..200 {
        // It is whole as soon as it has its name.
        if kept.exists() {
            break;
        }
        sleep(Duration::from_millis(50));
    }
    click(browser, "#another-person")?;
    at(browser, "start")?;
    ensure(text(browser, "#so-far")?.contains("Playtally"), || {
        "the page forgot who was here".to_owned()
    })?;
    looks::at_view(tools, browser, "another")?;
    browser.drop_files(&[&kept], PLACE)?;
    at(browser, "read")?;
    ensure(browser.evaluate("known.total.music")? == plays, || {
        "the history that was kept is another one".to_owned()
    })?;
    ensure(text(browser, "#given")?.contains("Playtally"), || {
        "it does not say what it is".to_owned()
    })?;
    click(browser, "#that-is-me")?;
    at(browser, "you")?;
    // It says whose it is, which is proposed, where everybody can see it.
    browser.wait_for("document.querySelector('#zones :checked')?.value === 'Europe/Lisbon' && !document.getElementById('yes').disabled")?;
    ensure(
        browser.evaluate("document.getElementById('name').value")? == json!("Playtally"),
        || "the history that was kept does not say whose it is".to_owned(),
    )?;
    click(browser, "#yes")?;
    at(browser, "look")?;
    let id = browser.evaluate("known.id")?;
    ensure(id.as_str().is_some_and(|id| id.len() == 16), || {
        format!("its id is {id}")
    })?;
    browser.evaluate("go('save')")?;
    // Of two people of one name, neither takes the other's place.
    let names = text(browser, "#handed-out")?;
    ensure(
        names.contains("playtally (2).tally") && names.contains("playtally.tally"),
        || names.clone(),
    )?;
    looks::at_view(tools, browser, "two-people")?;
    println!("a history is kept and given again; several people have a file each");
    Ok(())
}
