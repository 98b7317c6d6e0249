//! One import: from exports to a store.

use rustc_hash::FxHashMap;

use crate::books::{Books, FileBooks, LeftOut, Matched};
use crate::error::{Error, Result};
use crate::hash;
use crate::importer::Part;
use crate::matching::Matching;
use crate::moment::Horizon;
use crate::pipeline::{self, Failed};
use crate::progress::{Progress, Step};
use crate::record::{Chunk, Entry, coarse_key, minute, stamp};
use crate::settle::{Verdict, settle};
use crate::store::{Remembered, Store};
use crate::survey::{Fingerprint, Survey};

/// How many entries that do not follow the newest play are gathered before they are settled. Files whose rows span all
/// years then cost one pass over the library, not one each.
const GATHERED: usize = 131_072;
/// How many entries are settled at once, at least; the rest of the last minute comes along.
const WINDOW: usize = 4096;
/// Seconds without an entry that part two windows, so that no window spans more of the library than it needs.
const GAP: i64 = 3600;
/// How many different coarse rows of one export are counted off at most; of a real one, there are some ten thousand.
const COUNTED_OFF: usize = 1 << 20;

/// Takes in what a survey found, at a moment in seconds since the epoch. When it fails, the store is in no defined state: it
/// is for the caller to roll it back, and to try again without the file whose fault it is, if it is one's ([`without`]).
pub(crate) fn run(
    store: &mut dyn Store,
    survey: &mut Survey,
    now: i64,
    progress: &mut dyn Progress,
) -> Result<Books, Failed> {
    let mut books: Vec<FileBooks> = survey
        .files()
        .iter()
        .map(|file| FileBooks::new(file.name.clone(), file.source()))
        .collect();
    let unread = skip_known(store, survey, &mut books)?;
    let sizes: Vec<u64> = survey.files().iter().map(|file| file.size).collect();
    let folders: Vec<u32> = survey.files().iter().map(|file| file.folder).collect();
    let names: Vec<String> = survey.files().iter().map(|file| file.name.clone()).collect();
    let bytes_total = unread.iter().map(|&file| sizes[file]).sum();
    let matching = Matching::before(store, unread.iter().map(|&file| books[file].source))?;
    let mut intake = Intake::new(store, books, matching)?;
    let (mut current, mut bytes_before, mut plays) = (None, 0, 0);
    pipeline::run(survey, &unread, Horizon::at(now), &mut |file, chunk, bytes| {
        if let Some(last) = current.replace(file).filter(|last| *last != file) {
            bytes_before += sizes[last];
        }
        plays += chunk.read;
        intake.take(file, folders[file], chunk)?;
        let step = Step {
            file: &names[file],
            bytes_done: bytes_before + bytes,
            bytes_total,
            plays,
        };
        if progress.step(step).is_break() {
            Err(Error::Stopped)
        } else {
            Ok(())
        }
    })?;
    let (books, matched) = intake.finish()?;
    let has_nothing = |&&file: &&usize| {
        survey.files()[file].part == Part::Plays && books[file].read + books[file].remarks.passed_over == 0
    };
    let empty: Vec<Error> = unread
        .iter()
        .filter(has_nothing)
        .map(|&file| Error::Empty(books[file].file.clone()))
        .collect();
    for files in by_folder(survey, &unread) {
        // What has nothing is looked at again each time, to say so.
        if files.iter().all(|&file| books[file].read == 0) {
            continue;
        }
        for (print, file) in prints(survey, &files)?.iter().zip(files) {
            // What is too late today can be in time tomorrow.
            if books[file].unreadable.is_empty() && books[file].without_moment.too_late == 0 {
                store.remember(print, &books[file])?;
            }
        }
    }
    debug_assert!(books.iter().all(FileBooks::are_closed));
    let left_out = survey.left_out().iter().chain(&empty).map(LeftOut::of).collect();
    Ok(Books {
        files: books,
        matched,
        left_out,
    })
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Otherwise(error)
    }
}

