// One drawing: a topic's line over the years for each group, with bounds, as SVG that follows the page's colours.

/**
 * @typedef {{ topic: number, group: number, first: number, last: number, works: number, of: number,
 *   value: number, low: number, high: number }} Point
 * @typedef {{ from: number, to: number, top: number, share: boolean }} Scale
 */

const WIDTH = 300, HEIGHT = 140, LEFT = 36, RIGHT = 6, TOP = 8, BOTTOM = 20;
const THIN = 20; // works; below this one picture moves a share by 5 points
const DASHES = ["", "5 3", "2 2", "8 3 2 3", "1 3", "10 4", "4 1 1 1"]; // colour is never the only difference

/** Colours by place of the group; the seventh is the rest. @param {number} group */
const colour = (group) => `var(--chart-${(group % 7) + 1})`;

/** Steps of 1, 2 or 5 that cut a reach into few parts. @param {number} low @param {number} high @param {number} parts */
function ticks(low, high, parts) {
  const raw = (high - low) / parts || 1, ten = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((each) => each * ten).find((each) => each >= raw) ?? raw;
  const found = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step / 1e6; at += step) found.push(Number(at.toPrecision(12)));
  return found;
}

/** @param {Scale} scale */
function places(scale) {
  const x = (/** @type {number} */ year) => LEFT + ((year - scale.from) / (scale.to - scale.from || 1)) * (WIDTH - LEFT - RIGHT);
  const y = (/** @type {number} */ value) => HEIGHT - BOTTOM - (Math.min(value, scale.top) / (scale.top || 1)) * (HEIGHT - TOP - BOTTOM);
  return { x, y, at: (/** @type {Point} */ point) => x((point.first + point.last + 1) / 2) };
}

/** @param {Scale} scale */
function axes(scale) {
  const { x, y } = places(scale);
  const sides = ticks(0, scale.top, 3).flatMap((value) => [
    drawn("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value), stroke: "var(--grid)" }),
    drawn("text", { x: LEFT - 5, y: y(value) + 4, "text-anchor": "end", fill: "var(--muted)" }, scale.share ? `${Number((100 * value).toFixed(1))}%` : count(value)),
  ]);
  const below = ticks(scale.from, scale.to, 4).map((year) =>
    drawn("text", { x: x(year), y: HEIGHT - 5, "text-anchor": "middle", fill: "var(--muted)" }, year === 0 ? "1" : yearName(year)));
  return [...sides, ...below];
}

/** @param {Point[]} points @param {Scale} scale @param {boolean} bounded */
function line(points, scale, bounded) {
  const { y, at } = places(scale), group = points[0].group;
  const stretches = points.slice(1).flatMap((point, n) => {
    if (points[n].last + 1 < point.first - 1) return []; // bins without works lie between: year 0 is none
    const pale = points[n].of < THIN || point.of < THIN;
    return [drawn("path", {
      d: `M${at(points[n]).toFixed(1)},${y(points[n].value).toFixed(1)}L${at(point).toFixed(1)},${y(point.value).toFixed(1)}`,
      stroke: colour(group), "stroke-width": 1.8, "stroke-dasharray": DASHES[group % 7] || null, opacity: pale ? 0.35 : null,
    })];
  });
  const edge = [...points.map((point) => [at(point), y(point.high)]), ...[...points].reverse().map((point) => [at(point), y(point.low)])];
  return [
    bounded && drawn("polygon", { points: edge.map((place) => place.map((part) => part.toFixed(1)).join(",")).join(" "), fill: colour(group), opacity: 0.2 }),
    ...stretches,
    ...points.filter((point) => point.of >= THIN || points.length <= 30).map((point) => drawn("circle", {
      cx: at(point).toFixed(1), cy: y(point.value).toFixed(1), r: points.length > 30 ? 1.8 : 2.6, stroke: colour(group),
      fill: point.of < THIN ? "var(--paper)" : colour(group),
    })),
  ];
}

/**
 * Draw a panel. A point is chosen with the pointer or the arrow keys, and opened by a click or Enter.
 * @param {string} title @param {Point[]} points @param {Scale} scale @param {boolean} bounded
 * @param {(point: Point) => string} words @param {string} alt @param {(point: Point) => void} open
 * @returns {HTMLElement}
 */
function panel(title, points, scale, bounded, words, alt, open) {
  const { y, at } = places(scale), groups = [...new Set(points.map((point) => point.group))];
  const ring = drawn("circle", { r: 5, fill: "none", stroke: "var(--ink)", "stroke-width": 1.5, visibility: "hidden" });
  const svg = drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true", focusable: "false" },
    ...axes(scale), ...groups.flatMap((group) => line(points.filter((point) => point.group === group), scale, bounded)), ring);
  const inOrder = [...points].sort((one, other) => one.first - other.first || one.group - other.group);
  /** @type {Point | undefined} */
  let active;

  /** @param {Point | undefined} point @param {number} left @param {number} top */
  function choose(point, left, top) {
    active = point;
    furnish(ring, point ? { cx: at(point), cy: y(point.value), visibility: "visible" } : { visibility: "hidden" }, []);
    showTip(point ? words(point) : "", left, top);
  }

  /** @param {PointerEvent} event */
  function nearest(event) {
    const box = svg.getBoundingClientRect(), scaled = WIDTH / box.width;
    const far = (/** @type {Point} */ point) => Math.abs(at(point) - (event.clientX - box.left) * scaled) * 3 + Math.abs(y(point.value) - (event.clientY - box.top) * scaled);
    choose([...points].sort((one, other) => far(one) - far(other))[0], event.clientX, event.clientY);
  }

  /** @param {KeyboardEvent} event */
  function step(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "Enter" && active) open(active);
    if (!by || !inOrder.length) return;
    event.preventDefault();
    const now = active ? inOrder.indexOf(active) : by < 0 ? inOrder.length : -1;
    const next = inOrder[Math.max(0, Math.min(inOrder.length - 1, now + by))];
    const box = svg.getBoundingClientRect(), scaled = box.width / WIDTH;
    choose(next, box.left + at(next) * scaled, box.top + y(next.value) * scaled);
    say(words(next));
  }

  const stage = element("div", {
    class: "stage", role: "group", tabindex: 0, "aria-label": alt, "aria-roledescription": "chart",
    pointermove: nearest, pointerdown: nearest, pointerleave: () => choose(undefined, 0, 0), blur: () => choose(undefined, 0, 0),
    keydown: step, click: () => active && open(active),
  }, svg);
  return element("figure", { class: "chart" }, element("figcaption", {}, title), stage);
}
