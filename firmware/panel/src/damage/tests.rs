use embedded_graphics_core::{
    geometry::Size,
    pixelcolor::{Rgb565, raw::RawU16},
    prelude::*,
    primitives::Rectangle,
};
use proptest::prelude::*;
use std::{vec, vec::Vec as List};

use super::*;

/// Two frames that differ in rectangles, lines and single pixels.
fn frames() -> impl Strategy<Value = (Size, List<u16>, List<u16>)> {
    let size = (1..130u32, 1..130u32);
    let marks = prop::collection::vec(((-10..130i32, -10..130i32), (1..60u32, 1..60u32), any::<u16>()), 0..24);
    (size, marks, any::<bool>()).prop_map(|((width, height), marks, small)| {
        let size = Size::new(width, height);
        let old: List<u16> = (0..width * height).map(|i| (i * 7) as u16).collect();
        let mut new = old.clone();
        let mut frame = Frame::new(size, &mut new).unwrap();
        for ((x, y), (w, h), color) in marks {
            let extent = if small {
                Size::new(w % 5, h % 5)
            } else {
                Size::new(w, h)
            };
            let color = Rgb565::from(RawU16::new(color));
            frame
                .fill_solid(&Rectangle::new(Point::new(x, y), extent), color)
                .unwrap();
        }
        (size, old, new)
    })
}

fn costs() -> impl Strategy<Value = Cost> {
    prop_oneof![
        Just(Cost::SPIDEV),
        Just(Cost {
            ns_per_call: 0,
            ..Cost::SPIDEV
        }),
        Just(Cost {
            ns_per_byte: 0,
            ..Cost::SPIDEV
        }),
        Just(Cost {
            max_calls: 7,
            ..Cost::SPIDEV
        }),
        Just(Cost {
            bits_per_pixel: 1,
            ns_per_call: 500,
            ..Cost::SPIDEV.at_hz(10_000_000)
        }),
    ]
}

proptest! {
    #[test]
    fn damage_applied_to_the_old_frame_gives_the_new_one(
        (size, mut old, mut new) in frames(),
        cost in costs(),
        alignment in prop::sample::select(vec![
            Alignment::PIXEL, Alignment::EIGHT_COLUMNS, Alignment::EIGHT_ROWS,
        ]),
    ) {
        let next = Frame::new(size, &mut new).unwrap();
        let mut shown = Frame::new(size, &mut old).unwrap();
        let damage = Damage::between(&shown, &next, &cost, alignment);

        for &area in damage.areas() {
            prop_assert!(next.area().unwrap().encloses(&area), "{area:?} is outside {size}");
            prop_assert_eq!(alignment.enclose(area, size), area, "not aligned");
            shown.copy_from(&next, area);
        }
        prop_assert!(damage.areas().len() <= MAX_AREAS);
        let same = (0..size.height as u16).all(|y| shown.row(y, 0, u16::MAX) == next.row(y, 0, u16::MAX));
        prop_assert!(same);

        // Nothing is sent where nothing changed, but for what joining and aligning adds.
        let whole = next.area().map(|area| cost.traffic(area)).unwrap_or_default();
        let traffic = damage.traffic(&cost);
        prop_assert!(cost.ns(traffic) <= cost.ns(whole));
        if whole.calls <= cost.max_calls {
            prop_assert!(traffic.calls <= cost.max_calls);
        }
    }

    #[test]
    fn pieces_keep_to_their_time_or_are_a_line_and_together_make_the_new_frame(
        (size, mut old, mut new) in frames(),
        us in 1..20_000u64,
        alignment in prop::sample::select(vec![
            Alignment::PIXEL, Alignment::EIGHT_COLUMNS, Alignment::EIGHT_ROWS, Alignment::EIGHT_ROWS.under((1, 1)),
        ]),
    ) {
        let cost = Cost { grain: alignment, ..Cost::SPIDEV.at_hz(1_000_000) };
        let next = Frame::new(size, &mut new).unwrap();
        let mut shown = Frame::new(size, &mut old).unwrap();
        for pieces in 0.. {
            let damage = Damage::between(&shown, &next, &cost, alignment);
            if damage.areas().is_empty() {
                break;
            }
            let piece = damage.within(us * 1_000, &cost, alignment);
            let is_line = matches!(piece.areas(), [line] if alignment.row_below(line.top()) >= line.bottom());
            prop_assert!(is_line || cost.ns(piece.traffic(&cost)) <= us * 1_000, "{piece:?}");
            for &area in piece.areas() {
                prop_assert_eq!(alignment.enclose(area, size), area, "not aligned");
                shown.copy_from(&next, area);
            }
            prop_assert!(pieces < MAX_AREAS * 130, "it does not end");
        }
        let same = (0..size.height as u16).all(|y| shown.row(y, 0, u16::MAX) == next.row(y, 0, u16::MAX));
        prop_assert!(same);
    }

    #[test]
    fn damage_without_alignment_has_changes_on_every_edge((size, mut old, mut new) in frames()) {
        let next = Frame::new(size, &mut new).unwrap();
        let shown = Frame::new(size, &mut old).unwrap();
        let damage = Damage::between(&shown, &next, &Cost::SPIDEV, Alignment::PIXEL);
        for &area in damage.areas() {
            prop_assert_eq!(shrink(&shown, &next, area), Some(area));
        }
    }
}

