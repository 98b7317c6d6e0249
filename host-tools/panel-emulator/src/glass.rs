//! Panels as their makers build them.

/// The chip that drives the glass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Controller {
    /// Sitronix ST7789V: 240 by 320 pixels of memory, rated for 62.5 MHz.
    St7789,
    /// Ilitek ILI9341: 240 by 320 pixels of memory, rated for 10 MHz.
    Ili9341,
    /// Galaxycore GC9A01: 240 by 240 pixels of memory, rated for 100 MHz.
    Gc9a01,
    /// Sitronix ST7735S: 132 by 162 pixels of memory, rated for 15 MHz.
    St7735,
    /// Solomon SSD1306: one bit, 128 by 64 pixels of memory in pages of eight rows, rated for 10 MHz.
    Ssd1306,
    /// Sino Wealth SH1106: one bit, 132 by 64 pixels of memory in pages of eight rows, rated for 4 MHz.
    Sh1106,
    /// Solomon SSD1680: e-paper in black and white, two memories of 176 by 296 pixels, rated for 20 MHz.
    Ssd1680,
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
    /// Whether columns run from right to left on the glass.
    pub mirrored: bool,
    /// Whether the glass is a circle, and what lies outside of it is never seen.
    pub round: bool,
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
        mirrored: false,
        round: false,
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

    /// A generic 2.2" to 2.8" panel of 320 by 240, held in landscape.
    pub const ILI9341_320X240: Self = Self {
        controller: Controller::Ili9341,
        mirrored: true,
        inverted: false,
        color_order: ColorOrder::Bgr,
        ..Self::ST7789_320X240
    };

    /// A round 1.28" IPS panel of 240 by 240.
    pub const GC9A01_240X240: Self = Self {
        controller: Controller::Gc9a01,
        size: (240, 240),
        mounting: Rotation::Deg0,
        mirrored: true,
        round: true,
        color_order: ColorOrder::Bgr,
        ..Self::ST7789_320X240
    };

    /// A 1.8" panel of 160 by 128, held in landscape, with the glass two columns and a row into memory.
    pub const ST7735_160X128: Self = Self {
        controller: Controller::St7735,
        size: (128, 160),
        offset: (2, 1),
        mounting: Rotation::Deg270,
        inverted: false,
        color_order: ColorOrder::Bgr,
        ..Self::ST7789_320X240
    };

    /// A 0.96" OLED of 128 by 64.
    pub const SSD1306_128X64: Self = Self {
        controller: Controller::Ssd1306,
        size: (128, 64),
        mounting: Rotation::Deg0,
        inverted: false,
        ..Self::ST7789_320X240
    };

    /// A 1.3" OLED of 128 by 64, in the middle of the controller's 132 columns.
    pub const SH1106_128X64: Self = Self {
        controller: Controller::Sh1106,
        offset: (2, 0),
        ..Self::SSD1306_128X64
    };

    /// 2.13" e-paper of 250 by 122, held in landscape.
    pub const SSD1680_250X122: Self = Self {
        controller: Controller::Ssd1680,
        size: (122, 250),
        inverted: false,
        ..Self::ST7789_320X240
    };

    /// 2.9" e-paper of 296 by 128.
    pub const SSD1680_296X128: Self = Self {
        size: (128, 296),
        ..Self::SSD1680_250X122
    };

    /// The panel sold under a name: `display-hat-mini`, `pirate-audio`, or controller and size as in `st7789-320x240`.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "display-hat-mini" => Self::DISPLAY_HAT_MINI,
            "st7789-320x240" => Self::ST7789_320X240,
            "pirate-audio" | "st7789-240x240" => Self::ST7789_240X240,
            "ili9341-320x240" => Self::ILI9341_320X240,
            "gc9a01-240x240" => Self::GC9A01_240X240,
            "st7735-160x128" => Self::ST7735_160X128,
            "ssd1306-128x64" => Self::SSD1306_128X64,
            "sh1106-128x64" => Self::SH1106_128X64,
            "ssd1680-250x122" => Self::SSD1680_250X122,
            "ssd1680-296x128" => Self::SSD1680_296X128,
            _ => return None,
        })
    }

    /// Columns and rows as the eye sees them.
    pub fn seen_size(&self) -> (u16, u16) {
        match self.mounting {
            Rotation::Deg0 | Rotation::Deg180 => self.size,
            Rotation::Deg90 | Rotation::Deg270 => (self.size.1, self.size.0),
        }
    }

    /// Column and row of the glass at which the eye sees what it sees at `x`, `y`; none where there is no glass.
    pub(crate) fn position(&self, x: usize, y: usize) -> Option<(usize, usize)> {
        let (width, height) = (usize::from(self.size.0), usize::from(self.size.1));
        let (column, row) = match self.mounting {
            Rotation::Deg0 => (x, y),
            Rotation::Deg90 => (width - 1 - y, x),
            Rotation::Deg180 => (width - 1 - x, height - 1 - y),
            Rotation::Deg270 => (y, height - 1 - x),
        };
        if self.round {
            // Distances from the centre in half pixels. Their products go beyond the 32 bits that a browser counts in.
            let distance = |at: usize, size: usize| ((2 * at + 1).abs_diff(size) as u64).pow(2);
            let (width, height) = (width as u64, height as u64);
            let (across, down) = (distance(column, self.size.0.into()), distance(row, self.size.1.into()));
            if across * height.pow(2) + down * width.pow(2) > (width * height).pow(2) {
                return None;
            }
        }
        Some((if self.mirrored { width - 1 - column } else { column }, row))
    }

    /// The same in the controller's memory.
    pub(crate) fn memory_position(&self, x: usize, y: usize) -> Option<(usize, usize)> {
        let (column, row) = self.position(x, y)?;
        Some((column + usize::from(self.offset.0), row + usize::from(self.offset.1)))
    }
}
