//! The stick reader: a short life with next to no rights.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;
use std::time::{Duration, Instant};

use nix::sys::resource::{Resource, setrlimit};
use playtally_device::stick;

use super::trouble::Trouble;
use super::{handover, sandbox};

/// How long the search may take, and how long the processor may be busy with it.
const TIME: Duration = Duration::from_secs(10);
/// The most memory that the process may ask for, in bytes.
const MEMORY: u64 = 96 << 20;

/// Searches a stick, or an image of one, and hands over what it found on the standard output.
pub(crate) fn run(stick: &Path) -> Result<(), Trouble> {
    let file = File::open(stick).map_err(|error| Trouble::new(format_args!("{}: {error}", stick.display())))?;
    for (limit, most) in [(Resource::RLIMIT_CPU, TIME.as_secs()), (Resource::RLIMIT_AS, MEMORY)] {
        setrlimit(limit, most, most).map_err(|error| Trouble::new(format_args!("limits cannot be set: {error}")))?;
    }
    sandbox::no_files()?;
    sandbox::no_calls_but_reading()?;
    let found = stick::search(Deadline {
        file,
        end: Instant::now() + TIME,
    });
    handover::write(&found, io::stdout().lock())
        .map_err(|error| Trouble::new(format_args!("what was found cannot be handed over: {error}")))
}

/// A stick that cannot be read for ever.
struct Deadline {
    file: File,
    end: Instant,
}

impl Read for Deadline {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if Instant::now() > self.end {
            return Err(ErrorKind::TimedOut.into());
        }
        self.file.read(bytes)
    }
}

impl Seek for Deadline {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
