//! Where a simulated device gets its summaries: the one that it begins with, and those on sticks.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io;
use std::rc::Rc;

use playtally_device::{Accepted, Identity, Kept, News, Shelf, Store};
use playtally_screen::Refusal;

use crate::disk::MemoryDisk;

/// How long a stick is looked for on the device, and how long reading it takes, in milliseconds: about what a Raspberry
/// Pi and a usual stick need.
const SEARCH_MS: u64 = 700;
const READ_MS: u64 = 1_300;

/// The summaries of a device, kept as a device keeps them, and a place for a stick. Clones are the same.
#[derive(Clone, Debug)]
pub(crate) struct Sticks(Rc<RefCell<Port>>);

#[derive(Debug)]
struct Port {
    shelf: Shelf<MemoryDisk>,
    changed: bool,
    /// The only file on the stick that is plugged in.
    stick: Option<Vec<u8>>,
    /// The file of the last stick, as it was before any damage, or the one that the device began with.
    last: Vec<u8>,
    /// What becomes of the stick and when, in milliseconds and in order.
    coming: VecDeque<(u64, Stage)>,
    news: Option<News>,
}

#[derive(Clone, Copy, Debug)]
enum Stage {
    Found,
    Reading,
    Read,
}

impl Sticks {
    /// A device that has a summary when it is switched on.
    pub(crate) fn new(summary: &Kept) -> Self {
        let mut shelf = Shelf::new(MemoryDisk::default());
        // An empty disk in memory takes it.
        let _ = shelf.accept(summary);
        Self(Rc::new(RefCell::new(Port {
            shelf,
            changed: true,
            stick: None,
            last: summary.summary().file().to_vec(),
            coming: VecDeque::new(),
            news: None,
        })))
    }

    /// Plugs a stick in, in place of the one that may be there.
    pub(crate) fn plug(&self, file: Vec<u8>, now: u64) {
        self.0.borrow_mut().last.clone_from(&file);
        self.plug_in(file, now);
    }

    /// Plugs the last stick in again after a bit of its file was changed.
    pub(crate) fn plug_damaged(&self, now: u64) {
        let mut file = self.0.borrow().last.clone();
        let middle = file.len() / 2;
        if let Some(byte) = file.get_mut(middle) {
            *byte ^= 1;
        }
        self.plug_in(file, now);
    }

    fn plug_in(&self, file: Vec<u8>, now: u64) {
        let mut port = self.0.borrow_mut();
        port.stick = Some(file);
        let read = now + SEARCH_MS + READ_MS;
        port.coming = VecDeque::from([
            (now, Stage::Found),
            (now + SEARCH_MS, Stage::Reading),
            (read, Stage::Read),
        ]);
    }

    /// Pulls the stick out. One that was being read cannot be read any further.
    pub(crate) fn pull(&self, now: u64) {
        let mut port = self.0.borrow_mut();
        port.stick = None;
        if !port.coming.is_empty() {
            port.coming = VecDeque::from([(now, Stage::Read)]);
        }
    }

    /// Whether one is plugged in.
    pub(crate) fn is_in(&self) -> bool {
        self.0.borrow().stick.is_some()
    }

    /// When the next thing becomes of the stick, in milliseconds.
    pub(crate) fn next_move(&self) -> Option<u64> {
        self.0.borrow().coming.front().map(|&(at, _)| at)
    }

    /// Does what is due, and says whether anything was.
    pub(crate) fn move_to(&self, now: u64) -> bool {
        let mut port = self.0.borrow_mut();
        let mut moved = false;
        while let Some(&(_, stage)) = port.coming.front().filter(|(at, _)| *at <= now) {
            port.coming.pop_front();
            moved = true;
            port.news = Some(match stage {
                Stage::Found => News::StickFound,
                Stage::Reading => News::Reading,
                Stage::Read => match port.read() {
                    Ok(news) => news,
                    Err(why) => News::Refused { why },
                },
            });
        }
        moved
    }
}

