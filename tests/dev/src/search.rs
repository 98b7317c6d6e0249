//! The best plan that a search with all the time in the world finds, and the ways that others go.

use embedded_graphics::prelude::*;
use playtally_panel::{Area, Cost, Frame, Traffic};

/// A small generator of numbers, so that every run is the same.
#[derive(Debug)]
pub struct Random(pub u64);

impl Random {
    /// A number below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }

    /// A number from 0 to below 1.
    pub fn unit(&mut self) -> f64 {
        self.below(1 << 24) as f64 / f64::from(1 << 24)
    }
}

/// What a plan takes. Plans with more calls than allowed are out of the question.
pub fn price(areas: &[Area], cost: &Cost) -> f64 {
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
pub fn areas(atoms: &[Area], group: &[usize], groups: usize) -> Vec<Area> {
    let mut areas = vec![None::<Area>; groups];
    for (atom, &group) in atoms.iter().zip(group) {
        areas[group] = Some(areas[group].map_or(*atom, |area| area.union(atom)));
    }
    areas.into_iter().flatten().collect()
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

/// The cheapest plan that a search of so many steps finds for two frames, begun near a plan and from one area around
/// everything. It is never dearer than the plan.
pub fn best_found(
    old: &Frame<'_>,
    new: &Frame<'_>,
    plan: &[Area],
    cost: &Cost,
    random: &mut Random,
    steps: usize,
) -> f64 {
    let atoms = atoms(old, new, 8);
    let around: Vec<Area> = new.area().into_iter().collect();
    let near = annealed(&atoms, plan, 20_000.0, cost, random, steps);
    let far = annealed(&atoms, &around, 500_000.0, cost, random, steps);
    near.min(far).min(price(plan, cost))
}

/// How many steps a search takes: more find more. `PLAYTALLY_SEARCH_STEPS` says how many; 300,000 take minutes.
pub fn steps() -> usize {
    std::env::var("PLAYTALLY_SEARCH_STEPS").map_or(1_500, |steps| steps.parse().unwrap())
}

/// The spans of every row that differ, with gaps of up to four pixels filled in, as the fastest frame-buffer mirrors send.
pub fn spans(old: &Frame<'_>, new: &Frame<'_>) -> Vec<Area> {
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
