//! The last weeks and months.

use playtally_statistics::Statistics;
use playtally_statistics::tops::Order;

use super::devotion;
use crate::chapter::{Block, Brief, Chapter, Full, List, Ranking, artists, titles};
use crate::fact::Fact;
use crate::phrase::Phrase;
use crate::words::Noun;

/// How many artists and tracks are named.
const ARTISTS: usize = 5;
const TRACKS: usize = 3;

pub(super) fn chapter(statistics: &Statistics) -> Chapter<'_> {
    let chapter = Chapter::new("recent", "Lately");
    let Some(recent) = &statistics.recent else {
        return chapter;
    };
    // A stretch that holds everything is told by the whole story.
    let spans: Vec<_> = [
        ("Last 4 weeks", "/recent/last_4_weeks", &recent.last_4_weeks),
        ("Last 6 months", "/recent/last_6_months", &recent.last_6_months),
        ("Last 12 months", "/recent/last_12_months", &recent.last_12_months),
    ]
    .into_iter()
    .filter(|(.., span)| span.totals.plays < statistics.totals.plays)
    .collect();
    let mut facts = Vec::new();
    let mut lists = Vec::new();
    for &(title, at, span) in &spans {
        let (tops, totals) = (&span.top_by_plays, &span.totals);
        if let Some(artist) = tops.artists.first() {
            let plays = format!("{at}/top_by_plays/artists/0/plays");
            let rest = Phrase::new().count(plays, artist.plays, Noun::Play).words(" of ");
            let rest = rest.number(format!("{at}/totals/counted_plays"), totals.counted_plays);
            facts.push(Fact::new(title, Phrase::new().name(&artist.name), ", ", rest));
        }
        let note = Phrase::new().count(format!("{at}/totals/counted_plays"), totals.counted_plays, Noun::Play);
        let by = |note: Phrase<'static>| {
            note.words(" by ")
                .count(format!("{at}/totals/artists"), totals.artists, Noun::Artist)
        };
        let tops = [
            artists(&format!("{at}/top_by_plays/artists"), &tops.artists, ARTISTS),
            titles(&format!("{at}/top_by_plays/tracks"), &tops.tracks, TRACKS),
        ];
        let rankings = tops.into_iter().filter(|entries| !entries.is_empty());
        lists.push(List {
            title,
            size: Phrase::new().time(format!("{at}/totals/ms"), totals.ms),
            note: if totals.artists > 0 { by(note) } else { note },
            rankings: rankings
                .map(|entries| Ranking {
                    order: Order::Plays,
                    entries,
                })
                .collect(),
        });
    }
    let full = spans.first().and_then(|(_, at, span)| {
        let tops = &span.top_by_plays;
        // Where no artist is known, the first track says it.
        let (name, list, plays) = match (tops.artists.first(), tops.tracks.first()) {
            (Some(artist), _) => (&artist.name, "artists", artist.plays),
            (None, Some(track)) => (&track.title, "tracks", track.plays),
            (None, None) => return None,
        };
        let text = Phrase::new().words("The favourite of the last four weeks, with ");
        let text = text.count(format!("{at}/top_by_plays/{list}/0/plays"), plays, Noun::Play);
        Some(Full {
            lead: Phrase::new().name(name),
            text: vec![text.words(". All of these end on ").day(recent.to).words(".")],
            blocks: vec![Block::Lists(lists)],
            beside: false,
        })
    });
    facts.extend(devotion::movers(statistics));
    chapter.brief([Brief::Facts(facts)]).full(full)
}
