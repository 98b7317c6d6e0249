//! Mutants of summaries on every page. Here some of them are drawn, each on one class of panels; `release/check mutants`
//! draws ten thousand on all.

use playtally_screen::Class;
use playtally_tests::mutants::{Mutants, pressed};

const MUTANTS: u64 = 300;

#[test]
fn whatever_opens_is_drawn_within_all_budgets() {
    let mutants = Mutants::of(pressed(), |work| allocation_counter::measure(work).count_total);
    let classes = Class::ALL.len();
    let drawn = (0..MUTANTS).map(|seed| mutants.draw_one(seed, [seed as usize % classes]));
    let (drawn, wrong): (Vec<_>, Vec<_>) = drawn.partition(Result::is_ok);
    let wrong: Vec<String> = wrong.into_iter().filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let scenes: u64 = drawn.into_iter().flatten().sum();
    assert!(scenes > 100 * MUTANTS, "{scenes}");
}
