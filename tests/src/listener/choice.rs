//! What an invented listener chooses to hear next.

use chrono::Datelike;

use super::{Heard, Listener};
use crate::random::Random;

/// How a session chooses what comes next.
pub(super) enum Mood {
    Favourites,
    Album(u32),
    Discovery,
    Nostalgia,
    December,
    Repeat(u32),
}

impl Listener {
    /// What a session is about.
    pub(super) fn mood(&self, day: u32, random: &mut Random) -> Mood {
        let date = self.date(day);
        if self.life.is_binge(day) {
            let mut fixed = Random::of(self.person.seed, &[0xB1, day.into()]);
            return Mood::Repeat(self.favourite(day, 12, &mut fixed));
        }
        if (date.month() == 12 && date.day() < 27 || date.month() == 11 && date.day() > 26) && random.chance(3_500) {
            return Mood::December;
        }
        match random.below(100) {
            0..46 => Mood::Favourites,
            46..64 => Mood::Album(self.favourite(day, 12, random)),
            64..84 => Mood::Discovery,
            84..96 => Mood::Nostalgia,
            _ => Mood::Repeat(self.favourite(day, 12, random)),
        }
    }

    /// A chapter to begin the day with, an episode on the way to work.
    pub(super) fn spoken(&self, day: u32, hour: u8, opens_the_day: bool, random: &mut Random) -> Option<Heard> {
        if opens_the_day {
            return self.life.chapter(day).map(|chapter| Heard::Chapter(chapter as u32));
        }
        if random.chance(15) {
            return Some(Heard::Nameless);
        }
        if !random.chance(if (7..9).contains(&hour) { 600 } else { 110 }) {
            return None;
        }
        let show = random.favouring(self.catalogue.podcasts.len());
        let episodes = self.catalogue.podcasts[show].episodes.len() as u64;
        // One after the other, over the years, with a look back now and then.
        let newest = episodes * u64::from(day + 1) / u64::from(self.days);
        let episode = newest.saturating_sub(random.below(3)).min(episodes - 1);
        Some(Heard::Episode(show as u32, episode as u32))
    }

    /// The next track of a session.
    pub(super) fn track(&self, day: u32, hour: u8, mood: &Mood, index: u32, random: &mut Random) -> u32 {
        match mood {
            Mood::Repeat(track) if index == 0 || random.chance(8_500) => *track,
            Mood::Album(first) => {
                let tracks = self.catalogue.tracks_of(self.catalogue.tracks[*first as usize].artist);
                let length = tracks.end - tracks.start;
                tracks.start + (first - tracks.start + index) % length
            }
            Mood::December => self.of_artist(random.between(0, i64::from(self.life.carollers.end) - 1) as u32, random),
            Mood::Discovery => {
                let known = u64::from(self.life.known(day, self.days));
                // Half of it is new; the rest is anyone ever met.
                let low = if random.chance(5_000) {
                    known.saturating_sub(25)
                } else {
                    0
                };
                let artist = random.between(low as i64, known as i64 - 1) as u32;
                self.unless_absent(artist, day, hour, random)
            }
            Mood::Nostalgia => {
                let favourites = &self.life.an_older_era(day, random).favourites;
                let artist = favourites[random.favouring(favourites.len())];
                self.unless_absent(artist, day, hour, random)
            }
            _ => self.favourite(day, hour, random),
        }
    }

    /// A track by one of the favourites of these months: some belong to the morning, some to the night.
    fn favourite(&self, day: u32, hour: u8, random: &mut Random) -> u32 {
        let favourites = &self.life.era(day).favourites;
        let mut artist = favourites[0];
        for _ in 0..4 {
            artist = favourites[random.favouring(favourites.len())];
            if artist % 4 == u32::from(hour / 6) {
                break;
            }
        }
        self.of_artist(artist, random)
    }

    /// A track by an artist or, where that one is out of the listener's life, by a favourite.
    fn unless_absent(&self, artist: u32, day: u32, hour: u8, random: &mut Random) -> u32 {
        if self.life.is_absent(artist, day) {
            self.favourite(day, hour, random)
        } else {
            self.of_artist(artist, random)
        }
    }

    fn of_artist(&self, artist: u32, random: &mut Random) -> u32 {
        let tracks = self.catalogue.tracks_of(artist);
        tracks.start + random.favouring(tracks.len()) as u32
    }
}
