//! The story of a year.

use playtally_statistics::Statistics;
use playtally_statistics::recap::{Card, Recap, Record, Told};

use super::facts::{Facts, percent, track};
use crate::text::name::clean;
use crate::text::number::{clock, count, duration, plural};

/// A card in words.
#[derive(Debug)]
pub(crate) struct Words {
    /// What it is about.
    pub(crate) about: String,
    /// What counts most.
    pub(crate) most: String,
    /// The rest of the sentence.
    pub(crate) rest: String,
}

/// The year whose story a report tells: the last one that has any.
pub(crate) fn last(statistics: &Statistics) -> Option<&Recap> {
    statistics.recaps.last()
}

/// The story of a year, a card to a line.
pub(crate) fn story(recap: &Recap, columns: usize) -> String {
    let mut facts = Facts::new(columns);
    for told in &recap.cards {
        let words = words(told);
        facts.add(&words.about, words.most, words.rest);
    }
    facts.finish()
}

/// A card in words.
pub(crate) fn words(told: &Told) -> Words {
    let mut words = of_card(&told.card);
    match told.record {
        Some(Record::Highest) => words.rest.push_str("; more than in any other year"),
        Some(Record::Lowest) => words.rest.push_str("; less than in any other year"),
        None => {}
    }
    words
}

fn of_card(card: &Card) -> Words {
    let say = |about: &str, most: String, rest: String| Words {
        about: about.to_owned(),
        most,
        rest,
    };
    let share = |about: &str, part: u64, of: u64, usual: &Option<u64>| {
        let usual = usual.map_or(String::new(), |usual| format!(", usually {}", percent(usual, 1_000)));
        say(about, percent(part, of), format!(" of all plays{usual}"))
    };
    match card {
        Card::Hours { ms, plays, usual_plays } => {
            let usual = usual_plays.map_or(String::new(), |usual| format!(", usually {}", count(usual)));
            say(
                "How much",
                duration(*ms),
                format!(" in {}{usual}", plural(*plays, "play", "plays")),
            )
        }
        Card::Days {
            days,
            of_days,
            usual_permille,
        } => {
            let usual = usual_permille.map_or(String::new(), |usual| {
                format!(", usually {}", count((usual * of_days + 500) / 1_000))
            });
            let most = format!("{} of {}", count(*days), plural(*of_days, "day", "days"));
            say("How often", most, format!(" with music{usual}"))
        }
        Card::Month { month, ms, usual_ms } => {
            let most = month.first_day().date().format("%B").to_string();
            say(
                "The month",
                most,
                format!(": {}, at the year's pace {}", duration(*ms), duration(*usual_ms)),
            )
        }
        Card::TimeOfDay { minute, usual_minute } => {
            let usual = usual_minute.map_or(String::new(), |usual| format!(", usually {}", clock(usual)));
            say("Around", clock(*minute), usual)
        }
        Card::Nights {
            plays,
            of_plays,
            usual_permille,
        } => share("At night", *plays, *of_plays, usual_permille),
        Card::Weekends {
            plays,
            of_plays,
            usual_permille,
        } => share("At weekends", *plays, *of_plays, usual_permille),
        Card::Explored {
            new_tracks,
            of_plays,
            usual_permille,
        } => share("Never heard", *new_tracks, *of_plays, usual_permille),
        Card::Skips {
            skips,
            starts,
            usual_permille,
        } => share("Skipped", *skips, *starts, usual_permille),
        Card::Replays {
            plays,
            of_plays,
            usual_permille,
        } => share("Again at once", *plays, *of_plays, usual_permille),
        Card::BiggestDay { date, ms, plays } => {
            let plays = plural(*plays, "play", "plays");
            say(
                "Biggest day",
                date.format("%A, %Y-%m-%d").to_string(),
                format!(": {}, {plays}", duration(*ms)),
            )
        }
        Card::Streak { days, from } => say("Streak", plural(*days, "day", "days"), format!(" in a row from {from}")),
        Card::Session { date, ms, plays } => say(
            "Long session",
            duration(*ms),
            format!(", {} on {date}", plural(*plays, "play", "plays")),
        ),
        Card::Milestone {
            number,
            title,
            artist,
            date,
        } => say(
            &format!("Play {}", count(*number)),
            track(title, artist),
            format!(" on {date}"),
        ),
        Card::Abroad {
            country, days, first, ..
        } => say(
            "Away",
            country.as_str().to_owned(),
            format!(", {} from {first}", plural(*days, "day", "days")),
        ),
        Card::Breadth {
            artists,
            effective,
            usual_effective,
        } => {
            let usual = usual_effective.map_or(String::new(), |usual| format!(", usually {}", count(usual)));
            let rest = format!(", as varied as {} played alike{usual}", count(*effective));
            say("Breadth", plural(*artists, "artist", "artists"), rest)
        }
        Card::Nostalgia { mean_days } => say(
            "Old friends",
            plural(*mean_days, "day", "days"),
            " known, what was played, in the mean".to_owned(),
        ),
        Card::Discovery { artist, plays, first } => {
            let rest = format!(", {} from {first}", plural(*plays, "play", "plays"));
            say("Discovery", clean(artist).into_owned(), rest)
        }
        Card::Comeback {
            artist,
            silent_days,
            back,
            ..
        } => {
            let rest = format!(" after {}, on {back}", plural(*silent_days, "day", "days"));
            say("Comeback", clean(artist).into_owned(), rest)
        }
        Card::Farewell { artist, before, plays } => {
            let rest = format!(
                ", {} the year before, now {}",
                plural(*before, "play", "plays"),
                count(*plays)
            );
            say("Left behind", clean(artist).into_owned(), rest)
        }
        Card::Binge {
            title,
            artist,
            plays,
            date,
        } => say(
            "On repeat",
            track(title, artist),
            format!(", {} times on {date}", count(*plays)),
        ),
        Card::Run { artist, plays, date } => say(
            "In a row",
            clean(artist).into_owned(),
            format!(", {} from {date}", plural(*plays, "play", "plays")),
        ),
        Card::Album {
            title, artist, plays, ..
        } => say(
            "Album",
            track(title, artist),
            format!(", {}", plural(*plays, "play", "plays")),
        ),
        Card::Track {
            title, artist, plays, ..
        } => say(
            "Track",
            track(title, artist),
            format!(", {}", plural(*plays, "play", "plays")),
        ),
        Card::Signature {
            artist,
            plays,
            all_plays,
        } => {
            let rest = format!(", {} of all its {}", count(*plays), plural(*all_plays, "play", "plays"));
            say("Its own sound", clean(artist).into_owned(), rest)
        }
        Card::Artist { artist, plays, ms } => {
            let rest = format!(", {}, {}", plural(*plays, "play", "plays"), duration(*ms));
            say("Artist", clean(artist).into_owned(), rest)
        }
    }
}
