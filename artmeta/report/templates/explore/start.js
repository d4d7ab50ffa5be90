// The explorer begins: the numbers stand in the page, the view in its address.

/** Say something to those who listen to the page. @param {string} words */
function say(words) {
  const live = document.getElementById("said");
  if (live) live.textContent = words;
}

function explore() {
  const place = document.getElementById("explore-stage"), held = document.getElementById("explore-data");
  if (!place || !held) return;
  /** @type {ExplorerData} */
  const data = JSON.parse(held.textContent ?? "");
  const toWorks = () => document.getElementById("explore-works")?.scrollIntoView({ block: "start" });

  /** @param {Point} point @param {Grid} grid */
  function openPoint(point, grid) {
    const by = grid.by.find((each) => each.id === view.by) ?? grid.by[0], group = by.groups[point.group];
    change({
      works: "yes", show: data.topics[point.topic][0], from: String(point.first), to: String(point.last), within: grid.width ? String(2 * grid.width) : "",
      in: by.id ? `${by.id}:${group ?? "*"}` : "", status: "", sure: "", find: "",
    });
    toWorks();
  }

  /** @param {string} topic @param {number} least */
  function openConfident(topic, least) {
    change({ works: "yes", show: topic, sure: least ? String(least) : "", from: "", to: "", within: "", in: "", status: "", find: "", order: "least sure" });
    toWorks();
  }

  const cite = element("a", { href: MARK });
  renderers.push(() => {
    cite.setAttribute("href", fragment(view));
    cite.textContent = fragment(view);
  });
  const reset = element("button", { type: "button", class: "plain", click: () => change(UNCHOSEN) }, "Back to the first view");
  place.append(
    ...(data.counted.length ? [sharesPanel(data, openPoint)] : [element("p", {}, "No work with a topic has a date that is narrow enough to place it in time.")]),
    confidencePanel(data, openConfident), worksPanel(data),
    element("p", { class: "cite" }, "This view has the address ", cite, " on this page."), element("p", { class: "files" }, reset), element("p", { id: "said", class: "unseen", "aria-live": "polite" }));
  const all = new Set(/** @type {Choice[]} */ (Object.keys(UNCHOSEN)));
  for (const render of renderers) render(all);
  if (location.hash.startsWith(MARK)) document.getElementById("explore")?.scrollIntoView();
}
explore();
