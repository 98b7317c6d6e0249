//! Summaries made by the real program: damaged in every way, written where they cannot be, and what is in them.

use std::fs;
use std::path::Path;

use playtally_summary::records::OwnerLater;
use playtally_summary::{
    HEADER_LENGTH, MAJOR, MAX_DATA_LENGTH, MAX_LENGTH, Section, SectionInfo, Size, Summary, checksum,
};
use playtally_tests::archive::Zip;
use playtally_tests::damage::sound_member;
use playtally_tests::listener::{Listener, Person};
use playtally_tests::program::{User, collect, finish, press, start};
use playtally_tests::random::Random;
use playtally_tests::sample::{self, private_exports};
use playtally_tests::spotify_account::CANARY;
use playtally_tests::spotify_extended::{CANARY_ADDRESS, Extended};

const PRESS: [&str; 9] = press("my.tally");

/// A user with a summary of a few hundred plays.
fn pressed() -> (User, Vec<u8>) {
    of_export(&sound_member().unwrap())
}

/// A user with a summary of three plays: small enough to damage it in every possible way.
fn pressed_small() -> (User, Vec<u8>) {
    let play = |minute: u8, title: &str| {
        format!(
            r#"{{"ts":"2024-03-01T20:{minute:02}:00Z","ms_played":180000,"master_metadata_track_name":"{title}",
            "master_metadata_album_artist_name":"ada","spotify_track_uri":"spotify:track:{title}"}}"#
        )
    };
    let export = format!("[{},{},{}]", play(10, "a"), play(20, "d"), play(30, "ad"));
    of_export(export.as_bytes())
}

fn of_export(export: &[u8]) -> (User, Vec<u8>) {
    let user = User::new();
    let path = user.put("endsong_0.json", export);
    user.run(["import".as_ref(), path.as_os_str()]).succeeded();
    user.run(PRESS).succeeded();
    let bytes = fs::read(user.path("my.tally")).unwrap();
    Summary::open(&bytes).expect("what was pressed can be opened");
    (user, bytes)
}

/// The bytes with the checksum that belongs to them, as someone would write it who means harm.
fn signed(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = checksum(&bytes);
    bytes[16..20].copy_from_slice(&sum.to_le_bytes());
    bytes
}

#[test]
fn no_bit_may_flip_and_no_byte_may_be_missing() {
    let (_, mut bytes) = pressed_small();
    println!("{} bytes", bytes.len());
    for at in 0..bytes.len() {
        for bit in 0..8 {
            bytes[at] ^= 1 << bit;
            assert!(Summary::open(&bytes).is_err(), "bit {bit} of byte {at}");
            bytes[at] ^= 1 << bit;
        }
        assert!(Summary::open(&bytes[..at]).is_err(), "cut at byte {at}");
    }
    bytes.push(0);
    assert!(Summary::open(&bytes).is_err(), "a byte too many");
}

#[test]
fn a_hostile_summary_is_refused_or_shown_but_never_a_panic() {
    let (user, bytes) = pressed();
    let mut random = Random::of(41, &[]);
    for round in 0..40 {
        let mut hostile = bytes.clone();
        // Every other one is changed where the structure is: in the section table.
        let range = if round % 2 == 0 {
            HEADER_LENGTH..HEADER_LENGTH + 240
        } else {
            HEADER_LENGTH..hostile.len()
        };
        for _ in 0..random.between(1, 6) {
            let at = range.start + random.below(range.len() as u64) as usize;
            hostile[at] = random.word() as u8;
        }
        user.put("hostile.tally", signed(hostile));
        // `run` fails the test if the program panics.
        let run = user.run(["inspect", "hostile.tally"]);
        assert!(matches!(run.code, Some(0 | 1)), "round {round}: {run:?}");
    }
}

#[test]
fn a_bad_summary_is_refused_by_name() {
    let (user, bytes) = pressed();
    let changed = |at: usize, to: u8| {
        let mut bytes = bytes.clone();
        bytes[at] ^= to;
        bytes
    };
    let mut newer = bytes.clone();
    newer[8..10].copy_from_slice(&(MAJOR + 1).to_le_bytes());
    let cases = [
        ("cut.tally", bytes[..bytes.len() / 2].to_vec(), "copy it again"),
        ("flipped.tally", changed(bytes.len() / 3, 1), ""),
        ("magic.tally", changed(0, 1), "not a Playtally summary"),
        ("newer.tally", signed(newer), "newer Playtally"),
        ("empty.tally", Vec::new(), ""),
        (
            "text.tally",
            b"this is no summary at all".to_vec(),
            "not a Playtally summary",
        ),
    ];
    for (name, content, says) in cases {
        user.put(name, content);
        for command in [&["inspect"][..], &["simulate", "--shots", "pages"]] {
            let before = user.belongings();
            let run = user.run(command.iter().copied().chain([name]));
            assert!(run.message().contains(name), "names the file: {run:?}");
            assert!(
                command[0] == "simulate" || run.message().contains(says),
                "says {says}: {run:?}"
            );
            assert!(before == user.belongings(), "{command:?} {name} changed something");
        }
    }
}

