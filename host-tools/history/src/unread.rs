//! Files of products that are known and not read: why there is no history in them, and what their listener can do instead.
//!
//! All that is said of them anywhere comes from one table. They are told by what is in them; by name only where that tells
//! nothing, and then it is said so.

use crate::head::Head;

/// A kind of file that is known and not read.
#[derive(Clone, Copy, Debug)]
pub struct Unread {
    /// What it is, so that "it is …" is a sentence.
    pub what: &'static str,
    /// What it is called, in the words of the documents.
    pub files: &'static str,
    /// What there is in it.
    pub holds: Holds,
    /// What its listener can do: a sentence or two.
    pub instead: &'static str,
    /// What the name of such a file contains, in lower case, if that says anything.
    names: &'static [&'static str],
    /// What tells it, each by itself.
    marks: &'static [Mark],
}

/// What there is in a file that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// How often things were played, and at most when that was last: no history can be made of it.
    Counts,
    /// Something else, so that "it …" is a sentence.
    Other(&'static str),
}

impl Holds {
    /// In words, so that "it …" is a sentence.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Counts => {
                "counts plays and says when the last one was, but not when each was: there is no history in it"
            }
            Self::Other(words) => words,
        }
    }
}

/// What tells a kind of file. Tables, columns and names are in lower case.
#[derive(Clone, Copy, Debug)]
enum Mark {
    /// A database with this table, which has these columns.
    Table(&'static str, &'static [&'static str]),
    /// All of these texts in its beginning.
    Texts(&'static [&'static str]),
    /// This text at its very beginning.
    Begins(&'static str),
    /// JSON, an object with these keys.
    Keys(&'static [&'static str]),
    /// JSON, an array of objects with these keys.
    ArrayOf(&'static [&'static str]),
    /// A table in text that has these columns.
    Columns(&'static [&'static str]),
    /// Nothing but its name.
    Name,
}

const SCROBBLE: &str = "Have it send plays to Last.fm or ListenBrainz from now on: Playtally reads what these keep.";
const AS_TABLE: &str =
    "Have the server write its plays as a CSV file with the columns artist, track and time, and import that.";

