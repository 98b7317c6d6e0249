//! Where a simulated device gets its summaries: the one that it begins with, and those that are loaded as from a stick.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use playtally_device::{Kept, News, Store};

/// The summaries of a device, the last one loaded of each owner. Clones are the same.
#[derive(Clone, Debug)]
pub(crate) struct Sticks(Rc<RefCell<Loaded>>);

#[derive(Debug)]
struct Loaded {
    /// The files, by their owners.
    files: BTreeMap<String, Vec<u8>>,
    changed: bool,
    news: Option<News>,
}

impl Sticks {
    /// A device that has a summary when it is switched on.
    pub(crate) fn new(summary: &Kept) -> Self {
        Self(Rc::new(RefCell::new(Loaded {
            files: BTreeMap::from([file(summary)]),
            changed: true,
            news: None,
        })))
    }

    /// Loads a summary as from a stick: it takes the place of its owner's last one, and the device says so.
    pub(crate) fn load(&self, summary: &Kept) {
        let mut loaded = self.0.borrow_mut();
        loaded.files.extend([file(summary)]);
        loaded.changed = true;
        loaded.news = Some(News::Accepted {
            owner: summary.owner().to_owned(),
        });
    }
}

fn file(summary: &Kept) -> (String, Vec<u8>) {
    (summary.owner().to_owned(), summary.summary().file().to_vec())
}

impl Store for Sticks {
    fn changed(&mut self) -> bool {
        self.0.borrow().changed
    }

    fn load(&mut self) -> Vec<Kept> {
        let mut loaded = self.0.borrow_mut();
        loaded.changed = false;
        // They were sound when they were loaded.
        loaded
            .files
            .values()
            .filter_map(|file| Kept::new(file.as_slice()).ok())
            .collect()
    }

    fn news(&mut self) -> Option<News> {
        self.0.borrow_mut().news.take()
    }
}
