//! The smiling face that mipidsi's documentation draws, on an emulated ST7789.

mod save;

use embedded_graphics::{
    pixelcolor::Rgb565,
    prelude::*,
    primitives::{Circle, PrimitiveStyle, Rectangle, Triangle},
};
use mipidsi::{Builder, interface::SpiInterface, models::ST7789, options::ColorInversion};
use playtally_panel_emulator::{EmulatedPanel, Glass};

fn main() {
    let panel = EmulatedPanel::new(Glass::ST7789_240X240);
    let mut buffer = [0; 4096];
    let interface = SpiInterface::new(panel.spi(), panel.data_command(), &mut buffer);
    let mut display = Builder::new(ST7789, interface)
        .reset_pin(panel.reset())
        .display_size(240, 240)
        .invert_colors(ColorInversion::Inverted)
        .init(&mut panel.delay())
        .expect("a started panel");
    display.clear(Rgb565::BLACK).expect("a working bus");

    let fill = PrimitiveStyle::with_fill(Rgb565::GREEN);
    let hole = PrimitiveStyle::with_fill(Rgb565::BLACK);
    let mouth = Triangle::new(Point::new(50, 150), Point::new(190, 150), Point::new(120, 205));
    for eye in [Point::new(50, 60), Point::new(150, 60)] {
        Circle::new(eye, 40)
            .into_styled(fill)
            .draw(&mut display)
            .expect("a working bus");
    }
    mouth.into_styled(fill).draw(&mut display).expect("a working bus");
    Rectangle::new(Point::new(60, 140), Size::new(120, 20))
        .into_styled(hole)
        .draw(&mut display)
        .expect("a working bus");
    save::save(&panel, "color");
}
