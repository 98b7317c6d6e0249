//! SQLite itself is the oracle: whatever it reads from a table, this reads the same.

use std::io::Cursor;
use std::path::Path;

use proptest::prelude::*;
use rusqlite::Connection;
use rusqlite::types::Value;
use tempfile::TempDir;

use super::*;

/// A cell that owns what is in it, as both sides give it.
fn owned(cell: &Cell<'_>) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Integer(whole) => Value::Integer(*whole),
        Cell::Real(real) => Value::Real(*real),
        Cell::Text(text) => Value::Text(text.to_string()),
        Cell::Bytes(bytes) => Value::Blob(bytes.to_vec()),
    }
}

fn open(path: &Path) -> Result<Database<'static>> {
    let beside = path.with_file_name(format!("{}-wal", path.file_name().expect("a name").display()));
    let log = std::fs::read(beside).unwrap_or_default();
    Database::open(Box::new(Cursor::new(std::fs::read(path).expect("a database"))), log)
}

fn ours(database: &mut Database, table: &str, columns: &[&str]) -> Result<Vec<Vec<Value>>> {
    let mut rows = Vec::new();
    database.rows(table, columns, |cells| {
        rows.push(cells.iter().map(owned).collect());
        Ok::<_, Fault>(())
    })?;
    Ok(rows)
}

fn theirs(connection: &Connection, table: &str, columns: &[&str]) -> Vec<Vec<Value>> {
    let order = if columns.contains(&"rowid") { "rowid" } else { "1" };
    let sql = format!("SELECT {} FROM \"{table}\" ORDER BY {order}", columns.join(", "));
    let mut statement = connection.prepare(&sql).expect("a statement");
    let rows = statement
        .query_map([], |row| (0..columns.len()).map(|number| row.get(number)).collect())
        .expect("rows");
    rows.map(|row| row.expect("a row")).collect()
}

/// What a made-up database is like.
#[derive(Clone, Debug)]
struct Made {
    page_size: u32,
    encoding: &'static str,
    has_log: bool,
    vacuums: bool,
    rows: Vec<(Value, Value, Value)>,
    added: usize,
    deleted: usize,
}

fn value() -> impl Strategy<Value = Value> {
    let long = prop_oneof![Just(0_usize), 1_usize..40, 400_usize..5_000, Just(70_000)];
    prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::Integer),
        prop_oneof![
            Just(0_i64),
            Just(1),
            Just(-1),
            Just(127),
            Just(32_768),
            Just(8_388_608),
            Just(1 << 40)
        ]
        .prop_map(Value::Integer),
        any::<f64>()
            .prop_filter("SQLite has none", |real| !real.is_nan())
            .prop_map(Value::Real),
        "\\PC{0,30}".prop_map(Value::Text),
        long.clone()
            .prop_map(|length| Value::Text("añ中🎵".chars().cycle().take(length).collect())),
        long.prop_map(|length| Value::Blob(vec![0xe9; length])),
    ]
}

fn made() -> impl Strategy<Value = Made> {
    (
        prop_oneof![Just(512_u32), Just(1024), Just(4096), Just(65_536)],
        prop_oneof![Just("UTF-8"), Just("UTF-16le"), Just("UTF-16be")],
        any::<bool>(),
        any::<bool>(),
        prop::collection::vec((value(), value(), value()), 0..60),
        0_usize..20,
        0_usize..20,
    )
        .prop_map(|(page_size, encoding, has_log, vacuums, rows, added, deleted)| Made {
            page_size,
            encoding,
            has_log,
            vacuums,
            rows,
            added,
            deleted,
        })
}

/// Makes a database whose newest rows stand in its log, if it has one; SQLite still holds it open.
fn make(made: &Made) -> (TempDir, Connection) {
    let folder = tempfile::tempdir().expect("a folder");
    let connection = Connection::open(folder.path().join("x.db")).expect("a database");
    let set_up = format!(
        "PRAGMA page_size = {}; PRAGMA encoding = '{}'; PRAGMA auto_vacuum = {}; PRAGMA journal_mode = {}; \
         PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = OFF;
         CREATE TABLE kept(id INTEGER PRIMARY KEY, a, b TEXT, c REAL);
         CREATE TABLE keyed(a TEXT, k INTEGER, b, PRIMARY KEY(k, a)) WITHOUT ROWID;
         CREATE INDEX kept_by_b ON kept(b);",
        made.page_size,
        made.encoding,
        u8::from(made.vacuums),
        if made.has_log { "WAL" } else { "DELETE" },
    );
    connection.execute_batch(&set_up).expect("tables");
    connection.execute_batch("BEGIN").expect("begun");
    for (number, (a, b, c)) in made.rows.iter().enumerate() {
        connection
            .execute("INSERT INTO kept(a, b, c) VALUES (?, ?, ?)", (a, b, c))
            .expect("a row");
        connection
            .execute(
                "INSERT INTO keyed VALUES (?, ?, ?)",
                (format!("{number}"), number as i64 / 3, a),
            )
            .expect("a row");
    }
    connection.execute_batch("COMMIT").expect("committed");
    if made.has_log && made.added.is_multiple_of(2) {
        connection
            .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
            .expect("carried over");
    }
    connection
        .execute_batch(
            "ALTER TABLE kept ADD COLUMN d TEXT DEFAULT 'later'; ALTER TABLE kept ADD COLUMN e INT NOT NULL DEFAULT -7;
             ALTER TABLE kept ADD COLUMN f AS (id * 2); ALTER TABLE kept ADD COLUMN g;",
        )
        .expect("more columns");
    for (a, b, c) in made.rows.iter().take(made.added) {
        connection
            .execute(
                "INSERT INTO kept(a, b, c, d, e, g) VALUES (?, ?, ?, 'now', 1, 'g')",
                (c, a, b),
            )
            .expect("a row");
    }
    connection
        .execute(
            "DELETE FROM kept WHERE id % 3 = 1 AND id <= ?",
            [made.deleted as i64 * 3],
        )
        .expect("fewer rows");
    (folder, connection)
}

