//! The commands that write what their owner cannot do without, each in a home of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use playtally_device::{Directory, Kept, Shelf};

use crate::program::{self, Run, User};

/// Files, each by its path in a home.
pub(super) type Files = BTreeMap<PathBuf, Vec<u8>>;

/// A command with all that it needs.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its name in seeds.
    pub name: &'static str,
    works_on: Work,
    arguments: Vec<&'static str>,
    /// What stands on its standard input.
    input: Option<Vec<u8>>,
    /// The home in which it runs.
    home: Files,
    /// What asks for it, which it takes away.
    request: Files,
}

/// What a command works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    /// The library.
    Library,
    /// The library, of which the last import goes: once.
    LibraryToUndo,
    /// The library, which goes.
    LibraryToErase,
    /// A file of its own making.
    File(&'static str),
    /// The summaries that a device keeps; news that begin so say that it was done.
    Shelf(&'static str),
}

/// How a command says that it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// It did all that was asked.
    Done,
    /// It did not, and says why.
    Refused,
    /// It says neither.
    Silent,
}

const LIBRARY: &str = "library/library.sqlite";
/// Another name of the library's bytes, which stays when the library goes.
const WITNESS: &str = "library/witness";
const SETTINGS: &str = "
[[import]]
path = 'second.json'
[summary]
path = 'my.tally'
owner = 'Ann'
fonts = 'bundled'
timezone = 'UTC'
[[stick]]
path = 'stick'
";
const NEWS: &str = "run/news/news";

impl Task {
    /// The names of all.
    pub const NAMES: [&'static str; 11] = [
        "import",
        "first-import",
        "refused-import",
        "undo",
        "refresh",
        "export",
        "summary",
        "load",
        "erase",
        "keep",
        "erase-on-device",
    ];

