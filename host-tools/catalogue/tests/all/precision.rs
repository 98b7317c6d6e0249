//! How often what is believed is right, and how much of what could be known is: against a made-up catalogue full of traps.

use playtally_catalogue::{Options, catalogue};
use playtally_history::Plays;
use playtally_statistics::genres::Genre;

use crate::common::{history, learnt, master, masters};

/// Numbers that are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

const SYLLABLES: &[&str] = &[
    "ba", "ru", "mi", "ko", "ten", "sa", "lo", "vi", "dra", "nel", "po", "fi", "gar", "hu", "jo", "ly", "mo", "qua",
    "ze", "wen",
];
/// Words of which titles are made: few, so that strangers have titles in common.
const WORDS: &[&str] = &[
    "river", "night", "home", "fire", "glass", "summer", "letter", "shadow", "golden", "north", "paper", "silver",
    "morning", "wild", "dream", "ocean", "train", "winter", "light", "garden", "stone", "mirror", "velvet", "city",
    "empty", "slow", "blue", "echo", "thunder", "road", "ghost", "violet", "harbour", "copper", "window", "circle",
    "desert", "lantern", "autumn", "crown",
];
const COMMON: &[&str] = &["Live", "Greatest Hits", "The Best Of", "Intro", "Untitled"];
const GENRES: &[(&str, &str, Genre)] = &[
    ("Rock", "Indie Rock", Genre::Rock),
    ("Electronic", "Deep House", Genre::Electronic),
    ("Hip Hop", "Boom Bap", Genre::HipHop),
    ("Jazz", "Hard Bop", Genre::Jazz),
    ("Reggae", "Roots Reggae", Genre::Reggae),
    ("Latin", "Salsa", Genre::Latin),
    ("Pop", "Ballad", Genre::Pop),
    ("Funk / Soul", "Neo Soul", Genre::Soul),
];

fn name(dice: &mut Dice) -> String {
    let word = |dice: &mut Dice| {
        let word: String = (0..2 + dice.below(2)).map(|_| dice.pick(SYLLABLES)).collect();
        word[..1].to_uppercase() + &word[1..]
    };
    match dice.below(3) {
        0 => word(dice),
        _ => format!("{} {}", word(dice), word(dice)),
    }
}

fn title(dice: &mut Dice) -> String {
    if dice.one_in(25) {
        return dice.pick(COMMON).to_owned();
    }
    let words: Vec<&str> = (0..1 + dice.below(3)).map(|_| dice.pick(WORDS)).collect();
    let title = words.join(" ");
    title[..1].to_uppercase() + &title[1..]
}

/// What is true of an item: its genre and its year, where the catalogue can know them.
struct Truth {
    plays: u32,
    genre: Option<Genre>,
    year: Option<u16>,
    can_know_genre: bool,
    can_know_year: bool,
}

struct World {
    plays: Plays,
    catalogue: Vec<u8>,
    truth: Vec<Truth>,
}

