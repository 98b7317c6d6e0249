//! The stories of the years.

use playtally_statistics::Statistics;
use playtally_statistics::recap::{Card, MOST, Recap, Record, Told};
use playtally_summary::records::{CardRecord, Code, RecapCard, Unit};
use playtally_summary::{Day, Record as _, Writer};
use zerocopy::little_endian::U32;

use super::{Names, count, last, minutes, some, year};

pub(super) fn write(writer: Writer, statistics: &Statistics, names: &mut Names<'_>) -> Writer {
    let cards: Vec<RecapCard> = told(statistics)
        .filter_map(|(recap, told)| card(recap, told, names))
        .collect();
    some(writer, &cards)
}

/// The countries that cards are about.
pub(super) fn countries(statistics: &Statistics) -> impl Iterator<Item = Code> {
    told(statistics).filter_map(|(_, told)| country(&told.card))
}

fn told(statistics: &Statistics) -> impl Iterator<Item = (&Recap, &Told)> {
    let recaps = last(&statistics.recaps, RecapCard::MOST / MOST).iter();
    recaps.flat_map(|recap| recap.cards.iter().map(move |told| (recap, told)))
}

fn country(card: &Card) -> Option<Code> {
    match card {
        Card::Abroad { country, .. } => Code::new(country.as_str()),
        _ => None,
    }
}

fn card(recap: &Recap, told: &Told, names: &mut Names<'_>) -> Option<RecapCard> {
    let (kind, parts) = (told.card.kind(), told.card.parts());
    let mut id = |name: Option<&str>| names.add_known(name);
    let mut numbers = [U32::new(RecapCard::UNKNOWN); 3];
    for ((to, from), unit) in numbers.iter_mut().zip(parts.numbers).zip(kind.units()) {
        *to = match (from, unit) {
            (None, _) => continue,
            // Statistics have milliseconds.
            (Some(ms), Unit::Minutes) => minutes(ms),
            (Some(number), _) => count(number),
        };
    }
    Some(RecapCard {
        year: year(recap.year)?,
        kind: kind.into(),
        record: match told.record {
            None => 0,
            Some(Record::Highest) => CardRecord::Highest.into(),
            Some(Record::Lowest) => CardRecord::Lowest.into(),
        },
        title: id(parts.title),
        artist: id(parts.artist),
        date: parts.date.map_or(Day::default(), Day::from_date),
        country: country(&told.card).unwrap_or(Code::NONE),
        numbers,
    })
}

#[cfg(test)]
mod tests {
    use playtally_statistics::{Rule, testing};
    use playtally_summary::Summary;
    use playtally_summary::records::CardKind;

    use super::*;
    use crate::typeset::Fonts;
    use crate::{Options, press};

    #[test]
    fn cards_are_told_in_the_order_and_with_the_names_and_numbers_of_the_statistics() {
        let rule = Rule::new(chrono_tz::Europe::Stockholm);
        let statistics = Statistics::compute(&testing::made_up(5, 20_000), &rule);
        let fonts = Fonts::bundled();
        let day = chrono::NaiveDate::from_ymd_opt(2026, 2, 1).expect("a day");
        let pressed = press(&statistics, &Options::new("Ada", day, &fonts));
        let summary = Summary::open(&pressed.file).expect("a sound file");
        let cards = summary.records::<RecapCard>();
        let expected: Vec<_> = told(&statistics).collect();
        assert!(expected.len() > 20 && cards.len() == expected.len());
        for (card, (recap, told)) in cards.iter().zip(expected) {
            assert_eq!(i32::from(card.year.get()), recap.year);
            assert_eq!(CardKind::from_number(card.kind), Some(told.card.kind()));
            match &told.card {
                Card::Track {
                    title,
                    artist,
                    plays,
                    ms,
                } => {
                    let named = [card.title, card.artist].map(|name| summary.text(name).as_str());
                    assert_eq!(named, [title.as_str(), artist.as_deref().unwrap_or("")]);
                    assert_eq!(
                        [0, 1].map(|at| card.number(at)),
                        [*plays, (ms + 30_000) / 60_000].map(Some)
                    );
                }
                Card::Session { date, ms, plays } => {
                    assert_eq!(card.date.date(), *date);
                    assert_eq!(
                        [0, 1].map(|at| card.number(at)),
                        [(ms + 30_000) / 60_000, *plays].map(Some)
                    );
                }
                Card::Skips {
                    skips,
                    starts,
                    usual_permille,
                } => {
                    let numbers = [0, 1, 2].map(|at| card.number(at));
                    assert_eq!(numbers, [Some(*skips), Some(*starts), *usual_permille]);
                }
                Card::Comeback {
                    artist, silent_days, ..
                } => {
                    assert!(card.title.is_none());
                    assert_eq!(summary.text(card.artist).as_str(), artist);
                    assert_eq!(card.number(0), Some(*silent_days));
                }
                _ => {}
            }
        }
    }
}
