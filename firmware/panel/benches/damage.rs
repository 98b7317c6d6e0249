//! What it takes to find the damage between two frames of 320 by 240, and to draw and send them.
//!
//! `cargo bench -p playtally-panel`

use divan::Bencher;
use embedded_graphics::{
    mono_font::{MonoTextStyle, ascii::FONT_10X20},
    pixelcolor::Rgb565,
    prelude::*,
    primitives::{Circle, PrimitiveStyle, Rectangle},
    text::Text,
};
use playtally_panel::{Alignment, Cost, Damage, Frame};

const SIZE: Size = Size::new(320, 240);

fn main() {
    divan::main();
}

#[derive(Clone, Copy, Debug)]
enum Change {
    Nothing,
    OneLine,
    Page,
    Everything,
}

fn draw(frame: &mut Frame<'_>, change: Change) {
    let text = |frame: &mut Frame<'_>, words, x, y| {
        let style = MonoTextStyle::new(&FONT_10X20, Rgb565::WHITE);
        Text::new(words, Point::new(x, y), style)
            .draw(frame)
            .map(|_| ())
            .unwrap_or_else(|never| match never {});
    };
    match change {
        Change::Nothing => {}
        Change::OneLine => text(frame, "one line of text", 40, 120),
        Change::Page => {
            for row in 0..8 {
                text(frame, "a list of several lines", 20, 30 + row * 28);
            }
            let ring = Circle::new(Point::new(180, 40), 130);
            let _ = ring
                .into_styled(PrimitiveStyle::with_stroke(Rgb565::RED, 12))
                .draw(frame);
        }
        Change::Everything => {
            let _ = frame.clear(Rgb565::BLUE);
        }
    }
}

#[divan::bench(args = [Change::Nothing, Change::OneLine, Change::Page, Change::Everything])]
fn find_damage(bencher: Bencher<'_, '_>, change: Change) {
    let (mut old, mut new) = (vec![0; 320 * 240], vec![0; 320 * 240]);
    let old = Frame::new(SIZE, &mut old).expect("the memory fits");
    let mut new = Frame::new(SIZE, &mut new).expect("the memory fits");
    draw(&mut new, change);
    bencher.bench_local(|| Damage::between(&old, &new, &Cost::SPIDEV, Alignment::PIXEL));
}

#[divan::bench]
fn clear_a_frame(bencher: Bencher<'_, '_>) {
    let mut pixels = vec![0; 320 * 240];
    let mut frame = Frame::new(SIZE, &mut pixels).expect("the memory fits");
    bencher.bench_local(|| frame.clear(Rgb565::RED));
}

#[divan::bench]
fn fill_a_quarter(bencher: Bencher<'_, '_>) {
    let mut pixels = vec![0; 320 * 240];
    let mut frame = Frame::new(SIZE, &mut pixels).expect("the memory fits");
    let area = Rectangle::new(Point::new(80, 60), Size::new(160, 120));
    bencher.bench_local(|| frame.fill_solid(&area, Rgb565::RED));
}

#[divan::bench]
fn send_a_frame_into_the_void(bencher: Bencher<'_, '_>) {
    use embedded_hal::spi::{ErrorType, Operation, SpiDevice};
    use playtally_panel::{Driver, Panel, PanelSpec, Rotation, Wires};
    use std::convert::Infallible;

    struct Void;
    impl ErrorType for Void {
        type Error = Infallible;
    }
    impl SpiDevice for Void {
        fn transaction(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), Infallible> {
            divan::black_box(operations);
            Ok(())
        }
    }
    impl embedded_hal::digital::ErrorType for Void {
        type Error = Infallible;
    }
    impl embedded_hal::digital::OutputPin for Void {
        fn set_low(&mut self) -> Result<(), Infallible> {
            Ok(())
        }
        fn set_high(&mut self) -> Result<(), Infallible> {
            Ok(())
        }
    }
    impl embedded_hal::digital::InputPin for Void {
        fn is_high(&mut self) -> Result<bool, Infallible> {
            Ok(false)
        }
        fn is_low(&mut self) -> Result<bool, Infallible> {
            Ok(true)
        }
    }
    impl embedded_hal::delay::DelayNs for Void {
        fn delay_ns(&mut self, _: u32) {}
    }

    let mut pixels = vec![0; 320 * 240];
    let frame = Frame::new(SIZE, &mut pixels).expect("the memory fits");
    let spec = PanelSpec::find("display-hat-mini").expect("it is in the table");
    let mut buffer = [0; 4096];
    let wires = Wires {
        spi: Void,
        data_command: Void,
        reset: None,
        busy: None::<Void>,
    };
    let Ok(mut driver) = Driver::open(spec, Rotation::Deg0, wires, Void, &mut buffer) else {
        return;
    };
    let Some(area) = frame.area() else { return };
    bencher.bench_local(|| driver.show(&frame, &[area]));
}
