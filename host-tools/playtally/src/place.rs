//! Where things are kept.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use etcetera::BaseStrategy;

/// What SQLite keeps beside a library, by the ends of the names.
const OF_SQLITE: [&str; 3] = ["-journal", "-wal", "-shm"];
/// And what keeps others off one, wherever it is made.
const LOCKS: [&str; 2] = ["-lock", ".lock"];

/// Where a user's library is, in words.
pub(crate) const USUAL: &str = if cfg!(windows) {
    r"%APPDATA%\playtally\library.sqlite"
} else if cfg!(target_os = "macos") {
    "~/Library/Application Support/playtally/library.sqlite"
} else {
    "$XDG_DATA_HOME/playtally/library.sqlite, or ~/.local/share/playtally/library.sqlite"
};

/// The library's file: the one asked for, or the one in the platform's data directory
/// (`$XDG_DATA_HOME/playtally/library.sqlite` on Linux).
pub(crate) fn library(asked: Option<PathBuf>) -> Result<PathBuf> {
    match asked {
        Some(path) => Ok(path),
        None => {
            usual_library().context("cannot find your home directory; say where the library is with --library FILE")
        }
    }
}

/// The libraries that a user has, whichever is asked for.
pub(crate) fn libraries(asked: Option<&Path>) -> Vec<PathBuf> {
    asked
        .map(Path::to_owned)
        .into_iter()
        .chain(usual_library().ok())
        .collect()
}

fn usual_library() -> Result<PathBuf> {
    let directories = etcetera::base_strategy::choose_native_strategy()?;
    Ok(directories.data_dir().join("playtally").join("library.sqlite"))
}

/// The settings of `refresh`: those asked for, or those in the platform's directory of configurations
/// (`$XDG_CONFIG_HOME/playtally/refresh.toml` on Linux, `%APPDATA%\playtally\refresh.toml` on Windows,
/// `~/Library/Application Support/playtally/refresh.toml` on macOS).
pub(crate) fn refresh_settings(asked: Option<PathBuf>) -> Result<PathBuf> {
    if let Some(path) = asked {
        return Ok(path);
    }
    let directories = etcetera::base_strategy::choose_native_strategy()
        .context("cannot find your home directory; say where the settings are with --settings FILE")?;
    // On macOS, the directory of preferences is for the system's own format.
    let folder = match cfg!(target_os = "macos") {
        true => directories.data_dir(),
        false => directories.config_dir(),
    };
    Ok(folder.join("playtally").join("refresh.toml"))
}

/// The folder that a file lies in.
pub(crate) fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Everything that may lie beside a library and belongs to it.
pub(crate) fn beside_library(library: &Path) -> impl Iterator<Item = PathBuf> {
    OF_SQLITE.iter().chain(&LOCKS).map(|end| ending(library, end))
}

fn ending(library: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(library);
    name.push(end);
    name.into()
}
