//! Last.fm, by way of the tools that fetch a history from there.
//!
//! - CSV with a header: `uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid`; `uts` is to be trusted.
//! - CSV without: artist, album, title, and a moment to the minute (`12 Jun 2021 14:05`) in UTC.
//! - CSV of lastfmstats.com: `Artist;Album;AlbumId;Track;Date#user`, older ones without albums; `Date` is in milliseconds, UTC.
//! - JSON in the form of its API: pages with tracks, or tracks alone.
//! - JSON with all tracks in the field `scrobbles`, `date` in milliseconds.
//!
//! A scrobble has the moment of its start and no duration. What was playing while the history was fetched has no moment,
//! and is no play yet.

use std::io::Read;

use super::fields::{cell, each_row, epoch, epoch_ms, known_moment, text};
use crate::books::Reason;
use crate::facts::{Certainty, Facts};
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::json::{Rows, Value};
use crate::moment::SCROBBLES;
use crate::number::whole;
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};
use crate::table::{Cells, Table};
use crate::time;

/// Last.fm.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(3),
    id: "lastfm",
    name: "Last.fm",
    service: Service {
        number: 2,
        rank: 50,
        is_player: false,
        duration_identifies: false,
    },
    files: "CSV or JSON, by way of any of the tools that fetch a history from there",
    earliest: SCROBBLES,
    knows: Knows {
        moment: "to the second",
        heard: false,
        skips: false,
        album: true,
        country: false,
        people: false,
    },
    names: Names {
        histories: &["scrobbl", "recenttracks", "lastfm", "last.fm"],
        private: &[],
    },
    forms: &[
        &LastFm::Table,
        &LastFm::Stats,
        &LastFm::PlainTable,
        &LastFm::Pages,
        &LastFm::Page,
        &LastFm::Scrobbles,
    ],
};

/// Reads scrobbles, by what they stand in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum LastFm {
    /// CSV with a header.
    Table,
    /// CSV of lastfmstats.com.
    Stats,
    /// CSV without a header.
    PlainTable,
    /// A JSON array of pages, or of tracks.
    Pages,
    /// A JSON object that is one page.
    Page,
    /// A JSON object with all tracks in one field.
    Scrobbles,
}

const COLUMNS: [&str; 4] = ["uts", "artist", "album", "track"];

/// The column of the moments in a table of lastfmstats.com, in whose name that of the user stands.
fn date_of_user(header: Cells<'_>) -> Option<usize> {
    let is_date = |cell: &usize| matches!(header.get(*cell).split_at_checked(5), Some((b"Date#" | b"date#", _)));
    (0..header.len()).find(is_date)
}

impl Importer for LastFm {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        let found = match self {
            Self::Table => head.has_columns(&COLUMNS),
            Self::Stats => head.first_row(|row| {
                ["artist", "track"].iter().all(|name| row.find(name).is_some()) && date_of_user(row).is_some()
            }),
            Self::PlainTable => {
                let is_play = |row: Cells<'_>| row.len() == 4 && minute(row.get(3)).is_some();
                // A first row that has something else there is a header, and tells more than the order of the columns.
                head.first_row(|row| row.get(3).trim_ascii().is_empty() || is_play(row)) && head.any_row(is_play)
            }
            Self::Pages => {
                head.is_array_of(&["track"]) && head.has_nested("track") && head.contains("\"artist\"")
                    || head.is_array_of(&["artist", "name"]) && head.contains("\"uts\"")
            }
            Self::Page => head.is_object_with(&["recenttracks"]) || head.is_object_with(&["track", "@attr"]),
            Self::Scrobbles => {
                head.is_object_with(&["scrobbles"])
                    && ["artist", "track", "date"]
                        .iter()
                        .all(|name| head.contains(&format!("\"{name}\"")))
            }
        };
        found.then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(*self)
    }
}

impl Load for LastFm {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        match self {
            Self::Table => table(file, sink, |header| header.find("uts"), 1),
            Self::Stats => table(file, sink, date_of_user, 1000),
            Self::PlainTable => plain_table(file, sink),
            Self::Pages => pages(Rows::of_array(file), sink),
            Self::Page => pages(Rows::of_lines(file), sink),
            Self::Scrobbles => scrobbles(file, sink),
        }
    }
}

fn record<'a>(stamp: i64, certainty: Certainty, [artist, album, title]: [std::borrow::Cow<'a, str>; 3]) -> Record<'a> {
    Record {
        kind: Kind::Music,
        title,
        artist,
        album,
        uri: "".into(),
        stamp,
        started_at: stamp,
        ms_played: None,
        facts: Facts::of(ABOUT.source, certainty),
        ordinal: None,
    }
}

