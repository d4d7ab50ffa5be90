// The view: what a reader has chosen. It stands in the address after #explore?, so that it can be kept and cited.

/**
 * @typedef {{ id: string, label: string, groups: (string | null)[], values: [number, number, any[]][] }} Grouping
 * @typedef {{ width: number, bins: [number, number][], by: Grouping[] }} Grid
 * @typedef {{ topics: [string, string, number][], counted: Grid[], corrected: Grid | null,
 *   confidence: { works: number[][], validation: number[][] }, folder: string,
 *   files: [string, number, number | null, number | null, number, string][] }} ExplorerData
 */

/** What can be chosen, each as it is where the address says nothing; a list may be chosen several times. */
const UNCHOSEN = {
  topic: /** @type {string[]} */ ([]), // topics drawn; none: the six most frequent
  years: "", // the width of the bins; '': the narrowest
  share: "counted", // counted, corrected, works
  by: "", // the grouping, such as venue
  group: /** @type {string[]} */ ([]), // groups drawn; none: the three largest
  as: "Chart", // the tab of the shares
  least: "80", // the confidence of the slider, in per cent
  of: "", // the topic of the slider; '': all
  curve: "Chart", // the tab of the slider
  works: "", // yes: the works are shown
  show: "", // the topic of the works; '': all
  find: "", // words of a title, artist or accession number
  from: "",
  to: "", // years of the works
  within: "", // the widest date in years that counts as dated so
  in: "", // a group of works: the grouping, a colon, the name
  status: "",
  sure: "", // the least confidence of the works, in per cent
  order: "date",
  list: "Wall", // Wall, Timeline, Table
};
/** @typedef {typeof UNCHOSEN} View */
/** @typedef {keyof View} Choice */

const MARK = "#explore";

/** Read the view from the address; what it does not name is as unchosen. @returns {View} */
function readView() {
  const chosen = { ...UNCHOSEN };
  if (!location.hash.startsWith(MARK)) return chosen;
  const given = new URLSearchParams(location.hash.slice(MARK.length).replace(/^\?/, ""));
  for (const name of /** @type {Choice[]} */ (Object.keys(UNCHOSEN))) {
    const values = given.getAll(name);
    if (values.length) Object.assign(chosen, { [name]: Array.isArray(UNCHOSEN[name]) ? values : values[0] });
  }
  return chosen;
}

/** The address of a view, from the sign # on. @param {View} chosen */
function fragment(chosen) {
  const parameters = new URLSearchParams();
  for (const name of /** @type {Choice[]} */ (Object.keys(UNCHOSEN))) {
    const value = chosen[name];
    if (Array.isArray(value)) value.forEach((each) => parameters.append(name, each));
    else if (value !== UNCHOSEN[name]) parameters.set(name, value);
  }
  return String(parameters) ? `${MARK}?${parameters}` : MARK;
}

let view = readView();
/** @type {((changed: Set<Choice>) => void)[]} What is called when the view has changed. */
const renderers = [];

/** Change the view, the address and what is drawn. @param {Partial<View>} chosen */
function change(chosen) {
  view = { ...view, ...chosen };
  history.replaceState(null, "", fragment(view));
  const changed = new Set(/** @type {Choice[]} */ (Object.keys(chosen)));
  for (const render of renderers) render(changed);
}

addEventListener("hashchange", () => {
  if (!location.hash.startsWith(MARK)) return;
  view = readView();
  const all = new Set(/** @type {Choice[]} */ (Object.keys(UNCHOSEN)));
  for (const render of renderers) render(all);
});

/**
 * A labelled <select> bound to one choice.
 * @param {string} label @param {Choice} name @param {() => [string, string][]} options value and text of each
 */
function selection(label, name, options) {
  const select = /** @type {HTMLSelectElement} */ (element("select", { name, change: () => change({ [name]: select.value }) }));
  function render() {
    const held = String(view[name]), given = options();
    select.replaceChildren(...given.map(([value, text]) => element("option", { value }, text)));
    select.value = given.some(([value]) => value === held) ? held : given[0]?.[0] ?? "";
  }
  return { element: element("label", { class: "choice" }, element("span", {}, label), select), render };
}

/**
 * Check boxes, one for each of a list, bound to a choice of several.
 * @param {string} label @param {Choice} name @param {() => { value: string, text: string, on: boolean }[]} options
 */
function checkboxes(label, name, options) {
  const legend = element("summary", {}, label), places = element("div", { class: "boxes" });
  const box = element("details", { class: "several" }, legend, element("div", { role: "group", "aria-label": label }, places));
  function render() {
    const given = options();
    box.hidden = given.length < 2;
    legend.textContent = `${label} (${given.filter((each) => each.on).length} of ${given.length})`;
    const act = () => change({ [name]: [...places.querySelectorAll("input")].filter((each) => each.checked).map((each) => each.value) });
    if (places.childElementCount === given.length && [...places.querySelectorAll("input")].every((each, at) => each.value === given[at].value)) {
      places.querySelectorAll("input").forEach((each, at) => { each.checked = given[at].on; });
      return; // the box that has the focus stays where it is
    }
    places.replaceChildren(...given.map((each) => {
      const input = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", value: each.value, change: act }));
      input.checked = each.on;
      return element("label", {}, input, each.text);
    }));
  }
  return { element: box, render };
}
