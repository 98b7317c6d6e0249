//! Commands that write and do not come to their end: stopped by signals at any moment, killed, or without room. What was
//! there stays whole, and nothing half written is left.

#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use playtally_tests::outputs::{WRITERS, parts, user};
use playtally_tests::program::{Run, User, collect, finish, start};
use playtally_tests::sample;

/// The signals that ask for an end, and what a shell tells of them.
const SIGNALS: [(&str, i32); 3] = [("INT", 130), ("TERM", 143), ("HUP", 129)];
const OLD: &str = "what stood there before";

fn signal(child: &Child, signal: &str) {
    // One that has ended by now has no use for it.
    let sent = Command::new("kill")
        .args([&format!("-{signal}"), &child.id().to_string()])
        .output();
    sent.expect("kill is there");
}

/// Waits until a child has begun to write into a folder. Says whether it has, or has come to its end before.
fn writes_into(child: &mut Child, folder: &Path) -> bool {
    let started = Instant::now();
    while parts(folder).is_empty() {
        assert!(started.elapsed() < Duration::from_secs(60), "never wrote anything");
        if child.try_wait().unwrap().is_some() {
            return false;
        }
    }
    true
}

/// A child that is stopped while it writes, with its part file in `out`.
fn stopped_while_writing(user: &User, arguments: &[&str]) -> Child {
    for _ in 0..20 {
        let mut child = start(&mut user.command(arguments));
        if writes_into(&mut child, &user.path("out")) {
            signal(&child, "STOP");
            if !parts(&user.path("out")).is_empty() {
                return child;
            }
            signal(&child, "CONT");
        }
        let _ = collect(child);
    }
    panic!("{arguments:?} is never caught while it writes");
}

/// What was there is there, or all of what was to be; and nothing else.
fn is_whole(user: &User, file: &str, whole: &[u8], what: &str) {
    assert_eq!(parts(&user.path("out")), Vec::<std::path::PathBuf>::new(), "{what}");
    let content = fs::read(user.path(file)).unwrap();
    assert!(
        content == OLD.as_bytes() || content == whole,
        "{what}: {} bytes",
        content.len()
    );
}

/// Where a command writes has the old content. A picture is only replaced by another one of ours.
fn put_old(user: &User, file: &str, whole: &[u8]) {
    fs::write(
        user.path(file),
        if file.ends_with(".png") { whole } else { OLD.as_bytes() },
    )
    .unwrap();
}

#[test]
fn a_signal_at_any_moment_leaves_the_old_file_or_the_new_one_and_nothing_else() {
    let user = user();
    let mut caught = 0;
    for (arguments, file) in WRITERS {
        let started = Instant::now();
        user.run(arguments).succeeded();
        let takes = started.elapsed();
        let whole = fs::read(user.path(file)).unwrap();
        let mut try_it = |moment: Option<Duration>, (name, code): (&str, i32)| {
            put_old(&user, file, &whole);
            let mut child = start(&mut user.command(arguments));
            match moment {
                Some(moment) => std::thread::sleep(moment),
                None => caught += usize::from(writes_into(&mut child, &user.path("out"))),
            }
            signal(&child, name);
            let run = collect(child);
            let what = format!("{name} of {arguments:?} after {moment:?}: {run:?}");
            assert!([Some(0), Some(code)].contains(&run.code), "{what}");
            if file == "out/wires" && run.error.contains("Stopped") {
                // What went over the wires until then is what a trace is for.
                fs::write(user.path(file), OLD).unwrap();
            }
            is_whole(&user, file, &whole, &what);
        };
        SIGNALS.into_iter().for_each(|signal| try_it(None, signal));
        try_it(Some(takes / 8), SIGNALS[1]);
        try_it(Some(takes / 2), SIGNALS[0]);
    }
    assert!(caught >= WRITERS.len(), "{caught} were caught while they wrote");
}

#[test]
fn an_end_by_a_signal_is_one_for_the_parent() {
    use std::os::unix::process::ExitStatusExt;
    let user = user();
    for (name, number) in [("INT", 2), ("TERM", 15), ("HUP", 1), ("QUIT", 3)] {
        let mut child = stopped_while_writing(&user, WRITERS[0].0);
        signal(&child, name);
        signal(&child, "CONT");
        assert_eq!(child.wait().unwrap().signal(), Some(number), "{name}");
        assert!(parts(&user.path("out")).is_empty(), "{name}");
    }
}

#[test]
fn what_a_kill_left_goes_with_the_next_run_and_what_is_being_written_stays() {
    let user = user();
    let out = user.path("out");
    let mut killed = stopped_while_writing(&user, WRITERS[0].0);
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert_eq!(parts(&out).len(), 1, "a kill leaves what was half written");
    let living = stopped_while_writing_beside(&user);
    let both = parts(&out);
    assert_eq!(both.len(), 1, "the next run has removed it: {both:?}");
    for (arguments, file) in &WRITERS[1..4] {
        user.run(*arguments).succeeded();
        assert_eq!(parts(&out), both, "{file}: the part of a living process stays");
    }
    signal(&living, "CONT");
    collect(living).succeeded();
    assert!(parts(&out).is_empty());
    let first = fs::read(user.path("out/b.csv")).unwrap();
    user.run(WRITERS[0].0).succeeded();
    assert!(
        first == fs::read(user.path("out/a.csv")).unwrap(),
        "it was written whole"
    );
}

