//! What a stick may hand over: cut, flipped and hostile files.

use playtally_summary::records::{
    Binge, BreadthMonth, CardKind, Code, Country, CountryName, Era, GlyphRecord, Memory, MemoryKind, Mood, Owner,
    OwnerId, OwnerLater, PlacedGlyph, RecapCard, Rule, Seasonal, Standing, TextRecord, TopArtist, Totals, Week,
};
use playtally_summary::{Day, MAGIC, OpenError, Record, Section, Size, Summary, TextId, Writer, checksum};
use proptest::prelude::*;
use zerocopy::{FromZeros, IntoBytes};

const OWNER: Owner = Owner {
    name: TextId::new(0),
    first: day(20000),
    last: day(20500),
    pressed: day(20501),
    seed: zerocopy::little_endian::U32::new(7),
    accent: 0,
};

const LATER: OwnerLater = OwnerLater {
    id: zerocopy::little_endian::U64::new(0xABCD),
};

const fn day(number: u16) -> Day {
    zerocopy::transmute!(number.to_le_bytes())
}

fn text(utf8_start: u32, run_start: u32) -> TextRecord {
    TextRecord {
        utf8_start: utf8_start.into(),
        run_start: run_start.into(),
        flags: TextRecord::flags(false, [Size::Small]),
    }
}

fn placed(glyph: u16) -> PlacedGlyph {
    PlacedGlyph {
        glyph: glyph.into(),
        dx: 0,
        dy: 0,
        kern: 0,
        flags: PlacedGlyph::STARTS_CLUSTER,
    }
}

fn glyph(glyph: u16) -> GlyphRecord {
    GlyphRecord {
        glyph: glyph.into(),
        advance: 64.into(),
        coverage_start: 0.into(),
        width: 2,
        height: 2,
        left: 0,
        top: 2,
    }
}

fn totals() -> Totals {
    zerocopy::transmute!([1_u8; size_of::<Totals>()])
}

fn artist(name: u16) -> TopArtist {
    TopArtist {
        name: TextId::new(name),
        track: TextId::NONE,
        plays: 3.into(),
        minutes: 9.into(),
        first: day(20001),
    }
}

struct Parts {
    owner: Vec<Owner>,
    texts: Vec<TextRecord>,
    utf8: Vec<u8>,
    runs: Vec<u8>,
    placed: Vec<PlacedGlyph>,
    glyphs: Vec<GlyphRecord>,
    artists: Vec<TopArtist>,
}

fn parts() -> Parts {
    Parts {
        owner: vec![OWNER],
        texts: vec![text(0, 0), text(2, 2)],
        utf8: "Al€".into(),
        runs: vec![0, 1, 2],
        placed: vec![placed(1), placed(2), placed(3)],
        glyphs: vec![glyph(1), glyph(2), glyph(3)],
        artists: vec![artist(1), artist(0)],
    }
}

/// The pixels that all glyphs of [`parts`] share: two rows of two.
const COVERAGE: &[u8] = &[0xF0, 0x01, 0xF0];

fn file(parts: &Parts) -> Vec<u8> {
    writer(parts, COVERAGE).finish()
}

fn writer(parts: &Parts, coverage: &[u8]) -> Writer {
    let owners: Vec<_> = parts.owner.iter().map(|&owner| (owner, LATER)).collect();
    unowned(parts, coverage).records_with(&owners)
}

/// A file of nobody.
fn unowned(parts: &Parts, coverage: &[u8]) -> Writer {
    let rule = Rule {
        counted_ms: 30_000.into(),
        private_included: 0,
        merge_recordings: 1,
        as_heard: 0,
        timezone: TextId::NONE,
    };
    Writer::new()
        .records(&[totals()])
        .records(&[rule])
        .texts(&parts.texts)
        .bytes(Section::Utf8, &parts.utf8)
        .bytes(Section::Runs, &parts.runs)
        .placed(&parts.placed)
        .glyphs(Size::Small, &parts.glyphs)
        .bytes(Section::Coverage, coverage)
        .records(&parts.artists)
}

fn refusal(change: impl FnOnce(&mut Parts)) -> OpenError {
    let mut parts = parts();
    change(&mut parts);
    Summary::open(&file(&parts)).expect_err("a hostile file was read")
}

