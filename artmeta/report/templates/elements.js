// Elements and numbers: small functions that the other scripts share. Every text goes in as text, never as HTML.

/** @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Attributes */
/** @typedef {(Node | string | null | false | undefined)[]} Children */

/**
 * Give an element its attributes and children: functions are listeners, false and null leave an attribute out.
 * @template {Element} E
 * @param {E} made @param {Attributes} attributes @param {Children} children @returns {E}
 */
function furnish(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== false && child !== undefined));
  return made;
}

/** @param {string} name @param {Attributes} [attributes] @param {Children} children @returns {HTMLElement} */
function element(name, attributes = {}, ...children) {
  return furnish(document.createElement(name), attributes, children);
}

/** @param {string} name @param {Attributes} [attributes] @param {Children} children @returns {SVGElement} */
function drawn(name, attributes = {}, ...children) {
  return furnish(/** @type {SVGElement} */ (document.createElementNS("http://www.w3.org/2000/svg", name)), attributes, children);
}

/** A count that may hold parts of works: 12, 1,234 or 12.4. @param {number} value */
function count(value) {
  const whole = Math.abs(value - Math.round(value)) < 0.05;
  return value.toLocaleString("en", { minimumFractionDigits: whole ? 0 : 1, maximumFractionDigits: whole ? 0 : 1 });
}

/** A count with its noun: 1 work, 2 works. @param {number} value @param {string} [noun] */
function quantity(value, noun = "work") {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** A share from 0 to 1 as the page writes it: to a tenth near the ends. @param {number} share */
function percent(share) {
  if (share > 0.9995 && share < 1) return "over 99.9%";
  if (share > 0 && share < 0.0005) return "under 0.1%";
  const tenths = (share > 0 && share < 0.1) || (share > 0.99 && share < 1);
  return `${(100 * share).toFixed(tenths ? 1 : 0)}%`;
}

/** @param {number} year Years BC are negative. */
const yearName = (year) => (year < 0 ? `${-year} BC` : String(year));

/** @param {number} first @param {number} last */
const yearsName = (first, last) => (first === last ? yearName(first) : `${yearName(first)}–${yearName(last)}`);

/**
 * The first and last year of the bin that a year lies in, as the database cuts them: there is no year 0.
 * @param {number} year @param {number} width @returns {[number, number]}
 */
function binOf(year, width) {
  const number = year < 0 ? -Math.floor(-year / width) - 1 : Math.floor(year / width);
  return number < 0
    ? [number * width + 1, Math.min((number + 1) * width, -1)]
    : [Math.max(number * width, 1), number * width + width - 1];
}

/**
 * The 95% score interval of a share (Wilson 1927); [0, 1] of nothing.
 * @param {number} hits @param {number} of @returns {[number, number]}
 */
function wilson(hits, of) {
  if (of <= 0) return [0, 1];
  const z = 1.959964, share = hits / of, spread = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const middle = share + (z * z) / (2 * of), scale = 1 + (z * z) / of;
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)];
}

/** A text without accents and capitals, for searching. @param {string} text */
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * Call a function when calls have ceased for a while.
 * @param {() => void} run @param {number} milliseconds
 */
function settled(run, milliseconds) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, milliseconds);
  };
}
