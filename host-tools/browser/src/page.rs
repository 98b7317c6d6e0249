//! What the page holds: a history, its summary, and the device that shows it.

use std::time::Duration;

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use playtally_device::{Button, Kept};
use playtally_history::{self as history, DATABASE_START, Export, Wanted};
use playtally_panel::{PANELS, PanelSpec, Rotation};
use playtally_panel_emulator::Image;
use playtally_press::typeset::Fonts;
use playtally_press::{Options, press};
use playtally_screen::Class;
use playtally_simulator::{Command, Simulated, Start};
use playtally_statistics::{Rule, Statistics};
use playtally_summary::{MAGIC, OpenError, is_named_as_summary};
use serde_json::{Value, json};

use crate::question::{Answer, Question};
use crate::tell;

/// Time that a browser slept through does not pass on the device, beyond so much.
const LONGEST: Duration = Duration::from_secs(1);

/// The longest database that the page reads, in bytes. It stands in memory several times while it is read, and a browser gives
/// a page 4 GiB at most.
const LONGEST_DATABASE: u64 = 512 << 20;

/// Why something did not come about, in words for the user.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The file is no export, or a broken one.
    #[error("{0}")]
    Export(#[from] history::Error),
    /// The file is meant to be a summary.
    #[error("{name}: {why}")]
    Summary {
        /// The name of the file.
        name: String,
        /// What is wrong with it.
        why: OpenError,
    },
    /// A page has no room for the file.
    #[error(
        "{0}: is a database of more than 512 MB, which a page in a browser has no room for; read it with the command line: \
         playtally import \"{0}\""
    )]
    TooLong(String),
    /// There is nothing to count.
    #[error("{0}: there is nothing to show; no row in it says what was played")]
    Silence(String),
    /// There is nothing to count, and it was said why.
    #[error("{0}")]
    Nothing(String),
    /// The device failed.
    #[error("{0}")]
    Device(#[from] playtally_simulator::Error),
    /// Something was asked that has no answer.
    #[error("{0}")]
    Question(&'static str),
}

/// What the page holds.
#[derive(Debug)]
pub struct Page {
    /// What was counted, if it was an export.
    statistics: Option<Statistics>,
    /// The summary that the device was switched on with, or that was loaded last.
    summary: Option<Kept>,
    device: Option<Simulated>,
    panel: &'static PanelSpec,
    rotation: Rotation,
    /// What the user sees.
    shown: Option<Image>,
}

impl Default for Page {
    fn default() -> Self {
        Self {
            statistics: None,
            summary: None,
            device: None,
            panel: &PANELS[0],
            rotation: Rotation::Deg0,
            shown: None,
        }
    }
}

impl Page {
    /// Answers a question; `file` goes with it.
    ///
    /// # Errors
    /// In words for the user; everything is as it was before.
    pub fn answer(&mut self, question: Question, file: &[u8]) -> Result<Answer, Trouble> {
        match question {
            Question::Panels => Ok(Answer::Json(tell::panels())),
            Question::Fits { name, bytes } => {
                if file.starts_with(DATABASE_START) && bytes > LONGEST_DATABASE {
                    return Err(Trouble::TooLong(name));
                }
                Ok(Answer::Json(Value::Null))
            }
            Question::Open {
                name,
                log,
                user,
                owner,
                zone,
                now,
            } => {
                let (file, log) = file
                    .split_at_checked(file.len().saturating_sub(log))
                    .unwrap_or((file, &[]));
                let export = exported(&name, file, log, user.as_deref());
                self.open(&name, &owner, &zone, now, file, export).map(Answer::Json)
            }
            Question::Name { owner, now } => {
                let Some(statistics) = &self.statistics else {
                    return Err(Trouble::Question(
                        "the name in a summary is the one that it was made with",
                    ));
                };
                let summary = pressed(statistics, &owner, now)?;
                self.switch_on(summary, now)?;
                self.opened(None).map(Answer::Json)
            }
            Question::Panel { name, degrees, now } => {
                let panel = PanelSpec::find(&name).ok_or(Trouble::Question("there is no such panel"))?;
                let rotation = Rotation::from_degrees(degrees).ok_or(Trouble::Question("there is no such turn"))?;
                if !Class::is_composed_for(panel.size(rotation)) {
                    return Err(Trouble::Question("this panel can lie but not stand"));
                }
                (self.panel, self.rotation) = (panel, rotation);
                if let Some(summary) = self.summary.take() {
                    self.switch_on(summary, now)?;
                }
                Ok(Answer::Json(Value::Null))
            }
            Question::Key { key } => {
                if let Some(command) = Command::of(&key) {
                    self.device()?.obey(command)?;
                }
                Ok(Answer::Json(Value::Null))
            }
            Question::Button { number } => {
                let button = Button::ALL
                    .get(number)
                    .ok_or(Trouble::Question("there is no such button"))?;
                self.device()?.tap(*button)?;
                Ok(Answer::Json(Value::Null))
            }
            Question::Pass { ms } => self.pass(ms).map(Answer::Json),
            Question::Picture => {
                let image = self
                    .shown
                    .as_ref()
                    .ok_or(Trouble::Question("there is no picture yet"))?;
                let pixels = image.rgb().chunks_exact(3);
                Ok(Answer::Bytes(
                    pixels.flat_map(|rgb| [rgb[0], rgb[1], rgb[2], 255]).collect(),
                ))
            }
            Question::Summary => {
                let summary = self
                    .summary
                    .as_ref()
                    .ok_or(Trouble::Question("there is no summary yet"))?;
                Ok(Answer::Bytes(summary.summary().file().to_vec()))
            }
        }
    }

    fn open(
        &mut self,
        name: &str,
        owner: &str,
        zone: &str,
        now: f64,
        file: &[u8],
        exports: Vec<Export>,
    ) -> Result<Value, Trouble> {
        if file.starts_with(&MAGIC) || is_named_as_summary(name) {
            let summary = Kept::new(file);
            // A device that is on looks at the stick itself, and says on its panel what is wrong with it.
            if let Some(device) = &mut self.device {
                device.plug(file)?;
                if let Ok(summary) = summary {
                    (self.summary, self.statistics) = (Some(summary), None);
                }
                return self.opened(None);
            }
            let why = |why| Trouble::Summary {
                name: name.to_owned(),
                why,
            };
            self.switch_on(summary.map_err(why)?, now)?;
            self.statistics = None;
            return self.opened(None);
        }
        let home: Tz = zone.parse().unwrap_or(Tz::UTC);
        let here = history::Here {
            now: (now / 1000.0) as i64,
            home,
        };
        let (plays, books) = match history::read_at(here, exports, &mut ()) {
            Err(history::Error::SeveralPeople { people, .. }) => return Ok(json!({ "people": people })),
            read => read?,
        };
        let rule = Rule::new(home);
        let statistics = Statistics::compute(&plays, &rule);
        let counted = [
            statistics.totals.plays,
            statistics.podcasts.plays,
            statistics.audiobooks.plays,
        ];
        if counted == [0; 3] {
            return Err(match books.left_out.first() {
                Some(left_out) if books.files.is_empty() => Trouble::Nothing(left_out.message.clone()),
                _ => Trouble::Silence(name.to_owned()),
            });
        }
        let summary = pressed(&statistics, owner, now)?;
        match &mut self.device {
            Some(device) => {
                device.plug(summary.summary().file())?;
                self.summary = Some(summary);
            }
            None => self.switch_on(summary, now)?,
        }
        self.statistics = Some(statistics);
        self.opened(Some(&books))
    }

    /// What was opened, with the books of an export.
    fn opened(&self, books: Option<&history::Books>) -> Result<Value, Trouble> {
        let summary = self
            .summary
            .as_ref()
            .ok_or(Trouble::Question("there is no summary yet"))?;
        Ok(json!({
            "summary": tell::summary(summary),
            "books": books.map(tell::books),
            "named": self.statistics.is_some(),
        }))
    }

    fn switch_on(&mut self, summary: Kept, now: f64) -> Result<(), Trouble> {
        let start = Start::Utc((now / 1000.0) as i64);
        self.device = Some(Simulated::new(self.panel, self.rotation, &summary, start, false)?);
        self.summary = Some(summary);
        self.shown = None;
        Ok(())
    }

    fn pass(&mut self, ms: f64) -> Result<Value, Trouble> {
        let time = Duration::try_from_secs_f64(ms / 1000.0).unwrap_or_default();
        let device = self.device()?;
        device.live(time.min(LONGEST))?;
        let image = device.image();
        let status = tell::status(device);
        let is_new = self.shown.as_ref() != Some(&image);
        self.shown = Some(image);
        Ok(json!({ "new": is_new, "status": status }))
    }

    fn device(&mut self) -> Result<&mut Simulated, Trouble> {
        let device = self.device.as_mut();
        device.ok_or(Trouble::Question("the device is off; give it a history first"))
    }
}

/// A file, with the log that lay beside it unless that is empty, and whose history is wanted of them.
fn exported(name: &str, file: &[u8], log: &[u8], user: Option<&str>) -> Vec<Export> {
    let mut exports = vec![Export::Bytes(name.to_owned(), file.into())];
    if !log.is_empty() {
        exports.push(Export::Bytes(format!("{name}-wal"), log.into()));
    }
    match user {
        Some(user) => {
            let of_user = |export| Export::Part(Wanted::of(user), Box::new(export));
            exports.into_iter().map(of_user).collect()
        }
        None => exports,
    }
}

/// The summary of what was counted, in the bundled fonts.
fn pressed(statistics: &Statistics, owner: &str, now: f64) -> Result<Kept, Trouble> {
    let today = DateTime::from_timestamp_millis(now as i64).unwrap_or_default();
    let today: NaiveDate = today.with_timezone(&statistics.rule.timezone).date_naive();
    let fonts = Fonts::bundled();
    let file = press(statistics, &Options::new(owner, today, &fonts)).file;
    Kept::new(file).map_err(|why| Trouble::Summary {
        name: "the summary that was made".to_owned(),
        why,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use playtally_simulator::testing;

    /// Noon of a day after the last play of the sample, in milliseconds.
    const NOW: f64 = 1_795_176_000_000.0;

    /// An export whose only row does not say what was played.
    const NAMELESS: &[u8] = br#"[{"ts":"2024-03-01T20:00:00Z","ms_played":180000,"master_metadata_track_name":null,
        "master_metadata_album_artist_name":null,"spotify_track_uri":null}]"#;

    fn sample() -> Vec<u8> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/sample-export.zip");
        std::fs::read(path).expect("the sample is in the project")
    }

    fn open(name: &str, owner: &str) -> Question {
        Question::Open {
            name: name.to_owned(),
            log: 0,
            user: None,
            owner: owner.to_owned(),
            zone: "Europe/Stockholm".to_owned(),
            now: NOW,
        }
    }

    fn json(page: &mut Page, question: Question, file: &[u8]) -> Value {
        match page.answer(question, file).expect("an answer") {
            Answer::Json(value) => value,
            Answer::Bytes(_) => panic!("bytes"),
        }
    }

    fn bytes(page: &mut Page, question: Question) -> Vec<u8> {
        page.answer(question, &[]).expect("an answer").into()
    }

    /// Lets so many seconds pass, and says how the device does then.
    fn pass(page: &mut Page, seconds: u32) -> Value {
        let mut status = Value::Null;
        for _ in 0..seconds * 10 {
            status = json(page, Question::Pass { ms: 100.0 }, &[])["status"].take();
        }
        status
    }

    #[test]
    fn an_export_becomes_books_a_summary_and_a_picture() {
        let mut page = Page::default();
        let opened = json(&mut page, open("my.zip", "Bo"), &sample());
        let total = &opened["books"]["total"];
        let kinds = [
            "music",
            "podcast",
            "audiobook",
            "known",
            "nameless",
            "momentless",
            "unreadable",
        ];
        let sum: u64 = kinds.iter().filter_map(|kind| total[*kind].as_u64()).sum();
        assert_eq!(total["read"].as_u64(), Some(sum), "the books are closed: {total}");
        assert!(sum >= 8_000, "{sum}");
        let passed = json(&mut page, Question::Pass { ms: 10.0 }, &[]);
        let status = &passed["status"];
        assert_eq!(
            (&status["owner"], &status["page"], &passed["new"]),
            (&json!("Bo"), &json!("cover"), &json!(true))
        );
        assert_eq!(bytes(&mut page, Question::Picture).len(), 320 * 240 * 4);
        assert_eq!(json(&mut page, Question::Pass { ms: 0.0 }, &[])["new"], json!(false));
        let file = bytes(&mut page, Question::Summary);
        let summary = Kept::new(file).expect("a sound summary");
        assert_eq!(summary.owner(), "Bo");
        assert_eq!(opened["summary"]["bytes"], json!(summary.summary().file().len()));
    }

    #[test]
    fn the_pages_can_have_another_name_and_another_panel() {
        let mut page = Page::default();
        json(&mut page, open("my.zip", ""), &sample());
        let owner = "Dana".to_owned();
        json(&mut page, Question::Name { owner, now: NOW }, &[]);
        assert_eq!(pass(&mut page, 1)["owner"], json!("Dana"));
        for panel in PANELS {
            for rotation in [Rotation::Deg180, Rotation::Deg90] {
                let (name, degrees) = (panel.name.to_owned(), rotation.degrees());
                let turned = page.answer(
                    Question::Panel {
                        name,
                        degrees,
                        now: NOW,
                    },
                    &[],
                );
                let size = panel.size(rotation);
                assert_eq!(turned.is_ok(), Class::is_composed_for(size), "{}", panel.name);
                if turned.is_ok() {
                    let status = pass(&mut page, 1);
                    assert_eq!(
                        (&status["width"], &status["height"]),
                        (&json!(size.width), &json!(size.height))
                    );
                    let pixels = bytes(&mut page, Question::Picture).len();
                    assert_eq!(pixels, (size.width * size.height * 4) as usize);
                }
            }
        }
    }

    #[test]
    fn a_summary_is_shown_and_a_second_one_comes_on_a_stick() {
        let mut page = Page::default();
        let opened = json(&mut page, open("ada.tally", ""), &testing::summary("Ada"));
        assert_eq!((&opened["books"], &opened["named"]), (&Value::Null, &json!(false)));
        assert_eq!(pass(&mut page, 1)["owner"], json!("Ada"));
        json(&mut page, open("bo.tally", ""), &testing::summary("Bo"));
        assert_eq!(
            pass(&mut page, 1)["page"],
            Value::Null,
            "the device says that it found a stick"
        );
        let status = pass(&mut page, 8);
        assert_eq!((&status["owner"], &status["stick"]), (&json!("Bo"), &json!(true)));
    }

    #[test]
    fn what_cannot_be_shown_is_explained_and_leaves_the_page_as_it_is() {
        let mut page = Page::default();
        for (name, file, says) in [
            ("letter.txt", b"Dear Bo".as_slice(), "no listening history"),
            ("my.zip", b"PK\x03\x04 and no more", "damaged"),
            ("my.tally", b"Dear Bo", "my.tally: "),
            ("endsong_0.json", NAMELESS, "nothing to show"),
            ("empty.json", b"[]", "empty.json: is an empty list"),
            (
                "rhythmdb.xml",
                b"<rhythmdb version=\"2.0\">",
                "rhythmdb.xml: is the library of Rhythmbox, which counts",
            ),
        ] {
            let trouble = page.answer(open(name, ""), file).expect_err("trouble").to_string();
            assert!(trouble.contains(says), "{trouble}");
        }
        page.answer(Question::Pass { ms: 16.0 }, &[])
            .expect_err("the device is off");
        json(&mut page, open("my.zip", ""), &sample());
        page.answer(open("letter.txt", ""), b"Dear Bo").expect_err("trouble");
        assert_eq!(pass(&mut page, 1)["page"], json!("cover"));
    }

    #[test]
    fn a_database_that_a_page_has_no_room_for_is_left_to_the_command_line() {
        let mut page = Page::default();
        let mut fits = |bytes: u64, start: &[u8]| {
            let name = "navidrome.db".to_owned();
            page.answer(Question::Fits { name, bytes }, start)
        };
        assert!(fits(512 << 20, DATABASE_START).is_ok() && fits(4 << 30, b"PK\x03\x04 and more").is_ok());
        let trouble = fits((512 << 20) + 1, DATABASE_START).expect_err("no room").to_string();
        assert!(trouble.contains("playtally import \"navidrome.db\""), "{trouble}");
    }

    /// A database of a server with the plays of these people, and the log in which they stand.
    fn server(people: &[&str]) -> [Vec<u8>; 2] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("navidrome.db");
        let server = rusqlite::Connection::open(&path).expect("a database");
        server
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE user(id, user_name);
                 CREATE TABLE media_file(id, title, album, artist, duration); INSERT INTO media_file VALUES ('m', 'Sol', '', 'Luna', 180);
                 CREATE TABLE scrobbles(media_file_id, user_id, submission_time);",
            )
            .expect("tables");
        for person in people {
            let play = "INSERT INTO user VALUES (?1, ?1)";
            server.execute(play, [person]).expect("a person");
            let play = "INSERT INTO scrobbles VALUES ('m', ?1, 1767602410)";
            server.execute(play, [person]).expect("a play");
        }
        ["", "-wal"].map(|end| std::fs::read(format!("{}{end}", path.display())).expect("a file"))
    }

    #[test]
    fn a_database_is_read_with_the_log_beside_it_and_of_whom_it_is_said() {
        let mut page = Page::default();
        let mut open_with_log = |whose: Option<&str>, people: &[&str]| {
            let [file, log] = server(people);
            let Question::Open {
                name, owner, zone, now, ..
            } = open("navidrome.db", "")
            else {
                unreachable!("it is to be opened")
            };
            let question = Question::Open {
                name,
                log: log.len(),
                user: whose.map(str::to_owned),
                owner,
                zone,
                now,
            };
            page.answer(question, &[file, log].concat())
        };
        for (whose, people) in [(None, &["ann"][..]), (Some("Ann"), &["ann", "bo"])] {
            let opened = open_with_log(whose, people).expect("an answer");
            assert!(
                matches!(opened, Answer::Json(told) if told["books"]["total"]["music"] == 1),
                "{whose:?}"
            );
        }
        let asked = open_with_log(None, &["ann", "bo"]).expect("an answer");
        assert_eq!(asked, Answer::Json(json!({ "people": ["ann", "bo"] })));
        open_with_log(Some("cleo"), &["ann", "bo"]).expect_err("nobody of that name");
    }

    #[test]
    fn keys_and_buttons_do_what_they_do_elsewhere() {
        let mut page = Page::default();
        json(&mut page, open("my.zip", ""), &sample());
        let status = pass(&mut page, 1);
        let next = status["buttons"]
            .as_array()
            .expect("buttons")
            .iter()
            .position(|does| does == "next");
        json(
            &mut page,
            Question::Button {
                number: next.expect("a button"),
            },
            &[],
        );
        assert_ne!(pass(&mut page, 1)["page"], json!("cover"));
        let key = |key: &str| Question::Key { key: key.to_owned() };
        json(&mut page, key("ArrowLeft"), &[]);
        assert_eq!(pass(&mut page, 1)["page"], json!("cover"));
        json(&mut page, key("m"), &[]);
        assert_eq!(pass(&mut page, 1)["menu"], json!(true));
        json(&mut page, key("F5"), &[]);
    }
}
