//! What people read, read back.

use serde_json::Value;

/// Whether a text shows a value of the JSON, by the rounding that is promised: half and more goes up, hours come from whole
/// minutes, shares are whole percents but never all or nothing. The name of the field says what the value is.
pub(crate) fn agree(shown: &str, field: &str, value: &Value) -> Result<(), String> {
    let expected = match value {
        Value::String(text) => return same(shown, &date(text)).or_else(|_| same(shown, text)),
        Value::Number(number) => number.as_f64().expect("a number"),
        other => return Err(format!("{field} is {other}")),
    };
    let words: Vec<&str> = shown.split_whitespace().collect();
    let whole = |text: &str| {
        text.replace(',', "")
            .parse::<f64>()
            .map_err(|_| format!("{shown:?} is no number"))
    };
    let minutes = (expected / 60_000.0 + 0.5).floor();
    match &words[..] {
        [number, "h"] if field.ends_with("hours") => equal(whole(number)?, expected, shown),
        [number, "h"] => equal(whole(number)?, ((minutes + 30.0) / 60.0).floor(), shown),
        [hours, "h", rest, "min"] => equal(whole(hours)? * 60.0 + whole(rest)?, as_minutes(field, expected), shown),
        [time, "min"] if time.contains(':') => {
            let (minutes, seconds) = time.split_once(':').expect("a colon");
            equal(
                whole(minutes)? * 60.0 + whole(seconds)?,
                (expected / 1_000.0 + 0.5).floor(),
                shown,
            )
        }
        [number, "min"] => equal(whole(number)?, as_minutes(field, expected), shown),
        [number, "s"] => equal(whole(number)?, (expected / 1_000.0 + 0.5).floor(), shown),
        [time, half @ ("am" | "pm")] => {
            let (hour, minute) = time.split_once(':').ok_or("no time")?;
            let hour = whole(hour)? % 12.0 + if *half == "pm" { 12.0 } else { 0.0 };
            equal(hour * 60.0 + whole(minute)?, expected, shown)
        }
        [number, "months"] => equal(whole(number)?, (expected / 30.44).round(), shown),
        [number, "years"] if number.contains('.') => {
            equal(whole(number)?, (expected / 365.25 * 10.0).round() / 10.0, shown)
        }
        [number, ..] if number.starts_with('$') => equal(whole(&number[1..])?, expected, shown),
        [decade] if field.ends_with("/decade") => equal(whole(decade.trim_end_matches('s'))?, expected, shown),
        [number, ..] if field.ends_with("effective_artists") => equal(whole(number)?, expected.round(), shown),
        // On the cover hours and minutes stand apart from their unit.
        [number] if field == "/totals/ms" => {
            let hours = ((minutes + 30.0) / 60.0).floor();
            equal(whole(number)?, if minutes < 60.0 { minutes } else { hours }, shown)
        }
        [number, ..] => equal(whole(number.trim_matches(['(', ')']))?, expected, shown),
        [] => Err("nothing".to_owned()),
    }
}

/// The minutes that are shown of a time: of milliseconds, unless the field says that it is in minutes.
fn as_minutes(field: &str, value: f64) -> f64 {
    if field.ends_with("minutes") {
        value
    } else {
        (value / 60_000.0 + 0.5).floor()
    }
}

/// Whether a text shows the share that two numbers make.
pub(crate) fn agree_on_share(shown: &str, part: f64, whole: f64) -> Result<(), String> {
    let expected = match (part / whole * 100.0 + 0.5 + 1e-9).floor() {
        _ if part == 0.0 => "0%".to_owned(),
        _ if part >= whole => "100%".to_owned(),
        0.0 => "under 1%".to_owned(),
        100.0 => "over 99%".to_owned(),
        share => format!("{share}%"),
    };
    same(shown, &expected)
}

fn equal(found: f64, expected: f64, shown: &str) -> Result<(), String> {
    if found == expected {
        Ok(())
    } else {
        Err(format!("{shown:?} should be {expected}"))
    }
}

fn same(shown: &str, expected: &str) -> Result<(), String> {
    if shown == expected {
        Ok(())
    } else {
        Err(format!("{shown:?} should be {expected:?}"))
    }
}

/// A date or month as a page writes it.
fn date(text: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let parts: Vec<usize> = text.split('-').filter_map(|part| part.parse().ok()).collect();
    match parts[..] {
        [year, month @ 1..=12, day] => format!("{day} {} {year}", MONTHS[month - 1]),
        [year, month @ 1..=12] => format!("{} {year}", MONTHS[month - 1]),
        _ => text.to_owned(),
    }
}

#[test]
fn what_a_renderer_rounds_by_itself_is_seen() {
    let ms = |ms: u64| Value::from(ms);
    assert!(agree("44 min", "/ms", &ms(43 * 60_000 + 30_000)).is_ok());
    assert!(agree("43 min", "/ms", &ms(43 * 60_000 + 30_000)).is_err());
    assert!(agree("1 h 05 min", "/ms", &ms(65 * 60_000)).is_ok());
    assert!(agree("101 h", "/ms", &ms(100 * 3_600_000 + 29 * 60_000 + 40_000)).is_ok());
    assert!(agree("1,204 plays", "/plays", &Value::from(1_204)).is_ok());
    assert!(agree("12:05 am", "/minute", &Value::from(5)).is_ok());
    assert!(agree("3 March 2024", "/first", &Value::from("2024-03-03")).is_ok());
    assert!(agree_on_share("under 1%", 1.0, 1_000.0).is_ok() && agree_on_share("1%", 1.0, 1_000.0).is_err());
}
