//! The models of Raspberry Pi that one card is for.

/// What kind of programs a model runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Processor {
    /// 32 bits, ARM1176.
    Armv6,
    /// 64 bits.
    Arm64,
}

/// What the USB port of the chip itself is. Other ports, where there are any, hang on it or take sticks in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsbPort {
    /// It takes sticks.
    Host,
    /// A drive to the computer that is plugged in.
    Peripheral,
    /// Either, as the plug says.
    Otg,
}

impl UsbPort {
    /// What a device tree calls it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Peripheral => "peripheral",
            Self::Otg => "otg",
        }
    }
}

/// A model, as its firmware sees it.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    /// What it is called.
    pub name: &'static str,
    /// The sections of config.txt that are about it besides `[all]`.
    pub sections: &'static [&'static str],
    /// The device tree that its firmware picks where `upstream_kernel` is on.
    pub tree: &'static str,
    /// What it runs.
    pub processor: Processor,
    /// Whether it has its first boot code in a chip of its own, and another kind of firmware on the card.
    pub is_a_4: bool,
    /// What its USB port is.
    pub port: UsbPort,
}

const fn model(
    name: &'static str,
    sections: &'static [&'static str],
    tree: &'static str,
    processor: Processor,
    port: UsbPort,
) -> Model {
    Model {
        name,
        sections,
        tree,
        processor,
        is_a_4: false,
        port,
    }
}

use Processor::{Arm64, Armv6};
use UsbPort::{Host, Otg, Peripheral};

/// Every model that the card is for. Sections are as Raspberry Pi's documentation of config.txt has them, trees as Linux names
/// them.
pub const MODELS: &[Model] = &[
    model("Zero", &["pi0"], "bcm2835-rpi-zero.dtb", Armv6, Otg),
    model("Zero W", &["pi0", "pi0w"], "bcm2835-rpi-zero-w.dtb", Armv6, Otg),
    model("1 A+", &["pi1"], "bcm2835-rpi-a-plus.dtb", Armv6, Host),
    model("1 B+", &["pi1"], "bcm2835-rpi-b-plus.dtb", Armv6, Host),
    model(
        "Zero 2 W",
        &["pi0", "pi0w", "pi02"],
        "bcm2837-rpi-zero-2-w.dtb",
        Arm64,
        Otg,
    ),
    model("3", &["pi3"], "bcm2837-rpi-3-b.dtb", Arm64, Host),
    model("3+", &["pi3", "pi3+"], "bcm2837-rpi-3-b-plus.dtb", Arm64, Host),
    model("3A+", &["pi3", "pi3+"], "bcm2837-rpi-3-a-plus.dtb", Arm64, Host),
    Model {
        is_a_4: true,
        ..model("4", &["pi4"], "bcm2711-rpi-4-b.dtb", Arm64, Peripheral)
    },
];

impl Model {
    /// The firmware's own files that it reads from the card.
    #[must_use]
    pub const fn firmware(&self) -> &'static [&'static str] {
        if self.is_a_4 {
            &["start4.elf", "fixup4.dat"]
        } else {
            &["bootcode.bin", "start.elf", "fixup.dat"]
        }
    }
}
