// Where the listener is: five steps, each with its views, and what is said aloud on the way.

const STEPS = { start: 1, guide: 1, reading: 1, read: 1, you: 2, look: 3, report: 3, tinker: 3, device: 4, save: 5, saved: 5 };
// What is known so far. Nothing of it outlives the page.
const known = { given: [], refused: [], total: undefined, counted: undefined, owner: "", id: undefined, accent: undefined, zone: undefined, summary: undefined, isMadeUp: false, set: undefined, isSaved: false, people: [] };
let view = "start";

function go(to, { quietly } = {}) {
  view = to;
  document.body.className = `s${STEPS[to]} at-${to}`;
  for (const section of document.querySelectorAll("main > [data-view]")) section.hidden = section.dataset.view !== to;
  stack();
  ENTERED[to]?.();
  const heading = document.querySelector(`[data-view="${to}"] h1`);
  document.title = `${heading?.textContent || say("step1")} – Playtally`;
  if (quietly) return;
  scrollTo(0, 0);
  heading?.focus({ preventScroll: true });
}
// What a view does when it comes up.
const ENTERED = {};

// The answers of the steps that are done, and whether each can be gone to.
function answers() {
  const { counted, summary, set, isMadeUp } = known;
  return [
    counted ? say("answerPlays", { n: known.total.music }) : isMadeUp ? say("answerMadeUp") : "",
    summary && counted ? say("answerWho", { name: summary.owner || say("nobody"), city: city(known.zone) }) : "",
    "",
    set ? titleOf(choice.device) : "",
    known.isSaved ? say("answerSaved") : "",
  ];
}
const WAYS = [() => (known.counted ? "read" : "start"), () => known.counted && "you", () => known.summary && "look", () => known.summary && "device", () => known.summary && !known.isMadeUp && "save"];

function stack() {
  const done = answers();
  const now = STEPS[view];
  const rows = WAYS.map((way, at) => {
    const number = at + 1;
    const to = way();
    const isNow = number === now;
    const isDone = !isNow && Boolean(done[at] || (number === 3 && known.summary && now > 3));
    const inside = [make("b", { key: `step${number}` }), isDone && done[at] && make("small", { text: done[at] })];
    const spine = to && to !== view
      ? make("button", { type: "button", class: "spine", "data-n": number, "aria-current": isNow ? "step" : undefined, onclick: () => go(to) }, ...inside)
      : make("span", { class: "spine", "data-n": number, "aria-current": isNow ? "step" : undefined }, ...inside);
    return make("li", { class: `s${number}${isNow ? " now" : ""}${isDone ? " done" : ""}` }, spine);
  });
  $("stack").replaceChildren(...rows);
}

// Says something aloud, for who does not see it.
function tell(key, values) {
  $("status").textContent = say(key, values).replaceAll("**", "");
}

// Trouble that is nobody's file.
function trouble(words) {
  $("trouble").textContent = words;
  $("trouble").hidden = !words;
}

// The promise, as a meter.
let read = 0;
let total = 0;
let barred = 0;
function meter() {
  $("read-bytes").textContent = read ? megabytes(read) : "0 MB";
  $("read-bar").style.width = `${total ? Math.min(100, (100 * read) / total) : 0}%`;
  fill($("online"), barred ? "meterBarred" : navigator.onLine ? "meterOnline" : "meterOffline", { n: barred });
}
addEventListener("online", meter);
addEventListener("offline", meter);
// The policy names what it barred; nothing of it left.
document.addEventListener("securitypolicyviolation", () => {
  barred += 1;
  meter();
});
