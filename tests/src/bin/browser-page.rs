//! Drops exports on the page for the browser, in a real one, and compares what its panel shows with the simulator's
//! pictures.
//!
//! `tests/browser/run` builds what this needs and starts it: `browser-page CHROMIUM PAGE PLAYTALLY FOLDER`.

use std::error::Error;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::thread::sleep;
use std::time::Duration;

use playtally_tests::archive::Zip;
use playtally_tests::browser::{Browser, Server, decoded};
use playtally_tests::listener::{Listener, Person};
use playtally_tests::picture::Picture;
use playtally_tests::sample;
use playtally_tests::spotify_extended::{Extended, Ids};
use serde_json::json;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The moment at which devices in the page are switched on, and the simulator's pictures are taken; UTC.
const AT: &str = "2026-11-20T18:30:00";
const AT_MS: u64 = 1_795_199_400_000;
/// How many pages are compared on each panel.
const PAGES: usize = 8;
/// The plays of a long history.
const LONG: u64 = 36_000;
/// Where files are dropped.
const GLASS: (u32, u32) = (400, 300);

/// What the test works with.
struct Tools {
    chromium: PathBuf,
    page: PathBuf,
    playtally: PathBuf,
    folder: PathBuf,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("FAILED: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let mut next = |what| arguments.next().ok_or(format!("say where {what} is"));
    let tools = Tools {
        chromium: next("Chromium")?,
        page: next("the page")?,
        playtally: next("playtally")?,
        folder: next("a folder for what is made")?,
    };
    fs::create_dir_all(&tools.folder)?;
    shows_what_the_simulator_shows(&tools)?;
    asks_whose_history_is_meant(&tools)?;
    long_histories(&tools)?;
    println!("the page reads, counts, presses and shows exports, asks for nothing, and shows what the simulator shows");
    Ok(())
}

/// A browser whose clock stands at the moment of the test, and whose page has loaded.
fn opened(tools: &Tools, name: &str, address: &str) -> Result<Browser> {
    let mut browser = Browser::start(&tools.chromium, &tools.folder.join(name))?;
    let clock = format!("Date.now = () => {AT_MS}");
    browser.ask("Page.addScriptToEvaluateOnNewDocument", json!({"source": clock}))?;
    browser.ask("Emulation.setTimezoneOverride", json!({"timezoneId": "UTC"}))?;
    size(&mut browser, 1280, 900, 1)?;
    browser.open(address)?;
    browser.wait_for("document.body?.classList.contains('ready')")?;
    Ok(browser)
}

fn size(browser: &mut Browser, width: u32, height: u32, dots: u32) -> Result<()> {
    let metrics = json!({"width": width, "height": height, "deviceScaleFactor": dots, "mobile": false});
    browser.ask("Emulation.setDeviceMetricsOverride", metrics)?;
    Ok(())
}

fn shows_what_the_simulator_shows(tools: &Tools) -> Result<()> {
    let server = Server::of(fs::read(&tools.page)?)?;
    let mut browser = opened(tools, "sample", &server.address())?;
    browser.shoot(&tools.folder.join("page-before.png"))?;
    // What follows needs no network at all.
    let offline = json!({"offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0});
    browser.ask("Network.emulateNetworkConditions", offline)?;

    refuses_what_is_no_export(tools, &mut browser)?;
    browser.drop_file(&sample::path(), GLASS)?;
    browser.wait_for("document.body.classList.contains('on') && !document.getElementById('books').hidden")?;
    let said = browser.evaluate("document.getElementById('sum').textContent")?;
    println!("sample: {}", said.as_str().unwrap_or_default());
    let closed = browser.evaluate(
        "[...document.querySelectorAll('#files tr:last-child td')].map(cell => Number(cell.textContent.replaceAll(',', '')))",
    )?;
    let numbers: Vec<u64> = serde_json::from_value(closed)?;
    if numbers.len() < 2 || numbers[0] != numbers[1..].iter().sum::<u64>() {
        return Err(format!("the books are not closed: {numbers:?}").into());
    }
    looks(tools, &mut browser)?;

    let summary = saved(tools, &mut browser)?;
    for panel in ["display-hat-mini", "gc9a01-240x240", "ssd1306-128x64"] {
        let seen = compared(tools, &mut browser, &summary, panel)?;
        println!("{panel}: {} as in the simulator: {}", seen.len(), seen.join(", "));
    }
    loads_a_stick(&mut browser, &summary)?;
    if let [first, ..] = &browser.complaints()[..] {
        return Err(format!("the browser complains: {first}").into());
    }

    // Had it tried, it would have been refused, on the page as in its worker.
    browser.ask(
        "Network.emulateNetworkConditions",
        json!({"offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}),
    )?;
    let address = server.address();
    for way in [
        format!("fetch('{address}asked-by-fetch').then(() => 'sent', () => 'refused')"),
        format!(
            "new Promise(done => {{ const image = new Image(); image.onload = () => done('sent'); image.onerror = () => done('refused'); image.src = '{address}asked-by-image' }})"
        ),
        format!(
            "new Promise(done => {{ const code = \"fetch('{address}asked-by-worker').then(() => postMessage('sent'), () => postMessage('refused'))\"; new Worker(URL.createObjectURL(new Blob([code]))).onmessage = ({{ data }}) => done(data) }})"
        ),
    ] {
        if browser.evaluate(&way)? != json!("refused") {
            return Err(format!("the policy lets this pass: {way}").into());
        }
    }
    let asked = browser.end()?;
    let others: Vec<_> = asked
        .iter()
        .filter(|&other| *other != address && !other.starts_with("blob:"))
        .collect();
    if !others.is_empty() || server.asked() != ["/"] {
        return Err(format!(
            "the page asks for {others:?}; the server was asked for {:?}",
            server.asked()
        )
        .into());
    }
    Ok(())
}

/// A letter and a damaged zip are explained, and the page goes on.
fn refuses_what_is_no_export(tools: &Tools, browser: &mut Browser) -> Result<()> {
    let export = fs::read(sample::path())?;
    for (name, content, says) in [
        ("letter.txt", b"Dear Bo".as_slice(), "no listening history"),
        ("cut.zip", &export[..export.len() / 2], "damaged"),
        ("my.tally", b"Dear Bo", "my.tally"),
    ] {
        let file = tools.folder.join(name);
        fs::write(&file, content)?;
        browser.drop_file(&file, GLASS)?;
        let said = browser
            .wait_for("!document.body.classList.contains('busy') && document.getElementById('trouble').textContent")?;
        if !said.as_str().is_some_and(|said| said.contains(says)) {
            return Err(format!("{name}: {said}").into());
        }
    }
    browser.shoot(&tools.folder.join("page-trouble.png"))?;
    Ok(())
}

/// Saves what the page looks like: light, dark, on a phone.
fn looks(tools: &Tools, browser: &mut Browser) -> Result<()> {
    let mut pictures = Vec::new();
    for (name, scheme, width, height, dots) in [
        ("light", "light", 1280, 900, 1),
        ("dark", "dark", 1280, 900, 1),
        ("phone", "light", 390, 844, 2),
    ] {
        size(browser, width, height, dots)?;
        let scheme = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        browser.ask("Emulation.setEmulatedMedia", scheme)?;
        sleep(Duration::from_millis(300));
        let too_wide = browser.evaluate(
            "document.documentElement.scrollWidth <= innerWidth ? '' : [...document.body.querySelectorAll('*')]\
                .filter(one => one.getBoundingClientRect().right > innerWidth).map(one => one.outerHTML.slice(0, 60)).join(' ')",
        )?;
        if too_wide != json!("") {
            return Err(format!("{name}: the page is wider than its window: {too_wide}").into());
        }
        let path = tools.folder.join(format!("page-{name}.png"));
        browser.shoot(&path)?;
        pictures.push(Picture::load(&path)?);
    }
    if pictures[0] == pictures[1] {
        return Err("light and dark are the same".into());
    }
    size(browser, 1280, 900, 1)?;
    Ok(())
}

/// The summary that the page's button saves.
fn saved(tools: &Tools, browser: &mut Browser) -> Result<PathBuf> {
    let folder = tools.folder.join("saved");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let to = json!({"behavior": "allow", "downloadPath": folder.canonicalize()?});
    browser.ask("Browser.setDownloadBehavior", to)?;
    browser.evaluate("document.getElementById('save').click()")?;
    let path = folder.join("playtally.tally");
    for _ in 0..100 {
        if path.exists() {
            let status = Command::new(&tools.playtally)
                .arg("inspect")
                .arg(&path)
                .arg("--json")
                .output()?;
            if status.status.success() {
                return Ok(path);
            }
        }
        sleep(Duration::from_millis(50));
    }
    Err("no sound summary was saved".into())
}

/// Turns the page's panel through its pages, every one equal, pixel for pixel, to the simulator's picture of that page.
fn compared(tools: &Tools, browser: &mut Browser, summary: &Path, panel: &str) -> Result<Vec<String>> {
    let shots = tools.folder.join("shots").join(panel);
    let _ = fs::remove_dir_all(&shots);
    let made = Command::new(&tools.playtally)
        .arg("simulate")
        .arg(summary)
        .args(["--panel", panel, "--at", AT, "--shots"])
        .arg(&shots)
        .output()?;
    if !made.status.success() {
        return Err(format!("the simulator failed: {}", String::from_utf8_lossy(&made.stderr)).into());
    }
    browser.evaluate(&format!(
        "document.getElementById('panels').value = '{panel}'; document.getElementById('panels').dispatchEvent(new Event('change'))"
    ))?;
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
        if Picture::load(&path)? != Picture::load(&shots.join(format!("{page}.png")))? {
            return Err(format!(
                "{panel}: the page {page} is not what the simulator shows: {}",
                path.display()
            )
            .into());
        }
        seen.push(page);
        browser.press("ArrowRight")?;
    }
    Ok(seen)
}

/// The page that is up after another one, and a PNG of the panel once it shows all of it.
fn next_page(browser: &mut Browser, before: Option<&String>) -> Result<(String, Vec<u8>)> {
    let before = before.map_or("", String::as_str);
    let seen = browser.wait_for(&format!(
        "state.settled && state.page && state.page !== '{before}' && \
         [state.page, document.getElementById('panel').toDataURL('image/png').split(',')[1]]"
    ))?;
    let (page, picture): (String, String) = serde_json::from_value(seen)?;
    Ok((page, decoded(&picture)?))
}

/// A summary that is dropped on a device that runs comes in as from a stick, and a damaged one is refused.
fn loads_a_stick(browser: &mut Browser, summary: &Path) -> Result<()> {
    browser.drop_file(summary, GLASS)?;
    browser.wait_for("state.stick && !state.page")?;
    browser.wait_for("state.page")?;
    browser.press("c")?;
    browser.wait_for("!state.page")?;
    browser.press("u")?;
    browser.wait_for("!state.stick")?;
    Ok(())
}

/// Of a file with the histories of two people, one is chosen by its button; what a page has no room for is left to the command
/// line, unread.
fn asks_whose_history_is_meant(tools: &Tools) -> Result<()> {
    let page = format!("file://{}", tools.page.canonicalize()?.display());
    let mut browser = opened(tools, "people", &page)?;
    browser.evaluate(
        "open([Object.defineProperty(new File(['SQLite format 3\\0'], 'navidrome.db'), 'size', { value: 600 * 2 ** 20 })])",
    )?;
    browser.wait_for("document.getElementById('trouble').textContent.includes('playtally import \"navidrome.db\"')")?;
    let row = |day: u32, person: &str| {
        format!("2024-01-{day:02} 10:00:20\t{person}\ti\tAudio\tLuna - Sol (Mar)\tDirectPlay\tc\td\t180\n")
    };
    let rows: String = (1..20)
        .map(|day| row(day, if day % 3 == 0 { "bo" } else { "ann" }))
        .collect();
    let file = tools.folder.join("PlaybackReportingBackup.tsv");
    fs::write(&file, rows)?;
    browser.drop_file(&file, GLASS)?;
    browser.wait_for("document.querySelectorAll('#trouble button').length === 2")?;
    browser.shoot(&tools.folder.join("page-people.png"))?;
    browser.evaluate("document.querySelector('#trouble button:last-child').click()")?;
    browser.wait_for("document.body.classList.contains('on') && document.getElementById('trouble').hidden")?;
    let read = browser.wait_for("document.getElementById('sum').textContent")?;
    if !read.as_str().is_some_and(|read| read.starts_with("6 rows read")) {
        return Err(format!("of bo: {read}").into());
    }
    match &browser.complaints()[..] {
        [first, ..] => Err(format!("the browser complains: {first}").into()),
        [] => Ok(()),
    }
}

/// How long a long history takes from being dropped to its first page; a made-up one, and real ones where there are any.
fn long_histories(tools: &Tools) -> Result<()> {
    let made_up = tools.folder.join("long.zip");
    let mut zip = Zip::new(File::create(&made_up)?, 6);
    let ids = Ids::Plain;
    Extended { ids, ..Extended::NEW }.write(&Listener::new(Person::new(1, LONG)), &mut zip)?;
    zip.finish()?.flush()?;
    let mut browser = opened(
        tools,
        "long",
        &format!("file://{}", tools.page.canonicalize()?.display()),
    )?;
    let mut exports = vec![made_up];
    exports.extend(sample::private_exports());
    for export in exports {
        browser.evaluate(
            "delete document.getElementById('panel').dataset.first; document.getElementById('sum').textContent = ''",
        )?;
        browser.drop_file(&export, GLASS)?;
        let ms = browser.wait_for("document.getElementById('panel').dataset.first")?;
        let said = browser.wait_for("document.getElementById('sum').textContent")?;
        let name = export.file_name().unwrap_or_default().to_string_lossy();
        println!(
            "{name}: {} ms from drop to first page; {}",
            ms.as_str().unwrap_or_default(),
            said.as_str().unwrap_or_default()
        );
        browser.open("about:blank")?;
        browser.open(&format!("file://{}", tools.page.canonicalize()?.display()))?;
        browser.wait_for("document.body?.classList.contains('ready')")?;
    }
    browser.evaluate("document.getElementById('made-up').click()")?;
    browser.wait_for("state.owner === 'Sample'")?;
    if let [first, ..] = &browser.complaints()[..] {
        return Err(format!("the browser complains: {first}").into());
    }
    let others: Vec<_> = browser
        .end()?
        .into_iter()
        .filter(|address| !address.starts_with("file:") && !address.starts_with("blob:"))
        .collect();
    if others.is_empty() {
        Ok(())
    } else {
        Err(format!("the page asks for {others:?}").into())
    }
}
