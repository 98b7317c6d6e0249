//! The package on a card with Debian and systemd, from its installation to its end.

use std::fs;
use std::path::{Path, PathBuf};

use playtally_device::{Button, News};
use playtally_screen::{Fault, Refusal};
use playtally_tests::pi::card::{Card, ROOT};
use playtally_tests::pi::expected::{Expected, STILL};
use playtally_tests::pi::machine::{Board, Machine, Parts};
use playtally_tests::pi::stick;

use super::Result;
use super::desk::{Desk, Pi, kept};
use super::gadget::EJECT;

/// The package that `cargo deb` makes.
const PACKAGE: &str = concat!("playtally-device_", env!("CARGO_PKG_VERSION"), "-1_arm64.deb");
const APT: &str = "DEBIAN_FRONTEND=noninteractive apt-get -q -y";

/// What an owner sets here besides: the kernel drives the lines, because Debian's kernel lacks the node that rppal needs.
const KERNEL: &str = r#"backend = \"kernel\""#;
/// The other back end.
const RPPAL: &str = r#"backend = \"rppal\""#;

/// Commands about the display while it runs as `$pid`, and what they print.
const RIGHTS: [(&str, &str); 9] = [
    ("systemctl is-active playtally", "active"),
    (
        "systemctl show -P Type playtally; systemctl show -P WatchdogUSec playtally",
        "notify 2min 30s",
    ),
    ("stat -c %U:%G /proc/$pid", "playtally-display:playtally-display"),
    (
        "awk '/^(CapEff|CapBnd|NoNewPrivs|Seccomp):/ { print $2 }' /proc/$pid/status | xargs",
        "0000000000000000 0000000000000000 1 2",
    ),
    // A network of its own, with nothing in it and nobody who listens.
    (
        "[ $(readlink /proc/$pid/ns/net) = $(readlink /proc/1/ns/net) ] || echo its own",
        "its own",
    ),
    (
        "cd /proc/$pid/net; tail -qn +2 tcp tcp6 udp udp6 raw raw6 packet 2>/dev/null | wc -l; cd /",
        "0",
    ),
    // What its files and devices are from inside.
    (
        "nsenter -t $pid -m touch /usr/new /etc/new /var/new 2>&1 | grep -c 'Read-only file system'",
        "3",
    ),
    ("nsenter -t $pid -m ls /home /root | xargs", "/home: /root:"),
    (
        "sh -c 'echo $$ >/sys/fs/cgroup/system.slice/playtally.service/cgroup.procs; head -c 1 /dev/mmcblk0' 2>&1 \
         | grep -o 'Operation not permitted'",
        "Operation not permitted",
    ),
];

/// What rppal takes where there is no node for the GPIO lines alone: all of the memory, with a right that no display has.
const ALL_MEMORY: &str =
    r"[Service]\nDeviceAllow=/dev/mem rw\nAmbientCapabilities=CAP_SYS_RAWIO\nCapabilityBoundingSet=CAP_SYS_RAWIO\n";

