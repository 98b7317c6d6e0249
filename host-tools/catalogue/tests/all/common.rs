//! Histories and catalogues that are made up.

use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;

use playtally_catalogue::{Learnt, Names, Options, Result, learn};
use playtally_history::{Device, End, Item, Kind, Play, Plays, Start};
use tempfile::TempDir;

/// Of each item its artist, its title, its album and how often it was played.
pub(crate) fn history<'a>(items: impl IntoIterator<Item = (&'a str, &'a str, &'a str, u32)>) -> Plays {
    let (mut artists, mut all, mut rows): (Vec<Box<str>>, Vec<Item>, Vec<Play>) = Default::default();
    let mut numbers = std::collections::HashMap::new();
    for (artist, title, album, plays) in items {
        let number = *numbers.entry(artist.to_owned()).or_insert_with(|| {
            artists.push(artist.into());
            artists.len() as u32 - 1
        });
        all.push(Item {
            kind: Kind::Music,
            title: title.into(),
            artist: number,
            album: album.into(),
        });
        for _ in 0..plays {
            rows.push(Play {
                started_at: 1_600_000_000 + 300 * rows.len() as i64,
                ms_played: Some(200_000),
                item: all.len() as u32 - 1,
                country: *b"ZZ",
                device: Device::Other,
                start: Start::TrackDone,
                end: End::TrackDone,
                shuffle: None,
                offline: None,
                private: false,
                wall_clock: false,
                echo: false,
            });
        }
    }
    Plays::new(artists, all, rows)
}

/// What is learnt from files of these contents.
pub(crate) fn learnt(plays: &Plays, contents: &[&[u8]], options: &Options) -> Result<Vec<Learnt>> {
    let folder = TempDir::new().unwrap();
    let path = |(number, content): (usize, &&[u8])| {
        let path = folder.path().join(format!("{number}"));
        fs::write(&path, content).unwrap();
        path
    };
    let paths: Vec<PathBuf> = contents.iter().enumerate().map(path).collect();
    let names = Names::of(plays);
    let mut watch = |_| ControlFlow::Continue(());
    learn(
        plays,
        &names,
        &paths,
        options,
        1_790_000_000,
        &mut |_, _| {},
        &mut watch,
    )
}

/// A master as Discogs writes it. Each artist has an id, a name and how it is credited.
pub(crate) fn master(
    id: u32,
    artists: &[(u32, &str, &str)],
    genres: &[&str],
    styles: &[&str],
    year: &str,
    title: &str,
) -> String {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let artist = |(id, name, variation): &(u32, &str, &str)| {
        format!(
            "<artist><id>{id}</id><name>{}</name><anv>{}</anv><join>,</join><role></role><tracks></tracks></artist>",
            escape(name),
            escape(variation)
        )
    };
    let list = |tag: &str, words: &[&str]| {
        let words: String = words
            .iter()
            .map(|word| format!("<{tag}>{}</{tag}>", escape(word)))
            .collect();
        format!("<{tag}s>{words}</{tag}s>")
    };
    format!(
        "<master id=\"{id}\"><main_release>{id}00</main_release><images><image type=\"primary\" uri=\"\" width=\"600\"/></images>\
         <artists>{}</artists>{}{}<year>{year}</year><title>{}</title><data_quality>Correct</data_quality><videos><video \
         duration=\"489\" src=\"https://example.org/{id}\" embed=\"true\"><title>Not a title: {id}</title><description>None \
         &amp; nothing</description></video></videos></master>\n",
        artists.iter().map(artist).collect::<String>(),
        list("genre", genres),
        list("style", styles),
        escape(title),
    )
}

pub(crate) fn masters(records: impl IntoIterator<Item = String>) -> Vec<u8> {
    let records: String = records.into_iter().collect();
    format!("<masters>\n{records}</masters>\n").into_bytes()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn bzip2(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = ::bzip2::write::BzEncoder::new(Vec::new(), ::bzip2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zstandard(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// A tar archive of files with these names and contents.
pub(crate) fn tar(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = Vec::new();
    for (name, content) in files {
        let mut header = [0_u8; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[100..107].copy_from_slice(b"0000644");
        header[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
        header[136..147].copy_from_slice(b"14700000000");
        header[148..156].fill(b' ');
        header[156] = b'0';
        header[257..265].copy_from_slice(b"ustar\x0000");
        let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        archive.extend_from_slice(&header);
        archive.extend_from_slice(content.as_bytes());
        archive.resize(archive.len().next_multiple_of(512), 0);
    }
    archive.resize(archive.len() + 1024, 0);
    archive
}
