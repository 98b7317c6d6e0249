//! What all of this would fetch.

use playtally_statistics::Statistics;

use crate::chapter::{Brief, Chapter, Full};
use crate::fact::Fact;
use crate::phrase::Phrase;
use crate::words::number::{count, dollars};
use playtally_statistics::worth::{SALE_DOLLARS, SALE_PEOPLE};

pub(super) fn chapter(statistics: &Statistics) -> Chapter<'_> {
    let chapter = Chapter::new("worth", "What it is worth");
    let worth = &statistics.worth;
    let Some(cents) = worth.cents_per_play else {
        return chapter;
    };
    let all = Phrase::new().value("/worth/dollars", worth.dollars, dollars(worth.dollars));
    let each = Phrase::new().value("/worth/cents_per_play", cents, cents.to_string());
    let each = each.words(" cents a play");
    let rest = each.clone().words(": what a history fetched in 2025");
    let owner = Phrase::new().words("priceless");
    let facts = vec![
        Fact::new("To a buyer", all.clone(), ", ", rest),
        Fact::new("To its owner", owner, "", Phrase::new()),
    ];
    let says = format!(
        "for all of it. The only public sale of listening histories on record, in June 2025, paid ${} for those of about {} people. That makes ",
        count(SALE_DOLLARS),
        count(SALE_PEOPLE)
    );
    let full = Full {
        lead: all,
        text: vec![
            Phrase::new().words(says).and(each).words("."),
            Phrase::new().words("It is worth more here."),
        ],
        blocks: Vec::new(),
        beside: false,
    };
    chapter.brief([Brief::Facts(facts)]).full(Some(full))
}
