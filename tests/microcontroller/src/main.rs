#![no_std]
#![no_main]
//! Shows every page of a summary on a panel of 240x240, as a microcontroller would, and says how much of its memory
//! that took. The panel's wires lead nowhere; everything else is what runs on a desk.

mod nowhere;

use chrono::{NaiveDate, NaiveTime};
// Its critical section, which writing words needs.
use cortex_m as _;
use cortex_m_rt::entry;
use cortex_m_semihosting::{debug, hprintln};
use embedded_graphics::geometry::Size;
use nowhere::Nowhere;
use playtally_panel::{Cost, Display, Driver, Frame, PanelSpec, Rotation, Wires};
use playtally_screen::{Class, Coming, Look, Moment, Page, Progress, Scene, Transition};
use playtally_summary::Summary;

static FILE: &[u8] = include_bytes!(env!("SUMMARY"));

const SIZE: Size = Size::new(240, 240);
const PIXELS: usize = 240 * 240;

#[entry]
fn main() -> ! {
    // The macro of the runtime turns what is static in here into what only this function can have.
    static mut SHOWN: [u16; PIXELS] = [0; PIXELS];
    static mut NEXT: [u16; PIXELS] = [0; PIXELS];
    static mut BUFFER: [u8; 512] = [0; 512];
    let summary = Summary::open(FILE).expect("a sound summary");
    let opened = stack();
    let (shown, next) = (frame(SHOWN), frame(NEXT));
    let spec = PanelSpec::find("pirate-audio").expect("a panel of the table");
    let wires = Wires {
        spi: Nowhere,
        data_command: Nowhere,
        reset: Some(Nowhere),
        busy: Some(Nowhere),
    };
    let driver = Driver::open(spec, Rotation::Deg0, wires, Nowhere, BUFFER).expect("a panel");
    let mut display = Display::new(driver, shown, next, Cost::SPIDEV).expect("frames of its size");
    let look = Look::default();
    let mut pages = 0;
    for &page in Page::ALL {
        let now = moment(page, &summary);
        if !page.has_something_to_say(&summary, now, Class::Square) {
            continue;
        }
        pages += 1;
        for ms in [Coming::MS / 2, Coming::MS] {
            let coming = Coming {
                by: Transition::Wipe,
                at: Progress::after(ms, Coming::MS),
            };
            let Ok(()) = Scene::Page(page, summary).draw_coming(&look, now, coming, display.frame());
            display.flush().expect("a panel that listens");
        }
    }
    hprintln!("{} pages on 240x240", pages);
    hprintln!("stack: {} bytes to open a summary, {} in all", opened, stack());
    hprintln!("statics: {} bytes, of which two frames {}", statics(), 2 * PIXELS * 2);
    debug::exit(debug::EXIT_SUCCESS);
    loop {}
}

fn frame(pixels: &'static mut [u16; PIXELS]) -> Frame<'static> {
    Frame::new(SIZE, pixels).expect("enough pixels")
}

/// An evening on which a page may have something to say: of December where it tells the year.
fn moment(page: Page, summary: &Summary) -> Moment {
    let pressed = summary.owner().pressed.date();
    let december = NaiveDate::from_ymd_opt(chrono::Datelike::year(&pressed), 12, 18);
    let date = december.filter(|_| page.slug().starts_with("recap")).unwrap_or(pressed);
    Moment::new(date, NaiveTime::MIN)
}

unsafe extern "C" {
    static __sdata: u32;
    static _stack_end: u32;
    static _stack_start: u32;
}

/// How deep the stack has been so far, in bytes: the runtime paints all of it before it begins.
fn stack() -> usize {
    let (end, start) = (&raw const _stack_end, &raw const _stack_start);
    // SAFETY: all of it is memory that is mapped and aligned, and it is only read.
    let mut at = end;
    while at < start && unsafe { at.read_volatile() } == cortex_m_rt::STACK_PAINT_VALUE {
        at = at.wrapping_add(1);
    }
    start as usize - at as usize
}

/// What stands in memory beside the stack, in bytes.
fn statics() -> usize {
    &raw const _stack_end as usize - &raw const __sdata as usize
}

#[panic_handler]
fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
    hprintln!("{}", info);
    debug::exit(debug::EXIT_FAILURE);
    loop {}
}
