//! What kind of listener it is.

use playtally_statistics::Statistics;
use playtally_statistics::listener::{EXPLORES, FAVOURITES, LOYAL, Listener, MORNING, SKIPS};

use crate::chapter::{Block, Brief, Chapter, Full, Meter};
use crate::fact::Fact;
use crate::phrase::Phrase;
use crate::words::number::percent;

/// What a measure is a share of.
const WHOLE: u64 = 1_000;

/// A trait: its two sides, how much there is of the one that is shown, and what that is a share of.
struct Trait {
    side: &'static str,
    permille: u64,
    says: String,
    /// Where the side begins, and whether the threshold itself is on it.
    threshold: (u64, bool),
}

pub(super) fn chapter(statistics: &Statistics) -> Chapter<'_> {
    let chapter = Chapter::new("listening-type", "Listening type");
    let Some(listener) = &statistics.listener else {
        return chapter;
    };
    let kind = Fact::new(
        "Type",
        Phrase::new().value("/listener/name", listener.name, listener.name),
        ": ",
        Phrase::new().words(listener.says()),
    );
    let facts = traits(listener).map(|of| {
        let share = Phrase::new().share(of.permille, WHOLE);
        Fact::new(of.side, share, " of plays ", Phrase::new().words(of.says))
    });
    let facts = [kind].into_iter().chain(facts);
    chapter
        .brief([Brief::Facts(facts.collect())])
        .full(Some(full(listener)))
}

/// The traits, each with the side that it is on.
fn traits(listener: &Listener) -> [Trait; 4] {
    let side = |bit: u8| listener.number >> bit & 1;
    // The measure of the side that is named first, and where that side begins.
    let of = |bit: u8, [first, second]: [&'static str; 2], measure: u64, threshold: u16, says: [String; 2]| {
        let [one, other] = says;
        let threshold = u64::from(threshold);
        // The threshold is on the side that is measured: exploring, the morning, loyalty, skips.
        let is_measured = (side(bit) == 0) == matches!(bit, 1 | 2);
        let (side, permille, says, threshold) = match side(bit) {
            0 => (first, measure, one, threshold),
            _ => (second, WHOLE - measure, other, WHOLE - threshold),
        };
        Trait {
            side,
            permille,
            says,
            threshold: (threshold, is_measured),
        }
    };
    [
        of(
            3,
            ["Returns", "Explores"],
            WHOLE - u64::from(listener.exploring_permille),
            WHOLE as u16 - EXPLORES,
            [
                "are of artists known for 28 days or more".to_owned(),
                "are of artists known for less than 28 days".to_owned(),
            ],
        ),
        of(
            2,
            ["Morning", "Night"],
            listener.morning_permille.into(),
            MORNING,
            [
                "are in the morning, of those from 5 am to noon and from 9 pm to 4 am".to_owned(),
                "are at night, of those from 5 am to noon and from 9 pm to 4 am".to_owned(),
            ],
        ),
        of(
            1,
            ["Loyal", "Roams"],
            listener.loyal_permille.into(),
            LOYAL,
            [
                format!("are of the {FAVOURITES} most played artists of their year"),
                format!("are not of the {FAVOURITES} most played artists of their year"),
            ],
        ),
        of(
            0,
            ["Patient", "Skips"],
            WHOLE - u64::from(listener.skipped_permille),
            WHOLE as u16 - SKIPS,
            [
                "are not skipped, of those whose end is known".to_owned(),
                "are skipped, of those whose end is known".to_owned(),
            ],
        ),
    ]
}

fn full(listener: &Listener) -> Full<'_> {
    let traits = traits(listener);
    let thresholds = traits.iter().map(|of| {
        let (least, is_on_it) = of.threshold;
        let least = match is_on_it {
            true => format!("at least {}", percent(least, WHOLE)),
            false => format!("more than {}", percent(least, WHOLE)),
        };
        Phrase::new().words(format!("{} takes {least} of plays that {}", of.side, of.says))
    });
    let meters = traits.iter().map(|of| Meter {
        name: of.side,
        number: Phrase::new().share(of.permille, WHOLE),
        of: [of.permille, WHOLE],
    });
    let thresholds = Phrase::join(thresholds, ". ").words(".");
    Full {
        lead: Phrase::new().value("/listener/name", listener.name, listener.name),
        text: vec![Phrase::new().words(listener.says()), thresholds],
        blocks: vec![Block::Meters(meters.collect())],
        beside: true,
    }
}
