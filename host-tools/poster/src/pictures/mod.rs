//! The pictures of posters, a file each. What they are drawn from comes as it is; here it becomes lengths.

mod days;
mod gate;
mod hours;
mod months;
mod traits;

pub(crate) use days::{Day, days, name_of};
pub(crate) use gate::{Arch, gate};
pub(crate) use hours::hours;
pub(crate) use months::months;
pub(crate) use traits::{field, sign};

/// A length as a part of the longest one, by its square root, so that what is quiet is seen beside what is loud.
fn root(length: u64, most: u64) -> f64 {
    libm::sqrt(length as f64 / most.max(1) as f64).min(1.0)
}
