//! What a panel can do.

use embedded_graphics_core::geometry::Size;

use crate::{Alignment, Area, Frame};

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

    /// Sends the pixels of `area` as one window. `area` is aligned and inside both the frame and the panel.
    fn show(&mut self, frame: &Frame<'_>, area: Area) -> Result<(), Self::Error>;

    /// Called once after the last area of a change: e-paper refreshes here, others have nothing left to do.
    fn finish(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }

    /// Puts the controller to sleep; its memory may be lost. Only [`wake`](Self::wake) may follow.
    fn sleep(&mut self) -> Result<(), Self::Error>;

    /// Ends the sleep, waiting as long as the controller needs.
    fn wake(&mut self) -> Result<(), Self::Error>;
}
