//! One artist by itself: how much of it was played, since when, and how.

use crate::sleeves::Pattern;
use crate::tops::{Order, Tops};
use crate::{Day, Selection};

/// What a history says of one of its artists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneArtist {
    /// Its name.
    pub name: String,
    /// Its place among all artists by counted plays, from 1.
    pub rank: u64,
    /// Counted plays.
    pub plays: u64,
    /// Time of all plays, in milliseconds.
    pub ms: u64,
    /// Local days on which a counted play of it begins.
    pub days: u64,
    /// How it was listened to; none of fewer than [`LEAST`](crate::sleeves::LEAST) counted plays.
    pub pattern: Option<Pattern>,
}

impl OneArtist {
    /// The artist of a name, which is spelt as the history has it; none without a counted play.
    #[must_use]
    pub fn of(selection: Selection<'_>, name: &str) -> Option<Self> {
        let all = Tops::of(selection, usize::MAX, Order::Plays).artists;
        let (rank, top) = (1..).zip(all).find(|(_, top)| top.name == name)?;
        let mut last: Option<Day> = None;
        let mut days = 0;
        for (artist, row) in selection.by_artist() {
            if selection.names().artists()[artist as usize] == name && last != Some(row.day) {
                days += 1;
                last = Some(row.day);
            }
        }
        Some(Self {
            pattern: Pattern::of_artist(selection, name),
            rank,
            plays: top.plays,
            ms: top.ms,
            days,
            name: top.name,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{History, made_up};
    use crate::{Rule, Statistics, View};

    #[test]
    fn an_artist_is_told_by_hand() {
        let mut history = History::new();
        for day in 1..=11 {
            history = history.play(&format!("2021-03-{day:02} 12:00"), "Otter", "River", 100);
            history = history.play(&format!("2021-03-{day:02} 13:00"), "Otter", "Bank", 100);
        }
        let history = history.play("2021-03-01 14:00", "Heron", "Reed", 100);
        let plays = history.play("2021-04-01 14:00", "Otter", "Short", 10).plays();
        let rule = Rule::new(chrono_tz::UTC);
        let view = View::new(&plays, &rule);
        let otter = OneArtist::of(view.music(), "Otter").expect("an artist");
        assert_eq!((otter.rank, otter.plays, otter.ms, otter.days), (1, 22, 2_210_000, 11));
        let pattern = otter.pattern.expect("a pattern");
        assert_eq!((pattern.by_month, pattern.by_hour[12]), (vec![22], 11));
        let heron = OneArtist::of(view.music(), "Heron").expect("an artist");
        assert_eq!((heron.rank, heron.plays, heron.pattern), (2, 1, None));
        assert_eq!(OneArtist::of(view.music(), "otter"), None, "spelt otherwise");
    }

    #[test]
    fn every_leading_artist_is_as_the_statistics_have_it() {
        let plays = made_up(3, 4_000);
        let rule = Rule::new(chrono_tz::UTC);
        let (view, statistics) = (View::new(&plays, &rule), Statistics::compute(&plays, &rule));
        for (rank, top) in (1..).zip(&statistics.top_artists) {
            let one = OneArtist::of(view.music(), &top.name).expect("an artist");
            assert_eq!((one.rank, one.plays, one.ms), (rank, top.plays, top.ms));
            let sleeve = statistics.sleeves.artists.iter().find(|of| of.name == top.name);
            assert_eq!(one.pattern.as_ref(), sleeve.map(|of| &of.pattern));
        }
    }
}
