//! What a device may take of its bus, and what it took.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use playtally_panel::{Budget, PanelSpec, Rotation};
use playtally_simulator::{Change, Offence, Simulated, Traffic};
use serde::Serialize;

use playtally_telling::words::number::{bytes, count, plural};

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
    budget: Limits,
    /// What went over the bus while a page stood still: for no reason, and to tell the time or care for the panel.
    idle: Sent,
    upkeep: Sent,
    wake_ups: u64,
    /// Those of them that were for nothing.
    needless: u64,
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
    /// How long it was busy with one picture, moving or not, at most.
    longest_picture_ms: f64,
    /// The most calls for one picture, moving or not.
    most_calls: u64,
}

/// The budget of the panel on its bus.
#[derive(Clone, Copy, Debug, Serialize)]
struct Limits {
    calls: u32,
    picture_ms: f64,
    frame_ms: f64,
}

impl From<Budget> for Limits {
    fn from(budget: Budget) -> Self {
        Self {
            calls: budget.calls,
            picture_ms: ms(Duration::from_nanos(budget.picture_ns)),
            frame_ms: ms(Duration::from_nanos(budget.frame_ns)),
        }
    }
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
                longest_picture_ms: ms(watch.longest_picture),
                most_calls: watch.most_calls,
            },
            budget: device.budget().into(),
            idle: watch.idle.into(),
            upkeep: watch.upkeep.into(),
            wake_ups: watch.wake_ups,
            needless: watch.needless,
            broken: device.offences().iter().map(in_words).collect(),
            misuses,
        }
    }

    /// What the device did that it may not.
    pub(crate) fn broken(&self) -> &[String] {
        &self.broken
    }
}

/// What a device did that it may not, in words.
fn in_words(offence: &Offence) -> String {
    match *offence {
        Offence::Misuse { times, first } => {
            let times = plural(times as u64, "time", "times");
            format!("the driver did {times} what the panel's data sheet forbids, first {first:?}")
        }
        Offence::Calls { took, may } => format!("a picture took {took} calls; {may} are the most"),
        Offence::Picture { took, may } => too_long("a picture", took, may),
        Offence::Frame { took, may } => too_long("a frame of a change", took, may),
        Offence::Idle { sent, page } => {
            let (sent, page) = (bytes(sent.bytes), page.map_or("no page", |page| page.slug()));
            format!("{sent} went over the bus while a page stood still, first on {page}")
        }
        Offence::Needless { times } => {
            let times = plural(times, "time", "times");
            format!("the device woke up {times} for nothing")
        }
        Offence::NoPage => "no page came up; is there music in the history?".to_owned(),
    }
}

fn too_long(what: &str, took: Duration, may: Duration) -> String {
    let (took, may) = (ms(took), ms(may));
    format!("{what} took {took:.1} ms on the bus; {may:.1} ms are the most")
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
        let Limits {
            calls,
            picture_ms,
            frame_ms,
        } = self.budget;
        if let Some(rate) = self.frames.fewest_per_second {
            let (frames, longest) = (count(self.frames.count), self.frames.longest_ms);
            writeln!(f, "  in motion     {frames} frames, {rate} a second or more")?;
            writeln!(f, "  one frame     {longest:.1} of {frame_ms:.1} ms at most")?;
        }
        let (took, most) = (self.frames.longest_picture_ms, self.frames.most_calls);
        writeln!(
            f,
            "  one picture   {took:.1} of {picture_ms:.1} ms and {most} of {calls} calls at most"
        )?;
        writeln!(f, "  standing by   {} (time and care: {})", self.idle, self.upkeep)?;
        let (all, needless) = (count(self.wake_ups), count(self.needless));
        writeln!(f, "  wake-ups      {all}, for nothing {needless}")?;
        writeln!(f, "  misuses       {}", self.misuses.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use playtally_simulator::testing::wasteful;

    #[test]
    fn a_driver_that_wastes_calls_breaks_the_budget_in_words_and_in_the_report() {
        let panel = PanelSpec::find("ili9341-320x240").expect("a panel");
        let mut device = wasteful(panel.name, 64);
        device.pass(Duration::from_secs(60)).expect("no problem");
        let report = Report::new(&device, panel, Rotation::Deg0, 1);
        let broken = report.broken().join("; ");
        for words in [
            "calls; 60 are the most",
            "ms on the bus; 124.0 ms are the most",
            "a frame of a change took",
        ] {
            assert!(broken.contains(words), "{words}: {broken}");
        }
        let json = serde_json::to_value(&report).expect("a report");
        assert_eq!(json["broken"].as_array().map(Vec::len), Some(report.broken().len()));
    }
}
