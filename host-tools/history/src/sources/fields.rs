//! What several importers ask of a row and its fields.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read;

use crate::books::Reason;
use crate::database::Database;
use crate::json::{Row, Rows, Value};
use crate::record::{Halt, Record, Sink};
use crate::time;

/// Hands over every row of a JSON file, each by itself. What is no object is none.
pub(crate) fn each_row<R: Read>(
    mut rows: Rows<R>,
    sink: &mut Sink<'_>,
    record: fn(Row<'_>) -> Result<Record<'_>, Reason>,
) -> Result<(), Halt> {
    while let Some(row) = rows.next()? {
        sink.row(if row.is_object() {
            record(row)
        } else {
            Err(Reason::NotARow)
        })?;
    }
    Ok(())
}

/// A moment in text, in seconds since the epoch.
pub(crate) fn moment(value: Value<'_>, name: &'static str) -> Result<i64, Reason> {
    match value {
        Value::Null => Err(Reason::Missing(name)),
        _ => time::moment(text(value, name)?.as_bytes()).ok_or(Reason::NotAMoment(name)),
    }
}

/// A moment as a number of seconds since the epoch, in text or not.
pub(crate) fn epoch(value: Value<'_>, name: &'static str) -> Result<i64, Reason> {
    if value.is_null() {
        return Err(Reason::Missing(name));
    }
    // Some programs write what their clocks say, with a fraction.
    let fraction = || {
        value
            .cell()?
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|seconds| seconds.is_finite())
    };
    known_moment(
        value
            .whole()
            .or_else(|| fraction().map(|seconds| seconds.floor() as i64)),
        name,
    )
}

/// A moment as a number of milliseconds since the epoch.
pub(crate) fn epoch_ms(value: Value<'_>, name: &'static str) -> Result<i64, Reason> {
    if value.is_null() {
        return Err(Reason::Missing(name));
    }
    known_moment(value.whole().map(|ms| ms.div_euclid(1000)), name)
}

/// Seconds since the epoch, if they are a moment. Whether it can be is for the sink to say.
pub(crate) fn known_moment(seconds: Option<i64>, name: &'static str) -> Result<i64, Reason> {
    seconds.ok_or(Reason::NotAMoment(name))
}

/// A duration in milliseconds.
pub(crate) fn duration(value: Value<'_>, name: &'static str) -> Result<u32, Reason> {
    if value.is_null() {
        return Err(Reason::Missing(name));
    }
    value
        .whole()
        .and_then(|ms| u32::try_from(ms).ok())
        .ok_or(Reason::NotANumber(name))
}

/// A text, or nothing for null.
pub(crate) fn text<'a>(value: Value<'a>, name: &'static str) -> Result<Cow<'a, str>, Reason> {
    if value.is_null() {
        Ok(Cow::Borrowed(""))
    } else {
        value.text().ok_or(Reason::NotText(name))
    }
}

/// A cell of a table as text.
pub(crate) fn cell<'a>(bytes: &'a [u8], name: &'static str) -> Result<&'a str, Reason> {
    std::str::from_utf8(bytes)
        .map(str::trim)
        .map_err(|_| Reason::NotText(name))
}

/// A number of milliseconds above zero. Nothing for what is none.
pub(crate) fn positive(value: Value<'_>) -> Option<u32> {
    value.whole().and_then(|ms| u32::try_from(ms).ok()).filter(|ms| *ms > 0)
}

/// Milliseconds from a number of seconds that may have a fraction and may be in text. Nothing for what is no duration.
pub(crate) fn seconds_as_ms(value: Value<'_>) -> Option<u32> {
    seconds_in_text(&value.cell()?)
}

/// Milliseconds from a number of seconds in a text.
pub(crate) fn seconds_in_text(text: &str) -> Option<u32> {
    seconds(text.trim().parse().ok())
}

/// Everybody whose plays are in a table of a database, by what this column knows them by, each with the name that another
/// table has for them. Who was removed there is called by what they are known by.
pub(crate) fn listeners(
    database: &mut Database<'_>,
    (plays, whose): (&str, &str),
    (people, id, name): (&str, &str, &str),
) -> Result<Vec<(String, String)>, Halt> {
    let mut listeners = BTreeMap::new();
    database.rows(plays, &[whose], |cells| {
        let id = cells[0].id();
        if !listeners.contains_key(&*id) {
            listeners.insert(id.to_string(), id.to_string());
        }
        Ok::<_, Halt>(())
    })?;
    database.rows(people, &[id, name], |cells| {
        if let Some(known) = listeners.get_mut(&*cells[0].id())
            && !cells[1].text().is_empty()
        {
            *known = cells[1].text().to_owned();
        }
        Ok::<_, Halt>(())
    })?;
    Ok(listeners.into_iter().collect())
}

/// People whom a history knows by their ids alone.
pub(crate) fn listeners_of(ids: impl IntoIterator<Item = String>) -> Vec<(String, String)> {
    ids.into_iter().map(|id| (id.clone(), id)).collect()
}

/// The first of these that is not empty.
pub(crate) fn first_of<'a>(texts: impl IntoIterator<Item = &'a str>) -> &'a str {
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

/// Milliseconds from a number of seconds. Nothing for what is no duration.
pub(crate) fn seconds(seconds: Option<f64>) -> Option<u32> {
    let ms = seconds? * 1000.0;
    (ms > 0.0 && ms <= f64::from(u32::MAX)).then_some(ms as u32)
}
