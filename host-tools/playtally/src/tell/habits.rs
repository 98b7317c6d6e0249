//! How much time a track is given, and how long sittings are.

use playtally_statistics::Statistics;

use super::Fact;
use super::phrase::Phrase;
use crate::text::date::minute;
use crate::text::number::{plural, short};

/// How long a play lasts, and the tracks that are skipped, spared and gone back to.
pub(crate) fn patience(statistics: &Statistics) -> Vec<Fact<'_>> {
    let patience = &statistics.patience;
    let mut facts = Vec::new();
    if let Some((play, skip)) = patience.median_ms.zip(patience.median_skip_ms) {
        let most = Phrase::new().value("/patience/median_ms", play, short(play));
        let rest = Phrase::new().words("one that is skipped ");
        let rest = rest.value("/patience/median_skip_ms", skip, short(skip));
        facts.push(Fact::new("A play lasts", most, ", ", rest));
    }
    if let Some(judged) = patience.most_skipped.first() {
        let rest = Phrase::new().number("/patience/most_skipped/0/skips", judged.skips);
        let rest = rest.words(format!(" of {}", plural(judged.starts, "start", "starts")));
        facts.push(Fact::new(
            "Most skipped",
            Phrase::new().track(&judged.title, judged.artist.as_deref()),
            ", ",
            rest,
        ));
    }
    if let Some(judged) = patience.never_skipped.first() {
        let starts = plural(judged.starts, "start", "starts");
        let rest = Phrase::new().value("/patience/never_skipped/0/starts", judged.starts, starts);
        facts.push(Fact::new(
            "Never skipped",
            Phrase::new().track(&judged.title, judged.artist.as_deref()),
            ", ",
            rest,
        ));
    }
    if let Some(gold) = patience.back_to.first() {
        let rest = Phrase::new().times("/patience/back_to/0/times", gold.times);
        facts.push(Fact::new(
            "Went back to",
            Phrase::new().track(&gold.title, gold.artist.as_deref()),
            ", ",
            rest,
        ));
    }
    facts
}

/// The longest sitting, and what starts them.
pub(crate) fn sessions(statistics: &Statistics) -> Vec<Fact<'_>> {
    let sessions = &statistics.sessions;
    let mut facts = Vec::new();
    if let Some(longest) = &sessions.longest {
        let most = Phrase::new().time("/sessions/longest/ms", longest.ms);
        let rest = Phrase::new()
            .plays("/sessions/longest/plays", longest.plays)
            .words(", from ");
        let rest = rest
            .day(longest.date)
            .words(format!(", {}", minute(longest.minute.into())));
        facts.push(Fact::new("The longest", most, ", ", rest));
    }
    for (index, opener) in sessions
        .openers
        .iter()
        .take(3)
        .enumerate()
        .filter(|(_, opener)| opener.sessions > 1)
    {
        let about = if index == 0 { "Begin with" } else { "or with" };
        let rest = Phrase::new().times(format!("/sessions/openers/{index}/sessions"), opener.sessions);
        facts.push(Fact::new(
            about,
            Phrase::new().track(&opener.title, opener.artist.as_deref()),
            ", ",
            rest,
        ));
    }
    facts
}
