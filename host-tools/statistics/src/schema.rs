//! The published schema of what `stats --json` prints, docs/statistics.schema.json, which is made from the types and their
//! documentation, and what is printed against it.

mod derived;

pub(crate) use derived::Family;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use jsonschema::Validator;
use playtally_history::Plays;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::testing::{History, histories, made_up, made_up_catalogue};
use crate::{Rule, Statistics};

static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../docs/statistics.schema.json")).expect("the schema is JSON")
});
static VALIDATOR: LazyLock<Validator> =
    LazyLock::new(|| jsonschema::draft202012::new(&SCHEMA).expect("the schema is one of draft 2020-12"));

fn printed(plays: &Plays, rule: &Rule) -> Value {
    serde_json::to_value(Statistics::compute(plays, rule)).unwrap()
}

/// What the schema has against a value: places and reasons.
fn complaints(value: &Value) -> Vec<String> {
    let errors = VALIDATOR.iter_errors(value);
    errors
        .map(|error| {
            format!("{}: {error}", error.instance_path())
                .chars()
                .take(300)
                .collect()
        })
        .collect()
}

/// A full history: twelve years, sessions, countries, podcasts.
fn full() -> Value {
    printed(&made_up(1, 6_000), &Rule::new(chrono_tz::Europe::Stockholm))
}

/// Make it anew with `UPDATE_DOCUMENTS=1 cargo test -p playtally-statistics schema`.
#[test]
fn the_published_schema_is_what_the_types_say() {
    let made = serde_json::to_string_pretty(&derived::schema()).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/statistics.schema.json");
    if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
        fs::write(&path, &made).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap() == made,
        "docs/statistics.schema.json is of other types"
    );
}

#[test]
fn the_schema_is_sound() {
    assert!(jsonschema::draft202012::meta::is_valid(&SCHEMA));
}

#[test]
fn statistics_of_nothing_of_one_play_and_of_a_life_keep_to_the_schema() {
    let rule = Rule::new(chrono_tz::UTC);
    let nothing = Vec::<String>::new();
    assert_eq!(complaints(&printed(&Plays::default(), &rule)), nothing);
    let one = History::new().play("2024-02-29 12:00", "川", "海", 60).plays();
    assert_eq!(complaints(&printed(&one, &rule)), nothing);
    assert_eq!(complaints(&printed(&one, &Rule { top: 0, ..rule.clone() })), nothing);
    let undated = History::new()
        .play_at(i64::MIN, "川", "海", "", None)
        .play_at(i64::MAX, "川", "海", "", None);
    assert_eq!(complaints(&printed(&undated.plays(), &rule)), nothing);
    let full = full();
    assert_eq!(complaints(&full), nothing);
    for list in ["eras", "moods", "recaps", "on_this_day", "race"] {
        assert!(
            full[list].as_array().is_some_and(|list| !list.is_empty()),
            "{list} is tried"
        );
    }
}

#[test]
fn journeys_keep_to_the_schema() {
    let at = |day: &str, code: &[u8; 2]| (format!("2024-05-{day} 12:00"), *code);
    let days = [
        at("01", b"SE"),
        at("03", b"JP"),
        at("05", b"US"),
        at("08", b"SE"),
        at("11", b"SE"),
    ];
    let history = days.iter().fold(History::new(), |history, (at, code)| {
        history.play(at, "Otter", "Home", 60).but(|play| play.country = *code)
    });
    let rule = Rule {
        as_heard: true,
        ..Rule::new(chrono_tz::Europe::Stockholm)
    };
    let value = printed(&history.plays(), &rule);
    assert_eq!(complaints(&value), Vec::<String>::new());
    assert_eq!(value["rule"]["as_heard"], true);
    assert_eq!(value["journeys"][0]["zone"], "Asia/Tokyo");
    assert_eq!(value["journeys"][1]["by"], "capital");
    let at_home = printed(&history.plays(), &Rule::new(chrono_tz::Europe::Stockholm));
    assert!(at_home.get("journeys").is_none() && at_home["rule"].get("as_heard").is_none());
}

#[test]
fn music_keeps_to_the_schema() {
    let plays = made_up(1, 6_000);
    let catalogue = made_up_catalogue(&plays);
    let rule = Rule::new(chrono_tz::Europe::Stockholm);
    let value = serde_json::to_value(Statistics::knowing(&plays, &rule, &catalogue)).unwrap();
    assert_eq!(complaints(&value), Vec::<String>::new());
    assert!(value["music"]["listening_age"]["age"].is_u64());
    assert!(full().get("music").is_none());
}

