//! Bytes as a driver sends them, and the picture that they make, on glasses small enough to read.

use embedded_hal::{
    delay::DelayNs,
    digital::OutputPin,
    spi::{SpiBus, SpiDevice},
};

use crate::{Bus, Clock, ColorOrder, Controller, EmulatedPanel, Glass, Misuse, Rotation};

/// A glass of six columns and four rows in the upper left corner of a controller's memory.
const TINY: Glass = Glass {
    controller: Controller::St7789,
    size: (6, 4),
    offset: (0, 0),
    mounting: Rotation::Deg0,
    mirrored: false,
    round: false,
    inverted: false,
    color_order: ColorOrder::Rgb,
};

const RED: [u8; 2] = [0xF8, 0x00];
const GREEN: [u8; 2] = [0x07, 0xE0];
const BLUE: [u8; 2] = [0x00, 0x1F];

fn send(panel: &EmulatedPanel, command: u8, data: &[u8]) {
    panel.data_command().set_low().unwrap();
    panel.spi().write(&[command]).unwrap();
    if !data.is_empty() {
        panel.data_command().set_high().unwrap();
        panel.spi().write(data).unwrap();
    }
}

/// Columns and rows are first and last.
fn window(panel: &EmulatedPanel, columns: [u8; 2], rows: [u8; 2]) {
    send(panel, 0x2A, &[0, columns[0], 0, columns[1]]);
    send(panel, 0x2B, &[0, rows[0], 0, rows[1]]);
}

/// A panel that is awake, on, and black.
fn started(glass: Glass) -> EmulatedPanel {
    let panel = EmulatedPanel::with(glass, Bus::IDEAL, Clock::new());
    send(&panel, 0x11, &[]);
    panel.delay().delay_ms(120);
    send(&panel, 0x3A, &[0x55]);
    send(&panel, 0x29, &[]);
    let (columns, rows) = (glass.size.0 + glass.offset.0, glass.size.1 + glass.offset.1);
    window(&panel, [0, columns as u8 - 1], [0, rows as u8 - 1]);
    send(&panel, 0x2C, &vec![0; usize::from(columns) * usize::from(rows) * 2]);
    panel
}

/// The picture, a letter for each pixel.
fn picture(panel: &EmulatedPanel) -> Vec<String> {
    let image = panel.image();
    let letter = |rgb: [u8; 3]| match rgb {
        [0, 0, 0] => '.',
        [255, 0, 0] => 'R',
        [0, 255, 0] => 'G',
        [0, 0, 255] => 'B',
        [255, 255, 0] => 'Y',
        [255, 255, 255] => 'W',
        _ => '?',
    };
    (0..image.height())
        .map(|y| (0..image.width()).map(|x| letter(image.pixel(x, y))).collect())
        .collect()
}

/// Red, green, blue, red, green, blue, red: seven pixels, so that the order can be followed.
fn seven() -> Vec<u8> {
    [RED, GREEN, BLUE].concat().repeat(3)[..14].to_vec()
}

#[test]
fn a_window_is_filled_row_by_row() {
    let panel = started(TINY);
    window(&panel, [1, 3], [1, 2]);
    send(&panel, 0x2C, &seven()[..12]);
    assert_eq!(picture(&panel), ["......", ".RGB..", ".RGB..", "......"]);
    assert_eq!(panel.misuses(), []);
}

#[test]
fn pixels_beyond_the_window_start_over_in_it() {
    let panel = started(TINY);
    window(&panel, [1, 2], [1, 3]);
    send(&panel, 0x2C, &seven());
    assert_eq!(picture(&panel), ["......", ".RG...", ".BR...", ".GB..."]);
    send(&panel, 0x2C, &[seven(), GREEN.to_vec()].concat());
    assert_eq!(picture(&panel), ["......", ".RG...", ".BR...", ".GB..."]);
    assert_eq!(panel.misuses(), [Misuse::TooManyPixels { window: 6 }; 2]);
}

#[test]
fn writing_goes_on_where_it_stopped() {
    let panel = started(TINY);
    window(&panel, [0, 2], [0, 2]);
    send(&panel, 0x2C, &[RED, RED].concat());
    send(&panel, 0x3C, &[GREEN, GREEN].concat());
    assert_eq!(picture(&panel), ["RRG...", "G.....", "......", "......"]);
    send(&panel, 0x00, &[]);
    assert_eq!(panel.misuses(), [Misuse::TooFewPixels { missing: 5 }]);
}

