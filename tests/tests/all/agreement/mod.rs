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

/// The countries of the artists in that table.
pub(crate) const COUNTRIES: [(&str, &str); 5] = [
    ("SE", "Sweden"),
    ("US", "United States"),
    ("JP", "Japan"),
    ("BR", "Brazil"),
    ("NZ", "New Zealand"),
];

/// A table about the music of a library: of most titles a genre, a year and a country, the same every time.
fn table(user: &User) -> String {
    const GENRES: [&str; 7] = [
        "Indie Rock",
        "Techno",
        "Hard Bop",
        "Salsa",
        "Techno",
        "Boom Bap",
        "Techno",
    ];
    user.run(["export", "-o", "history.jsonl"]).succeeded();
    let history = std::fs::read_to_string(user.path("history.jsonl")).expect("an export");
    let mut rows = std::collections::BTreeMap::new();
    for line in history.lines() {
        let row: Value = serde_json::from_str(line).expect("a line is JSON");
        if let (Some(artist), Some(track)) = (row["artist"].as_str(), row["title"].as_str()) {
            rows.insert(
                (artist.to_owned(), track.to_owned()),
                artist.bytes().chain(track.bytes()).map(usize::from).sum::<usize>(),
            );
        }
    }
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let row = |((artist, track), sum): (&(String, String), &usize)| {
        let (genre, year) = (GENRES[sum % 7], 1_961 + sum % 64);
        let (country, _) = COUNTRIES[artist.bytes().map(usize::from).sum::<usize>() % 5];
        format!("{},{},{genre},{year},{country}\n", quoted(artist), quoted(track))
    };
    let known = rows.iter().filter(|(_, sum)| **sum % 9 != 0).map(row);
    ["artist,track,genre,year,country\n".to_owned()]
        .into_iter()
        .chain(known)
        .collect()
}

#[test]
fn what_the_music_is_is_told_the_same_everywhere() {
    let listener = Listener::new(Person::new(4, 3_000));
    let mut zip = Zip::new(Vec::new(), 1);
    Extended::NEW.write(&listener, &mut zip).expect("it is written");
    let user = User::new();
    user.put("export.zip", zip.finish().expect("it is written"));
    import(&user, &user.path("export.zip"));
    let without = Told::of(&user).check();
    user.put("mine.csv", table(&user));
    user.run(["catalogue", "mine.csv", "--name", "My shelf", "--licence", "my own"])
        .succeeded();
    let told = Told::of(&user);
    // The source is named wherever facts are.
    for said in [&told.text, &told.page] {
        assert!(said.contains("My shelf"));
    }
    assert_eq!(told.summary["music_sources"][0]["name"], "My shelf");
    let more = [55, 55, 50, 36];
    let checked = told.check();
    for ((found, without), more) in checked.into_iter().zip(without).zip(more) {
        assert!(found >= without + more, "{checked:?} and without {without:?}");
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
