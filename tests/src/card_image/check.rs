//! What has to hold of a card image, whatever it is made from.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use playtally_device::Settings;

use super::boot::Boot;
use super::image::{FILES, Image, STATE};
use super::initramfs::Archive;
use super::model::{MODELS, Model, Processor};
use super::tree::Tree;
use crate::pi::command::output;

/// At least so much is free for everybody's files, and for what the device keeps.
const FILES_AT_LEAST: u64 = 128 << 20;
const STATE_AT_LEAST: u64 = 4 << 20;

/// What a computer calls the card.
const LABEL: &str = "PLAYTALLY";

/// What lies on it for its owner.
const FOR_OWNERS: [&str; 4] = [
    "START.html",
    "README.TXT",
    "playtally.toml",
    "licences/Raspberry-Pi-firmware.txt",
];

/// Drivers that Debian's kernels have as modules, for nodes without which no card, no stick, no panel and no light come up.
/// What is made with the kernel for 32 bits has these built in.
const DRIVERS: [&str; 10] = [
    "brcm,bcm2711-emmc2",
    "brcm,bcm2835-i2c",
    "brcm,bcm2835-pwm",
    "brcm,bcm2835-sdhost",
    "brcm,bcm2835-spi",
    "brcm,bcm2835-usb",
    "raspberrypi,firmware-reset",
    "regulator-fixed",
    "regulator-gpio",
    "usb-nop-xceiv",
];

/// Modules for what is no node of a tree: disks on USB, being one, and the bus of clocks.
const MODULES: [&str; 5] = [
    "usb-storage.ko",
    "uas.ko",
    "sd_mod.ko",
    "usb_f_mass_storage.ko",
    "i2c-dev.ko",
];

/// What a module asks of the kernel that drives a network or speaks to a radio.
const OF_NETWORKS: [&str; 10] = [
    "register_netdev",
    "register_netdevice",
    "alloc_etherdev_mqs",
    "alloc_netdev_mqs",
    "usbnet_probe",
    "wiphy_new_nm",
    "ieee80211_alloc_hw_nm",
    "hci_register_dev",
    "gether_setup_name",
    "phylink_create",
];

