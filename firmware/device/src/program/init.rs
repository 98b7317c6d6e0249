//! The first process on a card of the device's own: what a service manager, udev and a distribution are elsewhere.
//!
//! It makes the kernel's file systems, inserts the modules that the card brings, finds the card, has its state restored
//! and its settings read, and then sees to it that every [`Role`] is there when it is needed. It looks at nothing that
//! came from outside: that is for processes of their own, which may do nothing else.

mod card;
mod processes;
mod restarts;
mod sticks;
mod system;

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::reboot::{RebootMode, reboot, set_cad_enabled};
use nix::sys::signal::{SigSet, Signal};
use nix::sys::signalfd::{SfdFlags, SignalFd};

use playtally_device::is_plausible_time;

use super::clock::set_here;
use super::places::Places;
use super::request;
use super::role::{CARD, Role};
use super::trouble::{self, Trouble};
use card::Card;
use processes::{Ended, Processes, Start};
use restarts::{Restarts, Then};
use sticks::Sticks;

/// How long between two looks at what cannot end a sleep.
const LOOK: Duration = Duration::from_millis(400);
/// How long a reader, and whoever keeps what it found, may take.
const READING: Duration = Duration::from_secs(15);
const KEEPING: Duration = Duration::from_secs(30);
/// How long nodes and the card are waited for.
const CARD_APPEARS: Duration = Duration::from_secs(10);
const BUS_APPEARS: Duration = Duration::from_secs(3);
/// How long a display may go without a frame: it draws one a minute at the latest.
const FRAMES: Duration = Duration::from_secs(150);
/// How long those may take to end that were asked to.
const ENDING: Duration = Duration::from_secs(5);
/// The settings on the card.
const SETTINGS: &str = "playtally.toml";
/// What the drive offers to a computer.
const OFFERED: &str = super::gadget::OFFERED;
/// How long before the drive is started again.
const GADGET_AGAIN: Duration = Duration::from_secs(10);

/// What a process is for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Task {
    FindHat,
    Display,
    Failing,
    /// What it reads goes into the inbox, under a name, and is then kept.
    Read(Inbox),
    Keep,
    Erase,
    Remember,
    /// What the drive is to offer is read.
    Offer,
    Gadget,
    /// Something that is waited for.
    Waited,
}

/// When a file was written, in seconds and nanoseconds, and its length.
type Written = (i64, i64, u64);

fn written(path: &Path) -> Option<Written> {
    let file = fs::metadata(path).ok()?;
    Some((file.mtime(), file.mtime_nsec(), file.len()))
}

/// Where a handover comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Inbox {
    name: String,
    /// Whether it is what lies on the card itself.
    card: bool,
}

/// Does the work of the first process, and does not come back while the machine runs.
pub(crate) fn run() -> Result<(), Trouble> {
    if std::process::id() != 1 {
        return Err(Trouble::new(
            "`init` is for the first process of a card of its own; elsewhere, start `playtally-device`",
        ));
    }
    system::mount();
    system::hear();
    trouble::say("the card's first process");
    let how = match Init::new().and_then(|mut init| init.go()) {
        Ok(how) => how,
        Err(trouble) => {
            trouble::say(trouble);
            // Whoever watches the console reads it; then everything is tried again.
            thread::sleep(Duration::from_secs(10));
            RebootMode::RB_AUTOBOOT
        }
    };
    nix::unistd::sync();
    match reboot(how) {
        Ok(never) => match never {},
        Err(error) => Err(Trouble::new(error)),
    }
}

struct Init {
    places: Places,
    processes: Processes<Task>,
    card: Option<Card>,
    signals: SignalFd,
    sticks: Sticks,
    restarts: Restarts,
    /// Where the display's words come in, and when the last one came.
    words: Option<OwnedFd>,
    frame: Instant,
    watchdog: Option<File>,
    /// When the display is started again.
    display_at: Option<(Instant, Task)>,
    /// What drives the lines of backlights, once it is known which hat is there.
    dimmers: Vec<(PathBuf, OsString)>,
    /// When the drive is started again.
    gadget_at: Option<Instant>,
    /// The drive's handover when it was looked at last, and the one that was kept.
    handover: [Option<Written>; 2],
    /// What of the display's own was remembered.
    remembered: Vec<(String, i64, i64)>,
}

