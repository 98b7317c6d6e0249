//! What is still being copied or downloaded.
//!
//! The files of an export belong together: where one of them is still on its way, its folder waits for the next refresh.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use playtally_history::{DATABASE_START, DEEPEST_FOLDER};

use crate::interrupt;
use crate::safely::part;

/// How what is being downloaded ends: Firefox and others, Chrome, Safari, Edge, Opera, WinSCP, aria2.
const ENDINGS: [&str; 7] = [
    ".part",
    ".crdownload",
    ".download",
    ".partial",
    ".opdownload",
    ".filepart",
    ".aria2",
];
/// What nobody wrote to for so long is not on its way any more.
const ABANDONED: Duration = Duration::from_secs(24 * 60 * 60);
/// What was written to within this time is looked at again after it: a copy goes on.
const FRESH: Duration = Duration::from_secs(2);

/// Something that is not whole yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unfinished {
    /// The folder that waits, or the file that was named by itself.
    pub(super) folder: PathBuf,
    /// What it waits for.
    pub(super) file: PathBuf,
}

/// A file or a folder at one moment.
struct Seen {
    path: PathBuf,
    folder: PathBuf,
    length: u64,
    changed: Option<SystemTime>,
}

impl Seen {
    fn new(path: PathBuf, folder: PathBuf, metadata: &Metadata) -> Self {
        Self {
            path,
            folder,
            length: if metadata.is_dir() { 0 } else { metadata.len() },
            changed: metadata.modified().ok(),
        }
    }

    /// How long ago it was written to. A clock that is ahead does not say.
    fn age(&self) -> Option<Duration> {
        self.changed?.elapsed().ok()
    }

    fn is_download(&self) -> bool {
        let name = self
            .path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .to_lowercase();
        let is_named_so = ENDINGS.iter().any(|ending| name.ends_with(ending));
        is_named_so && !part::is_named_as_part(&name) && self.age().is_none_or(|age| age < ABANDONED)
    }

    /// Whether it may be in the middle of being written. Databases are all the time, and are read as they stand.
    fn is_fresh(&self) -> bool {
        self.age().is_some_and(|age| age < FRESH) && !is_database(&self.path)
    }

    /// Whether it is not what it was.
    fn has_changed(&self) -> bool {
        fs::metadata(&self.path).map_or(true, |now| {
            let now = Self::new(PathBuf::new(), PathBuf::new(), &now);
            (now.length, now.changed) != (self.length, self.changed)
        })
    }
}

/// Whatever is not whole yet among files and folders. Takes a moment where something has just been written.
pub(super) fn among<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Vec<Unfinished> {
    let mut seen = Vec::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => look_into(path, &metadata, 0, &mut seen),
            Ok(metadata) => {
                seen.extend(downloads_of(path));
                seen.push(Seen::new(path.to_owned(), path.to_owned(), &metadata));
            }
            Err(_) => {}
        }
    }
    let (mut unfinished, rest): (Vec<Seen>, Vec<Seen>) = seen.into_iter().partition(Seen::is_download);
    let fresh: Vec<Seen> = rest.into_iter().filter(Seen::is_fresh).collect();
    if let Some(youngest) = fresh.iter().filter_map(Seen::age).min() {
        wait(FRESH.saturating_sub(youngest));
    }
    unfinished.extend(fresh.into_iter().filter(Seen::has_changed));
    let unfinished = unfinished.into_iter().map(|seen| Unfinished {
        folder: seen.folder,
        file: seen.path,
    });
    unfinished.collect()
}

/// Everything in a folder, however deep.
fn look_into(folder: &Path, metadata: &Metadata, depth: u32, seen: &mut Vec<Seen>) {
    seen.push(Seen::new(folder.to_owned(), folder.to_owned(), metadata));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, Ok(metadata)) = (entry.path(), entry.metadata()) else {
            continue;
        };
        let is_folder = metadata.is_dir();
        let one = Seen::new(path.clone(), folder.to_owned(), &metadata);
        if is_folder && !one.is_download() {
            if depth < DEEPEST_FOLDER {
                look_into(&path, &metadata, depth + 1, seen);
            }
        } else if is_folder || metadata.is_file() {
            seen.push(one);
        }
    }
}

