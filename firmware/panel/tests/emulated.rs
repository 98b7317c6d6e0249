//! Displays on emulated panels: the right picture, and what it may cost.

use embedded_graphics::{
    pixelcolor::{Rgb565, Rgb888, raw::RawU16},
    prelude::*,
    primitives::Rectangle,
};
use playtally_panel::{Cost, Display, Driver, Frame, PANELS, PanelSpec, Rotation, Wires};
use playtally_panel_emulator::{Busy, Delay, EmulatedPanel, Glass, Image, Misuse, OutputLine, Spi};

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
    let emulated = EmulatedPanel::new(glass(spec));
    let size = spec.size(rotation);
    let pixels = (size.width * size.height) as usize;
    let (mut shown, mut next, mut buffer) = (vec![0; pixels], vec![0; pixels], [0; 4096]);
    let driver = Driver::open(spec, rotation, wires(&emulated), emulated.delay(), &mut buffer).unwrap();
    let shown = Frame::new(size, &mut shown).unwrap();
    let next = Frame::new(size, &mut next).unwrap();
    let display = Display::new(driver, shown, next, Cost::SPIDEV).unwrap();
    let result = test(&emulated, display);
    assert_eq!(emulated.misuses(), [], "{} at {rotation:?}", spec.name);
    result
}

/// Every pixel has a color of its own, as far as 16 bits reach.
fn pattern(point: Point) -> Rgb565 {
    RawU16::new((point.x * 211 + point.y * 7919) as u16).into()
}

fn paint(frame: &mut Frame<'_>) {
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
                paint(display.frame());
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
fn a_change_shows_and_costs_what_the_model_says() {
    let spec = PanelSpec::find("display-hat-mini").unwrap();
    with_display(spec, Rotation::Deg0, |emulated, mut display| {
        paint(display.frame());
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

#[test]
fn a_frame_that_does_not_change_costs_nothing() {
    let spec = PanelSpec::find("pirate-audio").unwrap();
    with_display(spec, Rotation::Deg90, |emulated, mut display| {
        paint(display.frame());
        display.flush().unwrap();
        emulated.reset_counters();
        paint(display.frame());
        display.flush().unwrap();
        assert_eq!(emulated.counters().calls, 0);
    });
}

#[test]
fn after_a_broken_bus_everything_is_sent_again() {
    let spec = PanelSpec::find("st7789-240x240").unwrap();
    with_display(spec, Rotation::Deg0, |emulated, mut display| {
        paint(display.frame());
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
        paint(display.frame());
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
