//! The kinds of cards: in which order they are told, and what is expected of each.

use super::surprise::Prior;

/// The kinds of [`Card`](super::Card)s, in the order in which a recap tells them: how much, when, the days to remember, how, and who.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // Each is said of its card.
pub enum Kind {
    Hours,
    Days,
    Month,
    TimeOfDay,
    Nights,
    Weekends,
    BiggestDay,
    Streak,
    Session,
    Milestone,
    Abroad,
    Breadth,
    Explored,
    Nostalgia,
    Skips,
    Replays,
    Discovery,
    Comeback,
    Farewell,
    Binge,
    Run,
    Album,
    Track,
    Signature,
    Artist,
}

impl Kind {
    /// What is expected of a year of a listener of whom nothing else is known, in the terms of the card's measure:
    /// natural logarithms of amounts, log-odds of shares, minutes from the listener's own mean.
    pub(super) fn prior(self) -> Prior {
        let amount = |usual: f64, factor: f64| (libm::log(usual), libm::log(factor));
        let share = |usual: f64, spread: f64| (libm::log(usual / (1.0 - usual)), spread);
        let ((centre, spread), either_way) = match self {
            Self::Hours => (amount(20.0, 1.6), true),
            Self::Days => (share(0.8, 0.8), true),
            Self::TimeOfDay => ((0.0, 45.0), true),
            Self::Nights => (share(0.05, 0.7), true),
            Self::Weekends => (share(2.0 / 7.0, 0.2), true),
            Self::Breadth => (amount(100.0, 1.6), true),
            Self::Explored => (share(0.25, 0.5), true),
            Self::Nostalgia => (share(0.4, 0.5), true),
            Self::Skips => (share(0.3, 0.5), true),
            Self::Replays => (share(0.04, 0.6), true),
            Self::Month => (amount(1.6, 1.3), false),
            Self::BiggestDay => (amount(8.0 * 3_600_000.0, 1.4), false),
            Self::Streak => (amount(25.0, 2.0), false),
            Self::Session => (amount(6.0 * 3_600_000.0, 1.5), false),
            // No amount: only how rare they are tells.
            Self::Milestone => ((0.0, 1.0), false),
            Self::Abroad => (amount(5.0, 2.5), false),
            Self::Discovery => (share(0.03, 0.7), false),
            Self::Comeback => (amount(500.0, 1.6), false),
            Self::Farewell => (share(0.02, 0.7), false),
            Self::Binge => (amount(12.0, 1.6), false),
            Self::Run => (amount(40.0, 1.6), false),
            Self::Album => (share(0.03, 0.6), false),
            Self::Track => (share(0.01, 0.6), false),
            Self::Signature => (amount(0.1, 1.8), false),
            Self::Artist => (share(0.06, 0.6), false),
        };
        Prior {
            centre,
            spread,
            either_way,
        }
    }
}
