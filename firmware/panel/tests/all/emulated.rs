//! Displays on emulated panels: the right picture, and what it may cost.

use std::time::Duration;

use embedded_graphics::{
    pixelcolor::{Rgb565, Rgb888, raw::RawU16},
    prelude::*,
    primitives::Rectangle,
};
use playtally_panel::{
    Cost, Damage, Display, Driver, Frame, PANELS, Panel, PanelSpec, Refresh, Rotation, Traffic, Wires,
};
use playtally_panel_emulator::{Bus, Busy, Clock, Delay, EmulatedPanel, Glass, Image, Misuse, OutputLine, Spi};

type AnyDriver<'b> = Driver<'b, Spi, OutputLine, Busy, Delay>;

fn glass(spec: &PanelSpec) -> Glass {
    Glass::named(spec.name).unwrap_or_else(|| panic!("no glass for {}", spec.name))
}

fn wires(panel: &EmulatedPanel) -> Wires<Spi, OutputLine, Busy> {
    Wires {
        spi: panel.spi(),
        data_command: panel.data_command(),
        reset: Some(panel.reset()),
        busy: Some(panel.busy()),
    }
}

/// Runs `test` with a display on an emulated panel.
fn with_display<T>(
    spec: &PanelSpec,
    rotation: Rotation,
    test: impl FnOnce(&EmulatedPanel, Display<'_, AnyDriver<'_>>) -> T,
) -> T {
    with_display_on(spec, rotation, Bus::SPIDEV, test)
}

/// The same on another bus.
fn with_display_on<T>(
    spec: &PanelSpec,
    rotation: Rotation,
    bus: Bus,
    test: impl FnOnce(&EmulatedPanel, Display<'_, AnyDriver<'_>>) -> T,
) -> T {
    let emulated = EmulatedPanel::with(glass(spec), bus, Clock::new());
    let size = spec.size(rotation);
    let pixels = (size.width * size.height) as usize;
    let (mut shown, mut next, mut buffer) = (vec![0; pixels], vec![0; pixels], [0; 4096]);
    let driver = Driver::open(spec, rotation, wires(&emulated), emulated.delay(), &mut buffer).unwrap();
    let shown = Frame::new(size, &mut shown).unwrap();
    let next = Frame::new(size, &mut next).unwrap();
    let mut display = Display::new(driver, shown, next, Cost::SPIDEV.at_hz(bus.hz)).unwrap();
    display.set_light(100).unwrap();
    let result = test(&emulated, display);
    assert_eq!(emulated.misuses(), [], "{} at {rotation:?}", spec.name);
    result
}

/// Every pixel has a color of its own, as far as 16 bits and the panel's tones reach.
fn paint(spec: &PanelSpec, frame: &mut Frame<'_>) {
    let pattern = |point: Point| {
        let raw = (point.x * 211 + point.y * 7919) as u16;
        match spec.refresh {
            Refresh::Live => RawU16::new(raw).into(),
            _ if raw & 0x40 == 0 => Rgb565::BLACK,
            _ => Rgb565::WHITE,
        }
    };
    let area = frame.bounding_box();
    frame.fill_contiguous(&area, area.points().map(pattern)).unwrap();
}

/// Whether the eye sees `frame`, turned clockwise by `rotation`; on a round panel, what of it is inside the circle.
fn shows(spec: &PanelSpec, image: &Image, frame: &Frame<'_>, rotation: Rotation) -> bool {
    let (width, height) = (image.width() as i32, image.height() as i32);
    let in_circle =
        |point: Point| (point.x - width / 2).pow(2) + (point.y - height / 2).pow(2) < (width / 2 - 1).pow(2);
    frame
        .bounding_box()
        .points()
        .filter(|&point| !spec.round || in_circle(point))
        .all(|point| {
            let (x, y) = match rotation {
                Rotation::Deg0 => (point.x, point.y),
                Rotation::Deg90 => (width - 1 - point.y, point.x),
                Rotation::Deg180 => (width - 1 - point.x, height - 1 - point.y),
                Rotation::Deg270 => (point.y, height - 1 - point.x),
            };
            let color = Rgb888::from(frame.pixel(point).unwrap());
            let seen = image.pixel(x as usize, y as usize);
            [color.r(), color.g(), color.b()]
                .iter()
                .zip(seen)
                .all(|(a, b)| a.abs_diff(b) <= 2)
        })
}

