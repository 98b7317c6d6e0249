//! How pages give way to each other, and what that costs the bus.

use std::time::Duration;

use embedded_graphics::geometry::Size;
use playtally_dev::pages::{draw, moment_of, pages, summary};
use playtally_panel::{Cost, Display, Driver, Frame, PanelSpec, Rotation, Wires};
use playtally_panel_emulator::{Bus, Clock, EmulatedPanel, Glass};
use playtally_screen::{Coming, Look, Page, Progress, Scene, Transition};

const TRANSITIONS: [Transition; 3] = [Transition::Wipe, Transition::Forward, Transition::Back];

/// Draws a page on its way in, over a frame on which it was `before`.
fn come(page: Page, by: Transition, before: Progress, at: Progress, frame: &mut Frame<'_>, width: u32) {
    let coming = Coming { by, at };
    frame.move_columns(coming.shift_since(before, width));
    let Ok(()) = Scene::Page(page, summary()).draw_coming(&Look::default(), moment_of(page), coming, frame);
}

/// Pages with their neighbours in the table.
fn pairs(size: Size) -> impl Iterator<Item = (Page, Page)> {
    let pages = pages(size);
    let next = pages.clone().into_iter().cycle().skip(1);
    pages.into_iter().zip(next)
}

#[test]
fn a_transition_looks_the_same_however_often_it_was_drawn_on_its_way() {
    for size in [
        Size::new(320, 240),
        Size::new(240, 240),
        Size::new(160, 128),
        Size::new(128, 64),
    ] {
        let pixels = (size.width * size.height) as usize;
        for (from, to) in pairs(size).step_by(5) {
            for by in TRANSITIONS {
                let (mut often, mut once) = (vec![0; pixels], vec![0; pixels]);
                let mut frame = Frame::new(size, &mut often).unwrap();
                draw(from, &mut frame);
                let mut before = Progress::BEGUN;
                for ms in [0, 33, 50, 51, 120, 199, 260, 270] {
                    let at = Progress::after(ms, Coming::MS);
                    come(to, by, before, at, &mut frame, size.width);
                    before = at;
                }
                let mut frame = Frame::new(size, &mut once).unwrap();
                draw(from, &mut frame);
                come(to, by, Progress::BEGUN, before, &mut frame, size.width);
                assert!(often == once, "{by:?} from {} to {}", from.slug(), to.slug());
            }
        }
    }
}

#[test]
fn nothing_of_a_transition_is_left_at_its_end_and_little_shows_at_its_beginning() {
    for size in [Size::new(240, 240), Size::new(160, 128)] {
        let pixels = (size.width * size.height) as usize;
        for (from, to) in pairs(size) {
            for by in TRANSITIONS {
                let (mut moved, mut still) = (vec![0; pixels], vec![0; pixels]);
                let mut frame = Frame::new(size, &mut moved).unwrap();
                draw(from, &mut frame);
                come(to, by, Progress::BEGUN, Progress::BEGUN, &mut frame, size.width);
                draw(from, &mut Frame::new(size, &mut still).unwrap());
                assert!(moved == still, "{by:?} begins with what was there");
                let mut frame = Frame::new(size, &mut moved).unwrap();
                come(to, by, Progress::BEGUN, Progress::DONE, &mut frame, size.width);
                draw(to, &mut Frame::new(size, &mut still).unwrap());
                assert!(moved == still, "{by:?} ends with {}", to.slug());
            }
        }
    }
}

/// The longest time that a frame of any transition is on the bus, when one comes every `frame_ms`.
fn longest_frame(panel: &str, hz: u32, frame_ms: u64) -> Duration {
    let spec = PanelSpec::find(panel).unwrap();
    let size = spec.size(Rotation::Deg0);
    let bus = Bus { hz, ..Bus::SPIDEV };
    let panel = EmulatedPanel::with(Glass::named(panel).unwrap(), bus, Clock::new());
    let wires = Wires {
        spi: panel.spi(),
        data_command: panel.data_command(),
        reset: None,
        busy: Some(panel.busy()),
    };
    let pixels = (size.width * size.height) as usize;
    let (mut shown, mut next, mut buffer) = (vec![0; pixels], vec![0; pixels], vec![0; 4096]);
    let driver = Driver::open(spec, Rotation::Deg0, wires, panel.delay(), &mut buffer).unwrap();
    let frame = |pixels| Frame::new(size, pixels).unwrap();
    let mut display = Display::new(driver, frame(&mut shown), frame(&mut next), Cost::SPIDEV.at_hz(hz)).unwrap();
    display.flush().unwrap();
    let mut longest = Duration::ZERO;
    for (from, to) in pairs(size).step_by(2) {
        for by in TRANSITIONS {
            draw(from, display.frame());
            display.flush().unwrap();
            let mut before = Progress::BEGUN;
            let mut frames = 0;
            for ms in (0..)
                .step_by(frame_ms as usize)
                .take_while(|&ms| ms < Coming::MS + frame_ms)
            {
                let at = Progress::after(ms, Coming::MS);
                come(to, by, before, at, display.frame(), size.width);
                before = at;
                panel.reset_counters();
                display.flush().unwrap();
                longest = longest.max(panel.counters().bus_time);
                frames += 1;
            }
            assert!(before.is_done() && frames > Coming::MS / frame_ms);
        }
    }
    assert_eq!(panel.misuses(), []);
    println!("{:?} at {hz} Hz: {longest:?}", size);
    longest
}

#[test]
fn a_large_panel_at_40_mhz_shows_30_frames_a_second() {
    assert!(longest_frame("display-hat-mini", 40_000_000, 33) <= Duration::from_secs(1) / 30);
}

#[test]
fn a_square_panel_at_62_5_mhz_shows_60_frames_a_second() {
    assert!(longest_frame("pirate-audio", 62_500_000, 16) <= Duration::from_secs(1) / 60);
}
