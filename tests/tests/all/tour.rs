//! A tour, as a pipeline of checks uses it: its exit code, and its report as JSON.

use playtally_tests::program::User;
use playtally_tests::sample;
use serde_json::{Value, json};

/// A tour of the sample, and its report.
fn tour(user: &User, panel: &str, minutes: &str) -> (playtally_tests::program::Run, Value) {
    let sample = sample::path();
    let run = user.run([
        "simulate".as_ref(),
        sample.as_os_str(),
        "--panel".as_ref(),
        panel.as_ref(),
        "--tour".as_ref(),
        minutes.as_ref(),
        "--json".as_ref(),
    ]);
    let report = serde_json::from_str(&run.output).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    (run, report)
}

#[test]
fn a_tour_within_its_budgets_succeeds_and_reports_the_same_every_time() {
    let user = User::new();
    let (run, report) = tour(&user, "pirate-audio", "2");
    assert_eq!((run.code, run.error.as_str()), (Some(0), ""), "{run:?}");
    assert_eq!(report["panel"], "pirate-audio");
    assert_eq!((&report["size"], &report["minutes"]), (&json!([240, 240]), &json!(2)));
    assert_eq!((&report["broken"], &report["misuses"]), (&json!([]), &json!([])));
    assert_eq!(report["idle"], json!({"bytes": 0, "calls": 0, "ms": 0.0}));
    let pages = report["pages"].as_object().expect("pages");
    let times: u64 = pages.values().filter_map(Value::as_u64).sum();
    assert!(pages.contains_key("cover") && times >= 5, "{pages:?}");
    let number = |path: &str| {
        report
            .pointer(path)
            .and_then(Value::as_f64)
            .unwrap_or_else(|| panic!("{path}"))
    };
    assert!(number("/bus/bytes") >= 115_200.0, "the first picture at least");
    assert!(number("/changes/most/bytes") <= number("/bus/bytes"));
    assert!((1.0..=number("/budget/calls")).contains(&number("/frames/most_calls")));
    assert!((1.0..=number("/budget/picture_ms")).contains(&number("/frames/longest_picture_ms")));
    assert!((1.0..=number("/budget/frame_ms")).contains(&number("/frames/longest_ms")));
    assert_eq!(report["needless"], 0);
    assert!(number("/wake_ups") > number("/frames/count"));
    let (_, again) = tour(&user, "pirate-audio", "2");
    assert_eq!(again, report);
}

#[test]
fn a_tour_that_cannot_be_is_no_tour() {
    let user = User::new();
    for wrong in [
        &["--tour", "0"][..],
        &["--tour", "1", "--terminal"],
        &["--json"],
        &["--tour", "1", "--panel", "oscilloscope"],
        &["--tour", "1", "--speed", "0", "--gif", "tour.gif"],
    ] {
        let sample = sample::path();
        let run = user.run([&["simulate", sample.to_str().expect("a path")], wrong].concat());
        assert_eq!(run.code, Some(2), "{wrong:?}: {run:?}");
        assert_eq!(run.output, "", "{wrong:?}");
    }
    let run = user.run(["simulate", "no-such-file.zip", "--tour", "1", "--json"]);
    assert_eq!((run.code, run.output.as_str()), (Some(1), ""), "{run:?}");
    assert!(run.error.contains("no-such-file.zip"), "{run:?}");
}
