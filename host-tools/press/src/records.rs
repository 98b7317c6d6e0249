//! Statistics as the records of a summary.

mod days;
mod devotion;
mod discovery;
mod habits;
mod music;
mod places;
mod recap;
mod sleeves;
mod together;
mod year;

use chrono::NaiveDate;
use playtally_statistics::tops::TopTitle;
use playtally_statistics::{self as statistics, Rule, Statistics, streaks};
use playtally_summary::records::{
    self, BiggestDay, Month, Owner, OwnerId, OwnerLater, Streaks, TextRecord, TopAlbum, TopArtist, TopTrack, Totals,
    Week, Year, YearLater,
};
use playtally_summary::{Day, Record, Size, TextId, Writer, fnv};
use zerocopy::little_endian::{U16, U32};

pub use sleeves::of_artist as sleeve_of_artist;

use crate::press::Options;
use crate::typeset::{Fonts, Sheet, Sizes, Typeset};

/// The names of a summary, in the order of their importance.
pub(crate) struct Names<'f>(Sheet<'f>);

impl<'f> Names<'f> {
    /// None yet; of each, at most so many bytes are set.
    pub(crate) fn new(fonts: &'f Fonts, longest: usize) -> Self {
        Self(Sheet::of_names(fonts, longest))
    }

    /// A name that pages may set in any size.
    fn add(&mut self, name: &str) -> TextId {
        self.0.add(name, Sizes::ALL)
    }

    /// A name in any size, where there is one.
    fn add_known(&mut self, name: Option<&str>) -> TextId {
        name.map_or(TextId::NONE, |name| self.add(name))
    }

    /// A name that stands in lists and second lines, never on a page of its own.
    fn add_medium(&mut self, name: &str) -> TextId {
        self.0.add(name, Sizes::up_to(Size::Medium))
    }

    /// A name of lists and second lines, where there is one.
    fn add_medium_known(&mut self, name: Option<&str>) -> TextId {
        name.map_or(TextId::NONE, |name| self.add_medium(name))
    }

    /// The names of the first `N` of some, in the medium size.
    fn first<'n, const N: usize>(&mut self, names: impl IntoIterator<Item = &'n str>) -> [TextId; N] {
        let mut first = [TextId::NONE; N];
        for (id, name) in first.iter_mut().zip(names) {
            *id = self.add_medium(name);
        }
        first
    }

    /// A name that is only ever small print.
    fn add_small(&mut self, name: &str) -> TextId {
        self.0.add(name, Sizes::up_to(Size::Small))
    }

    /// About how many bytes a name takes without pixels; none if it is there already.
    fn cost(&self, name: &str) -> usize {
        if name.is_empty() || self.0.has(name) {
            0
        } else {
            size_of::<TextRecord>() + name.len() + name.chars().count()
        }
    }

    /// The names in at most `limit` bytes, if their letters leave room for that.
    pub(crate) fn finish(self, limit: usize) -> Typeset {
        let glyphs = limit.saturating_sub(self.0.text_bytes());
        self.0.finish(glyphs)
    }
}

/// What an owner's pages are varied by.
fn seed(owner: &str) -> u32 {
    fnv(owner.bytes())
}

/// The accent of an owner who chose none: it goes by the name. Those past the last begin again.
#[must_use]
pub fn accent(owner: &str) -> u8 {
    seed(owner).to_le_bytes()[0]
}

