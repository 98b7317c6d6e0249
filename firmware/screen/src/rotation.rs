//! Which page of which owner is up, and for how long.

use heapless::HistoryBuf;
use playtally_summary::Summary;

use crate::{Chapter, Class, Ground, Moment, Page, story};

/// What the buttons ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Input {
    /// The next page.
    Next,
    /// The page before.
    Previous,
    /// Stay on this page, or go on.
    PauseOrResume,
    /// The next owner.
    NextOwner,
}

/// How fast pages change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pace {
    /// How long a page stays that takes as long to read as most, in seconds; at least 1.
    pub seconds: u16,
    /// How long every page stays at least, in seconds: for panels that cannot show the next one earlier.
    pub least_seconds: u16,
    /// How many pages an owner has before the next one's turn.
    pub pages_per_turn: u16,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            seconds: 12,
            least_seconds: 0,
            pages_per_turn: 8,
        }
    }
}

/// What is up at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Showing {
    /// Whose page: an index into the owners that were given.
    pub owner: usize,
    /// Which page.
    pub page: Page,
    /// What it stands on, beside the page before it: loud and quiet in turn, and never the same hue twice but in a story.
    pub ground: Ground,
    /// Where in a story it stands.
    pub chapter: Option<Chapter>,
    /// The moment where that owner is.
    pub moment: Moment,
    /// When the page changes by itself, in the caller's milliseconds; `None` while the rotation is paused.
    pub next_change: Option<u64>,
}

/// How many pages of all owners are remembered, to go back to and not to repeat.
const MEMORY: usize = 256;
/// A page that so many others of its owner followed has waited as long as one that never came up. Fewer than there are would
/// let those that weigh more take all the turns.
const LONG: usize = Page::ALL.len();

/// A page that came up.
#[derive(Clone, Copy, Debug)]
struct Shown {
    /// Whose it is.
    owner: u16,
    page: Page,
    /// What it stands on.
    ground: Ground,
    /// Where in a story it stands.
    chapter: Option<Chapter>,
}

/// The order and pace of the pages, as a state machine without a clock.
///
/// The next page is the one that has waited longest for its weight, with some chance that comes from the owner's seed
/// and the date alone; half of the pages that have something to say come up before one of them returns, in the owner's
/// next turn too. An owner's turn starts with the cover. What happened on this day comes up early in the day. A page that
/// opens a story is followed by the rest of it, whoever's turn ends; a button leaves it, and another time it goes on from there.
#[derive(Clone, Debug)]
pub struct Rotation {
    pace: Pace,
    owner: usize,
    /// The newest last; those of this turn are the present owner's.
    shown: HistoryBuf<Shown, MEMORY>,
    /// How many pages back from the newest the present one is.
    back: usize,
    /// How many pages came up in this turn.
    turn: u32,
    /// When the present page came up, in the caller's milliseconds.
    since: u64,
    paused: bool,
    asked: Option<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// What is due.
    GoOn,
    /// What a button asks for.
    Next,
    Previous,
    Owner(usize),
    /// Starts the page's time anew.
    Stay,
}

impl Rotation {
    /// A rotation that begins with the first owner's cover.
    #[must_use]
    pub const fn new(pace: Pace) -> Self {
        Self {
            pace,
            owner: 0,
            shown: HistoryBuf::new(),
            back: 0,
            turn: 0,
            since: 0,
            paused: false,
            asked: None,
        }
    }

    /// Whether the pages stand still.
    #[must_use]
    pub const fn is_paused(&self) -> bool {
        self.paused
    }

    /// Changes the pace from the next page on.
    pub const fn set_pace(&mut self, pace: Pace) {
        self.pace = pace;
    }

    /// Takes what a button asks for; [`Rotation::at`] then shows it.
    pub const fn input(&mut self, input: Input) {
        self.asked = Some(match input {
            Input::Next => Step::Next,
            Input::Previous => Step::Previous,
            Input::NextOwner => Step::Owner(self.owner + 1),
            Input::PauseOrResume => {
                self.paused = !self.paused;
                Step::Stay
            }
        });
    }

    /// Begins the turn of an owner, such as one whose summary has just come.
    pub const fn show_owner(&mut self, owner: usize) {
        self.asked = Some(Step::Owner(owner));
    }

    /// What is up `now` (milliseconds that never go back) at that many seconds after 1970-01-01T00:00:00Z. `None` if
    /// there is no owner. After a long silence one page changes, not all that were missed.
    pub fn at(&mut self, now: u64, utc_seconds: i64, class: Class, owners: &[Summary]) -> Option<Showing> {
        let mut step = self.asked.take();
        let has_page = self.owner < owners.len() && !self.shown.is_empty();
        if !has_page && !matches!(step, Some(Step::Owner(_))) {
            step = Some(Step::Owner(self.owner));
        }
        let due = !self.paused && now >= self.since.saturating_add(self.time());
        match step.or(due.then_some(Step::GoOn)) {
            Some(Step::GoOn) => self.forward(true, now, utc_seconds, class, owners)?,
            Some(Step::Next) => self.forward(false, now, utc_seconds, class, owners)?,
            Some(Step::Previous) => self.backward(now),
            Some(Step::Owner(owner)) => self.begin_turn(owner, now, utc_seconds, class, owners)?,
            Some(Step::Stay) => self.since = now,
            None => {}
        }
        let summary = owners.get(self.owner)?;
        let mut moment = Moment::of(utc_seconds, summary);
        // What a page was about may have gone with a new summary or a new date.
        if !self.page()?.has_something_to_say(summary, moment, class) {
            self.choose(now, utc_seconds, class, summary)?;
            moment = Moment::of(utc_seconds, summary);
        }
        let &Shown {
            page, ground, chapter, ..
        } = self.current()?;
        Some(Showing {
            owner: self.owner,
            page,
            ground,
            chapter,
            moment,
            next_change: (!self.paused).then(|| self.since.saturating_add(self.time())),
        })
    }