fn seal(file: &mut [u8]) {
    let sum = checksum(file);
    file[16..20].copy_from_slice(&sum.to_le_bytes());
}

#[test]
fn what_was_written_is_read() {
    let file = file(&parts());
    let summary = Summary::open(&file).expect("a sound file");
    assert_eq!(summary.text(summary.owner().name).as_str(), "Al");
    let names: Vec<_> = summary
        .records::<TopArtist>()
        .iter()
        .map(|a| summary.text(a.name).as_str())
        .collect();
    assert_eq!(names, ["€", "Al"]);
    assert_eq!(summary.text(TextId::NONE).as_str(), "");
    assert_eq!(summary.text(TextId::new(0)).clusters().count(), 2);
    assert!(summary.record::<Week>().is_none());
    let pixels: Vec<u8> = summary.glyph(Size::Small, 3).expect("a glyph").coverage.collect();
    assert_eq!(pixels, [15, 0, 0, 15]);
    assert!(summary.glyph(Size::Large, 3).is_none());
}

#[test]
fn no_flipped_bit_is_read() {
    let mut file = file(&parts());
    for bit in 0..file.len() * 8 {
        file[bit / 8] ^= 1 << (bit % 8);
        assert!(Summary::open(&file).is_err(), "bit {bit}");
        file[bit / 8] ^= 1 << (bit % 8);
    }
}

#[test]
fn no_cut_file_is_read() {
    let file = file(&parts());
    for length in 0..file.len() {
        let error = Summary::open(&file[..length]).expect_err("a cut file was read");
        let expected = if length < MAGIC.len() {
            matches!(error, OpenError::NotASummary)
        } else {
            matches!(error, OpenError::Length { .. })
        };
        assert!(expected, "cut at {length}: {error}");
    }
}

#[test]
fn a_newer_major_version_is_refused_by_its_number() {
    let mut file = file(&parts());
    file[8] = 2;
    seal(&mut file);
    assert_eq!(Summary::open(&file).err(), Some(OpenError::Newer { major: 2 }));
}

#[test]
fn an_unknown_section_is_passed_over_unless_it_is_required() {
    let with = |kind| writer(&parts(), COVERAGE).other(kind, 5, &[7; 15]).finish();
    let file = with(9999);
    let summary = Summary::open(&file).expect("what is not known is passed over");
    let info = summary.sections().last().expect("a section");
    assert_eq!((info.kind, info.section, info.records), (9999, None, Some(3)));
    assert_eq!(
        Summary::open(&with(0x8000 | 9999)).err(),
        Some(OpenError::Unknown(0x8000 | 9999))
    );
}

/// A file as a newer version may write it: each record is longer by some bytes, and there are sections of unknown kinds.
fn newer(file: &[u8], more: usize) -> Vec<u8> {
    let summary = Summary::open(file).expect("a sound file");
    let writer = summary.sections().fold(Writer::new(), |writer, info| {
        let more = if info.record > 1 { more } else { 0 };
        let longer = |bytes: &[u8]| [bytes, &vec![0xAB; more]].concat();
        let content: Vec<u8> = summary.bytes_of_records(info).flat_map(longer).collect();
        writer.other(info.kind, (info.record + more) as u16, &content)
    });
    writer.other(200, 3, b"newer!").other(300, 1, b"bytes").finish()
}

#[test]
fn a_newer_file_with_longer_records_says_what_this_version_knows() {
    let old = writer(&parts(), COVERAGE).records(&[Week::new_zeroed()]).finish();
    for more in [1, 2, 9, 64] {
        let file = newer(&old, more);
        let (old, new) = (
            Summary::open(&old).expect("sound"),
            Summary::open(&file).expect("sound"),
        );
        assert_eq!((new.owner(), new.owner_id()), (old.owner(), old.owner_id()));
        assert_eq!((new.rule(), new.totals()), (old.rule(), old.totals()));
        assert!(new.records::<TopArtist>().iter().eq(old.records::<TopArtist>()));
        assert!(
            new.records::<TopArtist>()
                .iter()
                .rev()
                .eq(old.records::<TopArtist>().iter().rev())
        );
        assert_eq!(
            new.records::<TopArtist>().last_few(1).first(),
            old.records::<TopArtist>().last()
        );
        assert_eq!(new.record::<Week>(), old.record());
        for at in 0..2 {
            let [new, old] = [new, old].map(|summary| summary.text(TextId::new(at)));
            assert_eq!(new.as_str(), old.as_str());
            assert!(new.run().iter().eq(old.run().iter()));
        }
        let pixels = |summary: Summary| {
            summary
                .glyph(Size::Small, 3)
                .map(|glyph| glyph.coverage.collect::<Vec<_>>())
        };
        assert_eq!(pixels(new), pixels(old));
    }
}