/// An owner installs the package, starts the Raspberry Pi again because SPI is on only then, and brings a stick; starts it
/// once more, and brings a damaged stick; the display keeps failing; the other back end drives it; a computer loads a second
/// owner's summary through a drive, which is erased from the menu; and the package goes again.
pub(crate) fn the_package_brings_a_device_up(desk: &Desk) -> Result<String> {
    let folder = desk.folder("installed");
    let card = Card::copy(&debian(desk, &folder)?, &folder.join("card.img"))?;
    let with_spi = Parts {
        disk: Some(card.path().to_owned()),
        root: Some(ROOT),
        ..desk.pack(Board::RaspberryPi3, &folder, &[])?
    };
    // Without a panel, what happens on the pins is of no interest either.
    let without_spi = Parts {
        device_tree: desk.part("pi3-without-spi.dtb"),
        traces: false,
        ..with_spi.clone()
    };

    card.put(&Path::new("target/debian").join(PACKAGE))?;
    let bo = folder.join("bo.tally");
    fs::write(&bo, &desk.bo)?;
    card.put(&bo)?;
    // What comes with the kernel where that is installed.
    card.put(&desk.part("busybox"))?;
    let modules = desk.part("modules");
    card.put(&modules.join("gadget"))?;
    for module in fs::read_to_string(modules.join("gadget"))?.lines() {
        card.put(&modules.join(module))?;
    }
    if card.has_spi_on()? {
        return Err("SPI was on before the package came".into());
    }
    let mut machine = Machine::boot(&without_spi, &folder.join("machine"))?;
    let said = machine.run(&format!("{APT} install /boot/firmware/{PACKAGE}"))?;
    fs::write(folder.join("installation.txt"), &said)?;
    if !said.contains("dtparam=spi=on is now in /boot/firmware/config.txt (the display is on SPI). Restart") {
        return Err(format!("nobody said that SPI was turned on:\n{said}").into());
    }
    if said.contains("Could not execute") || said.contains("ailed") {
        return Err(format!("something failed:\n{said}").into());
    }
    expect(
        &mut machine,
        "systemctl is-enabled playtally; systemctl is-active playtally",
        "enabled inactive",
    )?;
    for line in STILL.lines().chain([KERNEL]) {
        set(&mut machine, line)?;
    }
    switch_off(&mut machine)?;
    drop(machine);
    if !card.has_spi_on()? {
        return Err("the boot configuration does not have SPI on".into());
    }

    let empty = Expected::new(Vec::new(), None)?.picture();
    let mut expected = Expected::new(vec![kept(&desk.ann)?], None)?;
    let cover = expected.picture();
    let owner = kept(&desk.ann)?.identity();
    let accepted = expected.news(News::Accepted { owner })?;
    let mut pi = Pi::boot(&with_spi, &folder)?;
    pi.wait_for("no-summary", &empty)?;
    pi.machine.run("pid=$(systemctl show -P MainPID playtally)")?;
    for (command, answer) in RIGHTS {
        expect(&mut pi.machine, command, answer)?;
    }
    pi.machine
        .plug(&stick::image(&folder, "good", 64, &desk.ann)?, "good")?;
    pi.wait_for("accepted", &accepted)?;
    pi.wait_for("cover", &cover)?;
    switch_off(&mut pi.machine)?;
    pi.goes_dark()?;
    drop(pi);

    let mut expected = Expected::new(vec![kept(&desk.ann)?], None)?;
    let mut damaged = desk.bo.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0x10;
    let why = Refusal::Damaged;
    let refused = expected.news(News::Refused { why })?;
    let test_card = Expected::new(Vec::new(), None)?.news(News::TestCard)?;
    let why_it_failed = News::fault(Fault::KeepsFailing, "journalctl -u playtally");
    let failing = Expected::new(Vec::new(), None)?.news(why_it_failed)?;
    let mut pi = Pi::boot(&with_spi, &folder)?;
    pi.wait_for("cover-again", &cover)?;
    pi.machine
        .plug(&stick::image(&folder, "damaged", 64, &damaged)?, "damaged")?;
    pi.wait_for("refused", &refused)?;
    pi.wait_for("cover-afterwards", &cover)?;

    let said = pi.machine.run("playtally-device doctor; true")?;
    if !said.contains("is in use by playtally") || !said.contains("sudo systemctl stop playtally") {
        return Err("the doctor does not say that the display runs".into());
    }
    pi.machine.run("systemctl stop playtally")?;
    pi.goes_dark()?;
    pi.machine.begin("playtally-device doctor")?;
    pi.wait_for("test-card", &test_card)?;
    pi.press_any()?;
    let said = pi.machine.finish()?;
    for check in [
        "settings: no mistakes",
        "SPI: /dev/spidev0.1",
        "lines: free",
        "store: 1 of 8 owners: Ann",
        "a button was pressed",
    ] {
        if !said.contains(check) {
            return Err(format!("the doctor does not say «{check}»").into());
        }
    }

    pi.machine.run("systemctl start playtally")?;
    pi.machine.run(
        "until systemctl is-failed -q playtally; do systemctl is-active -q playtally && systemctl kill -s SEGV playtally; \
         sleep 1; done",
    )?;
    pi.wait_for("keeps-failing", &failing)?;
    // Five starts, or more where they did not all fall into two minutes.
    expect(
        &mut pi.machine,
        "[ $(systemctl show -P NRestarts playtally) -ge 4 ] && echo enough",
        "enough",
    )?;
    pi.press_any()?;
    pi.wait_for("cover-after-failing", &cover)?;

    pi.machine.run("systemctl stop playtally")?;
    pi.goes_dark()?;
    set(&mut pi.machine, RPPAL)?;
    pi.machine.run(&format!(
        "mkdir /etc/systemd/system/playtally.service.d; printf '{ALL_MEMORY}' >/etc/systemd/system/playtally.service.d/memory.conf; \
         chgrp gpio /dev/mem; chmod 660 /dev/mem; \
         systemctl daemon-reload; systemctl start playtally"
    ))?;
    pi.wait_for("cover-by-rppal", &cover)?;

    let mut expected = Expected::new(vec![kept(&desk.ann)?, kept(&desk.bo)?], None)?;
    let owner = kept(&desk.bo)?.identity();
    let accepted = expected.news(News::Accepted { owner })?;
    let cover_of_bo = expected.tap(Button::X)?;
    load_through_the_drive(&mut pi.machine)?;
    pi.wait_for("accepted-from-drive", &accepted)?;
    pi.wait_for("cover-of-bo", &cover_of_bo)?;

    pi.hold(Button::X, "menu", &expected.hold(Button::X)?)?;
    // From the first line to the last and on to that which erases what is up.
    for what in ["menu-test-card", "menu-erase-all", "menu-erase"] {
        pi.tap(Button::X, what, &expected.tap(Button::X)?)?;
    }
    pi.tap(Button::A, "erase", &expected.tap(Button::A)?)?;
    pi.hold(Button::A, "erased", &expected.news(News::Erased)?)?;
    pi.wait_for("cover-after-erasing", &cover)?;
    pi.machine.run(
        "rm -r /etc/systemd/system/playtally.service.d; systemctl unmask --runtime playtally-stick@sda playtally-stick@sdb",
    )?;
    pi.machine.run(&format!("{APT} remove playtally-device"))?;
    pi.goes_dark()?;
    expect(
        &mut pi.machine,
        "ls /etc/playtally.toml /var/lib/playtally | xargs",
        "/etc/playtally.toml /var/lib/playtally: lock owner-1.a",
    )?;
    pi.machine.run(&format!("{APT} purge playtally-device"))?;
    expect(
        &mut pi.machine,
        "find / -xdev -name '*playtally*'; ls /run | grep playtally; systemctl list-units --plain --no-legend 'playtally*'",
        "",
    )?;
    Ok("installed; SPI on from the next start; no summary, accepted, cover; refused; test card; failing; by rppal; a drive; \
        erased; removed"
        .to_owned())
}

