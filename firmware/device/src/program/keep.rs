//! The store: takes what the stick reader hands over, keeps what is sound, and says what came of it.

use std::io::{self, ErrorKind};
use std::path::Path;

use playtally_device::{Accepted, Directory, Disk, Kept, News, Refused, Shelf, plain};
use playtally_screen::{Fault, Refusal};

use super::places::Places;
use super::sandbox::{self, Right};
use super::trouble::Trouble;
use super::{handover, news_file};

/// Reads a handover on the standard input and keeps the summaries in it.
pub(crate) fn run(places: &Places) -> Result<(), Trouble> {
    let Places { state, news, .. } = places;
    sandbox::only_files([(state.as_path(), Right::Write), (news.as_path(), Right::Write)])?;
    let mut shelf = Shelf::new(Directory::new(state));
    let outcome = locked(state, || keep(&mut shelf, handover::read(io::stdin().lock())));
    news_file::write(news, &outcome).map_err(|error| Trouble::new(format_args!("{}: {error}", news.display())))?;
    match outcome {
        News::Fault { detail, .. } => Err(Trouble::new(format_args!("the summary could not be kept: {detail}"))),
        _ => Ok(()),
    }
}

/// Does something in the state directory while no other process of the store does.
pub(crate) fn locked<T>(state: &Path, work: impl FnOnce() -> T) -> T {
    // Two sticks may be plugged in at once. Whoever cannot lock cannot write either, and says so then.
    let _lock = plain::create(&state.join("lock")).and_then(|file| file.lock().map(|()| file));
    work()
}

/// Keeps what was handed over. The news are about the last summary that was taken in, or else the first trouble.
fn keep(shelf: &mut Shelf<impl Disk>, handover: Result<Vec<Vec<u8>>, Refusal>) -> News {
    let files = match handover {
        Ok(files) => files,
        Err(why) => return News::Refused { why },
    };
    let (mut accepted, mut refused) = (None, None);
    for file in files {
        let summary = match Kept::new(file) {
            Ok(summary) => summary,
            Err(error) => {
                refused = refused.or(Some(News::Refused { why: error.into() }));
                continue;
            }
        };
        match shelf.accept(&summary) {
            Ok(Accepted::Namesake(old)) => {
                let new = summary.identity();
                accepted = Some(News::Namesake { new, old });
            }
            // A question waits for its answer.
            Ok(_) if matches!(accepted, Some(News::Namesake { .. })) => {}
            Ok(_) => {
                let owner = summary.identity();
                accepted = Some(News::Accepted { owner });
            }
            Err(why) => refused = refused.or(Some(news_of(why))),
        }
    }
    let nothing = News::Refused {
        why: Refusal::NothingFound,
    };
    accepted.or(refused).unwrap_or(nothing)
}

fn news_of(refused: Refused) -> News {
    match refused {
        Refused::TooManyOwners => News::Refused { why: Refusal::NoRoom },
        Refused::Disk(error) if error.kind() == ErrorKind::StorageFull => News::Refused { why: Refusal::NoRoom },
        Refused::Disk(error) => News::fault(Fault::SummaryNotKept, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf() -> (tempfile::TempDir, Shelf<Directory>) {
        let directory = tempfile::tempdir().unwrap();
        let shelf = Shelf::new(Directory::new(directory.path()));
        (directory, shelf)
    }

    #[test]
    fn what_the_reader_refused_is_refused() {
        let (_directory, mut shelf) = shelf();
        let why = Refusal::Damaged;
        assert_eq!(keep(&mut shelf, Err(why)), News::Refused { why });
    }

    #[test]
    fn what_the_reader_calls_a_summary_is_checked_again() {
        let (directory, mut shelf) = shelf();
        let why = Refusal::NotASummary;
        assert_eq!(
            keep(&mut shelf, Ok(vec![b"no summary".to_vec()])),
            News::Refused { why }
        );
        assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0);
    }
}
