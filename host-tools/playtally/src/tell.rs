//! What there is to tell of a history, in one place for every report: which facts, and in which words. How they are set,
//! in lines or in cards, is for the reports.

pub(crate) mod days;
pub(crate) mod devotion;
pub(crate) mod habits;
pub(crate) mod memories;
pub(crate) mod phrase;
pub(crate) mod recap;

use phrase::Phrase;
use playtally_statistics::totals::Totals;

/// Something to tell.
#[derive(Clone, Debug)]
pub(crate) struct Fact<'a> {
    /// What it is about: at most 15 letters, so that it fits its column.
    pub(crate) about: &'static str,
    /// What matters most.
    pub(crate) most: Phrase<'a>,
    /// What stands before the rest where both are on one line.
    pub(crate) joint: &'static str,
    /// The rest.
    pub(crate) rest: Phrase<'a>,
}

impl<'a> Fact<'a> {
    pub(crate) const fn new(about: &'static str, most: Phrase<'a>, joint: &'static str, rest: Phrase<'a>) -> Self {
        Self {
            about,
            most,
            joint,
            rest,
        }
    }
}

/// Whether to tell how many artists there are: that nobody is known does not mean that there is nobody.
pub(crate) const fn tells_artists(totals: &Totals) -> bool {
    totals.artists > 0 || totals.tracks == 0
}

/// How what is told of a title goes on: by whom it is, where that is known, and what stands before that.
fn by(artist: Option<&str>) -> (&'static str, Phrase<'_>) {
    match artist {
        Some(artist) => (" · ", Phrase::new().name(artist).words(", ")),
        None => (", ", Phrase::new()),
    }
}
