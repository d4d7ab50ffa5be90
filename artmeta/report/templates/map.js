// The map of a collection: points by WebGL, and beside them the works, found by click, search or keyboard.
"use strict";
(() => {
  const points = window.artmeta_points;
  const works = window.artmeta_works;
  const LISTED = 60; // works shown at once; more would not be looked at
  const CATEGORIES = ["#3b6fb6", "#d1602b", "#3f8f5b", "#a0529c", "#b58900", "#27929b", "#c2405c", "#7a6a53", "#6a8f1f", "#5b5ec7", "#c78a6d", "#8a8a8a"];
  const NONE = "#8a8a8a";
  const MARGIN = 1.05; // the room around the outermost points, so that none is cut at the edge
  // In order of time from dark to bright, on either page at a contrast of 3 or more with it (WCAG 2.2, 1.4.11).
  const LIGHT_PAGE = [[68, 20, 110], [25, 125, 130], [185, 135, 0]], DARK_PAGE = [[140, 95, 205], [38, 160, 160], [235, 200, 60]];
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const element = (id) => document.getElementById(id);

  function bytes(text) {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  }

  const positions = new Float32Array(bytes(points.positions).buffer);
  const neighbours = new Uint32Array(bytes(points.neighbours).buffer);
  const pictures = bytes(points.pictures);
  const xs = positions.filter((_, place) => place % 2 === 0);
  const ys = positions.filter((_, place) => place % 2 === 1);
  const colourings = points.colours.map((one) => ({ ...one, values: bytes(one.values) }));
  const searched = works.title.map((title, work) => `${title}\n${works.artist[work]}\n${works.accession_number[work]}`.toLowerCase());
  let colouring = colourings[0];
  let shown = new Set(colouring.labels.keys());
  let listed = [];
  let chosen = -1;
  let plot = null;
  let moving = Promise.resolve(); // until the view has gone to a work, since its steps would go on after any other change
  let whole = 0; // the camera's distance at which the whole map is seen

  function mix(from, to, share) {
    return from.map((value, channel) => Math.round(value + (to[channel] - value) * share));
  }

  /** The colours of a property's categories, in their order. */
  function palette(property) {
    const ordered = property.labels.length - 1;
    const [first, middle, last] = dark.matches ? DARK_PAGE : LIGHT_PAGE;
    return property.labels.map((label, number) => {
      if (number === property.labels.length - 1 && (label.startsWith("no ") || label.startsWith("not ") || label === "undated")) return NONE;
      if (!property.ordered) return CATEGORIES[number % CATEGORIES.length];
      const share = ordered > 1 ? number / (ordered - 1) : 0;
      const colour = share < 0.5 ? mix(first, middle, share * 2) : mix(middle, last, share * 2 - 1);
      return `#${colour.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
    });
  }

  function node(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  /** A work's picture, cut out of its contact sheet, `size` pixels large; its title where there is none. */
  function picture(work, size) {
    if (!pictures[work]) {
      const empty = node("span", { className: "picture none", textContent: works.title[work] || works.artwork_id[work] });
      Object.assign(empty.style, { width: `${size}px`, height: `${size}px` });
      return empty;
    }
    const cells = points.columns * points.columns;
    const cell = work % cells;
    const onSheet = Math.min(cells, points.count - Math.floor(work / cells) * cells);
    const rows = Math.ceil(onSheet / points.columns);
    const made = node("span", { className: "picture" });
    Object.assign(made.style, {
      width: `${size}px`,
      height: `${size}px`,
      backgroundImage: `url(sheets/${points.sheets[Math.floor(work / cells)]})`,
      backgroundSize: `${points.columns * size}px ${rows * size}px`,
      backgroundPosition: `${-(cell % points.columns) * size}px ${-Math.floor(cell / points.columns) * size}px`,
    });
    return made;
  }

  function category(name, work) {
    const property = colourings.find((one) => one.name === name);
    return property.labels[property.values[work]];
  }

  function name(work) {
    return works.title[work] || works.artwork_id[work];
  }

  function described(work) {
    return [name(work), works.artist[work], works.date[work]].filter(Boolean).join(", ");
  }

  function wall(list) {
    return node("div", { className: "wall" }, ...list.map((work) => {
      const button = node("button", { type: "button", title: described(work) }, picture(work, 72));
      button.setAttribute("aria-label", described(work));
      button.addEventListener("click", () => choose(work, true));
      return button;
    }));
  }

  function fact(term, value) {
    return value ? [node("dt", { textContent: term }), node("dd", {}, value)] : [];
  }

  /** Let the address name what is seen, so that it can be cited. */
  function nameView() {
    const view = { ...(chosen >= 0 ? { work: works.artwork_id[chosen] } : {}), colour: colouring.name };
    history.replaceState(null, "", `#${new URLSearchParams(view)}`);
  }

  /** Show a work with its nearest neighbours; the address then names it. */
  function choose(work, move) {
    const near = Array.from(neighbours.subarray(work * points.neighbour_count, (work + 1) * points.neighbour_count));
    const link = works.url[work] ? node("a", { href: works.url[work], textContent: "Open the museum's record", rel: "noreferrer" }) : "";
    const percent = `${Math.floor(works.confidence[work] * 100)}%`;
    const status = category("status", work);
    element("work").replaceChildren(
      node("h2", { textContent: name(work) }),
      picture(work, Math.max(points.cell, 96)),
      node("dl", {},
        ...fact("Artist", works.artist[work]), ...fact("Date", works.date[work]), ...fact("Venue", works.venue[work]),
        ...fact("Number", works.accession_number[work]), ...fact("Topic", `${category("topic", work)} (${percent})`),
        ...fact("Status", status), ...fact("Id", works.artwork_id[work])),
      link,
      node("h3", { textContent: "Most similar pictures" }),
      wall(near),
    );
    element("work").hidden = false;
    chosen = work;
    nameView();
    if (plot && move) {
      plot.select([work], { preventEvent: true });
      moving = plot.zoomToLocation([xs[work], ys[work]], 0.25, { transition: !matchMedia("(prefers-reduced-motion: reduce)").matches });
    }
  }

  /** List works, under a heading, with their topics counted and a table to keep. */
  function list(found, heading) {
    listed = found;
    const counts = new Map();
    for (const work of found) counts.set(category("topic", work), (counts.get(category("topic", work)) || 0) + 1);
    const topics = [...counts].sort((one, other) => other[1] - one[1]).slice(0, 5).map(([topic, count]) => `${topic} ${count.toLocaleString("en")}`);
    const table = node("button", { type: "button", textContent: "Save as CSV" });
    table.addEventListener("click", save);
    const close = node("button", { type: "button", textContent: "Close" });
    close.addEventListener("click", () => { element("found").hidden = true; });
    const more = found.length > LISTED ? `The first ${LISTED} of them:` : "";
    element("found").replaceChildren(
      node("h2", { textContent: heading }),
      node("p", { textContent: topics.join(" · ") }),
      node("div", { className: "actions" }, ...(found.length ? [table] : []), close),
      node("p", { textContent: more }),
      wall(found.slice(0, LISTED)),
    );
    element("found").hidden = false;
  }

  function save() {
    const quoted = (value) => `"${String(value).replaceAll('"', '""')}"`;
    const lines = listed.map((work) => [works.artwork_id[work], works.title[work], works.artist[work], works.date[work], category("topic", work), works.confidence[work], category("status", work)].map(quoted).join(","));
    const text = ["artwork_id,title,artist,date,topic,confidence,status", ...lines].join("\r\n");
    const link = node("a", { href: `data:text/csv;charset=utf-8,${encodeURIComponent(text)}`, download: "works.csv" });
    link.click();
  }

  function search() {
    const words = element("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) {
      element("found").hidden = true;
      return;
    }
    const found = [];
    searched.forEach((text, work) => { if (words.every((word) => text.includes(word))) found.push(work); });
    list(found, found.length ? `${found.length.toLocaleString("en")} works found` : "No work has these words");
  }

  function filter() {
    if (!plot) return;
    if (shown.size === colouring.labels.length) plot.unfilter();
    else plot.filter(Array.from(colouring.values.keys()).filter((work) => shown.has(colouring.values[work])));
  }

  function legend() {
    const colours = palette(colouring);
    const counts = new Array(colouring.labels.length).fill(0);
    for (const value of colouring.values) counts[value] += 1;
    const rows = colouring.labels.map((label, number) => {
      const box = node("input", { type: "checkbox", checked: shown.has(number) });
      box.addEventListener("change", () => { shown[box.checked ? "add" : "delete"](number); filter(); });
      const dot = node("i");
      dot.style.background = colours[number];
      return counts[number] ? node("label", {}, box, dot, node("span", { textContent: label }), node("b", { textContent: counts[number].toLocaleString("en") })) : "";
    });
    element("legend").replaceChildren(node("legend", { textContent: "Shown" }), ...rows.filter(Boolean));
  }

  async function draw() {
    legend();
    if (!plot) return;
    plot.set({ pointColor: palette(colouring), ...marks(), colorBy: "valueA" });
    await plot.draw({ x: xs, y: ys, z: Array.from(colouring.values) }, { zDataType: "categorical" });
    filter();
  }

  function colour(name) {
    colouring = colourings.find((one) => one.name === name) || colourings[0];
    shown = new Set(colouring.labels.keys());
    element("colour").value = colouring.name;
    return draw();
  }

  function tip(work) {
    const [left, top] = plot.getScreenPosition(work);
    element("tip").replaceChildren(picture(work, Math.max(points.cell, 64)), described(work));
    Object.assign(element("tip").style, { left: `${Math.min(left + 14, element("points").clientWidth - 250)}px`, top: `${Math.max(0, top - 30)}px` });
    element("tip").hidden = false;
  }

  /** The colours that mark points and draw loops, as the page's own are, light or dark; for points one a category,
   * as regl-scatterplot marks a point in its own colour where the numbers of colours differ. */
  function marks() {
    const style = getComputedStyle(document.documentElement);
    const ink = colouring.labels.map(() => style.getPropertyValue("--ink").trim());
    return { pointColorHover: ink, pointColorActive: ink, lassoColor: style.getPropertyValue("--link").trim() };
  }

  /** Show the whole map, also where the canvas is higher than wide; a part that a reader has chosen stays. */
  function fit() {
    const { clientWidth: width, clientHeight: height } = element("points");
    const away = Math.max(Math.abs(plot.get("cameraDistance") - whole), ...plot.get("cameraTarget").map(Math.abs));
    const moved = whole && away > 0.001 * whole; // the camera keeps 32-bit numbers
    whole = MARGIN * Math.max(1, height / width);
    if (!moved) showWhole();
  }

  async function showWhole() {
    await moving;
    plot.set({ cameraDistance: whole, cameraTarget: [0, 0] });
  }

  function start() {
    const library = window.createScatterplot;
    try {
      plot = library.default({
        canvas: element("points"), width: "auto", height: "auto", pointSize: points.count > 20000 ? 2 : points.count > 2000 ? 4 : 7,
        opacity: points.count > 20000 ? 0.6 : 0.85, spatialIndexUseWorker: false, deselectOnEscape: true, ...marks(),
      });
    } catch (fault) {
      element("message").hidden = false;
      element("whole").hidden = true;
      return;
    }
    fit();
    new ResizeObserver(fit).observe(element("points"));
    element("whole").addEventListener("click", showWhole);
    dark.addEventListener("change", draw);
    plot.subscribe("pointover", tip);
    plot.subscribe("pointout", () => { element("tip").hidden = true; });
    plot.subscribe("view", () => { element("tip").hidden = true; });
    plot.subscribe("select", ({ points: selected }) => {
      if (selected.length === 1) choose(selected[0], false);
      else list(Array.from(selected), `${selected.length.toLocaleString("en")} works chosen`);
    });
  }

  async function open() {
    element("colour").append(...colourings.map((one) => node("option", { value: one.name, textContent: one.name })));
    element("colour").addEventListener("change", () => colour(element("colour").value).then(nameView));
    element("search").addEventListener("input", search);
    element("controls").addEventListener("submit", (event) => event.preventDefault());
    start();
    const address = new URLSearchParams(location.hash.slice(1));
    await colour(address.get("colour") || "topic");
    const work = works.artwork_id.indexOf(address.get("work"));
    if (work >= 0) choose(work, true);
    document.documentElement.dataset.ready = "true";
  }

  open();
})();