/// Another export into the folder, which has removed what was there and is stopped while it writes.
fn stopped_while_writing_beside(user: &User) -> Child {
    let out = user.path("out");
    let before = parts(&out);
    for _ in 0..20 {
        let mut child = start(&mut user.command(["export", "-o", "out/b.csv"]));
        let started = Instant::now();
        while parts(&out).iter().all(|part| before.contains(part)) && child.try_wait().unwrap().is_none() {
            assert!(started.elapsed() < Duration::from_secs(60), "never wrote anything");
        }
        signal(&child, "STOP");
        if parts(&out).iter().any(|part| !before.contains(part)) {
            return child;
        }
        signal(&child, "CONT");
        let _ = collect(child);
    }
    panic!("it is never caught while it writes");
}

#[test]
fn what_a_kill_left_goes_with_the_library() {
    let user = user();
    user.put("library/.playtally-aB3dE6.part", "plays");
    user.put(".playtally-Zz9876.part", "plays");
    let theirs = user.put(".playtally.part", "theirs");
    let run = user.run(["erase", "--yes"]).succeeded();
    assert!(run.output.contains(".playtally-aB3dE6.part"), "{run:?}");
    assert!(parts(&user.path("library")).is_empty());
    assert_eq!(parts(&user.path("")), [theirs]);
}

#[test]
fn a_file_that_may_not_grow_leaves_the_one_before() {
    let user = user();
    for (arguments, file) in WRITERS {
        user.run(arguments).succeeded();
        let whole = fs::read(user.path(file)).unwrap();
        put_old(&user, file, &whole);
        let run = finish(&mut user.command_limited("ulimit -f 1", arguments)).ended_with(1);
        assert!(run.message().contains(file), "{run:?}");
        is_whole(&user, file, &whole, &format!("{arguments:?}"));
    }
}

/// A file system in memory, in a name space of its own, that has room for nothing much.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_leaves_the_file_before() {
    let user = user();
    let program = playtally_tests::program::playtally().display();
    for (arguments, file) in WRITERS {
        let (arguments, library) = (arguments.join(" "), user.library());
        let script = format!(
            "mount -t tmpfs -o size=4k none out || exit 77
             {program} --library {} {arguments}
             code=$?; find out -type f; exit $code",
            library.display()
        );
        let mut command = user.settled("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]);
        let run: Run = match command.output() {
            Ok(output) if output.status.code() == Some(77) => return println!("skipped: nothing can be mounted here"),
            Err(_) => return println!("skipped: there is no unshare here"),
            Ok(_) => finish(&mut command),
        };
        if run.error.contains("unshare") {
            return println!("skipped: {}", run.error.trim());
        }
        if file.ends_with(".png") {
            // The first pictures find room.
            assert!(!run.output.contains(".part"), "{run:?}");
        } else {
            assert!(
                run.code == Some(1) && !run.output.contains("out/"),
                "{arguments}: {run:?}"
            );
            assert!(
                run.message().contains(file) && run.message().contains("room"),
                "{run:?}"
            );
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_device_is_an_error_and_stays_what_it_is() {
    let user = user();
    for (arguments, file) in WRITERS {
        if !arguments.contains(&file) {
            continue;
        }
        let arguments = arguments
            .iter()
            .map(|word| if *word == file { "/dev/full" } else { word });
        let run = user.run(arguments).ended_with(1);
        assert!(run.message().contains("/dev/full"), "{run:?}");
    }
    assert!(!Path::new("/dev/full").is_file());
}

#[test]
fn what_was_ignored_from_the_start_stays_ignored() {
    let user = user();
    for (name, code) in SIGNALS {
        // One that is not ignored ends it all the same.
        let ignores = format!("trap '' {name}");
        let mut child = start(&mut user.command_limited(&ignores, WRITERS[0].0));
        writes_into(&mut child, &user.path("out"));
        signal(&child, name);
        collect(child).succeeded();
        let other = SIGNALS.iter().find(|(other, _)| *other != name).unwrap();
        let mut child = start(&mut user.command_limited(&ignores, WRITERS[0].0));
        writes_into(&mut child, &user.path("out"));
        signal(&child, other.0);
        let run = collect(child);
        assert!([Some(0), Some(other.1)].contains(&run.code), "{name} {code}: {run:?}");
        assert!(parts(&user.path("out")).is_empty());
    }
    let (user, sample) = (User::new(), sample::path());
    let import = ["import", sample.to_str().unwrap()];
    let child = start(&mut user.command_limited("trap '' INT TERM HUP", &import));
    while !user.library().exists() {
        std::thread::sleep(Duration::from_millis(1));
    }
    SIGNALS.iter().for_each(|(name, _)| signal(&child, name));
    collect(child).succeeded();
}

#[test]
fn the_second_signal_ends_a_tour_at_once() {
    let user = user();
    let tour = ["simulate", "my.tally", "--tour", "600", "--gif", "out/a.gif"];
    let child = start(&mut user.command(tour));
    std::thread::sleep(Duration::from_millis(400));
    signal(&child, "STOP");
    signal(&child, "INT");
    signal(&child, "TERM");
    signal(&child, "CONT");
    let run = collect(child);
    assert!([Some(130), Some(143)].contains(&run.code), "{run:?}");
    assert!(fs::read_dir(user.path("out")).unwrap().next().is_none());
}

#[test]
fn a_tour_that_is_stopped_says_so_and_leaves_its_trace() {
    let user = user();
    let tour = ["simulate", "my.tally", "--tour", "600", "--trace", "out/wires"];
    for wait in [1, 2, 4, 8, 16] {
        let child = start(&mut user.command(tour));
        std::thread::sleep(Duration::from_millis(wait * 400));
        signal(&child, "TERM");
        let run = collect(child).ended_with(143);
        assert!(parts(&user.path("out")).is_empty());
        if user.path("out/wires").exists() {
            return assert_eq!(run.error.trim(), "Stopped; the tour was not over.");
        }
        // It had not begun yet.
        assert_eq!(run.error, "");
    }
    panic!("the tour never begins");
}
