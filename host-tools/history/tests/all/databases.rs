//! Databases of other programs: several people, logs, writers at work, and what is no history. What holds of one holds of
//! every source that reads databases.
#![cfg(feature = "library")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::common;
use crate::common::exports::{FORMS, Form};
use crate::common::fixture::database;
use crate::common::spelled_out;
use playtally_history::{Error, Export, Library, Plays, Source, Wanted, read, read_as};
use rusqlite::Connection;

/// A Navidrome server's tables, with the plays of two people.
const TWO_PEOPLE: &str = "
    CREATE TABLE user(id varchar(255) primary key, user_name varchar(255), password varchar(255));
    INSERT INTO user VALUES ('u1', 'Ann', 'canary'), ('u2', 'bo', 'canary'), ('u3', 'never here', 'canary');
    CREATE TABLE media_file(id varchar(255) primary key, title varchar(255), album varchar(255), artist varchar(255));
    INSERT INTO media_file VALUES ('m1', 'Sol', 'Mar', 'Luna');
    CREATE TABLE scrobbles(media_file_id, user_id, submission_time INTEGER);
    INSERT INTO scrobbles VALUES ('m1', 'u1', 1767602410), ('m1', 'u2', 1767602500), ('m1', 'u2', 1767602800);";

/// When the first play of a form is heard, and the next ones a quarter of an hour after each other.
const FIRST: i64 = 1_740_000_000;

fn row(form: &Form, number: usize) -> serde_json::Value {
    form.row_at(FIRST + 900 * number as i64)
}

fn source(form: &Form) -> Source {
    Source::named(form.source).unwrap()
}

fn databases() -> impl Iterator<Item = &'static Form> {
    FORMS.iter().filter(|form| form.is_database())
}

/// The sources that take a database for one of theirs: all others find it to be anything but damaged.
fn sources_of_databases() -> BTreeSet<&'static str> {
    let damaged: Arc<[u8]> = [b"SQLite format 3\0".as_slice(), &[0; 500]].concat().into();
    let reads =
        |source: &Source| read_as(*source, &damaged).any(|read| matches!(read, Err(Error::DamagedDatabase { .. })));
    Source::all().filter(reads).map(Source::id).collect()
}

#[test]
fn every_source_that_reads_databases_is_tried() {
    let tried: BTreeSet<&str> = databases().map(|form| form.source).collect();
    assert_eq!(tried, sources_of_databases());
}

#[test]
fn every_source_with_people_is_tried_with_some() {
    for form in FORMS {
        assert_eq!(form.has_people(), source(form).knows().people, "{}", form.name);
        // Where it is written down whose a play is, that is looked at.
        assert_eq!(form.has_people(), form.names_people(), "{}", form.name);
    }
    let tried: BTreeSet<&str> = FORMS
        .iter()
        .filter(|form| form.has_people())
        .map(|form| form.source)
        .collect();
    let known: BTreeSet<&str> = Source::all()
        .filter(|source| source.knows().people)
        .map(Source::id)
        .collect();
    assert_eq!(tried, known);
}

/// Plays of two people in turn: of ann the even ones, of bo the odd ones.
fn of_two(form: &Form, plays: usize) -> Export {
    let owned: Vec<_> = (0..plays)
        .map(|number| (["ann", "bo"][number % 2], row(form, number)))
        .collect();
    Export::Bytes(form.name.into(), form.file_of(&owned).into())
}

fn alone(form: &Form, plays: impl Iterator<Item = usize>) -> Plays {
    let rows: Vec<_> = plays.map(|number| row(form, number)).collect();
    read([Export::Bytes(form.name.into(), form.file(&rows).into())], &mut ())
        .unwrap()
        .0
}

