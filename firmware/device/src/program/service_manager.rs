//! What systemd wants to hear: see sd_notify(3). On a card of its own the first process hears the same on the standard
//! output, so that nobody there needs a socket.

use std::env;
use std::io::{self, Write};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::path::Path;

/// Tells the service manager how the program fares, if it listens.
#[derive(Debug)]
pub(crate) struct ServiceManager {
    ear: Option<Ear>,
    ready: bool,
}

#[derive(Debug)]
enum Ear {
    Socket(UnixDatagram),
    Output,
}

impl ServiceManager {
    /// Connects to the manager that started the program, if one did and wants to hear from it.
    pub(crate) fn new() -> Self {
        if env::var("PLAYTALLY_NOTIFY").is_ok_and(|to| to == "stdout") {
            return Self {
                ear: Some(Ear::Output),
                ready: false,
            };
        }
        Self::at(env::var("NOTIFY_SOCKET").ok().as_deref())
    }

    fn at(address: Option<&str>) -> Self {
        Self {
            ear: address.and_then(connect).map(Ear::Socket),
            ready: false,
        }
    }

    /// A frame went out, or was found unchanged: the program is ready from the first one on, and feeds the watchdog with
    /// every one.
    pub(crate) fn frame_is_up(&mut self) {
        self.tell(if self.ready {
            "WATCHDOG=1"
        } else {
            "READY=1\nWATCHDOG=1"
        });
        self.ready = true;
    }

    /// The program was asked to end and does.
    pub(crate) fn stopping(&self) {
        self.tell("STOPPING=1");
    }

    fn tell(&self, what: &str) {
        // If it does not arrive, the watchdog says so.
        let _ = match &self.ear {
            Some(Ear::Socket(socket)) => socket.send(what.as_bytes()).map(drop),
            Some(Ear::Output) => writeln!(io::stdout(), "{what}"),
            None => Ok(()),
        };
    }
}

fn connect(address: &str) -> Option<UnixDatagram> {
    let socket = UnixDatagram::unbound().ok()?;
    let address = match address.strip_prefix('@') {
        Some(name) => SocketAddr::from_abstract_name(name),
        None => SocketAddr::from_pathname(Path::new(address)),
    };
    socket.connect_addr(&address.ok()?).ok()?;
    Some(socket)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manager_hears_of_the_first_frame_and_of_every_other() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("notify");
        let manager = UnixDatagram::bind(&path).unwrap();
        let mut program = ServiceManager::at(path.to_str());
        program.frame_is_up();
        program.frame_is_up();
        program.stopping();
        let heard = || {
            let mut bytes = [0; 99];
            let length = manager.recv(&mut bytes).unwrap();
            String::from_utf8_lossy(&bytes[..length]).into_owned()
        };
        assert_eq!(
            [heard(), heard(), heard()],
            ["READY=1\nWATCHDOG=1", "WATCHDOG=1", "STOPPING=1"]
        );
    }

    #[test]
    fn nobody_has_to_listen() {
        ServiceManager::at(None).frame_is_up();
        ServiceManager::at(Some("/nonexistent")).frame_is_up();
    }
}
