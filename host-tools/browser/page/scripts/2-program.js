// The program beside the page: questions and their answers.

const packed = $("program").textContent;
$("program").remove();
const code = URL.createObjectURL(new Blob([$("worker").textContent], { type: "text/javascript" }));
let compiled;
let worker;
let waiting = new Map();
let asked = 0;

function start() {
  worker = new Worker(code);
  worker.postMessage({ packed: compiled ?? packed });
  worker.onerror = () => trouble(say("noProgram"));
  worker.onmessage = ({ data }) => {
    if (data.id) {
      const { answer, refuse } = waiting.get(data.id);
      waiting.delete(data.id);
      if ("refused" in data) refuse(new Error(data.refused));
      else answer(data.answer);
    } else if (data.module) compiled = data.module;
    else if (data.reading) reading(data.reading);
    else if (data.trouble) trouble(data.trouble);
    else show(data);
  };
}

// Asks the program. Files go along as what they are, bytes as such.
function ask(question, { held, bytes } = {}) {
  asked += 1;
  worker.postMessage({ id: asked, question, held, bytes }, bytes ? [bytes] : []);
  return new Promise((answer, refuse) => waiting.set(asked, { answer, refuse }));
}

// Ends the program in the middle of whatever it does, and begins anew: it knows nothing any more.
function restart() {
  worker.terminate();
  waiting = new Map();
  start();
}
