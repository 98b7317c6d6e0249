// Steps 3 and 4: the device on the desk, which one it is, and how it is set.

const canvas = $("panel");
let state = {};
let pressedAt;
let offers = [];
let panels = [];
// How the device is set.
const choice = { device: "display-hat-mini", degrees: 0, theme: undefined, language, night: undefined };

function show({ status: now, pixels }) {
  state = now;
  const { round } = offerOf(choice.device).panel ?? {};
  document.querySelector(".glass").classList.toggle("round", Boolean(round));
  if (canvas.width !== now.width || canvas.height !== now.height) {
    [canvas.width, canvas.height] = [now.width, now.height];
    fit();
  }
  if (pixels) {
    canvas.getContext("2d").putImageData(new ImageData(new Uint8ClampedArray(pixels), now.width, now.height), 0, 0);
    if (pressedAt !== undefined) {
      canvas.dataset.first = Math.round(readAt + performance.now() - pressedAt);
      pressedAt = undefined;
    }
  }
  const page = now.menu ? "menu" : now.page?.replaceAll("-", " ");
  const label = page ? say("panelShows", { page }) : say("panelDark");
  if (canvas.getAttribute("aria-label") !== label) canvas.setAttribute("aria-label", label);
  $("pull").disabled = !now.stick;
  now.buttons.forEach((does, at) => {
    for (const key of document.querySelectorAll(`[data-button="${at}"]`)) {
      if (key.dataset.does === does && key.dataset.said === language) continue;
      Object.assign(key.dataset, { does, said: language });
      const words = does ? say(does) : "";
      if (key.classList.contains("k")) key.setAttribute("aria-label", words);
      else key.textContent = words;
      key.disabled = !does;
      document.querySelector(`.t[data-of="${at}"]`).textContent = words;
    }
  });
  if (view === "tinker") facts(now);
}

function facts(now) {
  const rows = [
    ["factPage", now.menu ? "menu" : (now.page ?? "–")],
    ["factSent", `${count(now.sent)} bytes`],
    ["factRate", now.rate ? count(Math.round(now.rate)) : "–"],
    ["factTime", `${now.time} ${now.tempo}`],
    ["factMemory", megabytes(now.memory)],
    ["factSummary", known.summary ? `${count(known.summary.bytes)} bytes` : "–"],
  ];
  if (!$("facts").rows.length) for (const [key] of rows) $("facts").append(make("tr", {}, make("th", { scope: "row", key }), make("td", { class: "r" })));
  rows.forEach(([, text], at) => {
    const cell = $("facts").rows[at].cells[1];
    if (cell.textContent !== text) cell.textContent = text;
  });
}

// Every pixel of the panel is a whole number of dots of the screen, unless that wastes much of the room.
function fit() {
  const dots = devicePixelRatio || 1;
  const isSmall = view === "device";
  const wide = Math.min(isSmall ? 220 : 400, innerWidth - 112);
  const tall = isSmall ? 170 : Math.min(300, innerHeight * 0.42);
  const fits = Math.min((wide * dots) / canvas.width, (tall * dots) / canvas.height);
  const whole = Math.floor(fits);
  const scale = whole >= 1 && whole >= 0.8 * fits ? whole : fits;
  canvas.classList.toggle("px", Number.isInteger(scale));
  canvas.style.width = `${(canvas.width * scale) / dots}px`;
  canvas.style.height = `${(canvas.height * scale) / dots}px`;
}
addEventListener("resize", fit);

// The one device stands where it is looked at.
function stand(where) {
  $(where).append($("dev"));
  $("dev").classList.toggle("sm", where !== "desk-look");
  fit();
}

ENTERED.look = () => {
  stand("desk-look");
  const { counted, summary, isMadeUp } = known;
  $("made-up-note").hidden = !isMadeUp;
  $("to-device").hidden = isMadeUp;
  const words = [];
  if (counted && !isMadeUp) {
    if (counted.first) words.push(make("p", { key: "wordsHours", values: { hours: counted.hours, since: month(counted.first) } }));
    if (counted.artist) words.push(make("p", { key: "wordsArtist", values: { artist: counted.artist.name, n: counted.artist.plays } }));
    if (counted.plays) words.push(make("p", { key: "wordsHour", values: { hour: hour(counted.byHour.indexOf(Math.max(...counted.byHour))) } }));
  }
  fill($("words-title"), summary.owner ? "wordsOf" : "wordsTitle", { name: summary.owner });
  $("words").replaceChildren(...words);
  $("words-title").hidden = !words.length;
  $("to-report").hidden = !counted || isMadeUp;
};