/// Takes a file that cannot be read out of a survey, and all others like it, so that they cost their neighbours nothing.
///
/// # Errors
/// With what is wrong with the first of them when no plays are left, and when `progress` stops it.
pub(crate) fn without(survey: &mut Survey, failed: Failed, progress: &mut dyn Progress) -> Result<()> {
    let (first, error) = match failed {
        Failed::File(file, error) => (file, error),
        Failed::Otherwise(error) => return Err(error),
    };
    let rest: Vec<usize> = (0..survey.files().len()).filter(|&file| file != first).collect();
    let mut bad = vec![(first, error)];
    bad.extend(pipeline::faults(survey, &rest, progress)?);
    survey.leave_out(bad)
}

/// Closes the books of folders that were imported before, and says which files are left.
fn skip_known(store: &mut dyn Store, survey: &mut Survey, books: &mut [FileBooks]) -> Result<Vec<usize>> {
    let mut unread = Vec::new();
    for files in by_folder(survey, &(0..books.len()).collect::<Vec<_>>()) {
        match known(store, survey, &files)? {
            Some(rows) => {
                for (file, rows) in files.into_iter().zip(rows) {
                    let books = &mut books[file];
                    (books.read, books.nameless, books.without_moment) =
                        (rows.read, rows.nameless, rows.without_moment);
                    books.duplicate = rows.read - rows.nameless - rows.without_moment.total();
                }
            }
            None => unread.extend(files),
        }
    }
    Ok(unread)
}

/// What is remembered of the files of a folder, if just these were imported before.
fn known(store: &mut dyn Store, survey: &mut Survey, files: &[usize]) -> Result<Option<Vec<Remembered>>> {
    for &file in files {
        if !store.remembers_size(survey.files()[file].size)? {
            return Ok(None);
        }
    }
    let prints = prints(survey, files)?;
    prints.iter().map(|print| store.remembered(print)).collect()
}

/// What the files of a folder are remembered by. They are taken all together or not at all, since equal rows are counted
/// off over all of them, and some help to understand others.
fn prints(survey: &mut Survey, files: &[usize]) -> Result<Vec<Fingerprint>> {
    let prints: Vec<_> = files
        .iter()
        .map(|&file| survey.fingerprint(file))
        .collect::<Result<_>>()?;
    let all = prints.iter().fold(0, |all: u64, print| all.wrapping_add(print.hash));
    let beside = |print: Fingerprint| Fingerprint {
        hash: hash::with(print.hash, all),
        ..print
    };
    Ok(prints.into_iter().map(beside).collect())
}

/// Files, which come folder by folder, as a list for each folder.
fn by_folder(survey: &Survey, files: &[usize]) -> Vec<Vec<usize>> {
    let folder = |file: usize| survey.files()[file].folder;
    files
        .chunk_by(|&one, &two| folder(one) == folder(two))
        .map(<[usize]>::to_vec)
        .collect()
}

struct Intake<'a> {
    store: &'a mut dyn Store,
    books: Vec<FileBooks>,
    gathered: Vec<Entry>,
    newest: i64,
    /// The folder whose coarse rows are being counted off, and how often each came.
    folder: u32,
    counts: FxHashMap<i64, u16>,
    numbers: Vec<u32>,
    /// None while all plays are of one service.
    matching: Option<Matching>,
}

impl<'a> Intake<'a> {
    fn new(store: &'a mut dyn Store, books: Vec<FileBooks>, matching: Option<Matching>) -> Result<Self> {
        let newest = store.newest()?.unwrap_or(i64::MIN);
        Ok(Self {
            store,
            books,
            gathered: Vec::new(),
            newest,
            folder: u32::MAX,
            counts: FxHashMap::default(),
            numbers: Vec::new(),
            matching,
        })
    }

