// What a visitor does with the page: give pictures, and read what the model says of them.
"use strict";

const card = window.artmetaCard;
const $ = (id) => document.getElementById(id);
const seen = []; // { name, pixels, scores, button }
let model = null, stream = null;

const two = (value) => value.toFixed(2); // two decimals, as the lesson shows them
const make = (kind, text, classes = "") => Object.assign(document.createElement(kind), { textContent: text, className: classes });

function say(text, fault = false) {
  $("status").textContent = text;
  $("status").classList.toggle("fault", fault);
}

/** Load the model and say so; return whether it is there. What a visitor gives meanwhile waits for this. */
async function start() {
  document.title = $("title").textContent = card.title;
  $("lead").textContent = card.lead;
  showCard();
  try {
    const loading = await loadModel();
    await scoresOf(loading, new Uint8Array(card.size * card.size * 3), card.size); // the first run compiles the shaders
    model = loading;
  } catch (fault) {
    say(`The model could not be loaded: ${fault.message}.`, true);
    return false;
  }
  document.body.dataset.backend = tf.getBackend();
  say("Ready. A picture can be chosen, dropped, pasted or taken with the camera.");
  return true;
}

/** Wait for the model; return whether it is there. */
async function ready() {
  if (!model && !$("status").classList.contains("fault")) say("Loading the model. It then looks at what you gave …");
  return loaded;
}

async function judge(source, name) {
  const pixels = await readPixels(source, card.size, card.crop);
  const scores = Array.from(await scoresOf(model, pixels, card.size));
  const entry = { name, pixels, scores };
  seen.push(entry);
  addToGallery(entry);
  show(entry);
}

async function judgeFiles(given) {
  const files = [...given], unread = []; // a copy, as the browser empties its own list while the model loads
  if (!files.length || !await ready()) return;
  for (const [index, file] of files.entries()) {
    if (files.length > 1) say(`Looking at picture ${index + 1} of ${files.length} …`);
    try {
      await judge(file, file.name);
    } catch {
      unread.push(file.name);
    }
  }
  if (unread.at(-1) === files.at(-1).name) clear();
  say(unread.length ? `Could not be read as a picture: ${unread.join(", ")}.` : "Ready for the next picture.", unread.length > 0);
}

/** Take the last answer away: it was another picture's. */
function clear() {
  for (const [id, hidden] of [["picture", true], ["empty", false], ["placard", true], ["topics", true]]) $(id).hidden = hidden;
  for (const other of seen) other.button?.setAttribute("aria-pressed", "false");
}

function ranked(scores) {
  return card.topics.map((topic, index) => ({ topic, score: scores[index] })).sort((a, b) => b.score - a.score);
}

function show(entry) {
  const all = ranked(entry.scores), best = all[0];
  drawPixels($("picture"), entry.pixels);
  $("picture").setAttribute("aria-label", `${entry.name}: likeliest topic ${best.topic}`);
  for (const [id, hidden] of [["picture", false], ["empty", true], ["placard", false], ["topics", false]]) $(id).hidden = hidden;
  $("topic").textContent = best.topic;
  $("confidence").textContent = two(best.score);
  const limit = card.thresholds[best.topic];
  const unsure = limit !== undefined && best.score < limit;
  $("doubt").hidden = !unsure;
  const why = limit > 1 ? `too few works show that this model is right about ${best.topic}`
    : `below ${two(limit ?? 0)}, this model is wrong about ${best.topic} too often`;
  $("doubt").textContent = unsure ? `Unsure: ${why}.` : "";
  $("bars").replaceChildren(...all.map(bar));
  for (const other of seen) other.button?.setAttribute("aria-pressed", String(other === entry));
}

function bar({ topic, score }) {
  const line = document.createElement("li"), track = make("div", "", "track"), fill = make("div", "", "fill");
  fill.style.width = `${100 * score}%`;
  track.append(fill);
  track.setAttribute("aria-hidden", "true");
  line.append(make("span", topic, "name"), make("span", two(score), "value"), track);
  return line;
}

