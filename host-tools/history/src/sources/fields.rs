//! What several importers ask of a row and its fields.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read;

use rustc_hash::FxHashMap;

use crate::books::Reason;
use crate::database::Database;
use crate::facts::{Certainty, Facts};
use crate::json::{Row, Rows, Value};
use crate::moment::LONGEST_PLAY;
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::Source;
use crate::time;

/// Hands over every row of a JSON file, each by itself. What is not an object is not a row.
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

/// A number of milliseconds, if it is above zero.
pub(crate) fn positive(ms: Option<i64>) -> Option<u32> {
    ms.and_then(|ms| u32::try_from(ms).ok()).filter(|ms| *ms > 0)
}

/// When a play began that ended at this moment and was heard for so long, both in the same unit. The moment 0 stands for none.
pub(crate) fn begun(ended: i64, heard: i64) -> i64 {
    if ended == 0 { 0 } else { ended.saturating_sub(heard) }
}

/// How long a play was heard, from a number of milliseconds. Nothing for what no play can take.
pub(crate) fn heard(ms: Option<i64>) -> Option<u32> {
    ms.and_then(|ms| u32::try_from(ms).ok())
        .filter(|ms| *ms <= LONGEST_PLAY)
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

/// What the rows of a table are called in this column, by their `id`.
pub(crate) fn names(database: &mut Database<'_>, table: &str, name: &str) -> Result<FxHashMap<String, String>, Halt> {
    let mut names = FxHashMap::default();
    database.rows(table, &["id", name], |cells| {
        names.insert(cells[0].id().into_owned(), cells[1].text().to_owned());
        Ok::<_, Halt>(())
    })?;
    Ok(names)
}

/// A song as the library of a server has it, whose plays stand in a table of their own.
pub(crate) struct Song {
    pub(crate) title: String,
    pub(crate) artist: String,
    pub(crate) album: String,
    /// How long it is, in milliseconds.
    pub(crate) length: Option<u32>,
}

impl Song {
    /// A play of the whole song that began at this moment.
    pub(crate) fn played(&self, source: Source, stamp: i64, certainty: Certainty) -> Record<'_> {
        Record {
            kind: Kind::Music,
            title: Cow::Borrowed(&self.title),
            artist: Cow::Borrowed(&self.artist),
            album: Cow::Borrowed(&self.album),
            uri: "".into(),
            stamp,
            started_at: stamp,
            ms_played: self.length,
            facts: Facts::of(source, certainty),
            ordinal: None,
        }
    }
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
