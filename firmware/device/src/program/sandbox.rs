//! Rights that a process gives up for good, on top of those that its service never had.

use std::path::Path;

use landlock::{ABI, Access, AccessFs, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr};

use super::trouble::Trouble;

/// The newest set of rights that is known here; an older kernel denies what it knows of it.
const RIGHTS: ABI = ABI::V5;

/// What may be done below a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Right {
    /// Reading.
    Read,
    /// Reading and writing, also to devices.
    Write,
    /// Starting it as a program.
    Run,
}

/// Denies every path to this thread and to those that it starts, but for these. Files that are open stay so. A path
/// that does not exist gives no right.
pub(crate) fn only_files<'a>(paths: impl IntoIterator<Item = (&'a Path, Right)>) -> Result<(), Trouble> {
    let restrict = || {
        let mut ruleset = Ruleset::default().handle_access(AccessFs::from_all(RIGHTS))?.create()?;
        for (path, right) in paths {
            let rights = match right {
                Right::Read => AccessFs::ReadFile | AccessFs::ReadDir,
                Right::Write => AccessFs::from_all(RIGHTS) & !AccessFs::Execute,
                Right::Run => AccessFs::Execute | AccessFs::ReadFile,
            };
            let Ok(opened) = PathFd::new(path) else { continue };
            let rights = if path.is_dir() {
                rights
            } else {
                rights & AccessFs::from_file(RIGHTS)
            };
            ruleset = ruleset.add_rule(PathBeneath::new(opened, rights))?;
        }
        ruleset.restrict_self()
    };
    restrict()
        .map(drop)
        .map_err(|error| Trouble::new(format_args!("files cannot be given up: {error}")))
}

/// Denies every path.
pub(crate) fn no_files() -> Result<(), Trouble> {
    only_files([])
}

/// Ends the process if it ever asks the kernel for anything but what reading open files, writing to open files and
/// computing take.
#[cfg(any(target_arch = "aarch64", target_arch = "x86_64"))]
pub(crate) fn no_calls_but_reading() -> Result<(), Trouble> {
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};

    const ALLOWED: [i64; 29] = [
        libc::SYS_read,
        libc::SYS_readv,
        libc::SYS_lseek,
        libc::SYS_write,
        libc::SYS_writev,
        libc::SYS_close,
        libc::SYS_fcntl,
        libc::SYS_statx,
        libc::SYS_fstat,
        libc::SYS_brk,
        libc::SYS_mmap,
        libc::SYS_munmap,
        libc::SYS_mremap,
        libc::SYS_mprotect,
        libc::SYS_madvise,
        libc::SYS_futex,
        libc::SYS_clock_gettime,
        libc::SYS_getrandom,
        libc::SYS_sigaltstack,
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_restart_syscall,
        libc::SYS_sched_yield,
        libc::SYS_getpid,
        libc::SYS_gettid,
        libc::SYS_tgkill,
        libc::SYS_exit,
        libc::SYS_exit_group,
    ];
    let restrict = || {
        let rules = ALLOWED.into_iter().map(|call| (call, Vec::new())).collect();
        let architecture = std::env::consts::ARCH.try_into()?;
        let filter = SeccompFilter::new(rules, SeccompAction::KillProcess, SeccompAction::Allow, architecture)?;
        BpfProgram::try_from(filter)
    };
    restrict()
        .map_err(|error| error.to_string())
        .and_then(|program| seccompiler::apply_filter(&program).map_err(|error| error.to_string()))
        .map_err(|error| Trouble::new(format_args!("calls to the kernel cannot be given up: {error}")))
}

/// On other processors the service's own filter has to do.
#[cfg(not(any(target_arch = "aarch64", target_arch = "x86_64")))]
pub(crate) fn no_calls_but_reading() -> Result<(), Trouble> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_thread_keeps_the_rights_that_it_named_and_no_others() {
        let directory = tempfile::tempdir().unwrap();
        let (read, write) = (directory.path().join("read"), directory.path().join("write"));
        for place in [&read, &write] {
            fs::create_dir(place).unwrap();
            fs::write(place.join("file"), "text").unwrap();
        }
        // The rights of a thread end with it.
        let thread = std::thread::spawn(move || {
            let nowhere = Path::new("/nonexistent");
            only_files([
                (read.as_path(), Right::Read),
                (write.as_path(), Right::Write),
                (nowhere, Right::Write),
            ])
            .unwrap();
            let denied = |result: std::io::Result<()>| {
                result.is_err_and(|error| error.kind() == std::io::ErrorKind::PermissionDenied)
            };
            if !denied(fs::read("/etc/passwd").map(drop)) {
                return println!("skipped: this kernel has no Landlock");
            }
            assert_eq!(fs::read_to_string(read.join("file")).unwrap(), "text");
            assert!(denied(fs::write(read.join("file"), "other")));
            fs::write(write.join("new"), "text").unwrap();
            fs::rename(write.join("new"), write.join("newer")).unwrap();
        });
        thread.join().unwrap();
    }
}
