//! Small exports, made up.

pub(crate) mod exports;
pub(crate) mod fixture;

use std::io::Write;

use playtally_history::{Play, Plays};
use serde_json::{Value, json};

/// A row of the extended history, as Spotify writes it today.
pub(crate) fn extended_row(ts: &str, artist: &str, title: &str, ms_played: u32) -> Value {
    json!({
        "ts": ts, "platform": "android", "ms_played": ms_played, "conn_country": "ZZ", "ip_addr": "192.0.2.1",
        "master_metadata_track_name": title, "master_metadata_album_artist_name": artist,
        "master_metadata_album_album_name": "An Album", "spotify_track_uri": format!("spotify:track:{artist}-{title}"),
        "episode_name": null, "episode_show_name": null, "spotify_episode_uri": null, "audiobook_title": null,
        "audiobook_uri": null, "audiobook_chapter_uri": null, "audiobook_chapter_title": null,
        "reason_start": "trackdone", "reason_end": "trackdone", "shuffle": true, "skipped": false, "offline": false,
        "offline_timestamp": null, "incognito_mode": false
    })
}

/// A row of the account data.
pub(crate) fn account_row(end_time: &str, artist: &str, title: &str, ms_played: u32) -> Value {
    json!({"endTime": end_time, "artistName": artist, "trackName": title, "msPlayed": ms_played})
}

/// Rows as a file.
pub(crate) fn json(rows: &[Value]) -> Vec<u8> {
    serde_json::to_vec_pretty(rows).unwrap()
}

/// Files as a zip.
pub(crate) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Everything there is to say about a history, to compare two of them.
pub(crate) fn spelled_out(plays: &Plays) -> Vec<(Play, String, String, String)> {
    let spell = |play: &Play| {
        let item = plays.item(play);
        (
            *play,
            plays.artist(item).unwrap_or_default().to_owned(),
            item.title.to_string(),
            item.album.to_string(),
        )
    };
    plays.rows().iter().map(spell).collect()
}

/// The plays as "moment artist | title | album".
pub(crate) fn lines(plays: &Plays) -> Vec<String> {
    let line = |play: &Play| {
        let item = plays.item(play);
        let (artist, title, album) = (plays.artist(item).unwrap_or_default(), &item.title, &item.album);
        format!("{} {artist} | {title} | {album}", moment(play.started_at))
    };
    plays.rows().iter().map(line).collect()
}

/// A moment as RFC 3339 writes it.
pub(crate) fn moment(seconds: i64) -> String {
    chrono::DateTime::from_timestamp(seconds, 0)
        .unwrap()
        .format("%Y-%m-%dT%H:%M:%SZ")
        .to_string()
}
