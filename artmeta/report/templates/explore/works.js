// The works: searched, filtered and shown as a wall of pictures, along a timeline, or as a table.

/** @param {ExplorerData} data @returns {HTMLElement} */
function worksPanel(data) {
  const STEP = 60; // works shown at first, and added by each "more"
  const ROW = 12; // works of a bin on the timeline
  const ANY = -2;
  const STATUSES = ["sure", "unsure", "unfamiliar"], REVIEWED = "reviewed";
  const lists = workLists(data);
  let shown = STEP, turn = 0;
  /** @type {Work[]} */
  let found = [];

  const year = (/** @type {string} */ text, /** @type {number} */ otherwise) => (text.trim() && Number.isFinite(Number(text)) ? Number(text) : otherwise);
  const topicName = (/** @type {number} */ topic) => data.topics[topic]?.[1] ?? "no topic";

  /** @returns {(work: Work) => boolean} */
  function filter() {
    const from = year(view.from, -Infinity), to = year(view.to, Infinity), within = year(view.within, Infinity), dated = from > -Infinity || to < Infinity;
    const least = year(view.sure, 0) / 100;
    const cut = view.in.indexOf(":"), grouping = view.in.slice(0, cut), name = view.in.slice(cut + 1);
    const named = data.counted[0]?.by.find((each) => each.id === grouping)?.groups ?? [];
    const group = (/** @type {Work} */ work) => ({ venue: work.venue, medium: work.medium, artist_gender: work.gender, status: work.status })[grouping];
    return (work) => {
      if (dated) {
        if (work.first === null || work.last === null || work.last < from || work.first > to) return false;
        if (work.last - work.first + 1 > within) return false;
      }
      if (view.status === REVIEWED ? !work.review : view.status && work.status !== view.status) return false;
      if (least && (work.confidence ?? 0) < least) return false;
      return !(cut > 0 && group(work) !== undefined && (name === "*" ? named.includes(group(work) ?? "") : group(work) !== name));
    };
  }

  const middle = (/** @type {Work} */ work) => work.first === null || work.last === null ? Infinity : (work.first + work.last) / 2;
  /** @type {Record<string, (one: Work, other: Work) => number>} */
  const orders = {
    date: (one, other) => (middle(one) === middle(other) ? 0 : middle(one) - middle(other)),
    surest: (one, other) => (other.confidence ?? -1) - (one.confidence ?? -1),
    "least sure": (one, other) => (one.confidence ?? 2) - (other.confidence ?? 2),
    title: (one, other) => one.title.localeCompare(other.title, "en"),
  };

  async function search() {
    const mine = ++turn, place = data.topics.findIndex(([id]) => id === view.show), topic = view.show === "-" ? -1 : place < 0 ? ANY : place;
    const words = folded(view.find).split(/\s+/).filter(Boolean);
    status.textContent = "Reading the lists of works …";
    try {
      const works = await lists.find(topic, year(view.from, -Infinity), year(view.to, Infinity), words, (done, all) => {
        if (mine === turn && all > 8) status.textContent = `Reading the lists of works: ${done} of ${all} …`;
      });
      if (mine !== turn) return;
      found = works.filter(filter()).sort(orders[view.order] ?? orders.date);
      list();
    } catch (fault) {
      if (mine !== turn) return;
      found = [];
      results.replaceChildren();
      status.textContent = `The lists of works are not here: they are in the folder “${data.folder}”, which belongs beside this page and must be of the same run (missing: ${/** @type {Error} */ (fault).message}). Copy both together, or write the report again.`;
    }
  }

  function list() {
    const confidence = found.length ? "" : " Choose other years or words.";
    status.textContent = `${quantity(found.length)} ${found.length === 1 ? "fits" : "fit"} this choice.${confidence}`;
    const forms = { Wall: wall, Timeline: timeline, Table: table };
    results.replaceChildren(...(found.length ? [forms[/** @type {keyof typeof forms} */ (view.list)]?.() ?? wall()] : []), ...extras());
  }

  function extras() {
    if (!found.length) return [];
    const rest = view.list === "Timeline" ? 0 : found.length - shown;
    return [element("p", { class: "files" },
      rest > 0 && element("button", { type: "button", class: "plain", click: () => { shown += STEP; list(); } }, `Show ${Math.min(STEP, rest)} more of ${count(found.length)}`), " ",
      fileButton("CSV of these works", () => download(fileName("works", "csv"), csvText(values()), "text/csv")))];
  }

  /** @param {Work} work */
  function picture(work) {
    const without = ["no picture", "not shown: its rights", "picture not in this folder"];
    if (typeof work.picture === "number") return element("span", { class: "no-picture" }, without[work.picture] ?? "");
    return element("img", { src: `${encodeURIComponent(data.folder)}/pictures/${work.picture}`, alt: `Picture of ${work.title || "an untitled work"}`, loading: "lazy", decoding: "async" });
  }

  /** @param {Work} work */
  function title(work) {
    const name = work.title || "Untitled";
    return work.url ? element("a", { href: work.url, rel: "noopener noreferrer" }, name) : element("span", {}, name);
  }

  /** @param {Work} work */
  const topicWords = (work) => work.topic < 0 ? "no topic" : `${topicName(work.topic)}, ${percent(work.confidence ?? 0)}`;

  /** What people decided about a work. @param {Work} work */
  function reviewWords(work) {
    const topics = (work.reviewed ?? []).map((id) => data.topics.find(([each]) => each === id)?.[1] ?? id).join(", ");
    const words = { "human-approved": "approved by review", "human-rejected": "rejected by review", human: "corrected by review", disputed: "reviewers differ" };
    const said = words[/** @type {keyof typeof words} */ (work.review)] ?? work.review;
    return said && (topics && work.review !== "human-rejected" ? `${said}: ${topics}` : said);
  }

  /** @param {Work} work */
  function card(work) {
    const by = [work.artist, work.date, work.venue, work.accession].filter((part) => part.trim()).join(", ");
    return element("li", { class: "tile" }, picture(work),
      element("p", { class: "title" }, title(work)),
      by && element("p", { class: "byline" }, by),
      element("p", { class: "said" }, topicWords(work), " ", work.status && element("span", { class: `status ${work.status}`, title: work.reason || null }, work.status)),
      work.review && element("p", { class: "review" }, reviewWords(work)));
  }

  const wall = () => element("ul", { class: "tiles" }, ...found.slice(0, shown).map(card));

  function timeline() {
    const width = (data.counted.find((each) => String(each.width) === view.years) ?? data.counted[0])?.width ?? 10;
    /** @type {Map<string, Work[]>} */
    const bins = new Map();
    for (const work of found) {
      const narrow = work.first !== null && work.last !== null && work.last - work.first < 2 * width;
      const name = narrow ? binOf(Math.floor(middle(work)), width).join(" ") : "";
      const inside = bins.get(name);
      if (inside) inside.push(work);
      else bins.set(name, [work]);
    }
    const rows = [...bins].sort(([one], [other]) => (one === "" ? 1 : other === "" ? -1 : parseInt(one) - parseInt(other)));
    return element("ol", { class: "timeline" }, ...rows.map(([name, works]) => {
      const [first, last] = name.split(" ").map(Number), some = [...works].sort((one, other) => Number(typeof other.picture === "string") - Number(typeof one.picture === "string"));
      const years = name ? yearsName(first, last) : "No narrow date";
      const all = () => change({ from: String(first), to: String(last), list: "Wall" });
      return element("li", {},
        element("h4", {}, years, " ", element("small", {}, quantity(works.length)), " ",
          name !== "" && works.length > ROW && element("button", { type: "button", class: "plain", click: all, "aria-label": `All of ${years}` }, "all")),
        element("ul", { class: "tiles strip", tabindex: 0, "aria-label": `Works of ${years}` }, ...some.slice(0, ROW).map(card)));
    }));
  }

  function table() {
    const heads = ["Title", "Artist", "Date", "Accession number", "Venue", "Topic", "Confidence", "Status", "Reason", "Review"];
    const rows = found.slice(0, shown).map((work) => element("tr", {}, element("th", { scope: "row" }, title(work)),
      ...[work.artist, work.date, work.accession, work.venue, topicName(work.topic), work.confidence === null ? "–" : percent(work.confidence), work.status || "–", work.reason || "–", reviewWords(work) || "–"].map((cell) => element("td", {}, cell))));
    return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Works of this choice" },
      element("table", {}, element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))), element("tbody", {}, ...rows)));
  }

  /** @returns {unknown[][]} */
  function values() {
    const heads = ["artwork_id", "title", "artist", "date", "date_earliest", "date_latest", "accession_number", "venue", "medium", "topic_id", "topic", "confidence", "status", "reason", "review_status", "reviewed_topics", "url"];
    return [heads, ...found.map((work) => [
      work.id, work.title, work.artist, work.date, work.first, work.last, work.accession, work.venue, work.medium,
      data.topics[work.topic]?.[0] ?? "", work.topic < 0 ? "" : topicName(work.topic), work.confidence, work.status, work.reason, work.review, (work.reviewed ?? []).join(" "), work.url,
    ])];
  }

  /** @param {string} label @param {Choice} name @param {Attributes} attributes */
  function field(label, name, attributes) {
    const act = settled(() => change({ [name]: input.value, works: "yes" }), 250);
    const input = /** @type {HTMLInputElement} */ (element("input", { ...attributes, input: act }));
    const render = () => { if (document.activeElement !== input) input.value = String(view[name]); };
    return { element: element("label", { class: "choice" }, element("span", {}, label), input), render };
  }

  const status = element("p", { role: "status" }), results = element("div", { class: "results" }), limits = element("p", { class: "limits" });
  const controls = [
    field("Title, artist, number", "find", { type: "search", size: 14, focus: lists.prepare }),
    selection("Topic", "show", () => [["", "all topics"], ...data.topics.map(([id, label]) => /** @type {[string, string]} */ ([id, label])), ["-", "no topic"]]),
    selection("Status", "status", () => [["", "any"], ...[...STATUSES, REVIEWED].map((each) => /** @type {[string, string]} */ ([each, each]))]),
    field("From year", "from", { type: "text", inputmode: "numeric", size: 5 }),
    field("To year", "to", { type: "text", inputmode: "numeric", size: 5 }),
    selection("Order", "order", () => Object.keys(orders).map((each) => [each, each])),
    selection("Shown as", "list", () => ["Wall", "Timeline", "Table"].map((each) => [each, each.toLowerCase()])),
  ];
  const begin = element("p", {}, element("button", { type: "button", class: "plain", click: () => change({ works: "yes" }) }, "Show the works"));
  const own = new Set(["works", "show", "find", "from", "to", "within", "in", "status", "sure", "order", "list"]);

  /** Limits that no field shows, each with a button that takes it away. */
  function renderLimits() {
    const [grouping, name] = [view.in.split(":")[0], view.in.slice(view.in.indexOf(":") + 1)];
    const off = (/** @type {string} */ text, /** @type {Partial<View>} */ chosen) => element("button", { type: "button", class: "plain", click: () => change(chosen), "aria-label": `Remove the limit ${text}` }, `${text} ×`);
    limits.replaceChildren(
      ...(view.in ? [off(`${grouping.replaceAll("_", " ")}: ${name === "*" ? "all others" : name || "not known"}`, { in: "" })] : []),
      ...(view.sure ? [off(`confidence of ${view.sure}% or more`, { sure: "" })] : []),
      ...(view.within ? [off(`dated to ${view.within} years or less`, { within: "" })] : []));
  }

  renderers.push((changed) => {
    if (![...changed].some((name) => own.has(name))) {
      if (view.works && view.list === "Timeline" && changed.has("years")) list();
      return;
    }
    if ([...own].some((name) => name !== "works" && name !== "order" && name !== "list" && changed.has(/** @type {Choice} */ (name)) && view[/** @type {Choice} */ (name)] !== UNCHOSEN[/** @type {Choice} */ (name)])) view.works = "yes";
    controls.forEach((control) => control.render());
    renderLimits();
    begin.hidden = Boolean(view.works);
    shown = STEP;
    if (view.works) search();
  });
  return element("section", { class: "group", id: "explore-works", "aria-labelledby": "explore-works-title" },
    element("h3", { id: "explore-works-title" }, "The works"),
    element("div", { class: "controls" }, ...controls.map((control) => control.element)), limits, begin, status, results);
}