    /// Every one.
    ///
    /// # Panics
    /// If what they need cannot be made.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let Made {
            library,
            library_of_both,
            ann,
            later,
            bo,
        } = Made::new();
        let second = export(2024);
        let cut = second[..second.len() - 40].to_vec();
        let with_library =
            |name: &str, content: Vec<u8>| Files::from([(LIBRARY.into(), library.clone()), (name.into(), content)]);
        let task = |name, works_on, arguments: &[&'static str], home| Self {
            name,
            works_on,
            arguments: arguments.to_vec(),
            input: None,
            home,
            request: Files::new(),
        };
        vec![
            task(
                "import",
                Work::Library,
                &["import", "second.json"],
                with_library("second.json", second.clone()),
            ),
            task(
                "first-import",
                Work::Library,
                &["import", "second.json"],
                Files::from([("second.json".into(), second)]),
            ),
            task(
                "refused-import",
                Work::Library,
                &["import", "cut.json"],
                with_library("cut.json", cut),
            ),
            task(
                "undo",
                Work::LibraryToUndo,
                &["import", "--undo", "--yes"],
                Files::from([(LIBRARY.into(), library_of_both)]),
            ),
            task(
                "refresh",
                Work::File("my.tally"),
                &["refresh", "--settings", "refresh.toml"],
                Files::from([
                    (LIBRARY.into(), library.clone()),
                    ("refresh.toml".into(), SETTINGS.into()),
                    ("second.json".into(), export(2024)),
                    ("my.tally".into(), later.clone()),
                    ("stick/none".into(), Vec::new()),
                ]),
            ),
            task(
                "export",
                Work::File("my.csv"),
                &["export", "-o", "my.csv"],
                with_library("my.csv", b"old".to_vec()),
            ),
            task(
                "summary",
                Work::File("my.tally"),
                &[
                    "summary",
                    "-o",
                    "my.tally",
                    "--fonts",
                    "bundled",
                    "--owner",
                    "Ann",
                    "--timezone",
                    "UTC",
                ],
                with_library("my.tally", later.clone()),
            ),
            task(
                "load",
                Work::File("stick/Ann.tally"),
                &["load", "stick", "--summary", "new.tally"],
                Files::from([
                    ("new.tally".into(), ann.clone()),
                    ("stick/Ann.tally".into(), later.clone()),
                ]),
            ),
            task(
                "erase",
                Work::LibraryToErase,
                &["erase", "--yes"],
                Files::from([(LIBRARY.into(), library.clone())]),
            ),
            Self {
                input: Some([b"S", &(later.len() as u32).to_le_bytes()[..], &later, b"E"].concat()),
                ..task("keep", Work::Shelf("accepted"), &["keep"], device(&[&ann]))
            },
            Self {
                request: Files::from([("run/requests/erase".into(), b"owner\n-\nAnn".to_vec())]),
                ..task(
                    "erase-on-device",
                    Work::Shelf("erased"),
                    &["erase"],
                    device(&[&ann, &bo]),
                )
            },
        ]
    }

    /// Somebody in whose home it can run.
    pub(super) fn user(&self) -> User {
        let user = User::with(&self.home);
        if self.works_on == Work::LibraryToErase {
            fs::hard_link(user.path(LIBRARY), user.path(WITNESS)).expect("a file can have two names");
        }
        for name in self.home.keys() {
            // None of them is still being copied.
            let file = fs::File::options()
                .append(true)
                .open(user.path(&name.to_string_lossy()));
            let before = SystemTime::now() - Duration::from_secs(3600);
            file.and_then(|file| file.set_modified(before))
                .expect("a file has a time");
        }
        user
    }

    /// The command, asked for and not yet started.
    pub(super) fn command(&self, user: &User) -> Command {
        user.put_all(&self.request);
        match self.works_on {
            Work::Shelf(_) => {
                let mut command = user.settled(program::device());
                command.args(["--state", "state", "--run", "run"]).args(&self.arguments);
                command
            }
            _ => user.command(&self.arguments),
        }
    }

    /// Whether it may leave something for the next run to remove.
    pub(super) fn erases(&self) -> bool {
        self.works_on == Work::LibraryToErase || !self.request.is_empty()
    }

    /// Whether a file is a slot of a device's: in which one a summary is kept, nobody is told.
    pub(super) fn is_slot(&self, name: &Path) -> bool {
        matches!(self.works_on, Work::Shelf(_)) && name.starts_with("state") && !name.ends_with("lock")
    }

    /// How it ends when it is asked for again after all was done, if as it then should.
    pub(super) fn ending_when_done(&self, ending: Ending) -> Ending {
        match self.works_on {
            Work::LibraryToUndo => Ending::Refused,
            _ => ending,
        }
    }

    /// What stands on its standard input.
    pub(super) fn input(&self) -> Option<&[u8]> {
        self.input.as_deref()
    }

    /// How a run says that it ended.
    pub(super) fn ending(&self, user: &User, run: &Run) -> Ending {
        let gives_reasons = !run.error.trim().is_empty();
        let Work::Shelf(done) = self.works_on else {
            return match run.code {
                Some(0) => Ending::Done,
                _ if gives_reasons => Ending::Refused,
                _ => Ending::Silent,
            };
        };
        // What came of it is told by the display.
        let news = fs::read_to_string(user.path(NEWS)).unwrap_or_default();
        let is_refused = news.starts_with("refused") || news.starts_with("fault");
        match run.code {
            Some(0) if news.starts_with(done) => Ending::Done,
            Some(0) if is_refused => Ending::Refused,
            Some(0) => Ending::Silent,
            _ if gives_reasons => Ending::Refused,
            _ => Ending::Silent,
        }
    }

    /// What is there of what it works on: the same bytes mean the same content.
    pub(super) fn look(&self, user: &User) -> Result<Vec<u8>, String> {
        match self.works_on {
            Work::Library if !user.path(LIBRARY).exists() => Ok(Vec::new()),
            Work::Library | Work::LibraryToUndo => {
                let run = user.run(["stats", "--json", "--timezone", "UTC"]);
                match run.code {
                    // One that was only just begun is as good as none.
                    Some(0) if is_empty(&run.output) => Ok(Vec::new()),
                    Some(0) => Ok(run.output.into_bytes()),
                    _ => Err(format!("the library cannot be read: {}", run.error)),
                }
            }
            Work::LibraryToErase if user.path(LIBRARY).exists() => Ok(b"there".to_vec()),
            Work::LibraryToErase => match fs::read(user.path(WITNESS)) {
                Ok(content) if content.iter().all(|byte| *byte == 0) => Ok(Vec::new()),
                _ => Err("what was erased can still be read".to_owned()),
            },
            Work::File(path) => Ok(fs::read(user.path(path)).unwrap_or_default()),
            Work::Shelf(_) => {
                let kept = Shelf::new(Directory::new(user.path("state"))).summaries();
                Ok(kept.iter().flat_map(|kept| kept.summary().file()).copied().collect())
            }
        }
    }
}

