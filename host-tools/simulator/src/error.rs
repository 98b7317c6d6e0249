//! What can go wrong.

/// Why a device cannot be simulated, or not any further.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No emulated panel stands for this one.
    #[error("the panel {0} cannot be simulated yet; choose another one")]
    NoSuchPanel(&'static str),
    /// The panel's driver cannot start.
    #[error("the panel's driver failed: {0}")]
    Driver(String),
    /// A step of the device went wrong.
    #[error("the device failed: {0}")]
    Device(String),
}
