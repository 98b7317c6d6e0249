//! The loop on an emulated panel, in virtual time.

mod erasing;
mod killed;
mod manners;
mod namesakes;
mod setting_clock;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use playtally_panel::{Cost, Driver, Frame, PANELS, PanelSpec, Rotation as Turn, Wires};
use playtally_panel_emulator::{self as emulator, EmulatedPanel, Glass, Image};

use playtally_summary::records::OwnerId;

use super::*;
use crate::testing::{empty_summary, summary};
use crate::{Button, Dimmer, Down, Identity, Settings, Sign};

const HAT: &PanelSpec = &PANELS[0];
/// 2026-08-01T12:00:30Z.
const NOON: i64 = 1_785_585_630;

type Panel = Driver<'static, emulator::Spi, emulator::OutputLine, emulator::Busy, emulator::Delay>;

/// A device and the world around it.
struct Desk {
    device: Device<'static, Panel, Dimmer<emulator::Backlight>, Hands, Watch, Shelf>,
    panel: EmulatedPanel,
    hands: Hands,
    watch: Watch,
    shelf: Shelf,
    /// When the next step is due.
    due: u64,
}

/// The buttons that hands hold down.
#[derive(Clone, Default)]
struct Hands(Rc<Cell<Down>>);

impl Buttons for Hands {
    type Error = ();

    fn down(&mut self) -> Result<Down, ()> {
        Ok(self.0.get())
    }
}

/// The panel's virtual clock, and what time it was at its zero.
#[derive(Clone)]
struct Watch {
    clock: emulator::Clock,
    started: Option<i64>,
    /// Whether hands can set it, and to what they did.
    by_hand: Rc<Cell<(bool, Option<i64>)>>,
}

impl Clock for Watch {
    fn now(&mut self) -> u64 {
        self.clock.now().as_millis() as u64
    }

    fn utc(&mut self) -> Option<i64> {
        Some(self.started? + self.clock.now().as_secs() as i64)
    }

    fn can_be_set(&self) -> bool {
        self.by_hand.get().0
    }

    fn set(&mut self, utc: i64) -> bool {
        self.started = Some(utc - self.clock.now().as_secs() as i64);
        self.by_hand.set((true, Some(utc)));
        true
    }
}

/// Summaries that somebody can put in.
#[derive(Clone, Default)]
struct Shelf(
    Rc<RefCell<Option<Vec<Kept>>>>,
    Rc<RefCell<Option<News>>>,
    Rc<Cell<Option<Preferences>>>,
    /// Whom it was asked to erase, everyone by no name.
    Rc<RefCell<Vec<Option<String>>>>,
    /// Whose ids it was asked to have another's take the place of.
    Rc<RefCell<Vec<[Option<u64>; 2]>>>,
);

impl Store for Shelf {
    type Error = std::io::Error;

    fn changed(&mut self) -> bool {
        self.0.borrow().is_some()
    }

    fn load(&mut self) -> Vec<Kept> {
        self.0.borrow_mut().take().unwrap_or_default()
    }

    fn news(&mut self) -> Option<News> {
        self.1.borrow_mut().take()
    }

    fn erase(&mut self, owner: Option<&Identity>) -> std::io::Result<()> {
        self.3.borrow_mut().push(owner.map(|owner| owner.name.clone()));
        Ok(())
    }

    fn replace(&mut self, old: &Identity, new: &Identity) -> std::io::Result<()> {
        let ids = [old, new].map(|owner| owner.id.map(OwnerId::number));
        self.4.borrow_mut().push(ids);
        Ok(())
    }

    fn keep(&mut self, preferences: &Preferences) -> std::io::Result<()> {
        self.2.set(Some(*preferences));
        Ok(())
    }
}

impl Desk {
    fn new(summaries: Vec<Kept>) -> Self {
        Self::on(HAT, summaries)
    }

    fn on(spec: &'static PanelSpec, summaries: Vec<Kept>) -> Self {
        let panel = EmulatedPanel::new(Glass::named(spec.name).unwrap());
        Self::started(spec, spec.max_hz, panel, summaries)
    }

