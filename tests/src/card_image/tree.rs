//! A device tree, by the tools of the device tree compiler.

use std::io;
use std::path::PathBuf;
use std::process::Command;

use crate::pi::command::output;

/// A device tree in a file.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    path: PathBuf,
}

impl Tree {
    pub(super) const fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// A property as words; none where there is no such node or property.
    pub(super) fn text(&self, node: &str, property: &str) -> Option<String> {
        let said = output(
            Command::new("fdtget")
                .args(["-t", "s"])
                .arg(&self.path)
                .args([node, property]),
        );
        said.ok().map(|said| said.trim().to_owned())
    }

    /// A property as numbers; none where there is no such node or property.
    pub(super) fn numbers(&self, node: &str, property: &str) -> Vec<u32> {
        let said = output(
            Command::new("fdtget")
                .args(["-t", "u"])
                .arg(&self.path)
                .args([node, property]),
        );
        let said = said.unwrap_or_default();
        said.split_whitespace().filter_map(|word| word.parse().ok()).collect()
    }

    /// The nodes in a node.
    pub(super) fn nodes(&self, node: &str) -> Vec<String> {
        let said = output(Command::new("fdtget").arg("-l").arg(&self.path).arg(node));
        said.unwrap_or_default().lines().map(str::to_owned).collect()
    }

    /// The lines of the chip that a node's pins are, by the state in which its driver finds them.
    pub(super) fn pins(&self, node: &str) -> Vec<u32> {
        const GPIO: &str = "/soc/gpio@7e200000";
        let states = self.numbers(node, "pinctrl-0");
        let groups = self.nodes(GPIO).into_iter().map(|group| format!("{GPIO}/{group}"));
        groups
            .filter(|group| {
                self.numbers(group, "phandle")
                    .iter()
                    .any(|handle| states.contains(handle))
            })
            .flat_map(|group| self.numbers(&group, "brcm,pins"))
            .collect()
    }

    /// What the nodes that are not switched off ask drivers for, over the whole tree.
    ///
    /// # Errors
    /// `dtc` is missing or fails.
    pub(super) fn compatible(&self) -> io::Result<Vec<String>> {
        let source = output(
            Command::new("dtc")
                .args(["-q", "-I", "dtb", "-O", "dts"])
                .arg(&self.path),
        )?;
        let mut found = Vec::new();
        // For each node on the way: whether it is on, and what it asks for.
        let mut way: Vec<(bool, Vec<String>)> = Vec::new();
        for line in source.lines().map(str::trim) {
            if line.ends_with('{') {
                way.push((true, Vec::new()));
            } else if line == "};" {
                let is_on = way.iter().all(|(is_on, _)| *is_on);
                found.extend(way.pop().into_iter().filter(|_| is_on).flat_map(|(_, names)| names));
            } else if let (Some((is_on, names)), Some((name, value))) = (way.last_mut(), line.split_once(" = ")) {
                let value = value.trim_matches(['"', ';']);
                match name {
                    "status" => *is_on = matches!(value, "okay" | "ok"),
                    "compatible" => names.extend(value.split("\\0").map(str::to_owned)),
                    _ => {}
                }
            }
        }
        Ok(found)
    }
}
