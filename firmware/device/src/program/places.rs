//! Where the processes of the device meet.

use std::env;
use std::path::PathBuf;

/// The directories that the stick reader, the store and the display share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Places {
    /// Where all of them but the first and the last are.
    pub(crate) run: PathBuf,
    /// Where summaries are kept: the store writes, the display reads.
    pub(crate) state: PathBuf,
    /// Where handovers come in, a file for each stick: the display looks at their names and lengths only.
    pub(crate) inbox: PathBuf,
    /// Where the store leaves news for the display.
    pub(crate) news: PathBuf,
    /// Where the image of the drive lies that the device is to a computer.
    pub(crate) gadget: PathBuf,
    /// Where the display asks the store to erase something.
    pub(crate) requests: PathBuf,
    /// Where the display keeps what was set in its menu.
    pub(crate) own: PathBuf,
}

impl Places {
    /// The directories that were named, or else those of the system.
    pub(crate) fn new(state: Option<PathBuf>, run: Option<PathBuf>) -> Self {
        let run = run.unwrap_or_else(|| PathBuf::from("/run/playtally"));
        Self {
            own: state
                .clone()
                .unwrap_or_else(|| PathBuf::from("/var/lib/playtally-display")),
            state: state.unwrap_or_else(default_state),
            inbox: run.join("inbox"),
            news: run.join("news"),
            gadget: run.join("gadget"),
            requests: run.join("requests"),
            run,
        }
    }
}

/// The directory that systemd gives to the service, or the one that it would give.
fn default_state() -> PathBuf {
    let given = env::var_os("STATE_DIRECTORY").filter(|path| !path.is_empty());
    given.map_or_else(|| PathBuf::from("/var/lib/playtally"), PathBuf::from)
}