/// Every kind there is.
const TABLE: &[Unread] = &[
    Unread {
        what: "the library of iTunes or Music",
        files: "`Library.xml`, `iTunes Library.xml`",
        names: &["library.xml"],
        holds: Holds::Counts,
        instead: "If these are plays of Apple Music, privacy.apple.com hands out a history of them: ask for \"Apple Media Services \
                  information\". Of your own files, a scrobbler for Last.fm or ListenBrainz keeps one from now on.",
        marks: &[Mark::Texts(&["<plist", "<key>Major Version</key>"])],
    },
    Unread {
        what: "the list of plays of an iPod",
        files: "`iPod_Control/iTunes/Play Counts`",
        names: &["play counts"],
        holds: Holds::Counts,
        instead: "Rockbox keeps a log on many iPods: import its `.scrobbler.log`.",
        marks: &[Mark::Begins("mhdp")],
    },
    Unread {
        what: "the library of Strawberry",
        files: "`strawberry.db`",
        names: &["strawberry.db"],
        holds: Holds::Counts,
        instead: SCROBBLE,
        marks: &[Mark::Table("songs", &["title", "playcount", "lastplayed", "url"])],
    },
    Unread {
        what: "the library of Clementine",
        files: "`clementine.db`",
        names: &["clementine.db"],
        holds: Holds::Counts,
        instead: "Have it send plays to Last.fm from now on: Playtally reads what that keeps.",
        marks: &[Mark::Table("songs", &["title", "playcount", "lastplayed", "filename"])],
    },
    Unread {
        what: "the database of Amarok",
        files: "the folder `mysqle`, or a dump of its table `statistics`",
        names: &["amarok"],
        holds: Holds::Counts,
        instead: "Have it send plays to Last.fm from now on: Playtally reads what that keeps.",
        marks: &[Mark::Texts(&["CREATE TABLE `statistics`", "accessdate"]), Mark::Name],
    },
    Unread {
        what: "the library of Rhythmbox",
        files: "`rhythmdb.xml`",
        names: &["rhythmdb.xml"],
        holds: Holds::Counts,
        instead: "Turn on its plugin for Last.fm or ListenBrainz: Playtally reads what these keep from then on.",
        marks: &[Mark::Texts(&["<rhythmdb "])],
    },
    Unread {
        what: "the library of fooyin",
        files: "`fooyin.db`",
        names: &["fooyin.db"],
        holds: Holds::Counts,
        instead: SCROBBLE,
        marks: &[Mark::Table(
            "trackstats",
            &["trackhash", "firstplayed", "lastplayed", "playcount"],
        )],
    },
    Unread {
        what: "the library of Quod Libet",
        files: "`songs`",
        names: &[],
        holds: Holds::Counts,
        instead: "Turn on its plugin for AudioScrobbler: Playtally reads what Last.fm keeps from then on.",
        marks: &[Mark::Texts(&["quodlibet.formats"])],
    },
    Unread {
        what: "the library of beets",
        files: "`library.db`",
        names: &[],
        holds: Holds::Counts,
        instead: "Let mpdscribble send the plays of MPD to Last.fm or ListenBrainz from now on: Playtally reads what these keep.",
        marks: &[Mark::Table("item_attributes", &["entity_id", "key", "value"])],
    },
    Unread {
        what: "the playback statistics of foobar2000",
        files: "the XML file of *Playback Statistics*",
        names: &[],
        holds: Holds::Counts,
        instead: "A component that scrobbles to Last.fm or ListenBrainz keeps a history from now on: Playtally reads what these keep.",
        marks: &[Mark::Texts(&["<PlaybackStatistics"])],
    },
    Unread {
        what: "the library of MusicBee",
        files: "`MusicBeeLibrary.mbl`",
        names: &[".mbl"],
        holds: Holds::Counts,
        instead: "Have it send plays to Last.fm from now on: Playtally reads what that keeps.",
        marks: &[Mark::Name],
    },
    Unread {
        what: "the database of Airsonic or Subsonic",
        files: "`airsonic.script`, `subsonic.script`, `libresonic.script`",
        names: &["airsonic.script", "airsonic.db", "subsonic.script", "libresonic.script"],
        holds: Holds::Counts,
        instead: SCROBBLE,
        marks: &[Mark::Name],
    },
    Unread {
        what: "the database of gonic",
        files: "`gonic.db`",
        names: &["gonic.db"],
        holds: Holds::Counts,
        instead: SCROBBLE,
        marks: &[
            Mark::Table("track_plays", &["user_id", "track_id", "time", "count"]),
            Mark::Table("plays", &["user_id", "album_id", "time", "count"]),
        ],
    },
    Unread {
        what: "the music library of Kodi",
        files: "`MyMusic….db`",
        names: &["mymusic"],
        holds: Holds::Counts,
        instead: "An add-on that scrobbles to Last.fm or ListenBrainz keeps a history from now on: Playtally reads what these keep.",
        marks: &[Mark::Table("song", &["strtitle", "itimesplayed", "lastplayed"])],
    },
    Unread {
        what: "the media library of VLC",
        files: "`vlc_media.db`",
        names: &["vlc_media.db"],
        holds: Holds::Counts,
        instead: "Turn on its module for Last.fm, or Pano Scrobbler on a phone: Playtally reads what these keep from then on.",
        marks: &[Mark::Table("media", &["title", "play_count", "last_played_date"])],
    },
    Unread {
        what: "the database of Lyrion Music Server (Logitech Media Server)",
        files: "`persist.db`",
        names: &["persist.db"],
        holds: Holds::Counts,
        instead: "Turn on its plugin for Audioscrobbler: Playtally reads what Last.fm keeps from then on.",
        marks: &[
            Mark::Table("tracks_persistent", &["urlmd5", "playcount", "lastplayed"]),
            Mark::Table("alternativeplaycount", &["urlmd5", "playcount", "lastplayed"]),
        ],
    },
    Unread {
        what: "the library of Windows Media Player",
        files: "`CurrentDatabase_….wmdb`",
        names: &[".wmdb"],
        holds: Holds::Counts,
        instead: "Another player that scrobbles to Last.fm or ListenBrainz keeps a history from now on.",
        marks: &[Mark::Name],
    },
    Unread {
        what: "the database of Navidrome before version 0.59",
        files: "`navidrome.db` without the table `scrobbles`",
        names: &[],
        holds: Holds::Counts,
        instead: "Bring the server up to date: from version 0.59 on it keeps a history, which Playtally reads from this same file.",
        marks: &[Mark::Table(
            "annotation",
            &["user_id", "item_id", "item_type", "play_count", "play_date"],
        )],
    },
    Unread {
        what: "the database of Jellyfin",
        files: "`jellyfin.db`, `library.db`",
        names: &["jellyfin.db"],
        holds: Holds::Counts,
        instead: "Install its plugin Playback Reporting, which keeps a history from then on: Playtally reads `playback_reporting.db`.",
        marks: &[
            Mark::Table("userdata", &["itemid", "userid", "playcount", "lastplayeddate"]),
            Mark::Table("userdatas", &["key", "userid", "playcount", "lastplayeddate"]),
        ],
    },
    Unread {
        what: "the stickers of MPD",
        files: "`sticker.sql`",
        names: &["sticker.sql"],
        holds: Holds::Counts,
        instead: "Let mpdscribble send plays to Last.fm or ListenBrainz from now on: Playtally reads what these keep.",
        marks: &[Mark::Table("sticker", &["type", "uri", "name", "value"])],
    },
    Unread {
        what: "the queue of mpdscribble",
        files: "`mpdscribble.cache`",
        names: &["mpdscribble.cache"],
        holds: Holds::Other("holds only the plays that are not sent yet"),
        instead: "All others are where it sends them: import what Last.fm or ListenBrainz keeps.",
        marks: &[Mark::Texts(&["a = ", "\nt = ", "\ni = ", "\nl = "])],
    },
    Unread {
        what: "a scrobbler's queue of Strawberry",
        files: "`lastfmscrobbler.cache`, `listenbrainzscrobbler.cache`",
        names: &["lastfmscrobbler.cache", "listenbrainzscrobbler.cache"],
        holds: Holds::Other("holds only the plays that are not sent yet"),
        instead: "All others are where it sends them: import what Last.fm or ListenBrainz keeps.",
        marks: &[Mark::Texts(&["\"tracks\"", "\"length_nanosec\"", "\"timestamp\""])],
    },
    Unread {
        what: "a history of SoundCloud",
        files: "the CSV file from SoundCloud's support",
        names: &[],
        holds: Holds::Other("names no artists, but titles and addresses alone"),
        instead: "Add a column with the artists, and import it as a table of artist, track and time.",
        marks: &[Mark::Columns(&["play_time", "track_title", "track_url"])],
    },
    Unread {
        what: "a history of Namida",
        files: "a day of the history in its backup",
        names: &[],
        holds: Holds::Other("names files and neither titles nor artists"),
        instead: "Pano Scrobbler on the phone keeps a history with names from now on, which Playtally reads.",
        marks: &[Mark::ArrayOf(&["dateAdded", "track"])],
    },
    Unread {
        what: "an index of the component Enhanced Playback Statistics for foobar2000",
        files: "`foo_enhanced_playcount`",
        names: &["foo_enhanced_playcount"],
        holds: Holds::Other("is in a form of its own and names no tracks"),
        instead: "Have foobar2000 write the moments as text (`%played_times_js%`) beside artist and title, and import that as a table of \
                  artist, track and time.",
        marks: &[Mark::Name],
    },
    Unread {
        what: "a dump of a PostgreSQL server, as Funkwhale uses it",
        files: "`….sql`",
        names: &[],
        holds: Holds::Other("holds orders to a server, and can only be read by one"),
        instead: AS_TABLE,
        marks: &[Mark::Texts(&["-- PostgreSQL database dump"])],
    },
    Unread {
        what: "a dump of a MySQL or MariaDB server, as Ampache uses it",
        files: "`….sql`",
        names: &[],
        holds: Holds::Other("holds orders to a server, and can only be read by one"),
        instead: AS_TABLE,
        marks: &[Mark::Begins("-- MySQL dump"), Mark::Texts(&["-- MariaDB dump"])],
    },
    Unread {
        what: "a history of Last.fm in XML",
        files: "an XML file with `<recenttracks>`",
        names: &[],
        holds: Holds::Other("is not read in this form"),
        instead: "The tools that write it offer CSV and JSON as well: choose one of these, and import that.",
        marks: &[Mark::Texts(&["<recenttracks"]), Mark::Texts(&["<lfm"])],
    },
    Unread {
        what: "the library or the playlists of Spotify",
        files: "`YourLibrary.json`, `Playlist1.json`",
        names: &[],
        holds: Holds::Other("says what was saved, and not what was played"),
        instead: "The history is in `StreamingHistory_music_….json` beside it; all of it, with every second, is in the extended \
                  streaming history, which spotify.com/account/privacy hands out.",
        marks: &[
            Mark::Keys(&["tracks", "albums", "shows", "artists"]),
            Mark::Keys(&["playlists"]),
        ],
    },
    Unread {
        // The well-kept reader is several times as large as all of this crate's others, and needs C for the compression that many
        // programs write by default, which the page in the browser cannot have.
        what: "a Parquet file",
        files: "`….parquet`",
        names: &[".parquet"],
        holds: Holds::Other("is not read in this form"),
        instead: "Save it as CSV or JSON Lines, as pandas, polars and DuckDB do, and import that.",
        marks: &[Mark::Begins("PAR1")],
    },
    Unread {
        what: "an Arrow file",
        files: "`….arrow`, `….feather`",
        names: &[".arrow", ".feather"],
        holds: Holds::Other("is not read in this form"),
        instead: "Save it as CSV or JSON Lines, as pandas, polars and DuckDB do, and import that.",
        marks: &[Mark::Begins("ARROW1")],
    },
];

