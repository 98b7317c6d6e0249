//! Where plays come from.

use serde::{Serialize, Serializer};

/// A kind of export. Each is read by one importer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Source {
    /// Spotify's extended streaming history: everything, to the second.
    SpotifyExtended = 0,
    /// Spotify's account data: the last year, to the minute.
    SpotifyAccount = 1,
    /// ListenBrainz.
    ListenBrainz = 2,
    /// Last.fm, by way of any of the tools that fetch a history from there.
    LastFm = 3,
    /// Apple Music.
    AppleMusic = 4,
    /// YouTube Music, as Google Takeout has it.
    YouTubeMusic = 5,
    /// Deezer.
    Deezer = 6,
    /// A log in the Audioscrobbler format, as Rockbox and other players write it.
    Audioscrobbler = 7,
    /// Maloja.
    Maloja = 8,
    /// Pano Scrobbler.
    PanoScrobbler = 9,
    /// What a library of Playtally wrote. Its plays keep the sources that they came from.
    Playtally = 10,
}

/// A service that a play was recorded by. Plays of one service are told apart exactly, those of two by likeness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum Service {
    Spotify = 0,
    ListenBrainz = 1,
    LastFm = 2,
    AppleMusic = 3,
    YouTubeMusic = 4,
    Deezer = 5,
    Audioscrobbler = 6,
    Maloja = 7,
    PanoScrobbler = 8,
    Playtally = 9,
}

impl Source {
    /// Every source there is.
    pub const ALL: [Self; 11] = [
        Self::SpotifyExtended,
        Self::SpotifyAccount,
        Self::ListenBrainz,
        Self::LastFm,
        Self::AppleMusic,
        Self::YouTubeMusic,
        Self::Deezer,
        Self::Audioscrobbler,
        Self::Maloja,
        Self::PanoScrobbler,
        Self::Playtally,
    ];

    /// Its name for machines: lower-case words with hyphens.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::SpotifyExtended => "spotify-extended",
            Self::SpotifyAccount => "spotify-account",
            Self::ListenBrainz => "listenbrainz",
            Self::LastFm => "lastfm",
            Self::AppleMusic => "apple-music",
            Self::YouTubeMusic => "youtube-music",
            Self::Deezer => "deezer",
            Self::Audioscrobbler => "audioscrobbler",
            Self::Maloja => "maloja",
            Self::PanoScrobbler => "pano-scrobbler",
            Self::Playtally => "playtally",
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SpotifyExtended => "Spotify, extended streaming history",
            Self::SpotifyAccount => "Spotify, account data",
            Self::ListenBrainz => "ListenBrainz",
            Self::LastFm => "Last.fm",
            Self::AppleMusic => "Apple Music",
            Self::YouTubeMusic => "YouTube Music",
            Self::Deezer => "Deezer",
            Self::Audioscrobbler => "Audioscrobbler log",
            Self::Maloja => "Maloja",
            Self::PanoScrobbler => "Pano Scrobbler",
            Self::Playtally => "Playtally",
        }
    }

    /// The source of this number, as [`Source::ALL`] counts them.
    pub(crate) fn from_number(number: u32) -> Option<Self> {
        Self::ALL.get(number as usize).copied()
    }

    pub(crate) const fn service(self) -> Service {
        match self {
            Self::SpotifyExtended | Self::SpotifyAccount => Service::Spotify,
            Self::ListenBrainz => Service::ListenBrainz,
            Self::LastFm => Service::LastFm,
            Self::AppleMusic => Service::AppleMusic,
            Self::YouTubeMusic => Service::YouTubeMusic,
            Self::Deezer => Service::Deezer,
            Self::Audioscrobbler => Service::Audioscrobbler,
            Self::Maloja => Service::Maloja,
            Self::PanoScrobbler => Service::PanoScrobbler,
            Self::Playtally => Service::Playtally,
        }
    }
}

impl Service {
    /// Whether it plays music itself, and does not merely take note of what others play.
    pub(crate) const fn is_player(self) -> bool {
        matches!(
            self,
            Self::Spotify | Self::AppleMusic | Self::YouTubeMusic | Self::Deezer | Self::Audioscrobbler
        )
    }

    /// Whether its duration is that of the play, and so tells plays apart; elsewhere it is that of the recording, if any.
    pub(crate) const fn duration_identifies(self) -> bool {
        matches!(self, Self::Spotify | Self::AppleMusic)
    }
}

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_keeps_its_number() {
        for (number, source) in Source::ALL.into_iter().enumerate() {
            assert_eq!(source as usize, number);
            assert_eq!(Source::from_number(number as u32), Some(source));
        }
        assert_eq!(Source::from_number(11), None);
    }
}
