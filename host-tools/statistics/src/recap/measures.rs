//! The measures of a year, card by card.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::card::Card;
use super::surprise::log_odds;
use super::year::Year;
use crate::chronotype::TimeOfDay;
use crate::devotion::Return;
use crate::float::{entropy, log2, rounded};
use crate::genres::Genre;
use crate::music::{self, Known};
use crate::places::{self, Place};
use crate::tally::{Count, Tally};
use crate::{Day, Row, binges, calendar, sessions, streaks};

/// The days of the history that a month needs to stand out.
const MONTH_DAYS: i32 = 14;
/// The days of the history that a year and the one before need for an artist to be left behind.
const YEAR_DAYS: i32 = 270;
/// A round number of plays that a recap tells of is a power of ten from here on.
const ROUND_PLAYS: u64 = 1_000;

impl Year<'_, '_> {
    /// How much.
    pub(super) fn amounts(&mut self) {
        let (plays, ms) = (self.plays, self.ms);
        self.add(
            libm::log(plays as f64 / f64::from(self.span)),
            Card::Hours {
                ms,
                plays,
                usual_plays: None,
            },
        );
        let days = self.part.days_with_music().count() as u64;
        let of_days = self.span as u64;
        self.add(
            log_odds(days, of_days),
            Card::Days {
                days,
                of_days,
                usual_permille: None,
            },
        );
        let months = self.part.by_month().filter_map(|(month, part)| {
            let (from, next) = (month.first_day(), month.next().first_day());
            let days = self.past.days(from, Day::from_number(next.number() - 1));
            let ms = Count::of(part.rows()).ms;
            let usual = ms_in(self.ms, days, self.span);
            (days >= MONTH_DAYS && usual > 0 && ms > 0).then(|| (ms as f64 / usual as f64, month, ms, usual))
        });
        // Of equal months the first.
        let best = months.reduce(|best, month| if month.0 > best.0 { month } else { best });
        if let Some((ratio, month, ms, usual_ms)) = best {
            self.add(libm::log(ratio), Card::Month { month, ms, usual_ms });
        }
    }

    /// When.
    pub(super) fn clock(&mut self) {
        let time = TimeOfDay::of(self.part);
        if let Some((minute, usual)) = time.mean_minute.zip(self.past.minute) {
            // The way round the clock from the listener's own middle that is the shorter.
            let off = (i32::from(minute) - i32::from(usual) + 720).rem_euclid(1440) - 720;
            let minute = minute.into();
            self.add(
                f64::from(off),
                Card::TimeOfDay {
                    minute,
                    usual_minute: None,
                },
            );
        }
        let (nights, of_plays) = (time.quarters[0], self.plays);
        let card = Card::Nights {
            plays: nights,
            of_plays,
            usual_permille: None,
        };
        self.add(log_odds(nights, of_plays), card);
        let weekends = self.part.counted().filter(|row| row.day.weekday() >= 5).count() as u64;
        let card = Card::Weekends {
            plays: weekends,
            of_plays,
            usual_permille: None,
        };
        self.add(log_odds(weekends, of_plays), card);
    }

    /// The days to remember.
    pub(super) fn days(&mut self) {
        let biggest = calendar::biggest_day(&calendar::by_day(self.part));
        if let Some(day) = biggest.filter(|day| day.ms > 0) {
            let card = Card::BiggestDay {
                date: day.date,
                ms: day.ms,
                plays: day.plays,
            };
            self.add(libm::log(day.ms as f64), card);
        }
        if let Some(streak) = streaks::longest(self.part) {
            let card = Card::Streak {
                days: streak.days,
                from: streak.from,
            };
            self.add(libm::log(streak.days as f64), card);
        }
        if let Some(session) = sessions::longest(self.part).filter(|session| session.ms > 0) {
            let card = Card::Session {
                date: session.date,
                ms: session.ms,
                plays: session.plays,
            };
            self.add(libm::log(session.ms as f64), card);
        }
        let round = |&&(number, row): &&(u64, &Row)| {
            row.day.year() == self.year && number >= ROUND_PLAYS && 10_u64.pow(number.ilog10()) == number
        };
        if let Some(&(number, row)) = self.past.milestones.iter().rfind(round) {
            let (title, artist) = self.names.track(row.track);
            let card = Card::Milestone {
                number,
                title: title.to_owned(),
                artist: artist.map(str::to_owned),
                date: row.day.date(),
            };
            self.add(0.0, card);
        }
        let home = self.past.home.map(|home| home.country);
        let abroad = places::countries(self.part)
            .into_iter()
            .filter(|place| Some(place.country) != home && place.days > 0);
        // Of as many days the one with more time, which comes first.
        if let Some(place) = abroad.reduce(|most, place| if place.days > most.days { place } else { most }) {
            let Place {
                country,
                days,
                plays,
                first,
                ..
            } = place;
            self.add(
                libm::log(days as f64),
                Card::Abroad {
                    country,
                    days,
                    plays,
                    first,
                },
            );
        }
    }

