//! The store: takes what the stick reader hands over, keeps what is sound, and says what came of it.

use std::io::{self, ErrorKind};
use std::path::Path;

use playtally_device::{Accepted, Directory, Disk, Kept, News, Refused, Shelf, plain};
use playtally_screen::{Fault, Refusal};

use super::places::Places;
use super::sandbox::{self, Right};
use super::trouble::Trouble;
use super::{card_state, handover, news_file};

/// Reads a handover on the standard input and keeps the summaries in it: on the card that was named, or else in the state
/// directory. What lies `on_card` is taken in once, and what is not new there is no news.
pub(crate) fn run(places: &Places, partition: Option<&Path>, on_card: bool) -> Result<(), Trouble> {
    let Places { state, news, .. } = places;
    let card = partition.map(card_state::open).transpose()?;
    sandbox::only_files([(state.as_path(), Right::Write), (news.as_path(), Right::Write)])?;
    let handover = handover::read(io::stdin().lock());
    let outcome = locked(state, || match card {
        None => Some(keep(&mut Shelf::new(Directory::new(state)), handover)),
        Some(card) => keep_on(card, state, handover, on_card),
    });
    let Some(outcome) = outcome else { return Ok(()) };
    news_file::write(news, &outcome).map_err(|error| Trouble::new(format_args!("{}: {error}", news.display())))?;
    match outcome {
        News::Fault { detail, .. } => Err(Trouble::new(format_args!("the summary could not be kept: {detail}"))),
        _ => Ok(()),
    }
}

/// Keeps what was handed over on a card, and then shows it. `None` if there is nothing to say of it.
fn keep_on<D: Disk + Clone>(
    card: D,
    state: &Path,
    handover: Result<Vec<Vec<u8>>, Refusal>,
    on_card: bool,
) -> Option<News> {
    let (mut shelf, mut noted) = (Shelf::new(card.clone()), card.clone());
    if !on_card {
        return Some(shown(keep(&mut shelf, handover), &shelf, state));
    }
    let files = match handover {
        Ok(files) => files,
        Err(Refusal::NothingFound) => {
            // Whatever is put there from now on is new.
            let _ = card_state::note(&mut noted, &[]);
            return None;
        }
        // It may be the card's owner who is to hear of it.
        Err(why) => return Some(News::Refused { why }),
    };
    let new = card_state::only_new(&card, files.clone()).unwrap_or_else(|_| files.clone());
    if new.is_empty() {
        return None;
    }
    let outcome = shown(keep(&mut shelf, Ok(new)), &shelf, state);
    if is_taken_in(&outcome) {
        // If that fails, it is taken in again after the next start.
        let _ = card_state::note(&mut noted, &files);
    }
    Some(outcome)
}

const fn is_taken_in(outcome: &News) -> bool {
    matches!(outcome, News::Accepted { .. } | News::Namesake { .. })
}

/// The news, once what is kept is shown.
fn shown(outcome: News, kept: &Shelf<impl Disk>, state: &Path) -> News {
    match card_state::publish(kept, state) {
        Err(error) if is_taken_in(&outcome) => News::fault(Fault::SummaryNotKept, error),
        _ => outcome,
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
