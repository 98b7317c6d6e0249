//! Statistics as the records of a summary.

use chrono::NaiveDate;
use playtally_statistics::tops::TopTitle;
use playtally_statistics::{Rule, Statistics, streaks};
use playtally_summary::records::{
    self, BiggestDay, Month, Owner, Streak, Streaks, TopAlbum, TopArtist, TopTrack, Totals, Week, Year,
};
use playtally_summary::{Day, Size, TextId, Writer};
use zerocopy::little_endian::U32;

use crate::press::Options;
use crate::typeset::{Fonts, Sheet, Sizes, Typeset};

/// The names of a summary, in the order of their importance.
pub(crate) struct Names<'f>(Sheet<'f>);

impl<'f> Names<'f> {
    pub(crate) fn new(fonts: &'f Fonts) -> Self {
        Self(Sheet::new(fonts))
    }

    /// A name that pages may set in any size.
    fn add(&mut self, name: &str) -> TextId {
        self.0.add(name, Sizes::ALL)
    }

    /// A name that is only ever small print.
    fn add_small(&mut self, name: &str) -> TextId {
        self.0.add(name, Sizes::up_to(Size::Small))
    }

    /// The bytes that names take without their glyphs.
    pub(crate) fn text_bytes(&self) -> usize {
        self.0.text_bytes()
    }

    pub(crate) fn finish(self, limit: usize) -> Typeset {
        self.0.finish(limit)
    }
}

/// Adds everything but time zone offsets and names.
pub(crate) fn write(writer: Writer, statistics: &Statistics, options: &Options<'_>, names: &mut Names<'_>) -> Writer {
    let Statistics { totals, portraits, .. } = statistics;
    let seed = seed(options.owner);
    let owner = Owner {
        name: names.add(options.owner),
        first: Day::from_date(totals.first.unwrap_or(options.pressed)),
        last: Day::from_date(totals.last.unwrap_or(options.pressed)),
        pressed: Day::from_date(options.pressed),
        seed: seed.into(),
        accent: options.accent.unwrap_or(seed.to_le_bytes()[0]),
        reserved: [0; 3],
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
            track: portraits
                .biggest_day
                .as_ref()
                .map_or(TextId::NONE, |top| names.add(&top.title)),
            artist: portraits
                .biggest_day
                .as_ref()
                .map_or(TextId::NONE, |top| names.add(&top.artist)),
            plays: count(day.plays),
            minutes: minutes(day.ms),
        })
        .collect();
    let writer = writer
        .records(&[owner])
        .records(&[rule(&statistics.rule, names)])
        .records(&[self::totals(statistics)])
        .records(&artists)
        .records(&tracks)
        .records(&albums)
        .records(&[Week {
            minutes: statistics.week_ms.map(|hours| hours.map(minutes)),
        }])
        .records(&months(statistics))
        .records(&years)
        .records(&[Streaks {
            longest: streak(statistics.longest_streak),
            current: streak(statistics.current_streak),
        }]);
    // A history without a day has no biggest one: the section is left out.
    if biggest_day.is_empty() {
        writer
    } else {
        writer.records(&biggest_day)
    }
}

fn rule(rule: &Rule, names: &mut Names<'_>) -> records::Rule {
    records::Rule {
        counted_ms: rule.counted_ms.into(),
        flags: (u16::from(rule.private_included) | u16::from(rule.merge_recordings) << 1).into(),
        time_zone: names.add_small(rule.timezone.name()),
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
            names.add(&top.artist),
            top,
            Day::from_date(first),
        )
    })
}

/// The years that a [`Day`] can say from their first day to their last.
const YEARS: std::ops::Range<i32> = 1970..2149;

/// Every month from the first to the last with a play, within [`YEARS`].
fn months(statistics: &Statistics) -> Vec<Month> {
    let months: Vec<_> = statistics
        .by_month
        .iter()
        .filter(|count| YEARS.contains(&count.month.year()))
        .collect();
    let (Some(first), Some(last)) = (months.first(), months.last()) else {
        return vec![];
    };
    let mut months = months.iter().peekable();
    std::iter::successors(Some(first.month), |month| Some(month.next()))
        .take_while(|&month| month <= last.month)
        .map(|month| {
            let played = months.next_if(|count| count.month == month);
            Month {
                first: Day::from_date(month.first_day().date()),
                plays: count(played.map_or(0, |played| played.plays)),
                minutes: minutes(played.map_or(0, |played| played.ms)),
            }
        })
        .collect()
}

/// Every year from the first to the last with a play, within [`YEARS`].
fn years(statistics: &Statistics, names: &mut Names<'_>) -> Vec<Year> {
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
            Year {
                year: (number as u16).into(),
                artist: artist.map_or(TextId::NONE, |artist| names.add(&artist.name)),
                track: track.map_or(TextId::NONE, |track| names.add(&track.title)),
                plays: count(span.map_or(0, |span| span.totals.counted_plays)),
                minutes: minutes(span.map_or(0, |span| span.totals.ms)),
            }
        })
        .collect()
}

fn streak(streak: Option<streaks::Streak>) -> Streak {
    streak.map_or_else(Streak::default, |streak| Streak {
        days: streak.days.try_into().unwrap_or(u16::MAX).into(),
        from: Day::from_date(streak.from),
        to: Day::from_date(streak.to),
    })
}

fn count(count: u64) -> U32 {
    count.try_into().unwrap_or(u32::MAX).into()
}

fn minutes(ms: u64) -> U32 {
    count((ms + 30_000) / 60_000)
}

/// FNV-1a of a name.
fn seed(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}
