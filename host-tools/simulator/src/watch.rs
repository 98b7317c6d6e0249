//! What a device does to its bus, step by step.

use std::collections::BTreeMap;
use std::ops::AddAssign;
use std::time::Duration;

use playtally_panel_emulator::Counters;
use playtally_screen::Page;

/// What went over the bus in some time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// What was sent, commands and pixels.
    pub bytes: u64,
    /// Calls of the bus.
    pub calls: u64,
    /// How long the bus was busy.
    pub time: Duration,
}

impl Traffic {
    pub(crate) fn between(before: &Counters, after: &Counters) -> Self {
        Self {
            bytes: after.bytes - before.bytes,
            calls: after.calls - before.calls,
            time: after.bus_time.saturating_sub(before.bus_time),
        }
    }
}

impl AddAssign for Traffic {
    fn add_assign(&mut self, more: Self) {
        self.bytes += more.bytes;
        self.calls += more.calls;
        self.time += more.time;
    }
}

/// What a device shows before or after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sight {
    pub(crate) page: Option<Page>,
    pub(crate) is_settled: bool,
}

/// A step of a device.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) before: Sight,
    pub(crate) after: Sight,
    /// When it began, by the panel's clock.
    pub(crate) at: Duration,
    /// The minute since 1970 that it began in: pages may tell it.
    pub(crate) minute: i64,
    /// Whether the panel wanted care: an OLED to shift, dim or rest, e-paper to be refreshed.
    pub(crate) is_care: bool,
    /// Whether something else called for it: a finger, a stick, a clock that was set, or a picture for which e-paper is not
    /// ready yet; or whether what was shown in place of a page is over.
    pub(crate) is_called: bool,
    pub(crate) sent: Traffic,
}

/// A change from one picture to another, with all frames on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// What came up.
    pub page: Option<Page>,
    /// What went over the bus for it.
    pub sent: Traffic,
    /// How many pictures it took.
    pub frames: u64,
    began: Duration,
    ended: Duration,
}

impl Change {
    /// How many frames came in a second, if there were several.
    #[must_use]
    pub fn rate(&self) -> Option<f64> {
        let time = self.ended.saturating_sub(self.began);
        (self.frames > 1 && !time.is_zero()).then(|| (self.frames - 1) as f64 / time.as_secs_f64())
    }
}

/// What a device has done to its bus since it was switched on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Watch {
    /// How often the device woke up.
    pub wake_ups: u64,
    /// How often it did for nothing: no minute had passed, nothing moved, and the panel wanted no care.
    pub needless: u64,
    /// How often each page came up.
    pub pages: BTreeMap<Page, u64>,
    /// How often the picture changed for another one.
    pub changes: u64,
    /// The change that kept the bus busy for longest.
    pub most: Option<Change>,
    /// How many pictures came in a second of the last change that moved.
    pub rate: Option<f64>,
    /// Frames of changes that moved.
    pub frames: u64,
    /// Frames a second of the slowest change that moved.
    pub slowest: Option<f64>,
    /// How long the bus was busy with one frame of a change that moved, at most.
    pub longest_frame: Duration,
    /// How long the bus was busy with one picture, moving or not, at most.
    pub longest_picture: Duration,
    /// The most calls for one picture.
    pub most_calls: u64,
    /// What went over the bus while a page stood still, for no reason.
    pub idle: Traffic,
    /// The page that it was for first.
    pub idle_page: Option<Page>,
    /// What went over the bus while a page stood still: it told the time, or the panel wanted care.
    pub upkeep: Traffic,
    change: Option<Change>,
    minute: i64,
}

impl Watch {
    /// Takes in a step.
    pub(crate) fn step(&mut self, step: &Step) {
        let Step {
            before, after, sent, ..
        } = *step;
        self.wake_ups += 1;
        self.most_calls = self.most_calls.max(sent.calls);
        self.longest_picture = self.longest_picture.max(sent.time);
        let ticked = self.minute != step.minute;
        self.minute = step.minute;
        if before.page != after.page {
            // One that did not settle gave way to this one.
            self.finish();
            if let Some(page) = after.page {
                *self.pages.entry(page).or_default() += 1;
            }
        }
        // News and menus are no pages: one gives way to another unseen here.
        let has_changed = step.is_called && sent.calls > 0;
        if before == after && before.is_settled && !has_changed {
            if ticked || step.is_care {
                self.upkeep += sent;
            } else if sent.calls > 0 {
                self.idle += sent;
                self.idle_page = self.idle_page.or(after.page);
            } else if !step.is_called {
                self.needless += 1;
            }
            return;
        }
        let change = self.change.get_or_insert(Change {
            page: after.page,
            sent: Traffic::default(),
            frames: 0,
            began: step.at,
            ended: step.at,
        });
        change.sent += sent;
        change.frames += 1;
        change.ended = step.at;
        if change.frames > 1 || !after.is_settled {
            self.longest_frame = self.longest_frame.max(sent.time);
        }
        if after.is_settled {
            self.finish();
        }
    }

