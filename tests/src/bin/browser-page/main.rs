//! Gives histories to the page for the browser, in a real one, goes through all its steps, and compares what its panel shows
//! with the simulator's pictures.
//!
//! `tests/browser/run` builds what this needs and starts it: `browser-page CHROMIUM PAGE PLAYTALLY FOLDER`. In the environment,
//! `FIREFOX` and `AXE` say where these two are, which are left out where they are not; and `BROWSERS`, in how many fresh
//! browsers each long history is timed; one, if it is silent.

mod device;
mod firefox;
mod history;
mod looks;
mod report;
mod speed;

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use playtally_tests::browser::{Chromium, Page, Server};
use playtally_tests::sample;
use serde_json::json;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The moment at which devices in the page are switched on, and the simulator's pictures are taken; UTC.
const AT: &str = "2026-11-20T18:30:00";
const AT_MS: u64 = 1_795_199_400_000;
/// Where files are dropped.
const PLACE: (u32, u32) = (700, 300);

/// What the test works with.
struct Tools {
    chromium: PathBuf,
    page: PathBuf,
    playtally: PathBuf,
    folder: PathBuf,
    /// The checks of axe-core, if they are at hand.
    axe: Option<String>,
}

impl Tools {
    /// The page, as it is opened from a disk.
    fn address(&self) -> Result<String> {
        Ok(format!("file://{}", self.page.canonicalize()?.display()))
    }

    /// A file to give.
    fn file(&self, name: &str, content: &[u8]) -> Result<PathBuf> {
        let path = self.folder.join(name);
        fs::write(&path, content)?;
        Ok(path)
    }
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
    let mut tools = Tools {
        chromium: next("Chromium")?,
        page: next("the page")?,
        playtally: next("playtally")?,
        folder: next("a folder for what is made")?,
        axe: None,
    };
    tools.axe = std::env::var_os("AXE").map(fs::read_to_string).transpose()?;
    fs::create_dir_all(&tools.folder)?;
    goes_through_every_step(&tools)?;
    match std::env::var_os("FIREFOX") {
        Some(program) => firefox::goes_through_every_step(&tools, program.as_ref())?,
        None => println!("skipped: there is no Firefox"),
    }
    history::is_one_of_all_that_was_given(&tools)?;
    history::says_whose_and_where(&tools)?;
    history::refuses_what_a_page_has_no_room_for(&tools)?;
    looks::says_so_where_it_cannot_run(&tools)?;
    speed::of_long_histories(&tools)?;
    println!(
        "the page reads, asks, counts, presses, shows and saves, asks for nothing, and shows what the simulator shows"
    );
    Ok(())
}

/// What a page finds: the moment of the test, and English.
fn before() -> String {
    format!("Date.now = () => {AT_MS}; Object.defineProperty(navigator, 'languages', {{ get: () => ['en'] }})")
}

/// A browser whose clock stands at the moment of the test, in a time zone, and whose page has loaded.
fn opened(tools: &Tools, name: &str, address: &str, zone: &str) -> Result<Chromium> {
    let mut browser = Chromium::start(&tools.chromium, &tools.folder.join(name))?;
    browser.ask("Page.addScriptToEvaluateOnNewDocument", json!({"source": before()}))?;
    browser.ask("Emulation.setTimezoneOverride", json!({"timezoneId": zone}))?;
    looks::size(&mut browser, 1280, 800, 1)?;
    browser.open(address)?;
    browser.wait_for("document.documentElement?.classList.contains('ready')")?;
    Ok(browser)
}

/// Waits for a view to be up.
fn at(browser: &mut dyn Page, view: &str) -> Result<()> {
    browser.wait_for(&format!("document.body.classList.contains('at-{view}')"))?;
    Ok(())
}

fn click(browser: &mut dyn Page, selector: &str) -> Result<()> {
    browser.evaluate(&format!("document.querySelector({selector:?}).click()"))?;
    Ok(())
}

