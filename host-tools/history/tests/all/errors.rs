//! What bad input gets: one message that names the file and says what to do, and a library as it was.
#![cfg(feature = "library")]

use std::fs;
use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::common::fixture::Fixture;
use crate::common::{extended_row, json, zip};
use ::zip::write::SimpleFileOptions;
use ::zip::{ZipArchive, ZipWriter};
use playtally_history::{Error, Library, Progress, Step};

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn put(&self, name: &str, content: impl AsRef<[u8]>) -> std::path::PathBuf {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// A library with a play, and a file with another one.
    fn library(&self) -> (PathBuf, Library, PathBuf) {
        let path = self.folder.path().join("library");
        let _ = fs::remove_file(&path);
        let mut library = Library::open(&path).unwrap();
        let play = |name: &str, ts: &str| self.put(name, json(&[extended_row(ts, "Luna", name, 1)]));
        library
            .import([play("old.json", "2020-05-01T10:00:00Z")], &mut ())
            .unwrap();
        (path, library, play("good.json", "2024-05-01T10:00:00Z"))
    }

    /// Imports what fails, together with something good, and says how it failed. Nothing is imported.
    fn failure(&self, path: impl AsRef<Path>) -> Error {
        let (library_path, mut library, good) = self.library();
        let before = fs::read(&library_path).unwrap();
        let error = library.import([&good, path.as_ref()], &mut ()).unwrap_err();
        let name = path.as_ref().file_name().unwrap().to_string_lossy();
        assert!(error.to_string().contains(&*name), "{error}");
        assert_eq!(library.plays().unwrap().rows().len(), 1);
        assert!(fs::read(&library_path).unwrap() == before);
        error
    }

    /// Imports what cannot be read, and says why. By itself nothing is imported; beside something good, that is, and the books
    /// say of the other what the error said.
    fn refusal(&self, path: impl AsRef<Path>) -> Error {
        let (library_path, mut library, good) = self.library();
        let before = fs::read(&library_path).unwrap();
        let error = library.import([path.as_ref()], &mut ()).unwrap_err();
        let name = path.as_ref().file_name().unwrap().to_string_lossy();
        assert!(error.to_string().contains(&*name), "{error}");
        assert!(fs::read(&library_path).unwrap() == before);
        for paths in [[&good, path.as_ref()], [path.as_ref(), &good]] {
            let books = library.import(paths, &mut ()).unwrap();
            let messages: Vec<_> = books.left_out.iter().map(|left_out| &*left_out.message).collect();
            assert_eq!(messages, [error.to_string()]);
            assert_eq!(library.plays().unwrap().rows().len(), 2);
        }
        error
    }
}

fn rows(count: usize) -> Vec<u8> {
    let rows: Vec<_> = (0..count)
        .map(|n| {
            let ts = format!("2024-05-{:02}T{:02}:{:02}:00Z", n % 31 + 1, n / 31 % 24, n / 744 % 60);
            extended_row(&ts, "Luna", &format!("Sol {n}"), n as u32)
        })
        .collect();
    json(&rows)
}

#[test]
fn a_missing_file() {
    let desk = Desk::new();
    assert!(matches!(
        desk.failure(desk.folder.path().join("nowhere.zip")),
        Error::Missing(_)
    ));
}

#[test]
fn a_folder_without_history() {
    let desk = Desk::new();
    let path = desk.folder.path().join("empty");
    desk.put("empty/notes.md", "no history");
    assert!(matches!(desk.refusal(&path), Error::NoHistory(_)));
    desk.put("empty/notes.txt", "no history");
    assert!(matches!(desk.refusal(&path), Error::NothingKnown { .. }));
}

#[test]
fn a_zip_without_history() {
    let desk = Desk::new();
    let path = desk.put("a.zip", zip(&[("Userdata.json", b"{}"), ("notes.md", b"none")]));
    assert!(matches!(desk.refusal(path), Error::NoHistory(_)));
    let path = desk.put(
        "b.zip",
        zip(&[("Userdata.json", b"{}"), ("x.json", b"[{\"a b\": 1}, 2]")]),
    );
    let error = desk.refusal(path).to_string();
    assert!(
        error.contains("x.json, in it, holds an array of objects with the keys a b"),
        "{error}"
    );
}

