//! Which reports are echoes: what one service says of a play that another service has, too.
//!
//! A listener's plays are recorded by *players* (Spotify, Apple Music, …) and, of those, some again by *scrobblers*
//! (Last.fm, ListenBrainz, …). So a play is reported by one player at most, and by each scrobbler once at most; two rows
//! of one service, or of two players, are never one play. The report of the service that knows most stands for the play;
//! the others are its echoes.
//!
//! An echo names the same first artist and the same title ([`names`]) and is stamped no earlier than [`TOLERANCE`] before
//! the play's start and no later than as much after its end. Where only the title is the same (a compilation's artist on
//! one side, the song's on the other), it lies within [`TITLE_TOLERANCE`] of the start or the end. Plays under
//! [`SHORTEST`] have no echo, since no scrobbler takes them. Of several reports that could be echoes of several plays, the
//! nearest pairs are taken first, each report once. A clock that is wrong, constantly or from some day on, is found out
//! before ([`clock`]).
//!
//! Nothing of this is stored. Every row stays in the library as its source has it; what is an echo is worked out from all
//! rows together whenever they are read, and so cannot depend on the order in which they came.

mod clock;
mod names;

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::books::{FileBooks, Matched};
use crate::error::Result;
use crate::facts::Facts;
use crate::play::{Item, Kind, Play};
use crate::settle::Row;
use crate::source::{Service, Source, Sources};
use crate::sources;
use crate::store::Store;
use clock::Clock;
pub(crate) use names::Names;

/// How far outside the time in which something was played an echo of it may be stamped, in seconds: stamps cut to the
/// minute on either side, a play that was held for a while, a clock that drifts.
const TOLERANCE: i64 = 180;
/// The same around the start and the end alone, where the artists' names differ.
const TITLE_TOLERANCE: i64 = 20;
/// The shortest play that a scrobbler takes, in milliseconds: the rule of Last.fm, which the others follow.
const SHORTEST: u32 = 30_000;
/// The longest that one recording is taken to play, in seconds; more is an error of its source.
const LONGEST: i64 = 2 * 3600;
/// How many plays of one name are compared with a report at most, the latest of them: a bound on work, not on truth.
const NEAREST: usize = 16;

/// What matching sees of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Report {
    service: Service,
    start: i64,
    end: i64,
    names: Names,
}

impl Report {
    /// The report in a row of an item, unless it can neither be an echo nor have one.
    pub(crate) fn of(source: Source, kind: Kind, start: i64, ms_played: Option<u32>, names: Names) -> Option<Self> {
        (kind == Kind::Music && ms_played.is_none_or(|ms| ms >= SHORTEST)).then_some(Self {
            service: source.service(),
            start,
            end: start + ms_played.map_or(0, |ms| i64::from(ms / 1000)).min(LONGEST),
            names,
        })
    }
}

/// A report that is an echo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Echo {
    /// Which one, as an index.
    pub(crate) report: usize,
    /// The index of the one that it is an echo of.
    pub(crate) of: usize,
    /// How far the clock that stamped it is ahead of the other one, in seconds.
    pub(crate) ahead: i64,
}

/// A report that stands for a play.
#[derive(Clone, Copy, Debug)]
struct Head {
    report: usize,
    /// As the clock of the services before it would have it.
    start: i64,
    end: i64,
    names: Names,
    /// Whether a player is among its reports.
    is_played: bool,
}

/// Finds the echoes among reports, which come in an order that depends on their content alone.
pub(crate) fn echoes(reports: &[Report]) -> Vec<Echo> {
    let mut found = Vec::new();
    let mut heads: Vec<Head> = Vec::new();
    for service in sources::services() {
        let mut own: Vec<usize> = (0..reports.len()).filter(|&n| reports[n].service == service).collect();
        own.sort_by_key(|&n| (reports[n].start, reports[n].names));
        let own: Vec<(usize, Report)> = own.into_iter().map(|n| (n, reports[n])).collect();
        let by_name = Shelf::new(&heads, |head| head.names.full, service);
        let clocks = clock::of(&own, &by_name);
        let mut taken = vec![false; heads.len()];
        let mut echo_of = vec![None; own.len()];
        pair(&own, &clocks, &by_name, Bound::Around, &mut taken, &mut echo_of);
        let by_title = Shelf::new(&heads, |head| head.names.title, service);
        pair(&own, &clocks, &by_title, Bound::AtEnds, &mut taken, &mut echo_of);
        for ((&(report, own), clock), echo_of) in own.iter().zip(&clocks).zip(echo_of) {
            if let Some(head) = echo_of {
                heads[head].is_played |= service.is_player;
                found.push(Echo {
                    report,
                    of: heads[head].report,
                    ahead: clock.ahead,
                });
            } else {
                heads.push(Head {
                    report,
                    start: own.start - clock.ahead,
                    end: own.end - clock.ahead,
                    names: own.names,
                    is_played: service.is_player,
                });
            }
        }
    }
    found
}