impl Init {
    fn new() -> Result<Self, Trouble> {
        let signals = SigSet::from_iter([
            Signal::SIGCHLD,
            Signal::SIGTERM,
            Signal::SIGINT,
            Signal::SIGUSR1,
            Signal::SIGUSR2,
        ]);
        signals.thread_block().map_err(Trouble::new)?;
        let flags = SfdFlags::SFD_NONBLOCK | SfdFlags::SFD_CLOEXEC;
        // Three keys at once ask this process, and do not pull the plug.
        let _ = set_cad_enabled(false);
        Ok(Self {
            places: Places::new(None, None),
            processes: Processes::default(),
            card: None,
            signals: SignalFd::with_flags(&signals, flags).map_err(Trouble::new)?,
            sticks: Sticks::default(),
            restarts: Restarts::default(),
            words: None,
            frame: Instant::now(),
            watchdog: None,
            display_at: None,
            dimmers: Vec::new(),
            gadget_at: None,
            handover: [None; 2],
            remembered: Vec::new(),
        })
    }

    /// Starts everything, and looks after it until somebody asks for an end; says which one.
    fn go(&mut self) -> Result<RebootMode, Trouble> {
        system::insert_modules(Path::new("/modules"));
        self.dimmers = system::unbind(Path::new("/sys/bus/platform/drivers/bcm2835-pwm"));
        self.watchdog = File::options().write(true).open("/dev/watchdog").ok();
        if let Err(error) = make_places(&self.places, Path::new(CARD)) {
            trouble::say(format_args!("directories cannot be made: {error}"));
        }
        self.find_card();
        system::close_doors();
        self.give_nodes();
        self.restore();
        self.read_battery_clock();
        self.read_settings();
        self.look_at_card();
        self.start_display(Task::FindHat);
        self.offer();
        loop {
            if let Some(how) = self.turn() {
                self.end();
                return Ok(how);
            }
        }
    }

    /// Sleeps until something happens, and does what is due.
    fn turn(&mut self) -> Option<RebootMode> {
        let mut fds = vec![PollFd::new(self.signals.as_fd(), PollFlags::POLLIN)];
        fds.extend(
            self.words
                .as_ref()
                .map(|words| PollFd::new(words.as_fd(), PollFlags::POLLIN)),
        );
        let timeout = PollTimeout::try_from(LOOK).unwrap_or(PollTimeout::MAX);
        let _ = poll(&mut fds, timeout);
        let heard = fds.get(1).and_then(PollFd::any).unwrap_or(false);
        if heard {
            self.hear_display();
        }
        while let Ok(Some(signal)) = self.signals.read_signal() {
            match Signal::try_from(signal.ssi_signo as i32) {
                Ok(Signal::SIGINT) => return Some(RebootMode::RB_AUTOBOOT),
                Ok(Signal::SIGTERM | Signal::SIGUSR1 | Signal::SIGUSR2) => return Some(RebootMode::RB_POWER_OFF),
                _ => {}
            }
        }
        for ended in self.processes.reap() {
            self.ended(ended);
        }
        self.processes.end_overdue();
        self.mind_display();
        self.mind_sticks();
        self.mind_requests();
        self.mind_gadget();
        None
    }

    fn find_card(&mut self) {
        let start = Instant::now();
        while self.card.is_none() && start.elapsed() < CARD_APPEARS {
            self.card = Card::find(Path::new("/sys"), Path::new("/dev"));
            if self.card.is_none() {
                thread::sleep(Duration::from_millis(50));
            }
        }
        match &self.card {
            Some(card) => {
                trouble::say(format_args!("the card is {}", card.files.display()));
                give(&card.files, Role::Reader.user(), 0o400);
                give(&card.state, Role::Store.user(), 0o600);
            }
            None => trouble::say("no card with a partition for state: nothing will outlast a restart"),
        }
    }

    /// Lets the display use the bus and the lines.
    fn give_nodes(&self) {
        let start = Instant::now();
        let nodes = || system::nodes(&["spidev", "gpiochip"]);
        let is_there = || nodes().iter().any(|node| node.to_string_lossy().contains("spidev"));
        while !is_there() && start.elapsed() < BUS_APPEARS {
            thread::sleep(Duration::from_millis(20));
        }
        for node in nodes() {
            give(&node, Role::Display.user(), 0o600);
        }
    }

    /// The option that names the partition for state, if there is one.
    fn partition(&self) -> Vec<OsString> {
        let card = self.card.iter();
        card.flat_map(|card| [OsString::from("--partition"), card.state.clone().into()])
            .collect()
    }

