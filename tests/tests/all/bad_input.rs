//! What bad input gets: one clear message that names the file, an exit code, and everything else as it was.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use playtally_tests::damage::{Damage, sound_member};
use playtally_tests::program::{Run, User, collect, start};
use playtally_tests::{sample, spotify_account};

/// A user with a history and a summary; imports the path, which must fail and change nothing.
#[track_caller]
fn refused(user: &User, path: &Path) -> Run {
    let before = user.belongings();
    let run = user.run(["import".as_ref(), path.as_os_str()]);
    let message = run.message().to_owned();
    let name = path.file_name().unwrap().to_string_lossy();
    assert!(message.contains(&*name), "names the file: {message}");
    assert!(
        message.contains(';') || message.contains(". ") || message.contains("again"),
        "says what to do: {message}"
    );
    same(&before, user);
    run
}

#[track_caller]
fn same(before: &std::collections::BTreeMap<PathBuf, Vec<u8>>, user: &User) {
    let after = user.belongings();
    assert_eq!(
        before.keys().collect::<Vec<_>>(),
        after.keys().collect::<Vec<_>>(),
        "no file came or went"
    );
    for (path, content) in before {
        assert!(after[path] == *content, "{} was changed", path.display());
    }
}

/// A user with a history, and a summary of it that nothing may touch.
fn user() -> User {
    let user = User::with_history();
    user.put("kept.tally", b"what the device shows");
    user
}

#[test]
fn a_missing_file_is_refused() {
    let user = user();
    refused(&user, &user.path("no-such-export.zip"));
}

#[test]
fn a_folder_without_history_is_refused() {
    let user = user();
    user.put("pictures/holiday.jpg", b"\xFF\xD8\xFF");
    user.put("pictures/notes.json", b"{\"a\": 1}");
    refused(&user, &user.path("pictures"));
    fs::create_dir(user.path("empty")).unwrap();
    refused(&user, &user.path("empty"));
}

#[test]
fn a_damaged_zip_is_refused() {
    let user = user();
    for damage in [
        Damage::TruncatedZip,
        Damage::ChangedByte,
        Damage::NoHistory,
        Damage::NotAZip,
        Damage::Empty,
    ] {
        let path = user.put("export.zip", damage.zip().unwrap());
        println!("{damage:?}: {}", refused(&user, &path).message());
    }
}

#[test]
fn a_bomb_is_refused_without_unpacking_it() {
    let user = user();
    let path = user.put("bomb.zip", Damage::Bomb.zip().unwrap());
    let mut command = user.command(["import".as_ref(), path.as_os_str()]);
    let mut child = command.stderr(Stdio::null()).spawn().unwrap();
    let peak = playtally_tests::program::peak_memory(&mut child);
    assert!(!child.wait().unwrap().success());
    assert!(peak.is_none_or(|peak| peak < 64 * 1024), "{peak:?} kB");
    let run = refused(&user, &path);
    assert!(
        run.message().contains("unpacks to"),
        "refused for what it unpacks to: {run:?}"
    );
}

#[test]
fn a_damaged_history_is_refused_alone_and_in_a_zip() {
    let user = user();
    for damage in [Damage::CutOff, Damage::NotAnArray, Damage::Deep] {
        let single = user.put("Streaming_History_Audio_2020_0.json", damage.member().unwrap());
        println!("{damage:?}: {}", refused(&user, &single).message());
        let zip = user.put("export.zip", damage.zip().unwrap());
        println!("{damage:?}: {}", refused(&user, &zip).message());
    }
}

#[test]
fn a_good_export_beside_a_bad_one_is_imported_whole_and_the_bad_one_not_at_all() {
    let clean = User::new();
    clean
        .run([
            "import".as_ref(),
            clean.put("good.json", sound_member().unwrap()).as_os_str(),
        ])
        .succeeded();
    for turned in [false, true] {
        let user = User::new();
        let good = user.put("good.json", sound_member().unwrap());
        let bad = user.put("bad.zip", Damage::CutOff.zip().unwrap());
        let mut order = [&good, &bad];
        if turned {
            order.reverse();
        }
        let run = user.run(["import".as_ref(), order[0].as_os_str(), order[1].as_os_str()]);
        assert!(run.message().contains("bad.zip"), "{run:?}");
        assert_eq!(user.statistics(&[]), clean.statistics(&[]));
    }
}

