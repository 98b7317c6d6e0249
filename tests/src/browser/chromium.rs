//! Chromium without a head, driven through a pipe by its own protocol (<https://chromedevtools.github.io/devtools-protocol/>).

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Instant;

use serde_json::{Value, json};

use super::{PATIENCE, Page, decoded};

/// A browser with one page. Dropping it ends it.
#[derive(Debug)]
pub struct Chromium {
    process: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    /// The session of the page.
    page: String,
    asked: u64,
    /// What it said without being asked.
    events: Vec<Value>,
    net_log: PathBuf,
}

impl Chromium {
    /// Starts a browser, with all that it writes in a folder.
    ///
    /// # Errors
    /// It cannot be started, or does not answer.
    pub fn start(program: &Path, folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let net_log = folder.join("net.json");
        // The protocol's pipes are the file descriptors 3 and 4.
        let mut process = Command::new("sh")
            .args(["-c", "exec \"$@\" 3<&0 </dev/null 4>&1 >/dev/null", "sh"])
            .arg(program)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--hide-scrollbars",
            ])
            .args([
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ])
            .args(["--disable-extensions", "--disable-quic", "--remote-debugging-pipe"])
            .arg(format!("--user-data-dir={}", folder.join("profile").display()))
            .arg(format!("--log-net-log={}", net_log.display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(folder.join("browser.log"))?)
            .spawn()?;
        let (to, out) = process.stdin.take().zip(process.stdout.take()).expect("they are pipes");
        let (sender, from) = channel();
        thread::spawn(move || {
            let messages = BufReader::new(out).split(0);
            let messages = messages
                .map_while(Result::ok)
                .filter_map(|text| serde_json::from_slice(&text).ok());
            // Nobody listens once the browser is dropped.
            messages
                .map_while(|message: Value| sender.send(message).ok())
                .for_each(drop);
        });
        let mut browser = Self {
            process,
            to,
            from,
            page: String::new(),
            asked: 0,
            events: Vec::new(),
            net_log,
        };
        let target = browser.ask("Target.createTarget", json!({"url": "about:blank"}))?;
        let attached = browser.ask(
            "Target.attachToTarget",
            json!({"targetId": target["targetId"], "flatten": true}),
        )?;
        browser.page = attached["sessionId"].as_str().unwrap_or_default().to_owned();
        for domain in ["Page", "Runtime", "Log", "Network", "DOM"] {
            browser.ask(&format!("{domain}.enable"), json!({}))?;
        }
        let workers = json!({"autoAttach": true, "waitForDebuggerOnStart": false, "flatten": true});
        browser.ask("Target.setAutoAttach", workers)?;
        Ok(browser)
    }

    /// Asks the browser, or its page once there is one.
    ///
    /// # Errors
    /// It refuses, or does not answer in a minute.
    pub fn ask(&mut self, method: &str, parameters: Value) -> io::Result<Value> {
        self.asked += 1;
        let id = self.asked;
        let mut message = json!({"id": id, "method": method, "params": parameters});
        if !self.page.is_empty() && !method.starts_with("Browser.") {
            message["sessionId"] = json!(self.page);
        }
        self.to.write_all(message.to_string().as_bytes())?;
        self.to.write_all(&[0])?;
        self.to.flush()?;
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let mut answer = self.from.recv_timeout(left).map_err(|error| {
                let why = match error {
                    RecvTimeoutError::Timeout => "does not answer",
                    RecvTimeoutError::Disconnected => "ended",
                };
                io::Error::other(format!("the browser {why}: {method}"))
            })?;
            if answer["id"] != json!(id) {
                self.events.push(answer);
            } else if answer["error"].is_null() {
                return Ok(answer["result"].take());
            } else {
                return Err(io::Error::other(format!("{method}: {}", answer["error"])));
            }
        }
    }

    /// Opens an address.
    ///
    /// # Errors
    /// Those of the browser.
    pub fn open(&mut self, address: &str) -> io::Result<()> {
        let opened = self.ask("Page.navigate", json!({"url": address}))?;
        match opened["errorText"].as_str() {
            None => Ok(()),
            Some(why) => Err(io::Error::other(format!("{address}: {why}"))),
        }
    }

    /// Drags files from elsewhere over a place on the page, and lets go of them there.
    ///
    /// # Errors
    /// Those of the browser.
    pub fn drop_files(&mut self, files: &[&Path], (x, y): (u32, u32)) -> io::Result<()> {
        let files: Vec<PathBuf> = files
            .iter()
            .map(|file| file.canonicalize())
            .collect::<io::Result<_>>()?;
        let data = json!({"items": [], "files": files, "dragOperationsMask": 1});
        // A hand takes its time, in which the page shows that it is ready.
        for kind in ["dragEnter", "dragOver", "dragOver", "drop"] {
            self.ask(
                "Input.dispatchDragEvent",
                json!({"type": kind, "x": x, "y": y, "data": data}),
            )?;
        }
        Ok(())
    }

    /// What the page and its workers complained about so far.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        let complains = |event: &&Value| {
            event["method"] == "Runtime.exceptionThrown"
                || event["method"] == "Log.entryAdded" && event["params"]["entry"]["level"] == "error"
                || event["method"] == "Runtime.consoleAPICalled" && event["params"]["type"] == "error"
        };
        self.events
            .iter()
            .filter(complains)
            .map(|event| event["params"].to_string())
            .collect()
    }

    /// Ends the browser, and says which addresses it asked the network for, its own calls home left out.
    ///
    /// # Errors
    /// It does not end, or left no log.
    pub fn end(mut self) -> io::Result<Vec<String>> {
        self.ask("Browser.close", json!({}))?;
        self.process.wait()?;
        let log = fs::read_to_string(&self.net_log)?;
        let addresses = log
            .split("\"url\":\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        let mut addresses: Vec<String> = addresses
            .filter(|address| !is_own(address))
            .map(str::to_owned)
            .collect();
        addresses.sort();
        addresses.dedup();
        Ok(addresses)
    }
}

