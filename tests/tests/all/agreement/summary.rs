//! The summary: its times are whole minutes.

use serde_json::Value;

/// What of the summary is what of the JSON.
const SAME: &[(&str, &str)] = &[
    ("/totals/plays", "/totals/plays"),
    ("/totals/counted_plays", "/totals/counted_plays"),
    ("/totals/ms", "/totals/ms"),
    ("/totals/artists", "/totals/artists"),
    ("/totals/tracks", "/totals/tracks"),
    ("/totals/albums", "/totals/albums"),
    ("/totals/days", "/totals/days"),
    ("/streaks/longest_days", "/longest_streak/days"),
    ("/streaks/longest_from", "/longest_streak/from"),
    ("/streaks/current_days", "/current_streak/days"),
    ("/biggest_day/date", "/biggest_day/date"),
    ("/biggest_day/plays", "/biggest_day/plays"),
    ("/biggest_day/minutes", "/biggest_day/ms"),
    ("/patience/starts", "/patience/starts"),
    ("/patience/skips", "/patience/skips"),
    ("/patience/finished", "/patience/finished"),
    ("/patience/median_seconds", "/patience/median_ms"),
    ("/patience/median_skip_seconds", "/patience/median_skip_ms"),
    ("/sessions/sessions", "/sessions/sessions"),
    ("/sessions/median_minutes", "/sessions/median_ms"),
    ("/sessions/median_plays", "/sessions/median_plays"),
    ("/sessions/longest_date", "/sessions/longest/date"),
    ("/sessions/longest_minutes", "/sessions/longest/ms"),
    ("/sessions/longest_plays", "/sessions/longest/plays"),
    ("/listener/kind", "/listener/name"),
    ("/listener/exploring", "/listener/exploring_permille"),
    ("/listener/morning", "/listener/morning_permille"),
    ("/listener/loyal", "/listener/loyal_permille"),
    ("/listener/skipped", "/listener/skipped_permille"),
    ("/music/plays", "/music/known/plays"),
    ("/music/genre", "/music/known/genre"),
    ("/music/year", "/music/known/year"),
    ("/music/country", "/music/known/country"),
    ("/listening_age/plays", "/music/age/plays"),
    ("/listening_age/median", "/music/age/median"),
    ("/listening_age/age", "/music/listening_age/age"),
    ("/listening_age/from", "/music/listening_age/from"),
    ("/listening_age/to", "/music/listening_age/to"),
    ("/listening_age/now", "/music/listening_age/now"),
];

/// Lists, the records that are one record by a field of both, and what of each is the same.
type List = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);
const LISTS: &[List] = &[
    (
        "/top_artists",
        "/top_artists",
        "name",
        &[("plays", "plays"), ("minutes", "ms")],
    ),
    (
        "/top_tracks",
        "/top_tracks",
        "",
        &[("plays", "plays"), ("minutes", "ms")],
    ),
    (
        "/top_albums",
        "/top_albums",
        "",
        &[("plays", "plays"), ("minutes", "ms")],
    ),
    (
        "/months",
        "/by_month",
        "month",
        &[("plays", "plays"), ("minutes", "ms")],
    ),
    ("/years", "/by_year", "year", &[("plays", "plays"), ("minutes", "ms")]),
    ("/years", "/breadth/by_year", "year", &[("artists", "artists")]),
    (
        "/discovery",
        "/discovery/by_month",
        "month",
        &[
            ("plays", "plays"),
            ("new_artists", "new_artists"),
            ("new_tracks", "new_tracks"),
        ],
    ),
    (
        "/breadth",
        "/breadth/by_month",
        "month",
        &[("artists", "artists"), ("effective_artists", "effective_artists")],
    ),
    (
        "/patience_by_year",
        "/patience/by_year",
        "year",
        &[("starts", "starts"), ("skips", "skips"), ("finished", "finished")],
    ),
    (
        "/countries",
        "/places/countries",
        "country",
        &[
            ("plays", "plays"),
            ("minutes", "ms"),
            ("days", "days"),
            ("first", "first"),
            ("last", "last"),
        ],
    ),
    (
        "/devices",
        "/devices/families",
        "family",
        &[("plays", "plays"), ("minutes", "ms")],
    ),
    ("/eras", "/eras", "", &[("plays", "plays")]),
    ("/moods", "/moods", "", &[("plays", "plays"), ("tracks", "tracks")]),
    (
        "/genres",
        "/music/genres",
        "",
        &[("genre", "genre"), ("plays", "plays")],
    ),
    (
        "/decades",
        "/music/decades",
        "",
        &[("first", "decade"), ("plays", "plays")],
    ),
    (
        "/artist_countries",
        "/music/countries",
        "",
        &[("country", "country"), ("plays", "plays")],
    ),
    (
        "/music_sources",
        "/music/sources",
        "",
        &[("name", "name"), ("licence", "licence"), ("read", "read")],
    ),
];
/// Shares in thousandths, by the list and what they are of.
const SHARES: &[(&str, &str)] = &[
    ("/genres", "/music/known/genre"),
    ("/decades", "/music/known/year"),
    ("/artist_countries", "/music/known/country"),
];

