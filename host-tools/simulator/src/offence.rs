//! What a device did that it may not.

use std::time::Duration;

use playtally_panel::Budget;
use playtally_panel_emulator::Misuse;
use playtally_screen::Page;

use crate::{Traffic, Watch};

/// Something that a device did and may not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offence {
    /// The driver did what the panel's data sheet forbids.
    Misuse {
        /// How often; only the first hundred are told.
        times: usize,
        /// The first time.
        first: Misuse,
    },
    /// A picture took more calls than its panel's budget has.
    Calls {
        /// How many it took.
        took: u64,
        /// How many it may take.
        may: u64,
    },
    /// A picture kept the bus busy for longer than sending all of it does.
    Picture {
        /// How long.
        took: Duration,
        /// How long it may.
        may: Duration,
    },
    /// A frame of a change that moved kept the bus busy for too long.
    Frame {
        /// How long.
        took: Duration,
        /// How long it may.
        may: Duration,
    },
    /// Something went over the bus while a page stood still, for no reason.
    Idle {
        /// What.
        sent: Traffic,
        /// On which page first.
        page: Option<Page>,
    },
    /// The device woke up for nothing.
    Needless {
        /// How often.
        times: u64,
    },
    /// No page came up.
    NoPage,
}

/// All that a device did and may not.
pub(crate) fn all(watch: &Watch, budget: &Budget, misuses: &[Misuse]) -> Vec<Offence> {
    let (picture, frame) = (
        Duration::from_nanos(budget.picture_ns),
        Duration::from_nanos(budget.frame_ns),
    );
    let misuse = misuses.first().map(|&first| Offence::Misuse {
        times: misuses.len(),
        first,
    });
    let calls = Offence::Calls {
        took: watch.most_calls,
        may: budget.calls.into(),
    };
    let longest = Offence::Picture {
        took: watch.longest_picture,
        may: picture,
    };
    let moving = Offence::Frame {
        took: watch.longest_frame,
        may: frame,
    };
    let idle = Offence::Idle {
        sent: watch.idle,
        page: watch.idle_page,
    };
    let needless = Offence::Needless { times: watch.needless };
    [
        misuse,
        (watch.most_calls > budget.calls.into()).then_some(calls),
        (watch.longest_picture > picture).then_some(longest),
        (watch.longest_frame > frame).then_some(moving),
        (watch.idle.calls > 0).then_some(idle),
        (watch.needless > 0).then_some(needless),
        watch.pages.is_empty().then_some(Offence::NoPage),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{recorded, wasteful};
    use playtally_panel::{PANELS, Rotation};

    const TIME: Duration = Duration::from_secs(30);

    #[test]
    fn a_driver_that_writes_a_few_bytes_at_a_time_breaks_the_budget_of_every_panel() {
        for spec in PANELS {
            let mut device = wasteful(spec.name, 8);
            device.pass(TIME).expect("no problem");
            let offences = device.offences();
            let broke = |is: fn(&Offence) -> bool| offences.iter().any(is);
            assert!(
                broke(|offence| matches!(offence, Offence::Calls { .. }))
                    && broke(|offence| matches!(offence, Offence::Picture { .. })),
                "{}: {offences:?}",
                spec.name
            );
        }
    }

    #[test]
    fn each_limit_is_kept_by_a_device_and_broken_by_a_little_less() {
        for name in ["display-hat-mini", "ili9341-320x240", "ssd1306-128x64"] {
            let mut device = recorded(name, Rotation::Deg0);
            device.pass(TIME).expect("no problem");
            assert_eq!(device.offences(), [], "{name}");
            let (watch, budget) = (device.watch(), device.budget());
            let less = Budget {
                calls: watch.most_calls as u32 - 1,
                picture_ns: watch.longest_picture.as_nanos() as u64 - 1,
                frame_ns: watch.longest_frame.as_nanos() as u64 - 1,
            };
            assert_eq!(all(watch, &less, &[]).len(), 3, "{name}");
            let mut idler = watch.clone();
            idler.pages.clear();
            (idler.idle, idler.needless) = (device.traffic(), 1);
            assert_eq!(all(&idler, &budget, &[Misuse::TornPixel]).len(), 4, "{name}");
        }
    }
}
