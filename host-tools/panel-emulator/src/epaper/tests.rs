use std::time::Duration;

use embedded_hal::{delay::DelayNs, digital::OutputPin, spi::SpiDevice};

use crate::{EmulatedPanel, Glass, Misuse};

const MINUTES: Duration = Duration::from_secs(200);

/// A panel that was started as the data sheet says, with a window over all of its 122 by 250 pixels.
fn started() -> EmulatedPanel {
    let panel = EmulatedPanel::new(Glass {
        mounting: crate::Rotation::Deg0,
        ..Glass::SSD1680_250X122
    });
    start(&panel);
    panel
}

fn start(panel: &EmulatedPanel) {
    panel.reset().set_low().unwrap();
    panel.delay().delay_ms(10);
    panel.reset().set_high().unwrap();
    panel.delay().delay_ms(10);
    send(panel, 0x12, &[]);
    panel.delay().delay_ms(10);
    send(panel, 0x01, &[249, 0, 0]);
    send(panel, 0x11, &[0x03]);
    send(panel, 0x44, &[0, 15]);
    send(panel, 0x45, &[0, 0, 249, 0]);
    send(panel, 0x4E, &[0]);
    send(panel, 0x4F, &[0, 0]);
}

fn send(panel: &EmulatedPanel, command: u8, arguments: &[u8]) {
    panel.data_command().set_low().unwrap();
    panel.spi().write(&[command]).unwrap();
    panel.data_command().set_high().unwrap();
    if !arguments.is_empty() {
        panel.spi().write(arguments).unwrap();
    }
}

/// Fills a memory.
fn fill(panel: &EmulatedPanel, command: u8, byte: u8) {
    send(panel, command, &[byte; 16 * 250]);
}

/// Refreshes, and waits until the panel is done.
fn refresh(panel: &EmulatedPanel, sequence: u8) -> Duration {
    let before = panel.clock().now();
    send(panel, 0x22, &[sequence]);
    send(panel, 0x20, &[]);
    while panel.lock().is_busy() {
        panel.delay().delay_ms(1);
    }
    panel.clock().now() - before
}

fn at(panel: &EmulatedPanel, x: usize, y: usize) -> bool {
    panel.image().pixel(x, y) == [255; 3]
}

#[test]
fn paper_shows_what_a_refresh_has_left_and_not_what_memory_holds() {
    let panel = started();
    let before = panel.image();
    fill(&panel, 0x24, 0xFF);
    assert_eq!(panel.image(), before, "not refreshed yet");
    send(&panel, 0x22, &[0xF7]);
    send(&panel, 0x20, &[]);
    panel.delay().delay_ms(1000);
    assert_eq!(panel.image(), before, "still at work");
    panel.delay().delay_ms(5000);
    assert!(panel.image().rgb().iter().all(|&part| part == 255));
    fill(&panel, 0x24, 0x00);
    send(&panel, 0x10, &[1]);
    assert!(at(&panel, 60, 100), "paper needs no power");
    assert_eq!(panel.misuses(), []);
}

#[test]
fn a_full_refresh_takes_seconds_and_a_partial_one_less_than_one() {
    let panel = started();
    fill(&panel, 0x24, 0xFF);
    let full = refresh(&panel, 0xF7).as_millis();
    assert!((4_000..4_500).contains(&full), "{full} ms");
    let partial = refresh(&panel, 0xFF).as_millis();
    assert!((400..800).contains(&partial), "{partial} ms");
    send(&panel, 0x1A, &[0x5A, 0]);
    send(&panel, 0x22, &[0x91]);
    send(&panel, 0x20, &[]);
    panel.delay().delay_ms(100);
    let warm = refresh(&panel, 0xC7).as_millis();
    assert!((1_200..1_600).contains(&warm), "{warm} ms");
}

#[test]
fn a_partial_refresh_only_moves_pixels_that_differ_from_the_old_memory() {
    let panel = started();
    fill(&panel, 0x24, 0xFF);
    fill(&panel, 0x26, 0xFF);
    refresh(&panel, 0xF7);
    panel.clock().advance(MINUTES);
    fill(&panel, 0x24, 0x0F);
    refresh(&panel, 0xFF);
    assert!(
        !at(&panel, 0, 0) && !at(&panel, 3, 0) && at(&panel, 4, 0) && at(&panel, 7, 0),
        "the highest bit is left"
    );

    // The old memory still says white everywhere: white again differs from nothing, and black stays on the paper.
    panel.clock().advance(MINUTES);
    fill(&panel, 0x24, 0xFF);
    refresh(&panel, 0xFF);
    assert!(!at(&panel, 0, 0), "a ghost");
    fill(&panel, 0x26, 0x0F);
    panel.clock().advance(MINUTES);
    refresh(&panel, 0xFF);
    assert!(at(&panel, 0, 0));
}

