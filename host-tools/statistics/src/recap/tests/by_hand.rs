//! The cards of a year, read off its plays one by one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, TimeDelta, Timelike};
use playtally_history::End;

use crate::catalogue::Catalogue;
use crate::places::Country;
use crate::recap::Card;
use crate::testing::Naive;

/// The cards of a year with what they are measured by, read off the plays of the whole history one by one.
pub(super) fn by_hand(all: &[Naive], year: i32, catalogue: Option<&Catalogue>) -> Vec<(f64, Card)> {
    let counted_ever: Vec<&Naive> = all.iter().filter(|row| row.counted).collect();
    let rows: Vec<&Naive> = all.iter().filter(|row| row.day().year() == year).collect();
    let counted: Vec<&Naive> = rows.iter().copied().filter(|row| row.counted).collect();
    let plays = counted.len() as u64;
    let of_plays = plays;
    let ms: u64 = rows.iter().map(|row| row.ms).sum();
    let odds = |part: u64, whole: u64| ((part as f64 + 0.5) / (whole as f64 - part as f64 + 0.5)).ln();
    let count = |holds: &dyn Fn(&Naive) -> bool| counted.iter().filter(|row| holds(row)).count() as u64;
    let (first_day, last_day) = (all[0].day(), all[all.len() - 1].day());
    let span = |holds: &dyn Fn(NaiveDate) -> bool| {
        first_day
            .iter_days()
            .take_while(|&day| day <= last_day)
            .filter(|&day| holds(day))
            .count() as u64
    };
    let of_days = span(&|day| day.year() == year);
    let mut cards = vec![(
        (plays as f64 / of_days as f64).ln(),
        Card::Hours {
            ms,
            plays,
            usual_plays: None,
        },
    )];

    let days: BTreeSet<NaiveDate> = counted.iter().map(|row| row.day()).collect();
    let with = days.len() as u64;
    cards.push((
        odds(with, of_days),
        Card::Days {
            days: with,
            of_days,
            usual_permille: None,
        },
    ));

    let months = (1..=12).filter_map(|month| {
        let ms_of = rows
            .iter()
            .filter(|row| row.day().month() == month)
            .map(|row| row.ms)
            .sum::<u64>();
        let days = span(&|day| (day.year(), day.month()) == (year, month));
        let usual_ms = ms * days / of_days;
        let month = crate::Day::from(NaiveDate::from_ymd_opt(year, month, 1).unwrap()).month();
        (days >= 14 && usual_ms > 0 && ms_of > 0).then(|| {
            (
                ms_of as f64 / usual_ms as f64,
                Card::Month {
                    month,
                    ms: ms_of,
                    usual_ms,
                },
            )
        })
    });
    let mut months: Vec<_> = months.collect();
    months.sort_by(|a, b| b.0.total_cmp(&a.0));
    cards.extend(months.into_iter().next().map(|(ratio, card)| (ratio.ln(), card)));

    let mean_minute = |of: &[&Naive]| {
        let angle =
            |row: &&Naive| f64::from(row.local.num_seconds_from_midnight() / 60) / 1440.0 * std::f64::consts::TAU;
        let (sin, cos) = (
            of.iter().map(|row| angle(row).sin()).sum::<f64>(),
            of.iter().map(|row| angle(row).cos()).sum::<f64>(),
        );
        (sin.atan2(cos) / std::f64::consts::TAU * 1440.0)
            .round()
            .rem_euclid(1440.0) as i64
    };
    let minute = mean_minute(&counted);
    let off = (-720..720)
        .find(|off| (mean_minute(&counted_ever) + off - minute) % 1440 == 0)
        .unwrap();
    cards.push((
        off as f64,
        Card::TimeOfDay {
            minute: minute as u64,
            usual_minute: None,
        },
    ));
    let nights = count(&|row| row.hour() < 6);
    cards.push((
        odds(nights, plays),
        Card::Nights {
            plays: nights,
            of_plays,
            usual_permille: None,
        },
    ));
    let weekends = count(&|row| row.day().weekday().num_days_from_monday() >= 5);
    cards.push((
        odds(weekends, plays),
        Card::Weekends {
            plays: weekends,
            of_plays,
            usual_permille: None,
        },
    ));

    let mut by_day: BTreeMap<NaiveDate, (u64, u64)> = BTreeMap::new();
    for row in &rows {
        let of_day = by_day.entry(row.day()).or_default();
        of_day.0 += row.ms;
        of_day.1 += u64::from(row.counted);
    }
    if let Some((&date, &(ms, plays))) = by_day.iter().max_by_key(|&(date, most)| (*most, Reverse(date)))
        && ms > 0
    {
        cards.push(((ms as f64).ln(), Card::BiggestDay { date, ms, plays }));
    }
    let streak = |from: NaiveDate| from.iter_days().take_while(|day| days.contains(day)).count() as u64;
    if let Some(&from) = days.iter().max_by_key(|&&from| (streak(from), Reverse(from))) {
        cards.push((
            (streak(from) as f64).ln(),
            Card::Streak {
                days: streak(from),
                from,
            },
        ));
    }
    let mut sessions: Vec<Vec<&Naive>> = Vec::new();
    let end = |row: &Naive| row.play.started_at * 1000 + row.ms as i64;
    for &row in &rows {
        let goes_on = sessions.last().is_some_and(|session| {
            row.play.started_at * 1000 - session.iter().map(|row| end(row)).max().unwrap() <= 1_200_000
        });
        if !goes_on {
            sessions.push(Vec::new());
        }
        sessions.last_mut().unwrap().push(row);
    }
    let sessions = sessions
        .iter()
        .filter(|session| session.iter().any(|row| row.counted))
        .map(|session| {
            let start = session.iter().map(|row| row.play.started_at * 1000).min().unwrap();
            let ms = (session.iter().map(|row| end(row)).max().unwrap() - start) as u64;
            let plays = session.iter().filter(|row| row.counted).count() as u64;
            Card::Session {
                date: session[0].day(),
                ms,
                plays,
            }
        });
    let ms_of = |card: &Card| card.parts().numbers[0].unwrap();
    let mut sessions: Vec<Card> = sessions.filter(|card| ms_of(card) > 0).collect();
    sessions.sort_by_key(|card| Reverse(ms_of(card)));
    cards.extend(
        sessions
            .into_iter()
            .next()
            .map(|card| ((ms_of(&card) as f64).ln(), card)),
    );
    for number in [10_000, 1_000] {
        let row = counted_ever.get(number - 1).filter(|row| row.day().year() == year);
        if let Some(row) = row {
            let (title, artist) = row.track();
            cards.push((
                0.0,
                Card::Milestone {
                    number: number as u64,
                    title,
                    artist,
                    date: row.day(),
                },
            ));
            break;
        }
    }
    let countries = |rows: &[&Naive]| {
        let known: BTreeSet<Country> = rows.iter().filter_map(|row| Country::known(row.play.country)).collect();
        let mut found: Vec<_> = known
            .into_iter()
            .map(|country| {
                let there: Vec<_> = rows
                    .iter()
                    .filter(|row| Country::known(row.play.country) == Some(country))
                    .collect();
                let first = there.iter().map(|row| row.day()).min();
                let counted = there.iter().filter(|row| row.counted);
                let days: BTreeSet<NaiveDate> = counted.map(|row| row.day()).collect();
                let plays = there.iter().filter(|row| row.counted).count() as u64;
                let ms: u64 = there.iter().map(|row| row.ms).sum();
                (Reverse((ms, plays)), country, (days, first), plays)
            })
            .collect();
        found.sort();
        found
    };
    let home = countries(&all.iter().collect::<Vec<_>>()).first().map(|found| found.1);
    let mut abroad = countries(&rows);
    abroad.retain(|found| Some(found.1) != home && !found.2.0.is_empty());
    abroad.sort_by_key(|(.., (days, _), _)| Reverse(days.len()));
    cards.extend(abroad.into_iter().next().map(|(_, country, (days, first), plays)| {
        let first = first.unwrap();
        (
            (days.len() as f64).ln(),
            Card::Abroad {
                country,
                days: days.len() as u64,
                plays,
                first,
            },
        )
    }));

    let an_artist = |row: &Naive| row.artist.clone();
    let artists = by_name(&rows, an_artist);
    let of_artists = count(&|row| row.artist.is_some());
    let share = |plays: u64| plays as f64 / of_artists as f64;
    let entropy: f64 = artists
        .values()
        .map(|&(plays, _)| -share(plays) * share(plays).log2())
        .sum();
    let effective = entropy.exp2();
    if !artists.is_empty() {
        cards.push((
            effective.ln(),
            Card::Breadth {
                artists: artists.len() as u64,
                effective: ((effective * 10.0).round() / 10.0).round() as u64,
                usual_effective: None,
            },
        ));
    }
    let known: Vec<_> = rows.iter().filter(|row| row.play.end != End::Other).collect();
    let (starts, skips) = (
        known.len() as u64,
        known.iter().filter(|row| row.play.end.is_skip()).count() as u64,
    );
    if starts > 0 {
        cards.push((
            odds(skips, starts),
            Card::Skips {
                skips,
                starts,
                usual_permille: None,
            },
        ));
    }
    let again = counted
        .windows(2)
        .filter(|pair| pair[0].track() == pair[1].track())
        .count() as u64;
    cards.push((
        odds(again, plays),
        Card::Replays {
            plays: again,
            of_plays,
            usual_permille: None,
        },
    ));

    if let Some(catalogue) = catalogue {
        let style = |row: &Naive| Some(catalogue.style(catalogue.facts(row.play.item).genre?)?.genre);
        let release = |row: &Naive| Some(i32::from(catalogue.facts(row.play.item).year?));
        let enough = |known: usize, of: usize| known >= 100 && known * 4 >= of;
        let known = |rows: &[&Naive], is: &dyn Fn(&Naive) -> bool| {
            let known = rows.iter().filter(|row| is(row)).count();
            enough(known, rows.len())
        };
        let is_told = |is: &dyn Fn(&Naive) -> bool| known(&counted_ever, is) && known(&counted, is);
        let genres = by_name(&rows, style);
        if is_told(&|row| style(row).is_some()) {
            let of = count(&|row| style(row).is_some());
            cards.extend(most(&genres).map(|(genre, plays, ms)| (odds(plays, of), Card::Genre { genre, plays, ms })));
        }
        if is_told(&|row| release(row).is_some()) {
            let of_plays = count(&|row| release(row).is_some());
            let plays = count(&|row| release(row).is_some_and(|of| year - of <= 1));
            cards.push((
                odds(plays, of_plays),
                Card::NewReleases {
                    plays,
                    of_plays,
                    usual_permille: None,
                },
            ));
        }
    }

    let first_of = |same: &dyn Fn(&Naive) -> bool| counted_ever.iter().find(|row| same(row)).map(|row| row.day());
    let began = counted_ever[0].day();
    let fair = began.with_day(1).unwrap() + chrono::Months::new(12) <= NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    if fair {
        let since = |row: &&&Naive| first_of(&|other| other.track() == row.track()).unwrap();
        let new_tracks = counted
            .iter()
            .map(|row| row.track())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .filter(|track| first_of(&|other| other.track() == *track).unwrap().year() == year)
            .count() as u64;
        cards.push((
            odds(new_tracks, plays),
            Card::Explored {
                new_tracks,
                of_plays,
                usual_permille: None,
            },
        ));
        let age: i64 = counted.iter().map(|row| (row.day() - since(&row)).num_days()).sum();
        let oldest: i64 = counted.iter().map(|row| (row.day() - began).num_days()).sum();
        cards.push((
            odds(age as u64, oldest as u64),
            Card::Nostalgia {
                mean_days: age as u64 / plays,
            },
        ));
        let new: BTreeMap<_, _> = artists
            .clone()
            .into_iter()
            .filter(|(name, _)| first_of(&|row| row.artist.as_ref() == Some(name)).unwrap().year() == year)
            .collect();
        cards.extend(most(&new).map(|(artist, plays, _)| {
            let first = first_of(&|row| row.artist.as_ref() == Some(&artist)).unwrap();
            (odds(plays, of_artists), Card::Discovery { artist, plays, first })
        }));
    }

    let mut comebacks = Vec::new();
    for artist in by_name(&counted_ever, an_artist).into_keys() {
        let of: Vec<NaiveDate> = counted_ever
            .iter()
            .filter(|row| row.artist.as_ref() == Some(&artist))
            .map(|row| row.day())
            .collect();
        for at in 10..of.len() {
            let (silence, back) = (of[at] - of[at - 1], of[at]);
            let plays = of
                .iter()
                .filter(|&&day| back <= day && day < back + TimeDelta::days(28))
                .count() as u64;
            if silence.num_days() >= 180 && plays >= 10 && back.year() == year {
                let silent_days = silence.num_days() as u64;
                comebacks.push((Reverse((silent_days, plays)), artist.clone(), back));
            }
        }
    }
    comebacks.sort();
    cards.extend(
        comebacks
            .into_iter()
            .next()
            .map(|(Reverse((silent_days, plays)), artist, back)| {
                (
                    (silent_days as f64).ln(),
                    Card::Comeback {
                        artist,
                        silent_days,
                        plays,
                        back,
                    },
                )
            }),
    );
    let a_track = |row: &Naive| Some(row.track());
    let binges = days.iter().filter_map(|&date| {
        let of_day: Vec<&Naive> = counted.iter().copied().filter(|row| row.day() == date).collect();
        let counts = by_name(&of_day, a_track);
        let times = counts.values().map(|most| most.0).max()?;
        let (title, artist) = counts.into_iter().find(|(_, most)| most.0 == times)?.0;
        (times >= 2).then_some((Reverse(times), date, title, artist))
    });
    cards.extend(binges.min().map(|(Reverse(plays), date, title, artist)| {
        (
            (plays as f64).ln(),
            Card::Binge {
                title,
                artist,
                plays,
                date,
            },
        )
    }));
    let by_somebody: Vec<_> = counted.iter().filter(|row| row.artist.is_some()).collect();
    let run = |from: usize| {
        by_somebody[from..]
            .iter()
            .take_while(|row| row.artist == by_somebody[from].artist)
            .count() as u64
    };
    let from = (0..by_somebody.len()).max_by_key(|&from| (run(from), Reverse(from)));
    cards.extend(from.map(|from| {
        let card = Card::Run {
            artist: by_somebody[from].artist.clone().unwrap(),
            plays: run(from),
            date: by_somebody[from].day(),
        };
        ((run(from) as f64).ln(), card)
    }));
    let an_album = |row: &Naive| Some((row.album.clone()?, row.artist.clone()));
    cards.extend(most(&by_name(&rows, an_album)).map(|((title, artist), plays, ms)| {
        (
            odds(plays, of_plays),
            Card::Album {
                title,
                artist,
                plays,
                ms,
            },
        )
    }));
    cards.extend(most(&by_name(&rows, a_track)).map(|((title, artist), plays, ms)| {
        (
            odds(plays, of_plays),
            Card::Track {
                title,
                artist,
                plays,
                ms,
            },
        )
    }));
    cards.extend(
        most(&artists).map(|(artist, plays, ms)| (odds(plays, of_artists), Card::Artist { artist, plays, ms })),
    );
    let ever = by_name(&counted_ever, an_artist);
    let of_artists_ever = counted_ever.iter().filter(|row| row.artist.is_some()).count();
    let telling = artists.iter().map(|(name, &(plays, _))| {
        let usual = ever[name].0 as f64 / of_artists_ever as f64;
        (
            share(plays) * (share(plays) / usual).log2(),
            plays,
            Reverse(name.clone()),
            ever[name].0,
        )
    });
    let telling = telling
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| (a.1, &a.2).cmp(&(b.1, &b.2))))
        .filter(|telling| telling.0 > 1e-9);
    cards.extend(telling.map(|(bits, plays, Reverse(artist), all_plays)| {
        (
            bits.ln(),
            Card::Signature {
                artist,
                plays,
                all_plays,
            },
        )
    }));

    let told = |year: i32| counted_ever.iter().filter(|row| row.day().year() == year).count() >= 30;
    if of_days >= 270 && span(&|day| day.year() == year - 1) >= 270 && told(year - 1) {
        let before: Vec<&Naive> = all.iter().filter(|row| row.day().year() == year - 1).collect();
        let mut counts = by_name(&before, an_artist);
        let of: u64 = counts.values().map(|most| most.0).sum();
        let now = |artist: &String| count(&|row| row.artist.as_ref() == Some(artist));
        counts.retain(|artist, most| now(artist) * 10 <= most.0);
        cards.extend(most(&counts).map(|(artist, before, _)| {
            (
                odds(before, of),
                Card::Farewell {
                    plays: now(&artist),
                    artist,
                    before,
                },
            )
        }));
    }
    cards
}

/// Counted plays and time of everything that has a name, as far as any play of it counted.
fn by_name<N: Ord>(of: &[&Naive], name: impl Fn(&Naive) -> Option<N>) -> BTreeMap<N, (u64, u64)> {
    let mut counts: BTreeMap<N, (u64, u64)> = BTreeMap::new();
    for row in of {
        if let Some(name) = name(row) {
            let most = counts.entry(name).or_default();
            most.0 += u64::from(row.counted);
            most.1 += row.ms;
        }
    }
    counts.retain(|_, most| most.0 > 0);
    counts
}

/// The most played one.
fn most<N: Ord + Clone>(counts: &BTreeMap<N, (u64, u64)>) -> Option<(N, u64, u64)> {
    let most = counts.iter().max_by_key(|&(name, most)| (*most, Reverse(name)));
    most.map(|(name, &(plays, ms))| (name.clone(), plays, ms))
}
