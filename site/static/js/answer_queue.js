import { newOperationId } from "./operation_id.js";
import { keepUnsent, loadUnsent } from "./unsent.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
const PATIENCE = 15_000;

/**
 * Sends the answers of one item in order, and each until its fate is known.
 *
 * An operation that was tried keeps its id and its expected sequence for ever, so that
 * the server can recognize it when only the reply was lost. A newer answer waits
 * behind it; answers between the two are dropped, because nobody wants them any more.
 *
 * @param {object} options
 * @param {string} options.itemId
 * @param {string} options.url
 * @param {number} options.sequence what the server had when the page was made
 * @param {string} options.csrfToken
 * @param {(event: {state: string, reply?: object}) => void} options.onChange
 *   state: saving, saved, unsent, conflict, superseded, refused or closed
 */
export class AnswerQueue {
  constructor({ itemId, url, sequence, csrfToken, onChange }) {
    Object.assign(this, { itemId, url, sequence, csrfToken, onChange });
    this.operations = loadUnsent(itemId);
    this.busy = false;
    this.failures = 0;
    this.timer = null;
  }

  get isEmpty() {
    return this.operations.length === 0;
  }

  get newest() {
    return this.operations.at(-1);
  }

  /** @param {[string, string][]} fields */
  put(fields) {
    const inDoubt = this.operations.filter((operation) => operation.tried).slice(0, 1);
    this.operations = [
      ...inDoubt,
      {
        operationId: newOperationId(),
        // Behind another operation the sequence is known only once that one is settled.
        expectedSequence: inDoubt.length ? null : this.sequence,
        fields,
        tried: false,
      },
    ];
    keepUnsent(this.itemId, this.operations);
  }

  /** Send now, whatever the waiting time was. */
  send() {
    clearTimeout(this.timer);
    if (this.busy || this.isEmpty) return;
    const operation = this.operations[0];
    operation.expectedSequence ??= this.sequence;
    operation.tried = true;
    keepUnsent(this.itemId, this.operations);
    this.busy = true;
    this.onChange({ state: "saving" });
    this.#request(operation).then(
      (outcome) => this.#settle(operation, outcome),
      () => this.#settle(operation, { kind: "retry" }),
    );
  }

  async #request(operation) {
    const body = new URLSearchParams(operation.fields);
    body.set("operation_id", operation.operationId);
    body.set("expected_sequence", String(operation.expectedSequence));
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const response = await fetch(this.url, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-CSRFToken": this.csrfToken },
        credentials: "same-origin",
        // A redirect leads to the sign-in page: the session is over.
        redirect: "manual",
        keepalive: true,
        signal: patience.signal,
      });
      if (response.ok) return { kind: "saved", reply: await response.json() };
      if (response.status === 409) return { kind: "conflict", reply: await response.json() };
      if (response.status === 410) return { kind: "closed" };
      if (response.status === 429 || response.status >= 500) return { kind: "retry" };
      return { kind: response.status === 400 || response.status === 422 ? "bad" : "refused" };
    } finally {
      clearTimeout(timer);
    }
  }

  #settle(operation, { kind, reply }) {
    this.busy = false;
    if (kind === "retry") return this.#retryLater();
    if (kind === "refused") {
      // Signed out, or an old token: a reload sends it again with the same id.
      this.onChange({ state: "refused" });
      return;
    }
    this.failures = 0;
    // Ours had arrived long ago, and the page was made from something newer.
    if (kind === "saved" && reply.sequence < this.sequence) kind = "superseded";
    if (kind === "saved") {
      this.sequence = reply.sequence;
      this.operations = this.operations.filter((other) => other !== operation);
    } else {
      // Another window was faster, the clock was, or the answer cannot be read.
      // What waits behind it was built on the same mistake.
      if (kind === "conflict") this.sequence = reply.sequence;
      this.operations = [];
    }
    keepUnsent(this.itemId, this.operations);
    if (kind === "saved" && !this.isEmpty) return this.send();
    this.onChange({ state: kind === "bad" ? "refused" : kind, reply });
  }

  #retryLater() {
    const wait = Math.min(FIRST_WAIT * 2 ** this.failures, LONGEST_WAIT);
    this.failures += 1;
    this.onChange({ state: "unsent" });
    // A whole office comes back at the same second after an outage: spread it out.
    this.timer = setTimeout(() => this.send(), wait * (0.75 + Math.random() / 2));
  }
}
