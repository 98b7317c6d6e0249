//! A group of friends with the real program: seven libraries, one stick between them, and a total that is plain addition.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use playtally_tests::archive::Zip;
use playtally_tests::listener::{Listener, Person};
use playtally_tests::program::{Run, User, finish};
use playtally_tests::spotify_extended::Extended;
use serde_json::{Value, json};

const NAME: &str = "Choir";
const FRIENDS: [&str; 7] = ["Ada", "Bo", "Cleo", "Dag", "Eli", "Fay", "Gus"];
/// What an artist is called that one friend alone has played, more than anybody.
const CANARY: &str = "Zanzibarquux";

/// Some friends, and the stick that goes round.
struct Circle {
    friends: Vec<User>,
    stick: PathBuf,
    _shared: tempfile::TempDir,
}

/// A user with a made-up library, and an artist of their own.
fn friend(number: usize) -> User {
    let user = User::new();
    let mut zip = Zip::new(Vec::new(), 1);
    let person = Person::new(number as u64 + 1, 900);
    Extended::NEW.write(&Listener::new(person), &mut zip).unwrap();
    let rows: Vec<Value> = (0..90)
        .map(|n| {
            json!({
                "ts": format!("2026-{:02}-{:02}T20:00:00Z", n / 28 + 3, n % 28 + 1), "ms_played": 1_200_000,
                "master_metadata_track_name": format!("Song {n}"),
                "master_metadata_album_artist_name": format!("{CANARY} {number}"),
                "spotify_track_uri": format!("spotify:track:{n}"),
            })
        })
        .collect();
    user.put("endsong_0.json", serde_json::to_vec(&rows).unwrap());
    let export = user.put("export.zip", zip.finish().unwrap());
    let import = [
        "import".as_ref(),
        "--timezone".as_ref(),
        "Europe/Oslo".as_ref(),
        export.as_os_str(),
    ];
    user.run(import.into_iter().chain(["endsong_0.json".as_ref()]))
        .succeeded();
    user
}

impl Circle {
    fn new(friends: usize) -> Self {
        let shared = tempfile::tempdir().unwrap();
        let stick = shared.path().join("stick");
        fs::create_dir(&stick).unwrap();
        Self {
            friends: (0..friends).map(friend).collect(),
            stick,
            _shared: shared,
        }
    }

    fn stick(&self) -> &str {
        self.stick.to_str().unwrap()
    }

    fn group(&self, friend: usize, command: &str, more: &[&str]) -> Run {
        let said = ["group", command, self.stick()];
        self.friends[friend].run(said.iter().chain(more))
    }

    /// Starts a group; the keys of these friends come with the stick.
    fn keys(&self, friends: &[usize]) {
        let dates = ["--from", "2025-10-01", "--to", "2026-09-30"];
        let start = [&["--name", NAME, "--as", FRIENDS[friends[0]]], &dates[..]].concat();
        self.group(friends[0], "start", &start).succeeded();
        for friend in &friends[1..] {
            self.group(*friend, "add", &["--as", FRIENDS[*friend]]).succeeded();
        }
    }

    fn close(&self, starter: usize) -> Value {
        json_of(
            &self
                .group(starter, "start", &["--close", "--sign", NAME, "--json"])
                .succeeded(),
        )
    }

    fn add(&self, friend: usize) -> Value {
        json_of(&self.group(friend, "add", &["--sign", NAME, "--json"]).succeeded())
    }

    fn open(&self, friend: usize) -> Value {
        json_of(&self.group(friend, "open", &["--sign", NAME, "--json"]).succeeded())
    }

    /// Everything on the stick.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        gather(&self.stick, &mut files);
        files
    }
}

fn gather(folder: &Path, into: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            gather(&entry.path(), into);
        } else {
            into.insert(entry.path(), fs::read(entry.path()).unwrap());
        }
    }
}

fn json_of(run: &Run) -> Value {
    serde_json::from_str(&run.output).unwrap_or_else(|error| panic!("{error}: {}{}", run.output, run.error))
}

