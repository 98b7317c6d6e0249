//! What a reader says that was written in another language, from the document of the layout alone, is what `inspect` says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use playtally_summary::{Summary, Writer};
use playtally_tests::archive::Zip;
use playtally_tests::listener::{Listener, Person};
use playtally_tests::program::{User, press};
use playtally_tests::sample;
use playtally_tests::spotify_extended::Extended;
use serde_json::Value;

/// A file as a newer version may write it: each record is longer by a byte, and there are sections of unknown kinds.
fn newer(file: &[u8]) -> Vec<u8> {
    let summary = Summary::open(file).expect("a sound summary");
    let writer = summary.sections().fold(Writer::new(), |writer, info| {
        let more: &[u8] = if info.record > 1 { b"!" } else { b"" };
        let longer = summary
            .bytes_of_records(info)
            .flat_map(|record| [record, more].concat());
        writer.other(
            info.kind,
            (info.record + more.len()) as u16,
            &longer.collect::<Vec<_>>(),
        )
    });
    writer.other(200, 3, b"newer!").other(300, 1, b"bytes").finish()
}

/// Summaries of all sorts: made by hand, pressed, and as they may be one day.
fn summaries(user: &User) -> Vec<PathBuf> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/summary");
    let mut all: Vec<PathBuf> = ["hard", "nearly-empty", "sample"].map(|name| seeds.join(name)).to_vec();
    let mut pressed = |export: &Path, name: &str| {
        let library = format!("{name}.db");
        let file = format!("{name}.tally");
        let arguments = ["--library", &library];
        user.run(
            ["import".as_ref(), export.as_os_str()]
                .into_iter()
                .chain(arguments.map(AsRef::as_ref)),
        )
        .succeeded();
        user.run(press(&file).into_iter().chain(arguments)).succeeded();
        all.push(user.path(&file));
    };
    pressed(&sample::path(), "sample");
    for export in sample::private_exports() {
        let name = export.file_stem().expect("a name").to_string_lossy().into_owned();
        pressed(&export, &name);
    }
    for (seed, plays) in [(1, 1), (2, 50), (3, 3_000), (4, 9_000)] {
        let export = user.path("export.zip");
        let mut zip = Zip::new(fs::File::create(&export).expect("a file"), 1);
        Extended::NEW
            .write(&Listener::new(Person::new(seed, plays)), &mut zip)
            .expect("an export");
        zip.finish().expect("a zip");
        pressed(&export, &format!("person-{seed}"));
    }
    for (at, old) in [3, 4].into_iter().enumerate() {
        let file = newer(&fs::read(&all[old]).expect("a summary"));
        all.push(user.put(&format!("newer-{at}.tally"), file));
    }
    all
}

#[test]
fn a_reader_written_from_the_document_says_what_inspect_says() {
    let reader = Path::new(env!("CARGO_MANIFEST_DIR")).join("summary_reader.py");
    let lines = fs::read_to_string(&reader).expect("the reader").lines().count();
    assert!(lines <= 200, "{lines} lines");
    if Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: there is no python3");
        return;
    }
    let user = User::new();
    let summaries = summaries(&user);
    assert!(summaries.len() >= 10);
    for path in summaries {
        let read = Command::new("python3")
            .arg(&reader)
            .arg(&path)
            .output()
            .expect("python3 runs");
        assert!(
            read.status.success(),
            "{}: {}",
            path.display(),
            String::from_utf8_lossy(&read.stderr)
        );
        let read: Value = serde_json::from_slice(&read.stdout).expect("JSON");
        let inspected = user
            .run(["inspect".as_ref(), "--json".as_ref(), path.as_os_str()])
            .succeeded();
        let inspected: Value = serde_json::from_str(&inspected.output).expect("JSON");
        let (Value::Object(read), Value::Object(inspected)) = (read, inspected) else {
            panic!("{} is no object", path.display());
        };
        for (name, value) in &inspected {
            assert!(
                read.get(name) == Some(value),
                "{}: {name}: {:?} is not {value}",
                path.display(),
                read.get(name)
            );
        }
        assert_eq!(read.len(), inspected.len(), "{}", path.display());
    }
}