function drawPixels(canvas, pixels) {
  canvas.width = canvas.height = card.size;
  const image = new ImageData(card.size, card.size);
  for (let from = 0, to = 0; from < pixels.length; from += 3, to += 4) {
    image.data.set([pixels[from], pixels[from + 1], pixels[from + 2], 255], to);
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}

function addToGallery(entry) {
  const best = ranked(entry.scores)[0], item = document.createElement("li"), button = document.createElement("button");
  const small = document.createElement("canvas");
  drawPixels(small, entry.pixels);
  small.setAttribute("aria-hidden", "true");
  button.type = "button";
  button.append(small, make("span", `${best.topic} ${two(best.score)}`), make("span", entry.name, "file"));
  button.addEventListener("click", () => show(entry));
  entry.button = button;
  item.append(button);
  $("gallery").append(item);
  $("many").hidden = seen.length < 2;
}

// The same dialect as artmeta/csv_writer.py: RFC 4180, a byte order mark, an apostrophe before what looks like a formula.
function cell(text) {
  const safe = /^'*[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function saveCsv() {
  const lines = [["file", "topic", "confidence", ...card.topics].map(cell).join(",")];
  for (const { name, scores } of seen) {
    const best = ranked(scores)[0];
    lines.push([cell(name), cell(best.topic), best.score.toFixed(6), ...scores.map((score) => score.toFixed(6))].join(","));
  }
  const link = make("a", "");
  link.href = URL.createObjectURL(new Blob(["\uFEFF", ...lines.map((line) => `${line}\r\n`)], { type: "text/csv" }));
  link.download = "topics.csv";
  link.click();
  URL.revokeObjectURL(link.href);
}

async function toggleCamera() {
  if (stream) return stopCamera();
  if (!navigator.mediaDevices?.getUserMedia) {
    return say("The browser gives a page its camera only over https, or from this computer. Choose a picture instead.", true);
  }
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
  } catch (fault) {
    return say(`The camera cannot be used: ${fault.message}. Choose a picture instead.`, true);
  }
  $("video").srcObject = stream;
  await $("video").play();
  for (const [id, hidden] of [["video", false], ["shutter", false], ["picture", true], ["empty", true]]) $(id).hidden = hidden;
  $("camera").textContent = "Stop the camera";
  $("shutter").focus();
  say("Point the camera at a picture.");
}

function stopCamera() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  for (const id of ["video", "shutter"]) $(id).hidden = true;
  $(seen.length ? "picture" : "empty").hidden = false;
  $("camera").textContent = "Use the camera";
}

async function takePicture() {
  if (!await ready()) return;
  await judge($("video"), `camera ${new Date().toLocaleTimeString("en-GB")}`);
  stopCamera();
  $("camera").focus();
  say("Ready for the next picture.");
}

function showCard() {
  const facts = document.createElement("dl");
  for (const [name, value] of card.facts) facts.append(make("dt", name), make("dd", value));
  $("about").append(facts);
  if (card.metrics.length) $("about").append(make("h2", "How well it finds each topic"), metricsTable());
  for (const note of card.notes) $("about").append(make("p", note));
}

function metricsTable() {
  const table = document.createElement("table"), head = table.createTHead().insertRow(), body = table.createTBody();
  for (const title of ["Topic", "Trained on", "Tested on", "Precision", "Recall"]) {
    head.append(Object.assign(make("th", title), { scope: "col" }));
  }
  for (const row of card.metrics) {
    const line = body.insertRow();
    for (const value of row) line.insertCell().textContent = value;
  }
  const scroll = make("div", "", "scroll");
  scroll.append(table);
  return scroll;
}

$("file").addEventListener("change", (event) => judgeFiles(event.target.files).then(() => { event.target.value = ""; }));
$("camera").addEventListener("click", toggleCamera);
$("shutter").addEventListener("click", takePicture);
$("save").addEventListener("click", saveCsv);
window.addEventListener("dragover", (event) => { event.preventDefault(); $("frame").classList.add("over"); });
window.addEventListener("dragleave", () => $("frame").classList.remove("over"));
window.addEventListener("drop", (event) => {
  event.preventDefault();
  $("frame").classList.remove("over");
  judgeFiles(event.dataTransfer.files);
});
window.addEventListener("paste", (event) => judgeFiles(event.clipboardData.files));
const loaded = start();
