//! What a panel may take of its bus.

use embedded_graphics_core::geometry::Size;

use crate::{Area, Cost};

/// What a panel may take of its bus. It follows from what the bus and the controller cost, so that it is each panel's own.
///
/// | limit | where it comes from |
/// |---|---|
/// | calls of a picture | [`Cost::max_calls`], or what the whole picture takes in one window, if that is more |
/// | time of a picture | what the whole picture takes in one window: leaving out what has not changed may never cost more |
/// | time of a frame in motion | the same, but no more than a thirtieth of a second: a bus too slow for that brings a picture in [pieces](crate::Display::flush_piece) |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// The most calls for one picture, all that it takes besides its windows included.
    pub calls: u32,
    /// How long the bus may be busy with one picture, in nanoseconds.
    pub picture_ns: u64,
    /// How long it may be busy at a time while the device is awake and moving, in nanoseconds.
    pub frame_ns: u64,
}

impl Budget {
    /// The time of a frame when 30 come in a second, below which the eye sees single pictures; in nanoseconds.
    const THIRTIETH: u64 = 1_000_000_000 / 30;

    /// The budget of a panel of `size` to which sending costs so much.
    pub fn of(cost: &Cost, size: Size) -> Self {
        let (width, height) = (size.width as u16, size.height as u16);
        let took = |area: Option<Area>| {
            let mut all = cost.picture;
            all += area.map(|area| cost.traffic(area)).unwrap_or_default();
            all
        };
        let whole = took(Area::new(0, 0, width, height));
        // Nothing smaller than a line is sent.
        let line = took(Area::new(0, 0, width, cost.grain.row_below(0).min(height)));
        let picture_ns = cost.ns(whole);
        Self {
            calls: cost.max_calls.max(whole.calls),
            picture_ns,
            frame_ns: picture_ns.min(cost.ns(line).max(Self::THIRTIETH)),
        }
    }

    /// How many whole pictures the bus has time for in a second.
    pub const fn pictures_a_second(&self) -> u64 {
        1_000_000_000 / if self.picture_ns == 0 { 1 } else { self.picture_ns }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Traffic;

    const SIZE: Size = Size::new(320, 240);

    #[test]
    fn a_picture_may_take_what_all_of_it_takes_in_one_window() {
        let budget = Budget::of(&Cost::SPIDEV, SIZE);
        assert_eq!((budget.calls, budget.pictures_a_second()), (60, 48));
        assert_eq!(budget.picture_ns, 153_611 * 128 + 43 * 25_000);
        assert_eq!(budget.frame_ns, budget.picture_ns, "30 come in a second");
    }

    #[test]
    fn a_slow_bus_is_held_for_a_thirtieth_of_a_second_or_for_one_line() {
        let slow = Budget::of(&Cost::SPIDEV.at_hz(10_000_000), SIZE);
        assert_eq!(slow.frame_ns, 33_333_333);
        assert!(slow.picture_ns > 120_000_000);
        let cost = Cost::SPIDEV.at_hz(100_000);
        let line = cost.ns(cost.traffic(Area::new(0, 0, 320, 1).unwrap()));
        assert_eq!(Budget::of(&cost, SIZE).frame_ns, line);
    }

    #[test]
    fn what_a_picture_takes_besides_its_windows_is_in_its_budget() {
        let picture = Traffic { bytes: 40, calls: 32 };
        let cost = Cost {
            picture,
            ..Cost::SPIDEV
        };
        let budget = Budget::of(&cost, SIZE);
        assert_eq!(budget.calls, 43 + 32);
        assert_eq!(
            budget.picture_ns,
            Budget::of(&Cost::SPIDEV, SIZE).picture_ns + cost.ns(picture)
        );
    }
}