/// The owner turns the drive on, and a computer copies Bo's summary there: the same machine, over a cable that its kernel makes
/// up. So it does not look for sticks meanwhile.
fn load_through_the_drive(machine: &mut Machine) -> Result<()> {
    machine.run("systemctl mask --runtime playtally-stick@sda playtally-stick@sdb")?;
    machine.run(
        "cd /boot/firmware; while read -r module; do ./busybox insmod $module 2>/dev/null; done <gadget; cd /; \
         systemctl enable --now playtally-gadget",
    )?;
    machine.run("until mount LABEL=PLAYTALLY /mnt 2>/dev/null; do sleep 1; done; cat /mnt/STATUS.TXT")?;
    machine.run(&format!("cp /boot/firmware/bo.tally /mnt && {EJECT}"))?;
    Ok(())
}

/// Has the guest run a command that has to print these words.
fn expect(machine: &mut Machine, command: &str, answer: &str) -> Result<()> {
    let said = machine.run(&format!("{command}; true"))?;
    let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
    if words == answer {
        return Ok(());
    }
    Err(format!("«{command}» says «{words}», and not «{answer}»").into())
}

/// Has a line of the settings file say this.
fn set(machine: &mut Machine, line: &str) -> Result<()> {
    let name = line.split(' ').next().unwrap_or(line);
    machine.run(&format!("sed -i \"s/^{name} = .*/{line}/\" /etc/playtally.toml"))?;
    Ok(())
}

/// Shuts a computer down. The model goes on until it is dropped, and takes a whole processor for it.
fn switch_off(machine: &mut Machine) -> Result<()> {
    machine.begin("systemctl poweroff; sleep 900")?;
    machine.wait_for("reboot: Power")?;
    Ok(())
}

/// A card with Debian. Its packages are configured the first time, on a board whose disks are fast.
fn debian(desk: &Desk, folder: &Path) -> Result<PathBuf> {
    let (ready, half) = (desk.part("debian.img"), desk.part("half-debian.img"));
    if !ready.exists() {
        let card = Card::copy(&desk.part("card.img"), &half)?;
        let parts = Parts {
            disk: Some(card.path().to_owned()),
            ..desk.pack(Board::Virt, folder, &[])?
        };
        let mut machine = Machine::boot(&parts, &folder.join("machine"))?;
        machine.run("mount -t ext4 /dev/vda2 /state && mount -o bind /dev /state/dev")?;
        machine.run(
            "tail -f /state/debootstrap/debootstrap.log & \
             PATH=$PATH:/sbin:/usr/bin:/usr/sbin chroot /state /debootstrap/debootstrap --second-stage",
        )?;
        machine.run("killall tail; umount /state/dev; umount /state/sys; umount /state/proc; umount /state && sync")?;
        drop(machine);
        fs::rename(half, &ready)?;
    }
    Ok(ready)
}
