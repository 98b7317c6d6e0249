// Runs the program beside the page, so that the page never stands still. What it is asked, it answers in order; while
// the device is on, it lets time pass and sends every new picture.
"use strict";

let program;
let last;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

// The program, packed and in letters.
async function begin(packed) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const module = await WebAssembly.compile(await new Response(unpacked).arrayBuffer());
  // It needs nothing from JavaScript. What it asks for are the hooks of a tool that a dependency could be used with
  // (wasm-bindgen, by way of zip and getrandom); nothing calls them.
  const hooks = {};
  for (const { module: of, name } of WebAssembly.Module.imports(module)) {
    hooks[of] ??= {};
    hooks[of][name] = () => {
      throw new Error(`${name} is not there`);
    };
  }
  program = (await WebAssembly.instantiate(module, hooks)).exports;
}

// Asks the program; a file may go with the question. The answer is bytes.
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
const facts = (question, file) => JSON.parse(decoder.decode(ask(question, file)));

function tick() {
  if (last === undefined) return;
  const now = performance.now();
  try {
    const { status, new: isNew } = facts({ ask: "pass", ms: now - last });
    last = now;
    const pixels = isNew ? ask({ ask: "picture" }).buffer : undefined;
    postMessage({ status, pixels }, pixels ? [pixels] : []);
  } catch (error) {
    last = undefined;
    postMessage({ trouble: error.message });
  }
}

const ticking = setInterval(tick, 16);
let ready;

onmessage = async ({ data: { id, packed, question, file } }) => {
  if (packed) {
    ready = begin(packed);
    return;
  }
  try {
    await ready;
    const bytes = question.ask === "summary";
    const answer = bytes ? ask(question) : facts(question, file && new Uint8Array(file));
    postMessage({ id, answer });
    if (question.ask === "open" && answer.summary && last === undefined) last = performance.now();
    if (last !== undefined) tick();
  } catch (error) {
    postMessage({ id, refused: error.message });
  }
};
