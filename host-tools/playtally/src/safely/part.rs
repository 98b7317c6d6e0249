//! Part files: what is being written, beside where it is to go, until it is whole.
//!
//! None is left behind: an error or a panic removes its own, a signal all of this process's ([`remove_all`]), and what a kill
//! or a power cut left is [`abandoned`], and goes when something is next written into that folder.

use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tempfile::NamedTempFile;

use super::outputs::Sharing;

/// What the names of part files begin with and end with, and how many letters and digits stand in between.
const NAME: (&str, &str, usize) = (".playtally-", ".part", 6);
/// How often to begin anew where somebody takes a new part file for an abandoned one.
const TRIES: usize = 100;
/// Where files cannot be locked, what was not written to for so long belongs to nobody. A stick's clock may be off by half
/// a day: FAT has no time zones.
const OLD: Duration = Duration::from_secs(48 * 60 * 60);

/// The part files of this process. Who holds this may make, rename and remove them.
static PARTS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn parts() -> MutexGuard<'static, Vec<PathBuf>> {
    PARTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file that is not whole yet, for its owner's eyes only. It is gone when this is dropped.
#[derive(Debug)]
pub(crate) struct Part {
    /// None once it has gone where it belongs.
    file: Option<NamedTempFile>,
    path: PathBuf,
}

impl Part {
    /// Starts one in a folder, and removes those there that belong to nobody.
    pub(crate) fn begin(folder: &Path) -> io::Result<Self> {
        for (path, _lock) in abandoned(folder) {
            // If it cannot go, it is in nobody's way.
            let _ = fs::remove_file(path);
        }
        for _ in 0..TRIES {
            let mut parts = parts();
            // Only its owner may read it; tempfile sees to that from the beginning.
            let (start, end, random) = NAME;
            let file = tempfile::Builder::new()
                .prefix(start)
                .suffix(end)
                .rand_bytes(random)
                .tempfile_in(folder)?;
            let path = file.path().to_owned();
            parts.push(path.clone());
            drop(parts);
            let part = Self { file: Some(file), path };
            // The lock says that somebody writes it. Where there are no locks, its time does.
            let is_taken = matches!(part.named().as_file().try_lock(), Err(TryLockError::WouldBlock));
            if !is_taken && part.path.exists() {
                return Ok(part);
            }
        }
        Err(io::Error::other("another program removes what is being written"))
    }

    /// Where to write.
    pub(crate) fn file(&mut self) -> &mut File {
        self.file
            .as_mut()
            .expect("not gone before it is finished")
            .as_file_mut()
    }

    fn named(&self) -> &NamedTempFile {
        self.file.as_ref().expect("not gone before it is finished")
    }

    /// It is whole: onto the disk, and to where it belongs, in place of what is there.
    pub(crate) fn finish(mut self, path: &Path, sharing: Sharing) -> io::Result<()> {
        set_mode(self.named().as_file(), fs::metadata(path).ok().as_ref(), sharing);
        self.named().as_file().sync_all()?;
        let parts = parts();
        let file = self.file.take().expect("not gone before it is finished");
        let persisted = file.persist(path);
        drop(parts);
        // What could not go is removed here, with its error.
        persisted.map(drop).map_err(|error| error.error)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        drop(self.file.take());
        parts().retain(|path| *path != self.path);
    }
}

/// Removes the part files of this process, which must end before it lets go of what this returns: until then, nobody can
/// begin or finish one.
pub(crate) fn remove_all() -> MutexGuard<'static, Vec<PathBuf>> {
    let mut parts = parts();
    for path in parts.drain(..) {
        let _ = fs::remove_file(path);
    }
    parts
}

/// The part files in a folder that no living process writes, open and locked.
pub(crate) fn abandoned(folder: &Path) -> impl Iterator<Item = (PathBuf, File)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter(|entry| entry.file_name().to_str().is_some_and(is_named_as_part))
        // Links are not ours.
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter_map(|entry| {
            let path = entry.path();
            let file = open(&path).ok()?;
            let is_nobodys = match file.try_lock() {
                Ok(()) => true,
                Err(TryLockError::WouldBlock) => false,
                Err(TryLockError::Error(_)) => file.metadata().is_ok_and(|file| is_old(&file)),
            };
            is_nobodys.then_some((path, file))
        })
}