    /// A device on a bus at a clock of its own.
    fn at_hz(spec: &'static PanelSpec, hz: u32, summaries: Vec<Kept>) -> Self {
        let bus = emulator::Bus {
            hz,
            ..emulator::Bus::SPIDEV
        };
        let panel = EmulatedPanel::with(Glass::named(spec.name).unwrap(), bus, emulator::Clock::new());
        Self::started(spec, hz, panel, summaries)
    }

    /// A device that is started at noon on a panel, whatever that shows.
    fn started(spec: &'static PanelSpec, hz: u32, panel: EmulatedPanel, summaries: Vec<Kept>) -> Self {
        let leak = |length| Box::leak(vec![0; length].into_boxed_slice());
        let size = spec.size(Turn::Deg0);
        let frame = || Frame::new(size, leak((size.width * size.height) as usize)).unwrap();
        let wires = Wires {
            spi: panel.spi(),
            data_command: panel.data_command(),
            reset: Some(panel.reset()),
            busy: Some(panel.busy()),
        };
        let buffer = Box::leak(vec![0; 4096].into_boxed_slice());
        let driver = Driver::open(spec, Turn::Deg0, wires, panel.delay(), buffer).unwrap();
        let mut light = Dimmer(panel.backlight_pwm());
        light.set(0).unwrap();
        let (hands, shelf) = (Hands::default(), Shelf::default());
        *shelf.0.borrow_mut() = Some(summaries);
        let watch = Watch {
            clock: panel.clock().clone(),
            started: Some(NOON - panel.clock().now().as_secs() as i64),
            by_hand: Rc::default(),
        };
        let parts = Parts {
            display: Display::new(driver, frame(), frame(), Cost::SPIDEV.at_hz(hz)).unwrap(),
            backlight: light,
            buttons: hands.clone(),
            clock: watch.clone(),
            store: shelf.clone(),
        };
        Self {
            device: Device::new(parts, Settings::on(spec).options()),
            panel,
            hands,
            watch,
            shelf,
            due: 0,
        }
    }

    /// Does the step that is due, in time, and says what went wrong.
    fn step(&mut self) -> Option<String> {
        let now = self.watch.now();
        self.watch
            .clock
            .advance(Duration::from_millis(self.due.saturating_sub(now)));
        self.step_now()
    }

    /// Does a step ahead of time.
    fn step_now(&mut self) -> Option<String> {
        let step = self.device.step();
        self.due = step.until;
        step.problem.map(|problem| format!("{problem:?}"))
    }

    /// Lets time pass.
    fn pass(&mut self, seconds: u64) {
        let end = self.watch.now() + seconds * 1000;
        while self.due <= end {
            assert_eq!(self.step(), None);
        }
        let now = self.watch.now();
        self.watch.clock.advance(Duration::from_millis(end.saturating_sub(now)));
    }

    /// Presses a button for a tenth of a second.
    fn press(&mut self, button: Button) {
        for down in [Down::NONE.with(button), Down::NONE] {
            self.hands.0.set(down);
            let end = self.watch.now() + 100;
            assert_eq!(self.step_now(), None);
            while self.due <= end {
                assert_eq!(self.step(), None);
            }
            let now = self.watch.now();
            self.watch.clock.advance(Duration::from_millis(end.saturating_sub(now)));
        }
    }

    fn page(&self) -> Page {
        self.device.showing().expect("a page").1
    }

    fn owner(&self) -> &str {
        self.device.showing().expect("a page").0
    }

    fn image(&self) -> Image {
        self.panel.image()
    }
}

fn is_black(image: &Image) -> bool {
    image.rgb().iter().all(|&part| part == 0)
}

#[test]
fn the_backlight_comes_on_with_the_first_picture() {
    let mut desk = Desk::new(vec![summary("Ann", 1)]);
    assert!(
        is_black(&desk.image()),
        "nobody wants to see the noise in a panel's memory"
    );
    assert_eq!(desk.step(), None);
    assert_eq!(desk.page(), Page::Cover);
    assert!(!is_black(&desk.image()));
}

#[test]
fn pages_change_at_the_pace_that_is_set() {
    let mut desk = Desk::new(vec![summary("Ann", 1)]);
    let mut changes = Vec::new();
    for second in 0..60 {
        let before = desk.device.showing().map(|(_, page)| page);
        desk.pass(1);
        if before != Some(desk.page()) {
            changes.push(second);
        }
    }
    // A page stays between 80 and 130 percent of 12 seconds.
    assert!((4..=7).contains(&changes.len()), "{changes:?}");
}

