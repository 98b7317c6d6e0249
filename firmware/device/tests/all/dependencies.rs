//! What may not be in the program on the Pi: C, which would need a cross compiler, and crates that open sockets.

use std::process::Command;

/// Crates that build or link C, other than by a name that ends in `-sys`.
const C: [&str; 5] = ["cc", "cmake", "bindgen", "pkg-config", "vcpkg"];
/// Crates with such a name that declare functions of the C library and nothing else.
const NO_C: [&str; 1] = ["ioctl-sys"];
/// Crates whose purpose is a network.
const SOCKETS: [&str; 9] = [
    "socket2",
    "mio",
    "tokio",
    "async-std",
    "smol",
    "hyper",
    "ureq",
    "reqwest",
    "rustls",
];

/// The names of all crates of the program, build scripts' included, on a target.
fn crates(target: &str, kinds: &str) -> Option<Vec<String>> {
    let tree = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["tree", "--offline", "--locked", "--package", "playtally-device"])
        .args([
            "--target", target, "--edges", kinds, "--prefix", "none", "--format", "{p}",
        ])
        .output();
    match tree {
        Ok(tree) if tree.status.success() => {
            let lines = String::from_utf8_lossy(&tree.stdout).into_owned();
            Some(
                lines
                    .lines()
                    .filter_map(|line| Some(line.split_once(' ')?.0.to_owned()))
                    .collect(),
            )
        }
        Ok(tree) => {
            println!("skipped: {}", String::from_utf8_lossy(&tree.stderr));
            None
        }
        Err(error) => {
            println!("skipped: cargo cannot be run: {error}");
            None
        }
    }
}

#[test]
fn the_program_has_no_c_in_it() {
    for target in [
        "aarch64-unknown-linux-musl",
        "armv7-unknown-linux-musleabihf",
        "arm-unknown-linux-musleabihf",
    ] {
        let Some(crates) = crates(target, "normal,build") else {
            return;
        };
        assert!(
            crates.iter().any(|name| name == "rppal"),
            "this is not the program's tree: {crates:?}"
        );
        let with_c =
            |name: &&String| name.ends_with("-sys") && !NO_C.contains(&name.as_str()) || C.contains(&name.as_str());
        assert_eq!(crates.iter().find(with_c), None, "on {target}");
    }
}

#[test]
fn the_program_has_no_crate_that_opens_a_network_connection() {
    let Some(crates) = crates("aarch64-unknown-linux-musl", "normal") else {
        return;
    };
    assert_eq!(crates.iter().find(|name| SOCKETS.contains(&name.as_str())), None);
}
