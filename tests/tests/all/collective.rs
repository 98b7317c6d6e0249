//! A round in rehearsal, from the founding to the sums, with the real program: a coordinator, two counters and three members, each with
//! a library of their own, and one folder between them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use playtally_tests::archive::Zip;
use playtally_tests::listener::{Listener, Person};
use playtally_tests::program::{Run, User, finish};
use playtally_tests::spotify_extended::Extended;
use serde_json::{Value, json};

/// An artist of all three libraries that nothing may ever tell of.
const CANARY: &str = "Zanzibarquux";
const NAME: &str = "Listeners' pool";
/// A word of a catalogue, under a licence that forbids to sell it, that is nowhere else.
const PLANTED: &str = "Quuxstep";

/// Everybody, and the folder between them.
struct Round {
    coordinator: User,
    counters: [User; 2],
    members: Vec<User>,
    folder: PathBuf,
    _shared: tempfile::TempDir,
}

/// A user with a made-up library.
fn member(seed: u64) -> User {
    let user = User::new();
    let mut zip = Zip::new(Vec::new(), 1);
    Extended::NEW
        .write(&Listener::new(Person::new(seed, 600)), &mut zip)
        .unwrap();
    let rows: Vec<Value> = (0..40)
        .map(|n| {
            json!({
                "ts": format!("2026-03-{:02}T20:00:00Z", n % 28 + 1), "ms_played": 60_000,
                "master_metadata_track_name": format!("Song {n}"),
                "master_metadata_album_artist_name": if n % 2 == 0 { "Playtally Rehearsal" } else { CANARY },
                "spotify_track_uri": format!("spotify:track:{n}"),
            })
        })
        .collect();
    user.put("endsong_0.json", serde_json::to_vec(&rows).unwrap());
    let export = user.put("export.zip", zip.finish().unwrap());
    user.run(["import".as_ref(), export.as_os_str(), "endsong_0.json".as_ref()])
        .succeeded();
    user
}

impl Round {
    fn new(members: u64) -> Self {
        let shared = tempfile::tempdir().unwrap();
        let folder = shared.path().join("pool");
        fs::create_dir(&folder).unwrap();
        Self {
            coordinator: User::new(),
            counters: [User::new(), User::new()],
            members: (1..=members).map(member).collect(),
            folder,
            _shared: shared,
        }
    }

    fn collective(&self, user: &User, arguments: &[&str]) -> Run {
        user.run(["collective"].iter().chain(arguments))
    }

    fn folder(&self) -> &str {
        self.folder.to_str().unwrap()
    }

    fn invitation(&self) -> String {
        format!("{}/invitation.note", self.folder())
    }

    /// Offers, invitation, signatures under it, and a ticket for each.
    fn found(&self) {
        for (counter, name) in self.counters.iter().zip(["Ana", "Leipzig library"]) {
            self.collective(counter, &["count", self.folder(), "--name", name])
                .succeeded();
        }
        let dates = ["--from", "2014-01-01", "--to", "2026-12-31", "--closes", "9999-12-31"];
        let rest = [
            "--rehearsal",
            "--minimum",
            "3",
            "--epsilon",
            "1",
            "--name",
            NAME,
            "--purpose",
            "To try it.",
        ];
        let found = [&["found", self.folder()], &dates[..], &rest[..]].concat();
        self.collective(&self.coordinator, &found).succeeded();
        self.count();
        let tickets = ["collect", self.folder(), "--tickets", "9", "--to", "tickets"];
        self.collective(&self.coordinator, &tickets).succeeded();
        for (member, number) in self.members.iter().zip(1..) {
            let ticket = fs::read(self.coordinator.path(&format!("tickets/ticket-{number}.note"))).unwrap();
            member.put("ticket.note", ticket);
        }
    }

    fn contribute(&self, member: &User, more: &[&str]) -> Run {
        let invitation = self.invitation();
        let contribute = ["contribute", &invitation, "--ticket", "ticket.note", "-o", "my.note"];
        self.collective(member, &[&contribute[..], more].concat())
    }

    /// What a member would say, by question.
    fn would_say(&self, member: &User) -> BTreeMap<String, String> {
        let told = json_of(&self.contribute(member, &["--dry-run", "--json"]).succeeded());
        let answers = told["answers"].as_array().unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        answers
            .iter()
            .map(|answer| (text(&answer["question"]), text(&answer["said"])))
            .collect()
    }

    fn hand_in(&self, member: &User, name: &str) {
        fs::create_dir_all(self.folder.join("inbox")).unwrap();
        fs::copy(member.path("my.note"), self.folder.join("inbox").join(name)).unwrap();
    }

    fn count(&self) -> [Run; 2] {
        [0, 1].map(|place| {
            self.collective(&self.counters[place], &["count", self.folder()])
                .succeeded()
        })
    }

    fn collect(&self, more: &[&str]) -> Value {
        let collect = [&["collect", self.folder(), "--json"], more].concat();
        json_of(&self.collective(&self.coordinator, &collect).succeeded())
    }

    fn check(&self, user: &User) -> Value {
        json_of(&self.collective(user, &["check", self.folder(), "--json"]).succeeded())
    }