/// Whether statistics are of no play.
fn is_empty(statistics: &str) -> bool {
    let statistics: serde_json::Value = serde_json::from_str(statistics).unwrap_or_default();
    statistics["totals"]["plays"] == 0
}

/// What the tasks begin with.
struct Made {
    library: Vec<u8>,
    /// After another import.
    library_of_both: Vec<u8>,
    ann: Vec<u8>,
    /// Another summary of the same owner.
    later: Vec<u8>,
    bo: Vec<u8>,
}

impl Made {
    fn new() -> Self {
        let user = User::new();
        let path = user.put("first.json", export(2023));
        user.run(["import".as_ref(), path.as_os_str()]).succeeded();
        let summary = |owner, zone| {
            let made = [
                "summary",
                "-o",
                "my.tally",
                "--fonts",
                "bundled",
                "--owner",
                owner,
                "--timezone",
                zone,
            ];
            user.run(made).succeeded();
            fs::read(user.path("my.tally")).expect("a summary was made")
        };
        let library = || fs::read(user.path(LIBRARY)).expect("a library was made");
        let (first, ann, later) = (library(), summary("Ann", "UTC"), summary("Ann", "Asia/Tokyo"));
        let path = user.put("second.json", export(2024));
        user.run(["import".as_ref(), path.as_os_str()]).succeeded();
        let library_of_both = library();
        // Somebody else: a library is one listener's.
        user.run(["owner", "--new-id"]).succeeded();
        Self {
            library: first,
            library_of_both,
            ann,
            later,
            bo: summary("Bo", "UTC"),
        }
    }
}

/// An export of some plays in a year.
fn export(year: u32) -> Vec<u8> {
    let play = |number: u32| {
        let (day, hour, minute) = (number % 28 + 1, number / 28 + 10, number % 7 * 8);
        let (ms, artist) = (180_000 + number * 1_000, number % 9);
        format!(
            r#"{{"ts":"{year}-03-{day:02}T{hour}:{minute:02}:00Z","ms_played":{ms},"master_metadata_track_name":"Track {number}","#,
        ) + &format!(
            r#""master_metadata_album_artist_name":"Artist {artist} of {year}","spotify_track_uri":"spotify:track:{year}{number}"}}"#
        )
    };
    let plays: Vec<_> = (0..120).map(play).collect();
    format!("[{}]", plays.join(",\n")).into_bytes()
}

/// The files of a device that keeps summaries, and was told of a stick.
fn device(summaries: &[&[u8]]) -> Files {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut shelf = Shelf::new(Directory::new(folder.path()));
    for file in summaries {
        let kept = Kept::new(file.to_vec()).expect("a summary is sound");
        shelf.accept(&kept).expect("a summary can be kept");
    }
    let mut files = Files::from([
        (NEWS.into(), b"reading".to_vec()),
        ("run/requests/none".into(), Vec::new()),
    ]);
    for slot in fs::read_dir(folder.path()).expect("a folder").flatten() {
        let content = fs::read(slot.path()).expect("a slot can be read");
        files.insert(Path::new("state").join(slot.file_name()), content);
    }
    files
}
