//! What is wrong with a settings file.

use std::ops::Range;

/// A mistake in the settings, for the owner: in which file and line, at which key, and what is allowed there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}{}: {problem}", .line.map(|line| format!(", line {line}")).unwrap_or_default(),
    .key.as_ref().map(|key| format!(", `{key}`")).unwrap_or_default())]
pub struct SettingsError {
    /// The file as it was named.
    pub file: String,
    /// The line, counted from 1, if one is to blame.
    pub line: Option<usize>,
    /// The key, if one is to blame.
    pub key: Option<String>,
    /// What is wrong and what is allowed.
    pub problem: String,
}

impl SettingsError {
    /// A mistake that no line is to blame for.
    pub(super) fn of_file(file: &str, problem: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: None,
            key: None,
            problem: problem.into(),
        }
    }

    /// A mistake at some bytes of the text of a file.
    pub(super) fn at(file: &str, text: &str, span: Option<Range<usize>>, problem: impl Into<String>) -> Self {
        let line = span.map(|span| {
            let before = text.bytes().take(span.start);
            before.filter(|&byte| byte == b'\n').count()
        });
        Self {
            file: file.to_owned(),
            line: line.map(|line| line + 1),
            key: line.and_then(|line| key_of(text.lines().nth(line)?)),
            problem: problem.into(),
        }
    }
}

/// The key that a line sets, if it looks like one.
fn key_of(line: &str) -> Option<String> {
    let key = line.split_once('=')?.0.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    (!key.is_empty() && key.chars().all(plain)).then(|| key.to_owned())
}
