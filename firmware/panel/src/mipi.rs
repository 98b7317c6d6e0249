//! Color panels that speak the MIPI display command set, through mipidsi.

use embedded_graphics_core::{
    geometry::{OriginDimensions, Size},
    pixelcolor::Rgb565,
};
use embedded_hal::delay::DelayNs;
use mipidsi::{
    Builder, InitError, NoResetPin,
    interface::{Interface, InterfacePixelFormat},
    models::Model,
    options::{ColorInversion, ColorOrder, Orientation, Rotation},
};

use crate::{Area, Frame, Panel, PanelSpec, spec};

/// A panel on a controller that mipidsi knows as `M`.
pub(crate) struct Mipi<DI: Interface, M: Model, D>
where
    M::ColorFormat: InterfacePixelFormat<DI::Word>,
{
    display: mipidsi::Display<DI, M, NoResetPin>,
    delay: D,
}

impl<DI, M, D> Mipi<DI, M, D>
where
    DI: Interface,
    M: Model<ColorFormat = Rgb565>,
    Rgb565: InterfacePixelFormat<DI::Word>,
    D: DelayNs,
{
    /// Starts the controller with a software reset. It is awake afterwards and its memory holds noise.
    pub(crate) fn open(
        spec: &PanelSpec,
        rotation: spec::Rotation,
        model: M,
        bus: DI,
        mut delay: D,
    ) -> Result<Self, Option<DI::Error>> {
        let rotation = match spec.orientation(rotation) {
            spec::Rotation::Deg0 => Rotation::Deg0,
            spec::Rotation::Deg90 => Rotation::Deg90,
            spec::Rotation::Deg180 => Rotation::Deg180,
            spec::Rotation::Deg270 => Rotation::Deg270,
        };
        let display = Builder::new(model, bus)
            .display_size(spec.glass.width as u16, spec.glass.height as u16)
            .display_offset(spec.offset.0, spec.offset.1)
            .orientation(Orientation {
                rotation,
                mirrored: spec.mirrored,
            })
            .invert_colors(if spec.inverted {
                ColorInversion::Inverted
            } else {
                ColorInversion::Normal
            })
            .color_order(match spec.color_order {
                spec::ColorOrder::Rgb => ColorOrder::Rgb,
                spec::ColorOrder::Bgr => ColorOrder::Bgr,
            })
            .init(&mut delay)
            .map_err(|error| match error {
                InitError::Interface(error) => Some(error),
                InitError::ResetPin(never) => match never {},
                InitError::InvalidConfiguration(_) => None,
            })?;
        Ok(Self { display, delay })
    }
}

impl<DI, M, D> Panel for Mipi<DI, M, D>
where
    DI: Interface,
    M: Model<ColorFormat = Rgb565>,
    Rgb565: InterfacePixelFormat<DI::Word>,
    D: DelayNs,
{
    type Error = DI::Error;

    fn size(&self) -> Size {
        self.display.size()
    }

    fn show(&mut self, frame: &Frame<'_>, changed: &[Area]) -> Result<(), DI::Error> {
        changed.iter().try_for_each(|&area| {
            self.display.set_pixels(
                area.left(),
                area.top(),
                area.right() - 1,
                area.bottom() - 1,
                frame.colors(area),
            )
        })
    }

    fn sleep(&mut self) -> Result<(), DI::Error> {
        self.display.sleep(&mut self.delay)
    }

    fn wake(&mut self) -> Result<(), DI::Error> {
        self.display.wake(&mut self.delay)
    }
}
