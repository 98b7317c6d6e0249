//! The panels on which scenes are shown.

use std::cell::RefCell;
use std::time::Duration;

use embedded_graphics::geometry::Size;
use playtally_panel::{Cost, Display, Driver, Frame, PanelSpec, Rotation, Wires};
use playtally_panel_emulator::{Bus, Busy, Clock, Delay, EmulatedPanel, Glass, OutputLine, Spi};
use playtally_screen::{Class, Look, Moment, Scene};

/// What an eye sees: a size, and red, green and blue of its pixels.
pub(crate) struct Seen {
    pub(crate) size: Size,
    pub(crate) rgb: Vec<u8>,
}

/// Which panels of the driver's table show which class.
const STAGES: [(Class, &str); 7] = [
    (Class::Wide, "display-hat-mini"),
    (Class::Square, "pirate-audio"),
    (Class::Round, "gc9a01-240x240"),
    (Class::Small, "st7735-160x128"),
    (Class::Mono, "ssd1306-128x64"),
    (Class::EPaper, "ssd1680-250x122"),
    (Class::EPaper, "ssd1680-296x128"),
];

type AnyDisplay = Display<'static, Driver<'static, Spi, OutputLine, Busy, Delay>>;

/// How long e-paper wants to be left alone between two pictures, and some.
const APART: Duration = Duration::from_secs(200);

/// An emulated panel, and the driver that writes to it.
struct Stage {
    class: Class,
    clock: Clock,
    emulated: EmulatedPanel,
    display: RefCell<AnyDisplay>,
}

/// All stages, ready. Panels stay on from scene to scene, as on a desk: what is not sent again must be right already.
pub(crate) struct Stages(Vec<Stage>);

impl Stages {
    pub(crate) fn open() -> Self {
        Self(STAGES.iter().map(|&(class, name)| Stage::open(class, name)).collect())
    }

    /// Shows a scene on every stage where the scene has something to say; `see` gets the stage's number. The look
    /// is that of any class.
    pub(crate) fn show(&self, scene: &Scene, look: Look, now: Moment, mut see: impl FnMut(usize, Seen)) {
        for (place, stage) in self.0.iter().enumerate() {
            let class = stage.class;
            if let Scene::Page(page, summary) = scene
                && !page.has_something_to_say(summary, now, class)
            {
                continue;
            }
            let look = Look {
                class: Some(class),
                ..look
            };
            let seen = stage.seen(scene, &look, now);
            see(place, if class == Class::Round { disc(seen) } else { seen });
        }
    }
}

impl Stage {
    fn open(class: Class, name: &'static str) -> Self {
        let spec = PanelSpec::find(name).expect("a panel of the table");
        let clock = Clock::new();
        let glass = Glass::named(name).expect("a glass of that name");
        let emulated = EmulatedPanel::with(glass, Bus::SPIDEV, clock.clone());
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
        let mut display = Display::new(driver, frame(), frame(), Cost::SPIDEV).expect("frames of one size");
        display.set_light(100).expect("the panel listens");
        Self {
            class,
            clock,
            emulated,
            display: RefCell::new(display),
        }
    }

    fn seen(&self, scene: &Scene, look: &Look, now: Moment) -> Seen {
        let mut display = self.display.borrow_mut();
        if self.class == Class::EPaper {
            self.clock.advance(APART);
            display.tell(self.clock.now().as_millis() as u64);
        }
        scene
            .draw(look, now, display.frame())
            .expect("a frame takes everything");
        display.flush().expect("the panel listens");
        assert_eq!(self.emulated.misuses(), [], "{}", scene.slug());
        let image = self.emulated.image();
        Seen {
            size: Size::new(image.width() as u32, image.height() as u32),
            rgb: image.rgb().to_vec(),
        }
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
