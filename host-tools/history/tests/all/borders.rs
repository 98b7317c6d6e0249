//! Which modules may know which: what sources are made of knows neither their list nor the library.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The modules at the root of the crate, and which of them each uses outside of its tests. A source is a module of its own.
fn uses() -> BTreeMap<String, BTreeSet<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut modules: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let module = modules.entry(module(path.strip_prefix(&root).unwrap())).or_default();
                module.extend(used(&fs::read_to_string(&path).unwrap()));
            }
        }
    }
    modules
}

fn module(path: &Path) -> String {
    let mut parts: Vec<String> = path
        .with_extension("")
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    parts.retain(|part| part != "mod");
    parts.truncate(if parts[0] == "sources" { 2 } else { 1 });
    parts.join("::")
}

fn used(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    let lines = code.lines().map(|line| line.split("//").next().unwrap_or(line));
    let code: String = lines.flat_map(|line| [line.trim(), " "]).collect();
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let part = |path: &str| path.trim().split(|c| !is_part(c)).next().unwrap_or_default().to_owned();
    let first = |path: &str| match path.trim().strip_prefix("sources::") {
        Some(rest) => format!("sources::{}", part(rest)),
        None => part(path),
    };
    let mut used = Vec::new();
    for path in code.split("crate::").skip(1) {
        match path.strip_prefix('{').and_then(|list| list.split_once("};")) {
            Some((list, _)) => used.extend(list.split(',').map(first)),
            None => used.push(first(path)),
        }
    }
    used
}

#[test]
fn nothing_that_a_source_needs_knows_the_list_of_sources_or_the_library() {
    let uses = uses();
    let mut reached: BTreeSet<&str> = uses
        .keys()
        .filter(|module| module.starts_with("sources::"))
        .map(String::as_str)
        .collect();
    assert!(reached.len() > 20, "{reached:?}");
    let mut open: Vec<(&str, PathBuf)> = reached.iter().map(|&module| (module, PathBuf::from(module))).collect();
    while let Some((module, way)) = open.pop() {
        for used in uses.get(module).into_iter().flatten() {
            // What is no module of a source is in the file of their list.
            let is_module = uses.contains_key(used);
            let used = if is_module {
                used.as_str()
            } else {
                used.split("::").next().unwrap_or(used)
            };
            let way = way.join(used);
            assert!(!["sources", "library"].contains(&used), "{}", way.display());
            if uses.contains_key(used) && reached.insert(used) {
                open.push((used, way));
            }
        }
    }
    assert!(reached.contains("error") && reached.contains("database"), "{reached:?}");
}