fn numbers(value: &Value) -> Vec<u64> {
    match value {
        Value::Array(values) => values.iter().flat_map(numbers).collect(),
        value => vec![value.as_u64().unwrap()],
    }
}

fn names(value: &Value) -> BTreeSet<String> {
    let names = value.as_array().unwrap().iter();
    names.map(|name| name.as_str().unwrap().to_owned()).collect()
}

fn refused(run: Run, code: i32, why: &str) {
    assert_eq!(run.code, Some(code), "{why}: {}{}", run.output, run.error);
    assert!(run.error.contains(why), "{why}: {}", run.error);
}

#[test]
fn seven_libraries_and_one_stick_come_to_the_total_that_plain_addition_gives() {
    let circle = Circle::new(7);
    // Two keys come by chat, before the stick does.
    let line = |friend: usize| {
        let line = circle.friends[friend]
            .run(["group", "add", "--line", "--as", FRIENDS[friend]])
            .succeeded();
        assert!(line.error.contains("What leaves is your name"), "{}", line.error);
        line.output
    };
    let chat = format!("[12:01] Fay: {}so?\n[12:02] Gus: {}", line(5), line(6));
    circle.friends[0].put("chat.txt", chat);
    circle.keys(&[0, 1, 2, 3, 4]);
    refused(circle.group(1, "start", &["--close"]), 1, "started by somebody else");
    let told = circle
        .group(0, "start", &["--keys", "chat.txt", "--close", "--dry-run"])
        .succeeded();
    assert!(
        told.output.contains("7 friends are in it") && told.output.contains("dry run"),
        "{}",
        told.output
    );
    circle.group(0, "start", &["--keys", "chat.txt"]).succeeded();
    // Another lap changes nothing.
    let before = circle.files();
    circle.group(1, "add", &[]).succeeded();
    circle.group(5, "add", &[]).succeeded();
    assert_eq!(circle.files(), before);
    let closed = circle.close(0);
    let words = closed["words"].as_str().unwrap().to_owned();
    assert_eq!(
        (words.split(' ').count(), closed["friends"].as_array().unwrap().len()),
        (6, 7)
    );

    // Everybody reads all that leaves; nothing is written until they sign; the words are the same for all.
    let read = circle.group(1, "add", &["--dry-run"]).succeeded().output;
    for said in [
        &words,
        "this is all that you add",
        "Monday",
        &format!("{CANARY} 1"),
        "5 friends who put theirs together",
    ] {
        assert!(read.replace('\n', " ").contains(said), "{said}: {read}");
    }
    refused(circle.group(1, "add", &["--sign", "choir"]), 1, "nothing was signed");
    refused(circle.group(1, "add", &[]), 2, "no terminal");
    assert!(!circle.stick.join("envelopes").exists());
    // Gus stays away.
    let added: Vec<Value> = (0..6).map(|friend| circle.add(friend)).collect();
    assert!(added.iter().all(|told| told["words"] == json!(words)));
    let sent = circle.files();
    let again = circle.group(3, "add", &[]).succeeded();
    assert!(
        again.output.contains("You signed this on") && circle.files() == sent,
        "{}",
        again.output
    );

    // Four sums are too few, five are enough: Fay's is not needed.
    for friend in 0..4 {
        let told = circle.open(friend);
        let awaited = told["awaited"].as_str().unwrap();
        assert!(
            awaited.contains(&format!("{} of the 5 sums", friend + 1)) && told["total"] == json!(null),
            "{told}"
        );
    }
    // Who comes after the list was closed is not in it.
    circle.add(6);
    refused(circle.group(6, "open", &["--sign", NAME]), 1, "without your envelopes");
    let opened: Vec<Value> = [4, 0, 1, 2, 3, 5].map(|friend| circle.open(friend)).into();
    let plain = |part: &str| -> Vec<u64> {
        let all: Vec<Vec<u64>> = added.iter().map(|told| numbers(&told["numbers"][part])).collect();
        (0..all[0].len())
            .map(|cell| all.iter().map(|own| own[cell]).sum())
            .collect()
    };
    let parts = |told: &Value, part: &str, who: &str| -> Vec<u64> {
        let cells = told["total"][part].as_array().unwrap().iter();
        let cells = cells.flat_map(|cell| cell.as_array().cloned().unwrap_or_else(|| vec![cell.clone()]));
        cells.map(|cell| cell[who].as_u64().unwrap()).collect()
    };
    assert!(plain("clock").iter().sum::<u64>() > 6 * 20 && plain("new_artists").len() == 12);
    for (told, friend) in opened.iter().zip([4, 0, 1, 2, 3, 5]) {
        assert_eq!(told["total"]["people"], 6);
        for part in ["clock", "new_artists"] {
            assert_eq!(parts(told, part, "all"), plain(part), "{part}");
            assert_eq!(parts(told, part, "own"), numbers(&added[friend]["numbers"][part]));
        }
        let mut wrong = 0;
        for name in told["total"]["names"]["own"].as_array().unwrap() {
            let (name, others) = (name["name"].as_str().unwrap(), name["others"].as_u64().unwrap());
            let known =
                (0..6).filter(|other| *other != friend && names(&added[*other]["numbers"]["names"]).contains(name));
            let known = known.count() as u64;
            assert!(others >= known, "{name}");
            wrong += u64::from(others > known);
        }
        assert!(wrong <= 3, "of 50 names, 2 % are taken for known: {wrong}");
    }
    // Gus, who is not in it, can see the total, and that it is without him.
    let left_out = circle.group(6, "open", &["--sign", NAME]).succeeded().output;
    assert!(left_out.contains("6 friends together, and not you"), "{left_out}");
    let told = circle.group(0, "open", &[]).succeeded().output;
    assert!(
        told.contains("6 friends together") && told.contains(&format!("Yours alone: {CANARY} 0")),
        "{told}"
    );
    let ledger = circle.friends[0].run(["collective", "ledger"]).succeeded().output;
    assert!(
        ledger.contains("\"Choir\", 7 friends: exact sums, which no ε counts; opened."),
        "{ledger}"
    );

    // The device shows how many know which artist; of numbers, a summary has none of the group's.
    let summary = ["summary", "--owner", "Ada", "--fonts", "bundled", "-o", "my.tally"];
    circle.friends[0].run(summary).succeeded();
    let inspected = circle.friends[0].run(["inspect", "my.tally"]).succeeded().output;
    assert!(
        inspected.contains("which friends know the owner's artists"),
        "{inspected}"
    );
    let drawn = [
        "simulate",
        "my.tally",
        "--panel",
        "st7789-240x240",
        "--layout",
        "pages.jsonl",
    ];
    circle.friends[0].run(drawn).succeeded();
    let drawn = fs::read_to_string(circle.friends[0].path("pages.jsonl")).unwrap();
    let opened = circle.open(0);
    let shared = opened["total"]["names"]["own"].as_array().unwrap().iter();
    let shared: Vec<&Value> = shared.filter(|name| name["others"].as_u64() > Some(0)).collect();
    assert_eq!(drawn.contains("\"together\""), shared.len() >= 2, "{drawn}");

    // Nobody's names are on the stick, nor in what another keeps or is told.
    for (file, content) in circle.files() {
        assert!(
            !String::from_utf8_lossy(&content).contains(CANARY),
            "{}",
            file.display()
        );
    }
    for (number, user) in circle.friends.iter().enumerate() {
        let library = fs::read(user.library()).unwrap();
        let told = circle.group(number, "open", &["--json"]);
        for other in (0..7).filter(|other| *other != number) {
            let canary = format!("{CANARY} {other}");
            assert!(!library.windows(canary.len()).any(|bytes| bytes == canary.as_bytes()));
            assert!(!told.output.contains(&canary));
        }
    }
    // Whoever comes by can say what each file is.
    let stranger = User::new();
    for file in circle
        .files()
        .into_keys()
        .filter(|file| file.extension().is_some_and(|end| end == "note"))
    {
        let read = stranger
            .run(["collective", "read", file.to_str().unwrap()])
            .succeeded()
            .output;
        assert!(read.contains(NAME) || read.contains("for groups of friends"), "{read}");
    }
    // And the same friends once more without one of them: nobody's tool signs that.
    fs::remove_dir_all(&circle.stick).unwrap();
    fs::create_dir(&circle.stick).unwrap();
    circle.keys(&[0, 1, 2, 3, 4]);
    circle.close(0);
    for friend in 0..5 {
        refused(circle.group(friend, "add", &["--sign", NAME]), 1, "but for Fay");
    }
    assert!(!circle.stick.join("envelopes").exists());
}

