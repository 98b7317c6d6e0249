//! What the page asks and what it hears.

use serde::Deserialize;
use serde_json::Value;

use crate::choice::Choice;
use crate::keeping::Whose;

/// A question. Moments are milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "ask", rename_all = "lowercase")]
pub enum Question {
    /// Which panels and which time zones there are.
    Known,
    /// Which time zone a text names.
    Zone {
        /// What somebody typed.
        text: String,
    },
    /// What a file is, a summary or something to read: what comes with the question is its beginning.
    Fits {
        /// The name of the file.
        name: String,
        /// How long it is.
        bytes: u64,
    },
    /// What all these files together say, as one history. They take the place of what was read before.
    Read {
        /// Files, zips and folders.
        given: Vec<Given>,
        /// Whether music on topic channels of YouTube is left out.
        #[serde(default)]
        no_topic_channels: bool,
        /// Where the listener lives, as far as the browser says.
        zone: String,
        /// The present.
        now: f64,
    },
    /// The history, counted by the clock of a time zone.
    Count {
        /// Its IANA name.
        zone: String,
    },
    /// Presses the history, counted last, into a summary, and switches the device on with it.
    Press {
        /// Whose history it is.
        owner: String,
        /// The number of the owner's accent, or none for one that goes by the name.
        #[serde(default)]
        accent: Option<u8>,
        /// The owner's id, if their history has one.
        #[serde(default)]
        id: Option<String>,
        /// The present.
        now: f64,
    },
    /// Takes a summary, which comes with the question: it switches the device on, or is loaded as from a stick where that is
    /// on already and it is said so.
    Load {
        /// The name of the file.
        name: String,
        /// Whether it lies on a stick.
        #[serde(default)]
        stick: bool,
        /// The present.
        now: f64,
    },
    /// Sets the device, which begins anew. Says what its settings file is.
    Set {
        /// How it is set.
        #[serde(flatten)]
        choice: Choice,
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
    /// The bytes of the report on what was counted last: a page of its own.
    Report {
        /// Whose history it is.
        owner: String,
        /// The number of the owner's accent, or none for one that goes by the name.
        #[serde(default)]
        accent: Option<u8>,
    },
    /// The bytes of the history itself, as a file that can be given again, here or to `playtally import`.
    History {
        /// Whose it is, with the zone in which they live.
        whose: Whose,
    },
    /// Forgets the history, the summary and the device.
    Forget,
}

/// Something that a listener gave: a file, or a folder with files.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Given {
    /// What it is called.
    pub name: String,
    /// Whether it is a folder.
    #[serde(default)]
    pub folder: bool,
    /// By what number it came: files with the same one lay side by side.
    #[serde(default)]
    pub side_by_side: u32,
    /// The file, with the log beside it if it is a database that has one; or those of the folder.
    pub files: Vec<File>,
    /// Whose history is wanted, if it holds those of several people.
    #[serde(default)]
    pub user: Option<String>,
}

/// A file that the browser holds.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct File {
    /// Its path in the folder, or its name.
    pub path: String,
    /// The number by which the browser knows it.
    pub number: u32,
    /// How long it is, in bytes.
    pub length: u64,
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
