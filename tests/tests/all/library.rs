//! What the program does with its library: stopped and killed in the middle, erased, newer than itself, written out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use playtally_tests::archive::Zip;
use playtally_tests::listener::{Listener, Person};
use playtally_tests::program::{User, collect, start};
use playtally_tests::sample;
use playtally_tests::spotify_account::{self, Naming};
use playtally_tests::spotify_extended::Extended;
use serde_json::{Value, json};

/// A zip of so many plays, which take a while.
fn big_export(user: &User, plays: u64) -> PathBuf {
    let path = user.path("big.zip");
    let mut zip = Zip::new(fs::File::create(&path).unwrap(), 1);
    Extended::NEW
        .write(&Listener::new(Person::new(22, plays)), &mut zip)
        .unwrap();
    zip.finish().unwrap();
    path
}

/// An import in the middle of its work: the library has been written to, and what was there before is kept aside.
fn importing(user: &User, export: &Path) -> Child {
    let mut child = start(&mut user.command(["import".as_ref(), export.as_os_str()]));
    let started = Instant::now();
    while fs::metadata(journal(user)).map_or(0, |journal| journal.len()) == 0 {
        assert!(
            child.try_wait().unwrap().is_none(),
            "was done before it could be stopped"
        );
        assert!(started.elapsed() < Duration::from_secs(60), "never wrote anything");
        std::thread::sleep(Duration::from_millis(1));
    }
    child
}

fn journal(user: &User) -> PathBuf {
    user.library().with_file_name("library.sqlite-journal")
}

