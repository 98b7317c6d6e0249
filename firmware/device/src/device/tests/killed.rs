//! The loop, ended at any moment without a word, and started again.

use super::*;
use crate::disk::simulated::SimulatedDisk;
use crate::shelf;

/// The days on which the summaries that a disk holds of Ada were pressed.
fn kept(disk: &SimulatedDisk) -> Vec<u16> {
    let summaries = shelf::Shelf::new(disk.clone()).summaries();
    summaries.iter().map(Kept::pressed).collect()
}

#[test]
fn a_device_killed_at_any_step_of_a_day_of_new_summaries_starts_again_with_what_it_had() {
    let disk = SimulatedDisk::new(512);
    let mut shelf = shelf::Shelf::new(disk.clone());
    shelf.accept(&summary("Ada", 1)).unwrap();
    let mut started = 0;
    for hour in 1..24 {
        let mut disk = disk.clone();
        disk.watch();
        shelf.accept(&summary("Ada", hour + 1)).unwrap();
        let states = disk.states_after_a_crash();
        assert!(states.len() > 10, "only {} states", states.len());
        let mut seen = [false; 2];
        for state in states {
            let found = kept(&state);
            let which = [[hour], [hour + 1]].iter().position(|allowed| *allowed == *found);
            let which = which.unwrap_or_else(|| panic!("{found:?} in hour {hour} on {state:?}"));
            // Starting takes a while: the first time with each is enough.
            if !std::mem::replace(&mut seen[which], true) {
                let mut desk = Desk::new(shelf::Shelf::new(state).summaries());
                assert_eq!(desk.step(), None);
                assert_eq!((desk.owner(), desk.page()), ("Ada", Page::Cover), "hour {hour}");
                assert_eq!(desk.device.summaries[0].pressed(), found[0], "hour {hour}");
                started += 1;
            }
        }
        assert_eq!(seen, [true; 2], "both must come up in hour {hour}");
        for state in disk.states_after_a_crash_now() {
            assert_eq!(kept(&state), [hour + 1], "kept once it returned");
        }
    }
    assert_eq!(started, 46);
}

#[test]
fn a_device_killed_in_any_step_of_a_change_shows_all_of_its_first_picture_when_it_starts_again() {
    for name in [
        "display-hat-mini",
        "ili9341-320x240",
        "ssd1306-128x64",
        "ssd1680-250x122",
    ] {
        let spec = PanelSpec::find(name).unwrap();
        let first = {
            let mut desk = Desk::on(spec, vec![summary("Ada", 20_600)]);
            assert_eq!(desk.step(), None);
            desk.image()
        };
        for steps in 0..20 {
            let mut desk = Desk::on(spec, vec![summary("Ada", 20_600)]);
            assert_eq!(desk.step(), None);
            desk.device.input(Input::Next);
            for _ in 0..steps {
                assert_eq!(desk.step(), None);
            }
            // The next program finds the panel as this one leaves it. E-paper is left alone meanwhile.
            let apart = u64::from(spec.refresh.apart_ms());
            desk.panel.clock().advance(Duration::from_millis(apart));
            let mut again = Desk::started(spec, spec.max_hz, desk.panel.clone(), vec![summary("Ada", 20_600)]);
            assert_eq!(again.step(), None);
            assert!(again.image() == first, "{name}, after {steps} steps");
            assert_eq!(again.panel.misuses(), [], "{name}, after {steps} steps");
        }
    }
}
