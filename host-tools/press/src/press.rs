//! From statistics to a file.

use chrono::NaiveDate;
use playtally_statistics::Statistics;
use playtally_summary::records::OwnerId;
use playtally_summary::{HEADER_LENGTH, MAX_DATA_LENGTH, MAX_LENGTH, Writer};

use crate::records::{self, Names};
use crate::typeset::Fonts;
use crate::zone;

/// What a summary needs beside statistics.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// The owner's name.
    pub owner: &'a str,
    /// What tells the owner from others of that name; on a device, the name does if `None`.
    pub id: Option<OwnerId>,
    /// The owner's accent colour, an index into the palettes of the pages; chosen by the name if `None`.
    pub accent: Option<u8>,
    /// The day of pressing, in the owner's time zone.
    pub pressed: NaiveDate,
    /// The fonts at hand.
    pub fonts: &'a Fonts,
    /// The most bytes that names and their glyphs may take. Where they need more, the least played lose sizes, the large
    /// ones first.
    pub names: usize,
    /// Who of some friends knows the owner's artists, the most known first; nothing where no group was opened.
    pub together: &'a [Known],
}

/// How many of some friends have an artist of the owner's among those that they play most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The artist.
    pub name: String,
    /// How many others have it.
    pub others: u64,
    /// How many others there are.
    pub friends: u64,
}

impl<'a> Options<'a> {
    /// What a file has beside its data, however much of that there is: a new section never costs a name a size.
    pub const NAMES: usize = MAX_LENGTH - MAX_DATA_LENGTH - HEADER_LENGTH;

    /// The usual options, of an owner without an id.
    pub const fn new(owner: &'a str, pressed: NaiveDate, fonts: &'a Fonts) -> Self {
        Self {
            owner,
            id: None,
            accent: None,
            pressed,
            fonts,
            names: Self::NAMES,
            together: &[],
        }
    }
}

/// A summary, pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pressed {
    /// The bytes of the file.
    pub file: Vec<u8>,
    /// How many names had to do without the small, the medium and the large size for want of room.
    pub dropped: [usize; 3],
}

/// Makes a summary.
pub fn press(statistics: &Statistics, options: &Options<'_>) -> Pressed {
    // Names are cut further where the letters of all of them would not fit, which takes names that nobody has.
    let pressed = |longest| press_with(statistics, options, longest);
    let fits = |pressed: &Pressed| pressed.file.len() <= MAX_LENGTH;
    let mut all = [1024, 128, 16].into_iter().map(pressed);
    all.find(fits).unwrap_or_else(|| pressed(4))
}

