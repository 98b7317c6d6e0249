//! Where the program finds summaries.

use std::fs;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::path::{Path, PathBuf};

use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify, WatchDescriptor};
use playtally_device::{Chosen, Directory, Identity, Kept, Memory, News, Shelf, Store, plain};
use playtally_screen::Preferences;
use playtally_summary::MAX_LENGTH;

use super::places::Places;
use super::request::Request;
use super::trouble::Trouble;
use super::wait::Wakes;
use super::{news_file, request};

/// The file in which the display notes which news it has heard. They are in memory, and so is what tells them apart: it
/// means nothing after a restart of the machine.
const HEARD: &str = "heard";
/// The most that is read of it, in bytes.
const HEARD_LENGTH: u64 = 128;

/// The summaries to show.
#[derive(Debug)]
pub(crate) enum Summaries {
    /// Those named on the command line, and what was set in the menu, where that counts.
    Given(Memory, Option<Preferences>),
    /// Those in the state directory.
    Kept(Box<Watched>),
}

/// A state directory, and what tells when somebody put something there or plugged in a stick.
#[derive(Debug)]
pub(crate) struct Watched {
    shelf: Shelf<Directory>,
    chosen: Chosen<Directory>,
    places: Places,
    /// `None` if this system has no inotify; then only what was there at the start is shown.
    inotify: Option<Inotify>,
    /// What is watched; none for a directory that does not exist.
    state: Option<WatchDescriptor>,
    inbox: Option<WatchDescriptor>,
    told: Option<WatchDescriptor>,
    changed: bool,
    news: Option<News>,
}

impl Summaries {
    /// Those named on the command line.
    pub(crate) fn given(paths: &[PathBuf]) -> Result<Self, Trouble> {
        let summaries = paths.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self::Given(Memory::new(summaries), None))
    }

    /// None at all, with what was set in the menu over what the settings file says.
    pub(crate) fn none(places: &Places, file: Preferences) -> Self {
        let chosen = Chosen::new(Directory::new(&places.own), file);
        Self::Given(Memory::default(), Some(chosen.read()))
    }

    /// Those in a state directory, with what was set in the menu over what the settings file says.
    pub(crate) fn kept(places: Places, file: Preferences) -> Self {
        Self::Kept(Box::new(Watched {
            shelf: Shelf::new(Directory::new(&places.state)),
            chosen: Chosen::new(Directory::new(&places.own), file),
            places,
            inotify: Inotify::init(InitFlags::IN_NONBLOCK | InitFlags::IN_CLOEXEC).ok(),
            state: None,
            inbox: None,
            told: None,
            changed: true,
            news: None,
        }))
    }
}

impl Summaries {
    /// What was set in the menu, where that counts.
    pub(crate) fn preferences(&self) -> Option<Preferences> {
        match self {
            Self::Given(_, chosen) => *chosen,
            Self::Kept(watched) => Some(watched.chosen.read()),
        }
    }
}

impl Store for Summaries {
    type Error = io::Error;

    fn changed(&mut self) -> bool {
        match self {
            Self::Given(memory, _) => memory.changed(),
            Self::Kept(watched) => {
                watched.look();
                watched.changed
            }
        }
    }

    fn load(&mut self) -> Vec<Kept> {
        match self {
            Self::Given(memory, _) => memory.load(),
            Self::Kept(watched) => {
                watched.changed = false;
                watched.shelf.summaries()
            }
        }
    }

    fn news(&mut self) -> Option<News> {
        match self {
            Self::Given(memory, _) => memory.news(),
            Self::Kept(watched) => watched.news.take(),
        }
    }

    fn erase(&mut self, owner: Option<&Identity>) -> io::Result<()> {
        match self {
            Self::Given(memory, _) => memory.erase(owner),
            Self::Kept(watched) => watched.ask(&Request::Erase(owner.cloned())),
        }
    }

    fn replace(&mut self, old: &Identity, new: &Identity) -> io::Result<()> {
        match self {
            Self::Given(memory, _) => memory.replace(old, new),
            Self::Kept(watched) => watched.ask(&Request::Replace {
                old: old.clone(),
                new: new.clone(),
            }),
        }
    }

    fn keep(&mut self, preferences: &Preferences) -> io::Result<()> {
        match self {
            Self::Given(memory, _) => memory.keep(preferences),
            Self::Kept(watched) => watched.chosen.keep(preferences),
        }
    }
}

impl Watched {
    /// Asks the store for something.
    fn ask(&self, request: &Request) -> io::Result<()> {
        request::write(&self.places.requests, request)
    }

