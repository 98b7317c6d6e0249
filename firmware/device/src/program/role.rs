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
                // What the display keeps for itself is the store's to fill after a restart, and to read from then on.
                let restores = arguments.iter().any(|argument| argument == "restore");
                paths.push(if restores {
                    write(&places.own)
                } else {
                    read(&places.own)
                });
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

    /// Is another user with limits from here on, where that is to be had: whoever may not become one stays who it
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

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::io::{self, Read, Seek, SeekFrom};
    use std::os::unix::fs::{PermissionsExt, chown};
    use std::os::unix::net::UnixDatagram;
    use std::process::Command;

    use nix::kmod::{ModuleInitFlags, finit_module};
    use nix::mount::{MsFlags, mount};
    use nix::sys::signal::kill;
    use nix::sys::stat::{SFlag, mknod};
    use nix::time::{ClockId, clock_gettime, clock_settime};
    use nix::unistd::Pid;

    use super::*;

    /// Tells a test's own program which role to take on, and where.
    const ROLE: &str = "PLAYTALLY_TEST_ROLE";
    const ROOT: &str = "PLAYTALLY_TEST_ROOT";

    fn places(root: &Path) -> Places {
        let places = Places::new(Some(root.join("state")), Some(root.join("run")));
        Places {
            own: root.join("own"),
            ..places
        }
    }

    /// Everything that is tried in every role.
    fn all(role: Role, root: &Path) -> Vec<(String, io::Result<()>)> {
        let places = places(root);
        let new = format!("new-{}", role.name());
        let mut tried: Vec<(String, io::Result<()>)> = Vec::new();
        let mut attempt = |what: &str, outcome: io::Result<()>| tried.push((what.to_owned(), outcome));
        for (name, place) in [
            ("state", &places.state),
            ("own", &places.own),
            ("news", &places.news),
            ("requests", &places.requests),
            ("gadget", &places.gadget),
        ] {
            attempt(&format!("list {name}"), fs::read_dir(place).map(drop));
            attempt(&format!("write {name}"), fs::write(place.join(&new), "text"));
        }
        attempt("read the stick", File::open(root.join("dev/stick")).map(drop));
        attempt(
            "write the stick",
            File::options().append(true).open(root.join("dev/stick")).map(drop),
        );
        attempt("read the partition", File::open(root.join("dev/partition")).map(drop));
        let partition = File::options().write(true).open(root.join("dev/partition"));
        attempt("write the partition", partition.map(drop));
        attempt("read /etc/passwd", fs::read("/etc/passwd").map(drop));
        attempt("read a memory of all", File::open("/dev/mem").map(drop));
        attempt("read a disk", File::open("/dev/vda").map(drop));
        attempt("write /tmp", fs::write("/tmp/playtally-role", ""));
        attempt("open a socket", UnixDatagram::unbound().map(drop));
        attempt("listen", std::net::TcpListener::bind("127.0.0.1:0").map(drop));
        attempt("start a program", Command::new("/bin/true").spawn().map(drop));
        attempt("start a thread", std::thread::Builder::new().spawn(|| ()).map(drop));
        attempt(
            "become root",
            nix::unistd::setuid(Uid::from_raw(0)).map_err(io::Error::from),
        );
        attempt(
            "take a group",
            nix::unistd::setgroups(&[Gid::from_raw(0)]).map_err(io::Error::from),
        );
        let nothing: Option<&str> = None;
        let mounted = mount(Some("tmpfs"), "/mnt", Some("tmpfs"), MsFlags::empty(), nothing);
        attempt("mount", mounted.map_err(io::Error::from));
        let own = File::open("/proc/self/exe").or_else(|_| File::open(root.join("dev/stick")));
        let module = own.and_then(|file| Ok(finit_module(file, c"", ModuleInitFlags::empty())?));
        attempt("insert a module", module);
        let clock = clock_gettime(ClockId::CLOCK_REALTIME).and_then(|now| clock_settime(ClockId::CLOCK_REALTIME, now));
        attempt("set the time", clock.map_err(io::Error::from));
        let node = mknod(&root.join("own/node"), SFlag::S_IFIFO, Mode::S_IRUSR, 0);
        attempt("make a node", node.map_err(io::Error::from));
        attempt("give a file away", chown(root.join("own"), Some(0), Some(0)));
        let set = fs::set_permissions(places.own.join(&new), fs::Permissions::from_mode(0o4755));
        attempt("make a program that runs as its owner", set);
        attempt(
            "end the first process",
            kill(Pid::from_raw(1), None).map_err(io::Error::from),
        );
        let limit = setrlimit(Resource::RLIMIT_NOFILE, 32, 32);
        attempt("set a limit", limit.map_err(io::Error::from));
        tried
    }

    /// What each role can do of all that is tried, and nothing else.
    const CAN: [(Role, &[&str]); 5] = [
        (
            Role::Display,
            &[
                "list state",
                "list own",
                "write own",
                "list news",
                "list requests",
                "write requests",
            ],
        ),
        (
            Role::Store,
            &[
                "list state",
                "write state",
                "list own",
                "list news",
                "write news",
                "list requests",
                "write requests",
                "read the partition",
                "write the partition",
            ],
        ),
        (Role::Reader, &["read the stick", "set a limit"]),
        (
            Role::Gadget,
            &[
                "list state",
                "list news",
                "list gadget",
                "write gadget",
                "start a thread",
                "set a limit",
            ],
        ),
        (Role::Clock, &[]),
    ];

    /// Is run again by the test below as another process, and takes on a role for good.
    #[test]
    fn a_process_in_a_role() {
        let (Ok(role), Some(root)) = (std::env::var(ROLE), std::env::var_os(ROOT)) else {
            return;
        };
        let (role, root) = (Role::of(&role).unwrap(), PathBuf::from(root));
        let mut report = File::create(root.join("report").join(role.name())).unwrap();
        // This program has threads, and a filter is for the one that asks for it: so are rights and users here.
        let device = match role {
            Role::Reader => "dev/stick",
            _ => "dev/partition",
        };
        let places = places(&root);
        let mut paths = role.paths(&[], &places);
        let right = if role == Role::Store { Right::Write } else { Right::Read };
        if matches!(role, Role::Reader | Role::Store) {
            paths.push((root.join(device), right));
        }
        role.become_user().unwrap();
        sandbox::only_files(paths.iter().map(|(path, right)| (path.as_path(), *right))).unwrap();
        filter::apply(role.calls()).unwrap();
        for (what, outcome) in all(role, &root) {
            let line = match outcome {
                Ok(()) => format!("can {what}\n"),
                Err(error) => format!("cannot {what}: {error}\n"),
            };
            io::Write::write_all(&mut report, line.as_bytes()).unwrap();
        }
    }

    #[test]
    fn the_store_fills_the_displays_own_after_a_restart_and_only_reads_it_later() {
        let places = places(Path::new("/"));
        let right = |work: &str| {
            let paths = Role::Store.paths(&["playtally-device".into(), work.into()], &places);
            let own = paths.into_iter().find(|(path, _)| *path == places.own);
            own.map(|(_, right)| right)
        };
        assert_eq!(right("restore"), Some(Right::Write));
        for work in ["remember", "keep", "erase"] {
            assert_eq!(right(work), Some(Right::Read), "{work}");
        }
    }

    #[test]
    fn a_role_can_do_what_it_is_for_and_nothing_else() {
        if !Uid::effective().is_root() {
            return println!("skipped: only root may take on roles");
        }
        let root = tempfile::tempdir().unwrap();
        let path = root.path();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        let places = places(path);
        crate::program::init::make_places(&places, &path.join("card")).unwrap();
        chown(&places.own, Some(Role::Display.user()), Some(Role::Store.user())).unwrap();
        fs::create_dir(path.join("dev")).unwrap();
        fs::create_dir(path.join("report")).unwrap();
        fs::set_permissions(path.join("report"), fs::Permissions::from_mode(0o777)).unwrap();
        for (device, role) in [("stick", Role::Reader), ("partition", Role::Store)] {
            let device = path.join("dev").join(device);
            fs::write(&device, "bytes").unwrap();
            chown(&device, Some(role.user()), Some(role.user())).unwrap();
            fs::set_permissions(&device, fs::Permissions::from_mode(0o600)).unwrap();
        }
        // Where every user may run it.
        let program = path.join("program");
        fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
        for (role, can) in CAN {
            let ended = Command::new(&program)
                .args([
                    "--exact",
                    "program::role::tests::a_process_in_a_role",
                    "--test-threads=1",
                ])
                .env(ROLE, role.name())
                .env(ROOT, path)
                .output()
                .unwrap();
            let mut report = String::new();
            let mut file = File::open(path.join("report").join(role.name())).unwrap();
            file.seek(SeekFrom::Start(0)).unwrap();
            file.read_to_string(&mut report).unwrap();
            assert!(
                report.contains("set a limit"),
                "{} did not come to its end: {report}\n{ended:?}",
                role.name()
            );
            let could: Vec<&str> = report.lines().filter_map(|line| line.strip_prefix("can ")).collect();
            assert_eq!(could, can, "{}:\n{report}", role.name());
        }
    }
}