#[test]
fn names_that_others_build_on_stay() {
    let full = full();
    let fields = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    for (at, names) in [
        ("/rule", "counted_ms timezone from to private_included merge_recordings"),
        (
            "/totals",
            "plays counted_plays ms artists tracks albums days first last",
        ),
        ("/top_artists/0", "name plays ms"),
        ("/top_tracks/0", "title artist plays ms"),
        ("/top_albums/0", "title artist plays ms"),
        ("/by_month/0", "month plays ms"),
        ("/by_year/0", "year plays ms"),
        ("/biggest_day", "date ms plays"),
        ("/longest_streak", "days from to"),
    ] {
        let found = fields(full.pointer(at).unwrap());
        assert!(
            names.split(' ').all(|name| found.iter().any(|found| found == name)),
            "{at}: {found:?}"
        );
    }
    for (list, length) in [("by_hour", 24), ("by_weekday", 7), ("top_artists", 10)] {
        assert_eq!(full[list].as_array().unwrap().len(), length, "{list}");
    }
}

/// Every object in a value, by its place.
fn objects(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            found.push(at.clone());
            for (name, value) in fields {
                objects(
                    value,
                    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")),
                    found,
                );
            }
        }
        Value::Array(values) => {
            // The others are made by the same code.
            for (n, value) in values.iter().enumerate().take(2) {
                objects(value, format!("{at}/{n}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn a_field_more_or_less_is_against_the_schema() {
    // Small, so that each of the many changes is checked fast.
    let mut value = printed(&made_up(2, 900), &Rule::new(chrono_tz::UTC));
    let mut places = Vec::new();
    objects(&value, String::new(), &mut places);
    assert!(places.len() > 100);
    for place in places.iter().step_by(1 + places.len() / 120) {
        let fields = |value: &mut Value, change: &dyn Fn(&mut serde_json::Map<String, Value>)| {
            change(value.pointer_mut(place).unwrap().as_object_mut().unwrap());
        };
        fields(&mut value, &|fields| _ = fields.insert("drift".to_owned(), json!(1)));
        assert!(
            !VALIDATOR.is_valid(&value),
            "{place} takes a field that is not documented"
        );
        fields(&mut value, &|fields| _ = fields.remove("drift"));
        let Some((name, old)) = value
            .pointer(place)
            .and_then(|it| it.as_object()?.iter().next())
            .map(|(name, old)| (name.clone(), old.clone()))
        else {
            continue;
        };
        fields(&mut value, &|fields| _ = fields.remove(&name));
        // Only a run of an artist has no title.
        assert!(
            !VALIDATOR.is_valid(&value) || name == "title",
            "{place} does without {name}"
        );
        fields(&mut value, &|fields| _ = fields.insert(name.clone(), old.clone()));
    }
    assert!(VALIDATOR.is_valid(&value));
}

#[test]
fn the_schema_describes_everything() {
    fn check(schema: &Value, at: &str) {
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            assert_eq!(schema["additionalProperties"], false, "{at} is closed");
            for (name, property) in properties {
                let description = property["description"].as_str().unwrap_or("");
                assert!(
                    description.len() > 4 && description.ends_with('.'),
                    "{at}/{name}: {description:?}"
                );
            }
        }
        for (n, part) in schema
            .get("oneOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate()
        {
            assert!(part["description"].is_string(), "{at}/oneOf/{n}");
            check(part, &format!("{at}/oneOf/{n}"));
        }
    }
    check(&SCHEMA, "");
    for (name, part) in SCHEMA["$defs"].as_object().unwrap() {
        assert!(part["description"].is_string(), "{name}");
        check(part, name);
    }
}

#[test]
fn the_documentation_names_every_field_and_every_file() {
    let page = include_str!("../../../docs/statistics.md");
    for field in SCHEMA["properties"].as_object().unwrap().keys() {
        assert!(page.contains(&format!("`{field}`")), "{field}");
    }
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.len() > 20);
    for row in rows {
        let files = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        for file in files.split(", ") {
            assert!(source.join(file).exists(), "{file}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_history_keeps_to_the_schema((plays, rule) in histories()) {
        prop_assert_eq!(complaints(&printed(&plays, &rule)), Vec::<String>::new());
    }
}
