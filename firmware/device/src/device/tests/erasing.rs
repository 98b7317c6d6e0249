//! Erasing from the menu, by a button that is held down.

use playtally_screen::{Item, Open};

use super::*;

/// Opens the page that asks for the button: that of the owner who is up, or of all owners.
fn ask(desk: &mut Desk, item: Item) {
    open_menu(desk, 0);
    while desk.device.menu().unwrap().item() != item {
        desk.press(Button::X);
    }
    desk.press(Button::A);
    assert!(matches!(desk.device.menu().unwrap().open(), Open::Erase(_)));
}

/// Holds buttons down for a while, and then others.
fn hold(desk: &mut Desk, down: &[Button], ms: u64) {
    desk.hands.0.set(down.iter().copied().collect());
    let end = desk.watch.now() + ms;
    assert_eq!(desk.step_now(), None);
    while desk.due <= end {
        assert_eq!(desk.step(), None);
    }
    let now = desk.watch.now();
    desk.watch.clock.advance(Duration::from_millis(end.saturating_sub(now)));
}

fn desk() -> Desk {
    let mut desk = Desk::new(vec![summary("Ann", 1), summary("Bo", 1)]);
    desk.pass(1);
    desk
}

fn asked(desk: &Desk) -> Vec<Option<String>> {
    desk.shelf.3.borrow().clone()
}

fn is_list(desk: &Desk) -> bool {
    desk.device.menu().is_some_and(|menu| menu.open() == Open::List)
}

#[test]
fn a_button_held_for_three_seconds_erases_once_what_the_page_names() {
    for (item, whom) in [(Item::Erase, Some("Ann".to_owned())), (Item::EraseAll, None)] {
        let mut desk = desk();
        ask(&mut desk, item);
        let mut seen = vec![desk.image()];
        hold(&mut desk, &[Button::A], 2_900);
        assert_eq!(asked(&desk), [], "not yet");
        seen.push(desk.image());
        assert!(seen[0] != seen[1], "a bar grows");
        hold(&mut desk, &[Button::A], 5_000);
        let once = vec![whom];
        assert_eq!(asked(&desk), once);
        assert_eq!(desk.device.news(), Some(&News::Erasing));
        assert!(desk.device.menu().is_none());
        hold(&mut desk, &[], 1_000);
        assert_eq!(desk.device.news(), Some(&News::Erasing), "letting go is no press");
        assert_eq!(asked(&desk), once);
    }
}

#[test]
fn a_button_let_go_early_keeps_everything_and_the_time_begins_anew() {
    for ms in [100, 590, 700, 2_900] {
        let mut desk = desk();
        ask(&mut desk, Item::Erase);
        hold(&mut desk, &[Button::A], ms);
        hold(&mut desk, &[], 100);
        assert!(is_list(&desk), "after {ms} ms");
        desk.press(Button::A);
        hold(&mut desk, &[Button::A], 2_900);
        hold(&mut desk, &[], 100);
        assert_eq!(asked(&desk), []);
    }
}

#[test]
fn any_other_button_keeps_everything_and_does_nothing_else() {
    for other in [Button::B, Button::X, Button::Y] {
        for first in [&[][..], &[Button::A]] {
            let mut desk = desk();
            ask(&mut desk, Item::Erase);
            let line = desk.device.menu().unwrap().at();
            hold(&mut desk, first, 1_000);
            hold(&mut desk, &[Button::A, other], 100);
            assert!(is_list(&desk), "{other:?} after {first:?}");
            hold(&mut desk, &[Button::A], 10_000);
            hold(&mut desk, &[], 100);
            assert!(is_list(&desk));
            assert_eq!(desk.device.menu().unwrap().at(), line);
            assert_eq!(asked(&desk), []);
        }
    }
}

#[test]
fn half_a_minute_of_nothing_keeps_everything() {
    let mut desk = desk();
    ask(&mut desk, Item::EraseAll);
    desk.pass(31);
    assert!(desk.device.menu().is_none());
    hold(&mut desk, &[Button::A], 10_000);
    assert_eq!(asked(&desk), []);
}

#[test]
fn a_page_that_nobody_sees_erases_nothing() {
    let mut desk = desk();
    ask(&mut desk, Item::Erase);
    *desk.shelf.1.borrow_mut() = Some(News::StickFound);
    desk.step_now();
    hold(&mut desk, &[Button::A], 10_000);
    assert_eq!(asked(&desk), [], "news were over it");

    let mut desk = self::desk();
    ask(&mut desk, Item::Erase);
    desk.panel.fail_after(0);
    desk.hands.0.set(Down::NONE.with(Button::A));
    for _ in 0..20 {
        desk.step();
    }
    assert_eq!(asked(&desk), [], "the panel failed");
}

#[test]
fn a_summary_that_comes_in_closes_the_page_for_owners_change_their_places() {
    let mut desk = desk();
    ask(&mut desk, Item::Erase);
    *desk.shelf.0.borrow_mut() = Some(vec![summary("Ada", 1), summary("Ann", 1), summary("Bo", 1)]);
    hold(&mut desk, &[Button::A], 10_000);
    assert_eq!(asked(&desk), []);
}

#[test]
fn an_owner_who_was_erased_gives_way_to_the_others_and_the_last_one_to_how_to_bring_a_summary() {
    let mut desk = desk();
    ask(&mut desk, Item::Erase);
    hold(&mut desk, &[Button::A], 4_000);
    *desk.shelf.0.borrow_mut() = Some(vec![summary("Bo", 1)]);
    *desk.shelf.1.borrow_mut() = Some(News::Erased);
    hold(&mut desk, &[], 1_000);
    assert_eq!(desk.device.news(), Some(&News::Erased));
    desk.pass(6);
    assert_eq!((desk.owner(), desk.page()), ("Bo", Page::Cover));

    ask(&mut desk, Item::Erase);
    hold(&mut desk, &[Button::A], 4_000);
    *desk.shelf.0.borrow_mut() = Some(vec![]);
    *desk.shelf.1.borrow_mut() = Some(News::Erased);
    hold(&mut desk, &[], 1_000);
    desk.pass(6);
    assert_eq!(desk.device.showing(), None);
    let mut empty = Desk::new(vec![]);
    empty.pass(2);
    assert!(desk.image() == empty.image(), "nothing yet");
}

#[test]
fn nobody_who_answers_is_said_and_everything_is_still_there() {
    let mut desk = desk();
    ask(&mut desk, Item::EraseAll);
    hold(&mut desk, &[Button::A], 4_000);
    hold(&mut desk, &[], 100);
    desk.press(Button::X);
    assert_eq!(
        desk.device.news(),
        Some(&News::Erasing),
        "what comes of it is waited for"
    );
    desk.pass(21);
    assert!(matches!(desk.device.news(), Some(News::Fault { .. })));
    desk.press(Button::X);
    desk.pass(1);
    assert_eq!(desk.owner(), "Ann");
}

#[test]
fn on_paper_the_page_can_be_seen_before_it_closes() {
    let spec = PanelSpec::find("ssd1680-250x122").unwrap();
    let mut desk = Desk::on(spec, vec![summary("Ann", 1)]);
    desk.pass(60);
    let page = desk.image();
    open_menu(&mut desk, 0);
    desk.pass(150);
    assert!(desk.image() != page, "the menu is there");
    assert!(desk.device.menu().is_some());
}
