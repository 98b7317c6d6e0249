//! Which calls to the kernel a role may make, on a card where no service manager filters them.
//!
//! All that systemd's `@system-service ~@privileged ~@resources` denies is denied here, and more: sockets of any kind,
//! System V and POSIX queues, namespaces, key rings, `io_uring`, memory that is written and run. A call that is newer than
//! this list is denied as well. Denied calls fail with `EPERM`.

use libc::c_long;
use seccompiler::sock_filter;

use super::trouble::Trouble;

/// What a role may do that not every one may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Allowed {
    /// Starting programs: only the drive does, to have its image searched.
    pub(crate) programs: bool,
    /// Setting limits: the reader tightens its own.
    pub(crate) limits: bool,
}

#[cfg(target_arch = "x86_64")]
const ARCHITECTURE: u32 = 0xC000_003E;
#[cfg(target_arch = "aarch64")]
const ARCHITECTURE: u32 = 0xC000_00B7;
#[cfg(target_arch = "arm")]
const ARCHITECTURE: u32 = 0x4000_0028;

/// The newest call that is known here: `mseal`. All architectures count alike from 424 on.
const NEWEST: u32 = 462;
/// The calls of Arm alone, such as the one that tells a thread where its own memory is.
#[cfg(target_arch = "arm")]
const PRIVATE: std::ops::RangeInclusive<u32> = 0xF_0001..=0xF_0006;

/// What nobody may do.
const DENIED: &[c_long] = &[
    // With the time, the machine, its modules, its memory and its file systems.
    libc::SYS_acct,
    libc::SYS_adjtimex,
    libc::SYS_clock_adjtime,
    libc::SYS_clock_settime,
    libc::SYS_settimeofday,
    libc::SYS_reboot,
    libc::SYS_kexec_load,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_syslog,
    libc::SYS_vhangup,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    libc::SYS_move_mount,
    libc::SYS_open_tree,
    libc::SYS_mount_setattr,
    libc::SYS_quotactl,
    443, // quotactl_fd
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    // With other processes.
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_process_madvise,
    448, // process_mrelease
    libc::SYS_kcmp,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_perf_event_open,
    libc::SYS_bpf,
    libc::SYS_userfaultfd,
    libc::SYS_lookup_dcookie,
    libc::SYS_fanotify_init,
    libc::SYS_fanotify_mark,
    libc::SYS_open_by_handle_at,
    libc::SYS_name_to_handle_at,
    // To become somebody else, or to give files away.
    libc::SYS_setuid,
    libc::SYS_setgid,
    libc::SYS_setreuid,
    libc::SYS_setregid,
    libc::SYS_setresuid,
    libc::SYS_setresgid,
    libc::SYS_setfsuid,
    libc::SYS_setfsgid,
    libc::SYS_setgroups,
    libc::SYS_capset,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_mknodat,
    libc::SYS_personality,
    libc::SYS_unshare,
    libc::SYS_setns,
    // To be ahead of others.
    libc::SYS_setpriority,
    libc::SYS_sched_setaffinity,
    libc::SYS_sched_setattr,
    libc::SYS_sched_setparam,
    libc::SYS_sched_setscheduler,
    libc::SYS_ioprio_set,
    libc::SYS_mbind,
    libc::SYS_move_pages,
    libc::SYS_set_mempolicy,
    450, // set_mempolicy_home_node
    libc::SYS_mlockall,
    // To talk to anybody.
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept4,
    libc::SYS_connect,
    libc::SYS_shmget,
    libc::SYS_shmat,
    libc::SYS_semget,
    libc::SYS_msgget,
    libc::SYS_mq_open,
    libc::SYS_memfd_create,
    447, // memfd_secret
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_keyctl,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_pkey_mprotect,
    libc::SYS_pkey_alloc,
    libc::SYS_pkey_free,
    libc::SYS_remap_file_pages,
];

/// What these processors have besides, from older days.
#[cfg(any(target_arch = "x86_64", target_arch = "arm"))]
const DENIED_OF_OLD: &[c_long] = &[
    libc::SYS_chown,
    libc::SYS_lchown,
    libc::SYS_mknod,
    libc::SYS_uselib,
    libc::SYS_sysfs,
    libc::SYS_ustat,
];
#[cfg(target_arch = "aarch64")]
const DENIED_OF_OLD: &[c_long] = &[];

#[cfg(target_arch = "x86_64")]
const DENIED_HERE: &[c_long] = &[
    libc::SYS_kexec_file_load,
    libc::SYS_migrate_pages,
    libc::SYS_iopl,
    libc::SYS_ioperm,
    libc::SYS_modify_ldt,
    libc::SYS_accept,
];
#[cfg(target_arch = "aarch64")]
const DENIED_HERE: &[c_long] = &[
    294, // kexec_file_load
    238, // migrate_pages
    libc::SYS_accept,
];
#[cfg(target_arch = "arm")]
const DENIED_HERE: &[c_long] = &[
    libc::SYS_chown32,
    libc::SYS_lchown32,
    libc::SYS_fchown32,
    libc::SYS_setuid32,
    libc::SYS_setgid32,
    libc::SYS_setreuid32,
    libc::SYS_setregid32,
    libc::SYS_setresuid32,
    libc::SYS_setresgid32,
    libc::SYS_setfsuid32,
    libc::SYS_setfsgid32,
    libc::SYS_setgroups32,
    405, // clock_adjtime64
    404, // clock_settime64
];

