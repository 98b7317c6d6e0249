//! What a made-up history says beyond the sections that every summary has.

use chrono::{Datelike, NaiveDate, TimeDelta};
use playtally_summary::records::{
    BestDiscovery, Binge, BreadthMonth, Code, Comeback, Country, CountryName, CountryYear, DecadeShare, DeviceFamily,
    DeviceKind, DiscoveryMonth, Era, Forgotten, GenreShare, Judgement, JudgementKind, Listener, ListenerKind,
    ListeningAge, Loyal, Memory, MemoryKind, Milestone, MilestoneKind, Mood, Mover, Music, MusicLater, MusicSource,
    NostalgicDay, Opener, Origin, Patience, PatienceYear, RibbonYear, Seasonal, Sessions, Sleeve, SleeveKind, Standing,
    Together, Worth, YearFavourite,
};
use playtally_summary::{Day, TextId, Writer};
use zerocopy::little_endian::{U16, U32};

use super::{Names, Sample, noise, recap};

/// What the parts have in common.
pub(super) struct More<'s, 'n> {
    sample: &'s Sample,
    names: &'n mut Names,
    first: i32,
    pub(super) last: i32,
}

/// Adds every optional section. They follow from the artists and years of the sample.
pub(super) fn write(sample: &Sample, names: &mut Names, writer: Writer) -> Writer {
    let (first, last) = (*sample.years.start(), *sample.years.end());
    let mut more = More {
        sample,
        names,
        first,
        last,
    };
    let writer = more.days(writer);
    let writer = more.discovery(writer);
    let writer = more.year_five(writer);
    let writer = more.devotion(writer);
    let writer = more.patience(writer);
    let writer = more.stretches(writer);
    let writer = more.places(writer);
    let writer = more.music(writer);
    let writer = writer.records(&recap::cards(sample, &mut more));
    more.together(writer)
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

pub(super) fn day(year: i32, month: u32, day: u32) -> Day {
    Day::from_date(date(year, month, day))
}

impl More<'_, '_> {
    /// The name of the artist at a place, going round.
    pub(super) fn artist(&mut self, at: usize) -> TextId {
        self.names.add(self.sample.artists[at % self.sample.artists.len()].0)
    }

    /// The title of a track of the artist at a place.
    pub(super) fn title(&mut self, at: usize) -> TextId {
        self.names.add(self.sample.artists[at % self.sample.artists.len()].1)
    }

    /// The title of an album of the artist at a place.
    pub(super) fn album(&mut self, at: usize) -> TextId {
        self.names.add(self.sample.artists[at % self.sample.artists.len()].4)
    }

    pub(super) fn genre(&mut self, name: &'static str) -> TextId {
        self.names.add(name)
    }

    fn artists<const N: usize>(&mut self, from: usize) -> [TextId; N] {
        std::array::from_fn(|at| self.artist(from + at))
    }

    /// The first days of all months with music.
    fn months(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let (first, last) = (self.first, self.last);
        (first..=last).flat_map(move |year| {
            (1..=12)
                .filter(move |&month| !(year == first && month < 3 || year == last && month > 11))
                .map(move |month| date(year, month, 1))
        })
    }

    /// The artists and the tracks of the last year.
    fn year_five(&mut self, writer: Writer) -> Writer {
        let favourite = |title, artist, plays: u32| YearFavourite {
            year: (self.last as u16).into(),
            title,
            artist,
            plays: plays.into(),
        };
        let count = self.sample.artists.len().min(5);
        let mut all = vec![];
        for at in 0..count {
            let artist = self.names.add(self.sample.artists[at].0);
            all.push(favourite(TextId::NONE, artist, 412 - 61 * at as u32));
        }
        for at in 0..count {
            let [artist, title] =
                [self.sample.artists[at].0, self.sample.artists[at].1].map(|name| self.names.add(name));
            all.push(favourite(title, artist, 96 - 13 * at as u32));
        }
        writer.records(&all)
    }

    fn days(&mut self, writer: Writer) -> Writer {
        let (begin, end) = (date(self.first, 3, 2), date(self.last, 11, 20));
        let ribbon: Vec<RibbonYear> = (self.first..=self.last)
            .map(|year| {
                let mut days = [0; 366];
                let mut of = date(year, 1, 1);
                while of.year() == year {
                    let at = noise(of.to_epoch_days() as u32);
                    let weekend = u32::from(of.weekday().number_from_monday() > 5) * 6;
                    // Quiet Februaries, long summers, and a day in nine without music.
                    let season = 10 - (of.ordinal0().abs_diff(200) / 20).min(8);
                    if (begin..=end).contains(&of) && !at.is_multiple_of(9) {
                        days[of.ordinal0() as usize] = (1 + at % 14 + weekend + season) as u8;
                    }
                    of += TimeDelta::days(1);
                }
                if year == self.last - 3 {
                    days[364] = 114;
                }
                RibbonYear {
                    year: (year as u16).into(),
                    days,
                }
            })
            .collect();
        let mut memories = vec![];
        let mut of = date(2024, 1, 1);
        while of.year() == 2024 {
            let at = noise(of.ordinal0() * 7 + 1) as usize;
            // A day in twelve remembers nothing, one in three two years.
            let number = if at.is_multiple_of(12) {
                0
            } else {
                1 + usize::from(at.is_multiple_of(3))
            };
            for nth in 0..number {
                let year = self.first + 1 + ((at / 5 + nth * 3) % (self.last - self.first - 1).max(1) as usize) as i32;
                let Some(when) = of.with_year(year) else { continue };
                let kind = match at % 17 {
                    3 => MemoryKind::Milestone,
                    4..=7 => MemoryKind::Discovery,
                    8 => MemoryKind::BiggestDay,
                    _ => MemoryKind::Favourite,
                };
                let pick = at / 3 + nth;
                let (title, artist, number) = match kind {
                    MemoryKind::Milestone => (self.title(pick), self.artist(pick), 10_000),
                    MemoryKind::Discovery => (TextId::NONE, self.artist(pick), 212),
                    MemoryKind::BiggestDay => (TextId::NONE, TextId::NONE, 512),
                    MemoryKind::Favourite => (self.title(pick), self.artist(pick), 3 + at as u32 % 9),
                };
                memories.push(Memory {
                    date: Day::from_date(when),
                    kind: kind.into(),
                    title,
                    artist,
                    number: number.into(),
                });
            }
            of += TimeDelta::days(1);
        }
        let plays = [1, 1_000, 10_000, 25_000];
        let mut milestones: Vec<Milestone> = plays
            .into_iter()
            .enumerate()
            .map(|(at, number)| Milestone {
                kind: MilestoneKind::Plays.into(),
                number: number.into(),
                date: day(self.first + at as i32 * 2, 3, 2 + at as u32 * 5),
                title: self.title(at),
                artist: self.artist(at),
            })
            .collect();
        milestones.extend([100, 500, 1_000].into_iter().zip(1..).map(|(hours, at)| Milestone {
            kind: MilestoneKind::Hours.into(),
            number: u32::into(hours),
            date: day(self.first + at, 6, 9),
            title: TextId::NONE,
            artist: TextId::NONE,
        }));
        writer.records(&ribbon).records(&memories).records(&milestones)
    }

    fn discovery(&mut self, writer: Writer) -> Writer {
        let months: Vec<NaiveDate> = self.months().collect();
        let fading = |at: usize| 220_u32.saturating_sub(at as u32 * 2).max(40);
        let discovery: Vec<DiscoveryMonth> = months
            .iter()
            .enumerate()
            .map(|(at, &first)| {
                let wave = noise(at as u32 * 31) % 30;
                let plays = 180 + noise(at as u32) % 220;
                let new_artists = if at < 12 { 46 - at as u32 * 3 } else { 4 + wave / 2 };
                DiscoveryMonth {
                    first: Day::from_date(first),
                    plays: (plays as u16).into(),
                    new_artists: (new_artists as u16).into(),
                    new_tracks: ((fading(at) / 3 + wave).min(plays) as u16).into(),
                    unfair: u8::from(at < 12),
                }
            })
            .collect();
        let breadth: Vec<BreadthMonth> = months
            .iter()
            .enumerate()
            .map(|(at, &first)| {
                let wave = noise(at as u32 * 77) % 180;
                BreadthMonth {
                    first: Day::from_date(first),
                    artists: (40 + wave as u16 / 4).into(),
                    effective_artists: (90 + at as u16 + wave as u16).into(),
                    exploring_percent: (10 + wave / 6) as u8,
                    age_days: (at as u16 * 12 + wave as u16).into(),
                }
            })
            .collect();
        let mut best = vec![];
        for (at, year) in (self.first..=self.last).enumerate() {
            for nth in 0..2 {
                best.push(BestDiscovery {
                    year: (year as u16).into(),
                    artist: self.artist(at + nth * 2),
                    first: day(year, 4 + nth as u32, 9),
                    plays: (640 - nth as u32 * 300 + noise(at as u32) % 200).into(),
                });
            }
        }
        let loyal: Vec<Loyal> = (0..3)
            .map(|at| Loyal {
                artist: self.artist(at),
                plays: (900 - at as u32 * 200).into(),
                fewest: (12 - at as u32 * 4).into(),
            })
            .collect();
        let nostalgia: Vec<NostalgicDay> = (0..3)
            .map(|at| NostalgicDay {
                date: day(self.last - at, 12, 24),
                plays: (40 - at as u16).into(),
                age_days: (2_600 - at as u16 * 300).into(),
            })
            .collect();
        writer
            .records(&discovery)
            .records(&breadth)
            .records(&best)
            .records(&loyal)
            .records(&nostalgia)
    }

    fn devotion(&mut self, writer: Writer) -> Writer {
        let binges = [
            Binge {
                days: 1,
                title: self.title(0),
                artist: self.artist(0),
                plays: 41.into(),
                from: day(self.last - 2, 9, 14),
                to: day(self.last - 2, 9, 14),
            },
            Binge {
                days: 7,
                title: self.title(2),
                artist: self.artist(2),
                plays: 118.into(),
                from: day(self.last - 1, 2, 26),
                to: day(self.last - 1, 3, 4),
            },
        ];
        let comebacks: Vec<Comeback> = (0..3)
            .map(|at| Comeback {
                artist: self.artist(at + 1),
                left: day(self.last - 5 + at as i32, 3, 8),
                back: day(self.last - 1, 6, 17),
                plays_before: (212 - at as u32 * 60).into(),
                plays_after: (57 - at as u32 * 12).into(),
            })
            .collect();
        let mut forgotten: Vec<Forgotten> = (0..3)
            .map(|at| Forgotten {
                title: TextId::NONE,
                artist: self.artist(at + 3),
                plays: (433 - at as u32 * 100).into(),
                last: day(self.last - 4, 8, 21),
            })
            .collect();
        forgotten.extend((0..3).map(|at| Forgotten {
            title: self.title(at + 2),
            artist: self.artist(at + 2),
            plays: (96 - at as u32 * 20).into(),
            last: day(self.last - 3, 5, 2),
        }));
        let movers: Vec<Mover> = (0..4)
            .map(|at| Mover {
                artist: self.artist(at),
                plays: [240, 130, 12, 3][at].into(),
                before: [20, 40, 150, 190][at].into(),
            })
            .collect();
        writer
            .records(&binges)
            .records(&comebacks)
            .records(&forgotten)
            .records(&movers)
            .records(&self.race())
    }

    fn race(&mut self) -> Vec<Standing> {
        let months: Vec<NaiveDate> = self.months().collect();
        (1..=24)
            .map(|at| {
                let month = (at * months.len() / 24).max(1) - 1;
                // Each runs at a pace of their own, and some start late.
                let mut runners: Vec<(u32, usize)> = (0..self.sample.artists.len().min(6))
                    .map(|runner| {
                        let total = self.sample.artists[runner].2;
                        let start = [6, 0, 9, 0, 3, 0][runner] * months.len() / 24;
                        let ran = month.saturating_sub(start) * 100 / (months.len() - start);
                        (total * ran as u32 / 100, runner)
                    })
                    .filter(|&(plays, _)| plays > 0)
                    .collect();
                runners.sort_by_key(|&(plays, runner)| (std::cmp::Reverse(plays), runner));
                let mut standing = Standing {
                    first: Day::from_date(months[month]),
                    artists: [TextId::NONE; 5],
                    plays: [U32::new(0); 5],
                };
                for (place, &(plays, runner)) in runners.iter().take(5).enumerate() {
                    standing.artists[place] = self.artist(runner);
                    standing.plays[place] = plays.into();
                }
                standing
            })
            .collect()
    }

    fn patience(&mut self, writer: Writer) -> Writer {
        let patience = Patience {
            starts: 39_800.into(),
            skips: 11_144.into(),
            finished: 26_268.into(),
            median_seconds: 197.into(),
            median_skip_seconds: 24.into(),
            skipped_by_hour: std::array::from_fn(|hour| 18 + (noise(hour as u32) % 9) as u8 + hour as u8 / 2),
        };
        let years: Vec<PatienceYear> = (self.first..=self.last)
            .enumerate()
            .map(|(at, year)| PatienceYear {
                year: (year as u16).into(),
                starts: 3_300.into(),
                skips: (420 + at as u32 * 66 + noise(at as u32) % 120).into(),
                finished: (2_500 - at as u32 * 50).into(),
            })
            .collect();
        let mut judgements = vec![];
        for (kind, starts, times) in [
            (JudgementKind::NeverSkipped, 61, 0),
            (JudgementKind::MostSkipped, 48, 44),
            (JudgementKind::BackTo, 0, 17),
        ] {
            for at in 0..3 {
                judgements.push(Judgement {
                    kind: kind.into(),
                    title: self.title(at + kind as usize),
                    artist: self.artist(at + kind as usize),
                    starts: u32::into(starts),
                    times: u32::into(times - times.min(at as u32)),
                });
            }
        }
        // Another type for every accent, so that more than one is drawn.
        let kinds = [
            ListenerKind::NightGardener,
            ListenerKind::MorningSurfer,
            ListenerKind::MidnightCurator,
            ListenerKind::StarGazer,
            ListenerKind::SunriseCollector,
            ListenerKind::NightScout,
            ListenerKind::BreakfastDj,
            ListenerKind::DayTripper,
        ];
        let kind = kinds[usize::from(self.sample.accent) % kinds.len()];
        let side = |bit: u8, low: u16, high: u16| U16::new(if u8::from(kind) & bit > 0 { high } else { low });
        let listener = Listener {
            kind: kind.into(),
            exploring: side(8, 118, 364),
            morning: side(4, 621, 287),
            loyal: side(2, 436, 139),
            skipped: side(1, 97, 318),
        };
        let sessions = Sessions {
            sessions: 6_204.into(),
            median_minutes: 38.into(),
            median_plays: 9.into(),
            longest_date: day(self.last - 3, 12, 31),
            longest_minutes: 611.into(),
            longest_plays: 158.into(),
            by_hour: std::array::from_fn(|hour| (noise(hour as u32 + 5) % 300 + 40).into()),
        };
        let openers: Vec<Opener> = (0..3)
            .map(|at| Opener {
                title: self.title(at),
                artist: self.artist(at),
                sessions: (83 - at as u32 * 21).into(),
            })
            .collect();
        writer
            .records(&[patience])
            .records(&[listener])
            .records(&years)
            .records(&judgements)
            .records(&[sessions])
            .records(&openers)
    }

    fn stretches(&mut self, writer: Writer) -> Writer {
        let months: Vec<NaiveDate> = self.months().collect();
        let number = 5;
        let eras: Vec<Era> = (0..number)
            .map(|at| {
                let (from, to) = (at * months.len() / number, (at + 1) * months.len() / number);
                let to = months.get(to).copied().unwrap_or(date(self.last, 12, 1));
                Era {
                    from: Day::from_date(months[from]),
                    to: Day::from_date(to - TimeDelta::days(1)),
                    plays: (7_000 + noise(at as u32) % 900).into(),
                    artists: self.artists(at),
                }
            })
            .collect();
        let peaks = [(7, 1), (21, 7), (14, 4), (23, 12), (10, 10)];
        let places = [(-90, 40), (60, 88), (24, -30), (-40, -101), (110, -64)];
        let moods: Vec<Mood> = (0..5)
            .map(|at| {
                let (hour, month) = peaks[at];
                let near = |here: u8, peak: u8, round: u8, slope: u8| {
                    let apart = here.abs_diff(peak);
                    255_u8.saturating_sub(apart.min(round - apart).saturating_mul(slope))
                };
                Mood {
                    plays: (9_000 - at as u32 * 1_600).into(),
                    tracks: (180 - at as u16 * 30).into(),
                    artists: self.artists(at),
                    title: self.title(at),
                    hours: std::array::from_fn(|at| near(at as u8, hour, 24, 30)),
                    months: std::array::from_fn(|at| near(at as u8 + 1, month, 12, 40)),
                    peak_hour: hour,
                    peak_month: month,
                    map: [places[at].0, places[at].1],
                }
            })
            .collect();
        let mut seasons = vec![];
        for (month, at) in [(12, 0), (7, 1)] {
            seasons.push(Seasonal {
                month,
                title: TextId::NONE,
                artist: self.artist(at + 2),
                plays: 88.into(),
                other_plays: 6.into(),
                years: 6,
            });
        }
        seasons.push(Seasonal {
            month: 12,
            title: self.title(5),
            artist: self.artist(5),
            plays: 41.into(),
            other_plays: 2.into(),
            years: 5,
        });
        let sleeves = self.sleeves(&eras);
        writer
            .records(&eras)
            .records(&moods)
            .records(&seasons)
            .records(&sleeves)
    }

    /// A listener to each in their own hours, louder in some of the time than in other.
    fn sleeves(&mut self, eras: &[Era]) -> Vec<Sleeve> {
        let (begin, end) = (day(self.first, 3, 2), day(self.last, 11, 20));
        let sleeve = |kind: SleeveKind, at: usize, title, artist, first: Day, last| {
            let seed = (at * 3 + usize::from(u8::from(kind))) as u32 * 101;
            let (peak, other) = (noise(seed) % 24, noise(seed + 1) % 24);
            let near = |hour: u32, peak: u32, slope: u32| {
                let apart = hour.abs_diff(peak);
                15_u32.saturating_sub(apart.min(24 - apart) * slope)
            };
            let (rise, wave) = (noise(seed + 2) % 24, 2 + noise(seed + 3) % 5);
            Sleeve {
                kind: kind.into(),
                title,
                artist,
                first: first.min(last),
                last,
                skipped_percent: (noise(seed + 4) % 60) as u8,
                hours: std::array::from_fn(|hour| {
                    near(hour as u32, peak, 3).max(near(hour as u32, other, 4) / 2) as u8
                }),
                stretches: std::array::from_fn(|part| {
                    let loud = near(part as u32, rise, wave);
                    (loud.max(noise(seed + 5 + part as u32) % 9)) as u8
                }),
            }
        };
        let count = self.sample.artists.len();
        let mut all: Vec<Sleeve> = vec![];
        for at in 0..count {
            let first = day(self.first + at as i32 % 4, 3 + at as u32, 14);
            all.push(sleeve(
                SleeveKind::Artist,
                at,
                TextId::NONE,
                self.artist(at),
                first,
                end,
            ));
        }
        for at in 0..count {
            all.push(sleeve(
                SleeveKind::Album,
                at,
                self.album(at),
                self.artist(at),
                begin,
                end,
            ));
        }
        for (at, era) in eras.iter().enumerate() {
            all.push(sleeve(
                SleeveKind::Era,
                at,
                TextId::NONE,
                era.artists[0],
                era.from,
                era.to,
            ));
        }
        all
    }

    fn places(&mut self, writer: Writer) -> Writer {
        let code = |letters| Code::new(letters).expect("two letters");
        let days: [(&str, u16, u32); 4] = [
            ("DE", 3_180, 190_000),
            ("SE", 121, 7_300),
            ("JP", 62, 2_900),
            ("ID", 38, 2_100),
        ];
        let countries = days.map(|(letters, days, minutes)| Country {
            country: code(letters),
            plays: (minutes / 3).into(),
            minutes: minutes.into(),
            days: days.into(),
            first: day(self.first, 3, 2),
            last: day(self.last, 11, 20),
        });
        let mut years = vec![];
        for (at, year) in (self.first..=self.last).enumerate() {
            let abroad = [None, Some("SE"), None, Some("JP"), Some("SE"), Some("ID")][at % 6];
            for (letters, minutes) in [Some(("DE", 14_000)), abroad.map(|abroad| (abroad, 1_400))]
                .into_iter()
                .flatten()
            {
                years.push(CountryYear {
                    year: (year as u16).into(),
                    country: code(letters),
                    minutes: u32::into(minutes),
                    days: U16::new(minutes as u16 / 45),
                });
            }
        }
        let languages = ["de", "en", "es", "id", "sv"];
        let named = [
            ("DE", ["Deutschland", "Germany", "Alemania", "Jerman", "Tyskland"]),
            (
                "ID",
                ["Indonesien", "Indonesia", "Indonesia", "Indonesia", "Indonesien"],
            ),
            ("JP", ["Japan", "Japan", "Japón", "Jepang", "Japan"]),
            ("SE", ["Schweden", "Sweden", "Suecia", "Swedia", "Sverige"]),
            (
                "US",
                [
                    "Vereinigte Staaten",
                    "United States",
                    "Estados Unidos",
                    "Amerika Serikat",
                    "USA",
                ],
            ),
        ];
        let mut names = vec![];
        for (country, of) in named {
            for (language, name) in languages.into_iter().zip(of) {
                names.push(CountryName {
                    country: code(country),
                    language: code(language),
                    name: self.names.add(name),
                });
            }
        }
        let families = [
            (DeviceKind::Phone, 120_000_u32),
            (DeviceKind::Computer, 61_000),
            (DeviceKind::Speaker, 18_000),
        ];
        let devices = families.map(|(family, minutes)| DeviceFamily {
            family: family.into(),
            plays: (minutes / 3).into(),
            minutes: minutes.into(),
        });
        let worth = Worth {
            cents: 550.into(),
            microdollars_per_play: 152.into(),
            microdollars_per_hour: 1_630.into(),
        };
        writer
            .records(&countries)
            .records(&years)
            .records(&names)
            .records(&devices)
            .records(&[worth])
    }

    /// What a catalogue knows of the music.
    fn music(&mut self, writer: Writer) -> Writer {
        let known = Music {
            plays: 36_102.into(),
            genre: 30_000.into(),
            year: 30_000.into(),
        };
        let later = MusicLater { country: 30_000.into() };
        let source = MusicSource {
            name: self.names.add("Discogs"),
            licence: self.names.add("CC0 1.0"),
            read: day(self.last, 11, 21),
        };
        let genres = [
            ("Rock", 382),
            ("Electronic", 241),
            ("Folk & world", 138),
            ("Jazz", 96),
            ("Hip hop", 61),
            ("Stage & screen", 40),
            ("Pop", 28),
        ];
        let genres = genres.map(|(name, share)| GenreShare {
            genre: self.names.add(name),
            plays: (u32::from(share) * 30).into(),
            share: u16::into(share),
        });
        let decades = [
            (1960, 41),
            (1970, 118),
            (1980, 87),
            (1990, 214),
            (2000, 305),
            (2010, 167),
            (2020, 68),
        ];
        let decades = decades.map(|(first, share)| DecadeShare {
            first: u16::into(first),
            plays: (u32::from(share) * 30).into(),
            share: u16::into(share),
        });
        let now = self.last as u16;
        let years = std::array::from_fn(|back| {
            let near = |year: u32, height: u32, wide: u32| {
                height.saturating_sub((back as u32).abs_diff(u32::from(now) - year).pow(2) * height / wide)
            };
            let hills = near(2005, 200, 46) + near(1994, 120, 20) + near(1974, 90, 50) + near(2021, 60, 30);
            let some = if back < 64 { noise(back as u32 * 3) % 40 } else { 0 };
            (hills + some).min(255) as u8
        });
        let age = ListeningAge {
            plays: 30_000.into(),
            median: 16,
            new: 141.into(),
            age: (now - 2005 + 18) as u8,
            from: 2003.into(),
            to: 2007.into(),
            share: 212.into(),
            now: now.into(),
            years,
        };
        let origins = [
            ("US", 312),
            ("SE", 187),
            ("JP", 121),
            ("GB", 104),
            ("BR", 71),
            ("NG", 52),
            ("DE", 48),
            ("AU", 31),
            ("FR", 24),
            ("ML", 19),
            ("IN", 14),
            ("AR", 9),
            ("ZA", 5),
            ("NZ", 3),
        ];
        let origins = origins.map(|(letters, share)| Origin {
            country: Code::new(letters).unwrap_or(Code::NONE),
            plays: (u32::from(share) * 30).into(),
            share: u16::into(share),
        });
        writer
            .records_with(&[(known, later)])
            .records(&[source])
            .records(&genres)
            .records(&decades)
            .records(&[age])
            .records(&origins)
    }

    fn together(&mut self, writer: Writer) -> Writer {
        let known = [6_u32, 5, 5, 3, 2, 0, 0];
        let mut at = 0;
        let known = known.map(|others| {
            at += 1;
            Together {
                name: self.artist(at),
                others: others.into(),
                friends: 6.into(),
            }
        });
        writer.records(&known)
    }
}