    /// Counts until it is over; each turn is killed at first, and begun again.
    fn count_though_killed(&self) -> Value {
        for turn in 0..12 {
            let mut are_over = true;
            for counter in &self.counters {
                let mut killed = counter.command(["collective", "count", self.folder()]).spawn().unwrap();
                std::thread::sleep(Duration::from_millis(3 * turn));
                let _ = killed.kill();
                killed.wait().unwrap();
                let run = self.collective(counter, &["count", self.folder()]);
                let has_no_keys = run.error.contains("your keys are destroyed");
                assert!(run.code == Some(0) || has_no_keys, "{}", run.error);
                are_over &= has_no_keys || run.output.contains("Nothing: this is counted");
            }
            self.collect(&[]);
            let checked = self.check(&self.members[0]);
            assert_eq!(checked["wrong"], json!([]));
            if are_over {
                return checked;
            }
        }
        panic!("it never came to an end: {}", self.check(&self.members[0]));
    }
}

fn json_of(run: &Run) -> Value {
    serde_json::from_str(&run.output).expect("it prints JSON")
}

/// Every file under a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().flatten();
    entries
        .flat_map(|entry| {
            if entry.path().is_dir() {
                files(&entry.path())
            } else {
                vec![entry.path()]
            }
        })
        .collect()
}