/// What lies beside a file while it is downloaded. The file waits for it alone.
fn downloads_of(path: &Path) -> impl Iterator<Item = Seen> {
    let ended = move |ending| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        let name = PathBuf::from(name);
        let metadata = fs::metadata(&name).ok()?;
        Some(Seen::new(name, path.to_owned(), &metadata))
    };
    ENDINGS.into_iter().filter_map(ended)
}

/// Whether it is a database or what lies beside one while it is written.
fn is_database(path: &Path) -> bool {
    use std::io::Read;
    let name = path.to_string_lossy();
    let mut start = [0; 16];
    ["-wal", "-shm", "-journal"].iter().any(|end| name.ends_with(end))
        || path.is_file()
            && fs::File::open(path)
                .and_then(|mut file| file.read_exact(&mut start))
                .is_ok()
            && start == *DATABASE_START
}

fn wait(time: Duration) {
    const STEP: Duration = Duration::from_millis(100);
    let mut left = time;
    while !left.is_zero() && !interrupt::asked() {
        thread::sleep(left.min(STEP));
        left = left.saturating_sub(STEP);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn folder_with(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for name in names {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(&path, "x").expect("a file");
        }
        folder
    }

    fn age(path: &Path, age: Duration) {
        let file = fs::File::options().append(true).open(path).expect("a file");
        file.set_modified(SystemTime::now() - age).expect("a time");
    }

    #[test]
    fn a_folder_waits_for_its_downloads_and_for_no_other() {
        for ending in ENDINGS {
            let folder = folder_with(&["a.zip", "deep/b.zip", "deep/er/c.zip"]);
            let download = folder.path().join(format!("deep/d.zip{ending}"));
            fs::write(&download, "x").expect("a file");
            let found = among([folder.path()]);
            let expected = Unfinished {
                folder: folder.path().join("deep"),
                file: download.clone(),
            };
            assert_eq!(found, [expected], "{ending}");
            age(&download, ABANDONED * 2);
            assert_eq!(among([folder.path()]), [], "{ending}, of long ago");
        }
    }

    #[test]
    fn a_file_waits_for_the_download_of_itself() {
        let folder = folder_with(&["a.zip", "a.zip.part", "b.zip"]);
        let path = |name: &str| folder.path().join(name);
        let found = among([path("a.zip").as_path(), &path("b.zip"), &path("none.zip")]);
        let expected = Unfinished {
            folder: path("a.zip"),
            file: path("a.zip.part"),
        };
        assert_eq!(found, [expected]);
    }

    #[test]
    fn what_grows_is_not_whole_and_a_database_is() {
        let folder = folder_with(&["whole.zip", "other/grows.zip", "server/navidrome.db"]);
        let path = |name: &str| folder.path().join(name);
        fs::write(path("server/navidrome.db"), b"SQLite format 3\0 and so on").expect("a file");
        let (grows, changes) = (path("other/grows.zip"), path("server/navidrome.db"));
        let writer = thread::spawn(move || {
            for _ in 0..60 {
                for path in [&grows, &changes] {
                    let mut file = fs::File::options().append(true).open(path).expect("a file");
                    file.write_all(b"more").expect("written");
                }
                thread::sleep(Duration::from_millis(50));
            }
        });
        thread::sleep(Duration::from_millis(100));
        let found = among([folder.path()]);
        writer.join().expect("written");
        let expected = Unfinished {
            folder: path("other"),
            file: path("other/grows.zip"),
        };
        assert_eq!(found, [expected]);
        assert_eq!(among([folder.path()]), []);
    }

    #[test]
    fn what_a_command_of_ours_left_is_no_download() {
        let folder = folder_with(&[".playtally-aB3dE6.part", "a.zip"]);
        assert_eq!(among([folder.path()]), []);
    }
}
