//! An import that is killed in the middle leaves the library as it was.
#![cfg(all(feature = "library", unix))]

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;
use std::process::{Command, Stdio};

use crate::common::{extended_row, json, moment, spelled_out};
use playtally_history::{Export, Library, Step};

/// Tells the test that it is the child, and which library to import into.
const LIBRARY: &str = "PLAYTALLY_TEST_LIBRARY";

fn export(rows: usize) -> Export {
    let rows: Vec<_> = (0..rows)
        .map(|n| {
            extended_row(
                &moment(1_600_000_000 + 97 * n as i64),
                "Luna",
                &format!("Sol {}", n % 500),
                n as u32,
            )
        })
        .collect();
    Export::Bytes("export.json".into(), json(&rows).into())
}

/// What the child does that is killed: it waits in the middle of its import.
fn import_until_killed(path: OsString) {
    let mut library = Library::open(path).unwrap();
    let mut steps = 0;
    let mut wait = |_: Step<'_>| {
        steps += 1;
        if steps == 4 {
            println!("\nin the middle");
            std::thread::sleep(std::time::Duration::from_secs(60));
        }
        ControlFlow::Continue(())
    };
    library.import([export(30_000)], &mut wait).unwrap();
}

#[test]
fn an_import_that_is_killed_changes_nothing() {
    if let Some(path) = std::env::var_os(LIBRARY) {
        return import_until_killed(path);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library");
    let mut library = Library::open(&path).unwrap();
    library.import([export(100)], &mut ()).unwrap();
    let before = spelled_out(&library.plays().unwrap());
    drop(library);

    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "killed::an_import_that_is_killed_changes_nothing",
            "--nocapture",
        ])
        .env(LIBRARY, &path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(
        lines.any(|line| line.unwrap() == "in the middle"),
        "the child ended by itself"
    );
    child.kill().unwrap();
    child.wait().unwrap();

    let mut library = Library::open(&path).unwrap();
    assert_eq!(spelled_out(&library.plays().unwrap()), before);
    library.import([export(30_000)], &mut ()).unwrap();
    let mut clean = Library::in_memory().unwrap();
    clean.import([export(30_000)], &mut ()).unwrap();
    assert!(spelled_out(&library.plays().unwrap()) == spelled_out(&clean.plays().unwrap()));
}
