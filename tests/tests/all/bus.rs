//! What page changes cost the bus, on the pages of the sample.

use embedded_graphics::geometry::Size;
use playtally_dev::pages::{FILE, draw, pages};
use playtally_dev::search::{Random, best_found, price, steps};
use playtally_dev::ways::{Way, take, ten_minutes};
use playtally_device::{Kept, Settings};
use playtally_panel::{Alignment, Budget, Cost, Damage, Frame, PANELS};
use playtally_simulator::{Simulated, Start};

const SIZE: Size = Size::new(320, 240);

#[test]
fn a_tour_of_all_pages_takes_less_time_than_by_any_simpler_way() {
    let pages = ten_minutes(&pages(SIZE));
    let ours = take(Way::Playtally, &pages);
    assert!(ours.most_calls <= 60, "{} calls for a page", ours.most_calls);
    for way in Way::ALL.into_iter().skip(1) {
        let theirs = take(way, &pages);
        assert!(theirs.images == ours.images, "{}: the pictures differ", way.name());
        let (ours, theirs) = (ours.all.bus_time, theirs.all.bus_time);
        assert!(ours < theirs, "{ours:?}, but {theirs:?} for {}", way.name());
    }
}

#[test]
fn the_documents_give_the_budget_of_every_panel() {
    let documents = include_str!("../../../docs/bus.md");
    for spec in PANELS {
        let kept = Kept::new(FILE.as_slice()).unwrap();
        let device = Simulated::new(&Settings::on(spec), &kept, Start::Utc(0), false).unwrap();
        let Budget {
            calls,
            picture_ns,
            frame_ns,
        } = device.budget();
        let ms = |ns: u64| format!("{:.1} ms", ns as f64 / 1e6);
        let row = format!("| {} | {} MHz | ", spec.name, f64::from(spec.max_hz) / 1e6,);
        let budget = format!(" | {calls} | {} | {} | ", ms(picture_ns), ms(frame_ns));
        let found = documents
            .lines()
            .any(|line| line.starts_with(&row) && line.contains(&budget));
        assert!(found, "{row}…{budget}");
    }
}

#[test]
fn changes_between_real_pages_cost_at_most_a_fifth_more_than_the_best_plan_found() {
    let cost = Cost::SPIDEV;
    let pages = pages(SIZE);
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let (mut one, mut other) = (vec![0; 320 * 240], vec![0; 320 * 240]);
    let mut old = Frame::new(SIZE, &mut one).unwrap();
    let mut new = Frame::new(SIZE, &mut other).unwrap();
    let mut worst: f64 = 0.0;
    // Each page after its neighbour in the table, and after one from the other half.
    for (at, &page) in pages.iter().enumerate() {
        for away in [1, pages.len() / 2] {
            let before = pages[(at + away) % pages.len()];
            draw(before, &mut old);
            draw(page, &mut new);
            let damage = Damage::between(&old, &new, &cost, Alignment::PIXEL);
            let traffic = damage.traffic(&cost);
            let what = format!("{} after {}", page.slug(), before.slug());
            assert!(traffic.calls <= 60, "{what}: {traffic:?}");
            let best = best_found(&old, &new, damage.areas(), &cost, &mut random, steps());
            let ratio = price(damage.areas(), &cost) / best;
            println!("{what}: {traffic:?}, {} areas, {ratio:.3}", damage.areas().len());
            worst = worst.max(ratio);
        }
    }
    println!("worst {worst:.3}");
    assert!(worst <= 1.2, "{worst}");
}
