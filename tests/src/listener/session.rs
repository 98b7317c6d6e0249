//! Plays that follow each other.

use chrono::Datelike;

use super::choice::Mood;
use super::{Event, Heard, Listener, Player};
use crate::random::Random;

/// Plays that follow each other.
pub(super) struct Session {
    /// Its beginning, in seconds since 1970.
    pub(super) start: i64,
    /// Its plays; their times are relative to the beginning.
    pub(super) events: Vec<Event>,
    /// Whether there is no network.
    pub(super) offline: bool,
}

impl Session {
    /// Its length in seconds.
    pub(super) fn length(&self) -> i64 {
        self.events.last().map_or(0, |last| last.stamped + 1)
    }
}

impl Listener {
    /// Chooses the plays of a session.
    pub(super) fn session(&self, day: u32, hour: u8, size: usize, first: bool, random: &mut Random) -> Session {
        let mut session = Session {
            start: 0,
            events: Vec::with_capacity(size),
            offline: false,
        };
        let mood = self.mood(day, random);
        let shuffle = !matches!(mood, Mood::Album(_)) && random.chance(6_500);
        let player = [
            Player::Phone,
            Player::Laptop,
            Player::Browser,
            Player::Television,
            Player::Speaker,
            Player::Watch,
        ][random.weighted(&[60, 24, 4, 3, 8, 1])];
        let private = !self.life.keeps_streak(day) && self.date(day).year() >= 2021 && random.chance(170);
        let mut why = random.pick(&[
            "clickrow",
            "clickrow",
            "appload",
            "playbtn",
            "remote",
            "unknown",
            "persisted",
        ]);
        let mut at = 0_i64;
        for index in 0..size {
            let heard = match self.spoken(day, hour, first && index == 0, random) {
                Some(heard) => heard,
                None => Heard::Track(self.track(day, hour, &mood, index as u32, random)),
            };
            let (ms_played, reason_end) = match heard {
                Heard::Track(track) if first && index == 0 && self.life.keeps_streak(day) => {
                    (self.catalogue.tracks[track as usize].ms, "trackdone")
                }
                _ => self.play(heard, &mood, index + 1 == size, random),
            };
            let noise = [0, 1, 1, 2, -1, 4][random.weighted(&[50, 25, 10, 8, 5, 2])];
            let stamped = at + i64::from(ms_played.div_ceil(1000)) + noise;
            session.events.push(Event {
                started_ms: at * 1000 + random.below(1000) as i64,
                ms_played,
                stamped,
                heard,
                reason_start: why,
                reason_end,
                shuffle,
                offline: false,
                private,
                country: *b"ZZ",
                player,
            });
            at = stamped.max(at) + i64::from(random.chance(2_000)) * random.between(1, 90);
            why = match reason_end {
                "trackdone" | "fwdbtn" | "backbtn" | "trackerror" | "remote" => reason_end,
                _ => random.pick(&["clickrow", "clickrow", "clickrow", "playbtn", "appload"]),
            };
        }
        session
    }

    /// How long a play lasts, in milliseconds, and why it ends.
    fn play(&self, heard: Heard, mood: &Mood, last: bool, random: &mut Random) -> (u32, &'static str) {
        let full = match heard {
            Heard::Track(track) => self.catalogue.tracks[track as usize].ms,
            Heard::Episode(show, episode) => {
                let show = &self.catalogue.podcasts[show as usize];
                show.ms / 100 * (80 + episode * 7 % 40)
            }
            Heard::Chapter(chapter) => self.catalogue.book.ms / 100 * (70 + chapter * 11 % 60),
            Heard::Nameless => 15_040,
        };
        let part = |random: &mut Random, of: u32| random.below(u64::from(of)) as u32;
        if last && random.chance(4_000) {
            let reason = random.pick(&[
                "logout",
                "logout",
                "logout",
                "unexpected-exit-while-paused",
                "unexpected-exit",
            ]);
            return (part(random, full), reason);
        }
        let (finished, skipped) = match mood {
            Mood::Album(_) | Mood::Repeat(_) => (80, 8),
            Mood::Discovery => (34, 46),
            _ => (58, 27),
        };
        match random.below(100) {
            roll if roll < finished => (full, "trackdone"),
            roll if roll < finished + skipped => {
                let tried = if random.chance(7_500) { full.min(30_000) } else { full };
                let ms = if random.chance(250) { 0 } else { part(random, tried) };
                (ms, if random.chance(600) { "backbtn" } else { "fwdbtn" })
            }
            roll if roll < 98 => (if random.chance(400) { 0 } else { part(random, full) }, "endplay"),
            _ => match random.below(4) {
                0 => (0, "trackerror"),
                1 => (part(random, full), "remote"),
                2 => (part(random, full), "unknown"),
                _ => (part(random, full), "quantum-leap"),
            },
        }
    }
}
