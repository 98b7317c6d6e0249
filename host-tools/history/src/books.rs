//! What became of every row of an import.

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::error::Error;
use crate::moment::WithoutMoment;
use crate::play::Kind;
use crate::source::Source;
use crate::text::Encoding;

/// New plays by what was played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Stored {
    /// Recordings of music.
    pub music: u64,
    /// Episodes of podcasts.
    pub podcast: u64,
    /// Chapters of audiobooks.
    pub audiobook: u64,
}

impl Stored {
    /// All of them.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.music + self.podcast + self.audiobook
    }

    pub(crate) fn of(&mut self, kind: Kind) -> &mut u64 {
        match kind {
            Kind::Music => &mut self.music,
            Kind::Podcast => &mut self.podcast,
            Kind::Audiobook => &mut self.audiobook,
        }
    }
}

/// What else there is to say of a file. None of it keeps a row out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Remarks {
    /// Rows of music that name no artist, or have one of the words that stand for none.
    pub without_artist: u64,
    /// Rows with letters that an earlier program garbled, "BeyoncÃ©" say. They are kept as they are.
    pub garbled: u64,
    /// Entries that are no plays and are not read: videos that are no music, hearts that were pressed, failed starts.
    pub passed_over: u64,
    /// Rows that are music by the channel that they are on, and not by what the service calls them.
    pub by_channel: u64,
    /// How the text is written, where that is not UTF-8.
    pub encoding: Option<Encoding>,
}

impl Remarks {
    pub(crate) fn add(&mut self, other: Self) {
        self.without_artist += other.without_artist;
        self.garbled += other.garbled;
        self.passed_over += other.passed_over;
        self.by_channel += other.by_channel;
        self.encoding = other.encoding.or(self.encoding);
    }

    /// Each remark in words, on a file of a source.
    #[must_use]
    pub fn lines(self, source: Source) -> Vec<String> {
        let rows = |count: u64| {
            if count == 1 {
                "1 row".to_owned()
            } else {
                format!("{count} rows")
            }
        };
        let mut lines = Vec::new();
        if let Some(encoding) = self.encoding {
            lines.push(format!("it is written in {} and was read as that", encoding.name()));
        }
        if self.by_channel > 0 {
            let rows = rows(self.by_channel);
            lines.push(format!(
                "{rows} counted as music by their channels, which end in \"- Topic\""
            ));
        }
        if self.passed_over > 0 {
            let are = if self.passed_over == 1 {
                "it is not a play"
            } else {
                "they are not plays"
            };
            let rows = rows(self.passed_over);
            lines.push(format!("{rows} passed over: {are} of music"));
        }
        if self.without_artist > 0 {
            let rows = rows(self.without_artist);
            let elsewhere = source.artists_elsewhere();
            lines.push(format!(
                "{rows} without an artist: they count, but for nobody{elsewhere}"
            ));
        }
        if self.garbled > 0 {
            let rows = rows(self.garbled);
            lines.push(format!(
                "{rows} with letters that another program garbled before; they are kept as they are"
            ));
        }
        lines
    }
}

impl Serialize for Remarks {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Remarks", 5)?;
        fields.serialize_field("without_artist", &self.without_artist)?;
        fields.serialize_field("garbled", &self.garbled)?;
        fields.serialize_field("passed_over", &self.passed_over)?;
        fields.serialize_field("by_channel", &self.by_channel)?;
        fields.serialize_field("encoding", &self.encoding.map_or("UTF-8", Encoding::name))?;
        fields.end()
    }
}

/// Why a row could not be read. It names fields, never what stands in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The row is not an object, or not a line of the table.
    NotARow,
    /// The field is missing or empty.
    Missing(&'static str),
    /// The field is not text, or not in UTF-8.
    NotText(&'static str),
    /// The field is not a whole number, or is below zero or too great.
    NotANumber(&'static str),
    /// The field is not a moment that exists.
    NotAMoment(&'static str),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotARow => f.write_str("not a row of a history"),
            Self::Missing(field) => write!(f, "{field} is missing"),
            Self::NotText(field) => write!(f, "{field} is not text"),
            Self::NotANumber(field) => write!(f, "{field} is not a whole number in range"),
            Self::NotAMoment(field) => write!(f, "{field} is not a date and time that exists"),
        }
    }
}

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Which row of its file, counted from one.
    pub row: u64,
    /// Why.
    pub reason: Reason,
}

impl Serialize for Unreadable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Unreadable", 2)?;
        fields.serialize_field("row", &self.row)?;
        fields.serialize_field("reason", &self.reason.to_string())?;
        fields.end()
    }
}

