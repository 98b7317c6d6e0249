//! Firefox without a head, driven over WebDriver BiDi (<https://w3c.github.io/webdriver-bidi/>).

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use super::{PATIENCE, Page, decoded};

/// What Firefox says once it listens, before the address.
const LISTENS: &str = "WebDriver BiDi listening on ";

/// How a fresh Firefox behaves: what is handed out goes into the folder, and nobody is asked.
const SETTINGS: [(&str, &str); 5] = [
    ("browser.download.folderList", "2"),
    ("browser.download.useDownloadDir", "true"),
    ("browser.download.always_ask_before_handling_new_types", "false"),
    ("datareporting.policy.dataSubmissionEnabled", "false"),
    ("network.captive-portal-service.enabled", "false"),
];

/// A browser with one page. Dropping it ends it.
#[derive(Debug)]
pub struct Firefox {
    process: Child,
    socket: WebSocket<TcpStream>,
    /// The page.
    context: String,
    asked: u64,
    /// What it said without being asked.
    events: Vec<Value>,
}

impl Firefox {
    /// Starts a browser in a time zone, with all that it writes in a folder; what is handed out lies in its folder `downloads`.
    ///
    /// # Errors
    /// It cannot be started, or does not answer.
    pub fn start(program: &Path, folder: &Path, zone: &str) -> io::Result<Self> {
        let (profile, downloads) = (folder.join("profile"), folder.join("downloads"));
        for folder in [&profile, &downloads] {
            let _ = fs::remove_dir_all(folder);
            fs::create_dir_all(folder)?;
        }
        let directory = json!(downloads.canonicalize()?);
        let mut settings = format!("user_pref(\"browser.download.dir\", {directory});\n");
        for (name, value) in SETTINGS {
            settings.push_str(&format!("user_pref(\"{name}\", {value});\n"));
        }
        fs::write(profile.join("user.js"), settings)?;
        let mut process = Command::new(program)
            .args(["--headless", "--no-remote", "--remote-debugging-port", "0", "--profile"])
            .arg(&profile)
            .arg("about:blank")
            .env("TZ", zone)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let said = process.stderr.take().expect("it is a pipe");
        let mut said = BufReader::new(said);
        let address = loop {
            let mut line = String::new();
            if said.read_line(&mut line)? == 0 {
                return Err(io::Error::other("Firefox ended before it listened"));
            }
            if let Some(address) = line.trim_end().strip_prefix(LISTENS) {
                break address.to_owned();
            }
        };
        let mut log = File::create(folder.join("browser.log"))?;
        // What it says later must not fill its pipe.
        std::thread::spawn(move || io::copy(&mut said, &mut log));

        let host = address.trim_start_matches("ws://");
        let stream = TcpStream::connect(host)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let (socket, _) = tungstenite::client(format!("{address}/session"), stream).map_err(io::Error::other)?;
        let mut firefox = Self {
            process,
            socket,
            context: String::new(),
            asked: 0,
            events: Vec::new(),
        };
        firefox.ask("session.new", json!({"capabilities": {}}))?;
        let events = json!({"events": ["log.entryAdded", "network.beforeRequestSent"]});
        firefox.ask("session.subscribe", events)?;
        let tree = firefox.ask("browsingContext.getTree", json!({}))?;
        firefox.context = tree["contexts"][0]["context"].as_str().unwrap_or_default().to_owned();
        Ok(firefox)
    }