#[test]
fn a_page_that_stands_still_moves_nothing_and_wakes_nobody() {
    let mut desk = Desk::new(vec![summary("Ann", 1)]);
    desk.press(Button::A);
    desk.pass(1);
    desk.panel.reset_counters();
    let image = desk.image();
    let mut wakeups = 0;
    let end = desk.watch.now() + 3_600_000;
    while desk.due < end {
        assert_eq!(desk.step(), None);
        wakeups += 1;
    }
    assert!(wakeups <= 61, "{wakeups} in an hour");
    assert_eq!(desk.panel.counters(), emulator::Counters::default());
    assert!(desk.image() == image);
}

#[test]
fn pages_that_change_by_themselves_wake_nobody_between_their_changes() {
    let mut desk = Desk::new(vec![summary("Ann", 1)]);
    desk.pass(1);
    desk.panel.reset_counters();
    let (mut wakeups, mut changes) = (0, 0);
    let end = desk.watch.now() + 600_000;
    while desk.due < end {
        let page = desk.page();
        assert_eq!(desk.step(), None);
        let waits = desk.due - desk.watch.now();
        changes += u32::from(desk.page() != page);
        if desk.device.is_settled() {
            wakeups += 1;
            assert!(waits > 1, "{waits} ms");
        } else {
            assert!(waits <= 33, "{waits} ms between two frames");
        }
    }
    assert!(changes > 40, "{changes}");
    assert!(wakeups <= 600, "{wakeups} in ten minutes");
}

/// The steps that a change of page takes after a button asked for it, and the pictures that they leave behind.
fn steps_of_a_change(desk: &mut Desk, button: Button) -> Vec<(u64, Image)> {
    desk.press(button);
    let mut steps = vec![(desk.watch.now(), desk.image())];
    while !desk.device.is_settled() {
        assert_eq!(desk.step(), None);
        steps.push((desk.watch.now(), desk.image()));
    }
    steps
}

#[test]
fn a_page_comes_in_over_some_frames_and_settles_in_less_than_half_a_second() {
    let mut desk = Desk::new(vec![summary("Ann", 1)]);
    desk.pass(1);
    let asked = desk.watch.now() + 100;
    let steps = steps_of_a_change(&mut desk, Button::X);
    let (settled, last) = steps.last().unwrap();
    let took = settled - asked;
    assert!((200..=480).contains(&took), "{took} ms");
    // The press has taken some of the time.
    assert!(steps.len() >= 8, "{} frames", steps.len());
    let different = steps.windows(2).filter(|pair| pair[0].1 != pair[1].1).count();
    assert!(different >= 6, "{different} of {} frames differ", steps.len());

    let mut calm = Desk::new(vec![summary("Ann", 1)]);
    calm.device.options.calm = true;
    calm.pass(1);
    let steps = steps_of_a_change(&mut calm, Button::X);
    assert_eq!(steps.len(), 1, "a calm device changes pages at once");
    assert!(steps[0].1 == *last, "and shows the same in the end");
}

#[test]
fn a_page_that_is_turned_while_it_comes_in_gives_way_to_the_next_one() {
    let mut desk = Desk::new(vec![summary("Ann", 1)]);
    desk.pass(1);
    for button in [Button::X, Button::X, Button::Y, Button::X, Button::Y] {
        desk.press(button);
    }
    let page = desk.page();
    desk.pass(1);
    let mut other = Desk::new(vec![summary("Ann", 1)]);
    other.pass(1);
    other.press(Button::X);
    other.pass(1);
    assert_eq!(page, other.page());
    assert!(desk.image() == other.image(), "nothing of the others is left");
}

#[test]
fn a_bus_that_fails_while_a_page_comes_in_shows_it_whole_afterwards() {
    let mut undisturbed = Desk::new(vec![summary("Ann", 1)]);
    undisturbed.pass(1);
    undisturbed.press(Button::X);
    undisturbed.pass(3);
    for calls in [10, 40, 80, 150] {
        let mut desk = Desk::new(vec![summary("Ann", 1)]);
        desk.pass(1);
        desk.panel.fail_after(calls);
        desk.hands.0.set(Down::NONE.with(Button::X));
        desk.step_now();
        let released = desk.watch.now() + 100;
        while desk.watch.now() < released + 600 {
            if desk.watch.now() >= released {
                desk.hands.0.set(Down::NONE);
            }
            desk.due = desk.due.min(desk.watch.now() + 20);
            desk.step();
        }
        desk.panel.repair();
        desk.pass(3);
        assert!(desk.image() == undisturbed.image(), "after {calls} calls");
    }
}

