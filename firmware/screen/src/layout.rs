//! The compositions that pages share, each made for every class of panels.

mod chart;
mod figure;
mod hero;
mod list;

pub(crate) use chart::{Chart, Field, chart, labels};
pub(crate) use figure::{Figure, figure};
pub(crate) use hero::{Hero, hero};
pub(crate) use list::{Row, list, rows, tall, tall_pitch, tall_rows};
