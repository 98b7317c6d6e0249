//! A computer in QEMU that runs the device program, and the wires to it.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

/// What kind of computer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Board {
    /// A Raspberry Pi 3, with its own SPI and GPIO. Its emulated USB bears one stick.
    RaspberryPi3,
    /// A Raspberry Pi Zero: one slow ARM1176 with the same SPI, GPIO and USB.
    RaspberryPiZero,
    /// A board with neither, on which sticks can come and go and disks are fast.
    Virt,
}

impl Board {
    /// The name of its list of kernel modules.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::RaspberryPi3 | Self::RaspberryPiZero => "raspberry-pi",
            Self::Virt => "virt",
        }
    }

    /// Where the registers of its peripherals begin.
    const fn peripherals(self) -> u32 {
        match self {
            Self::RaspberryPiZero => 0x2000_0000,
            Self::RaspberryPi3 | Self::Virt => 0x3F00_0000,
        }
    }
}

/// What a computer is made of.
#[derive(Clone, Debug)]
pub struct Parts {
    /// What kind it is.
    pub board: Board,
    /// The kernel image.
    pub kernel: PathBuf,
    /// The device tree of the Raspberry Pi, with the SPI controller switched on.
    pub device_tree: PathBuf,
    /// The first root file system, as a cpio archive.
    pub initramfs: PathBuf,
    /// The kernel's command line, for a system that is not made for tests.
    pub command_line: Option<String>,
    /// The image of a disk that is always there, if there is one: the virtual board's `/dev/vda`, or the card of the
    /// Raspberry Pi, `/dev/mmcblk0`, whose size is a power of two.
    pub disk: Option<PathBuf>,
    /// The device with the system to start, if it is not the first root file system that takes commands.
    pub root: Option<&'static str>,
    /// Whether every register access is written down, which takes its time.
    pub traces: bool,
    /// The guest's clock at its start, in seconds since 1970.
    pub at: u64,
    /// Whether the guest's time is counted in instructions, one to a nanosecond, which is about what a Raspberry Pi 3
    /// does. Time in which it sleeps passes at once.
    pub counts_instructions: bool,
}

/// A running computer. Dropping it pulls its plug.
#[derive(Debug)]
pub struct Machine {
    qemu: Child,
    control: Control,
    lines: UnixStream,
    consoles: Vec<Console>,
    folder: PathBuf,
    peripherals: u32,
    /// How many commands it was given.
    commands: usize,
}

/// SET and CLEAR registers of GPIO lines 0 to 31, among a Raspberry Pi's peripherals.
const GPIO_SET: u32 = 0x20_001C;
const GPIO_CLEAR: u32 = 0x20_0028;

/// What a guest prints that takes commands.
pub const READY: &str = "guest: ready";

/// How long the guest may be silent: it is some thirty times slower than the machine it emulates.
const PATIENCE: Duration = Duration::from_secs(240);

impl Machine {
    /// Boots a computer and waits until it takes commands; see [`start`](Self::start).
    ///
    /// # Errors
    /// QEMU cannot be started, or the guest does not come up.
    pub fn boot(parts: &Parts, folder: &Path) -> io::Result<Self> {
        let mut machine = Self::start(parts, folder)?;
        machine.wait_for(READY)?;
        Ok(machine)
    }