fn signal(child: &Child, signal: &str) {
    let sent = Command::new("kill")
        .args([signal, &child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
}

fn import(user: &User, path: &Path) -> Value {
    let run = user
        .run(["import".as_ref(), "--json".as_ref(), path.as_os_str()])
        .succeeded();
    serde_json::from_str(&run.output).unwrap()
}

#[test]
#[cfg(unix)]
fn ctrl_c_leaves_the_library_as_it_was_and_says_so() {
    let user = User::with_history();
    let export = big_export(&user, 40_000);
    let before = user.belongings();
    for (name, code) in [("-INT", 130), ("-TERM", 143), ("-HUP", 129)] {
        let child = importing(&user, &export);
        signal(&child, name);
        let run = collect(child).ended_with(code);
        assert_eq!(run.error.trim(), "Stopped; the library is as it was.");
        assert_eq!(run.output, "");
        assert!(user.belongings() == before, "{name} changed something");
    }
    // Of a first import, nothing is left.
    let new = User::new();
    let child = importing(&new, &export);
    signal(&child, "-INT");
    collect(child).ended_with(130);
    assert!(new.belongings().is_empty(), "{:?}", new.belongings().keys());
}

#[test]
#[cfg(unix)]
fn an_import_that_is_killed_in_the_middle_is_undone_by_whoever_comes_next() {
    let user = User::with_history();
    let export = big_export(&user, 40_000);
    let before = user.statistics(&[]);
    let mut child = importing(&user, &export);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(journal(&user).exists(), "there is something to undo");
    assert_eq!(user.statistics(&[]), before);
    import(&user, &export);
    let clean = User::new();
    import(&clean, &export);
    import(&clean, &sample::path());
    assert_eq!(user.statistics(&[]), clean.statistics(&[]));
}

#[test]
#[cfg(unix)]
fn what_is_erased_is_nowhere_any_more() {
    let user = User::with_history();
    let artist = user.statistics(&[])["top_artists"][0]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    // An import was killed, so that something of the library lies beside it as well.
    let export = big_export(&user, 40_000);
    let mut child = importing(&user, &export);
    child.kill().unwrap();
    child.wait().unwrap();
    fs::remove_file(export).unwrap();
    // Other names for the same bytes on the disk, which stay when the files go.
    let witnesses = [user.library(), journal(&user)].map(|file| {
        let witness = user.path(&format!("witness of {}", file.file_name().unwrap().to_string_lossy()));
        fs::hard_link(&file, &witness).unwrap();
        witness
    });
    let holds = |content: &[u8]| content.windows(artist.len()).any(|window| window == artist.as_bytes());
    assert!(witnesses.iter().any(|witness| holds(&fs::read(witness).unwrap())));

    let refused = user.run(["erase"]).ended_with(2);
    assert!(refused.message().contains("--yes"));
    let run = user.run(["erase", "--yes"]).succeeded();
    assert!(run.output.contains(&user.library().display().to_string()), "{run:?}");
    for (path, content) in user.belongings() {
        assert!(
            content.iter().all(|byte| *byte == 0),
            "{} still says something",
            path.display()
        );
    }
    assert!(!user.library().exists() && !journal(&user).exists());
    assert!(user.run(["stats"]).message().contains("import"));
}

#[test]
fn every_command_says_the_same_of_a_damaged_library() {
    let user = User::with_history();
    let sample = sample::path();
    let whole = fs::read(user.library()).unwrap();
    let names = whole.len() / 2 / 4096 * 4096;
    for damaged in [0..4096, names..whole.len()] {
        let mut bytes = whole.clone();
        bytes[damaged].fill(0);
        fs::write(user.library(), bytes).unwrap();
        let said = format!(
            "error: {}: the library is damaged; put it aside and import your exports again",
            user.library().display()
        );
        for arguments in [
            &["stats"][..],
            &["stats", "--json"],
            &["import", sample.to_str().unwrap()],
            &["summary", "-o", "my.tally"],
            &["report", "-o", "report.html"],
            &["export", "-o", "history.csv"],
            &["export", "-o", "-"],
            &["simulate", "--shots", "shots"],
            &["load", "."],
        ] {
            assert_eq!(user.run(arguments).message(), said, "{arguments:?}");
        }
        user.run(["erase", "--yes"]).succeeded();
    }
}

#[test]
fn a_library_of_a_newer_version_is_left_to_it() {
    let user = User::with_history();
    let summary = user.put("kept.tally", b"what the device shows");
    rusqlite::Connection::open(user.library())
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    let before = user.belongings();
    let sample = sample::path();
    for arguments in [
        &["stats"][..],
        &["import", sample.to_str().unwrap()],
        &["summary", "-o", summary.to_str().unwrap()],
        &["report", "-o", "report.html"],
        &["export", "-o", "history.csv"],
        &["erase", "--yes"],
    ] {
        let run = user.run(arguments);
        let message = run.message();
        assert!(
            message.contains("newer Playtally") && message.contains("library.sqlite"),
            "{arguments:?}: {message}"
        );
        assert!(user.belongings() == before, "{arguments:?} changed something");
    }
}

/// A user with what two services report: the sample, the account data of another person, and scrobbles of some of it.
fn user_of_two_services() -> (User, Value) {
    let user = User::with_history();
    let mut account = Zip::new(Vec::new(), 1);
    spotify_account::write(&Listener::new(Person::new(5, 3_000)), Naming::ByKind, &mut account).unwrap();
    import(&user, &user.put("account.zip", account.finish().unwrap()));
    user.run(["export", "-o", "all.jsonl"]).succeeded();
    let plays = fs::read_to_string(user.path("all.jsonl")).unwrap();
    let plays = plays.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let whole = plays.filter(|play| play["kind"] == "music" && play["ms_played"].as_u64() > Some(60_000));
    let listen = |play: Value| {
        let at = chrono::DateTime::parse_from_rfc3339(play["started_at"].as_str().unwrap()).unwrap();
        let track = json!({"artist_name": play["artist"], "track_name": play["title"]});
        json!({"listened_at": at.timestamp() + 3600, "track_metadata": track}).to_string() + "\n"
    };
    let listens: String = whole.take(2_000).map(listen).collect();
    let books = import(&user, &user.put("listens.jsonl", listens));
    (user, books)
}

#[test]
fn what_is_written_out_and_imported_again_says_the_same() {
    let (user, _) = user_of_two_services();
    for (file, more) in [
        ("history.csv", &["--private"][..]),
        ("history.csv", &["--no-match"]),
        ("history.jsonl", &["--private"]),
        ("history.jsonl", &["--no-match"]),
        ("listens.json", &[]),
    ] {
        let mut arguments = vec!["export", "-o", file];
        if file == "listens.json" {
            arguments.extend(["--format", "listenbrainz"]);
        }
        user.run(arguments).succeeded();
        let other = User::new();
        closed(&import(&other, &user.path(file)));
        assert!(other.statistics(more) == user.statistics(more), "{file} {more:?}");
    }
}

/// The books must close for each file and for all of them.
fn closed(books: &Value) {
    let number = |value: &Value| value.as_u64().unwrap();
    let stored = |page: &Value| page["stored"].as_object().unwrap().values().map(number).sum::<u64>();
    let mut read = 0;
    let pages = books["files"].as_array().unwrap();
    for page in pages.iter().chain([&books["total"]]) {
        let unreadable = page["unreadable"].as_array().unwrap().len() as u64;
        let without_moment: u64 = page["without_moment"].as_object().unwrap().values().map(number).sum();
        let others = number(&page["nameless"]) + without_moment + unreadable;
        let sum = stored(page) + number(&page["duplicate"]) + others;
        assert_eq!(number(&page["read"]), sum, "{page}");
        assert!(page["improved"].as_u64() <= page["duplicate"].as_u64(), "{page}");
    }
    for page in pages {
        read += number(&page["read"]);
    }
    assert_eq!(number(&books["total"]["read"]), read);
}

#[test]
fn what_two_services_report_counts_once_unless_asked() {
    let (user, books) = user_of_two_services();
    closed(&books);
    let matched = &books["matched"][0];
    assert_eq!(
        (&matched["source"], &matched["clock_ahead_seconds"]),
        (&json!("listenbrainz"), &json!(3600))
    );
    let total = &books["total"];
    assert_eq!(total["read"], 2_000);
    let twice = total["duplicate"].as_u64().unwrap();
    assert!(twice > 1_900, "{total}");
    let plays = |more: &[&str]| user.statistics(more)["totals"]["plays"].as_u64().unwrap();
    let (once, each) = (plays(&["--private"]), plays(&["--private", "--no-match"]));
    assert_eq!(each - once, twice);
}

#[test]
fn the_books_close_in_text_and_in_json() {
    let user = User::new();
    let books = import(&user, &sample::path());
    closed(&books);
    let again = import(&user, &sample::path());
    closed(&again);
    assert_eq!(again["total"]["read"], books["total"]["read"]);
    let text = User::new()
        .run(["import".as_ref(), sample::path().as_os_str()])
        .succeeded()
        .output;
    let plain = |number: &Value| number.as_u64().unwrap().to_string();
    let digits = text.replace(',', "");
    assert!(digits.contains(&plain(&books["total"]["read"])), "{text}");
    assert!(digits.contains(&plain(&books["total"]["stored"]["music"])), "{text}");
}

#[test]
fn progress_is_shown_on_a_terminal_and_nowhere_else() {
    let user = User::new();
    let export = big_export(&user, 150_000);
    let export = export.to_str().unwrap();
    let piped = user.run(["import", export]).succeeded();
    assert_eq!(piped.error, "");
    assert!(!piped.output.contains('\u{1b}') && !piped.output.contains("MiB"));
    let library = user.path("another.sqlite");
    let Some(shown) = user.on_a_terminal(&["--library", library.to_str().unwrap(), "import", export]) else {
        println!("skipped: util-linux's script is not here to lend a terminal");
        return;
    };
    let shown = shown.succeeded().output;
    for words in ["Streaming_History_Audio", " MiB of ", " plays  ", "/s  ", " left", "━"] {
        assert!(shown.contains(words), "no {words:?} in {shown}");
    }
}
