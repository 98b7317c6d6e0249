// Step 1: where to ask for a history, what was refused, and what was read.

// Services, how many days they take at most by their own words, and how many they usually take where that is known.
const SERVICES = [
  { id: "spotify", name: "Spotify", days: 30, link: "https://www.spotify.com/account/privacy/" },
  { id: "apple", name: "Apple Music", days: 7, link: "https://privacy.apple.com/" },
  { id: "youtube", name: "YouTube Music", days: 2, link: "https://takeout.google.com/" },
  { id: "deezer", name: "Deezer", days: 30, link: "https://www.deezer.com/account" },
  { id: "scrobbles", name: "Last.fm, ListenBrainz", days: 0 },
  { id: "others", days: 0 },
];
const SLOWEST = 30;

const cells = (days) =>
  days > 0 && make("span", { class: "days", "aria-hidden": "true" }, ...Array.from({ length: SLOWEST }, (_, at) => make("i", { class: at < days ? "on" : "" })));

ENTERED.start = () => {
  const { refused } = known;
  const one = refused.length === 1 ? refused[0] : undefined;
  const kind = one && (WORDS.en[`refused-${one.leftOut[0].kind}`] ? one.leftOut[0].kind : "otherwise");
  $("drop").classList.toggle("err", refused.length > 0);
  $("drop-file").hidden = !one;
  $("drop-file").textContent = one ? `${one.name}, ${size(one.size)}` : "";
  fill($("drop-title"), one ? `refused-${kind}` : refused.length ? "refusedTitle" : "dropTitle");
  fill($("drop-lead"), one ? `helps-${kind}` : refused.length ? "refusedLead" : "dropLead");
  const details = one ? reasons(one) : [];
  for (const detail of details) detail.querySelectorAll(".h3, .h3 + p").forEach((element) => element.remove());
  $("drop-more").replaceChildren(...details);
  $("so-far").hidden = !known.people.length;
  fill($("so-far"), "soFar", { list: list(known.people.map(({ name }) => name || say("nobody"))) });
  record($("empty-record"), undefined, 0);
  $("refusals").replaceChildren(...(one ? [] : refused.map(note)));
  const tile = ({ id, name, days }) =>
    make("li", {}, make("button", { type: "button", onclick: () => guide(id) }, make("b", { text: name ?? say("others") }), make("span", { key: `wait-${id}` }), cells(days)));
  $("services").replaceChildren(...SERVICES.map(tile));
};

const note = (refused) =>
  make("li", { class: "note" }, make("div", { class: "k", "aria-hidden": "true", text: "!" }), make("div", {}, make("span", { class: "file", text: `${refused.name}, ${size(refused.size)}` }), ...reasons(refused, "h2")));

// How to ask a service.
function guide(id) {
  const { name, days, link } = SERVICES.find((service) => service.id === id);
  fill($("guide-title"), name && link ? "guideTitle" : `guide-${id}`, { name });
  fill($("guide-lead"), `wait-${id}`);
  $("guide-days").replaceChildren(cells(days) || "");
  const steps = [1, 2, 3].filter((step) => WORDS.en[`guide-${id}-${step}`]).map((step) => {
    const away = step === 1 && link && make("p", {}, make("a", { class: "b", href: link, target: "_blank", rel: "noreferrer noopener", text: `${new URL(link).host.replace("www.", "")} ↗` }), make("span", { class: "small soft away", key: "away" }));
    return make("li", {}, make("div", {}, make("p", { key: `guide-${id}-${step}` }), away));
  });
  $("guide-steps").replaceChildren(...steps);
  const tip = `guide-${id}-not`;
  $("guide-tip").hidden = !WORDS.en[tip];
  if (WORDS.en[tip]) fill($("guide-not"), tip);
  go("guide");
}
$("back").addEventListener("click", () => go(known.counted ? "read" : "start"));

// The books: five lines that add up.
const BOOKS = { music: "#ffba21", podcast: "#528ef7", audiobook: "#de71e6", known: "#8d8590", nameless: "#cfc6b2", momentless: "#b5a98f", unreadable: "#ff5531" };

ENTERED.read = () => {
  const { counted, given, refused, total: sum } = known;
  $("read-span").textContent = say("readSpan", { from: month(counted.first ?? "2000-01-01"), to: month(counted.last ?? "2000-01-01") });
  $("read-span").hidden = !counted.first;
  $("read-plays").textContent = count(sum.music);
  fill($("read-lead"), sum.music ? "readLead" : "readSpoken", { n: sum.podcast + sum.audiobook });
  fill($("read-counted"), "readCounted", { n: counted.counted });
  record($("full-record"), counted.rings);
  const rows = given.map((one) => {
    const { name, said } = one;
    const isNew = said.total.music + said.total.podcast + said.total.audiobook > 0;
    const inside = [make("b", { text: name }), make("span", { class: "small", text: [...new Set(said.sources)].join(", ") })];
    if (!isNew) inside.push(make("span", { class: "small", key: "nothingNew", values: { n: said.total.known } }));
    inside.push(...reasons({ ...one, leftOut: said.leftOut }));
    const plays = make("span", { class: "n" }, count(said.total.music), make("small", { key: "rowPlays", values: { n: said.total.music } }));
    return make("li", {}, make("span", { class: "ic" }), make("div", {}, ...inside), plays, remover(name));
  });
  const bad = refused.map((one) =>
    make("li", { class: "bad" }, make("span", { class: "ic" }), make("div", { class: "wide" }, make("b", { text: one.name }), ...reasons(one)), remover(one.name)));
  $("given").replaceChildren(...rows, ...bad);
  const kinds = Object.entries(BOOKS).filter(([kind]) => sum[kind]);
  $("split").replaceChildren(...kinds.map(([kind, colour]) => make("i", { style: `flex:${sum[kind]};background:${colour}` })));
  const line = (amount, key, colour) => [make("dt", { class: colour ? "" : "sum", style: colour && `--k:${colour}`, text: count(amount) }), make("dd", { class: colour ? "" : "sum", key, values: { n: amount } })];
  $("sum").replaceChildren(...kinds.flatMap(([kind, colour]) => line(sum[kind], `books-${kind}`, colour)), ...line(sum.read, "books-read"));
  const why = given.flatMap(({ said }) => said.files.map(({ file, read: rows, why: lines }) => make("li", { class: "small" }, make("b", { text: file }), ` ${say("rows", { n: rows })}`, ...lines.map((text) => make("span", { class: "why", lang: "en", text })))));
  $("each").replaceChildren(...why);
  $("topic-choice").hidden = !given.some(({ said }) => said.sources.some((source) => source.includes("YouTube")));
};

const remover = (name) => {
  const cross = make("button", { type: "button", class: "b x", text: "✕", onclick: () => drop(name) });
  cross.setAttribute("aria-label", say("remove", { name }));
  return cross;
};

$("topic").addEventListener("change", () => {
  readAt = performance.now();
  readAll(known.given);
});
$("that-is-me").addEventListener("click", () => go("you"));
$("no-more").addEventListener("click", () => go("start"));