#[test]
fn no_page_change_takes_more_than_a_whole_frame_and_none_misuses_the_panel() {
    let mut desk = Desk::new(vec![summary("Ann", 1), summary("Bo", 1)]);
    for _ in 0..60 {
        desk.panel.reset_counters();
        assert_eq!(desk.step(), None);
        let counters = desk.panel.counters();
        assert!(
            counters.bytes <= 153_611 && counters.calls <= 60,
            "{counters:?} for {:?}",
            desk.page()
        );
        assert!(counters.longest_write <= 4096);
    }
    assert_eq!(desk.panel.misuses(), []);
}

#[test]
fn buttons_turn_pages_pause_and_change_owners() {
    let mut desk = Desk::new(vec![summary("Ann", 1), summary("Bo", 1)]);
    desk.pass(1);
    let first = (desk.page(), desk.image());
    desk.press(Button::X);
    assert_ne!(desk.page(), first.0);
    desk.press(Button::Y);
    assert_eq!(desk.page(), first.0);
    desk.pass(1);
    assert!(desk.image() == first.1, "the same page is the same picture");
    assert_eq!(desk.owner(), "Ann");
    desk.press(Button::B);
    assert_eq!(desk.owner(), "Bo");
    desk.press(Button::A);
    let paused = desk.page();
    desk.pass(600);
    assert_eq!(desk.page(), paused);
    desk.press(Button::A);
    desk.pass(30);
    assert_ne!(desk.page(), paused);
}

#[test]
fn a_held_button_turns_no_page() {
    let mut desk = Desk::new(vec![summary("Ann", 1)]);
    desk.pass(1);
    desk.hands.0.set(Down::NONE.with(Button::X));
    desk.step_now();
    desk.pass(2);
    assert!(desk.device.menu().is_some(), "it opens the menu");
    desk.hands.0.set(Down::NONE);
    desk.step_now();
    desk.pass(1);
    desk.press(Button::B);
    assert_eq!(desk.page(), Page::Cover);
}

/// Opens the menu and goes down so many lines.
fn open_menu(desk: &mut Desk, lines: usize) {
    desk.hands.0.set(Down::NONE.with(Button::B));
    desk.step_now();
    desk.pass(1);
    desk.hands.0.set(Down::NONE);
    desk.step_now();
    desk.pass(1);
    for _ in 0..lines {
        desk.press(Button::Y);
    }
}

#[test]
fn what_is_set_in_the_menu_holds_at_once_and_is_kept_when_it_closes() {
    let mut desk = Desk::new(vec![summary("Ann", 1), summary("Bo", 1)]);
    desk.pass(1);
    open_menu(&mut desk, 1);
    desk.press(Button::A);
    assert_eq!(desk.device.options.pace.seconds, 20);
    assert_eq!(desk.shelf.2.get(), None, "not before the menu closes");
    desk.press(Button::B);
    assert_eq!(desk.shelf.2.get().map(|kept| kept.pace), Some(20));
    assert!(desk.device.menu().is_none());
    open_menu(&mut desk, 0);
    desk.press(Button::A);
    desk.pass(31);
    assert!(desk.device.menu().is_none(), "it closes by itself");
    assert_eq!(desk.owner(), "Bo");
}

#[test]
fn a_device_on_its_head_shows_the_same_picture_turned() {
    let mut upright = Desk::new(vec![summary("Ann", 1)]);
    let mut turned = Desk::new(vec![summary("Ann", 1)]);
    turned.device.options.turned = true;
    for desk in [&mut upright, &mut turned] {
        desk.pass(1);
        desk.press(Button::X);
        desk.pass(1);
    }
    let (upright, turned) = (upright.image(), turned.image());
    let (width, height) = (upright.width(), upright.height());
    let same = |x: usize, y: usize| upright.pixel(x, y) == turned.pixel(width - 1 - x, height - 1 - y);
    assert!((0..height).all(|y| (0..width).all(|x| same(x, y))));
}

