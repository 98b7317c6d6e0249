//! A library lies where its owner says, whatever the name, and nothing of it is left when it is erased: not even on the raw
//! disk.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use playtally_tests::program::{User, playtally};
use serde_json::json;

/// What is looked for on the disk.
const PLANTED: &str = "Zanzibarquux";

/// An export of so many plays with titles of so many letters, from this second on, every so many seconds.
fn export(rows: usize, letters: usize, from: i64, step: i64) -> Vec<u8> {
    let row = |n: usize| {
        let at = chrono::DateTime::from_timestamp(from + step * n as i64, 0).unwrap();
        // By its first rows, a file is recognised: they are as they are everywhere.
        let letters = if n < 20 { 0 } else { letters };
        let title = format!("{PLANTED} {from} {n} {}", PLANTED.repeat(letters / PLANTED.len()));
        json!({
            "ts": at.format("%Y-%m-%dT%H:%M:%SZ").to_string(), "ms_played": 60_000,
            "master_metadata_track_name": title, "master_metadata_album_artist_name": format!("{PLANTED} {}", n % 50),
            "spotify_track_uri": format!("spotify:track:{from}-{n}"),
        })
    };
    let rows: Vec<_> = (0..rows).map(row).collect();
    serde_json::to_vec(&rows).unwrap()
}

fn run(user: &User, library: &OsStr, arguments: &[&str]) -> String {
    let mut command = user.settled(playtally());
    let mut option = OsString::from("--library=");
    option.push(library);
    let run = playtally_tests::program::finish(command.arg(option).args(arguments)).succeeded();
    run.output
}

#[test]
fn a_library_lies_where_its_name_says_whatever_the_name() {
    let mut names: Vec<OsString> = [
        "file:x",
        "file:x?mode=memory",
        "file:x?mode=memory&cache=shared",
        "file:x?mode=ro",
        "file:x?immutable=1",
        "file:x?vfs=memdb",
        "file::memory:",
        "file:",
        "file:///x",
        "file://localhost/x",
        "FILE:x",
        ":memory:",
        ":memory:?cache=shared",
        ":localStorage:",
        "x?mode=memory",
        "x#fragment",
        "x%00y",
        "x%20y",
        "-x",
        "~",
        " ",
        "Größe ♫",
        "new\nline",
        "x-journal",
        "./file:x",
        "../home of another/file:x?mode=memory",
    ]
    .into_iter()
    .filter(|name| cfg!(unix) || !name.contains([':', '?', '\n']))
    .map(OsString::from)
    .collect();
    #[cfg(unix)]
    names.push(std::os::unix::ffi::OsStringExt::from_vec(b"not \xFF text".to_vec()));
    for name in names {
        let user = User::new();
        let export = user.put("export.json", export(20, 20, 1_600_000_000, 977));
        // A home in a home, so that a name may lead out of it.
        let home = user.path("home");
        fs::create_dir_all(&home).unwrap();
        let program = |arguments: &[&str]| {
            let mut command = user.settled(playtally());
            let mut option = OsString::from("--library=");
            option.push(&name);
            command.current_dir(&home).arg(option).args(arguments);
            playtally_tests::program::finish(&mut command).succeeded().output
        };
        let before = user.belongings();
        program(&["import", export.to_str().unwrap()]);
        let library = home.join(&name);
        let metadata = fs::metadata(&library).unwrap_or_else(|error| panic!("{name:?}: {error}"));
        assert!(metadata.is_file() && metadata.len() > 4096, "{name:?}");
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o777,
            0o600,
            "{name:?}"
        );
        assert_eq!(
            user.belongings().len(),
            before.len() + 1,
            "{name:?}: {:?}",
            user.belongings().keys()
        );
        let statistics: serde_json::Value =
            serde_json::from_str(&program(&["stats", "--json", "--timezone", "UTC"])).unwrap();
        assert_eq!(statistics["totals"]["plays"], 20, "{name:?}");
        assert!(program(&["erase", "--yes"]).contains("Erased."), "{name:?}");
        assert!(user.belongings() == before, "{name:?}: {:?}", user.belongings().keys());
    }
}

#[test]
#[cfg(unix)]
fn a_library_behind_a_link_goes_with_its_link_and_what_lies_beside_it() {
    let user = User::new();
    let export = user.put("export.json", export(20, 20, 1_600_000_000, 977));
    let link = user.path("link");
    // There is nothing at its end yet.
    std::os::unix::fs::symlink(user.path("library/far.sqlite"), &link).unwrap();
    fs::create_dir(user.path("library")).unwrap_or_default();
    run(&user, link.as_os_str(), &["import", export.to_str().unwrap()]);
    let mode = fs::metadata(user.path("library/far.sqlite")).unwrap().permissions();
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode) & 0o777, 0o600);
    fs::write(user.path("library/far.sqlite-journal"), PLANTED).unwrap();
    assert!(run(&user, link.as_os_str(), &["erase", "--yes"]).contains("Erased."));
    let left: Vec<PathBuf> = user.belongings().into_keys().collect();
    assert_eq!(left, [export]);
    assert!(!link.is_symlink());
}

