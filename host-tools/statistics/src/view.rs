//! Plays made ready: in local time, under one rule, with every name resolved, each kind apart.

use std::ops::Range;

use playtally_history::{Device, End, Kind, Plays, Start};

use crate::catalogue::Catalogue;
use crate::journeys::{Heard, Journeys, Wall};
use crate::names::{self, Names};
use crate::{Day, Month, Rule};

/// One play, ready to be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// When it began, in seconds since 1970-01-01T00:00:00Z.
    pub start: i64,
    /// The local day on which it began.
    pub day: Day,
    /// How long it lasted, in milliseconds; 0 where the source does not say.
    pub ms: u32,
    /// Index into [`Names::tracks`].
    pub track: u32,
    artist: u32,
    album: u32,
    /// The local minute of the day in which it began, 0 to 1439.
    pub minute: u16,
    /// The country as two upper-case letters; `*b"ZZ"` when unknown.
    pub country: [u8; 2],
    /// The device family.
    pub device: Device,
    /// Why it began.
    pub began: Start,
    /// Why it ended.
    pub ended: End,
    /// Whether shuffle was on, where the source says.
    pub shuffle: Option<bool>,
    /// Whether it was played without a network, where the source says.
    pub offline: Option<bool>,
    /// Whether it is a counted play.
    pub counted: bool,
}

/// The number of no artist, and of no album.
const NONE: u32 = u32::MAX;

impl Row {
    /// Index into [`Names::artists`], where its artist is known.
    #[must_use]
    pub const fn artist(&self) -> Option<u32> {
        if self.artist == NONE { None } else { Some(self.artist) }
    }

    /// Index into [`Names::albums`], where it is of an album.
    #[must_use]
    pub const fn album(&self) -> Option<u32> {
        if self.album == NONE { None } else { Some(self.album) }
    }

    /// The local hour in which it began, 0 to 23.
    #[must_use]
    pub const fn hour(&self) -> usize {
        self.minute as usize / 60
    }
}

/// A whole history under one rule. It borrows the names from the plays.
///
/// Its period is not cut out of the rows: what was heard for the first time in a year depends on the years before.
#[derive(Debug)]
pub struct View<'p> {
    rule: Rule,
    journeys: Journeys,
    catalogue: Option<&'p Catalogue>,
    music: Shelf<'p>,
    podcasts: Shelf<'p>,
    audiobooks: Shelf<'p>,
}

/// The plays of one kind.
#[derive(Debug, Default)]
struct Shelf<'p> {
    names: Names<'p>,
    rows: Vec<Row>,
}

impl<'p> View<'p> {
    /// Makes plays ready. A start outside the years 1 to 9999 is taken for the nearest that lies in them.
    #[must_use]
    pub fn new(plays: &'p Plays, rule: &Rule) -> Self {
        Self::knowing(plays, rule, None)
    }

    /// The same, where something is known of the music itself. A catalogue of other plays is none.
    #[must_use]
    pub fn knowing(plays: &'p Plays, rule: &Rule, catalogue: Option<&'p Catalogue>) -> Self {
        let catalogue = catalogue.filter(|catalogue| catalogue.is_of(plays) && !catalogue.is_empty());
        let mut shelves = [Kind::Music, Kind::Podcast, Kind::Audiobook].map(|_| Vec::new());
        let journeys = match rule.as_heard {
            true => Journeys::of(&Heard::all(plays), rule.timezone),
            false => Journeys::default(),
        };
        let mut wall = Wall::new(rule.timezone, &journeys);
        shelves[Kind::Music as usize].reserve(plays.rows().len());
        for play in plays
            .rows()
            .iter()
            .filter(|play| rule.private_included || !play.private)
            .filter(|play| !(rule.match_services && play.echo))
        {
            let start = play.started_at.clamp(
                86_400 * i64::from(Day::MIN.number()),
                86_400 * i64::from(Day::MAX.number()),
            );
            let local = start + wall.offset(&Heard::of(play, start));
            shelves[plays.item(play).kind as usize].push(Row {
                start,
                day: Day::from_number(local.div_euclid(86_400) as i32),
                ms: play.ms_played.unwrap_or(0),
                // The item, until the names are known.
                track: play.item,
                artist: NONE,
                album: NONE,
                minute: (local.rem_euclid(86_400) / 60) as u16,
                country: play.country,
                device: play.device,
                began: play.start,
                ended: play.end,
                shuffle: play.shuffle,
                offline: play.offline,
                counted: play.ms_played.is_none_or(|ms| ms >= rule.counted_ms),
            });
        }
        let [music, podcasts, audiobooks] =
            shelves.map(|rows| Shelf::new(plays, rows, rule.merge_recordings, catalogue));
        Self {
            // Where nobody travelled, everything was heard at home.
            rule: Rule {
                as_heard: !journeys.all().is_empty(),
                ..rule.clone()
            },
            journeys,
            catalogue,
            music,
            podcasts,
            audiobooks,
        }
    }

