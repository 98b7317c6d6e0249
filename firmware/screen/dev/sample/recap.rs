//! The stories of a made-up history's years.

use std::prelude::v1::*;

use playtally_summary::records::{CardKind, Code, RecapCard};
use playtally_summary::{Day, TextId};

use super::Sample;
use super::more::{More, day};

/// The last year tells the sample's cards in order; the two before tell the kinds that those leave, most of them.
pub(super) fn cards(sample: &Sample, more: &mut More) -> Vec<RecapCard> {
    let rest = CardKind::ALL.iter().filter(|kind| !sample.story.contains(kind));
    let earlier = rest.enumerate().map(|(at, &kind)| (1 + at as i32 / 8 % 2, kind));
    let mut cards: Vec<RecapCard> = earlier
        .chain(sample.story.iter().map(|&kind| (0, kind)))
        .map(|(ago, kind)| card(more.last - ago, kind, more))
        .collect();
    cards.sort_by_key(|card| card.year.get());
    cards
}

fn card(year: i32, kind: CardKind, more: &mut More) -> RecapCard {
    const NONE: u32 = RecapCard::UNKNOWN;
    let (numbers, date, names) = match kind {
        CardKind::Hours => ([30_720, 9_120, 6_610], None, 0),
        CardKind::Days => ([277, 324, 840], None, 0),
        CardKind::Month => ([4_020, 2_450, NONE], Some((7, 1)), 0),
        CardKind::TimeOfDay => ([21 * 60 + 40, 18 * 60 + 5, NONE], None, 0),
        CardKind::Nights => ([1_231, 9_120, 62], None, 0),
        CardKind::Weekends => ([3_740, 9_120, 281], None, 0),
        CardKind::BiggestDay => ([684, 171, NONE], Some((8, 23)), 0),
        CardKind::Streak => ([96, NONE, NONE], Some((2, 3)), 0),
        CardKind::Session => ([611, 158, NONE], Some((8, 9)), 0),
        CardKind::Milestone => ([100_000, NONE, NONE], Some((5, 17)), 2),
        CardKind::Abroad => ([17, 340, NONE], Some((4, 2)), 0),
        CardKind::Breadth => ([612, 96, 71], None, 0),
        CardKind::Explored => ([1_720, 9_120, 263], None, 0),
        CardKind::Nostalgia => ([1_412, NONE, NONE], None, 0),
        CardKind::Skips => ([1_021, 9_400, 287], None, 0),
        CardKind::Replays => ([730, 9_120, 34], None, 0),
        CardKind::Discovery => ([312, NONE, NONE], Some((3, 14)), 1),
        CardKind::Comeback => ([1_197, 57, NONE], Some((6, 17)), 1),
        CardKind::Farewell => ([412, 9, NONE], None, 1),
        CardKind::Binge => ([41, NONE, NONE], Some((9, 14)), 2),
        CardKind::Run => ([87, NONE, NONE], Some((10, 4)), 1),
        CardKind::Album => ([264, 1_010, NONE], None, 3),
        CardKind::Track => ([118, 430, NONE], None, 2),
        CardKind::Signature => ([486, 640, NONE], None, 1),
        CardKind::Artist => ([702, 2_640, NONE], None, 1),
    };
    let at = kind as usize;
    let title = match names {
        2 => more.title(at),
        3 => more.album(at),
        _ => TextId::NONE,
    };
    RecapCard {
        year: (year as u16).into(),
        kind: kind.into(),
        record: match kind {
            CardKind::Hours | CardKind::Nights | CardKind::Breadth | CardKind::Nostalgia => 1,
            CardKind::Skips => 2,
            _ => 0,
        },
        title,
        artist: if names == 0 { TextId::NONE } else { more.artist(at) },
        date: date.map_or(Day::default(), |(month, of_month)| day(year, month, of_month)),
        country: match kind {
            CardKind::Abroad => Code::new("JP").unwrap_or(Code::NONE),
            _ => Code::NONE,
        },
        numbers: numbers.map(u32::into),
    }
}
