//! The triangle, square and circle of the ssd1306 crate's graphics example, on an emulated SSD1306.

mod save;

use display_interface_spi::SPIInterface;
use embedded_graphics::{
    pixelcolor::BinaryColor,
    prelude::*,
    primitives::{Circle, PrimitiveStyle, Rectangle, Triangle},
};
use playtally_panel_emulator::{EmulatedPanel, Glass};
use ssd1306::{Ssd1306, prelude::*};

fn main() {
    let panel = EmulatedPanel::new(Glass::SSD1306_128X64);
    let interface = SPIInterface::new(panel.spi(), panel.data_command());
    let mut display =
        Ssd1306::new(interface, DisplaySize128x64, DisplayRotation::Rotate0).into_buffered_graphics_mode();
    display
        .reset(&mut panel.reset(), &mut panel.delay())
        .expect("a working line");
    display.init().expect("a started panel");

    let stroke = PrimitiveStyle::with_stroke(BinaryColor::On, 1);
    let top = 20;
    Triangle::new(Point::new(16, top + 16), Point::new(32, top + 16), Point::new(24, top))
        .into_styled(stroke)
        .draw(&mut display)
        .expect("a buffer");
    Rectangle::new(Point::new(52, top), Size::new_equal(17))
        .into_styled(stroke)
        .draw(&mut display)
        .expect("a buffer");
    Circle::new(Point::new(88, top), 17)
        .into_styled(stroke)
        .draw(&mut display)
        .expect("a buffer");
    display.flush().expect("a working bus");
    save::save(&panel, "oled");
}
