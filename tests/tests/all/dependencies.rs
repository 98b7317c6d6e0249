//! What is depended on: under licences that may be, from where it may be, and where odd, on purpose.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use spdx::{Expression, ParseMode};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every package in Cargo.lock, on any system, as cargo describes it. None where cargo cannot be asked.
fn packages() -> Option<Vec<Value>> {
    let asked = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root())
        .output();
    let told = asked.ok().filter(|told| told.status.success());
    let Some(told) = told else {
        println!("skipped: cargo metadata has not every crate at hand");
        return None;
    };
    let metadata: Value = serde_json::from_slice(&told.stdout).unwrap();
    Some(metadata["packages"].as_array().unwrap().clone())
}

fn rules() -> toml::Table {
    fs::read_to_string(root().join("deny.toml")).unwrap().parse().unwrap()
}

fn texts(list: &toml::Value) -> impl Iterator<Item = &str> {
    list.as_array().unwrap().iter().map(|value| value.as_str().unwrap())
}

#[test]
fn every_licence_and_every_source_is_one_of_those_that_may_be() {
    let rules = rules();
    let (licences, sources) = (&rules["licenses"], &rules["sources"]["allow-registry"]);
    for package in packages().unwrap_or_default() {
        let text = |field: &str| package[field].as_str().unwrap_or_default();
        let name = text("name");
        // What has no source is of this workspace.
        if text("source").is_empty() {
            assert!(name.starts_with("playtally"), "{name}");
            continue;
        }
        let source = text("source").strip_prefix("registry+").unwrap_or_default();
        assert!(
            texts(sources).any(|known| known == source),
            "{name} is from {}",
            text("source")
        );
        let licence =
            Expression::parse_mode(text("license"), ParseMode::LAX).unwrap_or_else(|error| panic!("{name}: {error}"));
        let exceptions = licences["exceptions"].as_array().unwrap();
        let own = exceptions.iter().filter(|rule| rule["crate"].as_str() == Some(name));
        let allowed: Vec<&str> = own.chain([licences]).flat_map(|rule| texts(&rule["allow"])).collect();
        let is_allowed = licence.evaluate(|wanted| {
            let id = wanted.license.id().map(|id| id.name);
            wanted.addition.is_none() && id.is_some_and(|id| allowed.contains(&id))
        });
        assert!(is_allowed, "{name} is under {}", text("license"));
    }
}

#[test]
fn the_notice_of_what_is_vendored_on_the_device_is_in_its_package() {
    let packages = packages().unwrap_or_default();
    let Some(crate_) = packages.iter().find(|package| package["name"] == "lamexfat") else {
        return;
    };
    let manifest = Path::new(crate_["manifest_path"].as_str().unwrap());
    let theirs = fs::read_to_string(manifest.with_file_name("NOTICE")).unwrap();
    let device = root().join("firmware/device");
    assert_eq!(
        fs::read_to_string(device.join("package/lamexfat.NOTICE")).unwrap(),
        theirs
    );
    let package = fs::read_to_string(device.join("Cargo.toml")).unwrap();
    for file in ["package/lamexfat.NOTICE", "../../LICENSE-APACHE", "../../LICENSE-MIT"] {
        assert!(package.contains(&format!("[\"{file}\", \"usr/share/doc/")), "{file}");
    }
}