/// Adds everything but time zone offsets and names. The order is the one in which names are important.
pub(crate) fn write(writer: Writer, statistics: &Statistics, options: &Options<'_>, names: &mut Names<'_>) -> Writer {
    let Statistics { totals, portraits, .. } = statistics;
    let seed = seed(options.owner);
    let id = options.id.map_or(0, OwnerId::number);
    let owner = Owner {
        name: names.add(options.owner),
        first: Day::from_date(totals.first.unwrap_or(options.pressed)),
        last: Day::from_date(totals.last.unwrap_or(options.pressed)),
        pressed: Day::from_date(options.pressed),
        seed: seed.into(),
        accent: options.accent.unwrap_or(accent(options.owner)),
    };
    let artists: Vec<TopArtist> = statistics
        .top_artists
        .iter()
        .zip(&portraits.artists)
        .map(|(artist, portrait)| TopArtist {
            name: names.add(&artist.name),
            track: names.add(&portrait.track),
            plays: count(artist.plays),
            minutes: minutes(artist.ms),
            first: Day::from_date(portrait.first),
        })
        .collect();
    let tracks: Vec<TopTrack> = titles(&statistics.top_tracks, &portraits.tracks, names)
        .map(|(title, artist, top, first)| TopTrack {
            title,
            artist,
            plays: count(top.plays),
            minutes: minutes(top.ms),
            first,
        })
        .collect();
    let albums: Vec<TopAlbum> = titles(&statistics.top_albums, &portraits.albums, names)
        .map(|(title, artist, top, first)| TopAlbum {
            title,
            artist,
            plays: count(top.plays),
            minutes: minutes(top.ms),
            first,
        })
        .collect();
    let years = years(statistics, names);
    let biggest_day: Vec<BiggestDay> = statistics
        .biggest_day
        .iter()
        .map(|day| BiggestDay {
            date: Day::from_date(day.date),
            track: names.add_known(portraits.biggest_day.as_ref().map(|top| &*top.title)),
            artist: names.add_known(portraits.biggest_day.as_ref().and_then(|top| top.artist.as_deref())),
            plays: count(day.plays),
            minutes: minutes(day.ms),
        })
        .collect();
    let writer = writer
        .records_with(&[(owner, OwnerLater { id: id.into() })])
        .records(&[rule(&statistics.rule, names)])
        .records(&[self::totals(statistics)])
        .records(&artists)
        .records(&tracks)
        .records(&albums)
        .records(&[Week {
            minutes: statistics.week_ms.map(|hours| hours.map(minutes)),
        }])
        .records(latest(&months(statistics)))
        .records_with(last(&years, Year::MOST))
        .records(&[streaks(statistics)]);
    let writer = some(writer, &biggest_day);
    let writer = year::write(writer, statistics, names);
    let writer = devotion::write(writer, statistics, names);
    let writer = discovery::write(writer, statistics, names);
    let writer = habits::write(writer, statistics, names);
    let writer = places::write(writer, statistics, names);
    let writer = music::write(writer, statistics, names);
    let writer = recap::write(writer, statistics, names);
    let writer = sleeves::write(writer, statistics, names);
    let writer = days::write(writer, statistics, names);
    together::write(writer, options.together, names)
}

/// Adds records where there are any: a section of none is left out.
fn some<R: Record>(writer: Writer, records: &[R]) -> Writer {
    if records.is_empty() {
        writer
    } else {
        writer.records(records)
    }
}

fn rule(rule: &Rule, names: &mut Names<'_>) -> records::Rule {
    records::Rule {
        counted_ms: rule.counted_ms.into(),
        private_included: rule.private_included.into(),
        merge_recordings: rule.merge_recordings.into(),
        as_heard: rule.as_heard.into(),
        timezone: names.add_small(rule.timezone.name()),
    }
}

fn totals(statistics: &Statistics) -> Totals {
    let totals = &statistics.totals;
    Totals {
        ms: totals.ms.into(),
        plays: count(totals.plays),
        counted_plays: count(totals.counted_plays),
        artists: count(totals.artists),
        tracks: count(totals.tracks),
        albums: count(totals.albums),
        days: count(totals.days),
        podcast_minutes: minutes(statistics.podcasts.ms),
        audiobook_minutes: minutes(statistics.audiobooks.ms),
    }
}

fn titles<'s>(
    tops: &'s [TopTitle],
    firsts: &'s [NaiveDate],
    names: &mut Names<'_>,
) -> impl Iterator<Item = (TextId, TextId, &'s TopTitle, Day)> {
    tops.iter().zip(firsts).map(|(top, &first)| {
        (
            names.add(&top.title),
            names.add_known(top.artist.as_deref()),
            top,
            Day::from_date(first),
        )
    })
}

/// The years that a [`Day`] can say from their first day to their last.
const YEARS: std::ops::Range<i32> = 1970..2149;