#[test]
fn a_first_import_that_fails_leaves_no_plays() {
    let user = User::new();
    let path = user.put("export.zip", Damage::CutOff.zip().unwrap());
    user.run(["import".as_ref(), path.as_os_str()]).message();
    user.run(["import".as_ref(), sample::path().as_os_str()]).succeeded();
    let clean = User::with_history();
    assert_eq!(user.statistics(&[]), clean.statistics(&[]));
}

/// Exports with one row that cannot be read; what a first import of each says.
fn imports_with_a_bad_row() -> impl Iterator<Item = (Damage, User, Run)> {
    [Damage::WrongType, Damage::ImpossibleDate, Damage::NotUtf8]
        .into_iter()
        .map(|damage| {
            let user = User::new();
            let path = user.put("export.zip", damage.zip().unwrap());
            let run = user.run(["import".as_ref(), path.as_os_str()]);
            (damage, user, run)
        })
}

#[test]
fn a_row_that_cannot_be_read_is_named_with_its_reason() {
    for (damage, _, run) in imports_with_a_bad_row() {
        let said = format!("{}{}", run.output, run.error);
        assert!(said.contains("export.zip"), "{damage:?} names the file: {said}");
        assert!(said.contains("row 1:"), "{damage:?} names the row: {said}");
    }
}

#[test]
fn a_row_that_cannot_be_read_makes_the_import_fail_and_keeps_the_others() {
    for (damage, user, run) in imports_with_a_bad_row() {
        println!("{damage:?}");
        let run = run.ended_with(1);
        assert!(
            run.error.contains("export.zip") && run.error.contains("not in the library; the others are"),
            "{damage:?}: {run:?}"
        );
        let before = user.belongings();
        let export = user.path("export.zip");
        user.run(["import".as_ref(), export.as_os_str()]).ended_with(1);
        same(&before, &user);
    }
}

/// A real full disk: a file system in memory, in a name space of its own, that has room for the library and little more.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_leaves_the_library_as_it_was() {
    let user = user();
    let export = user.put("export.zip", fs::read(big_export().path().join("big.zip")).unwrap());
    let before = user.statistics(&[]);
    let kept = user.path("kept.sqlite");
    let script = format!(
        "mount -t tmpfs -o size=$(( $(stat -c %s {library}) / 1024 + 300 ))k none {folder} || exit 77
         cp {kept} {library}
         {program} --library {library} import {export}
         code=$?; cp {folder}/library.sqlite* {after}/; exit $code",
        library = user.library().display(),
        folder = user.library().parent().unwrap().display(),
        kept = kept.display(),
        program = playtally_tests::program::playtally().display(),
        export = export.display(),
        after = user.path("after").display(),
    );
    fs::copy(user.library(), &kept).unwrap();
    fs::create_dir(user.path("after")).unwrap();
    let run = match Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", &script])
        .output()
    {
        Ok(output)
            if output.status.code() != Some(77) && !String::from_utf8_lossy(&output.stderr).contains("unshare") =>
        {
            output
        }
        _ => return println!("skipped: no file system can be mounted here"),
    };
    let error = String::from_utf8_lossy(&run.stderr);
    println!("{error}");
    assert_eq!(run.status.code(), Some(1), "{error}");
    assert!(
        error.contains("library.sqlite") && error.contains("room"),
        "says that there is no room: {error}"
    );
    // What is on the full disk is still the library that it was, for whoever opens it next.
    for entry in fs::read_dir(user.path("after")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), user.library().with_file_name(entry.file_name())).unwrap();
    }
    assert_eq!(user.statistics(&[]), before);
}

