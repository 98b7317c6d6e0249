//! A disk that loses power.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Write};
use std::rc::Rc;

use super::{Disk, Sync};

/// A disk in memory that notes what was not yet synced, and lists what a power cut may leave of it.
///
/// The model: a file is a number of sectors. Emptying a file, each sector written and each name made or removed are
/// separate operations; until its sync each of them may have happened or not, in any order, and the last one to happen
/// to a file may have stopped in the middle of its sector. A sector that was skipped reads as it was before, or as
/// zeros if it is new.
#[derive(Clone, Debug)]
pub(crate) struct SimulatedDisk {
    sector: usize,
    state: Rc<RefCell<State>>,
}

/// The number of each file.
type Names = BTreeMap<String, usize>;

#[derive(Clone, Debug, Default)]
struct State {
    names: Names,
    files: Vec<Vec<u8>>,
    /// Since [`SimulatedDisk::watch`]: where it began, and what was done.
    before: Option<(Names, Vec<Vec<u8>>)>,
    operations: Vec<Operation>,
    room: Option<usize>,
    /// A file, and how often reading it fails.
    unreadable: Option<(String, u32)>,
}

#[derive(Clone, Debug)]
enum Operation {
    Name { name: String, file: usize },
    Forget { name: String },
    SyncNames,
    Empty { file: usize },
    Sector { file: usize, at: usize, bytes: Vec<u8> },
    SyncFile { file: usize },
}

impl SimulatedDisk {
    pub(crate) fn new(sector: usize) -> Self {
        Self {
            sector,
            state: Rc::default(),
        }
    }

    /// Takes all that is there for synced, and notes operations from now on.
    pub(crate) fn watch(&mut self) {
        let state = &mut *self.state.borrow_mut();
        state.before = Some((state.names.clone(), state.files.clone()));
        state.operations.clear();
    }

    /// Every state in which a power cut at any instant since [`watch`](Self::watch) may have left the disk.
    pub(crate) fn states_after_a_crash(&self) -> Vec<Self> {
        let operations = self.state.borrow().operations.len();
        (0..=operations).flat_map(|done| self.states_after(done)).collect()
    }

    /// Every state in which a power cut now may leave the disk.
    pub(crate) fn states_after_a_crash_now(&self) -> Vec<Self> {
        self.states_after(self.state.borrow().operations.len())
    }

    /// Every state in which a power cut after that many operations may leave the disk.
    fn states_after(&self, done: usize) -> Vec<Self> {
        let state = self.state.borrow();
        let (names, files) = state.before.as_ref().expect("watched");
        let done = &state.operations[..done];
        let unsynced: Vec<usize> = (0..done.len()).filter(|&i| !is_synced(done, i)).collect();
        let mut states = Vec::new();
        for subset in 0..1_u32 << unsynced.len() {
            let lost = |i: usize| {
                let at = unsynced.iter().position(|&unsynced| unsynced == i);
                at.is_some_and(|at| subset & 1 << at == 0)
            };
            let kept: Vec<_> = (0..done.len()).filter(|&i| !lost(i)).collect();
            let torn = kept.last().copied().filter(|last| unsynced.contains(last));
            for torn in [None, torn].into_iter().take(1 + usize::from(torn.is_some())) {
                let mut after = State {
                    names: names.clone(),
                    files: files.clone(),
                    ..State::default()
                };
                for &i in &kept {
                    after.apply(&done[i], torn == Some(i));
                }
                states.push(Self {
                    sector: self.sector,
                    state: Rc::new(RefCell::new(after)),
                });
            }
        }
        states
    }

    /// Lets that many more bytes be written, and then none.
    pub(crate) fn fill_up_after(&mut self, bytes: usize) {
        self.state.borrow_mut().room = Some(bytes);
    }

    /// Makes reading a file fail.
    pub(crate) fn fail_reading(&mut self, name: &str) {
        self.state.borrow_mut().unreadable = Some((name.to_owned(), u32::MAX));
    }

    /// Makes reading a file fail once.
    pub(crate) fn fail_reading_once(&mut self, name: &str) {
        self.state.borrow_mut().unreadable = Some((name.to_owned(), 1));
    }

    /// What every file holds.
    pub(crate) fn contents(&self) -> BTreeMap<String, Vec<u8>> {
        let state = self.state.borrow();
        state
            .names
            .iter()
            .map(|(name, &file)| (name.clone(), state.files[file].clone()))
            .collect()
    }

