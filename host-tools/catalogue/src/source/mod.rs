//! The catalogues that are read, and what is said of them wherever they are named.

pub(crate) mod discogs;
pub(crate) mod musicbrainz;
pub(crate) mod table;

use serde::{Deserialize, Serialize};

/// Where facts are from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// `discogs_…_masters.xml.gz`.
    DiscogsMasters,
    /// `discogs_…_releases.xml.gz`.
    DiscogsReleases,
    /// `musicbrainz-canonical-dump-….tar.zst`: names and ids.
    MusicBrainzCanonical,
    /// `mbdump.tar.bz2` with `mbdump-derived.tar.bz2`.
    MusicBrainz,
    /// A table with named columns, under a name of the owner's.
    Table(String),
}

impl Source {
    /// What it is called in lists, and to be forgotten by.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::DiscogsMasters => "discogs-masters",
            Self::DiscogsReleases => "discogs-releases",
            Self::MusicBrainzCanonical => "musicbrainz-canonical",
            Self::MusicBrainz => "musicbrainz",
            Self::Table(name) => name,
        }
    }

    /// What it is called where its facts are shown.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::DiscogsMasters | Self::DiscogsReleases => "Discogs",
            Self::MusicBrainzCanonical | Self::MusicBrainz => "MusicBrainz",
            Self::Table(name) => name,
        }
    }

    /// Which comes first where several know something: tables that the owner chose, then masters, whose years are those of first
    /// releases.
    pub(crate) fn rank(&self) -> (u8, String) {
        let rank = match self {
            Self::Table(_) => 0,
            Self::DiscogsMasters => 1,
            Self::MusicBrainz => 2,
            Self::DiscogsReleases => 3,
            Self::MusicBrainzCanonical => 4,
        };
        (rank, self.id().to_owned())
    }

    /// The licence under which its makers publish it; none where nobody knows but the owner.
    pub(crate) fn licence(&self) -> Licence {
        let name = match self {
            Self::DiscogsMasters | Self::DiscogsReleases | Self::MusicBrainzCanonical => "CC0 1.0",
            // The tags are under this one, the rest under CC0.
            Self::MusicBrainz => "CC BY-NC-SA 3.0",
            Self::Table(_) => "not stated",
        };
        Licence(name.to_owned())
    }
}

/// A licence, by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Licence(String);

impl Licence {
    /// The one of this name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self(name.trim().to_owned())
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Whether what is under it may be handed on by anybody in any form: only what is in the public domain.
    #[must_use]
    pub fn is_free(&self) -> bool {
        let name = self.0.to_ascii_lowercase();
        name.starts_with("cc0") || name == "public domain"
    }
}
