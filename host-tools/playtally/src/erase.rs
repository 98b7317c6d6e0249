//! `playtally erase`: forgets the library.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use playtally_history::Library;
use playtally_history::escape::shown;
use playtally_telling::words::number::bytes;

use crate::collective::papers;
use crate::load::drives;
use crate::safely::part;
use crate::{arguments, ask, output, place};

/// Says what goes, asks, and removes it.
pub(crate) fn run(arguments: &arguments::Erase, library: &Path) -> Result<()> {
    let files = Library::files(library)?;
    let parts: Vec<_> = folders(library)
        .iter()
        .flat_map(|folder| part::abandoned(folder))
        .collect();
    if files.is_empty() && parts.is_empty() {
        return output::print(&format!(
            "There is no library at {}; nothing to erase.\n",
            shown(library)
        ));
    }
    let mut goes = String::new();
    if !files.is_empty() {
        let lengths = files.iter().filter_map(|file| fs::metadata(file).ok());
        let size = bytes(lengths.map(|file| file.len()).sum());
        goes += &format!("This forgets your library, {size} of plays at {}.\n", shown(library));
        if let Some(papers) = papers::at_stake(library) {
            goes += &format!(
                "With it go your papers of collectives: {papers}. Without them nothing that you signed can be taken back, and \
                 nothing remembers how much you have said. `playtally collective ledger --save FILE` saves them first.\n"
            );
        }
    }
    for (path, _) in &parts {
        goes += &format!("This removes what a command left that was killed: {}.\n", shown(path));
    }
    output::print(&(goes + "Your exports, and summaries that you have made, stay where they are.\n"))?;
    if !arguments.yes && !ask::confirmed("erase", "Nothing was erased")? {
        return output::print("Nothing was erased.\n");
    }
    // Overwrites it, so that nothing of it can be read from the disk.
    if !files.is_empty() {
        Library::erase(library)?;
    }
    for part in parts {
        let name = shown(&part.0);
        part::erase(part).with_context(|| format!("cannot erase {name}; remove it yourself"))?;
    }
    output::print("Erased.\n")
}

/// Where it looks for what killed commands left: beside the library, in the working folder, and on the sticks that are there.
fn folders(library: &Path) -> Vec<PathBuf> {
    let sticks = drives::find().into_iter().filter_map(|drive| drive.mount);
    [place::folder(library), Path::new(".")]
        .map(Path::to_owned)
        .into_iter()
        .chain(sticks.map(|mount| mount.folder))
        .collect()
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
    fn what_killed_commands_left_goes_as_well() {
        let folder = tempfile::tempdir().expect("a folder");
        let library = folder.path().join("library.sqlite");
        let (part, witness) = (
            folder.path().join(".playtally-aB3dE6.part"),
            folder.path().join("witness"),
        );
        fs::write(&part, "who was heard when").expect("a file");
        fs::hard_link(&part, &witness).expect("a link");
        run(&YES, &library).expect("erased, without a library");
        assert!(!part.exists());
        assert!(fs::read(witness).expect("a file").iter().all(|byte| *byte == 0));
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
