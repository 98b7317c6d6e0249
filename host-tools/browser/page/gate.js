// Old browsers cannot even read the page's script: this one they can. It says which ones are new enough.
(function () {
  function close() {
    document.documentElement.className = "old";
    document.getElementById("too-old").hidden = false;
    document.getElementById("frame").hidden = true;
    document.getElementById("yours").textContent = navigator.userAgent;
  }
  window.addEventListener("load", function () {
    var can = typeof DecompressionStream === "function" && typeof WebAssembly === "object" && typeof FontFace === "function";
    if (!can || !window.playtallyRuns) close();
  });
})();
