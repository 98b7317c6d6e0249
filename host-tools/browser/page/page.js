// The page around the device. The worker has the program; here is what the user sees and touches.
"use strict";

const $ = (id) => document.getElementById(id);
const canvas = $("panel");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const count = (number) => number.toLocaleString("en");

// The worker, and the questions that wait for their answers.
const worker = new Worker(URL.createObjectURL(new Blob([$("worker").textContent], { type: "text/javascript" })));
const waiting = new Map();
let asked = 0;
worker.postMessage({ packed: $("program").textContent });
$("program").remove();

function ask(question, file) {
  asked += 1;
  worker.postMessage({ id: asked, question, file }, file ? [file] : []);
  return new Promise((answer, refuse) => waiting.set(asked, { answer, refuse }));
}

worker.onmessage = ({ data }) => {
  if (data.id) {
    const { answer, refuse } = waiting.get(data.id);
    waiting.delete(data.id);
    if ("refused" in data) refuse(new Error(data.refused));
    else answer(data.answer);
  } else if (data.trouble) complain(data.trouble);
  else show(data);
};
worker.onerror = () => complain("This browser does not let the page run its program.");

// Trouble, in words; and its end. Where something is to be chosen, there is a button for each.
function complain(words, choices = [], choose) {
  $("trouble").textContent = words;
  $("trouble").hidden = !words;
  for (const choice of choices) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = choice;
    button.addEventListener("click", () => choose(choice));
    $("trouble").append(" ", button);
  }
}

// What the panel shows, and what the lines under it say.
let state = {};
let dropped;
function show({ status: now, pixels }) {
  state = now;
  if (canvas.width !== now.width || canvas.height !== now.height) {
    [canvas.width, canvas.height] = [now.width, now.height];
    fit();
  }
  if (pixels) {
    const image = new ImageData(new Uint8ClampedArray(pixels), now.width, now.height);
    canvas.getContext("2d").putImageData(image, 0, 0);
    if (dropped !== undefined) {
      canvas.dataset.first = Math.round(performance.now() - dropped);
      dropped = undefined;
      document.body.classList.add("on");
    }
  }
  const page = now.menu ? "menu" : now.page?.replaceAll("-", " ");
  say($("status"), [now.owner, page, now.time]);
  const rate = now.rate && `${Math.round(now.rate)} frames a second`;
  say($("bus"), [`${count(now.sent)} bytes sent to the panel`, rate, now.tempo, now.stick && "stick plugged in"]);
  canvas.setAttribute("aria-label", page ? `The panel shows the page ${page}` : "The panel");
  $("pull").disabled = !now.stick;
  now.buttons.forEach((does, at) => {
    const button = document.querySelector(`[data-button="${at}"]`);
    if (button.dataset.does !== does) {
      button.dataset.does = does;
      button.setAttribute("aria-label", { next: "Next page", previous: "Previous page", hold: "Hold the page", owner: "Next owner" }[does] ?? "");
      button.disabled = !does;
    }
  });
}

function say(line, parts) {
  const words = parts.filter(Boolean).join(" · ");
  if (line.textContent !== words) line.textContent = words;
}

// Every pixel of the panel is a whole number of dots of the screen; where that would waste much of a screen whose dots
// are too small to see, it is as large as fits.
function fit() {
  const dots = devicePixelRatio || 1;
  const desk = $("housing").parentElement;
  const { paddingLeft, paddingRight } = getComputedStyle(desk);
  const around = $("housing").offsetWidth - canvas.offsetWidth;
  const room = desk.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - around;
  const tall = Math.max(innerHeight * 0.62, 240);
  const fits = Math.max(1, Math.min((room * dots) / canvas.width, (tall * dots) / canvas.height, 6 * dots));
  const isWasteful = dots >= 2 && Math.floor(fits) < 0.8 * fits;
  const scale = isWasteful ? fits : Math.floor(fits);
  canvas.classList.toggle("smooth", isWasteful);
  canvas.style.width = `${(canvas.width * scale) / dots}px`;
  canvas.style.height = `${(canvas.height * scale) / dots}px`;
}
addEventListener("resize", fit);

// A file: read, counted, pressed and shown, or explained. Of several, the first; beside a database may be its log.
async function open(files, user) {
  const given = [...files];
  const file = given.find(({ name }) => !name.endsWith("-wal"));
  if (!file) return;
  const log = given.find(({ name }) => name === `${file.name}-wal`);
  dropped = performance.now();
  const since = dropped;
  complain("");
  busy(`Reading ${file.name}`);
  try {
    await ask({ ask: "fits", name: file.name, bytes: file.size + (log?.size ?? 0) }, await file.slice(0, 16).arrayBuffer());
    const content = await new Blob(log ? [file, log] : [file]).arrayBuffer();
    const owner = $("owner").value.trim() || user || "";
    const question = { ask: "open", name: file.name, log: log?.size ?? 0, user, owner, zone, now: Date.now() };
    const opened = await ask(question, content);
    if (opened.people) {
      dropped = undefined;
      complain(`${file.name} holds the histories of several people. Whose is to be shown?`, opened.people, (person) => open(given, person));
    } else tell(opened, performance.now() - since);
  } catch (error) {
    dropped = undefined;
    complain(error.message);
  }
  busy("");
}

function busy(word) {
  $("invitation").hidden = Boolean(word);
  $("busy").hidden = !word;
  document.body.classList.toggle("busy", Boolean(word));
  if (word) $("busy-word").textContent = word;
}