/// Plays by a name and their start, for one service to find its echoes in.
struct Shelf<'h> {
    /// Name, start, and index of the head.
    places: Vec<(u64, i64, usize)>,
    heads: &'h [Head],
    name: fn(&Head) -> u64,
}

impl<'h> Shelf<'h> {
    fn new(heads: &'h [Head], name: fn(&Head) -> u64, service: Service) -> Self {
        let mut places: Vec<_> = heads
            .iter()
            .enumerate()
            .filter(|(_, head)| !(head.is_played && service.is_player))
            .map(|(number, head)| (name(head), head.start, number))
            .collect();
        places.sort_unstable();
        Self { places, heads, name }
    }

    /// The name that a report has on this shelf.
    fn name_of(&self, report: &Report) -> u64 {
        (self.name)(&Head {
            report: 0,
            start: 0,
            end: 0,
            names: report.names,
            is_played: false,
        })
    }

    /// Plays of this name that began no later than `latest` and no earlier than `earliest`, the latest first.
    fn between(&self, name: u64, earliest: i64, latest: i64) -> impl Iterator<Item = (usize, &'h Head)> {
        let end = self
            .places
            .partition_point(|place| *place <= (name, latest, usize::MAX));
        self.places[..end]
            .iter()
            .rev()
            .take_while(move |place| place.0 == name && place.1 >= earliest)
            .map(|place| (place.2, &self.heads[place.2]))
    }

    /// Plays that may have been on at a moment.
    fn at(&self, name: u64, moment: i64) -> impl Iterator<Item = (usize, &'h Head)> {
        self.between(name, moment - LONGEST - TOLERANCE, moment + TOLERANCE)
            .take(NEAREST)
    }
}

/// Where an echo may be stamped.
#[derive(Clone, Copy)]
enum Bound {
    /// While its play was on, or a little before or after.
    Around,
    /// When its play began or ended.
    AtEnds,
}

impl Bound {
    fn holds(self, head: &Head, moment: i64) -> bool {
        match self {
            Self::Around => (head.start - TOLERANCE..=head.end + TOLERANCE).contains(&moment),
            Self::AtEnds => [head.start, head.end]
                .iter()
                .any(|end| (moment - end).abs() <= TITLE_TOLERANCE),
        }
    }
}

/// Pairs reports without a play with plays without an echo of their service, the nearest first.
fn pair(
    own: &[(usize, Report)],
    clocks: &[Clock],
    shelf: &Shelf<'_>,
    bound: Bound,
    taken: &mut [bool],
    echo_of: &mut [Option<usize>],
) {
    let mut pairs = Vec::new();
    for (number, ((_, report), clock)) in own.iter().zip(clocks).enumerate() {
        if echo_of[number].is_none() {
            let moment = report.start - clock.ahead;
            let near = shelf.at(shelf.name_of(report), moment);
            pairs.extend(
                near.filter(|&(place, head)| !taken[place] && bound.holds(head, moment))
                    .map(|(place, head)| (clock.distance(report, head), number, place)),
            );
        }
    }
    pairs.sort_unstable();
    for (_, number, place) in pairs {
        if echo_of[number].is_none() && !taken[place] {
            taken[place] = true;
            echo_of[number] = Some(place);
        }
    }
}

/// Marks the plays that are echoes. Plays and their sources come by key.
pub(crate) fn mark(artists: &[Box<str>], items: &[Item], plays: &mut [Play], sources: &[Source]) {
    if !are_several_services(sources.iter().copied().collect()) {
        return;
    }
    let mut names = names::OfItems::new(artists, items);
    let (mut reports, mut numbers) = (Vec::new(), Vec::new());
    for (number, (play, source)) in plays.iter().zip(sources).enumerate() {
        let report = names
            .of(play.item)
            .and_then(|(kind, names)| Report::of(*source, kind, play.started_at, play.ms_played, names));
        if let Some(report) = report {
            reports.push(report);
            numbers.push(number);
        }
    }
    for echo in echoes(&reports) {
        plays[numbers[echo.report]].echo = true;
    }
}

