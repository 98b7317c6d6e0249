//! The most played artists, tracks and albums.

use playtally_statistics::Statistics;
use playtally_statistics::tops::Order;

use crate::chapter::{Block, Brief, Chapter, Entry, Full, List, artists, titles};
use crate::fact::Fact;
use crate::phrase::Phrase;
use crate::words::Noun;
use crate::words::number::count;

/// How many of each are told by time.
const BY_TIME: usize = 5;

pub(super) fn chapter(statistics: &Statistics) -> Chapter<'_> {
    let by_time = &statistics.top_by_time;
    let all = usize::MAX;
    let lists = [
        (
            "Artists",
            artists("/top_artists", &statistics.top_artists, all),
            artists("/top_by_time/artists", &by_time.artists, BY_TIME),
        ),
        (
            "Tracks",
            titles("/top_tracks", &statistics.top_tracks, all),
            titles("/top_by_time/tracks", &by_time.tracks, BY_TIME),
        ),
        (
            "Albums",
            titles("/top_albums", &statistics.top_albums, all),
            titles("/top_by_time/albums", &by_time.albums, BY_TIME),
        ),
    ];
    let brief = lists.iter().filter(|(_, by_plays, _)| !by_plays.is_empty());
    let brief = brief.flat_map(|(title, by_plays, by_time)| {
        let list = List::new(title, Order::Plays, by_plays.clone());
        let most = most_time(by_plays, by_time).into_iter().collect();
        [Brief::List(list), Brief::Facts(most)]
    });
    Chapter::new("favourites", "Favourites")
        .brief(brief)
        .full(full(statistics, lists.clone()))
}

type Lists<'a> = [(&'static str, Vec<Entry<'a>>, Vec<Entry<'a>>); 3];

fn full<'a>(statistics: &'a Statistics, lists: Lists<'a>) -> Option<Full<'a>> {
    let totals = &statistics.totals;
    // Where no artist is known, the first track says it.
    let [(_, artists, _), (_, tracks, _), _] = &lists;
    let (first, nobody, others) = match (artists.first(), tracks.first()) {
        (Some(artist), _) => (artist.clone(), "Nobody", totals.artists > 1),
        (None, Some(track)) => (track.clone(), "Nothing", totals.tracks > 1),
        (None, None) => return None,
    };
    let text = Phrase::new().words(nobody).words(if others {
        " was played more often: "
    } else {
        " else was played: "
    });
    let text = text.count(format!("{}/plays", first.at), first.plays, Noun::Play);
    let text = text.words(", ").time(format!("{}/ms", first.at), first.ms).words(".");
    let one_in = (totals.counted_plays + first.plays / 2) / first.plays.max(1);
    let text = if one_in > 1 && others {
        text.words(format!(" That is one play in {}.", count(one_in)))
    } else {
        text
    };
    let several = totals.artists > 1 || totals.artists == 0 && totals.tracks > 1;
    let (mut by_plays, mut by_time) = (Vec::new(), Vec::new());
    for ((title, plays, time), timed) in lists
        .into_iter()
        .zip(["Artists by time", "Tracks by time", "Albums by time"])
    {
        by_plays.push(List::new(title, Order::Plays, plays));
        by_time.push(List::new(timed, Order::Time, time));
    }
    let lists = [by_plays, by_time].into_iter().take(1 + usize::from(several));
    let told = |list: &List<'_>| !list.rankings[0].entries.is_empty();
    Some(Full {
        lead: Phrase::new().name(first.name),
        text: vec![text],
        blocks: lists
            .map(|lists| Block::Lists(lists.into_iter().filter(told).collect()))
            .collect(),
        beside: false,
    })
}

/// What most time went to, where that is not the most played.
fn most_time<'a>(by_plays: &[Entry<'a>], by_time: &[Entry<'a>]) -> Option<Fact<'a>> {
    let most = by_time.first()?;
    let first = by_plays.first()?;
    if (most.name, most.by) == (first.name, first.by) {
        return None;
    }
    let rest = Phrase::new().time(format!("{}/ms", most.at), most.ms).words(" in ");
    let rest = rest.count(format!("{}/plays", most.at), most.plays, Noun::Play);
    Some(Fact::new(
        "Most time",
        Phrase::new().track(most.name, most.by),
        ", ",
        rest,
    ))
}