/// A folder with `big.zip`, more than a few hundred kilobytes can hold.
#[cfg(target_os = "linux")]
fn big_export() -> tempfile::TempDir {
    use playtally_tests::archive::Zip;
    use playtally_tests::listener::{Listener, Person};
    use playtally_tests::spotify_extended::Extended;
    let folder = tempfile::tempdir().unwrap();
    let mut zip = Zip::new(Vec::new(), 1);
    Extended::NEW
        .write(&Listener::new(Person::new(24, 15_000)), &mut zip)
        .unwrap();
    fs::write(folder.path().join("big.zip"), zip.finish().unwrap()).unwrap();
    folder
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_standard_output_is_an_error() {
    let user = user();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = user.command(["stats", "--json"]);
    collect(command.stdout(full).stderr(Stdio::piped()).spawn().unwrap()).ended_with(1);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_standard_error_changes_no_exit_code() {
    let user = user();
    let stick = user.path("stick");
    fs::create_dir(&stick).unwrap();
    for (arguments, code) in [
        (&["import", "no-such-export.zip"][..], 1),
        (&["erase"], 2),
        (&["load", "stick", "--fonts", "bundled"], 0),
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = user.command(arguments);
        let run = collect(command.stderr(full).stdout(Stdio::piped()).spawn().unwrap());
        assert_eq!(run.code, Some(code), "{arguments:?}");
    }
}

#[test]
#[cfg(unix)]
fn a_closed_pipe_is_no_error() {
    let user = user();
    for arguments in [&["stats"][..], &["stats", "--json"], &["import", "--json", "kept.json"]] {
        user.put("kept.json", sound_member().unwrap());
        let mut child = start(&mut user.command(arguments));
        drop(child.stdout.take());
        assert_eq!(collect(child).succeeded().error, "", "{arguments:?}");
    }
}

#[test]
fn a_locked_library_is_said_to_be_locked() {
    let user = user();
    let export = user.put("export.json", sound_member().unwrap());
    let before = user.statistics(&[]);
    let lock = rusqlite::Connection::open(user.library()).unwrap();
    lock.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let run = user.run(["import".as_ref(), export.as_os_str()]);
    println!("{}", run.message());
    assert!(run.message().contains("library.sqlite"), "{run:?}");
    lock.execute_batch("ROLLBACK").unwrap();
    drop(lock);
    assert_eq!(user.statistics(&[]), before);
}

#[test]
fn what_is_no_library_is_left_alone() {
    let user = User::new();
    fs::create_dir_all(user.library().parent().unwrap()).unwrap();
    fs::write(
        user.library(),
        b"Dear diary, this is not a database, whatever its name may say.",
    )
    .unwrap();
    let export = user.put("export.json", sound_member().unwrap());
    let before = user.belongings();
    for arguments in [&["stats"][..], &["import", export.to_str().unwrap()]] {
        let run = user.run(arguments);
        assert!(run.message().contains("library.sqlite"), "{run:?}");
        same(&before, &user);
    }
}

#[test]
fn without_a_library_it_says_how_to_make_one() {
    let user = User::new();
    let run = user.run(["stats"]);
    assert!(run.message().contains("import"), "{run:?}");
}

#[test]
fn nothing_private_is_kept_or_said() {
    use playtally_tests::archive::Zip;
    use playtally_tests::listener::{Listener, Person};
    use playtally_tests::spotify_extended::{CANARY_ADDRESS, CANARY_USER, Extended};
    let user = User::new();
    let listener = Listener::new(Person::new(31, 3_000));
    let mut old = Zip::new(Vec::new(), 1);
    Extended::OLD.write(&listener, &mut old).unwrap();
    let mut account = Zip::new(Vec::new(), 1);
    spotify_account::write(&listener, spotify_account::Naming::ByKind, &mut account).unwrap();
    let exports = tempfile::tempdir().unwrap();
    let mut said = String::new();
    for (name, zip) in [("old.zip", old), ("account.zip", account)] {
        let path = exports.path().join(name);
        fs::write(&path, zip.finish().unwrap()).unwrap();
        let run = user.run(["import".as_ref(), path.as_os_str()]).succeeded();
        said += &(run.output + &run.error);
    }
    for arguments in [&["stats"][..], &["stats", "--json"]] {
        let run = user.run(arguments).succeeded();
        said += &(run.output + &run.error);
    }
    let holds = |content: &[u8], secret: &str| content.windows(secret.len()).any(|window| window == secret.as_bytes());
    for secret in [spotify_account::CANARY, CANARY_USER, CANARY_ADDRESS, "tpapi"] {
        assert!(!said.contains(secret), "{secret} was said");
        for (path, content) in user.belongings() {
            assert!(!holds(&content, secret), "{secret} is in {}", path.display());
        }
    }
}
