//! The kernel's PWM through sysfs (Documentation/ABI/testing/sysfs-class-pwm).
//!
//! Only PWM in hardware counts: in software it would wake the processor hundreds of times a second. Which line a channel
//! drives is up to the boot configuration, so that is asked: a channel that drives no line would leave a panel dark.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use embedded_hal::pwm::{self, SetDutyCycle};
use playtally_device::{Dimming, Pin, Settings};

/// From one flash of the light to the next, in nanoseconds. Above 3 kHz nobody is known to be bothered by flicker
/// (IEEE 1789-2015).
const PERIOD_NS: u32 = 250_000;
/// How often to look whether udev has let this user write to a new channel, and how long to wait in between.
const LOOKS: u32 = 100;
const BETWEEN: Duration = Duration::from_millis(10);

/// A channel that drives a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Channel {
    /// The directory of its chip, without links on its way.
    pub(crate) chip: PathBuf,
    number: u8,
}

impl Channel {
    /// The channel for the backlight, if the settings want it to be dimmed and there is one.
    pub(crate) fn of(settings: &Settings) -> Option<Self> {
        let pin = settings.pins.backlight.filter(|_| settings.dimming == Dimming::Auto)?;
        Self::on(Path::new("/sys"), pin)
    }

    /// The channel that drives a line, in a system directory.
    fn on(sys: &Path, pin: Pin) -> Option<Self> {
        let chips = fs::read_dir(sys.join("class/pwm")).ok()?.flatten();
        chips.map(|chip| chip.path()).find_map(|chip| {
            let node = chip.join("device/of_node");
            let number = channel_of(pin, fs::read_to_string(chip.join("npwm")).ok()?.trim())?;
            let states = cells(&node.join("pinctrl-0"));
            let drives = states
                .iter()
                .any(|&state| lines(sys, state).contains(&pin.number().into()));
            let chip = fs::canonicalize(chip).ok().filter(|_| drives)?;
            Some(Self { chip, number })
        })
    }

    /// Lets it drive its line, low at first.
    pub(crate) fn open(&self) -> io::Result<Pwm> {
        let directory = self.chip.join(format!("pwm{}", self.number));
        if !directory.exists() {
            fs::write(self.chip.join("export"), self.number.to_string())?;
        }
        let pwm = Pwm { directory };
        pwm.wait_for_udev()?;
        // A period shorter than the time that it is on is refused, and so is any time on while there is no period.
        let _ = pwm.write("duty_cycle", 0);
        pwm.write("period", PERIOD_NS)?;
        pwm.write("duty_cycle", 0)?;
        pwm.write("enable", 1)?;
        Ok(pwm)
    }
}

/// The channel that can drive a line: on a Raspberry Pi 5, whose chip has four, and on all others, whose chip has two.
fn channel_of(pin: Pin, channels: &str) -> Option<u8> {
    match (channels, pin.number()) {
        (_, 12) | ("2", 18) => Some(0),
        (_, 13) | ("2", 19) => Some(1),
        ("4", 14 | 18) => Some(2),
        ("4", 15 | 19) => Some(3),
        _ => None,
    }
}

/// The lines that a state of the pin controller is about.
fn lines(sys: &Path, state: u32) -> Vec<u32> {
    let controllers = fs::read_dir(sys.join("bus/gpio/devices"))
        .into_iter()
        .flatten()
        .flatten();
    let states =
        controllers.flat_map(|controller| fs::read_dir(controller.path().join("of_node")).into_iter().flatten());
    let states = states.flatten().map(|entry| entry.path());
    states
        .filter(|path| cells(&path.join("phandle")) == [state])
        .flat_map(|path| cells(&path.join("brcm,pins")))
        .collect()
}

/// The numbers in a property of the device tree; none if there is no such property.
fn cells(path: &Path) -> Vec<u32> {
    let bytes = fs::read(path).unwrap_or_default();
    bytes
        .chunks_exact(4)
        .map(|cell| u32::from_be_bytes([cell[0], cell[1], cell[2], cell[3]]))
        .collect()
}

/// A channel that drives its line. It stays as it was set when the program ends.
#[derive(Debug)]
pub(crate) struct Pwm {
    directory: PathBuf,
}

impl Pwm {
    fn wait_for_udev(&self) -> io::Result<()> {
        for _ in 0..LOOKS {
            match fs::File::options().write(true).open(self.directory.join("enable")) {
                Err(error) if error.kind() == ErrorKind::PermissionDenied => thread::sleep(BETWEEN),
                opened => return opened.map(drop),
            }
        }
        Err(ErrorKind::PermissionDenied.into())
    }