/// The books of one file: `read` is the sum of what was stored, duplicate, nameless, without a moment and unreadable.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FileBooks {
    /// The path that was given, and inside an archive the member's name after it.
    pub file: String,
    /// What it was recognised as.
    pub source: Source,
    /// Rows of plays in it. What else a file lists (videos that are no music, the start of a play beside its end) does not count.
    pub read: u64,
    /// Rows that are now plays in the library and were not before.
    pub stored: Stored,
    /// Rows that are plays which the library, or a row before this one, had; or further parts of such a play; or the
    /// reports of plays that another service reports as well.
    pub duplicate: u64,
    /// Those of the duplicates from which something new was learnt.
    pub improved: u64,
    /// Rows that do not say what was played.
    pub nameless: u64,
    /// Rows whose moment cannot be.
    pub without_moment: WithoutMoment,
    /// Rows that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// What else there is to say of it.
    pub remarks: Remarks,
    /// How it was read, in words, where that was decided by what is in it: which columns were taken for what.
    pub notes: Vec<String>,
}

impl FileBooks {
    pub(crate) fn new(file: String, source: Source) -> Self {
        let stored = Stored::default();
        Self {
            file,
            source,
            read: 0,
            stored,
            duplicate: 0,
            improved: 0,
            nameless: 0,
            without_moment: WithoutMoment::default(),
            unreadable: Vec::new(),
            remarks: Remarks::default(),
            notes: Vec::new(),
        }
    }

    /// All that there is to say of it beside the numbers: how it was read, and what was seen.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = self.notes.clone();
        lines.extend(self.remarks.lines(self.source));
        lines
    }

    /// Books recordings that were stored as duplicates after all, as many as there are. Says how many.
    pub(crate) fn were_known(&mut self, rows: u64) -> u64 {
        let rows = rows.min(self.stored.music);
        self.stored.music -= rows;
        self.duplicate += rows;
        rows
    }

    /// Whether every row that was read is accounted for.
    #[must_use]
    pub fn are_closed(&self) -> bool {
        let plays = self.stored.total() + self.duplicate;
        let others = self.nameless + self.without_moment.total() + self.unreadable.len() as u64;
        self.read == plays + others && self.improved <= self.duplicate
    }
}

/// What an import left out: a file that cannot be read, whose neighbours were imported; or one that holds nothing.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct LeftOut {
    /// Which file, why, and what to do.
    pub message: String,
    /// Whether something is wrong with it. It is not where there merely is no history in it.
    pub is_fault: bool,
    /// What it is for a program that has words of its own for it ([`Error::kind`]).
    #[serde(skip)]
    pub kind: &'static str,
    /// Whose histories it holds, where it was left out because nobody said whose is wanted.
    #[serde(skip)]
    pub people: Vec<String>,
}

impl LeftOut {
    /// What is to be said of a file that failed.
    #[must_use]
    pub fn of(error: &Error) -> Self {
        Self {
            message: error.to_string(),
            is_fault: error.is_fault(),
            kind: error.kind(),
            people: match error {
                Error::SeveralPeople { people, .. } => people.clone(),
                _ => Vec::new(),
            },
        }
    }
}

/// Reports of one source that are of the same plays as those of another, and were found to be by an import. Their rows
/// are in the duplicates of their files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Matched {
    /// The source of the reports.
    pub source: Source,
    /// The source whose reports stand for the plays.
    pub of: Source,
    /// How far the clock that stamped them is ahead of the other one, in seconds.
    pub clock_ahead_seconds: i64,
    /// How many plays.
    pub plays: u64,
}

/// The books of an import, a page per file in the order of reading.
///
/// As JSON: `{"files": […], "total": {…}, "matched": […], "left_out": […]}`, where `total` has the fields of a file but for `file` and
/// `source`, and each of its unreadable rows names its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Books {
    /// One for each file that holds a history.
    pub files: Vec<FileBooks>,
    /// What two services report alike, by their sources and the difference of their clocks.
    pub matched: Vec<Matched>,
    /// What was given, or lay in what was given, and is in none of the files.
    pub left_out: Vec<LeftOut>,
}

impl Books {
    /// Whether there were plays in what was given, and every one of them was in the library already.
    #[must_use]
    pub fn are_all_known(&self) -> bool {
        let total = self.total();
        let may_have_more = !total.unreadable.is_empty() || self.left_out.iter().any(|left_out| left_out.is_fault);
        total.duplicate > 0 && total.stored.total() == 0 && !may_have_more
    }