    /// Switches a computer on whose logs, sockets and trace lie in `folder`. It takes commands once it has printed
    /// [`READY`].
    ///
    /// # Errors
    /// QEMU cannot be started.
    pub fn start(parts: &Parts, folder: &Path) -> io::Result<Self> {
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder)?;
        let at = |name: &str| folder.join(name).display().to_string();
        let mut command = Command::new("qemu-system-aarch64");
        command.args(["-display", "none", "-no-reboot"]);
        match parts.board {
            Board::RaspberryPi3 => {
                command.args(["-M", "raspi3b", "-dtb"]).arg(&parts.device_tree);
            }
            Board::RaspberryPiZero => {
                command.args(["-M", "raspi0", "-dtb"]).arg(&parts.device_tree);
                // The model of its timer forgets an event that is set too late, as on a busy host, unless time stands
                // still between two instructions.
                command.args(["-icount", "shift=1"]);
            }
            Board::Virt => {
                command.args(["-M", "virt", "-cpu", "cortex-a53", "-m", "512", "-nic", "none"]);
                command.args(["-device", "qemu-xhci,id=usb"]);
            }
        }
        if parts.traces {
            command.args([
                "-trace",
                &format!("enable=memory_region_ops_write,file={}", at("trace.log")),
            ]);
        }
        if let Some(disk) = &parts.disk {
            let bus = match parts.board {
                Board::RaspberryPi3 | Board::RaspberryPiZero => "sd",
                Board::Virt => "virtio",
            };
            command.args(["-drive", &format!("if={bus},format=raw,file={}", disk.display())]);
        }
        if parts.counts_instructions {
            command.args(["-icount", "shift=0,sleep=off"]);
        }
        let mut words = format!(
            "console=ttyAMA0,115200 console=ttyS0,115200 iomem=relaxed panic=-1 quiet playtally.board={} playtally.at={}",
            parts.board.name(),
            parts.at
        );
        if let Some(root) = parts.root {
            // systemd's own patience is that of a computer some thirty times as fast.
            words += &format!(
                " playtally.root={root} systemd.show_status=1 systemd.default_device_timeout_sec=900 systemd.default_timeout_start_sec=900 \
                 systemd.mask=serial-getty@ttyAMA0.service"
            );
        }
        if let Some(own) = &parts.command_line {
            words.clone_from(own);
        }
        command.arg("-kernel").arg(&parts.kernel);
        command.arg("-initrd").arg(&parts.initramfs);
        command.args(["-append", &words]);
        let ports: &[&str] = match parts.board {
            Board::RaspberryPi3 | Board::RaspberryPiZero => &["console-0", "console-1"],
            Board::Virt => &["console-0"],
        };
        for port in ports {
            let device = format!("socket,id={port},path={},server=on,wait=off", at(port));
            command.args(["-chardev", &device, "-serial", &format!("chardev:{port}")]);
        }
        command.args(["-qmp", &format!("unix:{},server=on,wait=off", at("qmp"))]);
        command.args(["-qtest", &format!("unix:{},server=on,wait=off", at("qtest"))]);
        command.args(["-qtest-log", "/dev/null"]);
        let qemu = command
            .stdin(Stdio::null())
            .stdout(File::create(folder.join("qemu.log"))?)
            .stderr(File::create(folder.join("qemu-errors.log"))?)
            .spawn()?;
        // From here on dropping `starting` ends QEMU again.
        let mut starting = Guard(Some(qemu));
        let control = Control::connect(&folder.join("qmp"))?;
        let lines = connect(&folder.join("qtest"))?;
        let consoles = ports.iter().map(|port| Console::connect(&folder.join(port)));
        let consoles = consoles.collect::<io::Result<_>>()?;
        let qemu = starting.0.take().expect("it was just put there");
        Ok(Self {
            qemu,
            control,
            lines,
            consoles,
            folder: folder.to_owned(),
            peripherals: parts.board.peripherals(),
            commands: 0,
        })
    }

    /// Has the guest run a command of its shell, and returns what was printed meanwhile.
    ///
    /// # Errors
    /// The command failed, or took too long; the error holds what was printed.
    pub fn run(&mut self, command: &str) -> io::Result<String> {
        let before = self.printed().len();
        self.begin(command)?;
        let printed = self.finish()?;
        let said = printed.get(before..).unwrap_or_default();
        Ok(said.split("guest: ").next().unwrap_or_default().to_owned())
    }

    /// Waits until the last command has ended, and returns all that the guest has printed.
    ///
    /// # Errors
    /// The command failed, or took too long.
    pub fn finish(&mut self) -> io::Result<String> {
        self.wait_for(&format!("guest: {} ended with 0", self.commands))
    }

    /// Has the guest run a command of its shell, and does not wait for its end.
    ///
    /// # Errors
    /// QEMU ended.
    pub fn begin(&mut self, command: &str) -> io::Result<()> {
        self.commands += 1;
        // Only one of the consoles is read; which one it is differs between kernels.
        for console in &mut self.consoles {
            writeln!(console.input, "{} {command}", self.commands)?;
        }
        Ok(())
    }

    /// Everything that the guest has printed so far, on either console.
    fn printed(&self) -> String {
        let printed = self.consoles.iter().map(Console::printed);
        printed.collect()
    }

    /// Waits until the guest has printed a text, and returns all that it printed.
    ///
    /// # Errors
    /// It was silent for too long, or QEMU ended, or a command ended with an error; the error holds the last lines.
    pub fn wait_for(&mut self, text: &str) -> io::Result<String> {
        let failure = format!("guest: {} ended with ", self.commands);
        let (mut heard, mut since) = (0, Instant::now());
        loop {
            let printed = self.printed();
            if printed.len() > heard {
                (heard, since) = (printed.len(), Instant::now());
            }
            if printed.contains(text) {
                return Ok(printed);
            }
            let why = if self.qemu.try_wait()?.is_some() {
                "QEMU ended"
            } else if since.elapsed() > PATIENCE {
                "the guest was silent"
            } else if printed.contains(&failure) {
                "a command failed"
            } else {
                sleep(Duration::from_millis(50));
                continue;
            };
            let mut last: Vec<_> = printed.lines().rev().take(25).collect();
            last.reverse();
            return Err(io::Error::other(format!(
                "{why} before «{text}»; the guest's last lines:\n{}",
                last.join("\n")
            )));
        }
    }

    /// The file into which QEMU writes every register access, if it does.
    #[must_use]
    pub fn trace(&self) -> PathBuf {
        self.folder.join("trace.log")
    }

    /// Sets the level of a GPIO line of the Raspberry Pi from outside.
    ///
    /// # Errors
    /// QEMU does not answer.
    pub fn set_line(&mut self, line: u8, high: bool) -> io::Result<()> {
        let register = self.peripherals + if high { GPIO_SET } else { GPIO_CLEAR };
        writeln!(self.lines, "writel {register:#x} {:#x}", 1_u32 << line)?;
        let mut answer = String::new();
        BufReader::new(&self.lines).read_line(&mut answer)?;
        if answer.starts_with("OK") {
            Ok(())
        } else {
            Err(io::Error::other(format!("QEMU answered {answer:?}")))
        }
    }

    /// Plugs a stick in whose bytes are those of a file. Names are for one plugging each.
    ///
    /// # Errors
    /// QEMU refuses.
    pub fn plug(&mut self, image: &Path, name: &str) -> io::Result<()> {
        let image = image.display();
        self.control.say(&format!(
            r#"{{"execute":"blockdev-add","arguments":{{"driver":"raw","node-name":"{name}","read-only":true,"file":{{"driver":"file","filename":"{image}","read-only":true}}}}}}"#
        ))?;
        self.control.say(&format!(
            r#"{{"execute":"device_add","arguments":{{"driver":"usb-storage","drive":"{name}","id":"stick-{name}"}}}}"#
        ))
    }

    /// Stops time in the guest, and lets it go on.
    ///
    /// # Errors
    /// QEMU refuses, or `meanwhile` fails.
    pub fn pause<T>(&mut self, meanwhile: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        self.control.say(r#"{"execute":"stop"}"#)?;
        let outcome = meanwhile();
        self.control.say(r#"{"execute":"cont"}"#)?;
        outcome
    }

    /// Pulls a stick out.
    ///
    /// # Errors
    /// QEMU refuses.
    pub fn yank(&mut self, name: &str) -> io::Result<()> {
        self.control.say(&format!(
            r#"{{"execute":"device_del","arguments":{{"id":"stick-{name}"}}}}"#
        ))
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = self.qemu.kill();
        let _ = self.qemu.wait();
    }
}

/// QEMU while it is starting.
struct Guard(Option<Child>);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(mut qemu) = self.0.take() {
            let _ = qemu.kill();
            let _ = qemu.wait();
        }
    }
}

