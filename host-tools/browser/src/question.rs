//! What the page asks and what it hears.

use serde::Deserialize;
use serde_json::Value;

/// A question. Moments are milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "ask", rename_all = "lowercase")]
pub enum Question {
    /// Which panels there are.
    Panels,
    /// Whether a file is one that the page can read, before it is read: what comes with the question is its beginning.
    Fits {
        /// The name of the file.
        name: String,
        /// How long it is.
        bytes: u64,
    },
    /// What a file says: an export, of which a summary is made, or a summary. It switches the device on, or is loaded as
    /// from a stick where that is on already.
    Open {
        /// The name of the file.
        name: String,
        /// How many of the bytes that come with the question, the last ones, are the write-ahead log that lay beside a database.
        #[serde(default)]
        log: usize,
        /// Whose history is wanted, of a file with those of several people.
        #[serde(default)]
        user: Option<String>,
        /// Whose history it is.
        owner: String,
        /// The IANA name of the owner's time zone.
        zone: String,
        /// The present.
        now: f64,
    },
    /// Another name on the pages: the device begins anew.
    Name {
        /// Whose history it is.
        owner: String,
        /// The present.
        now: f64,
    },
    /// Another panel: the device begins anew.
    Panel {
        /// Its name.
        name: String,
        /// How far it is turned clockwise.
        degrees: u32,
        /// The present.
        now: f64,
    },
    /// A key is pressed, by the name that the web gives it.
    Key {
        /// The name.
        key: String,
    },
    /// One of the four buttons is pressed: left upper, left lower, right upper, right lower.
    Button {
        /// Which one.
        number: usize,
    },
    /// Some of the user's time has passed. Says how the device does, and whether there is a new picture.
    Pass {
        /// How much, in milliseconds.
        ms: f64,
    },
    /// What the panel shows: the bytes of its pixels, red, green, blue and 255 each.
    Picture,
    /// The bytes of the summary.
    Summary,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Facts.
    Json(Value),
    /// Pixels, or a file.
    Bytes(Vec<u8>),
}

impl From<Answer> for Vec<u8> {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Json(value) => value.to_string().into_bytes(),
            Answer::Bytes(bytes) => bytes,
        }
    }
}
