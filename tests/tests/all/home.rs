//! Where the owner lives, by the real program: at home, on journeys, by a clock on the wall, on any computer.

use std::fs;

use playtally_tests::program::{Run, User, finish};
use rusqlite::Connection;
use serde_json::{Value, json};

/// Runs the program on a computer whose environment says this of its zone.
fn run_in(user: &User, zone: &str, arguments: &[&str]) -> Run {
    finish(user.command(arguments).env("TZ", zone))
}

/// What `stats --json` says there.
fn statistics_in(user: &User, zone: &str, arguments: &[&str]) -> Value {
    let all = [&["stats", "--json"], arguments].concat();
    serde_json::from_str(&run_in(user, zone, &all).succeeded().output).expect("stats --json prints JSON")
}

/// The hours of the day with a counted play, with their number.
fn hours(statistics: &Value) -> Vec<(usize, u64)> {
    let hours = statistics["by_hour"].as_array().unwrap().iter();
    let hours = hours.map(|plays| plays.as_u64().unwrap()).enumerate();
    hours.filter(|(_, plays)| *plays > 0).collect()
}

/// A play of three minutes that begins at a moment of UTC, in seconds, in a country.
fn row(start: i64, country: &str) -> Value {
    let end = chrono::DateTime::from_timestamp(start + 180, 0).unwrap();
    json!({
        "ts": end.format("%Y-%m-%dT%H:%M:%SZ").to_string(), "ms_played": 180_000, "conn_country": country,
        "master_metadata_track_name": "River", "master_metadata_album_artist_name": "Otter",
        "master_metadata_album_album_name": "Delta", "spotify_track_uri": format!("spotify:track:{start}"),
    })
}

/// 2024-03-04 00:00 in UTC, a Monday.
const MONDAY: i64 = 1_709_510_400;
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// A play at each of these hours of UTC, on each of some days after that Monday, in a country.
fn days(days: std::ops::Range<i64>, hours: &[i64], country: &str) -> Vec<Value> {
    days.flat_map(|day| {
        hours
            .iter()
            .map(move |hour| row(MONDAY + day * DAY + hour * HOUR, country))
    })
    .collect()
}

fn put(user: &User, rows: &[Value]) -> String {
    user.put("endsong_0.json", json!(rows).to_string());
    "endsong_0.json".to_owned()
}

/// The log of a player whose clock has no zone: a play at 02:00 on each day from 1 to 28 July 2024.
fn wall_clock(user: &User) -> String {
    let mut log = "#AUDIOSCROBBLER/1.1\n#TZ/UNKNOWN\n#CLIENT/Rockbox ipodvideo\n".to_owned();
    for day in 0..28 {
        log += &format!("Luna\tDía\tSol\t1\t181\tL\t{}\t\n", 1_719_799_200 + day * DAY);
    }
    user.put("tzunknown.scrobbler.log", log);
    "tzunknown.scrobbler.log".to_owned()
}

/// A library as versions before homes were known left it: with plays, and no home.
fn of_old(rows: &[Value]) -> User {
    let user = User::new();
    let export = put(&user, rows);
    run_in(&user, "UTC", &["import", &export]).succeeded();
    let library = Connection::open(user.library()).expect("a library");
    let changed = library.execute("DELETE FROM settings WHERE name = 'home'", []);
    assert_eq!(changed, Ok(1));
    user
}

#[test]
fn a_clock_on_the_wall_shows_the_same_hours_on_every_computer() {
    for (first, later) in [
        ("UTC", "Asia/Tokyo"),
        ("Asia/Tokyo", "UTC"),
        ("America/St_Johns", "Pacific/Apia"),
    ] {
        let user = User::new();
        let log = wall_clock(&user);
        let said = run_in(&user, first, &["import", &log]).succeeded().output;
        assert!(said.contains(&format!("Home is {first}.")), "{said}");
        for computer in [first, later] {
            let said = statistics_in(&user, computer, &[]);
            assert_eq!(hours(&said), [(2, 28)], "{first}, {computer}");
            assert_eq!(said["rule"]["timezone"], first);
            assert_eq!(
                (&said["totals"]["first"], &said["totals"]["last"]),
                (&json!("2024-07-01"), &json!("2024-07-28"))
            );
        }
        // Asked what it would be of someone who lives elsewhere, it is two in the morning there.
        assert_eq!(hours(&statistics_in(&user, first, &["--timezone", later])), [(2, 28)]);
    }
}

