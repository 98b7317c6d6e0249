//! What was learnt from a source: facts about the owner's names, with what proves them, in the form in which they are kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::source::{Licence, Source};

/// What one source said of the owner's names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Learnt {
    /// Where it is from.
    pub source: Source,
    /// Under which licence that is.
    pub licence: Licence,
    /// When it was read, in seconds since 1970.
    pub at: i64,
    /// How many entries there were.
    pub entries: u64,
    /// Of each artist who may be meant, by its key: who, the likeliest first.
    artists: BTreeMap<String, Vec<Proof>>,
    /// What is believed of titles, by the keys of artist and title.
    titles: BTreeMap<String, BTreeMap<String, Said>>,
}

/// An artist of the source, and what speaks for that the owner's is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// What the source tells it from others by; empty where it does not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Its score, in halves.
    pub halves: u32,
    /// Whether that is enough to believe what is said of titles.
    pub credible: bool,
    /// Whether it is enough to believe what is said of the artist.
    pub believed: bool,
    /// How many titles agree.
    pub agree: u32,
    /// A few of them, by their keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub titles: Vec<String>,
    /// Its genres, where it is believed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub genres: Vec<String>,
    /// Its country, where it is believed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<[u8; 2]>,
}

/// What is said of a title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Said {
    #[serde(rename = "y", default, skip_serializing_if = "Option::is_none")]
    pub(crate) year: Option<u16>,
    #[serde(rename = "g", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) genres: Vec<String>,
}

impl Learnt {
    pub(crate) fn new(source: Source, licence: Licence, at: i64, entries: u64) -> Self {
        Self {
            source,
            licence,
            at,
            entries,
            artists: BTreeMap::new(),
            titles: BTreeMap::new(),
        }
    }

    pub(crate) fn say(&mut self, artist: &str, title: &str, said: Said) {
        if said != Said::default() {
            let titles = self.titles.entry(artist.to_owned()).or_default();
            titles.insert(title.to_owned(), said);
        }
    }

    pub(crate) fn prove(&mut self, artist: String, proofs: Vec<Proof>) {
        if !proofs.is_empty() {
            self.artists.insert(artist, proofs);
        }
    }

    /// Who may be meant by an artist of this key, the likeliest first.
    #[must_use]
    pub fn proofs(&self, artist: &str) -> &[Proof] {
        self.artists.get(artist).map_or(&[], Vec::as_slice)
    }

    /// What is believed of an artist.
    pub(crate) fn of_artist(&self, artist: &str) -> Option<&Proof> {
        self.proofs(artist).first().filter(|proof| proof.believed)
    }

    /// What is believed of a title.
    pub(crate) fn of_title(&self, artist: &str, title: &str) -> Option<&Said> {
        self.titles.get(artist)?.get(title)
    }

    /// Artists and the ids that they are believed to have.
    pub(crate) fn ids(&self) -> impl Iterator<Item = (&str, &str)> {
        let believed = self
            .artists
            .iter()
            .filter_map(|(artist, proofs)| Some((artist, proofs.first()?)));
        believed
            .filter(|(_, proof)| proof.believed && !proof.id.is_empty())
            .map(|(artist, proof)| (artist.as_str(), proof.id.as_str()))
    }

    /// How many artists are believed, and of how many titles something is.
    #[must_use]
    pub fn size(&self) -> (u64, u64) {
        let believed = self
            .artists
            .values()
            .filter(|proofs| proofs.first().is_some_and(|proof| proof.credible));
        (
            believed.count() as u64,
            self.titles.values().map(|titles| titles.len() as u64).sum(),
        )
    }
}
