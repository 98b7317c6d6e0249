//! `playtally refresh`: whatever is new into the library, the summary made anew, and onto the sticks that are there.

mod settings;
mod unfinished;
#[cfg(test)]
mod units;

use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use chrono::{NaiveDate, Utc};
use playtally_history::escape::shown;
use playtally_history::{self as history, Export, Library, LibraryError};
use playtally_summary::Summary;
use playtally_telling::name::clean;
use playtally_telling::words::number::{bytes, plural};

use crate::arguments;
use crate::import::{self, Bar, Needs, books};
use crate::load::{self, drives};
use crate::outcome::Interrupted;
use crate::owner::Owner;
use crate::safely::{Outputs, Sharing};
use crate::text::style::{STRONG, styled};
use crate::{inspect, interrupt, library, output, place, safely, summary};
use settings::{Settings, Stick};

/// Settings to begin with.
pub(crate) const EXAMPLE: &str = include_str!("refresh/example.toml");
/// How long to wait for another refresh, or for whoever else has the library.
const PATIENCE: Duration = Duration::from_secs(600);
/// How often to look whether they are done.
const PAUSE: Duration = Duration::from_millis(200);

/// What a refresh has to say.
struct Told {
    verbose: bool,
    /// What went wrong. It costs nothing else.
    faults: Vec<String>,
}

impl Told {
    /// Says what was done.
    fn done(text: &str) -> Result<()> {
        output::print(text)
    }

    /// Says why something was not done that is no matter, to who wants to know.
    fn passed_over(&self, text: impl FnOnce() -> String) -> Result<()> {
        if self.verbose { output::print(&text()) } else { Ok(()) }
    }