    /// How.
    pub(super) fn ways(&mut self) {
        let counts = || self.tallies.artists.counted().map(|(_, count)| count.plays);
        let entropy = entropy(counts());
        let (artists, effective) = (counts().count() as u64, libm::exp2(entropy));
        if artists > 0 {
            let card = Card::Breadth {
                artists,
                // As it is rounded in the breadth of the year.
                effective: rounded(effective, 1).round() as u64,
                usual_effective: None,
            };
            self.add(libm::log(effective), card);
        }

        let known = self
            .part
            .rows()
            .iter()
            .filter(|row| row.ended != playtally_history::End::Other);
        let (starts, skips) = known.fold((0, 0), |(starts, skips), row| {
            (starts + 1, skips + u64::from(row.ended.is_skip()))
        });
        if starts > 0 {
            self.add(
                log_odds(skips, starts),
                Card::Skips {
                    skips,
                    starts,
                    usual_permille: None,
                },
            );
        }

        let mut last = None;
        let again = self
            .part
            .counted()
            .filter(|row| last.replace(row.track) == Some(row.track))
            .count() as u64;
        let card = Card::Replays {
            plays: again,
            of_plays: self.plays,
            usual_permille: None,
        };
        self.add(log_odds(again, self.plays), card);
    }

    /// What the music is, as far as a catalogue knows it.
    pub(super) fn music(&mut self) {
        let Some(catalogue) = self.past.catalogue else {
            return;
        };
        let of_year = Known {
            plays: self.plays,
            ..Known::default()
        };
        let is_told = |of_all: u64, known: u64| self.past.music.is_enough(of_all) && of_year.is_enough(known);
        let mut genres: BTreeMap<Genre, Count> = BTreeMap::new();
        for row in self.part.rows() {
            if let Some(genre) = music::genre_of(self.part, catalogue, row) {
                genres.entry(genre).or_default().add(row);
            }
        }
        let known = genres.values().map(|count| count.plays).sum();
        // Of equals the first in the order of genres.
        let best = genres
            .into_iter()
            .max_by_key(|&(genre, Count { plays, ms })| (plays, ms, Reverse(genre)));
        let years = self.part.counted();
        let ages = years.filter_map(|row| Some(self.year - music::year_of(self.part, row)?));
        let (of_plays, new) = ages.fold((0, 0), |(of, new), age| {
            (of + 1, new + u64::from(age <= music::NEW_YEARS))
        });
        let (genre, fresh) = (
            is_told(self.past.music.genre, known),
            is_told(self.past.music.year, of_plays),
        );
        if let Some((genre, Count { plays, ms })) = best.filter(|_| genre) {
            self.add(log_odds(plays, known), Card::Genre { genre, plays, ms });
        }
        if fresh {
            let card = Card::NewReleases {
                plays: new,
                of_plays,
                usual_permille: None,
            };
            self.add(log_odds(new, of_plays), card);
        }
    }

    /// What was new, and how old the rest.
    pub(super) fn news(&mut self) {
        if !self.fair {
            return;
        }
        let first = |track| self.past.firsts.track(track).filter(|first| first.year() == self.year);
        let tracks = self
            .tallies
            .tracks
            .counted()
            .filter(|&(track, _)| first(track).is_some())
            .count() as u64;
        let card = Card::Explored {
            new_tracks: tracks,
            of_plays: self.plays,
            usual_permille: None,
        };
        self.add(log_odds(tracks, self.plays), card);

        let ages = self.part.counted().map(|row| {
            let since = |day: Day| row.day.since(day) as u64;
            (
                self.past.firsts.track(row.track).map_or(0, since),
                since(self.past.first),
            )
        });
        let (age, oldest) = ages.fold((0, 0), |sum, age| (sum.0 + age.0, sum.1 + age.1));
        let card = Card::Nostalgia {
            mean_days: age / self.plays,
        };
        self.add(log_odds(age, oldest), card);

        let first = |artist| {
            self.past
                .firsts
                .artist(artist)
                .filter(|first| first.year() == self.year)
        };
        let new = most(
            self.tallies
                .artists
                .counted()
                .filter(|&(artist, _)| first(artist).is_some()),
            |artist| self.names.artists()[artist as usize],
        );
        if let Some((artist, count, first)) = new.and_then(|(artist, count)| Some((artist, count, first(artist)?))) {
            let card = Card::Discovery {
                artist: self.artist(artist),
                plays: count.plays,
                first: first.date(),
            };
            self.add(log_odds(count.plays, self.known), card);
        }
    }