#[test]
fn the_panel_rests_at_night_and_a_button_wakes_it_for_a_minute() {
    let mut desk = Desk::new(vec![summary("Ann", 20_000)]);
    desk.device.options.night = Night::new(12, 13);
    desk.pass(1);
    assert!(is_black(&desk.image()), "it is past twelve");
    desk.press(Button::X);
    assert_eq!(desk.page(), Page::Cover, "the press only wakes it");
    assert!(!is_black(&desk.image()));
    desk.pass(70);
    assert!(is_black(&desk.image()));
    desk.device.tell(News::StickFound);
    desk.step_now();
    desk.pass(1);
    assert!(!is_black(&desk.image()), "a stick is seen at night too");
    desk.pass(3600);
    assert!(!is_black(&desk.image()), "the night is over");
    desk.device.parts.clock.started = None;
    desk.device.options.night = Night::new(0, 23);
    desk.pass(120);
    assert!(!is_black(&desk.image()), "without a clock there is no night");
}

#[test]
fn a_bus_that_fails_is_reported_tried_again_and_brought_up_to_date() {
    let mut undisturbed = Desk::new(vec![summary("Ann", 1)]);
    undisturbed.pass(40);
    for calls in [0, 1, 4, 5, 30] {
        let mut desk = Desk::new(vec![summary("Ann", 1)]);
        desk.pass(5);
        desk.panel.fail_after(calls);
        while desk.step().is_none() {}
        let wait = desk.due - desk.watch.now();
        assert!((RETRY_MS - 100..=RETRY_MS).contains(&wait), "{wait} ms");
        assert!(desk.step().unwrap().contains("Broken"), "it is still broken");
        desk.panel.repair();
        assert_eq!(desk.step(), None);
        let left = 40_000 - desk.watch.now();
        desk.pass(left.div_ceil(1000));
        assert_eq!(desk.page(), undisturbed.page());
        assert!(desk.image() == undisturbed.image(), "after {calls} calls");
    }
}

#[test]
fn without_a_summary_the_screen_says_so() {
    let mut desk = Desk::new(Vec::new());
    desk.pass(60);
    assert_eq!(desk.device.showing(), None);
    assert!(!is_black(&desk.image()));
}

#[test]
fn a_new_summary_is_shown_at_once_by_its_cover() {
    let mut desk = Desk::new(vec![summary("Ann", 1)]);
    desk.pass(100);
    *desk.shelf.0.borrow_mut() = Some(vec![summary("Ann", 1), summary("Bo", 1)]);
    assert_eq!(desk.step_now(), None);
    assert_eq!(desk.device.showing(), Some(("Bo", Page::Cover)));
    *desk.shelf.0.borrow_mut() = Some(vec![summary("Ann", 2), summary("Bo", 1)]);
    assert_eq!(desk.step_now(), None);
    assert_eq!(desk.device.showing(), Some(("Ann", Page::Cover)));
    *desk.shelf.0.borrow_mut() = Some(vec![]);
    assert_eq!(desk.step_now(), None);
    assert_eq!(desk.device.showing(), None);
}

#[test]
fn a_page_is_pushed_in_where_the_bus_has_time_for_it_and_wipes_elsewhere() {
    for (panel, is_pushed) in [(HAT.name, true), ("ili9341-320x240", false)] {
        let mut desk = Desk::on(PanelSpec::find(panel).unwrap(), vec![summary("Ann", 1)]);
        desk.pass(1);
        let before = desk.image();
        desk.device.input(Input::Next);
        while desk.image() == before {
            assert_eq!(desk.step_now(), None);
            desk.watch.clock.advance(Duration::from_millis(33));
        }
        let right = |image: &Image| {
            let row = 3 * image.width();
            image
                .rgb()
                .chunks(row)
                .flat_map(|row| row[row.len() / 2..].to_vec())
                .collect::<Vec<u8>>()
        };
        assert_eq!(right(&desk.image()) != right(&before), is_pushed, "{panel}");
    }
}

