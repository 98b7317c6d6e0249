//! What the crates in a program may be used for, in their own words.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The texts that lie beside the source of every crate of other people's in some programs, each program by its package and the
/// system that it is built for: each text once, below the names of the crates that come with it.
///
/// # Errors
/// cargo fails, or a crate brings no text.
pub fn texts(programs: &[(&str, &str)]) -> Result<String> {
    // By its text: names.
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (program, system) in programs {
        for package in packages(program, system)? {
            let text = |field: &str| package[field].as_str().unwrap_or_default();
            let name = format!("{} {} ({})", text("name"), text("version"), text("license"));
            let folder = Path::new(text("manifest_path")).parent().unwrap_or(Path::new("/"));
            let mut files: Vec<_> = fs::read_dir(folder)?.collect::<std::io::Result<_>>()?;
            files.sort_by_key(fs::DirEntry::file_name);
            let mut has_any = false;
            for file in files {
                let upper = file.file_name().to_string_lossy().to_uppercase();
                let is_text = ["LICEN", "COPYING", "NOTICE", "COPYRIGHT", "UNLICENSE"]
                    .iter()
                    .any(|word| upper.starts_with(word));
                if is_text && file.file_type()?.is_file() {
                    let text = String::from_utf8_lossy(&fs::read(file.path())?).replace("\r\n", "\n");
                    texts
                        .entry(text.trim_end().to_owned())
                        .or_default()
                        .insert(name.clone());
                    has_any = true;
                }
            }
            if !has_any {
                let none = "(No text lies beside its source. The licence is the one that is named.)".to_owned();
                texts.entry(none).or_default().insert(name);
            }
        }
    }
    let mut all = String::from("The crates in Playtally's programs, and under which licence each is.\n");
    let mut sorted: Vec<_> = texts.into_iter().collect();
    sorted.sort_by(|(_, one), (_, other)| one.cmp(other));
    for (text, names) in sorted {
        let names: Vec<_> = names.into_iter().collect();
        write!(all, "\n\n{}\n{}\n\n{text}\n", "=".repeat(80), names.join("\n"))?;
    }
    Ok(all)
}

/// The packages of other people's that are in a program, as cargo describes them.
fn packages(program: &str, system: &str) -> Result<Vec<Value>> {
    let asked = Command::new("cargo")
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--filter-platform",
            system,
        ])
        .output()?;
    if !asked.status.success() {
        return Err(String::from_utf8_lossy(&asked.stderr).into());
    }
    let metadata: Value = serde_json::from_slice(&asked.stdout)?;
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let packages = list(&metadata["packages"]);
    let nodes: BTreeMap<String, Value> = list(&metadata["resolve"]["nodes"])
        .into_iter()
        .map(|node| (node["id"].as_str().unwrap_or_default().to_owned(), node))
        .collect();
    let first = packages.iter().find(|package| package["name"] == program);
    let first = first.ok_or_else(|| format!("there is no package {program}"))?;
    let mut found = BTreeSet::new();
    let mut open = vec![first["id"].as_str().unwrap_or_default().to_owned()];
    while let Some(id) = open.pop() {
        let Some(node) = nodes.get(&id).filter(|_| found.insert(id.clone())) else {
            continue;
        };
        for needed in list(&node["deps"]) {
            // What only builds or tests is not in it.
            if list(&needed["dep_kinds"]).iter().any(|kind| kind["kind"].is_null()) {
                open.push(needed["pkg"].as_str().unwrap_or_default().to_owned());
            }
        }
    }
    let is_of_others = |package: &Value| !package["source"].is_null();
    let wanted = packages.into_iter().filter(is_of_others);
    Ok(wanted
        .filter(|package| package["id"].as_str().is_some_and(|id| found.contains(id)))
        .collect())
}
