//! Where a command may write.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use anyhow::Result;
use playtally_history::escape::shown;

use super::place::Place;
use crate::outcome::Misuse;
use crate::place::beside_library;

/// Who may read a new file. One that is replaced keeps its mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sharing {
    /// Its owner alone.
    Owner,
    /// Whoever the umask lets.
    Umask,
}

/// What an output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// Something that a terminal can show.
    Text,
    /// Bytes.
    Binary,
}

/// What a command reads and what is never written onto: it says of each output whether it may be written.
#[derive(Clone, Debug)]
pub(crate) struct Outputs {
    kept: Vec<Kept>,
    sharing: Sharing,
}

/// A file that outputs are kept off.
#[derive(Clone, Debug)]
struct Kept {
    place: Place,
    why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    Library,
    BesideLibrary,
    Input,
    /// It holds something that this command writes.
    Taken,
}

/// Something that may be written, once asked for.
#[derive(Debug)]
pub(crate) struct Output {
    asked: PathBuf,
    goes: Goes,
    sharing: Sharing,
}

/// Where an output goes.
#[derive(Debug)]
pub(super) enum Goes {
    /// To standard output.
    Printed,
    /// To a device or a pipe. A file in its place would be the end of it.
    Device(PathBuf),
    /// To a file at this path, which leads through no link: what a link points to is replaced, not the link.
    File(PathBuf),
}

impl Output {
    /// As the user calls it.
    pub(crate) fn path(&self) -> &Path {
        &self.asked
    }

    /// Whether it goes to standard output, where nothing else may be said then.
    pub(crate) const fn is_printed(&self) -> bool {
        matches!(self.goes, Goes::Printed)
    }

    pub(super) const fn goes(&self) -> &Goes {
        &self.goes
    }

    pub(super) const fn sharing(&self) -> Sharing {
        self.sharing
    }
}

