//! The sample export: one invented person from 2019 to 2026, small enough to live beside the code.

use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::archive::Zip;
use crate::listener::{Listener, Person};
use crate::spotify_extended::{Extended, Ids};
use crate::truth::Truth;

/// The person of the sample.
#[must_use]
pub fn person() -> Person {
    Person {
        from: NaiveDate::from_ymd_opt(2019, 2, 4).unwrap_or_default(),
        ..Person::new(SEED, PLAYS)
    }
}

/// The seed of the sample.
pub const SEED: u64 = 611;
/// The plays of the sample.
pub const PLAYS: u64 = 8_000;

/// The sample export and what it holds.
///
/// # Errors
/// None are possible in memory, but the writers know no such thing.
pub fn export() -> io::Result<(Vec<u8>, Truth)> {
    let mut zip = Zip::new(Vec::new(), 9);
    let truth = Extended {
        ids: Ids::Plain,
        ..Extended::NEW
    }
    .write(&Listener::new(person()), &mut zip)?;
    Ok((zip.finish()?, truth))
}

/// Where the sample lies.
#[must_use]
pub fn path() -> PathBuf {
    fixture("sample-export.zip")
}

/// The path of a fixture.
#[must_use]
pub fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// Private exports: zips in a folder `shared/data` beside the checkout, or beside a folder that holds it. None is usual.
#[must_use]
pub fn private_exports() -> Vec<PathBuf> {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .skip(2)
        .map(|folder| folder.join("shared/data"));
    let mut exports: Vec<PathBuf> = folders
        .filter_map(|folder| folder.read_dir().ok())
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "zip"))
        .collect();
    // Two of the folders may be one, by another name.
    exports.sort_by(|one, two| (one.file_name(), one).cmp(&(two.file_name(), two)));
    exports.dedup_by(|one, two| one.file_name() == two.file_name());
    exports
}
