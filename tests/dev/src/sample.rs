//! A made-up history. Its names are set without shaping, in the bundled fonts.

mod more;
mod recap;

use std::collections::BTreeMap;
use std::sync::Mutex;

use chrono::NaiveDate;
use playtally_summary::records::{
    BiggestDay, CardKind, GlyphRecord, Month, Owner, PlacedGlyph, Rule, Streaks, TextRecord, TopAlbum, TopArtist,
    TopTrack, Totals, Week, Year, YearLater, ZoneOffset,
};
use playtally_summary::{Day, Run, Section, Size, TextId, Writer};
use playtally_typeface::{Face, Font, Glyph, GridFit, Scaler, coverage, unifont};

/// What tells samples apart.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The name of the owner.
    pub owner: &'static str,
    /// The number of the owner's accent.
    pub accent: u8,
    /// From which the numbers of plays, days and hours are made.
    pub seed: u32,
    /// Artist, most played track, plays, minutes, album.
    pub artists: Vec<(&'static str, &'static str, u32, u32, &'static str)>,
    /// The years with plays.
    pub years: std::ops::RangeInclusive<i32>,
    /// The cards of the last year's story.
    pub story: Vec<CardKind>,
}

/// A story with a card of each sort.
fn story() -> Vec<CardKind> {
    vec![
        CardKind::Hours,
        CardKind::Days,
        CardKind::TimeOfDay,
        CardKind::Nights,
        CardKind::Session,
        CardKind::Discovery,
        CardKind::Track,
        CardKind::Artist,
        CardKind::Comeback,
    ]
}

impl Default for Sample {
    fn default() -> Self {
        Self {
            owner: "Marlene",
            accent: 0,
            seed: 7,
            artists: vec![
                ("Orchid Parade", "Paper Lanterns", 1_482, 5_420, "The Long Way Round"),
                ("Ólafur Svanur", "Þögn", 1_105, 4_410, "Ísabrot"),
                ("Slow Harbour", "Tidal", 873, 3_300, "Low Water, High Water"),
                ("Ночной поезд", "Станция", 640, 2_700, "Зимний дневник"),
                ("夜の電車", "光の海", 512, 2_000, "東京の雨"),
                (
                    "The Magnificent Orchestra of Imaginary Winters",
                    "An Extraordinarily Long Title for a Very Short Song",
                    433,
                    1_600,
                    "Recordings from the House at the End of the Street, Volume Two",
                ),
            ],
            years: 2014..=2025,
            story: story(),
        }
    }
}

impl Sample {
    /// One with names that are hard to place.
    pub fn hard() -> Self {
        Self {
            owner: "Bartholomäus-Maximilian von und zu Hohenschwangau-Lichtenstein",
            accent: 4,
            seed: 99,
            artists: vec![
                (
                    "The Magnificent Orchestra of Imaginary Winters",
                    "An Extraordinarily Long Title for a Very Short Song",
                    12_433,
                    91_600,
                    "Recordings from the House at the End of the Street, Volume Two",
                ),
                (
                    "Donaudampfschifffahrtsgesellschaftskapitän",
                    "Rindfleischetikettierungsüberwachung",
                    9_105,
                    44_410,
                    "Höchstgeschwindigkeitsbegrenzung",
                ),
                ("שלום לילה", "מסע אל הים", 8_873, 33_300, "אור"),
                ("A", "B", 640, 2_700, "C"),
                ("東京の夜を走る電車と冬の物語", "光の海", 512, 2_000, "東京の雨"),
            ],
            years: 2006..=2025,
            story: story(),
        }
    }