#[test]
fn the_variable_is_read_in_every_form_and_nonsense_in_it_is_an_error() {
    for (said, home) in [
        ("Europe/Paris", "Europe/Paris"),
        (":Europe/Paris", "Europe/Paris"),
        ("europe/paris", "Europe/Paris"),
        (":/usr/share/zoneinfo/Europe/Paris", "Europe/Paris"),
        ("", "UTC"),
    ] {
        let user = User::new();
        let export = put(&user, &days(0..1, &[12], "ZZ"));
        let output = run_in(&user, said, &["import", &export]).succeeded().output;
        assert!(output.contains(&format!("Home is {home}.")), "{said}: {output}");
        assert_eq!(statistics_in(&user, "UTC", &[])["rule"]["timezone"], home, "{said}");
    }
    // Rules are those of many places: of some place that keeps them.
    for (rules, noon) in [
        ("UTC0", 12),
        ("GMT+2", 10), // in POSIX, plus is west
        ("<-03>3", 9),
        ("IST-5:30", 17),
        ("EST5EDT,M3.2.0,M11.1.0", 7),
        ("CET-1CEST,M3.5.0,M10.5.0/3", 13),
    ] {
        let user = User::new();
        let export = put(&user, &days(0..1, &[12], "ZZ"));
        run_in(&user, rules, &["import", &export]).succeeded();
        assert_eq!(hours(&statistics_in(&user, "UTC", &[])), [(noon, 1)], "{rules}");
    }
    for nonsense in [
        "Mars/Olympus",
        "CET-99",
        "CET-1CEST,M13.5.0,M10.5.0",
        "12",
        "CET-1CEST,x,y",
    ] {
        let user = User::new();
        let export = put(&user, &days(0..1, &[12], "ZZ"));
        let failed = run_in(&user, nonsense, &["import", &export]).ended_with(2);
        let message = failed.message();
        assert!(
            message.contains("TZ") && message.contains(nonsense) && message.contains("--timezone"),
            "{message}"
        );
        assert!(!user.library().exists(), "{nonsense}: nothing was begun");
        // Whoever says where they live is not asked.
        run_in(&user, nonsense, &["import", "--timezone", "Asia/Tokyo", &export]).succeeded();
        assert_eq!(statistics_in(&user, nonsense, &[])["rule"]["timezone"], "Asia/Tokyo");
    }
}