#[test]
fn a_longer_record_is_checked_like_any_other() {
    let mut parts = parts();
    parts.artists[1].name = TextId::new(1);
    let mut file = newer(&file(&parts), 3);
    let summary = Summary::open(&file).expect("sound");
    let artists = summary
        .sections()
        .find(|info| info.section == Some(Section::TopArtists));
    let artists = artists.expect("the artists");
    file[artists.offset + artists.record] = 2;
    seal(&mut file);
    assert_eq!(
        Summary::open(&file).err(),
        Some(OpenError::Unsound(Section::TopArtists))
    );
}

#[test]
fn records_that_are_shorter_than_they_have_to_be_are_passed_over() {
    let week = Week::new_zeroed();
    let shorter = |length: usize| {
        let week = &week.as_bytes()[..length];
        writer(&parts(), COVERAGE)
            .other(Section::Week as u16, length as u16, week)
            .finish()
    };
    let file = shorter(size_of::<Week>() - 1);
    assert!(Summary::open(&file).expect("sound").record::<Week>().is_none());
    let file = shorter(size_of::<Week>());
    assert!(Summary::open(&file).expect("sound").record::<Week>().is_some());
}

#[test]
fn a_file_of_before_there_were_ids_has_an_owner_without_one() {
    let owner = |length: usize| {
        let record = [OWNER.as_bytes(), LATER.as_bytes(), b"newer"].concat();
        unowned(&parts(), COVERAGE)
            .other(Section::Owner as u16, length as u16, &record[..length])
            .finish()
    };
    let id = |length: usize| {
        let file = owner(length);
        let summary = Summary::open(&file).expect("sound");
        assert_eq!(summary.owner(), &OWNER);
        summary.owner_id()
    };
    let known = size_of::<Owner>() + size_of::<OwnerLater>();
    assert_eq!(id(size_of::<Owner>()), None);
    assert_eq!(id(known), OwnerId::new(0xABCD));
    assert_eq!(id(known + 5), OwnerId::new(0xABCD));
    for length in size_of::<Owner>() + 1..known {
        let error = Summary::open(&owner(length)).err();
        assert_eq!(error, Some(OpenError::Unsound(Section::Owner)), "{length}: half an id");
    }
    let error = Summary::open(&owner(size_of::<Owner>() - 1)).err();
    assert_eq!(error, Some(OpenError::Missing(Section::Owner)));
}

#[test]
fn a_table_of_broken_records_is_refused() {
    let entry_of = |kind: u16, record: u16, content: &[u8]| {
        let file = writer(&parts(), COVERAGE).other(kind, record, content).finish();
        Summary::open(&file).err()
    };
    assert_eq!(entry_of(999, 0, b""), Some(OpenError::Table), "records of no length");
    assert_eq!(
        entry_of(999, 4, b"12345"),
        Some(OpenError::Table),
        "a record and a quarter"
    );
    assert_eq!(entry_of(999, 4, b""), None);
}

#[test]
fn a_file_without_an_owner_is_refused() {
    assert_eq!(refusal(|parts| parts.owner.clear()), OpenError::Unsound(Section::Owner));
}

