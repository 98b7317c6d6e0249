//! `playtally import --undo`, as its user says it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use playtally_tests::archive::Zip;
use playtally_tests::listener::{Listener, Person};
use playtally_tests::program::User;
use playtally_tests::sample;
use playtally_tests::spotify_account::{self, Naming};
use serde_json::Value;

/// The account data of a person, in a zip.
fn account(user: &User, person: Person) -> PathBuf {
    let mut zip = Zip::new(Vec::new(), 1);
    spotify_account::write(&Listener::new(person), Naming::ByKind, &mut zip).unwrap();
    user.put("account.zip", zip.finish().unwrap())
}

/// The books of an import; of files, they name the folder that they lie in, which differs.
fn import(user: &User, path: &Path) -> Value {
    let run = user.run(["import".as_ref(), "--json".as_ref(), path.as_os_str()]);
    serde_json::from_str(&run.succeeded().output).unwrap()
}

/// Everything that a history says: counted by all rules, and written out.
fn says(user: &User) -> (Value, Value, String, String) {
    let exported = |format: &str| {
        let run = user.run(["export", "-o", "-", "--format", format]);
        run.succeeded().output
    };
    (
        user.statistics(&["--private", "--top", "1000"]),
        user.statistics(&["--no-match"]),
        exported("jsonl"),
        exported("csv"),
    )
}

#[test]
fn the_last_import_is_taken_back_and_can_be_done_again() {
    let user = User::with_history();
    let before = says(&user);
    let account = account(&user, Person::new(5, 3_000));
    let books = import(&user, &account);
    let both = says(&user);
    assert!(both != before);
    let run = user.run(["import", "--undo", "--yes"]).succeeded();
    let brought = books["total"]["stored"].as_object().unwrap().values();
    let brought: u64 = brought.map(|plays| plays.as_u64().unwrap()).sum();
    let (plays, digits) = (format!("{brought} plays go"), run.output.replace(',', ""));
    assert!(digits.contains(&plays), "{plays}: {run:?}");
    for words in ["This takes back the import of ", "Taken back.", "Home is UTC"] {
        assert!(run.output.contains(words), "{words}: {run:?}");
    }
    assert!(says(&user) == before);
    let run = user.run(["import", "--undo", "--yes"]).ended_with(1);
    assert!(run.message().contains("taken back already"), "{run:?}");
    assert!(says(&user) == before);
    assert_eq!(import(&user, &account), books);
    assert!(says(&user) == both);
}

#[test]
fn the_books_say_as_json_what_was_taken_back() {
    let user = User::with_history();
    let run = user.run(["import", "--undo", "--yes", "--json"]).succeeded();
    let told: Value = serde_json::from_str(&run.output).unwrap();
    let undone = &told["undone"];
    assert!(
        undone["brought"].as_u64() > Some(1_000) && undone["improved"] == 0,
        "{told}"
    );
    chrono::DateTime::parse_from_rfc3339(undone["at"].as_str().unwrap()).unwrap();
    assert!(told["home"]["zone"].is_null(), "{told}");
}

#[test]
fn nothing_goes_without_being_asked_for() {
    let user = User::with_history();
    let before = user.belongings();
    let run = user.run(["import", "--undo"]).ended_with(2);
    assert!(run.message().contains("--yes") && run.output.contains("go"), "{run:?}");
    user.run(["import", "--undo", "--json"]).ended_with(2);
    for senseless in [
        &["import", "a.zip", "--undo"][..],
        &["import", "a.zip", "--yes"],
        &["import", "--undo", "--timezone", "UTC"],
    ] {
        user.run(senseless).ended_with(2);
    }
    assert!(user.belongings() == before);
    let run = User::new().run(["import", "--undo", "--yes"]).ended_with(1);
    assert!(run.message().contains("no library"), "{run:?}");
}

#[test]
fn what_was_taken_back_is_not_left_in_the_library() {
    let user = User::new();
    let planted = "Zanzibarquux";
    let row = |n: u32| {
        format!(
            r#"{{"endTime":"2024-05-{:02} 10:{:02}","artistName":"{planted} {n}","trackName":"{planted}","msPlayed":60000}}"#,
            n % 28 + 1,
            n % 60
        )
    };
    let rows: Vec<String> = (0..500).map(row).collect();
    let path = user.put(&format!("{planted}.json"), format!("[{}]", rows.join(",")));
    user.run(["import".as_ref(), sample::path().as_os_str()]).succeeded();
    import(&user, &path);
    let holds = || {
        let files = fs::read_dir(user.library().parent().unwrap()).unwrap();
        let mut contents = files.map(|file| fs::read(file.unwrap().path()).unwrap());
        contents.any(|content| {
            content
                .windows(planted.len())
                .any(|window| window == planted.as_bytes())
        })
    };
    assert!(holds());
    user.run(["import", "--undo", "--yes"]).succeeded();
    assert!(!holds());
}

#[test]
#[cfg(unix)]
fn an_undo_that_is_killed_has_taken_back_all_or_nothing() {
    let user = User::with_history();
    let before = user.statistics(&[]);
    let account = account(&user, Person::new(5, 20_000));
    import(&user, &account);
    let both = user.statistics(&[]);
    let whole = fs::read(user.library()).unwrap();
    let (mut is_before, mut is_both) = (0, 0);
    for wait in 0..12 {
        fs::write(user.library(), &whole).unwrap();
        let mut child = user
            .command(["import", "--undo", "--yes"])
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait * wait * 4));
        child.kill().unwrap();
        child.wait().unwrap();
        let after = user.statistics(&[]);
        assert!(after == before || after == both, "killed after {} ms", wait * wait * 4);
        is_before += usize::from(after == before);
        is_both += usize::from(after == both);
    }
    println!("{is_both} times as before the undo, {is_before} times as after it");
    assert!(is_both > 0);
}
