//! Importing with the real program: the forms in which exports come, again and again, killed, and within its memory.
//! Whether what comes out is right is for `truth.rs`, which needs no process.

use std::fs;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use playtally_tests::archive::{Archive, Folder, Zip};
use playtally_tests::damage;
use playtally_tests::listener::{Listener, Person};
use playtally_tests::program::User;
use playtally_tests::sample;
use playtally_tests::spotify_extended::Extended;
use playtally_tests::truth::Truth;
use serde_json::{Value, json};

fn person() -> Listener {
    Listener::new(Person::new(21, 6_000))
}

fn zip(path: &Path, write: impl FnOnce(&mut Zip<BufWriter<fs::File>>) -> std::io::Result<Truth>) -> Truth {
    let mut zip = Zip::new(BufWriter::new(fs::File::create(path).unwrap()), 1);
    let truth = write(&mut zip).unwrap();
    zip.finish().unwrap().into_inner().unwrap();
    truth
}

/// Imports paths one after the other; the books of each.
fn import<P: AsRef<Path>>(user: &User, paths: impl IntoIterator<Item = P>) -> Vec<Value> {
    let books = paths.into_iter().map(|path| {
        let run = user
            .run(["import".as_ref(), "--json".as_ref(), path.as_ref().as_os_str()])
            .succeeded();
        serde_json::from_str(&run.output).expect("the books are JSON")
    });
    books.collect()
}

#[test]
fn importing_again_changes_nothing() {
    let user = User::new();
    import(&user, [sample::path()]);
    let before = user.statistics(&[]);
    let again = import(&user, [sample::path()]);
    assert_eq!(
        again[0]["total"]["stored"],
        json!({"music": 0, "podcast": 0, "audiobook": 0})
    );
    assert_eq!(user.statistics(&[]), before);
}

#[test]
fn a_zip_its_folder_and_its_files_are_the_same() {
    let forms = User::new();
    let truth = zip(&forms.path("export.zip"), |zip| Extended::NEW.write(&person(), zip));
    Extended::NEW
        .write(&person(), &mut Folder::new(forms.path("a folder, renamed")))
        .unwrap();
    let files: Vec<PathBuf> = truth
        .files
        .iter()
        .map(|file| forms.path("a folder, renamed").join(&file.file))
        .collect();
    let statistics = |paths: &[PathBuf]| {
        let user = User::new();
        import(&user, paths);
        user.statistics(&[])
    };
    let of_zip = statistics(&[forms.path("export.zip")]);
    assert_eq!(of_zip, statistics(&[forms.path("a folder, renamed")]));
    assert_eq!(of_zip, statistics(&files));
    let backwards: Vec<PathBuf> = files.into_iter().rev().collect();
    assert_eq!(of_zip, statistics(&backwards));
}

#[test]
fn a_file_is_known_by_its_content_and_not_by_its_name() {
    let user = User::new();
    let renamed = user.put("music.txt", damage::sound_member().unwrap());
    let books = import(&user, [renamed]);
    assert!(books[0]["total"]["stored"]["music"].as_u64().unwrap() > 200);
}

#[test]
fn private_exports_count_nothing_twice() {
    let exports = sample::private_exports();
    let (Some(extended), Some(account)) = (
        exports.iter().find(|path| path.ends_with("extended-2014-2025.zip")),
        exports.iter().find(|path| path.ends_with("account-2024-2025.zip")),
    ) else {
        println!("skipped: no private exports beside the checkout");
        return;
    };
    let user = User::new();
    let first = import(&user, [extended]);
    assert_eq!(first[0]["total"]["read"], 36_357);
    let plays = |user: &User| user.statistics(&["--private"])["totals"]["plays"].as_u64().unwrap();
    let before = plays(&user);
    let second = import(&user, [account]);
    let total = &second[0]["total"];
    let stored: u64 = total["stored"]
        .as_object()
        .unwrap()
        .values()
        .map(|count| count.as_u64().unwrap())
        .sum();
    assert!(
        stored * 100 < total["read"].as_u64().unwrap(),
        "nearly all of it was known: {total}"
    );
    assert!(plays(&user) - before <= stored);
    assert_eq!(
        import(&user, [extended])[0]["total"]["stored"],
        json!({"music": 0, "podcast": 0, "audiobook": 0})
    );
}