#[test]
fn indices_out_of_range_are_refused() {
    assert_eq!(
        refusal(|parts| parts.artists[1].name = TextId::new(2)),
        OpenError::Unsound(Section::TopArtists)
    );
    assert_eq!(
        refusal(|parts| parts.texts[1].utf8_start = u32::MAX.into()),
        OpenError::Unsound(Section::Texts)
    );
    assert_eq!(
        refusal(|parts| parts.texts[1].run_start = 4.into()),
        OpenError::Unsound(Section::Texts)
    );
    assert_eq!(
        refusal(|parts| parts.texts.swap(0, 1)),
        OpenError::Unsound(Section::Texts)
    );
    assert_eq!(refusal(|parts| parts.runs[2] = 3), OpenError::Unsound(Section::Runs));
    assert_eq!(refusal(|parts| parts.runs[2] = 200), OpenError::Unsound(Section::Runs));
    assert_eq!(
        refusal(|parts| parts.placed[0].glyph = 4.into()),
        OpenError::Unsound(Section::GlyphsSmall)
    );
    assert_eq!(
        refusal(|parts| parts.glyphs[0].coverage_start = 4.into()),
        OpenError::Unsound(Section::GlyphsSmall)
    );
    assert_eq!(
        refusal(|parts| parts.glyphs[0].width = 200),
        OpenError::Unsound(Section::GlyphsSmall)
    );
    assert_eq!(
        refusal(|parts| parts.glyphs.swap(0, 1)),
        OpenError::Unsound(Section::GlyphsSmall)
    );
}

#[test]
fn pixels_that_many_glyphs_share_do_not_make_opening_slow() {
    let large = |number| GlyphRecord {
        width: 64,
        height: 64,
        ..glyph(number)
    };
    let mut parts = parts();
    parts.glyphs = (1..=500).map(large).collect();
    let file = writer(&parts, &[0x0F; 512]).finish();
    assert_eq!(
        Summary::open(&file).err(),
        Some(OpenError::Unsound(Section::GlyphsSmall))
    );
}

#[test]
fn text_that_is_not_utf8_is_refused() {
    assert_eq!(refusal(|parts| parts.utf8[2] = 0xFF), OpenError::Unsound(Section::Utf8));
    assert_eq!(
        refusal(|parts| parts.texts[1].utf8_start = 3.into()),
        OpenError::Unsound(Section::Utf8)
    );
}

#[test]
fn a_run_that_starts_within_a_cluster_is_refused() {
    assert_eq!(
        refusal(|parts| parts.placed[0].flags = 0),
        OpenError::Unsound(Section::Runs)
    );
}

proptest! {
    /// Bytes that carry a right checksum reach the checks behind it: none of them may panic, and what opens must read.
    #[test]
    fn a_sealed_file_with_any_bytes_changed_never_panics(changes in prop::collection::vec((20_usize..400, any::<u8>()), 1..6)) {
        let mut file = file(&parts());
        for (at, byte) in changes {
            let at = at % file.len();
            file[at.max(20)] = byte;
        }
        seal(&mut file);
        if let Ok(summary) = Summary::open(&file) {
            for artist in summary.records::<TopArtist>() {
                for cluster in summary.text(artist.name).clusters() {
                    for placed in cluster.glyphs.iter() {
                        let _ = summary.glyph(Size::Small, placed.glyph.get()).map(|glyph| glyph.coverage.count());
                    }
                }
            }
            prop_assert!(summary.sections().count() > 0);
        }
    }
}

/// What is wrong with one record of an optional section.
fn refusal_of<R: Record>(record: R) -> Option<OpenError> {
    let parts = parts();
    let file = writer(&parts, COVERAGE).records(&[record]).finish();
    Summary::open(&file).err()
}

#[test]
fn every_section_refuses_a_name_that_is_not_there() {
    let missing = TextId::new(2);
    let none = TextId::NONE;
    let zeros = Memory::new_zeroed();
    assert_eq!(
        refusal_of(Memory {
            title: none,
            artist: none,
            ..zeros
        }),
        None
    );
    assert_eq!(
        refusal_of(Memory {
            title: none,
            artist: missing,
            ..zeros
        }),
        Some(OpenError::Unsound(Section::Memories))
    );
    let era = |artists| Era {
        artists,
        ..Era::new_zeroed()
    };
    assert_eq!(refusal_of(era([none; 3])), None);
    assert_eq!(
        refusal_of(era([none, none, missing])),
        Some(OpenError::Unsound(Section::Eras))
    );
    let standing = |artists| Standing {
        artists,
        ..Standing::new_zeroed()
    };
    assert_eq!(refusal_of(standing([none; 5])), None);
    assert_eq!(
        refusal_of(standing([missing; 5])),
        Some(OpenError::Unsound(Section::Race))
    );
}

