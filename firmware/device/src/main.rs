//! `playtally-device`: the program on the Raspberry Pi.
#![forbid(unsafe_code)]

#[cfg(target_os = "linux")]
mod program;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    program::main()
}

#[cfg(not(target_os = "linux"))]
fn main() -> std::process::ExitCode {
    eprintln!("playtally-device runs on Linux; on other systems, try `playtally simulate`.");
    std::process::ExitCode::FAILURE
}
