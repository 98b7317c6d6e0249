//! Everything at once: what the report, the JSON and the summary are made from.

use playtally_history::Plays;
use serde::Serialize;

use crate::binges::Binges;
use crate::breadth::Breadth;
use crate::calendar::{self, DayCount, MonthCount, YearCount};
use crate::catalogue::Catalogue;
use crate::chronotype::Chronotype;
use crate::devices::Devices;
use crate::devotion::Devotion;
use crate::discovery::Discovery;
use crate::eras::{Era, eras};
use crate::journeys::Journey;
use crate::listener::Listener;
use crate::milestones::Milestones;
use crate::moods::{Mood, moods};
use crate::music::Music;
use crate::nostalgia::Nostalgia;
use crate::on_this_day::{OnThisDay, on_this_day};
use crate::patience::Patience;
use crate::places::Places;
use crate::portraits::Portraits;
use crate::race::{Movers, Standing, race};
use crate::recap::{Recap, recaps};
use crate::repeats::Repeats;
use crate::seasons::Seasons;
use crate::sessions::Sessions;
use crate::silence::{Eddington, Silence};
use crate::sleeves::Sleeves;
use crate::spans::{self, MonthSpan, Recent, YearSpan};
use crate::streaks::{self, Streak};
use crate::tally::Tallies;
use crate::together::both;
use crate::tops::{Order, TopArtist, TopTitle, Tops};
use crate::totals::{Spoken, Totals};
use crate::worth::Worth;
use crate::year_five::YearFive;
use crate::{Rule, View, clock};

/// The most memories of a day of the year.
const MEMORIES: usize = 3;

/// The artists that an era is named by.
const ERA_ARTISTS: usize = 5;

/// The artists and tracks that a mood is named by.
const MOOD_NAMES: usize = 5;

/// What a history says, under one rule. Serialises to the JSON of `playtally stats --json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Statistics {
    /// How plays were counted, and which.
    pub rule: Rule,
    /// The journeys on which plays are counted in the zone there, by their beginning. Not said where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub journeys: Vec<Journey>,
    /// How much music was played.
    pub totals: Totals,
    /// How much of podcasts was played.
    pub podcasts: Spoken,
    /// How much of audiobooks was played.
    pub audiobooks: Spoken,
    /// The most played artists.
    pub top_artists: Vec<TopArtist>,
    /// The most played tracks.
    pub top_tracks: Vec<TopTitle>,
    /// The most played albums.
    pub top_albums: Vec<TopTitle>,
    /// Counted plays in each local hour, from midnight.
    pub by_hour: [u64; 24],
    /// Counted plays on each weekday, from Monday.
    pub by_weekday: [u64; 7],
    /// Milliseconds played in each hour of the week, from Monday and from midnight.
    pub week_ms: [[u64; 24]; 7],
    /// Every month with a play.
    pub by_month: Vec<MonthCount>,
    /// Every year with a play.
    pub by_year: Vec<YearCount>,
    /// Every day with a play.
    pub by_day: Vec<DayCount>,
    /// The day with the most time.
    pub biggest_day: Option<DayCount>,
    /// The most days in a row with music.
    pub longest_streak: Option<Streak>,
    /// The days in a row that the history ends with.
    pub current_streak: Option<Streak>,
    /// Since when favourites are known, and what of them is played most; for pages, not for reports.
    #[serde(skip)]
    pub portraits: Portraits,
    /// How favourites were listened to, for their covers; for pages, not for reports.
    #[serde(skip)]
    pub sleeves: Sleeves,
    /// The first artist of each year.
    pub year_artists: Vec<YearArtist>,
    /// The most played by time.
    pub top_by_time: Tops,
    /// The last weeks and months of the history.
    pub recent: Option<Recent>,
    /// Totals and tops of every year with a play.
    pub years: Vec<YearSpan>,
    /// Totals and tops of every month with a play.
    pub months: Vec<MonthSpan>,
    /// The favourites of the year that is told.
    pub year_five: Option<YearFive>,
    /// What was heard for the first time.
    pub discovery: Discovery,
    /// The best memories of each day of the year.
    pub on_this_day: Vec<OnThisDay>,
    /// Plays that follow one another without a long pause.
    pub sessions: Sessions,
    /// How much time tracks are given.
    pub patience: Patience,
    /// One track, again and again.
    pub binges: Binges,
    /// How much is heard again.
    pub repeats: Repeats,
    /// One-hit wonders, comebacks, forgotten favourites.
    pub devotion: Devotion,
    /// The first artists after every month.
    pub race: Vec<Standing>,
    /// Who rose and fell.
    pub movers: Movers,
    /// The first play, the thousandth, and the anniversaries of favourites.
    pub milestones: Milestones,
    /// When in the day is listened.
    pub chronotype: Chronotype,
    /// Days without music.
    pub silence: Silence,
    /// Eddington's number of plays a day.
    pub eddington: Eddington,
    /// How widely is listened.
    pub breadth: Breadth,
    /// What belongs to a month of the year.
    pub seasons: Seasons,
    /// How old the music is that is played.
    pub nostalgia: Nostalgia,
    /// What kind of listener it is.
    pub listener: Option<Listener>,
    /// Where was listened.
    pub places: Places,
    /// What was listened on.
    pub devices: Devices,
    /// The stretches of months with a mix of artists of their own.
    pub eras: Vec<Era>,
    /// Tracks that are played together.
    pub moods: Vec<Mood>,
    /// The story of each year.
    pub recaps: Vec<Recap>,
    /// What the history would fetch.
    pub worth: Worth,
    /// What the music is: genres, release years, countries of artists. Not said where no catalogue knows anything of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub music: Option<Music>,
}