    /// The rule that it follows.
    #[must_use]
    pub const fn rule(&self) -> &Rule {
        &self.rule
    }

    /// The journeys on which plays are counted in the zone there.
    #[must_use]
    pub fn journeys(&self) -> &Journeys {
        &self.journeys
    }

    /// What is known of the music itself.
    #[must_use]
    pub const fn catalogue(&self) -> Option<&'p Catalogue> {
        self.catalogue
    }

    /// The music of the rule's period.
    #[must_use]
    pub fn music(&self) -> Selection<'_> {
        self.in_period(&self.music)
    }

    /// The podcasts of the rule's period.
    #[must_use]
    pub fn podcasts(&self) -> Selection<'_> {
        self.in_period(&self.podcasts)
    }

    /// The audiobooks of the rule's period.
    #[must_use]
    pub fn audiobooks(&self) -> Selection<'_> {
        self.in_period(&self.audiobooks)
    }

    fn in_period<'v>(&'v self, shelf: &'v Shelf<'_>) -> Selection<'v> {
        let period = self.rule.period;
        Selection::whole(shelf).days(
            period.from.map_or(Day::MIN, Day::from),
            period.to.map_or(Day::MAX, Day::from),
        )
    }
}

impl<'p> Shelf<'p> {
    /// Orders the rows, and puts names for their items.
    fn new(plays: &'p Plays, mut rows: Vec<Row>, merge: bool, catalogue: Option<&Catalogue>) -> Self {
        put_in_order(plays, &mut rows);
        // Items by the order of their first play, with their counted plays.
        let mut place = vec![u32::MAX; plays.items().len()];
        let mut played: Vec<(u32, u64)> = Vec::new();
        for row in &mut rows {
            let place = &mut place[row.track as usize];
            if *place == u32::MAX {
                *place = played.len() as u32;
                played.push((row.track, 0));
            }
            row.track = *place;
            played[*place as usize].1 += u64::from(row.counted);
        }
        let (mut names, named) = names::name(plays, &played, merge);
        if let Some(catalogue) = catalogue {
            let items = played.iter().zip(&named);
            names.learn(items.map(|(&(item, _), named)| (named.track, catalogue.facts(item))));
        }
        for row in &mut rows {
            let named = named[row.track as usize];
            row.track = named.track;
            row.artist = named.artist.unwrap_or(NONE);
            row.album = named.album.unwrap_or(NONE);
        }
        Self { names, rows }
    }
}

/// By local day, then by start: where clocks are put back across midnight, a later start can lie on an earlier day.
/// What is the same up to here is put into one order by its content, so that the order of the input does not matter.
fn put_in_order(plays: &Plays, rows: &mut [Row]) {
    let key = |row: &Row| (row.day, row.start);
    if !rows.is_sorted_by_key(key) {
        rows.sort_by_key(key);
    }
    for ties in rows.chunk_by_mut(|a, b| key(a) == key(b)).filter(|ties| ties.len() > 1) {
        ties.sort_by_cached_key(|row| {
            let item = &plays.items()[row.track as usize];
            let shuffle_offline = (row.shuffle, row.offline);
            (
                plays.artist(item),
                &item.title,
                &item.album,
                row.ms,
                row.ended,
                row.began,
                row.device,
                row.country,
                shuffle_offline,
            )
        });
    }
}

