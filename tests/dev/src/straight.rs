//! Drawing straight to a panel, through mipidsi's own interface.

use embedded_graphics::geometry::Size;
use embedded_graphics::pixelcolor::Rgb565;
use mipidsi::interface::SpiInterface;
use mipidsi::models::ST7789;
use mipidsi::options::{ColorInversion, Orientation, Rotation};
use mipidsi::{Builder, Display, NoResetPin};
use playtally_panel_emulator::{Bus, Clock, EmulatedPanel, Glass, OutputLine, Spi};

/// A panel of 320 by 240 under mipidsi.
pub type Straight = Display<SpiInterface<'static, Spi, OutputLine>, ST7789, NoResetPin>;

/// The color on an ST7789.
pub type Color = Rgb565;

/// A panel on a bus, with a buffer of so many bytes; counted from here on.
pub fn open(bus: Bus, buffer: usize) -> (EmulatedPanel, Straight) {
    let panel = EmulatedPanel::with(Glass::DISPLAY_HAT_MINI, bus, Clock::new());
    let interface = SpiInterface::new(panel.spi(), panel.data_command(), vec![0; buffer].leak());
    let display = Builder::new(ST7789, interface)
        .display_size(240, 320)
        .invert_colors(ColorInversion::Inverted)
        .orientation(Orientation::new().rotate(Rotation::Deg270))
        .init(&mut panel.delay())
        .expect("a panel that answers");
    assert_eq!(
        embedded_graphics::geometry::OriginDimensions::size(&display),
        Size::new(320, 240)
    );
    panel.reset_counters();
    (panel, display)
}