#[test]
fn a_file_that_is_none() {
    let desk = Desk::new();
    for (content, seen) in [
        ("", "nothing: it is an empty file"),
        ("\0\0\0", "no text"),
        ("{}", "an object without a key"),
        ("[1]", "JSON that is not a list of objects"),
        (
            "[{\"a\":1, \"b\": {\"c\": 2}}]",
            "an array of objects with the keys a, b",
        ),
        ("name, colour\nx,y", "a table with the columns name, colour"),
        ("x@example.org,12", "a table of 2 columns without a header"),
        ("<plist>", "a page or a document in XML or HTML"),
        ("Dear diary", "text that is no table"),
    ] {
        let path = desk.put("a.json", content);
        let error = desk.refusal(path).to_string();
        let expected = format!(
            "a.json: is not a format that Playtally knows: it holds no listening history but {seen}. Playtally reads Spotify"
        );
        assert!(error.contains(&expected), "{content}: {error}");
    }
    for content in ["", "[", "{\"ts\":1}", "[{\"a\":1}]", "<html>"] {
        let path = desk.put("Streaming_History_Audio_2020_1.json", content);
        assert!(matches!(desk.refusal(path), Error::NotAHistory { .. }), "{content}");
    }
}

#[test]
fn an_empty_list_is_no_fault() {
    let desk = Desk::new();
    let (_, mut library, good) = desk.library();
    let empty = desk.put("a.zip", zip(&[("MyData/Streaming_History_Audio_0.json", b"[ ]\n")]));
    let books = library.import([&empty], &mut ()).unwrap();
    assert!(books.files.is_empty() && !books.left_out[0].is_fault);
    assert!(
        books.left_out[0]
            .message
            .contains("Streaming_History_Audio_0.json: is an empty list")
    );
    let books = library.import([&empty, &good], &mut ()).unwrap();
    assert_eq!((books.total().stored.music, books.left_out.len()), (1, 1));
    // Beside a history of the same export there is nothing to say.
    let both = zip(&[("endsong_0.json", b"[]"), ("endsong_1.json", &rows(2))]);
    let books = library.import([desk.put("b.zip", both)], &mut ()).unwrap();
    assert_eq!((books.total().stored.music, books.left_out.len()), (2, 0));
}

#[test]
fn a_part_without_a_history_costs_the_others_nothing() {
    let desk = Desk::new();
    let (_, mut library, good) = desk.library();
    let other = desk.put("takeout-002.zip", zip(&[("Takeout/archive_browser.html", b"<html>")]));
    let books = library.import([other, good], &mut ()).unwrap();
    assert_eq!(books.total().stored.music, 1);
    assert!(
        books.left_out[0]
            .message
            .contains("takeout-002.zip: holds no listening history")
    );
    assert!(!books.left_out[0].is_fault);
}

/// A zip of plain members, in which the first says something else of itself: these bytes, so far into its header and two
/// bytes further into its entry of the directory.
fn patched(members: &[(&str, &[u8])], at: usize, bytes: [u8; 2]) -> Vec<u8> {
    let mut zip = zip(members);
    let central = zip.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    zip[at..at + 2].copy_from_slice(&bytes);
    zip[central + at + 2..central + at + 4].copy_from_slice(&bytes);
    zip
}

#[test]
fn a_packing_that_is_not_read_is_no_damage() {
    let desk = Desk::new();
    // Shrunk, imploded, Deflate64, bzip2, LZMA, Zstandard, xz, PPMd.
    for method in [1, 6, 9, 12, 14, 93, 95, 98] {
        let packed = patched(&[("endsong_0.json", &rows(3))], 8, [method, 0]);
        let error = desk.refusal(desk.put("packed.zip", packed));
        assert!(matches!(error, Error::Packing(_)), "{method}: {error}");
    }
}

