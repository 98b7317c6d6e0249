//! Who does what on a card of one's own, and with which rights: what services and their users are elsewhere.
//!
//! A role is taken on by a process right after it was started, before it looks at anything: another user, without groups
//! but these; limits; the paths that it names and no others (Landlock); and a filter of calls ([`filter`]). What a
//! command gives up by itself comes on top. docs/appliance.md has the table.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use nix::sys::prctl;
use nix::sys::resource::{Resource, setrlimit};
use nix::sys::stat::{Mode, umask};
use nix::unistd::{Gid, Uid, setgid, setgroups, setuid};

use super::filter::{self, Allowed};
use super::places::Places;
use super::sandbox::{self, Right};
use super::trouble::Trouble;

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    /// Shows, and hears the buttons.
    Display,
    /// Keeps summaries and settings on the card.
    Store,
    /// Reads what is foreign: sticks, and the card's own FAT partition.
    Reader,
    /// Is the drive to a computer.
    Gadget,
    /// Reads and sets a clock with a battery.
    Clock,
}

impl Role {
    pub(crate) const ALL: [Self; 5] = [Self::Display, Self::Store, Self::Reader, Self::Gadget, Self::Clock];

    /// What it is called on the command line.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Display => "display",
            Self::Store => "store",
            Self::Reader => "reader",
            Self::Gadget => "gadget",
            Self::Clock => "clock",
        }
    }

    /// The number of its user, and of that user's group.
    pub(crate) const fn user(self) -> u32 {
        match self {
            Self::Display => 101,
            Self::Store => 102,
            Self::Reader => 103,
            Self::Gadget => 104,
            Self::Clock => 105,
        }
    }

    /// The groups it is in besides: that of the store may read what is kept.
    const fn groups(self) -> &'static [u32] {
        match self {
            Self::Display | Self::Gadget => const { &[Self::Store.user()] },
            Self::Store | Self::Reader | Self::Clock => &[],
        }
    }

    /// The most memory that it may ask for, the most that it may write to a file, in MiB, and the most processes.
    const fn limits(self) -> [u64; 3] {
        match self {
            Self::Display => [96, 1, 4],
            Self::Store => [96, 4, 4],
            Self::Reader => [128, 16, 4],
            Self::Gadget => [160, 24, 8],
            Self::Clock => [32, 1, 2],
        }
    }

    const fn calls(self) -> Allowed {
        Allowed {
            programs: matches!(self, Self::Gadget),
            limits: matches!(self, Self::Reader | Self::Gadget),
        }
    }

    /// The paths that it may use. What it is to do is named by `arguments`, of which the first that is a path of a device is
    /// the only device that a reader may open.
    fn paths(self, arguments: &[OsString], places: &Places) -> Vec<(PathBuf, Right)> {
        let read = |path: &Path| (path.to_owned(), Right::Read);
        let write = |path: &Path| (path.to_owned(), Right::Write);
        let nodes = |kinds: &[&str]| {
            let nodes = std::fs::read_dir("/dev").into_iter().flatten().flatten();
            let nodes = nodes.filter(|node| {
                let name = node.file_name();
                kinds.iter().any(|kind| name.to_string_lossy().starts_with(kind))
            });
            nodes.map(|node| (node.path(), Right::Write)).collect::<Vec<_>>()
        };
        let devices = arguments.iter().map(Path::new).filter(|path| path.starts_with("/dev"));
        let card = Path::new(CARD);
        match self {
            Self::Display => {
                let mut paths = nodes(&["spidev", "gpiochip"]);
                paths.extend([&places.state, &places.inbox, &places.news].map(|path| read(path)));
                paths.extend([&places.own, &places.requests].map(|path| write(path)));
                paths.extend([card, Path::new("/proc"), Path::new("/sys")].map(read));
                // The PWM of the backlight; its files belong to this user.
                paths.push(write(Path::new("/sys/devices/platform")));
                paths
            }
            Self::Store => {
                let mut paths: Vec<_> = devices.map(write).collect();
                paths.extend([&places.state, &places.news, &places.requests].map(|path| write(path)));
                paths.push(read(&places.own));
                paths
            }
            Self::Reader => devices.map(read).collect(),
            Self::Gadget => {
                let program = std::env::current_exe().unwrap_or_default();
                let mut paths = vec![
                    (program, Right::Run),
                    read(card),
                    read(&places.state),
                    read(&places.news),
                    read(Path::new("/proc/self")),
                    write(&places.gadget),
                    write(&places.inbox.join("gadget")),
                    write(Path::new("/sys/kernel/config/usb_gadget")),
                ];
                // Where a program's input comes from that has none.
                paths.push(write(Path::new("/dev/null")));
                paths
            }
            Self::Clock => nodes(&["i2c-"]),
        }
    }

    /// Takes the role on, for good.
    pub(crate) fn take_on(self, arguments: &[OsString], places: &Places) -> Result<(), Trouble> {
        let paths = self.paths(arguments, places);
        self.become_user()
            .map_err(|error| Trouble::new(format_args!("no way to be {}: {error}", self.name())))?;
        sandbox::only_files(paths.iter().map(|(path, right)| (path.as_path(), *right)))?;
        filter::apply(self.calls())
    }

    /// Is another user with limits from here on, where that is to be had: whoever is none that may become one stays who it
    /// is.
    fn become_user(self) -> nix::Result<()> {
        let [memory, file, processes] = self.limits();
        for (limit, most) in [
            (Resource::RLIMIT_AS, memory << 20),
            (Resource::RLIMIT_FSIZE, file << 20),
            (Resource::RLIMIT_NPROC, processes),
            (Resource::RLIMIT_NOFILE, 64),
            (Resource::RLIMIT_CORE, 0),
        ] {
            setrlimit(limit, most, most)?;
        }
        umask(Mode::from_bits_truncate(0o027));
        prctl::set_no_new_privs()?;
        if Uid::effective().is_root() {
            let groups: Vec<Gid> = self.groups().iter().map(|&group| Gid::from_raw(group)).collect();
            setgroups(&groups)?;
            setgid(Gid::from_raw(self.user()))?;
            setuid(Uid::from_raw(self.user()))?;
        }
        Ok(())
    }

    /// The role of a name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// Where what was read of the card's FAT partition lies.
pub(crate) const CARD: &str = "/run/card";
