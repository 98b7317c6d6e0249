//! The memory that a history takes which is nothing but names.

use std::fmt::Write;

use chrono::DateTime;
use playtally_tests::program::{User, peak_memory, start};

/// The most that each more name may take of `stats`, in bytes.
const A_NAME: u64 = 300;
/// Plays of the shorter history. Tables of names double as they grow: at twice the names, they are as full.
const PLAYS: u64 = 31_250;
/// The artist, the track and the album of each play are heard once.
const NAMES_OF_A_PLAY: u64 = 3;

/// A listener who never hears anything twice.
fn restless(plays: u64) -> User {
    let mut rows = String::from("[");
    for play in 0..plays {
        let moment = DateTime::from_timestamp(1_262_304_000 + 200 * play as i64, 0).expect("a moment");
        let comma = if play == 0 { "" } else { "," };
        write!(
            rows,
            r#"{comma}{{"ts":"{}","ms_played":180000,"conn_country":"SE","master_metadata_track_name":"Song number {play}","master_metadata_album_artist_name":"Artist number {play}","master_metadata_album_album_name":"Album number {play}","spotify_track_uri":"spotify:track:{play:022}","reason_start":"trackdone","reason_end":"trackdone"}}"#,
            moment.format("%Y-%m-%dT%H:%M:%SZ")
        )
        .expect("a string grows");
    }
    rows.push(']');
    let user = User::new();
    let export = user.put("Streaming_History_Audio_2010_0.json", rows);
    user.run(["import".as_ref(), export.as_os_str()]).succeeded();
    user
}

/// What `stats` takes for a restless listener, in bytes.
fn taken(plays: u64) -> Option<u64> {
    let user = restless(plays);
    // Less than a pipe holds is told: nobody reads it.
    peak_memory(&mut start(&mut user.command(["stats"]))).map(|peak| peak * 1024)
}

#[test]
fn a_name_takes_300_bytes_at_most() {
    let (Some(half), Some(whole)) = (taken(PLAYS), taken(2 * PLAYS)) else {
        println!("skipped: this system does not say what a process takes");
        return;
    };
    let name = whole.saturating_sub(half) / (PLAYS * NAMES_OF_A_PLAY);
    assert!(name <= A_NAME, "each name takes {name} bytes");
    println!("each name takes {name} bytes");
}
