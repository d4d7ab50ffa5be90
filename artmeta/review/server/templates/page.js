// The review page: shows one work after the other, and sends what the reviewer decides.
import { Outbox } from "./outbox.js";

const find = id => document.getElementById(id);
const { key, reviewer, collection } = document.body.dataset;
const percent = new Intl.NumberFormat("en", { style: "percent" });
const SEARCH_FROM = 10; // topics: so many have no digit of their own
const WALKS = ["disputed", "skipped", "decided"]; // states in which a work stays after a decision
const labels = new Map([...find("filters").elements.topic.options].slice(1).map(each => [each.value, each.text]));

let work = null; // the work that is shown, as the server sent it
let chosen = new Set(); // topics that the reviewer chose; empty: the proposal stands
let upcoming = null; // the answer that holds the next work, already asked for
let generation = 0; // counts changes of the filters: older answers are dropped

const outbox = new Outbox(`artmeta-review:${collection}:${reviewer}`, key, {
  waiting: (count, reason) => notify(count ? sentence(count, reason) : ""),
  refused: text => { notify(`A decision was not kept: ${text}`); refused = true; },
});
let refused = false;

function sentence(count, reason) {
  if (!reason) return "";
  const waiting = count === 1 ? "1 decision waits" : `${count} decisions wait`;
  const kept = `${waiting} in this browser and will be sent when the page is connected again.`;
  if (reason === "session") return `The server was started again: open the address that it printed. ${kept}`;
  if (reason === "server") return `The server does not answer: start it again. ${kept}`;
  return `${reason} ${kept}`;
}

function notify(text) {
  if (!text && refused) return; // what was refused stays to be read
  find("notice").textContent = text;
  find("notice").hidden = !text;
}

function say(text) {
  find("status").textContent = text;
}

async function get(path, query = {}) {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) for (const each of [value].flat()) parts.append(name, each);
  try {
    const answer = await fetch(`${path}?${parts}`);
    if (answer.ok) {
      if (!outbox.list().length) notify("");
      return await answer.json();
    }
    const reason = answer.status === 401 ? "The server was started again: open the address that it printed." : (await answer.json()).error;
    notify(reason);
  } catch {
    notify("The server does not answer: start it again, and open the address that it prints.");
  }
  return null;
}

function filters() {
  const values = Object.fromEntries(new FormData(find("filters")));
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value));
}

/** Ask for the work after the one that is shown; the answer is used by `advance`. */
function prefetch() {
  const mine = generation;
  const query = filters();
  if (WALKS.includes(query.state)) query.after = work?.artwork_id ?? "";
  else query.held = [...outbox.list().map(each => each.artwork_id), ...(work ? [work.artwork_id] : [])];
  upcoming = get("/next", query).then(answer => {
    if (mine !== generation || !answer) return answer;
    showProgress(answer.progress);
    if (answer.work) new Image().src = pictureOf(answer.work);
    return answer;
  });
  return upcoming;
}

async function advance() {
  const mine = generation;
  const answer = await (upcoming ?? prefetch());
  if (mine !== generation || !answer) return;
  show(answer.work);
  prefetch();
}

async function restart() {
  generation += 1;
  work = null;
  upcoming = null;
  await advance();
}

function pictureOf(shown) {
  return `/picture?${new URLSearchParams({ id: shown.artwork_id })}`;
}

function showProgress({ works, decided, mine }) {
  find("bar").max = Math.max(works, 1);
  find("bar").value = decided;
  find("counts").textContent = `${decided} of ${works} decided, ${mine} by you`;
}

function show(next) {
  work = next;
  chosen = new Set();
  find("work").hidden = !work;
  find("empty").hidden = !!work;
  if (!work) {
    say("Nothing is left here.");
    return;
  }
  showPicture();
  showTexts();
  showTopics();
  showNeighbours();
  window.scrollTo(0, 0);
  find("title").focus({ preventScroll: true });
  say(`${find("title").textContent}. ${find("proposal").textContent}`);
}

function showPicture() {
  const picture = find("picture");
  find("frame").className = "picture";
  picture.classList.remove("small");
  picture.alt = work.title || "Untitled work";
  picture.src = pictureOf(work);
}

function showTexts() {
  find("title").textContent = work.title || "Untitled";
  const parts = [work.artist, work.date_text, work.medium, work.venue, work.accession_number || work.artwork_id];
  find("details").textContent = parts.filter(Boolean).join(" · ");
  const names = work.shown.topics.map(topic => labels.get(topic) ?? topic).join(", ");
  const share = work.shown.confidence === null ? "" : `, confidence ${percent.format(work.shown.confidence)}`;
  const status = work.shown.status ? `, status ${work.shown.status}` : "";
  find("proposal").textContent = `The model proposes ${names}${share}${status}.`;
  find("remarks").replaceChildren(...remarks().map(text => element("li", {}, text)));
}

function remarks() {
  const flags = work.flags.map(flag => `Flag: ${flag.replaceAll("_", " ")}.`);
  const earlier = work.decisions.map(each => {
    const what = each.topics.length ? each.topics.map(topic => labels.get(topic) ?? topic).join(", ") : "none of the topics";
    return `${each.reviewer} decided: ${what}${each.picture_changed ? ", on an earlier picture" : ""}.`;
  });
  return [work.reason, ...flags, ...earlier].filter(Boolean);
}

function showTopics() {
  const all = [...labels].map(([id, label], place) => topicButton(id, label, place));
  find("topics").replaceChildren(...all);
  find("search").hidden = labels.size < SEARCH_FROM;
  find("search").value = "";
  showChoice();
}