#[test]
fn every_panel_shows_the_frame_in_every_rotation() {
    for spec in PANELS {
        for rotation in Rotation::ALL {
            with_display(spec, rotation, |emulated, mut display| {
                paint(spec, display.frame());
                display.flush().unwrap();
                assert!(
                    shows(spec, &emulated.image(), display.frame(), rotation),
                    "{} at {rotation:?}",
                    spec.name
                );
            });
        }
    }
}

#[test]
fn a_small_change_anywhere_shows_on_every_panel_in_every_rotation() {
    for spec in PANELS {
        for rotation in Rotation::ALL {
            with_display(spec, rotation, |emulated, mut display| {
                paint(spec, display.frame());
                display.flush().unwrap();
                let size = display.frame().size();
                let corner = Point::new(size.width as i32 - 20, size.height as i32 - 11);
                for (step, corner) in [(1, Point::new(3, 5)), (2, corner), (3, Point::new(29, 30))] {
                    let mark = Rectangle::new(corner, Size::new(17, 9));
                    display.frame().fill_solid(&mark, Rgb565::WHITE).unwrap();
                    emulated.clock().advance(Duration::from_millis(APART_MS));
                    // Times at which OLEDs stand at their first place.
                    display.tell(4 * MINUTE * step);
                    display.flush().unwrap();
                    assert!(
                        shows(spec, &emulated.image(), display.frame(), rotation),
                        "{} at {rotation:?}, change {step}",
                        spec.name
                    );
                }
            });
        }
    }
}

#[test]
fn a_change_shows_and_costs_what_the_model_says() {
    let spec = PanelSpec::find("display-hat-mini").unwrap();
    with_display(spec, Rotation::Deg0, |emulated, mut display| {
        paint(spec, display.frame());
        let whole = display.flush().unwrap().traffic(&Cost::SPIDEV);
        assert_eq!((whole.bytes, whole.calls), (153_611, 43));

        emulated.reset_counters();
        let line = Rectangle::new(Point::new(40, 100), Size::new(240, 20));
        display.frame().fill_solid(&line, Rgb565::RED).unwrap();
        let model = display.flush().unwrap().traffic(&Cost::SPIDEV);
        assert!(shows(spec, &emulated.image(), display.frame(), Rotation::Deg0));

        let counted = emulated.counters();
        assert_eq!((model.bytes, model.calls), (9_611, 8));
        assert_eq!((counted.bytes, counted.calls), (9_611, 8));
        assert_eq!((counted.edges, counted.windows, counted.pixels), (6, 1, 4_800));
        assert_eq!(counted.bus_time.as_nanos(), u128::from(Cost::SPIDEV.ns(model)));
    });
}

/// What the emulated panel counts in `change`, and what the cost model says of the damage that it comes to.
fn counted_and_modelled(
    emulated: &EmulatedPanel,
    display: &mut Display<'_, AnyDriver<'_>>,
    change: impl FnOnce(&mut Display<'_, AnyDriver<'_>>) -> Damage,
) -> [Traffic; 2] {
    emulated.reset_counters();
    let damage = change(display);
    let counted = emulated.counters();
    let cost = display.cost();
    let mut model = damage.traffic(cost);
    if matches!(display.panel().refresh(), Refresh::Paper(_)) {
        model += cost.picture;
    }
    assert!(counted.bus_time.as_nanos() <= u128::from(cost.ns(model) + cost.ns(cost.picture)));
    let counted = Traffic {
        bytes: counted.bytes as u32,
        calls: counted.calls as u32,
    };
    [counted, model]
}

