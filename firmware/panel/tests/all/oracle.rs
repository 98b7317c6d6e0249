//! How far the planner is from the best plan that a search with all the time in the world finds.

use embedded_graphics::{
    mono_font::{
        MonoTextStyle,
        ascii::{FONT_6X10, FONT_9X15, FONT_10X20},
    },
    pixelcolor::{Rgb565, raw::RawU16},
    prelude::*,
    primitives::{Arc, Circle, PrimitiveStyle, Rectangle},
    text::Text,
};
use playtally_dev::search::{Random, areas, best_found, price, spans, steps};
use playtally_panel::{Alignment, Area, Cost, Damage, Frame};

/// The best way to sort few atoms into areas, by trying all.
fn exhaustive(atoms: &[Area], cost: &Cost) -> f64 {
    fn try_all(atoms: &[Area], group: &mut Vec<usize>, groups: usize, cost: &Cost, best: &mut f64) {
        if group.len() == atoms.len() {
            *best = best.min(price(&areas(atoms, group, groups), cost));
            return;
        }
        for choice in 0..=groups {
            group.push(choice);
            try_all(atoms, group, groups.max(choice + 1), cost, best);
            group.pop();
        }
    }
    let mut best = f64::INFINITY;
    try_all(atoms, &mut Vec::new(), 0, cost, &mut best);
    best
}

fn random_text(random: &mut Random, most: usize) -> String {
    (0..2 + random.below(most))
        .map(|_| char::from(b"ETAOIN SHRDLUetaoinshrdlu 0123456789"[random.below(36)]))
        .collect()
}

/// Something like a page: a title, and one of what pages are made of.
fn draw_page(frame: &mut Frame<'_>, kind: usize, random: &mut Random) {
    let size = frame.size();
    let (width, height) = (size.width as i32, size.height as i32);
    let color = Rgb565::from(RawU16::new(random.below(65536) as u16 | 0x8410));
    frame.clear(Rgb565::BLACK).unwrap();
    let small = MonoTextStyle::new(&FONT_9X15, color);
    let large = MonoTextStyle::new(&FONT_10X20, Rgb565::WHITE);
    Text::new(&random_text(random, 16), Point::new(12, 24), small)
        .draw(frame)
        .unwrap();
    let fill = PrimitiveStyle::with_fill(color);
    match kind {
        // A list.
        0 => {
            for row in 0..5 {
                let y = 70 + row * 36;
                Text::new(&random_text(random, 20), Point::new(40, y), large)
                    .draw(frame)
                    .unwrap();
                Text::new(&random_text(random, 4), Point::new(width - 60, y), small)
                    .draw(frame)
                    .unwrap();
            }
        }
        // Bars.
        1 => {
            for bar in 0..12 {
                let tall = 10 + random.below(140) as i32;
                let bar = Rectangle::new(
                    Point::new(14 + bar * 25, height - 20 - tall),
                    Size::new(17, tall as u32),
                );
                bar.into_styled(fill).draw(frame).unwrap();
            }
        }
        // A ring.
        2 => {
            let ring = Circle::new(Point::new(width / 2 - 80, 56), 160);
            ring.into_styled(PrimitiveStyle::with_stroke(color, 14))
                .draw(frame)
                .unwrap();
            let arc = Arc::new(
                Point::new(width / 2 - 60, 76),
                120,
                0.0.deg(),
                (random.below(360) as f32).deg(),
            );
            arc.into_styled(PrimitiveStyle::with_stroke(Rgb565::WHITE, 8))
                .draw(frame)
                .unwrap();
        }
        // A heat map of days and hours.
        3 => {
            for cell in 0..7 * 24 {
                let at = Point::new(16 + cell % 24 * 12, 80 + cell / 24 * 18);
                let shade = Rgb565::new(random.below(32) as u8, random.below(64) as u8, 8);
                let cell = Rectangle::new(at, Size::new(10, 16));
                cell.into_styled(PrimitiveStyle::with_fill(shade)).draw(frame).unwrap();
            }
        }
        // One big number in blocks, and a line below.
        4 => {
            for digit in 0..4 {
                for block in 0..15 {
                    if random.below(3) > 0 {
                        let at = Point::new(40 + digit * 60 + block % 3 * 14, 70 + block / 3 * 18);
                        Rectangle::new(at, Size::new(14, 18))
                            .into_styled(fill)
                            .draw(frame)
                            .unwrap();
                    }
                }
            }
            Text::new(&random_text(random, 24), Point::new(40, 200), large)
                .draw(frame)
                .unwrap();
        }
        // Labels all over.
        _ => {
            let tiny = MonoTextStyle::new(&FONT_6X10, Rgb565::WHITE);
            for _ in 0..3 + random.below(12) {
                let at = Point::new(random.below(280) as i32, 40 + random.below(190) as i32);
                Text::new(&random_text(random, 6), at, tiny).draw(frame).unwrap();
            }
        }
    }
}

