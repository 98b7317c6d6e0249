//! How is listened: patience, sessions, eras, moods, seasons.

use playtally_statistics::Statistics;
use playtally_statistics::patience::Ends;
use playtally_summary::records::{
    Era, Judgement, JudgementKind, Listener, Mood, Opener, Patience, PatienceYear, Seasonal, Sessions,
};
use playtally_summary::{Day, Record, TextId, Writer};

use super::{Names, count, few, first_day, latest, share, some, year};

/// The most judged tracks of each kind.
const JUDGED: usize = Judgement::MOST / JudgementKind::ALL.len();

pub(super) fn write(writer: Writer, statistics: &Statistics, names: &mut Names<'_>) -> Writer {
    let writer = some(writer, &eras(statistics, names));
    let writer = some(writer, &moods(statistics, names));
    let writer = some(writer, &patience(statistics));
    let writer = some(writer, &listener(statistics));
    let writer = some(writer, latest(&patience_years(statistics)));
    let writer = some(writer, &judgements(statistics, names));
    let writer = some(writer, &sessions(statistics));
    let writer = some(writer, &openers(statistics, names));
    some(writer, &seasons(statistics, names))
}

/// None where too little is known of one of the four measures.
fn listener(statistics: &Statistics) -> Vec<Listener> {
    let listener = statistics.listener.map(|listener| Listener {
        kind: listener.number,
        exploring: listener.exploring_permille.into(),
        morning: listener.morning_permille.into(),
        loyal: listener.loyal_permille.into(),
        skipped: listener.skipped_permille.into(),
    });
    listener.into_iter().collect()
}

/// None where it is known of no play how it ended.
fn patience(statistics: &Statistics) -> Vec<Patience> {
    let patience = &statistics.patience;
    let seconds = |ms: Option<u64>| few((ms.unwrap_or(0) + 500) / 1_000);
    let skipped = |ends: Ends| match ends.starts {
        0 => u8::MAX,
        starts => share(ends.skips, starts, 100),
    };
    let some = (patience.ends.starts > 0).then(|| Patience {
        starts: count(patience.ends.starts),
        skips: count(patience.ends.skips),
        finished: count(patience.ends.finished),
        median_seconds: seconds(patience.median_ms),
        median_skip_seconds: seconds(patience.median_skip_ms),
        skipped_by_hour: patience.by_hour.map(skipped),
    });
    some.into_iter().collect()
}

fn patience_years(statistics: &Statistics) -> Vec<PatienceYear> {
    let years = statistics.patience.by_year.iter();
    years
        .filter_map(|of| {
            Some(PatienceYear {
                year: year(of.year)?,
                starts: count(of.ends.starts),
                skips: count(of.ends.skips),
                finished: count(of.ends.finished),
            })
        })
        .collect()
}

fn judgements(statistics: &Statistics, names: &mut Names<'_>) -> Vec<Judgement> {
    let patience = &statistics.patience;
    let mut judgement = |kind: JudgementKind, title: &str, artist: Option<&str>, starts, times| Judgement {
        kind: kind.into(),
        title: names.add_medium(title),
        artist: names.add_medium_known(artist),
        starts: count(starts),
        times: count(times),
    };
    let mut all = vec![];
    for (kind, judged) in [
        (JudgementKind::NeverSkipped, &patience.never_skipped),
        (JudgementKind::MostSkipped, &patience.most_skipped),
    ] {
        let judged = judged.iter().take(JUDGED);
        all.extend(
            judged.map(|track| judgement(kind, &track.title, track.artist.as_deref(), track.starts, track.skips)),
        );
    }
    let back = patience.back_to.iter().take(JUDGED);
    all.extend(back.map(|track| {
        judgement(
            JudgementKind::BackTo,
            &track.title,
            track.artist.as_deref(),
            0,
            track.times,
        )
    }));
    all
}

fn sessions(statistics: &Statistics) -> Vec<Sessions> {
    let sessions = &statistics.sessions;
    let minutes = |ms: u64| few(ms.saturating_add(30_000) / 60_000);
    let longest = sessions.longest.as_ref();
    longest
        .map(|longest| Sessions {
            sessions: count(sessions.sessions),
            median_minutes: minutes(sessions.median_ms.unwrap_or(0)),
            median_plays: few(sessions.median_plays.unwrap_or(0)),
            longest_date: Day::from_date(longest.date),
            longest_minutes: minutes(longest.ms),
            longest_plays: few(longest.plays),
            by_hour: sessions.by_hour.map(count),
        })
        .into_iter()
        .collect()
}

fn openers(statistics: &Statistics, names: &mut Names<'_>) -> Vec<Opener> {
    let openers = statistics.sessions.openers.iter().take(Opener::MOST);
    openers
        .map(|opener| Opener {
            title: names.add(&opener.title),
            artist: names.add_medium_known(opener.artist.as_deref()),
            sessions: count(opener.sessions),
        })
        .collect()
}

fn eras(statistics: &Statistics, names: &mut Names<'_>) -> Vec<Era> {
    statistics
        .eras
        .iter()
        .filter(|era| year(era.from.year()).is_some() && year(era.to.year()).is_some())
        .map(|era| Era {
            from: first_day(era.from),
            to: Day::from_date(era.to.next().first_day().date() - chrono::TimeDelta::days(1)),
            plays: count(era.plays),
            artists: names.first(era.artists.iter().map(|artist| artist.name.as_str())),
        })
        .collect()
}

fn moods(statistics: &Statistics, names: &mut Names<'_>) -> Vec<Mood> {
    let moods = statistics.moods.iter().take(Mood::MOST);
    moods
        .map(|mood| {
            let hour = mood.by_hour.iter().copied().max().unwrap_or(0);
            let month = mood.by_month.iter().copied().max().unwrap_or(0);
            let place = |at: f64| (at * 127.0).round().clamp(-127.0, 127.0) as i8;
            Mood {
                plays: count(mood.plays),
                tracks: few(mood.tracks),
                artists: names.first(mood.artists.iter().map(|artist| artist.name.as_str())),
                title: mood
                    .top_tracks
                    .first()
                    .map_or(TextId::NONE, |track| names.add_medium(&track.title)),
                hours: mood.by_hour.map(|plays| share(plays, hour, u8::MAX)),
                months: mood.by_month.map(|plays| share(plays, month, u8::MAX)),
                peak_hour: mood.peak_hour.min(23) as u8,
                peak_month: mood.peak_month.clamp(1, 12) as u8,
                map: mood.map.map(place),
            }
        })
        .collect()
}

fn seasons(statistics: &Statistics, names: &mut Names<'_>) -> Vec<Seasonal> {
    let seasons = &statistics.seasons;
    let artists = seasons.artists.iter().take(Seasonal::MOST / 2);
    let mut all: Vec<Seasonal> = artists
        .map(|seasonal| Seasonal {
            month: seasonal.month as u8,
            title: TextId::NONE,
            artist: names.add(&seasonal.name),
            plays: count(seasonal.plays),
            other_plays: count(seasonal.other_plays),
            years: seasonal.years.try_into().unwrap_or(u8::MAX),
        })
        .collect();
    let tracks = seasons.tracks.iter().take(Seasonal::MOST / 2);
    all.extend(tracks.map(|seasonal| Seasonal {
        month: seasonal.month as u8,
        title: names.add(&seasonal.title),
        artist: names.add_medium_known(seasonal.artist.as_deref()),
        plays: count(seasonal.plays),
        other_plays: count(seasonal.other_plays),
        years: seasonal.years.try_into().unwrap_or(u8::MAX),
    }));
    all
}
