//! What a panel can do.

use embedded_graphics_core::geometry::Size;

use crate::{Alignment, Area, Cost, Frame};

/// A panel with its driver: whatever can show a part of a frame.
pub trait Panel {
    /// What can go wrong on the bus.
    type Error: core::fmt::Debug;

    /// Columns and rows as the panel is turned.
    fn size(&self) -> Size;

    /// The grain in which its memory can be written, as the panel is turned.
    fn alignment(&self) -> Alignment {
        Alignment::PIXEL
    }

    /// The cost of sending to this panel over a bus of the given cost: controllers differ in what a window and a pixel
    /// take.
    fn cost(&self, bus: Cost) -> Cost {
        bus
    }

    /// Shows the areas of `frame` that changed. They are aligned, and inside both the frame and the panel.
    fn show(&mut self, frame: &Frame<'_>, changed: &[Area]) -> Result<(), Self::Error>;

    /// Puts the controller to sleep. Only [`wake`](Self::wake) may follow.
    fn sleep(&mut self) -> Result<(), Self::Error>;

    /// Ends the sleep, waiting as long as the controller needs.
    fn wake(&mut self) -> Result<(), Self::Error>;
}
