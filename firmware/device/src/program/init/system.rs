//! The kernel's file systems, modules and switches.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};

use nix::kmod::{ModuleInitFlags, finit_module};
use nix::mount::{MsFlags, mount as mount_at};
use nix::sys::time::TimeSpec;
use nix::time::{ClockId, clock_settime};

use crate::program::trouble;

/// What is mounted: what, where, its options, and whether devices and programs in it count.
const MOUNTS: [(&str, &str, &str, bool); 5] = [
    ("proc", "/proc", "hidepid=invisible", false),
    ("sysfs", "/sys", "", false),
    ("devtmpfs", "/dev", "mode=0755", true),
    ("tmpfs", "/run", "mode=0755,size=64m", false),
    ("tmpfs", "/var", "mode=0755,size=8m", false),
];

/// Mounts what every process needs. What cannot be mounted is missed later, and said then.
pub(super) fn mount() {
    for (kind, place, options, devices) in MOUNTS {
        let _ = fs::create_dir_all(place);
        let mut flags = MsFlags::MS_NOSUID | MsFlags::MS_NOEXEC;
        flags.set(MsFlags::MS_NODEV, !devices);
        if let Err(error) = mount_at(Some(kind), place, Some(kind), flags, Some(options)) {
            trouble::say(format_args!("{place}: {error}"));
        }
    }
}

/// Mounts where gadgets are set up.
pub(super) fn mount_gadgets() {
    let (place, flags) = (
        "/sys/kernel/config",
        MsFlags::MS_NOSUID | MsFlags::MS_NOEXEC | MsFlags::MS_NODEV,
    );
    let nothing: Option<&str> = None;
    if let Err(error) = mount_at(Some("configfs"), place, Some("configfs"), flags, nothing) {
        trouble::say(format_args!("{place}: {error}"));
    }
}

/// From here on what this process says, and those that it starts, is in the kernel's log.
pub(super) fn hear() {
    if let Some(log) = super::processes::log() {
        let _ = nix::unistd::dup2_stderr(log);
    }
}

/// Inserts the modules that are listed in `order`, a path in each line with parameters behind it, and then lets go of
/// their files, which lie in memory. One that is missing or not wanted by this board is passed over with a word.
pub(super) fn insert_modules(folder: &Path) {
    let order = fs::read_to_string(folder.join("order")).unwrap_or_default();
    let mut inserted = 0;
    for (path, parameters) in modules(&order) {
        let insert = || -> Result<(), String> {
            let file = File::open(folder.join(path)).map_err(|error| error.to_string())?;
            let parameters = std::ffi::CString::new(parameters).map_err(|error| error.to_string())?;
            finit_module(&file, &parameters, ModuleInitFlags::empty()).map_err(|error| error.to_string())
        };
        match insert() {
            Ok(()) => inserted += 1,
            Err(error) => trouble::say(format_args!("module {path}: {error}")),
        }
    }
    trouble::say(format_args!("{inserted} modules are in"));
    let _ = fs::remove_dir_all(folder);
}

/// The lines of a list of modules: the path and the parameters.
fn modules(order: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = order.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            line.split_once(' ')
                .map_or((line, ""), |(path, rest)| (path, rest.trim()))
        })
}

/// What nobody does from here on: insert modules, start another kernel, look into the kernel or at its log. Card readers
/// on USB are asked for cards.
pub(super) fn close_doors() {
    for (switch, value) in [
        ("/sys/module/block/parameters/events_dfl_poll_msecs", "2000"),
        ("/proc/sys/kernel/modules_disabled", "1"),
        ("/proc/sys/kernel/kexec_load_disabled", "1"),
        ("/proc/sys/kernel/unprivileged_bpf_disabled", "1"),
        ("/proc/sys/kernel/dmesg_restrict", "1"),
        ("/proc/sys/kernel/kptr_restrict", "2"),
        ("/proc/sys/kernel/perf_event_paranoid", "3"),
        ("/proc/sys/kernel/sysrq", "0"),
        ("/proc/sys/user/max_user_namespaces", "0"),
    ] {
        if let Err(error) = fs::write(switch, value) {
            trouble::say(format_args!("{switch}: {error}"));
        }
    }
    let flags = MsFlags::MS_REMOUNT | MsFlags::MS_RDONLY | MsFlags::MS_NOSUID | MsFlags::MS_NODEV;
    let nothing: Option<&str> = None;
    if let Err(error) = mount_at(nothing, "/", nothing, flags, nothing) {
        trouble::say(format_args!("/: {error}"));
    }
}

