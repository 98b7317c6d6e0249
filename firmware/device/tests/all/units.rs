//! What the services may do, by systemd's own reckoning.
#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::Command;

/// The most exposure that a service may have, in tenths; a service without a sandbox has 96.
const MOST: u32 = 10;

#[test]
fn no_service_has_more_rights_than_it_needs() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("package");
    for unit in [
        "playtally.service",
        "playtally-failed.service",
        "playtally-disk@.service",
        "playtally-stick@.service",
        "playtally-keep@.service",
        "playtally-gadget.service",
        "playtally-erase.service",
    ] {
        let threshold = format!("--threshold={MOST}");
        let command = Command::new("systemd-analyze")
            .args(["security", "--offline=yes", "--no-pager", &threshold])
            .arg(package.join(unit))
            .output();
        let Ok(output) = command else {
            return println!("skipped: there is no systemd-analyze");
        };
        let (report, errors) = (
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        if !report.contains("Overall exposure level") {
            return println!("skipped: systemd-analyze cannot look at files: {errors}");
        }
        assert!(output.status.success(), "{unit}:\n{report}");
        // systemd before 254 does without being asked what this one line asks for.
        let mut mistakes = errors.lines().filter(|line| line.contains("ignoring"));
        assert!(mistakes.all(|line| line.contains("RestartMode")), "{unit}: {errors}");
    }
}

#[test]
fn the_stick_reader_is_named_like_nobody_else() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("package");
    let read = |file: &str| std::fs::read_to_string(package.join(file)).unwrap();
    let unit = read("playtally-stick@.service");
    let user = unit.lines().find_map(|line| line.strip_prefix("User=")).unwrap();
    // systemd refuses to make up a user whose name is taken, be it by a group.
    let names = read("playtally.sysusers");
    let mut names = names.lines().filter_map(|line| line.split_whitespace().nth(1));
    assert!(names.all(|name| name != user), "{user}");
}

#[test]
fn whoever_erases_has_the_rights_of_whoever_keeps() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("package");
    let rights = |unit: &str| {
        let text = std::fs::read_to_string(package.join(unit)).unwrap();
        let rights = text.lines().skip_while(|line| !line.starts_with("User="));
        rights.map(str::to_owned).collect::<Vec<_>>()
    };
    let requests = "ReadWritePaths=/run/playtally/news /run/playtally/requests";
    let kept = rights("playtally-keep@.service").into_iter();
    let with_requests = kept.map(|line| line.replace("ReadWritePaths=/run/playtally/news", requests));
    assert_eq!(rights("playtally-erase.service"), with_requests.collect::<Vec<_>>());
}

#[test]
fn the_message_of_a_failing_display_has_no_more_rights_than_the_display() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("package");
    let rights = |unit: &str| {
        let text = std::fs::read_to_string(package.join(unit)).unwrap();
        let rights = text.lines().skip_while(|line| !line.starts_with("User="));
        let rights = rights
            .take_while(|line| *line != "[Install]")
            .filter(|line| !line.is_empty());
        rights.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(rights("playtally-failed.service"), rights("playtally.service"));
}

#[test]
fn what_is_kept_and_told_of_owners_is_for_the_devices_own_group() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("package");
    let octal = |text: &str| u32::from_str_radix(text, 8).unwrap();
    let places = std::fs::read_to_string(package.join("playtally.tmpfiles")).unwrap();
    // Names of sticks can be read there, and nothing of an owner.
    let open_to_all = ["/run/playtally", "/run/playtally/inbox"];
    let mut kept = Vec::new();
    for place in places
        .lines()
        .filter(|line| line.starts_with("d ") || line.starts_with("f "))
    {
        let fields: Vec<&str> = place.split_whitespace().collect();
        if !open_to_all.contains(&fields[1]) {
            assert_eq!(octal(fields[2]) & 0o007, 0, "{place}");
            kept.push(fields[1]);
        }
    }
    for place in [
        "/var/lib/playtally",
        "/var/lib/playtally-display",
        "/run/playtally/news",
        "/run/playtally/gadget",
    ] {
        assert!(kept.contains(&place), "{place}");
    }
    for unit in std::fs::read_dir(&package).unwrap().flatten() {
        let Ok(text) = std::fs::read_to_string(unit.path()) else {
            continue;
        };
        if !text.contains("\nExecStart=") {
            continue;
        }
        let mask = text.lines().find_map(|line| line.strip_prefix("UMask=")).map(octal);
        assert_eq!(mask.unwrap_or_default() & 0o027, 0o027, "{:?}", unit.path());
        let modes = text.lines().filter_map(|line| line.strip_prefix("StateDirectoryMode="));
        assert!(modes.map(octal).all(|mode| mode & 0o007 == 0), "{:?}", unit.path());
        if text.contains("\nStateDirectory=") {
            assert!(text.contains("\nStateDirectoryMode="), "{:?}", unit.path());
        }
    }
}

#[test]
fn a_disk_is_searched_only_after_somebody_saw_that_it_is_a_stick() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("package");
    let read = |file: &str| std::fs::read_to_string(package.join(file)).unwrap();
    let rules = read("playtally.rules");
    assert!(
        rules.contains("playtally-disk@%k.service") && !rules.contains("playtally-stick@%k"),
        "{rules}"
    );
    assert!(read("playtally-disk@.service").contains("\nOnSuccess=playtally-stick@%i.service\n"));
}
