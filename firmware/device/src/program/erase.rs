//! The store again: erases what somebody asked for on the display, and says what came of it.

use std::io;
use std::path::Path;

use playtally_device::{Directory, Disk, News, Shelf};
use playtally_screen::Fault;

use super::places::Places;
use super::request::Request;
use super::sandbox::{self, Right};
use super::trouble::Trouble;
use super::{card_state, keep, news_file, request};

/// Does what the display asks for, and what a power cut kept an earlier one from, on the card that was named or else in
/// the state directory.
pub(crate) fn run(places: &Places, partition: Option<&Path>) -> Result<(), Trouble> {
    let Places {
        state, news, requests, ..
    } = places;
    let card = partition.map(card_state::open).transpose()?;
    sandbox::only_files([state, news, requests].map(|path| (path.as_path(), Right::Write)))?;
    let outcome = keep::locked(state, || match card {
        None => erase(places, &mut Shelf::new(Directory::new(state))),
        Some(card) => {
            let mut shelf = Shelf::new(card);
            let erased = erase(places, &mut shelf);
            // What was noted as erased does not come up, whether its bytes are gone or not.
            card_state::publish(&shelf, state).and(erased)
        }
    });
    let told = match &outcome {
        Ok(None) => return Ok(()),
        Ok(Some(news)) => news.clone(),
        Err(error) => News::fault(Fault::ErasingFailed, error),
    };
    news_file::write(news, &told).map_err(|error| Trouble::new(format_args!("{}: {error}", news.display())))?;
    outcome.map(drop).map_err(Trouble::new)
}

/// What came of a request, if there was one.
fn erase(places: &Places, shelf: &mut Shelf<impl Disk>) -> io::Result<Option<News>> {
    match request::take(&places.requests)? {
        Some(Request::Erase(owner)) => shelf.erase(owner.as_ref()).map(|()| Some(News::Erased)),
        Some(Request::Replace { old, new }) => {
            shelf.replace(&old, &new)?;
            Ok(Some(News::Accepted { owner: new }))
        }
        None => shelf.finish_erasing().map(|()| None),
    }
}