// What was opened.
let summary;
function tell(opened, took) {
  summary = opened.summary;
  $("about").hidden = true;
  for (const id of ["take", "play"]) $(id).hidden = false;
  $("shot").disabled = false;
  $("owner").value = summary.owner;
  $("owner").disabled = !opened.named;
  $("about-summary").textContent =
    `${count(summary.bytes)} bytes, ${summary.first} to ${summary.last}: totals and names, and no single play. Put it on a USB stick and plug that into the device.`;
  const { books } = opened;
  if (books) tellBooks(books, took);
  else if (took !== undefined) $("books").hidden = true;
}

const COLUMNS = [
  ["rows", "read"], ["music", "music"], ["podcasts", "podcast"], ["audiobooks", "audiobook"],
  ["known", "known"], ["nameless", "nameless"], ["without a moment", "momentless"], ["unreadable", "unreadable"],
];
function tellBooks({ files, leftOut, total }, took) {
  $("books").hidden = false;
  $("sum").textContent =
    `${count(total.read)} rows read, counted and pressed in ${(took / 1000).toFixed(1)} seconds.`;
  const shown = COLUMNS.filter(([, of], at) => at < 2 || total[of]);
  const row = (name, numbers, cell) => {
    const tr = document.createElement("tr");
    for (const [at, text] of [name, ...numbers].entries()) {
      const td = document.createElement(at && cell === "td" ? "td" : "th");
      td.scope = at ? "col" : "row";
      td.textContent = text;
      tr.append(td);
    }
    return tr;
  };
  const said = (words) => {
    const tr = document.createElement("tr");
    const td = tr.insertCell();
    td.colSpan = shown.length + 1;
    td.className = "why";
    td.textContent = words;
    return tr;
  };
  const rows = [row("file", shown.map(([title]) => title), "th")];
  for (const file of files) {
    rows.push(row(file.file.split("/").pop(), shown.map(([, of]) => count(file[of])), "td"));
    rows.push(...file.why.map(said));
  }
  rows.push(...leftOut.map(said));
  if (files.length > 1) rows.push(row("all", shown.map(([, of]) => count(total[of])), "td"));
  $("files").replaceChildren(...rows);
}

$("made-up").addEventListener("click", () => {
  const bytes = Uint8Array.from(atob($("sample").textContent), (letter) => letter.charCodeAt(0));
  open([new File([bytes], "made-up.tally")]);
});

// Files come by a button or are dropped anywhere.
for (const id of ["file", "another"]) {
  $(id).addEventListener("change", ({ target }) => {
    open(target.files);
    target.value = "";
  });
}
addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("over");
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("over");
});
addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("over");
  open(event.dataTransfer.files);
});

// Keys and buttons.
const KEYS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Enter", "Backspace", " ", "n", "p", "h", "l", "o", "m", "f", ".", "u", "c"]);
const isOn = () => document.body.classList.contains("on");
addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (!isOn() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.closest("input, select, .scroll") || (target.closest("button, label") && [" ", "Enter"].includes(key))) return;
  if (key === "s") shoot();
  else if (KEYS.has(key)) ask({ ask: "key", key });
  else return;
  event.preventDefault();
});
for (const button of document.querySelectorAll("[data-button]")) {
  button.addEventListener("click", () => isOn() && ask({ ask: "button", number: Number(button.dataset.button) }));
}
for (const button of document.querySelectorAll("[data-key]")) {
  button.addEventListener("click", () => isOn() && ask({ ask: "key", key: button.dataset.key }));
}

// Another panel, another turn, another name: the device begins anew.
let degrees = 0;
async function change(question) {
  try {
    const opened = await ask({ ...question, now: Date.now() });
    if (opened) tell(opened);
  } catch (error) {
    complain(error.message);
  }
}
const panel = () => change({ ask: "panel", name: $("panels").value, degrees });
$("panels").addEventListener("change", () => {
  degrees = 0;
  panel();
  preview();
});
$("turn").addEventListener("click", () => {
  const stands = $("panels").selectedOptions[0].dataset.stands === "true";
  degrees = (degrees + (stands ? 90 : 180)) % 360;
  panel();
  preview();
});
$("owner").addEventListener("change", () => isOn() && change({ ask: "name", owner: $("owner").value.trim() }));

// The shape of a panel that is still dark.
function preview() {
  const { dataset } = $("panels").selectedOptions[0];
  $("glass").classList.toggle("round", dataset.round === "true");
  if (isOn()) return;
  const sides = [Number(dataset.width), Number(dataset.height)];
  [canvas.width, canvas.height] = degrees % 180 ? sides.reverse() : sides;
  fit();
}

// Files to keep.
function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
$("save").addEventListener("click", async () => {
  const bytes = await ask({ ask: "summary" });
  const name = summary.owner.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "") || "playtally";
  save(new Blob([bytes], { type: "application/octet-stream" }), `${name}.tally`);
});
const shoot = () => canvas.toBlob((blob) => save(blob, `playtally-${state.page ?? "panel"}.png`));
$("shot").addEventListener("click", shoot);

ask({ ask: "panels" }).then((panels) => {
  for (const { name, title, width, height, round, stands } of panels) {
    const option = new Option(title, name);
    Object.assign(option.dataset, { width, height, round, stands });
    $("panels").append(option);
  }
  preview();
  document.body.classList.add("ready");
}, (error) => complain(`This browser cannot run the page’s program: ${error.message}`));
fit();
