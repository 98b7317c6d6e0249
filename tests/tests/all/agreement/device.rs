//! The pages of the device: what `simulate --layout` says is printed on them.

use serde_json::Value;

use super::shown::agree;

/// The panels that are read: the widest pages, and those that say the least.
pub(crate) const PANELS: [&str; 5] = [
    "display-hat-mini",
    "gc9a01-240x240",
    "ssd1680-250x122",
    "st7735-160x128",
    "ssd1306-128x64",
];

/// A number that a page prints.
struct Fact {
    page: &'static str,
    /// What stands before it in its text.
    after: &'static str,
    /// Its unit, where that stands in another text.
    unit: &'static str,
    /// Which of the JSON it is.
    field: &'static str,
    /// Whether it is on each panel that has the page, and not on the widest alone.
    everywhere: bool,
}

const fn fact(
    page: &'static str,
    after: &'static str,
    unit: &'static str,
    field: &'static str,
    everywhere: bool,
) -> Fact {
    Fact {
        page,
        after,
        unit,
        field,
        everywhere,
    }
}

const FACTS: [Fact; 14] = [
    fact("totals", "", " h", "/totals/ms", true),
    fact("top-artists", "", "", "/top_artists/0/plays", false),
    fact("number-one", "", "", "/top_artists/0/plays", true),
    fact("streak", "", "", "/longest_streak/days", true),
    fact("biggest-day", "", "", "/biggest_day/ms", true),
    fact("sessions", "", " min", "/sessions/median_ms", true),
    fact("sessions", "your longest: ", "", "/sessions/longest/ms", false),
    fact("discovery", "", "", "/totals/artists", true),
    fact("patience", "usually within ", " s", "/patience/median_skip_ms", false),
    fact("binge", "", "", "/binges/day/plays", true),
    fact("year-five", "", "", "/year_five/ms", false),
    fact("year-five", "", "", "/year_five/artists/0/plays", false),
    fact("year-five-tracks", "", "", "/year_five/tracks/0/plays", false),
    fact("listening-age", "", " years", "/music/listening_age/age", true),
];

/// Holds the pages of one panel, a line each, against the JSON; how many facts are the same.
pub(crate) fn check(panel: &str, lines: &str, json: &Value) -> usize {
    let pages: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is JSON"))
        .collect();
    let texts = |page: &Value| -> Vec<String> {
        let marks = page["marks"].as_array().expect("marks");
        let texts = marks.iter().filter_map(|mark| mark["text"].as_str());
        texts.map(str::to_owned).collect()
    };
    let mut checked = 0;
    for page in &pages {
        assert_eq!(page["panel"], panel);
        let texts = texts(page);
        for fact in FACTS.iter().filter(|fact| page["page"] == fact.page) {
            let Some(value) = json.pointer(fact.field).filter(|value| value.is_number()) else {
                continue;
            };
            if !fact.everywhere && panel != PANELS[0] {
                continue;
            }
            let says = |text: &String| {
                let number = text.strip_prefix(fact.after)?;
                // A sentence has the unit in words, or in short and words behind it.
                let number = number.split_once(" second").map_or(number, |(number, _)| number);
                let whole = number.strip_suffix(" at a time");
                let whole = whole.map_or_else(|| format!("{number}{}", fact.unit), str::to_owned);
                agree(&whole, fact.field, value).ok()
            };
            assert!(
                texts.iter().find_map(says).is_some(),
                "{panel}: {} does not say {} of {}: {texts:?}",
                fact.page,
                value,
                fact.field
            );
            checked += 1;
        }
        if page["page"] == "breadth" && panel == PANELS[0] && texts.iter().any(|text| text == "Your widest year") {
            let years = json["breadth"]["by_year"].as_array().expect("years");
            let most = years.iter().filter_map(|year| year["artists"].as_u64()).max();
            let most = Value::from(most.expect("a year"));
            let says = |text: &String| agree(text.strip_suffix(" artists")?, "artists", &most).ok();
            assert!(texts.iter().find_map(says).is_some(), "{most}: {texts:?}");
            checked += 1;
        }
        if page["page"] == "listening-type" {
            let listener = &json["listener"];
            let name = listener["name"].as_str().expect("a name");
            assert!(
                texts.iter().any(|text| text.eq_ignore_ascii_case(name)),
                "{panel}: {name}: {texts:?}"
            );
            checked += 1;
            for (one, field) in [
                ("explores", "exploring"),
                ("morning", "morning"),
                ("loyal", "loyal"),
                ("skips", "skipped"),
            ] {
                let permille = listener[format!("{field}_permille")].as_u64().expect("a share");
                let shown = texts.iter().any(|text| text == one);
                // Small shares have a decimal.
                if shown && permille >= 100 {
                    let share = format!("{}%", (permille + 5) / 10);
                    assert!(texts.contains(&share), "{panel}: {one} {share}: {texts:?}");
                    checked += 1;
                }
            }
        }
        if page["page"] == "genres" {
            let genre = &json["music"]["genres"][0];
            let name = genre["genre"].as_str().expect("a name");
            assert!(texts.iter().any(|text| text == name), "{panel}: {name}: {texts:?}");
            says_share(panel, &texts, &genre["plays"], &json["music"]["known"]["genre"]);
            checked += 2;
        }
        if page["page"] == "artist-countries" {
            let countries = json["music"]["countries"].as_array().expect("countries");
            let known = &json["music"]["known"]["country"];
            // The others are said where they have room.
            let told = countries.iter().take(if panel == PANELS[0] { 3 } else { 1 });
            for country in told {
                let name = super::text::country(country["country"].as_str().expect("letters"));
                assert!(texts.iter().any(|text| text == name), "{panel}: {name}: {texts:?}");
                says_share(panel, &texts, &country["plays"], known);
                checked += 2;
            }
        }
        if page["page"] == "decades" {
            let decades = json["music"]["decades"].as_array().expect("decades");
            let most = decades
                .iter()
                .max_by_key(|decade| decade["plays"].as_u64())
                .expect("a decade");
            let name = format!("{}s", most["decade"]);
            assert!(texts.contains(&name), "{panel}: {name}: {texts:?}");
            says_share(panel, &texts, &most["plays"], &json["music"]["known"]["year"]);
            checked += 2;
        }
        if page["page"] == "patience" {
            let [skips, starts] = ["/patience/skips", "/patience/starts"].map(|field| json.pointer(field));
            let [skips, starts] = [skips, starts].map(|count| count.and_then(Value::as_f64).expect("a count"));
            let says = texts
                .iter()
                .find_map(|text| text.strip_prefix("You skip ")?.split_once(" of "));
            let (few, of) = says.unwrap_or_else(|| panic!("{panel}: patience says no share: {texts:?}"));
            let [few, of] = [few, of].map(|number| number.parse::<f64>().expect("a small number"));
            // It is said in small numbers: halves, thirds, quarters, fifths or tenths.
            let apart = (few / of - skips / starts).abs();
            assert!(apart <= 0.06, "{panel}: {few} of {of} for {skips} of {starts}");
            checked += 1;
        }
    }
    checked
}

/// Holds a share among the texts of a page against what it is of; small shares have a decimal.
fn says_share(panel: &str, texts: &[String], part: &Value, whole: &Value) {
    let [part, whole] = [part, whole].map(|count| count.as_f64().expect("a count"));
    let share = part * 100.0 / whole;
    let said = match share {
        ..9.95 => format!("{share:.1}%"),
        _ => format!("{}%", (share + 0.5).floor()),
    };
    assert!(texts.contains(&said), "{panel}: {said}: {texts:?}");
}
