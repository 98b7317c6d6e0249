//! Every fact has one number: what stands in two of the JSON, the report for a terminal, the page, the summary and the pages
//! of the device is read back from each, and is the same. Nothing here shares code with what writes them.

mod device;
mod page;
mod shown;
mod summary;
mod text;

use std::path::Path;

use playtally_tests::archive::Zip;
use playtally_tests::listener::{Listener, Person};
use playtally_tests::program::{User, press};
use playtally_tests::sample::private_exports;
use playtally_tests::spotify_extended::Extended;
use serde_json::Value;

/// What is told of a history.
pub(crate) struct Told {
    json: Value,
    text: String,
    page: String,
    summary: Value,
    /// The pages of the device, by panel.
    device: Vec<(&'static str, String)>,
}

impl Told {
    fn of(user: &User) -> Self {
        let json =
            |arguments: &[&str]| serde_json::from_str(&user.run(arguments).succeeded().output).expect("it prints JSON");
        user.run(press("a.tally")).succeeded();
        let mut stats = user.command(["stats", "--timezone", "UTC"]);
        let stats = stats.env("COLUMNS", "150").output().expect("it runs");
        let layout = |panel| {
            let simulated = user.run(["simulate", "a.tally", "--panel", panel, "--layout", "-"]);
            (panel, simulated.succeeded().output)
        };
        Self {
            device: device::PANELS.map(layout).to_vec(),
            json: json(&["stats", "--json", "--timezone", "UTC"]),
            text: String::from_utf8(stats.stdout).expect("text"),
            page: user.run(["report", "-o", "-", "--timezone", "UTC"]).succeeded().output,
            summary: json(&["inspect", "--json", "a.tally"]),
        }
    }

    /// How many facts are the same in each of the four and in the JSON.
    fn check(&self) -> [usize; 4] {
        let pages = self.device.iter();
        [
            text::check(&self.text, &self.json),
            page::check(&self.page, &self.json),
            summary::check(&self.summary, &self.json),
            pages
                .map(|(panel, lines)| device::check(panel, lines, &self.json))
                .sum(),
        ]
    }
}

fn import(user: &User, export: &Path) {
    user.run(["import".as_ref(), export.as_os_str()]).succeeded();
}

#[test]
fn made_up_listeners_are_told_the_same_everywhere() {
    for (seed, plays) in [(1, 40), (2, 400), (3, 3_000)] {
        let listener = Listener::new(Person::new(seed, plays));
        let mut zip = Zip::new(Vec::new(), 1);
        Extended::NEW.write(&listener, &mut zip).expect("it is written");
        let user = User::new();
        user.put("export.zip", zip.finish().expect("it is written"));
        import(&user, &user.path("export.zip"));
        let checked = Told::of(&user).check();
        if plays >= 3_000 {
            let enough = [110, 500, 300, 30];
            assert!(
                checked.iter().zip(enough).all(|(found, enough)| *found >= enough),
                "{checked:?}"
            );
        }
    }
}

#[test]
fn private_listeners_are_told_the_same_everywhere() {
    for export in private_exports() {
        let user = User::new();
        import(&user, &export);
        let checked = Told::of(&user).check();
        let enough = [51, 51, 51, 31];
        assert!(
            checked.iter().zip(enough).all(|(found, enough)| *found >= enough),
            "{}: {checked:?}",
            export.display()
        );
    }
}
