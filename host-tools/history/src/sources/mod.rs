//! The importers, a file for each source, and what several of them ask of a field.

use std::borrow::Cow;

use crate::books::Reason;
use crate::json::Value;
use crate::time;

pub(crate) mod spotify_account;
pub(crate) mod spotify_extended;

/// A moment in text, in seconds since the epoch.
fn moment(value: Value<'_>, name: &'static str) -> Result<i64, Reason> {
    match value {
        Value::Text(text) => time::moment(text).ok_or(Reason::NotAMoment(name)),
        _ if value.is_null() => Err(Reason::Missing(name)),
        _ => Err(Reason::NotText(name)),
    }
}

/// A duration in milliseconds.
fn duration(value: Value<'_>, name: &'static str) -> Result<u32, Reason> {
    if value.is_null() {
        return Err(Reason::Missing(name));
    }
    value
        .whole()
        .and_then(|ms| u32::try_from(ms).ok())
        .ok_or(Reason::NotANumber(name))
}

/// A text, or nothing for null.
fn text<'a>(value: Value<'a>, name: &'static str) -> Result<Cow<'a, str>, Reason> {
    if value.is_null() {
        Ok(Cow::Borrowed(""))
    } else {
        value.text().ok_or(Reason::NotText(name))
    }
}
