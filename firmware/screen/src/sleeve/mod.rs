//! Covers: each artist, album, era and mood has one, drawn from how it was listened to.
//!
//! A [`Sleeve`] holds what a summary says of a subject in a few bytes: tones of the hours of the day, tones of stretches
//! of its days, when it began, how much of it was skipped. Of a subject of which it says nothing, names decide. Its name
//! chooses the [`Family`] of the composition and its small turns, so that the same subject has the same cover everywhere, and
//! no two look alike. A composition is forms on a ground, for a side in pixels: on a small cover there are fewer of them, not
//! smaller ones. It is drawn row by row; where forms lie upon one another, each pixel goes out once.
//!
//! Without colours tones become patterns, black on white: a cover is a printed sheet on a dark panel too.

mod composition;
mod dice;
mod families;
mod form;
mod inks;
pub mod outline;
mod pattern;
mod span;

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::records::{self, Era, Mood, SleeveKind};
use playtally_summary::{Summary, TextId, fnv};

pub use families::Family;
pub use inks::{Colours, Inks, Tone};

use crate::palette::Hue;
use dice::Dice;

/// What a cover is drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sleeve {
    seed: u32,
    hue: Hue,
    /// Tones from 0 to 15, from midnight.
    hours: [u8; 24],
    /// Tones from 0 to 15, from the first day to the last one.
    stretches: [u8; 24],
    /// How much of the history had passed before, in thousandths.
    begins: u16,
    /// Of plays whose end is known, those that were skipped, in percent.
    skipped: u8,
}

impl Sleeve {
    /// That of an artist.
    #[must_use]
    pub fn of_artist(summary: &Summary, artist: TextId) -> Self {
        let record = heard(summary, artist);
        record.map_or_else(
            || Self::of_names(summary, TextId::NONE, artist),
            |record| Self::of(summary, record),
        )
    }

    /// That of an album.
    #[must_use]
    pub fn of_album(summary: &Summary, title: TextId, artist: TextId) -> Self {
        let record = find(summary, SleeveKind::Album, |record| {
            (record.title, record.artist) == (title, artist)
        });
        record.map_or_else(
            || Self::of_names(summary, title, artist),
            |record| Self::of(summary, record),
        )
    }

    /// That of an era.
    #[must_use]
    pub fn of_era(summary: &Summary, era: &Era) -> Self {
        let record = find(summary, SleeveKind::Era, |record| {
            era.from <= record.first && record.first <= era.to
        });
        record.map_or_else(
            || Self::of_names(summary, TextId::NONE, era.artists[0]),
            |record| Self::of(summary, record),
        )
    }

    /// That of a mood.
    #[must_use]
    pub fn of_mood(summary: &Summary, mood: &Mood) -> Self {
        let tone = |part: u8| (u32::from(part) * 225 / 255).isqrt() as u8;
        // A year of months is two stretches a month.
        let stretches = core::array::from_fn(|at| tone(mood.months[at / 2]));
        Self {
            seed: seed(summary, [mood.title, mood.artists[0], mood.artists[1]]),
            hue: Hue::of_artist(summary, mood.artists[0]),
            hours: mood.hours.map(tone),
            stretches,
            begins: u16::from(mood.peak_month.min(12)) * 83,
            skipped: 0,
        }
    }

    /// That of an artist of which a summary may say nothing, of its record and its name.
    #[must_use]
    pub fn of_record(summary: &Summary, record: &records::Sleeve, artist: &str) -> Self {
        Self {
            seed: mixed(fnv(artist.bytes())),
            hue: Hue::of_artist_named(summary, artist),
            ..Self::of(summary, record)
        }
    }

    /// One of which nothing is known but names: all of it follows from these.
    fn of_names(summary: &Summary, title: TextId, artist: TextId) -> Self {
        let seed = seed(summary, [title, artist, TextId::NONE]);
        let mut dice = Dice::new(seed);
        let mut tones = || core::array::from_fn(|_| dice.between(1, 15) as u8);
        Self {
            seed,
            hue: Hue::of_artist(summary, artist),
            hours: tones(),
            stretches: tones(),
            begins: dice.below(1000) as u16,
            skipped: 0,
        }
    }