    fn restore(&mut self) {
        if self.card.is_some() {
            let arguments = [vec![OsString::from("restore")], self.partition()].concat();
            let start = Start::new(Role::Store, arguments, KEEPING);
            if !self.processes.wait_for(start, Task::Waited) {
                trouble::say("what was kept could not be restored");
            }
        }
        let own = fs::read_dir(&self.places.own).into_iter().flatten().flatten();
        let user = Role::Display.user();
        for path in own.map(|entry| entry.path()).chain([self.places.own.clone()]) {
            let _ = chown(path, Some(user), Some(Role::Store.user()));
        }
        let _ = fs::set_permissions(&self.places.own, fs::Permissions::from_mode(0o2750));
        self.remembered = self.own_files();
    }

    /// What is to be started to have a file of the card read into memory.
    fn read_file(&self, name: &str) -> Option<Start> {
        let card = self.card.clone()?;
        let arguments = ["read-file".into(), card.files.into_os_string(), name.into()];
        let mut start = Start::new(Role::Reader, arguments.to_vec(), READING);
        start.output = Some(File::create(Path::new(CARD).join(name)).ok()?.into());
        Some(start)
    }

    /// Has the page read that the drive offers to a computer, where there is a port that can be a drive.
    fn offer(&mut self) {
        let ports = fs::read_dir("/sys/class/udc").into_iter().flatten().count();
        if ports == 0 {
            return trouble::say("no port of this board is a drive");
        }
        system::mount_gadgets();
        let start = self.read_file(OFFERED);
        if !start.is_some_and(|start| self.processes.start(start, Task::Offer)) {
            self.gadget_at = Some(Instant::now());
        }
    }

    /// Starts the drive, and has kept what came there.
    fn mind_gadget(&mut self) {
        if self.gadget_at.take_if(|at| *at <= Instant::now()).is_some() {
            let settings = Path::new(CARD).join(SETTINGS);
            let mut arguments = vec![OsString::from("gadget")];
            if settings.exists() {
                arguments.extend(["--settings".into(), settings.into_os_string()]);
            }
            let made = super::gadget::setup(Path::new("/sys"), &self.places);
            let start = || {
                self.processes
                    .start(Start::new(Role::Gadget, arguments, Duration::MAX), Task::Gadget)
            };
            if !made.map_err(trouble::say).is_ok_and(|()| start()) {
                self.gadget_at = Some(Instant::now() + GADGET_AGAIN);
            }
        }
        let name = super::gadget::HANDOVER;
        let now = written(&self.places.inbox.join(name)).filter(|&(.., length)| length > 0);
        let [before, kept] = self.handover;
        self.handover[0] = now;
        // Nobody writes to it any more.
        if now.is_some() && now == before && now != kept {
            self.handover[1] = now;
            self.keep(&Inbox {
                name: name.to_owned(),
                card: false,
            });
        }
    }

    /// Sets the computer's time by a clock with a battery, if there is one.
    fn read_battery_clock(&mut self) {
        let path = self.places.run.join("battery");
        let nodes = system::nodes(&["i2c-"]);
        for node in &nodes {
            give(node, Role::Clock.user(), 0o600);
        }
        let (false, Ok(file)) = (nodes.is_empty(), File::create(&path)) else {
            return;
        };
        let mut start = Start::new(Role::Clock, vec!["battery-clock".into()], Duration::from_secs(3));
        start.output = Some(file.into());
        if self.processes.wait_for(start, Task::Waited) {
            let said = fs::read_to_string(&path).unwrap_or_default();
            if let Some(utc) = said.trim().parse().ok().filter(|&utc| is_plausible_time(utc)) {
                trouble::say("a clock with a battery says what time it is");
                self.set_time(utc);
            }
        }
    }

    fn set_time(&self, utc: i64) {
        let set = system::set_time(utc).and_then(|()| File::create(set_here(&self.places)).map(drop));
        if let Err(error) = set {
            trouble::say(format_args!("the time cannot be set: {error}"));
        }
    }

    fn read_settings(&mut self) {
        let Some(start) = self.read_file(SETTINGS) else { return };
        let path = Path::new(CARD).join(SETTINGS);
        let read = self.processes.wait_for(start, Task::Waited);
        if !read || fs::metadata(&path).is_ok_and(|file| file.len() == 0) {
            let _ = fs::remove_file(&path);
            trouble::say("no settings on the card: the defaults hold");
        }
    }

