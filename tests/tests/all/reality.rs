//! The generator against real exports, where private exports lie beside the checkout.

use std::collections::HashSet;
use std::fs::File;
use std::io::{Cursor, Read, Seek};

use playtally_tests::archive::Zip;
use playtally_tests::listener::{Listener, Person};
use playtally_tests::sample::private_exports;
use playtally_tests::spotify_extended::Extended;
use serde_json::Value;

/// What can be measured on an export.
#[derive(Debug)]
struct Measures(Vec<(&'static str, f64)>);

fn measure(export: impl Read + Seek) -> Measures {
    let mut archive = zip::ZipArchive::new(export).unwrap();
    let (mut rows, mut bytes, mut packed) = (Vec::new(), 0, 0);
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).unwrap();
        if !member.name().unwrap().ends_with(".json") {
            continue;
        }
        packed += member.compressed_size();
        let mut text = Vec::new();
        bytes += member.read_to_end(&mut text).unwrap();
        let Value::Array(array) = serde_json::from_slice(&text).unwrap() else {
            panic!("{:?} holds no array", member.name())
        };
        rows.extend(array);
    }
    let count = rows.len() as f64;
    let share = |test: &dyn Fn(&Value) -> bool| rows.iter().filter(|row| test(row)).count() as f64 / count;
    let distinct = |key: &dyn Fn(&Value) -> String| rows.iter().map(key).collect::<HashSet<_>>().len() as f64;
    let texts = |row: &Value, names: &[&str]| names.iter().map(|name| row[*name].to_string()).collect::<String>();
    let ms = |row: &Value| row["ms_played"].as_i64().unwrap();
    Measures(vec![
        ("bytes of JSON a row", bytes as f64 / count),
        ("bytes of zip a row", packed as f64 / count),
        ("share of rows with no length", share(&|row| ms(row) == 0)),
        ("share of rows under 30 s", share(&|row| ms(row) < 30_000)),
        (
            "share of skips",
            share(&|row| matches!(row["reason_end"].as_str(), Some("fwdbtn" | "backbtn" | "endplay"))),
        ),
        (
            "share of finished plays",
            share(&|row| row["reason_end"] == "trackdone"),
        ),
        ("share of offline plays", share(&|row| row["offline"] == true)),
        ("share of private plays", share(&|row| row["incognito_mode"] == true)),
        ("share of podcasts", share(&|row| row["episode_name"].is_string())),
        ("share of shuffled plays", share(&|row| row["shuffle"] == true)),
        (
            "share of duplicates",
            1.0 - distinct(&|row| texts(row, &["ts", "spotify_track_uri", "spotify_episode_uri", "ms_played"])) / count,
        ),
        (
            "share of rows with a second's stamp in common",
            1.0 - distinct(&|row| texts(row, &["ts"])) / count,
        ),
        (
            "rows an artist",
            count / distinct(&|row| texts(row, &["master_metadata_album_artist_name"])),
        ),
        (
            "rows a track",
            count
                / distinct(&|row| {
                    texts(
                        row,
                        &["master_metadata_track_name", "master_metadata_album_artist_name"],
                    )
                }),
        ),
    ])
}

/// Real listeners differ from each other by a factor of two in most of this; an invented one may be as far from them.
#[test]
fn an_invented_export_is_like_real_ones() {
    let real: Vec<Measures> = private_exports()
        .iter()
        .filter(|path| path.to_string_lossy().contains("extended"))
        .map(|path| measure(File::open(path).unwrap()))
        .collect();
    if real.is_empty() {
        println!("skipped: no private exports beside the checkout");
        return;
    }
    let mut zip = Zip::new(Vec::new(), 6);
    Extended::NEW
        .write(&Listener::new(Person::new(3, 36_000)), &mut zip)
        .unwrap();
    let invented = measure(Cursor::new(zip.finish().unwrap()));
    for (index, &(what, value)) in invented.0.iter().enumerate() {
        let of_real = || real.iter().map(|measures| measures.0[index].1);
        let (low, high) = (of_real().fold(f64::MAX, f64::min), of_real().fold(0.0, f64::max));
        println!("{what}: {value:.4}, real {low:.4} to {high:.4}");
        assert!(
            (low / 2.0..=high * 2.0).contains(&value),
            "{what}: {value:.4}, real ones {low:.4} to {high:.4}"
        );
    }
}
