//! Panels as their makers build them.

/// The chip that drives the glass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Controller {
    /// Sitronix ST7789V: 240 by 320 pixels of memory, rated for 62.5 MHz.
    St7789,
}

/// A turn clockwise of what is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Rotation {
    /// None.
    #[default]
    Deg0,
    /// A quarter turn.
    Deg90,
    /// Upside down.
    Deg180,
    /// Three quarters of a turn.
    Deg270,
}

/// The order of the subpixels on the glass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColorOrder {
    /// Red, green, blue.
    Rgb,
    /// Blue, green, red.
    Bgr,
}

/// A panel: a controller and the glass it drives, as a hand holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glass {
    /// Its controller.
    pub controller: Controller,
    /// Columns and rows of the glass in the controller's own orientation.
    pub size: (u16, u16),
    /// Column and row of memory at which the glass begins.
    pub offset: (u16, u16),
    /// The turn that a picture needs to look upright as the panel is mounted.
    pub mounting: Rotation,
    /// Whether the glass shows the opposite of what it is told, as IPS panels do; a driver inverts to make up for it.
    pub inverted: bool,
    /// The order of the subpixels.
    pub color_order: ColorOrder,
}

impl Glass {
    /// A 320 by 240 IPS panel, held in landscape.
    pub const ST7789_320X240: Self = Self {
        controller: Controller::St7789,
        size: (240, 320),
        offset: (0, 0),
        mounting: Rotation::Deg90,
        inverted: true,
        color_order: ColorOrder::Rgb,
    };

    /// A 240 by 240 IPS panel, which leaves the last 80 rows of the controller's memory unseen. Pirate Audio hats have it.
    pub const ST7789_240X240: Self = Self {
        size: (240, 240),
        mounting: Rotation::Deg0,
        ..Self::ST7789_320X240
    };

    /// Pimoroni Display HAT Mini.
    pub const DISPLAY_HAT_MINI: Self = Self {
        mounting: Rotation::Deg270,
        ..Self::ST7789_320X240
    };

    /// Columns and rows as the eye sees them.
    pub fn seen_size(&self) -> (u16, u16) {
        match self.mounting {
            Rotation::Deg0 | Rotation::Deg180 => self.size,
            Rotation::Deg90 | Rotation::Deg270 => (self.size.1, self.size.0),
        }
    }

    /// Column and row in memory of the pixel that the eye sees at `x`, `y`.
    pub(crate) fn memory_position(&self, x: usize, y: usize) -> (usize, usize) {
        let (last_column, last_row) = (usize::from(self.size.0) - 1, usize::from(self.size.1) - 1);
        let (column, row) = match self.mounting {
            Rotation::Deg0 => (x, y),
            Rotation::Deg90 => (last_column - y, x),
            Rotation::Deg180 => (last_column - x, last_row - y),
            Rotation::Deg270 => (y, last_row - x),
        };
        (column + usize::from(self.offset.0), row + usize::from(self.offset.1))
    }
}