impl Page for Chromium {
    fn evaluate(&mut self, expression: &str) -> io::Result<Value> {
        let asked = json!({"expression": expression, "awaitPromise": true, "returnByValue": true});
        let mut answer = self.ask("Runtime.evaluate", asked)?;
        if answer["exceptionDetails"].is_null() {
            Ok(answer["result"]["value"].take())
        } else {
            Err(io::Error::other(format!(
                "{expression}: {}",
                answer["exceptionDetails"]
            )))
        }
    }

    fn press(&mut self, key: &str) -> io::Result<()> {
        for kind in ["keyDown", "keyUp"] {
            self.ask("Input.dispatchKeyEvent", json!({"type": kind, "key": key}))?;
        }
        Ok(())
    }

    fn choose(&mut self, files: &[&Path], field: &str) -> io::Result<()> {
        let files: Vec<PathBuf> = files
            .iter()
            .map(|file| file.canonicalize())
            .collect::<io::Result<_>>()?;
        let found = self.ask(
            "Runtime.evaluate",
            json!({"expression": format!("document.querySelector({field:?})")}),
        )?;
        let field = &found["result"]["objectId"];
        self.ask("DOM.setFileInputFiles", json!({"files": files, "objectId": field}))?;
        Ok(())
    }

    fn shoot(&mut self, path: &Path) -> io::Result<()> {
        let shot = self.ask(
            "Page.captureScreenshot",
            json!({"format": "png", "captureBeyondViewport": true}),
        )?;
        fs::write(path, decoded(shot["data"].as_str().unwrap_or_default())?)
    }
}

/// Whether an address is one that a fresh Chromium asks for by itself.
fn is_own(address: &str) -> bool {
    let host = address.split("://").nth(1).unwrap_or_default();
    let host = host.split(['/', ':']).next().unwrap_or_default();
    address.starts_with("data:")
        || address.starts_with("chrome")
        || [".google.com", ".googleapis.com", ".gvt1.com"]
            .iter()
            .any(|home| host.ends_with(home))
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