/// Every month from the first to the last with a play, within [`YEARS`].
fn months(statistics: &Statistics) -> Vec<Month> {
    without_gaps(&statistics.by_month, |count| count.month)
        .map(|(first, played)| Month {
            first,
            plays: count(played.map_or(0, |played| played.plays)),
            minutes: minutes(played.map_or(0, |played| played.ms)),
        })
        .collect()
}

/// The first day of every month from the first to the last that something is known of, within [`YEARS`], with what is
/// known of it.
fn without_gaps<T>(known: &[T], month_of: impl Fn(&T) -> statistics::Month) -> impl Iterator<Item = (Day, Option<&T>)> {
    let months: Vec<(statistics::Month, &T)> = known
        .iter()
        .map(|one| (month_of(one), one))
        .filter(|(month, _)| YEARS.contains(&month.year()))
        .collect();
    let (first, last) = (months.first().map(|first| first.0), months.last().map(|last| last.0));
    let mut months = months.into_iter().peekable();
    std::iter::successors(first, |month| Some(month.next()))
        .take_while(move |&month| Some(month) <= last)
        .map(move |month| {
            let known = months.next_if(|(of, _)| *of == month);
            (first_day(month), known.map(|(_, known)| known))
        })
}

fn first_day(month: statistics::Month) -> Day {
    Day::from_date(month.first_day().date())
}

/// The last `n` of some.
fn last<T>(all: &[T], n: usize) -> &[T] {
    &all[all.len().saturating_sub(n)..]
}

/// The last of some records, as many as a summary holds.
fn latest<R: Record>(all: &[R]) -> &[R] {
    last(all, R::MOST)
}

/// Every year from the first to the last with a play, within [`YEARS`].
fn years(statistics: &Statistics, names: &mut Names<'_>) -> Vec<(Year, YearLater)> {
    let spans: Vec<_> = statistics
        .years
        .iter()
        .filter(|year| YEARS.contains(&year.year))
        .collect();
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else {
        return vec![];
    };
    let mut spans = spans.iter().peekable();
    (first.year..=last.year)
        .map(|number| {
            let span = spans.next_if(|year| year.year == number).map(|year| &year.span);
            let tops = span.map(|span| &span.top_by_plays);
            let artist = tops.and_then(|tops| tops.artists.first());
            let track = tops.and_then(|tops| tops.tracks.first());
            let year = Year {
                year: (number as u16).into(),
                artist: names.add_known(artist.map(|artist| &*artist.name)),
                track: names.add_known(track.map(|track| &*track.title)),
                plays: count(span.map_or(0, |span| span.totals.counted_plays)),
                minutes: minutes(span.map_or(0, |span| span.totals.ms)),
            };
            let artists = count(span.map_or(0, |span| span.totals.artists));
            (year, YearLater { artists })
        })
        .collect()
}

fn streaks(statistics: &Statistics) -> Streaks {
    let streak = |streak: Option<streaks::Streak>| {
        let (from, to) = streak.map_or_else(Default::default, |streak| {
            (Day::from_date(streak.from), Day::from_date(streak.to))
        });
        (few(streak.map_or(0, |streak| streak.days)), from, to)
    };
    let (longest_days, longest_from, longest_to) = streak(statistics.longest_streak);
    let (current_days, current_from, current_to) = streak(statistics.current_streak);
    Streaks {
        longest_days,
        longest_from,
        longest_to,
        current_days,
        current_from,
        current_to,
    }
}

fn count(count: u64) -> U32 {
    count.try_into().unwrap_or(u32::MAX).into()
}

fn minutes(ms: u64) -> U32 {
    count(ms.saturating_add(30_000) / 60_000)
}

/// A number that a page shows, at most 65,535.
fn few(count: u64) -> U16 {
    count.try_into().unwrap_or(u16::MAX).into()
}

/// `part` as a share of `whole`, of `full`, rounded.
fn share(part: u64, whole: u64, full: u8) -> u8 {
    let rounded = (u128::from(part) * u128::from(full) + u128::from(whole) / 2)
        .checked_div(u128::from(whole))
        .unwrap_or(0);
    rounded.min(full.into()) as u8
}

/// The year as a file has it, if it is within [`YEARS`].
fn year(year: i32) -> Option<U16> {
    YEARS.contains(&year).then(|| (year as u16).into())
}
