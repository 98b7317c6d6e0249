//! Databases of other programs: several people, logs, private columns, and what is no history.
#![cfg(feature = "library")]

mod common;

use std::fs;
use std::path::Path;

use common::fixture::{Fixture, database};
use playtally_history::{Error, Export, Library, read};
use rusqlite::Connection;

/// A Navidrome server's tables, with the plays of two people.
const TWO_PEOPLE: &str = "
    CREATE TABLE user(id varchar(255) primary key, user_name varchar(255), password varchar(255));
    INSERT INTO user VALUES ('u1', 'Ann', 'canary'), ('u2', 'bo', 'canary'), ('u3', 'never here', 'canary');
    CREATE TABLE media_file(id varchar(255) primary key, title varchar(255), album varchar(255), artist varchar(255));
    INSERT INTO media_file VALUES ('m1', 'Sol', 'Mar', 'Luna');
    CREATE TABLE scrobbles(media_file_id, user_id, submission_time INTEGER);
    INSERT INTO scrobbles VALUES ('m1', 'u1', 1767602410), ('m1', 'u2', 1767602500), ('m1', 'u2', 1767602800);";

fn two_people() -> Export {
    Export::Bytes(
        "navidrome.db".into(),
        database(|made| made.execute_batch(TWO_PEOPLE)).into(),
    )
}

fn of(user: &str) -> Export {
    Export::OfUser(user.into(), Box::new(two_people()))
}

#[test]
fn histories_of_two_people_are_never_put_together() {
    let error = read([two_people()], &mut ()).expect_err("nobody was chosen");
    assert!(
        matches!(&error, Error::SeveralPeople { people, .. } if people == &["Ann", "bo"]),
        "{error}"
    );
    let error = read([of("cleo")], &mut ()).expect_err("nobody of that name");
    assert!(
        matches!(&error, Error::NoSuchPerson { people, .. } if people == &["Ann", "bo"]),
        "{error}"
    );
    for (user, plays) in [("ann", 1), ("Bo", 2)] {
        let (_, books) = read([of(user)], &mut ()).expect("chosen");
        assert_eq!(books.total().stored.music, plays, "{user}");
    }
}

#[test]
fn two_people_of_one_library_are_each_read() {
    let mut library = Library::in_memory().unwrap();
    library.import([of("Ann")], &mut ()).unwrap();
    let books = library.import([of("bo")], &mut ()).unwrap();
    assert_eq!(books.total().stored.music, 2);
    let again = library.import([of("bo")], &mut ()).unwrap();
    assert_eq!(again.total().duplicate, again.total().read);
}

/// What a server wrote last stands in a log beside its database, wherever the two lie.
#[test]
fn what_stands_in_a_log_is_read_from_a_folder_a_zip_and_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("navidrome.db");
    let server = Connection::open(&path).unwrap();
    server
        .execute_batch(&format!(
            "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; {TWO_PEOPLE}"
        ))
        .unwrap();
    let [file, log] = ["navidrome.db", "navidrome.db-wal"].map(|name| fs::read(folder.path().join(name)).unwrap());
    let zip = common::zip(&[("backup/navidrome.db", &file), ("backup/navidrome.db-wal", &log)]);
    let bytes = |name: &str, bytes: &[u8]| Export::Bytes(name.into(), bytes.into());
    let ways = [
        vec![Export::from(&path)],
        vec![Export::from(folder.path())],
        vec![bytes("navidrome.db", &file), bytes("navidrome.db-wal", &log)],
        vec![bytes("navidrome.db-wal", &log), bytes("navidrome.db", &file)],
        vec![bytes("backup.zip", &zip)],
    ];
    for (number, way) in ways.into_iter().enumerate() {
        let way = way
            .into_iter()
            .map(|export| Export::OfUser("bo".into(), Box::new(export)));
        let (_, books) = read(way, &mut ()).unwrap_or_else(|error| panic!("{number}: {error}"));
        assert_eq!(books.total().stored.music, 2, "{number}");
    }
    // The server has not noticed: it goes on, and its files are those that it made.
    server
        .execute_batch("INSERT INTO scrobbles VALUES ('m1', 'u1', 1767602999)")
        .unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}

/// Secrets, addresses, e-mails, devices and paths stand in the databases of the fixtures as canaries.
#[test]
fn nothing_private_of_a_database_is_kept() {
    let fixtures = Fixture::all()
        .into_iter()
        .filter(|fixture| fixture.text.contains("CREATE TABLE"));
    let mut tried = 0;
    for fixture in fixtures {
        assert!(fixture.text.contains("canary"), "{} has no canary", fixture.name);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let mut library = Library::open(&path).unwrap();
        let exports = fixture.histories();
        let exports = exports
            .into_iter()
            .map(|(name, content)| Export::Bytes(name, content.into()));
        let books = library.import(exports, &mut ()).unwrap();
        drop(library);
        let kept = fs::read(&path).unwrap();
        let said = format!("{books:?}");
        assert!(
            !contains(&kept, b"canary") && !said.contains("canary"),
            "{}",
            fixture.name
        );
        tried += 1;
    }
    assert!(tried >= 6, "{tried} databases were tried");
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

/// A folder may be anybody's home: databases whose names are not those of a history are not opened.
#[test]
fn a_strange_database_in_a_folder_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let name = |name: &str| folder.path().join(name);
    write(&name("cookies.sqlite"), "CREATE TABLE moz_cookies(value)");
    write(&name("navidrome.db"), TWO_PEOPLE);
    let books = read([Export::OfUser("bo".into(), Box::new(folder.path().into()))], &mut ())
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
        let error = read([Export::OfUser("bo".into(), Box::new(export))], &mut ()).expect_err("cut off");
        assert!(matches!(error, Error::DamagedDatabase { .. }), "{length}: {error}");
    }
}

fn write(path: &Path, sql: &str) {
    fs::write(path, database(|made| made.execute_batch(sql))).unwrap();
}