#[test]
fn an_import_that_is_killed_leaves_the_library_as_it_was() {
    let user = User::new();
    let big = user.path("big.zip");
    zip(&big, |zip| {
        Extended::NEW.write(&Listener::new(Person::new(22, 40_000)), zip)
    });
    import(&user, [sample::path()]);
    let before = user.statistics(&[]);
    let clean = User::new();
    import(&clean, [&big, &sample::path()]);
    let after = clean.statistics(&[]);
    let mut killed_in_the_middle = 0;
    for milliseconds in [5, 20, 60, 150, 300] {
        let mut child = user
            .command(["import".as_ref(), big.as_os_str()])
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(milliseconds));
        child.kill().unwrap();
        child.wait().unwrap();
        let now = user.statistics(&[]);
        // It may have been done a moment before.
        if now == after {
            break;
        }
        assert_eq!(now, before, "killed after {milliseconds} ms");
        killed_in_the_middle += 1;
    }
    assert!(killed_in_the_middle > 0);
    import(&user, [&big]);
    assert_eq!(user.statistics(&[]), after);
}

#[test]
fn memory_does_not_grow_with_the_export() {
    let peak = |plays| {
        let user = User::new();
        // One file, whatever the number of plays.
        struct Single(BufWriter<fs::File>, u32);
        impl std::io::Write for Single {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                let bytes_of = |bytes: &[u8]| bytes.len();
                match (self.1, bytes) {
                    (0, _) | (_, b"\n]") => Ok(bytes_of(bytes)),
                    // The array of the second shard goes on with the first one's.
                    (2.., [b'[', rest @ ..]) => {
                        self.0.write_all(b",")?;
                        self.0.write_all(rest).map(|()| bytes_of(bytes))
                    }
                    _ => self.0.write_all(bytes).map(|()| bytes_of(bytes)),
                }
            }
            fn flush(&mut self) -> std::io::Result<()> {
                self.0.flush()
            }
        }
        impl Archive for Single {
            fn begin(&mut self, name: &str) -> std::io::Result<()> {
                self.1 = if name.contains("Audio") { self.1 + 1 } else { 0 };
                Ok(())
            }
        }
        let path = user.path("endsong_0.json");
        let mut single = Single(BufWriter::new(fs::File::create(&path).unwrap()), 0);
        Extended::NEW
            .write(&Listener::new(Person::new(23, plays)), &mut single)
            .unwrap();
        single.0.write_all(b"\n]").unwrap();
        single.0.flush().unwrap();
        let mut command = user.command(["import".as_ref(), path.as_os_str()]);
        let mut child = command.stdout(std::process::Stdio::null()).spawn().unwrap();
        let peak = playtally_tests::program::peak_memory(&mut child);
        assert!(child.wait().unwrap().success());
        peak
    };
    use std::io::Write;
    let (Some(small), Some(large)) = (peak(4_000), peak(80_000)) else {
        println!("skipped: only Linux tells how much memory a process has used");
        return;
    };
    println!("{small} kB for 4,000 plays, {large} kB for 80,000");
    assert!(large <= 64 * 1024, "{large} kB");
}

#[test]
fn a_long_history_takes_little_memory_from_zip_to_summary() {
    let user = User::new();
    let export = user.path("long.zip");
    zip(&export, |zip| {
        Extended::NEW.write(&Listener::new(Person::new(7, 310_000)), zip)
    });
    let peak = |arguments: &[&str]| {
        let mut child = user
            .command(arguments)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let peak = playtally_tests::program::peak_memory(&mut child);
        assert!(child.wait().unwrap().success());
        peak
    };
    let import = peak(&["import", export.to_str().unwrap()]);
    let summary = peak(&["summary", "--fonts", "bundled", "-o", "long.tally"]);
    let (Some(import), Some(summary)) = (import, summary) else {
        println!("skipped: only Linux tells how much memory a process has used");
        return;
    };
    println!("{import} kB to import, {summary} kB to press");
    // The program itself takes some ten megabytes more where it is not optimised.
    let most = if cfg!(debug_assertions) { 80 } else { 64 };
    assert!(import <= 64 * 1024, "{import} kB");
    assert!(summary <= most * 1024, "{summary} kB");
}
