//! Browsers without a head, each with one page, and a server for one file.

mod chromium;
mod firefox;
mod server;

use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

pub use chromium::Chromium;
pub use firefox::Firefox;
pub use server::Server;

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A page in a browser.
pub trait Page {
    /// What a JavaScript expression comes to on the page; promises are waited for.
    ///
    /// # Errors
    /// It throws.
    fn evaluate(&mut self, expression: &str) -> io::Result<Value>;

    /// Presses a key, by the name that the web gives it.
    ///
    /// # Errors
    /// Those of the browser.
    fn press(&mut self, key: &str) -> io::Result<()>;

    /// Gives files to a field for files, by its selector, as its user would by hand. One for folders takes a folder.
    ///
    /// # Errors
    /// Those of the browser.
    fn choose(&mut self, files: &[&Path], field: &str) -> io::Result<()>;

    /// Saves what the page looks like.
    ///
    /// # Errors
    /// Those of the browser, and of the file.
    fn shoot(&mut self, path: &Path) -> io::Result<()>;

    /// Waits until an expression is neither false, zero, empty nor undefined, and says what it is then.
    ///
    /// # Errors
    /// It is not so in a minute.
    fn wait_for(&mut self, expression: &str) -> io::Result<Value> {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            let value = self.evaluate(expression)?;
            let is_nothing = value.is_null() || [json!(false), json!(0), json!("")].contains(&value);
            if !is_nothing {
                return Ok(value);
            }
            thread::sleep(Duration::from_millis(30));
        }
        Err(io::Error::other(format!("in vain: {expression}")))
    }
}

/// Bytes that were written in letters (base64).
///
/// # Errors
/// They are no such letters.
pub fn decoded(letters: &str) -> io::Result<Vec<u8>> {
    use base64::Engine;
    let bytes = base64::engine::general_purpose::STANDARD.decode(letters);
    bytes.map_err(io::Error::other)
}