/// Some successive days of one kind of plays: what the statistics are functions of. Cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Selection<'v> {
    names: &'v Names<'v>,
    all: &'v [Row],
    first: usize,
    end: usize,
}

impl<'v> Selection<'v> {
    fn whole(shelf: &'v Shelf<'_>) -> Self {
        Self {
            names: &shelf.names,
            all: &shelf.rows,
            first: 0,
            end: shelf.rows.len(),
        }
    }

    /// The names behind the numbers in the rows.
    #[must_use]
    pub const fn names(self) -> &'v Names<'v> {
        self.names
    }

    /// Its rows, by day and by start.
    #[must_use]
    pub fn rows(self) -> &'v [Row] {
        &self.all[self.first..self.end]
    }

    /// The rows of the days before it.
    #[must_use]
    pub fn before(self) -> &'v [Row] {
        &self.all[..self.first]
    }

    /// The rows of all days up to its last.
    #[must_use]
    pub fn until(self) -> &'v [Row] {
        &self.all[..self.end]
    }

    /// The whole history that it is a part of.
    #[must_use]
    pub const fn history(self) -> Self {
        Self {
            first: 0,
            end: self.all.len(),
            ..self
        }
    }

    /// Its counted plays whose artist is known, each with the artist.
    pub fn by_artist(self) -> impl Iterator<Item = (u32, &'v Row)> {
        self.counted().filter_map(|row| Some((row.artist()?, row)))
    }

    /// Its counted plays.
    pub fn counted(self) -> impl Iterator<Item = &'v Row> {
        self.rows().iter().filter(|row| row.counted)
    }

    /// Whether nothing was played in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.first == self.end
    }

    /// Its part from one day to another, both included.
    #[must_use]
    pub fn days(self, from: Day, to: Day) -> Self {
        let first = self.first + self.rows().partition_point(|row| row.day < from);
        let end = self.first + self.rows().partition_point(|row| row.day <= to);
        Self {
            first,
            end: end.max(first),
            ..self
        }
    }

    /// Its parts by day, without the days on which nothing was played.
    pub fn by_day(self) -> impl Iterator<Item = (Day, Self)> {
        self.split(|day| day)
    }

    /// Its days with music: those on which a counted play begins. This is what a day with music is everywhere.
    pub fn days_with_music(self) -> impl Iterator<Item = (Day, Self)> {
        self.by_day().filter(|(_, part)| part.counted().next().is_some())
    }

    /// Its parts by month, without the months in which nothing was played.
    pub fn by_month(self) -> impl Iterator<Item = (Month, Self)> {
        self.split(Day::month)
    }

    /// Its parts by year, without the years in which nothing was played.
    pub fn by_year(self) -> impl Iterator<Item = (i32, Self)> {
        self.split(Day::year)
    }

    /// Splits it where `part` changes, which must not fall from one day to the next.
    fn split<T: PartialOrd + Copy>(self, part: impl Fn(Day) -> T) -> impl Iterator<Item = (T, Self)> {
        let mut rest = self;
        std::iter::from_fn(move || {
            let this = part(rest.rows().first()?.day);
            let length = gallop(rest.rows(), |row| part(row.day) <= this);
            let found = Self {
                end: rest.first + length,
                ..rest
            };
            rest.first += length;
            Some((this, found))
        })
    }
}

