//! What a person's plays answer: read off the statistics, before anything is sealed.

use std::collections::BTreeMap;

use playtally_statistics::{Selection, clock, fold};

use crate::question::{Answer, Question, STEPS, Topic};

/// The artist who is heard in made-up histories alone: a rehearsal takes answers only from where it is.
pub const MADE_UP: &str = "Playtally Rehearsal";

/// What the counted plays of some days answer.
#[must_use]
pub fn answer(question: &Question, plays: Selection<'_>) -> Answer {
    match question.topic {
        Topic::PartOfDay => Answer::One(part_of_day(plays)),
        Topic::Breadth => Answer::One(breadth(plays)),
        Topic::Artists => Answer::Some(artists(question, plays)),
    }
}

/// Whether a history was made up for a rehearsal.
#[must_use]
pub fn is_made_up(plays: Selection<'_>) -> bool {
    plays.names().artists().contains(&MADE_UP)
}

/// The quarter of the day with the most counted plays, the earliest of several.
fn part_of_day(plays: Selection<'_>) -> usize {
    let hours = clock::by_hour(plays);
    let mut most = (0, 0);
    for (part, hours) in (1..).zip(hours.chunks(6)) {
        let count: u64 = hours.iter().sum();
        if count > most.1 {
            most = (part, count);
        }
    }
    most.0
}

/// The cell of the artists in a month in which any is played, on average, rounded down.
fn breadth(plays: Selection<'_>) -> usize {
    let (mut months, mut artists) = (0, 0);
    for (_, month) in plays.by_month() {
        let played: std::collections::BTreeSet<u32> = month.by_artist().map(|(artist, _)| artist).collect();
        months += u64::from(!played.is_empty());
        artists += played.len() as u64;
    }
    match artists.checked_div(months) {
        None => 0,
        Some(a_month) => 1 + STEPS.iter().filter(|step| a_month >= **step).count(),
    }
}

/// The artists of the list that are played most, the first in the list of several, in the order of the list.
fn artists(question: &Question, plays: Selection<'_>) -> Vec<usize> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for (artist, _) in plays.by_artist() {
        if let Some(name) = plays.names().artists().get(artist as usize) {
            *counts.entry(fold::artist(name)).or_default() += 1;
        }
    }
    let played = |name: &String| counts.get(&fold::artist(name)).copied().filter(|count| *count > 0);
    let listed = question.cells().iter().enumerate();
    let mut listed: Vec<(usize, u64)> = listed.filter_map(|(cell, name)| Some((cell, played(name)?))).collect();
    listed.sort_by_key(|(cell, count)| (std::cmp::Reverse(*count), *cell));
    listed.truncate(question.up_to().unwrap_or(0));
    let mut cells: Vec<usize> = listed.into_iter().map(|(cell, _)| cell).collect();
    cells.sort_unstable();
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::Epsilon;
    use playtally_statistics::testing::History;
    use playtally_statistics::{Rule, View};

    const HALF: Epsilon = Epsilon(500);

    fn said(question: &Question, history: History) -> String {
        let plays = history.plays();
        let view = View::new(&plays, &Rule::new(chrono_tz::Tz::UTC));
        question.said(&answer(question, view.music()))
    }

    #[test]
    fn most_is_played_in_the_quarter_with_the_most_counted_plays() {
        let history = History::new()
            .play("2026-03-01 08:00", "Otter", "Home", 60)
            .play("2026-03-01 19:00", "Otter", "Home", 60)
            .play("2026-03-02 20:00", "Otter", "Home", 60)
            .play("2026-03-03 02:00", "Otter", "Home", 5)
            .play("2026-03-04 02:00", "Otter", "Home", 5)
            .play("2026-03-05 02:00", "Otter", "Home", 5);
        assert_eq!(said(&Question::part_of_day(HALF), history), "in the evening, 18 to 24");
    }

    #[test]
    fn who_played_nothing_has_no_answer() {
        for question in [
            Question::part_of_day(HALF),
            Question::breadth(HALF),
            Question::artists(["Otter"], HALF).unwrap(),
        ] {
            assert_eq!(said(&question, History::new()), "no answer");
        }
    }

    #[test]
    fn artists_a_month_are_an_average_over_the_months_with_any() {
        let mut history = History::new();
        for month in ["01", "05"] {
            for artist in 0..if month == "01" { 15 } else { 24 } {
                history = history.play(
                    &format!("2026-{month}-02 08:00"),
                    &format!("Artist {artist}"),
                    "Home",
                    60,
                );
            }
        }
        assert_eq!(said(&Question::breadth(HALF), history), "10 to 19 artists a month");
    }

    #[test]
    fn an_artist_that_is_not_on_the_list_is_never_said() {
        let history = History::new().play("2026-03-01 08:00", "Unheard-of", "Home", 60).play(
            "2026-03-01 09:00",
            "BJÖRK",
            "Army",
            60,
        );
        let question = Question::artists(["Portishead", "Björk"], HALF).unwrap();
        assert_eq!(said(&question, history), "Björk");
    }

    #[test]
    fn of_many_artists_the_most_played_are_said() {
        let mut history = History::new();
        for artist in 0..20 {
            for play in 0..=artist {
                let when = format!("2026-03-{:02} {play:02}:00", artist + 1);
                history = history.play(&when, &format!("A{artist}"), "Home", 60);
            }
        }
        let question = Question::artists((0..20).map(|n| format!("A{n}")), HALF).unwrap();
        let plays = history.plays();
        let view = View::new(&plays, &Rule::new(chrono_tz::Tz::UTC));
        assert_eq!(answer(&question, view.music()), Answer::Some((4..20).collect()));
    }
}
