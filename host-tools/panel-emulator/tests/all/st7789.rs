//! The unmodified mipidsi driver on the emulated ST7789.

use embedded_graphics::{
    pixelcolor::{Rgb565, Rgb888},
    prelude::*,
    primitives::{Circle, PrimitiveStyle, Rectangle},
};
use mipidsi::{
    Builder, Display,
    interface::SpiInterface,
    models::ST7789,
    options::{ColorInversion, ColorOrder, Orientation, Rotation},
};
use playtally_panel_emulator::{EmulatedPanel, Glass, Image, Misuse, OutputLine, Spi};

type Driver<'b> = Display<SpiInterface<'b, Spi, OutputLine>, ST7789, OutputLine>;

/// What the driver is told about the panel.
#[derive(Clone, Copy)]
struct Settings {
    size: (u16, u16),
    offset: (u16, u16),
    rotation: Rotation,
    inversion: ColorInversion,
    order: ColorOrder,
}

/// The settings with which `glass` looks right when the picture is turned by `rotation` from the controller's own
/// orientation.
fn settings(glass: Glass, rotation: Rotation) -> Settings {
    Settings {
        size: glass.size,
        offset: glass.offset,
        rotation,
        inversion: ColorInversion::Inverted,
        order: ColorOrder::Rgb,
    }
}

fn start<'b>(panel: &EmulatedPanel, settings: Settings, buffer: &'b mut [u8]) -> Driver<'b> {
    Builder::new(ST7789, SpiInterface::new(panel.spi(), panel.data_command(), buffer))
        .reset_pin(panel.reset())
        .display_size(settings.size.0, settings.size.1)
        .display_offset(settings.offset.0, settings.offset.1)
        .orientation(Orientation::new().rotate(settings.rotation))
        .invert_colors(settings.inversion)
        .color_order(settings.order)
        .init(&mut panel.delay())
        .unwrap()
}

/// A picture without symmetry: no two of its eight orientations are alike, and no two of its color channels.
fn draw(target: &mut impl DrawTarget<Color = Rgb565, Error: std::fmt::Debug>) {
    target.clear(Rgb565::new(3, 9, 5)).unwrap();
    let size = target.bounding_box().size;
    let corner = Rectangle::new(Point::zero(), Size::new(40, 20));
    corner
        .into_styled(PrimitiveStyle::with_fill(Rgb565::RED))
        .draw(target)
        .unwrap();
    let edge = Rectangle::new(Point::new(0, size.height as i32 - 3), Size::new(70, 3));
    edge.into_styled(PrimitiveStyle::with_fill(Rgb565::GREEN))
        .draw(target)
        .unwrap();
    let circle = Circle::new(Point::new(size.width as i32 - 61, 30), 60);
    circle
        .into_styled(PrimitiveStyle::with_stroke(Rgb565::new(20, 40, 31), 7))
        .draw(target)
        .unwrap();
}

/// Where the same picture is drawn without any panel.
struct Paper {
    size: Size,
    pixels: Vec<Rgb565>,
}

impl OriginDimensions for Paper {
    fn size(&self) -> Size {
        self.size
    }
}

impl DrawTarget for Paper {
    type Color = Rgb565;
    type Error = std::convert::Infallible;

    fn draw_iter<I: IntoIterator<Item = Pixel<Rgb565>>>(&mut self, pixels: I) -> Result<(), Self::Error> {
        for Pixel(point, color) in pixels {
            if self.bounding_box().contains(point) {
                self.pixels[point.y as usize * self.size.width as usize + point.x as usize] = color;
            }
        }
        Ok(())
    }
}

impl Paper {
    fn drawn(size: Size) -> Self {
        let mut paper = Self {
            size,
            pixels: vec![Rgb565::BLACK; (size.width * size.height) as usize],
        };
        draw(&mut paper);
        paper
    }

    fn pixel(&self, x: usize, y: usize) -> [u8; 3] {
        let color = Rgb888::from(self.pixels[y * self.size.width as usize + x]);
        [color.r(), color.g(), color.b()]
    }
}