/// Everything that is wrong with an image; nothing, if it may be handed on. What is on it is copied into a folder.
///
/// # Errors
/// It cannot be read, or a tool is missing.
pub fn check(image: &Path, folder: &Path) -> io::Result<Vec<String>> {
    let image = Image::open(image)?;
    let mut problems = Vec::new();
    partitions(&image, &mut problems)?;
    let files = image.content(folder)?;
    for name in FOR_OWNERS {
        if !files.contains_key(name) {
            problems.push(format!("there is no {name}"));
        }
    }
    let settings = String::from_utf8_lossy(files.get("playtally.toml").map_or(&[], Vec::as_slice));
    if Settings::parse("", &settings).ok() != Some(Settings::default()) {
        problems.push("playtally.toml does not say what holds without it".to_owned());
    }
    let config = String::from_utf8_lossy(files.get("config.txt").map_or(&[], Vec::as_slice)).into_owned();
    let mut roots = BTreeMap::new();
    for model in MODELS {
        let boot = match Boot::of(&config, model) {
            Ok(boot) => boot,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        if boot.is_64_bit != (model.processor == Processor::Arm64) {
            problems.push(format!("a {} starts a kernel for another processor", model.name));
        }
        let named = [&*boot.kernel, &*boot.initramfs, &*boot.command_line, model.tree];
        let missing = named
            .iter()
            .chain(model.firmware())
            .find(|name| files.get(**name).is_none_or(Vec::is_empty));
        if let Some(missing) = missing {
            problems.push(format!("a {} wants {missing}, which is not there", model.name));
            continue;
        }
        if !is_kernel(&folder.join(&boot.kernel), model.processor)? {
            problems.push(format!("{} is no kernel for a {}", boot.kernel, model.name));
        }
        let path = folder.join(&boot.initramfs);
        if !roots.contains_key(&boot.initramfs) {
            let root = root(&path)?;
            first_program(&root, model.processor, folder, &mut problems)?;
            modules(&root, &boot.initramfs, &mut problems);
            roots.insert(boot.initramfs.clone(), root);
        }
        let tree = Tree::new(folder.join(model.tree));
        of_a_model(&tree, model, &mut problems);
        if model.processor == Processor::Arm64 {
            drivers(&tree, model, &roots[&boot.initramfs], &mut problems)?;
        }
    }
    Ok(problems)
}

fn partitions(image: &Image, problems: &mut Vec<String>) -> io::Result<()> {
    let kinds: Vec<u8> = image.partitions.iter().map(|partition| partition.kind).collect();
    if kinds != [FILES, STATE] {
        problems.push(format!(
            "partitions are {kinds:02x?}, and not FAT32 and one without a file system"
        ));
        return Ok(());
    }
    let (files, state) = (image.partitions[0], image.partitions[1]);
    for (partition, least) in [(files, FILES_AT_LEAST), (state, STATE_AT_LEAST)] {
        if partition.length < least || partition.start % (4 << 20) != 0 {
            problems.push(format!(
                "{partition:?} is too small, or begins where flash does not like to"
            ));
        }
    }
    if files.start + files.length > state.start {
        problems.push("one partition lies over the other".to_owned());
    }
    if image.bytes(state)?.iter().any(|byte| *byte != 0) {
        problems.push("there is something where the device is to keep summaries".to_owned());
    }
    let label = image.label()?;
    if label != LABEL {
        problems.push(format!("a computer calls it «{label}»"));
    }
    Ok(())
}

/// Whether a file is a kernel that the firmware starts.
fn is_kernel(path: &Path, processor: Processor) -> io::Result<bool> {
    Ok(match processor {
        // The magic numbers of Documentation/arch/arm64/booting.rst and of arch/arm/boot/compressed/head.S.
        Processor::Arm64 => {
            let unpacked = Command::new("gzip").arg("-dc").arg(path).output()?;
            unpacked.stdout.get(56..60) == Some(b"ARM\x64")
        }
        Processor::Armv6 => fs::read(path)?.get(0x24..0x28) == Some(&0x016F_2818_u32.to_le_bytes()),
    })
}

fn root(initramfs: &Path) -> io::Result<Archive> {
    let unpacked = Command::new("zstd").args(["-q", "-dc"]).arg(initramfs).output()?;
    Archive::read(&unpacked.stdout)
}

/// The device program, for this processor, with nothing that it would have to find.
fn first_program(root: &Archive, processor: Processor, folder: &Path, problems: &mut Vec<String>) -> io::Result<()> {
    let Some(init) = root.members.iter().find(|member| member.name == "init") else {
        problems.push("there is no first program".to_owned());
        return Ok(());
    };
    let path = folder.join("init");
    fs::write(&path, &init.content)?;
    let said = output(Command::new("readelf").args(["-hlA"]).arg(&path))?;
    let wanted: &[&str] = match processor {
        Processor::Arm64 => &["AArch64"],
        Processor::Armv6 => &["ELF32", "Tag_CPU_arch: v6\n"],
    };
    let is_one = wanted.iter().all(|text| said.contains(text)) && !said.contains("INTERP");
    if !is_one || init.mode & 0o111 != 0o111 {
        problems.push(format!("the first program is none for {processor:?}, or not by itself"));
    }
    Ok(())
}

/// Nothing but the first program and its modules, in a list, and none of them for a network.
fn modules(root: &Archive, name: &str, problems: &mut Vec<String>) {
    let listed = String::from_utf8_lossy(root.file("modules/order").unwrap_or_default()).into_owned();
    let mut known = vec!["init".to_owned(), "modules".to_owned(), "modules/order".to_owned()];
    known.extend(listed.lines().map(|line| format!("modules/{line}")));
    for member in &root.members {
        if !known.contains(&member.name) {
            problems.push(format!("{name} has a {}", member.name));
        }
        for symbol in OF_NETWORKS {
            let as_a_name = [b"\0", symbol.as_bytes(), b"\0"].concat();
            if member.name.ends_with(".ko") && contains(&member.content, &as_a_name) {
                problems.push(format!(
                    "{} in {name} is for a network: it asks for {symbol}",
                    member.name
                ));
            }
        }
    }
    for wanted in known
        .into_iter()
        .skip(3)
        .chain(MODULES.map(|module| format!("modules/{module}")))
    {
        if root.file(&wanted).is_none() {
            problems.push(format!("{name} has no {wanted}"));
        }
    }
}

/// What a panel, its light and the ports need, in a model's tree, and what must be off.
fn of_a_model(tree: &Tree, model: &Model, problems: &mut Vec<String>) {
    let mut wrong = |what: &str| problems.push(format!("{}: {what}", model.tree));
    let (spi, pwm) = ("/soc/spi@7e204000", "/soc/pwm@7e20c000");
    let is_on = |node: &str| matches!(tree.text(node, "status").as_deref(), None | Some("okay"));
    let mut bus = tree.pins(spi);
    bus.sort_unstable();
    if !is_on(spi) || bus != [7, 8, 9, 10, 11] || tree.text("/aliases", "spi0").as_deref() != Some(spi) {
        wrong("SPI is off, not the first bus or not on its pins");
    }
    for select in 0..2 {
        let panel = format!("{spi}/panel@{select}");
        let is_one = tree.numbers(&panel, "reg") == [select]
            && tree.text(&panel, "compatible").as_deref() == Some("rohm,dh2228fv")
            && tree.numbers(&panel, "spi-max-frequency") == [125_000_000];
        if !is_one {
            wrong(&format!("there is no panel on CE{select}"));
        }
    }
    if !is_on(pwm) || tree.pins(pwm) != [13] {
        wrong("no PWM drives GPIO 13");
    }
    if !tree.numbers("/soc/gpio@7e200000", "pinctrl-0").is_empty() {
        wrong("lines are driven that nobody asked for");
    }
    if tree.text("/soc/usb@7e980000", "dr_mode").as_deref() != Some(model.port.word()) {
        wrong(&format!("its port is not {}", model.port.word()));
    }
    let i2c = "/soc/i2c@7e804000";
    if !is_on(i2c) || tree.pins(i2c) != [2, 3] || tree.text("/aliases", "i2c1").as_deref() != Some(i2c) {
        wrong("a clock with a battery would not be found on GPIO 2 and 3");
    }
    for network in [
        "/soc/mmc@7e300000",
        "/scb/ethernet@7d580000",
        "/soc/serial@7e201000/bluetooth",
    ] {
        if tree.text(network, "compatible").is_some() && is_on(network) {
            wrong(&format!("{network} is on"));
        }
    }
}

/// Every node that is on has its driver, if it is one of those without which little works.
fn drivers(tree: &Tree, model: &Model, root: &Archive, problems: &mut Vec<String>) -> io::Result<()> {
    for name in tree.compatible()?.iter().filter(|name| DRIVERS.contains(&&***name)) {
        let alias = format!("alias=of:N*T*C{name}\0");
        if !root
            .members
            .iter()
            .any(|member| contains(&member.content, alias.as_bytes()))
        {
            problems.push(format!("{}: no module drives {name}", model.tree));
        }
    }
    Ok(())
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    // Most places differ at their first byte.
    let first = wanted.first().copied();
    bytes
        .windows(wanted.len())
        .any(|window| window.first().copied() == first && window == wanted)
}

#[cfg(test)]
mod tests {
    use super::super::initramfs::Member;
    use super::*;

    const SETTINGS: &str = include_str!("../../../release/on-card/playtally.toml");

    /// What the file says once the lines after a line are awake, up to the next empty one.
    fn awake(after: &str) -> String {
        let mut is_in_it = false;
        let lines = SETTINGS.lines().map(|line| {
            let is_heading = line == after;
            is_in_it = is_heading || is_in_it && !line.is_empty();
            line.strip_prefix("# ")
                .filter(|_| is_in_it && !is_heading)
                .unwrap_or(line)
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn each_of_the_four_hats_can_be_woken() {
        let hats = [
            ("# Pimoroni Display HAT Mini", "display-hat-mini", Some(13)),
            ("# Pimoroni Pirate Audio", "pirate-audio", Some(13)),
            ("# Waveshare 1.3\" LCD HAT", "st7789-240x240", Some(24)),
            ("# Waveshare 2.13\" e-Paper HAT", "ssd1680-250x122", None),
        ];
        for (heading, panel, backlight) in hats {
            let settings = Settings::parse("", &awake(heading)).unwrap_or_else(|error| panic!("{heading}: {error}"));
            assert_eq!(settings.panel.name, panel);
            assert_eq!(settings.pins.backlight.map(|pin| pin.number()), backlight, "{heading}");
        }
    }

    #[test]
    fn every_other_line_can_be_woken_and_is_no_default() {
        let looks = SETTINGS.split("# ---- How it looks").nth(1).unwrap();
        let lines: Vec<_> = looks.lines().filter_map(|line| line.strip_prefix("# ")).collect();
        let settings: Vec<_> = lines.iter().filter(|line| line.contains(" = ")).collect();
        assert_eq!(settings.len(), 8, "{settings:?}");
        for line in settings {
            let parsed = Settings::parse("", line).unwrap_or_else(|error| panic!("{line}: {error}"));
            assert!(parsed != Settings::default() || line.starts_with("buttons"), "{line}");
        }
    }

    #[test]
    fn a_module_for_a_network_and_a_file_that_is_no_module_are_found() {
        let member = |name: &str, content: &[u8]| Member {
            name: name.to_owned(),
            mode: 0o100_644,
            content: content.to_owned(),
        };
        let mut members: Vec<_> = MODULES
            .iter()
            .map(|name| member(&format!("modules/{name}"), b"ELF"))
            .collect();
        members.push(member("init", b"ELF"));
        let order: String = MODULES.iter().map(|name| format!("{name}\n")).collect();
        members.push(member("modules/order", order.as_bytes()));
        let problems = |members: &[Member]| {
            let mut problems = Vec::new();
            let root = Archive {
                members: members.to_owned(),
            };
            modules(&root, "initramfs8", &mut problems);
            problems
        };
        assert_eq!(problems(&members), Vec::<String>::new());
        members[0].content = b"ELF\0register_netdev\0".to_vec();
        members.push(member("bin/sh", b"ELF"));
        assert_eq!(
            problems(&members),
            [
                "modules/usb-storage.ko in initramfs8 is for a network: it asks for register_netdev",
                "initramfs8 has a bin/sh"
            ]
        );
    }
}