/// A table with a header, of which this column has the moments, so many to a second.
fn table(
    file: &mut Input<'_>,
    sink: &mut Sink<'_>,
    moments: fn(Cells<'_>) -> Option<usize>,
    scale: i64,
) -> Result<(), Halt> {
    let mut table = Table::with_commas(file);
    let Some(header) = table.next()? else { return Ok(()) };
    // The header was recognised by these; but albums can be missing.
    let uts = moments(header).unwrap_or(usize::MAX);
    let [_, artist, album, track] = COLUMNS.map(|name| header.find(name).unwrap_or(usize::MAX));
    while let Some(row) = table.next()? {
        sink.row((|| {
            let stamp = known_moment(whole(row.get(uts)).map(|count| count.div_euclid(scale)), "uts")?;
            let names = [
                cell(row.get(artist), "artist")?,
                cell(row.get(album), "album")?,
                cell(row.get(track), "track")?,
            ];
            Ok(record(stamp, Certainty::Stated, names.map(Into::into)))
        })())?;
    }
    Ok(())
}

fn plain_table(file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    fn of(row: Cells<'_>) -> Result<Record<'_>, Reason> {
        if row.len() != 4 {
            return Err(Reason::NotARow);
        }
        if row.get(3).trim_ascii().is_empty() {
            return Err(Reason::Missing("date"));
        }
        let stamp = known_moment(minute(row.get(3)), "date")?;
        let names = [
            cell(row.get(0), "artist")?,
            cell(row.get(1), "album")?,
            cell(row.get(2), "title")?,
        ];
        Ok(record(stamp, Certainty::Minute, names.map(Into::into)))
    }
    let mut table = Table::with_commas(file);
    while let Some(row) = table.next()? {
        sink.row(of(row))?;
    }
    Ok(())
}

/// The tracks of pages; or tracks.
fn pages<R: Read>(mut rows: Rows<R>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    while let Some(row) = rows.next()? {
        let (page, tracks) = match row.get("recenttracks") {
            page @ Value::Object(_) => (page, page.get("track")),
            _ => (row.value(), row.get("track")),
        };
        match tracks {
            // One track alone is not put into an array.
            track @ Value::Object(_) => take(track, sink)?,
            tracks @ Value::List(_) => tracks.elements().try_for_each(|track| take(track, sink))?,
            _ => take(page, sink)?,
        }
    }
    Ok(())
}

/// A track as the API has it.
fn take(track: Value<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    if track
        .get("@attr")
        .get("nowplaying")
        .text()
        .is_some_and(|playing| playing == "true")
    {
        return Ok(());
    }
    // Names are in "#text", or in "name" where the extended form was asked for.
    // Tools that flatten it leave the name alone.
    let name_in = |value: Value<'_>, name| {
        let inside = ["#text", "name", "title"].map(|field| value.get(field));
        let found = match value {
            Value::Object(_) => inside.into_iter().find(|inside| !inside.is_null()),
            _ => Some(value),
        };
        text(found.unwrap_or(Value::Null), name).map(std::borrow::Cow::into_owned)
    };
    sink.row((|| {
        if !matches!(track, Value::Object(_)) {
            return Err(Reason::NotARow);
        }
        let stamp = epoch(track.get("date").get("uts"), "uts")?;
        let (artist, album) = (
            name_in(track.get("artist"), "artist")?,
            name_in(track.get("album"), "album")?,
        );
        Ok(record(
            stamp,
            Certainty::Stated,
            [artist.into(), album.into(), text(track.get("name"), "name")?],
        ))
    })())
}

fn scrobbles(file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    each_row(Rows::of_field(file, "scrobbles"), sink, |row| {
        let stamp = epoch_ms(row.get("date"), "date")?;
        let field = |name| text(row.get(name), name);
        let names = [field("artist")?, field("album")?, field("track")?];
        Ok(record(stamp, Certainty::Stated, names))
    })
}

/// A moment such as `12 Jun 2021 14:05`, or with a comma after the year.
fn minute(text: &[u8]) -> Option<i64> {
    let mut words = std::str::from_utf8(text)
        .ok()?
        .split([' ', ','])
        .filter(|word| !word.is_empty());
    let (day, month, year, clock) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let month: chrono::Month = month.parse().ok()?;
    let (hour, minute) = clock.split_once(':')?;
    if words.next().is_some() {
        return None;
    }
    let date = (year.parse().ok()?, month.number_from_month(), day.parse().ok()?);
    time::seconds(date, (hour.parse().ok()?, minute.parse().ok()?, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_to_the_minute_are_read() {
        assert_eq!(minute(b"12 Jun 2021 14:05"), Some(1_623_506_700));
        assert_eq!(minute(b"12 Jun 2021, 14:05"), Some(1_623_506_700));
        for text in [
            "",
            "12 Jun 2021",
            "31 Jun 2021 14:05",
            "12 Brumaire 2021 14:05",
            "12 Jun 2021 24:05",
            "a b c d:e",
        ] {
            assert_eq!(minute(text.as_bytes()), None, "{text}");
        }
    }
}
