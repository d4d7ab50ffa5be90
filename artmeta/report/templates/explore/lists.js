// The lists of works beside the page: each is a script that hands its rows over, for a page opened from a disk may not read files.

/**
 * @typedef {{ id: string, title: string, artist: string, date: string, first: number | null, last: number | null,
 *   accession: string, venue: string, medium: string, gender: string, url: string, status: string,
 *   confidence: number | null, reason: string, review: string, reviewed: string[] | null, picture: number | string, topic: number }} Work
 */

/** @param {ExplorerData} data */
function workLists(data) {
  /** @type {Map<string, Promise<void>>} */
  const pending = new Map();
  /** @type {string[]} what a search looks through: a text for each list, a line for each of its works */
  const searched = [];
  /** @type {Map<number, Work[]>} */
  const received = new Map();

  // The scripts of the folder call this by name.
  Object.assign(window, {
    receiveWorks: (/** @type {number} */ number, /** @type {{ texts: string[], works: any[][] }} */ content) => {
      const { texts, works } = content, topic = data.files[number][1];
      received.set(number, works.map((row) => {
        const [id, title, artist, date, first, last, accession, venue, medium, gender, url, status, confidence, reason, review, reviewed, picture] = row;
        return { id, title, artist: texts[artist], date, first, last, accession, venue: texts[venue], medium: texts[medium], gender: texts[gender], url, status: texts[status], confidence, reason: texts[reason], review: texts[review], reviewed, picture, topic };
      }));
    },
    receiveTexts: (/** @type {number} */ first, /** @type {string[]} */ texts) => texts.forEach((text, place) => { searched[first + place] = text; }),
  });

  /** Run a script of the folder once. @param {string} name @returns {Promise<void>} */
  function load(name) {
    const known = pending.get(name);
    if (known) return known;
    const promise = /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
      const script = element("script", {
        src: `${encodeURIComponent(data.folder)}/${name}`,
        load: () => { script.remove(); resolve(); },
        error: () => { script.remove(); pending.delete(name); reject(new Error(name)); },
      });
      document.head.append(script);
    }));
    pending.set(name, promise);
    return promise;
  }

  /** The works of a list that have all words. @param {number} number @param {string[]} words */
  function fitting(number, words) {
    const works = received.get(number) ?? [];
    if (!words.length) return works;
    const lines = searched[number].split("\n");
    return works.filter((_, place) => words.every((word) => lines[place].includes(word)));
  }

  /**
   * The works that have all words, from the lists that may hold works of a topic (-2: any) and of some years. Only lists
   * with such a work are loaded, a few at a time.
   * @param {number} topic @param {number} from @param {number} to @param {string[]} words
   * @param {(done: number, all: number) => void} progress @returns {Promise<Work[]>}
   */
  async function find(topic, from, to, words, progress) {
    const among = data.files.map((_, number) => number).filter((number) => {
      const [, of, first, last] = data.files[number];
      return (topic === -2 || of === topic) && (first ?? -Infinity) <= to && (last ?? Infinity) >= from;
    });
    if (words.length) await Promise.all(among.map((number) => load(data.files[number][5])));
    const has = (/** @type {string} */ text) => words.every((word) => text.includes(word));
    const needed = words.length ? among.filter((number) => has(searched[number]) && searched[number].split("\n").some(has)) : among;
    for (let at = 0; at < needed.length; at += 16) {
      progress(at, needed.length);
      await Promise.all(needed.slice(at, at + 16).map((number) => load(data.files[number][0])));
    }
    return needed.flatMap((number) => fitting(number, words));
  }
  /** Load what a search looks through, before words are typed. */
  const prepare = () => { data.files.forEach((file) => load(file[5]).catch(() => {})); };
  return { find, prepare };
}
