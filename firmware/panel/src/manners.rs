//! Keeping to a panel's manners: what may be shown when, and how brightly. A state machine without a clock.

use crate::{Glow, Refresh};

/// What is to be done with a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// Nothing: it is on the panel.
    Keep,
    /// Nothing yet: the panel wants to be left alone.
    Wait,
    /// Send what changed.
    Quick,
    /// Send everything, and drive every pixel both ways.
    Full,
}

/// How an OLED shines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shine {
    /// By how many columns and rows the picture is shifted.
    pub(crate) shift: (u8, u8),
    /// Percent; 0 is dark.
    pub(crate) light: u8,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Manners {
    refresh: Refresh,
    /// The time, in the caller's milliseconds.
    now: u64,
    /// When a button was pressed last.
    touched: u64,
    /// How bright the caller wants the panel, in percent.
    light: u8,
    /// When paper was refreshed last, and when fully.
    refreshed: Option<u64>,
    full: Option<u64>,
    /// Quick refreshes since.
    quick: u16,
    /// Whether a picture waits to be shown.
    waits: bool,
}

/// The places that a picture wanders through.
const SHIFTS: [(u8, u8); 4] = [(0, 0), (1, 0), (1, 1), (0, 1)];

impl Manners {
    pub(crate) const fn new(refresh: Refresh) -> Self {
        Self {
            refresh,
            now: 0,
            touched: 0,
            light: 0,
            refreshed: None,
            full: None,
            quick: 0,
            waits: false,
        }
    }

    pub(crate) fn tell(&mut self, now: u64) {
        self.now = self.now.max(now);
    }

    pub(crate) fn touch(&mut self) {
        self.touched = self.now;
    }

    pub(crate) fn set_light(&mut self, percent: u8) {
        self.light = percent;
    }

    /// Whether a picture waits to be shown.
    pub(crate) const fn waits(&self) -> bool {
        self.waits
    }

    /// Whether the panel keeps its picture without power.
    pub(crate) const fn keeps_picture(&self) -> bool {
        matches!(self.refresh, Refresh::Paper(_))
    }

    /// The time from which a picture can be shown.
    pub(crate) fn opens(&self) -> u64 {
        let next = self
            .refreshed
            .map_or(0, |last| last + u64::from(self.refresh.apart_ms()));
        next.max(self.now)
    }

    /// What is to be done with a picture that differs from what the panel shows, or does not.
    pub(crate) fn plan(&mut self, changed: bool) -> Plan {
        let plan = match self.refresh {
            Refresh::Paper(paper) => {
                let full_due = self
                    .full
                    .is_none_or(|last| self.now - last >= u64::from(paper.full_every_ms));
                match (changed || full_due, self.opens() > self.now) {
                    (false, _) => Plan::Keep,
                    (true, true) => Plan::Wait,
                    (true, false) if full_due || self.quick >= paper.quick_in_a_row => Plan::Full,
                    (true, false) => Plan::Quick,
                }
            }
            Refresh::Live | Refresh::Glow(_) if changed => Plan::Quick,
            Refresh::Live | Refresh::Glow(_) => Plan::Keep,
        };
        self.waits = plan == Plan::Wait && changed;
        plan
    }

    /// A picture was shown as planned.
    pub(crate) fn shown(&mut self, plan: Plan) {
        self.refreshed = Some(self.now);
        if plan == Plan::Full {
            self.full = self.refreshed;
            self.quick = 0;
        } else {
            self.quick = self.quick.saturating_add(1);
        }
    }

    /// What the panel shows is not known any more. Paper may have been driven all the same, and is left alone as after
    /// any refresh.
    pub(crate) fn lost(&mut self) {
        self.refreshed = Some(self.now);
        self.full = None;
    }

    /// How an OLED has to shine now; none for other panels.
    pub(crate) fn shine(&self) -> Option<Shine> {
        let Refresh::Glow(glow) = self.refresh else { return None };
        let idle = self.now - self.touched;
        let round = self.now / u64::from(glow.shift_every_ms.max(1));
        let light = if rests(glow, idle) {
            0
        } else if idle >= u64::from(glow.dim_after_ms) && self.light > 0 {
            (u32::from(self.light) * u32::from(glow.dim_to) / 100).clamp(1, 100) as u8
        } else {
            self.light
        };
        Some(Shine {
            shift: SHIFTS[(round % SHIFTS.len() as u64) as usize],
            light,
        })
    }

    /// When the panel wants to be flushed although nothing was drawn.
    pub(crate) fn due(&self) -> Option<u64> {
        match self.refresh {
            Refresh::Live => None,
            Refresh::Paper(_) if self.waits => Some(self.opens()),
            Refresh::Paper(paper) => self
                .full
                .map(|last| (last + u64::from(paper.full_every_ms)).max(self.opens())),
            Refresh::Glow(glow) => {
                let shift = u64::from(glow.shift_every_ms.max(1));
                let dim = self.touched + u64::from(glow.dim_after_ms);
                let (shines, rests) = (u64::from(glow.rest_after_ms), u64::from(glow.rest_ms));
                let rounds = (self.now - self.touched) / (shines + rests).max(1);
                let round = self.touched + rounds * (shines + rests);
                [
                    (self.now / shift + 1) * shift,
                    dim,
                    round + shines,
                    round + shines + rests,
                ]
                .into_iter()
                .filter(|&at| at > self.now)
                .min()
            }
        }
    }
}

