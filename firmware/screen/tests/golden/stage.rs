//! The panels on which scenes are shown.

use std::cell::RefCell;

use embedded_graphics::geometry::Size;
use embedded_graphics::pixelcolor::{Rgb888, RgbColor};
use embedded_graphics::prelude::{OriginDimensions, Point};
use playtally_panel::{Cost, Display, Driver, Frame, PanelSpec, Rotation, Wires};
use playtally_panel_emulator::{Busy, Delay, EmulatedPanel, Glass, OutputLine, Spi};
use playtally_screen::{Class, Look, Moment, Scene, Theme};

/// What an eye sees: a size, and red, green and blue of its pixels.
pub(crate) struct Seen {
    pub(crate) size: Size,
    pub(crate) rgb: Vec<u8>,
}

/// What shows a class.
enum Stage {
    /// A panel of the driver's table.
    Panel(&'static str),
    /// A frame of a size.
    Frame(Size),
}

const STAGES: [(Class, Stage); 7] = [
    (Class::Wide, Stage::Panel("display-hat-mini")),
    (Class::Square, Stage::Panel("pirate-audio")),
    (Class::Round, Stage::Panel("gc9a01-240x240")),
    (Class::Small, Stage::Panel("st7735-160x128")),
    (Class::Mono, Stage::Frame(Size::new(128, 64))),
    (Class::EPaper, Stage::Frame(Size::new(250, 122))),
    (Class::EPaper, Stage::Frame(Size::new(296, 128))),
];

type AnyDisplay = Display<'static, Driver<'static, Spi, OutputLine, Busy, Delay>>;

enum Open {
    Panel(EmulatedPanel, Box<RefCell<AnyDisplay>>),
    Frame(Size),
}

/// All stages, ready. Panels stay on from scene to scene, as on a desk: what is not sent again must be right already.
pub(crate) struct Stages(Vec<(Class, Open)>);

impl Stages {
    pub(crate) fn open() -> Self {
        let open = |stage: &Stage| match *stage {
            Stage::Panel(name) => panel(name),
            Stage::Frame(size) => Open::Frame(size),
        };
        Self(STAGES.iter().map(|(class, stage)| (*class, open(stage))).collect())
    }

    /// Shows a scene on every stage where the scene has something to say; `see` gets the stage's number.
    pub(crate) fn show(&self, scene: &Scene, theme: Theme, now: Moment, mut see: impl FnMut(usize, Seen)) {
        for (place, (class, stage)) in self.0.iter().enumerate() {
            if let Scene::Page(page, summary) = scene
                && !page.has_something_to_say(summary, now, *class)
            {
                continue;
            }
            let look = Look {
                theme,
                class: Some(*class),
                ..Look::default()
            };
            let seen = match stage {
                Open::Panel(emulated, display) => {
                    let mut display = display.borrow_mut();
                    scene
                        .draw(&look, now, display.frame())
                        .expect("a frame takes everything");
                    display.flush().expect("the panel listens");
                    assert_eq!(emulated.misuses(), [], "{}", scene.slug());
                    let image = emulated.image();
                    Seen {
                        size: Size::new(image.width() as u32, image.height() as u32),
                        rgb: image.rgb().to_vec(),
                    }
                }
                Open::Frame(size) => {
                    let mut pixels = vec![0; (size.width * size.height) as usize];
                    let mut frame = Frame::new(*size, &mut pixels).expect("enough pixels");
                    scene.draw(&look, now, &mut frame).expect("a frame takes everything");
                    frame_seen(&frame)
                }
            };
            see(place, if *class == Class::Round { disc(seen) } else { seen });
        }
    }
}

fn panel(name: &'static str) -> Open {
    let spec = PanelSpec::find(name).expect("a panel of the table");
    let emulated = EmulatedPanel::new(Glass::named(name).expect("a glass of that name"));
    let wires = Wires {
        spi: emulated.spi(),
        data_command: emulated.data_command(),
        reset: Some(emulated.reset()),
        busy: Some(emulated.busy()),
    };
    let size = spec.size(Rotation::Deg0);
    let pixels = || vec![0; (size.width * size.height) as usize].leak();
    let buffer = vec![0; 4096].leak();
    let driver = Driver::open(spec, Rotation::Deg0, wires, emulated.delay(), buffer).expect("the panel starts");
    let frame = || Frame::new(size, pixels()).expect("enough pixels");
    let display = Display::new(driver, frame(), frame(), Cost::SPIDEV).expect("frames of one size");
    Open::Panel(emulated, Box::new(RefCell::new(display)))
}

fn frame_seen(frame: &Frame) -> Seen {
    let size = frame.size();
    let points = (0..size.height as i32).flat_map(|y| (0..size.width as i32).map(move |x| Point::new(x, y)));
    let rgb = points.flat_map(|point| {
        let colour = Rgb888::from(frame.pixel(point).expect("a pixel of the frame"));
        [colour.r(), colour.g(), colour.b()]
    });
    Seen {
        size,
        rgb: rgb.collect(),
    }
}

/// Takes away the corners that a round panel does not have.
fn disc(mut seen: Seen) -> Seen {
    let side = seen.size.width as i32;
    for (at, pixel) in (0..side * side).zip(seen.rgb.chunks_exact_mut(3)) {
        let (x, y) = (2 * (at % side) + 1 - side, 2 * (at / side) + 1 - side);
        if x * x + y * y > side * side {
            pixel.copy_from_slice(&super::sheet::GROUND);
        }
    }
    seen
}
