// Runs the program beside the page, so that the page never stands still. What it is asked, it answers in order; while
// the device is on, it lets time pass and sends every new picture.
"use strict";

let program;
let last;
// The files that are being read, by their numbers; none once they were.
let files = new Map();
let handed = 0;
let told = 0;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

// What the program asks of the browser while it answers.
const page = {
  part(number, place, length) {
    try {
      const part = new Uint8Array(new FileReaderSync().readAsArrayBuffer(files.get(number).slice(place, place + length)));
      // Making room may move the memory.
      const room = program.room(part.length);
      new Uint8Array(program.memory.buffer, room, part.length).set(part);
      handed += part.length;
      return part.length;
    } catch {
      return -1;
    }
  },
  reading(done, total, plays) {
    const now = performance.now();
    if (now - told < 100) return;
    told = now;
    postMessage({ reading: { done, total, plays, handed } });
  },
};

// The program, packed and in letters, or unpacked already.
async function begin(packed) {
  let module = packed;
  if (typeof packed === "string") {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    module = await WebAssembly.compile(await new Response(unpacked).arrayBuffer());
    postMessage({ module });
  }
  // It needs nothing else from JavaScript. What else it asks for are the hooks of a tool that a dependency could be used with
  // (wasm-bindgen, by way of zip and getrandom); nothing calls them.
  const hooks = { page };
  for (const { module: of, name } of WebAssembly.Module.imports(module)) {
    hooks[of] ??= {};
    hooks[of][name] ??= () => {
      throw new Error(`${name} is not there`);
    };
  }
  program = (await WebAssembly.instantiate(module, hooks)).exports;
}

// Asks the program; bytes may go with the question. The answer is bytes.
function ask(question, file = new Uint8Array()) {
  const json = encoder.encode(JSON.stringify(question));
  const room = program.room(json.length + file.length);
  const input = new Uint8Array(program.memory.buffer, room, json.length + file.length);
  input.set(json);
  input.set(file, json.length);
  let answered = false;
  try {
    answered = program.ask(json.length);
  } catch (fault) {
    // The program ended; nothing more can be asked of it.
    clearInterval(ticking);
    throw new Error(`Playtally stopped, which is a mistake in it. Load the page anew. (${read() || fault})`);
  }
  if (!answered) throw new Error(read());
  return new Uint8Array(program.memory.buffer, program.answer(), program.answer_length()).slice();
}

const read = () =>
  decoder.decode(new Uint8Array(program.memory.buffer, program.answer(), program.answer_length()));
// What is answered by a file.
const FILES = new Set(["summary", "report", "history"]);
const facts = (question, file) => JSON.parse(decoder.decode(ask(question, file)));

function tick() {
  if (last === undefined) return;
  const now = performance.now();
  try {
    const { status, new: isNew } = facts({ ask: "pass", ms: now - last });
    last = now;
    const pixels = isNew ? ask({ ask: "picture" }).buffer : undefined;
    postMessage({ status: { ...status, memory: program.memory.buffer.byteLength }, pixels }, pixels ? [pixels] : []);
  } catch (error) {
    last = undefined;
    postMessage({ trouble: error.message });
  }
}

const ticking = setInterval(tick, 16);
let ready;

onmessage = async ({ data: { id, packed, question, held, bytes } }) => {
  if (packed) {
    ready = begin(packed);
    return;
  }
  try {
    await ready;
    files = new Map(held);
    handed = 0;
    const answer = FILES.has(question.ask) ? ask(question) : facts(question, bytes && new Uint8Array(bytes));
    postMessage({ id, answer, handed });
    if (["press", "load"].includes(question.ask)) last ??= performance.now();
    if (question.ask === "forget") last = undefined;
    if (last !== undefined) tick();
  } catch (error) {
    postMessage({ id, refused: error.message });
  }
  files.clear();
};