    /// Has the summaries read that lie on the card.
    fn look_at_card(&mut self) {
        if let Some(card) = self.card.clone() {
            self.read(
                &card.files,
                Inbox {
                    name: "card".to_owned(),
                    card: true,
                },
            );
        }
    }

    fn read(&mut self, device: &Path, inbox: Inbox) {
        let path = self.places.inbox.join(&inbox.name);
        let arguments = ["read-stick".into(), device.as_os_str().to_owned()];
        let mut start = Start::new(Role::Reader, arguments.to_vec(), READING);
        match File::create(&path) {
            Ok(file) => start.output = Some(file.into()),
            Err(error) => return trouble::say(format_args!("{}: {error}", path.display())),
        }
        self.processes.start(start, Task::Read(inbox));
    }

    fn keep(&mut self, inbox: &Inbox) {
        let path = self.places.inbox.join(&inbox.name);
        let mut arguments = [vec![OsString::from("keep")], self.partition()].concat();
        if inbox.card {
            arguments.push("--card".into());
        }
        let mut start = Start::new(Role::Store, arguments, KEEPING);
        match File::open(&path) {
            Ok(file) => start.input = Some(file.into()),
            Err(error) => return trouble::say(format_args!("{}: {error}", path.display())),
        }
        self.processes.start(start, Task::Keep);
    }

    fn start_display(&mut self, task: Task) {
        let mut arguments: Vec<OsString> = vec![match task {
            Task::FindHat => "find-hat".into(),
            Task::Failing => "failing".into(),
            _ => "--card".into(),
        }];
        let settings = Path::new(CARD).join(SETTINGS);
        if settings.exists() {
            arguments.extend(["--settings".into(), settings.into_os_string()]);
        }
        let mut start = Start::new(Role::Display, arguments, Duration::MAX);
        match nix::unistd::pipe2(nix::fcntl::OFlag::O_CLOEXEC) {
            Ok((words, output)) => {
                self.words = Some(words);
                start.output = Some(Stdio::from(output));
            }
            Err(error) => trouble::say(error),
        }
        self.frame = Instant::now();
        if !self.processes.start(start, task.clone()) {
            self.display_at = Some((Instant::now() + Duration::from_secs(2), task));
        }
    }

    /// Every word is about a frame that went out.
    fn hear_display(&mut self) {
        let Some(words) = self.words.take() else { return };
        let mut words = File::from(words);
        // Somebody is there to be heard: this does not wait.
        if let Ok(1..) = words.read(&mut [0; 512]) {
            self.frame = Instant::now();
            self.words = Some(words.into());
        }
    }

    fn ended(&mut self, Ended { task, well }: Ended<Task>) {
        match task {
            // Whatever came of it, the store says so on the display.
            Task::Read(inbox) => self.keep(&inbox),
            Task::FindHat => {
                if !well {
                    trouble::say("no hat was found");
                }
                // From here on a backlight may be dimmed: no line of another hat is in the way.
                system::bind(&self.dimmers);
                system::give_pwm(Path::new("/sys"), Role::Display.user());
                self.display_at = Some((Instant::now(), Task::Display));
            }
            Task::Display | Task::Failing => {
                self.words = None;
                let after = match (&task, well) {
                    // A button was pressed: try again.
                    (Task::Failing, true) => {
                        self.restarts = Restarts::default();
                        (Duration::ZERO, Task::Display)
                    }
                    (Task::Failing, false) => (Duration::from_secs(10), Task::Display),
                    _ => match self.restarts.ended(Instant::now()) {
                        Then::Again(wait) => (wait, Task::Display),
                        Then::SayThatItFails => (Duration::ZERO, Task::Failing),
                    },
                };
                trouble::say(format_args!("{task:?} ended; next is {:?}", after.1));
                self.display_at = Some((Instant::now() + after.0, after.1));
            }
            Task::Erase => {
                // What sticks brought goes as well.
                for file in fs::read_dir(&self.places.inbox).into_iter().flatten().flatten() {
                    // The drive's is emptied: it may be written to by its name only.
                    let _ = match file.file_name() == super::gadget::HANDOVER {
                        true => File::create(file.path()).map(drop),
                        false => fs::remove_file(file.path()),
                    };
                }
            }
            Task::Offer => self.gadget_at = Some(Instant::now()),
            Task::Gadget => {
                trouble::say("the drive ended");
                self.gadget_at = Some(Instant::now() + GADGET_AGAIN);
            }
            Task::Keep | Task::Remember | Task::Waited => {}
        }
    }

