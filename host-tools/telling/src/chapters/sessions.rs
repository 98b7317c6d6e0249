//! Plays that follow one another without a long pause.

use playtally_statistics::Statistics;
use playtally_statistics::sessions::{PAUSE_MS, Sessions};

use super::clock::by_hour;
use crate::chapter::{Block, Brief, Chapter, Full};
use crate::chart::{Chart, Shape};
use crate::fact::Fact;
use crate::phrase::Phrase;
use crate::words::Noun;
use crate::words::date::time;
use crate::words::number::{count, duration};

/// How many tracks that start sessions are told.
const OPENERS: usize = 3;

/// None of one, which is the whole history.
pub(super) fn chapter(statistics: &Statistics) -> Chapter<'_> {
    let chapter = Chapter::new("sessions", "Sessions");
    let sessions = &statistics.sessions;
    let Some((ms, plays)) = sessions.median_ms.zip(sessions.median_plays) else {
        return chapter;
    };
    if sessions.sessions < 2 {
        return chapter;
    }
    let facts = facts(statistics);
    let plays = Phrase::new().count("/sessions/median_plays", plays, Noun::Play);
    let rest = Phrase::new().words("half of them longer than ");
    let rest = rest.time("/sessions/median_ms", ms).words(", ").and(plays.clone());
    let all = Phrase::new().number("/sessions/sessions", sessions.sessions);
    let mut brief = vec![Fact::new("Sessions", all, "; ", rest)];
    brief.extend(facts.clone());
    let text = Phrase::new().words("Half of the ");
    let text = text.count("/sessions/sessions", sessions.sessions, Noun::Session);
    let text = text.words(" are longer than that; half have more than ").and(plays);
    let pause = duration(PAUSE_MS.unsigned_abs());
    let says = format!(". A pause of {pause} ends a session. The columns say when they begin.");
    let table = by_hour(
        "Sessions that begin in each hour",
        "Sessions",
        "/sessions/by_hour",
        &sessions.by_hour,
    );
    let full = Full {
        lead: Phrase::new().time("/sessions/median_ms", ms),
        text: vec![text.words(says)],
        blocks: vec![
            Block::Figures(vec![(begin(sessions), Some(table))]),
            Block::Facts(facts),
        ],
        beside: true,
    };
    chapter.brief([Brief::Facts(brief)]).full(Some(full))
}

fn begin(sessions: &Sessions) -> Chart<'_> {
    let most = sessions.by_hour.iter().copied().max().unwrap_or(0);
    Chart {
        id: "session-hours".to_owned(),
        title: "When sessions begin".to_owned(),
        says: format!(
            "Sessions that begin in each hour of the day; {} in the busiest.",
            count(most)
        ),
        shape: Shape::Hours {
            hours: sessions
                .by_hour
                .iter()
                .map(|&begun| begun as f64 / most.max(1) as f64)
                .collect(),
            pale: vec![false; 24],
            label: "",
            series: None,
        },
    }
}

/// The longest session, and what starts them.
fn facts(statistics: &Statistics) -> Vec<Fact<'_>> {
    let sessions = &statistics.sessions;
    let mut facts = Vec::new();
    if let Some(longest) = &sessions.longest {
        let most = Phrase::new().time("/sessions/longest/ms", longest.ms);
        let rest = Phrase::new()
            .count("/sessions/longest/plays", longest.plays, Noun::Play)
            .words(", from ");
        let rest = rest
            .day(longest.date)
            .words(format!(", {}", time(longest.minute.into())));
        let rest = match statistics.biggest_day {
            Some(day) if longest.ms > day.ms => {
                rest.words("; longer than the biggest day, as a session has pauses and goes on past midnight")
            }
            _ => rest,
        };
        facts.push(Fact::new("The longest", most, ", ", rest));
    }
    let openers = sessions.openers.iter().take(OPENERS).enumerate();
    for (index, opener) in openers.filter(|(_, opener)| opener.sessions > 1) {
        let about = if index == 0 { "Begin with" } else { "or with" };
        let at = format!("/sessions/openers/{index}/sessions");
        facts.push(Fact::new(
            about,
            Phrase::new().track(&opener.title, opener.artist.as_deref()),
            ", ",
            Phrase::new().count(at, opener.sessions, Noun::Time),
        ));
    }
    facts
}
