//! How panels are started: the bytes and the waits of the unmodified driver crates against the data sheets' orders.
//!
//! The emulator checks the waits as well, but only where it knows that something would go wrong; here every command
//! stands in its place.

use std::time::Duration;

use playtally_panel::{Cost, Display, Driver, Frame, PanelSpec, Rotation, Wires};
use playtally_panel_emulator::{EmulatedPanel, Event, Glass, Line};

/// A command that a data sheet wants in this place: its code, its data where the sheet leaves no choice, and the least
/// time before the next one, in milliseconds.
type Wanted = (u8, Option<&'static [u8]>, u64);

/// What a data sheet says of the start.
struct Sheet {
    panel: &'static str,
    /// From the end of the reset pulse to the first command, in milliseconds.
    after_reset: u64,
    order: &'static [Wanted],
    /// Commands that set voltages, timings and gamma, which the glass decides and the makers of panels give.
    tuning: &'static [u8],
    /// Those may only come between these two commands of the order, counted from zero.
    tuned_between: (usize, usize),
}

const SOFT_RESET: u8 = 0x01;
const SLEEP_OUT: u8 = 0x11;
const NORMAL: u8 = 0x13;
const INVERT_OFF: u8 = 0x20;
const INVERT_ON: u8 = 0x21;
const DISPLAY_ON: u8 = 0x29;
const ADDRESS_MODE: u8 = 0x36;
const PIXEL_FORMAT: u8 = 0x3A;
const SIXTEEN_BITS: Option<&[u8]> = Some(&[0x55]);
const NO_DATA: Option<&[u8]> = Some(&[]);

const SHEETS: [Sheet; 4] = [
    // ST7789V, version 1.3: 7.4.5 (reset), 9.1.2 (SWRESET: 5 ms, 120 ms to SLPOUT), 9.1.12 (SLPOUT: 5 ms), 9.1.16 (INVON), 9.1.28 (MADCTL), 9.1.32 (COLMOD: 16
    // bits are 5 for the interface and 5 for RGB), 9.1.14 (NORON), 9.1.20 (DISPON).
    Sheet {
        panel: "st7789-320x240",
        after_reset: 120,
        order: &[
            (SOFT_RESET, NO_DATA, 120),
            (SLEEP_OUT, NO_DATA, 5),
            (ADDRESS_MODE, None, 0),
            (INVERT_ON, NO_DATA, 0),
            (PIXEL_FORMAT, SIXTEEN_BITS, 0),
            (NORMAL, NO_DATA, 0),
            (DISPLAY_ON, NO_DATA, 0),
        ],
        tuning: &[],
        tuned_between: (0, 0),
    },
    // ILI9341, version 1.11: 15.4 and 8.2.2 (resets: 5 ms, 120 ms to SLPOUT), 8.2.29 (MADCTL), 8.3.5 (INVTR: 0 is line inversion),
    // 8.2.15 (INVOFF), 8.2.33 (PIXSET), 8.2.14 (NORON), 8.2.12 (SLPOUT), 13.2 (60 + 80 ms to DISPON).
    Sheet {
        panel: "ili9341-320x240",
        after_reset: 5,
        order: &[
            (SOFT_RESET, NO_DATA, 5),
            (ADDRESS_MODE, None, 0),
            (0xB4, Some(&[0]), 0),
            (INVERT_OFF, NO_DATA, 0),
            (PIXEL_FORMAT, SIXTEEN_BITS, 0),
            (NORMAL, NO_DATA, 120),
            (SLEEP_OUT, NO_DATA, 140),
            (DISPLAY_ON, NO_DATA, 0),
        ],
        tuning: &[],
        tuned_between: (0, 0),
    },
    // GC9A01, version 1.0: 6.2.1 (software reset: 5 ms, 120 ms to SLPOUT), 6.5.13 and 6.5.14 (FEh and EFh open the inter registers, before anything of them is set),
    // 6.4.1 (B6h), 6.2.18 (36h), 6.2.20 (3Ah), 6.2.13 (INVON), 6.2.3 (SLPOUT: 120 ms to what depends on the booster).
    Sheet {
        panel: "gc9a01-240x240",
        after_reset: 120,
        order: &[
            (SOFT_RESET, NO_DATA, 120),
            (0xEF, NO_DATA, 0),
            (0xFE, NO_DATA, 0),
            (0xEF, NO_DATA, 0),
            (0xB6, None, 0),
            (ADDRESS_MODE, None, 0),
            (PIXEL_FORMAT, SIXTEEN_BITS, 0),
            (INVERT_ON, NO_DATA, 0),
            (SLEEP_OUT, NO_DATA, 120),
            (DISPLAY_ON, NO_DATA, 0),
        ],
        tuning: &[
            0xEB, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x8B, 0x8C, 0x8D, 0x8E, 0x8F, 0x90, 0xBD, 0xBC, 0xFF, 0xC3,
            0xC4, 0xC9, 0xBE, 0xE1, 0xDF, 0xF0, 0xF1, 0xF2, 0xF3, 0xED, 0xAE, 0xCD, 0x70, 0xE8, 0x62, 0x63, 0x64, 0x66,
            0x67, 0x74, 0x98,
        ],
        tuned_between: (1, 7),
    },
    // ST7735S, version 1.4: 9.14 and 10.1.2 (resets: 120 ms to SLPOUT), 10.1.11 (SLPOUT: 120 ms), 10.1.13 (INVOFF), 10.1.28 (MADCTL),
    // 10.1.31 (COLMOD), 10.1.19 (DISPON). 10.2 are the settings between.
    Sheet {
        panel: "st7735-160x128",
        after_reset: 120,
        order: &[
            (SOFT_RESET, NO_DATA, 120),
            (SLEEP_OUT, NO_DATA, 120),
            (INVERT_OFF, NO_DATA, 0),
            (PIXEL_FORMAT, SIXTEEN_BITS, 0),
            (ADDRESS_MODE, None, 0),
            (DISPLAY_ON, NO_DATA, 0),
        ],
        tuning: &[0xB1, 0xB2, 0xB3, 0xB4, 0xC0, 0xC1, 0xC2, 0xC3, 0xC4, 0xC5, 0xE0, 0xE1],
        tuned_between: (2, 3),
    },
];

/// Something that happened at the start.
#[derive(Debug, PartialEq)]
enum Seen {
    /// A command with its data, and how long nothing happened afterwards.
    Command { code: u8, data: Vec<u8>, then: Duration },
    /// The reset line went low or high, and how long nothing happened afterwards.
    Reset { high: bool, then: Duration },
}

/// What goes over the wires when a panel is started, and shows a black picture if that is asked for.
fn started(name: &str, picture: bool) -> Vec<Seen> {
    let spec = PanelSpec::find(name).expect("a panel");
    let emulated = EmulatedPanel::new(Glass::named(name).expect("a glass"));
    emulated.record();
    let wires = Wires {
        spi: emulated.spi(),
        data_command: emulated.data_command(),
        reset: Some(emulated.reset()),
        busy: Some(emulated.busy()),
    };
    let mut buffer = [0; 4096];
    let driver = Driver::open(spec, Rotation::Deg0, wires, emulated.delay(), &mut buffer).expect("a started panel");
    if picture {
        let size = spec.size(Rotation::Deg0);
        let pixels = (size.width * size.height) as usize;
        let (mut shown, mut next) = (vec![0; pixels], vec![0; pixels]);
        let shown = Frame::new(size, &mut shown).expect("a frame");
        let next = Frame::new(size, &mut next).expect("a frame");
        let mut display = Display::new(driver, shown, next, Cost::SPIDEV).expect("a display");
        display.set_light(100).expect("no problem");
        display.flush().expect("no problem");
    }
    assert_eq!(emulated.misuses(), [], "{name}");
    seen(&emulated.recorded().events)
}

fn seen(events: &[Event]) -> Vec<Seen> {
    let mut all: Vec<Seen> = Vec::new();
    let mut is_data = true;
    for event in events {
        match event {
            Event::Set(Line::DataCommand, high) => is_data = *high,
            Event::Set(Line::Reset, high) => all.push(Seen::Reset {
                high: *high,
                then: Duration::ZERO,
            }),
            Event::Write(bytes) if is_data => match all.last_mut() {
                Some(Seen::Command { data, .. }) => data.extend(bytes),
                _ => panic!("data before any command"),
            },
            Event::Write(bytes) => all.extend(bytes.iter().map(|&code| Seen::Command {
                code,
                data: Vec::new(),
                then: Duration::ZERO,
            })),
            Event::Wait(time) => {
                if let Some(Seen::Command { then, .. } | Seen::Reset { then, .. }) = all.last_mut() {
                    *then += *time;
                }
            }
            Event::Set(..) | Event::Dim(_) => {}
        }
    }
    all
}

/// The commands after the reset, which has to be long enough and to be waited for.
fn after_reset<'a>(name: &str, seen: &'a [Seen], least: u64) -> &'a [Seen] {
    let released = seen
        .iter()
        .rposition(|seen| matches!(seen, Seen::Reset { .. }))
        .expect("a reset");
    let Some(Seen::Reset {
        high: false,
        then: pulse,
    }) = released.checked_sub(1).map(|at| &seen[at])
    else {
        panic!("{name}: no pulse of the reset line: {:?}", &seen[..=released]);
    };
    assert!(*pulse >= Duration::from_micros(10), "{name}: a pulse of {pulse:?}");
    let Seen::Reset { high: true, then } = seen[released] else {
        panic!("{name}: the reset line stays low")
    };
    assert!(then >= Duration::from_millis(least), "{name}: {then:?} after the reset");
    &seen[released + 1..]
}

