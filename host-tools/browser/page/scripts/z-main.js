// The page begins.

// Its two typefaces lie in the page; as bytes they need no leave to be loaded.
for (const [id, family, more] of [["archivo", "Archivo", { weight: "100 900", stretch: "62% 125%" }], ["inter", "Inter", { weight: "100 900" }]]) {
  const bytes = Uint8Array.from(atob($(id).textContent), (letter) => letter.charCodeAt(0));
  $(id).remove();
  document.fonts.add(new FontFace(family, bytes.buffer, more));
}

for (const [tag, name] of Object.entries(LANGUAGES)) $("language").append(new Option(name, tag, false, tag === language));
$("language").addEventListener("change", ({ target }) => {
  language = target.value;
  translate();
  meter();
  // Whatever the view says by itself is said anew; the focus stays.
  go(view, { quietly: true });
});

start();
translate();
meter();
go("start", { quietly: true });
ask({ ask: "known" }).then(
  (all) => {
    ({ offers, panels, zones, accents } = all);
    $("all-zones").replaceChildren(...zones.map((zone) => new Option(zone, zone)));
    document.documentElement.classList.add("ready");
  },
  (error) => trouble(`${say("noProgram")} ${error.message}`),
);
window.playtallyRuns = true;