#[test]
fn a_bad_member_costs_its_neighbours_nothing() {
    let desk = Desk::new();
    let whole = rows(3000);
    let both: [(&str, &[u8]); 2] = [("endsong_1.json", &whole), ("endsong_2.json", &whole)];
    let (encrypted, packed) = (patched(&both, 6, [1, 0]), patched(&both, 8, [12, 0]));
    let cut = &whole[..whole.len() / 2];
    let mut wrong = zip(&[("endsong_1.json", &whole), ("endsong_2.json", &rows(3000))]);
    wrong[2000] ^= 0x55;
    for (name, bad) in [
        ("cut.zip", zip(&[("endsong_1.json", cut), ("endsong_2.json", &whole)])),
        (
            "cut-second.zip",
            zip(&[("endsong_1.json", &whole), ("endsong_2.json", cut)]),
        ),
        (
            "none.zip",
            zip(&[("endsong_1.json", b"{}"), ("endsong_2.json", &whole)]),
        ),
        ("encrypted.zip", encrypted),
        ("packed.zip", packed),
        ("wrong.zip", wrong),
    ] {
        let (_, mut library, _) = desk.library();
        let books = library.import([desk.put(name, bad)], &mut ()).unwrap();
        assert_eq!(books.total().stored.music, 3000, "{name}");
        assert_eq!((books.files.len(), books.left_out.len()), (1, 1), "{name}");
        assert!(books.left_out[0].is_fault && books.left_out[0].message.contains(&format!("{name}/endsong_")));
        assert_eq!(library.plays().unwrap().rows().len(), 3001, "{name}");
    }
}

#[test]
fn a_history_as_a_web_page() {
    let desk = Desk::new();
    let page = "<html>Watched Sol</html>";
    let path = desk.put("watch-history.html", page);
    assert!(matches!(desk.refusal(path), Error::WebPage(_)));
    desk.put("Takeout/Verlauf/Wiedergabeverlauf.html", page);
    let error = desk.refusal(desk.folder.path().join("Takeout"));
    assert!(error.to_string().contains("Wiedergabeverlauf.html"), "{error}");
    let takeout = zip(&[("Takeout/history/watch-history.html", page.as_bytes())]);
    let error = desk.refusal(desk.put("takeout.zip", takeout));
    assert!(error.to_string().contains("JSON instead of HTML"), "{error}");
}

#[test]
fn an_archive_that_is_no_zip() {
    let desk = Desk::new();
    let error = desk.refusal(desk.put("takeout.tgz", b"\x1F\x8B\x08\0\0\0"));
    assert!(error.to_string().contains("unpack it"), "{error}");
}

#[test]
#[cfg(unix)]
fn a_pipe() {
    let desk = Desk::new();
    let path = desk.folder.path().join("pipe.json");
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    assert!(made.unwrap().success());
    assert!(matches!(desk.failure(path), Error::NotAFile(_)));
}

#[test]
fn a_truncated_zip() {
    let desk = Desk::new();
    let whole = zip(&[("endsong_0.json", &rows(3000))]);
    for length in [whole.len() - 1, whole.len() / 2, 40] {
        let path = desk.put("cut.zip", &whole[..length]);
        let error = desk.refusal(path);
        assert!(matches!(error, Error::DamagedArchive { .. }), "{length}: {error}");
    }
}

#[test]
fn a_zip_with_a_wrong_byte() {
    let desk = Desk::new();
    let mut content = zip(&[("endsong_0.json", &rows(3000))]);
    let middle = content.len() / 2;
    content[middle] ^= 0x10;
    let error = desk.refusal(desk.put("wrong.zip", content));
    assert!(
        matches!(error, Error::DamagedArchive { .. } | Error::Malformed { .. }),
        "{error}"
    );
}

#[test]
fn a_zip_bomb() {
    let desk = Desk::new();
    let mut content = rows(100);
    content.truncate(content.len() - 1);
    content.extend(vec![b' '; 64 * 1024 * 1024]);
    content.push(b']');
    let bomb = zip(&[("endsong_0.json", &content)]);
    assert!(matches!(
        desk.refusal(desk.put("bomb.zip", &bomb)),
        Error::ZipBomb { .. }
    ));
    let mut nested = zip(&[("endsong_0.json", &rows(1))]);
    for level in 0..5 {
        nested = zip(&[(&format!("{level}.zip"), &nested)]);
    }
    assert!(
        desk.refusal(desk.put("nested.zip", nested))
            .to_string()
            .contains("nested.zip")
    );
}