/// Takes what a driver drives away from it, and says what that was: a PWM would drive its line from the start, whatever
/// hat is plugged on.
pub(super) fn unbind(driver: &Path) -> Vec<(PathBuf, OsString)> {
    let entries = fs::read_dir(driver).into_iter().flatten().flatten();
    // What it drives are links among its files; the link to its module has another name than any device of a tree.
    let devices = entries.filter(|entry| entry.path().is_symlink() && entry.file_name() != "module");
    let unbind = |device: &OsString| fs::write(driver.join("unbind"), device.as_encoded_bytes()).is_ok();
    let devices = devices.map(|entry| entry.file_name()).filter(unbind);
    devices.map(|device| (driver.to_owned(), device)).collect()
}

/// Gives it back.
pub(super) fn bind(devices: &[(PathBuf, OsString)]) {
    for (driver, device) in devices {
        if let Err(error) = fs::write(driver.join("bind"), device.as_encoded_bytes()) {
            trouble::say(format_args!("{}: {error}", device.to_string_lossy()));
        }
    }
}

/// Sets the computer's time, in seconds since 1970-01-01T00:00:00Z.
pub(super) fn set_time(utc: i64) -> io::Result<()> {
    let utc = TimeSpec::new(utc as _, 0);
    clock_settime(ClockId::CLOCK_REALTIME, utc).map_err(io::Error::from)
}

/// The nodes whose names begin like one of these.
pub(super) fn nodes(kinds: &[&str]) -> Vec<PathBuf> {
    let nodes = fs::read_dir("/dev").into_iter().flatten().flatten();
    let is_such = |name: &str| kinds.iter().any(|kind| name.starts_with(kind));
    nodes
        .filter(|node| is_such(&node.file_name().to_string_lossy()))
        .map(|node| node.path())
        .collect()
}

/// Opens every channel of a PWM, and lets a user set them: elsewhere udev does, each time that one is opened.
pub(super) fn give_pwm(sys: &Path, user: u32) {
    for chip in fs::read_dir(sys.join("class/pwm")).into_iter().flatten().flatten() {
        let chip = chip.path();
        let channels = fs::read_to_string(chip.join("npwm")).unwrap_or_default();
        for channel in 0..channels.trim().parse().unwrap_or(0_u32).min(4) {
            let folder = chip.join(format!("pwm{channel}"));
            if !folder.exists() {
                let _ = fs::write(chip.join("export"), channel.to_string());
            }
            for attribute in ["period", "duty_cycle", "enable"] {
                let attribute = folder.join(attribute);
                let _ = chown(&attribute, Some(user), Some(user))
                    .and_then(|()| fs::set_permissions(&attribute, fs::Permissions::from_mode(0o600)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_modules_has_paths_parameters_and_remarks() {
        let order = "# made for 6.12\n\nspi-bcm2835.ko\r\n  wdt/bcm2835_wdt.ko heartbeat=15  nowayout=1\n";
        let all: Vec<_> = modules(order).collect();
        assert_eq!(
            all,
            [
                ("spi-bcm2835.ko", ""),
                ("wdt/bcm2835_wdt.ko", "heartbeat=15  nowayout=1")
            ]
        );
    }

    #[test]
    fn what_a_driver_drives_is_taken_from_it_and_given_back() {
        let root = tempfile::tempdir().unwrap();
        let driver = root.path();
        for file in ["bind", "unbind", "uevent"] {
            fs::write(driver.join(file), "").unwrap();
        }
        for link in ["module", "3f20c000.pwm"] {
            std::os::unix::fs::symlink("/nonexistent", driver.join(link)).unwrap();
        }
        let taken = unbind(driver);
        assert_eq!(fs::read_to_string(driver.join("unbind")).unwrap(), "3f20c000.pwm");
        bind(&taken);
        assert_eq!(fs::read_to_string(driver.join("bind")).unwrap(), "3f20c000.pwm");
        assert!(unbind(Path::new("/nonexistent")).is_empty());
    }

    #[test]
    fn channels_of_a_pwm_are_opened_and_given() {
        let root = tempfile::tempdir().unwrap();
        super::super::put(root.path(), "class/pwm/pwmchip0/npwm", b"2\n");
        let chip = root.path().join("class/pwm/pwmchip0");
        give_pwm(root.path(), nix::unistd::Uid::effective().as_raw());
        assert_eq!(
            fs::read_to_string(chip.join("export")).unwrap(),
            "1",
            "the last one asked for"
        );
    }
}
