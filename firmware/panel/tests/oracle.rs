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
use playtally_panel::{Alignment, Area, Cost, Damage, Frame, Traffic};

/// A small generator of numbers, so that every run is the same.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }

    fn unit(&mut self) -> f64 {
        self.below(1 << 24) as f64 / f64::from(1 << 24)
    }
}

/// What a plan takes. Plans with more calls than allowed are out of the question.
fn price(areas: &[Area], cost: &Cost) -> f64 {
    let mut traffic = Traffic::default();
    for &area in areas {
        traffic += cost.traffic(area);
    }
    let excess = traffic.calls.saturating_sub(cost.max_calls);
    cost.ns(traffic) as f64 + f64::from(excess) * 1e6
}

/// The damage in pieces small enough that no good plan cuts one: runs of changed pixels, `grain` pixels at a time.
fn atoms(old: &Frame<'_>, new: &Frame<'_>, grain: u16) -> Vec<Area> {
    let size = new.size();
    let (width, height) = (size.width as u16, size.height as u16);
    let mut atoms = Vec::new();
    for top in (0..height).step_by(grain.into()) {
        for left in (0..width).step_by(grain.into()) {
            let (right, bottom) = ((left + grain).min(width), (top + grain).min(height));
            let changed = (top..bottom)
                .flat_map(|y| (left..right).map(move |x| (x, y)))
                .filter(|&(x, y)| {
                    let at = Point::new(x.into(), y.into());
                    old.pixel(at) != new.pixel(at)
                });
            let bounds = changed
                .filter_map(|(x, y)| Area::new(x, y, x + 1, y + 1))
                .reduce(|a, b| a.union(&b));
            atoms.extend(bounds);
        }
    }
    atoms
}

/// The areas around the groups that `group` sorts `atoms` into.
fn areas(atoms: &[Area], group: &[usize], groups: usize) -> Vec<Area> {
    let mut areas = vec![None::<Area>; groups];
    for (atom, &group) in atoms.iter().zip(group) {
        areas[group] = Some(areas[group].map_or(*atom, |area| area.union(atom)));
    }
    areas.into_iter().flatten().collect()
}

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

/// A group of atoms and the area around them.
#[derive(Clone)]
struct Group {
    atoms: Vec<Area>,
    area: Option<Area>,
}

impl Group {
    fn of(atoms: Vec<Area>) -> Self {
        let area = atoms.iter().copied().reduce(|a, b| a.union(&b));
        Self { atoms, area }
    }
}

/// A good way to sort many atoms into areas, by simulated annealing: groups are split, joined, and trade atoms. It begins
/// with the areas of `start` and accepts steps that are dearer by `heat` nanoseconds at first.
fn annealed(atoms: &[Area], start: &[Area], heat: f64, cost: &Cost, random: &mut Random, steps: usize) -> f64 {
    let mut sorted = vec![Vec::new(); 20];
    for atom in atoms {
        // An atom that straddles two areas goes with the first; the search sorts it out.
        sorted[start.iter().position(|area| area.encloses(atom)).unwrap_or(0)].push(*atom);
    }
    let mut groups: Vec<Group> = sorted.into_iter().map(Group::of).collect();
    let of_all = |groups: &[Group]| price(&groups.iter().filter_map(|group| group.area).collect::<Vec<_>>(), cost);
    let mut now = of_all(&groups);
    let mut best = now;
    for step in 0..steps {
        let heat = heat * (1.0 - step as f64 / steps as f64).powi(3) + 1.0;
        let pivot = atoms[random.below(atoms.len())];
        let one = groups
            .iter()
            .position(|group| group.atoms.contains(&pivot))
            .expect("every atom is in a group");
        let other = random.below(groups.len());
        if one == other {
            continue;
        }
        let (kind, reach) = (random.below(6), 8 * (1 + random.below(12)) as u16);
        let (moved, kept) = groups[one].atoms.iter().partition(|atom| match kind {
            0 => true,
            1 => atom.top() >= pivot.top(),
            2 => atom.left() >= pivot.left(),
            3 => atom.top() <= pivot.top(),
            4 => atom.left() <= pivot.left(),
            _ => atom.top().abs_diff(pivot.top()) <= reach && atom.left().abs_diff(pivot.left()) <= reach,
        });
        let mut joined: Vec<Area> = moved;
        joined.extend(&groups[other].atoms);
        let before = (groups[one].clone(), groups[other].clone());
        groups[one] = Group::of(kept);
        groups[other] = Group::of(joined);
        let next = of_all(&groups);
        if next <= now || random.unit() < ((now - next) / heat).exp() {
            now = next;
            best = best.min(now);
        } else {
            (groups[one], groups[other]) = before;
        }
    }
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

/// The search finds more the longer it looks: with 300,000 steps in `PLAYTALLY_SEARCH_STEPS` it takes minutes.
#[test]
fn page_changes_cost_at_most_a_fifth_more_than_the_best_plan_found() {
    let cost = Cost::SPIDEV;
    let steps = std::env::var("PLAYTALLY_SEARCH_STEPS").map_or(1_500, |steps| steps.parse().unwrap());
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let (mut worst, mut sum): (f64, f64) = (0.0, 0.0);
    page_changes(|what, old, new| {
        let damage = Damage::between(old, new, &cost, Alignment::PIXEL);
        let traffic = damage.traffic(&cost);
        assert!(traffic.calls <= 60, "{what}: {traffic:?}");
        let ours = price(damage.areas(), &cost);
        let atoms = atoms(old, new, 8);
        let near = annealed(&atoms, damage.areas(), 20_000.0, &cost, &mut random, steps);
        let far = annealed(&atoms, &[new.area().unwrap()], 500_000.0, &cost, &mut random, steps);
        let ratio = ours / near.min(far).min(ours);
        println!("{what}: {traffic:?}, {} areas, {ratio:.3}", damage.areas().len());
        worst = worst.max(ratio);
        sum += ratio;
    });
    println!("worst {worst:.3}, mean {:.3}", sum / 36.0);
    assert!(worst <= 1.2, "{worst}");
}

/// The spans of every row that differ, with gaps of up to four pixels filled in, as the fastest frame-buffer mirrors send.
fn spans(old: &Frame<'_>, new: &Frame<'_>) -> Vec<Area> {
    let size = new.size();
    let mut spans: Vec<Area> = Vec::new();
    for y in 0..size.height as u16 {
        let row = spans.len();
        for x in 0..size.width as u16 {
            let at = Point::new(x.into(), y.into());
            if old.pixel(at) == new.pixel(at) {
                continue;
            }
            let pixel = Area::new(x, y, x + 1, y + 1).unwrap();
            match spans[row..].last_mut() {
                Some(last) if x - last.right() <= 4 => *last = last.union(&pixel),
                _ => spans.push(pixel),
            }
        }
    }
    // A span below an equal one goes with it.
    let mut merged: Vec<Area> = Vec::new();
    for span in spans {
        let above = merged
            .iter_mut()
            .find(|area| area.bottom() == span.top() && (area.left(), area.right()) == (span.left(), span.right()));
        match above {
            Some(area) => *area = area.union(&span),
            None => merged.push(span),
        }
    }
    merged
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
