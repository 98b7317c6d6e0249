//! The stories of a made-up history's years.

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
    let says = |what: &str| kind.says().contains(what);
    let date = match kind {
        CardKind::Month => Some((7, 1)),
        CardKind::BiggestDay => Some((8, 23)),
        CardKind::Streak => Some((2, 3)),
        CardKind::Session => Some((8, 9)),
        CardKind::Milestone => Some((5, 17)),
        CardKind::Abroad => Some((4, 2)),
        CardKind::Discovery => Some((3, 14)),
        CardKind::Comeback => Some((6, 17)),
        CardKind::Binge => Some((9, 14)),
        CardKind::Run => Some((10, 4)),
        _ => says("`date`").then_some((6, 15)),
    };
    let mut numbers = [RecapCard::UNKNOWN; 3];
    for (number, &example) in numbers.iter_mut().zip(kind.examples()) {
        *number = example;
    }
    let at = kind as usize;
    let title = match kind {
        CardKind::Album => more.album(at),
        CardKind::Genre => more.genre("Electronic"),
        _ if says("`title`") => more.title(at),
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
        artist: if says("`artist`") {
            more.artist(at)
        } else {
            TextId::NONE
        },
        date: date.map_or(Day::default(), |(month, of_month)| day(year, month, of_month)),
        country: match kind {
            CardKind::Abroad => Code::new("JP").unwrap_or(Code::NONE),
            _ => Code::NONE,
        },
        numbers: numbers.map(u32::into),
    }
}
