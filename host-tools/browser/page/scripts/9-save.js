// Step 5: the summary onto a stick, and read back; or into the downloads. And what comes afterwards.

const canWrite = () => typeof showDirectoryPicker === "function";
// What the listener's files are called, but for their ends: nobody's before them on this device.
const stem = () => named(known.owner.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "") || "playtally", new Set(known.people.map(({ stem }) => stem)));
const fileName = () => `${stem()}.tally`;

function download(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

ENTERED.save = () => {
  const direct = canWrite();
  fill($("save-lead"), direct ? "saveLead" : "downloadLead");
  $("save-onto").hidden = !direct;
  fill($("download"), direct ? "downloadInstead" : "downloadBoth");
  $("download").classList.toggle("go", !direct);
  $("save-note").hidden = true;
  $("summary-name").textContent = fileName();
  $("summary-size").textContent = size(known.summary.bytes);
  fill($("settings-what"), known.isDefault ? "fileSettingsDefault" : "fileSettings");
  $("settings-size").textContent = size(known.toml.length);
  record($("stick-record"), known.counted.rings);
  pictures($("save-pics"), ["downloads", "drag", "device"], { name: fileName() });
  $("then").hidden = direct;
  const before = known.people.map(({ stem }) => make("li", { class: "before" }, make("span", { class: "ic" }), make("div", {}, make("b", { text: `${stem}.tally` }), make("span", { class: "small", key: "before" }))));
  $("handed-out").querySelectorAll(".before").forEach((row) => row.remove());
  $("handed-out").append(...before);
  afterwards("after-save");
};
ENTERED.saved = () => afterwards("after-saved");

// What comes afterwards stands where one is.
function afterwards(where) {
  $(where).append($("afterwards"));
  $("afterwards").hidden = !known.isSaved;
}

// The history itself, for the listener's own computer: it is never offered for a stick.
$("keep-history").addEventListener("click", async () => {
  const name = `${stem()}-history.zip`;
  // By its id a device knows whose the next summary is, whatever name it bears.
  known.id ??= [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const whose = { id: known.id, name: known.owner, home: known.zone };
  try {
    download(new Blob([await ask({ ask: "history", whose })], { type: "application/zip" }), name);
    tell("kept", { name });
  } catch (error) {
    trouble(error.message);
  }
});

// Somebody else begins at the beginning: nothing of the one before stays but the names of their files.
$("another-person").addEventListener("click", () => {
  const people = [...known.people, { name: known.owner, stem: stem() }];
  ask({ ask: "forget" });
  Object.assign(known, { people, given: [], refused: [], total: undefined, counted: undefined, owner: "", id: undefined, accent: undefined, zone: undefined, summary: undefined, isSaved: false });
  read = total = 0;
  meter();
  go("start");
});

async function contents() {
  return [
    [fileName(), await ask({ ask: "summary" })],
    ["playtally.toml", new TextEncoder().encode(known.toml)],
  ];
}

// Writes both files into the folder that is chosen, and reads them back.
$("save-onto").addEventListener("click", async () => {
  let folder;
  try {
    folder = await showDirectoryPicker({ id: "playtally", mode: "readwrite" });
  } catch (error) {
    if (error.name !== "AbortError") saveFailed("saveBarred", error);
    return;
  }
  try {
    for (const [name, bytes] of await contents()) {
      const handle = await folder.getFileHandle(name, { create: true });
      const writable = await handle.createWritable();
      await writable.write(bytes);
      await writable.close();
      const back = new Uint8Array(await (await handle.getFile()).arrayBuffer());
      if (back.length !== bytes.length || back.some((byte, at) => byte !== bytes[at])) throw new Error(say("saveDiffers", { name }));
    }
  } catch (error) {
    return saveFailed("saveFailed", error);
  }
  saved("savedLead", { drive: folder.name || "/" });
});

$("download").addEventListener("click", async () => {
  for (const [name, bytes] of await contents()) download(new Blob([bytes], { type: "application/octet-stream" }), name);
  known.isSaved = true;
  $("then").hidden = $("afterwards").hidden = false;
  stack();
  tell("downloaded", { name: fileName() });
});

function saveFailed(key, error) {
  $("save-note").hidden = false;
  fill($("save-note-title"), `${key}Title`);
  fill($("save-note-text"), `${key}Text`);
  $("save-note-found").textContent = error.message;
  tell(`${key}Title`);
}

function saved(key, values) {
  known.isSaved = true;
  go("saved");
  fill($("saved-lead"), key, values);
  record($("saved-record"), known.counted.rings);
  pictures($("saved-pics"), ["eject", "device"], { name: fileName() });
  tell(key, values);
}

$("again").addEventListener("click", () => go("save"));
$("forget").addEventListener("click", () => location.reload());

// The next steps as pictures.
function pictures(into, which, values) {
  into.replaceChildren(...which.map((name, at) => make("figure", {}, PICTURES[name](), make("figcaption", { "data-n": at + 1 }, make("span", { key: `pic-${name}`, values })))));
}

const shape = (svg, d, fill) => svg.append(draw("path", { d, fill }));
const picture = () => draw("svg", { viewBox: "0 0 300 190", "aria-hidden": "true" });
function paper(svg, x, y, ink) {
  shape(svg, `M${x} ${y}h40l14 14v54h-54z`, ink);
  shape(svg, `M${x + 40} ${y}v14h14z`, "#191019");
}
function stick(svg, x, y) {
  shape(svg, `M${x} ${y}h74v40h-74z`, "currentColor");
  shape(svg, `M${x + 74} ${y + 6}h26v28h-26z`, "#8d8590");
  shape(svg, `M${x + 84} ${y + 12}h8v6h-8zM${x + 84} ${y + 22}h8v6h-8z`, "#191019");
  shape(svg, `M${x + 8} ${y + 16}h10v8h-10z`, "#ffba21");
}
const PICTURES = {
  downloads() {
    const svg = picture();
    shape(svg, "M40 26h220v138h-220z", "#f7f3e6");
    shape(svg, "M40 26h220v22h-220z", "#191019");
    paper(svg, 84, 70, "#528ef7");
    paper(svg, 162, 70, "#b5e342");
    return svg;
  },
  drag() {
    const svg = picture();
    paper(svg, 34, 62, "#528ef7");
    svg.append(draw("path", { d: "M108 88h44v-10l20 16l-20 16v-10h-44z", fill: "currentColor" }));
    stick(svg, 184, 74);
    return svg;
  },
  eject() {
    const svg = picture();
    stick(svg, 96, 34);
    svg.append(draw("path", { d: "M150 96l36 36h-72zM114 144h72v12h-72z", fill: "currentColor" }));
    return svg;
  },
  device() {
    const svg = picture();
    shape(svg, "M138 44h132v102h-132z", "var(--case)");
    shape(svg, "M154 58h100v74h-100z", "#000");
    [0, 1, 2, 3].forEach((at) => shape(svg, `M${186 + at * 10} 82h5v28h-5z`, INKS[[5, 1, 6, 0][at]]));
    shape(svg, "M122 84h16v28h-16z", "#8d8590");
    stick(svg, 18, 78);
    return svg;
  },
};