    fn write(&self, name: &str, value: u32) -> io::Result<()> {
        fs::write(self.directory.join(name), value.to_string())
    }
}

/// Why a channel could not be set.
#[derive(Debug)]
pub(crate) struct PwmError(#[expect(dead_code, reason = "shown by Debug")] io::Error);

impl pwm::Error for PwmError {
    fn kind(&self) -> pwm::ErrorKind {
        pwm::ErrorKind::Other
    }
}

impl pwm::ErrorType for Pwm {
    type Error = PwmError;
}

impl SetDutyCycle for Pwm {
    fn max_duty_cycle(&self) -> u16 {
        u16::MAX
    }

    fn set_duty_cycle(&mut self, duty: u16) -> Result<(), PwmError> {
        let ns = u64::from(duty) * u64::from(PERIOD_NS) / u64::from(u16::MAX);
        self.write("duty_cycle", ns as u32).map_err(PwmError)
    }
}

#[cfg(test)]
mod tests {
    use playtally_device::{Backlight, Dimmer};

    use super::*;

    /// A system directory with a chip of so many channels, whose pins are set to be these lines.
    fn system(channels: u8, lines: &[u32]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        let put = |path: &str, bytes: &[u8]| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        };
        let chip = "class/pwm/pwmchip0";
        put(&format!("{chip}/npwm"), format!("{channels}\n").as_bytes());
        put(&format!("{chip}/device/of_node/pinctrl-0"), &77_u32.to_be_bytes());
        put(&format!("{chip}/export"), b"");
        for channel in 0..channels {
            for name in ["period", "duty_cycle", "enable"] {
                put(&format!("{chip}/pwm{channel}/{name}"), b"0\n");
            }
        }
        let pins = "bus/gpio/devices/gpiochip0/of_node";
        put(&format!("{pins}/other/phandle"), &76_u32.to_be_bytes());
        put(&format!("{pins}/other/brcm,pins"), &12_u32.to_be_bytes());
        put(&format!("{pins}/pwm_pins/phandle"), &77_u32.to_be_bytes());
        let lines: Vec<u8> = lines.iter().flat_map(|line| line.to_be_bytes()).collect();
        put(&format!("{pins}/pwm_pins/brcm,pins"), &lines);
        root
    }

    fn number(root: &tempfile::TempDir, pin: u8) -> Option<u8> {
        let channel = Channel::on(root.path(), Pin::new(pin).unwrap());
        channel.map(|channel| channel.number)
    }

    #[test]
    fn a_channel_counts_only_where_the_boot_configuration_gives_it_the_line() {
        let root = system(2, &[13]);
        assert_eq!(number(&root, 13), Some(1));
        assert_eq!(number(&root, 19), None, "the same channel, on another line");
        assert_eq!(number(&root, 12), None, "that is something else's");
        assert_eq!(number(&root, 24), None);
        let root = system(2, &[18, 19]);
        assert_eq!([18, 19, 13].map(|pin| number(&root, pin)), [Some(0), Some(1), None]);
        assert_eq!(number(&tempfile::tempdir().unwrap(), 13), None);
    }

    #[test]
    fn a_raspberry_pi_5_has_other_channels_for_the_same_lines() {
        let root = system(4, &[12, 13, 18, 19]);
        let found = [12, 13, 18, 19].map(|pin| number(&root, pin));
        assert_eq!(found, [Some(0), Some(1), Some(2), Some(3)]);
    }

    #[test]
    fn a_light_is_dark_when_it_is_opened_and_then_as_bright_as_it_is_set() {
        let root = system(2, &[13]);
        let channel = Channel::on(root.path(), Pin::new(13).unwrap()).unwrap();
        let read = |name: &str| fs::read_to_string(channel.chip.join("pwm1").join(name)).unwrap();
        let mut light = Dimmer(channel.open().unwrap());
        assert_eq!(
            ["enable", "period", "duty_cycle"].map(read),
            ["1", "250000", "0"].map(str::to_owned)
        );
        for (percent, ns) in [(100, "250000"), (50, "46047"), (0, "0")] {
            light.set(percent).unwrap();
            assert_eq!(read("duty_cycle"), ns, "{percent} %");
        }
    }

    #[test]
    fn a_chip_that_does_not_give_its_channel_is_an_error() {
        let root = system(2, &[13]);
        let channel = Channel::on(root.path(), Pin::new(13).unwrap()).unwrap();
        fs::remove_dir_all(channel.chip.join("pwm1")).unwrap();
        assert_eq!(channel.open().unwrap_err().kind(), ErrorKind::NotFound);
    }
}