#[test]
fn people_are_listed_chosen_and_never_put_together_whatever_the_source() {
    for form in FORMS.iter().filter(|form| form.has_people()) {
        let of = |user: &str| Export::Part(Wanted::of(user), Box::new(of_two(form, 7)));
        let error = read([of_two(form, 7)], &mut ()).expect_err("nobody was chosen");
        assert!(
            matches!(&error, Error::SeveralPeople { people, .. } if people == &["ann", "bo"]),
            "{}: {error}",
            form.name
        );
        let error = read([of("cleo")], &mut ()).expect_err("nobody of that name");
        assert!(
            matches!(&error, Error::NoSuchPerson { people, .. } if people == &["ann", "bo"]),
            "{}: {error}",
            form.name
        );
        for (user, first) in [("Ann", 0), ("BO", 1)] {
            let (plays, books) = read([of(user)], &mut ()).expect("chosen");
            assert!(books.files.iter().all(|file| file.are_closed()));
            let expected = alone(form, (first..7).step_by(2));
            assert_eq!(spelled_out(&plays), spelled_out(&expected), "{}", form.name);
        }
        // One library can hold both, if it is asked for each.
        let mut library = Library::in_memory().unwrap();
        library.import([of("ann")], &mut ()).unwrap();
        let books = library.import([of("bo")], &mut ()).unwrap();
        assert_eq!(
            (books.total().stored.total(), books.total().duplicate),
            (3, 0),
            "{}",
            form.name
        );
        let again = library.import([of("bo")], &mut ()).unwrap();
        assert_eq!(
            (again.total().stored.total(), again.total().duplicate),
            (0, 3),
            "{}",
            form.name
        );
        // Who is alone need not be chosen, and can be.
        let one = || Export::Bytes(form.name.into(), form.file(&[row(form, 0)]).into());
        assert_eq!(read([one()], &mut ()).unwrap().0.rows().len(), 1);
        read([Export::Part(Wanted::of("cleo"), Box::new(one()))], &mut ()).expect_err("nobody of that name");
    }
}

#[test]
fn what_nobody_in_particular_heard_is_read_whoever_is_asked_for() {
    for form in FORMS.iter().filter(|form| !form.has_people()) {
        let export = Export::Bytes(form.name.into(), form.file(&[row(form, 0)]).into());
        let (plays, _) = read([Export::Part(Wanted::of("cleo"), Box::new(export))], &mut ()).unwrap();
        assert_eq!(plays.rows().len(), form.rows(1), "{}", form.name);
    }
}

/// What a server wrote last stands in a log beside its database, wherever the two lie.
#[test]
fn what_stands_in_a_log_is_read_from_a_folder_a_zip_and_memory() {
    for form in databases() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(form.name);
        let server = Connection::open(&path).unwrap();
        server
            .execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0")
            .unwrap();
        form.set_up(&server).unwrap();
        (0..3).for_each(|number| form.insert(&server, &row(form, number), "bo", number).unwrap());
        let log_name = format!("{}-wal", form.name);
        let [file, log] = [form.name, &log_name].map(|name| fs::read(folder.path().join(name)).unwrap());
        let zip = common::zip(&[(form.name, &file), (&log_name, &log)]);
        let bytes = |name: &str, bytes: &[u8]| Export::Bytes(name.into(), bytes.into());
        let ways = [
            vec![Export::from(&path)],
            vec![Export::from(folder.path())],
            vec![bytes(form.name, &file), bytes(&log_name, &log)],
            vec![bytes(&log_name, &log), bytes(form.name, &file)],
            vec![bytes("backup.zip", &zip)],
        ];
        let expected = spelled_out(&alone(form, 0..3));
        for (number, way) in ways.into_iter().enumerate() {
            let (plays, _) = read(way, &mut ()).unwrap_or_else(|error| panic!("{} {number}: {error}", form.name));
            assert_eq!(spelled_out(&plays), expected, "{} {number}", form.name);
        }
        // The server has not noticed: it goes on, and its files are those that it made.
        form.insert(&server, &row(form, 3), "bo", 3).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "{}", form.name);
    }
}

