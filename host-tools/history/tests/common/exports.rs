//! Made-up files of every source in every form that it comes in, a row at a time, to be damaged.

use std::fmt::Write;

use serde_json::{Value, json};

use super::fixture::{database, workbook};
use super::{account_row, extended_row, moment};

/// A form of a file.
#[derive(Debug)]
pub(crate) struct Form {
    /// What such a file is called.
    pub(crate) name: &'static str,
    /// The source, by its id.
    pub(crate) source: &'static str,
    layout: Layout,
    row: fn(Heard) -> Value,
}

/// What rows stand in. Those of tables are arrays of their cells.
#[derive(Clone, Copy, Debug)]
enum Layout {
    /// JSON, with this before and after the rows.
    Json(&'static str, &'static str),
    /// JSON, a line each.
    Lines,
    /// Commas, below this.
    Commas(&'static str),
    /// Tabs, below this.
    Tabs(&'static str),
    /// A sheet of a workbook, below this.
    Sheet(&'static str),
    /// A database with these tables, and the statements that put a row's cells into them.
    Database(&'static str, &'static [&'static str]),
}

/// Something that was heard; there are nine, so that many rows are equal.
#[derive(Clone, Copy, Debug)]
struct Heard {
    title: u32,
    at: i64,
}

impl Heard {
    fn title(self) -> String {
        format!(
            "{} \"{}\", so",
            ["Sol", "Mar", "海の歌"][self.title as usize],
            self.title
        )
    }
}

const ARTIST: &str = "Luna & Co.";

/// Every form there is.
pub(crate) const FORMS: &[Form] = &[
    Form {
        name: "endsong_0.json",
        source: "spotify-extended",
        layout: Layout::Json("[\n", "\n]"),
        row: |heard| extended_row(&moment(heard.at), ARTIST, &heard.title(), 60_000),
    },
    Form {
        name: "StreamingHistory_music_0.json",
        source: "spotify-account",
        layout: Layout::Json("[\n", "\n]"),
        row: |heard| account_row(&minute(heard), ARTIST, &heard.title(), 60_000),
    },
    Form {
        name: "StreamingHistory_podcast_0.json",
        source: "spotify-account",
        layout: Layout::Json("[\n", "\n]"),
        row: |heard| json!({"endTime": minute(heard), "podcastName": ARTIST, "episodeName": heard.title(), "msPlayed": 1}),
    },
    Form {
        name: "StreamingHistory_audiobook_0.json",
        source: "spotify-account",
        layout: Layout::Json("[\n", "\n]"),
        row: |heard| {
            json!({"endTime": minute(heard), "audiobookName": "A Book", "chapterName": heard.title(), "authorName": ARTIST,
                "msPlayed": 1})
        },
    },
    Form {
        name: "1.jsonl",
        source: "listenbrainz",
        layout: Layout::Lines,
        row: listen,
    },
    Form {
        name: "listens_array.json",
        source: "listenbrainz",
        layout: Layout::Json("[\n", "\n]"),
        row: listen,
    },
    Form {
        name: "listens.json",
        source: "listenbrainz",
        layout: Layout::Json("{\"listen_type\": \"import\", \"payload\": [\n", "\n]}"),
        row: listen,
    },
    Form {
        name: "scrobbles.csv",
        source: "lastfm",
        layout: Layout::Commas("uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid"),
        row: |heard| json!([heard.at.to_string(), "", ARTIST, "", "An Album", "", heard.title(), ""]),
    },
    Form {
        name: "lastfm.csv",
        source: "lastfm",
        // Known by its first row.
        layout: Layout::Commas("A,B,C,\"12 Jun 2021 14:05\""),
        row: |heard| {
            let at = chrono::DateTime::from_timestamp(heard.at, 0).unwrap();
            json!([
                ARTIST,
                "An Album",
                heard.title(),
                at.format("%d %b %Y %H:%M").to_string()
            ])
        },
    },
    Form {
        name: "recenttracks_pages.json",
        source: "lastfm",
        layout: Layout::Json("[{\"track\": [\n", "\n], \"@attr\": {\"page\": \"1\"}}]"),
        row: track,
    },
    Form {
        name: "recenttracks_tracks.json",
        source: "lastfm",
        layout: Layout::Json("[\n", "\n]"),
        row: track,
    },
    Form {
        name: "recenttracks.json",
        source: "lastfm",
        layout: Layout::Json(
            "{\"recenttracks\": {\"track\": [\n",
            "\n], \"@attr\": {\"page\": \"1\"}}}",
        ),
        row: track,
    },
    Form {
        name: "lastfmstats.json",
        source: "lastfm",
        layout: Layout::Json("{\"username\": \"someone\", \"scrobbles\": [\n", "\n]}"),
        row: |heard| json!({"track": heard.title(), "artist": ARTIST, "album": "An Album", "albumId": "", "date": heard.at * 1000}),
    },
    Form {
        name: "Apple Music Play Activity.csv",
        source: "apple-music",
        layout: Layout::Commas(
            "Artist Name,Content Name,Container Name,End Reason Type,Event End Timestamp,Event Start Timestamp,Event Type,\
             IP Country Code,Media Duration In Milliseconds,Play Duration Milliseconds,UTC Offset In Seconds",
        ),
        row: |heard| {
            let (start, end) = (moment(heard.at), moment(heard.at + 10));
            json!([
                ARTIST,
                heard.title(),
                "An Album",
                "NATURAL_END_OF_TRACK",
                end,
                start,
                "PLAY_END",
                "SE",
                "200000",
                "10000",
                "7200"
            ])
        },
    },
    Form {
        name: "watch-history.json",
        source: "youtube-music",
        layout: Layout::Json("[\n", "\n]"),
        row: |heard| {
            let url = format!("https://music.youtube.com/watch?v={}", heard.title);
            json!({"header": "YouTube Music", "title": format!("Watched {}", heard.title()), "titleUrl": url,
                "subtitles": [{"name": "Luna - Topic", "url": "x"}], "time": moment(heard.at), "products": ["YouTube"]})
        },
    },
    Form {
        name: "deezer-data_1.xlsx",
        source: "deezer",
        layout: Layout::Sheet(
            "Song Title\tArtist\tISRC\tAlbum Title\tIP Address\tListening Time\tPlatform Name\tPlatform Model\tDate",
        ),
        row: |heard| {
            let date = moment(heard.at).replace('T', " ").replace('Z', "");
            json!([
                heard.title(),
                ARTIST,
                "SE0000000001",
                "An Album",
                "192.0.2.1",
                "60",
                "ios",
                "x",
                date
            ])
        },
    },
    Form {
        name: "navidrome.db",
        source: "navidrome",
        layout: Layout::Database(
            "CREATE TABLE user(id varchar(255) primary key, user_name varchar(255), password varchar(255));
             CREATE TABLE media_file(id varchar(255) primary key, title varchar(255), album varchar(255), artist varchar(255),
                 album_artist varchar(255), duration real);
             CREATE TABLE scrobbles(id integer primary key, media_file_id varchar(255) not null,
                 user_id varchar(255) not null, submission_time integer not null);",
            &[
                "INSERT OR IGNORE INTO media_file VALUES (coalesce(?1, ''), ?1, 'An Album', ?2, '', 180.5)",
                "INSERT INTO scrobbles(media_file_id, user_id, submission_time) \
                 VALUES (coalesce(?1, ''), 'u1', coalesce(?3, ''))",
            ],
        ),
        row: |heard| json!([heard.title(), ARTIST, heard.at]),
    },
    Form {
        name: ".scrobbler.log",
        source: "audioscrobbler",
        layout: Layout::Tabs("#AUDIOSCROBBLER/1.1\n#TZ/UTC\n#CLIENT/Rockbox"),
        row: |heard| {
            json!([
                ARTIST,
                "An Album",
                heard.title(),
                "1",
                "60",
                "L",
                heard.at.to_string(),
                ""
            ])
        },
    },
    Form {
        name: "maloja_export.json",
        source: "maloja",
        layout: Layout::Json("{\"maloja\": {\"export_time\": 1}, \"scrobbles\": [\n", "\n]}"),
        row: |heard| {
            let album = json!({"artists": [ARTIST], "albumtitle": "An Album"});
            let track = json!({"artists": [ARTIST, "Mar"], "title": heard.title(), "album": album, "length": 60});
            json!({"time": heard.at, "track": track, "duration": null, "origin": "x"})
        },
    },
    Form {
        name: "pano_scrobbles.jsonl",
        source: "pano-scrobbler",
        layout: Layout::Lines,
        row: |heard| {
            json!({"timeMs": heard.at * 1000, "track": heard.title(), "artist": ARTIST, "album": null, "albumArtist": null,
                "durationMs": 60_000})
        },
    },
    Form {
        name: "history.csv",
        source: "playtally",
        layout: Layout::Commas(
            "started_at,ms_played,kind,title,artist,album,uri,country,source,stamped_at,certainty,nth",
        ),
        row: |heard| {
            let at = moment(heard.at);
            json!([
                at,
                "60000",
                "music",
                heard.title(),
                ARTIST,
                "",
                "",
                "SE",
                "maloja",
                at,
                "stated",
                ""
            ])
        },
    },
    Form {
        name: "history_listens.jsonl",
        source: "playtally",
        layout: Layout::Lines,
        row: |heard| {
            let at = moment(heard.at);
            json!({"started_at": at, "ms_played": 60_000, "kind": "music", "title": heard.title(), "artist": ARTIST,
                "source": "spotify-account", "stamped_at": at, "certainty": "minute", "nth": 0})
        },
    },
];

fn minute(heard: Heard) -> String {
    moment(heard.at)[..16].replace('T', " ")
}

fn listen(heard: Heard) -> Value {
    let info = json!({"duration_ms": 60_000, "submission_client": "x"});
    let track =
        json!({"track_name": heard.title(), "artist_name": ARTIST, "mbid_mapping": null, "additional_info": info});
    json!({"listened_at": heard.at, "track_metadata": track, "user_name": "someone"})
}

fn track(heard: Heard) -> Value {
    let date = json!({"uts": heard.at.to_string(), "#text": "x"});
    let artist = json!({"mbid": "", "#text": ARTIST});
    json!({"artist": artist, "streamable": "0", "album": {"#text": "An Album"}, "name": heard.title(), "date": date})
}

impl Form {
    /// A sound row, of a number from nought to eight.
    pub(crate) fn row(&self, number: u32) -> Value {
        (self.row)(Heard {
            title: number % 3,
            at: 1_714_557_600 + i64::from(number / 3) * 20,
        })
    }

    /// A sound row of something that was heard at this moment, in seconds since the epoch.
    pub(crate) fn row_at(&self, at: i64) -> Value {
        (self.row)(Heard { title: 0, at })
    }

    /// Whether its moments know no seconds.
    pub(crate) fn is_coarse(&self) -> bool {
        self.source == "spotify-account" || self.name == "lastfm.csv"
    }

    /// How many rows a file of so many has: one more where the first row is what tells the form.
    pub(crate) fn rows(&self, made: usize) -> usize {
        made + usize::from(self.name == "lastfm.csv")
    }

    /// Whether a damaged row can be taken for something that is no play, and is not read then.
    pub(crate) fn has_other_rows(&self) -> bool {
        matches!(self.source, "apple-music" | "youtube-music")
    }

    /// Whether its file is text.
    pub(crate) fn is_text(&self) -> bool {
        !matches!(self.layout, Layout::Sheet(_) | Layout::Database(..))
    }

    /// Rows as a file.
    pub(crate) fn file(&self, rows: &[Value]) -> Vec<u8> {
        let lines = |cells: &dyn Fn(&[Value]) -> String| {
            let line = |row: &Value| match row {
                Value::Array(row) if !row.is_empty() => cells(row),
                one => cells(std::slice::from_ref(one)),
            };
            rows.iter().map(line).collect::<Vec<_>>().join("\n")
        };
        let text = match self.layout {
            Layout::Json(before, after) => {
                let rows: Vec<String> = rows.iter().map(Value::to_string).collect();
                format!("{before}{}{after}", rows.join(",\n"))
            }
            Layout::Lines => rows.iter().fold(String::new(), |mut text, row| {
                let _ = writeln!(text, "{row}");
                text
            }),
            Layout::Commas(header) => {
                let quoted = |cell: &Value| format!("\"{}\"", cell_of(cell).replace('"', "\"\""));
                let row = |row: &[Value]| row.iter().map(quoted).collect::<Vec<_>>().join(",");
                format!("{header}\n{}\n", lines(&row))
            }
            Layout::Tabs(header) => format!("{header}\n{}\n", lines(&with_tabs)),
            Layout::Sheet(header) => {
                return workbook(&format!("[10_listeningHistory]\n{header}\n{}\n", lines(&with_tabs)));
            }
            Layout::Database(tables, statements) => {
                return database(|connection| {
                    connection.execute_batch(tables)?;
                    for row in rows {
                        let cells = match row {
                            Value::Array(cells) => &cells[..],
                            one => std::slice::from_ref(one),
                        };
                        for statement in statements {
                            let mut statement = connection.prepare(statement)?;
                            for number in 0..statement.parameter_count() {
                                statement.raw_bind_parameter(number + 1, cells.get(number).map(stored))?;
                            }
                            statement.raw_execute()?;
                        }
                    }
                    Ok(())
                });
            }
        };
        text.into_bytes()
    }
}

/// A value as a database has it.
fn stored(value: &Value) -> rusqlite::types::Value {
    match value {
        Value::Null => rusqlite::types::Value::Null,
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => whole.into(),
            (None, real) => real.unwrap_or_default().into(),
        },
        other => cell_of(other).into(),
    }
}

/// A value as a table has it.
fn cell_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Cells with tabs between, and in them nothing that means something else there.
fn with_tabs(row: &[Value]) -> String {
    let plain = |cell: &Value| {
        let plain = |sign: char| {
            if sign.is_control() || "#[]".contains(sign) {
                '_'
            } else {
                sign
            }
        };
        cell_of(cell).chars().map(plain).collect::<String>()
    };
    let line = row.iter().map(plain).collect::<Vec<_>>().join("\t");
    // A line of nothing is no row.
    if line.trim().is_empty() { "_".into() } else { line }
}

/// What can be done to a row.
#[derive(Clone, Debug)]
pub(crate) enum Harm {
    /// Something else stands there.
    Replaced(Value),
    Removed,
    /// It is the only element of an array, or the only field of an object.
    Nested(bool),
}

/// Does this to one of the values in a row, of all that are in it at any depth, or to the row itself.
pub(crate) fn harm(row: &mut Value, which: usize, harm: Harm) {
    let mut places = vec![String::new()];
    gather(row, "", &mut places);
    let place = &places[which % places.len()];
    let target = row.pointer_mut(place).unwrap();
    match harm {
        Harm::Replaced(value) => *target = value,
        Harm::Nested(true) => *target = json!([target.take()]),
        Harm::Nested(false) => *target = json!({"a": target.take()}),
        Harm::Removed => {
            let (parent, name) = place.rsplit_once('/').unwrap_or_default();
            match row.pointer_mut(parent).unwrap() {
                Value::Object(fields) => drop(fields.remove(&name.replace("~1", "/").replace("~0", "~"))),
                Value::Array(elements) if !name.is_empty() => drop(elements.remove(name.parse().unwrap())),
                row => *row = json!({}),
            }
        }
    }
}

/// The places of all values in a value (RFC 6901).
fn gather(value: &Value, at: &str, places: &mut Vec<String>) {
    let mut add = |name: &str, value: &Value| {
        let place = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        places.push(place.clone());
        gather(value, &place, places);
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| add(name, value)),
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .for_each(|(at, value)| add(&at.to_string(), value)),
        _ => {}
    }
}
