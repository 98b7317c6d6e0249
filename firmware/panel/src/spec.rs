//! Panels as data.

use embedded_graphics_core::geometry::Size;

use crate::{Alignment, Glow, Paper, Refresh};

/// The chip that drives a panel's glass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Controller {
    /// Sitronix ST7789V(W): color, 240 by 320 in memory.
    St7789,
    /// Ilitek ILI9341: color, 240 by 320 in memory.
    Ili9341,
    /// Galaxycore GC9A01: color, 240 by 240 in memory.
    Gc9a01,
    /// Sitronix ST7735S: color, 132 by 162 in memory.
    St7735,
    /// Solomon SSD1306: an OLED in one tone, 128 by 64 in memory.
    Ssd1306,
    /// Sino Wealth SH1106: an OLED in one tone, 132 by 64 in memory.
    Sh1106,
    /// Solomon SSD1680: e-paper in black and white, 176 by 296 in memory.
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

impl Rotation {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Deg0, Self::Deg90, Self::Deg180, Self::Deg270];

    /// The rotation by so many degrees, if there is one.
    pub const fn from_degrees(degrees: u32) -> Option<Self> {
        match degrees {
            0 => Some(Self::Deg0),
            90 => Some(Self::Deg90),
            180 => Some(Self::Deg180),
            270 => Some(Self::Deg270),
            _ => None,
        }
    }

    /// 0, 90, 180 or 270.
    pub const fn degrees(self) -> u32 {
        self as u32 * 90
    }

    /// Both turns, one after the other.
    #[must_use]
    pub const fn then(self, other: Self) -> Self {
        Self::ALL[(self as usize + other as usize) % 4]
    }

    /// Whether width and height trade places.
    pub const fn is_quarter(self) -> bool {
        matches!(self, Self::Deg90 | Self::Deg270)
    }
}

/// The order of the subpixels on the glass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColorOrder {
    /// Red, green, blue.
    Rgb,
    /// Blue, green, red.
    Bgr,
}

/// A panel: what its driver has to know, and nothing about how it is wired or what is drawn on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PanelSpec {
    /// What it is called in settings.
    pub name: &'static str,
    /// What its box says.
    pub title: &'static str,
    /// Its controller.
    pub controller: Controller,
    /// Columns and rows of the glass in the controller's own orientation.
    pub glass: Size,
    /// Column and row of the controller's memory at which the glass begins.
    pub offset: (u16, u16),
    /// The turn that makes the picture upright as the panel is mounted.
    pub mounting: Rotation,
    /// Whether the controller's columns run from right to left on the glass.
    pub mirrored: bool,
    /// Whether the glass is a circle and its corners are not seen.
    pub round: bool,
    /// Whether the glass needs inverted colors, as IPS panels do.
    pub inverted: bool,
    /// The order of the subpixels on the glass.
    pub color_order: ColorOrder,
    /// The highest clock that the controller's data sheet or the panel's maker allows for writing, in Hz.
    pub max_hz: u32,
    /// The grain in which memory can be written, in the controller's own orientation.
    pub alignment: Alignment,
    /// How it wants to be refreshed.
    pub refresh: Refresh,
}

/// ST7789V data sheet: a write cycle takes at least 16 ns.
const ST7789: PanelSpec = PanelSpec {
    name: "st7789-320x240",
    title: "ST7789, 320x240",
    controller: Controller::St7789,
    glass: Size::new(240, 320),
    offset: (0, 0),
    mounting: Rotation::Deg90,
    mirrored: false,
    round: false,
    inverted: true,
    color_order: ColorOrder::Rgb,
    max_hz: 62_500_000,
    alignment: Alignment::PIXEL,
    refresh: Refresh::Live,
};

/// SSD1306 data sheet: a serial clock cycle takes at least 100 ns.
const SSD1306: PanelSpec = PanelSpec {
    name: "ssd1306-128x64",
    title: "SSD1306, 128x64",
    controller: Controller::Ssd1306,
    glass: Size::new(128, 64),
    mounting: Rotation::Deg0,
    inverted: false,
    max_hz: 10_000_000,
    alignment: Alignment::EIGHT_ROWS,
    refresh: Refresh::Glow(Glow::USUAL),
    ..ST7789
};

/// SSD1680 data sheet: a serial write cycle takes at least 50 ns.
const SSD1680: PanelSpec = PanelSpec {
    name: "ssd1680-250x122",
    title: "SSD1680, e-paper, 250x122",
    controller: Controller::Ssd1680,
    glass: Size::new(122, 250),
    inverted: false,
    max_hz: 20_000_000,
    alignment: Alignment::EIGHT_COLUMNS,
    refresh: Refresh::Paper(Paper::USUAL),
    ..ST7789
};