/// An owner with some hundred artists, and a catalogue in which some are missing, many have homonyms, and names are written
/// otherwise.
fn world(seed: u64) -> World {
    let mut dice = Dice(seed);
    let (mut items, mut truth, mut records) = (Vec::new(), Vec::new(), Vec::new());
    let mut known = std::collections::HashSet::new();
    let mut id = 1;
    let mut entry = |records: &mut Vec<String>,
                     artists: &[(u32, &str, &str)],
                     genre: (&str, &str, Genre),
                     year: u16,
                     title: &str| {
        id += 1;
        records.push(master(id, artists, &[genre.0], &[genre.1], &year.to_string(), title));
    };
    for number in 0..600_u32 {
        // The owner has no two of one name.
        let own = std::iter::repeat_with(|| name(&mut dice))
            .find(|name| known.insert(name.clone()))
            .unwrap();
        let genre = dice.pick(GENRES);
        let is_missing = dice.one_in(12);
        let is_translated = !is_missing && dice.one_in(40);
        // How the catalogue writes it, and how the owner's service does.
        let theirs = match dice.below(6) {
            _ if is_translated => format!("\u{416}{own}"),
            0 => format!("{own} (2)"),
            1 => format!("{own}*"),
            2 => format!("{}, The", own),
            3 => own.replace('o', "ö"),
            _ => own.clone(),
        };
        let service = match dice.below(5) {
            0 => format!("The {own}"),
            1 => own.to_uppercase(),
            _ => own.clone(),
        };
        let credit = (10 * number, theirs.as_str(), "");
        let first_year = 1960 + dice.below(60) as u16;
        for album_number in 0..1 + dice.below(6) {
            let album = title(&mut dice);
            let year = first_year + album_number as u16;
            let is_live = dice.one_in(15);
            let is_in = !is_missing && !is_live;
            if is_in {
                entry(&mut records, &[credit], genre, year, &album);
            }
            let shown = match dice.below(5) {
                _ if is_live => format!("{album} (Live)"),
                0 => format!("{album} (Deluxe Edition)"),
                1 => format!("{album} (2011 Remaster)"),
                _ => album.clone(),
            };
            let is_common = COMMON.contains(&album.as_str());
            for track in 0..3 + dice.below(6) {
                let track_title = format!("{} {track}", title(&mut dice));
                let track_title = match dice.below(8) {
                    0 => format!("{track_title} (feat. {})", name(&mut dice)),
                    1 => format!("{track_title} - Remastered 2009"),
                    _ => track_title,
                };
                let plays = 1 + dice.below(20) as u32;
                items.push((service.clone(), track_title, shown.clone(), plays));
                truth.push(Truth {
                    plays,
                    genre: Some(genre.2),
                    year: (!is_live).then_some(year),
                    can_know_genre: !is_missing && !is_translated,
                    can_know_year: is_in && !is_translated && !is_common,
                });
            }
        }
        // Others of the same name, with titles of their own, or by chance of the same.
        if dice.one_in(4) || is_missing && dice.one_in(2) {
            for other in 1..=1 + dice.below(3) as u32 {
                let their_genre = dice.pick(GENRES);
                let shown = format!("{own} ({})", other + 2);
                for _ in 0..1 + dice.below(12) {
                    let title = title(&mut dice);
                    let year = 1960 + dice.below(60) as u16;
                    entry(
                        &mut records,
                        &[(10 * number + other, &shown, "")],
                        their_genre,
                        year,
                        &title,
                    );
                }
            }
        }
    }
    // A composer whose works many have played: which recording was heard, nobody can say.
    let classical = ("Classical", "Baroque", Genre::Classical);
    for number in 0..30_u32 {
        let composer = std::iter::repeat_with(|| name(&mut dice))
            .find(|name| known.insert(name.clone()))
            .unwrap();
        let (composer, work) = (composer, format!("{} variations", title(&mut dice)));
        for performer in 0..4 {
            let who = name(&mut dice);
            let year = 1950 + 12 * performer as u16;
            let credits = [
                (90_000 + number, composer.as_str(), ""),
                (95_000 + 4 * number + performer, who.as_str(), ""),
            ];
            entry(&mut records, &credits, classical, year, &work);
        }
        items.push((composer.clone(), format!("{work}: Aria"), work.clone(), 12));
        truth.push(Truth {
            plays: 12,
            genre: Some(Genre::Classical),
            // It was the last of them.
            year: Some(1986),
            can_know_genre: true,
            can_know_year: false,
        });
    }
    let rows = items
        .iter()
        .map(|(artist, title, album, plays)| (artist.as_str(), title.as_str(), album.as_str(), *plays));
    World {
        plays: history(rows),
        catalogue: masters(records),
        truth,
    }
}

/// Plays of which something was said, of these those of which it was right, and of those of which it could be known, those of which it
/// was said.
#[derive(Clone, Copy, Debug, Default)]
struct Score {
    said: u64,
    right: u64,
    knowable: u64,
    known: u64,
}

impl Score {
    fn add(&mut self, truth: &Truth, is_said: bool, is_right: bool, is_knowable: bool) {
        let plays = u64::from(truth.plays);
        self.said += plays * u64::from(is_said);
        self.right += plays * u64::from(is_said && is_right);
        self.knowable += plays * u64::from(is_knowable);
        self.known += plays * u64::from(is_knowable && is_said);
    }

    fn precision(&self) -> f64 {
        self.right as f64 / self.said as f64
    }

    fn recall(&self) -> f64 {
        self.known as f64 / self.knowable as f64
    }
}

#[test]
fn what_is_believed_is_right_and_most_of_what_can_be_known_is() {
    let (mut genre, mut year) = (Score::default(), Score::default());
    for seed in 0..3 {
        let world = world(seed);
        let learnt = learnt(&world.plays, &[&world.catalogue], &Options::default()).unwrap();
        let catalogue = catalogue(&world.plays, &learnt, &[]);
        for (item, truth) in (0..).zip(&world.truth) {
            let facts = catalogue.facts(item);
            let said = facts
                .genre
                .and_then(|style| catalogue.style(style))
                .map(|style| style.genre);
            genre.add(truth, said.is_some(), said == truth.genre, truth.can_know_genre);
            year.add(
                truth,
                facts.year.is_some(),
                facts.year == truth.year,
                truth.can_know_year,
            );
        }
    }
    let told = |name, score: &Score| {
        println!(
            "{name}: precision {:.4}, recall {:.4}, of {} plays",
            score.precision(),
            score.recall(),
            score.knowable
        );
    };
    told("genre", &genre);
    told("year", &year);
    for score in [genre, year] {
        assert!(score.precision() >= 0.995, "{}", score.precision());
        assert!(score.recall() >= 0.90, "{}", score.recall());
    }
}
