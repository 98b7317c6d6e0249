//! Playback Reporting, a plugin of the servers Jellyfin and Emby: its database, or the backup of it, a table with tabs and no
//! header.
//!
//! `DateCreated` is what the server's own clock showed 20 seconds after the start, without a zone: a row is only made if the
//! same item is still playing then. `PlayDuration` is how long it was really heard, in seconds, counted from the start.
//! `RemoteAddress` and all that names a device are not read. People are known by their ids; their names stand in another
//! database, which holds their passwords as well.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::fields::{begun, cell, known_moment, listeners_of, seconds};
use crate::archive::spool;
use crate::books::Reason;
use crate::facts::{Certainty, Facts};
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::number::whole;
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};
use crate::table::{Cells, Table};
use crate::time;

/// Playback Reporting.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(16),
    id: "playback-reporting",
    name: "Playback Reporting of Jellyfin and Emby",
    service: Service {
        number: 15,
        rank: 38,
        is_player: true,
        duration_identifies: false,
    },
    files: "`playback_reporting.db` of the plugin, in place or a copy, or its backup `PlaybackReportingBackup-….tsv`",
    earliest: 1_514_764_800, // 2018-01-01, the year in which the plugin was written
    knows: Knows {
        moment: "to the second",
        heard: true,
        skips: false,
        album: true,
        country: false,
        people: true,
    },
    names: Names {
        histories: &["playback_reporting", "playbackreporting"],
        private: &[],
    },
    forms: &[&PlaybackReporting::Database, &PlaybackReporting::Backup],
};

/// How long after the start the plugin makes a row, in seconds (`StartPlaybackTimer` in its code).
const DELAY: i64 = 20;
/// What the plugin writes for a name that it does not know.
const NOT_KNOWN: &str = "Not Known";
/// How many columns a backup can have: nine, and three more of Emby's.
const COLUMNS: std::ops::RangeInclusive<usize> = 9..=12;

/// Reads what the plugin keeps.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PlaybackReporting {
    /// Its database.
    Database,
    /// Its backup.
    Backup,
}

impl Importer for PlaybackReporting {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        let columns = ["datecreated", "userid", "itemtype", "itemname", "playduration"];
        let found = match self {
            Self::Database => head.has_table("playbackactivity", &columns),
            Self::Backup => head.any_row_with_tabs(is_of_backup),
        };
        found.then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(*self)
    }
}

impl Load for PlaybackReporting {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        match self {
            Self::Database => activity(file, sink),
            Self::Backup => backup(file, sink),
        }
    }
}

fn activity(file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    let mut database = file.database()?;
    let mut people = BTreeSet::new();
    database.rows("PlaybackActivity", &["UserId", "ItemType"], |cells| {
        if heard(cells[1].text()).is_some() {
            people.insert(cells[0].id().into_owned());
        }
        Ok::<_, Halt>(())
    })?;
    let Some(user) = file.choose(listeners_of(people))? else {
        return Ok(());
    };
    let columns = ["UserId", "ItemType", "ItemName", "DateCreated", "PlayDuration"];
    database.rows("PlaybackActivity", &columns, |cells| {
        let [whose, kind, name, created, duration] = cells else {
            return Ok(());
        };
        match heard(kind.text()) {
            Some(kind) if whose.id() == user => sink.row(record(
                kind,
                name.text(),
                created.text().as_bytes(),
                seconds(duration.number()),
            )),
            _ => Ok(()),
        }
    })
}

fn backup(file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    // Whose histories there are is known at the end, and rows are handed over from the beginning.
    let mut copy = spool(file)?;
    let mut people = BTreeSet::new();
    let mut table = Table::with_tabs(&mut copy);
    while let Some(row) = table.next()? {
        if is_of_backup(row) && kind(row).is_some() {
            people.insert(String::from_utf8_lossy(row.get(1)).into_owned());
        }
    }
    let user = file.choose(listeners_of(people))?;
    copy.rewind()?;
    let mut table = Table::with_tabs(&mut copy);
    while let Some(row) = table.next()? {
        if !is_of_backup(row) {
            // A name with a tab or a new line in it breaks its row: the plugin itself cannot read it back.
            sink.row(Err(Reason::NotARow))?;
        } else if let Some(kind) = kind(row)
            && user.as_deref() == Some(&*String::from_utf8_lossy(row.get(1)))
        {
            let duration = whole(row.get(8)).map(|seconds| seconds as f64);
            sink.row(cell(row.get(4), "ItemName").and_then(|name| record(kind, name, row.get(0), seconds(duration))))?;
        }
    }
    Ok(())
}

/// Whether a row of a table can be one of a backup.
fn is_of_backup(row: Cells<'_>) -> bool {
    COLUMNS.contains(&row.len())
        && time::moment(row.get(0)).is_some()
        && row.get(3).first().is_some_and(u8::is_ascii_alphabetic)
        && row.get(3).iter().all(u8::is_ascii_alphanumeric)
        && whole(row.get(8)).is_some()
}