/// The panels served, by name.
pub const PANELS: &[PanelSpec] = &[
    PanelSpec {
        name: "display-hat-mini",
        title: "Pimoroni Display HAT Mini, 320x240",
        mounting: Rotation::Deg270,
        max_hz: 60_000_000,
        ..ST7789
    },
    PanelSpec {
        name: "pirate-audio",
        title: "Pimoroni Pirate Audio, 240x240",
        glass: Size::new(240, 240),
        mounting: Rotation::Deg0,
        ..ST7789
    },
    ST7789,
    PanelSpec {
        name: "st7789-240x240",
        title: "ST7789, 240x240",
        glass: Size::new(240, 240),
        mounting: Rotation::Deg0,
        ..ST7789
    },
    // ILI9341 data sheet: a serial write cycle takes at least 100 ns. In practice panels run at 40 MHz and more.
    PanelSpec {
        name: "ili9341-320x240",
        title: "ILI9341, 320x240",
        controller: Controller::Ili9341,
        mirrored: true,
        inverted: false,
        color_order: ColorOrder::Bgr,
        max_hz: 10_000_000,
        ..ST7789
    },
    // GC9A01 data sheet: a serial write cycle takes at least 10 ns.
    PanelSpec {
        name: "gc9a01-240x240",
        title: "GC9A01, round, 240x240",
        controller: Controller::Gc9a01,
        glass: Size::new(240, 240),
        mounting: Rotation::Deg0,
        mirrored: true,
        round: true,
        color_order: ColorOrder::Bgr,
        max_hz: 100_000_000,
        ..ST7789
    },
    // ST7735S data sheet: a serial write cycle takes at least 66 ns.
    PanelSpec {
        name: "st7735-160x128",
        title: "ST7735, 160x128",
        controller: Controller::St7735,
        glass: Size::new(128, 160),
        offset: (2, 1),
        mounting: Rotation::Deg270,
        inverted: false,
        color_order: ColorOrder::Bgr,
        max_hz: 15_000_000,
        ..ST7789
    },
    SSD1306,
    // SH1106 data sheet: a serial clock cycle takes at least 250 ns. The glass is in the middle of the memory.
    PanelSpec {
        name: "sh1106-128x64",
        title: "SH1106, 128x64",
        controller: Controller::Sh1106,
        offset: (2, 0),
        max_hz: 4_000_000,
        ..SSD1306
    },
    SSD1680,
    PanelSpec {
        name: "ssd1680-296x128",
        title: "SSD1680, e-paper, 296x128",
        glass: Size::new(128, 296),
        ..SSD1680
    },
];

impl PanelSpec {
    /// The panel of that name.
    pub fn find(name: &str) -> Option<&'static Self> {
        PANELS.iter().find(|spec| spec.name == name)
    }

    /// How the picture lies in the controller's memory when the panel is turned by `rotation` from upright.
    pub const fn orientation(&self, rotation: Rotation) -> Rotation {
        self.mounting.then(rotation)
    }

    /// Columns and rows of the picture when the panel is turned by `rotation` from upright.
    pub const fn size(&self, rotation: Rotation) -> Size {
        if self.orientation(rotation).is_quarter() {
            Size::new(self.glass.height, self.glass.width)
        } else {
            self.glass
        }
    }

    /// The grain in which the picture can be written when the panel is turned by `rotation` from upright. Where the
    /// picture runs against the controller's columns or rows, and these do not fill the last byte, that byte comes first.
    pub const fn alignment(&self, rotation: Rotation) -> Alignment {
        let turn = self.orientation(rotation);
        let against_columns = matches!(turn, Rotation::Deg90 | Rotation::Deg180) != self.mirrored;
        let against_rows = matches!(turn, Rotation::Deg180 | Rotation::Deg270);
        let alignment = self
            .alignment
            .seen_from_far_edges(self.glass, against_columns, against_rows);
        if turn.is_quarter() {
            alignment.turned()
        } else {
            alignment
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_panel_is_found_by_its_own_name() {
        let names: HashSet<_> = PANELS.iter().map(|spec| spec.name).collect();
        assert_eq!(names.len(), PANELS.len());
        for spec in PANELS {
            assert_eq!(PanelSpec::find(spec.name).unwrap().title, spec.title);
        }
        assert!(PanelSpec::find("oscilloscope").is_none());
    }

    #[test]
    fn turning_a_panel_turns_its_size() {
        let hat = PanelSpec::find("display-hat-mini").unwrap();
        assert_eq!(hat.size(Rotation::Deg0), Size::new(320, 240));
        assert_eq!(hat.size(Rotation::Deg270), Size::new(240, 320));
    }

    #[test]
    fn rotations_add_up() {
        assert_eq!(Rotation::Deg270.then(Rotation::Deg180), Rotation::Deg90);
        for rotation in Rotation::ALL {
            assert_eq!(Rotation::from_degrees(rotation.degrees()), Some(rotation));
        }
        assert_eq!(Rotation::from_degrees(45), None);
    }
}
