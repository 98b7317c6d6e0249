//! What a device may do to its bus, and what it did.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use playtally_panel::{PanelSpec, Rotation};
use playtally_panel_emulator::Misuse;
use playtally_simulator::{Change, Simulated, Traffic};
use serde::Serialize;

use crate::text::number::{bytes, count, plural};

/// The most calls for one frame: docs/bus.md says what they cost.
const CALLS: u64 = 60;
/// How long a frame of a change that moves may keep the bus busy: 30 come in a second.
const FRAME: Duration = Duration::from_nanos(1_000_000_000 / 30);

/// What a tour came to.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Report {
    panel: &'static str,
    size: (u32, u32),
    minutes: u32,
    /// How often each page came up.
    pages: BTreeMap<&'static str, u64>,
    bus: Sent,
    changes: Changes,
    frames: Frames,
    /// What went over the bus while a page stood still: for no reason, and to tell the time or care for the panel.
    idle: Sent,
    upkeep: Sent,
    wake_ups: u64,
    misuses: Vec<String>,
    /// What the device did that it may not.
    broken: Vec<String>,
}

/// What went over the bus.
#[derive(Clone, Copy, Debug, Serialize)]
struct Sent {
    bytes: u64,
    calls: u64,
    ms: f64,
}

/// Changes from one picture to another.
#[derive(Clone, Copy, Debug, Serialize)]
struct Changes {
    count: u64,
    most: Option<Most>,
}

/// The change that kept the bus busy for longest.
#[derive(Clone, Copy, Debug, Serialize)]
struct Most {
    /// What came up, if it was a page.
    page: Option<&'static str>,
    frames: u64,
    #[serde(flatten)]
    sent: Sent,
}

/// Frames of changes that moved.
#[derive(Clone, Copy, Debug, Serialize)]
struct Frames {
    count: u64,
    /// The fewest that came in a second of a change.
    fewest_per_second: Option<f64>,
    /// How long the bus was busy with one, at most.
    longest_ms: f64,
    /// The most calls for one picture, moving or not.
    most_calls: u64,
}

impl From<Traffic> for Sent {
    fn from(traffic: Traffic) -> Self {
        Self {
            bytes: traffic.bytes,
            calls: traffic.calls,
            ms: ms(traffic.time),
        }
    }
}

impl From<Change> for Most {
    fn from(change: Change) -> Self {
        Self {
            page: change.page.map(|page| page.slug()),
            frames: change.frames,
            sent: change.sent.into(),
        }
    }
}

/// Milliseconds, to the microsecond.
fn ms(time: Duration) -> f64 {
    time.as_micros() as f64 / 1_000.0
}

impl Report {
    /// What a device did in so many minutes.
    pub(crate) fn new(device: &Simulated, panel: &'static PanelSpec, rotation: Rotation, minutes: u32) -> Self {
        let watch = device.watch();
        let size = panel.size(rotation);
        let misuses: Vec<String> = device.misuses().iter().map(|misuse| format!("{misuse:?}")).collect();
        Self {
            panel: panel.name,
            size: (size.width, size.height),
            minutes,
            pages: watch.pages.iter().map(|(page, &times)| (page.slug(), times)).collect(),
            bus: device.traffic().into(),
            changes: Changes {
                count: watch.changes,
                most: watch.most.map(Most::from),
            },
            frames: Frames {
                count: watch.frames,
                fewest_per_second: watch.slowest.map(|rate| (rate * 10.0).round() / 10.0),
                longest_ms: ms(watch.longest_frame),
                most_calls: watch.most_calls,
            },
            idle: watch.idle.into(),
            upkeep: watch.upkeep.into(),
            wake_ups: watch.wake_ups,
            broken: broken(device, &device.misuses()),
            misuses,
        }
    }

    /// What the device did that it may not.
    pub(crate) fn broken(&self) -> &[String] {
        &self.broken
    }
}

/// The budgets that a device broke, in words.
fn broken(device: &Simulated, misuses: &[Misuse]) -> Vec<String> {
    let watch = device.watch();
    let mut broken = Vec::new();
    if let Some(first) = misuses.first() {
        let times = plural(misuses.len() as u64, "time", "times");
        broken.push(format!(
            "the driver did {times} what the panel's data sheet forbids, first {first:?}"
        ));
    }
    if watch.most_calls > CALLS {
        let calls = watch.most_calls;
        broken.push(format!("a picture took {calls} calls; {CALLS} are the most"));
    }
    if watch.longest_frame > FRAME {
        let (took, may) = (ms(watch.longest_frame), ms(FRAME));
        broken.push(format!(
            "a frame of a change took {took:.1} ms on the bus; {may:.1} ms are the most"
        ));
    }
    if watch.idle.calls > 0 {
        let page = watch.idle_page.map_or("no page", |page| page.slug());
        let sent = bytes(watch.idle.bytes);
        broken.push(format!(
            "{sent} went over the bus while a page stood still, first on {page}"
        ));
    }
    if watch.pages.is_empty() {
        broken.push("no page came up; is there music in the history?".to_owned());
    }
    broken
}

impl fmt::Display for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let calls = plural(self.calls, "call", "calls");
        write!(f, "{} in {calls}, {:.1} ms", bytes(self.bytes), self.ms)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (width, height) = self.size;
        let minutes = plural(self.minutes.into(), "minute", "minutes");
        writeln!(f, "{minutes} on {}, {width}x{height}", self.panel)?;
        let times = plural(self.pages.values().sum(), "time", "times");
        let pages = plural(self.pages.len() as u64, "page", "pages");
        writeln!(f, "  pages         {pages} came up {times}")?;
        writeln!(f, "  bus           {}", self.bus)?;
        if let Some(most) = self.changes.most {
            let page = most.page.unwrap_or("no page");
            let frames = plural(most.frames, "frame", "frames");
            writeln!(f, "  most          {page}: {} with {frames}", most.sent)?;
        }
        if let Some(rate) = self.frames.fewest_per_second {
            let (frames, longest) = (count(self.frames.count), self.frames.longest_ms);
            writeln!(
                f,
                "  in motion     {frames} frames, {rate} a second or more, {longest:.1} ms or less each"
            )?;
        }
        writeln!(f, "  one picture   {} calls or fewer", self.frames.most_calls)?;
        writeln!(f, "  standing by   {} (time and care: {})", self.idle, self.upkeep)?;
        writeln!(f, "  wake-ups      {}", count(self.wake_ups))?;
        writeln!(f, "  misuses       {}", self.misuses.len())
    }
}