/// Runs a command that is killed after some time, more each time, and at last whole.
fn though_killed(user: &User, arguments: &[&str]) -> Run {
    for wait in [0, 5, 15, 30, 60, 90, 120, 160, 200, 260, 330, 400] {
        let mut killed = user.command(arguments).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let _ = killed.kill();
        killed.wait().unwrap();
    }
    finish(&mut user.command(arguments)).succeeded()
}

#[test]
fn whoever_is_killed_at_any_moment_begins_again_and_comes_to_the_same() {
    let circle = Circle::new(5);
    circle.keys(&[0, 1, 2, 3]);
    though_killed(&circle.friends[4], &["group", "add", circle.stick(), "--as", "Eli"]);
    though_killed_or_closed(&circle);
    let mut first = BTreeMap::new();
    for friend in 0..5 {
        though_killed(
            &circle.friends[friend],
            &["group", "add", circle.stick(), "--sign", NAME],
        );
        // What was signed once is never signed in another way.
        first.extend(circle.files());
        though_killed(
            &circle.friends[friend],
            &["group", "add", circle.stick(), "--sign", NAME],
        );
        assert_eq!(circle.files(), first);
    }
    for friend in 0..5 {
        though_killed(
            &circle.friends[friend],
            &["group", "open", circle.stick(), "--sign", NAME],
        );
        first.extend(circle.files());
        though_killed(
            &circle.friends[friend],
            &["group", "open", circle.stick(), "--sign", NAME],
        );
        assert_eq!(circle.files(), first);
    }
    let told: BTreeSet<String> = (0..5)
        .map(|friend| circle.open(friend)["total"]["people"].to_string())
        .collect();
    assert_eq!(told, BTreeSet::from(["5".to_owned()]));
}

