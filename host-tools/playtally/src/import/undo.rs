//! `playtally import --undo`: takes back the last import.

use std::path::Path;

use anyhow::Result;
use chrono::{DateTime, SecondsFormat};
use playtally_history::LastImport;
use playtally_telling::words::date;
use playtally_telling::words::number::plural;
use serde::Serialize;

use crate::home::Home;
use crate::outcome::Misuse;
use crate::text::style::{STRONG, styled};
use crate::{arguments, ask, interrupt, library, output, zone};

/// The books of an import that was taken back.
#[derive(Serialize)]
struct Told {
    undone: Undone,
    home: Home,
}

#[derive(Serialize)]
struct Undone {
    at: String,
    /// What went.
    brought: u64,
    /// What is again as it was.
    improved: u64,
    /// What came back.
    replaced: u64,
}

/// Says what goes, asks, and takes it back.
pub(super) fn run(arguments: &arguments::Import, path: &Path) -> Result<()> {
    if arguments.json && !arguments.yes {
        return Err(Misuse("with --json nothing is asked; say --yes if you are sure".to_owned()).into());
    }
    let mut library = library::open(path)?;
    let last = library.last_import()?;
    if !arguments.json {
        output::print(&goes(&last)?)?;
    }
    if !arguments.yes {
        // Whoever is asked may take their time, and others may want the library meanwhile.
        drop(library);
        if !ask::confirmed("undo", "Nothing was taken back")? {
            return output::print("Nothing was taken back.\n");
        }
        library = library::open(path)?;
    }
    // It takes a moment, and is not left in the middle.
    let heeding = interrupt::heed();
    library.undo(&last)?;
    drop(heeding);
    let home = Home::of(&library)?;
    if !arguments.json {
        return output::print(&format!("Taken back.\n{}", home.tell()));
    }
    output::print_json(&Told {
        undone: Undone {
            at: DateTime::from_timestamp(last.at, 0)
                .unwrap_or_default()
                .to_rfc3339_opts(SecondsFormat::Secs, true),
            brought: last.brought,
            improved: last.improved,
            replaced: last.replaced,
        },
        home,
    })
}

/// What an import was, and what goes with it.
fn goes(last: &LastImport) -> Result<String> {
    let at = DateTime::from_timestamp(last.at, 0)
        .unwrap_or_default()
        .with_timezone(&zone::of_this_computer()?);
    let day = date::day(at.date_naive());
    Ok(format!(
        "This takes back the import of {day} at {}.\n{}The files stay where they are, and can be imported again.\n",
        at.format("%H:%M"),
        changes(last)
    ))
}

/// A line for each thing that will be as it was.
fn changes(last: &LastImport) -> String {
    let line = |plays: u64, one: &str, many: &str| {
        let count = styled(STRONG, plural(plays, "play", "plays"));
        format!("{count} {}.\n", if plays == 1 { one } else { many })
    };
    let mut lines = line(last.brought, "goes", "go");
    if last.improved > 0 {
        lines += &line(
            last.improved,
            "of which it knew more is as before",
            "of which it knew more are as before",
        );
    }
    if last.replaced > 0 {
        lines += &line(
            last.replaced,
            "in whose place it had a better one comes back",
            "in whose place it had better ones come back",
        );
    }
    match last.home {
        Some(Some(home)) => lines += &format!("Home is {} again.\n", home.name()),
        Some(None) => lines += "Nobody has said where home is, as before.\n",
        None => {}
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(last: &LastImport) -> String {
        anstream::adapter::strip_str(&changes(last)).to_string()
    }

    fn last([brought, improved, replaced]: [u64; 3]) -> LastImport {
        LastImport {
            brought,
            improved,
            replaced,
            ..LastImport::default()
        }
    }

    #[test]
    fn it_says_what_goes_and_what_comes_back() {
        assert_eq!(plain(&last([0; 3])), "0 plays go.\n");
        assert_eq!(
            plain(&last([1, 1, 1])),
            "1 play goes.\n1 play of which it knew more is as before.\n1 play in whose place it had a better one comes back.\n"
        );
        let moved = LastImport {
            home: Some(Some(chrono_tz::Asia::Tokyo)),
            ..last([1_200, 0, 3])
        };
        assert_eq!(
            plain(&moved),
            "1,200 plays go.\n3 plays in whose place it had better ones come back.\nHome is Asia/Tokyo again.\n"
        );
    }
}
