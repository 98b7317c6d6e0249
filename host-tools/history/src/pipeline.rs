//! Unpacking, reading and taking in at the same time: a thread each, and little in between.

use std::io::{self, Read};

use crate::error::{Error, Result};
use crate::importer::{Input, Load, Part};
use crate::json::Damage;
use crate::moment::Horizon;
use crate::progress::{Progress, Step};
use crate::record::{Chunk, Halt, Sink};
use crate::sources::Form;
use crate::survey::Survey;
use crate::text::Decoded;
use crate::wanted::Wanted;

/// Why reading ended early.
#[derive(Debug)]
pub(crate) enum Failed {
    /// This file cannot be read to its end. Others may be.
    File(usize, Error),
    /// Something else; it is nobody's fault, or that of the store.
    Otherwise(Error),
}

/// Takes rows of a file, in order, and how many bytes of it have been read. An error ends everything.
type Take<'a> = &'a mut dyn FnMut(usize, Chunk, u64) -> Result<()>;

/// Reads files one after the other and hands over what comes out of them.
pub(crate) fn run(survey: &mut Survey, files: &[usize], horizon: Horizon, take: Take<'_>) -> Result<(), Failed> {
    #[cfg(not(any(target_family = "wasm", fuzzing)))]
    return threaded::run(survey, files, horizon, take);
    // Fuzzers want one input to go one way each time, and many a second.
    #[cfg(any(target_family = "wasm", fuzzing))]
    in_turn(survey, files, horizon, take)
}

/// The files that cannot be read to their end, each with what is wrong with it. Nothing is kept of what is read.
///
/// # Errors
/// When `progress` stops it.
pub(crate) fn faults(survey: &mut Survey, files: &[usize], progress: &mut dyn Progress) -> Result<Vec<(usize, Error)>> {
    let mut faults = Vec::new();
    for &file in files {
        let (name, size) = (survey.files()[file].name.clone(), survey.files()[file].size);
        let mut plays = 0;
        let read = run(survey, &[file], Horizon::at(0), &mut |_, chunk, bytes| {
            plays += chunk.read;
            let step = Step {
                file: &name,
                bytes_done: bytes.min(size),
                bytes_total: size,
                plays,
            };
            if progress.step(step).is_break() {
                Err(Error::Stopped)
            } else {
                Ok(())
            }
        });
        match read {
            Ok(()) => {}
            Err(Failed::File(_, error)) => faults.push((file, error)),
            Err(Failed::Otherwise(error)) => return Err(error),
        }
    }
    Ok(faults)
}

/// The loaders of the folder that is being read.
struct Loaders {
    horizon: Horizon,
    folder: u32,
    started: Vec<(Form, Box<dyn Load>)>,
}

/// What [`Loaders`] must know of a file.
struct Task {
    file: usize,
    folder: u32,
    part: Part,
    form: Form,
    size: u64,
    wanted: Wanted,
}

impl Task {
    fn all(survey: &Survey, files: &[usize]) -> Vec<Self> {
        files
            .iter()
            .map(|&file| {
                let found = &survey.files()[file];
                Self {
                    file,
                    folder: found.folder,
                    part: found.part,
                    form: found.form,
                    size: found.size,
                    wanted: found.wanted.clone(),
                }
            })
            .collect()
    }
}

impl Loaders {
    fn new(horizon: Horizon) -> Self {
        Self {
            horizon,
            folder: u32::MAX,
            started: Vec::new(),
        }
    }

    /// Loads a file and says how many of its rows were read.
    fn load(
        &mut self,
        task: &Task,
        reader: &mut dyn Read,
        emit: &mut dyn FnMut(Chunk) -> Result<(), Halt>,
    ) -> (u64, Result<(), Halt>) {
        if self.folder != task.folder {
            self.folder = task.folder;
            self.started.clear();
        }
        let at = self
            .started
            .iter()
            .position(|(started, _)| *started == task.form)
            .unwrap_or_else(|| {
                self.started.push((task.form, task.form.importer().start()));
                self.started.len() - 1
            });
        let mut text = Decoded::new(reader);
        let mut sink = Sink::new(self.horizon, emit);
        let result = self.started[at].1.load(
            task.part,
            &mut Input::new(&mut text, task.size, &task.wanted),
            &mut sink,
        );
        if let Some(encoding) = text.encoding() {
            sink.written_in(encoding);
        }
        let rows = sink.rows();
        (rows, result.and_then(|()| sink.finish()))
    }
}

/// Counts what is read.
struct Counted<'a> {
    reader: &'a mut dyn Read,
    bytes: &'a std::cell::Cell<u64>,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(into)?;
        self.bytes.set(self.bytes.get() + count as u64);
        Ok(count)
    }
}