impl Outputs {
    /// The outputs of a command that may use these libraries and reads these files and folders.
    pub(crate) fn new<'a>(libraries: &[PathBuf], inputs: impl IntoIterator<Item = &'a Path>, sharing: Sharing) -> Self {
        let mut outputs = Self {
            kept: Vec::new(),
            sharing,
        };
        for library in libraries {
            let place = Place::of(library);
            // SQLite keeps what lies beside it where a link leads; somebody may keep it where the link lies.
            for name in [library, place.path()] {
                outputs.keep(beside_library(name).map(|path| Place::of(&path)), Why::BesideLibrary);
            }
            outputs.keep([place], Why::Library);
        }
        for input in inputs {
            outputs.read(input);
        }
        outputs
    }

    /// From now on, the command reads this file or folder, too.
    pub(crate) fn read(&mut self, input: &Path) {
        self.keep([Place::of(input)], Why::Input);
    }

    /// From now on, who may read new files is as said here.
    pub(crate) const fn share(&mut self, sharing: Sharing) {
        self.sharing = sharing;
    }

    fn keep(&mut self, places: impl IntoIterator<Item = Place>, why: Why) {
        self.kept.extend(places.into_iter().map(|place| Kept { place, why }));
    }

    /// An output in this file, or on standard output for `-`.
    ///
    /// # Errors
    /// When writing it would destroy what it must not.
    pub(crate) fn file(&mut self, path: &Path, content: Content) -> Result<Output> {
        if path.as_os_str() == "-" {
            return self.printed(path, content);
        }
        let place = self.allowed(path)?;
        match self.what_is_lost(&place) {
            Some(why) => refused(path, &why),
            None => Ok(self.take(path, place)),
        }
    }

    /// An output in this file, which replaces nothing but what Playtally made and `is_ours` knows.
    ///
    /// # Errors
    /// When writing it would destroy anything else.
    pub(crate) fn own_file(&mut self, path: &Path, is_ours: impl FnOnce(&Path) -> bool) -> Result<Output> {
        let place = self.allowed(path)?;
        if place.path().exists() && !is_ours(place.path()) {
            return refused(
                path,
                "was not made by Playtally, and would be lost; name another folder, or move it away",
            );
        }
        Ok(self.take(path, place))
    }

    /// An output in a file of this folder that is not there yet: `playtally-NAME.EXTENSION`, or with a number.
    ///
    /// # Errors
    /// When no name is free.
    pub(crate) fn new_file(&mut self, folder: &Path, name: &str, extension: &str) -> Result<Output> {
        let named = |number: u32| match number {
            1 => folder.join(format!("playtally-{name}.{extension}")),
            _ => folder.join(format!("playtally-{name}-{number}.{extension}")),
        };
        let is_free = |path: &PathBuf| path.symlink_metadata().is_err();
        let path = (1..).map(named).find(is_free).unwrap_or_else(|| named(1));
        self.own_file(&path, |_| false)
    }

    fn printed(&self, path: &Path, content: Content) -> Result<Output> {
        if let Some(kept) = self.kept.iter().find(|kept| kept.place.is_printed_to()) {
            return refused(Path::new("standard output"), kept.why.words());
        }
        if content == Content::Binary && io::stdout().is_terminal() {
            return refused(
                Path::new("standard output"),
                "is a terminal, which cannot show this; send it on, as in `-o - > FILE`, or name a file",
            );
        }
        Ok(Output {
            asked: path.to_owned(),
            goes: Goes::Printed,
            sharing: self.sharing,
        })
    }

    /// The place that a path leads to, unless outputs are kept off it.
    fn allowed(&self, path: &Path) -> Result<Place> {
        let place = Place::of(path);
        if let Some(kept) = self.kept.iter().find(|kept| kept.place.is(&place)) {
            return refused(path, kept.why.words());
        }
        if place.path().is_dir() || is_named_as_folder(path) {
            return refused(path, "is a folder (a directory); name a file in it");
        }
        if is_disk(place.path()) {
            return refused(
                path,
                "is a disk, and all that is on it would be lost; name a file, or let `playtally load` write to a stick",
            );
        }
        if is_write_protected(place.path()) {
            return refused(path, "is write-protected; name another file, or let it be written to");
        }
        Ok(place)
    }

    /// The output at a place where it may be written; nothing else may go there.
    fn take(&mut self, path: &Path, place: Place) -> Output {
        let is_device = place.path().exists() && !place.path().is_file();
        let resolved = place.path().to_owned();
        if !is_device {
            self.keep([place], Why::Taken);
        }
        Output {
            asked: path.to_owned(),
            goes: if is_device {
                Goes::Device(resolved)
            } else {
                Goes::File(resolved)
            },
            sharing: self.sharing,
        }
    }

    /// What would be lost with a file that is there, if anything that cannot be made again.
    fn what_is_lost(&self, place: &Place) -> Option<String> {
        if !place.path().is_file() {
            return None;
        }
        let inputs = self
            .kept
            .iter()
            .filter(|kept| kept.why == Why::Input && kept.place.path().is_dir());
        for folder in inputs.map(|kept| &kept.place) {
            if place.is_within(folder) || place.has_other_names() && place.is_linked_within(folder.path()) {
                return Some(format!(
                    "lies in {}, which this command reads, and would be replaced; name another file",
                    shown(folder.path())
                ));
            }
        }
        let mut start = [0; 16];
        let read = File::open(place.path()).and_then(|file| file.take(16).read(&mut start));
        match &start {
            b"SQLite format 3\0" => {
                Some("is a database, as your library is one, and would be replaced; name another file".to_owned())
            }
            [b'P', b'K', 3 | 5, 4 | 6, ..] if read.is_ok() => Some(
                "is a zip, as exports are, and would be replaced; name another file, or remove it first".to_owned(),
            ),
            _ => None,
        }
    }

    #[cfg(test)]
    pub(crate) fn of_nothing() -> Self {
        Self::new(&[], [], Sharing::Owner)
    }

    #[cfg(test)]
    pub(crate) fn of_nothing_shared() -> Self {
        Self::new(&[], [], Sharing::Umask)
    }
}

impl Why {
    const fn words(self) -> &'static str {
        match self {
            Self::Library => "is your library, and all of your history would be lost; name another file",
            Self::BesideLibrary => "belongs to your library, which would be damaged; name another file",
            Self::Input => "is what this command reads, and would be replaced by what it writes; name another file",
            Self::Taken => "is named for two things, and only one of them would be left; name another file",
        }
    }
}

fn refused<T>(path: &Path, why: &str) -> Result<T> {
    Err(Misuse(format!("{} {why}", shown(path))).into())
}

/// Whether a path can only be a folder's: it ends as those of folders may.
fn is_named_as_folder(path: &Path) -> bool {
    let end = path.as_os_str().as_encoded_bytes().last();
    end.is_some_and(|&end| std::path::is_separator(char::from(end)))
}

