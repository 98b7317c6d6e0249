//! Every source there is: a file for each, and one row for it in [`TABLE`].

pub(crate) mod any_table;
mod apple_music;
mod audiobookshelf;
mod audioscrobbler;
mod deezer;
mod device;
mod fields;
mod koito;
mod lastfm;
mod librefm;
mod listenbrainz;
mod lms;
mod maloja;
mod metrolist;
mod moments;
mod multi_scrobbler;
mod navidrome;
mod pano_scrobbler;
mod playback_reporting;
mod playtally;
mod plex;
mod rockbox;
mod spotify_account;
mod spotify_extended;
mod tautulli;
mod tidal;
mod youtube_music;

use std::fmt;

use serde::{Serialize, Serializer};

use crate::head::Head;
use crate::importer::{About, Importer, Knows, Names, Part};
use crate::source::{Service, Source};

/// What each source says of itself, by its number. Whatever is said of sources anywhere comes from here: what they are
/// called, how they are recognised and in which order, which service they are of, what is fuzzed, what the documents list.
const TABLE: &[About] = &[
    spotify_extended::ABOUT,
    spotify_account::ABOUT,
    listenbrainz::ABOUT,
    lastfm::ABOUT,
    apple_music::ABOUT,
    youtube_music::ABOUT,
    deezer::ABOUT,
    audioscrobbler::ABOUT,
    maloja::ABOUT,
    pano_scrobbler::ABOUT,
    playtally::ABOUT,
    navidrome::ABOUT,
    tautulli::ABOUT,
    plex::ABOUT,
    audiobookshelf::ABOUT,
    multi_scrobbler::ABOUT,
    playback_reporting::ABOUT,
    metrolist::ABOUT,
    lms::ABOUT,
    rockbox::ABOUT,
    any_table::ABOUT,
    koito::ABOUT,
    librefm::ABOUT,
    tidal::ABOUT,
];

const _: () = {
    let mut number = 0;
    while number < TABLE.len() {
        assert!(
            TABLE[number].source.number() as usize == number,
            "a source is not in the row of its number"
        );
        number += 1;
    }
};

impl Source {
    /// Every source there is, by its number.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|about| about.source)
    }

    /// The source of this name for machines.
    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        TABLE.iter().find(|about| about.id == id).map(|about| about.source)
    }

    /// Its name for machines: lower-case words with hyphens.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.about().id
    }

    /// Its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.about().name
    }

    /// What its user gives: which files, or how to come by them.
    #[must_use]
    pub fn files(self) -> &'static str {
        self.about().files
    }

    /// What it knows of a play.
    #[must_use]
    pub fn knows(self) -> Knows {
        self.about().knows
    }

    /// The first moment at which it can know of a play, in seconds since the epoch.
    #[must_use]
    pub fn earliest(self) -> i64 {
        self.about().earliest
    }

    /// Where else the artists stand that its plays do not name, as the end of a sentence.
    pub(crate) fn artists_elsewhere(self) -> &'static str {
        if self == apple_music::ABOUT.source {
            apple_music::ARTISTS_ELSEWHERE
        } else {
            ""
        }
    }

    pub(crate) fn service(self) -> Service {
        self.about().service
    }

    /// Whether its plays keep the services that they came from.
    pub(crate) fn is_of_any_service(self) -> bool {
        self == playtally::ABOUT.source
    }

    /// Of a number that no source has, what the first one says.
    fn about(self) -> &'static About {
        TABLE.get(usize::from(self.number())).unwrap_or(&TABLE[0])
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

/// Every service there is, in the order in which they are asked what a play was.
pub(crate) fn services() -> Vec<Service> {
    let mut services: Vec<Service> = TABLE.iter().map(|about| about.service).collect();
    services.sort_by_key(|service| (service.rank, service.number));
    services.dedup();
    services
}

/// What can be read, in words.
pub(crate) fn known() -> String {
    let names: Vec<&str> = TABLE.iter().map(|about| about.name).collect();
    match names.split_last() {
        Some((last, rest)) => format!("{} and {last}", rest.join("; ")),
        None => String::new(),
    }
}

/// What every source calls its files.
pub(crate) fn names() -> impl Iterator<Item = Names> {
    TABLE.iter().map(|about| about.names)
}

/// A form of a source's files, by its place in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) source: Source,
    number: usize,
}

impl Form {
    /// Every form of every source.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().flat_map(|about| Self::of(about.source))
    }

    /// Every form of a source.
    pub(crate) fn of(source: Source) -> impl Iterator<Item = Self> {
        (0..source.about().forms.len()).map(move |number| Self { source, number })
    }

    /// Whether it is that of a table of its owner's own.
    pub(crate) fn is_of_any_table(self) -> bool {
        self.source == any_table::ABOUT.source
    }

    /// The form of a file that begins so, and what the file is to it. What may be any table is one only if it is nothing else.
    pub(crate) fn recognised(head: Head<'_>) -> Option<(Self, Part)> {
        let (any, of_their_own): (Vec<_>, Vec<_>) = Self::all().partition(|form| form.is_of_any_table());
        let mut forms = of_their_own.into_iter().chain(any);
        forms.find_map(|form| Some((form, form.importer().recognise(head)?)))
    }

    pub(crate) fn importer(self) -> &'static dyn Importer {
        self.source.about().forms[self.number]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn libraries_find_the_sources_that_they_know() {
        let known = [
            "spotify-extended",
            "spotify-account",
            "listenbrainz",
            "lastfm",
            "apple-music",
            "youtube-music",
            "deezer",
            "audioscrobbler",
            "maloja",
            "pano-scrobbler",
            "playtally",
        ];
        for (number, id) in known.into_iter().enumerate() {
            assert_eq!(Source::named(id).map(Source::number), Some(number as u8));
        }
        assert_eq!(Source::named("no-such-source"), None);
        assert_eq!(Source::numbered(Source::MOST - 1).id(), "spotify-extended");
    }

    #[test]
    fn services_keep_the_numbers_that_plays_are_keyed_with() {
        let numbers: Vec<u8> = Source::all().take(11).map(|source| source.service().number).collect();
        assert_eq!(numbers, [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        let order: Vec<u8> = services()
            .into_iter()
            .map(|service| service.number)
            .filter(|number| *number < 10)
            .collect();
        assert_eq!(order, [0, 3, 4, 5, 1, 2, 8, 7, 9, 6]);
    }

    #[test]
    fn no_two_sources_have_one_name_and_no_two_services_one_rank() {
        let different = |of: fn(Source) -> &'static str| Source::all().map(of).collect::<BTreeSet<_>>().len();
        assert_eq!([different(Source::id), different(Source::name)], [TABLE.len(); 2]);
        let ranks: BTreeSet<u8> = services().into_iter().map(|service| service.rank).collect();
        assert_eq!(ranks.len(), services().len());
    }
}