// A summary that was made elsewhere, or of somebody made up.
async function load(name, bytes, isStick = false, isMadeUp = false) {
  const since = performance.now();
  const summary = await ask({ ask: "load", name, stick: isStick, now: Date.now() }, { bytes });
  if (isStick) return;
  [pressedAt, readAt] = [since, 0];
  // What was given stays, to be read again.
  Object.assign(known, { summary, refused: [], total: undefined, counted: undefined, isMadeUp: true, isSaved: false });
  fill($("made-up-title"), isMadeUp ? "madeUpTitle" : "otherTitle", { name: summary.owner });
  go("look");
}

$("made-up").addEventListener("click", async () => {
  const bytes = Uint8Array.from(atob($("sample").textContent), (letter) => letter.charCodeAt(0));
  await set();
  await load("made-up.tally", bytes.buffer, false, true);
});
$("own-music").addEventListener("click", () => {
  Object.assign(known, { summary: undefined, isMadeUp: false });
  readAt = performance.now();
  if (known.given.length) return readAll(known.given);
  ask({ ask: "forget" });
  go("start");
});
$("to-device").addEventListener("click", () => go("device"));
$("to-tinker").addEventListener("click", () => go(known.summary ? "tinker" : "start"));

// Keys and buttons.
const KEYS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Enter", "Backspace", " ", "n", "p", "h", "l", "o", "m", "f", ".", "u", "c"]);
const isOn = () => Boolean(known.summary);
addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (!isOn() || !["look", "tinker"].includes(view) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.closest("input, select, textarea, pre") || (target.closest("button, label, a, summary") && [" ", "Enter"].includes(key))) return;
  if (key === "s" && view === "tinker") shoot();
  else if (KEYS.has(key)) ask({ ask: "key", key }).catch((error) => trouble(error.message));
  else return;
  event.preventDefault();
});
for (const key of document.querySelectorAll("[data-button]")) {
  key.addEventListener("click", () => isOn() && ask({ ask: "button", number: Number(key.dataset.button) }));
}
for (const key of document.querySelectorAll("[data-key]")) {
  key.addEventListener("click", () => isOn() && ask({ ask: "key", key: key.dataset.key }));
}

// Which device it is.
const offerOf = (name) => offers.find((offer) => offer.name === name) ?? { name, panel: panels.find((panel) => panel.name === name), isHat: false, mm: 40 };
const titleOf = (name) => WORDS[language][`panel-${name}`] ?? offerOf(name).panel?.title ?? name;

function drawing({ panel: { width, height, round, colours, paper }, mm }) {
  const wide = mm * 2.3;
  const tall = (wide * height) / width;
  const svg = draw("svg", { width: wide + 16, height: tall + 16, viewBox: `0 0 ${wide + 16} ${tall + 16}`, "aria-hidden": "true" });
  const glass = paper ? "#f7f3e6" : "#000";
  const shape = (inset, fill) => (round ? draw("circle", { cx: wide / 2 + 8, cy: tall / 2 + 8, r: wide / 2 + 8 - inset, fill }) : draw("rect", { x: inset, y: inset, width: wide + 16 - 2 * inset, height: tall + 16 - 2 * inset, fill }));
  svg.append(shape(0, paper ? "#c9c2b4" : "#2b262d"), shape(6, glass));
  // The mark: strokes of a tally, in what the glass can show.
  const ink = paper ? "#191019" : colours ? undefined : "#f7f3e6";
  [0, 1, 2, 3].forEach((stroke) => svg.append(draw("rect", { x: 8 + wide * (0.3 + 0.11 * stroke), y: 8 + tall * 0.3, width: wide * 0.05, height: tall * 0.4, fill: ink ?? INKS[[5, 1, 6, 0][stroke]] })));
  return svg;
}