#[test]
fn json_that_is_cut_off_or_broken() {
    let desk = Desk::new();
    let whole = rows(3000);
    let error = desk.refusal(desk.put("cut.json", &whole[..whole.len() / 2]));
    assert!(matches!(error, Error::CutOff { rows: 1000.., .. }), "{error}");
    let mut broken = whole.clone();
    let middle = whole.len() / 2 + whole[whole.len() / 2..].iter().position(|byte| *byte == b':').unwrap();
    broken[middle] = b';';
    assert!(matches!(
        desk.refusal(desk.put("broken.json", broken)),
        Error::Malformed { .. }
    ));
}

#[test]
fn a_library_that_is_locked() {
    let desk = Desk::new();
    let good = desk.put("good.json", rows(1));
    let path = desk.folder.path().join("library");
    let mut library = Library::open(&path).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    for error in [
        library.import([&good], &mut ()).unwrap_err(),
        library.plays().unwrap_err(),
        Library::open(&path).unwrap_err(),
        Library::erase(&path).unwrap_err(),
    ] {
        assert!(error.to_string().contains("in use by another program"), "{error}");
        assert!(error.to_string().contains("library"));
    }
}

#[test]
fn a_library_of_the_future_and_a_file_that_is_no_library() {
    let desk = Desk::new();
    let path = desk.folder.path().join("library");
    drop(Library::open(&path).unwrap());
    rusqlite::Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    let before = fs::read(&path).unwrap();
    assert!(
        Library::open(&path)
            .unwrap_err()
            .to_string()
            .contains("newer Playtally")
    );
    assert!(fs::read(&path).unwrap() == before);

    let path = desk.put("notes.txt", "These are my notes, not a library. ".repeat(100));
    assert!(Library::open(&path).unwrap_err().to_string().contains("not a library"));
    let path = desk.folder.path().join("other.db");
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE mine (a)")
        .unwrap();
    assert!(Library::open(&path).unwrap_err().to_string().contains("not a library"));
    assert!(Library::open(desk.folder.path()).is_err());
    assert!(Library::open(desk.folder.path().join("no/such/folder")).is_err());
}

#[test]
fn a_full_disk() {
    let desk = Desk::new();
    let path = desk.folder.path().join("library");
    let mut library = Library::open(&path).unwrap();
    library.limit_pages(12).unwrap();
    let error = library
        .import([desk.put("good.json", rows(3000))], &mut ())
        .unwrap_err();
    assert!(error.to_string().contains("no room is left"), "{error}");
    assert!(library.plays().unwrap().rows().is_empty());
}

#[test]
fn an_import_that_the_user_stops() {
    let desk = Desk::new();
    let mut library = Library::in_memory().unwrap();
    let good = desk.put("good.json", rows(10_000));
    let mut steps = 0;
    let mut stop = |step: Step<'_>| {
        steps += 1;
        assert!(step.bytes_done <= step.bytes_total && step.plays > 0);
        if steps == 2 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    assert!(matches!(library.import([&good], &mut stop), Err(Error::Stopped)));
    assert!(library.plays().unwrap().rows().is_empty());
    assert_eq!(library.import([&good], &mut ()).unwrap().total().stored.music, 10_000);
}

