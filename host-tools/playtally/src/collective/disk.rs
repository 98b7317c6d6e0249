//! The folder of a round on the disk. It may be anybody's: no link in it is followed, and nothing but files is read.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use playtally_collective::{Error, Folder};
use playtally_history::escape::shown;

use super::steps::Steps;
use crate::safely::{self, Content, Outputs};

/// The folder of a round.
#[derive(Debug)]
pub(crate) struct Disk {
    root: PathBuf,
    outputs: Outputs,
    /// What would have been written and removed, where nothing is.
    dry: Option<BTreeMap<String, Option<Vec<u8>>>>,
    /// How far a long step is, on a terminal.
    bar: Steps,
}

impl Disk {
    /// A folder that is there.
    pub(crate) fn open(root: &Path, outputs: &Outputs, dry_run: bool) -> Result<Self> {
        if !root.is_dir() {
            bail!(
                "{} is no folder; make it first, or name the one in which the round's files are",
                shown(root)
            );
        }
        Ok(Self {
            root: root.canonicalize()?,
            outputs: outputs.clone(),
            dry: dry_run.then(BTreeMap::new),
            bar: Steps::default(),
        })
    }

    /// The names of all files in it and in its folders, in order, but for those that are hidden.
    pub(crate) fn all(&self) -> Result<Vec<String>, Error> {
        let (mut names, mut folders) = (Vec::new(), vec![String::new()]);
        while let Some(folder) = folders.pop() {
            let path = self.path(&folder)?;
            let entries = fs::read_dir(&path).map_err(|error| failed("look into", &path, &error))?;
            for entry in entries {
                let entry = entry.map_err(|error| failed("look into", &path, &error))?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if name.starts_with('.') {
                    continue;
                }
                let name = if folder.is_empty() {
                    name
                } else {
                    format!("{folder}/{name}")
                };
                let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
                let found = if is_folder { &mut folders } else { &mut names };
                found.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    /// Writes a file of any bytes, whole or not at all, in place of the one that is there.
    pub(crate) fn write_bytes(&mut self, name: &str, content: &[u8]) -> Result<(), Error> {
        if let Some(dry) = &mut self.dry {
            dry.insert(name.to_owned(), Some(content.to_vec()));
            return Ok(());
        }
        let path = self.path(name)?;
        let write = || -> Result<()> {
            fs::create_dir_all(crate::place::folder(&path))?;
            // Each file by itself: none of them is named by the user twice.
            let output = self.outputs.clone().file(&path, Content::Text)?;
            safely::write(&output, content)
        };
        write().map_err(|error| Error::Files(format!("{error:#}")))
    }

    fn path(&self, name: &str) -> Result<PathBuf, Error> {
        let mut path = self.root.clone();
        for part in name.split('/').filter(|part| !part.is_empty()) {
            path.push(part);
            if path.is_symlink() {
                return Err(Error::Files(format!(
                    "{} is a link, and whoever made it may lead this program elsewhere; put the file itself there",
                    shown(&path)
                )));
            }
        }
        Ok(path)
    }
}

fn failed(doing: &str, path: &Path, error: &io::Error) -> Error {
    Error::Files(format!("cannot {doing} {}: {error}", shown(path)))
}

impl Folder for Disk {
    fn progress(&self, what: &'static str, done: usize, of: usize) {
        self.bar.show(what, done, of);
    }

    fn read(&self, name: &str, most: usize) -> Result<Option<Vec<u8>>, Error> {
        if let Some(content) = self.dry.as_ref().and_then(|dry| dry.get(name)) {
            return Ok(content.clone());
        }
        let path = self.path(name)?;
        let found = match fs::symlink_metadata(&path) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
            Err(error) => return Err(failed("read", &path, &error)),
            Ok(found) => found,
        };
        if !found.is_file() {
            return Err(Error::Files(format!("{} is no file", shown(&path))));
        }
        let mut bytes = Vec::new();
        let file = fs::File::open(&path).map_err(|error| failed("read", &path, &error))?;
        let read = file.take(most as u64 + 1).read_to_end(&mut bytes);
        read.map_err(|error| failed("read", &path, &error))?;
        if bytes.len() > most {
            return Err(Error::Malformed(format!(
                "{} is longer than the {most} bytes that such a file may have",
                shown(&path)
            )));
        }
        Ok(Some(bytes))
    }

    fn names(&self, folder: &str) -> Result<Vec<String>, Error> {
        let path = self.path(folder)?;
        let mut names = Vec::new();
        match fs::read_dir(&path) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(error) => return Err(failed("look into", &path, &error)),
            Ok(entries) => {
                for entry in entries {
                    let entry = entry.map_err(|error| failed("look into", &path, &error))?;
                    let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
                    // What is hidden is somebody's own; what is no text cannot be one of ours.
                    let name = entry
                        .file_name()
                        .into_string()
                        .ok()
                        .filter(|name| !name.starts_with('.'));
                    names.extend(name.filter(|_| is_file));
                }
            }
        }
        if let Some(dry) = &self.dry {
            let start = format!("{folder}/");
            for (name, content) in dry.range(start.clone()..) {
                let Some(name) = name.strip_prefix(&start).filter(|name| !name.contains('/')) else {
                    continue;
                };
                names.retain(|other| other != name);
                names.extend(content.is_some().then(|| name.to_owned()));
            }
        }
        names.sort();
        Ok(names)
    }

    fn write(&mut self, name: &str, content: &str) -> Result<(), Error> {
        self.write_bytes(name, content.as_bytes())
    }

    fn remove(&mut self, name: &str) -> Result<(), Error> {
        if let Some(dry) = &mut self.dry {
            dry.insert(name.to_owned(), None);
            return Ok(());
        }
        let path = self.path(name)?;
        if fs::symlink_metadata(&path).is_err() {
            return Ok(());
        }
        let output = self.outputs.clone().file(&path, Content::Text);
        if output.is_ok_and(|output| safely::remove(&output)) {
            return Ok(());
        }
        Err(Error::Files(format!(
            "cannot remove {}; remove it yourself",
            shown(&path)
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disk(root: &Path, dry_run: bool) -> Disk {
        Disk::open(root, &Outputs::of_nothing(), dry_run).expect("a folder")
    }

    #[test]
    fn what_is_written_is_read_and_named_and_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut disk = disk(folder.path(), false);
        disk.write("a/b/c.note", "text").expect("written");
        assert_eq!(disk.read("a/b/c.note", 4), Ok(Some(b"text".to_vec())));
        assert!(disk.read("a/b/c.note", 3).is_err(), "longer than it may be");
        assert_eq!(disk.names("a/b"), Ok(vec!["c.note".to_owned()]));
        assert_eq!(disk.names("none"), Ok(Vec::new()));
        disk.remove("a/b/c.note").expect("removed");
        assert_eq!(disk.read("a/b/c.note", 4), Ok(None));
    }

    #[test]
    fn a_dry_run_sees_what_it_would_have_written_and_writes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("a")).expect("a folder");
        fs::write(folder.path().join("a/old"), "old").expect("a file");
        let mut disk = disk(folder.path(), true);
        disk.write("a/new", "new").expect("kept in mind");
        disk.remove("a/old").expect("kept in mind");
        assert_eq!(disk.names("a"), Ok(vec!["new".to_owned()]));
        assert_eq!(disk.read("a/old", 9), Ok(None));
        assert!(folder.path().join("a/old").exists() && !folder.path().join("a/new").exists());
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let outside = tempfile::tempdir().expect("a folder");
        fs::write(outside.path().join("file"), "mine").expect("a file");
        std::os::unix::fs::symlink(outside.path(), folder.path().join("counter-1")).expect("a link");
        std::os::unix::fs::symlink(outside.path().join("file"), folder.path().join("result.note")).expect("a link");
        let mut disk = disk(folder.path(), false);
        for name in ["counter-1/file", "result.note"] {
            assert!(disk.read(name, 99).is_err() && disk.write(name, "x").is_err() && disk.remove(name).is_err());
        }
        assert_eq!(fs::read(outside.path().join("file")).expect("a file"), b"mine");
    }
}
