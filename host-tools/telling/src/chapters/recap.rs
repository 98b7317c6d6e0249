//! The cards of a year's recap.

use playtally_statistics::recap::{Card, Record, Told};

use crate::fact::{Fact, by};
use crate::phrase::Phrase;
use crate::words::Noun;
use crate::words::date::{month_name, span, time};
use crate::words::number::{count, duration, percent};

/// What a card says. `at` is the card's place in the JSON.
pub(super) fn card<'a>(told: &'a Told, at: &str) -> Fact<'a> {
    let at = |field: &str| format!("{at}/{field}");
    let plays = |plays: u64| Phrase::new().count(at("plays"), plays, Noun::Play);
    let share = |part: u64, of: u64| Phrase::new().share(part, of);
    let named = |name: &'a str| Phrase::new().name(name);
    match &told.card {
        Card::Hours {
            ms,
            plays: all,
            usual_plays,
        } => {
            let rest = usually(plays(*all), usual_plays.map(count));
            Fact::new("Music", Phrase::new().time(at("ms"), *ms), ", ", rest)
        }
        Card::Days {
            days,
            of_days,
            usual_permille,
        } => {
            let usual = usual_permille.map(|usual| count((usual * of_days + 500) / 1_000));
            let rest = Phrase::new().words(format!("of {}", count(*of_days)));
            let most = Phrase::new().value(at("days"), *days, Noun::Day.of(*days));
            Fact::new("With music", most, " ", usually(rest, usual))
        }
        Card::Month { month, ms, usual_ms } => {
            let most = Phrase::new().words(month_name(month.month()));
            let rest = Phrase::new().time(at("ms"), *ms);
            let rest = rest.words(format!(", where {} was to be expected", duration(*usual_ms)));
            Fact::new("The month", most, ", ", rest)
        }
        Card::TimeOfDay {
            minute: at,
            usual_minute,
        } => {
            let rest = usual_minute.map_or_else(Phrase::new, |usual| {
                Phrase::new().words(format!("usually {}", time(usual)))
            });
            Fact::new("Middle of day", Phrase::new().words(time(*at)), ", ", rest)
        }
        Card::Nights {
            plays: part,
            of_plays,
            usual_permille,
        } => {
            let rest = plays(*part).words(" before six in the morning");
            Fact::new(
                "At night",
                share(*part, *of_plays),
                ", ",
                usual_share(rest, *usual_permille),
            )
        }
        Card::Weekends {
            plays: part,
            of_plays,
            usual_permille,
        } => {
            let rest = usual_share(plays(*part), *usual_permille);
            Fact::new("At weekends", share(*part, *of_plays), ", ", rest)
        }
        Card::BiggestDay { date, ms, plays: all } => {
            let rest = Phrase::new()
                .time(at("ms"), *ms)
                .words(", ")
                .count(at("plays"), *all, Noun::Play);
            Fact::new("Biggest day", Phrase::new().day_of_year(*date), ", ", rest)
        }
        Card::Streak { days, from } => {
            let most = Phrase::new().value(at("days"), *days, Noun::Day.of(*days));
            Fact::new(
                "In a row",
                most,
                " ",
                Phrase::new().words("with music, from ").day_of_year(*from),
            )
        }
        Card::Session { date, ms, plays: all } => {
            let rest = plays(*all).words(" on ").day_of_year(*date);
            Fact::new("Long session", Phrase::new().time(at("ms"), *ms), ", ", rest)
        }
        Card::Milestone {
            number,
            title,
            artist,
            date,
        } => {
            let rest = Phrase::new()
                .track(title, artist.as_deref())
                .words(", ")
                .day_of_year(*date);
            Fact::new("A round play", Phrase::new().number(at("number"), *number), ", ", rest)
        }
        Card::Abroad {
            country,
            days,
            plays: all,
            first,
        } => {
            let rest = Phrase::new().value(at("days"), *days, Noun::Day.of(*days));
            let rest = rest
                .words(", ")
                .count(at("plays"), *all, Noun::Play)
                .words(", from ")
                .day_of_year(*first);
            Fact::new("Away", Phrase::new().country(country.as_str()), ", ", rest)
        }
        Card::Breadth {
            artists,
            effective,
            usual_effective,
        } => {
            let most = Phrase::new().value(at("artists"), *artists, Noun::Artist.of(*artists));
            let rest = Phrase::new().words("a breadth of ").number(at("effective"), *effective);
            let rest = usually(rest, usual_effective.map(count));
            Fact::new("Breadth", most, ", ", rest)
        }
        Card::Genre { genre, plays: all, ms } => {
            let rest = plays(*all).words(", ").time(at("ms"), *ms);
            Fact::new("The genre", Phrase::new().words(genre.name()), ", ", rest)
        }
        Card::NewReleases {
            plays: part,
            of_plays,
            usual_permille,
        } => {
            let rest = plays(*part).words(" of what was at most a year old");
            Fact::new(
                "Just released",
                share(*part, *of_plays),
                ", ",
                usual_share(rest, *usual_permille),
            )
        }
        Card::Explored {
            new_tracks,
            of_plays,
            usual_permille,
        } => {
            let tracks = Noun::NewTrack.of(*new_tracks);
            let rest = Phrase::new().value(at("new_tracks"), *new_tracks, tracks);
            let rest = usual_share(rest, *usual_permille);
            Fact::new("Never heard", share(*new_tracks, *of_plays), ", ", rest)
        }
        Card::Nostalgia { mean_days } => {
            let most = Phrase::new().value(at("mean_days"), *mean_days, span(*mean_days));
            let rest = Phrase::new().words("is how long the music had been known");
            Fact::new("Nostalgia", most, " ", rest)
        }
        Card::Skips {
            skips,
            starts,
            usual_permille,
        } => {
            let rest = Phrase::new().number(at("skips"), *skips);
            let rest = rest.words(format!(" of {}", Noun::Start.of(*starts)));
            Fact::new(
                "Skipped",
                share(*skips, *starts),
                ", ",
                usual_share(rest, *usual_permille),
            )
        }
        Card::Replays {
            plays: part,
            of_plays,
            usual_permille,
        } => {
            let rest = plays(*part).words(" of what had just been played");
            Fact::new(
                "The same again",
                share(*part, *of_plays),
                ", ",
                usual_share(rest, *usual_permille),
            )
        }
        Card::Discovery {
            artist,
            plays: all,
            first,
        } => Fact::new(
            "The discovery",
            named(artist),
            ", ",
            plays(*all).words(" since ").day_of_year(*first),
        ),
        Card::Comeback {
            artist,
            silent_days,
            plays: all,
            back,
        } => {
            let rest = Phrase::new()
                .words("after ")
                .value(at("silent_days"), *silent_days, span(*silent_days));
            let rest = rest
                .words(", on ")
                .day_of_year(*back)
                .words(": ")
                .count(at("plays"), *all, Noun::Play);
            Fact::new("Back again", named(artist), " ", rest.words(" in four weeks"))
        }
        Card::Farewell {
            artist,
            before,
            plays: all,
        } => {
            let rest = plays(*all)
                .words(", ")
                .number(at("before"), *before)
                .words(" the year before");
            Fact::new("Left behind", named(artist), ", ", rest)
        }
        Card::Binge {
            title,
            artist,
            plays: all,
            date,
        } => {
            let (joint, rest) = by(artist.as_deref());
            let rest = rest
                .count(at("plays"), *all, Noun::Play)
                .words(" on ")
                .day_of_year(*date);
            Fact::new("All day long", named(title), joint, rest)
        }
        Card::Run {
            artist,
            plays: all,
            date,
        } => {
            let rest = plays(*all).words(" in a row, ").day_of_year(*date);
            Fact::new("Nothing else", named(artist), ", ", rest)
        }
        Card::Album {
            title,
            artist,
            plays: all,
            ms,
        }
        | Card::Track {
            title,
            artist,
            plays: all,
            ms,
        } => {
            let album = matches!(told.card, Card::Album { .. });
            let about = if album { "The album" } else { "The track" };
            let (joint, rest) = by(artist.as_deref());
            let rest = rest
                .count(at("plays"), *all, Noun::Play)
                .words(", ")
                .time(at("ms"), *ms);
            Fact::new(about, named(title), joint, rest)
        }
        Card::Signature {
            artist,
            plays: all,
            all_plays,
        } => {
            let rest = plays(*all)
                .words(" of ")
                .number(at("all_plays"), *all_plays)
                .words(" ever");
            Fact::new("Only this year", named(artist), ", ", rest)
        }
        Card::Artist { artist, plays: all, ms } => {
            let rest = plays(*all).words(", ").time(at("ms"), *ms);
            Fact::new("The artist", named(artist), ", ", rest)
        }
    }
}

/// How a card's number stands to those of all other years, if it stands out.
pub(super) fn record(told: &Told) -> Option<String> {
    let compared = match (&told.card, told.record?) {
        (Card::TimeOfDay { .. }, Record::Highest) => "later",
        (Card::TimeOfDay { .. }, Record::Lowest) => "earlier",
        (_, Record::Highest) => "more",
        (_, Record::Lowest) => "less",
    };
    Some(format!("{compared} than in any other year"))
}

fn usually(phrase: Phrase<'_>, usual: Option<String>) -> Phrase<'_> {
    match usual {
        Some(usual) => phrase.words(format!(", usually {usual}")),
        None => phrase,
    }
}

/// With a share in thousandths as the other years have it.
fn usual_share(phrase: Phrase<'_>, permille: Option<u64>) -> Phrase<'_> {
    usually(phrase, permille.map(|permille| percent(permille, 1_000)))
}
