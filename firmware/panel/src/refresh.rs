//! How panels want to be treated so that they live long.

/// How a panel wants to be refreshed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// At any time and as often as the bus can.
    Live,
    /// An OLED, whose pixels age with the light that they give.
    Glow(Glow),
    /// E-paper, which ages with every refresh and keeps its picture without power.
    Paper(Paper),
}

impl Refresh {
    /// The time that a picture stays at least, in milliseconds.
    pub const fn apart_ms(&self) -> u32 {
        match self {
            Self::Paper(paper) => paper.apart_ms,
            Self::Live | Self::Glow(_) => 0,
        }
    }
}

/// The manners of an OLED.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glow {
    /// How long the picture stays at one place before it moves by a pixel, in milliseconds.
    pub shift_every_ms: u32,
    /// How long after a press it dims, in milliseconds.
    pub dim_after_ms: u32,
    /// What of its brightness it then keeps, in percent.
    pub dim_to: u8,
    /// How long it shines before it rests, in milliseconds. A press begins this time anew.
    pub rest_after_ms: u32,
    /// How long it then stays dark, in milliseconds.
    pub rest_ms: u32,
}

impl Glow {
    /// A picture that wanders every minute, dims after five, and is dark for an hour out of three.
    pub const USUAL: Self = Self {
        shift_every_ms: 60_000,
        dim_after_ms: 5 * 60_000,
        dim_to: 30,
        rest_after_ms: 2 * 60 * 60_000,
        rest_ms: 60 * 60_000,
    };
}

/// The manners of e-paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paper {
    /// From the beginning of one refresh to that of the next, in milliseconds.
    pub apart_ms: u32,
    /// How many refreshes in a row may only drive what changed; each leaves a little of what was there.
    pub quick_in_a_row: u16,
    /// From one full refresh to the next, in milliseconds, even if nothing changes.
    pub full_every_ms: u32,
}

impl Paper {
    /// What Waveshare and Good Display ask for: 180 s apart, a full refresh after a few quick ones and every day. Ten
    /// seconds more, because the time that a display is told is that before a refresh, which takes up to five.
    pub const USUAL: Self = Self {
        apart_ms: 190_000,
        quick_in_a_row: 10,
        full_every_ms: 24 * 60 * 60_000,
    };
}