/// A serial port of the guest. What comes out is read all the time, or the guest would have to wait.
#[derive(Debug)]
struct Console {
    input: UnixStream,
    printed: Arc<Mutex<Vec<u8>>>,
}

impl Console {
    fn connect(socket: &Path) -> io::Result<Self> {
        let input = connect(socket)?;
        let mut output = input.try_clone()?;
        let printed = Arc::new(Mutex::new(Vec::new()));
        let printing = Arc::clone(&printed);
        let mut log = File::create(socket.with_extension("log"))?;
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(length @ 1..) = output.read(&mut bytes) {
                // The log is for people who look for what went wrong.
                let _ = log.write_all(&bytes[..length]);
                printing
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .extend_from_slice(&bytes[..length]);
            }
        });
        Ok(Self { input, printed })
    }

    fn printed(&self) -> String {
        let printed = self.printed.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&printed).into_owned()
    }
}

/// The machine protocol: one JSON object a line, one answer each, events between.
#[derive(Debug)]
struct Control {
    answers: BufReader<UnixStream>,
}

impl Control {
    fn connect(socket: &Path) -> io::Result<Self> {
        let stream = connect(socket)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        let mut control = Self {
            answers: BufReader::new(stream),
        };
        control.say(r#"{"execute":"qmp_capabilities"}"#)?;
        Ok(control)
    }

    fn say(&mut self, command: &str) -> io::Result<()> {
        writeln!(self.answers.get_mut(), "{command}")?;
        loop {
            let mut answer = String::new();
            if self.answers.read_line(&mut answer)? == 0 {
                return Err(io::Error::other("QEMU closed its control socket"));
            }
            if answer.starts_with(r#"{"return""#) {
                return Ok(());
            }
            if answer.starts_with(r#"{"error""#) {
                return Err(io::Error::other(format!("QEMU refused {command}: {}", answer.trim())));
            }
        }
    }
}

fn connect(socket: &Path) -> io::Result<UnixStream> {
    let start = Instant::now();
    loop {
        match UnixStream::connect(socket) {
            Ok(stream) => return Ok(stream),
            Err(error) if start.elapsed() > Duration::from_secs(20) => return Err(error),
            Err(_) => sleep(Duration::from_millis(50)),
        }
    }
}
