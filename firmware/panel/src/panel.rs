//! What a panel can do.

use embedded_graphics_core::geometry::Size;

use crate::{Alignment, Area, Cost, Frame, Refresh};

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

    /// How it wants to be treated so that it lives long.
    fn refresh(&self) -> Refresh {
        Refresh::Live
    }

    /// The cost of sending to this panel over a bus of the given cost: controllers differ in what a window and a pixel
    /// take.
    fn cost(&self, bus: Cost) -> Cost {
        bus
    }

    /// Shows the areas of `frame` that changed. They are aligned, and inside both the frame and the panel.
    fn show(&mut self, frame: &Frame<'_>, changed: &[Area]) -> Result<(), Self::Error>;

    /// Shows the whole frame so that nothing of an older picture is left. E-paper drives every pixel both ways for that.
    fn show_thoroughly(&mut self, frame: &Frame<'_>) -> Result<(), Self::Error> {
        self.show(frame, frame.area().as_slice())
    }

    /// From the next [`show`](Self::show) on, moves the picture by so many columns to the right and rows down. Of panels
    /// that wear out by standing still, that is: others stay as they are.
    fn shift(&mut self, _columns: u8, _rows: u8) {}

    /// Sets how brightly the pixels of an OLED shine, in percent; 0 is dark. Other panels have a backlight or none.
    fn light(&mut self, _percent: u8) -> Result<(), Self::Error> {
        Ok(())
    }

    /// Puts the controller to sleep. Only [`wake`](Self::wake) may follow.
    fn sleep(&mut self) -> Result<(), Self::Error>;

    /// Ends the sleep, waiting as long as the controller needs.
    fn wake(&mut self) -> Result<(), Self::Error>;
}
