//! The store again: erases what an owner asked for on the display, and says what came of it.

use std::io;

use playtally_device::{Directory, News, Shelf};
use playtally_screen::Fault;

use super::places::Places;
use super::sandbox::{self, Right};
use super::trouble::Trouble;
use super::{keep, news_file, request};

/// Does what the display asks for, and what a power cut kept an earlier one from.
pub(crate) fn run(places: &Places) -> Result<(), Trouble> {
    let Places {
        state, news, requests, ..
    } = places;
    sandbox::only_files([state, news, requests].map(|path| (path.as_path(), Right::Write)))?;
    let outcome = keep::locked(state, || erase(places));
    let told = match &outcome {
        Ok(false) => return Ok(()),
        Ok(true) => News::Erased,
        Err(error) => News::fault(Fault::ErasingFailed, error),
    };
    news_file::write(news, &told).map_err(|error| Trouble::new(format_args!("{}: {error}", news.display())))?;
    outcome.map(drop).map_err(Trouble::new)
}

/// Whether there was a request.
fn erase(places: &Places) -> io::Result<bool> {
    let mut shelf = Shelf::new(Directory::new(&places.state));
    match request::take(&places.requests)? {
        Some(owner) => shelf.erase(owner.as_deref()).map(|()| true),
        None => shelf.finish_erasing().map(|()| false),
    }
}
