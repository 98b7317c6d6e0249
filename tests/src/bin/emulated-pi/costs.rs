//! What it costs to stand on a desk, on a computer whose time is counted in instructions.

use playtally_tests::pi::expected::{self, Expected};
use playtally_tests::pi::machine::{Board, Parts};

use super::Result;
use super::desk::{AT, Desk, Pi, kept, state_with};

/// Most memory of the program, in KiB.
const MEMORY: u64 = 8 << 10;
/// Most wake-ups in a second in which a page stands still, in the mean of a minute; one more may fall into that minute.
const WAKEUPS: f64 = 1.0;
/// Most of a core while a page stands still.
const STILL: f64 = 0.005;
/// Most processor time from the start of the program to its first picture, in seconds.
const FIRST: f64 = 1.0;

/// What the program has used so far.
struct Used {
    /// The time at which it was measured, in seconds of the guest.
    at: f64,
    /// Seconds of the processor.
    busy: f64,
    wakeups: u64,
    /// The most memory that it ever had, in KiB.
    memory: u64,
}

/// With each back end, a minute of one page and ten minutes of rotation.
pub(crate) fn ten_minutes_on_a_desk(desk: &Desk) -> Result<String> {
    let folder = desk.folder("costs");
    let parts = Parts {
        counts_instructions: true,
        ..desk.pack(Board::RaspberryPi3, &folder, &state_with(&folder, &desk.ann)?)?
    };
    let cover = Expected::new(vec![kept(&desk.ann)?], Some(AT))?.picture();
    let mut pi = Pi::boot(&parts, &folder)?;
    let mut said = Vec::new();
    for backend in ["rppal", "kernel"] {
        let backend_line = format!("backend = \"{backend}\"\n");
        pi.start(&format!("{}{backend_line}", expected::STILL))?;
        pi.wait_for("cover", &cover)?;
        let first = used(&mut pi)?;
        pi.machine.run("sleep 60")?;
        let still = used(&mut pi)?.since(&first);
        pi.end()?;

        pi.start(&backend_line)?;
        let before = used(&mut pi)?;
        pi.machine.run("sleep 600")?;
        let turning = used(&mut pi)?.since(&before);
        pi.end()?;

        let line = format!(
            "{backend}: first picture after {:.0} ms of the processor; a still page takes {:.2} wake-ups a second and \
             {:.3} % of a core, rotation {:.1} and {:.2} %; memory {} KiB",
            first.busy * 1e3,
            still.wakeups as f64 / still.at,
            still.busy / still.at * 100.0,
            turning.wakeups as f64 / turning.at,
            turning.busy / turning.at * 100.0,
            turning.memory,
        );
        if first.busy > FIRST
            || still.busy > STILL * still.at
            || still.wakeups as f64 > WAKEUPS * still.at + 1.0
            || turning.memory > MEMORY
        {
            return Err(format!("too much: {line}").into());
        }
        said.push(line);
    }
    Ok(said.join("\n                       "))
}

impl Used {
    fn since(&self, before: &Self) -> Self {
        Self {
            at: self.at - before.at,
            busy: self.busy - before.busy,
            wakeups: self.wakeups - before.wakeups,
            memory: self.memory,
        }
    }
}

fn used(pi: &mut Pi) -> Result<Used> {
    let tasks = "/proc/$(cat /tmp/program)/task/*";
    let said = pi.machine.run(&format!(
        "cat /proc/uptime {tasks}/schedstat; grep -h ctxt_switches {tasks}/status; grep VmHWM /proc/$(cat /tmp/program)/status"
    ))?;
    let mut used = Used {
        at: 0.0,
        busy: 0.0,
        wakeups: 0,
        memory: 0,
    };
    for line in said.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["voluntary_ctxt_switches:", number] => used.wakeups += number.parse::<u64>()?,
            ["VmHWM:", number, "kB"] => used.memory = number.parse()?,
            [at, _] if at.contains('.') => used.at = at.parse()?,
            // Nanoseconds on a processor, nanoseconds of waiting for one, and how often.
            [ran, _, _] if ran.bytes().all(|byte| byte.is_ascii_digit()) => used.busy += ran.parse::<f64>()? / 1e9,
            _ => {}
        }
    }
    Ok(used)
}
