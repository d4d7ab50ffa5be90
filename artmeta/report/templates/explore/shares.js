// Topics over time: shares of the works of each bin, counted or corrected, in all or by group.

/** @param {ExplorerData} data @param {(point: Point, grid: Grid) => void} open @returns {HTMLElement} */
function sharesPanel(data, open) {
  const MOST_TOPICS = 6, MOST_GROUPS = 3;
  const frequent = data.topics.map((_, place) => place).sort((one, other) => data.topics[other][2] - data.topics[one][2]);

  const grid = () => view.share === "corrected" && data.corrected
    ? data.corrected
    : data.counted.find((each) => String(each.width) === view.years) ?? data.counted[0];
  const grouping = () => grid().by.find((each) => each.id === view.by) ?? grid().by[0];
  const corrected = () => grid() === data.corrected;
  const isShare = () => corrected() || view.share !== "works";

  /** @param {Grouping} by @param {number} group */
  const groupName = (by, group) => by.groups[group] === null ? "all others" : by.groups[group] || "not known";
  /** @param {Grouping} by @param {number} group The group as the address names it. */
  const groupValue = (by, group) => by.groups[group] ?? "*";

  function topics() {
    const chosen = frequent.filter((place) => view.topic.includes(data.topics[place][0]));
    const some = chosen.length ? chosen : frequent.slice(0, MOST_TOPICS).filter((place) => data.topics[place][2]);
    return some.sort((one, other) => one - other);
  }

  function groups() {
    const by = grouping(), all = by.groups.map((_, place) => place);
    const chosen = all.filter((place) => view.group.includes(groupValue(by, place)));
    return chosen.length ? chosen : all.slice(0, MOST_GROUPS);
  }

  /** Works of each bin and group, whatever their topic. @param {Grouping} by */
  function totals(by) {
    const sums = by.groups.map(() => grid().bins.map(() => 0));
    for (const [group, , values] of by.values) values.forEach((works, bin) => { sums[group][bin] += works; });
    return sums;
  }

  /** @returns {Point[]} */
  function points() {
    const by = grouping(), sums = corrected() ? [] : totals(by), drawnTopics = topics(), drawnGroups = groups();
    /** @type {Point[]} */
    const found = [];
    for (const topic of drawnTopics) for (const group of drawnGroups) {
      const values = by.values.find((each) => each[0] === group && each[1] === topic)?.[2];
      grid().bins.forEach(([first, last], bin) => {
        const value = values?.[bin] ?? 0;
        if (corrected()) {
          if (value) found.push({ topic, group, first, last, works: value[0] * value[1], of: value[0], value: value[1], low: value[2], high: value[3] });
        } else if (sums[group][bin]) {
          const of = sums[group][bin], [low, high] = wilson(value, of);
          found.push({ topic, group, first, last, works: value, of, value: isShare() ? value / of : value, low, high });
        }
      });
    }
    return found;
  }

  /** @param {Point} point */
  function words(point) {
    const by = grouping(), group = by.id ? `, ${groupName(by, point.group)}` : "";
    const bounds = `${percent(point.low)} to ${percent(point.high)}`;
    return `${data.topics[point.topic][1]}${group}, ${yearsName(point.first, point.last)}: ${percent(point.of ? point.works / point.of : 0)} (${bounds}) of ${quantity(point.of)}`;
  }

  /** @param {Point[]} inside @param {number} topic */
  function alt(inside, topic) {
    const firm = inside.filter((point) => point.of >= THIN), some = firm.length ? firm : inside;
    const label = data.topics[topic][1];
    if (!some.length) return `${label}: no dated works.`;
    const ends = [some.reduce((one, other) => (other.value < one.value ? other : one)), some.reduce((one, other) => (other.value > one.value ? other : one))];
    return `${label} over the years. Lowest: ${words(ends[0])}. Highest: ${words(ends[1])}. Arrow keys go from point to point, Enter opens the works.`;
  }

  function chart() {
    const all = points(), firm = all.filter((point) => point.of >= THIN), bounded = isShare() && groups().length === 1;
    if (!all.length) return element("p", {}, "No work of this choice has a date that is narrow enough.");
    const highest = Math.max(...(firm.length ? firm : all).map((point) => point.value)), bins = grid().bins;
    const scale = { from: bins[0][0], to: bins[bins.length - 1][1] + 1, top: Math.min(isShare() ? 1 : Infinity, Math.max(highest * 1.15, isShare() ? 0.05 : 1)), share: isShare() };
    const panels = topics().map((topic) => {
      const inside = all.filter((point) => point.topic === topic);
      return panel(data.topics[topic][1], inside, scale, bounded, words, alt(inside, topic), (point) => open(point, grid()));
    });
    return element("div", {}, legend(), element("div", { class: "charts" }, ...panels), element("p", { class: "caption" }, caption()));
  }

  function legend() {
    const by = grouping();
    if (!by.id) return null;
    return element("p", { class: "key" }, ...groups().map((group) => {
      const stroke = { x1: 0, x2: 30, y1: 5, y2: 5, stroke: colour(group), "stroke-width": 2, "stroke-dasharray": DASHES[group % 7] || null };
      return element("span", { class: "line" }, drawn("svg", { viewBox: "0 0 30 10", "aria-hidden": "true" }, drawn("line", stroke)), groupName(by, group));
    }));
  }

  function caption() {
    const kind = corrected()
      ? "Shares corrected for the model’s errors, with their 95% intervals, in the bins and groups of the section on trends."
      : isShare() ? "Shares of the works of each bin that are given the topic; the band and each point’s words give the 95% interval for chance alone (Wilson)." : "Works of each bin that are given the topic.";
    const aside = corrected() ? "" : " Years outside the 1st to 99th percentile of the works, and dates wider than two bins, are left out.";
    return `${kind} Open circles and pale lines rest on fewer than ${THIN} works.${aside}`;
  }

  /** @returns {unknown[][]} */
  function values() {
    const by = grouping(), rounded = (/** @type {number} */ value) => Number(value.toFixed(4));
    return [
      ["topic_id", "topic", "grouping", "group", "first_year", "last_year", "works", "of", "share", "share_low", "share_high"],
      ...points().map((point) => [
        data.topics[point.topic][0], data.topics[point.topic][1], by.id, by.id ? groupName(by, point.group) : "", point.first, point.last,
        Number(point.works.toFixed(1)), point.of, rounded(point.of ? point.works / point.of : 0), rounded(point.low), rounded(point.high),
      ]),
    ];
  }

  function table() {
    const by = grouping();
    const rows = points().map((point) => element("tr", {},
      element("th", { scope: "row" }, data.topics[point.topic][1]),
      element("td", {}, by.id ? groupName(by, point.group) : "all"),
      element("td", {}, yearsName(point.first, point.last)),
      element("td", { class: "number" }, element("button", {
        type: "button", class: "link", "aria-label": `${quantity(point.works)}: show them`, click: () => open(point, grid()),
      }, count(point.works))),
      element("td", { class: "number" }, count(point.of)),
      element("td", { class: "number" }, percent(point.of ? point.works / point.of : 0)),
      element("td", { class: "number" }, `${percent(point.low)} to ${percent(point.high)}`)));
    const heads = ["Topic", "Group", "Years", "Works", "Of", "Share", "95% interval"];
    const numeric = (/** @type {string} */ head) => (["Works", "Of", "Share", "95% interval"].includes(head) ? "number" : "");
    return element("div", { class: "scroll tall", tabindex: 0, role: "region", "aria-label": "Shares by topic and years" },
      element("table", {}, element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col", class: numeric(head) }, head)))), element("tbody", {}, ...rows)));
  }

  /** All panels in one drawing, two beside each other. */
  function svg() {
    const place = chart(), panels = [...place.querySelectorAll("figure")];
    const height = Math.ceil(panels.length / 2) * (HEIGHT + 28);
    const whole = drawn("svg", { viewBox: `0 0 ${2 * WIDTH + 20} ${height + 4}` }, ...panels.flatMap((figure, at) => {
      const x = (at % 2) * (WIDTH + 20), y = Math.floor(at / 2) * (HEIGHT + 28);
      const inner = furnish(/** @type {SVGElement} */ (figure.querySelector("svg")), { x, y: y + 22, width: WIDTH, height: HEIGHT }, []);
      return [drawn("text", { x: x + 4, y: y + 16, "font-weight": 600, fill: "var(--ink)" }, figure.querySelector("figcaption")?.textContent ?? ""), inner];
    }));
    return standalone(whole, "Topics over time");
  }

  const kinds = {
    Chart: chart,
    Table: table,
    CSV: () => fileView(fileName("shares", "csv"), csvText(values()), "text/csv"),
    SVG: () => fileView(fileName("shares", "svg"), svg(), "image/svg+xml"),
  };
  const forms = tabs("shares", "Form of the shares", kinds, () => view.as, (kind) => change({ as: kind }));
  const controls = [
    selection("Shares", "share", () => [
      ["counted", "counted plainly"],
      ...(data.corrected ? [/** @type {[string, string]} */ (["corrected", "corrected for errors"])] : []),
      ["works", "numbers of works"],
    ]),
    selection("Bins", "years", () => corrected()
      ? [["", "those of the trends"]]
      : data.counted.map((each) => [String(each.width), each.width === 1 ? "single years" : `${each.width} years`])),
    selection("By", "by", () => grid().by.map((each) => [each.id, each.id ? each.label : "the whole collection"])),
    checkboxes("Topics", "topic", () => data.topics.map(([id, label], place) => ({ value: id, text: label, on: topics().includes(place) }))),
    checkboxes("Groups", "group", () => grouping().groups.map((_, place) => ({ value: groupValue(grouping(), place), text: groupName(grouping(), place), on: groups().includes(place) }))),
  ];
  const own = new Set(["topic", "years", "share", "by", "group", "as"]);
  const render = (/** @type {Set<Choice>} */ changed) => {
    if (![...changed].some((name) => own.has(name))) return;
    controls.forEach((control) => control.render());
    forms.render();
  };
  renderers.push(render);
  return element("section", { class: "group", "aria-labelledby": "explore-shares" },
    element("h3", { id: "explore-shares" }, "Topics over time"),
    element("div", { class: "controls" }, ...controls.map((control) => control.element)), forms.element);
}