    /// Asks the browser.
    ///
    /// # Errors
    /// It refuses, or does not answer in a minute.
    pub fn ask(&mut self, method: &str, parameters: Value) -> io::Result<Value> {
        self.asked += 1;
        let id = self.asked;
        let message = json!({"id": id, "method": method, "params": parameters}).to_string();
        self.socket.send(Message::text(message)).map_err(io::Error::other)?;
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            let message = self.socket.read().map_err(io::Error::other)?;
            let Message::Text(text) = message else { continue };
            let mut answer: Value = serde_json::from_str(&text)?;
            if answer["id"] != json!(id) {
                self.events.push(answer);
            } else if answer["type"] == "success" {
                return Ok(answer["result"].take());
            } else {
                return Err(io::Error::other(format!("{method}: {}", answer["message"])));
            }
        }
        Err(io::Error::other(format!("the browser does not answer: {method}")))
    }

    /// Has a script run in every page before its own.
    ///
    /// # Errors
    /// Those of the browser.
    pub fn prepare(&mut self, script: &str) -> io::Result<()> {
        let function = format!("() => {{ {script} }}");
        self.ask("script.addPreloadScript", json!({"functionDeclaration": function}))?;
        Ok(())
    }

    /// Opens an address.
    ///
    /// # Errors
    /// Those of the browser.
    pub fn open(&mut self, address: &str) -> io::Result<()> {
        let asked = json!({"context": self.context, "url": address, "wait": "complete"});
        self.ask("browsingContext.navigate", asked)?;
        Ok(())
    }

    /// How large the window is, in dots of CSS.
    ///
    /// # Errors
    /// Those of the browser.
    pub fn resize(&mut self, width: u32, height: u32) -> io::Result<()> {
        let viewport = json!({"context": self.context, "viewport": {"width": width, "height": height}});
        self.ask("browsingContext.setViewport", viewport)?;
        Ok(())
    }

    /// What the page complained about so far.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        let complains = |event: &&Value| event["method"] == "log.entryAdded" && event["params"]["level"] == "error";
        let events = self.events.iter().filter(complains);
        events.map(|event| event["params"]["text"].to_string()).collect()
    }

    /// Which addresses the page asked for so far, its own file among them.
    #[must_use]
    pub fn asked_for(&self) -> Vec<String> {
        let events = self.events.iter();
        let requests = events.filter(|event| event["method"] == "network.beforeRequestSent");
        let addresses = requests.filter_map(|event| event["params"]["request"]["url"].as_str());
        addresses.map(str::to_owned).collect()
    }
}

impl Page for Firefox {
    fn evaluate(&mut self, expression: &str) -> io::Result<Value> {
        let asked = json!({
            "expression": expression,
            "target": {"context": self.context},
            "awaitPromise": true,
            "serializationOptions": {"maxDomDepth": 0, "maxObjectDepth": 4},
        });
        let answer = self.ask("script.evaluate", asked)?;
        match answer["type"].as_str() {
            Some("success") => Ok(plain(&answer["result"])),
            _ => {
                let why = &answer["exceptionDetails"]["text"];
                Err(io::Error::other(format!("{expression}: {why}")))
            }
        }
    }

    fn press(&mut self, key: &str) -> io::Result<()> {
        // The protocol names keys by code points (<https://w3c.github.io/webdriver/#keyboard-actions>).
        let value = match key {
            "ArrowLeft" => "\u{e012}",
            "ArrowRight" => "\u{e014}",
            other => other,
        };
        let actions = ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": value}));
        let keys = json!({"context": self.context, "actions": [{"type": "key", "id": "keys", "actions": actions}]});
        self.ask("input.performActions", keys)?;
        Ok(())
    }

    fn choose(&mut self, files: &[&Path], field: &str) -> io::Result<()> {
        let files = files
            .iter()
            .map(|file| file.canonicalize())
            .collect::<io::Result<Vec<_>>>()?;
        let located = self.ask(
            "browsingContext.locateNodes",
            json!({"context": self.context, "locator": {"type": "css", "value": field}}),
        )?;
        let element = json!({"sharedId": located["nodes"][0]["sharedId"]});
        let asked = json!({"context": self.context, "element": element, "files": files});
        self.ask("input.setFiles", asked)?;
        Ok(())
    }

    fn shoot(&mut self, path: &Path) -> io::Result<()> {
        let asked = json!({"context": self.context, "origin": "document"});
        let shot = self.ask("browsingContext.captureScreenshot", asked)?;
        fs::write(path, decoded(shot["data"].as_str().unwrap_or_default())?)
    }
}

/// A value as JSON has it: the protocol names the type of each.
fn plain(value: &Value) -> Value {
    let inside = value["value"].as_array();
    match value["type"].as_str() {
        Some("string" | "number" | "boolean") => value["value"].clone(),
        Some("array") => inside.into_iter().flatten().map(plain).collect(),
        Some("object") => {
            let entries = inside.into_iter().flatten();
            let entries = entries.filter_map(|entry| Some((entry[0].as_str()?.to_owned(), plain(&entry[1]))));
            Value::Object(entries.collect())
        }
        _ => Value::Null,
    }
}

impl Drop for Firefox {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
