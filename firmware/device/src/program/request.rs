//! What the display asks of the store: a file that says whose summary is to be erased.

use std::fs::{self, Permissions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use playtally_device::{Identity, plain};
use playtally_summary::MAX_LENGTH;

/// The file in the directory for requests.
const NAME: &str = "erase";
/// What stands before an owner.
const OWNER: &str = "owner\n";
/// What stands before the id of one who is the same person, and that person.
const SAME: &str = "same\n";
/// The whole of a request about everybody.
const EVERYONE: &str = "everyone\n";

/// What is to be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// What is kept of an owner, or of all.
    Erase(Option<Identity>),
    /// What is kept of one owner, who is the same person as another of that name.
    Replace { old: Identity, new: Identity },
}

impl Request {
    fn to_text(&self) -> String {
        match self {
            Self::Erase(None) => EVERYONE.to_owned(),
            Self::Erase(Some(owner)) => format!("{OWNER}{}", owner.to_text()),
            Self::Replace { old, new } => format!("{SAME}{}", namesakes_to_text(old, new)),
        }
    }

    fn from_text(text: &str) -> Option<Self> {
        if let Some(owner) = text.strip_prefix(OWNER) {
            return Identity::from_text(owner).map(Some).map(Self::Erase);
        }
        if let Some(both) = text.strip_prefix(SAME) {
            return namesakes_from_text(both).map(|(old, new)| Self::Replace { old, new });
        }
        (text == EVERYONE).then_some(Self::Erase(None))
    }
}

/// Two owners of one name: lines with the id of the second and with the first.
pub(crate) fn namesakes_to_text(old: &Identity, new: &Identity) -> String {
    let id = Identity {
        name: String::new(),
        id: new.id,
    };
    id.to_text() + &old.to_text()
}

/// What such lines say.
pub(crate) fn namesakes_from_text(text: &str) -> Option<(Identity, Identity)> {
    let (id, old) = text.split_once('\n')?;
    let old = Identity::from_text(old)?;
    let new = Identity::from_text(&format!("{id}\n{}", old.name))?;
    Some((old, new))
}

/// Leaves a request in a directory.
pub(crate) fn write(directory: &Path, request: &Request) -> io::Result<()> {
    // Nobody sees half of it. It need not outlast a power cut: what was not erased by then is asked for again.
    let new = directory.join("new");
    plain::create(&new)?.write_all(request.to_text().as_bytes())?;
    // The store is another user, in the group that the directory gives to what is made in it.
    fs::set_permissions(&new, Permissions::from_mode(0o640))?;
    plain::clear_unless_file(&directory.join(NAME))?;
    fs::rename(new, directory.join(NAME))
}

/// Takes the request out of a directory, if there is one: it holds once, and not again for what is loaded later.
pub(crate) fn take(directory: &Path) -> io::Result<Option<Request>> {
    let path = directory.join(NAME);
    let file = plain::open_kept(&path)?;
    plain::clear(&path)?;
    let Some(file) = file else { return Ok(None) };
    let mut text = String::new();
    file.take(MAX_LENGTH as u64).read_to_string(&mut text)?;
    let request = Request::from_text(&text);
    request
        .map(Some)
        .ok_or_else(|| io::Error::new(ErrorKind::InvalidData, "this is no request"))
}

/// The file in the directory for requests that names a time.
const TIME: &str = "time";
/// How the time came to be known: somebody said it, or it was concluded.
pub(crate) const SAID: &str = "said";
pub(crate) const KNOWN: &str = "known";

/// Asks for the computer's time to be set.
pub(crate) fn ask_for_time(directory: &Path, how: &str, utc: i64) -> io::Result<()> {
    let new = directory.join("new-time");
    plain::create(&new)?.write_all(format!("{how} {utc}").as_bytes())?;
    plain::clear_unless_file(&directory.join(TIME))?;
    fs::rename(new, directory.join(TIME))
}

/// Takes the time that was asked for, and whether somebody said it.
pub(crate) fn take_time(directory: &Path) -> io::Result<Option<(bool, i64)>> {
    let path = directory.join(TIME);
    let file = plain::open_kept(&path)?;
    plain::clear(&path)?;
    let Some(file) = file else { return Ok(None) };
    let mut text = String::new();
    file.take(64).read_to_string(&mut text)?;
    let asked = text.split_once(' ').and_then(|(how, utc)| {
        let said = [KNOWN, SAID].iter().position(|&known| known == how)? == 1;
        Some((said, utc.parse().ok()?))
    });
    Ok(asked.filter(|&(_, utc)| playtally_device::is_plausible_time(utc)))
}

#[cfg(test)]
mod tests {
    use playtally_summary::records::OwnerId;

    use super::*;

    #[test]
    fn a_request_arrives_once_and_as_it_was_made() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path();
        assert_eq!(take(path).unwrap(), None);
        let owner = |name: &str, id| Identity {
            name: name.to_owned(),
            id: OwnerId::new(id),
        };
        let mut requests = vec![Request::Erase(None)];
        for name in ["Ann", "of two\nlines, Ωmega", ""] {
            requests.extend([0, 1].map(|id| Request::Erase(Some(owner(name, id)))));
            requests.extend([0, 1].map(|id| Request::Replace {
                old: owner(name, id),
                new: owner(name, 2),
            }));
        }
        for request in requests {
            write(path, &request).unwrap();
            assert_eq!(take(path).unwrap(), Some(request));
            assert_eq!(take(path).unwrap(), None, "it was taken away");
        }
    }

    #[test]
    fn what_makes_no_sense_is_no_request_and_does_not_come_again() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path();
        for text in [
            &b""[..],
            b"everyone",
            b"everyone\nelse",
            b"owner",
            b"owner\nAnn",
            b"same\n-\nAnn",
            b"\xFF",
        ] {
            fs::write(path.join(NAME), text).unwrap();
            assert!(take(path).is_err(), "{text:?}");
            assert_eq!(take(path).unwrap(), None);
        }
    }
}