/// Closing is killed, too; once it is done, there is nothing to close any more.
fn though_killed_or_closed(circle: &Circle) {
    for wait in [5, 30, 60, 120, 200, 300] {
        let close = ["group", "start", circle.stick(), "--close", "--sign", NAME];
        let mut killed = circle.friends[0].command(close).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let _ = killed.kill();
        killed.wait().unwrap();
    }
    let last = circle.group(0, "start", &["--close", "--sign", NAME]);
    assert!(
        last.code == Some(0) || last.error.contains("is closed"),
        "{}",
        last.error
    );
}

#[test]
fn what_is_no_good_on_a_stick_is_named_with_what_can_be_done() {
    let circle = Circle::new(5);
    refused(circle.group(0, "add", &["--as", "Ada"]), 1, "`playtally group start`");
    refused(circle.group(0, "start", &["--name", NAME]), 2, "--as NAME");
    let long = [
        "--name",
        NAME,
        "--as",
        "Ada",
        "--from",
        "2020-01-01",
        "--to",
        "2026-01-01",
    ];
    refused(circle.group(0, "start", &long), 1, "more than a year");
    circle.keys(&[0, 1, 2, 3]);
    refused(circle.group(0, "start", &["--name", "Chor"]), 1, "take another folder");
    refused(
        circle.group(0, "start", &["--close", "--sign", NAME]),
        1,
        "4 of the 5 friends",
    );
    refused(circle.group(4, "add", &[]), 2, "--as NAME");
    circle.group(4, "add", &["--as", "Eli"]).succeeded();
    fs::write(circle.stick.join("keys/letter.txt"), "When is it?").unwrap();
    let closed = circle.close(0);
    assert_eq!(closed["wrong"][0]["file"], "keys/letter.txt");
    refused(circle.group(0, "start", &["--close"]), 1, "is closed");
    // Somebody who is not in it, and somebody who has added nothing.
    let stranger = User::with_history();
    let add = ["group", "add", circle.stick(), "--sign", NAME];
    refused(stranger.run(add), 1, "you are not in \"Choir\"");
    refused(circle.group(0, "open", &[]), 1, "you have added nothing");
    (0..5).for_each(|friend| drop(circle.add(friend)));
    let file = |of: &str, at: usize| {
        let mut files: Vec<PathBuf> = fs::read_dir(circle.stick.join(of))
            .unwrap()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        files.sort();
        files.swap_remove(at)
    };
    let envelopes = file("envelopes", 0);
    let sound = fs::read_to_string(&envelopes).unwrap();
    let at = sound.find("share: ").unwrap() + 7;
    let other = if sound[at..].starts_with('A') { "B" } else { "A" };
    let forged = format!("{}{other}{}", &sound[..at], &sound[at + 1..]);
    let name = format!("envelopes/{}", envelopes.file_name().unwrap().to_str().unwrap());
    for (content, why) in [
        (sound[..sound.len() / 2].to_owned(), "is no signed note"),
        (forged, "changed after it was signed"),
        (
            fs::read_to_string(file("envelopes", 1)).unwrap(),
            "the files were swapped",
        ),
        ("x".repeat(3 << 20), "is longer than"),
    ] {
        fs::write(&envelopes, content).unwrap();
        for friend in 0..5 {
            let run = circle.group(friend, "open", &["--sign", NAME]);
            assert_eq!(run.code, Some(1), "five are in it, and five are needed: {}", run.output);
            let is_own = run.error.contains("no envelopes of yours");
            assert!(is_own || run.error.contains("of 4 friends so far"), "{}", run.error);
            assert!(
                run.error.contains(&name) && run.error.contains(why),
                "{why}: {}",
                run.error
            );
        }
    }
    #[cfg(unix)]
    {
        fs::remove_file(&envelopes).unwrap();
        std::os::unix::fs::symlink(circle.friends[0].library(), &envelopes).unwrap();
        refused(circle.group(1, "open", &["--sign", NAME]), 1, "is a link");
        fs::remove_file(&envelopes).unwrap();
    }
    // It comes from Windows, and somebody's copy lies beside it: no harm.
    fs::write(&envelopes, sound.replace('\n', "\r\n")).unwrap();
    fs::write(circle.stick.join("envelopes/copy of it.note"), &sound).unwrap();
    let told = circle.open(0);
    assert_eq!(told["wrong"][0]["file"], "envelopes/copy of it.note");
    (1..4).for_each(|friend| drop(circle.open(friend)));
    // Ada's sum is turned into Bo's: it is named, and the total waits.
    let sums = [0, 1].map(|at| fs::read_to_string(file("sums", at)).unwrap());
    fs::write(file("sums", 0), &sums[1]).unwrap();
    let told = json_of(&circle.group(4, "open", &["--dry-run", "--json"]).succeeded());
    assert_eq!(
        (&told["summed"], told["counted"].as_array().unwrap().len()),
        (&json!(false), 5)
    );
    fs::write(file("sums", 0), &sums[0]).unwrap();
    assert_eq!(circle.open(4)["total"]["people"], 5);
    let erase = circle.friends[4].run(["erase"]);
    assert!(
        erase.output.contains("1 group of friends") || erase.error.contains("1 group of friends"),
        "{}{}",
        erase.output,
        erase.error
    );
}