/// The number of leading rows that satisfy `holds`, which no later row does: as a partition point, near the front.
fn gallop(rows: &[Row], holds: impl Fn(&Row) -> bool) -> usize {
    let mut reach = 1;
    while reach < rows.len() && holds(&rows[reach]) {
        reach *= 2;
    }
    let Range { start, end } = reach / 2..reach.min(rows.len());
    start + rows[start..end].partition_point(holds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::History;
    use crate::{Period, Rule};

    #[test]
    fn a_row_stays_small() {
        assert!(size_of::<Row>() <= 40, "{} bytes", size_of::<Row>());
    }

    #[test]
    fn clocks_put_back_across_midnight_leave_the_days_in_order() {
        // In St. John's, 2010-11-07 00:01 became 2010-11-06 23:01.
        let plays = History::new()
            .play("2010-11-07 02:30:30", "Otter", "The seventh", 60)
            .play("2010-11-07 02:31:30", "Otter", "The sixth", 60)
            .plays();
        let view = View::new(&plays, &Rule::new(chrono_tz::America::St_Johns));
        let titles: Vec<_> = view
            .music()
            .rows()
            .iter()
            .map(|row| view.music().names().track(row.track).0)
            .collect();
        assert_eq!(titles, ["The sixth", "The seventh"]);
        assert_eq!(view.music().by_day().count(), 2);
    }

    #[test]
    fn private_plays_are_left_out_unless_asked_for() {
        let plays = History::new()
            .play("2020-01-01 12:00", "Otter", "Home", 60)
            .but(|play| play.private = true)
            .plays();
        let rule = Rule::new(chrono_tz::UTC);
        assert!(View::new(&plays, &rule).music().is_empty());
        let rule = Rule {
            private_included: true,
            ..rule
        };
        assert_eq!(View::new(&plays, &rule).music().rows().len(), 1);
    }

    #[test]
    fn echoes_are_left_out_unless_services_are_kept_apart() {
        let plays = History::new()
            .play("2020-01-01 12:00", "Otter", "Home", 60)
            .play("2020-01-01 12:01", "Otter", "Home", 60)
            .but(|play| play.echo = true)
            .plays();
        let rule = Rule::new(chrono_tz::UTC);
        assert_eq!(View::new(&plays, &rule).music().rows().len(), 1);
        let rule = Rule {
            match_services: false,
            ..rule
        };
        assert_eq!(View::new(&plays, &rule).music().rows().len(), 2);
    }

    #[test]
    fn kinds_stay_apart() {
        let plays = History::new()
            .play("2020-01-01 12:00", "Otter", "Home", 60)
            .play("2020-01-01 13:00", "Otter", "Home", 60)
            .of(|item| item.kind = Kind::Podcast)
            .play("2020-01-01 14:00", "Otter", "Home", 60)
            .of(|item| item.kind = Kind::Audiobook)
            .plays();
        let view = View::new(&plays, &Rule::new(chrono_tz::UTC));
        for kind in [view.music(), view.podcasts(), view.audiobooks()] {
            assert_eq!((kind.rows().len(), kind.names().tracks().len()), (1, 1));
        }
    }

    #[test]
    fn a_period_knows_what_came_before() {
        let plays = History::new()
            .play("2019-12-31 23:30", "Otter", "Old", 60) // already 2020 in Stockholm
            .play("2019-12-31 22:30", "Otter", "Older", 60)
            .play("2021-01-01 12:00", "Otter", "New", 60)
            .plays();
        let rule = Rule::new(chrono_tz::Europe::Stockholm).during(Period::year(2020));
        let view = View::new(&plays, &rule);
        let (before, during) = (view.music().before().len(), view.music().rows().len());
        assert_eq!((before, during, view.music().until().len()), (1, 1, 2));
    }

    #[test]
    fn absurd_times_are_taken_for_the_nearest_possible() {
        let plays = History::new()
            .play_at(i64::MIN, "Otter", "Home", "", None)
            .play_at(i64::MAX, "Otter", "Home", "", None)
            .plays();
        for zone in [chrono_tz::Pacific::Apia, chrono_tz::America::St_Johns] {
            let view = View::new(&plays, &Rule::new(zone));
            assert_eq!(
                view.music().by_year().map(|(year, _)| year).collect::<Vec<_>>(),
                [1, 9999]
            );
        }
    }
}
