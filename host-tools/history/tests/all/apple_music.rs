//! A person's exports from Apple of different years, whole and in parts, are one history.
#![cfg(feature = "library")]

use crate::common::fixture::Fixture;
use crate::common::spelled_out;
use playtally_history::{Export, Library};

fn file(name: &str, content: &[u8]) -> Export {
    Export::Bytes(name.to_owned(), content.into())
}

#[test]
fn an_activity_that_came_without_its_artists_learns_them() {
    let fixtures = Fixture::all();
    let fixture = fixtures
        .iter()
        .find(|fixture| fixture.name == "apple-music-new")
        .unwrap();
    let (name, activity) = &fixture.files[0];
    let alone = file(name, activity);
    let whole = file("export.zip", &fixture.as_zip());
    let mut clean = Library::in_memory().unwrap();
    clean.import([whole.clone()], &mut ()).unwrap();
    let expected = spelled_out(&clean.plays().unwrap());
    for order in [[&alone, &whole], [&whole, &alone]] {
        let mut library = Library::in_memory().unwrap();
        library.import([order[0].clone()], &mut ()).unwrap();
        let books = library.import([order[1].clone()], &mut ()).unwrap();
        assert_eq!(books.total().stored.total(), 0, "{books:?}");
        assert_eq!(spelled_out(&library.plays().unwrap()), expected);
    }
}

#[test]
fn an_old_and_a_new_activity_of_the_same_plays_count_nothing_twice() {
    let old = "Artist Name,Content Name,Container Name,End Reason Type,Event End Timestamp,Event Start Timestamp,Event Type,\
               Play Duration Milliseconds\n\
               Luna & Mar,Sol,A Playlist,NATURAL_END_OF_TRACK,2024-01-01T10:03:20Z,2024-01-01T10:00:00Z,PLAY_END,200000\n\
               Luna,Sol,Sol,NATURAL_END_OF_TRACK,2024-01-01T10:06:40Z,2024-01-01T10:03:20Z,PLAY_END,200000\n";
    let new = "Song Name,Album Name,End Reason Type,Event End Timestamp,Event Start Timestamp,Event Type,\
               Play Duration Milliseconds\n\
               Sol,Sol,NATURAL_END_OF_TRACK,2024-01-01T10:03:20Z,2024-01-01T10:00:00Z,PLAY_END,200000\n\
               Sol,Sol,NATURAL_END_OF_TRACK,2024-01-01T10:06:40Z,2024-01-01T10:03:20Z,PLAY_END,200000\n\
               Mar,Mar,NATURAL_END_OF_TRACK,2024-01-02T10:06:40Z,2024-01-02T10:03:20Z,PLAY_END,200000\n";
    let [old, new] = [old, new].map(|text| file("Apple Music Play Activity.csv", text.as_bytes()));
    let import = |order: [&Export; 2]| {
        let mut library = Library::in_memory().unwrap();
        let stored = order.map(|export| library.import([export.clone()], &mut ()).unwrap().total().stored.music);
        (stored, spelled_out(&library.plays().unwrap()))
    };
    let (stored, plays) = import([&old, &new]);
    assert_eq!(stored, [2, 1]);
    assert_eq!(plays[0].1, "Luna & Mar");
    assert_eq!(import([&new, &old]), ([3, 0], plays));
}
