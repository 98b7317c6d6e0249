//! Discs on a map.

use maud::html;
use playtally_statistics::world;

use super::chart::Drawn;
use super::svg::{Path, WIDTH, n};

const HEIGHT: f64 = 280.0;

struct Disc {
    x: f64,
    y: f64,
    radius: f64,
}

pub(crate) fn map(discs: &[([f64; 2], f64)]) -> Drawn {
    let discs = apart(discs);
    let body = html! {
        @for (index, disc) in discs.iter().enumerate() {
            circle.mood.{ "f" (index % 8) } cx=(n(disc.x)) cy=(n(disc.y)) r=(n(disc.radius)) {}
            text.number x=(n(disc.x)) y=(n(disc.y + 4.0)) text-anchor="middle" { (index + 1) }
        }
    };
    ([0.0, 0.0, WIDTH, HEIGHT], body)
}

/// A dot for each field with land, and discs on it, the smaller ones on the larger ones.
pub(crate) fn world(discs: &[([i32; 2], f64)]) -> Drawn {
    /// The radius of the largest disc, and of the smallest one.
    const LARGEST: f64 = 28.0;
    const LEAST: f64 = 3.0;
    let pitch = WIDTH / world::WIDTH as f64;
    let mut land = Path::default();
    for (column, row) in world::land() {
        land.rect(column as f64 * pitch, row as f64 * pitch, pitch * 0.7, pitch * 0.7);
    }
    let disc = |([x, y], part): &([i32; 2], f64)| {
        let at = |place: i32| f64::from(place) * pitch / f64::from(world::PARTS);
        (at(*x), at(*y), (LARGEST * part.sqrt()).max(LEAST))
    };
    let body = html! {
        path.land d=(land) {}
        @for (x, y, radius) in discs.iter().map(disc) { circle.origin cx=(n(x)) cy=(n(y)) r=(n(radius)) {} }
    };
    // The largest disc may lie at an edge.
    let height = world::HEIGHT as f64 * pitch;
    (
        [-LARGEST / 2.0, -LARGEST / 2.0, WIDTH + LARGEST, height + LARGEST],
        body,
    )
}

/// Their places stretched over the picture, then pushed apart where discs would cover each other.
fn apart(discs: &[([f64; 2], f64)]) -> Vec<Disc> {
    let stretch = |axis: usize, from: f64, to: f64| {
        let values = discs.iter().map(|(place, _)| place[axis]);
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        move |value: f64| from + (value - low) / (high - low).max(1e-6) * (to - from)
    };
    let (x, y) = (stretch(0, 60.0, WIDTH - 60.0), stretch(1, 230.0, 50.0));
    let disc = |(place, part): &([f64; 2], f64)| Disc {
        x: x(place[0]),
        y: y(place[1]),
        radius: 14.0 + 30.0 * part.sqrt(),
    };
    let mut discs: Vec<Disc> = discs.iter().map(disc).collect();
    for _ in 0..60 {
        for one in 0..discs.len() {
            for other in 0..one {
                let (dx, dy) = (discs[one].x - discs[other].x, discs[one].y - discs[other].y);
                let far = dx.hypot(dy).max(0.1);
                let lacks = discs[one].radius + discs[other].radius + 3.0 - far;
                if lacks > 0.0 {
                    let (x, y) = (dx / far * lacks / 2.0, dy / far * lacks / 2.0);
                    discs[one].x += x;
                    discs[one].y += y;
                    discs[other].x -= x;
                    discs[other].y -= y;
                }
            }
        }
        for disc in &mut discs {
            disc.x = disc.x.clamp(disc.radius, WIDTH - disc.radius);
            disc.y = disc.y.clamp(disc.radius, HEIGHT - disc.radius);
        }
    }
    discs
}
