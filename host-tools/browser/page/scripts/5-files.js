// What is given: files, zips and folders, by hand or dropped; read together into one history.

const DEEPEST = 12;
const MOST = 20_000;
let readAt = 0;
let drops = 0;

// Whatever was dropped or chosen, as what the program takes: a name, and the files.
function loose(files) {
  const logs = new Map(files.filter(({ name }) => name.endsWith("-wal")).map((file) => [file.name.slice(0, -4), file]));
  const names = new Set(files.map(({ name }) => name));
  const alone = files.filter(({ name }) => !(name.endsWith("-wal") && names.has(name.slice(0, -4))));
  return alone.map((file) => ({ name: file.name, folder: false, files: [file, logs.get(file.name)].filter(Boolean).map((of) => ({ path: of.name, file: of })) }));
}

function inFolders(files) {
  const folders = new Map();
  for (const file of files) {
    const [name, ...path] = file.webkitRelativePath.split("/");
    if (!folders.has(name)) folders.set(name, []);
    if (path.length <= DEEPEST + 1) folders.get(name).push({ path: path.join("/"), file });
  }
  return [...folders].map(([name, inside]) => ({ name, folder: true, files: inside }));
}

// All files of a folder that was dropped: by a handle, or by an entry where the browser has no handles. (Chromium has both, but
// reads no entry on pages that were opened from a disk.)
async function walk(folder, path = "", found = [], depth = 0) {
  for await (const [name, inside] of folder.entries ? folder.entries() : entries(folder)) {
    if (found.length >= MOST) break;
    const isFile = inside.kind ? inside.kind === "file" : inside.isFile;
    if (isFile) found.push({ path: path + name, file: await (inside.getFile ? inside.getFile() : new Promise((done, fail) => inside.file(done, fail))) });
    else if (depth < DEEPEST) await walk(inside, `${path}${name}/`, found, depth + 1);
  }
  return found;
}

async function* entries(folder) {
  const reader = folder.createReader();
  for (let more; (more = await new Promise((done, fail) => reader.readEntries(done, fail))).length; ) yield* more.map((entry) => [entry.name, entry]);
}

// What was dropped has to be asked for at once, before anything is waited for.
async function dropped(transfer) {
  const things = [...transfer.items].filter(({ kind }) => kind === "file").map((item) => ({ file: item.getAsFile(), entry: item.webkitGetAsEntry?.(), handle: item.getAsFileSystemHandle?.() }));
  const given = await Promise.all(
    things.map(async ({ file, entry, handle }) => {
      if (!entry?.isDirectory) return { file };
      const folder = (await handle?.catch(() => undefined)) ?? entry;
      return { name: entry.name, folder: true, files: await walk(folder) };
    }),
  );
  return [...loose(given.filter(({ folder }) => !folder).map(({ file }) => file)), ...given.filter(({ folder }) => folder)];
}

// A name that nothing has yet that was given: its end stays, by which it is known.
function named(name, taken) {
  const [, stem, end] = name.match(/^(.*?)((?:\.[^.]*)?)$/);
  for (let number = 2, free = name; ; number += 1) {
    if (!taken.has(free)) return free;
    free = `${stem} (${number})${end}`;
  }
}

// Takes what was given, beside what was given before.
async function take(more) {
  if (!more.length) return;
  trouble("");
  readAt = performance.now();
  delete $("panel").dataset.first;
  known.refused = [];
  if (more.length === 1 && !more[0].folder && more[0].files.length === 1 && (await isSummary(more[0]))) return;
  const taken = new Set(known.given.map(({ name }) => name));
  // What came together lay side by side; but two files of one length are one file twice.
  const lengths = new Set();
  const together = (drops += 1);
  for (const given of more) {
    const length = given.files[0]?.file.size;
    given.side_by_side = lengths.has(length) ? (drops += 1) : together;
    lengths.add(length);
    const name = named(given.name, taken);
    if (name !== given.name && !given.folder) given.files.forEach((file) => (file.path = file.path.replace(given.name, name)));
    given.name = name;
    taken.add(name);
  }
  await readAll([...known.given, ...more]);
}

// A summary is looked at, not read.
async function isSummary({ name, files: [{ file }] }) {
  try {
    const { isSummary } = await ask({ ask: "fits", name, bytes: file.size }, { bytes: await file.slice(0, 16).arrayBuffer() });
    if (!isSummary) return false;
    const isStick = Boolean(known.summary && (known.counted || view === "tinker"));
    await load(name, await file.slice(0, 1 << 20).arrayBuffer(), isStick);
  } catch (error) {
    refuse([{ name, size: file.size, leftOut: [{ kind: error.message.includes("512 MB") ? "too-long" : "summary", message: error.message }] }]);
  }
  return true;
}

