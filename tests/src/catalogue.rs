//! All the invented music, podcasts and the one audiobook that can be listened to.

use std::collections::HashSet;

use crate::names::Tongue;
use crate::random::Random;

/// An artist and the tracks that are theirs.
#[derive(Debug)]
pub struct Artist {
    /// The name.
    pub name: String,
    /// The first of the artist's tracks, as an index into [`Catalogue::tracks`].
    first_track: u32,
    /// How many tracks the artist has.
    tracks: u32,
}

/// One recording under one id.
#[derive(Debug)]
pub struct Track {
    /// The title.
    pub title: String,
    /// Index into [`Catalogue::artists`].
    pub artist: u32,
    /// The album.
    pub album: String,
    /// How long it lasts, in milliseconds.
    pub ms: u32,
    /// The track of the same artist and title that came first; itself if none did.
    pub work: u32,
}

/// A podcast or, where chapters stand for episodes, a book.
#[derive(Debug)]
pub struct Show {
    /// The name of the podcast or the title of the book.
    pub name: String,
    /// Who wrote the book; empty for a podcast.
    pub author: String,
    /// Titles of episodes or chapters.
    pub episodes: Vec<String>,
    /// How long an episode lasts, more or less, in milliseconds.
    pub ms: u32,
    /// Whether it comes with pictures, and so in the video member of an export.
    pub video: bool,
}

/// Everything that can be listened to. Its size is bounded, whatever the number of plays.
#[derive(Debug)]
pub struct Catalogue {
    /// Artists, the early acquaintances of the listener first.
    pub artists: Vec<Artist>,
    /// Tracks, artist by artist, album by album.
    pub tracks: Vec<Track>,
    /// Podcasts.
    pub podcasts: Vec<Show>,
    /// The one audiobook.
    pub book: Show,
}

impl Catalogue {
    /// A catalogue fit for a number of plays: real listeners have an artist for every nine to sixteen plays.
    #[must_use]
    pub fn new(seed: u64, plays: u64) -> Self {
        let mut random = Random::of(seed, &[0xCA7A]);
        let wanted = (60 + plays / 26 + plays.saturating_sub(10_000) / 16).min(12_000) as usize;
        let mut taken = HashSet::new();
        let mut catalogue = Self {
            artists: Vec::new(),
            tracks: Vec::new(),
            podcasts: Vec::new(),
            book: book(&mut random),
        };
        while catalogue.artists.len() < wanted {
            let tongue = Tongue::any(&mut random);
            let name = tongue.artist(&mut random);
            if taken.insert(name.to_lowercase()) {
                catalogue.add_artist(name, tongue, &mut random);
            }
        }
        catalogue.podcasts = (0..5 + plays.min(40_000) / 4_000)
            .map(|index| podcast(index, &mut random))
            .collect();
        catalogue
    }

    /// The tracks of an artist, as a range of indices.
    #[must_use]
    pub fn tracks_of(&self, artist: u32) -> std::ops::Range<u32> {
        let artist = &self.artists[artist as usize];
        artist.first_track..artist.first_track + artist.tracks
    }

    fn add_artist(&mut self, name: String, tongue: &Tongue, random: &mut Random) {
        let index = self.artists.len() as u32;
        let first_track = self.tracks.len() as u32;
        let albums = 1 + random.favouring(5);
        for _ in 0..albums {
            let album = tongue.album(random);
            for _ in 0..random.between(2, 9) {
                let work = self.tracks.len() as u32;
                let (title, ms) = (tongue.title(random), random.between(95_000, 330_000) as u32);
                let title = self.unheard_of(first_track, title);
                self.tracks.push(Track {
                    title: title.clone(),
                    artist: index,
                    album: album.clone(),
                    ms,
                    work,
                });
                if random.chance(800) {
                    self.tracks.push(variant(&self.tracks[work as usize], random));
                }
            }
        }
        self.artists.push(Artist {
            name,
            first_track,
            tracks: self.tracks.len() as u32 - first_track,
        });
    }

    /// The title, with a number if the artist already has one of that name.
    fn unheard_of(&self, first_track: u32, title: String) -> String {
        let taken = |title: &str| {
            self.tracks[first_track as usize..]
                .iter()
                .any(|track| track.title == title)
        };
        if !taken(&title) {
            return title;
        }
        (2..)
            .map(|part| format!("{title} {part}"))
            .find(|title| !taken(title))
            .unwrap_or_default()
    }
}

/// The same recording under another id: as a single, remastered, or live.
fn variant(track: &Track, random: &mut Random) -> Track {
    let suffix = match random.below(6) {
        0..3 => "",
        3 => " - Remastered 2021",
        4 => " - Radio Edit",
        _ => " - Live",
    };
    let title = format!("{}{suffix}", track.title);
    let album = if random.chance(5_000) {
        track.title.clone()
    } else {
        format!("{} (Remastered)", track.album)
    };
    Track {
        title,
        album,
        artist: track.artist,
        ms: track.ms + random.below(900) as u32,
        work: track.work,
    }
}

fn podcast(index: u64, random: &mut Random) -> Show {
    let tongue = Tongue::any(random);
    let topics = [
        "Slow Science",
        "The Commute",
        "Kitchen Table",
        "After Hours",
        "Two Maps",
        "Small History",
    ];
    let name = format!("{} {}", tongue.artist(random), random.pick(&topics));
    let episodes = (1..=random.between(20, 80))
        .map(|number| format!("#{number} {}", tongue.title(random)))
        .collect();
    Show {
        name,
        author: String::new(),
        episodes,
        ms: random.between(900_000, 5_400_000) as u32,
        video: index % 3 == 2,
    }
}

fn book(random: &mut Random) -> Show {
    let tongue = &Tongue::all()[0];
    let episodes = (1..=24).map(|number| format!("Chapter {number}")).collect();
    Show {
        name: tongue.album(random),
        author: tongue.artist(random),
        episodes,
        ms: 1_500_000,
        video: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_artists_share_a_name() {
        let catalogue = Catalogue::new(1, 40_000);
        let names: HashSet<&str> = catalogue.artists.iter().map(|artist| artist.name.as_str()).collect();
        assert_eq!(names.len(), catalogue.artists.len());
    }

    #[test]
    fn its_size_is_bounded() {
        assert!(Catalogue::new(1, 10_000_000).tracks.len() < 250_000);
    }
}