#[test]
fn a_change_costs_what_the_model_says_on_every_panel_in_every_rotation() {
    for spec in PANELS {
        for rotation in Rotation::ALL {
            with_display(spec, rotation, |emulated, mut display| {
                paint(spec, display.frame());
                display.flush().unwrap();
                let size = display.frame().size();
                let (width, height) = (size.width as i32, size.height as i32);
                for (step, (corner, extent)) in [
                    ((3, 5), (17, 9)),
                    ((width - 20, height - 11), (20, 11)),
                    ((0, height / 2), (width as u32, 1)),
                    ((0, 0), (width as u32, height as u32)),
                ]
                .into_iter()
                .enumerate()
                {
                    emulated.clock().advance(Duration::from_millis(APART_MS));
                    display.tell(4 * MINUTE * (step as u64 + 1));
                    let mark = Rectangle::new(corner.into(), extent.into());
                    let color = if step % 2 == 0 { Rgb565::WHITE } else { Rgb565::BLACK };
                    let [counted, model] = counted_and_modelled(emulated, &mut display, |display| {
                        display.frame().fill_solid(&mark, color).unwrap();
                        display.flush().unwrap()
                    });
                    // An OLED dims meanwhile, which is a call of two bytes.
                    let dims = match spec.refresh {
                        Refresh::Glow(_) => [0, 2],
                        _ => [0, 0],
                    };
                    let light = counted.bytes - model.bytes;
                    assert!(
                        dims.contains(&light),
                        "{} at {rotation:?}, {mark:?}: {counted:?}, {model:?}",
                        spec.name
                    );
                    assert_eq!(
                        counted.calls,
                        model.calls + light / 2,
                        "{} at {rotation:?}, {mark:?}",
                        spec.name
                    );
                    let budget = display.budget();
                    assert!(counted.calls <= budget.calls, "{}: {counted:?}, {budget:?}", spec.name);
                    assert!(emulated.counters().bus_time.as_nanos() <= u128::from(budget.picture_ns));
                }
            });
        }
    }
}

#[test]
fn an_oled_that_is_shifted_shows_a_change_at_its_place_for_what_the_model_says() {
    for name in ["ssd1306-128x64", "sh1106-128x64"] {
        let spec = PanelSpec::find(name).unwrap();
        for rotation in Rotation::ALL {
            with_display(spec, rotation, |emulated, mut display| {
                paint(spec, display.frame());
                for (minute, (right, down)) in [(1, (1, 0)), (2, (1, 1)), (3, (0, 1))] {
                    display.tell(minute * MINUTE);
                    display.flush().unwrap();
                    for y in 0..display.frame().size().height as i32 {
                        let mark = Rectangle::new(Point::new(40 - y / 2, y), Size::new(5, 1));
                        let color = if y % 3 == 0 { Rgb565::WHITE } else { Rgb565::BLACK };
                        let [counted, model] = counted_and_modelled(emulated, &mut display, |display| {
                            display.frame().fill_solid(&mark, color).unwrap();
                            display.flush().unwrap()
                        });
                        assert!(
                            counted.calls <= model.calls,
                            "{name} at {rotation:?}: {counted:?}, {model:?}"
                        );
                    }
                    let size = display.frame().size();
                    let pixels = (size.width * size.height) as usize;
                    let mut pixels = vec![0; pixels];
                    let mut seen = Frame::new(size, &mut pixels).unwrap();
                    let colors: Vec<_> = (display.frame().bounding_box().points())
                        .map(|at| {
                            display
                                .frame()
                                .pixel(at - Point::new(right, down))
                                .unwrap_or(Rgb565::BLACK)
                        })
                        .collect();
                    seen.fill_contiguous(&seen.bounding_box(), colors).unwrap();
                    assert!(
                        shows(spec, &emulated.image(), &seen, rotation),
                        "{name} at {rotation:?}, minute {minute}"
                    );
                }
            });
        }
    }
}

#[test]
fn a_slow_bus_is_never_held_for_longer_than_a_frame_and_shows_the_picture_in_the_end() {
    for spec in PANELS.iter().filter(|spec| !matches!(spec.refresh, Refresh::Paper(_))) {
        for hz in [100_000, 1_000_000, 10_000_000] {
            let bus = Bus { hz, ..Bus::SPIDEV };
            with_display_on(spec, Rotation::Deg90, bus, |emulated, mut display| {
                display.flush().unwrap();
                paint(spec, display.frame());
                let budget = display.budget();
                let mut pieces = 0;
                loop {
                    emulated.reset_counters();
                    display.flush_piece().unwrap();
                    pieces += 1;
                    let took = emulated.counters().bus_time.as_nanos();
                    assert!(
                        took <= u128::from(budget.frame_ns),
                        "{} at {hz} Hz: {took} ns",
                        spec.name
                    );
                    if !display.is_behind() {
                        break;
                    }
                }
                assert!(
                    pieces as u64 <= 2 + 2 * budget.picture_ns / budget.frame_ns,
                    "{} at {hz} Hz: {pieces}",
                    spec.name
                );
                assert!(
                    shows(spec, &emulated.image(), display.frame(), Rotation::Deg90),
                    "{}",
                    spec.name
                );
            });
        }
    }
}

