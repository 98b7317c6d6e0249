//! The plan of an invented listener's years, made before the first play: when they listen, to whom, and where.

use crate::random::Random;

/// A place with the hours by which its clocks differ from UTC.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Two letters, as in an export.
    pub country: [u8; 2],
    /// Seconds to add to UTC for the local time.
    pub offset: i64,
}

/// Where the listener lives.
const HOME: Place = place(b"PT", 0);

/// Where the listener goes.
const ABROAD: &[Place] = &[
    place(b"JP", 9),
    place(b"ES", 1),
    place(b"IS", 0),
    place(b"GR", 2),
    place(b"IN", 5),
    place(b"DE", 1),
    place(b"KR", 9),
    place(b"GE", 4),
    place(b"VN", 7),
    place(b"SE", 1),
];

const fn place(country: &[u8; 2], hours: i64) -> Place {
    Place {
        country: *country,
        offset: hours * 3600,
    }
}

/// Days of a stay abroad; it begins and ends with a journey without a network.
#[derive(Debug)]
struct Stay {
    days: std::ops::Range<u32>,
    place: Place,
}

/// A stretch of months with its own favourites.
#[derive(Debug)]
pub struct Era {
    /// Its first day.
    from: u32,
    /// The artists of those months, best loved first.
    pub favourites: Vec<u32>,
}

/// What was decided before the first play.
#[derive(Debug)]
pub struct Life {
    /// How heavy each day is, summed up to its end.
    weights: Vec<u64>,
    stays: Vec<Stay>,
    /// Favourites, oldest era first.
    eras: Vec<Era>,
    /// Artists that are only ever heard in December.
    pub carollers: std::ops::Range<u32>,
    /// Number of artists.
    artists: u32,
    /// The artist who goes silent for years and comes back.
    lost_and_found: u32,
    /// The artist who is loved in the second era and never heard again.
    forgotten: u32,
    /// Days on which one track is played over and over.
    binges: Vec<u32>,
    /// Days without a gap.
    streak: std::ops::Range<u32>,
    /// The day on which the audiobook is begun.
    book: u32,
}

/// What the plan is made from.
pub(crate) struct Outline {
    pub(crate) seed: u64,
    /// Number of days.
    pub(crate) days: u32,
    /// The month of a day, 1 to 12, and whether it is a working day.
    pub(crate) calendar: Vec<(u8, u8)>,
    /// Number of artists.
    pub(crate) artists: u32,
}

impl Life {
    pub(crate) fn new(outline: &Outline) -> Self {
        let mut random = Random::of(outline.seed, &[0x11FE]);
        let stays = stays(outline.days, &mut random);
        let carollers = 0..(outline.artists / 40).clamp(2, 8);
        let mut life = Self {
            weights: Vec::new(),
            stays,
            eras: Vec::new(),
            artists: outline.artists,
            lost_and_found: carollers.end,
            forgotten: carollers.end + 1,
            carollers,
            binges: (0..outline.days / 90)
                .map(|_| random.below(u64::from(outline.days)) as u32)
                .collect(),
            streak: outline.days / 2..outline.days / 2 + outline.days.min(131),
            book: outline.days / 10 * 8,
        };
        life.plan_eras(outline.days, &mut random);
        life.weigh_days(outline, &mut random);
        life
    }

    /// Eras of nine to sixteen months: mostly new acquaintances, some that stay, and one old love near the end.
    fn plan_eras(&mut self, days: u32, random: &mut Random) {
        let mut from = 0;
        while from < days {
            let known = self.known(from, days);
            let new = (known..self.known(from + 200, days).max(known + 12)).map(|artist| artist.min(self.artists - 1));
            let mut favourites: Vec<u32> = new.take(12).collect();
            if let Some(before) = self.eras.last() {
                favourites.splice(4..4, before.favourites.iter().copied().take(3).collect::<Vec<_>>());
            }
            match self.eras.len() {
                0 => favourites.insert(0, self.lost_and_found),
                1 => favourites.insert(0, self.forgotten),
                _ => {}
            }
            self.eras.push(Era { from, favourites });
            from += random.between(270, 480) as u32;
        }
        let last = self.eras.len() - 1;
        if last >= 3 {
            self.eras[last - 1].favourites.insert(1, self.lost_and_found);
        }
    }