const KEPT: [&str; 8] = ["g", "id", "c", "a", "b", "d", "e", "rowid"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn every_row_is_read_as_sqlite_reads_it(made in made()) {
        let (folder, connection) = make(&made);
        let path = folder.path().join("x.db");
        let mut database = open(&path).expect("open");
        prop_assert_eq!(ours(&mut database, "kept", &KEPT).expect("rows"), theirs(&connection, "kept", &KEPT));
        prop_assert_eq!(ours(&mut database, "KEPT", &["B"]).expect("rows").len(), theirs(&connection, "kept", &["b", "rowid"]).len());
        let keyed = ["k", "a", "b"];
        let mut expected = theirs(&connection, "keyed", &keyed);
        let text = |row: &Vec<Value>| match &row[1] { Value::Text(text) => text.clone(), _ => String::new() };
        expected.sort_by_key(|row| (row[0] == Value::Null, match row[0] { Value::Integer(k) => k, _ => 0 }, text(row)));
        prop_assert_eq!(ours(&mut database, "keyed", &keyed).expect("rows"), expected);
    }

    /// Whatever stands in the file, reading ends, and with no more rows than the bytes can hold.
    #[test]
    fn damage_ends_in_an_error_or_in_rows(
        made in made(),
        harm in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
        in_log in any::<bool>(),
    ) {
        let (folder, _connection) = make(&made);
        let mut file = std::fs::read(folder.path().join("x.db")).expect("a database");
        let mut log = std::fs::read(folder.path().join("x.db-wal")).unwrap_or_default();
        let harmed = if in_log && !log.is_empty() { &mut log } else { &mut file };
        for (at, byte) in harm {
            if !harmed.is_empty() {
                let at = at.index(harmed.len());
                harmed[at] = byte;
            }
        }
        if let Some(cut) = cut {
            harmed.truncate(cut.index(harmed.len().max(1)));
        }
        if let Ok(mut database) = Database::open(Box::new(Cursor::new(file)), log) {
            let tables: Vec<String> = database.tables().iter().map(|table| table.name.clone()).collect();
            for table in tables {
                let _ = ours(&mut database, &table, &["a", "b", "rowid", "nowhere"]);
            }
        }
    }
}

#[test]
fn a_log_that_was_not_committed_does_not_count() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.db");
    let connection = Connection::open(&path).expect("a database");
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t(a); INSERT INTO t VALUES (1);",
        )
        .expect("a row");
    let whole = std::fs::read(folder.path().join("x.db-wal")).expect("a log");
    connection
        .execute_batch("INSERT INTO t VALUES (2)")
        .expect("a second row");
    let longer = std::fs::read(folder.path().join("x.db-wal")).expect("a log");
    let file = std::fs::read(&path).expect("a database");
    let count = |log: &[u8]| {
        let mut database = Database::open(Box::new(Cursor::new(file.clone())), log.to_vec()).expect("open");
        ours(&mut database, "t", &["a"]).expect("rows").len()
    };
    assert_eq!([count(&whole), count(&longer)], [1, 2]);
    // Whatever is cut off of the second transaction, the first one stands.
    for end in (whole.len()..longer.len()).step_by(97) {
        assert_eq!(count(&longer[..end]), 1, "cut at {end}");
    }
}

#[test]
fn a_table_that_is_not_there_is_empty_and_a_column_that_is_not_is_null() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.db");
    let connection = Connection::open(&path).expect("a database");
    connection
        .execute_batch("CREATE TABLE t(a); INSERT INTO t VALUES (1)")
        .expect("a row");
    let mut database = open(&path).expect("open");
    assert_eq!(
        ours(&mut database, "none", &["a"]).expect("rows"),
        Vec::<Vec<Value>>::new()
    );
    assert_eq!(
        ours(&mut database, "t", &["z", "a"]).expect("rows"),
        [[Value::Null, Value::Integer(1)]]
    );
    let columns: Vec<Vec<&str>> = database
        .tables()
        .iter()
        .map(|table| table.columns().collect())
        .collect();
    assert_eq!(columns, [["a"]]);
}

#[test]
fn what_ends_the_reading_of_a_table_comes_back() {
    #[derive(Debug, PartialEq)]
    enum Ended {
        Enough,
        Fault,
    }
    impl From<Fault> for Ended {
        fn from(_: Fault) -> Self {
            Self::Fault
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.db");
    let connection = Connection::open(&path).expect("a database");
    connection
        .execute_batch("CREATE TABLE t(a); INSERT INTO t VALUES (1), (2), (3)")
        .expect("rows");
    let mut seen = 0;
    let ended = open(&path).expect("open").rows("t", &["a"], |_| {
        seen += 1;
        if seen == 2 { Err(Ended::Enough) } else { Ok(()) }
    });
    assert_eq!((ended, seen), (Err(Ended::Enough), 2));
}

#[test]
fn what_is_no_database_is_said_to_be_none() {
    for bytes in [&b""[..], b"SQLite format 3\0", &[b'x'; 4096]] {
        let opened = Database::open(Box::new(Cursor::new(bytes.to_vec())), Vec::new());
        assert!(matches!(opened, Err(Fault::Damaged(_))), "{opened:?}");
    }
}