    /// The news that no display has told yet, this one or the one before it, which may have ended.
    fn unheard(&self) -> Option<News> {
        let (news, mark) = news_file::read(&self.places.news)?;
        let heard = self.places.own.join(HEARD);
        let mut last = String::new();
        if let Ok(Some(file)) = plain::open_kept(&heard)
            && file.take(HEARD_LENGTH).read_to_string(&mut last).is_ok()
            && last == mark
        {
            return None;
        }
        // Where it cannot be noted, news may be told again after a restart, which is better than not at all.
        let _ = plain::create(&heard).and_then(|mut file| file.write_all(mark.as_bytes()));
        Some(news)
    }

    /// Takes in what happened in the directories, and watches those that were not there before.
    fn look(&mut self) {
        let Some(inotify) = &self.inotify else { return };
        let done = AddWatchFlags::IN_CLOSE_WRITE | AddWatchFlags::IN_MOVED_TO | AddWatchFlags::IN_DELETE;
        let begun = AddWatchFlags::IN_CREATE | AddWatchFlags::IN_MODIFY;
        if self.state.is_none() {
            self.state = watch(inotify, &self.places.state, done);
            self.changed |= self.state.is_some();
        }
        self.inbox = self.inbox.or_else(|| watch(inotify, &self.places.inbox, begun));
        if self.told.is_none() {
            self.told = watch(inotify, &self.places.news, AddWatchFlags::IN_MOVED_TO);
            if self.told.is_some() {
                // What was told before anybody listened is heard late, and not never.
                self.news = self.unheard().or(self.news.take());
            }
        }
        // There is none if it fails.
        for event in inotify.read_events().unwrap_or_default() {
            let place = Some(event.wd);
            if event.mask.contains(AddWatchFlags::IN_IGNORED) {
                // The directory went away; one that comes in its place is watched from the next look on.
                for gone in [&mut self.state, &mut self.inbox, &mut self.told] {
                    gone.take_if(|watched| Some(*watched) == place);
                }
            } else if place == self.state {
                self.changed = true;
            } else if place == self.told {
                self.news = self.unheard().or(self.news.take());
            } else if let Some(name) = event.name.filter(|_| place == self.inbox) {
                let length = fs::metadata(self.places.inbox.join(name)).map_or(0, |file| file.len());
                self.news = Some(if length == 0 { News::StickFound } else { News::Reading });
            }
        }
    }
}

impl Wakes for Summaries {
    fn fd(&self) -> Option<BorrowedFd<'_>> {
        match self {
            Self::Given(..) => None,
            Self::Kept(watched) => watched.inotify.as_ref().map(AsFd::as_fd),
        }
    }
}

fn watch(inotify: &Inotify, directory: &Path, events: AddWatchFlags) -> Option<WatchDescriptor> {
    inotify.add_watch(directory, events | AddWatchFlags::IN_ONLYDIR).ok()
}