    /// How many plays a day gets, against other days.
    fn weigh_days(&mut self, outline: &Outline, random: &mut Random) {
        let days = outline.days;
        let silence = days / 3..days / 3 + 41;
        let second_silence = days / 7 * 5..days / 7 * 5 + 16;
        let mut sum = 0;
        for day in 0..days {
            let (month, weekday) = outline.calendar[day as usize];
            let mut weight =
                [95, 100, 105, 100, 140, 130, 80][usize::from(weekday)] * random.between(30, 170) as u64 / 100;
            weight = weight * (70 + 20 * (self.era_index(day) as u64 % 4)) / 100;
            if month == 12 {
                weight += 40;
            }
            if random.chance(2_300) || silence.contains(&day) || second_silence.contains(&day) {
                weight = 0;
            }
            if self.keeps_streak(day) {
                weight = weight.max(120);
            }
            if self.binges.contains(&day) {
                weight = weight.max(100) * 4;
            }
            sum += weight;
            self.weights.push(sum);
        }
    }

    /// The number of plays on a day, when this many are shared out over all of them.
    #[must_use]
    pub fn quota(&self, day: u32, plays: u64) -> u64 {
        let total = u128::from(*self.weights.last().unwrap_or(&1)).max(1);
        let until = |sum: u64| (u128::from(sum) * u128::from(plays) / total) as u64;
        let before = day.checked_sub(1).map_or(0, |before| self.weights[before as usize]);
        until(self.weights[day as usize]) - until(before)
    }

    /// How many artists the listener has come across by a day.
    #[must_use]
    pub fn known(&self, day: u32, days: u32) -> u32 {
        let first = self.carollers.end + 2;
        let rest = u64::from(self.artists.saturating_sub(first + 12));
        let (day, days) = (u64::from(day.min(days)), u64::from(days.max(1)));
        // A sixth is known from the start; the rest is met steadily.
        first + (rest / 6 + (rest - rest / 6) * day / days) as u32
    }

    /// The era of a day.
    #[must_use]
    pub fn era(&self, day: u32) -> &Era {
        &self.eras[self.era_index(day)]
    }

    /// The first era, for nostalgic days.
    #[must_use]
    pub fn an_older_era(&self, day: u32, random: &mut Random) -> &Era {
        &self.eras[random.below(self.era_index(day) as u64 + 1) as usize]
    }

    fn era_index(&self, day: u32) -> usize {
        self.eras.iter().rposition(|era| era.from <= day).unwrap_or(0)
    }

    /// Whether an artist is out of the listener's life on a day.
    #[must_use]
    pub fn is_absent(&self, artist: u32, day: u32) -> bool {
        let (era, last) = (self.era_index(day), self.eras.len() - 1);
        (artist == self.lost_and_found && era > 0 && last >= 3 && era + 1 < last)
            || (artist == self.forgotten && era > 2)
            || self.carollers.contains(&artist)
    }

    /// Where the listener is, and whether the day is spent on a journey without a network.
    #[must_use]
    pub fn whereabouts(&self, day: u32) -> (Place, bool) {
        match self.stays.iter().find(|stay| stay.days.contains(&day)) {
            Some(stay) => (stay.place, day == stay.days.start || day + 1 == stay.days.end),
            None => (HOME, false),
        }
    }

    /// Whether a day belongs to the long streak, and so has a play that counts.
    #[must_use]
    pub fn keeps_streak(&self, day: u32) -> bool {
        self.streak.contains(&day)
    }

    /// Whether one track is played over and over on a day.
    #[must_use]
    pub fn is_binge(&self, day: u32) -> bool {
        self.binges.contains(&day)
    }

    /// The chapter of the audiobook that is due on a day.
    #[must_use]
    pub fn chapter(&self, day: u32) -> Option<usize> {
        day.checked_sub(self.book)
            .filter(|since| *since < 48)
            .map(|since| since as usize / 2)
    }
}

fn stays(days: u32, random: &mut Random) -> Vec<Stay> {
    let mut stays = Vec::new();
    let mut day = 60;
    while day + 20 < days {
        let length = random.between(5, 16) as u32;
        stays.push(Stay {
            days: day..day + length,
            place: random.pick(ABROAD),
        });
        day += length + random.between(90, 330) as u32;
    }
    stays
}