#[test]
fn equal_frames_have_no_damage() {
    let (mut old, mut new) = (vec![7; 320 * 240], vec![7; 320 * 240]);
    let size = Size::new(320, 240);
    let (old, new) = (Frame::new(size, &mut old).unwrap(), Frame::new(size, &mut new).unwrap());
    let damage = Damage::between(&old, &new, &Cost::SPIDEV, Alignment::PIXEL);
    assert_eq!(damage.areas(), []);
    assert_eq!(damage.traffic(&Cost::SPIDEV), Traffic::default());
}

/// The damage of a change drawn on a black frame of 320 by 240.
fn damage_of(draw: impl FnOnce(&mut Frame<'_>)) -> List<[u16; 4]> {
    let size = Size::new(320, 240);
    let (mut old, mut new) = (vec![0; 320 * 240], vec![0; 320 * 240]);
    let (old, mut new) = (Frame::new(size, &mut old).unwrap(), Frame::new(size, &mut new).unwrap());
    draw(&mut new);
    let damage = Damage::between(&old, &new, &Cost::SPIDEV, Alignment::PIXEL);
    let mut areas: List<_> = damage
        .areas()
        .iter()
        .map(|area| [area.left(), area.top(), area.right(), area.bottom()])
        .collect();
    areas.sort();
    areas
}

fn fill(frame: &mut Frame<'_>, [left, top, right, bottom]: [i32; 4]) {
    let area = Rectangle::with_corners(Point::new(left, top), Point::new(right - 1, bottom - 1));
    frame.fill_solid(&area, Rgb565::RED).unwrap();
}

#[test]
fn far_corners_are_two_windows_and_near_ones_are_one() {
    let far = damage_of(|frame| {
        fill(frame, [3, 5, 20, 9]);
        fill(frame, [300, 200, 319, 239]);
    });
    assert_eq!(far, [[3, 5, 20, 9], [300, 200, 319, 239]]);
    let near = damage_of(|frame| {
        fill(frame, [3, 5, 20, 9]);
        fill(frame, [25, 12, 40, 20]);
    });
    assert_eq!(near, [[3, 5, 40, 20]]);
}

#[test]
fn a_hollow_border_is_sent_as_its_four_sides() {
    let sides = damage_of(|frame| {
        fill(frame, [8, 8, 312, 232]);
        let inside = Rectangle::with_corners(Point::new(16, 16), Point::new(303, 223));
        frame.fill_solid(&inside, Rgb565::BLACK).unwrap();
    });
    assert_eq!(sides.len(), 4);
    let sent: u32 = sides
        .iter()
        .map(|[l, t, r, b]| u32::from(r - l) * u32::from(b - t))
        .sum();
    assert_eq!(sent, 304 * 224 - 288 * 208);
}

#[test]
fn cells_are_as_fine_as_windows_are_cheap_and_the_grid_is_large() {
    let cheap = Cost {
        ns_per_call: 1_000,
        ..Cost::SPIDEV
    };
    let side = |width, height, cost, alignment| cell_side(Size::new(width, height), cost, alignment);
    assert_eq!(side(320, 240, &Cost::SPIDEV, Alignment::PIXEL), 8);
    assert_eq!(side(320, 240, &cheap, Alignment::PIXEL), 5);
    assert_eq!(side(128, 64, &cheap, Alignment::PIXEL), 2);
    assert_eq!(side(128, 64, &cheap, Alignment::EIGHT_ROWS), 8);
    assert_eq!(side(800, 480, &Cost::SPIDEV, Alignment::EIGHT_COLUMNS), 16);
}
