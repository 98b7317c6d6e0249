//! What the units and the property list in units/ say, against what the program knows.

use std::path::{Path, PathBuf};

use clap::Parser;
use roxmltree::{Document, ParsingOptions};

use super::EXAMPLE;
use super::settings::Settings;
use crate::arguments::{Arguments, Command};
use crate::place;

fn read(name: &str) -> String {
    let units = Path::new(env!("CARGO_MANIFEST_DIR")).join("units");
    std::fs::read_to_string(units.join(name)).expect(name)
}

/// The values of a key.
fn values(unit: &str, key: &str) -> Vec<String> {
    let values = unit
        .lines()
        .filter_map(|line| line.strip_prefix(key)?.strip_prefix('='));
    values.map(str::to_owned).collect()
}

/// Whether these words ask the program for a plain refresh.
fn refreshes(words: &[&str]) -> bool {
    let parsed = Arguments::try_parse_from(words).expect("sound");
    matches!(parsed.command, Command::Refresh(refresh) if refresh.settings.is_none() && !refresh.example)
        && parsed.library.is_none()
}

/// The folders that the example's settings import, in the home of somebody.
fn imported(home: &str) -> Vec<PathBuf> {
    let settings = Settings::parse(Path::new("/refresh.toml"), &EXAMPLE.replace('~', home)).expect("sound");
    settings.imports.into_iter().flat_map(|import| import.paths).collect()
}

/// What the settings are called below the directory of configurations.
fn settings() -> PathBuf {
    let path = place::refresh_settings(None).expect("a home");
    let ends = path.components().rev().take(2).collect::<Vec<_>>();
    ends.into_iter().rev().collect()
}

#[test]
fn the_service_asks_for_what_the_program_does() {
    let unit = read("playtally-refresh.service");
    let [line] = &values(&unit, "ExecStart")[..] else {
        panic!("one command: {unit}");
    };
    let words: Vec<&str> = line.split(' ').collect();
    assert!(words[0].starts_with("%h/") && words[0].ends_with("/playtally"));
    assert!(refreshes(&words), "{line}");
    let condition = format!("%E/{}", settings().display());
    assert_eq!(values(&unit, "ConditionPathExists"), [condition]);
}

#[test]
fn the_path_unit_watches_what_is_imported() {
    let unit = read("playtally-refresh.path");
    let watched = values(&unit, "PathChanged");
    for folder in imported("%h") {
        // A path in the settings that begins with no slash lies beside them.
        let folder = folder.strip_prefix("/").expect("absolute").display().to_string();
        assert!(watched.contains(&folder), "{folder} is not in {watched:?}");
    }
    assert!(watched.contains(&format!("%E/{}", settings().display())));
    // Whose service is the one of the same name.
    for unit in [unit, read("playtally-refresh.timer")] {
        assert!(values(&unit, "Unit").is_empty() && !values(&unit, "WantedBy").is_empty());
    }
}

#[test]
#[cfg(target_os = "linux")]
fn systemd_takes_the_units() {
    let home = tempfile::tempdir().expect("a folder");
    let (bin, units) = (home.path().join(".local/bin"), home.path().join(".config/systemd/user"));
    for folder in [&bin, &units] {
        std::fs::create_dir_all(folder).expect("a folder");
    }
    std::os::unix::fs::symlink("/bin/true", bin.join("playtally")).expect("a link");
    let names = ["service", "path", "timer"].map(|kind| format!("playtally-refresh.{kind}"));
    let paths = names.map(|name| {
        std::fs::write(units.join(&name), read(&name)).expect("a unit");
        units.join(name)
    });
    let command = std::process::Command::new("systemd-analyze")
        .args(["verify", "--user", "--man=no", "--recursive-errors=no"])
        .args(&paths)
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .output();
    let Ok(output) = command else {
        return println!("skipped: there is no systemd-analyze");
    };
    let said = String::from_utf8_lossy(&output.stderr);
    if said.contains("Failed to initialize manager") || said.contains("unrecognized option") {
        return println!("skipped: systemd-analyze cannot look at units of users here: {said}");
    }
    assert!(output.status.success(), "{said}");
    assert!(!said.contains("playtally-refresh"), "{said}");
}

#[test]
fn the_property_list_is_one_and_asks_for_what_the_program_does() {
    let text = read("playtally-refresh.plist");
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(&text, options).expect("XML");
    let plist = document.root_element();
    assert!(plist.has_tag_name("plist") && plist.attribute("version") == Some("1.0"));
    let dict = plist.first_element_child().expect("a dictionary");
    let elements: Vec<_> = dict.children().filter(roxmltree::Node::is_element).collect();
    let pairs = elements.chunks_exact(2);
    assert!(dict.has_tag_name("dict") && pairs.remainder().is_empty());
    assert!(pairs.clone().all(|pair| pair[0].has_tag_name("key")));
    let strings = |key: &str| -> Vec<&str> {
        let pair = pairs.clone().find(|pair| pair[0].text() == Some(key));
        let value = pair.unwrap_or_else(|| panic!("no {key}"))[1];
        value
            .descendants()
            .filter(|node| node.has_tag_name("string"))
            .filter_map(|node| node.text())
            .collect()
    };
    assert!(refreshes(&strings("ProgramArguments")));
    let watched = strings("WatchPaths");
    for folder in imported("/Users/YOU") {
        assert!(watched.iter().any(|path| Path::new(path) == folder), "{folder:?}");
    }
    assert!(watched.iter().any(|path| Path::new(path).ends_with(settings())));
    let label = strings("Label");
    assert_eq!(label, ["playtally-refresh"]);
}
