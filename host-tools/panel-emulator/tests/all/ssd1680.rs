//! Unmodified e-paper drivers on the emulated SSD1680: epd-waveshare and epdsi.

use std::time::Duration;

use embedded_graphics::{
    mono_font::{MonoTextStyle, ascii::FONT_6X10},
    prelude::*,
    primitives::{Circle, Line, PrimitiveStyle},
    text::{Baseline, Text},
};
use embedded_hal::delay::DelayNs;
use epd_waveshare::{
    color::Color,
    epd2in13_v2::{Display2in13, Epd2in13},
    graphics::DisplayRotation,
    prelude::*,
};
use epdsi::{
    bus::SpiBusWrapper,
    controllers::{Ssd168xRefreshMode, Ssd1680Controller},
    traits::{ColorChannel, EpdController},
};
use playtally_panel_emulator::{Busy, Delay, EmulatedPanel, Glass, Misuse, OutputLine, Rotation, Spi};

/// Between refreshes, so that none comes too soon.
const APART: Duration = Duration::from_secs(180);

/// A panel as it lies in the controller's memory: upright in portrait.
fn portrait(glass: Glass) -> EmulatedPanel {
    EmulatedPanel::new(Glass {
        mounting: Rotation::Deg0,
        ..glass
    })
}

fn draw(display: &mut Display2in13, text: &str) {
    display.clear(Color::White).unwrap();
    Circle::with_center(Point::new(64, 64), 80)
        .into_styled(PrimitiveStyle::with_stroke(Color::Black, 1))
        .draw(display)
        .unwrap();
    Line::new(Point::new(64, 64), Point::new(30, 40))
        .into_styled(PrimitiveStyle::with_stroke(Color::Black, 4))
        .draw(display)
        .unwrap();
    let style = MonoTextStyle::new(&FONT_6X10, Color::Black);
    Text::with_baseline(text, Point::new(5, 150), style, Baseline::Top)
        .draw(display)
        .unwrap();
}

/// Whether the paper shows the display's buffer, whose bytes are eight pixels of a row and whose rows are 16 bytes.
fn shows(panel: &EmulatedPanel, buffer: &[u8]) -> bool {
    let image = panel.image();
    (0..image.height()).all(|y| {
        (0..image.width()).all(|x| {
            let white = buffer[y * 16 + x / 8] << (x % 8) & 0x80 != 0;
            image.pixel(x, y) == if white { [255; 3] } else { [0; 3] }
        })
    })
}

#[test]
fn epd_waveshare_shows_full_and_quick_pictures_with_waveforms_of_its_own() {
    let panel = portrait(Glass::SSD1680_250X122);
    let (mut spi, mut delay) = (panel.spi(), panel.delay());
    let mut driver = Epd2in13::new(
        &mut spi,
        panel.busy(),
        panel.data_command(),
        panel.reset(),
        &mut delay,
        None,
    )
    .unwrap();
    let mut display = Display2in13::default();
    display.set_rotation(DisplayRotation::Rotate0);
    draw(&mut display, "Full");
    let before = panel.clock().now();
    driver
        .update_and_display_frame(&mut spi, display.buffer(), &mut delay)
        .unwrap();
    let full = panel.clock().now() - before;
    assert!(shows(&panel, display.buffer()));

    driver.set_refresh(&mut spi, &mut delay, RefreshLut::Quick).unwrap();
    for text in ["Quick", "Quick again"] {
        panel.clock().advance(APART);
        draw(&mut display, text);
        let before = panel.clock().now();
        driver
            .update_and_display_frame(&mut spi, display.buffer(), &mut delay)
            .unwrap();
        assert!(shows(&panel, display.buffer()), "{text}");
        assert!(panel.clock().now() - before < full);
    }
    driver.sleep(&mut spi, &mut delay).unwrap();
    let left_awake = panel
        .misuses()
        .iter()
        .all(|misuse| matches!(misuse, Misuse::LeftAwake { .. } | Misuse::Busy { command: 0x10 }));
    assert!(left_awake, "{:?}", panel.misuses());
}

type Bus = SpiBusWrapper<Spi, OutputLine, OutputLine, Busy>;

/// Shows a byte all over through epdsi and keeps the old memory in step.
fn show(driver: &mut Ssd1680Controller, bus: &mut Bus, delay: &mut Delay, byte: u8, mode: Ssd168xRefreshMode) {
    driver.set_refresh_mode(mode);
    driver.init_sequence(bus, delay).unwrap();
    for channel in [ColorChannel::BlackWhite, ColorChannel::RedYellow] {
        if channel == ColorChannel::RedYellow {
            driver.trigger_refresh(bus, delay).unwrap();
        }
        driver.set_window(bus, 0, 0, 127, 295).unwrap();
        driver.set_cursor(bus, 0, 0).unwrap();
        driver.write_frame_pattern(bus, channel, byte, 16 * 296).unwrap();
    }
    driver.sleep(bus, delay).unwrap();
}

#[test]
fn epdsi_shows_full_and_partial_pictures_and_does_nothing_that_the_data_sheet_forbids() {
    let panel = portrait(Glass::SSD1680_296X128);
    let mut bus = SpiBusWrapper::new(panel.spi(), panel.data_command(), panel.reset(), panel.busy());
    let mut driver = Ssd1680Controller::new(128, 296);
    let mut delay = panel.delay();
    for (byte, mode) in [
        (0x00, Ssd168xRefreshMode::Full),
        (0xFF, Ssd168xRefreshMode::Partial),
        (0x00, Ssd168xRefreshMode::Partial),
        (0xFF, Ssd168xRefreshMode::Full),
    ] {
        show(&mut driver, &mut bus, &mut delay, byte, mode);
        assert!(
            panel.image().rgb().iter().all(|&part| part == byte),
            "{byte} by {mode:?}"
        );
        panel.clock().advance(APART);
    }
    assert_eq!(panel.misuses(), []);
}

#[test]
fn epdsi_does_not_wait_for_ever_for_a_panel_that_stays_busy() {
    let panel = portrait(Glass::SSD1680_296X128);
    panel.hold_busy(true);
    let mut bus = SpiBusWrapper::new(panel.spi(), panel.data_command(), panel.reset(), panel.busy());
    let result = Ssd1680Controller::new(128, 296).init_sequence(&mut bus, &mut panel.delay());
    assert!(result.is_err());
    assert_eq!(panel.clock().now().as_secs(), 60);
    panel.hold_busy(false);
    panel.delay().delay_ms(1);
    assert!(
        Ssd1680Controller::new(128, 296)
            .init_sequence(&mut bus, &mut panel.delay())
            .is_ok()
    );
}
