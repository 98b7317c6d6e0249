//! Files that somebody else holds are read as those of the file system are.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use chrono_tz::Tz;
use playtally_history::{Export, Here, Plays, Slices, gather_at, read};

#[derive(Debug)]
struct Held(Vec<u8>);

impl Slices for Held {
    fn length(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, place: u64, into: &mut [u8]) -> io::Result<usize> {
        let rest = &self.0[self.0.len().min(place as usize)..];
        let length = rest.len().min(into.len());
        into[..length].copy_from_slice(&rest[..length]);
        Ok(length)
    }
}

fn held(path: &Path) -> Arc<dyn Slices> {
    Arc::new(Held(fs::read(path).expect("a file")))
}

const HERE: Here = Here {
    now: 1_900_000_000,
    home: Tz::UTC,
};

fn starts(plays: &Plays) -> Vec<(i64, String)> {
    let said = |play| plays.item(play).title.to_string();
    plays.rows().iter().map(|play| (play.started_at, said(play))).collect()
}

fn sample() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/sample-export.zip")
}

#[test]
fn an_archive_gives_the_same_plays_and_books() {
    let name = "my_spotify_data.zip".to_owned();
    let (gathered, books) = gather_at(HERE, [Export::Slices(name, held(&sample()), 0)], &mut ()).expect("a history");
    let (plays, of_path) = read([sample()], &mut ()).expect("a history");
    assert_eq!(starts(&gathered.plays_of(Tz::UTC)), starts(&plays));
    assert_eq!(books.total(), of_path.total());
}

#[test]
fn a_folder_gives_the_same_plays_and_its_private_files_stay_closed() {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("MyData/deeper");
    fs::create_dir_all(&inside).expect("a folder");
    let row = |minute: u32, title: &str| {
        format!(
            r#"[{{"endTime":"2024-03-01 20:{minute:02}","artistName":"Luna","trackName":"{title}","msPlayed":180000}}]"#
        )
    };
    let mut files = BTreeMap::new();
    for (path, content) in [
        ("MyData/StreamingHistory_music_0.json", row(0, "Sol")),
        // The same row in another file of the folder is another play.
        ("MyData/StreamingHistory_music_1.json", row(0, "Sol")),
        ("MyData/Userdata.json", row(1, "private")),
        ("MyData/deeper/StreamingHistory_music_2.json", row(2, "Mar")),
    ] {
        fs::write(folder.path().join(path), &content).expect("a file");
        files.insert(path.to_owned(), content);
    }
    let held = files.into_iter().map(|(path, content)| {
        let slices: Arc<dyn Slices> = Arc::new(Held(content.into_bytes()));
        (path, slices)
    });
    let export = Export::Folder("export".to_owned(), held.collect());
    let (gathered, books) = gather_at(HERE, [export], &mut ()).expect("a history");
    let (plays, of_path) = read([folder.path()], &mut ()).expect("a history");
    assert_eq!(starts(&gathered.plays_of(Tz::UTC)), starts(&plays));
    assert_eq!(books.total(), of_path.total());
    assert_eq!(books.total().stored.music, 3);
    assert_eq!(books.files[0].file, "export/MyData/StreamingHistory_music_0.json");
}

#[test]
fn clocks_without_a_zone_are_read_at_whichever_home_is_asked_for() {
    let log = b"#AUDIOSCROBBLER/1.1\n#TZ/UNKNOWN\n#CLIENT/Rockbox\nLuna\t\tSol\t\t180\tL\t1709323200\t\n".to_vec();
    let export = Export::Slices(".scrobbler.log".to_owned(), Arc::new(Held(log)), 0);
    let (gathered, _) = gather_at(HERE, [export], &mut ()).expect("a history");
    let start = |home| gathered.plays_of(home).rows()[0].started_at;
    assert_eq!(start(Tz::UTC) - start(Tz::Asia__Tokyo), 9 * 3600);
}

#[test]
fn what_is_left_out_says_in_a_word_what_it_is() {
    let export = |name: &str, content: &[u8]| Export::Slices(name.to_owned(), Arc::new(Held(content.to_vec())), 0);
    let exports = [
        Export::Slices("my.zip".to_owned(), held(&sample()), 0),
        export("letter.txt", b"Dear Bo"),
        export("cut.zip", b"PK\x03\x04 and no more"),
        export("watch-history.html", b"<html>"),
    ];
    let (_, books) = gather_at(HERE, exports, &mut ()).expect("a history");
    let kinds: Vec<&str> = books.left_out.iter().map(|left_out| left_out.kind).collect();
    assert_eq!(kinds, ["not-known", "damaged", "web-page"]);
}

#[test]
fn the_same_file_twice_counts_once_unless_both_lie_side_by_side() {
    let content = br#"[{"endTime":"2024-03-01 20:00","artistName":"Luna","trackName":"Sol","msPlayed":180000}]"#;
    let plays = |numbers: [u32; 2]| {
        let exports = numbers.map(|number| {
            let name = format!("StreamingHistory_music_{number}.json");
            Export::Slices(name, Arc::new(Held(content.to_vec())), number)
        });
        let (gathered, _) = gather_at(HERE, exports, &mut ()).expect("a history");
        gathered.plays_of(Tz::UTC).rows().len()
    };
    assert_eq!((plays([0, 1]), plays([0, 0])), (1, 2));
}
