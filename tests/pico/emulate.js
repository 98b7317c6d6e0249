// A Raspberry Pi Pico with files of UF2 in its flash: `node emulate.js DC FILE.uf2…`, where DC is the line that tells the
// panel's data from commands. A line on its standard input is a thing to do:
//
//   pin NUMBER LEVEL   sets a line from outside
//   fault NUMBER       is what a program leaves that panicked; before the first run
//   run MS             lets so many milliseconds go by on the Pico
//   stack              how deep the stack has been
//
// What comes back is a line of numbers, and after `run` what was sent to the panel: for each run of bytes with one level of DC
// that level, the Pico's microseconds and the number of bytes in four bytes each, and the bytes.

import { readFileSync, readSync, writeSync } from "node:fs";
import { Simulator } from "rp2040js";

const [dataCommand, ...files] = process.argv.slice(2);
const CYCLE = 8; // nanoseconds, at 125 MHz
const PAINT = 0xa5;

const { rp2040: chip, clock } = new Simulator();
// It tells of each thing that it does not model, at every step.
chip.logger = { debug() {}, info() {}, warn() {}, error() {} };

for (const file of files) {
  const blocks = readFileSync(file);
  for (let at = 0; at < blocks.length; at += 512) {
    if (blocks.readUInt32LE(at) !== 0x0a324655 || blocks.readUInt32LE(at + 508) !== 0x0ab16f30) {
      throw new Error(`${file} is no UF2`);
    }
    const payload = blocks.subarray(at + 32, at + 32 + blocks.readUInt32LE(at + 16));
    chip.flash.set(payload, blocks.readUInt32LE(at + 12) - 0x10000000);
  }
}

// What was sent.
let sent = [];
let level = -1;
let begun = 0;
let begunAt = 0;
let bytes = new Uint8Array(1 << 16);
let length = 0;
let last = 0;

function close() {
  if (length > begun) {
    sent.push([level, begunAt, begun, length]);
  }
  begun = length;
}

const dc = chip.gpio[Number(dataCommand)];
for (const spi of chip.spi) {
  spi.onTransmit = (byte) => {
    const now = dc.value === 1 ? 1 : 0;
    // What comes after a pause has a time of its own.
    if (now !== level || clock.nanos - last > 1e6) {
      close();
      level = now;
      begunAt = clock.nanos / 1000;
    }
    if (length === bytes.length) {
      const more = new Uint8Array(2 * length);
      more.set(bytes);
      bytes = more;
    }
    bytes[length++] = byte;
    last = clock.nanos;
    spi.completeTransmit(0);
  };
}

// Nothing is in the boot loader's place: the program is started as the boot loader would.
chip.sram.fill(PAINT);
chip.core.SP = 0x20041000;
chip.core.PC = 0x10000000;
chip.peripherals[0x40058].onWatchdogTrigger = () => restart();
let restarts = 0;

function restart() {
  restarts += 1;
}

let busy = 0; // nanoseconds in which the processor did not sleep

function run(ms) {
  const { core } = chip;
  const end = clock.nanos + ms * 1e6;
  while (clock.nanos < end) {
    if (core.waiting) {
      clock.tick(Math.max(Math.min(clock.nanosToNextAlarm || end, end - clock.nanos), 1));
    } else {
      const ns = core.executeInstruction() * CYCLE;
      busy += ns;
      clock.tick(ns);
    }
  }
}

// The light's share of all, by the PWM of line 20.
function light() {
  return chip.pwm.readUint32(2 * 0x14 + 0x0c) & 0xffff;
}

function stack() {
  // Everything that is static was written, and so was what the stack took: the widest gap is what is left.
  let [from, to] = [0, 0];
  for (let at = 0, start = -1; at <= chip.sram.length; at++) {
    if (at < chip.sram.length && chip.sram[at] === PAINT) {
      start = start < 0 ? at : start;
    } else if (start >= 0) {
      if (at - start > to - from) {
        [from, to] = [start, at];
      }
      start = -1;
    }
  }
  return [chip.sram.length - to, from];
}

function say(...numbers) {
  write(Buffer.from(numbers.map((number) => Math.round(number)).join(" ") + "\n"));
}

function write(buffer) {
  for (let at = 0; at < buffer.length; ) {
    try {
      at += writeSync(1, buffer, at);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

function* lines() {
  const piece = Buffer.alloc(4096);
  let rest = "";
  for (;;) {
    const end = rest.indexOf("\n");
    if (end >= 0) {
      yield rest.slice(0, end).split(" ");
      rest = rest.slice(end + 1);
      continue;
    }
    const count = readSync(0, piece);
    if (count === 0) return;
    rest += piece.toString("utf8", 0, count);
  }
}

for (const [what, ...numbers] of lines()) {
  const [first, second] = numbers.map(Number);
  if (what === "pin") {
    chip.gpio[first].setInputValue(second === 1);
    say(0);
  } else if (what === "fault") {
    chip.peripherals[0x40058].scratchData.set([0x74616c79, first]);
    say(0);
  } else if (what === "run") {
    busy = 0;
    run(first);
    close();
    const all = sent.reduce((sum, [, , from, to]) => sum + 9 + to - from, 0);
    say(clock.nanos / 1000, busy / 1000, last / 1000, light(), restarts, all);
    const head = Buffer.alloc(9);
    for (const [level, at, from, to] of sent) {
      head[0] = level;
      head.writeUInt32LE(at, 1);
      head.writeUInt32LE(to - from, 5);
      write(head);
      write(bytes.subarray(from, to));
    }
    [sent, length, begun, level] = [[], 0, 0, -1];
  } else if (what === "stack") {
    say(...stack());
  }
}