#[test]
fn color_panels_are_started_in_the_order_of_their_data_sheets() {
    for sheet in &SHEETS {
        let all = started(sheet.panel, false);
        let mut place = 0;
        for seen in after_reset(sheet.panel, &all, sheet.after_reset) {
            let Seen::Command { code, data, then } = seen else {
                panic!("{}: a second reset", sheet.panel)
            };
            if sheet.tuning.contains(code) {
                let (from, to) = sheet.tuned_between;
                assert!(
                    place > from && place <= to,
                    "{}: {code:02x} is out of place",
                    sheet.panel
                );
                continue;
            }
            let Some((wanted, bytes, least)) = sheet.order.get(place) else {
                panic!("{}: {code:02x} follows the last command", sheet.panel);
            };
            assert_eq!(
                code, wanted,
                "{}: command {place} is {code:02x} and not {wanted:02x}",
                sheet.panel
            );
            assert!(
                bytes.is_none_or(|bytes| bytes == data),
                "{}: {code:02x} {data:02x?}",
                sheet.panel
            );
            assert!(
                *then >= Duration::from_millis(*least),
                "{}: {then:?} after {code:02x}",
                sheet.panel
            );
            place += 1;
        }
        assert_eq!(place, sheet.order.len(), "{}: commands are missing", sheet.panel);
    }
}