#[test]
fn numbers_that_pages_rely_on_are_checked() {
    let mood = |peak_hour, peak_month| Mood {
        peak_hour,
        peak_month,
        ..Mood::new_zeroed()
    };
    assert_eq!(refusal_of(mood(23, 12)), None);
    for mood in [mood(24, 12), mood(23, 0), mood(23, 13)] {
        assert_eq!(refusal_of(mood), Some(OpenError::Unsound(Section::Moods)));
    }
    let seasonal = |month| Seasonal {
        month,
        ..Seasonal::new_zeroed()
    };
    assert_eq!(refusal_of(seasonal(1)), None);
    assert_eq!(refusal_of(seasonal(13)), Some(OpenError::Unsound(Section::Seasons)));
    let binge = Binge {
        from: day(9),
        to: day(8),
        ..Binge::new_zeroed()
    };
    assert_eq!(refusal_of(binge), Some(OpenError::Unsound(Section::Binges)));
    let country: Country = zerocopy::transmute!([b's'; size_of::<Country>()]);
    assert_eq!(refusal_of(country), Some(OpenError::Unsound(Section::Countries)));
    let country: Country = zerocopy::transmute!([b'S'; size_of::<Country>()]);
    assert_eq!(refusal_of(country), None);
    let rule = |flag| Country {
        first: day(flag),
        ..country
    };
    assert_eq!(
        refusal_of(rule(u16::MAX)),
        None,
        "only what is said of a field holds of it"
    );
    let exploring = BreadthMonth {
        exploring_percent: 101,
        ..BreadthMonth::new_zeroed()
    };
    assert_eq!(refusal_of(exploring), Some(OpenError::Unsound(Section::Breadth)));
}

#[test]
fn a_kind_of_memory_that_is_not_known_yet_is_no_error() {
    let newer = Memory {
        kind: 200,
        title: TextId::NONE,
        artist: TextId::NONE,
        ..Memory::new_zeroed()
    };
    assert_eq!(refusal_of(newer), None);
    assert_eq!(MemoryKind::from_number(200), None);
}

#[test]
fn a_card_of_a_country_names_it_and_no_other_card_does() {
    let card = |kind: CardKind, letters| RecapCard {
        kind: kind.into(),
        title: TextId::NONE,
        artist: TextId::NONE,
        country: letters,
        ..RecapCard::new_zeroed()
    };
    let sweden = Code::new("SE").expect("two letters");
    assert_eq!(refusal_of(card(CardKind::Abroad, sweden)), None);
    assert_eq!(refusal_of(card(CardKind::Artist, Code::NONE)), None);
    for unsound in [
        card(CardKind::Abroad, Code::NONE),
        card(CardKind::Artist, sweden),
        RecapCard {
            artist: TextId::new(2),
            ..card(CardKind::Artist, Code::NONE)
        },
    ] {
        assert_eq!(refusal_of(unsound), Some(OpenError::Unsound(Section::Recap)));
    }
    let newer = RecapCard {
        kind: 200,
        ..card(CardKind::Abroad, sweden)
    };
    assert_eq!(refusal_of(newer), None, "a kind that is not known yet is no error");
}

#[test]
fn memories_and_countries_are_found() {
    let memory = |date, name| Memory {
        date,
        kind: MemoryKind::Favourite.into(),
        title: TextId::new(name),
        artist: TextId::NONE,
        number: 3.into(),
    };
    // 3 and 4 January 1970, 3 January 1971.
    let memories = [memory(day(2), 0), memory(day(367), 1), memory(day(3), 1)];
    let code = |letters| Code::new(letters).expect("two letters");
    let named = |language, name| CountryName {
        country: code("SE"),
        language: code(language),
        name: TextId::new(name),
    };
    let file = writer(&parts(), COVERAGE)
        .records(&memories)
        .records(&[named("de", 0), named("en", 1)])
        .finish();
    let summary = Summary::open(&file).expect("a sound file");
    let names: Vec<_> = summary.memories(1, 3).map(|memory| memory.title.index()).collect();
    assert_eq!(names, [0, 1]);
    assert_eq!(summary.memories(2, 29).count(), 0);
    assert_eq!(summary.country(code("SE"), "de").as_str(), "Al");
    assert_eq!(summary.country(code("SE"), "sv").as_str(), "€", "English stands in");
    assert_eq!(summary.country(code("NO"), "de").as_str(), "");
    assert_eq!((Code::new("S"), Code::new("S1"), Code::new("Öl")), (None, None, None));
}
