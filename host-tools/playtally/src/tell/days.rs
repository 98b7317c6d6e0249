//! Days in a row with music, days without, and many good ones.

use playtally_statistics::Statistics;

use super::Fact;
use super::phrase::Phrase;
use crate::text::number::{count, plural};

/// Streaks, silence and Eddington's number.
pub(crate) fn facts(statistics: &Statistics) -> Vec<Fact<'_>> {
    let mut facts = Vec::new();
    let at_end = statistics
        .current_streak
        .filter(|streak| Some(*streak) != statistics.longest_streak);
    for (about, at, streak) in [
        ("Longest streak", "/longest_streak/days", statistics.longest_streak),
        ("Streak at end", "/current_streak/days", at_end),
    ] {
        // One day is no row.
        if let Some(streak) = streak.filter(|streak| streak.days > 1) {
            let most = Phrase::new().value(at, streak.days, plural(streak.days, "day", "days"));
            let rest = Phrase::new()
                .words("in a row, ")
                .day(streak.from)
                .words(" to ")
                .day(streak.to);
            facts.push(Fact::new(about, most, " ", rest));
        }
    }
    let silence = &statistics.silence;
    if let Some(gap) = silence.longest {
        let days = silence.days_without;
        let most = Phrase::new().value("/silence/days_without", days, plural(days, "day", "days"));
        let rest = Phrase::new()
            .words("without music, ")
            .number("/silence/longest/days", gap.days);
        let rest = rest.words(" of them in a row from ").day(gap.from);
        facts.push(Fact::new("Silence", most, " ", rest));
    }
    let eddington = &statistics.eddington;
    if eddington.number > 1 {
        let next = plural(eddington.days_to_next, "day", "days");
        let most = Phrase::new().number("/eddington/number", eddington.number);
        let rest = format!(
            "days with at least {} plays each; {next} to the next",
            count(eddington.number)
        );
        facts.push(Fact::new("Eddington", most, " ", Phrase::new().words(rest)));
    }
    facts
}