#[test]
fn a_stick_is_followed_from_found_to_accepted_to_its_owners_cover() {
    let mut desk = Desk::new(vec![summary("Ann", 1)]);
    desk.pass(100);
    let mut seen = vec![desk.image()];
    for news in [
        News::StickFound,
        News::Reading,
        News::Accepted {
            owner: summary("Bo", 1).identity(),
        },
    ] {
        if matches!(news, News::Accepted { .. }) {
            *desk.shelf.0.borrow_mut() = Some(vec![summary("Ann", 1), summary("Bo", 1)]);
        }
        *desk.shelf.1.borrow_mut() = Some(news);
        assert_eq!(desk.step_now(), None);
        desk.pass(1);
        assert_eq!(desk.device.showing(), None);
        assert!(!seen.contains(&desk.image()));
        seen.push(desk.image());
    }
    desk.pass(3);
    assert_eq!(desk.device.showing(), None);
    desk.pass(1);
    assert_eq!(desk.device.showing(), Some(("Bo", Page::Cover)));
    desk.pass(9);
    assert_eq!(
        desk.device.showing(),
        Some(("Bo", Page::Cover)),
        "the cover has all of its time"
    );
}

#[test]
fn an_led_shows_what_becomes_of_a_stick_while_the_panel_says_so_but_not_at_night() {
    let mut desk = Desk::new(vec![summary("Ann", 20_000)]);
    desk.pass(1);
    assert_eq!(desk.device.sign(), Sign::Dark);
    let refused = News::Refused {
        why: playtally_screen::Refusal::Damaged,
    };
    for (news, sign) in [(News::Reading, Sign::Reading), (refused, Sign::Refused)] {
        desk.device.tell(news);
        assert_eq!(desk.device.sign(), sign);
    }
    desk.device.options.night = Night::new(12, 13);
    assert_eq!(desk.device.sign(), Sign::Dark, "it is past twelve");
    desk.device.options.night = None;
    desk.pass(20);
    assert_eq!(desk.device.sign(), Sign::Dark, "it was said for long enough");
}

#[test]
fn a_refusal_stays_until_it_was_read_or_dismissed_and_the_page_comes_back() {
    let mut desk = Desk::new(vec![summary("Ann", 1)]);
    desk.press(Button::A);
    desk.pass(1);
    let paused = (desk.page(), desk.image());
    desk.device.tell(News::Refused {
        why: playtally_screen::Refusal::Damaged,
    });
    desk.step_now();
    assert_eq!(desk.device.showing(), None);
    desk.pass(16);
    assert!((desk.page(), desk.image()) == paused);
    desk.device
        .tell(News::fault(playtally_screen::Fault::ChoiceNotKept, "why"));
    desk.step_now();
    assert_eq!(desk.device.showing(), None);
    desk.press(Button::X);
    desk.pass(1);
    assert!(
        (desk.page(), desk.image()) == paused,
        "the button took the message away and did no more"
    );
}

#[test]
fn a_reader_that_dies_does_not_keep_the_screen() {
    let mut desk = Desk::new(vec![summary("Ann", 1)]);
    desk.device.tell(News::Reading);
    desk.pass(21);
    assert!(desk.device.showing().is_some());
}

#[test]
fn a_summary_with_nothing_in_it_is_no_reason_to_panic() {
    let mut desk = Desk::new(vec![empty_summary("Ann", 1)]);
    desk.pass(60);
    assert!(!is_black(&desk.image()));
}

#[test]
fn nobody_knows_the_time_and_pages_change_all_the_same() {
    let mut desk = Desk::new(vec![summary("Ann", 1)]);
    desk.device.parts.clock.started = None;
    desk.pass(60);
    assert_ne!(desk.page(), Page::Cover);
}

#[test]
fn at_the_end_the_panel_is_black_asleep_and_without_light() {
    let mut desk = Desk::new(vec![summary("Ann", 1)]);
    desk.pass(20);
    let Desk { device, panel, .. } = desk;
    device.end().unwrap();
    assert!(is_black(&panel.image()));
    Dimmer(panel.backlight_pwm()).set(100).unwrap();
    assert!(is_black(&panel.image()), "without the backlight alone it would not be");
    assert_eq!(panel.misuses(), []);
}

#[test]
fn the_light_goes_out_even_if_the_panel_fails_at_the_end() {
    let mut desk = Desk::new(vec![summary("Ann", 1)]);
    desk.pass(20);
    let Desk { device, panel, .. } = desk;
    panel.fail_after(0);
    assert!(matches!(device.end(), Err(Problem::Panel(_))));
    assert!(is_black(&panel.image()));
}