/// Overwrites an abandoned part file and removes it, so that nothing of it can be read from the disk.
pub(crate) fn erase((path, mut file): (PathBuf, File)) -> io::Result<()> {
    let length = file.metadata()?.len();
    io::copy(&mut io::repeat(0).take(length), &mut file)?;
    file.sync_all()?;
    fs::remove_file(path)
}

/// Whether a file is named as ours are, and is nobody else's.
pub(crate) fn is_named_as_part(name: &str) -> bool {
    let (start, end, random) = NAME;
    name.strip_prefix(start)
        .and_then(|rest| rest.strip_suffix(end))
        .is_some_and(|middle| middle.len() == random && middle.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

fn is_old(file: &Metadata) -> bool {
    file.modified()
        .is_ok_and(|time| time.elapsed().is_ok_and(|age| age > OLD))
}

/// Opens a file by its own name, and waits for nobody.
fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true).write(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    }
    options.open(path)
}

/// Gives a file the mode and the owner of the one that it replaces: whoever set them wanted them so. A new one is its owner's
/// alone unless it is to be shared. Where there are no modes, as on FAT, there is nothing to set; what cannot be set stays
/// the owner's alone.
#[cfg(unix)]
fn set_mode(file: &File, old: Option<&Metadata>, sharing: Sharing) {
    use rustix::fs::Mode;
    use rustix::process::umask;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let mode = match (old, sharing) {
        (Some(old), _) => {
            let is_of = file.metadata().ok().map(|new| (new.uid(), new.gid()));
            let becomes =
                is_of == Some((old.uid(), old.gid())) || fchown(file, Some(old.uid()), Some(old.gid())).is_ok();
            // Of another group, its rights would be for others than before.
            old.mode() & if becomes { 0o777 } else { 0o707 }
        }
        (None, Sharing::Owner) => return,
        (None, Sharing::Umask) => {
            let mask = umask(Mode::from_raw_mode(0o077));
            umask(mask);
            // It is a u16 on macOS.
            #[allow(clippy::useless_conversion)]
            let mask = u32::from(mask.bits());
            0o666 & !mask
        }
    };
    let _ = file.set_permissions(fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
fn set_mode(_: &File, _: Option<&Metadata>, _: Sharing) {}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_nobody_writes_any_more_goes_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let living = Part::begin(folder.path()).expect("begun");
        let not_ours = [
            ".playtally-abc.part",
            ".playtally-abcdef.part2",
            ".playtally-ab.def.part",
            "playtally-abcdef.part",
            "a.part",
        ];
        for name in not_ours {
            fs::write(folder.path().join(name), "theirs").expect("a file");
        }
        fs::create_dir(folder.path().join(".playtally-folder.part")).expect("a folder");
        #[cfg(unix)]
        std::os::unix::fs::symlink("a.part", folder.path().join(".playtally-Link00.part")).expect("a link");
        let before = left(folder.path());
        fs::write(folder.path().join(".playtally-aB3dE6.part"), "plays").expect("a file");
        drop(Part::begin(folder.path()).expect("begun"));
        assert_eq!(left(folder.path()), before);
        living
            .finish(&folder.path().join("whole"), Sharing::Owner)
            .expect("finished");
        assert!(left(folder.path()).contains(&"whole".to_owned()));
        assert!(parts().is_empty() || parts().iter().all(|part| !part.starts_with(folder.path())));
    }

    #[cfg(unix)]
    #[test]
    fn a_part_is_its_owners_from_the_first_byte() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let part = Part::begin(folder.path()).expect("begun");
        let mode = fs::metadata(&part.path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o7777, 0o600);
    }

    #[test]
    fn what_cannot_go_where_it_belongs_is_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let part = Part::begin(folder.path()).expect("begun");
        part.finish(&folder.path().join("none/there"), Sharing::Owner)
            .expect_err("no such folder");
        assert!(left(folder.path()).is_empty());
    }
}