#[test]
fn every_address_mode_fills_the_window_in_its_own_direction() {
    // Memory is larger than the glass: mirrored, the glass lies at the far end of columns and rows.
    let (right, bottom) = (234_u16, 316_u16);
    let cases = [
        (0x00, 0, 0, ["RGB...", "RGB...", "......", "......"]),
        (0x40, right, 0, ["...BGR", "...BGR", "......", "......"]),
        (0x80, 0, bottom, ["......", "......", "RGB...", "RGB..."]),
        (0xC0, right, bottom, ["......", "......", "...BGR", "...BGR"]),
        (0x20, 0, 0, ["RR....", "GG....", "BB....", "......"]),
        (0x60, 0, right, ["....RR", "....GG", "....BB", "......"]),
        (0xA0, bottom, 0, ["......", "BB....", "GG....", "RR...."]),
        (0xE0, bottom, right, ["......", "....BB", "....GG", "....RR"]),
    ];
    for (mode, column, row, expected) in cases {
        let panel = started(TINY);
        send(&panel, 0x36, &[mode]);
        send(
            &panel,
            0x2A,
            &[column.to_be_bytes(), (column + 2).to_be_bytes()].concat(),
        );
        send(&panel, 0x2B, &[row.to_be_bytes(), (row + 1).to_be_bytes()].concat());
        send(&panel, 0x2C, &seven()[..12]);
        assert_eq!(picture(&panel), expected, "{mode:#04x}");
        assert_eq!(panel.misuses(), []);
    }
}

#[test]
fn the_glass_is_a_window_on_memory_seen_as_it_is_mounted() {
    let glass = Glass { offset: (2, 1), ..TINY };
    let cases = [
        (Rotation::Deg0, false, vec!["RGB...", "......", "......", "......"]),
        (
            Rotation::Deg90,
            false,
            vec!["....", "....", "....", "B...", "G...", "R..."],
        ),
        (Rotation::Deg180, false, vec!["......", "......", "......", "...BGR"]),
        (
            Rotation::Deg270,
            false,
            vec!["...R", "...G", "...B", "....", "....", "...."],
        ),
        (Rotation::Deg0, true, vec!["...BGR", "......", "......", "......"]),
        (
            Rotation::Deg90,
            true,
            vec!["R...", "G...", "B...", "....", "....", "...."],
        ),
    ];
    for (mounting, mirrored, expected) in cases {
        let panel = started(Glass {
            mounting,
            mirrored,
            ..glass
        });
        window(&panel, [2, 4], [1, 1]);
        send(&panel, 0x2C, &seven()[..6]);
        assert_eq!(picture(&panel), expected, "{mounting:?}, mirrored {mirrored}");
    }
}

#[test]
fn a_round_glass_has_no_corners() {
    let panel = started(Glass {
        size: (6, 6),
        round: true,
        ..TINY
    });
    window(&panel, [0, 5], [0, 5]);
    send(&panel, 0x2C, &[0xFF; 72]);
    assert_eq!(
        picture(&panel),
        [".WWWW.", "WWWWWW", "WWWWWW", "WWWWWW", "WWWWWW", ".WWWW."]
    );
}

#[test]
fn the_subpixels_and_the_inversion_of_glass_and_controller_have_to_agree() {
    for (glass_order, mode, expected) in [
        (ColorOrder::Rgb, 0x00, "R"),
        (ColorOrder::Rgb, 0x08, "B"),
        (ColorOrder::Bgr, 0x00, "B"),
        (ColorOrder::Bgr, 0x08, "R"),
    ] {
        let panel = started(Glass {
            color_order: glass_order,
            size: (1, 1),
            ..TINY
        });
        send(&panel, 0x2C, &RED);
        send(&panel, 0x36, &[mode]);
        assert_eq!(picture(&panel), [expected], "{glass_order:?} with {mode:#04x}");
    }
    for (inverted, command, expected) in [
        (false, 0x20, "."),
        (false, 0x21, "W"),
        (true, 0x20, "W"),
        (true, 0x21, "."),
    ] {
        let panel = started(Glass {
            inverted,
            size: (1, 1),
            ..TINY
        });
        send(&panel, command, &[]);
        assert_eq!(picture(&panel), [expected], "{inverted} with {command:#04x}");
    }
}

