//! Where the program finds summaries.

use std::env;
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd};
use std::path::{Path, PathBuf};

use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify};
use playtally_device::{Directory, Kept, Memory, Shelf, Store};
use playtally_summary::MAX_LENGTH;

use super::trouble::Trouble;
use super::wait::Wakes;

/// The summaries to show.
#[derive(Debug)]
pub(crate) enum Summaries {
    /// Those named on the command line.
    Given(Memory),
    /// Those in the state directory.
    Kept(Watched),
}

/// A state directory, and what tells when somebody put something there.
#[derive(Debug)]
pub(crate) struct Watched {
    shelf: Shelf<Directory>,
    path: PathBuf,
    /// `None` as long as there is no such directory.
    watch: Option<Inotify>,
    loaded: bool,
}

impl Summaries {
    /// Those named on the command line.
    pub(crate) fn given(paths: &[PathBuf]) -> Result<Self, Trouble> {
        let summaries = paths.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self::Given(Memory::new(summaries)))
    }

    /// Those in a state directory.
    pub(crate) fn kept(state: Option<&Path>) -> Self {
        let path = state.map_or_else(default_state, Path::to_owned);
        Self::Kept(Watched {
            shelf: Shelf::new(Directory::new(&path)),
            watch: watch(&path),
            path,
            loaded: false,
        })
    }
}

impl Store for Summaries {
    fn changed(&mut self) -> bool {
        match self {
            Self::Given(memory) => memory.changed(),
            Self::Kept(watched) => watched.changed(),
        }
    }

    fn load(&mut self) -> Vec<Kept> {
        match self {
            Self::Given(memory) => memory.load(),
            Self::Kept(watched) => {
                watched.loaded = true;
                watched.shelf.summaries()
            }
        }
    }
}

impl Watched {
    fn changed(&mut self) -> bool {
        let news = match &self.watch {
            // Reading takes the news away; there is none if it fails.
            Some(watch) => watch.read_events().is_ok_and(|events| !events.is_empty()),
            None => {
                self.watch = watch(&self.path);
                self.watch.is_some()
            }
        };
        news || !self.loaded
    }
}

impl Wakes for Summaries {
    fn fd(&self) -> Option<BorrowedFd<'_>> {
        match self {
            Self::Given(_) => None,
            Self::Kept(watched) => watched.watch.as_ref().map(AsFd::as_fd),
        }
    }
}

/// The directory that systemd gives to the service, or the one that it would give.
fn default_state() -> PathBuf {
    let given = env::var_os("STATE_DIRECTORY").filter(|path| !path.is_empty());
    given.map_or_else(|| PathBuf::from("/var/lib/playtally"), PathBuf::from)
}

fn watch(directory: &Path) -> Option<Inotify> {
    let watch = Inotify::init(InitFlags::IN_NONBLOCK | InitFlags::IN_CLOEXEC).ok()?;
    let news = AddWatchFlags::IN_CLOSE_WRITE | AddWatchFlags::IN_MOVED_TO | AddWatchFlags::IN_DELETE;
    watch.add_watch(directory, news | AddWatchFlags::IN_ONLYDIR).ok()?;
    Some(watch)
}

/// Reads and checks the summary in a file.
fn read(path: &Path) -> Result<Kept, Trouble> {
    let read = || -> io::Result<Vec<u8>> {
        let mut file = Vec::new();
        // One byte more than allowed, so that a longer file is refused for its length.
        File::open(path)?.take(MAX_LENGTH as u64 + 1).read_to_end(&mut file)?;
        Ok(file)
    };
    let file = read().map_err(|error| Trouble::new(format_args!("{}: {error}", path.display())))?;
    Kept::new(file).map_err(|error| Trouble::new(format_args!("{}: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_summary_is_named_with_the_reason() {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let trouble = Summaries::given(&[manifest]).unwrap_err().to_string();
        assert!(
            trouble.ends_with("Cargo.toml: this is not a Playtally summary"),
            "{trouble}"
        );
        let trouble = Summaries::given(&["/nonexistent.tally".into()])
            .unwrap_err()
            .to_string();
        assert!(trouble.starts_with("/nonexistent.tally: No such file"), "{trouble}");
        let trouble = Summaries::given(&["/".into()]).unwrap_err().to_string();
        assert!(trouble.starts_with("/: "), "{trouble}");
    }

    #[test]
    fn a_state_directory_has_news_at_first_and_when_something_is_put_into_it() {
        let directory = tempfile::tempdir().unwrap();
        let state = directory.path().join("later");
        let mut summaries = Summaries::kept(Some(&state));
        assert!(summaries.changed());
        assert!(summaries.load().is_empty());
        assert!(!summaries.changed());

        std::fs::create_dir(&state).unwrap();
        assert!(summaries.changed(), "the directory is there now");
        summaries.load();
        assert!(!summaries.changed());

        std::fs::write(state.join("owner-1.a"), "no slot").unwrap();
        assert!(summaries.changed());
        assert!(summaries.load().is_empty());
        assert!(!summaries.changed());
    }
}
