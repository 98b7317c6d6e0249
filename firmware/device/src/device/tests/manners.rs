//! The loop on panels that wear out.

use super::*;

fn spec(name: &str) -> &'static PanelSpec {
    PanelSpec::find(name).unwrap()
}

#[test]
fn paper_changes_every_three_minutes_however_often_a_button_is_pressed() {
    let mut desk = Desk::on(spec("ssd1680-250x122"), vec![summary("Ada", 20_600)]);
    assert_eq!(desk.step(), None);
    let (mut changes, mut last) = (Vec::new(), desk.panel.image());
    for turn in 0..40 {
        let down = if turn % 2 == 0 {
            Down::NONE.with(Button::X)
        } else {
            Down::NONE
        };
        desk.hands.0.set(down);
        assert_eq!(desk.step_now(), None);
        desk.pass(15);
        if desk.panel.image() != last {
            last = desk.panel.image();
            changes.push(desk.watch.now());
        }
    }
    assert_eq!(desk.panel.misuses(), []);
    assert_eq!(changes.len(), 3, "{changes:?}");
}

#[test]
fn paper_says_what_is_on_it_and_not_what_waits() {
    let mut desk = Desk::on(spec("ssd1680-296x128"), vec![summary("Ada", 20_600)]);
    desk.pass(60);
    let shown = desk.device.showing().map(|(_, page)| page);
    desk.device.input(Input::Next);
    assert_eq!(desk.step_now(), None);
    assert!(desk.device.parts().display.is_waiting());
    assert_eq!(desk.device.showing().map(|(_, page)| page), shown);
    desk.pass(135);
    assert!(!desk.device.parts().display.is_waiting());
    assert_ne!(desk.device.showing().map(|(_, page)| page), shown);
}

#[test]
fn news_wait_for_paper_and_then_stay_for_their_time() {
    let mut desk = Desk::on(spec("ssd1680-250x122"), vec![summary("Ada", 20_600)]);
    desk.pass(60);
    let before = desk.panel.image();
    desk.device.tell(News::TestCard);
    assert_eq!(desk.step_now(), None);
    desk.pass(100);
    assert_eq!(desk.panel.image(), before);
    assert!(desk.device.news().is_some());
    desk.pass(60);
    assert_ne!(desk.panel.image(), before);
    assert!(desk.device.news().is_some());
}

#[test]
fn paper_that_stays_busy_holds_the_device_up_for_seconds_in_minutes_and_comes_back() {
    let mut desk = Desk::on(spec("ssd1680-250x122"), vec![summary("Ada", 20_600)]);
    desk.pass(200);
    desk.panel.hold_busy(true);
    let (begin, mut held_up, mut problems) = (desk.watch.now(), 0, Vec::new());
    while desk.watch.now() < begin + 600_000 {
        let start = desk.watch.now().max(desk.due);
        let problem = desk.step();
        let took = desk.watch.now() - start;
        assert!(took <= 11_000, "a step took {took} ms");
        held_up += took;
        problems.extend(problem);
    }
    assert!(
        problems.iter().all(|problem| problem.contains("AlwaysBusy")),
        "{problems:?}"
    );
    assert!((2..=4).contains(&problems.len()), "{problems:?}");
    assert!(held_up <= 45_000, "{held_up} ms of 600,000");
    let before = desk.panel.image();
    desk.panel.hold_busy(false);
    desk.pass(400);
    assert_ne!(desk.panel.image(), before);
}

#[test]
fn paper_keeps_its_picture_after_the_end() {
    let mut desk = Desk::on(spec("ssd1680-250x122"), vec![summary("Ada", 20_600)]);
    desk.pass(60);
    let shown = desk.panel.image();
    desk.device.end().unwrap();
    assert_eq!(desk.panel.image(), shown);
    assert_eq!(desk.panel.misuses(), []);
}

#[test]
fn an_oled_dims_and_rests_until_a_button_is_pressed() {
    for name in ["ssd1306-128x64", "sh1106-128x64"] {
        let mut desk = Desk::on(spec(name), vec![summary("Ada", 20_600)]);
        let dark = |desk: &Desk| desk.panel.image().rgb().iter().all(|&part| part == 0);
        // Turning pages all the while would take the test long and the panel no further.
        desk.device.input(Input::PauseOrResume);
        desk.pass(60);
        assert!(!dark(&desk));
        assert_eq!(desk.panel.contrast(), Some(255));
        desk.pass(5 * 60);
        assert_eq!(desk.panel.contrast(), Some(76));
        desk.pass(2 * 60 * 60);
        assert!(dark(&desk), "at rest");
        desk.hands.0.set(Down::NONE.with(Button::X));
        assert_eq!(desk.step_now(), None);
        desk.pass(1);
        desk.hands.0.set(Down::NONE);
        assert_eq!(desk.step_now(), None);
        desk.pass(1);
        assert!(!dark(&desk), "a press wakes it");
        assert_eq!(desk.panel.contrast(), Some(255));
        assert_eq!(desk.panel.misuses(), []);
    }
}

#[test]
fn a_slow_bus_is_held_for_a_frame_at_a_time_and_shows_pages_and_the_menu_all_the_same() {
    for hz in [1_000_000, 10_000_000] {
        let mut desk = Desk::at_hz(spec("ili9341-320x240"), hz, vec![summary("Ada", 20_600)]);
        let mut usual = Desk::on(spec("st7789-320x240"), vec![summary("Ada", 20_600)]);
        let frame = u128::from(desk.device.parts().display.budget().frame_ns);
        for desk in [&mut desk, &mut usual] {
            desk.pass(5);
        }
        for button in [Button::X, Button::X, Button::A] {
            desk.panel.reset_counters();
            for (down, ms) in [(Down::NONE.with(button), 1500), (Down::NONE, 8_500)] {
                for desk in [&mut desk, &mut usual] {
                    desk.hands.0.set(down);
                    let end = desk.watch.now() + ms;
                    assert_eq!(desk.step_now(), None);
                    while desk.due <= end {
                        let before = desk.panel.counters().bus_time;
                        assert_eq!(desk.step(), None);
                        let took = desk.panel.counters().bus_time - before;
                        assert!(took.as_nanos() <= frame, "{took:?} at {hz} Hz");
                    }
                    let now = desk.watch.now();
                    desk.watch.clock.advance(Duration::from_millis(end.saturating_sub(now)));
                }
            }
            assert!(desk.device.is_settled());
            assert!(desk.image() == usual.image(), "{hz} Hz, {button:?}");
        }
        assert_eq!(desk.panel.misuses(), []);
    }
}