/// Reads without threads.
#[cfg_attr(not(any(test, target_family = "wasm", fuzzing)), allow(dead_code))]
fn in_turn(survey: &mut Survey, files: &[usize], horizon: Horizon, take: Take<'_>) -> Result<(), Failed> {
    let mut loaders = Loaders::new(horizon);
    for task in Task::all(survey, files) {
        let file = task.file;
        let bytes = std::cell::Cell::new(0);
        let mut failure = None;
        let mut outcome = (0, Ok(()));
        let read = survey.read(file, &mut |reader| {
            let mut emit = |chunk| {
                take(file, chunk, bytes.get()).map_err(|error| {
                    failure = Some(error);
                    Halt::Stopped
                })
            };
            outcome = loaders.load(&task, &mut Counted { reader, bytes: &bytes }, &mut emit);
        });
        read.map_err(|error| Failed::File(file, error))?;
        if let Some(error) = failure {
            return Err(Failed::Otherwise(error));
        }
        let (rows, result) = outcome;
        result.map_err(|halt| error_of(survey, file, rows, halt))?;
    }
    Ok(())
}

/// What to tell the user of a file that could not be read to its end.
fn error_of(survey: &Survey, file: usize, rows: u64, halt: Halt) -> Failed {
    let name = survey.files()[file].name.clone();
    let error = match halt {
        Halt::Stopped => return Failed::Otherwise(Error::Stopped),
        Halt::Unclear(why) => Error::Unclear { file: name, why },
        Halt::NoColumns(columns) => Error::NoColumns { file: name, columns },
        Halt::Damage(Damage::Io(error)) => survey.error_of(file, error),
        Halt::Database(fault) => fault.of_file(&name),
        Halt::People(people) => Error::SeveralPeople { file: name, people },
        Halt::NoSuchPerson(user, people) => Error::NoSuchPerson {
            file: name,
            user,
            people,
        },
        Halt::Damage(Damage::NotAnArray) => Error::Malformed {
            file: name,
            expected: "a JSON array",
            rows,
        },
        Halt::Damage(Damage::Syntax) => Error::Malformed {
            file: name,
            expected: "JSON",
            rows,
        },
        Halt::Damage(Damage::TooLong) => Error::TooLong { file: name, rows },
        Halt::Damage(Damage::CutOff) => Error::CutOff { file: name, rows },
    };
    Failed::File(file, error)
}

#[cfg(not(any(target_family = "wasm", fuzzing)))]
mod threaded {
    use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
    use std::thread;

    use super::*;

    /// How much is unpacked at once, in bytes. What unpacks copies the last 32 KiB of each once more.
    const BLOCK: usize = 128 * 1024;
    /// How many blocks wait for the parser. With fewer, both threads wait for each other.
    const BLOCKS: usize = 32;
    /// How many chunks wait for the store.
    const CHUNKS: usize = 4;

    /// What goes from the thread that unpacks to the one that parses.
    enum Unpacked {
        /// So many bytes of a block.
        Block(Vec<u8>, usize),
        End,
        Failed(Error),
        FailedReading(io::Error),
    }

    /// What goes from the thread that parses to the store.
    enum Parsed {
        Rows { file: usize, chunk: Chunk, bytes: u64 },
        Failed { file: usize, rows: u64, halt: Halt },
        Unopened { file: usize, error: Error },
    }

    pub(super) fn run(survey: &mut Survey, files: &[usize], horizon: Horizon, take: Take<'_>) -> Result<(), Failed> {
        let tasks = Task::all(survey, files);
        let (unpacked, blocks) = sync_channel(BLOCKS);
        let (done, spare) = channel();
        let (parsed, events) = sync_channel(CHUNKS);
        let unpacking = &mut *survey;
        let failed = thread::scope(|scope| {
            scope.spawn(move || unpack(unpacking, files, &unpacked, &spare));
            scope.spawn(move || parse(&tasks, horizon, blocks, done, &parsed));
            // Dropping the receiver on the way out is what stops the threads.
            for event in events {
                match event {
                    Parsed::Rows { file, chunk, bytes } => take(file, chunk, bytes).map_err(Failed::Otherwise)?,
                    Parsed::Failed { file, rows, halt } => return Ok(Some((file, rows, halt))),
                    Parsed::Unopened { file, error } => return Err(Failed::File(file, error)),
                }
            }
            Ok(None)
        })?;
        match failed {
            Some((file, rows, halt)) => Err(error_of(survey, file, rows, halt)),
            None => Ok(()),
        }
    }

    /// Unpacks files one after the other, into blocks that were read where there are some. Ends early when nobody listens
    /// any more.
    fn unpack(survey: &mut Survey, files: &[usize], to: &SyncSender<Unpacked>, spare: &Receiver<Vec<u8>>) {
        for &file in files {
            let mut last = Unpacked::End;
            let opened = survey.read(file, &mut |reader| {
                last = loop {
                    let mut block = spare.try_recv().unwrap_or_else(|_| vec![0; BLOCK]);
                    match fill(reader, &mut block) {
                        Ok(0) => break Unpacked::End,
                        Ok(count) => {
                            if to.send(Unpacked::Block(block, count)).is_err() {
                                return;
                            }
                        }
                        Err(error) => break Unpacked::FailedReading(error),
                    }
                };
            });
            let last = opened.map_or_else(Unpacked::Failed, |()| last);
            if to.send(last).is_err() {
                return;
            }
        }
    }

