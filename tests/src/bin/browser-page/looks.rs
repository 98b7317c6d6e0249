//! What the page looks like: in every size, light and language; and to who does not see it.

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use playtally_tests::browser::{Chromium, Page};
use playtally_tests::picture::Picture;
use serde_json::json;

use crate::{Result, Tools, ensure};

/// The last is the one that the page speaks in the tests.
const LANGUAGES: [&str; 5] = ["de", "es", "sv", "id", "en"];

/// The screens on which views are looked at: name, light, width, height, dots.
const SCREENS: [(&str, &str, u32, u32, u32); 5] = [
    ("light", "light", 1280, 800, 1),
    ("dark", "dark", 1280, 800, 1),
    ("laptop", "light", 1366, 650, 1),
    ("phone", "light", 390, 844, 2),
    ("phone-dark", "dark", 390, 844, 2),
];

pub(crate) fn size(browser: &mut Chromium, width: u32, height: u32, dots: u32) -> Result<()> {
    let metrics = json!({"width": width, "height": height, "deviceScaleFactor": dots, "mobile": false});
    browser.ask("Emulation.setDeviceMetricsOverride", metrics)?;
    Ok(())
}

/// Saves what a view looks like on every screen. None may be wider than its window, and axe-core finds nothing in it.
pub(crate) fn at_view(tools: &Tools, browser: &mut Chromium, view: &str) -> Result<()> {
    let mut pictures = Vec::new();
    for (name, scheme, width, height, dots) in SCREENS {
        size(browser, width, height, dots)?;
        let scheme = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        browser.ask("Emulation.setEmulatedMedia", scheme)?;
        sleep(Duration::from_millis(150));
        fits(browser, &format!("{view}, {name}"))?;
        let path = tools.folder.join(format!("page-{view}-{name}.png"));
        browser.shoot(&path)?;
        pictures.push(Picture::load(&path)?);
        if ["light", "phone-dark"].contains(&name) {
            is_accessible(tools, browser, &format!("{view}, {name}"))?;
        }
    }
    ensure(pictures[0] != pictures[1], || {
        format!("{view}: light and dark are the same")
    })?;
    browser.ask("Emulation.setEmulatedMedia", json!({"features": []}))?;
    size(browser, 1280, 800, 1)
}

fn fits(browser: &mut Chromium, what: &str) -> Result<()> {
    let too_wide = browser.evaluate(
        "document.documentElement.scrollWidth <= innerWidth ? '' : [...document.body.querySelectorAll('*')]\
            .filter(one => one.getBoundingClientRect().right > innerWidth).map(one => one.outerHTML.slice(0, 60)).join(' ')",
    )?;
    ensure(too_wide == json!(""), || {
        format!("{what}: the page is wider than its window: {too_wide}")
    })
}

/// The rules of WCAG 2.2, A and AA, and axe-core's own best practice.
fn is_accessible(tools: &Tools, browser: &mut Chromium, what: &str) -> Result<()> {
    let Some(axe) = &tools.axe else { return Ok(()) };
    if browser.evaluate("typeof axe")? == json!("undefined") {
        // Its version of a script: an expression that comes to nothing.
        browser.evaluate(&format!("{axe}; 0"))?;
    }
    let findings = browser.evaluate(
        "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => \
            `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('; ')}`).join('\\n'))",
    )?;
    ensure(findings == json!(""), || {
        format!("{what}: axe-core finds {}", findings.as_str().unwrap_or_default())
    })
}

/// Every view fits its window in every language, wide and narrow, and no word is missing.
pub(crate) fn speaks_five_languages(tools: &Tools, browser: &mut Chromium) -> Result<()> {
    for language in LANGUAGES {
        browser.evaluate(&format!(
            "document.getElementById('language').value = '{language}'; document.getElementById('language').dispatchEvent(new Event('change'))"
        ))?;
        let said = browser.evaluate("document.documentElement.lang")?;
        ensure(said == json!(language), || format!("{language} is not spoken"))?;
        for view in [
            "start", "read", "you", "look", "report", "device", "save", "saved", "tinker",
        ] {
            browser.evaluate(&format!("go('{view}')"))?;
            for (width, height) in [(1280, 800), (390, 844), (320, 640)] {
                size(browser, width, height, 1)?;
                sleep(Duration::from_millis(30));
                fits(browser, &format!("{view} in {language}, {width}"))?;
                if height != 640 {
                    browser.shoot(&tools.folder.join(format!("words-{language}-{view}-{width}.png")))?;
                }
            }
        }
        size(browser, 1280, 800, 1)?;
    }
    println!("every view fits in {}", LANGUAGES.join(", "));
    Ok(())
}

/// Where scripts are off, and where the browser is too old, the page says so and what helps.
pub(crate) fn says_so_where_it_cannot_run(tools: &Tools) -> Result<()> {
    let seen = |browser: &mut Chromium, name: &str, says: &str, folder: &Path| -> Result<()> {
        size(browser, 1280, 800, 1)?;
        browser.open(&tools.address()?)?;
        sleep(Duration::from_millis(1500));
        let said = browser
            .evaluate("[...document.querySelectorAll('h1')].find(one => one.checkVisibility())?.textContent ?? ''")?;
        browser.shoot(&folder.join(format!("page-{name}.png")))?;
        ensure(said == json!(says), || format!("{name}: {said}"))
    };
    let mut browser = Chromium::start(&tools.chromium, &tools.folder.join("old"))?;
    browser.ask(
        "Page.addScriptToEvaluateOnNewDocument",
        json!({"source": "delete window.DecompressionStream"}),
    )?;
    seen(&mut browser, "old", "This browser is too old", &tools.folder)?;
    let mut browser = Chromium::start(&tools.chromium, &tools.folder.join("noscript"))?;
    browser.ask("Emulation.setScriptExecutionDisabled", json!({"value": true}))?;
    seen(
        &mut browser,
        "noscript",
        "Your browser keeps scripts off",
        &tools.folder,
    )?;
    println!("where it cannot run, the page says what helps");
    Ok(())
}
