//! Every option of `playtally stats`, against plain counting.

use chrono::NaiveDate;
use chrono_tz::Tz;
use playtally_tests::archive::Zip;
use playtally_tests::listener::{Listener, Person};
use playtally_tests::program::User;
use playtally_tests::sample;
use playtally_tests::spotify_account::{self, Naming};
use playtally_tests::spotify_extended::Extended;
use serde_json::json;

use super::count::{Asked, Play, count, plays};
use super::{statistics, user_of};

fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

/// The options that ask for this.
fn options(asked: &Asked) -> Vec<String> {
    let mut options = vec![format!("--timezone={}", asked.zone.name())];
    options.extend(asked.from.map(|day| format!("--from={day}")));
    options.extend(asked.to.map(|day| format!("--to={day}")));
    // What is asked for by default is not said.
    let unusual = Asked::default();
    if asked.least_seconds != unusual.least_seconds {
        options.push(format!("--min-seconds={}", asked.least_seconds));
    }
    if asked.top != unusual.top {
        options.push(format!("--top={}", asked.top));
    }
    options.extend(asked.private.then(|| "--private".to_owned()));
    options.extend((!asked.merge).then(|| "--no-merge".to_owned()));
    options
}

/// Holds what the program says under the names that others build on against plain counting.
#[track_caller]
fn agree(user: &User, plays: &[Play], asked: &Asked, options: &[String]) {
    let said = statistics(user, options);
    for (name, expected) in count(plays, asked).as_object().unwrap() {
        assert!(
            said[name] == *expected,
            "{name} with {options:?}\n   it says {}\nit should be {expected}",
            said[name]
        );
    }
}

/// Every option by itself, and some of them together.
fn asked() -> Vec<Asked> {
    let usual = Asked::default();
    vec![
        usual,
        Asked {
            zone: Tz::Asia__Kolkata,
            ..usual
        },
        Asked {
            zone: Tz::America__St_Johns,
            from: day(2019, 3, 10),
            ..usual
        },
        Asked {
            zone: Tz::Pacific__Apia,
            to: day(2021, 4, 3),
            merge: false,
            ..usual
        },
        Asked {
            from: day(2020, 2, 29),
            to: day(2020, 2, 29),
            ..usual
        },
        Asked {
            from: day(2016, 12, 31),
            to: day(2022, 1, 1),
            top: 3,
            ..usual
        },
        Asked {
            from: day(1999, 1, 1),
            to: day(1999, 12, 31),
            ..usual
        },
        Asked {
            least_seconds: 0,
            ..usual
        },
        Asked {
            least_seconds: 240,
            private: true,
            ..usual
        },
        Asked { private: true, ..usual },
        Asked {
            merge: false,
            top: 1_000_000,
            ..usual
        },
        Asked { top: 0, ..usual },
    ]
}

#[test]
fn every_option_of_an_invented_export_counts_as_plain_counting_does() {
    let files = User::new();
    let extended = files.path("extended.zip");
    let mut zip = Zip::new(std::fs::File::create(&extended).unwrap(), 1);
    let listener = Listener::new(Person::new(33, 5_000));
    Extended::NEW.write(&listener, &mut zip).unwrap();
    zip.finish().unwrap();
    let account = files.path("account.zip");
    let mut zip = Zip::new(std::fs::File::create(&account).unwrap(), 1);
    spotify_account::write(&listener, Naming::ByKind, &mut zip).unwrap();
    zip.finish().unwrap();
    // The account export knows less: its rows are few of the options' business.
    for (path, asked) in [(extended, asked()), (account, asked().split_off(9))] {
        let (user, plays) = (user_of([&path]), plays(&path));
        assert!(plays.len() > 300, "{}", path.display());
        for asked in asked {
            agree(&user, &plays, &asked, &options(&asked));
        }
    }
}

#[test]
fn a_year_is_its_days_in_the_time_zone_asked_for() {
    let (user, plays) = (user_of([sample::path()]), plays(&sample::path()));
    for zone in [Tz::UTC, Tz::Pacific__Kiritimati, Tz::America__Los_Angeles] {
        for year in [2019, 2020, 2026, 1999] {
            let asked = Asked {
                zone,
                from: day(year, 1, 1),
                to: day(year, 12, 31),
                ..Asked::default()
            };
            let options = [format!("--year={year}"), format!("--timezone={}", zone.name())];
            agree(&user, &plays, &asked, &options);
        }
    }
}

#[test]
fn real_exports_count_as_plain_counting_does() {
    let exports = sample::private_exports();
    if exports.is_empty() {
        println!("skipped: no private exports beside the checkout");
    }
    let usual = Asked::default();
    for path in exports {
        let (user, plays) = (user_of([&path]), plays(&path));
        for asked in [
            Asked {
                zone: Tz::Europe__Stockholm,
                merge: false,
                top: 1_000,
                ..usual
            },
            Asked {
                zone: Tz::Asia__Jakarta,
                from: day(2020, 1, 1),
                to: day(2025, 3, 30),
                private: true,
                top: 3_000,
                ..usual
            },
        ] {
            agree(&user, &plays, &asked, &options(&asked));
        }
    }
}

/// Spotify's own answers count days of UTC, plays of 30 s by exact artist and title, and weeks from Monday. Written out
/// here: six plays around a midnight between a Sunday and a Monday.
#[test]
fn in_utc_and_without_merging_it_counts_as_spotify_itself_does() {
    let row = |ts: &str, ms: u32, title: &str| {
        json!({
            "ts": ts, "ms_played": ms, "master_metadata_track_name": title,
            "master_metadata_album_artist_name": "Otter", "spotify_track_uri": format!("spotify:track:{title}{ts}"),
        })
    };
    let rows = json!([
        row("2024-03-03T23:59:59Z", 29_999, "River"),
        row("2024-03-03T23:59:59Z", 30_000, "River - Remastered 2011"),
        row("2024-03-04T00:00:30Z", 30_000, "River"),
        row("2024-03-04T00:00:29Z", 30_000, "River"),
        row("2024-03-04T12:00:00Z", 200_000, "River"),
        row("2024-03-10T12:00:00Z", 200_000, "Delta"),
    ]);
    let files = User::new();
    let user = user_of([files.put("endsong_0.json", rows.to_string())]);
    let said = statistics(&user, &["--timezone=UTC", "--no-merge"]);
    // A play belongs to the day on which it began: one that ends at 00:00:29 after 30 s is of Sunday.
    assert_eq!(
        said["biggest_day"],
        json!({"date": "2024-03-04", "ms": 230_000, "plays": 2})
    );
    assert_eq!(said["by_weekday"], json!([2, 0, 0, 0, 0, 0, 3]), "from Monday");
    assert_eq!(
        said["top_tracks"],
        json!([
            {"title": "River", "artist": "Otter", "plays": 3, "ms": 289_999},
            {"title": "Delta", "artist": "Otter", "plays": 1, "ms": 200_000},
            {"title": "River - Remastered 2011", "artist": "Otter", "plays": 1, "ms": 30_000},
        ])
    );
}