    /// The summary's bytes.
    pub fn file(&self) -> Vec<u8> {
        let mut names = Names::default();
        let day = |y, m, d| Day::from_date(NaiveDate::from_ymd_opt(y, m, d).expect("a date"));
        let (first, last) = (*self.years.start(), *self.years.end());
        let owner = Owner {
            name: names.add(self.owner),
            first: day(first, 3, 2),
            last: day(last, 11, 20),
            pressed: day(last, 11, 22),
            seed: self.seed.into(),
            accent: self.accent,
        };
        let artists: Vec<_> = (0..)
            .zip(&self.artists)
            .map(|(at, artist)| TopArtist {
                name: names.add(artist.0),
                track: names.add(artist.1),
                plays: artist.2.into(),
                minutes: artist.3.into(),
                first: day(first + at % 4, 3 + at as u32, 14),
            })
            .collect();
        let tracks: Vec<_> = self
            .artists
            .iter()
            .map(|artist| TopTrack {
                title: names.add(artist.1),
                artist: names.add(artist.0),
                plays: (artist.2 / 6).into(),
                minutes: (artist.3 / 6).into(),
                first: day(first, 5, 4),
            })
            .collect();
        let albums: Vec<_> = self
            .artists
            .iter()
            .map(|artist| TopAlbum {
                title: names.add(artist.4),
                artist: names.add(artist.0),
                plays: (artist.2 / 2).into(),
                minutes: (artist.3 / 2).into(),
                first: day(first, 5, 4),
            })
            .collect();
        let mut months = Vec::new();
        let mut years = Vec::new();
        for (at, year) in self.years.clone().enumerate() {
            let mut minutes = 0;
            for month in 1..=12_u32 {
                if (year == first && month < 3) || (year == last && month > 11) {
                    continue;
                }
                let wave = noise(year as u32 * 13 + month) % 1_500 + (at as u32 * 420) % 2_600 + 300;
                minutes += wave;
                months.push(Month {
                    first: day(year, month, 1),
                    plays: (wave / 3).into(),
                    minutes: wave.into(),
                });
            }
            let artist = &artists[noise(year as u32) as usize % artists.len()];
            let of = Year {
                year: (year as u16).into(),
                artist: artist.name,
                track: artist.track,
                plays: (minutes / 3).into(),
                minutes: minutes.into(),
            };
            let artists = 120 + noise(year as u32 * 7) % 360;
            years.push((
                of,
                YearLater {
                    artists: artists.into(),
                },
            ));
        }
        let mut week = Week {
            minutes: [[0.into(); 24]; 7],
        };
        for (weekday, hours) in week.minutes.iter_mut().enumerate() {
            for (hour, minutes) in hours.iter_mut().enumerate() {
                let evening = 1_200_u32.saturating_sub((hour as u32).abs_diff(20) * 180);
                let morning = if weekday < 5 {
                    700_u32.saturating_sub((hour as u32).abs_diff(8) * 260)
                } else {
                    0
                };
                let some = if (2..6).contains(&hour) { 10 } else { 60 };
                *minutes = (evening + morning + some + noise((weekday * 24 + hour) as u32) % 160).into();
            }
        }
        let minutes: u64 = months.iter().map(|month| u64::from(month.minutes.get())).sum();
        let totals = Totals {
            ms: (minutes * 60_000).into(),
            plays: 41_233.into(),
            counted_plays: 36_102.into(),
            artists: 2_187.into(),
            tracks: 9_344.into(),
            albums: 4_120.into(),
            days: 3_401.into(),
            podcast_minutes: 9_920.into(),
            audiobook_minutes: 3_130.into(),
        };
        let streaks = Streaks {
            longest_days: 143.into(),
            longest_from: day(last - 4, 2, 3),
            longest_to: day(last - 4, 6, 25),
            current_days: 12.into(),
            current_from: day(last, 11, 9),
            current_to: day(last, 11, 20),
        };
        let biggest = BiggestDay {
            date: day(last - 3, 12, 31),
            track: tracks[0].title,
            artist: tracks[0].artist,
            plays: 171.into(),
            minutes: 684.into(),
        };
        let rule = Rule {
            counted_ms: 30_000.into(),
            private_included: 0,
            merge_recordings: 0,
            as_heard: 0,
            timezone: names.add("Europe/Berlin"),
        };
        let zone = [
            ZoneOffset {
                from: 0.into(),
                minutes: 60.into(),
            },
            ZoneOffset {
                from: 1_774_746_000.into(),
                minutes: 120.into(),
            },
        ];
        let more = more::write(self, &mut names, Writer::new());
        names
            .write(more)
            .records(&[owner])
            .records(&[rule])
            .records(&zone)
            .records(&[totals])
            .records(&artists)
            .records(&tracks)
            .records(&albums)
            .records(&[week])
            .records(&months)
            .records_with(&years)
            .records(&[streaks])
            .records(&[biggest])
            .finish()
    }
}

/// A history that has hardly begun: one play.
pub fn nearly_empty() -> Vec<u8> {
    let mut names = Names::default();
    let day = Day::from_date(NaiveDate::from_ymd_opt(2025, 11, 20).expect("a date"));
    let owner = Owner {
        name: names.add("Jo"),
        first: day,
        last: day,
        pressed: day,
        seed: 1.into(),
        accent: 2,
    };
    let rule = Rule {
        counted_ms: 30_000.into(),
        private_included: 0,
        merge_recordings: 0,
        as_heard: 0,
        timezone: TextId::NONE,
    };
    let totals: Totals = zerocopy::FromZeros::new_zeroed();
    names
        .write(Writer::new())
        .records(&[owner])
        .records(&[rule])
        .records(&[totals])
        .finish()
}