    fn mind_display(&mut self) {
        if let Some((_, task)) = self.display_at.take_if(|(at, _)| *at <= Instant::now()) {
            self.start_display(task);
        }
        if self.frame.elapsed() < FRAMES {
            if let Some(watchdog) = &mut self.watchdog {
                let _ = io::Write::write_all(watchdog, b"\0");
            }
        } else {
            // If that does not help, the machine starts anew.
            self.processes
                .kill(|task| matches!(task, Task::Display | Task::Failing));
        }
    }

    fn mind_sticks(&mut self) {
        for disk in self.sticks.new_ones(Path::new("/sys")) {
            let node = Path::new("/dev").join(&disk);
            give(&node, Role::Reader.user(), 0o400);
            self.read(
                &node,
                Inbox {
                    name: disk,
                    card: false,
                },
            );
        }
    }

    /// What the display asks for, and what it keeps for itself.
    fn mind_requests(&mut self) {
        if self.places.requests.join("erase").exists() && !self.processes.any(|task| *task == Task::Erase) {
            let arguments = [vec![OsString::from("erase")], self.partition()].concat();
            self.processes
                .start(Start::new(Role::Store, arguments, KEEPING), Task::Erase);
        }
        if let Ok(Some((said, utc))) = request::take_time(&self.places.requests) {
            self.set_time(utc);
            if said && !system::nodes(&["i2c-"]).is_empty() {
                let arguments = vec!["battery-clock".into(), utc.to_string().into()];
                let start = Start::new(Role::Clock, arguments, Duration::from_secs(3));
                self.processes.start(start, Task::Waited);
            }
        }
        if self.card.is_none() || self.processes.any(|task| *task == Task::Remember) {
            return;
        }
        let own = self.own_files();
        if own != self.remembered {
            self.remembered = own;
            let arguments = [vec![OsString::from("remember")], self.partition()].concat();
            self.processes
                .start(Start::new(Role::Store, arguments, KEEPING), Task::Remember);
        }
    }

    /// What there is of the display's own, with when it was written.
    fn own_files(&self) -> Vec<(String, i64, i64)> {
        let files = fs::read_dir(&self.places.own).into_iter().flatten().flatten();
        let mut files: Vec<_> = files
            .filter_map(|file| {
                let written = file.metadata().ok()?;
                let name = file.file_name().to_string_lossy().into_owned();
                Some((name, written.mtime(), written.mtime_nsec()))
            })
            .collect();
        files.sort();
        files
    }

    /// Ends everybody, the display with its panel dark.
    fn end(&mut self) {
        self.processes.ask_to_end();
        let start = Instant::now();
        while self.processes.any(|_| true) && start.elapsed() < ENDING {
            self.processes.reap();
            thread::sleep(Duration::from_millis(20));
        }
        self.processes.kill(|_| true);
    }
}

/// Makes the directories in which the roles meet, each for those that it is for.
pub(super) fn make_places(places: &Places, card: &Path) -> io::Result<()> {
    let make = |path: &Path, mode: u32, user: u32, group: u32| -> io::Result<()> {
        fs::create_dir_all(path)?;
        chown(path, Some(user), Some(group))?;
        fs::set_permissions(path, fs::Permissions::from_mode(mode))
    };
    let [display, store, gadget] = [Role::Display, Role::Store, Role::Gadget].map(Role::user);
    make(card, 0o755, 0, 0)?;
    make(&places.inbox, 0o755, 0, 0)?;
    make(&places.news, 0o750, store, store)?;
    make(&places.requests, 0o2770, display, store)?;
    make(&places.gadget, 0o750, gadget, gadget)?;
    make(&places.state, 0o750, store, store)?;
    // The store fills it before anybody reads it; from then on it is the display's.
    make(&places.own, 0o2750, store, store)?;
    let handover = places.inbox.join(super::gadget::HANDOVER);
    File::create(&handover)?;
    give(&handover, gadget, 0o600);
    Ok(())
}

/// Gives a node to a user.
fn give(node: &Path, user: u32, mode: u32) {
    let given =
        chown(node, Some(user), Some(user)).and_then(|()| fs::set_permissions(node, fs::Permissions::from_mode(mode)));
    if let Err(error) = given {
        trouble::say(format_args!("{}: {error}", node.display()));
    }
}

/// A path below a directory, for what is tried on another computer.
#[cfg(test)]
fn put(root: &Path, path: &str, bytes: &[u8]) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
}