#[test]
fn three_people_two_counters_and_one_folder_come_to_sums_that_anybody_can_check() {
    let round = Round::new(3);
    round.found();
    let words = round.contribute(&round.members[0], &["--dry-run"]).succeeded().output;
    for said in [
        "This is all that leaves",
        "Ana and Leipzig library each get one piece",
        "rehearsal",
        "part-of-day",
        "ε 2.0",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(!round.members[0].path("my.note").exists(), "a dry run writes nothing");
    let mut expected: BTreeMap<(String, String), i64> = BTreeMap::new();
    for (place, member) in round.members.iter().enumerate() {
        let mut said = round.would_say(member);
        let more = if place == 2 {
            &["--sign", NAME, "--decline", "breadth"][..]
        } else {
            &["--sign", NAME]
        };
        if place == 2 {
            said.insert("breadth".to_owned(), "no answer".to_owned());
        }
        said.into_iter()
            .for_each(|cell| *expected.entry(cell).or_default() += 1);
        let signed = round.contribute(member, more).succeeded();
        assert!(signed.output.contains("Signed"), "{}", signed.output);
        round.hand_in(member, &format!("{place} von zuhause.txt"));
    }
    let lengths: Vec<u64> = round
        .members
        .iter()
        .map(|member| fs::metadata(member.path("my.note")).unwrap().len())
        .collect();
    assert!(
        lengths.iter().all(|length| *length == lengths[0]),
        "declining is as long: {lengths:?}"
    );
    // Twice, from Windows, and somebody else's.
    let first = fs::read_to_string(round.members[0].path("my.note")).unwrap();
    fs::write(round.folder.join("inbox/copy.note"), first.replace('\n', "\r\n")).unwrap();
    fs::write(round.folder.join("inbox/letter.txt"), "When is it?").unwrap();
    let collected = round.collect(&["--close"]);
    assert_eq!((&collected["members"], &collected["closed"]), (&json!(3), &json!(true)));
    assert_eq!(collected["known"], json!(["copy.note"]));
    assert_eq!(collected["refused"][0]["file"], "letter.txt");
    let early = round.collective(&round.coordinator, &["dataset", round.folder(), "-o", "set"]);
    assert!(
        early.code == Some(1) && early.error.contains("not counted yet"),
        "{}",
        early.error
    );
    let checked = round.count_though_killed();
    assert_eq!((&checked["accepted"], &checked["rehearsal"]), (&json!(3), &json!(true)));
    // Of ε 1, a count is off by 4 in the mean; by 60 never.
    for table in checked["tables"].as_array().unwrap() {
        for cell in table["cells"].as_array().unwrap() {
            let key = (
                table["question"].as_str().unwrap().to_owned(),
                cell["cell"].as_str().unwrap().to_owned(),
            );
            let (count, plain) = (
                cell["count"].as_i64().unwrap(),
                expected.get(&key).copied().unwrap_or(0),
            );
            assert!((count - plain).abs() < 60, "{key:?}: {count}, {plain}");
        }
    }
    // Nothing of a history is anywhere, and the keys are gone.
    for file in files(&round.folder) {
        let content = fs::read(&file).unwrap();
        assert!(
            !String::from_utf8_lossy(&content).contains(CANARY),
            "{}",
            file.display()
        );
        let own: &[u8] = b"signing: ";
        assert!(
            !content.windows(own.len()).any(|bytes| bytes == own),
            "{}",
            file.display()
        );
    }
    for counter in &round.counters {
        let run = round.collective(counter, &["count", round.folder()]);
        assert_eq!(run.code, Some(1));
        assert!(run.error.contains("keys are destroyed"), "{}", run.error);
        let library = fs::read(counter.library()).unwrap();
        assert!(
            !library.windows(8).any(|bytes| bytes == b"signing:"),
            "a key was left in the library"
        );
    }
    // Whoever comes by can say what each file is.
    let stranger = User::new();
    for file in files(&round.folder) {
        let name = file.to_str().unwrap();
        if name.ends_with(".note") {
            let read = round.collective(&stranger, &["read", name]).succeeded();
            assert!(
                read.output.contains(NAME) || read.output.contains("offers to count"),
                "{name}: {}",
                read.output
            );
        }
    }
    let words = round
        .collective(&stranger, &["check", round.folder()])
        .succeeded()
        .output;
    assert!(
        words.contains("3 members are counted") && !words.contains("WRONG"),
        "{words}"
    );
    is_published_as_a_page(&round, &stranger, &checked);
    is_made_a_data_set(&round, &stranger, &checked);
}

/// A row of a Parquet file, by column.
type Row = BTreeMap<String, Field>;

/// The rows of a Parquet file, and the words about it.
fn parquet(path: &Path) -> (Vec<Row>, Vec<(String, String)>) {
    let reader = SerializedFileReader::new(bytes::Bytes::from(fs::read(path).unwrap())).unwrap();
    let about = reader.metadata().file_metadata().key_value_metadata().unwrap();
    let about = about
        .iter()
        .map(|pair| (pair.key.clone(), pair.value.clone().unwrap()))
        .collect();
    let rows = reader.get_row_iter(None).unwrap();
    let rows = rows
        .map(|row| row.unwrap().into_columns().into_iter().collect())
        .collect();
    (rows, about)
}

/// The sums as tables that say what `check` says, and a card that fits them; the same bytes whoever makes them.
fn is_made_a_data_set(round: &Round, stranger: &User, checked: &Value) {
    let dataset = |user: &User, more: &[&str]| round.collective(user, &[&["dataset", round.folder()], more].concat());
    let dry = dataset(stranger, &["-o", "set", "--dry-run"]).succeeded().output;
    assert!(dry.contains("Nothing was written") && !stranger.path("set").exists());
    let told = json_of(&dataset(stranger, &["-o", "set", "--json"]).succeeded());
    assert_eq!(
        (&told["written"], &told["members"], &told["rehearsal"]),
        (&json!(true), &json!(3), &json!(true))
    );
    let set = stranger.path("set");
    let card: Value = serde_json::from_slice(&fs::read(set.join("croissant.json")).unwrap()).unwrap();
    let page = fs::read_to_string(set.join("card.html")).unwrap();
    assert!(card["name"].as_str().unwrap().contains("rehearsal") && page.contains("rehearsal"));
    let parsed = roxmltree::Document::parse(&as_xml(&page)).map(|_| ());
    parsed.expect("every element is closed");
    for table in checked["tables"].as_array().unwrap() {
        let topic = table["question"].as_str().unwrap();
        let name = format!("answers/question={topic}/part-0.parquet");
        let (rows, about) = parquet(&set.join(&name));
        assert!(about.contains(&("playtally.rehearsal".to_owned(), "true".to_owned())));
        let (off_by, cells) = (
            table["give_or_take"].as_i64().unwrap(),
            table["cells"].as_array().unwrap(),
        );
        assert_eq!(rows.len(), cells.len());
        for (row, cell) in rows.iter().zip(cells) {
            let count = cell["count"].as_i64().unwrap();
            assert_eq!(row["label"], Field::Str(cell["cell"].as_str().unwrap().to_owned()));
            assert_eq!(row["count"], Field::Long(count));
            assert_eq!(
                (&row["low95"], &row["high95"]),
                (&Field::Long(count - off_by), &Field::Long(count + off_by))
            );
            assert_eq!(
                row["is_noise"],
                Field::Bool(count <= off_by),
                "as the page of `check` has it"
            );
            assert_eq!(row["members"], Field::Long(3));
        }
        // The card says of every file its hash, and of every column its name and what is in it.
        let file = |list: &str, id: &str| {
            let all = card[list].as_array().unwrap();
            all.iter().find(|one| one["@id"] == id).unwrap().clone()
        };
        let made = told["files"].as_array().unwrap();
        let made = made.iter().find(|made| made["file"] == *name).unwrap();
        assert_eq!(file("distribution", &name)["sha256"], made["sha256"]);
        let fields = file("recordSet", topic)["field"].clone();
        let fields: Vec<&str> = fields
            .as_array()
            .unwrap()
            .iter()
            .map(|field| field["name"].as_str().unwrap())
            .collect();
        let mut columns: Vec<&str> = rows[0].keys().map(String::as_str).collect();
        columns.sort_unstable();
        let mut named = fields.clone();
        named.sort_unstable();
        assert_eq!(named, columns);
        assert!(page.contains(made["sha256"].as_str().unwrap()));
    }
    for said in [
        "odrl:prohibition",
        "prov:wasDerivedFrom",
        "prov:wasGeneratedBy",
        "rai:dataLimitations",
    ] {
        assert!(card.to_string().contains(said), "{said}");
    }
    // Another makes the same bytes, and of anything that is left out of the folder or put in, nothing is made.
    dataset(&round.coordinator, &["-o", "set"]).succeeded();
    for file in files(&set) {
        let name = file.strip_prefix(&set).unwrap();
        assert_eq!(
            fs::read(&file).unwrap(),
            fs::read(round.coordinator.path("set").join(name)).unwrap()
        );
        let is_in_answers = name.starts_with("answers");
        assert_eq!(
            is_in_answers,
            name.extension().unwrap() == "parquet",
            "{}",
            name.display()
        );
    }
    dataset(stranger, &["-o", "set"]).succeeded();
    fs::write(set.join("answers/notes.txt"), "mine").unwrap();
    let refused = dataset(stranger, &["-o", "set"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.error.contains("answers/notes.txt"), "{}", refused.error);
    let result = round.folder.join("result.note");
    let before = fs::read(&result).unwrap();
    fs::write(
        &result,
        String::from_utf8(before.clone())
            .unwrap()
            .replacen("count: ", "count: 1", 1),
    )
    .unwrap();
    let refused = dataset(stranger, &["-o", "other"]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.error.contains("nothing was made of it") && !stranger.path("other").exists());
    fs::write(&result, before).unwrap();
}

/// What was checked as a page: the same numbers, nothing from anywhere, and never in the place of what is checked.
fn is_published_as_a_page(round: &Round, stranger: &User, checked: &Value) {
    let to = stranger.path("round.html");
    let to = to.to_str().unwrap();
    round
        .collective(stranger, &["check", round.folder(), "--html", to])
        .succeeded();
    let page = fs::read_to_string(to).unwrap();
    let parsed = roxmltree::Document::parse(&as_xml(&page)).map(|_| ());
    parsed.expect("every element is closed");
    assert!(page.contains("members are counted") && page.contains("All of it holds"));
    for table in checked["tables"].as_array().unwrap() {
        for cell in table["cells"].as_array().unwrap() {
            let name = cell["cell"]
                .as_str()
                .unwrap()
                .replace('&', "&amp;")
                .replace('<', "&lt;");
            assert!(page.contains(&format!("<span class=\"name\">{name}</span>")), "{name}");
        }
    }
    for way in ["src=", "url(", "@import", "<script", "<link", " style="] {
        assert!(!page.contains(way), "{way}");
    }
    let printed = round
        .collective(stranger, &["check", round.folder(), "--html", "-"])
        .succeeded()
        .output;
    assert_eq!(printed, page, "the same bytes whenever it is made");
    let log = files(&round.folder).into_iter().next().unwrap();
    let before = fs::read(&log).unwrap();
    let refused = round.collective(stranger, &["check", round.folder(), "--html", log.to_str().unwrap()]);
    assert_ne!(refused.code, Some(0), "it is written over what it reads");
    assert_eq!(fs::read(&log).unwrap(), before);
}

/// A page whose empty elements are closed, as XML has them.
fn as_xml(page: &str) -> String {
    let lines = page.replace("<!DOCTYPE html>", "");
    let mut xml = String::new();
    for part in lines.split_inclusive('>') {
        match part.rsplit_once("<meta") {
            Some((before, meta)) => xml.push_str(&format!("{before}<meta{}/>", meta.trim_end_matches('>'))),
            None => xml.push_str(part),
        }
    }
    xml
}

#[test]
fn what_was_signed_is_charged_once_and_can_be_taken_back() {
    let round = Round::new(4);
    round.found();
    for (place, member) in round.members.iter().enumerate() {
        round.contribute(member, &["--sign", NAME]).succeeded();
        round.hand_in(member, &format!("{place}.note"));
    }
    let leaver = &round.members[3];
    let signed = fs::read(leaver.path("my.note")).unwrap();
    fs::remove_file(leaver.path("my.note")).unwrap();
    round.contribute(leaver, &[]).succeeded();
    assert_eq!(fs::read(leaver.path("my.note")).unwrap(), signed, "the same file again");
    let ledger = |user: &User| json_of(&round.collective(user, &["ledger", "--json"]).succeeded());
    assert_eq!(ledger(leaver)["year"], "2.0");
    assert_eq!(ledger(leaver)["signed"].as_array().unwrap().len(), 1);
    round.collect(&["--close"]);
    let invitation = round.invitation();
    let revoked = round
        .collective(leaver, &["revoke", &invitation, "-o", "leave.note", "--sign", NAME])
        .succeeded();
    assert!(revoked.output.contains("list is closed"), "{}", revoked.output);
    fs::copy(leaver.path("leave.note"), round.folder.join("inbox/leave.note")).unwrap();
    round.collect(&[]);
    let checked = round.count_though_killed();
    assert_eq!(
        (&checked["accepted"], checked["taken_back"].as_array().unwrap().len()),
        (&json!(3), 1)
    );
    let told = ledger(leaver);
    assert_eq!(
        (&told["year"], &told["signed"][0]["taken_back"]),
        (&json!("2.0"), &json!(true))
    );
    // What the library holds is saved, goes with it, and comes back.
    round
        .collective(leaver, &["ledger", "--save", "papers.json"])
        .succeeded();
    let erased = leaver.run(["erase", "--yes"]).succeeded();
    assert!(erased.output.contains("receipt of a contribution"), "{}", erased.output);
    leaver.run(["import", "endsong_0.json"]).succeeded();
    assert_eq!(ledger(leaver)["signed"], json!([]));
    round
        .collective(leaver, &["ledger", "--restore", "papers.json"])
        .succeeded();
    assert_eq!(ledger(leaver), told);
}

#[test]
fn no_fact_of_a_catalogue_goes_into_a_contribution() {
    let round = Round::new(3);
    round.found();
    let member = &round.members[0];
    let without = round.would_say(member);
    let titles = (0..40)
        .map(|n| format!("Playtally Rehearsal,Song {n},{PLANTED},1987,NZ\n{CANARY},Song {n},{PLANTED},1987,NZ\n"));
    let table: String = ["artist,track,genre,year,country\n".to_owned()]
        .into_iter()
        .chain(titles)
        .collect();
    member.put("derived.csv", table);
    let read = [
        "catalogue",
        "derived.csv",
        "--name",
        PLANTED,
        "--licence",
        "CC BY-NC-SA 3.0",
    ];
    member.run(read).succeeded();
    let music = &member.statistics(&[])["music"];
    assert_eq!(
        (&music["styles"][0]["style"], &music["countries"][0]["country"]),
        (&PLANTED.into(), &"NZ".into())
    );
    assert_eq!(round.would_say(member), without);
    // What is handed in is sealed for those who count; what is open in it, and in what is kept of it, is looked through.
    round.contribute(member, &["--sign", NAME]).succeeded();
    for file in ["my.note", "ticket.note"] {
        let bytes = fs::read(member.path(file)).unwrap();
        assert!(
            !bytes.windows(PLANTED.len()).any(|bytes| bytes == PLANTED.as_bytes()),
            "{file}"
        );
    }
    let ledger = round.collective(member, &["ledger", "--json"]).succeeded();
    assert!(!ledger.output.contains(PLANTED), "{}", ledger.output);
}

#[test]
fn nothing_is_signed_unless_everything_is_as_it_should_be() {
    let round = Round::new(3);
    round.found();
    let member = &round.members[0];
    let refused = |run: Run, code: i32, why: &str| {
        assert_eq!(run.code, Some(code), "{why}: {}{}", run.output, run.error);
        assert!(run.error.contains(why), "{why}: {}", run.error);
    };
    refused(
        round.contribute(member, &["--sign", "Listeners pool"]),
        1,
        "nothing was signed",
    );
    refused(round.contribute(member, &[]), 2, "no terminal");
    refused(
        round.contribute(member, &["--sign", NAME, "--decline", "age"]),
        2,
        "asked are part-of-day, breadth",
    );
    // A rehearsal does not take a real history.
    let real = User::with_history();
    real.put("ticket.note", fs::read(member.path("ticket.note")).unwrap());
    refused(round.contribute(&real, &["--sign", NAME]), 1, "made-up histories alone");
    // A changed invitation, a foreign ticket, a file of something else.
    let text = fs::read_to_string(round.invitation()).unwrap();
    member.put("changed.note", text.replace("minimum: 3", "minimum: 4"));
    let with = |invitation: &str, ticket: &str| {
        let contribute = [
            "contribute",
            invitation,
            "--ticket",
            ticket,
            "-o",
            "my.note",
            "--sign",
            NAME,
        ];
        round.collective(member, &contribute)
    };
    refused(with("changed.note", "ticket.note"), 1, "changed after it was signed");
    refused(with("ticket.note", "ticket.note"), 1, "is no invitation");
    refused(with("export.zip", "ticket.note"), 1, "not text in UTF-8");
    let invitation = round.invitation();
    refused(with(&invitation, &invitation), 1, "is no ticket");
    let other = Round::new(0);
    other.found();
    refused(with(&other.invitation(), "ticket.note"), 1, "not signed by");
    // Who did not write the invitation collects nothing, and counts nothing.
    refused(
        round.collective(member, &["collect", round.folder()]),
        1,
        "only who wrote the invitation",
    );
    refused(
        round.collective(member, &["count", round.folder()]),
        1,
        "no keys to count",
    );
    refused(
        round.collective(&round.coordinator, &["collect", round.folder(), "--close"]),
        1,
        "it stays open",
    );
    // The library is no place to write to, and the invitation is read.
    let library = member.library();
    let onto = |path: &str| {
        round.collective(
            member,
            &["contribute", &invitation, "--ticket", "ticket.note", "-o", path],
        )
    };
    refused(onto(library.to_str().unwrap()), 2, "is your library");
    refused(onto(&invitation), 2, "is what this command reads");
    assert!(!member.path("my.note").exists());
    let ledger = round.collective(member, &["ledger"]).succeeded();
    assert!(ledger.output.contains("You have signed nothing") && ledger.output.contains("ε 0.0 of 4.0"));
    let piped = json_of(&round.contribute(member, &["--sign", NAME, "--json"]).succeeded());
    assert_eq!(piped["signed"], true);
    let mut printed = member.command(["collective", "contribute", &invitation, "-o", "-"]);
    let printed = finish(&mut printed).succeeded();
    assert_eq!(
        printed.output,
        fs::read_to_string(member.path("my.note")).unwrap(),
        "and nothing else"
    );
    assert!(printed.error.contains("charged once"));
}

impl Round {
    /// A round that is counted.
    fn counted(members: u64) -> Self {
        let round = Self::new(members);
        round.found();
        for (place, member) in round.members.iter().enumerate() {
            round.contribute(member, &["--sign", NAME]).succeeded();
            round.hand_in(member, &format!("{place}.note"));
        }
        round.collect(&["--close"]);
        for _ in 0..5 {
            round.count_or_over();
        }
        assert_eq!(round.collect(&[])["published"], true);
        round
    }

    fn count_or_over(&self) {
        for counter in &self.counters {
            let run = self.collective(counter, &["count", self.folder()]);
            assert!(
                run.code == Some(0) || run.error.contains("keys are destroyed"),
                "{}",
                run.error
            );
        }
    }
}

#[test]
fn a_sale_is_shared_to_the_cent_sealed_sent_and_read_back() {
    let round = Round::counted(3);
    let books = round.folder.with_file_name("books");
    fs::create_dir(&books).unwrap();
    let books_name = books.to_str().unwrap();
    let treasurer = User::new();
    let (coordinator, pool) = (&round.coordinator, round.folder());
    let payout = |more: &[&str]| round.collective(&treasurer, &[&["payout", books_name], more].concat());
    let sell = |more: &[&str]| {
        let sell = [
            "sell",
            books_name,
            "--round",
            pool,
            "--buyer",
            "A label",
            "--currency",
            "EUR",
        ];
        round.collective(coordinator, &[&sell[..], more].concat())
    };
    let refused = |run: Run, code: i32, why: &str| {
        assert_eq!(run.code, Some(code), "{why}: {}{}", run.output, run.error);
        assert!(run.error.contains(why), "{why}: {}", run.error);
    };
    refused(sell(&["--price", "100"]), 1, "no offer to pay out");
    refused(payout(&[]), 2, "--name NAME");
    payout(&["--name", "Tove", "--dry-run"]).succeeded();
    assert!(
        !books.join("treasurer.note").exists() && !treasurer.library().exists(),
        "a dry run writes nothing"
    );
    payout(&["--name", "Tove"]).succeeded();
    refused(sell(&["--price", "100,00"]), 1, "not written like");
    refused(sell(&["--price", "100"]), 2, "no terminal");
    let words = sell(&["--price", "100", "--costs", "0.01", "--dry-run"])
        .succeeded()
        .output;
    for said in [
        "A label paid 100.00 EUR",
        "0.01 EUR goes off",
        "33.33 EUR",
        "3 members",
        "Tove pays out",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(!books.join("sale-1").exists(), "a dry run writes nothing");
    let sold = json_of(&sell(&["--price", "100", "--sign", NAME, "--json"]).succeeded());
    assert_eq!(
        (&sold["sale"], &sold["signed"], &sold["members"]),
        (&json!(1), &json!(true), &json!(3))
    );
    // Who says where the money goes reads all that leaves.
    let sale = books.join("sale-1/sale.note").to_str().unwrap().to_owned();
    let payment =
        |user: &User, more: &[&str]| round.collective(user, &[&["payment", &sale, "-o", "pay.note"], more].concat());
    let bank = ["--iban", "DE89 3704 0044 0532 0130 00", "--name", "Müller"];
    let words = payment(&round.members[0], &[&bank[..], &["--dry-run"]].concat())
        .succeeded()
        .output;
    for said in [
        "to Muller, DE89 3704 0044 0532 0130 00",
        "sealed for Tove, who alone reads it",
        "rehearsal",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    refused(
        payment(
            &round.members[0],
            &["--iban", "DE88370400440532013000", "--name", "A", "--sign", NAME],
        ),
        2,
        "mistyped",
    );
    refused(
        payment(&round.members[0], &["--paypal", "=cmd", "--sign", NAME]),
        2,
        "no e-mail address",
    );
    refused(payment(&round.members[0], &["--sign", NAME]), 2, "no terminal");
    refused(
        payment(&round.members[0], &[&bank[..], &["--sign", "Pool"]].concat()),
        1,
        "nothing was signed",
    );
    refused(
        payment(coordinator, &[&bank[..], &["--sign", NAME]].concat()),
        1,
        "no key of a member",
    );
    assert!(!round.members[0].path("pay.note").exists());
    fs::create_dir_all(books.join("inbox")).unwrap();
    let sign = ["--sign", NAME];
    for (place, how) in [&bank[..], &["--paypal", "ada@example.org"]].into_iter().enumerate() {
        let user = &round.members[place];
        payment(user, &[how, &sign].concat()).succeeded();
        fs::copy(user.path("pay.note"), books.join(format!("inbox/{place}.note"))).unwrap();
    }
    // The treasurer signs, sends, and reads back.
    refused(payout(&["--to", "files", "--sign", NAME]), 1, "from which account");
    assert!(books.join("inbox/0.note").exists());
    let from = [
        "--to",
        "files",
        "--from-name",
        "Pool",
        "--from-iban",
        "GB29NWBK60161331926819",
        "--json",
    ];
    let paid = json_of(&payout(&[&from[..], &sign].concat()).succeeded());
    assert_eq!((&paid["signed"], &paid["without_account"]), (&json!(true), &json!(1)));
    let file = |n: usize| paid["files"][n]["file"].as_str().unwrap().to_owned();
    let (xml, table) = (
        fs::read_to_string(treasurer.path(&format!("files/{}", file(0)))).unwrap(),
        fs::read_to_string(treasurer.path(&format!("files/{}", file(1)))).unwrap(),
    );
    assert!(
        xml.contains("<IBAN>DE89370400440532013000</IBAN>") && xml.contains("REHEARSAL"),
        "{xml}"
    );
    assert!(table.starts_with("ada@example.org,\"33,3"), "{table}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(treasurer.path(&format!("files/{}", file(0))))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "it holds accounts");
    }
    let again = json_of(&payout(&from).succeeded());
    assert_eq!(again["files"], json!([]), "what is sent is not sent again");
    let id = table.split(',').find(|field| field.contains('-')).unwrap().to_owned();
    treasurer.put("states.csv", format!("id,state\n{id},returned\n"));
    payout(&[&["--states", "states.csv"][..], &sign].concat()).succeeded();
    treasurer.put("wrong.csv", format!("{id},gone\nx,paid\n"));
    refused(payout(&["--states", "wrong.csv"]), 1, "line 1");
    refused(
        payout(&["--to", books.join("sale-1/sale.note").to_str().unwrap(), "--sign", NAME]),
        1,
        "",
    );
    // Everybody works it out again, and finds their own.
    let check = |user: &User| {
        json_of(
            &round
                .collective(user, &["check", books_name, "--round", pool, "--json"])
                .succeeded(),
        )
    };
    let mine = check(&round.members[1]);
    assert_eq!((&mine["wrong"], &mine["awaited"]), (&json!([]), &Value::Null));
    assert_eq!(mine["sales"][0]["yours"]["state"], "returned");
    let sum: u64 = round
        .members
        .iter()
        .map(|member| {
            let share = check(member)["sales"][0]["yours"]["share"].as_str().unwrap().to_owned();
            share.replace('.', "").parse::<u64>().unwrap()
        })
        .sum();
    assert_eq!(sum, 10_000);
    assert_eq!(check(&User::new())["sales"][0]["yours"], Value::Null);
    // The next sale brings again what came back; what is below the minimum stays.
    sell(&["--price", "6", "--sign", NAME]).succeeded();
    payout(&sign).succeeded();
    let words = round
        .collective(&round.members[1], &["check", books_name])
        .succeeded()
        .output;
    assert!(words.contains("yours: a share of 2.00 EUR, and 33.3"), "{words}");
    let words = round
        .collective(&round.members[0], &["check", books_name])
        .succeeded()
        .output;
    assert!(
        words.contains("it stays on your line") && !words.contains("WRONG"),
        "{words}"
    );
    // As tables, the books add up to what came in and was left over.
    let told = json_of(
        &round
            .collective(
                &User::new(),
                &["dataset", books_name, "-o", "tables", "--dry-run", "--json"],
            )
            .succeeded(),
    );
    assert_eq!(told["members"], Value::Null);
    round
        .collective(&treasurer, &["dataset", books_name, "-o", "tables"])
        .succeeded();
    let mut sums: BTreeMap<bool, i64> = BTreeMap::new();
    for file in files(&treasurer.path("tables")) {
        let is_first = file.to_str().unwrap().contains("sale=1/");
        for row in parquet(&file).0 {
            let Field::Long(share) = row["share"] else {
                panic!("{row:?}")
            };
            *sums.entry(is_first).or_default() += share;
        }
    }
    assert_eq!(sums, BTreeMap::from([(true, 10_000), (false, 600)]));
    // No account is anywhere but in the files for the bank, and every file says what it is.
    for file in files(&books) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(
            !text.contains("DE8937040044") && !text.contains("ada@example.org"),
            "{}",
            file.display()
        );
        if file.extension().is_some_and(|end| end == "note") {
            let name = file.to_str().unwrap();
            round.collective(&User::new(), &["read", name]).succeeded();
        }
    }
    // The key goes and comes back with the other papers.
    let erased = treasurer.run(["erase", "--yes"]).succeeded();
    assert!(erased.output.contains("key of a treasurer"), "{}", erased.output);
    refused(payout(&sign), 1, "library");
}

#[test]
fn a_vote_is_counted_by_eye_and_everybody_finds_their_own() {
    let round = Round::counted(3);
    let vote = round.folder.with_file_name("vote");
    fs::create_dir(&vote).unwrap();
    let (folder, pool) = (vote.to_str().unwrap(), round.folder());
    let proposal = vote.join("proposal.note").to_str().unwrap().to_owned();
    let count = |place: usize| round.collective(&round.counters[place], &["count", folder]);
    let propose = |more: &[&str]| {
        let closes = ["--quorum", "3", "--closes", "9999-12-31"];
        let propose = ["propose", folder, "--round", pool, "--asked", "Shall we sell?"];
        round.collective(&round.coordinator, &[&propose[..], &closes, more].concat())
    };
    let collect = |more: &[&str]| {
        json_of(
            &round
                .collective(&round.coordinator, &[&["collect", folder, "--json"], more].concat())
                .succeeded(),
        )
    };
    let say = |user: &User, choice: &str, more: &[&str]| {
        round.collective(
            user,
            &[&["vote", &proposal, "--choice", choice, "-o", "ballot.note"], more].concat(),
        )
    };
    let refused = |run: Run, code: i32, why: &str| {
        assert_eq!(run.code, Some(code), "{why}: {}{}", run.output, run.error);
        assert!(run.error.contains(why), "{why}: {}", run.error);
    };
    refused(propose(&["--sign", NAME]), 1, "no offer to count");
    for (counter, name) in round.counters.iter().zip(["Ana", "Leipzig library"]) {
        round
            .collective(counter, &["count", folder, "--name", name])
            .succeeded();
    }
    refused(propose(&["--open", "--sign", NAME]), 2, "has no counters");
    let words = propose(&["--dry-run"]).succeeded().output;
    assert!(
        words.contains("One can choose yes or no or no opinion") && words.contains("Ana and Leipzig library count"),
        "{words}"
    );
    assert!(!Path::new(&proposal).exists());
    propose(&["--sign", NAME]).succeeded();
    // Who votes reads what is signed, and the last ballot of each counts.
    let words = say(&round.members[0], "yes", &["--dry-run"]).succeeded().output;
    assert!(
        words.contains("You choose: yes") && words.contains("rehearsal"),
        "{words}"
    );
    refused(say(&round.members[0], "maybe", &["--sign", NAME]), 2, "one can choose");
    refused(
        say(&round.members[0], "yes", &["--sign", "Pool"]),
        1,
        "nothing was signed",
    );
    refused(say(&round.members[0], "yes", &[]), 2, "no terminal");
    refused(
        say(&round.coordinator, "yes", &["--sign", NAME]),
        1,
        "only its members vote",
    );
    fs::create_dir_all(vote.join("inbox")).unwrap();
    for (place, choice) in [(0, "no"), (0, "yes"), (1, "yes"), (2, "no")] {
        let user = &round.members[place];
        say(user, choice, &["--sign", NAME]).succeeded();
        fs::copy(user.path("ballot.note"), vote.join("inbox/a ballot.txt")).unwrap();
        assert_eq!(collect(&[])["taken"].as_array().unwrap().len(), 1);
    }
    assert_eq!(collect(&["--close"])["members"], 3);
    let check = |user: &User| round.collective(user, &["check", folder, "--round", pool, "--json"]);
    count(0).succeeded();
    let early = json_of(&check(&round.members[0]).succeeded());
    assert!(
        early["awaited"].as_str().unwrap().contains("Leipzig library"),
        "{early}"
    );
    count(1).succeeded();
    let told = json_of(&check(&round.members[0]).succeeded());
    assert_eq!(
        (&told["chosen"], &told["ballots"], &told["dropped"]),
        (&json!("yes"), &json!(3), &json!(0))
    );
    assert!(told["holds"].to_string().contains("Yours is counted: "), "{told}");
    let words = round.collective(&User::new(), &["check", folder]).succeeded().output;
    assert!(words.contains("2  yes") && words.contains("Chosen: yes"), "{words}");
    let nothing = round.collective(
        &round.members[0],
        &["vote", &proposal, "--complain", "-o", "complaint.note", "--sign", NAME],
    );
    refused(nothing, 1, "nothing to complain of");
    for file in files(&vote) {
        let name = file.to_str().unwrap();
        if name.ends_with(".note") {
            round.collective(&User::new(), &["read", name]).succeeded();
        }
    }
    // A counter who has nothing more to do forgets the keys.
    assert!(count(0).succeeded().output.contains("keys of it are destroyed"));
    refused(count(1), 1, "keys are destroyed");
    // Whatever is changed afterwards is seen by everybody.
    let mix = vote.join("counter-2/mix.note");
    let text = fs::read_to_string(&mix).unwrap();
    fs::write(&mix, text.replacen(" no\n", " yes\n", 1)).unwrap();
    refused(check(&User::new()), 1, "not to be believed");
}

#[test]
fn a_member_without_a_key_gets_a_new_ticket_and_is_counted_once() {
    let round = Round::new(4);
    round.found();
    for (place, member) in round.members.iter().enumerate() {
        round.contribute(member, &["--sign", NAME]).succeeded();
        round.hand_in(member, &format!("{place}.note"));
    }
    assert_eq!(round.collect(&[])["members"], 4);
    let loser = &round.members[2];
    loser.run(["erase", "--yes"]).succeeded();
    let again = member(3);
    let replace = ["--replace", "3", "--to", "tickets"];
    let folder_before = files(&round.folder);
    let dry = round.collect(&[&replace[..], &["--dry-run"]].concat());
    assert_eq!((&dry["replaced"], &dry["members"]), (&json!([3, 10]), &json!(3)));
    assert_eq!(files(&round.folder), folder_before, "a dry run writes nothing");
    let never = round.collective(
        &round.coordinator,
        &["collect", round.folder(), "--replace", "77", "--to", "tickets"],
    );
    assert!(
        never.code == Some(1) && never.error.contains("never given"),
        "{}",
        never.error
    );
    assert_eq!(round.collect(&replace)["members"], 3);
    assert_eq!(
        round.collect(&replace)["replaced"],
        json!([3, 10]),
        "said again, it is the same"
    );
    let ticket = fs::read(round.coordinator.path("tickets/ticket-10.note")).unwrap();
    again.put("ticket.note", ticket);
    let signed = json_of(&round.contribute(&again, &["--sign", NAME, "--json"]).succeeded());
    assert_eq!(signed["signed"], true);
    round.hand_in(&again, "again.note");
    assert_eq!(round.collect(&["--close"])["members"], 4);
    for _ in 0..5 {
        round.count_or_over();
    }
    let checked = round.check(&again);
    assert_eq!((&checked["wrong"], &checked["accepted"]), (&json!([]), &json!(4)));
    let note = files(&round.folder.join("replacements")).remove(0);
    let read = round.collective(&again, &["read", note.to_str().unwrap()]).succeeded();
    assert!(read.output.contains("ticket 10 is in its place"), "{}", read.output);
    // What they would do, programs are told, too.
    let invitation = round.invitation();
    let revoke = ["revoke", &invitation, "-o", "leave.note", "--dry-run", "--json"];
    let told = json_of(&round.collective(&again, &revoke).succeeded());
    assert_eq!((&told["stage"], &told["signed"]), (&json!("closed"), &json!(false)));
    assert!(!again.path("leave.note").exists());
    let save = ["ledger", "--save", "papers.json", "--json"];
    let told = json_of(
        &round
            .collective(&again, &[&save[..], &["--dry-run"]].concat())
            .succeeded(),
    );
    assert!(told["written"] == false && !again.path("papers.json").exists());
    assert_eq!(
        json_of(&round.collective(&again, &save).succeeded())["papers"],
        told["papers"]
    );
    let restore = ["ledger", "--restore", "papers.json", "--dry-run", "--json"];
    let told = json_of(&round.collective(&again, &restore).succeeded());
    assert_eq!((&told["papers"], &told["there"]), (&json!(0), &json!(2)));
}