    /// Takes note of what went wrong. An end that was asked for ends all.
    fn unless_failed(&mut self, result: Result<()>) -> Result<()> {
        match result {
            Err(error) if error.is::<Interrupted>() => Err(error),
            Err(error) => {
                self.faults.push(format!("{error:#}"));
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Fails if anything went wrong.
    fn end(self) -> Result<()> {
        match &self.faults[..] {
            [] => Ok(()),
            [fault] => bail!("{fault}"),
            faults => bail!("{} things went wrong:\n  {}", faults.len(), faults.join("\n  ")),
        }
    }
}

/// Does what the settings say.
pub(crate) fn run(
    arguments: &arguments::Refresh,
    library: impl FnOnce() -> Result<PathBuf>,
    outputs: &mut Outputs,
) -> Result<()> {
    if arguments.example {
        return output::print(EXAMPLE);
    }
    let path = place::refresh_settings(arguments.settings.clone())?;
    let mut file = open(&path)?;
    // Whoever comes second finds all done, or does what has come since.
    lock(&file)?;
    let settings = Settings::parse(&path, &text(&mut file, &path)?)?;
    let inputs = settings.imports.iter().flat_map(|import| &import.paths);
    std::iter::once(&path)
        .chain(inputs)
        .for_each(|input| outputs.read(input));
    let library = library()?;
    let mut told = Told {
        verbose: arguments.verbose,
        faults: Vec::new(),
    };
    // A library that cannot be added to is no matter of one file. Of an old one, no summary is made.
    take_in(&settings, &library, &mut told)?;
    if let Some(of) = &settings.summary {
        if of.writing.shared {
            outputs.share(Sharing::Umask);
        }
        match pressed(of, &library, outputs, &told) {
            Ok(Some(file)) => {
                for stick in &settings.sticks {
                    let loaded = load(stick, &file, outputs, &told);
                    told.unless_failed(loaded)?;
                }
            }
            Ok(None) => {}
            Err(error) => told.unless_failed(Err(error))?,
        }
    }
    drop(file);
    told.end()
}

fn open(path: &Path) -> Result<File> {
    if path.is_dir() {
        bail!("{} is a folder; name the file with the settings", shown(path));
    }
    match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => bail!(
            "there are no settings at {} yet; `playtally refresh --example` prints some to begin with",
            shown(path)
        ),
        file => file.with_context(|| format!("cannot read {}", shown(path))),
    }
}

fn text(file: &mut File, path: &Path) -> Result<String> {
    let mut text = String::new();
    file.take(settings::LONGEST + 1)
        .read_to_string(&mut text)
        .with_context(|| format!("cannot read {}", shown(path)))?;
    if text.len() as u64 > settings::LONGEST {
        bail!("{} is longer than any settings", shown(path));
    }
    Ok(text)
}

/// Waits until no other refresh with these settings is at work. The lock goes with the file.
fn lock(file: &File) -> Result<()> {
    let started = Instant::now();
    loop {
        match file.try_lock() {
            // Where there are no locks, the library has its own.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(()),
            Err(TryLockError::WouldBlock) if started.elapsed() > PATIENCE => {
                bail!("another refresh is at work, and does not end; try again later")
            }
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
        }
    }
}

/// Imports whatever is new.
fn take_in(settings: &Settings, path: &Path, told: &mut Told) -> Result<()> {
    let mut there = Vec::new();
    for import in &settings.imports {
        for path in &import.paths {
            match path.try_exists() {
                Ok(false) => told.passed_over(|| format!("{} is not there.\n", shown(path)))?,
                Ok(true) | Err(_) => there.push((path, import)),
            }
        }
    }
    let waits = unfinished::among(there.iter().map(|(path, _)| path.as_path()));
    for waiting in &waits {
        told.passed_over(|| {
            format!(
                "{} is not whole yet; {} waits.\n",
                shown(&waiting.file),
                shown(&waiting.folder)
            )
        })?;
    }
    there.retain(|(path, _)| path.is_dir() || waits.iter().all(|waiting| waiting.folder != **path));
    if there.is_empty() {
        return Ok(());
    }
    let folders: Arc<[PathBuf]> = waits.into_iter().map(|waiting| waiting.folder).collect();
    let exports = there
        .into_iter()
        .map(|(path, import)| Export::Without(folders.clone(), Box::new(import::export(path, import))));
    import_all(exports.collect(), path, told)
}

fn import_all(exports: Vec<Export>, path: &Path, told: &mut Told) -> Result<()> {
    let heeding = interrupt::heed();
    let started = Instant::now();
    let is_new = !path
        .try_exists()
        .with_context(|| format!("cannot look at {}", shown(path)))?;
    let (books, library) = loop {
        let done = import::into_library(path, None, exports.clone(), Needs::Nothing, &mut Bar::new());
        match done {
            Err(error) if is_in_use(&error) && started.elapsed() < PATIENCE => {
                if interrupt::asked() {
                    return Err(Interrupted("Stopped; the library is as it was.".to_owned()).into());
                }
                thread::sleep(PAUSE);
            }
            done => break done?,
        }
    };
    drop(heeding);
    let total = books.total();
    let (stored, improved) = (total.stored.total(), total.improved);
    if told.verbose {
        Told::done(&books::lay_out(&books, output::columns()))?;
    } else {
        if stored > 0 {
            Told::done(&format!(
                "{} added to the library.\n",
                styled(STRONG, plural(stored, "play", "plays"))
            ))?;
        }
        if improved > 0 {
            Told::done(&format!(
                "{} better known than before.\n",
                plural(improved, "play is", "plays are")
            ))?;
        }
    }
    drop(library);
    if is_new && stored == 0 {
        // It was started for nothing.
        let _ = Library::erase(path);
    }
    let faults = books.left_out.iter().filter(|left_out| left_out.is_fault);
    told.faults.extend(faults.map(|left_out| left_out.message.clone()));
    // What could not be read of a file is said once, with what could.
    let news = books
        .files
        .iter()
        .filter(|file| file.stored.total() + file.improved > 0);
    told.faults.extend(news.filter_map(books::unreadable_rows));
    Ok(())
}

fn is_in_use(error: &anyhow::Error) -> bool {
    let library = error.downcast_ref::<history::Error>();
    matches!(library, Some(history::Error::Library(LibraryError::Locked(_))))
}

/// The summary that there is to be, written where it is to lie if it says anything that the one there does not. None while
/// there is nothing to show.
fn pressed(of: &arguments::Summary, path: &Path, outputs: &mut Outputs, told: &Told) -> Result<Option<Vec<u8>>> {
    let is_there = path
        .try_exists()
        .with_context(|| format!("cannot look at {}", shown(path)))?;
    let plays = match is_there {
        true => Some(library::counted(&library::open(path)?, &of.counting)?),
        false => None,
    };
    let Some(counted) = plays.filter(|counted| !counted.plays.rows().is_empty()) else {
        told.passed_over(|| "There is nothing to show yet; no summary was made.\n".to_owned())?;
        return Ok(None);
    };
    let press = |day| summary::press_counted(&counted, &of.pressing, day);
    let today = Utc::now().with_timezone(&counted.rule.timezone).date_naive();
    let there = There::at(&of.output)?;
    // On the day on which it was made, the same would have been made.
    let day = there.as_ref().map_or(today, |there| there.day);
    let pressed = press(day)?.file;
    if let Some(there) = there {
        there.must_be_of(&Owner::of(&Summary::open(&pressed)?), &of.output)?;
        if there.file == pressed {
            told.passed_over(|| format!("{} says all that there is.\n", shown(&of.output)))?;
            return Ok(Some(pressed));
        }
    }
    let file = if day == today { pressed } else { press(today)?.file };
    let output = outputs.own_file(&of.output, |_| true)?;
    safely::write(&output, &file)?;
    Told::done(&format!(
        "Wrote {} ({}).\n",
        styled(STRONG, shown(output.path())),
        bytes(file.len() as u64)
    ))?;
    Ok(Some(file))
}

/// A summary that lies where one is to be written.
struct There {
    file: Vec<u8>,
    owner: Owner,
    /// On which it was made.
    day: NaiveDate,
}

impl There {
    /// None where no file is.
    ///
    /// # Errors
    /// When there is anything else.
    fn at(path: &Path) -> Result<Option<Self>> {
        match path.metadata() {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            _ => {}
        }
        let file = inspect::read(path)?;
        let Ok(summary) = Summary::open(&file) else {
            bail!(
                "{} is no summary of Playtally, and would be lost; move it away, or name another file",
                shown(path)
            );
        };
        let day = summary.owner().pressed.date();
        Ok(Some(Self {
            owner: Owner::of(&summary),
            day,
            file,
        }))
    }

    /// Refuses to replace the summary of anybody else.
    fn must_be_of(&self, owner: &Owner, path: &Path) -> Result<()> {
        if self.owner.is(owner) {
            return Ok(());
        }
        let whose = |owner: &Owner| match &*owner.name {
            "" => "nobody by name".to_owned(),
            name => format!("\"{}\"", clean(name)),
        };
        let (theirs, ours) = (whose(&self.owner), whose(owner));
        bail!(
            "{} is the summary of {theirs} and not of {}, and would be lost; move it away, or name another file",
            shown(path),
            if theirs == ours {
                "yours, by another id (`playtally owner`)".to_owned()
            } else {
                ours
            }
        )
    }
}

/// Puts a summary onto a stick if that is there and has another one.
fn load(stick: &Stick, file: &[u8], outputs: &mut Outputs, told: &Told) -> Result<()> {
    let (folder, name) = match stick {
        Stick::Folder(folder) => (drives::is_there(folder)?.then(|| folder.clone()), shown(folder)),
        Stick::Label(label) => (drives::called(label), clean(label).into_owned()),
    };
    let Some(folder) = folder else {
        return told.passed_over(|| format!("The stick {name} is not there.\n"));
    };
    let owner = Owner::of(&Summary::open(file)?);
    let path = load::place(&folder, &owner);
    if let Some(there) = There::at(&path)? {
        there.must_be_of(&owner, &path)?;
        if there.file == file {
            return told.passed_over(|| format!("{} is on the stick already.\n", shown(&path)));
        }
    }
    load::check_folder(&folder)?;
    let output = outputs.own_file(&path, |_| true)?;
    load::put(&output, file)
}
