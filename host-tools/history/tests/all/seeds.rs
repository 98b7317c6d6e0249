//! What the fuzzers begin with is what the fixtures hold: `UPDATE_SEEDS=1 cargo test -p playtally-history --test all seeds::`
//! writes it anew.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use crate::common::fixture::Fixture;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Every seed by its path.
fn seeds() -> BTreeMap<PathBuf, Vec<u8>> {
    let mut seeds = BTreeMap::new();
    for fixture in Fixture::all() {
        for (number, (_, content)) in fixture.histories().into_iter().enumerate() {
            let seed = Path::new("source")
                .join(&fixture.expected.source)
                .join(format!("{}-{number}", fixture.name));
            seeds.insert(seed, unpacked(content));
        }
        if fixture.entries().count() > 1 {
            seeds.insert(Path::new("archive").join(&fixture.name), unpacked(fixture.as_zip()));
            seeds.insert(Path::new("members").join(&fixture.name), fixture.text.into_bytes());
        }
    }
    seeds
}

/// A file in whose archives, if it is one, nothing is compressed: a change in them is a change of their content.
fn unpacked(file: Vec<u8>) -> Vec<u8> {
    if !file.starts_with(b"PK") {
        return file;
    }
    let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
    let mut unpacked_one = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..archive.len() {
        let mut member = archive.by_index(number).unwrap();
        let mut content = Vec::new();
        member.read_to_end(&mut content).unwrap();
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        unpacked_one.start_file(member.name().unwrap(), options).unwrap();
        unpacked_one.write_all(&unpacked(content)).unwrap();
    }
    unpacked_one.finish().unwrap().into_inner()
}

#[test]
fn fuzzers_begin_with_what_the_fixtures_hold() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz/seeds");
    for (seed, content) in seeds() {
        let path = folder.join(seed);
        if std::env::var_os("UPDATE_SEEDS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &content).unwrap();
        }
        let found = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(found == content, "{} is not what the fixture has", path.display());
    }
}
