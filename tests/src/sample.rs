//! The sample export: one invented person from 2019 to 2026, small enough to live beside the code.

use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::archive::Zip;
use crate::catalogue::Catalogue;
use crate::listener::{Listener, Person};
use crate::random::Random;
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

/// What there is to know of the sample's music, as a table for `playtally catalogue`: of nine artists in ten a genre and a
/// country, and of their albums a year. An artist has a few good years.
#[must_use]
pub fn table() -> String {
    const GENRES: [&str; 16] = [
        "Indie Rock",
        "Deep House",
        "Folk",
        "Hard Bop",
        "Boom Bap",
        "Rock",
        "Techno",
        "Indie Rock",
        "Neo Soul",
        "Ambient",
        "Synth-pop",
        "Bossa Nova",
        "Score",
        "Salsa",
        "Delta Blues",
        "Roots Reggae",
    ];
    const COUNTRIES: [&str; 16] = [
        "US", "GB", "SE", "DE", "JP", "NG", "BR", "FR", "AU", "KR", "ML", "IS", "AR", "IN", "ZA", "NZ",
    ];
    let catalogue = Catalogue::new(SEED, PLAYS);
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut table = "artist,track,album,genre,year,country\n".to_owned();
    for track in &catalogue.tracks {
        let artist = &catalogue.artists[track.artist as usize].name;
        let mut random = Random::of(SEED, &[0x7AB1E, track.artist.into()]);
        if random.below(10) == 0 {
            continue;
        }
        // The lower of two is a low one more often; most music is not so old.
        let genre = GENRES[random.below(16).min(random.below(16)) as usize];
        let begun = 2_014 - random.below(50).min(random.below(50));
        let country = COUNTRIES[random.below(16).min(random.below(16)) as usize];
        let letters = track.album.bytes().map(u64::from).sum::<u64>();
        let year = begun + letters % 9;
        let [artist, title, album] = [artist, &track.title, &track.album].map(|text| quoted(text));
        table += &format!("{artist},{title},{album},{genre},{year},{country}\n");
    }
    table
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
