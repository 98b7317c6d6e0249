//! A device that somebody watches and plays with, in a window or in the terminal.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};

use anyhow::Result;
use playtally_history::escape::shown;
#[cfg(feature = "window")]
use playtally_simulator::Action;
use playtally_simulator::{Command, Simulated};
use playtally_telling::name::clean;

use super::file::Watched;
use super::picture::{Gif, png};
use super::source::Source;
use super::status::Line;
use crate::safely::{self, Outputs};

/// How long a word about what a key did stays.
const STAYS: Duration = Duration::from_secs(4);

/// The device, with all that a window and a terminal do with it alike.
pub(crate) struct Session {
    device: Simulated,
    /// What summaries are made of files by.
    source: Source,
    /// The file that is shown, if it is one that may change.
    file: Option<Watched>,
    /// Why it cannot be shown as it is now.
    trouble: Option<String>,
    /// A file that is being made into a summary.
    loading: Option<Receiver<Result<Vec<u8>>>>,
    film: Option<Gif>,
    outputs: Outputs,
    /// What a key did, and until when it is said.
    word: Option<(String, Instant)>,
    now: Instant,
}

impl Session {
    pub(crate) fn new(
        mut device: Simulated,
        source: Source,
        file: Option<Watched>,
        speed: f64,
        outputs: Outputs,
    ) -> Self {
        device.set_speed(speed);
        Self {
            device,
            source,
            file,
            trouble: None,
            loading: None,
            film: None,
            outputs,
            word: None,
            now: Instant::now(),
        }
    }

    pub(crate) const fn device(&self) -> &Simulated {
        &self.device
    }

    /// Brings the device to the present.
    pub(crate) fn catch_up(&mut self, now: Instant) -> Result<()> {
        let passed = now.saturating_duration_since(self.now);
        self.now = now;
        if let Some(film) = &mut self.film {
            film.show(&self.device.image(), passed)?;
        }
        self.device.live(passed)?;
        match self.file.as_mut().and_then(|file| file.look(now)) {
            Some(Ok(new)) => {
                self.trouble = None;
                if let Some(summary) = new {
                    self.device.plug(summary.summary().file())?;
                }
            }
            Some(Err(error)) => self.trouble = Some(said(&error)),
            None => {}
        }
        self.take_loaded()?;
        self.word.take_if(|(_, until)| *until <= now);
        Ok(())
    }

    /// Does what a key does, by the name that the web gives it. Says whether it is the end.
    pub(crate) fn press(&mut self, key: &str) -> Result<bool> {
        match Command::of(key) {
            None => {}
            Some(Command::Quit) => return Ok(true),
            Some(Command::Shot) => {
                let saved = self.shoot(Path::new("."));
                self.say(saved);
            }
            Some(Command::Film) => {
                let filmed = self.film(Path::new("."));
                self.say(filmed);
            }
            Some(command) => self.device.obey(command)?,
        }
        Ok(false)
    }

    /// Taps the button that does something.
    #[cfg(feature = "window")]
    pub(crate) fn act(&mut self, action: Action) -> Result<()> {
        Ok(self.device.act(action)?)
    }

    /// Loads a summary, or one that is made of an export, as from a stick. It takes as long as reading it does.
    pub(crate) fn load(&mut self, path: PathBuf) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.word(format!("reading {}", clean(&name)), Duration::from_secs(600));
        self.outputs.read(&path);
        let source = self.source.clone();
        let (sender, receiver) = channel();
        // Nobody listens any more when another file was dropped in the meantime.
        std::thread::spawn(move || drop(sender.send(source.bytes_of(&path))));
        self.loading = Some(receiver);
    }

    fn take_loaded(&mut self) -> Result<()> {
        let Some(loading) = &self.loading else { return Ok(()) };
        match loading.try_recv() {
            Err(TryRecvError::Empty) => return Ok(()),
            Err(TryRecvError::Disconnected) => self.word("the file could not be read".to_owned(), STAYS),
            Ok(Err(error)) => self.word(said(&error), STAYS * 3),
            Ok(Ok(file)) => {
                self.word = None;
                self.device.plug(file)?;
            }
        }
        self.loading = None;
        Ok(())
    }

    /// Saves what the panel shows.
    fn shoot(&mut self, folder: &Path) -> Result<String> {
        let page = self.device.page().map_or("panel", |page| page.slug());
        let output = self.outputs.new_file(folder, page, "png")?;
        safely::write(&output, &png(&self.device.image())?)?;
        Ok(format!("saved {}", shown(output.path())))
    }

    /// Begins to record, or saves what was recorded.
    fn film(&mut self, folder: &Path) -> Result<String> {
        let Some(film) = self.film.take() else {
            let (width, height) = self.device.size();
            self.film = Some(Gif::new(u16::try_from(width)?, u16::try_from(height)?)?);
            return Ok("recording; g ends it".to_owned());
        };
        let output = self.outputs.new_file(folder, "film", "gif")?;
        safely::write(&output, &film.finish()?)?;
        Ok(format!("saved {}", shown(output.path())))
    }

    fn say(&mut self, done: Result<String>) {
        let word = done.unwrap_or_else(|error| said(&error));
        self.word(word, STAYS);
    }

    fn word(&mut self, word: String, stays: Duration) {
        self.word = Some((word, self.now + stays));
    }

    /// What a line below the panel says.
    pub(crate) fn line(&self) -> Line {
        Line {
            status: self.device.status(),
            is_filming: self.film.is_some(),
            word: self
                .trouble
                .clone()
                .or_else(|| self.word.as_ref().map(|(word, _)| word.clone())),
        }
    }
}

