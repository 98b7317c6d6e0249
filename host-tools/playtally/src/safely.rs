//! Writing what a command makes: only where it may go, whole or not at all, and with nothing left beside it.
//!
//! Every output is asked for at [`Outputs`], which knows the library and whatever else the command reads; only what it
//! hands out can be written. Nothing else in this crate opens a file for writing: clippy.toml sees to that.

#![allow(clippy::disallowed_methods)]

mod outputs;
pub(crate) mod part;
mod place;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::{Result, bail};
use playtally_history::{self as history, escape::shown};

use outputs::Goes;
pub(crate) use outputs::{Content, Output, Outputs, Sharing};
use part::Part;
use place::Place;

use crate::place::folder;

/// Writes a whole output: into a part file in the same folder, onto the disk, and only then under its name. Whatever goes
/// wrong, at that name stands either what stood there before or all of `bytes`.
pub(crate) fn write(output: &Output, bytes: &[u8]) -> Result<()> {
    write_with(output, |file| Ok(file.write_all(bytes)?))
}

/// The same for what is not all there at once: `content` writes it, and its failure is that of the whole.
pub(crate) fn write_with<T>(output: &Output, content: impl FnOnce(&mut dyn Write) -> Result<T>) -> Result<T> {
    let (result, context) = match output.goes() {
        Goes::Printed => (written(&mut io::stdout().lock(), content), "cannot print".to_owned()),
        goes => (
            try_write(goes, output.sharing(), content),
            format!(
                "cannot write {}; check that the folder is there, can be written to and has room",
                shown(output.path())
            ),
        ),
    };
    result.map_err(|error| match error.downcast_ref() {
        // It is not the output that is at fault, and what to do is said.
        Some(history::Error::Library(_)) => error,
        _ => error.context(context),
    })
}

/// Takes an output back that turned out to be no good. Says whether it is gone.
pub(crate) fn remove(output: &Output) -> bool {
    matches!(output.goes(), Goes::File(path) if fs::remove_file(path).is_ok())
}

fn try_write<T>(goes: &Goes, sharing: Sharing, content: impl FnOnce(&mut dyn Write) -> Result<T>) -> Result<T> {
    let path = match goes {
        Goes::File(path) => path,
        Goes::Device(path) => return written(&mut File::options().write(true).open(path)?, content),
        Goes::Printed => return written(&mut io::stdout().lock(), content),
    };
    if Place::of(path).path() != path {
        bail!("its path leads elsewhere than when it was asked for");
    }
    let folder = folder(path);
    let mut part = Part::begin(folder)?;
    let result = written(part.file(), content)?;
    part.finish(path, sharing)?;
    sync(folder)?;
    Ok(result)
}

fn written<T>(file: &mut dyn Write, content: impl FnOnce(&mut dyn Write) -> Result<T>) -> Result<T> {
    let mut file = BufWriter::with_capacity(64 * 1024, file);
    let result = content(&mut file)?;
    file.flush()?;
    Ok(result)
}

/// A new name is on the disk once its folder is. Elsewhere than on Unix, folders cannot be opened for that; and there are
/// file systems that know no such thing, and folders that take files and cannot be read.
fn sync(folder: &Path) -> io::Result<()> {
    use io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};
    if !cfg!(unix) {
        return Ok(());
    }
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        Err(error) if matches!(error.kind(), InvalidInput | PermissionDenied | Unsupported) => Ok(()),
        synced => synced,
    }
}

/// Hands a new file over to a drive that takes it in while it is written and is gone once it is whole, so that there is nothing
/// to put in place and nothing to read back.
///
/// # Errors
/// The file is there already, or the drive did not take all of it.
pub(crate) fn hand_over(output: &Output, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(output.path())?;
    file.write_all(bytes)?;
    // The drive may be gone before it says that all is there.
    let _ = file.sync_all();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(path: &Path) -> Output {
        Outputs::of_nothing()
            .file(path, Content::Binary)
            .expect("may be written")
    }

    fn names(folder: &Path) -> usize {
        fs::read_dir(folder).expect("a folder").count()
    }

    #[test]
    fn a_file_is_replaced_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("my.tally");
        write(&output(&path), b"old").expect("the first time");
        write(&output(&path), b"new").expect("the second time");
        assert_eq!(fs::read(&path).expect("readable"), b"new");
        assert_eq!(names(folder.path()), 1);
    }

    #[test]
    fn what_fails_half_way_leaves_what_was_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("my.csv");
        write(&output(&path), b"old").expect("written");
        let half = |file: &mut dyn Write| -> Result<()> {
            file.write_all(&[b'x'; 100_000])?;
            anyhow::bail!("no more")
        };
        let error = format!("{:#}", write_with(&output(&path), half).expect_err("half written"));
        assert!(error.contains("my.csv") && error.contains("no more"), "{error}");
        assert_eq!(fs::read(&path).expect("readable"), b"old");
        assert_eq!(names(folder.path()), 1);
    }

    #[test]
    fn a_panic_half_way_leaves_what_was_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("my.csv");
        let output = output(&path);
        let panicked = std::panic::catch_unwind(|| {
            write_with(&output, |file| -> Result<()> {
                file.write_all(&[b'x'; 100_000])?;
                std::panic::resume_unwind(Box::new("half way"))
            })
        });
        assert!(panicked.is_err() && names(folder.path()) == 0);
    }

    #[test]
    fn what_cannot_be_written_is_named_and_left_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let missing = folder.path().join("not there").join("my.tally");
        let error = format!("{:#}", write(&output(&missing), b"x").expect_err("no such folder"));
        assert!(error.contains("my.tally") && error.contains("folder"), "{error}");
        assert_eq!(names(folder.path()), 0);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_written_to_and_not_replaced() {
        let error = format!(
            "{:#}",
            write(&output(Path::new("/dev/full")), b"x").expect_err("always full")
        );
        assert!(error.contains("No space left"), "{error}");
        assert!(!Path::new("/dev/full").is_file());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().expect("a folder");
        for there in [true, false] {
            let (target, link) = (
                folder.path().join(format!("a {there}")),
                folder.path().join(format!("b {there}")),
            );
            if there {
                fs::write(&target, b"old").expect("a file");
            }
            std::os::unix::fs::symlink(&target, &link).expect("a link");
            write(&output(&link), b"new").expect("written");
            assert!(link.is_symlink());
            assert_eq!(fs::read(&target).expect("readable"), b"new");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_is_its_owners_and_an_old_one_keeps_its_mode() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let mode = |path: &Path| fs::metadata(path).expect("a file").permissions().mode() & 0o7777;
        let path = folder.path().join("my.csv");
        write(&output(&path), b"new").expect("written");
        assert_eq!(mode(&path), 0o600);
        for kept in [0o644, 0o640, 0o600, 0o755] {
            fs::set_permissions(&path, fs::Permissions::from_mode(kept)).expect("set");
            write(&output(&path), b"again").expect("written");
            assert_eq!(mode(&path), kept);
        }
        let shared = folder.path().join("shared.csv");
        let plain = folder.path().join("as any other");
        fs::write(&plain, b"").expect("a file");
        let output = Outputs::of_nothing_shared()
            .file(&shared, Content::Text)
            .expect("may be written");
        write(&output, b"new").expect("written");
        assert_eq!(mode(&shared), mode(&plain));
    }
}