    /// Reads until the block is full or the file ends.
    fn fill(reader: &mut dyn Read, block: &mut [u8]) -> io::Result<usize> {
        let mut count = 0;
        while count < block.len() {
            match reader.read(&mut block[count..]) {
                Ok(0) => break,
                Ok(read) => count += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(count)
    }

    /// Parses files one after the other. Ends early when nobody listens any more, or at the first failure.
    fn parse(
        tasks: &[Task],
        horizon: Horizon,
        blocks: Receiver<Unpacked>,
        done: Sender<Vec<u8>>,
        to: &SyncSender<Parsed>,
    ) {
        let mut loaders = Loaders::new(horizon);
        for task in tasks {
            let file = task.file;
            let mut reader = Blocks {
                blocks: &blocks,
                done: &done,
                block: Vec::new(),
                at: 0,
                length: 0,
                ended: false,
                failed: None,
            };
            let bytes = std::cell::Cell::new(0);
            let mut emit = |chunk| {
                to.send(Parsed::Rows {
                    file,
                    chunk,
                    bytes: bytes.get(),
                })
                .map_err(|_| Halt::Stopped)
            };
            let (rows, result) = loaders.load(
                task,
                &mut Counted {
                    reader: &mut reader,
                    bytes: &bytes,
                },
                &mut emit,
            );
            // An importer may stop short of the end of its file; the next file starts behind it.
            let result = result.and_then(|()| Ok(io::copy(&mut reader, &mut io::sink()).map(drop)?));
            let event = match (reader.failed.take(), result) {
                (None, Ok(())) => continue,
                (Some(error), _) => Parsed::Unopened { file, error },
                (None, Err(halt)) => Parsed::Failed { file, rows, halt },
            };
            // Nobody listening is as good a reason to end as having said why.
            let _ = to.send(event);
            return;
        }
    }

    /// Reads the blocks of one file.
    struct Blocks<'a> {
        blocks: &'a Receiver<Unpacked>,
        done: &'a Sender<Vec<u8>>,
        block: Vec<u8>,
        at: usize,
        /// Where what was read into the block ends.
        length: usize,
        ended: bool,
        failed: Option<Error>,
    }

    impl Read for Blocks<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            while self.at == self.length {
                if self.ended {
                    return Ok(0);
                }
                match self.blocks.recv() {
                    Ok(Unpacked::Block(block, length)) => {
                        let before = std::mem::replace(&mut self.block, block);
                        (self.at, self.length) = (0, length);
                        if !before.is_empty() {
                            // Nobody wants it once everything is unpacked.
                            let _ = self.done.send(before);
                        }
                    }
                    Ok(Unpacked::FailedReading(error)) => return Err(error),
                    Ok(Unpacked::Failed(error)) => {
                        self.failed = Some(error);
                        return Err(io::ErrorKind::Other.into());
                    }
                    Ok(Unpacked::End) | Err(_) => self.ended = true,
                }
            }
            let count = into.len().min(self.length - self.at);
            into[..count].copy_from_slice(&self.block[self.at..self.at + count]);
            self.at += count;
            Ok(count)
        }
    }
}

#[cfg(all(test, not(target_family = "wasm")))]
mod tests {
    use super::*;
    use crate::survey::Export;

    /// Files and rows in the order in which they come, and how it ends.
    fn outcome(
        run: fn(&mut Survey, &[usize], Horizon, Take<'_>) -> Result<(), Failed>,
        exports: &[(&str, &str)],
    ) -> (Vec<(usize, u64)>, Option<String>) {
        let exports = exports
            .iter()
            .map(|(name, text)| Export::Bytes((*name).to_owned(), text.as_bytes().into()));
        let mut survey = Survey::of(exports.collect(), false, &mut ()).unwrap();
        let files: Vec<usize> = (0..survey.files().len()).collect();
        let mut chunks = Vec::new();
        let result = run(
            &mut survey,
            &files,
            Horizon::at(1_800_000_000),
            &mut |file, chunk, _| {
                chunks.push((file, chunk.read));
                if chunks.len() == 5 { Err(Error::Stopped) } else { Ok(()) }
            },
        );
        (chunks, result.err().map(|error| format!("{error:?}")))
    }

    #[test]
    fn threads_change_nothing() {
        let row = r#"{"ts":"2024-03-01T20:00:00Z","ms_played":1,"master_metadata_track_name":"Sol"}"#;
        let whole = format!("[{}]", vec![row; 9000].join(","));
        let small = format!("[{row}]");
        for exports in [
            &[("a", &*small), ("b", &whole)][..],
            &[("a", &whole), ("b", &whole)],
            &[("a", &whole), ("b", &whole[..whole.len() - 1]), ("c", &small)],
            &[("a", &small), ("b", &whole[..whole.len() / 2])],
        ] {
            assert_eq!(outcome(threaded::run, exports), outcome(in_turn, exports));
        }
    }
}