    fn of(summary: &Summary, record: &records::Sleeve) -> Self {
        let owner = summary.owner();
        let days = |from: playtally_summary::Day, to: playtally_summary::Day| {
            u32::from(to.number().saturating_sub(from.number()))
        };
        let all = days(owner.first, owner.last).max(1);
        let mut seed = seed(summary, [record.title, record.artist, TextId::NONE]);
        if record.kind == u8::from(SleeveKind::Era) {
            // An artist may set more than one era apart, and has a cover of its own.
            seed = mixed(seed ^ u32::from(record.first.number()));
        }
        Self {
            seed,
            hue: Hue::of_artist(summary, record.artist),
            hours: record.hours.map(|tone| tone.min(15)),
            stretches: record.stretches.map(|tone| tone.min(15)),
            begins: (days(owner.first, record.first).min(all) * 1000 / all) as u16,
            skipped: if record.skipped_percent > 100 {
                0
            } else {
                record.skipped_percent
            },
        }
    }

    /// The composition that its name chose.
    #[must_use]
    pub const fn family(&self) -> Family {
        Family::ALL[(self.seed >> 8) as usize % Family::ALL.len()]
    }

    /// The composition that its name chose of those in which no hour of the day is seen.
    #[must_use]
    pub const fn family_without_hours(&self) -> Family {
        Family::WITHOUT_HOURS[(self.seed >> 8) as usize % Family::WITHOUT_HOURS.len()]
    }

    /// The same without the hours of the day, which are all as loud.
    #[must_use]
    pub const fn without_hours(self) -> Self {
        Self {
            hours: [15; 24],
            ..self
        }
    }

    /// Its colour, which is its artist's.
    #[must_use]
    pub const fn hue(&self) -> Hue {
        self.hue
    }

    /// Draws it on a square of a side in pixels, with its upper left corner at a point. What the target does not hold is
    /// left out.
    ///
    /// # Errors
    /// Those of the target.
    pub fn draw<D: DrawTarget<Color = Rgb565>>(
        &self,
        at: Point,
        side: u32,
        inks: &Inks,
        target: &mut D,
    ) -> Result<(), D::Error> {
        self.draw_as(self.family(), at, side, inks, target)
    }

    /// The same in a composition that its name did not choose.
    ///
    /// # Errors
    /// Those of the target.
    pub fn draw_as<D: DrawTarget<Color = Rgb565>>(
        &self,
        family: Family,
        at: Point,
        side: u32,
        inks: &Inks,
        target: &mut D,
    ) -> Result<(), D::Error> {
        let side = side.min(LARGEST) as i32;
        family.compose(self, side).draw(at, inks, target)
    }

    /// What its name decides.
    const fn dice(&self) -> Dice {
        Dice::new(self.seed)
    }

    /// The hour in which it was played most; of equal ones the first.
    fn peak(&self) -> u32 {
        peak(&self.hours) as u32
    }
}

/// The place of the highest tone; of equal ones the first.
pub(crate) fn peak(tones: &[u8; 24]) -> usize {
    let most = tones.iter().max();
    tones.iter().position(|tone| Some(tone) == most).unwrap_or(0)
}

/// The largest side in pixels: lengths in sixteenths of a pixel can then be squared.
const LARGEST: u32 = 1024;

/// How an artist is listened to, if that is known.
pub(crate) fn heard<'a>(summary: &Summary<'a>, artist: TextId) -> Option<&'a records::Sleeve> {
    find(summary, SleeveKind::Artist, |record| record.artist == artist)
}

fn find<'a>(
    summary: &Summary<'a>,
    kind: SleeveKind,
    is: impl Fn(&records::Sleeve) -> bool,
) -> Option<&'a records::Sleeve> {
    let mut all = summary.records::<records::Sleeve>().iter();
    all.find(|record| record.kind == u8::from(kind) && is(record))
}

fn seed(summary: &Summary, names: [TextId; 3]) -> u32 {
    mixed(fnv(names.iter().flat_map(|&name| summary.text(name).as_str().bytes())))
}