impl Port {
    /// Takes in what is on the stick, and says what came of it.
    fn read(&mut self) -> Result<News, Refusal> {
        let bytes = self.stick.clone().ok_or(Refusal::Unreadable)?;
        let summary = Kept::new(bytes)?;
        let accepted = self.shelf.accept(&summary).map_err(|_| Refusal::NoRoom)?;
        self.changed = true;
        let owner = summary.identity();
        Ok(match accepted {
            Accepted::Namesake(old) => News::Namesake { new: owner, old },
            _ => News::Accepted { owner },
        })
    }

    /// Tells what came of a change.
    fn tell(&mut self, news: News) {
        self.changed = true;
        self.news = Some(news);
    }
}

impl Store for Sticks {
    type Error = io::Error;

    fn changed(&mut self) -> bool {
        self.0.borrow().changed
    }

    fn load(&mut self) -> Vec<Kept> {
        let mut port = self.0.borrow_mut();
        port.changed = false;
        port.shelf.summaries()
    }

    fn news(&mut self) -> Option<News> {
        self.0.borrow_mut().news.take()
    }

    fn erase(&mut self, owner: Option<&Identity>) -> io::Result<()> {
        let mut port = self.0.borrow_mut();
        port.shelf.erase(owner)?;
        port.tell(News::Erased);
        Ok(())
    }

    fn replace(&mut self, old: &Identity, new: &Identity) -> io::Result<()> {
        let mut port = self.0.borrow_mut();
        port.shelf.replace(old, new)?;
        port.tell(News::Accepted { owner: new.clone() });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::summary;
    use playtally_device::MAX_OWNERS;

    fn sticks() -> Sticks {
        Sticks::new(&Kept::new(summary("Ada")).expect("a sound summary"))
    }

    /// All news until nothing more comes, with their times.
    fn news(sticks: &mut Sticks) -> Vec<(u64, News)> {
        let mut all = Vec::new();
        while let Some(at) = sticks.next_move() {
            sticks.move_to(at);
            all.extend(sticks.news().map(|news| (at, news)));
        }
        all
    }

    #[test]
    fn a_stick_is_found_read_and_its_summary_accepted() {
        let mut sticks = sticks();
        sticks.load();
        sticks.plug(summary("Bo"), 100);
        let owner = Kept::new(summary("Bo")).expect("a sound summary").identity();
        let expected = [
            (100, News::StickFound),
            (800, News::Reading),
            (2_100, News::Accepted { owner }),
        ];
        assert_eq!(news(&mut sticks), expected);
        assert!(sticks.changed());
        let owners: Vec<_> = sticks.load().iter().map(|kept| kept.owner().to_owned()).collect();
        assert_eq!(owners, ["Ada", "Bo"]);
    }

    #[test]
    fn a_stick_that_is_pulled_while_it_is_read_is_refused_and_afterwards_is_not_missed() {
        let mut sticks = sticks();
        sticks.load();
        sticks.plug(summary("Bo"), 0);
        sticks.move_to(1_000);
        sticks.pull(1_000);
        let why = Refusal::Unreadable;
        assert_eq!(news(&mut sticks).pop(), Some((1_000, News::Refused { why })));
        assert!(!sticks.changed());
        sticks.plug(summary("Bo"), 2_000);
        news(&mut sticks);
        sticks.pull(9_000);
        assert_eq!(news(&mut sticks), []);
        assert_eq!(sticks.load().len(), 2);
    }

    #[test]
    fn a_device_has_room_for_so_many_owners() {
        let mut sticks = sticks();
        for owner in 1..=MAX_OWNERS {
            sticks.plug(summary(&format!("Bo {owner}")), 0);
            let last = news(&mut sticks).pop().map(|(_, news)| news);
            let is_refused = matches!(last, Some(News::Refused { why: Refusal::NoRoom }));
            assert_eq!(is_refused, owner == MAX_OWNERS, "{owner}");
        }
    }
}
