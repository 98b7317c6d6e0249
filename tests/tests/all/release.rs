//! What `release/build` is made of fits together. The long run is its own.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn script() -> String {
    fs::read_to_string(root().join("release/build")).unwrap()
}

#[test]
fn every_part_of_a_release_is_made_and_tried() {
    let script = script();
    let list = Command::new("bash")
        .arg("release/build")
        .arg("--list")
        .current_dir(root())
        .output()
        .unwrap();
    assert!(list.status.success(), "{list:?}");
    let list = String::from_utf8(list.stdout).unwrap();
    let parts: Vec<&str> = list.lines().collect();
    assert!(parts.len() >= 8, "{parts:?}");
    let readme = fs::read_to_string(root().join("release/README.md")).unwrap();
    for part in parts {
        for function in [format!("make_{part}()"), format!("try_{part}()")] {
            assert!(script.contains(&function), "release/build has no {function}");
        }
        assert!(
            readme.contains(&format!("`{part}`")),
            "release/README.md does not know {part}"
        );
    }
}

#[test]
fn an_unknown_part_is_refused_with_those_that_there_are() {
    let refused = Command::new("bash")
        .args(["release/build", "windoes"])
        .current_dir(root())
        .output()
        .unwrap();
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2), "{said}");
    assert!(said.contains("windoes") && said.contains("windows"), "{said}");
}

#[test]
fn the_texts_of_all_licences_that_may_be_are_gathered() {
    let rules: toml::Table = fs::read_to_string(root().join("deny.toml")).unwrap().parse().unwrap();
    let list = |value: &toml::Value| -> BTreeSet<String> {
        let texts = value
            .as_array()
            .unwrap()
            .iter()
            .map(|text| text.as_str().unwrap().to_owned());
        texts.collect()
    };
    let mut allowed = list(&rules["licenses"]["allow"]);
    for exception in rules["licenses"]["exceptions"].as_array().unwrap() {
        allowed.extend(list(&exception["allow"]));
    }
    let script = fs::read_to_string(root().join("release/package/licences")).unwrap();
    let line = script.lines().find(|line| line.starts_with("CHOSEN = [")).unwrap();
    let gathered: BTreeSet<String> = line.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    assert_eq!(gathered, allowed);
}

#[test]
fn what_only_helps_the_test_under_wine_is_in_no_release() {
    let script = script();
    assert!(
        !script.contains("bcryptprimitives"),
        "only release/package/wine may know it"
    );
    for line in script.lines().filter(|line| line.contains("release/package/wine")) {
        assert!(!line.contains("cp "), "{line}");
    }
}
