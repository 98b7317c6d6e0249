//! The unmodified ssd1306 driver on the emulated SSD1306.

use display_interface_spi::SPIInterface;
use embedded_graphics::{
    pixelcolor::BinaryColor,
    prelude::*,
    primitives::{Circle, PrimitiveStyle, Rectangle},
};
use playtally_panel_emulator::{EmulatedPanel, Glass};
use ssd1306::{Ssd1306, prelude::*};

/// A picture without symmetry.
fn draw(target: &mut impl DrawTarget<Color = BinaryColor, Error: std::fmt::Debug>) {
    let fill = PrimitiveStyle::with_fill(BinaryColor::On);
    Rectangle::new(Point::zero(), Size::new(11, 5))
        .into_styled(fill)
        .draw(target)
        .unwrap();
    let stroke = PrimitiveStyle::with_stroke(BinaryColor::On, 2);
    Circle::new(Point::new(30, 20), 25)
        .into_styled(stroke)
        .draw(target)
        .unwrap();
}

/// Where the same picture is drawn without any panel.
struct Paper(Size, Vec<Point>);

impl OriginDimensions for Paper {
    fn size(&self) -> Size {
        self.0
    }
}

impl DrawTarget for Paper {
    type Color = BinaryColor;
    type Error = std::convert::Infallible;

    fn draw_iter<I: IntoIterator<Item = Pixel<BinaryColor>>>(&mut self, pixels: I) -> Result<(), Self::Error> {
        self.1
            .extend(pixels.into_iter().filter(|pixel| pixel.1.is_on()).map(|pixel| pixel.0));
        Ok(())
    }
}

#[test]
fn every_rotation_shows_the_picture() {
    for (turned, rotation) in [
        DisplayRotation::Rotate0,
        DisplayRotation::Rotate90,
        DisplayRotation::Rotate180,
        DisplayRotation::Rotate270,
    ]
    .into_iter()
    .enumerate()
    {
        let panel = EmulatedPanel::new(Glass::SSD1306_128X64);
        let interface = SPIInterface::new(panel.spi(), panel.data_command());
        let mut display = Ssd1306::new(interface, DisplaySize128x64, rotation).into_buffered_graphics_mode();
        display.reset(&mut panel.reset(), &mut panel.delay()).unwrap();
        display.init().unwrap();
        draw(&mut display);
        display.flush().unwrap();

        let mut paper = Paper(display.bounding_box().size, Vec::new());
        draw(&mut paper);
        let image = panel.image();
        for point in display.bounding_box().points() {
            let (x, y) = (point.x as usize, point.y as usize);
            let (x, y) = match turned {
                0 => (x, y),
                1 => (127 - y, x),
                2 => (127 - x, 63 - y),
                _ => (y, 63 - x),
            };
            let lit = image.pixel(x, y) == [255; 3];
            assert_eq!(lit, paper.1.contains(&point), "{point} at {rotation:?}");
        }
        assert_eq!(panel.misuses(), [], "{rotation:?}");
    }
}

#[test]
fn the_driver_initialises_in_the_order_of_the_data_sheet() {
    let panel = EmulatedPanel::new(Glass::SSD1306_128X64);
    panel.record();
    let interface = SPIInterface::new(panel.spi(), panel.data_command());
    let mut display =
        Ssd1306::new(interface, DisplaySize128x64, DisplayRotation::Rotate0).into_buffered_graphics_mode();
    display.init().unwrap();
    let bytes: Vec<u8> = panel
        .recorded()
        .commands()
        .into_iter()
        .map(|(command, _)| command)
        .collect();
    let first = [
        0xAE, 0xD5, 0x80, 0xA8, 0x3F, 0xD3, 0x00, 0x40, 0x8D, 0x14, 0x20, 0x00, 0xDA, 0x12, 0xA1, 0xC8,
    ];
    assert_eq!(bytes[..first.len()], first);
    assert_eq!(bytes.last(), Some(&0xAF), "on last of all");
}
