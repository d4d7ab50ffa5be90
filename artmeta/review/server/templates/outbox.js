// Decisions on their way to the server: kept in this browser until the server has confirmed them, sent in their order.

const FIRST_WAIT = 500, LONGEST_WAIT = 8000; // milliseconds between attempts

/** @typedef {{id: string, artwork_id: string, action: string, topics: string[], undoes: string, shown: object}} Review */

export class Outbox {
  /**
   * @param {string} name of the place in this browser
   * @param {string} key that the server expects with every review
   * @param {{waiting: (count: number, reason: string) => void, refused: (sentence: string) => void}} report
   */
  constructor(name, key, report) {
    this.name = name;
    this.key = key;
    this.report = report;
    this.sending = null;
  }

  /** @returns {Review[]} the decisions that are not confirmed yet, the oldest first */
  list() {
    return JSON.parse(localStorage.getItem(this.name) ?? "[]");
  }

  /** @param {Review} review */
  add(review) {
    this.#store([...this.list(), review]);
    return this.flush();
  }

  /** Send what waits; resolves when everything is confirmed. */
  flush() {
    this.sending ??= this.#sendAll().finally(() => { this.sending = null; });
    return this.sending;
  }

  async #sendAll() {
    let wait = FIRST_WAIT;
    for (let first; (first = this.list()[0]);) {
      const fault = await this.#send(first);
      if (fault === "") {
        this.#store(this.list().filter(each => each.id !== first.id));
        this.report.waiting(this.list().length, "");
        wait = FIRST_WAIT;
      } else {
        this.report.waiting(this.list().length, fault);
        await new Promise(done => setTimeout(done, wait));
        wait = Math.min(2 * wait, LONGEST_WAIT);
      }
    }
  }

  /** @param {Review} review @returns {Promise<string>} why it has to be sent again; "" where it need not */
  async #send(review) {
    try {
      const answer = await fetch("/reviews", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Review-Key": this.key },
        body: JSON.stringify(review),
      });
      if (answer.ok) return "";
      if (answer.status === 401) return "session";
      const sentence = (await answer.json()).error;
      if (answer.status !== 400) return sentence;
      this.report.refused(sentence);
      return "";
    } catch {
      return "server";
    }
  }

  /** @param {Review[]} reviews */
  #store(reviews) {
    localStorage.setItem(this.name, JSON.stringify(reviews));
  }
}
