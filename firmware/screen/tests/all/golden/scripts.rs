//! Names in many scripts, typeset by the press with nothing but the bundled fonts, so that they look the same everywhere.

use playtally_press::typeset::{Fonts, Sheet, Sizes};
use playtally_summary::records::{Owner, Rule, TopArtist, Totals};
use playtally_summary::{TextId, Writer};
use zerocopy::FromZeros;

/// A list of names for each row of the sheet: with marks above and below, joined, stacked, reordered, from right to left,
/// wide, and mixed within a line.
const NAMES: [[&str; 5]; 3] = [
    [
        "Śnieżka Źródło",
        "Ελληνικά νερά",
        "Зимняя ночь",
        "ليل البحر live",
        "שלום Night (אור)",
    ],
    [
        "हिन्दी क्षितिज",
        "ภาษาไทย น้ำ",
        "東京の夜 remix",
        "한국의 밤 ᄒ\u{1161}\u{11AB}",
        "♥ Ночь ☂ 👩\u{200d}🎤",
    ],
    [
        "Café نور 12",
        "עברית and العربية",
        "Ω東к: 3 × 4",
        "Tiếng Việt Nhạc",
        "ქართული Հայ",
    ],
];

/// A summary for each row, in which the names are the top artists.
pub(crate) fn files() -> [Vec<u8>; 3] {
    let fonts = Fonts::bundled();
    NAMES.map(|names| {
        let mut sheet = Sheet::new(&fonts);
        let artists: Vec<TopArtist> = (0_u32..)
            .zip(names)
            .map(|(at, name)| TopArtist {
                name: sheet.add(name, Sizes::ALL),
                track: TextId::NONE,
                plays: (900 - 120 * at).into(),
                minutes: 0.into(),
                ..TopArtist::new_zeroed()
            })
            .collect();
        let owner = Owner {
            name: artists[0].name,
            ..Owner::new_zeroed()
        };
        let rule = Rule {
            timezone: TextId::NONE,
            ..Rule::new_zeroed()
        };
        sheet
            .finish(usize::MAX)
            .write(Writer::new())
            .records(&[owner])
            .records(&[rule])
            .records(&[Totals::new_zeroed()])
            .records(&artists)
            .finish()
    })
}
