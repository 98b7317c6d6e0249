//! One day of an invented listener.

use std::collections::HashSet;

use chrono::Datelike;

use super::{Event, Heard, Listener, Player};
use crate::random::Random;

/// Most plays that one person hears in a day; beyond, several rooms play at once.
const PLAYS_A_ROOM: u64 = 140;

/// When a session begins, by local hour, on working days and on the others.
const HOURS: [[u64; 24]; 2] = [
    [1, 0, 0, 0, 0, 0, 3, 10, 9, 4, 5, 5, 3, 4, 5, 5, 7, 9, 8, 6, 6, 7, 6, 3],
    [6, 3, 1, 0, 0, 0, 0, 1, 3, 7, 9, 8, 6, 6, 7, 7, 6, 6, 7, 8, 8, 8, 8, 7],
];

/// Plays that follow each other.
struct Session {
    /// Its beginning, in seconds since 1970.
    start: i64,
    /// Its plays; their times are relative to the beginning.
    events: Vec<Event>,
    offline: bool,
}

impl Session {
    /// Its length in seconds.
    fn length(&self) -> i64 {
        self.events.last().map_or(0, |last| last.stamped + 1)
    }
}

/// How a session chooses what comes next.
enum Mood {
    Favourites,
    Album(u32),
    Discovery,
    Nostalgia,
    December,
    Repeat(u32),
}

impl Listener {
    /// Everything heard on a day, by start. No two events agree in minute, name and duration.
    #[must_use]
    pub fn day(&self, day: u32) -> Vec<Event> {
        let mut quota = self.life.quota(day, self.person.plays);
        let mut events = Vec::with_capacity(quota as usize + 2);
        let mut room = 0;
        while quota > 0 {
            let plays = quota.min(PLAYS_A_ROOM);
            self.one_room(
                day,
                plays as usize,
                Random::of(self.person.seed, &[0xDA1, day.into(), room]),
                &mut events,
            );
            quota -= plays;
            room += 1;
        }
        events.sort_by_key(|event| event.stamped);
        self.tell_apart(&mut events);
        events.sort_by_key(|event| event.started_ms);
        events
    }

    fn one_room(&self, day: u32, plays: usize, mut random: Random, events: &mut Vec<Event>) {
        let (place, journey) = self.life.whereabouts(day);
        let midnight = self.midnight(day) - place.offset;
        let date = self.date(day);
        let hours = &HOURS[usize::from(date.weekday().num_days_from_monday() > 4)];
        // The listener gets up a little earlier every year.
        let earlier = i64::from(day) * 2;
        let mut starts = Vec::new();
        let mut left = plays;
        while left > 0 {
            let size = (random.between(2, 24) as usize).min(left);
            let start = random.weighted(hours) as i64 * 3600 + random.below(3600) as i64;
            starts.push((
                if start > 6 * 3600 {
                    start - earlier
                } else {
                    start.max(300)
                },
                size,
            ));
            left -= size;
        }
        starts.sort_unstable();
        let mut sessions: Vec<Session> = Vec::new();
        for (index, (start, size)) in starts.into_iter().enumerate() {
            let hour = start / 3600;
            let mut session = self.session(day, hour as u8, size, index == 0, &mut random);
            session.start = midnight + start;
            session.offline = journey && random.chance(7_000) || random.chance(60);
            sessions.push(session);
        }
        lay_out(&mut sessions, midnight + 28 * 3600);
        for index in 0..sessions.len() {
            let until = sessions.get(index + 1).map_or(midnight + 29 * 3600, |next| next.start);
            self.happen(&mut sessions[index], until, place.country, &mut random, events);
        }
    }