    fn current(&self) -> Option<&Shown> {
        self.shown.oldest_ordered().rev().nth(self.back)
    }

    fn page(&self) -> Option<Page> {
        Some(self.current()?.page)
    }

    /// How long the present page stays, in milliseconds.
    fn time(&self) -> u64 {
        let percent = self.page().map_or(100, Page::time);
        let time = u64::from(self.pace.seconds.max(1)) * u64::from(percent) * 10;
        time.max(u64::from(self.pace.least_seconds) * 1000)
    }

    /// The next page; the next one of a story, if one is told and is to go on.
    fn forward(&mut self, goes_on: bool, now: u64, utc_seconds: i64, class: Class, owners: &[Summary]) -> Option<()> {
        if self.back > 0 {
            self.back -= 1;
            self.since = now;
            return Some(());
        }
        let summary = owners.get(self.owner)?;
        if goes_on && let Some(page) = self.page() {
            let moment = Moment::of(utc_seconds, summary);
            let speaks = |page: &Page| page.has_something_to_say(summary, moment, class);
            if let Some(next) = story::next(page, speaks) {
                let ground = next.ground(summary, moment).after(self.current()?.ground);
                self.put_up(next, ground, story::chapter(next, speaks), now);
                return Some(());
            }
        }
        if owners.len() > 1 && self.turn >= u32::from(self.pace.pages_per_turn.max(1)) {
            return self.begin_turn(self.owner + 1, now, utc_seconds, class, owners);
        }
        self.choose(now, utc_seconds, class, summary)
    }

    fn backward(&mut self, now: u64) {
        let turn = self.shown.len().min(self.turn as usize);
        self.back = (self.back + 1).min(turn.saturating_sub(1));
        self.since = now;
    }

    fn begin_turn(&mut self, owner: usize, now: u64, utc_seconds: i64, class: Class, owners: &[Summary]) -> Option<()> {
        self.owner = owner.checked_rem(owners.len())?;
        self.turn = 0;
        self.choose(now, utc_seconds, class, owners.get(self.owner)?)
    }

    /// Puts up the page that has waited longest for its weight.
    fn choose(&mut self, now: u64, utc_seconds: i64, class: Class, summary: &Summary) -> Option<()> {
        let moment = Moment::of(utc_seconds, summary);
        let speaks = |page: &Page| page.has_something_to_say(summary, moment, class);
        let pages = || Page::ALL.iter().copied().filter(speaks);
        let rest = pages().count() / 2;
        let seed = u64::from(summary.owner().seed.get()) << 32 | u64::from(day(moment));
        let present = self.page();
        let told = |story: &[Page]| self.told(story);
        let recap = told(&story::RECAP);
        // One that was left is not gone on with at once.
        let in_order = |page: Page| {
            story::is_in_turn(page, told, speaks)
                && story::part_is_due(page, recap, speaks)
                && !present.is_some_and(|present| story::are_one(present, page))
        };
        let page = if self.turn == 0 && speaks(&Page::Cover) {
            Page::Cover
        } else {
            pages()
                .filter(|&page| in_order(page) && self.age(page).is_none_or(|age| age >= rest))
                .max_by_key(|&page| {
                    let age = self.age(page).map_or(LONG, |age| age.min(LONG)) as u64 + 1;
                    // Between 2/3 and 4/3.
                    let chance = 64 + scramble(seed ^ u64::from(self.turn) << 16 ^ (page as u64) << 56) % 65;
                    age * weight(page, moment) * chance
                })
                // Where an owner has little to say, what has waited longest.
                .or_else(|| pages().max_by_key(|&page| self.age(page).unwrap_or(LONG)))?
        };
        let own = page.ground(summary, moment);
        let ground = match self.shown.recent() {
            // One that comes again, as the cover does once a summary was accepted, has not changed.
            Some(before) if (before.owner, before.page) == (self.owner as u16, page) => before.ground,
            Some(before) => own.beside(before.ground),
            None => own,
        };
        self.put_up(page, ground, story::chapter(page, speaks), now);
        Some(())
    }

    fn put_up(&mut self, page: Page, ground: Ground, chapter: Option<Chapter>, now: u64) {
        self.shown.write(Shown {
            owner: self.owner as u16,
            page,
            ground,
            chapter,
        });
        self.back = 0;
        self.turn = self.turn.saturating_add(1);
        self.since = now;
    }

    /// Which of some pages was told last of the present owner.
    fn told(&self, of: &[Page]) -> Option<Page> {
        self.own().map(|shown| shown.page).find(|page| of.contains(page))
    }

    /// How many pages of the present owner came up after this one did last.
    fn age(&self, page: Page) -> Option<usize> {
        self.own().position(|shown| shown.page == page)
    }

    /// What came up of the present owner, the newest first.
    fn own(&self) -> impl Iterator<Item = &Shown> {
        let shown = self.shown.oldest_ordered().rev();
        shown.filter(|shown| shown.owner == self.owner as u16)
    }
}

/// How often a page comes up at a moment, relative to the others.
fn weight(page: Page, now: Moment) -> u64 {
    let fresh = page == Page::OnThisDay && (5..11).contains(&now.hour());
    u64::from(page.weight()) * if fresh { 4 } else { 1 }
}

fn day(moment: Moment) -> u32 {
    use chrono::Datelike;
    moment.date().num_days_from_ce() as u32
}

/// A number that depends on every bit of another: the finalizer of SplitMix64.
const fn scramble(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}