    fn take(&mut self, file: usize, folder: u32, chunk: Chunk) -> Result<()> {
        let books = &mut self.books[file];
        books.read += chunk.read;
        books.nameless += chunk.nameless;
        books.without_moment.add(chunk.without_moment);
        books.remarks.add(chunk.remarks);
        books.notes.extend(chunk.notes.iter().cloned());
        books.duplicate += chunk.parts;
        if self.folder != folder || self.counts.len() > COUNTED_OFF {
            self.folder = folder;
            self.counts.clear();
        }
        self.numbers.clear();
        for item in chunk.items() {
            self.numbers.push(self.store.intern(item)?);
        }
        let mut rows = chunk.rows;
        let mut coarse = false;
        for entry in &mut rows {
            entry.file = file as u32;
            entry.item = self.numbers[entry.item as usize];
            if entry.is_coarse() {
                coarse = true;
                let ordinal = entry.ordinal.unwrap_or_else(|| {
                    let count = self.counts.entry(entry.key).or_default();
                    let ordinal = *count;
                    *count = count.saturating_add(1);
                    ordinal
                });
                entry.key = coarse_key(minute(entry.key), entry.likeness, u32::from(ordinal));
            }
        }
        books.unreadable.extend(chunk.unreadable);
        // The files of an export overlap by a few plays: those wait, and not all that come with them.
        let newest = self.newest;
        let behind = |entry: &mut Entry| coarse || minute(entry.key) <= newest;
        self.gathered.extend(rows.extract_if(.., behind));
        self.settle(rows)?;
        if self.gathered.len() >= GATHERED {
            self.settle_gathered()
        } else {
            Ok(())
        }
    }

    fn settle_gathered(&mut self) -> Result<()> {
        let gathered = std::mem::take(&mut self.gathered);
        self.settle(gathered)
    }

    fn settle(&mut self, mut entries: Vec<Entry>) -> Result<()> {
        entries.sort_by_key(|entry| entry.key);
        let mut rest = &entries[..];
        let (mut changes, mut newest) = (Vec::new(), self.newest);
        while !rest.is_empty() {
            // Nothing is known of what comes after the newest play: all of it is settled at once.
            let follows = minute(rest[0].key) > self.newest;
            let (window, after) = rest.split_at(if follows { rest.len() } else { window(rest) });
            rest = after;
            let (first, last) = (minute(window[0].key), minute(window[window.len() - 1].key));
            let end = crate::record::key(stamp(last) + 60, 0);
            let existing = if follows {
                Vec::new()
            } else {
                self.store.rows(first..end)?
            };
            let (books, matching) = (&mut self.books, &mut self.matching);
            settle(&existing, window, &*self.store, &mut changes, |entry, verdict| {
                if let (Verdict::Stored, Some(matching)) = (verdict, &mut *matching) {
                    matching.brought.insert(entry.key, entry.file);
                }
                let books = &mut books[entry.file as usize];
                match verdict {
                    Verdict::Stored => *books.stored.of(entry.kind) += 1,
                    Verdict::Duplicate => books.duplicate += 1,
                    Verdict::Improved => {
                        books.duplicate += 1;
                        books.improved += 1;
                    }
                }
            })?;
            newest = newest.max(end);
        }
        // No window looks into another: they can be stored together.
        self.newest = newest;
        self.store.apply(&changes)
    }

    fn finish(mut self) -> Result<(Vec<FileBooks>, Vec<Matched>)> {
        self.settle_gathered()?;
        let matched = match self.matching {
            Some(matching) if !matching.brought.is_empty() => matching.close(self.store, &mut self.books)?,
            _ => Vec::new(),
        };
        Ok((self.books, matched))
    }
}

/// How many of the sorted entries are settled together: never a part of a minute.
fn window(entries: &[Entry]) -> usize {
    entries
        .windows(2)
        .enumerate()
        .find(|(index, pair)| {
            let [one, two] = [minute(pair[0].key), minute(pair[1].key)];
            one != two && (*index + 1 >= WINDOW || stamp(two) - stamp(one) > GAP)
        })
        .map_or(entries.len(), |(index, _)| index + 1)
}
