//! `playtally refresh`, as its user has it run: by a timer, again and again, while files come and sticks go.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, SystemTime};

use playtally_tests::program::{Run, User, collect, press, start};
use playtally_tests::sample;
use serde_json::json;

const SETTINGS: &str = ".config/playtally/refresh.toml";

/// All that a refresh can do: a folder, a file that is not there yet, a summary and a stick.
const USUAL: &str = "
[[import]]
path = '~/inbox'
[[import]]
path = '~/more.json'
[summary]
path = '~/made/my.tally'
owner = 'Ada'
fonts = 'bundled'
timezone = 'UTC'
[[stick]]
path = '~/stick'
";

fn user(settings: &str) -> User {
    let user = User::new();
    user.put(SETTINGS, settings);
    for folder in ["inbox", "made", "stick"] {
        fs::create_dir(user.path(folder)).unwrap();
    }
    user
}

/// Puts a file there as one that has been there for an hour.
fn put(user: &User, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = user.put(name, content);
    let file = fs::File::options().append(true).open(&path).unwrap();
    let before = SystemTime::now() - Duration::from_secs(3600);
    file.set_modified(before).unwrap();
    path
}

/// An export of so many plays of an artist.
fn export(artist: &str, plays: i64) -> Vec<u8> {
    let row = |n: i64| {
        let at = chrono::DateTime::from_timestamp(1_600_000_000 + 977 * n, 0).unwrap();
        json!({
            "ts": at.format("%Y-%m-%dT%H:%M:%SZ").to_string(), "ms_played": 180_000,
            "master_metadata_track_name": format!("Song {}", n % 9), "master_metadata_album_artist_name": artist,
            "spotify_track_uri": format!("spotify:track:{artist}{}", n % 9),
        })
    };
    serde_json::to_vec(&(0..plays).map(row).collect::<Vec<_>>()).unwrap()
}

fn refresh(user: &User) -> Run {
    user.run(["refresh"])
}

fn plays(user: &User) -> u64 {
    user.statistics(&[])["totals"]["plays"].as_u64().unwrap()
}

/// What there is, and when and where it was written.
fn state(user: &User) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime, u64)> {
    let seen = |(path, content): (PathBuf, Vec<u8>)| {
        let metadata = fs::metadata(&path).unwrap();
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(&metadata);
        #[cfg(not(unix))]
        let number = 0;
        (path, (content, metadata.modified().unwrap(), number))
    };
    user.belongings().into_iter().map(seen).collect()
}

/// A refresh that finds nothing to do says nothing and writes nothing.
#[track_caller]
fn is_idle(user: &User) {
    let before = state(user);
    let run = refresh(user).succeeded();
    assert_eq!((run.output.as_str(), run.error.as_str()), ("", ""));
    assert!(state(user) == before, "wrote something");
}

#[test]
fn one_refresh_does_all_and_the_next_one_nothing() {
    let user = user(USUAL);
    put(&user, "inbox/my_spotify_data.zip", fs::read(sample::path()).unwrap());
    let run = refresh(&user).succeeded();
    for words in [
        "plays added to the library",
        "made/my.tally",
        "stick/ada.tally",
        "pull the stick out",
    ] {
        assert!(run.output.contains(words), "{words}: {run:?}");
    }
    let made = fs::read(user.path("made/my.tally")).unwrap();
    assert!(made == fs::read(user.path("stick/ada.tally")).unwrap());
    is_idle(&user);
    is_idle(&user);
    // It is the one that the commands make by hand.
    user.run(press("other.tally")).succeeded();
    assert!(made == fs::read(user.path("other.tally")).unwrap());
    user.run(["import".as_ref(), sample::path().as_os_str()]).succeeded();
    is_idle(&user);
}

#[test]
fn what_is_new_comes_in_and_goes_on_to_the_stick() {
    let user = user(USUAL);
    is_idle(&user);
    put(&user, "inbox/a.json", export("Luna", 40));
    assert!(refresh(&user).succeeded().output.contains("40 plays added"));
    is_idle(&user);
    let first = fs::read(user.path("stick/ada.tally")).unwrap();
    put(&user, "more.json", export("Sol", 60));
    let run = refresh(&user).succeeded();
    assert!(run.output.contains("60 plays added"), "{run:?}");
    assert!(first != fs::read(user.path("stick/ada.tally")).unwrap());
    is_idle(&user);
    assert_eq!(plays(&user), 100);
    // A stick that comes later is loaded then; so is one on which an older summary lies.
    fs::remove_dir_all(user.path("stick")).unwrap();
    is_idle(&user);
    put(&user, "stick/ada.tally", &first);
    let run = refresh(&user).succeeded();
    assert_eq!(run.output.matches("Wrote").count(), 1, "{run:?}");
    is_idle(&user);
}