/// Makes a summary with names of at most so many bytes.
fn press_with(statistics: &Statistics, options: &Options<'_>, longest: usize) -> Pressed {
    let mut names = Names::new(options.fonts, longest);
    let writer = records::write(Writer::new(), statistics, options, &mut names);
    let writer = writer.records(&zone::offsets(statistics.rule.timezone, options.pressed));
    let typeset = names.finish(options.names);
    Pressed {
        file: typeset.write(writer).finish(),
        dropped: typeset.dropped,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use playtally_history::Plays;
    use playtally_statistics::{Rule, testing};
    use playtally_summary::records::{
        BiggestDay, Month, Streaks, TopAlbum, TopArtist, TopTrack, Week, Year, ZoneOffset,
    };
    use playtally_summary::{Section, Size, Summary};
    use proptest::prelude::*;

    use super::*;

    static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::bundled);

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 2, 1).expect("a day")
    }

    fn statistics(plays: &Plays) -> Statistics {
        Statistics::compute(plays, &Rule::new(chrono_tz::Europe::Stockholm))
    }

    fn press_all(statistics: &Statistics) -> Pressed {
        press(statistics, &Options::new("Ølgod", day(), &FONTS))
    }

    #[test]
    fn a_summary_says_what_the_statistics_say() {
        let statistics = statistics(&testing::made_up(1, 5_000));
        let pressed = press_all(&statistics);
        let summary = Summary::open(&pressed.file).expect("a sound file");
        assert_eq!(pressed.dropped, [0, 0, 0]);

        let owner = summary.owner();
        assert_eq!(summary.text(owner.name).as_str(), "Ølgod");
        assert_eq!(Some(owner.first.date()), statistics.totals.first);
        assert_eq!(owner.pressed.date(), day());
        assert_eq!(summary.owner_id(), None);
        assert_eq!(summary.text(summary.rule().timezone).as_str(), "Europe/Stockholm");
        assert_eq!(
            (summary.rule().counted_ms.get(), summary.rule().merge_recordings),
            (30_000, 1)
        );
        assert_eq!(summary.totals().ms.get(), statistics.totals.ms);
        assert_eq!(
            u64::from(summary.totals().counted_plays.get()),
            statistics.totals.counted_plays
        );

        let artists = summary.records::<TopArtist>();
        let names: Vec<&str> = artists
            .iter()
            .map(|artist| summary.text(artist.name).as_str())
            .collect();
        assert_eq!(
            names,
            statistics
                .top_artists
                .iter()
                .map(|artist| artist.name.as_str())
                .collect::<Vec<_>>()
        );
        for (artist, portrait) in artists.iter().zip(&statistics.portraits.artists) {
            assert_eq!(summary.text(artist.track).as_str(), portrait.track);
            assert_eq!(artist.first.date(), portrait.first);
            assert!(Size::ALL.into_iter().all(|size| summary.text(artist.name).has(size)));
        }
        assert_eq!(summary.records::<TopTrack>().len(), 10);
        assert_eq!(summary.records::<TopAlbum>().len(), statistics.top_albums.len());

        let week = summary.record::<Week>().expect("a week");
        let minutes: u32 = week.minutes.iter().flatten().map(|minutes| minutes.get()).sum();
        assert!(u64::from(minutes).abs_diff(statistics.totals.ms / 60_000) <= 168);
        let months = summary.records::<Month>();
        let plays: u64 = months.iter().map(|month| u64::from(month.plays.get())).sum();
        assert_eq!(plays, statistics.totals.counted_plays);
        let years = summary.records::<Year>();
        assert_eq!(
            summary.text(years[0].artist).as_str(),
            statistics.year_artists[0].artist.name
        );
        let streaks = summary.record::<Streaks>().expect("streaks");
        assert_eq!(
            Some(u64::from(streaks.longest_days.get())),
            statistics.longest_streak.map(|streak| streak.days)
        );
        let biggest = summary.record::<BiggestDay>().expect("a biggest day");
        assert_eq!(Some(biggest.date.date()), statistics.biggest_day.map(|day| day.date));
        assert_ne!(summary.text(biggest.track).as_str(), "");
        assert_eq!(summary.records::<ZoneOffset>().len(), 41);
    }

    #[test]
    fn months_and_years_have_no_gaps() {
        let plays = testing::History::new()
            .play("2019-11-30 12:00", "Otter", "River", 100)
            .play("2022-02-01 12:00", "Otter", "River", 100)
            .plays();
        let pressed = press_all(&statistics(&plays));
        let summary = Summary::open(&pressed.file).expect("a sound file");
        let months: Vec<String> = summary
            .records::<Month>()
            .iter()
            .map(|month| month.first.date().to_string())
            .collect();
        assert_eq!(months.len(), 28);
        assert_eq!(
            (months[0].as_str(), months[2].as_str(), months[27].as_str()),
            ("2019-11-01", "2020-01-01", "2022-02-01")
        );
        let years: Vec<(u16, u32)> = summary
            .records::<Year>()
            .iter()
            .map(|year| (year.year.get(), year.plays.get()))
            .collect();
        assert_eq!(years, [(2019, 1), (2020, 0), (2021, 0), (2022, 1)]);
    }

    #[test]
    fn an_empty_history_makes_a_sound_summary() {
        let pressed = press_all(&statistics(&Plays::default()));
        let summary = Summary::open(&pressed.file).expect("a sound file");
        assert_eq!(summary.totals().plays.get(), 0);
        assert!(summary.record::<BiggestDay>().is_none());
        assert!(summary.records::<Month>().is_empty());
    }

    #[test]
    fn the_same_statistics_make_the_same_file() {
        let plays = testing::made_up(3, 2_000);
        let fonts = Fonts::bundled();
        let again = press(&statistics(&plays), &Options::new("Ølgod", day(), &fonts));
        assert_eq!(press_all(&statistics(&plays)), again);
    }

    #[test]
    fn an_owner_has_an_accent_and_a_seed_of_their_own() {
        let statistics = statistics(&Plays::default());
        let owner = |name, accent| {
            let options = Options {
                accent,
                ..Options::new(name, day(), &FONTS)
            };
            let pressed = press(&statistics, &options);
            let owner = *Summary::open(&pressed.file).expect("a sound file").owner();
            (owner.seed.get(), owner.accent)
        };
        assert_eq!(owner("Ada", None), owner("Ada", None));
        assert_ne!(owner("Ada", None), owner("Bea", None));
        assert_eq!(owner("Ada", Some(3)).1, 3);
    }

    #[test]
    fn names_lose_sizes_before_they_grow_over_their_limit() {
        let statistics = statistics(&testing::made_up(1, 5_000));
        let within = |names| {
            let options = Options {
                names,
                ..Options::new("Ølgod", day(), &FONTS)
            };
            press(&statistics, &options)
        };
        let names = |file: &[u8]| {
            let sections = Summary::open(file).expect("a sound file").sections();
            let names = sections.filter(|info| info.kind >= Section::Texts as u16);
            names.map(|info| info.length).sum::<usize>()
        };
        let whole = names(&press_all(&statistics).file);
        // The letters of names stay whatever the limit.
        let room = whole - names(&within(0).file);
        let mut dropped = 0;
        for limit in [whole, whole - 1, whole - room / 4, whole - room / 2] {
            let pressed = within(limit);
            let names = names(&pressed.file);
            assert!(names <= limit, "{names} of {limit}");
            Summary::open(&pressed.file).expect("a sound file");
            let now = pressed.dropped.iter().sum::<usize>();
            assert!(now >= dropped);
            dropped = now;
        }
        assert!(dropped > 0);
    }

    /// A name of some syllables; the same for the same number.
    fn named(number: usize, syllables: &[&str], length: usize) -> String {
        let word = |at: usize| {
            let pick = |part: usize| syllables[(number * 31 + at * 17 + part * (number % 7 + 3)) % syllables.len()];
            format!("{}{}{}", pick(0), pick(1), pick(2))
        };
        (0..length).map(word).collect::<Vec<_>>().join(" ")
    }

    const LATIN: &[&str] = &[
        "Lo", "mi", "ra", "Tén", "sol", "vä", "Kru", "ne", "bah", "Jo", "qui", "šek", "Øy", "far", "wel", "ña", "Du",
        "go", "Pix", "ce", "Zur", "him", "Ar", "The", "l’é", "Y2", "Bow", "Cly", "Fjö", "Gwen", "Háv", "İz", "Kaž",
        "Mø", "Nü", "Où", "Pâ", "Řek", "Ślą", "Tò", "Ûn", "Vêt", "Wyx", "Yé", "Złe", "8", "&", "(3)",
    ];
    const OTHERS: [&[&str]; 4] = [
        &[
            "Но", "чь", "зи", "ма", "ве", "тер", "дом", "Сне", "го", "рек", "Ю", "ша",
        ],
        &[
            "東", "京", "夜", "光", "海", "雨", "風", "花", "月", "空", "道", "夢", "星", "森", "歌", "声", "青", "冬",
        ],
        &[
            "서", "울", "밤", "바", "람", "노", "래", "빛", "꽃", "달", "별", "길", "숲", "눈", "비", "꿈",
        ],
        &["لي", "ال", "قمر", "بحر", "نور", "شمس", "ور", "د", "حب", "سلا", "م", "يا"],
    ];

    /// A history of twelve years with names of its own; one artist in `others` is of another script.
    fn twelve_years(others: usize) -> Plays {
        let plays = testing::made_up(11, 12_000);
        let syllables = |artist: usize| {
            let other = others > 0 && artist.is_multiple_of(others);
            if other { OTHERS[artist / others % 4] } else { LATIN }
        };
        let artists = (0..plays.artists().len()).map(|at| named(at, syllables(at), 2).into());
        let items = plays.items().iter().enumerate().map(|(at, item)| {
            let mut item = item.clone();
            item.title = named(at + 7, syllables(item.artist as usize), 1 + at % 3).into();
            item.album = named(at / 8, syllables(item.artist as usize), 2).into();
            item
        });
        Plays::new(artists.collect(), items.collect(), plays.rows().to_vec())
    }

    #[test]
    fn twelve_years_in_many_scripts_have_every_name_in_every_size() {
        let latin = press_all(&statistics(&twelve_years(0)));
        print_sections(&latin.file);
        assert!(latin.file.len() <= 64 * 1024, "{}", latin.file.len());
        assert_eq!(latin.dropped, [0, 0, 0]);
        let mixed = press_all(&statistics(&twelve_years(2)));
        print_sections(&mixed.file);
        assert_eq!(mixed.dropped, [0, 0, 0]);
    }

    #[test]
    fn names_too_long_for_any_summary_are_cut_and_not_left_out() {
        let plays = twelve_years(3);
        let long = |name: &str| format!("{name} ").repeat(1024).into();
        let artists = plays.artists().iter().map(|name| long(name)).collect();
        let items = plays.items().iter().map(|item| {
            let mut item = item.clone();
            item.title = long(&item.title);
            item
        });
        let pressed = press_all(&statistics(&Plays::new(
            artists,
            items.collect(),
            plays.rows().to_vec(),
        )));
        assert!(pressed.file.len() <= MAX_LENGTH, "{}", pressed.file.len());
        let summary = Summary::open(&pressed.file).expect("a sound file");
        let mut artists = summary.records::<TopArtist>().iter();
        assert!(artists.all(|artist| !summary.text(artist.name).as_str().is_empty()));
    }

    /// For who asks with `--nocapture`.
    fn print_sections(file: &[u8]) {
        let summary = Summary::open(file).expect("a sound file");
        println!("{} bytes", file.len());
        for info in summary.sections() {
            println!("{:6} {:5?} {:?}", info.length, info.records, info.section);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn any_history_makes_a_sound_summary(
            rows in prop::collection::vec((-70_000_000_000i64..300_000_000_000, any::<String>(), any::<String>(), any::<String>(), any::<Option<u32>>()), 0..20),
            owner in any::<String>(),
        ) {
            let history = rows.iter().fold(testing::History::new(), |history, (at, artist, title, album, ms)| {
                history.play_at(*at, artist, title, album, *ms)
            });
            let statistics = statistics(&history.plays());
            let pressed = press(&statistics, &Options::new(&owner, day(), &FONTS));
            prop_assert!(Summary::open(&pressed.file).is_ok());
        }
    }
}
