//! What came of the files in an inbox.

use playtally_history::escape::one_line;
use playtally_telling::words::number::plural;
use serde::Serialize;

/// A file that was not taken in, and why.
#[derive(Serialize)]
pub(super) struct Refused {
    file: String,
    why: String,
}

impl Refused {
    pub(super) fn all(refused: &[(String, String)]) -> Vec<Self> {
        let refused = refused.iter().map(|(file, why)| Self {
            file: file.clone(),
            why: why.clone(),
        });
        refused.collect()
    }
}

/// How many were taken in, now and before, and which were not.
pub(super) fn words(taken: usize, known: usize, refused: &[(String, String)]) -> String {
    let mut text = String::new();
    for (said, count) in [("Taken in", taken), ("Taken in before", known)] {
        if count > 0 {
            text += &format!("{said}: {}.\n", plural(count as u64, "file", "files"));
        }
    }
    for (file, why) in refused {
        text += &format!("Not taken in: {} {}.\n", one_line(file), one_line(why));
    }
    text
}
