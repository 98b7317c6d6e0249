// Step 2: whose music it is, and where they live. Neither is ever taken for granted.

// The time zone of the computer, as the browser says it.
const computer = () => {
  try {
    return Intl.DateTimeFormat().resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
};
// What browsers say that hide where they are, wherever they are.
const HIDING = ["UTC", "Etc/UTC", "GMT", "Etc/GMT", "Atlantic/Reykjavik", "Africa/Abidjan", "Iceland"];
// From so many of a hundred plays on, a history is from a country.
const NEARLY_ALL = 90;
let zones = [];
let accents = [];
let chosen;

// What computer and history say of home, and whether they agree.
function proposals() {
  const said = computer();
  const [from] = known.counted.countries;
  const isSure = from && from.plays >= 50 && from.percent >= NEARLY_ALL;
  const isHiding = !said || (HIDING.includes(said) && !(said === "Atlantic/Reykjavik" && from?.code === "IS"));
  const agrees = isSure && from.code && saidLiesIn(said, from);
  const options = [];
  if (agrees && !isHiding) options.push({ zone: said, key: "saysBoth", values: from });
  else {
    if (isSure && !agrees) options.push({ zone: from.zone, key: "saysPlays", values: { ...from, country: country(from.code) } });
    if (said) options.push({ zone: said, key: isHiding ? "saysBrowser" : "saysComputer" });
  }
  // A history that was kept says where its listener lived.
  const home = whose()?.home;
  if (home) options.splice(0, options.length, { zone: home, key: "saysKept" }, ...options.filter(({ zone }) => zone !== home));
  const warning = home ? undefined : isHiding ? "hidden" : isSure && !agrees ? "disagree" : undefined;
  const isProposed = !warning && options.length > 0;
  return { options, isProposed, warning, values: { zone: city(said ?? "UTC"), country: isSure ? country(from.code) : "" } };
}

// Whose it is, as a history says that was kept; nothing, where two say different things.
function whose() {
  const said = known.given.map((given) => given.said.whose).filter(Boolean);
  return said.every(({ id }) => id === said[0].id) ? said.at(-1) : undefined;
}

// Whether the computer's zone lies in the country: the program said so of the zone in which it counted first.
const lies = new Map();
const saidLiesIn = (zone, { code, zone: capital }) => lies.get(`${zone} ${code}`) ?? zone === capital;

ENTERED.you = async () => {
  const said = computer();
  if (said && known.counted.zone !== said && !lies.has(said)) {
    lies.set(said, true);
    const { countries } = await ask({ ask: "count", zone: said });
    remember(said, countries);
  } else remember(known.counted.zone, known.counted.countries);
  known.id = whose()?.id ?? known.id;
  $("name").value = known.owner || whose()?.name || "";
  const ink = (accent, label) => make("label", { style: accent === undefined ? "" : `--i:${accents[accent].colour}`, title: label }, make("input", { type: "radio", name: "accent", checked: known.accent === accent, "aria-label": label, onchange: () => (known.accent = accent) }), accent === undefined && label);
  $("accents").replaceChildren(ink(undefined, say("accentNone")), ...accents.map(({ name }, at) => ink(at, say(`accent-${name}`))));
  const { options, isProposed, warning, values } = proposals();
  chosen = known.zone ?? (isProposed ? options[0].zone : undefined);
  if (chosen && !options.some(({ zone }) => zone === chosen)) options.unshift({ zone: chosen, key: "saysYou" });
  const now = (zone) => new Date().toLocaleTimeString(language, { timeZone: zone, hour: "2-digit", minute: "2-digit" });
  const radio = (value, checked) => make("input", { type: "radio", name: "zone", value, checked, onchange: () => choose(value) });
  const rows = options.map(({ zone, key, values: of }) =>
    make("label", { class: "opt" }, radio(zone, zone === chosen), make("span", {}, make("b", { text: city(zone) }), make("span", { class: "small", key, values: of })), make("b", { class: "arch", text: now(zone) })));
  rows.push(make("label", { class: "opt" }, radio("", false), make("span", {}, make("b", { key: "elsewhere" }), make("span", { class: "small", key: "elsewhereHint" }))));
  $("zones").replaceChildren(...rows);
  $("elsewhere").hidden = true;
  $("zone-note").hidden = !warning;
  if (warning) {
    fill($("zone-note-title"), `${warning}Title`, values);
    fill($("zone-note-text"), `${warning}Text`, values);
  }
  day();
};

function remember(zone, countries) {
  for (const { code, isHome } of countries) lies.set(`${zone} ${code}`, isHome);
}

async function choose(zone) {
  $("elsewhere").hidden = Boolean(zone);
  chosen = zone || undefined;
  if (!zone) $("city").focus();
  day();
}

// How the day looks by the clock of the chosen zone.
async function day() {
  $("yes").disabled = !chosen;
  const zone = chosen;
  if (!zone) {
    fill($("day-words"), "dayChoose");
    $("away").textContent = "";
    return bars(undefined);
  }
  const counted = await ask({ ask: "count", zone });
  if (zone !== chosen) return;
  known.counted = counted;
  remember(zone, counted.countries);
  const { byHour, away } = counted;
  const most = Math.max(...byHour);
  const [from, to] = quiet(byHour, most);
  fill($("day-words"), from === to ? "dayLoudest" : "dayLoud", { hour: hour(byHour.indexOf(most)), from: hour(from), to: hour(to) });
  const journeys = Object.entries(away).sort((one, two) => two[1] - one[1]).slice(0, 3);
  fill($("away"), journeys.length ? "journeys" : "awayNone", { list: list(journeys.map(([code, n]) => say("awayPlays", { n, country: country(code) }))), city: city(zone) });
  bars(byHour, most);
}

// The longest run of hours with hardly any play.
function quiet(byHour, most) {
  let best = [0, 0];
  for (let from = 0; from < 24; from += 1) {
    let length = 0;
    while (length < 23 && byHour[(from + length) % 24] <= most / 10) length += 1;
    if (length > (best[1] - best[0] + 24) % 24) best = [from, (from + length) % 24];
  }
  return best;
}

function bars(byHour, most) {
  const bar = (plays) => make("i", { style: `--p:${byHour ? Math.max(2, (100 * plays) / most) : 2}` });
  $("hours").replaceChildren(...(byHour ?? new Array(24).fill(0)).map(bar));
  const loud = byHour?.indexOf(most) ?? -1;
  if (loud >= 0) $("hours").children[loud].append(make("em", { text: hour(loud) }));
  $("hours").setAttribute("aria-label", $("day-words").textContent);
}

$("city").addEventListener("input", async ({ target }) => {
  const text = target.value;
  const { zone, near } = await ask({ ask: "zone", text });
  if (text !== target.value) return;
  chosen = zone;
  const isUnknown = !zone && text.trim().length > 1;
  $("city-said").textContent = zone ? `${zone}, ${new Date().toLocaleTimeString(language, { timeZone: zone, hour: "2-digit", minute: "2-digit" })}` : isUnknown ? (near.length ? say("cityNear", { list: list(near.map(city)) }) : say("cityUnknown")) : "";
  $("city").setAttribute("aria-invalid", String(isUnknown));
  day();
});

$("you-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!chosen) return;
  known.owner = $("name").value.trim();
  known.zone = chosen;
  await press();
});

// Presses the summary of the history, by that name and that clock, and shows it.
async function press() {
  const since = performance.now();
  try {
    known.counted = await ask({ ask: "count", zone: known.zone });
    await set();
    pressedAt = since;
    known.summary = await ask({ ask: "press", owner: known.owner, accent: known.accent, id: known.id, now: Date.now() });
    known.isMadeUp = known.isSaved = false;
    go("look");
  } catch (error) {
    trouble(error.message);
  }
}
