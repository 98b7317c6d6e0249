//! What the documents about the code say of its files: each that they name is there.

use std::fs;
use std::path::Path;

/// The words of a document that stand in code and are paths: `firmware/panel`, `.ci/run`; and where links lead to.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    let is_path = |word: &&str| word.contains(['/', '.']) && !word.contains([' ', '*', ':', '<', '(']);
    let code = text.split('`').skip(1).step_by(2);
    let links = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', '#']).next());
    code.chain(links).filter(is_path)
}

#[test]
fn every_file_that_the_documents_about_the_code_name_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for document in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(root.join(document)).unwrap();
        // What stands between fences is no path.
        let text: String = text.split("```").step_by(2).collect();
        let named: Vec<&str> = paths(&text).collect();
        assert!(named.len() > 20, "{document}: {named:?}");
        for path in named {
            // Of what is to be made, the folder is there.
            let there = path.split("/NAME").next().unwrap_or(path);
            let is_of_each_crate = path.starts_with("tests/all/");
            let root = if is_of_each_crate {
                root.join("tests")
            } else {
                root.clone()
            };
            assert!(root.join(there).exists(), "{document}: there is no {path}");
        }
    }
}

/// The rows of the table of crates: a crate's folder, and the crates that it may know; none where those are all.
fn borders(text: &str) -> Vec<(&str, Option<Vec<&str>>)> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    let split = rows.filter_map(|row| row.trim_end_matches(" |").split_once("` |"));
    split
        .filter_map(|(folder, rest)| Some((folder, rest.rsplit_once("| ")?.1)))
        .map(|(folder, known)| match known {
            "everybody" => (folder, None),
            "nobody" => (folder, Some(Vec::new())),
            names => (folder, Some(names.split(", ").collect())),
        })
        .collect()
}

#[test]
fn every_crate_knows_only_those_that_the_architecture_lets_it_know() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let borders = borders(&text);
    assert!(borders.len() > 10, "{borders:?}");
    for (folder, known) in borders {
        let manifest = fs::read_to_string(root.join(folder).join("Cargo.toml")).unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        for name in manifest["dependencies"].as_table().unwrap().keys() {
            if let (Some(name), Some(known)) = (name.strip_prefix("playtally-"), &known) {
                assert!(known.contains(&name), "{folder} knows {name}");
            }
        }
    }
}