/// Whether the eye, turning its head by `turned` quarters clockwise, sees the picture upright.
fn sees_upright(image: &Image, turned: usize) -> bool {
    let (width, height) = (image.width(), image.height());
    let size = if turned.is_multiple_of(2) {
        (width, height)
    } else {
        (height, width)
    };
    let paper = Paper::drawn(Size::new(size.0 as u32, size.1 as u32));
    (0..size.1).all(|y| {
        (0..size.0).all(|x| {
            let (seen_x, seen_y) = match turned {
                0 => (x, y),
                1 => (width - 1 - y, x),
                2 => (width - 1 - x, height - 1 - y),
                _ => (y, height - 1 - x),
            };
            // Five and six bits widen to eight in more than one way; they differ by rounding.
            let (seen, drawn) = (image.pixel(seen_x, seen_y), paper.pixel(x, y));
            seen.iter().zip(drawn).all(|(&seen, drawn)| seen.abs_diff(drawn) <= 2)
        })
    })
}

const ROTATIONS: [Rotation; 4] = [Rotation::Deg0, Rotation::Deg90, Rotation::Deg180, Rotation::Deg270];

fn quarters(rotation: playtally_panel_emulator::Rotation) -> usize {
    rotation as usize
}

#[test]
fn every_orientation_of_every_glass_shows_the_picture() {
    for glass in [Glass::ST7789_240X240, Glass::ST7789_320X240, Glass::DISPLAY_HAT_MINI] {
        for (turned, rotation) in ROTATIONS.into_iter().enumerate() {
            let panel = EmulatedPanel::new(glass);
            let mut buffer = [0; 4096];
            draw(&mut start(&panel, settings(glass, rotation), &mut buffer));
            let from_upright = (turned + 4 - quarters(glass.mounting)) % 4;
            assert!(sees_upright(&panel.image(), from_upright), "{glass:?} at {rotation:?}");
            assert_eq!(panel.misuses(), [], "{glass:?} at {rotation:?}");
        }
    }
}

#[test]
fn a_wrong_setting_shows_a_wrong_picture() {
    let glass = Glass::ST7789_240X240;
    let right = settings(glass, Rotation::Deg0);
    let wrong = [
        (
            "offset",
            Settings {
                offset: (0, 1),
                ..right
            },
        ),
        (
            "turn",
            Settings {
                rotation: Rotation::Deg90,
                ..right
            },
        ),
        (
            "turn with its offset",
            Settings {
                rotation: Rotation::Deg180,
                ..right
            },
        ),
        (
            "inversion",
            Settings {
                inversion: ColorInversion::Normal,
                ..right
            },
        ),
        (
            "color order",
            Settings {
                order: ColorOrder::Bgr,
                ..right
            },
        ),
        (
            "size",
            Settings {
                size: (240, 320),
                rotation: Rotation::Deg180,
                ..right
            },
        ),
    ];
    for (what, settings) in wrong {
        let panel = EmulatedPanel::new(glass);
        let mut buffer = [0; 4096];
        draw(&mut start(&panel, settings, &mut buffer));
        assert!(!sees_upright(&panel.image(), 0), "{what}");
    }
}

#[test]
fn a_panel_that_sleeps_or_has_no_light_is_black() {
    use embedded_hal::{digital::OutputPin, pwm::SetDutyCycle};

    let panel = EmulatedPanel::new(Glass::ST7789_240X240);
    assert_eq!(panel.image().pixel(5, 5), [0; 3], "before it is started");
    let mut buffer = [0; 4096];
    let mut display = start(&panel, settings(Glass::ST7789_240X240, Rotation::Deg0), &mut buffer);
    display.clear(Rgb565::WHITE).unwrap();
    assert_eq!(panel.image().pixel(5, 5), [255; 3]);

    panel.backlight().set_low().unwrap();
    assert_eq!(panel.image().pixel(5, 5), [0; 3]);
    panel.backlight_pwm().set_duty_cycle_percent(50).unwrap();
    assert_eq!(panel.image().pixel(5, 5), [186; 3], "half of the light looks like more");
    panel.backlight().set_high().unwrap();

    display.sleep(&mut panel.delay()).unwrap();
    assert_eq!(panel.image().pixel(5, 5), [0; 3]);
    display.wake(&mut panel.delay()).unwrap();
    assert_eq!(panel.image().pixel(5, 5), [255; 3]);
    assert_eq!(panel.misuses(), []);
}

#[test]
fn pixels_to_a_sleeping_panel_are_misuse() {
    let panel = EmulatedPanel::new(Glass::ST7789_240X240);
    let mut buffer = [0; 4096];
    let mut display = start(&panel, settings(Glass::ST7789_240X240, Rotation::Deg0), &mut buffer);
    display.sleep(&mut panel.delay()).unwrap();
    display.set_pixel(1, 1, Rgb565::RED).unwrap();
    assert_eq!(panel.misuses(), [Misuse::PixelsAsleep]);
}

