//! Where a path leads, however it is spelled.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use crate::place::folder;

/// How many links lead on from one to the next, at most, as on Linux.
const LINKS: usize = 40;

/// The place on the disk that a path leads to, where something may be or not yet.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    path: PathBuf,
    /// Which file is there.
    file: Option<Identity>,
    folder: Option<Identity>,
}

impl Place {
    /// Follows links, those that lead to nothing as well, and whatever else a path may be made of.
    pub(crate) fn of(path: &Path) -> Self {
        let path = resolved(path);
        Self {
            file: Identity::of(&path).ok(),
            folder: Identity::of(folder(&path)).ok(),
            path,
        }
    }

    /// The path from the root and without links. One that leads back out of a folder that is not there stays as it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether this is the same place: the same file under whatever name, or the same name for a file to come. As file
    /// systems differ in which names are the same, the strictest counts.
    pub(crate) fn is(&self, other: &Self) -> bool {
        match (&self.file, &other.file) {
            (Some(one), Some(two)) => one == two,
            (None, None) => self.path == other.path || self.folder == other.folder && self.name() == other.name(),
            _ => false,
        }
    }

    /// Whether it is what standard output goes to.
    pub(crate) fn is_printed_to(&self) -> bool {
        self.file.is_some() && self.file == Identity::of_standard_output().ok()
    }

    /// Whether this lies in a folder, however deep.
    pub(crate) fn is_within(&self, folder: &Self) -> bool {
        let above = self.path.ancestors().skip(1);
        folder.file.is_some() && above.into_iter().any(|above| Identity::of(above).ok() == folder.file)
    }

    /// Whether the file here may be somewhere else as well, by a hard link.
    pub(crate) fn has_other_names(&self) -> bool {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            fs::metadata(&self.path).is_ok_and(|file| file.nlink() > 1)
        }
        #[cfg(not(unix))]
        {
            self.file.is_some()
        }
    }

    /// Whether a file under this folder, however deep, is the one here by another name. Links are not followed, as they are
    /// not when a folder is read.
    pub(crate) fn is_linked_within(&self, folder: &Path) -> bool {
        fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .any(|entry| match entry.file_type() {
                Ok(kind) if kind.is_dir() => self.is_linked_within(&entry.path()),
                Ok(kind) if kind.is_file() => Identity::of(&entry.path()).ok() == self.file,
                _ => false,
            })
    }

    /// The last name in the form that any two share which any file system takes for the same: FAT and NTFS know no case and
    /// no dots and spaces at the end, macOS knows no difference between composed and decomposed letters.
    fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        name.trim_end_matches(['.', ' '])
            .nfkc()
            .flat_map(char::to_lowercase)
            .nfkc()
            .collect()
    }
}

fn resolved(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        if let Ok(whole) = path.canonicalize() {
            return whole;
        }
        match fs::read_link(&path) {
            Ok(target) => path = folder(&path).join(target),
            Err(_) => break,
        }
    }
    // Neither it nor perhaps its folder is there yet.
    match (path.parent(), path.file_name()) {
        (Some(_), Some(name)) => resolved(folder(&path)).join(name),
        _ => path,
    }
}

/// Which file it is, whatever it is called.
#[cfg(unix)]
#[derive(Clone, Debug, PartialEq, Eq)]
struct Identity(u64, u64);

#[cfg(unix)]
impl Identity {
    fn of(path: &Path) -> io::Result<Self> {
        fs::metadata(path).map(|metadata| Self::told(&metadata))
    }

    /// What standard output goes to.
    fn of_standard_output() -> io::Result<Self> {
        use std::os::fd::AsFd;
        let file = fs::File::from(io::stdout().as_fd().try_clone_to_owned()?);
        Ok(Self::told(&file.metadata()?))
    }

    fn told(metadata: &fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self(metadata.dev(), metadata.ino())
    }
}

/// Which file it is, whatever it is called.
#[cfg(not(unix))]
#[derive(Clone, Debug, PartialEq, Eq)]
struct Identity(std::sync::Arc<same_file::Handle>);

#[cfg(not(unix))]
impl Identity {
    fn of(path: &Path) -> io::Result<Self> {
        Ok(Self(std::sync::Arc::new(same_file::Handle::from_path(path)?)))
    }

    /// What standard output goes to.
    fn of_standard_output() -> io::Result<Self> {
        Ok(Self(std::sync::Arc::new(same_file::Handle::stdout()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_to_come_is_the_same_wherever_some_file_system_says_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = |name: &str| Place::of(&folder.path().join(name));
        let journal = place("mu\u{0308}sik.sqlite-journal");
        for same in [
            "müsik.sqlite-journal",
            "MÜSIK.SQLITE-Journal",
            "müsik.sqlite-journal.",
            "./müsik.sqlite-journal",
        ] {
            assert!(journal.is(&place(same)), "{same}");
        }
        for other in ["musik.sqlite-journal", "müsik.sqlite", "elsewhere/müsik.sqlite-journal"] {
            assert!(!journal.is(&place(other)), "{other}");
        }
    }

    #[test]
    fn a_file_is_the_same_by_every_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("deep/er")).expect("a folder");
        fs::write(path("deep/file"), "one").expect("a file");
        fs::write(path("other"), "one").expect("a file");
        fs::hard_link(path("deep/file"), path("linked")).expect("a link");
        let file = Place::of(&path("deep/file"));
        for same in ["deep//er/../file", "./deep/./file", "linked"] {
            assert!(file.is(&Place::of(&path(same))), "{same}");
        }
        assert!(!file.is(&Place::of(&path("other"))) && !file.is(&Place::of(&path("none"))));
        assert!(file.is_within(&Place::of(folder.path())) && !file.is_within(&Place::of(&path("deep/er"))));
        let linked = Place::of(&path("linked"));
        assert!(!linked.is_within(&Place::of(&path("deep"))) && linked.is_linked_within(&path("deep")));
    }

    #[test]
    fn a_path_to_what_is_to_come_is_the_same_before_and_after() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("some/deep/file");
        let before = Place::of(&file);
        fs::create_dir_all(folder.path().join("some/deep")).expect("folders");
        assert_eq!(before.path(), Place::of(&file).path());
        let out = folder.path().join("more/../file");
        let before = Place::of(&out);
        fs::create_dir_all(folder.path().join("more")).expect("a folder");
        assert_ne!(before.path(), Place::of(&out).path(), "nobody could know");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_what_is_to_come_leads_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        std::os::unix::fs::symlink("second", path("first")).expect("a link");
        std::os::unix::fs::symlink("./third", path("second")).expect("a link");
        assert!(Place::of(&path("first")).is(&Place::of(&path("third"))));
        std::os::unix::fs::symlink("round", path("round")).expect("a link");
        assert!(!Place::of(&path("round")).is(&Place::of(&path("third"))));
    }
}
