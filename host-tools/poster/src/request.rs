//! What is asked for.

use playtally_press::typeset::Fonts;
use playtally_screen::{Language, Theme};
use playtally_statistics::Statistics;
use playtally_statistics::one_artist::OneArtist;
use playtally_summary::Summary;

use crate::Format;

/// What a poster is about.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// A calendar year.
    Year(i32),
    /// An artist.
    Artist(&'a OneArtist),
    /// An era, by its number from 1, the oldest first.
    Era(usize),
    /// The listening type.
    Listener,
}

/// What is asked for, and what there is to draw it from.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// What the whole history says.
    pub all: &'a Statistics,
    /// What the subject's own days say, where hours or countries are asked for.
    pub part: Option<&'a Statistics>,
    /// The summary of the whole history: colours and covers are those that the device has by it.
    pub summary: Summary<'a>,
    /// The fonts at hand.
    pub fonts: &'a Fonts,
    /// What it is about.
    pub subject: Subject<'a>,
    /// Its size.
    pub format: Format,
    /// Whether it is dark or light.
    pub theme: Theme,
    /// Its language.
    pub language: Language,
    /// The colour of its ground, a number among those of owners; that of its subject if `None`.
    pub accent: Option<u8>,
    /// The owner's name, where it is asked for.
    pub owner: Option<&'a str>,
    /// Whether hours of the day are seen.
    pub hours: bool,
    /// Whether countries are named.
    pub countries: bool,
}