#[test]
fn lines_scroll_between_those_that_stay() {
    let panel = started(Glass { size: (1, 6), ..TINY });
    window(&panel, [0, 0], [0, 5]);
    send(&panel, 0x2C, &[RED, GREEN, BLUE, [0xFF, 0xFF], [0, 0], RED].concat());
    assert_eq!(picture(&panel).concat(), "RGBW.R");
    // One line stays above, and all from the fifth on below.
    send(&panel, 0x33, &[0, 1, 0, 3, 1, 60]);
    send(&panel, 0x37, &[0, 2]);
    assert_eq!(picture(&panel).concat(), "RBWG.R");
    send(&panel, 0x37, &[0, 1]);
    assert_eq!(picture(&panel).concat(), "RGBW.R");
}

#[test]
fn resets_put_everything_back_but_memory() {
    for hardware in [false, true] {
        let panel = started(Glass { size: (3, 1), ..TINY });
        window(&panel, [0, 2], [0, 0]);
        send(&panel, 0x2C, &seven()[..6]);
        send(&panel, 0x21, &[]);
        send(&panel, 0x36, &[0x48]);
        assert_ne!(picture(&panel), ["RGB"]);
        if hardware {
            panel.reset().set_low().unwrap();
            send(&panel, 0x29, &[]);
            panel.reset().set_high().unwrap();
        } else {
            send(&panel, 0x01, &[]);
        }
        assert_eq!(picture(&panel), ["..."], "asleep and off");
        panel.delay().delay_ms(120);
        send(&panel, 0x11, &[]);
        panel.delay().delay_ms(5);
        send(&panel, 0x29, &[]);
        assert_eq!(picture(&panel), ["RGB"]);
        assert_eq!(panel.misuses(), []);
    }
}

#[test]
fn commands_before_their_time_are_misuse() {
    let panel = EmulatedPanel::with(TINY, Bus::IDEAL, Clock::new());
    send(&panel, 0x01, &[]);
    panel.delay().delay_ms(4);
    send(&panel, 0x11, &[]);
    panel.delay().delay_ms(5);
    send(&panel, 0x10, &[]);
    let early: Vec<_> = panel
        .misuses()
        .into_iter()
        .map(|misuse| match misuse {
            Misuse::TooSoon { command, by } => (command, by.as_nanos().div_ceil(1_000_000)),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(early, [(0x11, 1), (0x10, 115)]);
}

#[test]
fn what_does_not_add_up_is_misuse() {
    let panel = started(TINY);
    send(&panel, 0x2A, &[0, 1, 0]);
    send(&panel, 0x36, &[]);
    window(&panel, [0, 0], [0, 0]);
    send(&panel, 0x2C, &[0xF8, 0x00, 0x07]);
    send(&panel, 0x00, &[]);
    assert_eq!(
        panel.take_misuses(),
        [
            Misuse::WrongArguments {
                command: 0x2A,
                given: 3
            },
            Misuse::WrongArguments {
                command: 0x36,
                given: 0
            },
            Misuse::TornPixel,
        ]
    );
    panel.spi_wires().write(&[0x00]).unwrap();
    assert_eq!(panel.take_misuses(), [Misuse::NotSelected]);
}

#[test]
fn a_clock_above_the_rated_one_is_misuse_if_asked() {
    let fast = Bus {
        hz: 40_000_000,
        ..Bus::SPIDEV
    };
    for (bus, expected) in [
        (fast, vec![]),
        (
            Bus {
                check_clock: true,
                ..fast
            },
            vec![Misuse::TooFast {
                hz: 40_000_000,
                rated: 10_000_000,
            }],
        ),
    ] {
        let panel = EmulatedPanel::with(Glass::ILI9341_320X240, bus, Clock::new());
        send(&panel, 0x00, &[]);
        assert_eq!(panel.misuses(), expected);
    }
}

#[test]
fn chip_select_may_be_a_line_of_its_own() {
    let panel = started(TINY);
    let (mut bus, mut select) = (panel.spi_wires(), panel.chip_select());
    panel.data_command().set_low().unwrap();
    select.set_low().unwrap();
    bus.write(&[0x28]).unwrap();
    select.set_high().unwrap();
    assert_eq!(picture(&panel), [TINY; 4].map(|_| "......"));
    assert_eq!(panel.misuses(), []);
}

#[test]
fn the_clock_moves_with_delays_and_with_the_bus() {
    let panel = EmulatedPanel::new(TINY);
    panel.delay().delay_ms(3);
    panel.spi().write(&[0; 625]).unwrap();
    // 5,000 bits at 62.5 MHz are 80 µs, and the call another 25.
    assert_eq!(panel.clock().now().as_nanos(), 3_000_000 + 80_000 + 25_000);
    assert_eq!(panel.counters().bus_time.as_nanos(), 105_000);
}