/// The most played artist of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct YearArtist {
    /// The year.
    pub year: i32,
    /// The artist.
    #[serde(flatten)]
    pub artist: TopArtist,
}

impl YearArtist {
    /// Nobody where nothing was counted.
    fn of(year: &YearSpan) -> Option<Self> {
        let artist = year.span.top_by_plays.artists.first()?.clone();
        Some(Self {
            year: year.year,
            artist,
        })
    }
}

impl Statistics {
    /// Computes everything. Takes time in proportion to the number of plays.
    #[must_use]
    pub fn compute(plays: &Plays, rule: &Rule) -> Self {
        Self::of(&View::new(plays, rule))
    }

    /// Computes everything, where something is known of the music itself.
    #[must_use]
    pub fn knowing(plays: &Plays, rule: &Rule, catalogue: &Catalogue) -> Self {
        Self::of(&View::knowing(plays, rule, Some(catalogue)))
    }

    /// Computes everything of plays that are ready.
    #[must_use]
    pub fn of(view: &View<'_>) -> Self {
        let music = view.music();
        let top = view.rule().top;
        // These six take as long as all others together.
        let ((eras, moods, recaps, recent, years, months), others) = both(
            || {
                (
                    eras(music, ERA_ARTISTS),
                    moods(music, MOOD_NAMES),
                    recaps(music, view.catalogue()),
                    spans::recent(music, top),
                    spans::by_year(music, top),
                    spans::by_month(music, top),
                )
            },
            || Self::of_all_time(view),
        );
        let year_artists: Vec<YearArtist> = years.iter().filter_map(YearArtist::of).collect();
        let artists = others.top_artists.iter();
        // Where there is no room for all, the latest years come first.
        let artists = artists.chain(year_artists.iter().rev().map(|year| &year.artist));
        Self {
            sleeves: Sleeves::of(music, artists, &others.top_albums, &eras),
            eras,
            moods,
            recaps,
            year_artists,
            recent,
            years,
            months,
            ..others
        }
    }