/// Every kind of page after every kind, the same kind with other contents among them.
fn page_changes(mut test: impl FnMut(&str, &Frame<'_>, &Frame<'_>)) {
    let size = Size::new(320, 240);
    let mut random = Random(0x5DEE_CE66_D1CE_4E5B);
    for (before, after) in (0..6).flat_map(|before| (0..6).map(move |after| (before, after))) {
        let (mut old, mut new) = (vec![0; 320 * 240], vec![0; 320 * 240]);
        let mut old = Frame::new(size, &mut old).unwrap();
        let mut new = Frame::new(size, &mut new).unwrap();
        draw_page(&mut old, before, &mut random);
        draw_page(&mut new, after, &mut random);
        test(&format!("page {after} after page {before}"), &old, &new);
    }
}

#[test]
fn page_changes_cost_at_most_a_fifth_more_than_the_best_plan_found() {
    let cost = Cost::SPIDEV;
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let (mut worst, mut sum): (f64, f64) = (0.0, 0.0);
    page_changes(|what, old, new| {
        let damage = Damage::between(old, new, &cost, Alignment::PIXEL);
        let traffic = damage.traffic(&cost);
        assert!(traffic.calls <= 60, "{what}: {traffic:?}");
        let ours = price(damage.areas(), &cost);
        let ratio = ours / best_found(old, new, damage.areas(), &cost, &mut random, steps());
        println!("{what}: {traffic:?}, {} areas, {ratio:.3}", damage.areas().len());
        worst = worst.max(ratio);
        sum += ratio;
    });
    println!("worst {worst:.3}, mean {:.3}", sum / 36.0);
    assert!(worst <= 1.2, "{worst}");
}

#[test]
fn page_changes_are_cheaper_than_by_any_simpler_way() {
    let cost = Cost::SPIDEV;
    let ns = |areas: &[Area]| areas.iter().map(|&area| cost.ns(cost.traffic(area))).sum::<u64>();
    page_changes(|what, old, new| {
        let ours = ns(Damage::between(old, new, &cost, Alignment::PIXEL).areas());
        let whole = ns(Damage::all(new).areas());
        let spans = spans(old, new);
        let around: Vec<Area> = spans.iter().copied().reduce(|a, b| a.union(&b)).into_iter().collect();
        assert!(ours < whole, "{what}: a whole frame");
        assert!(ours <= ns(&around), "{what}: one box around it");
        assert!(ours < ns(&spans), "{what}: spans");
    });
}

#[test]
fn few_changes_cost_at_most_a_fifth_more_than_the_best_of_all_plans() {
    let size = Size::new(120, 100);
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    // From a bus on which a window is worth a few dozen pixels to one on which it is worth most of the frame.
    for ns_per_call in [1_000, 5_000, 25_000, 100_000] {
        let cost = Cost {
            ns_per_call,
            ..Cost::SPIDEV
        };
        for _ in 0..60 {
            let (mut old, mut new) = (vec![0; 120 * 100], vec![0; 120 * 100]);
            let old = Frame::new(size, &mut old).unwrap();
            let mut new = Frame::new(size, &mut new).unwrap();
            let marks: Vec<Area> = (0..1 + random.below(7))
                .filter_map(|_| {
                    let (left, top) = (random.below(110) as u16, random.below(90) as u16);
                    Area::new(
                        left,
                        top,
                        left + 1 + random.below(10) as u16,
                        top + 1 + random.below(10) as u16,
                    )
                })
                .collect();
            for &mark in &marks {
                new.fill_solid(&mark.into(), Rgb565::WHITE).unwrap();
            }
            let damage = Damage::between(&old, &new, &cost, Alignment::PIXEL);
            let ratio = price(damage.areas(), &cost) / exhaustive(&marks, &cost);
            assert!(ratio <= 1.2, "{marks:?} at {ns_per_call} ns a call: {ratio}");
        }
    }
}