#[test]
fn a_frame_that_does_not_change_costs_nothing() {
    let spec = PanelSpec::find("pirate-audio").unwrap();
    with_display(spec, Rotation::Deg90, |emulated, mut display| {
        paint(spec, display.frame());
        display.flush().unwrap();
        emulated.reset_counters();
        paint(spec, display.frame());
        display.flush().unwrap();
        assert_eq!(emulated.counters().calls, 0);
    });
}

#[test]
fn after_a_broken_bus_everything_is_sent_again() {
    let spec = PanelSpec::find("st7789-240x240").unwrap();
    with_display(spec, Rotation::Deg0, |emulated, mut display| {
        paint(spec, display.frame());
        display.flush().unwrap();
        display.frame().clear(Rgb565::BLUE).unwrap();
        // The window is left when one write of pixels has gone through.
        emulated.fail_after(5);
        assert!(display.flush().is_err());
        emulated.repair();
        display.flush().unwrap();
        assert_eq!(
            emulated.take_misuses(),
            [Misuse::TooFewPixels { missing: 57_600 }],
            "the window cut short"
        );
        assert!(shows(spec, &emulated.image(), display.frame(), Rotation::Deg0));
    });
}

#[test]
fn a_panel_comes_back_from_sleep_with_its_picture() {
    let spec = PanelSpec::find("display-hat-mini").unwrap();
    with_display(spec, Rotation::Deg180, |emulated, mut display| {
        paint(spec, display.frame());
        display.flush().unwrap();
        display.sleep().unwrap();
        assert_eq!(emulated.image().pixel(100, 100), [0; 3]);
        display.wake().unwrap();
        assert!(shows(spec, &emulated.image(), display.frame(), Rotation::Deg180));
        display.blank().unwrap();
        assert!(emulated.image().rgb().iter().all(|&part| part == 0));
    });
}

#[test]
fn a_panel_without_a_reset_line_starts_too() {
    let spec = PanelSpec::find("pirate-audio").unwrap();
    let emulated = EmulatedPanel::new(Glass::ST7789_240X240);
    let wires = Wires {
        reset: None,
        ..wires(&emulated)
    };
    let mut buffer = [0; 64];
    Driver::open(spec, Rotation::Deg0, wires, emulated.delay(), &mut buffer).unwrap();
    assert_eq!(emulated.misuses(), []);
}

const MINUTE: u64 = 60_000;
/// From one refresh of e-paper to the next.
const APART_MS: u64 = 190_000;

#[test]
fn paper_shows_what_changed_three_minutes_later_and_with_no_ghosts() {
    for name in ["ssd1680-250x122", "ssd1680-296x128"] {
        let spec = PanelSpec::find(name).unwrap();
        for rotation in Rotation::ALL {
            with_display(spec, rotation, |emulated, mut display| {
                paint(spec, display.frame());
                display.flush().unwrap();
                for (step, white) in [(1, true), (2, false), (3, true)] {
                    let before = emulated.image();
                    let marks = Rectangle::new(Point::new(13, 5 + 11 * step), Size::new(61, 19));
                    let color = if white { Rgb565::WHITE } else { Rgb565::BLACK };
                    display.frame().fill_solid(&marks, color).unwrap();
                    display.tell(APART_MS * step as u64 - 1);
                    display.flush().unwrap();
                    assert!(display.is_waiting());
                    assert_eq!(emulated.image(), before);

                    emulated.clock().advance(Duration::from_millis(APART_MS));
                    display.tell(display.due().unwrap());
                    emulated.reset_counters();
                    let damage = display.flush().unwrap();
                    assert!(!display.is_waiting());
                    assert!(
                        shows(spec, &emulated.image(), display.frame(), rotation),
                        "{name} at {rotation:?}"
                    );
                    assert_eq!(damage.areas().len(), 1, "the marks alone");
                    let pixels = emulated.counters().pixels;
                    assert!(pixels < 2 * 80 * 40, "{pixels} pixels sent");
                }
            });
        }
    }
}

#[test]
fn paper_is_refreshed_fully_every_day() {
    let spec = PanelSpec::find("ssd1680-250x122").unwrap();
    with_display(spec, Rotation::Deg0, |emulated, mut display| {
        paint(spec, display.frame());
        display.flush().unwrap();
        let day = Duration::from_secs(24 * 60 * 60);
        assert_eq!(display.due(), Some(day.as_millis() as u64));
        emulated.clock().advance(day);
        display.tell(day.as_millis() as u64);
        emulated.reset_counters();
        display.flush().unwrap();
        assert_eq!(emulated.counters().pixels, 2 * 128 * 250, "both memories, all of them");
        assert!(shows(spec, &emulated.image(), display.frame(), Rotation::Deg0));
    });
}

