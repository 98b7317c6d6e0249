//! A device that is a drive to a computer, through a stock kernel's mass storage function, USB and file system: one machine
//! is both, over a cable that the kernel makes up (`dummy_hcd`).

use playtally_tests::pi::guest::GuestFile;
use playtally_tests::pi::machine::{Board, Machine};

use super::Result;
use super::desk::Desk;

/// What udev, systemd and the package's units do: the modules, the drive, by a user with no other rights but to read what is
/// kept, as one of its group, and the store for whatever comes in.
const TURN_ON: &str = "\
    while read -r module; do insmod /modules/$module 2>/dev/null; done </modules/gadget; \
    mount -t configfs none /sys/kernel/config && mkdir -p /mnt /run/playtally/gadget && \
    : >/run/playtally/inbox/gadget && chown 1000:1000 /run/playtally/gadget /run/playtally/inbox/gadget && \
    mkdir -p /etc && echo gadget:x:1000:1000::/:/bin/sh >/etc/passwd && \
    printf 'gadget:x:1000:\\nroot:x:0:gadget\\n' >/etc/group && \
    playtally-device gadget-setup && start-stop-daemon -S -b -c gadget -x /bin/playtally-device -- --state /state gadget && \
    { while sleep 0.5; do [ -s /run/playtally/inbox/gadget ] && sleep 0.5 && \
      playtally-device --state /state keep </run/playtally/inbox/gadget && : >/run/playtally/inbox/gadget; done & }";
const GADGET: &str = "/sys/kernel/config/usb_gadget/playtally";
/// Opens the drive, as soon as there is one.
const MOUNT: &str = "until mount -t vfat /dev/sda /mnt 2>/dev/null; do sleep 0.2; done";
const STATUS: &str = "cat /mnt/STATUS.TXT";
/// What is left of an eject where the drive is: busybox has none, and in the kernel this ends where that does.
pub(crate) const EJECT: &str =
    "umount /mnt && echo 1 >/sys/kernel/config/usb_gadget/playtally/functions/mass_storage.0/lun.0/forced_eject";

/// A summary is copied, and loaded once the drive is no longer in use; another one as soon as it is ejected. One whose copy is
/// cut short by pulling the cable is refused, and loaded when it comes whole. While the computer uses the drive, the device
/// does not take it.
pub(crate) fn a_computer_loads_summaries_through_a_drive(desk: &Desk) -> Result<String> {
    let folder = desk.folder("gadget");
    let mut files = Vec::new();
    for (name, content) in [("ann", &desk.ann), ("later", &desk.ann_later), ("bo", &desk.bo)] {
        let (path, content) = (format!("tmp/{name}.tally"), content.clone());
        files.push(GuestFile { path, content });
    }
    let parts = desk.pack(Board::Virt, &folder, &files)?;
    let mut machine = Machine::boot(&parts, &folder.join("machine"))?;
    machine.run(TURN_ON)?;

    expect(&machine.run(&format!("{MOUNT}; {STATUS}"))?, "Nothing yet")?;
    // It is in use for longer than the drive has to be quiet, but for less than it takes to be taken all the same.
    machine.run(&format!(
        "cp /tmp/ann.tally /mnt && sync && sleep 20 && grep -q image {GADGET}/functions/mass_storage.0/lun.0/file"
    ))?;
    machine.run("umount /mnt")?;
    machine.run("until grep -q accepted /run/playtally/news/news 2>/dev/null; do sleep 0.2; done")?;
    kept(&mut machine, "ann")?;
    expect(&machine.run(&format!("{MOUNT}; {STATUS}; ls /mnt"))?, "Ann (2")?;

    machine.run(&format!(
        "rm /run/playtally/news/news; cp /tmp/bo.tally /mnt && {EJECT}"
    ))?;
    machine.run("until grep -q accepted /run/playtally/news/news 2>/dev/null; do sleep 0.2; done")?;
    kept(&mut machine, "bo")?;
    expect(&machine.run(&format!("{MOUNT}; {STATUS}"))?, "Bo (2")?;

    let pulled = format!("echo >{GADGET}/UDC; umount -l /mnt");
    machine.run(&format!(
        "rm /run/playtally/news/news; head -c 9000 /tmp/later.tally >/mnt/later.tally; sync; {pulled}"
    ))?;
    machine.run("until grep -q Incomplete /run/playtally/news/news 2>/dev/null; do sleep 0.2; done")?;
    kept(&mut machine, "ann")?;
    machine.run(&format!("ls /sys/class/udc >{GADGET}/UDC"))?;
    expect(
        &machine.run(&format!("{MOUNT}; {STATUS}"))?,
        "The summary is incomplete.",
    )?;
    machine.run(&format!(
        "rm /run/playtally/news/news; cp /tmp/later.tally /mnt && {EJECT}"
    ))?;
    machine.run("until grep -q accepted /run/playtally/news/news 2>/dev/null; do sleep 0.2; done")?;
    kept(&mut machine, "later")?;
    Ok("a drive; a summary copied, one ejected, one cut short by pulling the cable and then whole".to_owned())
}

fn expect(printed: &str, text: &str) -> Result<()> {
    if printed.contains(text) {
        return Ok(());
    }
    Err(format!("the computer reads no «{text}» but:\n{printed}").into())
}

/// Whether one of the slots keeps a summary to its last byte, after a slot's header.
fn kept(machine: &mut Machine, name: &str) -> Result<()> {
    let same =
        format!("for slot in /state/owner-*; do tail -c +25 $slot | cmp -s - /tmp/{name}.tally && found=yes; done");
    machine.run(&format!("found=; {same}; [ $found ]"))?;
    Ok(())
}