#[test]
fn other_settings_make_another_summary() {
    let user = user(USUAL);
    put(&user, "inbox/a.json", export("Luna", 40));
    refresh(&user).succeeded();
    user.put(SETTINGS, USUAL.replace("'UTC'", "'Asia/Tokyo'"));
    let run = refresh(&user).succeeded();
    assert_eq!(run.output.matches("Wrote").count(), 2, "{run:?}");
    is_idle(&user);
}

#[test]
fn what_is_not_there_is_no_error_and_is_told_who_asks() {
    let user = user(USUAL);
    for folder in ["inbox", "stick"] {
        fs::remove_dir(user.path(folder)).unwrap();
    }
    is_idle(&user);
    assert!(!user.library().exists());
    let told = user.run(["refresh", "--verbose"]).succeeded().output;
    for words in ["inbox is not there", "more.json is not there", "nothing to show yet"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    put(&user, "more.json", export("Sol", 60));
    refresh(&user).succeeded();
    let told = user.run(["refresh", "-v"]).succeeded().output;
    assert!(
        told.contains("stick is not there") && told.contains("says all that there is"),
        "{told}"
    );
    is_idle(&user);
}

#[test]
fn a_broken_file_is_named_and_costs_its_neighbours_nothing() {
    let user = user(USUAL);
    put(&user, "inbox/endsong_0.json", export("Luna", 40));
    let sound = export("Sol", 40);
    put(&user, "inbox/endsong_9.json", &sound[..sound.len() - 40]);
    let run = refresh(&user).ended_with(1);
    assert!(run.output.contains("stick/ada.tally"), "{run:?}");
    assert!(
        run.message().contains("endsong_9.json") && run.message().contains("cut off"),
        "{run:?}"
    );
    // As long as it lies there, it is said again; nothing else is.
    let before = state(&user);
    let again = refresh(&user).ended_with(1);
    assert_eq!((again.output.as_str(), again.error), ("", run.error));
    assert!(state(&user) == before);
    fs::remove_file(user.path("inbox/endsong_9.json")).unwrap();
    is_idle(&user);
    // Even where there is nothing else.
    let alone = self::user(USUAL);
    put(&alone, "more.json", "{");
    put(&alone, "inbox/a.zip", "PK\u{3}\u{4} and no more");
    let said = refresh(&alone).ended_with(1);
    assert!(said.error.contains("a.zip"), "{said:?}");
    assert!(!alone.library().exists());
}

#[test]
fn what_is_no_history_is_passed_over() {
    let user = user(USUAL);
    put(&user, "inbox/letter.txt", "Dear Ada,\n");
    put(&user, "more.json", "[]");
    is_idle(&user);
    put(&user, "inbox/a.json", export("Luna", 40));
    refresh(&user).succeeded();
    is_idle(&user);
}

#[test]
fn half_copied_files_wait_for_the_next_refresh() {
    let user = user(USUAL);
    put(&user, "inbox/a.json", export("Luna", 40));
    put(&user, "inbox/deep/b.json", export("Sol", 7));
    user.put("inbox/b.zip.crdownload", "PK");
    let told = user.run(["refresh", "--verbose"]).succeeded().output;
    assert!(told.contains("b.zip.crdownload is not whole yet"), "{told}");
    assert_eq!(plays(&user), 7, "another folder does not wait");
    fs::remove_file(user.path("inbox/b.zip.crdownload")).unwrap();
    refresh(&user).succeeded();
    assert_eq!(plays(&user), 47);
    // A file that was named by itself.
    put(&user, "more.json", "");
    let part = user.put("more.json.part", "[");
    is_idle(&user);
    fs::remove_file(part).unwrap();
    put(&user, "more.json", export("Mar", 3));
    refresh(&user).succeeded();
    assert_eq!(plays(&user), 50);
}

#[test]
fn a_copy_in_progress_waits_for_its_end() {
    let user = user(USUAL);
    let content = export("Luna", 400);
    let (first, rest) = content.split_at(content.len() / 2);
    let path = user.put("inbox/a.json", first);
    let mut child = start(&mut user.command(["refresh", "--verbose"]));
    let mut file = fs::File::options().append(true).open(&path).unwrap();
    for part in rest.chunks(rest.len() / 40 + 1) {
        file.write_all(part).unwrap();
        std::thread::sleep(Duration::from_millis(100));
        if child.try_wait().unwrap().is_some() {
            break;
        }
    }
    let told = collect(child).succeeded().output;
    assert!(told.contains("a.json is not whole yet"), "{told}");
    fs::write(&path, &content).unwrap();
    assert!(refresh(&user).succeeded().output.contains("400 plays added"));
    is_idle(&user);
}

#[test]
fn nothing_but_its_own_summary_is_replaced() {
    let user = user(USUAL);
    put(&user, "inbox/a.json", export("Luna", 40));
    refresh(&user).succeeded();
    let mine = fs::read(user.path("made/my.tally")).unwrap();
    let library = ["--library", "bo.sqlite"];
    user.run(["import", "inbox/a.json"].into_iter().chain(library))
        .succeeded();
    let bos = ["summary", "-o", "bo.tally", "--owner", "Bo", "--fonts", "bundled"];
    user.run(bos.into_iter().chain(library)).succeeded();
    let bos = fs::read(user.path("bo.tally")).unwrap();
    for (theirs, words) in [
        (&bos[..], "summary of \"Bo\" and not of \"Ada\""),
        (b"a letter", "is no summary"),
    ] {
        for (place, other) in [
            ("made/my.tally", "stick/ada.tally"),
            ("stick/ada.tally", "made/my.tally"),
        ] {
            fs::write(user.path(place), theirs).unwrap();
            let _ = fs::remove_file(user.path(other));
            let is_stick = place.starts_with("stick");
            // On a stick there is room for two.
            if is_stick && theirs == bos {
                refresh(&user).succeeded();
                let files = fs::read_dir(user.path("stick")).unwrap();
                let beside = files
                    .map(|file| file.unwrap().path())
                    .find(|path| *path != user.path(place));
                let beside = beside.expect("mine, too");
                assert!(fs::read(&beside).unwrap() == mine);
                fs::remove_file(beside).unwrap();
            } else {
                let run = refresh(&user).ended_with(1);
                assert!(
                    run.message().contains(place) && run.message().contains(words),
                    "{run:?}"
                );
            }
            assert!(fs::read(user.path(place)).unwrap() == theirs, "{place}");
            if is_stick {
                assert!(
                    fs::read(user.path(other)).unwrap() == mine,
                    "the summary is made all the same"
                );
            }
            fs::remove_file(user.path(place)).unwrap();
            refresh(&user).succeeded();
        }
    }
    // Nor is the library, or what is imported.
    let library = user.library();
    for path in [library.to_str().unwrap(), "~/inbox/a.json", SETTINGS] {
        let before = state(&user);
        let path = if path == SETTINGS { "refresh.toml" } else { path };
        user.put(SETTINGS, USUAL.replace("~/made/my.tally", path));
        let run = refresh(&user).ended_with(1);
        let settings = user.path(SETTINGS);
        assert!(!run.message().is_empty());
        let changed = |(path, was): (&PathBuf, _)| {
            (*path != settings && state(&user).get(path) != Some(was)).then(|| path.clone())
        };
        assert_eq!(before.iter().find_map(changed), None);
    }
}

#[test]
fn the_database_of_a_server_is_read_while_it_is_at_work() {
    let settings =
        "[[import]]\npath = 'navidrome.db'\nuser = 'ann'\n[summary]\npath = '~/made/my.tally'\nfonts = 'bundled'\n";
    let user = user(settings);
    let path = user.path(".config/playtally/navidrome.db");
    let server = rusqlite::Connection::open(&path).unwrap();
    server
        .execute_batch(
            "PRAGMA journal_mode = WAL;
             CREATE TABLE user(id varchar primary key, user_name varchar);
             INSERT INTO user VALUES ('u1', 'ann'), ('u2', 'bo');
             CREATE TABLE media_file(id varchar primary key, path varchar, title varchar, album varchar, artist varchar,
                 album_artist varchar, duration real);
             INSERT INTO media_file VALUES ('m1', '/1.flac', 'Sol', 'Mar', 'Luna', 'Luna', 181.5);
             CREATE TABLE scrobbles(media_file_id VARCHAR NOT NULL, user_id VARCHAR NOT NULL, submission_time INTEGER NOT NULL);",
        )
        .unwrap();
    let hears = |who: &str, at: i64| {
        server
            .execute("INSERT INTO scrobbles VALUES ('m1', ?, ?)", rusqlite::params![who, at])
            .unwrap();
    };
    for n in 0..40 {
        hears(if n % 2 == 0 { "u1" } else { "u2" }, 1_760_000_000 + n * 1_000);
    }
    let run = refresh(&user).succeeded();
    assert!(run.output.contains("20 plays added"), "{run:?}");
    is_idle(&user);
    server.execute_batch("BEGIN IMMEDIATE").unwrap();
    hears("u1", 1_770_000_000);
    is_idle(&user);
    server.execute_batch("COMMIT").unwrap();
    assert!(refresh(&user).succeeded().output.contains("1 play added"));
    is_idle(&user);
}

#[test]
fn two_refreshes_at_once_do_it_once() {
    let user = user(USUAL);
    put(&user, "inbox/my_spotify_data.zip", fs::read(sample::path()).unwrap());
    let both: Vec<Child> = (0..2).map(|_| start(&mut user.command(["refresh"]))).collect();
    let said: Vec<String> = both
        .into_iter()
        .map(|child| collect(child).succeeded().output)
        .collect();
    let added = said.iter().filter(|said| said.contains("added")).count();
    assert_eq!((added, said.concat().matches("Wrote").count()), (1, 2), "{said:?}");
    is_idle(&user);
}

#[test]
fn a_refresh_is_taken_back_as_an_import() {
    let user = user(USUAL);
    put(&user, "inbox/a.json", export("Luna", 40));
    refresh(&user).succeeded();
    put(&user, "inbox/b.json", export("Sol", 50));
    put(&user, "more.json", export("Mar", 60));
    refresh(&user).succeeded();
    assert_eq!(plays(&user), 150);
    let run = user.run(["import", "--undo", "--yes"]).succeeded();
    assert!(run.output.contains("110 plays go"), "{run:?}");
    assert_eq!(plays(&user), 40);
}

#[test]
fn a_mistake_in_the_settings_is_told_before_anything_is_done() {
    let user = user(&USUAL.replace("owner =", "ownr ="));
    put(&user, "inbox/a.json", export("Luna", 40));
    let before = state(&user);
    let run = refresh(&user).ended_with(1);
    for words in ["refresh.toml, line 8", "`ownr`", "did you mean `owner`?"] {
        assert!(run.message().contains(words), "{words}: {run:?}");
    }
    assert!(state(&user) == before);
    fs::remove_file(user.path(SETTINGS)).unwrap();
    let run = refresh(&user).ended_with(1);
    assert!(
        run.message().contains(SETTINGS) && run.message().contains("--example"),
        "{run:?}"
    );
}

#[test]
fn the_example_is_a_beginning() {
    let user = User::new();
    let example = user.run(["refresh", "--example"]).succeeded().output;
    user.put("elsewhere/playtally/refresh.toml", &example);
    put(&user, "Playtally/a.json", export("Luna", 40));
    let mut command = user.command(["refresh"]);
    let run = playtally_tests::program::finish(command.env("XDG_CONFIG_HOME", user.path("elsewhere"))).succeeded();
    assert!(run.output.contains("40 plays added"), "{run:?}");
    assert!(user.path("Playtally/my.tally").exists());
    let settings = user.path("elsewhere/playtally/refresh.toml");
    let run = user
        .run(["refresh".as_ref(), "--settings".as_ref(), settings.as_os_str()])
        .succeeded();
    assert_eq!(run.output, "");
}

/// Of the two summaries, each is an old one or the new one whenever a refresh is killed; and the next one does the rest.
#[test]
#[cfg(unix)]
fn a_refresh_that_is_killed_leaves_nothing_by_half() {
    let user = user(USUAL);
    put(&user, "inbox/a.json", export("Luna", 1_000));
    refresh(&user).succeeded();
    let old = fs::read(user.path("made/my.tally")).unwrap();
    let (library, whole) = (user.library(), fs::read(user.library()).unwrap());
    put(&user, "more.json", export("Sol", 1_000));
    let started = std::time::Instant::now();
    refresh(&user).succeeded();
    let takes = started.elapsed();
    let new = fs::read(user.path("made/my.tally")).unwrap();
    let names: Vec<PathBuf> = user.belongings().into_keys().collect();
    let is_sound = |path: &Path| {
        let content = fs::read(path).unwrap();
        assert!(content == old || content == new, "{}", path.display());
    };
    for part in 0..8 {
        fs::write(&library, &whole).unwrap();
        for place in ["made/my.tally", "stick/ada.tally"] {
            fs::write(user.path(place), &old).unwrap();
        }
        let mut child = start(&mut user.command(["refresh"]));
        std::thread::sleep(takes * part / 7);
        child.kill().unwrap();
        let _ = child.wait_with_output().unwrap();
        is_sound(&user.path("made/my.tally"));
        is_sound(&user.path("stick/ada.tally"));
        refresh(&user).succeeded();
        assert_eq!(plays(&user), 2_000);
        assert!(new == fs::read(user.path("stick/ada.tally")).unwrap());
        assert_eq!(user.belongings().into_keys().collect::<Vec<_>>(), names, "part {part}");
        is_idle(&user);
    }
}
