//! Writing a file so that it is there whole or not at all.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result};

/// Writes a whole file: into a temporary one in the same folder, onto the disk, and only then under its name. Whatever
/// goes wrong, at that name stands either what stood there before or all of `bytes`.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    write_with(path, |file| Ok(file.write_all(bytes)?))
}

/// The same for what is not all there at once: `content` writes it, and its failure is that of the whole.
pub(crate) fn write_with<T>(path: &Path, content: impl FnOnce(&mut dyn Write) -> Result<T>) -> Result<T> {
    try_write(path, content).with_context(|| {
        format!(
            "cannot write {}; check that the folder is there, can be written to and has room",
            path.display()
        )
    })
}

fn try_write<T>(path: &Path, content: impl FnOnce(&mut dyn Write) -> Result<T>) -> Result<T> {
    if path.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
    }
    // What a link points to is replaced, not the link.
    let target = path.canonicalize();
    let path = target.as_deref().unwrap_or(path);
    if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        // A device or a pipe is written to; a file in its place would be the end of it.
        return written(&mut File::options().write(true).open(path)?, content);
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".playtally-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file: the process's umask takes its part away.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    let result = written(file.as_file_mut(), content)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)?;
    Ok(result)
}

fn written<T>(file: &mut File, content: impl FnOnce(&mut dyn Write) -> Result<T>) -> Result<T> {
    let mut file = io::BufWriter::with_capacity(64 * 1024, file);
    let result = content(&mut file)?;
    file.flush()?;
    Ok(result)
}

/// A new name is on the disk once its folder is. Elsewhere than on Unix, folders cannot be opened for that.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_file_is_replaced_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("my.tally");
        write(&path, b"old").expect("the first time");
        write(&path, b"new").expect("the second time");
        assert_eq!(fs::read(&path).expect("readable"), b"new");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn what_fails_half_way_leaves_what_was_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("my.csv");
        write(&path, b"old").expect("written");
        let half = |file: &mut dyn Write| -> Result<()> {
            file.write_all(&[b'x'; 100_000])?;
            anyhow::bail!("no more")
        };
        let error = format!("{:#}", write_with(&path, half).expect_err("half written"));
        assert!(error.contains("my.csv") && error.contains("no more"), "{error}");
        assert_eq!(fs::read(&path).expect("readable"), b"old");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn what_cannot_be_written_is_named_and_left_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let missing = folder.path().join("not there").join("my.tally");
        let error = format!("{:#}", write(&missing, b"x").expect_err("no such folder"));
        assert!(error.contains("my.tally") && error.contains("folder"), "{error}");
        let error = format!("{:#}", write(folder.path(), b"x").expect_err("a folder"));
        assert!(error.contains("directory"), "{error}");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_written_to_and_not_replaced() {
        let error = format!("{:#}", write(Path::new("/dev/full"), b"x").expect_err("always full"));
        assert!(error.contains("No space left"), "{error}");
        assert!(!Path::new("/dev/full").is_file());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().expect("a folder");
        let (target, link) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&target, b"old").expect("a file");
        std::os::unix::fs::symlink(&target, &link).expect("a link");
        write(&link, b"new").expect("written");
        assert!(link.is_symlink());
        assert_eq!(fs::read(&target).expect("readable"), b"new");
    }
}