    /// Chooses the plays of a session.
    fn session(&self, day: u32, hour: u8, size: usize, first: bool, random: &mut Random) -> Session {
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
            let stamped = at + i64::from(ms_played).div_ceil_of(1000) + noise;
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

    fn mood(&self, day: u32, random: &mut Random) -> Mood {
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

    /// An episode on the way to work, a chapter before sleep.
    fn spoken(&self, day: u32, hour: u8, opens_the_day: bool, random: &mut Random) -> Option<Heard> {
        if opens_the_day && let Some(chapter) = self.life.chapter(day) {
            return Some(Heard::Chapter(chapter as u32));
        }
        if opens_the_day {
            return None;
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
    fn track(&self, day: u32, hour: u8, mood: &Mood, index: u32, random: &mut Random) -> u32 {
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
                if self.life.is_absent(artist, day) {
                    self.favourite(day, hour, random)
                } else {
                    self.of_artist(artist, random)
                }
            }
            Mood::Nostalgia => {
                let favourites = &self.life.an_older_era(day, random).favourites;
                let artist = favourites[random.favouring(favourites.len())];
                if self.life.is_absent(artist, day) {
                    self.favourite(day, hour, random)
                } else {
                    self.of_artist(artist, random)
                }
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

    fn of_artist(&self, artist: u32, random: &mut Random) -> u32 {
        let tracks = self.catalogue.tracks_of(artist);
        tracks.start + random.favouring(tracks.len()) as u32
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

    /// Turns a session into events: in time, with its stamps, online or uploaded afterwards.
    fn happen(&self, session: &mut Session, until: i64, country: [u8; 2], random: &mut Random, out: &mut Vec<Event>) {
        let end = session.start + session.length();
        // Paused, and picked up again before the next session: the stamp is late, the play is not longer.
        let pause = if !session.offline && random.chance(5_000) {
            random.below((until - end - 60).max(1) as u64) as i64
        } else {
            0
        };
        // The phone finds a network after minutes, sometimes days.
        let wait = if random.chance(500) {
            random.between(86_400, 1_700_000)
        } else {
            random.between(300, 30_000)
        };
        // Or the row knows that there was no network, and was sent at once all the same.
        let late = session.offline && !random.chance(1_500);
        let count = session.events.len();
        for (index, mut event) in session.events.drain(..).enumerate() {
            event.started_ms += session.start * 1000;
            event.stamped += session.start;
            event.offline = session.offline;
            event.country = if session.offline || random.chance(40) {
                *b"ZZ"
            } else {
                country
            };
            if late {
                event.stamped = end + wait + index as i64 / 3;
            } else if index + 1 == count {
                event.stamped += pause;
            }
            keep_off_the_hour(&mut event);
            out.push(event);
        }
    }

    /// Changes durations by a millisecond where two events would be the same row of an export.
    fn tell_apart(&self, events: &mut [Event]) {
        let mut seen = HashSet::with_capacity(events.len());
        for event in events {
            let name = match event.heard {
                Heard::Track(track) => Heard::Track(self.catalogue.tracks[track as usize].work),
                other => other,
            };
            while !seen.insert((event.stamped / 60, name, event.ms_played)) {
                event.ms_played += 1;
            }
        }
    }
}

/// Sessions do not overlap: each waits for the one before, and none runs far into the next morning.
fn lay_out(sessions: &mut [Session], limit: i64) {
    let mut free = i64::MIN;
    for session in sessions.iter_mut() {
        session.start = session.start.max(free);
        free = session.start + session.length() + 75;
    }
    let mut limit = limit;
    for session in sessions.iter_mut().rev() {
        session.start = session.start.min(limit - session.length() - 75);
        limit = session.start;
    }
}

/// Moves what happens within ten seconds of a full hour, so that no rounding decides to which hour a play belongs.
fn keep_off_the_hour(event: &mut Event) {
    let near = |seconds: i64| !(10..=3590).contains(&seconds.rem_euclid(3600));
    if near(event.started_ms / 1000) {
        event.started_ms += 22_000;
        event.stamped += 22;
    }
    // What a reader makes of a row that only tells its end.
    if near(event.stamped - i64::from(event.ms_played) / 1000) {
        event.stamped += 22;
    }
}

/// Division that rounds up, for times of day.
trait CeilingDivision {
    fn div_ceil_of(self, unit: i64) -> i64;
}

impl CeilingDivision for i64 {
    fn div_ceil_of(self, unit: i64) -> i64 {
        (self + unit - 1).div_euclid(unit)
    }
}
