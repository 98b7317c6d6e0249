//! The stick reader: a short life with next to no rights.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::Path;
use std::time::{Duration, Instant};

use nix::sys::resource::{Resource, setrlimit};
use playtally_device::{plain, stick};

use super::trouble::Trouble;
use super::{handover, sandbox};

/// How long the search may take, and how long the processor may be busy with it.
const TIME: Duration = Duration::from_secs(10);
/// The most memory that the process may ask for, in bytes.
const MEMORY: u64 = 96 << 20;

/// Searches a stick, or an image of one, and hands over what it found on the standard output.
pub(crate) fn run(stick: &Path) -> Result<(), Trouble> {
    let found = stick::search(confined(stick)?);
    handover::write(&found, io::stdout().lock())
        .map_err(|error| Trouble::new(format_args!("what was found cannot be handed over: {error}")))
}

/// Opens a stick, and gives up everything but reading it.
fn confined(stick: &Path) -> Result<Deadline<File>, Trouble> {
    let file = open(stick).map_err(|error| Trouble::new(format_args!("{}: {error}", stick.display())))?;
    for (limit, most) in [(Resource::RLIMIT_CPU, TIME.as_secs()), (Resource::RLIMIT_AS, MEMORY)] {
        setrlimit(limit, most, most).map_err(|error| Trouble::new(format_args!("limits cannot be set: {error}")))?;
    }
    sandbox::no_files()?;
    sandbox::no_calls_but_reading()?;
    Ok(Deadline {
        stick: file,
        end: Instant::now() + TIME,
    })
}

/// The most that is read of one file, in bytes.
const LONGEST: u64 = 8 << 20;

/// Reads one file in the root directory of a stick, or of an image of one, and writes it to the standard output: nothing
/// if there is none.
pub(crate) fn file(stick: &Path, name: &str) -> Result<(), Trouble> {
    let stick = confined(stick)?;
    let found = stick::file(stick, name, LONGEST).map_err(|error| Trouble::new(format_args!("{name}: {error}")))?;
    io::stdout()
        .lock()
        .write_all(&found.unwrap_or_default())
        .map_err(|error| Trouble::new(format_args!("{name} cannot be handed over: {error}")))
}

/// Opens a stick, or an image of one, to read it. A disk that something uses, be it mounted or part of another, is left
/// alone; and nobody begins to use this one meanwhile.
fn open(stick: &Path) -> io::Result<File> {
    if !fs::metadata(stick)?.file_type().is_block_device() {
        return plain::open_named(stick);
    }
    // Without `O_CREAT` it is the way to ask the kernel for a disk that nobody uses (open(2)).
    let opened = File::options().read(true).custom_flags(libc::O_EXCL).open(stick);
    opened.map_err(|error| match error.kind() {
        ErrorKind::ResourceBusy => io::Error::new(error.kind(), "the system uses this disk; it is not searched"),
        _ => error,
    })
}

/// A stick that cannot be read for ever.
struct Deadline<R> {
    stick: R,
    end: Instant,
}

impl<R: Read> Read for Deadline<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if Instant::now() > self.end {
            return Err(ErrorKind::TimedOut.into());
        }
        self.stick.read(bytes)
    }
}

impl<R: Seek> Seek for Deadline<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.stick.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::io::Cursor;
    use std::thread::sleep;

    use fatfs::FormatVolumeOptions;
    use playtally_screen::Refusal;

    use super::*;

    /// A stick without a summary, which takes so long for each answer.
    struct Slow<'a> {
        stick: Cursor<Vec<u8>>,
        answer: Duration,
        reads: &'a Cell<u32>,
    }

    impl Read for Slow<'_> {
        fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
            self.reads.set(self.reads.get() + 1);
            sleep(self.answer);
            self.stick.read(bytes)
        }
    }

    impl Seek for Slow<'_> {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.stick.seek(to)
        }
    }

    /// What comes of a search that may take so long, and how often the stick was read for it.
    fn search(answer: Duration, time: Duration) -> (Option<Refusal>, u32) {
        let mut stick = Cursor::new(vec![0; 1 << 20]);
        fatfs::format_volume(&mut stick, FormatVolumeOptions::new()).unwrap();
        let reads = Cell::new(0);
        let stick = Slow {
            stick,
            answer,
            reads: &reads,
        };
        let end = Instant::now() + time;
        (stick::search(Deadline { stick, end }).err(), reads.get())
    }

    #[test]
    fn a_stick_that_answers_slowly_is_given_up() {
        let (refusal, reads) = search(Duration::ZERO, TIME);
        assert_eq!(refusal, Some(Refusal::NothingFound));
        assert!(reads > 1);
        let slow = Duration::from_millis(20);
        assert_eq!(search(slow, slow / 2), (Some(Refusal::Unreadable), 1));
    }
}
