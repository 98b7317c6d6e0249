//! The device loop: input, rotation, drawing, damage, flush.

mod erase;
mod menu;
mod namesake;
mod view;

use embedded_graphics::geometry::OriginDimensions;
use playtally_panel::{Display, Panel, Refresh};
use playtally_screen::{
    Class, Coming, Input, Look, Menu, Moment, Night, Pace, Page, Preferences, Progress, Rotation, Scene, Showing,
    Transition,
};
use playtally_summary::Summary;

use crate::{Action, Backlight, Buttons, Clock, Debounce, Kept, List, News, Store};
use view::View;

/// What a device is made of.
#[derive(Debug)]
pub struct Parts<'a, P, L, B, C, S> {
    /// The panel with its two frames.
    pub display: Display<'a, P>,
    /// The light behind it.
    pub backlight: L,
    /// The buttons.
    pub buttons: B,
    /// The clock.
    pub clock: C,
    /// Where summaries come from.
    pub store: S,
}

/// How a device is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How fast pages change.
    pub pace: Pace,
    /// Colours and language.
    pub look: Look,
    /// What a short press of button A, B, X and Y does.
    pub actions: [Action; 4],
    /// How bright the backlight is, in percent.
    pub brightness: u8,
    /// The hours in which the panel rests, if it does.
    pub night: Option<Night>,
    /// Whether pictures change at once, without any motion.
    pub calm: bool,
    /// Whether the picture stands on its head.
    pub turned: bool,
}

/// A device on a desk. Everything that it does, it does in [`step`](Self::step).
#[derive(Debug)]
pub struct Device<'a, P, L, B, C, S> {
    parts: Parts<'a, P, L, B, C, S>,
    options: Options,
    class: Class,
    debounce: Debounce,
    rotation: Rotation,
    summaries: List<Kept>,
    /// What is shown instead of a page, and until when, in the clock's milliseconds.
    news: Option<(News, u64)>,
    /// How many news there were.
    told: u32,
    /// The menu while it is open, and when it closes by itself, in the clock's milliseconds.
    menu: Option<(Menu, u64)>,
    /// Since when the button that erases has been held, in the clock's milliseconds.
    held_since: Option<u64>,
    /// Whether something was set in the menu that the store does not know of.
    unkept: bool,
    /// Until when a press keeps the night away, in the clock's milliseconds.
    awake_until: u64,
    /// What is on the panel; `None` if that is unknown.
    shown: Option<Picture>,
    /// What is drawn and waits for e-paper to take it.
    waiting: Option<Picture>,
    /// What is coming in over it.
    moving: Option<Moving>,
    /// How the next picture comes in.
    transition: Transition,
    /// What the backlight is set to.
    light: Option<u8>,
}

/// All that decides which pixels are drawn. Pages tell the time by the minute at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Picture {
    subject: Subject,
    minute: i64,
    look: Look,
    turned: bool,
}

/// A picture that is coming in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Moving {
    picture: Picture,
    by: Transition,
    /// Since when, in the clock's milliseconds.
    since: u64,
    /// How far it is on the panel.
    at: Progress,
}

/// What a picture is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    Page {
        owner: usize,
        page: Page,
    },
    NoSummary,
    /// News, by number.
    News(u32),
    /// The menu, with what holds, whose pages are up, and how long the button was held that erases.
    Menu(Menu, Preferences, Option<usize>, Progress),
    Night,
}

/// What came of a step.
#[derive(Debug)]
pub struct Step<E> {
    /// When the next step is due, in the clock's milliseconds. An edge of a button and a change of the store call for an
    /// earlier one.
    pub until: u64,
    /// What went wrong. The step did all the rest, and the next one tries again.
    pub problem: Option<E>,
}

/// What can go wrong in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem<P, L, B> {
    /// The panel could not be brought up to date.
    #[error("{0}")]
    Panel(P),
    /// The backlight could not be set.
    #[error("the backlight failed: {0:?}")]
    Backlight(L),
    /// The buttons could not be read.
    #[error("the buttons failed: {0:?}")]
    Buttons(B),
}

