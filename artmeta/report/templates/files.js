// What a reader takes along: tables as CSV, drawings as SVG, and the tabs that show both.

/** A cell of RFC 4180; a text that a spreadsheet would run as a formula gets an apostrophe. @param {unknown} value */
function csvCell(value) {
  if (value === null || value === undefined) return "";
  const text = typeof value === "number" ? String(value) : /^'*[=+\-@\t\r\n＝＋－＠]/.test(String(value)) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {unknown[][]} rows */
const csvText = (rows) => rows.map((row) => row.map(csvCell).join(",") + "\r\n").join("");

/** Let the browser save a text as a file. @param {string} name @param {string} text @param {string} type */
function download(name, text, type) {
  const address = URL.createObjectURL(new Blob(type === "text/csv" ? ["\ufeff", text] : [text], { type: `${type};charset=utf-8` }));
  const link = element("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The name of a file for something called so. @param {string} title @param {string} suffix */
function fileName(title, suffix) {
  const name = folded(title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60);
  return `${document.documentElement.dataset.collection || "report"}-${name || "data"}.${suffix}`;
}

/**
 * A drawing that stands for itself: the page's colours in it are those of light paper.
 * @param {SVGElement} svg @param {string} title @returns {string}
 */
function standalone(svg, title) {
  const copy = /** @type {SVGElement} */ (svg.cloneNode(true));
  const [, , width, height] = (copy.getAttribute("viewBox") || "0 0 300 150").split(/[ ,]+/);
  for (const name of ["aria-hidden", "focusable", "style"]) copy.removeAttribute(name);
  furnish(copy, { xmlns: "http://www.w3.org/2000/svg", width, height, "font-family": "system-ui, sans-serif", "font-size": 11 }, []);
  copy.prepend(drawn("title", {}, title));
  return new XMLSerializer().serializeToString(copy).replace(/var\((--[\w-]+)\)/g, (_, name) => paperColour(name));
}

/** What a colour of the page is on light paper, also while the page is dark. @param {string} name */
function paperColour(name) {
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (rule instanceof CSSStyleRule && rule.selectorText === ":root" && rule.style.getPropertyValue(name)) {
        return rule.style.getPropertyValue(name).trim();
      }
    }
  }
  return "#000000";
}

/** @param {string} text What the button says. @param {() => void} act */
const fileButton = (text, act) => element("button", { type: "button", class: "file", click: act }, text);

/**
 * A text as it will be saved, and the button that saves it.
 * @param {string} name @param {string} text @param {string} type @returns {HTMLElement}
 */
function fileView(name, text, type) {
  const lines = text.split("\n"), shown = lines.slice(0, 60).join("\n").slice(0, 20_000);
  const whole = shown.length >= text.trimEnd().length;
  return element(
    "div", {},
    element("p", {}, fileButton(`Download ${name}`, () => download(name, text, type))),
    element("pre", { tabindex: 0, role: "region", "aria-label": `Content of ${name}` }, shown + (whole ? "" : "\n…")),
  );
}

/**
 * Tabs over one place: only the chosen one is made. `chosen` tells which, `choose` is told a new one.
 * @param {string} id @param {string} label @param {Record<string, () => Node>} kinds
 * @param {() => string} chosen @param {(kind: string) => void} choose
 * @returns {{ element: HTMLElement, render: () => void }}
 */
function tabs(id, label, kinds, chosen, choose) {
  const names = Object.keys(kinds);
  const buttons = names.map((kind) =>
    element("button", { type: "button", role: "tab", id: `${id}-${kind}`, "aria-controls": `${id}-panel`, click: () => choose(kind) }, kind));
  const panel = element("div", { role: "tabpanel", id: `${id}-panel`, class: "tabpanel" });
  const list = element("div", { role: "tablist", "aria-label": label, class: "tablist", keydown: step }, ...buttons);

  /** @param {KeyboardEvent} event */
  function step(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const next = (names.indexOf(chosen()) + by + names.length) % names.length;
    choose(names[next]);
    buttons[next].focus();
  }

  function render() {
    const now = names.includes(chosen()) ? chosen() : names[0];
    buttons.forEach((button, place) => {
      button.setAttribute("aria-selected", String(names[place] === now));
      button.tabIndex = names[place] === now ? 0 : -1;
    });
    panel.setAttribute("aria-labelledby", `${id}-${now}`);
    panel.replaceChildren(kinds[now]());
  }
  return { element: element("div", { class: "tabs" }, list, panel), render };
}

/** The values behind a table of the page: `data-value` where a cell shows a rounded one. @param {HTMLTableElement} table */
function tableValues(table) {
  const heads = [...table.tHead?.rows[0]?.cells ?? []];
  const spans = heads.map((head) => head.classList.contains("interval"));
  const header = heads.flatMap((head, place) => {
    const title = head.innerText.trim();
    return spans[place] ? [title, `${title}: low`, `${title}: high`] : [title];
  });
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].flatMap((cell, place) => {
    const value = cell.dataset.value;
    if (spans[place]) return value ? value.split(" ").map(Number) : ["", "", ""];
    return [value === undefined ? cell.innerText.trim().replace(/^–$/, "") : Number(value)];
  }));
  return [header, ...rows];
}

/** Give every table of the page its CSV and every drawing its SVG. */
function offerFiles() {
  for (const table of document.querySelectorAll("main table")) {
    const caption = table.querySelector("caption")?.textContent || "table";
    const act = () => download(fileName(caption, "csv"), csvText(tableValues(/** @type {HTMLTableElement} */ (table))), "text/csv");
    table.closest(".scroll")?.after(element("p", { class: "files" }, fileButton(`CSV: ${caption}`, act)));
  }
  for (const figure of document.querySelectorAll("main figure.chart")) {
    const title = figure.querySelector("figcaption")?.firstChild?.textContent?.trim() || "chart";
    const act = () => {
      const shown = [...figure.querySelectorAll("svg")].find((svg) => getComputedStyle(svg).display !== "none");
      if (shown) download(fileName(title, "svg"), standalone(shown, title), "image/svg+xml");
    };
    figure.append(element("p", { class: "files" }, furnish(fileButton("SVG", act), { "aria-label": `SVG: ${title}` }, [])));
  }
}
offerFiles();
