//! Files that are cut, damaged or made to do harm: each gets a message that says what it is, and none takes memory or time.

use std::ops::ControlFlow;

use playtally_catalogue::{Error, Names, Options, learn, learn_from};
use playtally_history::Plays;

use crate::common::{bzip2, gzip, history, learnt, master, masters, tar, zstandard};

fn owner() -> Plays {
    history([("Otters", "Slow River", "Delta Songs", 5)])
}

/// What is said of a file.
fn error(content: &[u8]) -> String {
    learnt(&owner(), &[content], &Options::default())
        .unwrap_err()
        .to_string()
}

fn sound() -> Vec<u8> {
    masters((0..2000).map(|id| master(id, &[(id, "Somebody", "")], &["Rock"], &[], "1987", "Delta Songs")))
}

#[test]
fn a_file_that_ends_too_early_is_said_to_be_damaged() {
    let file = sound();
    for packed in [file.clone(), gzip(&file), bzip2(&file), zstandard(&file)] {
        for length in [packed.len() / 2, packed.len() - 12] {
            let said = error(&packed[..length]);
            assert!(
                said.contains("ends too early") || said.contains("damaged") || said.contains("XML"),
                "{said}"
            );
            assert!(said.contains("Fetch it again"), "{said}");
        }
    }
    let archive = tar(&[("mbdump/artist", &"1\ta\tb\n".repeat(1000))]);
    assert!(error(&archive[..archive.len() - 3000]).contains("ends too early"));
}

#[test]
fn xml_that_is_made_to_do_harm_does_none() {
    let bomb = "<!DOCTYPE a [<!ENTITY b \"&c;&c;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>";
    let record = |title: &str| {
        format!(
            "<master id=\"1\"><artists><artist><id>1</id><name>Otters</name></artist></artists><title>{title}</title></master>"
        )
    };
    let file = format!("{bomb}<masters>{}</masters>", record("Delta &b; &c; &#x53;ongs"));
    let read = learnt(&owner(), &[file.as_bytes()], &Options::default()).unwrap();
    assert_eq!(read[0].entries, 1, "entities are not resolved");
    let deep = format!("<masters>{}{}</masters>", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert!(error(deep.as_bytes()).contains("nested without end"));
    for endless in [
        format!("<masters><master id=\"{}\"></master></masters>", "x".repeat(8 << 20)),
        format!("<masters><!--{}", "x".repeat(8 << 20)),
        format!("<masters><{}", "x".repeat(8 << 20)),
    ] {
        assert!(error(endless.as_bytes()).contains("has no end"));
    }
    assert!(error(b"<masters><master></wrong></masters>").contains("not XML as Discogs writes it"));
    assert!(error(b"<masters><master><title>Gr\xFC\xDFe</title></master></masters>").contains("UTF-8"));
}

#[test]
fn what_is_no_catalogue_is_said_to_be_none() {
    for (file, expected) in [
        (&b""[..], "is empty"),
        (b"<html></html>", "is XML, but neither"),
        (b"PK\x03\x04", "unpack it first"),
        (b"PAR1", "Parquet"),
        (b"one,two\n1,2\n", "has the columns one, two"),
        (b"artist,weather\nOtters,rain\n", "no column is known to say anything"),
    ] {
        let said = error(file);
        assert!(said.contains(expected) && said.contains("docs/catalogue.md"), "{said}");
    }
    let options = Options {
        columns: Some("artist=Who".parse().unwrap()),
        ..Options::default()
    };
    let said = learnt(&owner(), &[b"one,two\n1,2\n"], &options)
        .unwrap_err()
        .to_string();
    assert!(said.contains("no column \"Who\"; there are one, two"), "{said}");
    let packed = error(&tar(&[("readme.txt", "hello"), ("photo.jpg", "x")]));
    assert!(packed.contains("an archive of readme.txt, photo.jpg"), "{packed}");
    let deep = (0..8).fold(b"artist,genre\n".to_vec(), |bytes, _| gzip(&bytes));
    assert!(error(&deep).contains("packed in packed files"));
}

#[test]
fn of_several_files_one_that_is_broken_leaves_nothing_learnt() {
    let file = sound();
    assert!(learnt(&owner(), &[&file, &file[..file.len() / 2]], &Options::default()).is_err());
}

#[test]
fn reading_ends_when_nobody_wants_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("masters.xml.gz");
    let file: Vec<u8> = sound();
    std::fs::write(&path, &file).unwrap();
    let plays = owner();
    let names = Names::of(&plays);
    let mut watch = |bytes: u64| {
        if bytes > 0 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let ended = learn(
        &plays,
        &names,
        &[&path],
        &Options::default(),
        0,
        &mut |_, _| {},
        &mut watch,
    );
    assert!(matches!(ended, Err(Error::Stopped)));
}

#[test]
fn whatever_becomes_of_a_file_it_is_read_or_refused() {
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fuzz/seeds/catalogue");
    let plays = history([("Otter", "River", "Delta", 1), ("Heron", "Long Legs", "Wings", 1)]);
    let mut dice = 1_u64;
    let mut below = |n: usize| {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) as usize % n
    };
    let (mut read, mut refused) = (0, 0);
    for seed in std::fs::read_dir(seeds).unwrap() {
        let sound = std::fs::read(seed.unwrap().path()).unwrap();
        for _ in 0..200 {
            let mut file = sound.clone();
            for _ in 0..1 + below(4) {
                let (at, other) = (below(file.len()), below(file.len()));
                match below(4) {
                    0 => file[at] = below(256) as u8,
                    1 => file.truncate(at + 1),
                    2 => file.swap(at, other),
                    _ => file.extend_from_within(at.min(other)..at.max(other)),
                }
            }
            let names = Names::of(&plays);
            let mut watch = |_| ControlFlow::Continue(());
            match learn_from(&plays, &names, &mut &file[..], &Options::default(), 0, &mut watch) {
                Ok(_) => read += 1,
                Err(_) => refused += 1,
            }
        }
    }
    assert!(read > 200 && refused > 200, "{read} were read and {refused} refused");
}
