//! What the bus takes to show things, as the emulated panel counts it: `cargo bench -p playtally-tests --bench bus`.
//!
//! The tables in docs/bus.md are what this prints.

use std::time::Duration;

use embedded_graphics::mono_font::ascii::FONT_10X20;
use embedded_graphics::mono_font::{MonoTextStyle, MonoTextStyleBuilder};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::prelude::*;
use embedded_graphics::primitives::{Circle, PrimitiveStyle, Rectangle};
use embedded_graphics::text::Text;
use playtally_dev::pages::pages;
use playtally_dev::straight::{self, Straight};
use playtally_dev::ways::{Way, take, ten_minutes};
use playtally_panel::{Area, Cost, Driver, Frame, PANELS, Panel, Rotation, Wires};
use playtally_panel_emulator::{Bus, Clock, Counters, EmulatedPanel, Glass};

const SIZE: Size = Size::new(320, 240);
const WORDS: &str = "twenty-four characters!!";

fn main() {
    println!("\n## Drawing straight to the panel, and from a frame\n");
    drawings();
    println!("\n## Ten minutes of pages\n");
    tours();
}

/// A row of a table: writes, edges of the data/command line, bytes, and the modelled time.
fn row(what: &str, counters: &Counters) {
    let ms = counters.bus_time.as_secs_f64() * 1000.0;
    println!(
        "| {what} | {} | {} | {} | {ms:.1} ms |",
        count(counters.calls),
        count(counters.edges),
        count(counters.bytes)
    );
}

fn head() {
    println!("| what | SPI writes | D/C edges | bytes | bus time |\n|---|--:|--:|--:|--:|");
}

/// A number in groups of three digits.
fn count(number: u64) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    groups.map(String::from_utf8_lossy).collect::<Vec<_>>().join(",")
}

/// What is drawn straight to a panel.
type ToPanel = fn(&mut Straight);
/// What is drawn into a frame.
type ToFrame = fn(&mut Frame<'_>);

fn text<T: DrawTarget<Color = Rgb565>>(target: &mut T) {
    let style = MonoTextStyle::new(&FONT_10X20, Rgb565::WHITE);
    let _ = Text::new(WORDS, Point::new(40, 120), style).draw(target);
}

fn opaque_text<T: DrawTarget<Color = Rgb565>>(target: &mut T) {
    let style = MonoTextStyleBuilder::new()
        .font(&FONT_10X20)
        .text_color(Rgb565::WHITE)
        .background_color(Rgb565::BLACK)
        .build();
    let _ = Text::new(WORDS, Point::new(40, 120), style).draw(target);
}

fn circle<T: DrawTarget<Color = Rgb565>>(target: &mut T) {
    let style = PrimitiveStyle::with_stroke(Rgb565::WHITE, 3);
    let _ = Circle::new(Point::new(110, 70), 100).into_styled(style).draw(target);
}

fn whole<T: DrawTarget<Color = Rgb565>>(target: &mut T) {
    let area = Rectangle::new(Point::zero(), SIZE);
    let _ = target.fill_contiguous(&area, (0..320 * 240).map(|_| Rgb565::WHITE));
}

fn drawings() {
    head();
    let pairs: [(&str, ToPanel, ToFrame); 3] = [
        ("24 characters, FONT_10X20, transparent", text, |frame| text(frame)),
        ("the same, opaque", opaque_text, |frame| opaque_text(frame)),
        ("a circle of 100 pixels, stroke 3", circle, |frame| circle(frame)),
    ];
    for (what, straight, framed) in pairs {
        row(&format!("{what}: straight"), &drawn_straight(4096, straight));
        row(&format!("{what}: frame and damage"), &drawn_into_a_frame(framed));
    }
    for buffer in [512, 4096, 65_536] {
        let what = format!("the whole screen, straight, buffer of {} B", count(buffer as u64));
        row(&what, &drawn_straight(buffer, whole));
    }
    row(
        "the whole screen from a frame, buffer of 4,096 B",
        &drawn_into_a_frame(|frame| whole(frame)),
    );
}

fn drawn_straight(buffer: usize, draw: ToPanel) -> Counters {
    let bus = Bus {
        longest_write: usize::MAX,
        ..Bus::SPIDEV
    };
    let (panel, mut display) = straight::open(bus, buffer);
    draw(&mut display);
    panel.counters()
}

fn drawn_into_a_frame(draw: ToFrame) -> Counters {
    let panel = EmulatedPanel::with(Glass::DISPLAY_HAT_MINI, Bus::SPIDEV, Clock::new());
    let wires = Wires {
        spi: panel.spi(),
        data_command: panel.data_command(),
        reset: None,
        busy: Some(panel.busy()),
    };
    let (mut black, mut pixels, mut buffer) = (vec![0; 320 * 240], vec![0; 320 * 240], vec![0; 4096]);
    let mut driver =
        Driver::open(&PANELS[0], Rotation::Deg0, wires, panel.delay(), &mut buffer).expect("a panel that answers");
    let black = Frame::new(SIZE, &mut black).expect("enough pixels");
    let mut frame = Frame::new(SIZE, &mut pixels).expect("enough pixels");
    draw(&mut frame);
    let cost = driver.cost(Cost::SPIDEV);
    let damage = playtally_panel::Damage::between(&black, &frame, &cost, driver.alignment());
    let areas: &[Area] = damage.areas();
    panel.reset_counters();
    driver.show(&frame, areas).expect("a bus that works");
    panel.counters()
}

fn tours() {
    let pages = ten_minutes(&pages(SIZE));
    head();
    let mut least = Duration::MAX;
    for way in Way::ALL {
        let taken = take(way, &pages);
        least = least.min(taken.all.bus_time);
        let times = taken.all.bus_time.as_secs_f64() / least.as_secs_f64();
        row(&format!("{}, {times:.1} times", way.name()), &taken.all);
    }
    println!("\n{} changes of page.", pages.len());
}