fn kind(row: Cells<'_>) -> Option<Kind> {
    heard(std::str::from_utf8(row.get(3)).unwrap_or_default())
}

/// What an item of a type is, if it is one to listen to.
fn heard(kind: &str) -> Option<Kind> {
    match kind {
        "Audio" => Some(Kind::Music),
        "AudioBook" => Some(Kind::Audiobook),
        _ => None,
    }
}

fn record<'a>(kind: Kind, name: &'a str, created: &[u8], ms_played: Option<u32>) -> Result<Record<'a>, Reason> {
    let moment = known_moment(time::moment(created), "DateCreated")?;
    let started_at = begun(moment, DELAY);
    let [artist, title, album] = match kind {
        // The chapter is not known, and the book is what was heard.
        Kind::Audiobook => ["", name, name],
        _ => split(name),
    };
    Ok(Record {
        kind,
        title: Cow::Borrowed(title),
        artist: Cow::Borrowed(artist),
        album: Cow::Borrowed(album),
        uri: "".into(),
        stamp: started_at,
        started_at,
        ms_played,
        facts: Facts::of(ABOUT.source, Certainty::Wall),
        ordinal: None,
    })
}

/// Artist, title and album of `ARTIST - TITLE (ALBUM)`. Each can have a dash or brackets of its own: the artist ends at the
/// first dash, and the album begins at the bracket that the last one closes.
fn split(name: &str) -> [&str; 3] {
    let (artist, rest) = name.split_once(" - ").unwrap_or(("", name));
    let (title, album) = match album_start(rest) {
        Some(start) => (&rest[..start], &rest[start + 2..rest.len() - 1]),
        None => (rest, ""),
    };
    [artist, title, album].map(|part| if part == NOT_KNOWN { "" } else { part })
}

/// Where the blank before the album's bracket stands.
fn album_start(rest: &str) -> Option<usize> {
    let inside = rest.strip_suffix(')')?;
    let mut open = 1;
    for (at, sign) in inside.char_indices().rev() {
        match sign {
            ')' => open += 1,
            '(' => open -= 1,
            _ => {}
        }
        if sign == '(' && open == 0 && inside[..at].ends_with(' ') {
            return Some(at - 1);
        }
    }
    // An album such as ":)" closes a bracket that nothing opened.
    inside.rfind(" (")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_taken_apart() {
        for (name, expected) in [
            ("Luna - Sol (Mar)", ["Luna", "Sol", "Mar"]),
            ("Luna - Sol - Live (Mar - Live)", ["Luna", "Sol - Live", "Mar - Live"]),
            ("Luna - Sol (Live) (Mar)", ["Luna", "Sol (Live)", "Mar"]),
            ("Luna - Sol (Mar (Deluxe))", ["Luna", "Sol", "Mar (Deluxe)"]),
            ("Luna, Día - Sol (:))", ["Luna, Día", "Sol", ":)"]),
            ("Luna - Sol (Live) (:()", ["Luna", "Sol (Live)", ":("]),
            ("Not Known - Sol (Not Known)", ["", "Sol", ""]),
            ("Not Known - Not Known (Not Known)", ["", "", ""]),
            ("Luna - (Intro) (Mar)", ["Luna", "(Intro)", "Mar"]),
            ("月 - 海の歌 (波)", ["月", "海の歌", "波"]),
            ("Luna - Sol ¡a(Mar)", ["Luna", "Sol ¡a(Mar)", ""]),
            ("Luna - Sol ¡a(b) (Mar(c))", ["Luna", "Sol ¡a(b)", "Mar(c)"]),
            ("Sol", ["", "Sol", ""]),
            ("", ["", "", ""]),
            (")", ["", ")", ""]),
            (" - )", ["", ")", ""]),
        ] {
            assert_eq!(split(name), expected, "{name}");
        }
    }

    proptest! {
        /// Names whose brackets close come back whole; and nothing that a name can be makes it fail.
        #[test]
        fn names_come_back_whole(
            artist in "[a-é]{1,5}( [a-z(]{1,4}){0,2}",
            title in "[a-é]{1,5}( - [a-z]{1,4}| ?\\([a-z ]{1,5}\\)){0,2}",
            album in "[a-é]{1,5}( - [a-z]{1,4}| ?\\([a-z ]{1,5}\\)){0,2}",
            anything in "\\PC{0,30}|[a-c é月() -]{0,30}",
        ) {
            let name = format!("{artist} - {title} ({album})");
            prop_assert_eq!(split(&name), [&*artist, &*title, &*album]);
            let _ = split(&anything);
            let _ = split(&format!("{anything})"));
        }
    }
}