#[test]
fn the_same_history_presses_the_same_bytes_but_for_whose_it_is() {
    let (user, first) = pressed();
    user.run(PRESS).succeeded();
    assert!(first == fs::read(user.path("my.tally")).unwrap());
    let (_, mut second) = pressed();
    let id = |file: &[u8]| {
        let summary = Summary::open(file).unwrap();
        let owner = summary.sections().find(|info| info.section == Some(Section::Owner));
        let owner = owner.expect("an owner");
        owner.offset + owner.length - size_of::<OwnerLater>()..owner.offset + owner.length
    };
    assert!(first != second);
    second[id(&first)].copy_from_slice(&first[id(&first)]);
    let second = signed(second);
    assert!(first == second, "{} and {} bytes", first.len(), second.len());
}

#[test]
fn no_name_loses_a_size_where_every_section_has_the_most_that_it_can() {
    let folder = User::new();
    let mixed = folder.path("mixed.zip");
    let mut zip = Zip::new(fs::File::create(&mixed).unwrap(), 1);
    let listener = Listener::new(Person::new(9, 14_000));
    Extended::NEW.write(&listener, &mut zip).unwrap();
    zip.finish().unwrap();
    let private = private_exports();
    if private.is_empty() {
        println!("skipped: private exports, of which there are none");
    }
    for export in [mixed, sample::path()].into_iter().chain(private) {
        has_every_name_in_every_size(&export);
    }
}

fn has_every_name_in_every_size(export: &Path) {
    let user = User::new();
    user.run(["import".as_ref(), export.as_os_str()]).succeeded();
    let said = user.run(PRESS).succeeded().output;
    let bytes = fs::read(user.path("my.tally")).unwrap();
    println!("{} bytes; {said}", bytes.len());
    let summary = Summary::open(&bytes).unwrap();
    let is_data = |info: &SectionInfo| info.section.is_some_and(|section| section.layout().most.is_some());
    let data: usize = summary.sections().filter(is_data).map(|info| info.length).sum();
    assert!(
        bytes.len() - data + MAX_DATA_LENGTH <= MAX_LENGTH,
        "{} bytes, {data} of data",
        bytes.len()
    );
    assert!(!said.contains("without"), "{said}");
    let texts = summary.texts();
    let have = |size| texts.iter().filter(|text| text.has(size)).count();
    assert_eq!(have(Size::Small), texts.len(), "every name is there to be read");
    let inspected = user.run(["inspect", "my.tally"]).succeeded().output;
    let large = format!("{} large", have(Size::Large));
    assert!(inspected.contains(&large), "{large} in {}", &inspected[..3_000]);
}

#[test]
fn output_that_cannot_be_written_is_an_error_and_leaves_no_trace() {
    let (user, _) = pressed();
    user.put("a-file", b"");
    for output in ["no-such-folder/my.tally", "a-file/my.tally", "library"] {
        let before = user.belongings();
        let run = user.run(["summary", "-o", output]);
        assert!(run.message().contains(output), "{run:?}");
        assert!(before == user.belongings(), "{output}");
    }
}

#[test]
#[cfg(unix)]
fn a_summary_that_does_not_fit_leaves_the_one_before() {
    let (user, _) = pressed();
    let before = user.belongings();
    // No file may grow beyond 8 blocks; the signal that says so is ignored, so that the write fails.
    let run = finish(&mut user.command_limited("trap '' XFSZ; ulimit -f 8", &PRESS));
    assert!(run.message().contains("my.tally"), "{run:?}");
    assert!(
        before == user.belongings(),
        "the old summary is whole and nothing lies beside it"
    );
}

#[test]
#[cfg(unix)]
fn a_closed_pipe_is_no_error() {
    let (user, _) = pressed();
    for arguments in [&["inspect", "my.tally"][..], &["inspect", "--json", "my.tally"], &PRESS] {
        let mut child = start(&mut user.command(arguments));
        drop(child.stdout.take());
        collect(child).succeeded();
    }
}

#[test]
fn nothing_private_is_in_a_summary() {
    let (user, bytes) = pressed();
    let run = user.run(["inspect", "--json", "my.tally"]).succeeded();
    for secret in [CANARY, CANARY_ADDRESS, "spotify:", "tpapi"] {
        assert!(
            !bytes.windows(secret.len()).any(|window| window == secret.as_bytes()),
            "{secret}"
        );
        assert!(!run.output.contains(secret), "{secret}");
    }
}