    /// Everything but stories and what is counted for each of many spans of time.
    fn of_all_time(view: &View<'_>) -> Self {
        let rule = view.rule();
        let music = view.music();
        let tallies = Tallies::of(music);
        let tops = Tops::with(music.names(), &tallies, rule.top, Order::Plays);
        let by_day = calendar::by_day(music);
        let biggest_day = calendar::biggest_day(&by_day);
        let by_hour = clock::by_hour(music);
        let patience = Patience::of(music, rule.top);
        let breadth = Breadth::of(music);
        Self {
            sleeves: Sleeves::default(),
            portraits: Portraits::with(music, &tallies, &tops, biggest_day.map(|day| day.date)),
            rule: rule.clone(),
            journeys: view.journeys().all().to_vec(),
            totals: Totals::with(music, &tallies),
            podcasts: Spoken::of(view.podcasts()),
            audiobooks: Spoken::of(view.audiobooks()),
            top_artists: tops.artists,
            top_tracks: tops.tracks,
            top_albums: tops.albums,
            listener: Listener::with(music, &by_hour, &breadth, &patience.ends),
            by_hour,
            by_weekday: clock::by_weekday(music),
            week_ms: clock::week(music),
            by_month: calendar::by_month(music),
            by_year: calendar::by_year(music),
            biggest_day,
            by_day,
            longest_streak: streaks::longest(music),
            current_streak: streaks::current(music),
            top_by_time: Tops::with(music.names(), &tallies, rule.top, Order::Time),
            year_five: YearFive::of(music),
            discovery: Discovery::of(music, rule.top),
            on_this_day: on_this_day(music, MEMORIES),
            sessions: Sessions::of(music, rule.top),
            patience,
            binges: Binges::of(music),
            repeats: Repeats::of(music),
            devotion: Devotion::of(music, rule.top),
            race: race(music),
            movers: Movers::of(music, rule.top),
            milestones: Milestones::of(music, rule.top),
            chronotype: Chronotype::of(music),
            silence: Silence::of(music),
            eddington: Eddington::of(music),
            breadth,
            seasons: Seasons::of(music, rule.top),
            nostalgia: Nostalgia::of(music, rule.top),
            places: Places::of(music),
            devices: Devices::of(music),
            eras: Vec::new(),
            moods: Vec::new(),
            recaps: Vec::new(),
            year_artists: Vec::new(),
            recent: None,
            years: Vec::new(),
            months: Vec::new(),
            worth: Worth::of(music),
            music: view.catalogue().and_then(|catalogue| Music::of(music, catalogue)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{History, histories, made_up, shuffled};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    #[test]
    fn one_play_reads_as_documented() {
        let plays = History::new()
            .play_at(1_709_164_800, "川", "海", "二", Some(200_000))
            .plays();
        let json = serde_json::to_value(Statistics::compute(&plays, &Rule::new(chrono_tz::Asia::Kolkata))).unwrap();
        let expected = json!({
            "totals": {
                "plays": 1, "counted_plays": 1, "ms": 200_000, "artists": 1, "tracks": 1, "albums": 1, "days": 1,
                "first": "2024-02-29", "last": "2024-02-29",
            },
            "top_artists": [{"name": "川", "plays": 1, "ms": 200_000}],
            "top_tracks": [{"title": "海", "artist": "川", "plays": 1, "ms": 200_000}],
            "top_albums": [{"title": "二", "artist": "川", "plays": 1, "ms": 200_000}],
            "by_weekday": [0, 0, 0, 1, 0, 0, 0],
            "by_month": [{"month": "2024-02", "plays": 1, "ms": 200_000}],
            "by_year": [{"year": 2024, "plays": 1, "ms": 200_000}],
            "biggest_day": {"date": "2024-02-29", "ms": 200_000, "plays": 1},
            "longest_streak": {"days": 1, "from": "2024-02-29", "to": "2024-02-29"},
        });
        for (key, value) in expected.as_object().unwrap() {
            assert_eq!(&json[key], value, "{key}");
        }
        assert_eq!(json["by_hour"][5], 1, "05:30 in Kolkata");
    }

    #[test]
    fn an_empty_history_has_empty_statistics() {
        let json = serde_json::to_value(Statistics::compute(&Plays::default(), &Rule::new(chrono_tz::UTC))).unwrap();
        assert_eq!(json["totals"]["plays"], 0);
        assert_eq!(json["biggest_day"], Value::Null);
        assert_eq!(json["longest_streak"], Value::Null);
    }

    #[test]
    fn a_made_up_listener_is_the_same_every_time() {
        let one = Statistics::compute(&made_up(1, 2_000), &Rule::new(chrono_tz::UTC));
        assert_eq!(one, Statistics::compute(&made_up(1, 2_000), &Rule::new(chrono_tz::UTC)));
        assert_ne!(one, Statistics::compute(&made_up(2, 2_000), &Rule::new(chrono_tz::UTC)));
    }

    #[test]
    fn the_order_of_a_whole_life_does_not_matter() {
        let (plays, rule) = (made_up(3, 12_000), Rule::new(chrono_tz::Europe::Stockholm));
        let one = Statistics::compute(&plays, &rule);
        assert!(
            !one.moods.is_empty() && one.eras.len() > 1,
            "long enough for what a short history lacks"
        );
        let other = Statistics::compute(&shuffled(&plays, 5), &rule);
        assert_eq!(
            serde_json::to_string(&one).unwrap(),
            serde_json::to_string(&other).unwrap()
        );
    }

    proptest! {
        #[test]
        fn the_order_of_plays_does_not_matter((plays, rule) in histories(), seed in any::<u64>()) {
            prop_assert_eq!(
                serde_json::to_string(&Statistics::compute(&plays, &rule)).unwrap(),
                serde_json::to_string(&Statistics::compute(&shuffled(&plays, seed), &rule)).unwrap()
            );
        }

        #[test]
        fn the_years_add_up_to_all_time((plays, rule) in histories()) {
            let all = Statistics::compute(&plays, &rule);
            let years: Vec<Statistics> = all
                .by_year
                .iter()
                .map(|y| Statistics::compute(&plays, &rule.clone().during(crate::Period::year(y.year as u16))))
                .collect();
            prop_assert_eq!(years.iter().map(|y| y.totals.plays).sum::<u64>(), all.totals.plays);
            prop_assert_eq!(years.iter().map(|y| y.totals.days).sum::<u64>(), all.totals.days);
            prop_assert_eq!(years.into_iter().flat_map(|y| y.by_month).collect::<Vec<_>>(), all.by_month);
        }
    }
}