type ProblemOf<P, L, B> = Problem<<P as Panel>::Error, <L as Backlight>::Error, <B as Buttons>::Error>;

/// How long to wait before trying again what went wrong, in milliseconds.
const RETRY_MS: u64 = 1000;
/// A minute, in milliseconds.
const MINUTE_MS: u64 = 60_000;

impl<'a, P: Panel, L: Backlight, B: Buttons, C: Clock, S: Store> Device<'a, P, L, B, C, S> {
    /// A device that has not shown anything yet. Its backlight is switched on once the first picture is on the panel.
    #[must_use]
    pub fn new(parts: Parts<'a, P, L, B, C, S>, options: Options) -> Self {
        Self {
            class: options.look.class_on(parts.display.panel().size()),
            debounce: Debounce::default(),
            rotation: Rotation::new(options.pace),
            summaries: List::new(),
            news: None,
            told: 0,
            menu: None,
            held_since: None,
            unkept: false,
            awake_until: 0,
            shown: None,
            waiting: None,
            moving: None,
            transition: Transition::default(),
            light: None,
            parts,
            options,
        }
    }

    /// Takes in what the buttons, the clock and the store say, and brings the panel up to date. It never waits: the
    /// caller does, until the time that comes back or until something happens.
    pub fn step(&mut self) -> Step<ProblemOf<P, L, B>> {
        let now = self.parts.clock.now();
        self.parts.display.tell(now);
        let input = self.take_input(now);
        if self.parts.store.changed() {
            self.take_in_summaries();
        }
        if let Some(news) = self.parts.store.news() {
            self.tell(news);
        }
        self.leave_menu_alone(now);
        self.forget_old_news(now);
        let utc = self.parts.clock.utc();
        // A clock that nobody set reads as 1970, which no page takes for the present.
        let seconds = utc.unwrap_or(0);
        let showing = self.turn(now, seconds);
        let dark = self.is_dark(now);
        let drawn = self
            .draw(now, showing, seconds, dark)
            .and_then(|()| self.light_up(dark));
        let problem = drawn.and(input).err();
        let due = [
            self.news.as_ref().map(|&(_, until)| until),
            self.menu.map(|(_, until)| until),
            Some(self.awake_until).filter(|&until| until > now && self.options.night.is_some()),
            showing.and_then(|showing| showing.next_change),
            self.moving.map(|_| now + self.frame_ms()),
            self.held_since.map(|_| now + self.frame_ms()),
            utc.map(|seconds| now + MINUTE_MS - seconds.rem_euclid(60) as u64 * 1000),
            self.debounce.wake_at(),
            self.parts.display.due(),
            self.parts.buttons.poll_every().map(|every| now + u64::from(every)),
            problem.as_ref().map(|_| now + RETRY_MS),
        ];
        Step {
            until: due.into_iter().flatten().min().unwrap_or(now + MINUTE_MS),
            problem,
        }
    }

    /// Does what a button would do.
    pub fn input(&mut self, input: Input) {
        self.transition = match input {
            Input::Next => Transition::Forward,
            Input::Previous => Transition::Back,
            _ => Transition::Wipe,
        };
        self.rotation.input(input);
    }

    /// Shows news in place of a page, and of older news, for [a while](News::stays_ms) or until a button is pressed.
    pub fn tell(&mut self, news: News) {
        self.parts.display.tell(self.parts.clock.now());
        let news = match news {
            // Nobody could answer: both stay.
            News::Namesake { new, .. } if !self.parts.buttons.are_there() => News::Accepted { owner: new },
            news => news,
        };
        // E-paper shows them once it may be refreshed again.
        let until = self.parts.display.opens() + news.stays_ms();
        self.news = Some((news, until));
        self.told = self.told.wrapping_add(1);
    }

    /// The news that are up.
    #[must_use]
    pub fn news(&self) -> Option<&News> {
        self.news.as_ref().map(|(news, _)| news)
    }

    /// The owner and the page on the panel, or coming in there; `None` while something else is.
    #[must_use]
    pub fn showing(&self) -> Option<(&str, Page)> {
        let moving = self.moving.map(|moving| moving.picture);
        match moving.or(self.shown)?.subject {
            Subject::Page { owner, page } => Some((self.summaries.get(owner)?.owner(), page)),
            Subject::NoSummary | Subject::News(_) | Subject::Menu(..) | Subject::Night => None,
        }
    }

