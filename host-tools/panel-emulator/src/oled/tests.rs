//! Bytes as a driver sends them, and the picture that they make, on a corner of the glass small enough to read.

use embedded_hal::{digital::OutputPin, spi::SpiDevice};

use crate::{Bus, Clock, EmulatedPanel, Glass, Misuse};

/// Ten columns and sixteen rows of an SSD1306.
const TINY: Glass = Glass {
    size: (10, 16),
    ..Glass::SSD1306_128X64
};

fn send(panel: &EmulatedPanel, bytes: &[u8]) {
    panel.data_command().set_low().unwrap();
    panel.spi().write(bytes).unwrap();
}

fn data(panel: &EmulatedPanel, bytes: &[u8]) {
    panel.data_command().set_high().unwrap();
    panel.spi().write(bytes).unwrap();
}

/// A panel that is on, wired upright, and black.
fn started(glass: Glass) -> EmulatedPanel {
    let panel = EmulatedPanel::with(glass, Bus::IDEAL, Clock::new());
    send(&panel, &[0xA1, 0xC8, 0x8D, 0x14, 0xAF, 0x40, 0xD3, 0x00]);
    for page in 0..8 {
        send(&panel, &[0xB0 | page, 0x00, 0x10]);
        data(
            &panel,
            &[0; 132][..if glass.controller == TINY.controller { 128 } else { 132 }],
        );
    }
    send(&panel, &[0xB0, 0x00, 0x10]);
    panel
}

fn picture(panel: &EmulatedPanel) -> Vec<String> {
    let image = panel.image();
    let dot = |x, y| if image.pixel(x, y) == [255; 3] { '#' } else { '.' };
    (0..image.height())
        .map(|y| (0..image.width()).map(|x| dot(x, y)).collect())
        .collect()
}

#[test]
fn a_byte_is_eight_rows_with_the_lowest_bit_on_top() {
    let panel = started(TINY);
    data(&panel, &[0b0000_0001, 0b1000_0011]);
    let seen = picture(&panel);
    assert_eq!(seen[..3], ["##........", ".#........", ".........."]);
    assert_eq!(seen[7..9], [".#........", ".........."]);
}

#[test]
fn each_addressing_mode_goes_its_own_way() {
    // Only rows 0 and 8 are looked at: the top rows of two pages.
    for (mode, expected) in [(0, ["###", "#.."]), (1, ["##.", "##."]), (2, ["###", "..."])] {
        let panel = started(Glass { size: (3, 9), ..TINY });
        send(&panel, &[0x20, mode, 0x21, 0, 2, 0x22, 0, 1, 0xB0, 0x00, 0x10]);
        data(&panel, &[1; 4]);
        let seen = picture(&panel);
        assert_eq!([seen[0].as_str(), seen[8].as_str()], expected, "mode {mode}");
    }
}

#[test]
fn a_window_starts_over_when_it_is_full() {
    let panel = started(TINY);
    send(&panel, &[0x20, 0, 0x21, 2, 3, 0x22, 0, 1]);
    data(&panel, &[1, 2, 4, 8, 16]);
    let seen = picture(&panel);
    assert_eq!(seen[1], "...#......");
    assert_eq!(seen[4], "..#.......");
    assert_eq!((seen[10].as_str(), seen[11].as_str()), ("..#.......", "...#......"));
    send(&panel, &[0x21, 0, 0]);
    assert_eq!(panel.take_misuses(), [Misuse::TooFewPixels { missing: 24 }]);
}

#[test]
fn a_window_outside_memory_is_misuse() {
    let panel = started(TINY);
    send(&panel, &[0x21, 120, 128]);
    assert_eq!(
        panel.misuses(),
        [Misuse::WindowOutsideMemory {
            columns: (120, 128),
            rows: (0, 63)
        }]
    );
}

#[test]
fn columns_are_mirrored_when_written_and_rows_when_shown() {
    let panel = started(TINY);
    send(&panel, &[0xA0]);
    send(&panel, &[0x0F, 0x17]);
    data(&panel, &[1]);
    assert_eq!(
        picture(&panel)[0],
        "#.........",
        "column 127 is the first from the left"
    );
    send(&panel, &[0xA1]);
    assert_eq!(picture(&panel)[0], "#.........", "what is written stays");
    send(&panel, &[0xC0, 0xD3, 16]);
    assert_eq!(picture(&panel)[15], "#.........", "upside down");
}

#[test]
fn lines_may_start_elsewhere_in_memory() {
    let panel = started(TINY);
    data(&panel, &[0b0000_0100]);
    for (command, row) in [(&[0x42_u8][..], 0), (&[0x40], 2), (&[0xD3, 62], 4), (&[0xD3, 1], 1)] {
        send(&panel, command);
        let seen = picture(&panel);
        assert_eq!(
            seen.iter().position(|line| line.starts_with('#')),
            Some(row),
            "{command:02x?}"
        );
    }
}

#[test]
fn it_is_dark_while_off_without_its_pump_or_beyond_its_rows() {
    let panel = started(Glass { size: (1, 2), ..TINY });
    data(&panel, &[0b11]);
    let cases: [(&[u8], [&str; 2]); 8] = [
        (&[0xAE], [".", "."]),
        (&[0xAF], ["#", "#"]),
        (&[0x8D, 0x10], [".", "."]),
        (&[0x8D, 0x14], ["#", "#"]),
        (&[0xA7], [".", "."]),
        (&[0xA6], ["#", "#"]),
        (&[0xA8, 0], ["#", "."]),
        (&[0xA8, 63], ["#", "#"]),
    ];
    for (command, expected) in cases {
        send(&panel, command);
        assert_eq!(picture(&panel), expected, "{command:02x?}");
    }
}

#[test]
fn the_sh1106_shows_the_middle_of_its_columns() {
    let panel = started(Glass {
        size: (10, 8),
        ..Glass::SH1106_128X64
    });
    send(&panel, &[0x02, 0x10]);
    data(&panel, &[1, 0, 1]);
    assert_eq!(picture(&panel)[0], "#.#.......");
    assert_eq!(panel.misuses(), []);
}

#[test]
fn arguments_cut_short_by_data_are_misuse() {
    let panel = started(TINY);
    send(&panel, &[0x21, 0]);
    data(&panel, &[1]);
    assert_eq!(
        panel.misuses(),
        [Misuse::WrongArguments {
            command: 0x21,
            given: 1
        }]
    );
}

#[test]
fn contrast_can_be_asked_for() {
    let panel = started(TINY);
    send(&panel, &[0x81, 3]);
    assert_eq!(panel.contrast(), Some(3));
    assert_eq!(EmulatedPanel::new(Glass::ST7789_240X240).contrast(), None);
}