/// Whether an OLED is dark after so long without a press.
fn rests(glow: Glow, idle: u64) -> bool {
    let (shines, rests) = (u64::from(glow.rest_after_ms), u64::from(glow.rest_ms));
    idle % (shines + rests).max(1) >= shines && rests > 0
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;
    use crate::Paper;

    const MINUTE: u64 = 60_000;
    const HOUR: u64 = 60 * MINUTE;

    fn at(manners: &mut Manners, now: u64, changed: bool) -> Plan {
        manners.tell(now);
        let plan = manners.plan(changed);
        if matches!(plan, Plan::Quick | Plan::Full) {
            manners.shown(plan);
        }
        plan
    }

    #[test]
    fn paper_begins_with_a_full_refresh_and_is_then_left_alone_for_three_minutes() {
        let mut paper = Manners::new(Refresh::Paper(Paper::USUAL));
        assert_eq!(at(&mut paper, 5_000, true), Plan::Full);
        assert_eq!(at(&mut paper, 6_000, false), Plan::Keep);
        assert!(!paper.waits());
        assert_eq!(at(&mut paper, 7_000, true), Plan::Wait);
        assert!(paper.waits());
        assert_eq!((paper.opens(), paper.due()), (195_000, Some(195_000)));
        assert_eq!(at(&mut paper, 194_999, true), Plan::Wait);
        assert_eq!(at(&mut paper, 195_000, true), Plan::Quick);
    }

    #[test]
    fn paper_is_fully_refreshed_after_ten_quick_ones_and_every_day() {
        let mut paper = Manners::new(Refresh::Paper(Paper::USUAL));
        let plans: Vec<_> = (0..13).map(|i| at(&mut paper, i * 200_000, true)).collect();
        let full: Vec<_> = (0..13).filter(|&i| plans[i] == Plan::Full).collect();
        assert_eq!(full, [0, 11]);
        let day_later = 11 * 200_000 + 24 * HOUR;
        assert_eq!(paper.due(), Some(day_later));
        assert_eq!(at(&mut paper, day_later - 1, false), Plan::Keep);
        assert_eq!(at(&mut paper, day_later, false), Plan::Full, "even if nothing changed");
    }

    #[test]
    fn paper_that_was_lost_is_fully_refreshed_once_it_was_left_alone() {
        let mut paper = Manners::new(Refresh::Paper(Paper::USUAL));
        at(&mut paper, 0, true);
        paper.tell(200_000);
        paper.lost();
        assert_eq!(at(&mut paper, 201_000, true), Plan::Wait);
        assert_eq!(paper.due(), Some(390_000));
        assert_eq!(at(&mut paper, 390_000, true), Plan::Full);
    }

    #[test]
    fn an_oled_wanders_dims_and_rests_until_it_is_touched() {
        let mut oled = Manners::new(Refresh::Glow(Glow::USUAL));
        oled.set_light(80);
        let light = |oled: &mut Manners, now| {
            oled.tell(now);
            oled.shine().unwrap().light
        };
        assert_eq!(light(&mut oled, 5 * MINUTE - 1), 80);
        assert_eq!(light(&mut oled, 5 * MINUTE), 24);
        assert_eq!(light(&mut oled, 2 * HOUR - 1), 24);
        assert_eq!(oled.due(), Some(2 * HOUR));
        assert_eq!(light(&mut oled, 2 * HOUR), 0);
        assert_eq!(light(&mut oled, 3 * HOUR), 24, "after an hour it shines again");
        assert_eq!(light(&mut oled, 5 * HOUR), 0);
        oled.touch();
        assert_eq!(light(&mut oled, 5 * HOUR + 1), 80);
        assert_eq!(oled.due(), Some(5 * HOUR + MINUTE), "the next shift");
        let places: Vec<_> = (0..5)
            .map(|minute| {
                oled.tell(6 * HOUR + minute * MINUTE);
                oled.shine().unwrap().shift
            })
            .collect();
        assert_eq!(places, [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]);
        oled.set_light(0);
        assert_eq!(
            light(&mut oled, 6 * HOUR + 5 * MINUTE),
            0,
            "what is off does not dim up"
        );
    }

    #[test]
    fn other_panels_show_everything_at_once() {
        let mut live = Manners::new(Refresh::Live);
        assert_eq!(at(&mut live, 1, true), Plan::Quick);
        assert_eq!(at(&mut live, 1, true), Plan::Quick);
        assert_eq!(at(&mut live, 1, false), Plan::Keep);
        assert_eq!((live.due(), live.shine()), (None, None));
        assert_eq!(live.opens(), 1);
    }
}