#[test]
fn names_of_zones_are_forgiven_and_near_misses_get_suggestions() {
    let user = User::new();
    let export = put(&user, &days(0..1, &[12], "ZZ"));
    for (said, home) in [
        ("berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("utc", "UTC"),
        ("GMT+2", "Etc/GMT-2"), // as people say it, plus is east
        ("UTC-05:00", "Etc/GMT+5"),
        ("+5:30", "Asia/Kolkata"),
    ] {
        let output = run_in(&user, "UTC", &["import", "--timezone", said, &export])
            .succeeded()
            .output;
        assert!(output.contains(&format!("Home is {home}.")), "{said}: {output}");
        assert_eq!(
            statistics_in(&user, "UTC", &["--timezone", said])["rule"]["timezone"],
            home,
            "{said}"
        );
    }
    for (said, meant) in [
        ("Europe/Berln", "Europe/Berlin"),
        ("stokholm", "Europe/Stockholm"),
        ("America/NewYork", "America/New_York"),
        ("xyzzy", "such as Europe/Berlin"),
    ] {
        for command in [
            &["stats"][..],
            &["import"],
            &["report", "-o", "-"],
            &["summary", "-o", "a.tally"],
            &["simulate"],
        ] {
            let failed = run_in(&user, "UTC", &[command, &["--timezone", said]].concat()).ended_with(2);
            assert!(
                failed.message().contains(said) && failed.error.contains(meant),
                "{command:?}: {}",
                failed.error
            );
        }
    }
    // What was said wrong changed nothing.
    assert_eq!(statistics_in(&user, "UTC", &[])["rule"]["timezone"], "Asia/Kolkata");
}

#[test]
fn home_changes_when_it_is_said_and_not_by_an_import_that_fails() {
    let user = User::new();
    let (log, export) = (wall_clock(&user), put(&user, &days(0..3, &[12], "ZZ")));
    run_in(&user, "UTC", &["import", &log, &export]).succeeded();
    assert_eq!(hours(&statistics_in(&user, "UTC", &[])), [(2, 28), (12, 3)]);
    let said = run_in(&user, "UTC", &["import", "--timezone", "Asia/Tokyo"]).succeeded();
    assert_eq!(said.output.trim(), "Home is Asia/Tokyo.");
    // What a clock on the wall showed goes along; what is in UTC is nine hours later there.
    assert_eq!(hours(&statistics_in(&user, "UTC", &[])), [(2, 28), (21, 3)]);
    // An import without it keeps it, wherever the computer is.
    run_in(&user, "America/New_York", &["import", &log]).succeeded();
    assert_eq!(statistics_in(&user, "UTC", &[])["rule"]["timezone"], "Asia/Tokyo");
    run_in(&user, "UTC", &["import", "--timezone", "Europe/Paris", "nowhere.zip"]).ended_with(1);
    assert_eq!(statistics_in(&user, "UTC", &[])["rule"]["timezone"], "Asia/Tokyo");
}

#[test]
fn a_journey_counts_there_and_with_home_time_at_home() {
    let user = User::new();
    // At noon in Stockholm, then for a week at noon in Tokyo, then in Stockholm again.
    let rows = [
        days(0..5, &[11], "SE"),
        days(6..13, &[3], "JP"),
        days(14..20, &[11], "SE"),
    ]
    .concat();
    let export = put(&user, &rows);
    let said = run_in(&user, "Europe/Stockholm", &["import", &export])
        .succeeded()
        .output;
    assert!(
        said.contains("7 plays on journeys count in the zone there: 7 in a country with one"),
        "{said}"
    );
    let heard = statistics_in(&user, "UTC", &[]);
    assert_eq!(hours(&heard), [(12, 18)]);
    assert_eq!(heard["rule"]["as_heard"], true);
    assert_eq!(
        (&heard["journeys"][0]["zone"], &heard["journeys"][0]["plays"]),
        (&json!("Asia/Tokyo"), &json!(7))
    );
    assert!(
        run_in(&user, "UTC", &["stats"])
            .succeeded()
            .output
            .contains("and the time there for 7 plays on journeys")
    );
    for home in [&["--home-time"][..], &["--timezone", "Europe/Stockholm"]] {
        let at_home = statistics_in(&user, "UTC", home);
        assert_eq!(hours(&at_home), [(4, 7), (12, 11)], "{home:?}");
        assert!(
            at_home.get("journeys").is_none() && at_home["rule"].get("as_heard").is_none(),
            "{home:?}"
        );
    }
    // Everything that counts takes the option, and the summary says by which rule it did.
    for (option, as_heard) in [(None, true), (Some("--home-time"), false)] {
        let press = ["summary", "--fonts", "bundled", "-o", "a.tally"]
            .into_iter()
            .chain(option)
            .collect::<Vec<_>>();
        run_in(&user, "UTC", &press).succeeded();
        let inspected = run_in(&user, "UTC", &["inspect", "a.tally", "--json"])
            .succeeded()
            .output;
        let inspected: Value = serde_json::from_str(&inspected).unwrap();
        assert_eq!(inspected["rule"]["as_heard"], as_heard, "{option:?}");
        let report = ["report", "-o", "-"].into_iter().chain(option).collect::<Vec<_>>();
        let report = run_in(&user, "UTC", &report).succeeded().output;
        assert_eq!(report.contains("on journeys"), as_heard, "{option:?}");
    }
    run_in(&user, "UTC", &["stats", "--home-time", "--timezone", "Asia/Tokyo"]).ended_with(2);
}

/// Evenings in São Paulo, from nine to midnight: in UTC they are nights of the next day. On one evening there is most, from
/// seven to one o'clock.
fn brazilian() -> Vec<Value> {
    let mut rows = days(0..60, &[24, 25, 26, 27], "BR");
    for n in 0..36 {
        rows.push(row(MONDAY + 30 * DAY + 22 * HOUR + n * 600, "BR"));
    }
    rows
}

/// Which share of plays begins before five in the morning, in per cent.
fn nights(statistics: &Value) -> u64 {
    let hours = statistics["by_hour"]
        .as_array()
        .unwrap()
        .iter()
        .map(|plays| plays.as_u64().unwrap());
    let all: u64 = hours.clone().sum();
    hours.take(5).sum::<u64>() * 100 / all
}

#[test]
fn a_history_from_elsewhere_than_its_computer_has_its_home_proposed() {
    let user = User::new();
    let export = put(&user, &brazilian());
    let import: Value = {
        let run = run_in(&user, "UTC", &["import", "--json", &export]).succeeded();
        serde_json::from_str(&run.output).unwrap()
    };
    let proposal = json!({"zone": "America/Sao_Paulo", "country": "BR", "percent": 100});
    assert_eq!(
        (&import["home"]["zone"], &import["home"]["proposal"]),
        (&json!("UTC"), &proposal)
    );
    let said = run_in(&user, "UTC", &["import", &export]).succeeded().output;
    assert!(
        said.contains("But 100 % of the plays are from BR, where UTC is no time zone."),
        "{said}"
    );
    assert!(
        said.contains("`playtally import --timezone America/Sao_Paulo`"),
        "{said}"
    );

    let before = statistics_in(&user, "UTC", &[]);
    assert!(
        nights(&before) > 80,
        "until it is answered, the clock is UTC's: {}",
        nights(&before)
    );
    let answered = run_in(&user, "UTC", &["import", "--timezone", "America/Sao_Paulo"])
        .succeeded()
        .output;
    assert_eq!(answered.trim(), "Home is America/Sao_Paulo.");
    let after = statistics_in(&user, "UTC", &[]);
    assert!(nights(&after) < 30, "{}", nights(&after));
    // No play in Brazil is on a journey for someone who lives there.
    assert!(after.get("journeys").is_none());
}

#[test]
fn a_library_without_a_home_says_what_one_would_change_and_keeps_to_the_old_one_until_it_is_said() {
    let user = of_old(&brazilian());
    let before = statistics_in(&user, "UTC", &["--timezone", "UTC"]);
    for command in [
        &["stats"][..],
        &["report", "-o", "-"],
        &["summary", "--fonts", "bundled", "-o", "a.tally"],
        &["simulate", "--panel", "ssd1306-128x64", "--shots", "shots"],
    ] {
        let run = run_in(&user, "UTC", command).succeeded();
        let said = &run.error;
        assert!(
            said.contains("this library does not know where you live"),
            "{command:?}: {said}"
        );
        assert!(
            said.contains("America/Sao_Paulo, perhaps (100 % of its plays are from BR)?"),
            "{command:?}: {said}"
        );
        for change in [
            "the biggest day would be ",
            "% of the plays would begin before five in the morning and not ",
        ] {
            assert!(said.contains(change), "{command:?}: {said}");
        }
        assert!(
            said.contains("`playtally import --timezone America/Sao_Paulo`"),
            "{command:?}: {said}"
        );
        assert!(
            !run.output.contains("does not know"),
            "what is printed is what was asked for: {}",
            run.output
        );
    }
    // Nothing has changed, however often it was proposed, and by an import neither.
    assert_eq!(statistics_in(&user, "UTC", &[]), before);
    let again = run_in(&user, "UTC", &["import", "endsong_0.json"]).succeeded().output;
    assert!(again.contains("This library does not know where you live"), "{again}");
    assert_eq!(statistics_in(&user, "UTC", &[]), before);
    assert_eq!(
        hours(&statistics_in(&user, "Asia/Tokyo", &[])),
        hours(&statistics_in(&user, "UTC", &["--timezone", "Asia/Tokyo"]))
    );
    // Who asks for a zone is not asked.
    assert!(
        !run_in(&user, "UTC", &["stats", "--timezone", "UTC"])
            .succeeded()
            .error
            .contains("where you live")
    );

    run_in(&user, "UTC", &["import", "--timezone", "America/Sao_Paulo"]).succeeded();
    let run = run_in(&user, "UTC", &["stats", "--json"]).succeeded();
    assert!(!run.error.contains("where you live"), "{}", run.error);
    let after: Value = serde_json::from_str(&run.output).unwrap();
    assert_ne!(after["biggest_day"], before["biggest_day"]);
    assert!(nights(&after) < nights(&before));
    // As the note said.
    assert_eq!(
        after["biggest_day"],
        statistics_in(&user, "UTC", &["--timezone", "America/Sao_Paulo"])["biggest_day"]
    );
}

#[test]
fn a_library_whose_home_would_change_nothing_is_told_so() {
    let user = of_old(&days(0..3, &[12], "ZZ"));
    let said = run_in(&user, "UTC", &["stats"]).succeeded().error;
    assert!(
        said.contains("UTC, perhaps (it is this computer's)? Nothing would change."),
        "{said}"
    );
}

#[test]
fn the_document_says_what_the_program_says() {
    let document = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/time.md")).unwrap();
    let user = User::new();
    let export = put(&user, &days(0..1, &[12], "ZZ"));
    for (said, home) in [
        ("Europe/Berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
    ] {
        assert!(document.contains(&format!("`{said}`")), "{said}");
        let output = run_in(&user, "UTC", &["import", "--timezone", said, &export])
            .succeeded()
            .output;
        assert!(output.contains(&format!("Home is {home}.")), "{said}: {output}");
    }
    for (said, east) in [("UTC+2", 2), ("GMT+2", 2), ("+05:30", 5)] {
        assert!(document.contains(&format!("`{said}`")), "{said}");
        assert_eq!(
            hours(&statistics_in(&user, "UTC", &["--timezone", said])),
            [(12 + east, 1)],
            "{said}"
        );
    }
    for option in ["--timezone", "--home-time"] {
        let help = run_in(&user, "UTC", &["stats", "--help"]).succeeded().output;
        assert!(document.contains(option) && help.contains(option));
    }
    // In POSIX, plus is behind Greenwich.
    let fresh = User::new();
    let export = put(&fresh, &days(0..1, &[12], "ZZ"));
    run_in(&fresh, "GMT+2", &["import", &export]).succeeded();
    assert_eq!(hours(&statistics_in(&fresh, "UTC", &[])), [(10, 1)]);
}