/// Holds the summary against the JSON; how much that is.
pub(crate) fn check(summary: &Value, json: &Value) -> usize {
    let mut checked = 0;
    let mut same = |at: &str, ours: &Value, theirs: &Value| {
        let expected = match (theirs.as_u64(), at) {
            (Some(ms), _) if at.ends_with("minutes") => Value::from((ms + 30_000) / 60_000),
            (Some(ms), _) if at.ends_with("seconds") => Value::from((ms + 500) / 1_000),
            _ => theirs.clone(),
        };
        let equal = match (ours.as_f64(), expected.as_f64()) {
            (Some(ours), Some(expected)) => ours == expected,
            _ => *ours == expected,
        };
        assert!(equal, "{at} is {ours} in the summary and should be {expected}");
        checked += 1;
    };
    for (ours, theirs) in SAME {
        let section = summary.pointer(&ours[..ours.rfind('/').expect("a field")]);
        // What there is nothing of has no section.
        if section.is_some_and(Value::is_object)
            && let Some(expected) = json.pointer(theirs).filter(|expected| !expected.is_null())
        {
            let value = summary.pointer(ours).unwrap_or_else(|| panic!("{ours} is nowhere"));
            same(ours, value, expected);
        }
    }
    for (ours, theirs, key, fields) in LISTS {
        let list = |value: &Value, at: &str| value.pointer(at).and_then(Value::as_array).cloned().unwrap_or_default();
        let (records, all) = (list(summary, ours), list(json, theirs));
        for (index, record) in records.iter().enumerate() {
            // Records without a name of their own are in the same order; months without music are in the summary alone.
            let found = match *key {
                "" => all.get(index),
                "month" => all.iter().find(|other| is_of(&record["first"], &other["month"])),
                key => all.iter().find(|other| other[key] == record[key]),
            };
            for (field, other) in found
                .into_iter()
                .flat_map(|found| fields.iter().map(move |(ours, theirs)| (*ours, &found[*theirs])))
            {
                same(&format!("{ours}/{index}/{field}"), &record[field], other);
            }
        }
    }
    for (list, whole) in SHARES {
        let records = summary
            .pointer(list)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        for (index, record) in records.iter().enumerate() {
            let [plays, whole] =
                [&record["plays"], json.pointer(whole).expect("a count")].map(|count| count.as_f64().expect("a count"));
            let share = Value::from((plays * 1_000.0 / whole).round());
            same(&format!("{list}/{index}/share"), &record["share"], &share);
        }
    }
    // Artists, then tracks.
    let favourites = ["/year_five/artists", "/year_five/tracks"].into_iter();
    let favourites = favourites.filter_map(|list| json.pointer(list)?.as_array()).flatten();
    let told = summary["year_five"].as_array().cloned().unwrap_or_default();
    for (index, (record, of)) in told.iter().zip(favourites).enumerate() {
        let name = of.get("title").map_or("artist", |_| "title");
        same(
            &format!("/year_five/{index}"),
            &record[name],
            of.get("title").unwrap_or(&of["name"]),
        );
        same(&format!("/year_five/{index}/plays"), &record["plays"], &of["plays"]);
        same(
            &format!("/year_five/{index}/year"),
            &record["year"],
            &json["year_five"]["year"],
        );
    }
    checked
}

/// Whether a day is of a month.
fn is_of(day: &Value, month: &Value) -> bool {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    text(day).starts_with(&text(month))
}
