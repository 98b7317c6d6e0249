//! Made-up files of every source in every form that it comes in, a row at a time, to be damaged.

use std::fmt::Write;

use rusqlite::Connection;
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
    /// A line each, in which `{0}` is the first cell of a row, and `{person}` whose row it is.
    Written(&'static str),
    /// A sheet of a workbook, below this.
    Sheet(&'static str),
    /// A database with these tables, and the statements that put a row's cells into them: `:1` is the first of them, `:person`
    /// whose row it is, and `:number` that of the row.
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
            let date = clock(heard.at);
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
                "INSERT OR IGNORE INTO user VALUES ('u-' || :person, :person, 'secret')",
                "INSERT INTO media_file VALUES (:number, :1, 'An Album', :2, '', 180.5)",
                "INSERT INTO scrobbles(media_file_id, user_id, submission_time) \
                 VALUES (:number, 'u-' || :person, coalesce(:3, ''))",
            ],
        ),
        row: |heard| json!([heard.title(), ARTIST, heard.at]),
    },
    Form {
        name: "tautulli.db",
        source: "tautulli",
        layout: Layout::Database(
            "CREATE TABLE session_history(id INTEGER PRIMARY KEY, reference_id INTEGER, started INTEGER, stopped INTEGER,
                 user_id INTEGER, user TEXT, ip_address TEXT, paused_counter INTEGER, platform TEXT, media_type TEXT);
             CREATE TABLE session_history_metadata(id INTEGER PRIMARY KEY, title TEXT, parent_title TEXT,
                 grandparent_title TEXT, original_title TEXT);",
            &[
                "INSERT INTO session_history VALUES (:number + 1, :number + 1, :3, :4, :person, :person, '', 0, 'Linux', 'track')",
                "INSERT INTO session_history_metadata VALUES (:number + 1, :1, 'An Album', :2, '')",
            ],
        ),
        row: |heard| json!([heard.title(), ARTIST, heard.at, heard.at + 60]),
    },
    Form {
        name: "com.plexapp.plugins.library.db",
        source: "plex",
        layout: Layout::Database(
            "CREATE TABLE accounts(id INTEGER PRIMARY KEY, name VARCHAR(255), hashed_password VARCHAR(255));
             CREATE TABLE metadata_items(id INTEGER PRIMARY KEY, guid VARCHAR(255), metadata_type INTEGER,
                 original_title VARCHAR(255), duration INTEGER);
             CREATE TABLE metadata_item_views(id INTEGER PRIMARY KEY, account_id INTEGER, guid VARCHAR(255), metadata_type INTEGER,
                 grandparent_title VARCHAR(255), parent_title VARCHAR(255), title VARCHAR(255), viewed_at DATETIME);",
            &[
                "INSERT OR IGNORE INTO accounts VALUES (length(:person), :person, 'secret')",
                "INSERT INTO metadata_items VALUES (:number + 1, 'plex://' || :number, 10, :2, 50000)",
                "INSERT INTO metadata_item_views VALUES (:number + 1, length(:person), 'plex://' || :number, 10, 'Various', \
                 'An Album', :1, :3)",
            ],
        ),
        row: |heard| json!([heard.title(), ARTIST, heard.at]),
    },
    Form {
        name: "absdatabase.sqlite",
        source: "audiobookshelf",
        layout: Layout::Database(
            "CREATE TABLE users(id UUID PRIMARY KEY, username VARCHAR(255), pash VARCHAR(255));
             CREATE TABLE playbackSessions(id UUID PRIMARY KEY, userId UUID, mediaItemType VARCHAR(255), displayTitle VARCHAR(255),
                 displayAuthor VARCHAR(255), timeListening INTEGER, mediaMetadata JSON, createdAt DATETIME);",
            &[
                "INSERT OR IGNORE INTO users VALUES (:person, 'secret', 'secret')",
                "INSERT INTO playbackSessions VALUES (:number, :person, 'book', :1, :2, 60, '{}', :3)",
            ],
        ),
        row: |heard| json!([heard.title(), ARTIST, clock(heard.at) + ".000 +00:00"]),
    },
    Form {
        name: "multi-scrobbler.db",
        source: "multi-scrobbler",
        layout: Layout::Database(
            "CREATE TABLE components(id INTEGER PRIMARY KEY, mode TEXT, name TEXT);
             INSERT INTO components VALUES (1, 'source', 'secret'), (2, 'client', 'secret');
             CREATE TABLE plays(id INTEGER PRIMARY KEY, componentId INTEGER, playedAt INTEGER, play TEXT, state TEXT);",
            &[
                "INSERT INTO plays VALUES (:number + 1, 1, :3, \
                 json_object('data', json_object('track', :1, 'artists', json_array(:2), 'listenedFor', 60)), 'scrobbled')",
            ],
        ),
        row: |heard| json!([heard.title(), ARTIST, heard.at * 1000]),
    },
    Form {
        name: "malojadb.sqlite",
        source: "maloja",
        layout: Layout::Database(
            "CREATE TABLE scrobbles(timestamp INTEGER, duration INTEGER, track_id INTEGER, origin VARCHAR);
             CREATE TABLE tracks(id INTEGER PRIMARY KEY, title VARCHAR, length INTEGER, album_id INTEGER);
             CREATE TABLE artists(id INTEGER PRIMARY KEY, name VARCHAR);
             CREATE TABLE albums(id INTEGER PRIMARY KEY, albtitle VARCHAR);
             CREATE TABLE trackartists(id INTEGER PRIMARY KEY, artist_id INTEGER, track_id INTEGER);",
            &[
                "INSERT INTO tracks VALUES (:number, :1, 60, NULL)",
                "INSERT INTO artists VALUES (:number, :2)",
                "INSERT INTO trackartists(artist_id, track_id) VALUES (:number, :number)",
                "INSERT INTO scrobbles VALUES (:3, NULL, :number, 'secret')",
            ],
        ),
        row: |heard| json!([heard.title(), ARTIST, heard.at]),
    },
    Form {
        name: "playback_reporting.db",
        source: "playback-reporting",
        layout: Layout::Database(
            "CREATE TABLE PlaybackActivity(DateCreated DATETIME NOT NULL, UserId TEXT, ItemId TEXT, ItemType TEXT, ItemName TEXT,
                 PlaybackMethod TEXT, ClientName TEXT, DeviceName TEXT, PlayDuration INT);",
            &[
                "INSERT INTO PlaybackActivity \
                 VALUES (coalesce(:2, ''), :person, 'secret', 'Audio', :1, 'DirectPlay', 'secret', 'secret', :3)",
            ],
        ),
        row: reported,
    },
    Form {
        name: "PlaybackReportingBackup-20240101-100000.tsv",
        source: "playback-reporting",
        layout: Layout::Written("{1}\t{person}\tsecret\tAudio\t{0}\tDirectPlay\tsecret\tsecret\t{2}"),
        row: reported,
    },
    Form {
        name: "song.db",
        source: "metrolist",
        layout: Layout::Database(
            "CREATE TABLE song(id TEXT PRIMARY KEY, title TEXT, albumName TEXT);
             CREATE TABLE artist(id TEXT PRIMARY KEY, name TEXT);
             CREATE TABLE song_artist_map(songId TEXT, artistId TEXT, position INTEGER);
             CREATE TABLE event(id INTEGER PRIMARY KEY, songId TEXT, timestamp INTEGER, playTime INTEGER);",
            &[
                "INSERT INTO song VALUES (:number, :1, 'An Album')",
                "INSERT INTO artist VALUES (:number, :2)",
                "INSERT INTO song_artist_map VALUES (:number, :number, 0)",
                "INSERT INTO event(songId, timestamp, playTime) VALUES (:number, :3, :4)",
            ],
        ),
        row: |heard| json!([heard.title(), ARTIST, if heard.at == 0 { 0 } else { (heard.at + 50) * 1000 }, 50_000]),
    },
    Form {
        name: "lms.db",
        source: "lms",
        layout: Layout::Database(
            "CREATE TABLE user(id INTEGER PRIMARY KEY, login_name TEXT, password_hash TEXT);
             CREATE TABLE track(id INTEGER PRIMARY KEY, name TEXT, duration INTEGER, artist_display_name TEXT, release_id BIGINT);
             CREATE TABLE listen(id INTEGER PRIMARY KEY, date_time TEXT, backend INTEGER, track_id BIGINT, user_id BIGINT);",
            &[
                "INSERT OR IGNORE INTO user VALUES (length(:person), :person, 'secret')",
                "INSERT INTO track VALUES (:number, :1, 60000, :2, NULL)",
                "INSERT INTO listen(date_time, backend, track_id, user_id) VALUES (:3, 0, :number, length(:person))",
            ],
        ),
        row: |heard| json!([heard.title(), ARTIST, clock(heard.at).replace(' ', "T") + ".000"]),
    },
    Form {
        name: "playback.log",
        source: "rockbox-playback",
        layout: Layout::Written("{2}:{3}:200000:/Music/{1}/An Album/{0}.mp3"),
        row: |heard| json!([heard.title(), ARTIST, if heard.at == 0 { 0 } else { heard.at + 50 }, 50_000]),
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
        name: "lastfmstats.csv",
        source: "lastfm",
        layout: Layout::Commas("Artist,Album,AlbumId,Track,Date#someone"),
        row: |heard| json!([ARTIST, "An Album", "", heard.title(), heard.at * 1000]),
    },
    Form {
        name: "pano_scrobbles.csv",
        source: "pano-scrobbler",
        layout: Layout::Commas(
            "timeHuman,timeMs,artist,track,album,albumArtist,durationMs,mediaPlayerPackage,mediaPlayerName,\
             mediaPlayerVersion,event",
        ),
        row: |heard| json!(["x", heard.at * 1000, ARTIST, heard.title(), "", "", 60_000, "x"]),
    },
    Form {
        name: "koito_export.json",
        source: "koito",
        layout: Layout::Json(
            "{\"version\": \"1\", \"exported_at\": \"2025-06-18T12:56:53Z\", \"listens\": [\n",
            "\n]}",
        ),
        row: |heard| {
            let named = |name: String| json!({"aliases": [{"alias": name, "source": "x", "is_primary": true}]});
            json!({"listened_at": moment(heard.at), "track": named(heard.title()), "album": named("An Album".to_owned()),
                "artists": [named(ARTIST.to_owned())]})
        },
    },
    Form {
        name: "librefm.csv",
        source: "librefm",
        layout: Layout::Commas("# Data export from Libre.fm\nArtist,Track,Album,Time"),
        row: |heard| json!([ARTIST, heard.title(), "An Album", heard.at]),
    },
    Form {
        name: "streaming.csv",
        source: "tidal",
        layout: Layout::Commas("artist_name,track_title,entry_date,stream_duration_ms,product_type,time_zone"),
        row: |heard| json!([ARTIST, heard.title(), moment(heard.at), "60000.0", "TRACK", "null"]),
    },
    Form {
        name: "plays.csv",
        source: "table",
        layout: Layout::Commas("Artist,Title,Album,Played at,Duration,Country"),
        row: |heard| json!([ARTIST, heard.title(), "An Album", moment(heard.at), "1:00", "SE"]),
    },
    Form {
        name: "plays.tsv",
        source: "table",
        layout: Layout::Tabs("Künstler\tTitel\tZeitstempel"),
        row: |heard| json!([ARTIST, heard.title(), heard.at]),
    },
    Form {
        name: "plays.json",
        source: "table",
        layout: Layout::Json("[\n", "\n]"),
        row: |heard| json!({"artist": ARTIST, "title": heard.title(), "timestamp": heard.at, "duration_ms": 60_000}),
    },
    Form {
        name: "plays.jsonl",
        source: "table",
        layout: Layout::Lines,
        row: |heard| json!({"アーティスト": ARTIST, "曲名": heard.title(), "再生日時": moment(heard.at)}),
    },
    Form {
        name: "plays.db",
        source: "table",
        layout: Layout::Database(
            "CREATE TABLE plays(artist, title, played_at, ms_played);",
            &["INSERT INTO plays VALUES (?1, ?2, ?3, ?4)"],
        ),
        row: |heard| json!([ARTIST, heard.title(), heard.at * 1000, 60_000]),
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

/// What a clock in UTC shows.
fn clock(at: i64) -> String {
    moment(at).replace('T', " ").replace('Z', "")
}

/// A play as Playback Reporting has it, 20 seconds after its start.
fn reported(heard: Heard) -> Value {
    json!([
        format!("{ARTIST} - {} (An Album)", heard.title()),
        clock(heard.at + 20) + ".1234567",
        60
    ])
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

    /// Whether its file is a database.
    pub(crate) fn is_database(&self) -> bool {
        matches!(self.layout, Layout::Database(..))
    }

    /// Whether its rows are somebody's.
    pub(crate) fn has_people(&self) -> bool {
        match self.layout {
            Layout::Written(line) => line.contains("{person}"),
            Layout::Database(_, statements) => statements.iter().any(|statement| statement.contains(":person")),
            _ => false,
        }
    }

    /// Whether there is anything in it that says whose a play is.
    pub(crate) fn names_people(&self) -> bool {
        match self.layout {
            Layout::Database(tables, _) => ["user", "account"]
                .iter()
                .any(|word| tables.to_lowercase().contains(word)),
            _ => self.has_people(),
        }
    }

    /// Makes the tables of a database.
    pub(crate) fn set_up(&self, connection: &Connection) -> rusqlite::Result<()> {
        match self.layout {
            Layout::Database(tables, _) => connection.execute_batch(tables),
            _ => Ok(()),
        }
    }

    /// Puts a row into a database: that of a person, and of a number that no other has.
    pub(crate) fn insert(
        &self,
        connection: &Connection,
        row: &Value,
        person: &str,
        number: usize,
    ) -> rusqlite::Result<()> {
        let Layout::Database(_, statements) = self.layout else {
            return Ok(());
        };
        for statement in statements {
            let mut statement = connection.prepare_cached(statement)?;
            for parameter in 1..=statement.parameter_count() {
                match statement.parameter_name(parameter).unwrap_or_default() {
                    ":person" => statement.raw_bind_parameter(parameter, person)?,
                    ":number" => statement.raw_bind_parameter(parameter, number as i64)?,
                    cell => {
                        let cell: usize = cell[1..].parse().unwrap();
                        statement.raw_bind_parameter(parameter, cells_of(row).get(cell - 1).map(stored))?;
                    }
                }
            }
            statement.raw_execute()?;
        }
        Ok(())
    }

    /// Rows as a file, all of one person.
    pub(crate) fn file(&self, rows: &[Value]) -> Vec<u8> {
        self.file_of(&rows.iter().map(|row| ("ann", row.clone())).collect::<Vec<_>>())
    }

    /// Rows as a file, each of a person.
    pub(crate) fn file_of(&self, owned: &[(&str, Value)]) -> Vec<u8> {
        let rows: Vec<Value> = owned.iter().map(|(_, row)| row.clone()).collect();
        let rows = &rows[..];
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
            Layout::Written(line) => owned.iter().fold(String::new(), |mut text, (person, row)| {
                let mut line = line.replace("{person}", person);
                for cell in 0..6 {
                    let written = cells_of(row).get(cell).map_or_else(String::new, plain);
                    line = line.replace(&format!("{{{cell}}}"), &written);
                }
                let _ = writeln!(text, "{line}");
                text
            }),
            Layout::Database(..) => {
                return database(|connection| {
                    self.set_up(connection)?;
                    for (number, (person, row)) in owned.iter().enumerate() {
                        self.insert(connection, row, person, number)?;
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
    let line = row.iter().map(plain).collect::<Vec<_>>().join("\t");
    // A line of nothing is no row.
    if line.trim().is_empty() { "_".into() } else { line }
}

/// A cell without what parts it from others, or begins a comment or a sheet.
fn plain(cell: &Value) -> String {
    let plain = |sign: char| {
        if sign.is_control() || "#[]".contains(sign) {
            '_'
        } else {
            sign
        }
    };
    cell_of(cell).chars().map(plain).collect()
}

/// The cells of a row; what is no row is one cell.
fn cells_of(row: &Value) -> &[Value] {
    match row {
        Value::Array(cells) => cells,
        one => std::slice::from_ref(one),
    }
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
pub(crate) fn gather(value: &Value, at: &str, places: &mut Vec<String>) {
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