/// Whether this is a disk or a part of one, by its device.
fn is_disk(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        path.metadata().is_ok_and(|file| file.file_type().is_block_device())
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Whether somebody made sure that a file is not written to, which replacing it would do all the same.
fn is_write_protected(path: &Path) -> bool {
    #[cfg(unix)]
    {
        path.exists() && rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_err()
    }
    #[cfg(not(unix))]
    {
        path.metadata().is_ok_and(|file| file.permissions().readonly())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// A folder with a library, an export in a zip, one in a folder, and a summary.
    fn belongings() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("export/deep")).expect("a folder");
        for name in ["library", "export.zip", "export/deep/plays.json", "my.tally"] {
            fs::write(folder.path().join(name), name).expect("a file");
        }
        folder
    }

    fn outputs(folder: &Path) -> Outputs {
        let inputs = ["export.zip", "export", "my.tally"].map(|name| folder.join(name));
        Outputs::new(
            &[folder.join("library")],
            inputs.iter().map(PathBuf::as_path),
            Sharing::Owner,
        )
    }

    /// Every way to spell a file that this file system has, and some of others.
    fn spellings(folder: &Path, name: &str) -> Vec<PathBuf> {
        let there = folder.join(name);
        let up = folder.file_name().expect("a name").to_string_lossy();
        let mut paths = vec![
            there.clone(),
            folder.join(format!("export/../{name}")),
            folder.join(format!(".//{name}")),
            folder.join(format!("../{up}/{name}")),
        ];
        let plain = name.replace('/', " ");
        if there.exists() {
            let linked = folder.join(format!("hard {plain}"));
            fs::hard_link(&there, &linked).expect("a link");
            paths.push(linked);
        } else {
            paths.push(folder.join(name.to_uppercase()));
        }
        #[cfg(unix)]
        {
            let linked = folder.join(format!("soft {plain}"));
            std::os::unix::fs::symlink(&there, &linked).expect("a link");
            let again = folder.join(format!("again {plain}"));
            std::os::unix::fs::symlink(linked.file_name().expect("a name"), &again).expect("a link");
            let around = folder.join(format!("around {plain}"));
            std::os::unix::fs::symlink(folder, &around).expect("a link");
            paths.extend([linked, again, around.join(name)]);
        }
        paths
    }

    #[test]
    fn nothing_is_written_onto_what_must_stay() {
        for name in [
            "library",
            "library-journal",
            "library-wal",
            "library-shm",
            "library.lock",
            "export.zip",
            "export/deep/plays.json",
            "my.tally",
        ] {
            let belongings = belongings();
            let folder = belongings.path();
            for path in spellings(folder, name) {
                let refused = outputs(folder)
                    .file(&path, Content::Text)
                    .expect_err(&path.display().to_string());
                assert!(refused.is::<Misuse>(), "{refused:#}");
                assert!(refused.to_string().contains(&path.display().to_string()), "{refused}");
            }
        }
    }

    #[test]
    fn anything_else_may_be_written_once() {
        let belongings = belongings();
        let folder = belongings.path();
        fs::write(folder.join("old.html"), "an old report").expect("a file");
        fs::hard_link(folder.join("old.html"), folder.join("linked.html")).expect("a link");
        let mut outputs = outputs(folder);
        for name in ["new.html", "old.html", "export/new.gif", "library.csv"] {
            outputs.file(&folder.join(name), Content::Text).expect(name);
        }
        for again in ["new.html", "./old.html", "linked.html", "NEW.html"] {
            let refused = outputs.file(&folder.join(again), Content::Text).expect_err(again);
            assert!(refused.to_string().contains("two things"), "{refused}");
        }
    }

    #[test]
    fn what_took_long_to_get_is_not_replaced_whoever_reads_it() {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, content) in [
            ("other.sqlite", &b"SQLite format 3\0 and so on"[..]),
            ("other.zip", b"PK\x03\x04 and so on"),
        ] {
            fs::write(folder.path().join(name), content).expect("a file");
            let refused = Outputs::of_nothing()
                .file(&folder.path().join(name), Content::Text)
                .expect_err(name);
            assert!(
                refused.is::<Misuse>() && refused.to_string().contains(name),
                "{refused}"
            );
        }
    }

    #[test]
    fn a_folder_is_no_file() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("file"), "old").expect("a file");
        for name in ["", "file/", "new/"] {
            let refused = Outputs::of_nothing()
                .file(&folder.path().join(name), Content::Text)
                .expect_err("a folder");
            assert!(refused.to_string().contains("directory"), "{refused}");
        }
    }

    #[test]
    fn what_is_not_ours_stays_and_what_is_new_finds_its_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("cover.png");
        fs::write(&path, "a picture").expect("a file");
        let mut outputs = Outputs::of_nothing();
        outputs.own_file(&path, |_| false).expect_err("another's");
        outputs.own_file(&path, |_| true).expect("ours");
        for name in ["playtally-film.gif", "playtally-film-2.gif"] {
            let output = outputs.new_file(folder.path(), "film", "gif").expect("a free name");
            assert_eq!(output.path(), folder.path().join(name));
            fs::write(output.path(), "a film").expect("a file");
        }
    }
}