/// To start programs, all of it but for one thing, below.
const PROGRAMS: &[c_long] = &[libc::SYS_execve, libc::SYS_execveat, libc::SYS_clone];
#[cfg(any(target_arch = "x86_64", target_arch = "arm"))]
const PROGRAMS_OF_OLD: &[c_long] = &[libc::SYS_fork, libc::SYS_vfork];
#[cfg(target_arch = "aarch64")]
const PROGRAMS_OF_OLD: &[c_long] = &[];

#[cfg(target_arch = "aarch64")]
const LIMITS: &[c_long] = &[libc::SYS_prlimit64];
#[cfg(any(target_arch = "x86_64", target_arch = "arm"))]
const LIMITS: &[c_long] = &[libc::SYS_prlimit64, libc::SYS_setrlimit];

/// Calls that are denied where some bits of an argument are as they are not to be: call, argument, bits, and what they
/// are then; `None` for any of them.
const DENIED_WITH: &[(c_long, u8, u32, Option<u32>)] = &[
    // A namespace of one's own would bring rights in it.
    (libc::SYS_clone, 0, 0x7E02_0000, None),
    // Memory that is written and run, and memory that is run later.
    #[cfg(not(target_arch = "arm"))]
    (libc::SYS_mmap, 2, 6, Some(6)),
    #[cfg(target_arch = "arm")]
    (libc::SYS_mmap2, 2, 6, Some(6)),
    (libc::SYS_mprotect, 2, 4, None),
    // Programs that run as their owner, whoever starts them.
    (libc::SYS_fchmod, 1, 0o6000, None),
    (libc::SYS_fchmodat, 2, 0o6000, None),
    (452, 2, 0o6000, None), // fchmodat2
    #[cfg(not(target_arch = "aarch64"))]
    (libc::SYS_chmod, 1, 0o6000, None),
];

// What a program of the kernel's filter is made of (linux/bpf_common.h, linux/seccomp.h).
const LOAD: u16 = 0x20;
const AND: u16 = 0x54;
const IF_EQUAL: u16 = 0x15;
const IF_GREATER: u16 = 0x25;
const RETURN: u16 = 0x06;
const ALLOW: u32 = 0x7FFF_0000;
const FAIL: u32 = 0x0005_0000;
const KILL: u32 = 0x8000_0000;
/// Where the kernel says what is called, by which architecture's numbers, and with what.
const NUMBER: u32 = 0;
const CALLED_BY: u32 = 4;
const ARGUMENTS: u32 = 16;

const fn step(code: u16, k: u32) -> sock_filter {
    sock_filter { code, jt: 0, jf: 0, k }
}

/// Goes on with the next `then` steps passed over if so, and with the next `otherwise` if not.
const fn branch(code: u16, k: u32, then: u8, otherwise: u8) -> sock_filter {
    sock_filter {
        code,
        jt: then,
        jf: otherwise,
        k,
    }
}

/// The filter for a role that is allowed so much.
fn program(allowed: Allowed) -> Vec<sock_filter> {
    let fail = |errno: i32| step(RETURN, FAIL | errno as u32);
    let mut program = vec![
        step(LOAD, CALLED_BY),
        branch(IF_EQUAL, ARCHITECTURE, 1, 0),
        step(RETURN, KILL),
        step(LOAD, NUMBER),
    ];
    let mut denied: Vec<c_long> = [DENIED, DENIED_OF_OLD, DENIED_HERE].concat();
    if !allowed.programs {
        denied.extend(PROGRAMS.iter().chain(PROGRAMS_OF_OLD));
    }
    if !allowed.limits {
        denied.extend(LIMITS);
    }
    for call in denied {
        program.extend([branch(IF_EQUAL, call as u32, 0, 1), fail(libc::EPERM)]);
    }
    // Its arguments cannot be looked at; whoever uses it falls back to the one before.
    program.extend([branch(IF_EQUAL, libc::SYS_clone3 as u32, 0, 1), fail(libc::ENOSYS)]);
    for &(call, argument, bits, as_so) in DENIED_WITH {
        let (then, otherwise) = if as_so.is_some() { (0, 1) } else { (1, 0) };
        program.extend([
            branch(IF_EQUAL, call as u32, 0, 5),
            step(LOAD, ARGUMENTS + 8 * u32::from(argument)),
            step(AND, bits),
            branch(IF_EQUAL, as_so.unwrap_or(0), then, otherwise),
            fail(libc::EPERM),
            step(LOAD, NUMBER),
        ]);
    }
    #[cfg(target_arch = "arm")]
    for call in PRIVATE {
        program.extend([branch(IF_EQUAL, call, 0, 1), step(RETURN, ALLOW)]);
    }
    program.extend([branch(IF_GREATER, NEWEST, 0, 1), fail(libc::EPERM), step(RETURN, ALLOW)]);
    program
}

/// Gives up every call that a role has no use for, for good.
pub(crate) fn apply(allowed: Allowed) -> Result<(), Trouble> {
    seccompiler::apply_filter(&program(allowed))
        .map_err(|error| Trouble::new(format_args!("calls to the kernel cannot be given up: {error}")))
}
