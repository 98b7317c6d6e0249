//! A Raspberry Pi 3 in QEMU, and the wires to it.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// What a machine boots from.
#[derive(Clone, Debug)]
pub struct Parts {
    /// The kernel image.
    pub kernel: PathBuf,
    /// The device tree, with the SPI controller switched on.
    pub device_tree: PathBuf,
    /// The first root file system, gzipped cpio.
    pub initramfs: PathBuf,
}

/// A running machine. Dropping it pulls its plug.
#[derive(Debug)]
pub struct Machine {
    qemu: Child,
    control: Control,
    lines: UnixStream,
    folder: PathBuf,
}

/// SET and CLEAR registers of GPIO lines 0 to 31.
const GPIO_SET: u32 = 0x3F20_001C;
const GPIO_CLEAR: u32 = 0x3F20_0028;

impl Machine {
    /// Boots a machine whose logs, sockets and trace lie in `folder`. `words` are added to the kernel's command line.
    ///
    /// # Errors
    /// QEMU cannot be started, or does not open its sockets within ten seconds.
    pub fn boot(parts: &Parts, folder: &Path, words: &str, more: &[&str]) -> io::Result<Self> {
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder)?;
        let at = |name: &str| folder.join(name).display().to_string();
        let qemu = Command::new("qemu-system-aarch64")
            .args(["-M", "raspi3b", "-display", "none", "-no-reboot"])
            .arg("-kernel")
            .arg(&parts.kernel)
            .arg("-dtb")
            .arg(&parts.device_tree)
            .arg("-initrd")
            .arg(&parts.initramfs)
            .args([
                "-append",
                &format!("console=ttyAMA0,115200 console=ttyS0,115200 iomem=relaxed panic=-1 quiet {words}"),
            ])
            .args([
                "-serial",
                &format!("file:{}", at("serial-0.log")),
                "-serial",
                &format!("file:{}", at("serial-1.log")),
            ])
            .args(["-qmp", &format!("unix:{},server=on,wait=off", at("qmp"))])
            .args([
                "-qtest",
                &format!("unix:{},server=on,wait=off", at("qtest")),
                "-qtest-log",
                "/dev/null",
            ])
            .args([
                "-trace",
                &format!("enable=memory_region_ops_write,file={}", at("trace.log")),
            ])
            .args(more)
            .stdin(Stdio::null())
            .stdout(File::create(folder.join("qemu.log"))?)
            .stderr(File::create(folder.join("qemu-errors.log"))?)
            .spawn()?;
        // From here on dropping `starting` ends QEMU again.
        let mut starting = Guard(Some(qemu));
        let control = Control::connect(&folder.join("qmp"))?;
        let lines = connect(&folder.join("qtest"))?;
        let qemu = starting.0.take().expect("it was just put there");
        Ok(Self {
            qemu,
            control,
            lines,
            folder: folder.to_owned(),
        })
    }

    /// Everything that the guest has printed so far, on either console.
    #[must_use]
    pub fn printed(&self) -> String {
        ["serial-0.log", "serial-1.log"]
            .map(|name| fs::read(self.folder.join(name)).map(|text| String::from_utf8_lossy(&text).into_owned()))
            .into_iter()
            .flatten()
            .collect()
    }

    /// Waits until the guest has printed a text `times` times.
    ///
    /// # Errors
    /// It did not in `patience`, or QEMU ended; the error holds the last lines that it did print.
    pub fn wait_for(&mut self, text: &str, times: usize, patience: Duration) -> io::Result<()> {
        let start = Instant::now();
        loop {
            let printed = self.printed();
            if printed.matches(text).count() >= times {
                return Ok(());
            }
            let ended = self.qemu.try_wait()?.is_some();
            if ended || start.elapsed() > patience {
                let mut last: Vec<_> = printed.lines().rev().take(25).collect();
                last.reverse();
                let why = if ended { "QEMU ended" } else { "the guest was silent" };
                return Err(io::Error::other(format!(
                    "{why} before «{text}»; its last lines:\n{}",
                    last.join("\n")
                )));
            }
            sleep(Duration::from_millis(100));
        }
    }

    /// The file into which QEMU writes every register access.
    #[must_use]
    pub fn trace(&self) -> PathBuf {
        self.folder.join("trace.log")
    }

    /// Waits until no SPI byte has gone out for `quiet`.
    ///
    /// # Errors
    /// The trace cannot be read, or the bus does not come to rest within a minute.
    pub fn wait_for_rest(&self, quiet: Duration) -> io::Result<()> {
        let start = Instant::now();
        let (mut length, mut since) = (0, Instant::now());
        while since.elapsed() < quiet {
            let now = fs::metadata(self.trace())?.len();
            // The kernel's own housekeeping writes a little all the time; a page is tens of thousands of lines.
            if now > length + 20_000 {
                since = Instant::now();
            }
            length = now;
            if start.elapsed() > Duration::from_secs(60) {
                return Err(io::Error::other("the bus did not come to rest within a minute"));
            }
            sleep(Duration::from_millis(200));
        }
        Ok(())
    }

    /// Holds a button of an active-low line down for a while.
    ///
    /// # Errors
    /// QEMU does not answer.
    pub fn press(&mut self, line: u8, long: Duration) -> io::Result<()> {
        self.set_line(line, false)?;
        sleep(long);
        self.set_line(line, true)
    }

    /// Sets the level of a line from outside.
    ///
    /// # Errors
    /// QEMU does not answer.
    pub fn set_line(&mut self, line: u8, high: bool) -> io::Result<()> {
        let register = if high { GPIO_SET } else { GPIO_CLEAR };
        writeln!(self.lines, "writel {register:#x} {:#x}", 1_u32 << line)?;
        let mut answer = String::new();
        BufReader::new(&self.lines).read_line(&mut answer)?;
        if answer.starts_with("OK") {
            Ok(())
        } else {
            Err(io::Error::other(format!("QEMU answered {answer:?}")))
        }
    }

    /// Plugs a stick in whose bytes are those of a file.
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
            Err(error) if start.elapsed() > Duration::from_secs(10) => return Err(error),
            Err(_) => sleep(Duration::from_millis(50)),
        }
    }
}