#[test]
fn a_window_is_filled_in_the_order_that_data_entry_chose() {
    let panel = started();
    fill(&panel, 0x24, 0xFF);
    fill(&panel, 0x26, 0xFF);
    // From column 8 to 23 and row 20 down to 10, downwards first.
    send(&panel, 0x11, &[0b101]);
    send(&panel, 0x44, &[1, 2]);
    send(&panel, 0x45, &[20, 0, 10, 0]);
    send(&panel, 0x4E, &[1]);
    send(&panel, 0x4F, &[20, 0]);
    let bytes: Vec<u8> = (0..22).map(|at| if at < 5 { 0x00 } else { 0xFF }).collect();
    send(&panel, 0x24, &bytes);
    refresh(&panel, 0xF7);
    let black: Vec<_> = (0..250).filter(|&row| !at(&panel, 8, row)).collect();
    assert_eq!(black, [16, 17, 18, 19, 20]);
    assert!(at(&panel, 16, 20) && at(&panel, 7, 20));
    assert_eq!(panel.misuses(), []);
}

#[test]
fn windows_that_do_not_fit_are_misuse() {
    let panel = started();
    send(&panel, 0x44, &[0, 22]);
    send(&panel, 0x24, &[]);
    send(&panel, 0x44, &[0, 1]);
    send(&panel, 0x45, &[1, 0, 0, 0]);
    send(&panel, 0x24, &[]);
    send(&panel, 0x45, &[0, 0, 1, 0]);
    send(&panel, 0x4E, &[3]);
    send(&panel, 0x24, &[]);
    let outside = |columns, rows| Misuse::WindowOutsideMemory { columns, rows };
    assert_eq!(
        panel.take_misuses(),
        [
            outside((0, 183), (0, 249)),
            outside((0, 15), (1, 0)),
            outside((24, 31), (0, 0)),
        ]
    );
}

#[test]
fn windows_that_are_not_filled_or_overfilled_are_misuse() {
    let panel = started();
    send(&panel, 0x44, &[0, 1]);
    send(&panel, 0x45, &[0, 0, 1, 0]);
    send(&panel, 0x24, &[0; 3]);
    send(&panel, 0x4E, &[0]);
    send(&panel, 0x4F, &[0, 0]);
    send(&panel, 0x24, &[0; 5]);
    assert_eq!(
        panel.misuses(),
        [
            Misuse::TooFewPixels { missing: 8 },
            Misuse::TooManyPixels { window: 32 }
        ]
    );
}

#[test]
fn a_panel_at_work_or_asleep_hears_nothing() {
    let panel = started();
    fill(&panel, 0x24, 0xFF);
    send(&panel, 0x22, &[0xF7]);
    send(&panel, 0x20, &[]);
    send(&panel, 0x24, &[0, 0]);
    assert_eq!(panel.take_misuses(), [Misuse::Busy { command: 0x24 }]);
    panel.delay().delay_ms(5000);
    send(&panel, 0x10, &[1]);
    assert!(panel.lock().is_busy(), "in deep sleep the line stays up");
    send(&panel, 0x12, &[]);
    assert_eq!(panel.take_misuses(), [Misuse::Asleep { command: 0x12 }]);

    // The reset line wakes it, and its memory has kept the picture.
    start(&panel);
    panel.clock().advance(MINUTES);
    refresh(&panel, 0xF7);
    assert!(panel.image().rgb().iter().all(|&part| part == 255));
    assert_eq!(panel.misuses(), []);
}

#[test]
fn a_refresh_needs_power_and_a_waveform() {
    let panel = started();
    fill(&panel, 0x24, 0xFF);
    refresh(&panel, 0x04);
    refresh(&panel, 0xC7);
    assert_eq!(
        panel.misuses(),
        [Misuse::RefreshWithoutPower, Misuse::RefreshWithoutWaveform]
    );
}

#[test]
fn what_wears_paper_out_is_misuse() {
    let panel = started();
    fill(&panel, 0x24, 0xFF);
    refresh(&panel, 0xFF);
    assert_eq!(panel.take_misuses(), [Misuse::PartialFirst]);
    panel.clock().advance(Duration::from_secs(100));
    send(&panel, 0x22, &[0xF7]);
    let [Misuse::LeftAwake { time }] = panel.take_misuses()[..] else {
        panic!("left awake");
    };
    assert_eq!(time.as_secs(), 100);
    send(&panel, 0x20, &[]);
    let [Misuse::RefreshTooSoon { by }] = panel.take_misuses()[..] else {
        panic!("too soon");
    };
    assert!((79..80).contains(&by.as_secs()), "{by:?}");
    panel.delay().delay_ms(5000);
    send(&panel, 0x10, &[1]);

    for _ in 0..31 {
        panel.clock().advance(MINUTES);
        start(&panel);
        refresh(&panel, 0xFF);
        send(&panel, 0x10, &[1]);
    }
    assert_eq!(panel.take_misuses(), [Misuse::TooManyPartial { in_a_row: 31 }]);
    panel.clock().advance(MINUTES);
    start(&panel);
    refresh(&panel, 0xF7);
    send(&panel, 0x10, &[1]);
    panel.clock().advance(Duration::from_secs(25 * 60 * 60));
    start(&panel);
    refresh(&panel, 0xFF);
    assert!(matches!(panel.take_misuses()[..], [Misuse::FullOverdue { .. }]));
}

#[test]
fn a_command_with_the_wrong_number_of_arguments_is_misuse() {
    let panel = started();
    send(&panel, 0x45, &[0, 0, 1]);
    send(&panel, 0x12, &[]);
    assert_eq!(
        panel.misuses(),
        [Misuse::WrongArguments {
            command: 0x45,
            given: 3
        }]
    );
}
