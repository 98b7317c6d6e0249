//! One day of an invented listener.

use std::collections::HashSet;

use chrono::Datelike;

use super::session::Session;
use super::{Event, Heard, Listener};
use crate::random::Random;

/// Most plays that one person hears in a day; beyond, several rooms play at once.
const PLAYS_A_ROOM: u64 = 140;

/// When a session begins, by local hour, on working days and on the others.
const HOURS: [[u64; 24]; 2] = [
    [1, 0, 0, 0, 0, 0, 3, 10, 9, 4, 5, 5, 3, 4, 5, 5, 7, 9, 8, 6, 6, 7, 6, 3],
    [6, 3, 1, 0, 0, 0, 0, 1, 3, 7, 9, 8, 6, 6, 7, 7, 6, 6, 7, 8, 8, 8, 8, 7],
];

impl Listener {
    /// Everything heard on a day, by start. No two events agree in minute, name and duration.
    #[must_use]
    pub fn day(&self, day: u32) -> Vec<Event> {
        let mut quota = self.life.quota(day, self.person.plays);
        let mut events = Vec::with_capacity(quota as usize + 2);
        let mut room = 0;
        while quota > 0 {
            let plays = quota.min(PLAYS_A_ROOM);
            let random = Random::of(self.person.seed, &[0xDA1, day.into(), room]);
            self.one_room(day, plays as usize, random, &mut events);
            quota -= plays;
            room += 1;
        }
        events.sort_by_key(|event| event.stamped);
        self.tell_apart(&mut events);
        events.sort_by_key(|event| event.started_ms);
        events
    }

    /// The plays of one room, session by session.
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
            let by_night = start <= 6 * 3600;
            starts.push((if by_night { start.max(300) } else { start - earlier }, size));
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
