//! Ways to bring pages to a panel, measured by the emulator.

use embedded_graphics::geometry::Size;
use playtally_panel::{Alignment, Area, Cost, Damage, Driver, Frame, PANELS, Panel, Rotation, Wires};
use playtally_panel_emulator::{Bus, Clock, Counters, EmulatedPanel, Glass, Image};
use playtally_screen::Page;

use super::pages::{draw, draw_on};
use super::{search, straight};

const SIZE: Size = Size::new(320, 240);
const PIXELS: usize = 320 * 240;

/// How a page comes to the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Drawn into a frame, and what differs is sent as the planner chose.
    Playtally,
    /// Drawn into a frame, and the spans of every row that differ are sent, joined where at most four pixels lie between.
    Spans,
    /// Drawn into a frame, and one box around all that differs is sent.
    OneBox,
    /// Drawn into a frame, and all of it is sent.
    WholeFrames,
    /// Drawn straight to the panel through mipidsi.
    Straight,
}

impl Way {
    /// Every way.
    pub const ALL: [Self; 5] = [
        Self::Playtally,
        Self::Spans,
        Self::OneBox,
        Self::WholeFrames,
        Self::Straight,
    ];

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Playtally => "Playtally",
            Self::Spans => "spans, joined over at most 4 pixels",
            Self::OneBox => "one box around the changes",
            Self::WholeFrames => "whole frames",
            Self::Straight => "straight through mipidsi",
        }
    }

    fn areas(self, shown: &Frame<'_>, next: &Frame<'_>) -> Vec<Area> {
        let around = |areas: Vec<Area>| areas.into_iter().reduce(|a, b| a.union(&b)).into_iter().collect();
        match self {
            Self::Playtally => Damage::between(shown, next, &Cost::SPIDEV, Alignment::PIXEL)
                .areas()
                .to_vec(),
            Self::Spans => search::spans(shown, next),
            Self::OneBox => around(search::spans(shown, next)),
            Self::WholeFrames | Self::Straight => next.area().into_iter().collect(),
        }
    }
}

/// What a round of pages took.
#[derive(Clone, Debug)]
pub struct Taken {
    /// In all.
    pub all: Counters,
    /// The most calls for one page.
    pub most_calls: u64,
    /// What the panel showed after each page.
    pub images: Vec<Image>,
}

/// Pages of ten minutes, at the default pace: each that speaks in the order of the table, again and again.
pub fn ten_minutes(pages: &[Page]) -> Vec<Page> {
    const CHANGES: usize = 600 / 12;
    pages.iter().copied().cycle().take(CHANGES.max(pages.len())).collect()
}

/// Shows pages one after the other on a Display HAT Mini.
pub fn take(way: Way, pages: &[Page]) -> Taken {
    let mut taken = Taken {
        all: Counters::default(),
        most_calls: 0,
        images: Vec::new(),
    };
    let mut note = |panel: &EmulatedPanel| {
        let now = panel.counters();
        taken.most_calls = taken.most_calls.max(now.calls - taken.all.calls);
        taken.all = now;
        taken.images.push(panel.image());
    };
    if way == Way::Straight {
        let (panel, mut display) = straight::open(Bus::SPIDEV, 4096);
        for &page in pages {
            draw_on(page, &mut display).expect("a bus that works");
            note(&panel);
        }
        return taken;
    }
    let panel = EmulatedPanel::with(Glass::DISPLAY_HAT_MINI, Bus::SPIDEV, Clock::new());
    let wires = Wires {
        spi: panel.spi(),
        data_command: panel.data_command(),
        reset: None,
        busy: Some(panel.busy()),
    };
    let mut buffer = vec![0; 4096];
    let mut driver =
        Driver::open(&PANELS[0], Rotation::Deg0, wires, panel.delay(), &mut buffer).expect("a panel that answers");
    panel.reset_counters();
    let (mut one, mut other) = (vec![0; PIXELS], vec![0; PIXELS]);
    let mut shown = Frame::new(SIZE, &mut one).expect("enough pixels");
    let mut next = Frame::new(SIZE, &mut other).expect("enough pixels");
    for (at, &page) in pages.iter().enumerate() {
        draw(page, &mut next);
        // What the panel shows at first is noise.
        let way = if at == 0 { Way::WholeFrames } else { way };
        driver.show(&next, &way.areas(&shown, &next)).expect("a bus that works");
        std::mem::swap(&mut shown, &mut next);
        note(&panel);
    }
    assert_eq!(panel.misuses(), []);
    taken
}