/// Gathers the reports in the rows of a store, which come by key.
#[derive(Debug)]
pub(crate) struct Gathering<'a> {
    names: names::OfItems<'a>,
    /// The sources met.
    sources: Sources,
    reports: Vec<Report>,
    rows: Vec<(i64, Source)>,
}

/// A row that is an echo, by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EchoRow {
    pub(crate) key: i64,
    pub(crate) source: Source,
    /// The key and the source of the row that it is an echo of.
    pub(crate) of: (i64, Source),
    /// As in [`Echo`].
    pub(crate) ahead: i64,
}

impl<'a> Gathering<'a> {
    /// Starts with a store's artists and items, each at the index that is its number there.
    pub(crate) fn new(artists: &'a [Box<str>], items: &'a [Item]) -> Self {
        Self {
            names: names::OfItems::new(artists, items),
            sources: Sources::default(),
            reports: Vec::new(),
            rows: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, row: &Row) {
        let Some((kind, names)) = self.names.of(row.item) else {
            return;
        };
        let source = Facts::unpack(row.facts).source;
        if let Some(report) = Report::of(source, kind, row.started_at, row.ms_played, names) {
            self.sources.add(source);
            self.reports.push(report);
            self.rows.push((row.key, source));
        }
    }

    /// Every row that is an echo.
    pub(crate) fn finish(self) -> Vec<EchoRow> {
        if !are_several_services(self.sources) {
            return Vec::new();
        }
        let row = |echo: Echo| {
            let (key, source) = self.rows[echo.report];
            EchoRow {
                key,
                source,
                of: self.rows[echo.of],
                ahead: echo.ahead,
            }
        };
        echoes(&self.reports).into_iter().map(row).collect()
    }
}

/// What an import must know to say in its books what it matched.
#[derive(Debug)]
pub(crate) struct Matching {
    /// The echoes that there were before.
    before: FxHashSet<i64>,
    /// The keys of the rows that the import stored, each with the number of its file.
    pub(crate) brought: FxHashMap<i64, u32>,
}

impl Matching {
    /// Before files of these sources are taken into a store. None while all plays are of one service.
    pub(crate) fn before(store: &mut dyn Store, sources: impl Iterator<Item = Source>) -> Result<Option<Self>> {
        let come: Sources = sources.collect();
        if come == Sources::default() {
            return Ok(None);
        }
        let there = store.sources()?;
        let met = there.iter().chain(come.iter()).collect();
        // The plays of an exported library are of any service.
        if !are_several_services(met) && !come.iter().any(Source::is_of_any_service) {
            return Ok(None);
        }
        let before = match are_several_services(there) {
            true => store.echoes()?.iter().map(|echo| echo.key).collect(),
            false => FxHashSet::default(),
        };
        Ok(Some(Self {
            before,
            brought: FxHashMap::default(),
        }))
    }

    /// Books what the import brought and matched: an echo as a duplicate; and a play that other services had reported
    /// before as one that improves what they knew.
    pub(crate) fn close(self, store: &mut dyn Store, books: &mut [FileBooks]) -> Result<Vec<Matched>> {
        let mut matched: BTreeMap<(Source, Source, i64), u64> = BTreeMap::new();
        let mut improved = FxHashSet::default();
        for echo in store.echoes()? {
            let (brought, of) = (self.brought.get(&echo.key), self.brought.get(&echo.of.0));
            if let Some(file) = brought {
                books[*file as usize].were_known(1);
            } else if let Some(file) = of.filter(|_| !self.before.contains(&echo.key) && improved.insert(echo.of.0)) {
                let books = &mut books[*file as usize];
                books.improved += books.were_known(1);
            }
            if brought.or(of).is_some() {
                *matched.entry((echo.source, echo.of.1, echo.ahead)).or_default() += 1;
            }
        }
        let line = |((source, of, clock_ahead_seconds), plays)| Matched {
            source,
            of,
            clock_ahead_seconds,
            plays,
        };
        Ok(matched.into_iter().map(line).collect())
    }
}

/// Whether the sources are of more than one service.
pub(crate) fn are_several_services(sources: Sources) -> bool {
    let mut services = sources.iter().map(Source::service);
    let first = services.next();
    services.any(|service| Some(service) != first)
}
