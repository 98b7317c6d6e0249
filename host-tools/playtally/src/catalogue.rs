//! `playtally catalogue`: what the music is, from public metadata that the owner fetched.

mod kept;
mod told;
mod why;

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, bail};
use chrono::Utc;
use playtally_catalogue::{Correction, Error, Names, Options, catalogue};
use playtally_history::{Library, Plays};
use playtally_telling::words::number::{bytes, plural, short};

use crate::arguments::{self, CatalogueCommand, Fact};
use crate::import::Bar;
use crate::outcome::{Interrupted, Misuse};
use crate::{interrupt, library, output};
pub(crate) use kept::known;

/// Learns from files, says what is known, or does what else was asked for.
pub(crate) fn run(arguments: &arguments::Catalogue, path: &Path) -> Result<()> {
    let mut library = library::open(path)?;
    match &arguments.command {
        Some(CatalogueCommand::Why { name }) => output::print(&why::tell(&library, name)?),
        Some(CatalogueCommand::Set { name, title, facts }) => set(&mut library, name, title.as_deref(), facts),
        Some(CatalogueCommand::Forget { sources, all }) => forget(&mut library, sources, *all),
        None => {
            if !arguments.files.is_empty() {
                learn(arguments, &mut library)?;
            }
            told::all(&library, arguments.json)
        }
    }
}

/// Reads files, and keeps what they say of the owner's names: of all of them, or of none.
fn learn(arguments: &arguments::Catalogue, library: &mut Library) -> Result<()> {
    let heeding = interrupt::heed();
    let plays = library.plays()?;
    if plays.rows().is_empty() {
        bail!("your library has no plays yet, so that there is nothing to learn anything of; `playtally import` first");
    }
    let name = arguments.name.as_deref().map(str::trim);
    if name.is_some_and(|name| name.is_empty() || kept::is_reserved(name)) {
        return Err(Misuse("--name takes a name that no other source has, such as my-table".to_owned()).into());
    }
    let options = Options {
        columns: arguments.columns.clone(),
        name: name.map(str::to_owned),
        licence: arguments.licence.as_deref().map(playtally_catalogue::Licence::named),
        trusts_names: arguments.trust_names,
    };
    let mut names = Names::of(&plays);
    names.recall(&kept::learnt(library)?);
    let bar = Bar::new();
    let now = Utc::now().timestamp();
    let reading = std::cell::RefCell::new((String::new(), None, Instant::now()));
    let learnt = playtally_catalogue::learn(
        &plays,
        &names,
        &arguments.files,
        &options,
        now,
        &mut |file, length| *reading.borrow_mut() = (file.to_owned(), length, Instant::now()),
        &mut |done| {
            let (file, length, started) = &*reading.borrow();
            bar.show(file, done, *length, || {
                pace(done, *length, started.elapsed().as_millis() as u64)
            })
        },
    );
    drop(bar);
    let learnt = learnt.map_err(|error| match error {
        Error::Stopped => Interrupted("Stopped; the library is as it was.".to_owned()).into(),
        error => anyhow::Error::from(error),
    })?;
    kept::keep(library, &learnt)?;
    drop(heeding);
    Ok(())
}

/// How far the reading of a file is in words, after so many milliseconds.
fn pace(done: u64, length: Option<u64>, ms: u64) -> String {
    let mut text = match length {
        Some(length) => format!("{} of {}", bytes(done), bytes(length)),
        None => bytes(done),
    };
    if ms >= 300 && done > 0 {
        text += &format!("  {}/s", bytes(done * 1000 / ms));
        if let Some(length) = length {
            let left = (length - done.min(length)) as f64 / done as f64 * ms as f64;
            text += &format!("  {} left", short(left as u64));
        }
    }
    text
}

/// Keeps what the owner knows better; without facts, forgets it.
fn set(library: &mut Library, name: &str, title: Option<&str>, facts: &[Fact]) -> Result<()> {
    let plays = library.plays()?;
    let key = playtally_catalogue::artist_key(name);
    if !plays
        .artists()
        .iter()
        .any(|artist| playtally_catalogue::artist_key(artist) == key)
    {
        bail!("your library has no artist \"{name}\"");
    }
    let mut correction = Correction {
        artist: name.to_owned(),
        title: title.map(str::to_owned),
        ..Correction::default()
    };
    for fact in facts {
        match fact {
            Fact::Genre(genre) => correction.genre = Some(genre.clone()),
            Fact::Year(year) => correction.year = Some(*year),
            Fact::Country(country) => correction.country = Some(*country),
        }
    }
    if correction.title.is_none() && correction.year.is_some() {
        return Err(Misuse("a year is an album's or a track's: name it with --title".to_owned()).into());
    }
    kept::correct(library, &correction)?;
    let of = title.map_or_else(|| name.to_owned(), |title| format!("{title} by {name}"));
    output::print(&match correction.is_empty() {
        true => format!("What sources say of {of} counts again.\n"),
        false => format!("What you say of {of} goes before what any source says.\n"),
    })
}

/// Forgets what was learnt from sources.
fn forget(library: &mut Library, sources: &[String], all: bool) -> Result<()> {
    let known: Vec<String> = kept::learnt(library)?
        .iter()
        .map(|learnt| learnt.source.id().to_owned())
        .collect();
    if let Some(unknown) = sources.iter().find(|source| !known.contains(source)) {
        let has = if known.is_empty() {
            "from no source".to_owned()
        } else {
            format!("from {}", known.join(", "))
        };
        bail!("nothing was learnt from \"{unknown}\", but {has}");
    }
    let gone: Vec<String> = if all { known } else { sources.to_vec() };
    kept::forget(library, &gone)?;
    output::print(&format!(
        "Forgot what was learnt from {}. What you set yourself stays.\n",
        plural(gone.len() as u64, "source", "sources")
    ))
}

/// What is known of the music of a library, for statistics.
pub(crate) fn of(library: &Library, plays: &Plays) -> Result<playtally_statistics::catalogue::Catalogue> {
    let (learnt, corrections) = known(library)?;
    if learnt.is_empty() && corrections.is_empty() {
        return Ok(playtally_statistics::catalogue::Catalogue::default());
    }
    Ok(catalogue(plays, &learnt, &corrections))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_how_far_how_fast_and_how_long() {
        assert_eq!(
            pace(100 << 20, Some(600 << 20), 2_000),
            "100.0 MiB of 600.0 MiB  50.0 MiB/s  10 s left"
        );
        assert_eq!(pace(1 << 20, None, 100), "1.0 MiB");
    }
}