#[test]
fn an_import_that_the_user_stops_while_files_are_looked_at() {
    struct Stop(u32);
    impl Progress for Stop {
        fn step(&mut self, _: Step<'_>) -> ControlFlow<()> {
            panic!("it goes on to read")
        }

        fn opened(&mut self, _: &str) -> ControlFlow<()> {
            self.0 += 1;
            if self.0 == 3 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        }
    }
    let desk = Desk::new();
    let good = rows(3);
    let members: [(&str, &[u8]); 4] = [
        ("1.json", &good),
        ("2.json", &good),
        ("3.json", &good),
        ("4.json", &good),
    ];
    let inner = zip(&members);
    let folder = desk.put("folder/1.json", &good);
    for name in ["2.json", "3.json", "4.json"] {
        desk.put(&format!("folder/{name}"), &good);
    }
    for export in [
        desk.put("many.zip", zip(&members)),
        desk.put("outer.zip", zip(&[("inner.zip", &inner)])),
        folder.parent().unwrap().to_owned(),
    ] {
        let mut stop = Stop(0);
        let mut library = Library::in_memory().unwrap();
        let stopped = library.import([&export], &mut stop);
        assert!(matches!(stopped, Err(Error::Stopped)), "{}", export.display());
        assert_eq!(stop.0, 3, "{}", export.display());
    }
}

#[test]
fn a_library_is_erased_with_all_that_was_in_it() {
    let desk = Desk::new();
    let path = desk.folder.path().join("library");
    let mut library = Library::open(&path).unwrap();
    library.import([desk.put("good.json", rows(1000))], &mut ()).unwrap();
    #[cfg(unix)]
    assert_eq!(
        std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions()) & 0o777,
        0o600
    );
    // A second name for the same bytes on the disk.
    let witness = desk.folder.path().join("witness");
    fs::hard_link(&path, &witness).unwrap();
    drop(library);
    Library::erase(&path).unwrap();
    assert!(!path.exists());
    assert!(fs::read(&witness).unwrap().iter().all(|byte| *byte == 0));
    let left: Vec<_> = fs::read_dir(desk.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn a_damaged_library_is_erased_as_well() {
    let desk = Desk::new();
    let path = desk.folder.path().join("library");
    let mut library = Library::open(&path).unwrap();
    library.import([desk.put("good.json", rows(1000))], &mut ()).unwrap();
    drop(library);
    let mut content = fs::read(&path).unwrap();
    content[100..2000].fill(0xA5);
    fs::write(&path, content).unwrap();
    assert!(Library::open(&path).unwrap_err().to_string().contains("damaged"));
    let witness = desk.folder.path().join("witness");
    fs::hard_link(&path, &witness).unwrap();
    Library::erase(&path).unwrap();
    assert!(!path.exists());
    assert!(fs::read(&witness).unwrap().iter().all(|byte| *byte == 0));
}

#[test]
fn a_file_of_any_length_is_read_in_pieces() {
    let desk = Desk::new();
    let path = desk.folder.path().join("long.json");
    let mut file = std::io::BufWriter::new(fs::File::create(&path).unwrap());
    let rows = rows(20_000);
    file.write_all(&rows).unwrap();
    drop(file);
    assert_eq!(
        Library::in_memory()
            .unwrap()
            .import([path], &mut ())
            .unwrap()
            .total()
            .stored
            .music,
        20_000
    );
}

/// Found by the fuzzer: the crate that reads workbooks overflowed, and panicked where that is checked.
#[test]
fn a_cell_in_a_column_of_nine_letters_does_not_end_the_program() {
    let fixtures = Fixture::all();
    let deezer = fixtures
        .iter()
        .find(|fixture| fixture.expected.source == "deezer")
        .unwrap();
    let (_, workbook) = deezer.histories().swap_remove(0);
    let mut members = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut changed = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..members.len() {
        let mut member = members.by_index(number).unwrap();
        let mut text = String::new();
        member.read_to_string(&mut text).unwrap();
        changed
            .start_file(member.name().unwrap(), SimpleFileOptions::default())
            .unwrap();
        changed
            .write_all(text.replace("r=\"A3\"", "r=\"ABCDEFGHI3\"").as_bytes())
            .unwrap();
    }
    let changed: Arc<[u8]> = changed.finish().unwrap().into_inner().into();
    for read in playtally_history::read_as(deezer.source(), &changed) {
        match read {
            Ok((_, books)) => assert!(books.files.iter().all(|file| file.are_closed())),
            Err(error) => assert!(error.to_string().contains("contradicts itself"), "{error}"),
        }
    }
}
