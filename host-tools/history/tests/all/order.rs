//! What comes out does not depend on the order in which exports come in, nor on how often.
#![cfg(feature = "library")]

use std::collections::{BTreeMap, BTreeSet};

use crate::common;
use crate::common::{account_row, extended_row, json, spelled_out};
use playtally_history::{Export, Library, read};
use proptest::prelude::*;
use proptest::sample::subsequence;
use serde_json::{Value, json};

/// One of few plays, as an export of some year might report it.
#[derive(Clone, Copy, Debug)]
struct Report {
    minute: u32,
    second: u32,
    title: u32,
    ms: u32,
    /// What this vintage knows of it.
    start: Option<i64>,
    country: bool,
    renamed: bool,
    skipped: Option<bool>,
}

fn any_report() -> impl Strategy<Value = Report> {
    let play = (0..2_u32, 0..2_u32, 0..2_u32, 0..2_u32);
    let known = (
        prop::option::of(0..3_i64),
        any::<bool>(),
        prop::bool::weighted(0.1),
        any::<Option<bool>>(),
    );
    (play, known).prop_map(
        |((minute, second, title, ms), (start, country, renamed, skipped))| Report {
            minute,
            second: second * 30,
            title,
            ms,
            start,
            country,
            renamed,
            skipped,
        },
    )
}

impl Report {
    fn extended(self) -> Value {
        let ts = format!("2024-05-01T10:{:02}:{:02}Z", self.minute, self.second);
        let mut row = extended_row(&ts, "Luna", &format!("Sol {}", self.title), self.ms);
        row["offline_timestamp"] = self.start.map_or(Value::Null, |start| json!(1_714_557_000 + start));
        row["conn_country"] = json!(if self.country { "SE" } else { "ZZ" });
        row["reason_end"] = self.skipped.map_or(Value::Null, |skipped| {
            json!(if skipped { "fwdbtn" } else { "trackdone" })
        });
        if self.renamed {
            row["master_metadata_album_album_name"] = json!("Another Album");
        }
        row
    }

    fn account(self) -> Value {
        account_row(
            &format!("2024-05-01 10:{:02}", self.minute),
            "Luna",
            &format!("Sol {}", self.title),
            self.ms,
        )
    }
}

/// An export of one kind or the other.
#[derive(Clone, Debug)]
struct Made {
    extended: bool,
    reports: Vec<Report>,
}

fn any_export() -> impl Strategy<Value = Made> {
    (any::<bool>(), prop::collection::vec(any_report(), 1..24))
        .prop_map(|(extended, reports)| Made { extended, reports })
}

impl Made {
    fn export(&self) -> Export {
        let row = |report: &Report| {
            if self.extended {
                report.extended()
            } else {
                report.account()
            }
        };
        let rows: Vec<Value> = self.reports.iter().map(row).collect();
        Export::Bytes("export.json".into(), json(&rows).into())
    }
}

/// How many plays there are: in each minute, of a title and a duration, as many as there are different seconds, or as many
/// as one account export says when that is more.
fn count(exports: &[Made]) -> usize {
    let mut exact: BTreeMap<(u32, u32, u32), BTreeSet<u32>> = BTreeMap::new();
    let mut coarse: BTreeMap<(u32, u32, u32), usize> = BTreeMap::new();
    for export in exports {
        let mut counts: BTreeMap<(u32, u32, u32), usize> = BTreeMap::new();
        for report in &export.reports {
            let like = (report.minute, report.title, report.ms);
            exact
                .entry(like)
                .or_default()
                .extend(export.extended.then_some(report.second));
            *counts.entry(like).or_default() += usize::from(!export.extended);
        }
        for (like, count) in counts {
            let most = coarse.entry(like).or_default();
            *most = count.max(*most);
        }
    }
    exact
        .iter()
        .map(|(like, seconds)| seconds.len().max(coarse[like]))
        .sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_order_gives_the_same_plays(
        made in prop::collection::vec(any_export(), 1..5),
        shuffled in Just((0..5_usize).collect::<Vec<_>>()).prop_shuffle(),
        again in subsequence((0..5_usize).collect::<Vec<_>>(), 0..5),
    ) {
        let exports: Vec<Export> = made.iter().map(Made::export).collect();
        let (expected, books) = read(exports.clone(), &mut ()).unwrap();
        prop_assert!(books.files.iter().all(|file| file.are_closed()));
        prop_assert_eq!(expected.rows().len(), count(&made));
        let order: Vec<Export> = shuffled.iter().chain(&again).filter_map(|&number| exports.get(number).cloned()).collect();
        let mut library = Library::in_memory().unwrap();
        let mut stored = 0;
        for export in &order {
            let books = library.import([export.clone()], &mut ()).unwrap();
            prop_assert!(books.files.iter().all(|file| file.are_closed()));
            stored += books.total().stored.total();
        }
        let plays = library.plays().unwrap();
        prop_assert_eq!(spelled_out(&plays), spelled_out(&expected));
        prop_assert_eq!((plays.items(), plays.artists()), (expected.items(), expected.artists()));
        prop_assert_eq!(stored, plays.rows().len() as u64);
    }
}

#[test]
fn equal_rows_in_two_files_of_one_export_are_two_plays_however_the_files_came_before() {
    let part = json(&[account_row("2024-05-01 10:00", "Luna", "Sol", 60_000)]);
    let other = json(&[
        account_row("2024-05-01 10:00", "Luna", "Sol", 60_000),
        account_row("2024-05-01 11:00", "Luna", "Mar", 60_000),
    ]);
    let members: [(&str, &[u8]); 2] = [("StreamingHistory0.json", &part), ("StreamingHistory1.json", &other)];
    let whole = Export::Bytes("export.zip".into(), common::zip(&members).into());
    let mut library = Library::in_memory().unwrap();
    for (name, content) in members {
        library
            .import([Export::Bytes(name.into(), content.into())], &mut ())
            .unwrap();
    }
    let stored: Vec<u64> = (0..2)
        .map(|_| library.import([whole.clone()], &mut ()).unwrap().total().stored.music)
        .collect();
    assert_eq!(stored, [1, 0]);
    let (clean, _) = read([whole], &mut ()).unwrap();
    assert_eq!(spelled_out(&library.plays().unwrap()), spelled_out(&clean));
}
