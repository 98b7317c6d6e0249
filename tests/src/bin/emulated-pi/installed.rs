//! The package on a card with Debian and systemd.

use std::fs;
use std::path::{Path, PathBuf};

use playtally_tests::pi::card::{Card, ROOT};
use playtally_tests::pi::machine::{Board, Machine, Parts};

use super::Result;
use super::desk::Desk;

/// The package that `cargo deb` makes.
const PACKAGE: &str = concat!("playtally-device_", env!("CARGO_PKG_VERSION"), "-1_arm64.deb");
const APT: &str = "DEBIAN_FRONTEND=noninteractive apt-get -q -y";

/// An owner copies the package onto the boot partition of a card on which SPI is off, and installs it with apt. Nothing
/// fails for want of SPI, which is on from the next start, and the display is enabled.
pub(crate) fn the_package_installs_where_spi_is_off(desk: &Desk) -> Result<String> {
    let folder = desk.folder("installed");
    let card = Card::copy(&debian(desk, &folder)?, &folder.join("card.img"))?;
    let parts = Parts {
        disk: Some(card.path().to_owned()),
        root: Some(ROOT),
        device_tree: desk.part("pi3-without-spi.dtb"),
        // Without a panel, what happens on the pins is of no interest.
        traces: false,
        ..desk.pack(Board::RaspberryPi3, &folder, &[])?
    };

    card.put(&Path::new("target/debian").join(PACKAGE))?;
    if card.has_spi_on()? {
        return Err("SPI was on before the package came".into());
    }
    let mut machine = Machine::boot(&parts, &folder.join("machine"))?;
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
    switch_off(&mut machine)?;
    if !card.has_spi_on()? {
        return Err("the boot configuration does not have SPI on".into());
    }

    Ok("installed with SPI off, and SPI on from the next start".to_owned())
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

/// Shuts a computer down, as far as the model can be.
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