#[test]
fn color_panels_are_told_how_their_glass_lies() {
    // Bits of MADCTL: 0x20 exchanges rows and columns, 0x08 has blue first.
    for (name, quarter, blue_first) in [
        ("st7789-320x240", true, false),
        ("st7789-240x240", false, false),
        ("ili9341-320x240", true, true),
        ("gc9a01-240x240", false, true),
    ] {
        let all = started(name, false);
        let mode = all.iter().find_map(|seen| match seen {
            Seen::Command {
                code: ADDRESS_MODE,
                data,
                ..
            } => Some(data[0]),
            _ => None,
        });
        let mode = mode.expect("an address mode");
        assert_eq!(
            (mode & 0x20 != 0, mode & 0x08 != 0),
            (quarter, blue_first),
            "{name}: {mode:08b}"
        );
    }
}

/// SSD1306, revision 1.1, and its application note, figure 2: what has to be set before the display is switched on, in
/// any order, but the charge pump at last. SH1106, version 2.3: the same but for the pump, which is AD 8B.
#[test]
fn oleds_are_set_as_their_data_sheets_say_before_they_are_switched_on() {
    for (name, pump) in [("ssd1306-128x64", [0x8D, 0x14]), ("sh1106-128x64", [0xAD, 0x8B])] {
        let all = started(name, true);
        let codes: Vec<u8> = after_reset(name, &all, 0)
            .iter()
            .filter_map(|seen| match seen {
                Seen::Command { code, .. } => Some(*code),
                Seen::Reset { .. } => None,
            })
            .collect();
        let at = |bytes: &[u8]| codes.windows(bytes.len()).position(|window| window == bytes);
        let on = codes.iter().rposition(|&code| code == 0xAF).expect("switched on");
        for (what, bytes) in [
            ("64 rows", [0xA8, 0x3F].as_slice()),
            ("no offset", &[0xD3, 0x00]),
            ("the first row first", &[0x40]),
            ("columns from the right", &[0xA1]),
            ("rows from below", &[0xC8]),
            ("rows alternate", &[0xDA, 0x12]),
            ("the clock", &[0xD5, 0x80]),
            ("what is in memory", &[0xA4]),
            ("not inverted", &[0xA6]),
            ("the pump", &pump),
        ] {
            let place = at(bytes).unwrap_or_else(|| panic!("{name}: {what}: {bytes:02x?} is missing"));
            assert!(place < on, "{name}: {what} comes too late");
        }
    }
}

/// SSD1680, revision 0.14, section 9.1: the typical operating sequence.
#[test]
fn paper_is_driven_in_the_order_of_its_data_sheet() {
    let order: [Wanted; 12] = [
        (0x12, NO_DATA, 1),            // software reset
        (0x01, Some(&[249, 0, 0]), 0), // 250 gate lines
        (0x3C, None, 0),               // border
        (0x18, Some(&[0x80]), 0),      // the sensor inside measures
        (0x11, Some(&[0x03]), 0),      // both addresses count up
        (0x44, None, 0),               // window: columns
        (0x45, None, 0),               // rows
        (0x4E, None, 0),               // cursor
        (0x4F, None, 0),
        (0x24, None, 0),    // the picture
        (0x22, None, 0),    // what the update does
        (0x20, NO_DATA, 1), // and does it, until BUSY falls
    ];
    let all = started("ssd1680-250x122", true);
    let seen = after_reset("ssd1680", &all, 10);
    let mut wanted = order.iter().peekable();
    for seen in seen {
        let Seen::Command { code, data, then } = seen else {
            panic!("a second reset")
        };
        if let Some((_, bytes, least)) = wanted.next_if(|(next, ..)| next == code) {
            assert!(bytes.is_none_or(|bytes| bytes == data), "{code:02x} {data:02x?}");
            assert!(*then >= Duration::from_millis(*least), "{then:?} after {code:02x}");
        }
    }
    assert_eq!(wanted.next(), None, "in this order");
    let last = seen.iter().rev().find_map(|seen| match seen {
        Seen::Command { code, data, .. } => Some((*code, data.as_slice())),
        Seen::Reset { .. } => None,
    });
    assert_eq!(last, Some((0x10, [0x01].as_slice())), "it sleeps at last");
}