function topicButton(id, label, place) {
  const confidence = work.confidences[place] ?? 0;
  const button = element("button", { type: "button", className: "topic" });
  button.dataset.topic = id;
  button.style.setProperty("--share", confidence.toFixed(3));
  if (place < SEARCH_FROM - 1) button.append(element("kbd", { ariaHidden: "true" }, String(place + 1)));
  button.append(element("span", {}, label), element("span", { className: "share" }, percent.format(confidence)));
  button.addEventListener("click", event => {
    toggle(id);
    if (event.detail) button.blur(); // clicked with a pointer: Enter shall save, not toggle again
  });
  return button;
}

function toggle(topic) {
  if (!chosen.delete(topic)) chosen.add(topic);
  showChoice();
  const names = [...chosen].map(each => labels.get(each)).join(", ");
  say(names ? `Chosen: ${names}.` : "No topic is chosen.");
}

function showChoice() {
  for (const button of find("topics").children) button.setAttribute("aria-pressed", chosen.has(button.dataset.topic));
  const names = topics => topics.map(topic => labels.get(topic) ?? topic).join(" + ");
  find("accept").textContent = chosen.size ? `Save: ${names(inOrder(chosen))}` : `Accept: ${names(work.shown.topics)}`;
}

/** @param {Set<string>} topics @returns {string[]} in the order of the list */
function inOrder(topics) {
  return [...labels.keys()].filter(topic => topics.has(topic));
}

async function showNeighbours() {
  const id = work.artwork_id;
  find("neighbours").replaceChildren();
  const answer = await get("/neighbours", { id });
  if (!answer || work?.artwork_id !== id) return;
  const items = answer.neighbours.map(neighbourItem);
  find("neighbours").replaceChildren(...(items.length ? items : [element("li", {}, "None can be shown now.")]));
}

function neighbourItem({ sha256, title, topics, similarity, shown }) {
  const item = element("li");
  const names = topics.map(topic => labels.get(topic) ?? topic).join(", ");
  if (shown) item.append(element("img", { src: `/thumbnail?sha256=${sha256}`, alt: title || "Untitled training work" }));
  else item.append(element("span", { className: "none" }, "not shown"));
  item.append(element("b", {}, names), " ", element("small", {}, similarity.toFixed(2)));
  return item;
}

function element(tag, parts = {}, text = "") {
  const made = Object.assign(document.createElement(tag), parts);
  if (text) made.textContent = text;
  return made;
}

/** Send a decision about the work that is shown, and go on. */
async function decide(action, topics = []) {
  if (!work) return;
  refused = false;
  const sent = outbox.add({ id: crypto.randomUUID(), artwork_id: work.artwork_id, action, topics, undoes: "", shown: work.shown });
  const next = upcoming;
  work = null; // a second key press must not decide about it again
  await Promise.all([sent.then(() => 0), next]);
  await advance();
}

function save() {
  if (!work) return;
  const topics = inOrder(chosen);
  const same = topics.length === work.shown.topics.length && topics.every(topic => work.shown.topics.includes(topic));
  if (!chosen.size || same) decide("accept", work.shown.topics);
  else decide("correct", topics);
}

async function undo() {
  await outbox.flush();
  const last = (await get("/last"))?.last;
  if (!last) {
    say("There is nothing to undo.");
    return;
  }
  const undone = await get("/work", { id: last.artwork_id });
  const shown = undone?.shown ?? { ...work?.shown };
  await outbox.add({ id: crypto.randomUUID(), artwork_id: last.artwork_id, action: "undo", topics: [], undoes: last.id, shown });
  if (!undone) return;
  generation += 1;
  show(await get("/work", { id: last.artwork_id }));
  prefetch();
}

function searchTopics() {
  const part = find("search").value.trim().toLocaleLowerCase();
  for (const button of find("topics").children) button.hidden = !button.textContent.toLocaleLowerCase().includes(part);
}

function searchKey(event) {
  if (event.key === "Enter") {
    const first = [...find("topics").children].find(button => !button.hidden);
    if (first) toggle(first.dataset.topic);
  }
  if (event.key !== "Enter" && event.key !== "Escape") return;
  event.preventDefault();
  find("search").value = "";
  searchTopics();
  find("title").focus({ preventScroll: true });
}

const KEYS = {
  Enter: save,
  a: save,
  r: () => decide("reject"),
  s: () => decide("skip"),
  u: undo,
  z: () => find("frame").classList.toggle("zoomed"),
  Escape: () => { chosen.clear(); if (work) showChoice(); },
  "/": () => (find("search").hidden ? find("topics").firstElementChild : find("search"))?.focus(),
};

document.addEventListener("keydown", event => {
  const { key: pressed, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !find("shortcuts").checked) return;
  if (target.closest("input, select")) return;
  if (pressed === "Enter" && target.closest("button")) return; // the button that has the focus is pressed
  const place = "123456789".indexOf(pressed);
  const action = place >= 0 && pressed ? () => work && labels.size > place && toggle([...labels.keys()][place]) : KEYS[pressed.length === 1 ? pressed.toLowerCase() : pressed];
  if (!action) return;
  event.preventDefault();
  action();
});

find("accept").addEventListener("click", save);
find("reject").addEventListener("click", () => decide("reject"));
find("skip").addEventListener("click", () => decide("skip"));
find("undo").addEventListener("click", undo);
find("search").addEventListener("input", searchTopics);
find("search").addEventListener("keydown", searchKey);
find("filters").addEventListener("change", () => restart());
find("picture").addEventListener("error", () => find("frame").classList.add("failed"));
find("picture").addEventListener("load", event => event.target.classList.toggle("small", event.target.naturalWidth < 500));
find("picture").addEventListener("click", KEYS.z);

outbox.flush().then(restart);