impl Unread {
    /// Every kind there is.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        TABLE.iter()
    }

    /// What a file of this name is that begins so, if it is known, and whether its name alone tells.
    pub(crate) fn recognised(head: Head<'_>, path: &str) -> Option<(&'static Self, bool)> {
        let by_content = TABLE.iter().find(|kind| kind.marks.iter().any(|mark| mark.is_in(head)));
        let is_told_by_name = |kind: &Self| kind.marks.iter().any(|mark| matches!(mark, Mark::Name));
        by_content.map(|kind| (kind, false)).or_else(|| {
            let kind = Self::called(path).filter(|kind| is_told_by_name(kind))?;
            Some((kind, true))
        })
    }

    /// What a file is called after, if anything.
    pub(crate) fn called(path: &str) -> Option<&'static Self> {
        let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
        TABLE
            .iter()
            .find(|kind| kind.names.iter().any(|part| name.contains(part)))
    }
}

impl Mark {
    /// Whether what a file begins with has this mark.
    fn is_in(&self, head: Head<'_>) -> bool {
        match self {
            Self::Table(table, columns) => head.has_table(table, columns),
            Self::Texts(texts) => texts.iter().all(|text| head.contains(text)),
            Self::Begins(text) => head.begins_with(text),
            Self::Keys(keys) => head.is_object_with(keys),
            Self::ArrayOf(keys) => head.is_array_of(keys),
            Self::Columns(columns) => head.has_columns(columns),
            Self::Name => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// What a file with a mark begins with, with other things before, between and behind what tells it.
    fn made(mark: &Mark, others: &[String], before: bool) -> Vec<u8> {
        let around = |own: &[&str], quote: &str, between: &str| {
            let mut all: Vec<String> = own.iter().map(|&name| name.to_owned()).collect();
            all.extend(others.iter().cloned());
            if before {
                all.reverse();
            }
            let all: Vec<String> = all.iter().map(|name| format!("{quote}{name}{quote}")).collect();
            all.join(between)
        };
        let text = match mark {
            Mark::Table(table, columns) => {
                let mut list = crate::head::DATABASE.to_vec();
                let own = format!("\n{table}\t{}", around(columns, "", "\t"));
                let other = format!("\nother\t{}", others.join("\t"));
                list.extend(if before { other.clone() + &own } else { own + &other }.into_bytes());
                return list;
            }
            Mark::Texts(texts) => texts
                .iter()
                .fold(if before { "<!-- x -->\n" } else { "" }.to_owned(), |text, part| {
                    text + part + &others.join(" ") + "\n"
                }),
            Mark::Begins(start) => format!("{start}{}", others.join(" ")),
            Mark::Keys(keys) => format!("{{{}: 1}}", around(keys, "\"", ": [], ")),
            Mark::ArrayOf(keys) => format!("[{{{}: 1}}]", around(keys, "\"", ": null, ")),
            Mark::Columns(columns) => around(columns, "\"", ",") + "\n1,2,3\n",
            Mark::Name => String::new(),
        };
        text.into_bytes()
    }

    proptest! {
        #[test]
        fn every_mark_tells_its_kind_whatever_else_there_is(
            others in prop::collection::vec("o_[a-z]{1,8}", 0..6),
            before in any::<bool>(),
        ) {
            for kind in TABLE {
                for mark in kind.marks {
                    let (file, path) = match (mark, kind.names) {
                        (Mark::Name, [name, ..]) => (Vec::new(), format!("folder/My {}", name.to_uppercase())),
                        _ => (made(mark, &others, before), "x".to_owned()),
                    };
                    let (found, by_name) = Unread::recognised(Head::new(&file), &path).expect(kind.what);
                    prop_assert_eq!(found.what, kind.what);
                    prop_assert_eq!(by_name, matches!(mark, Mark::Name));
                }
            }
        }
    }

    #[test]
    fn every_kind_is_told_by_something_and_says_something() {
        let different: BTreeSet<&str> = TABLE.iter().map(|kind| kind.what).collect();
        assert_eq!(different.len(), TABLE.len());
        for kind in TABLE {
            assert!(!kind.marks.is_empty(), "{}", kind.what);
            assert!(
                !kind.what.ends_with('.') && !kind.holds.words().ends_with('.'),
                "{}",
                kind.what
            );
            assert!(kind.instead.ends_with('.'), "{}", kind.what);
            for name in kind.names {
                assert_eq!(*name, name.to_lowercase());
            }
        }
        assert!(Unread::recognised(Head::new(b"a,b\n1,2\n"), "songs.csv").is_none());
    }
}