    /// The page on the panel, how it looks and the moment that it is about; `None` while something else is there.
    #[must_use]
    pub fn scene(&self) -> Option<(Scene<'_>, Look, Moment)> {
        let picture = self.shown?;
        let Subject::Page { owner, page } = picture.subject else {
            return None;
        };
        let summary = *self.summaries.get(owner)?.summary();
        let moment = Moment::of(picture.minute * 60, &summary);
        Some((Scene::Page(page, summary), picture.look, moment))
    }

    /// Whether the picture on the panel is all there, and nothing moves.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        self.moving.is_none() && self.shown.is_some()
    }

    /// What the device is made of.
    #[must_use]
    pub const fn parts(&self) -> &Parts<'a, P, L, B, C, S> {
        &self.parts
    }

    /// Switches the backlight off and leaves the panel black and asleep. E-paper keeps its picture.
    ///
    /// # Errors
    /// The first thing that went wrong; all the rest was done nevertheless.
    pub fn end(mut self) -> Result<(), ProblemOf<P, L, B>> {
        let dark = self.parts.backlight.set(0).map_err(Problem::Backlight);
        let blank = self.parts.display.blank().map(drop).map_err(Problem::Panel);
        let asleep = self.parts.display.sleep().map_err(Problem::Panel);
        dark.and(blank).and(asleep)
    }

    /// Loads the summaries, and turns to the owner of the first one that is new.
    fn take_in_summaries(&mut self) {
        let summaries = self.parts.store.load();
        for kept in &summaries {
            self.parts.clock.hear_of(kept.pressed());
        }
        let is_new = |kept: &Kept| {
            !self
                .summaries
                .iter()
                .any(|known| known.summary().file() == kept.summary().file())
        };
        let new = summaries.iter().position(is_new);
        if summaries.len() < self.summaries.len() {
            // Whose place it was may be another's now.
            self.rotation.show_owner(0);
        } else if let Some(owner) = new.filter(|_| !self.summaries.is_empty()) {
            self.rotation.show_owner(owner);
        }
        self.summaries = summaries;
        // It speaks of owners by their places.
        if self.menu.take().is_some() {
            self.keep_choice();
        }
        (self.shown, self.waiting) = (None, None);
    }

    fn take_input(&mut self, now: u64) -> Result<(), ProblemOf<P, L, B>> {
        let down = self.parts.buttons.down().map_err(|error| {
            self.held_since = None;
            Problem::Buttons(error)
        })?;
        while let Some(press) = self.debounce.take(down, now) {
            self.parts.display.touch();
            self.take_press(press, now);
        }
        self.take_hold(now);
        Ok(())
    }

    /// Goes back to the pages once news have been up long enough.
    fn forget_old_news(&mut self, now: u64) {
        let Some((news, _)) = self.news.take_if(|(_, until)| *until <= now) else {
            return;
        };
        if news == News::Erasing {
            return self.tell(erase::unanswered());
        }
        if let News::Accepted { owner } | News::Namesake { new: owner, .. } = news
            && let Some(owner) = self.summaries.iter().position(|kept| kept.identity().is(&owner))
        {
            self.rotation.show_owner(owner);
        }
    }

    /// What the rotation says is up.
    fn turn(&mut self, now: u64, seconds: i64) -> Option<Showing> {
        let owners: List<Summary> = self.summaries.iter().map(|kept| *kept.summary()).collect();
        self.rotation.at(now, seconds, self.class, &owners)
    }

    /// Draws what is up, unless it is on the panel already, and sends what differs. Until e-paper takes it, what was up
    /// before is what is shown.
    fn draw(&mut self, now: u64, showing: Option<Showing>, seconds: i64, dark: bool) -> Result<(), ProblemOf<P, L, B>> {
        let look = Look {
            paused: self.rotation.is_paused() && self.news.is_none(),
            ground: showing.map(|showing| showing.ground),
            chapter: showing.and_then(|showing| showing.chapter),
            ..self.options.look
        };
        let preferences = self.options.preferences();
        let owner = showing.map(|showing| showing.owner);
        let subject = match (&self.news, self.menu, showing) {
            (Some(_), ..) => Subject::News(self.told),
            (None, Some((menu, _)), _) => Subject::Menu(menu, preferences, owner, self.held(now)),
            _ if dark => Subject::Night,
            (None, None, Some(Showing { owner, page, .. })) => Subject::Page { owner, page },
            (None, None, None) => Subject::NoSummary,
        };
        let picture = Picture {
            subject,
            minute: seconds.div_euclid(60),
            look,
            turned: self.options.turned,
        };
        let is_due = self.parts.display.due().is_some_and(|due| due <= now);
        if [self.shown, self.waiting].contains(&Some(picture)) && !is_due {
            return Ok(());
        }
        self.waiting = None;
        let news = self.news.as_ref().map(|(news, _)| news);
        let moment = showing.map_or(Moment::utc(seconds), |showing| showing.moment);
        let owners: List<Summary> = self.summaries.iter().map(|kept| *kept.summary()).collect();
        let view = match subject {
            Subject::Menu(menu, now, owner, held) => View::menu(menu, now, owner, held, &owners),
            Subject::Night => View::night(),
            _ => View::new(news, showing, &self.summaries),
        };
        let is_paper = matches!(self.parts.display.panel().refresh(), Refresh::Paper(_));
        let is_too_slow = self.parts.display.budget().picture_ns > Coming::MS * 1_000_000;
        let moves = view.may_move && !self.options.calm && !is_paper && !is_too_slow;
        let before = self.shown.take();
        let coming = match self.moving.take() {
            Some(moving) if moving.picture.subject == subject => Some(moving),
            moving => (moves && (moving.is_some() || before.is_some_and(|before| before.subject != subject)))
                .then_some(Moving {
                    picture,
                    by: self.transition(),
                    since: now,
                    at: Progress::BEGUN,
                }),
        };
        let frame = self.parts.display.frame();
        let at = coming.map_or(Progress::DONE, |moving| {
            moving.at.max(Progress::after(now - moving.since, Coming::MS))
        });
        let by = coming.map_or(Transition::Wipe, |moving| moving.by);
        let step = Coming { by, at };
        if self.options.turned {
            frame.turn_around();
        }
        if let Some(moving) = coming {
            frame.move_columns(step.shift_since(moving.at, frame.size().width));
        }
        view.draw(&look, moment, step, frame);
        if self.options.turned {
            frame.turn_around();
        }
        self.parts.display.flush_piece().map_err(Problem::Panel)?;
        if !at.is_done() || self.parts.display.is_behind() {
            let since = coming.map_or(now, |moving| moving.since);
            self.moving = Some(Moving { picture, by, since, at });
        } else if self.parts.display.is_waiting() {
            self.shown = before;
            self.waiting = Some(picture);
        } else {
            self.shown = Some(picture);
            self.transition = Transition::default();
        }
        Ok(())
    }

    /// How long a frame of a transition stays, in milliseconds: 60 go by in a second where the bus has time for as many
    /// whole ones, and 30 elsewhere.
    fn frame_ms(&self) -> u64 {
        if self.parts.display.budget().pictures_a_second() >= 60 {
            16
        } else {
            33
        }
    }

    /// How the next page comes: a push moves all there is, so that a slow bus has no time for it.
    fn transition(&self) -> Transition {
        if self.parts.display.budget().pictures_a_second() >= 30 {
            self.transition
        } else {
            Transition::Wipe
        }
    }

    /// Sets the backlight where it is not as it should be.
    fn light_up(&mut self, dark: bool) -> Result<(), ProblemOf<P, L, B>> {
        let light = if dark { 0 } else { self.options.brightness };
        if self.light != Some(light) {
            self.parts.backlight.set(light).map_err(Problem::Backlight)?;
            self.light = Some(light);
        }
        // An OLED that was touched shines again at once.
        self.parts.display.set_light(light).map_err(Problem::Panel)
    }
}

#[cfg(test)]
mod tests;
