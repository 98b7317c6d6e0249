//! What the display asks of the store: a file that names the owner whose summary is to be erased, or none for all.

use std::fs::{self, Permissions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use playtally_device::plain;
use playtally_summary::MAX_LENGTH;

/// The file in the directory for requests.
const NAME: &str = "erase";
/// What stands before a name.
const OWNER: &str = "owner\n";
/// The whole of a request about everybody.
const EVERYONE: &str = "everyone\n";

/// Leaves a request in a directory.
pub(crate) fn write(directory: &Path, owner: Option<&str>) -> io::Result<()> {
    let text = owner.map_or_else(|| EVERYONE.to_owned(), |owner| format!("{OWNER}{owner}"));
    // Nobody sees half of it. It need not outlast a power cut: what was not erased by then is asked for again.
    let new = directory.join("new");
    plain::create(&new)?.write_all(text.as_bytes())?;
    // The store is another user, in the group that the directory gives to what is made in it.
    fs::set_permissions(&new, Permissions::from_mode(0o640))?;
    plain::clear_unless_file(&directory.join(NAME))?;
    fs::rename(new, directory.join(NAME))
}

/// Takes the request out of a directory, if there is one: it holds once, and not again for what is loaded later. Names
/// the owner, if it is about one.
pub(crate) fn take(directory: &Path) -> io::Result<Option<Option<String>>> {
    let path = directory.join(NAME);
    let file = plain::open_kept(&path)?;
    plain::clear(&path)?;
    let Some(file) = file else { return Ok(None) };
    let mut text = String::new();
    file.take(MAX_LENGTH as u64).read_to_string(&mut text)?;
    match text.strip_prefix(OWNER) {
        Some(owner) => Ok(Some(Some(owner.to_owned()))),
        None if text == EVERYONE => Ok(Some(None)),
        None => Err(io::Error::new(ErrorKind::InvalidData, "this is no request")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_arrives_once_and_as_it_was_made() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path();
        assert_eq!(take(path).unwrap(), None);
        for owner in [None, Some("Ann"), Some("of two\nlines, Ωmega"), Some("")] {
            write(path, owner).unwrap();
            assert_eq!(take(path).unwrap(), Some(owner.map(str::to_owned)));
            assert_eq!(take(path).unwrap(), None, "it was taken away");
        }
    }

    #[test]
    fn what_makes_no_sense_is_no_request_and_does_not_come_again() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path();
        for text in [&b""[..], b"everyone", b"everyone\nelse", b"owner", b"\xFF"] {
            fs::write(path.join(NAME), text).unwrap();
            assert!(take(path).is_err(), "{text:?}");
            assert_eq!(take(path).unwrap(), None);
        }
    }
}
