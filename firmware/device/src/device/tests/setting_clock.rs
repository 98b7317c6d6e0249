//! Setting date and time from the menu.

use playtally_screen::{Item, Open};

use super::*;

/// Opens the menu, and goes through all of its lines until the one for the clock; says whether there is one.
fn find(desk: &mut Desk) -> bool {
    open_menu(desk, 0);
    let lines = desk.device.menu().unwrap().items().count();
    for _ in 0..lines {
        if desk.device.menu().unwrap().item() == Item::Clock {
            return true;
        }
        desk.press(Button::Y);
    }
    false
}

#[test]
fn the_clock_is_set_by_four_buttons_where_it_can_be() {
    let mut desk = Desk::new(vec![summary("Ann", 1)]);
    desk.pass(1);
    assert!(!find(&mut desk), "most clocks are set by others");

    let mut desk = Desk::new(vec![summary("Ann", 1)]);
    desk.watch.by_hand.set((true, None));
    desk.pass(1);
    assert!(find(&mut desk));
    desk.press(Button::A);
    assert!(matches!(desk.device.menu().unwrap().open(), Open::Clock(_)));
    let before = desk.image();
    // A year later, and an hour earlier.
    desk.press(Button::X);
    assert!(before != desk.image(), "the year is another one");
    for button in [
        Button::A,
        Button::A,
        Button::A,
        Button::Y,
        Button::A,
        Button::B,
        Button::A,
    ] {
        desk.press(button);
        assert_eq!(desk.watch.by_hand.get().1, None, "not yet");
    }
    desk.press(Button::A);
    let set = desk.watch.by_hand.get().1.unwrap();
    let expected = NOON / 60 * 60 + 365 * 86_400 - 3600;
    assert!((expected..expected + 120).contains(&set), "{set}, expected {expected}");
    assert_eq!(desk.device.menu().unwrap().open(), Open::List);
}

#[test]
fn going_back_sets_nothing() {
    let mut desk = Desk::new(vec![]);
    desk.watch.by_hand.set((true, None));
    desk.pass(1);
    assert!(find(&mut desk));
    for button in [Button::A, Button::X, Button::B] {
        desk.press(button);
    }
    assert_eq!(desk.device.menu().unwrap().open(), Open::List);
    assert_eq!(desk.watch.by_hand.get().1, None);
}