// Reads all that was given, as one history.
async function readAll(given) {
  const before = known.given;
  const held = [];
  const question = given.map(({ name, folder, files, user, side_by_side }) => ({
    name,
    folder,
    side_by_side,
    user,
    files: files.map(({ path, file }) => {
      held.push([held.length, file]);
      return { path, number: held.length - 1, length: file.size };
    }),
  }));
  total = held.reduce((sum, [, file]) => sum + file.size, 0);
  read = 0;
  meter();
  const late = setTimeout(() => {
    waitFor(given);
    go("reading");
    tell("readingTitle");
  }, 150);
  try {
    const zone = known.zone ?? computer() ?? "UTC";
    const answer = await ask({ ask: "read", given: question, no_topic_channels: !$("topic").checked, zone, now: Date.now() }, { held });
    clearTimeout(late);
    readAt = performance.now() - readAt;
    given.forEach((one, at) => Object.assign(one, { said: answer.given[at], bytes: one.files.reduce((sum, { file }) => sum + file.size, 0) }));
    const isRead = ({ said }) => said.total.read > 0;
    const refused = given.filter((one) => !isRead(one));
    known.refused = refused.map(({ name, bytes, said, ...rest }) => ({ ...rest, name, size: bytes, leftOut: said.leftOut }));
    known.given = given.filter(isRead);
    if (answer.counted) {
      Object.assign(known, { total: answer.total, counted: answer.counted, isMadeUp: false, summary: undefined, isSaved: false });
      read = total;
      meter();
      go("read");
      tell("statusRead", { n: answer.total.music });
    } else {
      // Nothing to show: what was read before is read again by itself.
      known.refused.push(...known.given.map(({ name, bytes, said }) => ({ name, size: bytes, leftOut: said.leftOut.length ? said.leftOut : [{ kind: "silence", message: "" }] })));
      known.given = [];
      known.counted = undefined;
      refuse(known.refused);
    }
  } catch (error) {
    clearTimeout(late);
    known.given = before;
    go(known.counted ? "read" : "start");
    trouble(error.message);
  }
}

// Nothing that was given could be read.
function refuse(refused) {
  known.refused = refused;
  go(known.counted ? "read" : "start");
  const [{ leftOut: [{ kind }] }] = refused;
  tell(refused.length > 1 ? "refusedTitle" : `refused-${kind}`);
}

// Why something was refused, and what helps: what the page says of its kind, and what exactly was found.
function reasons({ name, leftOut, ...given }, heading = "h3") {
  return leftOut.map(({ kind, message, people }) => {
    const known = WORDS.en[`refused-${kind}`] ? kind : "otherwise";
    const helps = [make(heading, { class: "h3", key: `refused-${known}` }), make("p", { key: `helps-${known}` })];
    if (people?.length) {
      const choose = (person) => chooseOf({ ...given, name }, person);
      helps.push(make("div", { class: "row" }, ...people.map((person) => make("button", { type: "button", class: "b", text: person, "data-person": person, onclick: () => choose(person) }))));
    }
    if (known === "web-page") helps.push(make("div", { class: "row" }, button("showWhere", "", () => guide("youtube"))));
    const found = message.startsWith(name) ? message.slice(name.length).replace(/^[:/\s]+/, "") : message;
    if (found && !people?.length) helps.push(make("details", { class: "found" }, make("summary", { key: "found" }), make("p", { text: found, lang: "en" })));
    return make("div", {}, ...helps);
  });
}

function chooseOf(given, user) {
  known.refused = known.refused.filter(({ name }) => name !== given.name);
  readAt = performance.now();
  const { files, folder, name, side_by_side } = given;
  readAll([...known.given.filter((one) => one.name !== name), { name, folder, files, side_by_side, user }]);
}

function drop(name) {
  const rest = known.given.filter((given) => given.name !== name);
  known.refused = known.refused.filter((refused) => refused.name !== name);
  if (rest.length === known.given.length) return go(known.counted ? "read" : "start");
  if (!rest.length) {
    ask({ ask: "forget" });
    Object.assign(known, { given: [], total: undefined, counted: undefined, summary: undefined, isSaved: false });
    read = total = 0;
    meter();
    return go("start");
  }
  readAt = performance.now();
  readAll(rest);
}

// While it is read.
function waitFor(given) {
  const rows = given.map(({ name }) => make("li", {}, make("span", { class: "ic" }), make("div", {}, make("b", { text: name }))));
  $("reading-files").replaceChildren(...rows);
  $("reading-plays").textContent = count(0);
  $("reading-bar").style.width = "0";
  record($("reading-record"), undefined, 0.001);
}

let drawn = 0;
function reading({ done, total: all, plays, handed }) {
  read = Math.min(handed, total);
  meter();
  $("reading-plays").textContent = count(plays);
  const share = all ? done / all : 0;
  $("reading-bar").style.width = `${Math.round(100 * share)}%`;
  if (matchMedia("(prefers-reduced-motion: reduce)").matches || Math.abs(share - drawn) < 0.02) return;
  drawn = share;
  record($("reading-record"), undefined, Math.max(share, 0.001));
}

$("stop").addEventListener("click", async () => {
  restart();
  read = total = 0;
  meter();
  const { given } = known;
  Object.assign(known, { given: [], refused: [], total: undefined, counted: undefined, summary: undefined });
  // What was read before is read again: the program that knew it is gone.
  if (given.length) return readAll(given);
  go("start");
  fill($("drop-title"), "stoppedTitle").focus();
  fill($("drop-lead"), "stoppedLead");
});

// Files by hand.
for (const id of ["file", "another"]) {
  $(id).addEventListener("change", ({ target }) => {
    take(loose([...target.files]));
    target.value = "";
  });
}
for (const id of ["folder", "another-folder"]) {
  $(id).addEventListener("change", ({ target }) => {
    take(inFolders([...target.files]));
    target.value = "";
  });
}

// Files dropped anywhere.
const isFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files");
addEventListener("dragover", (event) => {
  event.preventDefault();
  if (isFiles(event)) document.body.classList.add("over");
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("over");
});
addEventListener("drop", async (event) => {
  event.preventDefault();
  document.body.classList.remove("over");
  if (!isFiles(event)) return;
  try {
    await take(await dropped(event.dataTransfer));
  } catch (error) {
    trouble(error.message);
  }
});