    fn act(&self, operation: Operation) {
        let mut state = self.state.borrow_mut();
        state.apply(&operation, false);
        if state.before.is_some() {
            state.operations.push(operation);
        }
    }
}

/// Whether a later sync covers an operation. Syncing a file covers the name that it was made by too, as ext4 does, but
/// nothing here relies on that: the model is the stricter one of POSIX.
fn is_synced(operations: &[Operation], i: usize) -> bool {
    operations[i..].iter().any(|later| match (&operations[i], later) {
        (Operation::Name { .. } | Operation::Forget { .. }, Operation::SyncNames) => true,
        (Operation::Empty { file } | Operation::Sector { file, .. }, Operation::SyncFile { file: synced }) => {
            file == synced
        }
        (Operation::SyncNames | Operation::SyncFile { .. }, _) => true,
        _ => false,
    })
}

impl State {
    fn apply(&mut self, operation: &Operation, torn: bool) {
        match operation {
            Operation::Name { name, file } => {
                self.files.resize(self.files.len().max(file + 1), Vec::new());
                self.names.insert(name.clone(), *file);
            }
            Operation::Forget { name } => {
                self.names.remove(name);
            }
            Operation::Empty { file } => self.files[*file].clear(),
            Operation::Sector { file, at, bytes } => {
                let bytes = if torn { &bytes[..bytes.len() / 2] } else { bytes };
                self.files.resize(self.files.len().max(file + 1), Vec::new());
                let file = &mut self.files[*file];
                file.resize(file.len().max(at + bytes.len()), 0);
                file[*at..at + bytes.len()].copy_from_slice(bytes);
            }
            Operation::SyncNames | Operation::SyncFile { .. } => {}
        }
    }
}

impl Disk for SimulatedDisk {
    type File = SimulatedFile;

    fn read(&self, name: &str, limit: usize) -> io::Result<Option<Vec<u8>>> {
        let mut state = self.state.borrow_mut();
        if let Some((unreadable, times)) = &mut state.unreadable
            && unreadable == name
            && *times > 0
        {
            *times -= 1;
            return Err(io::Error::other("the medium has a fault"));
        }
        let bytes = state.names.get(name).map(|&file| state.files[file].clone());
        match bytes {
            Some(bytes) if bytes.len() > limit => Err(ErrorKind::FileTooLarge.into()),
            bytes => Ok(bytes),
        }
    }

    fn create(&mut self, name: &str) -> io::Result<SimulatedFile> {
        let (known, next) = {
            let state = self.state.borrow();
            (state.names.get(name).copied(), state.files.len())
        };
        let file = known.unwrap_or(next);
        self.act(match known {
            Some(file) => Operation::Empty { file },
            None => Operation::Name {
                name: name.to_owned(),
                file,
            },
        });
        Ok(SimulatedFile {
            disk: self.clone(),
            file,
            written: 0,
        })
    }

    fn erase(&mut self, name: &str) -> io::Result<()> {
        let state = self.state.borrow();
        let Some(&file) = state.names.get(name) else {
            return Ok(());
        };
        let length = state.files[file].len();
        drop(state);
        for at in (0..length).step_by(self.sector) {
            let bytes = vec![0; self.sector.min(length - at)];
            self.act(Operation::Sector { file, at, bytes });
        }
        self.act(Operation::SyncFile { file });
        self.act(Operation::Forget { name: name.to_owned() });
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        self.act(Operation::SyncNames);
        Ok(())
    }
}

/// A file of a [`SimulatedDisk`].
#[derive(Debug)]
pub(crate) struct SimulatedFile {
    disk: SimulatedDisk,
    file: usize,
    written: usize,
}

impl Write for SimulatedFile {
    /// Writes up to the end of a sector.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut length = bytes.len().min(self.disk.sector - self.written % self.disk.sector);
        if let Some(room) = &mut self.disk.state.borrow_mut().room {
            if *room == 0 {
                return Err(ErrorKind::StorageFull.into());
            }
            length = length.min(*room);
            *room -= length;
        }
        self.disk.act(Operation::Sector {
            file: self.file,
            at: self.written,
            bytes: bytes[..length].to_vec(),
        });
        self.written += length;
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sync for SimulatedFile {
    fn sync(&mut self) -> io::Result<()> {
        self.disk.act(Operation::SyncFile { file: self.file });
        Ok(())
    }
}