ENTERED.device = () => {
  stand("desk-device");
  const radio = (group, value, checked, onchange) => make("input", { type: "radio", name: group, value, checked, onchange });
  $("offers").replaceChildren(...offers.map((offer) => make("label", {}, radio("device", offer.name, offer.name === choice.device, () => pick(offer.name)), make("span", { class: "draw" }, drawing(offer)), make("span", {}, make("b", { key: `panel-${offer.name}` }), make("small", { key: `hint-${offer.name}` })))));
  $("languages").replaceChildren(...Object.entries(LANGUAGES).map(([tag, name]) => make("label", { lang: tag }, radio("device-language", tag, tag === choice.language, () => change({ language: tag })), name)));
  const themes = [["dark", "themeDark"], ["light", "themeLight"], ["high-contrast", "themeContrast"]];
  $("themes").replaceChildren(...themes.map(([theme, key]) => make("label", {}, radio("theme", theme, theme === (choice.theme ?? "dark"), () => change({ theme: theme === "dark" ? undefined : theme })), make("span", { key }))));
  for (const [id, at] of [["night-from", 0], ["night-to", 1]]) {
    const hours = Array.from({ length: 24 }, (_, of) => new Option(hour(of), of, false, choice.night?.[at] === of));
    $(id).replaceChildren(...(at ? [] : [new Option(say("nightNever"), "", false, !choice.night)]), ...hours);
    $(id).disabled = Boolean(at) && !choice.night;
  }
  $("others-panel").replaceChildren(new Option("–", ""), ...panels.map(({ name, title }) => new Option(title, name, false, choice.device === name && !offers.some((offer) => offer.name === name))));
  night();
  wired();
};

function night() {
  const [from, to] = choice.night ?? [0, 0];
  const isDark = (at) => choice.night && (from < to ? at >= from && at < to : at >= from || at < to);
  $("night").replaceChildren(...Array.from({ length: 24 }, (_, at) => make("i", { class: isDark(at) ? "dark" : "" })));
}

function wired() {
  const { isHat, panel } = offerOf(choice.device);
  $("wired").hidden = isHat || ["display-hat-mini", "pirate-audio"].includes(choice.device);
  $("themes-choice").hidden = !panel?.colours;
}

async function pick(device) {
  await change({ device, degrees: 0, theme: undefined });
  $("others-panel").value = "";
  for (const input of document.querySelectorAll("[name=theme]")) input.checked = input.value === "dark";
  wired();
}

// Sets the device anew.
async function change(some) {
  Object.assign(choice, some);
  known.isSaved = false;
  try {
    await set();
  } catch (error) {
    trouble(error.message);
  }
  stack();
}

async function set() {
  const told = await ask({ ask: "set", ...choice, now: Date.now() });
  known.toml = told.file;
  known.isDefault = told.isDefault;
  known.set = view === "device" ? true : known.set;
  $("toml").textContent = told.file;
}

$("others-panel").addEventListener("change", async ({ target }) => {
  if (!target.value) return;
  const { value } = target;
  for (const input of document.querySelectorAll("[name=device]")) input.checked = false;
  await pick(value);
  target.value = value;
});
$("turn").addEventListener("click", () => {
  const { stands } = offerOf(choice.device).panel;
  change({ degrees: (choice.degrees + (stands ? 90 : 180)) % 360 });
});
for (const id of ["night-from", "night-to"]) {
  $(id).addEventListener("change", () => {
    const from = $("night-from").value;
    $("night-to").disabled = from === "";
    if (from !== "" && (!choice.night || $("night-to").value === from)) $("night-to").value = (Number(from) + 8) % 24;
    change({ night: from === "" ? undefined : [Number(from), Number($("night-to").value)] });
    night();
  });
}
$("to-save").addEventListener("click", () => {
  known.set = true;
  go("save");
});

// For tinkerers.
ENTERED.tinker = () => {
  stand("desk-tinker");
  $("facts").replaceChildren();
  $("policy").textContent = document.querySelector("meta[http-equiv]").content.replaceAll("; ", ";\n");
};
const shoot = () => canvas.toBlob((blob) => download(blob, `playtally-${state.page ?? "panel"}.png`));
$("shot").addEventListener("click", shoot);
