//! The compositions that pages share, each made for every class of panels.

mod axis;
mod bands;
mod chart;
mod curve;
mod figure;
mod headline;
mod hero;
mod list;
mod notes;
mod portrait;

pub(crate) use axis::years;
pub(crate) use bands::{Strip, bands};
pub(crate) use chart::{Chart, Field, chart, labels};
pub(crate) use curve::curve;
pub(crate) use figure::{Figure, figure};
pub(crate) use headline::headline;
pub(crate) use hero::{Hero, hero};
pub(crate) use list::{Row, Under, list, tall, tall_pitch, tall_rows};
pub(crate) use notes::{Note, notes};
pub(crate) use portrait::portrait;