/// Spreads each bit over all others: FNV leaves the upper ones of short names alike. The constants are those of MurmurHash3's
/// finaliser.
const fn mixed(hash: u32) -> u32 {
    let hash = (hash ^ (hash >> 16)).wrapping_mul(0x85EB_CA6B);
    let hash = (hash ^ (hash >> 13)).wrapping_mul(0xC2B2_AE35);
    hash ^ (hash >> 16)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::prelude::v1::*;
    use std::{format, vec};

    use embedded_graphics::geometry::Size;
    use embedded_graphics::pixelcolor::RgbColor;
    use embedded_graphics::primitives::PointsIter;
    use proptest::prelude::*;

    use super::*;
    use playtally_dev::picture::Picture;
    use playtally_dev::sample::Sample;

    const NOTHING: Rgb565 = Rgb565::new(1, 2, 3);

    fn drawn(sleeve: &Sleeve, family: Family, side: u32, inks: &Inks) -> Picture {
        let mut picture = Picture::new(Size::new_equal(side));
        picture.pixels.fill(NOTHING);
        let Ok(()) = sleeve.draw_as(family, Point::zero(), side, inks, &mut picture);
        picture
    }

    /// The covers of a made-up history: of artists, albums, eras and moods.
    fn covers() -> Vec<Sleeve> {
        let file = Sample::default().file();
        let summary = Summary::open(&file).expect("a sound sample");
        let artists = summary.records::<playtally_summary::records::TopArtist>().iter();
        let albums = summary.records::<playtally_summary::records::TopAlbum>().iter();
        let eras = summary.records::<Era>().iter();
        let moods = summary.records::<Mood>().iter();
        let artists = artists.map(|artist| Sleeve::of_artist(&summary, artist.name));
        let albums = albums.map(|album| Sleeve::of_album(&summary, album.title, album.artist));
        let told = artists
            .chain(albums)
            .chain(eras.map(|era| Sleeve::of_era(&summary, era)));
        told.chain(moods.map(|mood| Sleeve::of_mood(&summary, mood))).collect()
    }

    #[test]
    fn no_two_covers_look_alike_in_any_family_even_when_they_are_small_and_black_and_white() {
        for &family in Family::ALL {
            for side in [48, 112] {
                let mut seen = HashSet::new();
                for (at, sleeve) in covers().iter().enumerate() {
                    let picture = drawn(sleeve, family, side, &Inks::BLACK_ON_WHITE);
                    let black: Vec<bool> = picture.pixels.iter().map(|&pixel| pixel == Rgb565::BLACK).collect();
                    assert!(seen.insert(black), "{family:?} {at} at {side}");
                }
            }
        }
    }

    #[test]
    fn a_cover_covers_its_square_and_is_neither_blank_nor_black() {
        for sleeve in covers() {
            for &family in Family::ALL {
                for side in [24, 48, 64, 122] {
                    let picture = drawn(&sleeve, family, side, &Inks::BLACK_ON_WHITE);
                    let count = |colour| picture.pixels.iter().filter(|&&pixel| pixel == colour).count();
                    let (black, white) = (count(Rgb565::BLACK), count(Rgb565::WHITE));
                    assert_eq!(black + white, picture.pixels.len(), "{family:?} at {side}");
                    let share = black * 100 / picture.pixels.len();
                    assert!((10..=90).contains(&share), "{family:?} at {side}: {share} % is black");
                }
                let picture = drawn(&sleeve, family, 240, &Inks::of(sleeve.hue()));
                assert!(!picture.pixels.contains(&NOTHING), "{family:?}");
            }
        }
    }

    /// A target that counts how often each pixel is drawn, and how many calls that takes.
    struct Counter {
        size: Size,
        pixels: Vec<u8>,
        calls: usize,
    }

    impl embedded_graphics::geometry::OriginDimensions for Counter {
        fn size(&self) -> Size {
            self.size
        }
    }

    impl DrawTarget for Counter {
        type Color = Rgb565;
        type Error = core::convert::Infallible;

        fn draw_iter<I: IntoIterator<Item = embedded_graphics::Pixel<Rgb565>>>(
            &mut self,
            _: I,
        ) -> Result<(), Self::Error> {
            unreachable!("covers go out in rows");
        }

        fn fill_contiguous<I: IntoIterator<Item = Rgb565>>(
            &mut self,
            area: &embedded_graphics::primitives::Rectangle,
            colours: I,
        ) -> Result<(), Self::Error> {
            self.calls += 1;
            for (point, _) in area.points().zip(colours) {
                self.pixels[point.y as usize * self.size.width as usize + point.x as usize] += 1;
            }
            Ok(())
        }
    }

    #[test]
    fn a_cover_as_large_as_a_panel_draws_each_pixel_once_and_a_row_at_once() {
        for sleeve in covers() {
            for &family in Family::ALL {
                let size = Size::new(320, 240);
                let mut counter = Counter {
                    size,
                    pixels: vec![0; (size.width * size.height) as usize],
                    calls: 0,
                };
                let inks = Inks::of(sleeve.hue());
                let Ok(()) = sleeve.draw_as(family, Point::new(0, -40), 320, &inks, &mut counter);
                assert!(counter.pixels.iter().all(|&times| times == 1), "{family:?}");
                assert_eq!(counter.calls, 240, "{family:?}");
            }
        }
    }

    #[test]
    fn half_of_a_cover_is_half_of_the_whole_one() {
        for &family in Family::ALL {
            let sleeve = covers()[0];
            let inks = Inks::of(Hue::Marigold);
            let whole = drawn(&sleeve, family, 100, &inks);
            let mut part = Picture::new(Size::new(40, 60));
            let Ok(()) = sleeve.draw_as(family, Point::new(-30, -20), 100, &inks, &mut part);
            assert_eq!(part.outside, 0);
            for (x, y) in [(0, 0), (39, 59), (17, 33), (20, 5)] {
                assert_eq!(part.at(x, y), whole.at(x + 30, y + 20), "{family:?}");
            }
        }
    }

    #[test]
    fn no_hour_is_seen_in_a_family_without_hours() {
        for sleeve in covers() {
            for &family in Family::WITHOUT_HOURS {
                let inks = Inks::of(sleeve.hue());
                let (whole, without) = (sleeve, sleeve.without_hours());
                assert_eq!(
                    drawn(&whole, family, 160, &inks).pixels,
                    drawn(&without, family, 160, &inks).pixels
                );
            }
            assert!(Family::WITHOUT_HOURS.contains(&sleeve.family_without_hours()));
        }
    }

    #[test]
    fn a_record_and_a_name_make_the_cover_that_the_summary_has() {
        let file = Sample::default().file();
        let summary = Summary::open(&file).expect("a sound sample");
        for artist in summary.records::<playtally_summary::records::TopArtist>() {
            let record = find(&summary, SleeveKind::Artist, |record| record.artist == artist.name);
            if let Some(record) = record {
                let name = summary.text(artist.name).as_str();
                let of_record = Sleeve::of_record(&summary, record, name);
                assert_eq!(of_record, Sleeve::of_artist(&summary, artist.name), "{name}");
            }
        }
    }

    #[test]
    fn an_album_and_its_artist_share_a_colour_and_nothing_else() {
        let all = covers();
        let artists = Sample::default().artists.len();
        for (artist, album) in all[..artists].iter().zip(&all[artists..]) {
            assert_eq!(artist.hue(), album.hue());
            assert_ne!(artist.seed, album.seed);
        }
        let families: HashSet<Family> = all.iter().map(Sleeve::family).collect();
        assert!(families.len() > 6, "{families:?}");
    }

    #[test]
    fn what_a_summary_says_nothing_of_has_a_cover_of_its_names() {
        let file = Sample::default().file();
        let summary = Summary::open(&file).expect("a sound sample");
        let tracks = summary.records::<playtally_summary::records::TopTrack>();
        let covers = tracks
            .iter()
            .map(|track| Sleeve::of_album(&summary, track.title, track.artist));
        let seeds: HashSet<u32> = covers.map(|sleeve| sleeve.seed).collect();
        assert_eq!(seeds.len(), tracks.len());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn any_tones_can_be_drawn_at_any_size_and_place(
            seed in any::<u32>(),
            hours in prop_oneof![Just([0; 24]), Just([15; 24]), any::<[u8; 24]>().prop_map(|tones| tones.map(|tone| tone % 16))],
            stretches in prop_oneof![Just([0; 24]), any::<[u8; 24]>().prop_map(|tones| tones.map(|tone| tone % 16))],
            begins in 0_u16..=1000,
            skipped in 0_u8..=100,
            side in prop_oneof![0_u32..130, Just(400), Just(5_000)],
            at in (-60_i32..60, -60_i32..60),
        ) {
            let sleeve = Sleeve { seed, hue: Hue::Rose, hours, stretches, begins, skipped };
            for &family in Family::ALL {
                for inks in [Inks::BLACK_ON_WHITE, Inks::of(Hue::nth(seed as usize))] {
                    let mut picture = Picture::new(Size::new(90, 50));
                    let Ok(()) = sleeve.draw_as(family, at.into(), side, &inks, &mut picture);
                    prop_assert_eq!(picture.outside, 0, "{}", format!("{family:?}"));
                }
            }
        }
    }
}