const fn noise(x: u32) -> u32 {
    let x = (x ^ 61).wrapping_mul(0x27d4_eb2d);
    (x ^ (x >> 15)).wrapping_mul(0x85eb_ca6b) >> 8
}

/// Names, set one glyph per character.
#[derive(Default)]
struct Names {
    ids: BTreeMap<&'static str, u16>,
    texts: Vec<TextRecord>,
    utf8: Vec<u8>,
    runs: Vec<u8>,
    placed: Vec<PlacedGlyph>,
    characters: Vec<char>,
}

impl Names {
    fn add(&mut self, name: &'static str) -> TextId {
        if let Some(&id) = self.ids.get(name) {
            return TextId::new(id);
        }
        let id = self.texts.len() as u16;
        let hebrew = |c: char| ('\u{590}'..'\u{600}').contains(&c);
        let right_to_left = name.chars().any(hebrew);
        let (run_start, mut before) = (self.runs.len() as u32, None);
        for character in name.chars() {
            let glyph = self.characters.iter().position(|&c| c == character).unwrap_or_else(|| {
                self.characters.push(character);
                self.characters.len() - 1
            });
            let ideograph = |c: char| c >= '\u{3000}';
            let break_before = before.is_some_and(|b| b == ' ' || b == '-' || ideograph(b) && ideograph(character))
                && character != ' ';
            let mut flags = PlacedGlyph::STARTS_CLUSTER;
            if break_before {
                flags |= PlacedGlyph::BREAK_BEFORE;
            }
            if character == ' ' {
                flags |= PlacedGlyph::SPACE;
            }
            flags |= u8::from(right_to_left) << PlacedGlyph::LEVEL_SHIFT;
            let placed = PlacedGlyph {
                glyph: (glyph as u16).into(),
                dx: 0,
                dy: 0,
                kern: 0,
                flags,
            };
            let index = self.placed.iter().position(|&known| known == placed);
            let index = index.unwrap_or_else(|| {
                self.placed.push(placed);
                self.placed.len() - 1
            });
            self.runs.extend(Run::code(index).expect("few glyphs"));
            before = Some(character);
        }
        self.texts.push(TextRecord {
            utf8_start: (self.utf8.len() as u32).into(),
            run_start: run_start.into(),
            flags: TextRecord::flags(right_to_left, Size::ALL),
        });
        self.utf8.extend(name.as_bytes());
        self.ids.insert(name, id);
        TextId::new(id)
    }

    fn write(&self, mut writer: Writer) -> Writer {
        let mut coded = Vec::new();
        for size in Size::ALL {
            let font = Face::TEXT.font();
            let scaler = font.scaled(size.em().into(), GridFit::Vertical);
            let glyphs: Vec<_> = (0..)
                .zip(&self.characters)
                .map(|(number, &character)| {
                    let mut drawn = DRAWN.lock().expect("nobody fails while drawing");
                    let (record, bytes) = drawn.entry((character, size.em())).or_insert_with(|| {
                        let glyph = rasterise(&font, &scaler, character, size.em());
                        let record = GlyphRecord {
                            glyph: 0.into(),
                            advance: ((glyph.advance * 64.0).round() as u16).into(),
                            coverage_start: 0.into(),
                            width: glyph.bitmap.width() as u8,
                            height: glyph.bitmap.height() as u8,
                            left: glyph.left as i8,
                            top: -glyph.top as i8,
                        };
                        (record, coverage::encode(&glyph.bitmap))
                    });
                    let record = GlyphRecord {
                        glyph: u16::into(number),
                        coverage_start: (coded.len() as u32).into(),
                        ..*record
                    };
                    coded.extend(&*bytes);
                    record
                })
                .collect();
            writer = writer.glyphs(size, &glyphs);
        }
        writer
            .texts(&self.texts)
            .bytes(Section::Utf8, &self.utf8)
            .bytes(Section::Runs, &self.runs)
            .placed(&self.placed)
            .bytes(Section::Coverage, &coded)
    }
}

/// Glyphs that were drawn before, by character and size: many samples share them.
static DRAWN: Mutex<BTreeMap<(char, u8), Drawn>> = Mutex::new(BTreeMap::new());

/// A glyph without its number and its place, and its coded coverage.
type Drawn = (GlyphRecord, Vec<u8>);

fn rasterise(font: &Font, scaler: &Scaler, character: char, em: u8) -> Glyph {
    match font.glyph_id(character) {
        Some(id) => scaler.glyph(id),
        None => unifont::glyph(character, em.into()).unwrap_or_default(),
    }
}
