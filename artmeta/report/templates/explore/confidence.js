// The confidence slider: how many works a threshold keeps, and how precise the topics of those are expected to be.

/** @param {ExplorerData} data @param {(topic: string, least: number) => void} open @returns {HTMLElement} */
function confidencePanel(data, open) {
  const HIGHEST = 99; // the last step begins at 99%
  const chosenTopic = () => data.topics.findIndex(([id]) => id === view.of);
  const least = () => Math.max(0, Math.min(HIGHEST, Math.round(Number(view.least)) || 0));

  /** Sums of the steps from a threshold on. @param {number[][]} rows @param {number} from @returns {[number, number]} */
  function above(rows, from) {
    const topic = chosenTopic();
    let works = 0, hits = 0;
    for (const [place, step, number, right] of rows) {
      if (step >= from && (topic < 0 || place === topic)) {
        works += number;
        hits += right;
      }
    }
    return [works, hits];
  }

  const thresholds = Array.from({ length: HIGHEST + 1 }, (_, step) => step);
  function values() {
    const [all] = above(data.confidence.works, 0);
    return thresholds.map((from) => {
      const [kept, expected] = above(data.confidence.works, from), [judged, right] = above(data.confidence.validation, from);
      return { from, all, kept, expected: kept ? expected / kept : NaN, judged, right };
    });
  }

  function sentence() {
    const { all, kept, expected, judged, right } = values()[least()], [low, high] = wilson(right, judged);
    if (!kept) return `No work has a confidence of ${least()}% or more.`;
    const seen = judged
      ? ` Measured: of ${quantity(judged, "labelled work")} judged out of fold with such a confidence, ${count(right)} were right: ${percent(right / judged)} (95% interval ${percent(low)} to ${percent(high)}).`
      : " No labelled work was judged with such a confidence.";
    return `At ${least()}% or more, ${count(kept)} of ${quantity(all)} are kept (${percent(kept / all)}). Expected precision: ${percent(expected)}, the mean of their confidences.${seen}`;
  }

  function chart() {
    const rows = values(), width = innerWidth < 700 ? 340 : 640; // on a telephone a wide drawing's words would be too small
    const x = (/** @type {number} */ from) => 40 + (from * (width - 50)) / 100, y = (/** @type {number} */ share) => 176 - share * 160;
    const kept = rows.map((row) => `${x(row.from)},${y(row.all ? row.kept / row.all : 0).toFixed(1)}`).join(" ");
    const path = (/** @type {(row: any) => number} */ of) => rows.filter((row) => of(row) === of(row)).map((row, n) => `${n ? "L" : "M"}${x(row.from)},${y(of(row)).toFixed(1)}`).join("");
    const measured = (/** @type {{ judged: number, right: number }} */ row) => row.judged >= THIN ? row.right / row.judged : NaN;
    const svg = drawn("svg", { viewBox: `0 0 ${width} 200`, "aria-hidden": "true", focusable: "false" },
      ...[0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
        drawn("line", { x1: 40, x2: width - 10, y1: y(share), y2: y(share), stroke: "var(--grid)" }),
        drawn("text", { x: 34, y: y(share) + 4, "text-anchor": "end", fill: "var(--muted)" }, percent(share)),
      ]),
      ...[0, 20, 40, 60, 80].map((from) => drawn("text", { x: x(from), y: 194, "text-anchor": "middle", fill: "var(--muted)" }, `${from}%`)),
      drawn("polyline", { points: kept, fill: "none", stroke: "var(--chart-1)", "stroke-width": 2 }),
      drawn("path", { d: path((row) => row.expected), fill: "none", stroke: "var(--chart-2)", "stroke-width": 2, "stroke-dasharray": "5 3" }),
      drawn("path", { d: path(measured), fill: "none", stroke: "var(--chart-3)", "stroke-width": 2, "stroke-dasharray": "2 2" }),
      drawn("line", { x1: x(least()), x2: x(least()), y1: 10, y2: 180, stroke: "var(--ink)" }));
    const key = [["solid", "works kept"], ["dashed", "precision expected from the confidences"], ["dotted", `precision measured (${THIN} works or more)`]];
    return element("div", {},
      element("p", { class: "key" }, ...key.map(([look, text]) => element("span", { class: look }, text))),
      element("figure", { class: "chart curve" }, element("figcaption", {}, "Works kept and their precision, by the least confidence"),
        element("div", { role: "img", "aria-label": sentence() }, svg)));
  }

  /** @returns {unknown[][]} */
  function listed() {
    const rounded = (/** @type {number} */ value) => (value === value ? Number(value.toFixed(4)) : "");
    return [
      ["least_confidence", "works_kept", "works", "expected_precision", "labelled_works", "labelled_right", "measured_precision"],
      ...values().map((row) => [row.from / 100, row.kept, row.all, rounded(row.expected), row.judged, row.right, rounded(row.right / row.judged)]),
    ];
  }

  function table() {
    const [, ...rows] = listed(), heads = ["Least confidence", "Works kept", "Of", "Expected precision", "Labelled works", "Right", "Measured precision"];
    const cells = (/** @type {any[]} */ row) => [percent(row[0]), count(row[1]), count(row[2]), row[3] === "" ? "–" : percent(row[3]), count(row[4]), count(row[5]), row[6] === "" ? "–" : percent(row[6])];
    const tenth = rows.filter((_, at) => at % 5 === 0 || at === least());
    return element("div", { class: "scroll tall", tabindex: 0, role: "region", "aria-label": "Works kept by confidence" },
      element("table", {},
        element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col", class: "number" }, head)))),
        element("tbody", {}, ...tenth.map((row) => element("tr", {}, ...cells(row).map((cell) => element("td", { class: "number" }, cell)))))));
  }

  const said = element("p", { role: "status", class: "kept" });
  const slider = /** @type {HTMLInputElement} */ (element("input", {
    type: "range", min: 0, max: HIGHEST, step: 1, "aria-describedby": "explore-kept", input: () => change({ least: slider.value }),
  }));
  said.id = "explore-kept";
  const value = element("b", {});
  const kinds = {
    Chart: chart,
    Table: table,
    CSV: () => fileView(fileName("confidence", "csv"), csvText(listed()), "text/csv"),
    SVG: () => fileView(fileName("confidence", "svg"), standalone(/** @type {SVGElement} */ (chart().querySelector("figure svg")), "Works kept and their precision"), "image/svg+xml"),
  };
  const shown = tabs("curve", "Form of the confidences", kinds, () => view.curve, (kind) => change({ curve: kind }));
  const topic = selection("Topic", "of", () => [["", "all topics"], ...data.topics.map(([id, label]) => /** @type {[string, string]} */ ([id, label]))]);
  renderers.push((changed) => {
    if (!changed.has("least") && !changed.has("of") && !changed.has("curve")) return;
    slider.value = String(least());
    slider.setAttribute("aria-valuetext", `${least()}%`);
    value.textContent = `${least()}%`;
    said.textContent = sentence();
    topic.render();
    shown.render();
  });
  return element("section", { class: "group", "aria-labelledby": "explore-confidence" },
    element("h3", { id: "explore-confidence" }, "How many works a confidence keeps"),
    element("div", { class: "controls" },
      element("label", { class: "choice slider" }, element("span", {}, "Least confidence ", value), slider), topic.element,
      element("button", { type: "button", class: "plain", click: () => open(view.of, least()) }, "Show these works")),
    said, shown.element);
}
