//! The report, as a page within the page.

use std::fs;
use std::process::Command;

use playtally_tests::browser::Page;
use playtally_tests::sample;
use serde_json::json;

use crate::{Result, Tools, at, click, ensure, text};

/// It stands in the page from its first line to its last, and says what the page said.
pub(crate) fn opens(browser: &mut dyn Page) -> Result<()> {
    let hours = text(browser, "#words b")?;
    click(browser, "#to-report")?;
    at(browser, "report")?;
    browser.wait_for("document.getElementById('report').contentDocument?.querySelector('main section') && true")?;
    browser.wait_for("document.getElementById('report').getBoundingClientRect().height > 5000")?;
    let told =
        browser.evaluate("document.getElementById('report').contentDocument.querySelector('.hours').textContent")?;
    let told = told.as_str().unwrap_or_default();
    ensure(hours == format!("{told} hours"), || {
        format!("the page says {hours}, and its report {told}")
    })
}

/// It says what `playtally report` says, leads to its chapters, is printed by itself, and leads back.
pub(crate) fn is_the_one_of_the_command_line(tools: &Tools, browser: &mut dyn Page) -> Result<()> {
    opens(browser)?;
    let library = tools.folder.join("report.sqlite");
    let _ = fs::remove_file(&library);
    let report = tools.folder.join("report.html");
    for arguments in [
        vec![
            "import".as_ref(),
            sample::path().as_os_str(),
            "--timezone".as_ref(),
            "Europe/Lisbon".as_ref(),
        ],
        vec![
            "report".as_ref(),
            "-o".as_ref(),
            report.as_os_str(),
            "--owner".as_ref(),
            "Playtally".as_ref(),
        ],
    ] {
        let made = Command::new(&tools.playtally)
            .arg("--library")
            .arg(&library)
            .args(arguments)
            .output()?;
        ensure(made.status.success(), || {
            String::from_utf8_lossy(&made.stderr).into_owned()
        })?;
    }
    let seen = browser.evaluate("document.getElementById('report').srcdoc")?;
    ensure(seen == json!(fs::read_to_string(&report)?), || {
        "the report is not that of the command line".to_owned()
    })?;

    // The last chapter lies far down; the page goes there, and stays the page.
    browser.evaluate("scrollTo(0, 0); [...document.getElementById('report').contentDocument.querySelectorAll('nav a')].at(-1).click()")?;
    browser.wait_for("scrollY > 3000 && document.body.classList.contains('at-report')")?;
    browser.evaluate("document.getElementById('report').contentWindow.print = () => { window.printed = true }")?;
    click(browser, "#print")?;
    ensure(browser.evaluate("window.printed")? == json!(true), || {
        "the report is not printed by itself".to_owned()
    })?;
    click(browser, "#to-look")?;
    at(browser, "look")?;
    println!("the report stands in the page, and is that of the command line");
    Ok(())
}
