//! The clock face of epd-waveshare's example for 2.13" panels, on an emulated SSD1680.

mod save;

use embedded_graphics::{
    mono_font::{MonoTextStyle, ascii::FONT_10X20},
    prelude::*,
    primitives::{Circle, Line, PrimitiveStyle},
    text::{Baseline, Text},
};
use epd_waveshare::{
    color::Color,
    epd2in13_v2::{Display2in13, Epd2in13},
    graphics::DisplayRotation,
    prelude::*,
};
use playtally_panel_emulator::{EmulatedPanel, Glass};

fn main() {
    let panel = EmulatedPanel::new(Glass::SSD1680_250X122);
    let (mut spi, mut delay) = (panel.spi(), panel.delay());
    let mut driver = Epd2in13::new(
        &mut spi,
        panel.busy(),
        panel.data_command(),
        panel.reset(),
        &mut delay,
        None,
    )
    .expect("a started panel");

    let mut display = Display2in13::default();
    display.set_rotation(DisplayRotation::Rotate90);
    display.clear(Color::White).expect("a buffer");
    let center = Point::new(64, 64);
    Circle::with_center(center, 80)
        .into_styled(PrimitiveStyle::with_stroke(Color::Black, 1))
        .draw(&mut display)
        .expect("a buffer");
    for (hand, width) in [(Point::new(30, 40), 4), (Point::new(80, 40), 1)] {
        Line::new(center, hand)
            .into_styled(PrimitiveStyle::with_stroke(Color::Black, width))
            .draw(&mut display)
            .expect("a buffer");
    }
    let style = MonoTextStyle::new(&FONT_10X20, Color::Black);
    Text::with_baseline("It's working", Point::new(120, 52), style, Baseline::Top)
        .draw(&mut display)
        .expect("a buffer");
    driver
        .update_and_display_frame(&mut spi, display.buffer(), &mut delay)
        .expect("a working bus");
    save::save(&panel, "e-paper");
}