/// A server writes a play in several steps, in one transaction: whatever is read meanwhile is whole plays, from the first on, and
/// the server never waits.
#[test]
fn a_server_at_work_is_read_as_it_stood_and_never_held_up() {
    const PLAYS: usize = 60;
    for form in databases() {
        let expected = spelled_out(&alone(form, 0..PLAYS));
        for mode in ["WAL", "DELETE"] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(form.name);
            let mut server = Connection::open(&path).unwrap();
            server
                .execute_batch(&format!(
                    "PRAGMA journal_mode = {mode}; PRAGMA wal_autocheckpoint = 4; PRAGMA synchronous = OFF; PRAGMA busy_timeout = 0"
                ))
                .unwrap();
            form.set_up(&server).unwrap();
            form.insert(&server, &row(form, 0), "bo", 0).unwrap();
            let read_meanwhile = thread::scope(|scope| {
                let writing = scope.spawn(move || {
                    for number in 1..PLAYS {
                        let transaction = server.transaction().unwrap();
                        form.insert(&transaction, &row(form, number), "bo", number).unwrap();
                        transaction.commit().expect("nobody stands in the way");
                        thread::sleep(Duration::from_millis(2));
                    }
                });
                let mut all = Vec::new();
                while !writing.is_finished() {
                    all.push(read([&path], &mut ()));
                }
                all
            });
            let mut before = 0;
            for read in read_meanwhile {
                match read {
                    Ok((plays, books)) => {
                        assert!(books.total().unreadable.is_empty(), "{} {mode}: {books:?}", form.name);
                        let plays = spelled_out(&plays);
                        assert_eq!(plays, expected[..plays.len()], "{} {mode}", form.name);
                        assert!(plays.len() >= before, "{} {mode}", form.name);
                        before = plays.len();
                    }
                    // Where the file itself is written to all the time, giving up is right.
                    Err(error) => assert!(
                        mode == "DELETE" && matches!(error, Error::Io { .. }),
                        "{} {mode}: {error}",
                        form.name
                    ),
                }
            }
            let (plays, _) = read([&path], &mut ()).unwrap();
            assert_eq!(spelled_out(&plays), expected, "{} {mode}", form.name);
        }
    }
}

/// A folder may be anybody's home: databases whose names are not those of a history are not opened.
#[test]
fn a_strange_database_in_a_folder_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let name = |name: &str| folder.path().join(name);
    write(&name("cookies.sqlite"), "CREATE TABLE moz_cookies(value)");
    write(&name("navidrome.db"), TWO_PEOPLE);
    let books = read(
        [Export::Part(Wanted::of("bo"), Box::new(folder.path().into()))],
        &mut (),
    )
    .unwrap()
    .1;
    assert_eq!((books.files.len(), books.left_out.len()), (1, 0));
}

#[test]
fn a_database_that_is_not_known_is_told_by_its_tables() {
    let file = database(|made| made.execute_batch("CREATE TABLE cats(name, age); CREATE TABLE dogs(name)"));
    let error = read([Export::Bytes("pets.db".into(), file.into())], &mut ()).expect_err("no history");
    assert!(error.to_string().contains("cats, dogs"), "{error}");
}

#[test]
fn a_database_that_was_cut_off_is_named_as_damaged() {
    let file = database(|made| made.execute_batch(TWO_PEOPLE));
    for length in [100, 700, file.len() - 512] {
        let export = Export::Bytes("navidrome.db".into(), file[..length].into());
        let error = read([Export::Part(Wanted::of("bo"), Box::new(export))], &mut ()).expect_err("cut off");
        assert!(matches!(error, Error::DamagedDatabase { .. }), "{length}: {error}");
    }
}

fn write(path: &Path, sql: &str) {
    fs::write(path, database(|made| made.execute_batch(sql))).unwrap();
}
