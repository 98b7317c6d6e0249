//! Spotify's account data: the quick export of the last year, with the owner's other secrets beside it.

use std::io;

use chrono::{DateTime, Datelike, Timelike};

use crate::archive::Archive;
use crate::counting::{Counting, Seen};
use crate::json::{Layout, Rows};
use crate::listener::{Event, Heard, Listener};
use crate::spotify_extended::{DIRECTORY, PDF};
use crate::stream::ByStamp;
use crate::truth::Truth;

/// How an account export names its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// To 2023: `MyData/StreamingHistory0.json`, podcasts among the music and shows in the artist's place.
    Mixed,
    /// From 2024: one kind a member, `Spotify Account Data/StreamingHistory_music_0.json`.
    ByKind,
    /// Seen in 2025: the same with `.json.json`.
    ByKindTwice,
}

/// Rows of a member.
const ROWS: usize = 10_000;
/// Days that the export looks back.
const DAYS: u32 = 366;

/// What no importer may open: member and content. Each holds [`CANARY`].
pub const PRIVATE_MEMBERS: &[(&str, &str)] = &[
    (
        "Userdata.json",
        r#"{"email":"CANARY-must-never-be-read@example.org","birthdate":"1999-01-01"}"#,
    ),
    ("Payments.json", r#"{"payment_method":"CANARY-4000-0000-0000-0002"}"#),
    ("Identity.json", r#"{"displayName":"CANARY-name"}"#),
    ("Inferences.json", r#"{"inferences":["CANARY-inference"]}"#),
    (
        "SearchQueries.json",
        r#"[{"platform":"IPHONE","searchTime":"2026-10-01T10:00:00Z","searchQuery":"CANARY-search"}]"#,
    ),
    (
        "YourLibrary.json",
        r#"{"tracks":[{"artist":"CANARY-library","track":"CANARY-library"}]}"#,
    ),
    ("Playlist1.json", r#"{"playlists":[{"name":"CANARY-playlist"}]}"#),
];

/// A mark in everything private: finding it in a library, a summary or a log means that something was read that must not be.
pub const CANARY: &str = "CANARY-";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Mixed,
    Music,
    Podcast,
    Audiobook,
}

impl Kind {
    fn holds(self, heard: Heard) -> bool {
        match heard {
            Heard::Track(_) | Heard::Nameless => matches!(self, Self::Mixed | Self::Music),
            Heard::Episode(..) => matches!(self, Self::Mixed | Self::Podcast),
            Heard::Chapter(_) => self == Self::Audiobook,
        }
    }
}

/// Writes the last year of a life as an account export.
///
/// Nameless events are rows of an "Unknown Track" here, counted as nameless.
///
/// # Errors
/// If the archive cannot be written.
pub fn write(listener: &Listener, naming: Naming, archive: &mut impl Archive) -> io::Result<Truth> {
    let mut counting = Counting::new(&listener.catalogue);
    let (folder, infix, suffix, kinds): (_, _, _, &[(Kind, &str)]) = match naming {
        Naming::Mixed => ("MyData/", "StreamingHistory", ".json", &[(Kind::Mixed, "")]),
        Naming::ByKind | Naming::ByKindTwice => (
            "Spotify Account Data/",
            "StreamingHistory_",
            if naming == Naming::ByKind {
                ".json"
            } else {
                ".json.json"
            },
            &[
                (Kind::Music, "music_"),
                (Kind::Podcast, "podcast_"),
                (Kind::Audiobook, "audiobook_"),
            ],
        ),
    };
    archive.begin(folder)?;
    archive.write_all(DIRECTORY)?;
    let (before, after) = PRIVATE_MEMBERS.split_at(PRIVATE_MEMBERS.len() / 2);
    for (name, content) in before {
        archive.begin(&format!("{folder}{name}"))?;
        archive.write_all(content.as_bytes())?;
    }
    let days = listener.days().saturating_sub(DAYS)..listener.days();
    for &(kind, word) in kinds {
        let mut events = ByStamp::new(listener, days.clone())
            .filter(|event| kind.holds(event.heard))
            .peekable();
        let mut index = 0;
        while events.peek().is_some() {
            let name = format!("{folder}{infix}{word}{index}{suffix}");
            archive.begin(&name)?;
            counting.file(&name);
            let mut rows = Rows::new(archive, Layout::Pretty);
            for event in events.by_ref().take(ROWS) {
                write_row(listener, kind, &event, &mut rows)?;
                count(&event, &mut counting);
            }
            rows.finish()?;
            index += 1;
        }
    }
    for (name, content) in after {
        archive.begin(&format!("{folder}{name}"))?;
        archive.write_all(content.as_bytes())?;
    }
    archive.begin(&format!("{folder}Read_Me_First.pdf"))?;
    archive.write_all(PDF)?;
    archive.flush()?;
    Ok(counting.finish())
}

fn write_row<W: io::Write>(listener: &Listener, kind: Kind, event: &Event, rows: &mut Rows<'_, W>) -> io::Result<()> {
    let at = DateTime::from_timestamp(event.stamped, 0).unwrap_or_default();
    let (year, month, day) = (at.year(), at.month(), at.day());
    let end = format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", at.hour(), at.minute());
    let end = ("endTime", (&end).into());
    let ms = ("msPlayed", i64::from(event.ms_played).into());
    let catalogue = &listener.catalogue;
    match event.heard {
        Heard::Track(index) => {
            let track = &catalogue.tracks[index as usize];
            let artist = &catalogue.artists[track.artist as usize].name;
            rows.row(&[
                end,
                ("artistName", artist.into()),
                ("trackName", (&track.title).into()),
                ms,
            ])
        }
        Heard::Nameless => rows.row(&[
            end,
            ("artistName", "Unknown Artist".into()),
            ("trackName", "Unknown Track".into()),
            ms,
        ]),
        Heard::Episode(index, number) => {
            let show = &catalogue.podcasts[index as usize];
            let episode = &show.episodes[number as usize];
            let (of, what) = if kind == Kind::Mixed {
                ("artistName", "trackName")
            } else {
                ("podcastName", "episodeName")
            };
            rows.row(&[end, (of, (&show.name).into()), (what, episode.into()), ms])
        }
        Heard::Chapter(number) => {
            let book = &catalogue.book;
            let chapter = &book.episodes[number as usize];
            rows.row(&[
                end,
                ("audiobookName", (&book.name).into()),
                ("chapterName", chapter.into()),
                ("authorName", (&book.author).into()),
                ms,
            ])
        }
    }
}

/// The row tells no more than its end, to the minute.
fn count(event: &Event, counting: &mut Counting<'_>) {
    let stamped = event.stamped.div_euclid(60) * 60;
    counting.row(&Seen {
        heard: event.heard,
        started_at: (stamped * 1000 - i64::from(event.ms_played)).div_euclid(1000),
        stamped,
        ms_played: event.ms_played,
        skip: false,
        offline: false,
        private: false,
    });
}
