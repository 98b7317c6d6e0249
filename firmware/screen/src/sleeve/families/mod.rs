//! The compositions, a file each.

mod bloom;
mod comb;
mod drift;
mod fan;
mod gate;
mod grooves;
mod horizon;
mod stairs;
mod sun;
mod tartan;
mod tiles;

use super::Sleeve;
use super::composition::Composition;

/// Declares the families: the module of each has its composition.
macro_rules! families {
    ($($family:ident $module:ident: $says:literal,)*) => {
        /// A kind of composition.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Family { $(#[doc = $says] $family,)* }

        impl Family {
            /// Every family.
            pub const ALL: &'static [Self] = &[$(Self::$family,)*];

            /// Its name: lower case.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$family => stringify!($module),)* }
            }

            pub(super) fn compose(self, sleeve: &Sleeve, side: i32) -> Composition {
                match self { $(Self::$family => $module::compose(sleeve, side),)* }
            }
        }
    };
}

families! {
    Sun sun: "A ray an hour around a sun that shines away from the loudest one.",
    Grooves grooves: "A record with a groove a stretch of days, and as many scratches as there are skips.",
    Comb comb: "The first half of its days hangs from above, the second one stands below.",
    Tiles tiles: "Nine tiles with a quarter disc a stretch of days.",
    Tartan tartan: "Hours woven with days.",
    Drift drift: "Five drops, a stretch of days each, dark where they meet.",
    Stairs stairs: "What was played so far, step by step, and a sun where it began.",
    Fan fan: "Rays from a corner, as wide as a stretch of days is loud.",
    Bloom bloom: "A petal an hour, and within them a petal a stretch of days.",
    Horizon horizon: "A sun that sinks the lower the more is heard at night, cut by stretches of days.",
    Gate gate: "An arch a stretch of days, the first one outside.",
}

impl Family {
    /// Those that follow from days and names alone.
    pub const WITHOUT_HOURS: &'static [Self] = &[
        Self::Grooves,
        Self::Comb,
        Self::Drift,
        Self::Stairs,
        Self::Fan,
        Self::Gate,
    ];
}
