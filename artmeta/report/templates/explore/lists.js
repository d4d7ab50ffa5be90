// The lists of works beside the page: each is a script that hands its rows over, for a page opened from a disk may not read files.

/**
 * @typedef {{ id: string, title: string, artist: string, date: string, first: number | null, last: number | null,
 *   accession: string, venue: string, medium: string, gender: string, url: string, status: string,
 *   confidence: number | null, reason: string, review: string, reviewed: string[] | null, picture: number | string, topic: number, text: string }} Work
 */

/** @param {ExplorerData} data */
function workLists(data) {
  /** @type {Map<number, Promise<Work[]>>} */
  const pending = new Map();
  /** @type {Map<number, Work[]>} */
  const received = new Map();

  // The scripts of the folder call this by name.
  Object.assign(window, {
    receiveWorks: (/** @type {number} */ number, /** @type {{ texts: string[], works: any[][] }} */ content) => {
      const { texts, works } = content, topic = data.files[number][1];
      received.set(number, works.map((row) => {
        const [id, title, artist, date, first, last, accession, venue, medium, gender, url, status, confidence, reason, review, reviewed, picture] = row;
        const work = { id, title, artist: texts[artist], date, first, last, accession, venue: texts[venue], medium: texts[medium], gender: texts[gender], url, status: texts[status], confidence, reason: texts[reason], review: texts[review], reviewed, picture, topic, text: "" };
        return { ...work, text: folded(`${title}\n${work.artist}\n${accession}\n${id}`) };
      }));
    },
  });

  /** @param {number} number @returns {Promise<Work[]>} */
  function load(number) {
    const known = pending.get(number);
    if (known) return known;
    const promise = new Promise((resolve, reject) => {
      const script = element("script", {
        src: `${encodeURIComponent(data.folder)}/${data.files[number][0]}`,
        load: () => { script.remove(); resolve(received.get(number) ?? []); },
        error: () => { script.remove(); pending.delete(number); reject(new Error(data.files[number][0])); },
      });
      document.head.append(script);
    });
    pending.set(number, promise);
    return promise;
  }

  /**
   * Load the lists that may hold works of a topic (-2: any) and of some years, a few at a time.
   * @param {number} topic @param {number} from @param {number} to @param {(done: number, all: number) => void} progress
   * @returns {Promise<Work[]>}
   */
  async function find(topic, from, to, progress) {
    const needed = data.files.map((_, number) => number).filter((number) => {
      const [, of, first, last] = data.files[number];
      return (topic === -2 || of === topic) && (first ?? -Infinity) <= to && (last ?? Infinity) >= from;
    });
    /** @type {Work[][]} */
    const lists = [];
    for (let at = 0; at < needed.length; at += 8) {
      progress(at, needed.length);
      lists.push(...await Promise.all(needed.slice(at, at + 8).map(load)));
    }
    return lists.flat();
  }
  return { find };
}