    /// Who.
    pub(super) fn loves(&mut self) {
        let comebacks = self
            .past
            .comebacks
            .iter()
            .filter(|(_, back)| back.back.year() == self.year);
        let longest = comebacks.reduce(|best, other| {
            let key = |&(artist, back): &(u32, Return)| (back.order(), Reverse(self.names.artists()[artist as usize]));
            if key(other) > key(best) { other } else { best }
        });
        if let Some(&(artist, back)) = longest {
            let card = Card::Comeback {
                artist: self.artist(artist),
                silent_days: back.silence() as u64,
                plays: back.after,
                back: back.back.date(),
            };
            self.add(libm::log(f64::from(back.silence())), card);
        }
        if let Some(binge) = binges::biggest(self.part, 1) {
            let (value, date) = (libm::log(binge.plays as f64), binge.to);
            let card = Card::Binge {
                title: binge.title,
                artist: binge.artist,
                plays: binge.plays,
                date,
            };
            self.add(value, card);
        }
        let rows: Vec<(u32, &Row)> = self.part.by_artist().collect();
        let runs = rows.chunk_by(|a, b| a.0 == b.0);
        if let Some(run) = runs.reduce(|best, run| if run.len() > best.len() { run } else { best }) {
            let card = Card::Run {
                artist: self.artist(run[0].0),
                plays: run.len() as u64,
                date: run[0].1.day.date(),
            };
            self.add(libm::log(run.len() as f64), card);
        }
        if let Some((album, Count { plays, ms })) = most(self.tallies.albums.counted(), |album| self.names.album(album))
        {
            let (title, artist) = self.names.album(album);
            let card = Card::Album {
                title: title.to_owned(),
                artist: artist.map(str::to_owned),
                plays,
                ms,
            };
            self.add(log_odds(plays, self.plays), card);
        }
        if let Some((track, Count { plays, ms })) = most(self.tallies.tracks.counted(), |track| self.names.track(track))
        {
            let (title, artist) = self.names.track(track);
            let card = Card::Track {
                title: title.to_owned(),
                artist: artist.map(str::to_owned),
                plays,
                ms,
            };
            self.add(log_odds(plays, self.plays), card);
        }
        let name = |artist: u32| self.names.artists()[artist as usize];
        if let Some((artist, Count { plays, ms })) = most(self.tallies.artists.counted(), name) {
            self.add(
                log_odds(plays, self.known),
                Card::Artist {
                    artist: self.artist(artist),
                    plays,
                    ms,
                },
            );
        }
        let telling = self.tallies.artists.counted().map(|(artist, count)| {
            let share = count.plays as f64 / self.known as f64;
            let all_plays = self.past.artists.get(artist).plays;
            let usual = all_plays as f64 / self.past.known as f64;
            (share * log2(share / usual), artist, count.plays, all_plays)
        });
        let telling = telling.max_by(|a, b| {
            let by_name = || name(b.1).cmp(name(a.1));
            a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)).then_with(by_name)
        });
        if let Some((bits, artist, plays, all_plays)) = telling.filter(|&(bits, ..)| bits > 0.0) {
            self.add(
                libm::log(bits),
                Card::Signature {
                    artist: self.artist(artist),
                    plays,
                    all_plays,
                },
            );
        }
    }

    /// Who was left behind.
    pub(super) fn farewell(&mut self, before: Option<&(i32, Tally)>) {
        let long = |year| self.past.days_of_year(year) >= YEAR_DAYS;
        let Some((year, tally)) = before.filter(|&&(year, _)| year == self.year - 1 && long(year) && long(year + 1))
        else {
            return;
        };
        debug_assert_eq!(*year + 1, self.year);
        let now = |artist| self.tallies.artists.get(artist).plays;
        let left = tally
            .counted()
            .filter(|&(artist, count)| now(artist) * 10 <= count.plays);
        if let Some((artist, Count { plays: before, .. })) = most(left, |artist| self.names.artists()[artist as usize])
        {
            let all: u64 = tally.counted().map(|(_, count)| count.plays).sum();
            let card = Card::Farewell {
                artist: self.artist(artist),
                before,
                plays: now(artist),
            };
            self.add(log_odds(before, all), card);
        }
    }

    fn artist(&self, artist: u32) -> String {
        self.names.artists()[artist as usize].to_owned()
    }
}

/// The one with the most counted plays, then the most time, then the first name in the order of characters.
fn most<N: Ord>(counts: impl Iterator<Item = (u32, Count)>, name: impl Fn(u32) -> N) -> Option<(u32, Count)> {
    counts.max_by(|&(a, x), &(b, y)| {
        (x.plays, x.ms)
            .cmp(&(y.plays, y.ms))
            .then_with(|| name(b).cmp(&name(a)))
    })
}

/// The time that some days have of the time of more days.
fn ms_in(ms: u64, days: i32, of_days: i32) -> u64 {
    (u128::from(ms) * days as u128 / (of_days.max(1) as u128)) as u64
}
