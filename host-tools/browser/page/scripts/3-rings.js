// The record: a ring a year, a part a week, a colour an artist. Empty, it is dots; while it is read, it fills.

// The leading artists have a light ink each; all others share the deep ones.
const INKS = ["#528ef7", "#efe331", "#de71e6", "#a582f7", "#ff8e29", "#ff5531", "#42ca6b", "#4acea5", "#ff92bd", "#3acad6", "#b5e342", "#ffba21",
  "#9c1042", "#9c2408", "#8c4500", "#735500", "#4a6100", "#086531", "#00654a", "#00616b", "#005d84", "#0045c5", "#6324bd", "#841094"];
const WEEKS = 52;
const SVG = "http://www.w3.org/2000/svg";

function draw(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function arc(inner, outer, from, to) {
  const at = (radius, angle) => `${(280 + radius * Math.sin(angle)).toFixed(1)} ${(280 - radius * Math.cos(angle)).toFixed(1)}`;
  return `M${at(outer, from)}A${outer} ${outer} 0 0 1 ${at(outer, to)}L${at(inner, to)}A${inner} ${inner} 0 0 0 ${at(inner, from)}Z`;
}

// Draws into an element: the rings of a history, or of none, filled to a share.
function record(into, rings, share = 1) {
  const years = rings?.weeks ?? Array.from({ length: 12 }, () => new Array(WEEKS).fill(INKS.length + 1));
  const filled = Math.round(share * years.length * WEEKS);
  const [middle, edge] = [84, 271];
  const width = (edge - middle) / Math.max(years.length, 3);
  const svg = draw("svg", { viewBox: "0 0 560 560", "aria-hidden": "true", class: filled ? "pressed" : "" });
  if (filled) svg.append(draw("circle", { cx: 280, cy: 280, r: 277, class: "ground" }));
  const paths = new Map();
  years.forEach((weeks, year) => {
    const [inner, outer] = [middle + year * width + Math.min(3, width / 8), middle + (year + 1) * width - Math.min(3, width / 8)].map((radius) => +radius.toFixed(1));
    weeks.forEach((colour, week) => {
      if (!colour || year * WEEKS + week >= filled) return;
      const angle = (2 * Math.PI) / WEEKS;
      paths.set(colour, (paths.get(colour) ?? "") + arc(inner, outer, week * angle + 0.008, (week + 1) * angle - 0.008));
    });
    if ((year + 1) * WEEKS > filled) {
      const radius = (inner + outer) / 2;
      svg.append(draw("circle", { cx: 280, cy: 280, r: radius.toFixed(1), class: "dots", "stroke-dasharray": `1 ${((2 * Math.PI * radius) / WEEKS - 1).toFixed(2)}` }));
    }
  });
  for (const [colour, d] of paths) svg.append(draw("path", { d, fill: INKS[colour - 1] ?? "currentColor", class: INKS[colour - 1] ? "" : "plain" }));
  svg.append(draw("circle", { cx: 280, cy: 280, r: 64, class: "label" }), draw("circle", { cx: 280, cy: 280, r: 10, class: "hole" }));
  into.replaceChildren(svg);
}