fn text(browser: &mut dyn Page, selector: &str) -> Result<String> {
    let text = browser.evaluate(&format!("document.querySelector({selector:?}).textContent"))?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

/// Fails with these words unless it is so.
fn ensure(is_so: bool, words: impl FnOnce() -> String) -> Result<()> {
    if is_so { Ok(()) } else { Err(words().into()) }
}

/// Answers both questions: a name, and a city by hand.
fn answers(browser: &mut dyn Page, name: &str, city: &str) -> Result<()> {
    at(browser, "you")?;
    browser.evaluate(&format!("document.getElementById('name').value = {name:?}"))?;
    click(browser, "#zones label:last-child input")?;
    let typed = format!(
        "document.getElementById('city').value = {city:?}; document.getElementById('city').dispatchEvent(new Event('input'))"
    );
    browser.evaluate(&typed)?;
    browser.wait_for("!document.getElementById('yes').disabled && document.getElementById('city-said').textContent")?;
    click(browser, "#yes")?;
    at(browser, "look")
}

/// The whole way, without a network, each view looked at in every size and light; and nothing is ever asked for.
fn goes_through_every_step(tools: &Tools) -> Result<()> {
    let server = Server::of(fs::read(&tools.page)?)?;
    let mut browser = opened(tools, "steps", &server.address(), "UTC")?;
    network(&mut browser, true)?;
    looks::at_view(tools, &mut browser, "start")?;
    browser.evaluate("guide('youtube')")?;
    looks::at_view(tools, &mut browser, "guide")?;
    browser.evaluate("go('start')")?;

    history::refuses_what_is_none(tools, &mut browser)?;
    looks::at_view(tools, &mut browser, "refused")?;
    browser.drop_files(&[&sample::path()], PLACE)?;
    at(&mut browser, "read")?;
    ensure(text(&mut browser, "#given")?.starts_with("sample-export.zip"), || {
        "a refusal stays after the next file was read".to_owned()
    })?;
    println!("sample: {} plays", text(&mut browser, "#read-plays")?);
    history::has_closed_books(&mut browser)?;
    looks::at_view(tools, &mut browser, "read")?;

    click(&mut browser, "#that-is-me")?;
    at(&mut browser, "you")?;
    browser.wait_for("document.getElementById('day-words').textContent")?;
    let warned = text(&mut browser, "#zone-note-title")?;
    ensure(
        warned.contains("hide") && browser.evaluate("document.getElementById('yes').disabled")? == json!(true),
        || format!("UTC is taken for a home: {warned}"),
    )?;
    ensure(
        browser.evaluate("document.getElementById('name').value")? == json!(""),
        || "a name is there".to_owned(),
    )?;
    looks::at_view(tools, &mut browser, "you")?;
    answers(&mut browser, "Playtally", "lisbon")?;
    browser.wait_for("state.page === 'cover' && state.settled")?;
    looks::at_view(tools, &mut browser, "look")?;

    report::opens(&mut browser)?;
    looks::at_view(tools, &mut browser, "report")?;
    click(&mut browser, "#to-look")?;
    report::is_the_one_of_the_command_line(tools, &mut browser)?;
    let summary = device::saved(tools, &mut browser)?;
    for panel in ["display-hat-mini", "gc9a01-240x240", "ssd1306-128x64"] {
        let seen = device::compared(tools, &mut browser, &summary, panel)?;
        println!("{panel}: {} as in the simulator: {}", seen.len(), seen.join(", "));
    }
    device::is_set(tools, &mut browser)?;
    device::saves_onto_a_stick(tools, &mut browser, &summary)?;
    device::loads_a_stick(tools, &mut browser, &summary)?;
    looks::speaks_five_languages(tools, &mut browser)?;
    history::is_kept_and_given_again_beside_somebody_elses(tools, &mut browser)?;
    quiet(&browser)?;
    asks_for_nothing(browser, &server)
}

fn network(browser: &mut Chromium, offline: bool) -> Result<()> {
    let rate = if offline { 0 } else { -1 };
    let conditions = json!({"offline": offline, "latency": 0, "downloadThroughput": rate, "uploadThroughput": rate});
    browser.ask("Network.emulateNetworkConditions", conditions)?;
    Ok(())
}

fn quiet(browser: &Chromium) -> Result<()> {
    match &browser.complaints()[..] {
        [first, ..] => Err(format!("the browser complains: {first}").into()),
        [] => Ok(()),
    }
}

/// Nothing was asked for; and had it been tried, it would have been refused, on the page as in its worker.
fn asks_for_nothing(mut browser: Chromium, server: &Server) -> Result<()> {
    network(&mut browser, false)?;
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
        let outcome = browser.evaluate(&way)?;
        ensure(outcome == *"refused", || format!("the policy lets this pass: {way}"))?;
    }
    ensure(text(&mut browser, "#online")?.contains("barred 2 connections"), || {
        "the page does not tell what its browser barred".to_owned()
    })?;
    let asked = browser.end()?;
    let others: Vec<_> = asked
        .iter()
        .filter(|&other| *other != address && !other.starts_with("blob:"))
        .collect();
    ensure(others.is_empty() && server.asked() == ["/"], || {
        format!(
            "the page asks for {others:?}; the server was asked for {:?}",
            server.asked()
        )
    })
}
