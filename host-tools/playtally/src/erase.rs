//! `playtally erase`: forgets the library.

use std::ffi::OsString;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::{fs, iter};

use anyhow::{Context, Result};
use playtally_history::Library;

use crate::outcome::Misuse;
use crate::text::number::bytes;
use crate::{arguments, output};

/// Says what goes, asks, and removes it.
pub(crate) fn run(arguments: &arguments::Erase, library: &Path) -> Result<()> {
    let files = files_of(library);
    if files.is_empty() {
        return output::print(&format!(
            "There is no library at {}; nothing to erase.\n",
            library.display()
        ));
    }
    let size: u64 = files
        .iter()
        .filter_map(|file| fs::metadata(file).ok())
        .map(|file| file.len())
        .sum();
    output::print(&format!(
        "This forgets your library, {} of plays at {}.\nYour exports, and summaries that you have made, stay where they are.\n",
        bytes(size),
        library.display()
    ))?;
    if !arguments.yes && !confirmed()? {
        return output::print("Nothing was erased.\n");
    }
    // Overwrites it, so that nothing of it can be read from the disk.
    Library::erase(library)?;
    output::print("Erased.\n")
}

/// The library and what SQLite keeps beside it, as far as they are there; the library last, so that a failure leaves it.
fn files_of(library: &Path) -> Vec<PathBuf> {
    let beside = ["-journal", "-wal", "-shm"].map(|suffix| {
        let mut name = OsString::from(library);
        name.push(suffix);
        PathBuf::from(name)
    });
    beside
        .into_iter()
        .chain(iter::once(library.to_owned()))
        .filter(|file| file.is_file())
        .collect()
}

fn confirmed() -> Result<bool> {
    if !io::stdin().is_terminal() {
        let how = "there is no terminal to ask at; say --yes if you are sure. Nothing was erased";
        return Err(Misuse(how.to_owned()).into());
    }
    anstream::print!("Type \"erase\" to go on: ");
    io::stdout().flush().context("cannot print")?;
    let mut answer = String::new();
    io::stdin()
        .lock()
        .read_line(&mut answer)
        .context("cannot read your answer")?;
    Ok(answer.trim() == "erase")
}

#[cfg(test)]
mod tests {
    use super::*;

    const YES: arguments::Erase = arguments::Erase { yes: true };

    #[test]
    fn the_library_goes_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let library = folder.path().join("library.sqlite");
        drop(Library::open(&library).expect("a library"));
        fs::write(folder.path().join("my.tally"), "x").expect("a file");
        run(&YES, &library).expect("erased");
        assert!(!library.exists() && folder.path().join("my.tally").exists());
        run(&YES, &library).expect("nothing to erase");
    }

    #[test]
    fn a_file_that_is_no_library_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let letter = folder.path().join("letter.txt");
        fs::write(&letter, "Dear Ada, ".repeat(500)).expect("a file");
        run(&YES, &letter).expect_err("no library");
        assert!(letter.exists());
    }
}