#[test]
#[cfg(unix)]
fn an_erasure_that_is_killed_can_be_done_again() {
    let user = User::new();
    let export = user.put("export.json", export(1500, 20_000, 1_600_000_000, 977));
    let library = user.path("library/library.sqlite");
    run(&user, library.as_os_str(), &["import", export.to_str().unwrap()]);
    let (whole, kept) = (fs::read(&library).unwrap(), user.path("kept"));
    let (mut killed, mut wait) = (0, Duration::from_millis(1));
    while killed < 20 && wait < Duration::from_secs(5) {
        fs::write(&library, &whole).unwrap();
        // Another name for the same bytes, which stays when the file goes.
        let _ = fs::remove_file(&kept);
        fs::hard_link(&library, &kept).unwrap();
        let mut child = user.command(["erase", "--yes"]).stdout(Stdio::null()).spawn().unwrap();
        let started = Instant::now();
        let mut ended = None;
        while ended.is_none() && started.elapsed() < wait {
            ended = child.try_wait().unwrap();
        }
        if ended.is_some() {
            // Was done before: earlier, then.
            wait = Duration::from_millis(1);
            killed += 1;
            continue;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        killed += 1;
        wait += wait / 3 + Duration::from_millis(1);
        run(&user, library.as_os_str(), &["erase", "--yes"]);
        assert!(!library.exists());
        let left = fs::read(&kept).unwrap();
        assert!(left.iter().all(|byte| *byte == 0), "killed after {wait:?}");
    }
}

/// A file system in a file, where only this test writes.
#[cfg(target_os = "linux")]
struct Disk {
    folder: tempfile::TempDir,
}

#[cfg(target_os = "linux")]
impl Disk {
    /// None where this cannot be had.
    fn new(make: &[&str]) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let image = folder.path().join("image");
        fs::File::create(&image).unwrap().set_len(300 << 20).unwrap();
        let made = does(Command::new(make[0]).args(&make[1..]).arg(&image));
        fs::create_dir(folder.path().join("disk")).unwrap();
        let disk = Self { folder };
        (made && disk.mount()).then_some(disk)
    }

    fn mount(&self) -> bool {
        does(
            Command::new("mount")
                .args(["-o", "loop"])
                .arg(self.image())
                .arg(self.path()),
        )
    }

    fn image(&self) -> PathBuf {
        self.folder.path().join("image")
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("disk")
    }

    /// Whether the raw disk holds a name, once everything is on it.
    fn holds(&self, name: &str) -> bool {
        assert!(does(Command::new("umount").arg(self.path())), "cannot be unmounted");
        let found = does(Command::new("grep").args(["-q", "-a", "-F", name]).arg(self.image()));
        assert!(self.mount());
        found
    }
}

#[cfg(target_os = "linux")]
impl Drop for Disk {
    fn drop(&mut self) {
        does(Command::new("umount").arg(self.path()));
    }
}

#[cfg(target_os = "linux")]
fn does(command: &mut Command) -> bool {
    let ended = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    ended.is_ok_and(|status| status.success())
}

/// Starts an import and sends the signal once it has written so much to the library.
#[cfg(target_os = "linux")]
fn import_and_signal(user: &User, library: &Path, export: &Path, signal: &str) {
    let before = fs::metadata(library).map_or(0, |library| library.len());
    let mut command = user.settled(playtally());
    command.arg("--library").arg(library).arg("import").arg(export);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while fs::metadata(library).map_or(0, |library| library.len()) < before + (1 << 20) {
        assert!(
            child.try_wait().unwrap().is_none(),
            "was done before it could be stopped"
        );
        std::thread::sleep(Duration::from_millis(1));
    }
    // What it has written so far is on the disk, and not just meant to go there.
    let process = child.id().to_string();
    assert!(does(Command::new("kill").args(["-STOP", &process])));
    assert!(does(Command::new("sync").arg("-f").arg(library)));
    for signal in [signal, "-CONT"] {
        assert!(does(Command::new("kill").args([signal, &process])));
    }
    assert!(!child.wait().unwrap().success(), "was done before it was stopped");
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_is_left_on_the_raw_disk() {
    let user = User::new();
    let first = user.put("first.json", export(3_000, 100, 1_600_000_000, 977));
    // Between the plays of the first, so that its pages change.
    let second = user.put("second.json", export(3_000, 100, 1_600_000_400, 977));
    // More than is kept in memory.
    let big = user.put("big.json", export(3_000, 20_000, 1_600_000_700, 977));
    for make in [&["mkfs.ext4", "-q", "-F"][..], &["mkfs.vfat"]] {
        let Some(disk) = Disk::new(make) else {
            println!("skipped: {} and mounts, as root, are not here", make[0]);
            continue;
        };
        let library = disk.path().join("library.sqlite");
        let name = library.as_os_str();
        for export in [&first, &second] {
            run(&user, name, &["import", export.to_str().unwrap()]);
        }
        assert!(disk.holds(PLANTED), "{make:?}: can be seen while it is there");
        run(&user, name, &["erase", "--yes"]);
        assert!(!disk.holds(PLANTED), "{make:?}: after imports");
        for signal in ["-KILL", "-INT"] {
            run(&user, name, &["import", first.to_str().unwrap()]);
            import_and_signal(&user, &library, &big, signal);
            // Whoever comes next undoes what was begun.
            run(&user, name, &["stats"]);
            run(&user, name, &["import", second.to_str().unwrap()]);
            run(&user, name, &["erase", "--yes"]);
            assert!(!disk.holds(PLANTED), "{make:?}: after {signal}, and others");
            run(&user, name, &["import", first.to_str().unwrap()]);
            import_and_signal(&user, &library, &big, signal);
            run(&user, name, &["erase", "--yes"]);
            assert!(!disk.holds(PLANTED), "{make:?}: after {signal}");
        }
        // A first import, of which nothing is left but what was being written.
        import_and_signal(&user, &library, &big, "-KILL");
        run(&user, name, &["erase", "--yes"]);
        assert!(!disk.holds(PLANTED), "{make:?}: after a first import that was killed");
    }
}
