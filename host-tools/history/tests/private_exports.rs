//! Long real exports, where a checkout has some beside it.
#![cfg(feature = "library")]

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::PathBuf;

use playtally_history::{Books, Library, Play, Plays, Progress, Step, read};

/// The private exports beside the checkout. Says so when there are none.
fn exports() -> Option<[PathBuf; 3]> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let names = [
        "extended-2013-2024.zip",
        "extended-2014-2025.zip",
        "account-2024-2025.zip",
    ];
    let paths = names.map(|name| folder.join(name));
    if paths.iter().all(|path| path.exists()) {
        return Some(paths);
    }
    println!("skipped: no private exports beside the checkout");
    None
}

/// Everything there is to say about a history, to compare two of them.
fn spelled_out(plays: &Plays) -> Vec<(Play, String, String, String)> {
    let spell = |play: &Play| {
        let item = plays.item(play);
        (
            *play,
            plays.artist(item).to_owned(),
            item.title.to_string(),
            item.album.to_string(),
        )
    };
    plays.rows().iter().map(spell).collect()
}

fn imported(paths: &[&PathBuf], together: bool) -> (Library, Vec<Books>) {
    let mut library = Library::in_memory().unwrap();
    let books = if together {
        vec![library.import(paths, &mut ()).unwrap()]
    } else {
        paths
            .iter()
            .map(|path| library.import([path], &mut ()).unwrap())
            .collect()
    };
    (library, books)
}

#[test]
fn the_books_of_every_export_close() {
    let Some([older, newer, account]) = exports() else {
        return;
    };
    for (path, read, music, podcast, audiobook, duplicate, nameless) in [
        (&older, 41_418, 41_101, 83, 0, 96, 138),
        (&newer, 36_357, 35_324, 857, 9, 167, 0),
    ] {
        let (_, books) = imported(&[path], true);
        let total = books[0].total();
        println!("{}: {total:?}", path.display());
        assert_eq!(
            (total.read, total.duplicate, total.nameless, total.unreadable.len()),
            (read, duplicate, nameless, 0)
        );
        assert_eq!(
            (total.stored.music, total.stored.podcast, total.stored.audiobook),
            (music, podcast, audiobook)
        );
        assert!(books[0].files.iter().all(|file| file.are_closed()));
    }
    let (_, books) = imported(&[&account], true);
    println!("{:?}", books[0].total());
    assert_eq!(
        books[0].total().read,
        books[0].total().stored.total() + books[0].total().nameless
    );
}

#[test]
fn the_same_history_comes_out_of_every_order() {
    let Some([_, newer, account]) = exports() else { return };
    let (library, books) = imported(&[&newer, &account], false);
    println!("account after extended: {:?}", books[1].total());
    let expected = library.plays().unwrap();
    assert!(books[1].total().stored.total() <= 1, "{:?}", books[1].total().stored);
    for (paths, together) in [
        ([&account, &newer], false),
        ([&account, &newer], true),
        ([&newer, &account], true),
    ] {
        let (library, books) = imported(&paths, together);
        println!("{:?}", books.iter().map(Books::total).collect::<Vec<_>>());
        let plays = library.plays().unwrap();
        assert!(spelled_out(&plays) == spelled_out(&expected), "{paths:?} {together}");
        assert_eq!((plays.items(), plays.artists()), (expected.items(), expected.artists()));
    }
    let (plays, _) = read([&account, &newer], &mut ()).unwrap();
    assert!(spelled_out(&plays) == spelled_out(&expected));
}

#[test]
fn a_second_import_adds_nothing() {
    let Some(paths) = exports() else { return };
    let paths: Vec<_> = paths.iter().collect();
    let (mut library, _) = imported(&paths, true);
    let before = spelled_out(&library.plays().unwrap());
    for path in paths {
        let books = library.import([path], &mut ()).unwrap();
        assert_eq!((books.total().stored.total(), books.total().improved), (0, 0));
        assert!(books.files.iter().all(|file| file.are_closed()));
    }
    assert!(spelled_out(&library.plays().unwrap()) == before);
}

#[derive(Default)]
struct Watch(BTreeSet<String>);

impl Progress for Watch {
    fn step(&mut self, _: Step<'_>) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn opened(&mut self, file: &str) {
        self.0.insert(file.rsplit('/').next().unwrap().to_owned());
    }
}

#[test]
fn private_members_are_never_opened() {
    let Some([_, _, account]) = exports() else { return };
    let mut watch = Watch::default();
    Library::in_memory().unwrap().import([&account], &mut watch).unwrap();
    let expected = [
        "StreamingHistory_music_0.json",
        "StreamingHistory_music_1.json",
        "StreamingHistory_podcast_0.json",
        "account-2024-2025.zip",
    ];
    assert_eq!(watch.0.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}