    fn finish(&mut self) {
        let Some(change) = self.change.take() else { return };
        self.changes += 1;
        if change.frames > 1 {
            self.frames += change.frames;
        }
        if let Some(rate) = change.rate() {
            self.rate = Some(rate);
            self.slowest = Some(self.slowest.map_or(rate, |slowest| slowest.min(rate)));
        }
        if self.most.is_none_or(|most| most.sent.time < change.sent.time) {
            self.most = Some(change);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STILL: Sight = Sight {
        page: Some(Page::Cover),
        is_settled: true,
    };
    const MOVING: Sight = Sight {
        page: Some(Page::Totals),
        is_settled: false,
    };
    const THERE: Sight = Sight {
        is_settled: true,
        ..MOVING
    };

    fn step(before: Sight, after: Sight, ms: u64, calls: u64) -> Step {
        Step {
            before,
            after,
            at: Duration::from_millis(ms),
            minute: 0,
            is_care: false,
            is_called: false,
            sent: Traffic {
                bytes: calls * 100,
                calls,
                time: Duration::from_micros(calls),
            },
        }
    }

    #[test]
    fn frames_of_a_change_belong_together() {
        let mut watch = Watch::default();
        for step in [
            step(STILL, MOVING, 1_000, 3),
            step(MOVING, MOVING, 1_050, 7),
            step(MOVING, THERE, 1_100, 5),
            step(THERE, THERE, 2_000, 0),
        ] {
            watch.step(&step);
        }
        let most = watch.most.expect("a change");
        assert_eq!((most.page, most.frames, most.sent.calls), (Some(Page::Totals), 3, 15));
        assert_eq!((watch.changes, watch.frames, watch.most_calls), (1, 3, 7));
        assert_eq!(watch.slowest, Some(20.0));
        assert_eq!(watch.pages, BTreeMap::from([(Page::Totals, 1)]));
        assert_eq!((watch.idle, watch.wake_ups), (Traffic::default(), 4));
        assert_eq!(watch.longest_picture, Duration::from_micros(7));
        assert_eq!(watch.needless, 1, "the last one");
    }

    #[test]
    fn traffic_for_a_page_that_stands_still_is_idle_unless_a_minute_passed_or_the_panel_wants_care() {
        let mut watch = Watch::default();
        let minute = Step {
            minute: 1,
            ..step(STILL, STILL, 60_000, 4)
        };
        watch.step(&minute);
        watch.step(&Step {
            is_care: true,
            ..minute
        });
        assert_eq!((watch.upkeep.calls, watch.idle.calls), (8, 0));
        watch.step(&Step {
            is_called: true,
            ..minute
        });
        assert_eq!((watch.upkeep.calls, watch.idle.calls, watch.changes), (8, 0, 1));
        watch.step(&minute);
        assert_eq!((watch.upkeep.calls, watch.idle.calls), (8, 4));
        assert_eq!(watch.idle_page, Some(Page::Cover));
    }

    #[test]
    fn a_wake_up_is_needless_unless_something_was_sent_or_called_for_it() {
        let mut watch = Watch::default();
        let quiet = step(STILL, STILL, 1_000, 0);
        for quiet in [
            Step { minute: 1, ..quiet },
            Step {
                minute: 1,
                is_care: true,
                ..quiet
            },
            Step {
                minute: 1,
                is_called: true,
                ..quiet
            },
        ] {
            watch.step(&quiet);
            assert_eq!(watch.needless, 0, "{quiet:?}");
        }
        watch.step(&Step { minute: 1, ..quiet });
        assert_eq!((watch.needless, watch.wake_ups), (1, 4));
    }
}
