//! A summary of an owner whose name another one has, too.

use super::*;
use crate::testing::with_id;

/// A device with Ann's summary on which another Ann's has just been kept.
fn desk() -> (Desk, News) {
    let (old, new) = (with_id("Ann", 1, 1), with_id("Ann", 2, 2));
    let asks = News::Namesake {
        new: new.identity(),
        old: old.identity(),
    };
    let mut desk = Desk::new(vec![old, summary("Bo", 1)]);
    desk.pass(1);
    *desk.shelf.0.borrow_mut() = Some(vec![with_id("Ann", 1, 1), new, summary("Bo", 1)]);
    *desk.shelf.1.borrow_mut() = Some(asks.clone());
    assert_eq!(desk.step_now(), None);
    desk.pass(1);
    assert_eq!(desk.device.news(), Some(&asks));
    (desk, asks)
}

impl Desk {
    /// Whether pages of the owner at this place are up.
    fn is_up(&self, place: usize) -> bool {
        let moving = self.device.moving.map(|moving| moving.picture);
        let picture = moving.or(self.device.shown);
        matches!(picture.map(|picture| picture.subject), Some(Subject::Page { owner, .. }) if owner == place)
    }
}

fn accepted() -> News {
    let owner = with_id("Ann", 2, 2).identity();
    News::Accepted { owner }
}

#[test]
fn a_short_press_of_a_says_that_they_are_one() {
    let (mut desk, _) = desk();
    desk.press(Button::A);
    assert_eq!(*desk.shelf.4.borrow(), [[Some(1), Some(2)]]);
    assert_eq!(desk.device.news(), Some(&News::Reading));
    desk.press(Button::A);
    assert_eq!(desk.shelf.4.borrow().len(), 1, "once");
}

#[test]
fn any_other_press_keeps_both() {
    for button in [Button::B, Button::X, Button::Y] {
        let (mut desk, _) = desk();
        desk.press(button);
        assert_eq!(desk.device.news(), Some(&accepted()));
        assert_eq!(desk.shelf.4.borrow().len(), 0);
        desk.pass(6);
        assert!(desk.is_up(1), "the pages of the new one come next");
    }
}

#[test]
fn nobody_who_answers_keeps_both() {
    let (mut desk, asks) = desk();
    desk.pass(110);
    assert_eq!(desk.device.news(), Some(&asks), "there is time to come back");
    desk.pass(10);
    assert_eq!(desk.device.news(), None);
    assert!(desk.is_up(1));
    assert_eq!(desk.shelf.4.borrow().len(), 0);
}

#[test]
fn a_question_that_nobody_sees_is_not_answered() {
    let (mut desk, _) = desk();
    let news = desk.device.news().cloned().unwrap();
    desk.panel.fail_after(0);
    desk.device.tell(news.clone());
    desk.hands.0.set(Down::NONE.with(Button::A));
    for _ in 0..20 {
        desk.step();
    }
    desk.hands.0.set(Down::NONE);
    for _ in 0..20 {
        desk.step();
    }
    assert_eq!(desk.shelf.4.borrow().len(), 0);
    assert_eq!(desk.device.news(), Some(&news));
}
