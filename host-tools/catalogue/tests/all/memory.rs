//! The memory that reading takes: the same whatever the size of a file, and a little for each of the owner's names.

use std::ops::ControlFlow;

use playtally_catalogue::{Gathering, Names, Options, learn};

use crate::common::{gzip, history, master, masters};

/// The most that reading may take beside names, in bytes.
const READING: u64 = 64 << 20;
/// The most that a name of the owner's may take, in bytes.
const NAME: u64 = 200;

#[test]
fn reading_takes_the_same_memory_whatever_the_size_of_the_file() {
    let plays = history([("Otters", "Slow River", "Delta Songs", 1)]);
    let peak = |records: u32| {
        let record = |id| {
            master(
                id,
                &[(id, "Somebody", "")],
                &["Rock"],
                &["Indie Rock"],
                "1987",
                "Delta Songs",
            )
        };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("masters.xml.gz");
        std::fs::write(&path, gzip(&masters((0..records).map(record)))).unwrap();
        let mut watch = |_| ControlFlow::Continue(());
        let measured = allocation_counter::measure(|| {
            let names = Names::of(&plays);
            let learnt = learn(
                &plays,
                &names,
                &[&path],
                &Options::default(),
                0,
                &mut |_, _| {},
                &mut watch,
            )
            .unwrap();
            assert_eq!(learnt[0].entries, u64::from(records));
        });
        measured.bytes_max
    };
    let (few, many) = (peak(1_000), peak(20_000));
    assert!(many < READING && many < few + (1 << 20), "{few} and {many} bytes");
    println!("{many} bytes for reading");
}

#[test]
fn a_name_takes_at_most_200_bytes_even_where_everything_agrees() {
    let count = 20_000_u32;
    let artists: Vec<String> = (0..count / 10)
        .map(|number| format!("Artist number {number}"))
        .collect();
    let titles: Vec<String> = (0..count).map(|number| format!("Title number {number}")).collect();
    let rows = || {
        artists
            .iter()
            .cycle()
            .zip(&titles)
            .map(|(artist, title)| (artist.as_str(), title.as_str()))
    };
    let plays = history(rows().map(|(artist, title)| (artist, title, "", 0)));
    let words: Vec<String> = (0..900).map(|number| format!("genre {number}")).collect();
    let measured = allocation_counter::measure(|| {
        let names = Names::of(&plays);
        let mut gathering = Gathering::new(&names, false);
        for (number, (artist, title)) in rows().enumerate() {
            gathering.add(&playtally_catalogue::evidence::Entry {
                artist,
                id: &number.to_string()[..1],
                track: title,
                genres: &[&words[number % 900], &words[number * 7 % 900]],
                year: Some(1980),
                ..Default::default()
            });
        }
        assert_eq!(gathering.entries(), u64::from(count));
        std::hint::black_box(&gathering);
    });
    let name = measured.bytes_max / u64::from(count + count / 10);
    println!("{name} bytes for a name");
    assert!(name <= NAME, "{name} bytes for a name");
}
