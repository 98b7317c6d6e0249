//! Love that lasted, ended and came back; who rises and falls; what belongs to a month.

use playtally_statistics::Statistics;

use crate::chapter::{Block, Brief, Chapter, Full};
use crate::fact::Fact;
use crate::phrase::Phrase;
use crate::words::Noun;
use crate::words::date::{month_name, span};
use crate::words::number::percent;

/// How many artists of a season are listed in brief.
const SEASONAL: usize = 6;

/// What is heard again and again, and what no more.
pub(super) fn chapter(statistics: &Statistics) -> Chapter<'_> {
    let repeats = &statistics.repeats;
    let facts = facts(statistics);
    let again = percent(repeats.again, repeats.plays);
    let straight = (repeats.straight > 0).then(|| percent(repeats.straight, repeats.plays));
    let mut brief = Vec::new();
    if repeats.again > 0 {
        let rest = Phrase::new().words(match &straight {
            Some(straight) => format!("of all plays; {straight} right after the same"),
            None => "of all plays".to_owned(),
        });
        brief.push(Fact::new("Heard before", Phrase::new().words(again.clone()), " ", rest));
    }
    brief.extend(facts.clone());
    let full = (repeats.again > 0).then(|| {
        let text = Phrase::new().words("of all plays are of a track that had been heard before");
        let text = match straight {
            Some(straight) => text.words(format!("; {straight} of the very track that had just been played")),
            None => text,
        };
        let mut list = facts;
        list.extend(seasonal(statistics, 1));
        list.extend(movers(statistics));
        Full {
            lead: Phrase::new().words(again),
            text: vec![text.words(".")],
            blocks: vec![Block::Facts(list)],
            beside: false,
        }
    });
    Chapter::new("devotion", "Devotion")
        .brief([Brief::Facts(brief)])
        .full(full)
}

/// Who belongs to a month.
pub(super) fn seasons(statistics: &Statistics) -> Chapter<'_> {
    Chapter::new("seasons", "Seasons").brief([Brief::Facts(seasonal(statistics, SEASONAL))])
}

/// Binges, runs, comebacks, what is forgotten, one-hit wonders.
fn facts(statistics: &Statistics) -> Vec<Fact<'_>> {
    let (devotion, binges) = (&statistics.devotion, &statistics.binges);
    let mut facts = Vec::new();
    for (about, binge, at, until) in [
        ("Most in a day", &binges.day, "/binges/day/plays", " on "),
        ("Most in a week", &binges.week, "/binges/week/plays", " up to "),
    ] {
        if let Some(binge) = binge {
            let rest = Phrase::new()
                .count(at, binge.plays, Noun::Time)
                .words(until)
                .day(binge.to);
            facts.push(Fact::new(
                about,
                Phrase::new().track(&binge.title, binge.artist.as_deref()),
                ", ",
                rest,
            ));
        }
    }
    // One play is not a run.
    let run = statistics.repeats.longest_artist_run.as_ref();
    let run = run.filter(|run| run.plays > 1);
    if let Some((run, artist)) = run.and_then(|run| Some((run, run.artist.as_deref()?))) {
        let rest = Phrase::new().count("/repeats/longest_artist_run/plays", run.plays, Noun::Play);
        let rest = rest.words(" in a row, ").day(run.from);
        facts.push(Fact::new("Longest run", Phrase::new().name(artist), ", ", rest));
    }
    if let Some(back) = devotion.comebacks.first() {
        let rest = Phrase::new().words("after ");
        let rest = rest.value(
            "/devotion/comebacks/0/silent_days",
            back.silent_days,
            span(back.silent_days),
        );
        let rest = rest.words(", on ").day(back.back);
        facts.push(Fact::new("Comeback", Phrase::new().name(&back.name), " ", rest));
    }
    if let Some(gone) = devotion.forgotten_artists.first() {
        let rest = Phrase::new().count("/devotion/forgotten_artists/0/plays", gone.plays, Noun::Play);
        let rest = rest.words(", the last on ").day(gone.last);
        facts.push(Fact::new(
            "Forgotten artist",
            Phrase::new().name(&gone.name),
            ", ",
            rest,
        ));
    }
    if let Some(gone) = devotion.forgotten_tracks.first() {
        let rest = Phrase::new().count("/devotion/forgotten_tracks/0/plays", gone.plays, Noun::Play);
        let rest = rest.words(", the last on ").day(gone.last);
        let most = Phrase::new().track(&gone.title, gone.artist.as_deref());
        facts.push(Fact::new("Forgotten track", most, ", ", rest));
    }
    if let Some(hit) = devotion.one_hit_wonders.first() {
        let rest = Phrase::new().count("/devotion/one_hit_wonders/0/plays", hit.plays, Noun::Play);
        let most = Phrase::new().track(&hit.title, Some(&hit.artist));
        facts.push(Fact::new("One-hit wonder", most, ", ", rest.words(" and nothing else")));
    }
    facts
}

/// Who rose and who fell most from one twelve months to the next.
pub(super) fn movers(statistics: &Statistics) -> Vec<Fact<'_>> {
    let movers = &statistics.movers;
    [
        ("Climber", "climbers", &movers.climbers),
        ("Faller", "fallers", &movers.fallers),
    ]
    .into_iter()
    .filter_map(|(about, list, movers)| {
        let mover = movers.first()?;
        let at = |field| format!("/movers/{list}/0/{field}");
        let rest = Phrase::new().words("from ").number(at("before"), mover.before);
        let rest = rest.words(" to ").count(at("plays"), mover.plays, Noun::Play);
        Some(Fact::new(
            about,
            Phrase::new().name(&mover.name),
            " ",
            rest.words(" in twelve months"),
        ))
    })
    .collect()
}

/// The artists that belong most to a month of the year, at most `n`, in the order of the months.
fn seasonal(statistics: &Statistics, n: usize) -> Vec<Fact<'_>> {
    let mut artists: Vec<_> = statistics.seasons.artists.iter().enumerate().take(n).collect();
    artists.sort_by_key(|(_, artist)| artist.month);
    artists
        .into_iter()
        .map(|(index, artist)| {
            let at = format!("/seasons/artists/{index}/plays");
            let all = Noun::Play.of(artist.plays + artist.other_plays);
            let years = Noun::Year.of(artist.years);
            let rest = Phrase::new()
                .number(at, artist.plays)
                .words(format!(" of {all}, in {years}"));
            let month = month_name(artist.month);
            Fact::new(month, Phrase::new().name(&artist.name), ", ", rest)
        })
        .collect()
}