    /// The sum over all files.
    #[must_use]
    pub fn total(&self) -> Total<'_> {
        let mut total = Total {
            read: 0,
            stored: Stored::default(),
            duplicate: 0,
            improved: 0,
            nameless: 0,
            without_moment: WithoutMoment::default(),
            unreadable: Vec::new(),
        };
        for file in &self.files {
            total.read += file.read;
            total.stored.music += file.stored.music;
            total.stored.podcast += file.stored.podcast;
            total.stored.audiobook += file.stored.audiobook;
            total.duplicate += file.duplicate;
            total.improved += file.improved;
            total.nameless += file.nameless;
            total.without_moment.add(file.without_moment);
            total
                .unreadable
                .extend(file.unreadable.iter().map(|row| (&*file.file, row)));
        }
        total
    }
}

impl Serialize for Books {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Books", 4)?;
        fields.serialize_field("files", &self.files)?;
        fields.serialize_field("total", &self.total())?;
        fields.serialize_field("matched", &self.matched)?;
        fields.serialize_field("left_out", &self.left_out)?;
        fields.end()
    }
}

/// The books of all files together. The fields are those of [`FileBooks`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "documented by FileBooks")]
pub struct Total<'a> {
    pub read: u64,
    pub stored: Stored,
    pub duplicate: u64,
    pub improved: u64,
    pub nameless: u64,
    pub without_moment: WithoutMoment,
    /// With the name of the file that each is in.
    pub unreadable: Vec<(&'a str, &'a Unreadable)>,
}

impl Serialize for Total<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct InFile<'a> {
            file: &'a str,
            #[serde(flatten)]
            row: &'a Unreadable,
        }
        let unreadable: Vec<_> = self
            .unreadable
            .iter()
            .map(|&(file, row)| InFile { file, row })
            .collect();
        let mut fields = serializer.serialize_struct("Total", 7)?;
        fields.serialize_field("read", &self.read)?;
        fields.serialize_field("stored", &self.stored)?;
        fields.serialize_field("duplicate", &self.duplicate)?;
        fields.serialize_field("improved", &self.improved)?;
        fields.serialize_field("nameless", &self.nameless)?;
        fields.serialize_field("without_moment", &self.without_moment)?;
        fields.serialize_field("unreadable", &unreadable)?;
        fields.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_json_is_what_others_build_on() {
        let mut file = FileBooks::new("a.json".into(), Source::named("spotify-extended").unwrap());
        (
            file.read,
            file.stored.music,
            file.duplicate,
            file.improved,
            file.nameless,
        ) = (11, 3, 2, 1, 1);
        file.without_moment = WithoutMoment {
            unset: 1,
            too_early: 0,
            too_late: 2,
        };
        file.unreadable.push(Unreadable {
            row: 5,
            reason: Reason::NotAMoment("ts"),
        });
        file.unreadable.push(Unreadable {
            row: 7,
            reason: Reason::NotARow,
        });
        assert!(file.are_closed());
        let books = Books {
            files: vec![file],
            matched: vec![Matched {
                source: Source::named("lastfm").unwrap(),
                of: Source::named("spotify-extended").unwrap(),
                clock_ahead_seconds: 3600,
                plays: 2,
            }],
            left_out: vec![LeftOut::of(&Error::Empty("b.json".into()))],
        };
        let json = serde_json::to_string(&books).unwrap();
        assert_eq!(
            json,
            concat!(
                r#"{"files":[{"file":"a.json","source":"spotify-extended","read":11,"#,
                r#""stored":{"music":3,"podcast":0,"audiobook":0},"duplicate":2,"improved":1,"nameless":1,"#,
                r#""without_moment":{"unset":1,"too_early":0,"too_late":2},"#,
                r#""unreadable":[{"row":5,"reason":"ts is not a date and time that exists"},"#,
                r#"{"row":7,"reason":"not a row of a history"}],"#,
                r#""remarks":{"without_artist":0,"garbled":0,"passed_over":0,"by_channel":0,"encoding":"UTF-8"},"notes":[]}],"total":{"read":11,"#,
                r#""stored":{"music":3,"podcast":0,"audiobook":0},"duplicate":2,"improved":1,"nameless":1,"#,
                r#""without_moment":{"unset":1,"too_early":0,"too_late":2},"#,
                r#""unreadable":[{"file":"a.json","row":5,"reason":"ts is not a date and time that exists"},"#,
                r#"{"file":"a.json","row":7,"reason":"not a row of a history"}]},"matched":["#,
                r#"{"source":"lastfm","of":"spotify-extended","clock_ahead_seconds":3600,"plays":2}],"left_out":["#,
                r#"{"message":"b.json: is an empty list; the service had no plays to put into it","is_fault":false}]}"#
            )
        );
    }
}
