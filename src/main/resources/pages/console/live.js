/** Follows streams of server-sent events by fetch, which can send the header that is needed. */

import { open, Problem } from './api.js';
import { EventParser } from './sse.js';

/**
 * @typedef {import('./sse.js').ServerEvent} ServerEvent
 * @typedef {{live: boolean, since: number, retryAt: number | null, problem: Problem | null}}
 *   StreamState `since` is when the last event came, `retryAt` when the next try is made
 */

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15_000;

/**
 * Follows a stream until it is closed. It reconnects after a failure, with a growing wait, and is
 * not open while the page is hidden.
 */
export class LiveStream {
  /**
   * @param {() => string} url asked for at each connection, so that it can go on where it was
   * @param {{silence: number, event: (event: ServerEvent) => boolean | void,
   *   state: (state: StreamState) => void}} options the milliseconds without a byte after which a
   *   connection counts as broken; what takes events, and returns true where the stream is at its
   *   end; what is told of changes
   */
  constructor(url, options) {
    this.url = url;
    this.options = options;
    this.wait = FIRST_WAIT;
    this.closed = false;
    /** @type {AbortController | null} */
    this.connection = null;
    this.timer = 0;
    this.watch = 0;
    this.lastByte = 0;
    /** @type {StreamState} */
    this.state = { live: false, since: Date.now(), retryAt: null, problem: null };
    this.onVisibility = () => (document.hidden ? this.pause() : this.retry());
    document.addEventListener('visibilitychange', this.onVisibility);
    if (!document.hidden) {
      this.connect();
    }
  }

  /** Ends the stream. */
  close() {
    this.closed = true;
    document.removeEventListener('visibilitychange', this.onVisibility);
    this.pause();
  }

  /** Tries at once. */
  retry() {
    if (!this.closed && this.connection === null) {
      window.clearTimeout(this.timer);
      this.connect();
    }
  }

  pause() {
    window.clearTimeout(this.timer);
    window.clearInterval(this.watch);
    const connection = this.connection;
    this.connection = null;
    connection?.abort();
  }

  /** @param {Partial<StreamState>} change */
  tell(change) {
    this.state = { ...this.state, ...change };
    this.options.state(this.state);
  }

  async connect() {
    const connection = new AbortController();
    this.connection = connection;
    this.lastByte = Date.now();
    this.watch = window.setInterval(() => {
      if (Date.now() - this.lastByte > this.options.silence) {
        connection.abort();
      }
    }, 1000);
    let ended = false;
    /** @type {Problem | null} */
    let problem = null;
    try {
      ended = await this.read(connection);
    } catch (failure) {
      problem =
        failure instanceof Problem
          ? failure
          : new Problem(0, 'broken', 'The connection to the server broke.');
    }
    window.clearInterval(this.watch);
    if (this.connection !== connection) {
      return;
    }
    this.connection = null;
    if (ended || this.closed) {
      this.tell({ live: false, retryAt: null });
    } else {
      this.later(problem);
    }
  }

  /** @param {Problem | null} problem */
  later(problem) {
    const wait = problem?.retryAfter ? problem.retryAfter * 1000 : this.wait;
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    this.tell({ live: false, retryAt: Date.now() + wait, problem });
    if (!document.hidden) {
      this.timer = window.setTimeout(() => this.retry(), wait);
    }
  }

  /**
   * Reads one connection to its end, and returns whether the stream ended with it.
   *
   * @param {AbortController} connection
   */
  async read(connection) {
    const response = await open(this.url(), {
      headers: { Accept: 'text/event-stream' },
      signal: connection.signal,
    });
    if (response.body === null) {
      return false;
    }
    let ended = false;
    const parser = new EventParser(event => {
      if (this.connection === connection) {
        ended = this.options.event(event) === true || ended;
      }
    });
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    this.tell({ live: true, since: Date.now(), retryAt: null, problem: null });
    while (!ended) {
      const { done, value } = await reader.read();
      if (done) {
        break;
      }
      this.lastByte = Date.now();
      this.wait = FIRST_WAIT;
      this.state.since = this.lastByte;
      parser.push(decoder.decode(value, { stream: true }));
    }
    if (ended) {
      connection.abort();
    }
    return ended;
  }
}
