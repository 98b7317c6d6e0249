//! Something to tell.

use playtally_statistics::totals::Totals;

use crate::phrase::Phrase;

/// A fact: what it is about, what matters most of it, and the rest.
#[derive(Clone, Debug)]
pub struct Fact<'a> {
    /// What it is about: at most 17 letters, so that it fits its column.
    pub about: Phrase<'a>,
    /// What matters most.
    pub most: Phrase<'a>,
    /// What stands before the rest where both are on one line.
    pub joint: &'static str,
    /// The rest.
    pub rest: Phrase<'a>,
}

impl<'a> Fact<'a> {
    /// A fact.
    #[must_use]
    pub fn new(about: &'static str, most: Phrase<'a>, joint: &'static str, rest: Phrase<'a>) -> Self {
        Self {
            about: Phrase::new().words(about),
            most,
            joint,
            rest,
        }
    }

    /// All of it but what it is about.
    pub(crate) fn one_line(&self) -> Phrase<'a> {
        if self.rest.is_empty() {
            self.most.clone()
        } else {
            self.most.clone().words(self.joint).and(self.rest.clone())
        }
    }

    /// About something that is not always called the same.
    pub(crate) fn about(self, about: Phrase<'a>) -> Self {
        Self { about, ..self }
    }
}

/// Whether to tell how many artists there are: that nobody is known does not mean that there is nobody.
pub(crate) const fn tells_artists(totals: &Totals) -> bool {
    totals.artists > 0 || totals.tracks == 0
}

/// How what is told of a title goes on: by whom it is, where that is known, and what stands before that.
pub(crate) fn by(artist: Option<&str>) -> (&'static str, Phrase<'_>) {
    match artist {
        Some(artist) => (" · ", Phrase::new().name(artist).words(", ")),
        None => (", ", Phrase::new()),
    }
}