#[test]
fn paper_that_stays_busy_is_an_error_and_not_waited_for_for_ever() {
    let spec = PanelSpec::find("ssd1680-296x128").unwrap();
    with_display(spec, Rotation::Deg90, |emulated, mut display| {
        paint(spec, display.frame());
        emulated.hold_busy(true);
        let error = display.flush().unwrap_err().to_string();
        assert!(error.contains("busy"), "{error}");
        let waited = emulated.clock().now();
        assert!(waited.as_secs() <= 10, "{waited:?}");
        emulated.hold_busy(false);
        display.tell(APART_MS - 1);
        display.flush().unwrap();
        assert!(display.is_waiting(), "it may have been driven and is left alone");
        emulated.clock().advance(Duration::from_millis(APART_MS));
        display.tell(APART_MS);
        display.flush().unwrap();
        assert!(shows(spec, &emulated.image(), display.frame(), Rotation::Deg90));
    });
}

#[test]
fn paper_without_its_lines_is_refused() {
    let spec = PanelSpec::find("ssd1680-250x122").unwrap();
    let emulated = EmulatedPanel::new(glass(spec));
    for (reset, busy) in [(true, false), (false, true)] {
        let wires = Wires {
            reset: reset.then(|| emulated.reset()),
            busy: busy.then(|| emulated.busy()),
            ..wires(&emulated)
        };
        let mut buffer = [0; 64];
        let error = Driver::open(spec, Rotation::Deg0, wires, emulated.delay(), &mut buffer).unwrap_err();
        assert!(error.to_string().contains("e-paper needs"), "{error}");
    }
}

#[test]
fn paper_keeps_its_picture_when_the_device_ends() {
    let spec = PanelSpec::find("ssd1680-250x122").unwrap();
    with_display(spec, Rotation::Deg0, |emulated, mut display| {
        paint(spec, display.frame());
        display.flush().unwrap();
        display.blank().unwrap();
        display.sleep().unwrap();
        assert!(shows(spec, &emulated.image(), display.frame(), Rotation::Deg0));
    });
}

/// Where the lit pixels of a picture begin.
fn first_lit(image: &Image) -> Option<(usize, usize)> {
    let places = (0..image.height()).flat_map(|y| (0..image.width()).map(move |x| (x, y)));
    places.into_iter().find(|&(x, y)| image.pixel(x, y) != [0; 3])
}

#[test]
fn an_oled_wanders_dims_rests_and_comes_back() {
    for name in ["ssd1306-128x64", "sh1106-128x64"] {
        let spec = PanelSpec::find(name).unwrap();
        with_display(spec, Rotation::Deg0, |emulated, mut display| {
            let mark = Rectangle::new(Point::new(40, 30), Size::new(20, 9));
            display.frame().fill_solid(&mark, Rgb565::WHITE).unwrap();
            let mut at = |emulated: &EmulatedPanel, minutes: u64| {
                display.tell(minutes * MINUTE);
                if minutes == 130 {
                    display.touch();
                }
                display.flush().unwrap();
                (first_lit(&emulated.image()), emulated.contrast().unwrap())
            };
            assert_eq!(at(emulated, 0), (Some((40, 30)), 255));
            assert_eq!(at(emulated, 1), (Some((41, 30)), 255));
            assert_eq!(at(emulated, 2), (Some((41, 31)), 255));
            assert_eq!(at(emulated, 5), (Some((41, 30)), 76), "dimmed");
            assert_eq!(at(emulated, 120).0, None, "at rest");
            assert_eq!(at(emulated, 130), (Some((41, 31)), 255), "touched");
        });
    }
}

#[test]
fn an_oled_shows_no_noise_before_its_first_picture() {
    for name in ["ssd1306-128x64", "sh1106-128x64"] {
        let spec = PanelSpec::find(name).unwrap();
        let emulated = EmulatedPanel::new(glass(spec));
        let mut buffer = [0; 64];
        let driver = Driver::open(spec, Rotation::Deg0, wires(&emulated), emulated.delay(), &mut buffer).unwrap();
        assert_eq!(first_lit(&emulated.image()), None, "{name}");
        drop(driver);
    }
}