#[test]
fn windows_and_pixels_that_do_not_fit_are_misuse() {
    let panel = EmulatedPanel::new(Glass::ST7789_240X240);
    let mut buffer = [0; 4096];
    let mut display = start(&panel, settings(Glass::ST7789_240X240, Rotation::Deg0), &mut buffer);
    display.set_pixels(0, 0, 3, 0, [Rgb565::RED; 5]).unwrap();
    display.set_pixels(0, 0, 3, 0, [Rgb565::RED; 3]).unwrap();
    display.set_pixels(239, 0, 240, 0, [Rgb565::RED; 2]).unwrap();
    assert_eq!(
        panel.misuses(),
        [
            Misuse::TooManyPixels { window: 4 },
            Misuse::TooFewPixels { missing: 1 },
            Misuse::WindowOutsideMemory {
                columns: (239, 240),
                rows: (0, 0)
            },
        ]
    );
}

#[test]
fn drawing_straight_to_the_panel_costs_what_was_measured_on_a_counting_device() {
    let panel = EmulatedPanel::new(Glass::ST7789_320X240);
    let mut buffer = [0; 4096];
    let mut display = start(&panel, settings(Glass::ST7789_320X240, Rotation::Deg90), &mut buffer);

    panel.reset_counters();
    display
        .set_pixels(0, 0, 319, 239, vec![Rgb565::RED; 320 * 240])
        .unwrap();
    let whole = panel.counters();
    assert_eq!((whole.calls, whole.edges, whole.bytes), (44, 6, 153_611));
    assert_eq!((whole.windows, whole.pixels, whole.longest_write), (1, 76_800, 4096));

    panel.reset_counters();
    display.set_pixels(0, 0, 239, 19, vec![Rgb565::RED; 240 * 20]).unwrap();
    let part = panel.counters();
    assert_eq!((part.calls, part.edges, part.bytes), (9, 6, 9_611));
    assert_eq!(part.bus_time.as_nanos(), 9_611 * 128 + 9 * 25_000);
}

#[test]
fn a_bus_that_breaks_is_an_error_of_the_driver() {
    let panel = EmulatedPanel::new(Glass::ST7789_240X240);
    let mut buffer = [0; 4096];
    let mut display = start(&panel, settings(Glass::ST7789_240X240, Rotation::Deg0), &mut buffer);
    panel.fail_after(3);
    assert!(display.set_pixel(0, 0, Rgb565::RED).is_err());
    panel.repair();
    assert!(display.set_pixel(0, 0, Rgb565::RED).is_ok());
}

#[test]
fn a_write_longer_than_the_bus_takes_is_an_error() {
    let panel = EmulatedPanel::new(Glass::ST7789_240X240);
    let mut buffer = [0; 4098];
    let mut display = start(&panel, settings(Glass::ST7789_240X240, Rotation::Deg0), &mut buffer);
    assert!(display.clear(Rgb565::RED).is_err());
}

#[test]
fn the_driver_initialises_in_the_order_of_the_data_sheet() {
    let panel = EmulatedPanel::new(Glass::ST7789_240X240);
    panel.record();
    let mut buffer = [0; 64];
    start(&panel, settings(Glass::ST7789_240X240, Rotation::Deg180), &mut buffer);
    let commands: Vec<_> = panel.recorded().commands();
    // Sleep out, address mode, inversion on, 16 bits a pixel, normal mode, display on.
    let expected: [(u8, &[u8]); 6] = [
        (0x11, &[]),
        (0x36, &[0xC0]),
        (0x21, &[]),
        (0x3A, &[0x55]),
        (0x13, &[]),
        (0x29, &[]),
    ];
    assert_eq!(commands, expected.map(|(command, data)| (command, data.to_vec())));
}

#[test]
fn a_recorded_trace_makes_the_same_picture() {
    let panel = EmulatedPanel::new(Glass::ST7789_240X240);
    panel.record();
    let mut buffer = [0; 4096];
    draw(&mut start(
        &panel,
        settings(Glass::ST7789_240X240, Rotation::Deg0),
        &mut buffer,
    ));
    let trace = panel.recorded().to_string().parse().unwrap();

    let other = EmulatedPanel::new(Glass::ST7789_240X240);
    other.replay(&trace).unwrap();
    assert_eq!(other.image(), panel.image());
    assert_eq!(other.counters(), panel.counters());
    assert_eq!(other.misuses(), []);
}
