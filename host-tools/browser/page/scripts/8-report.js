// Step 3, in words: the whole report, a page within the page.

const frame = $("report");
// What the report in the frame tells of.
let reported;

const reportName = () => `${stem()}-report.html`;

ENTERED.report = async () => {
  frame.title = say("reportTitle");
  const { summary } = known;
  if (reported === summary) return;
  const bytes = await ask({ ask: "report", owner: known.owner, accent: known.accent });
  if (summary !== known.summary) return;
  reported = summary;
  frame.srcdoc = new TextDecoder().decode(bytes);
};

// It is as high as what it says, so that the page scrolls as one; its links lead to its own chapters.
const grown = new ResizeObserver(([{ target }]) => {
  frame.style.height = `${Math.ceil(target.getBoundingClientRect().height)}px`;
});
frame.addEventListener("load", () => {
  const report = frame.contentDocument;
  if (!report?.body) return;
  grown.disconnect();
  grown.observe(report.documentElement);
  report.addEventListener("click", (event) => {
    const chapter = event.target.closest("a")?.getAttribute("href");
    if (!chapter?.startsWith("#")) return;
    event.preventDefault();
    report.getElementById(chapter.slice(1))?.scrollIntoView();
  });
});

$("to-report").addEventListener("click", () => go("report"));
$("to-look").addEventListener("click", () => go("look"));
$("print").addEventListener("click", () => frame.contentWindow.print());
$("keep-report").addEventListener("click", async () => {
  const bytes = await ask({ ask: "report", owner: known.owner, accent: known.accent });
  download(new Blob([bytes], { type: "text/html" }), reportName());
  tell("kept", { name: reportName() });
});