fn said(error: &anyhow::Error) -> String {
    clean(&format!("{error:#}")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use playtally_panel::Rotation;
    use playtally_simulator::testing::{device, summary};
    use std::fs;

    fn session() -> Session {
        Session::new(
            device(Rotation::Deg0),
            Source::default(),
            None,
            1.0,
            Outputs::of_nothing(),
        )
    }

    /// Lets so many seconds pass.
    fn wait(session: &mut Session, seconds: u64) {
        let now = session.now + Duration::from_secs(seconds);
        session.catch_up(now).expect("no problem");
    }

    /// Waits for a file to be read, which takes as long as it does.
    fn wait_for_file(session: &mut Session) {
        while session.loading.is_some() {
            std::thread::sleep(Duration::from_millis(5));
            session.catch_up(Instant::now().max(session.now)).expect("no problem");
        }
    }

    #[test]
    fn the_device_lives_at_its_speed_and_does_what_keys_do() {
        let mut session = Session::new(
            device(Rotation::Deg0),
            Source::default(),
            None,
            2.0,
            Outputs::of_nothing(),
        );
        let before = session.device().local_time();
        wait(&mut session, 3);
        assert_eq!((session.device().local_time() - before).num_seconds(), 6);
        let page = session.device().page();
        assert!(!session.press("ArrowRight").expect("no problem"));
        assert_ne!(session.device().page(), page);
        assert!(!session.press("F7").expect("no problem"), "a key that does nothing");
        assert!(session.press("q").expect("no problem"));
    }

    #[test]
    fn pictures_and_films_go_into_files_that_were_not_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut session = session();
        let names = |end: &str| {
            let entries = fs::read_dir(folder.path()).expect("a folder");
            let mut names: Vec<_> = entries
                .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
                .filter(|name| name.ends_with(end))
                .collect();
            names.sort();
            names
        };
        for _ in 0..2 {
            session.shoot(folder.path()).expect("saved");
        }
        assert_eq!(names("png"), ["playtally-cover-2.png", "playtally-cover.png"]);
        session.film(folder.path()).expect("begun");
        assert!(session.line().to_string().contains("recording"));
        wait(&mut session, 2);
        session.press("n").expect("no problem");
        wait(&mut session, 2);
        let said = session.film(folder.path()).expect("saved");
        assert!(said.ends_with("playtally-film.gif"), "{said}");
        let file = fs::File::open(folder.path().join("playtally-film.gif")).expect("a film");
        let mut frames = gif::DecodeOptions::new().read_info(file).expect("a GIF");
        assert!(frames.read_next_frame().expect("a frame").is_some());
    }

    #[test]
    fn a_summary_that_is_dropped_is_loaded_as_from_a_stick() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("bo.tally");
        fs::write(&path, summary("Bo")).expect("written");
        let mut session = session();
        session.load(path);
        assert!(
            session.line().to_string().contains("reading bo.tally"),
            "{}",
            session.line()
        );
        wait_for_file(&mut session);
        for _ in 0..8 {
            wait(&mut session, 1);
        }
        assert_eq!(session.device().status().owner.as_deref(), Some("Bo"));
    }

    #[test]
    fn a_file_that_is_no_history_is_explained_and_changes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("letter.txt");
        fs::write(&path, "Dear Bo").expect("written");
        let mut session = session();
        session.load(path);
        wait_for_file(&mut session);
        let line = session.line().to_string();
        assert!(
            line.contains("letter.txt") && line.contains("no listening history"),
            "{line}"
        );
        assert_eq!(session.device().status().owner.as_deref(), Some("Ada"));
        wait(&mut session, 60);
        assert!(session.line().to_string().starts_with("Ada · "), "{}", session.line());
    }

    #[test]
    fn another_summary_in_the_file_is_loaded_as_from_a_stick() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("my.tally");
        fs::write(&path, summary("Ada")).expect("written");
        let mut session = Session::new(
            device(Rotation::Deg0),
            Source::default(),
            Some(Watched::new(&path)),
            1.0,
            Outputs::of_nothing(),
        );
        let bo = summary("Bo");
        fs::write(&path, &bo[..bo.len() / 2]).expect("written");
        wait(&mut session, 2);
        let line = session.line().to_string();
        assert!(line.starts_with("cannot show my.tally"), "{line}");
        fs::write(&path, &bo).expect("written");
        for _ in 0..10 {
            wait(&mut session, 2);
        }
        let line = session.line().to_string();
        assert!(line.starts_with("Bo · "), "{line}");
    }
}
