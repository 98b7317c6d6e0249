//! The file of a summary that is being shown, and what becomes of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result};
use playtally_device::Kept;

use crate::inspect;

/// How often the file is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// A file that is looked at again and again.
#[derive(Debug)]
pub(crate) struct Watched {
    path: PathBuf,
    /// What the file looked like whose summary is shown.
    shown: Option<Stamp>,
    next: Instant,
}

/// When it was written, and its length.
type Stamp = (SystemTime, u64);

impl Watched {
    /// The file as it is now; it is read after this.
    pub(crate) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            shown: stamp(path),
            next: Instant::now() + LOOK,
        }
    }

    /// Looks at the file if it is time: nothing new is in it, or another summary, or it cannot be shown as it is.
    pub(crate) fn look(&mut self, now: Instant) -> Option<Result<Option<Kept>>> {
        (now >= self.next).then(|| {
            self.next = now + LOOK;
            self.read()
        })
    }

    /// What could not be read is read again at the next look, whatever its stamp: it may still be being written.
    fn read(&mut self) -> Result<Option<Kept>> {
        let stamp = stamp(&self.path);
        if stamp.is_some() && stamp == self.shown {
            return Ok(None);
        }
        let file = inspect::read(&self.path)?;
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let summary = Kept::new(file).with_context(|| format!("cannot show {name}"))?;
        self.shown = stamp;
        Ok(Some(summary))
    }
}

fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use playtally_simulator::testing::summary;

    #[test]
    fn a_file_is_read_when_it_changes_and_not_while_it_is_half_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("my.tally");
        let (first, second) = (summary("Ada"), summary("Bo"));
        fs::write(&path, &first).expect("written");
        let mut watched = Watched::new(&path);
        let mut now = Instant::now();
        assert!(watched.look(now).is_none(), "it is too early");
        let mut look = || {
            now += LOOK * 2;
            watched
                .look(now)
                .expect("it is time")
                .map(|kept| kept.map(|kept| kept.owner().to_owned()))
        };
        assert_eq!(look().expect("as it was"), None);
        let half = &second[..second.len() / 2];
        for broken in [half, b"", b"no summary"] {
            fs::write(&path, broken).expect("written");
            let why = format!("{:#}", look().expect_err("broken"));
            assert!(why.contains("my.tally"), "{why}");
            look().expect_err("still broken");
        }
        fs::write(&path, &second).expect("written");
        assert_eq!(look().expect("whole"), Some("Bo".to_owned()));
        assert_eq!(look().expect("as it was"), None);
        fs::remove_file(&path).expect("gone");
        look().expect_err("gone");
        fs::write(&path, &first).expect("written");
        assert_eq!(look().expect("whole"), Some("Ada".to_owned()));
    }
}
