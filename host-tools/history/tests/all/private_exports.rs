//! Long real exports, where a checkout has some beside it.
#![cfg(feature = "library")]

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::PathBuf;

use crate::common::spelled_out;
use playtally_history::{Books, Library, Progress, Step, Stored};

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

/// Imports one export and closes the books.
fn import(library: &mut Library, path: &PathBuf) -> Books {
    let books = library.import([path], &mut ()).unwrap();
    assert!(books.files.iter().all(|file| file.are_closed()));
    println!("{}: {:?}", path.display(), books.total());
    books
}

#[test]
fn the_books_of_an_older_export_close() {
    let Some([older, ..]) = exports() else { return };
    let books = import(&mut Library::in_memory().unwrap(), &older);
    let total = books.total();
    assert_eq!(
        (total.read, total.duplicate, total.nameless, total.unreadable.len()),
        (41_418, 96, 138, 0)
    );
    assert_eq!(
        total.stored,
        Stored {
            music: 41_101,
            podcast: 83,
            audiobook: 0
        }
    );
}

#[test]
fn two_exports_of_one_person_count_nothing_twice_in_either_order() {
    let Some([_, extended, account]) = exports() else {
        return;
    };
    let mut library = Library::in_memory().unwrap();
    let books = import(&mut library, &extended);
    let total = books.total();
    assert_eq!(
        (total.read, total.duplicate, total.nameless, total.unreadable.len()),
        (36_357, 167, 0, 0)
    );
    assert_eq!(
        total.stored,
        Stored {
            music: 35_324,
            podcast: 857,
            audiobook: 9
        }
    );
    let books = import(&mut library, &account);
    assert_eq!((books.total().read, books.total().duplicate), (11_883, 11_883));
    let plays = library.plays().unwrap();
    for path in [&extended, &account] {
        let books = import(&mut library, path);
        let total = books.total();
        assert_eq!(
            (total.stored.total(), total.improved, total.duplicate),
            (0, 0, total.read)
        );
    }
    assert!(spelled_out(&library.plays().unwrap()) == spelled_out(&plays));

    let mut other = Library::in_memory().unwrap();
    let first = import(&mut other, &account).total().stored.total();
    assert_eq!(first, 11_883);
    assert_eq!(
        import(&mut other, &extended).total().stored.total() + first,
        plays.rows().len() as u64
    );
    let other = other.plays().unwrap();
    assert!(spelled_out(&other) == spelled_out(&plays));
    assert_eq!((other.items(), other.artists()), (plays.items(), plays.artists()));
}

#[derive(Default)]
struct Watch(BTreeSet<String>);

impl Progress for Watch {
    fn step(&mut self, _: Step<'_>) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn opened(&mut self, file: &str) -> ControlFlow<()> {
        self.0.insert(file.rsplit('/').next().unwrap().to_owned());
        ControlFlow::Continue(())
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