/// Reads and checks the summary in a file.
fn read(path: &Path) -> Result<Kept, Trouble> {
    let read = || -> io::Result<Vec<u8>> {
        let mut file = Vec::new();
        // One byte more than allowed, so that a longer file is refused for its length.
        plain::open_named(path)?
            .take(MAX_LENGTH as u64 + 1)
            .read_to_end(&mut file)?;
        Ok(file)
    };
    let file = read().map_err(|error| Trouble::new(format_args!("{}: {error}", path.display())))?;
    Kept::new(file).map_err(|error| Trouble::new(format_args!("{}: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;

    fn ann() -> Identity {
        Identity {
            name: "Ann".to_owned(),
            id: None,
        }
    }

    #[test]
    fn a_file_that_is_no_summary_is_named_with_the_reason() {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let trouble = Summaries::given(&[manifest]).unwrap_err().to_string();
        assert!(
            trouble.ends_with("Cargo.toml: this is not a Playtally summary"),
            "{trouble}"
        );
        let trouble = Summaries::given(&["/nonexistent.tally".into()])
            .unwrap_err()
            .to_string();
        assert!(trouble.starts_with("/nonexistent.tally: No such file"), "{trouble}");
        let trouble = Summaries::given(&["/".into()]).unwrap_err().to_string();
        assert!(trouble.starts_with("/: "), "{trouble}");
    }

    fn preferences() -> Preferences {
        playtally_device::Settings::default().options().preferences()
    }

    fn places() -> (tempfile::TempDir, Places) {
        let root = tempfile::tempdir().unwrap();
        let places = Places {
            state: root.path().join("state"),
            inbox: root.path().join("inbox"),
            news: root.path().join("news"),
            gadget: root.path().join("gadget"),
            requests: root.path().join("requests"),
            own: root.path().join("own"),
            run: root.path().to_owned(),
        };
        (root, places)
    }

    #[test]
    fn a_state_directory_is_read_at_first_when_it_is_made_and_when_something_is_put_into_it() {
        let (_root, places) = places();
        let state = places.state.clone();
        let mut summaries = Summaries::kept(places, preferences());
        assert!(summaries.changed());
        assert!(summaries.load().is_empty());
        assert!(!summaries.changed());

        for _ in 0..2 {
            fs::create_dir(&state).unwrap();
            assert!(summaries.changed(), "the directory is there now");
            summaries.load();
            assert!(!summaries.changed());

            fs::write(state.join("owner-1.a"), "no slot").unwrap();
            assert!(summaries.changed());
            assert!(summaries.load().is_empty());
            assert!(!summaries.changed());

            fs::remove_dir_all(&state).unwrap();
            assert!(summaries.changed(), "what was there is gone");
            summaries.load();
        }
    }

    #[test]
    fn what_was_set_in_the_menu_holds_after_a_restart() {
        let (_root, places) = places();
        fs::create_dir(&places.own).unwrap();
        let chosen = Preferences {
            pace: 30,
            brightness: 25,
            turned: true,
            ..preferences()
        };
        let mut summaries = Summaries::kept(places.clone(), preferences());
        assert_eq!(summaries.preferences(), Some(preferences()));
        summaries.keep(&chosen).unwrap();
        let failing = Summaries::none(&places, preferences());
        assert_eq!(failing.preferences(), Some(chosen));
        let restarted = Summaries::kept(places, preferences());
        assert_eq!(restarted.preferences(), Some(chosen));
    }

    #[test]
    fn the_store_is_asked_to_erase_and_its_answer_is_heard() {
        let (_root, places) = places();
        for directory in [&places.state, &places.news, &places.requests] {
            fs::create_dir(directory).unwrap();
        }
        let mut summaries = Summaries::kept(places.clone(), preferences());
        summaries.changed();
        let ann = ann();
        summaries.erase(Some(&ann)).unwrap();
        let asked = || request::take(&places.requests).unwrap();
        assert_eq!(asked(), Some(Request::Erase(Some(ann.clone()))));
        summaries.replace(&ann, &ann).unwrap();
        let (old, new) = (ann.clone(), ann);
        assert_eq!(asked(), Some(Request::Replace { old, new }));
        news_file::write(&places.news, &News::Erased).unwrap();
        summaries.changed();
        assert_eq!(summaries.news(), Some(News::Erased));
        fs::remove_dir_all(&places.requests).unwrap();
        assert!(summaries.erase(None).is_err(), "nobody could be asked");
        assert!(Summaries::given(&[]).unwrap().erase(None).is_err());
    }

    #[test]
    fn news_that_came_before_the_display_are_told_once() {
        let (_root, places) = places();
        for directory in [&places.state, &places.news, &places.own] {
            fs::create_dir(directory).unwrap();
        }
        let hear = |summaries: &mut Summaries| {
            summaries.changed();
            summaries.news()
        };
        let news = News::Accepted { owner: ann() };
        news_file::write(&places.news, &news).unwrap();
        let mut first = Summaries::kept(places.clone(), preferences());
        assert_eq!(hear(&mut first), Some(news.clone()));
        assert_eq!(hear(&mut first), None);
        let mut second = Summaries::kept(places.clone(), preferences());
        assert_eq!(hear(&mut second), None, "the display before it has told them");
        drop(second);
        // The same again, while no display runs, is new.
        news_file::write(&places.news, &news).unwrap();
        let mut third = Summaries::kept(places.clone(), preferences());
        assert_eq!(hear(&mut third), Some(news.clone()));
        news_file::write(&places.news, &News::Erased).unwrap();
        assert_eq!(hear(&mut third), Some(News::Erased));
    }

    #[test]
    fn a_stick_is_found_read_and_reported_on() {
        let (_root, places) = places();
        for directory in [&places.state, &places.inbox, &places.news] {
            fs::create_dir(directory).unwrap();
        }
        let mut summaries = Summaries::kept(places.clone(), preferences());
        let mut look = || {
            summaries.changed();
            summaries.news()
        };
        assert_eq!(look(), None);
        let mut handover = File::create(places.inbox.join("sda")).unwrap();
        assert_eq!(look(), Some(News::StickFound));
        handover.write_all(b"S").unwrap();
        assert_eq!(look(), Some(News::Reading));
        let accepted = News::Accepted { owner: ann() };
        news_file::write(&places.news, &accepted).unwrap();
        assert_eq!(look(), Some(accepted));
        assert_eq!(look(), None);
    }
}
