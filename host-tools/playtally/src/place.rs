//! Where things are kept.

use std::path::PathBuf;

use anyhow::{Context, Result};
use etcetera::BaseStrategy;

/// The library's file: the one asked for, or the one in the platform's data directory
/// (`$XDG_DATA_HOME/playtally/library.sqlite` on Linux).
pub(crate) fn library(asked: Option<PathBuf>) -> Result<PathBuf> {
    if let Some(path) = asked {
        return Ok(path);
    }
    let directories = etcetera::base_strategy::choose_native_strategy()
        .context("cannot find your home directory; say where the library is with --library FILE")?;
    Ok(directories.data_dir().join("playtally").join("library.sqlite"))
}
