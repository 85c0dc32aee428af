/**
 * Keeps the part of a room's log that is shown: lines in the order of their offsets, without a
 * hole that is not told of and without doubles. Knows no DOM.
 *
 * @typedef {import('./types.js').Line} Line
 */

/** The lines of a room from one offset to another. */
export class LogLines {
  /** @param {number} [most] how many are kept */
  constructor(most = 500) {
    this.most = most;
    /** @type {Line[]} */
    this.lines = [];
  }

  /** The first offset that is shown, or null. */
  get first() {
    return this.lines[0]?.offset ?? null;
  }

  /** The last offset that is shown, or null. */
  get last() {
    return this.lines[this.lines.length - 1]?.offset ?? null;
  }

  /**
   * Adds later lines; those that are not later are dropped.
   *
   * @param {Line[]} lines
   * @param {boolean} [cut] whether the oldest make room
   */
  append(lines, cut = true) {
    for (const line of lines) {
      if (line.offset > (this.last ?? -1)) {
        this.lines.push(line);
      }
    }
    if (cut && this.lines.length > this.most) {
      this.lines.splice(0, this.lines.length - this.most);
    }
  }

  /**
   * Adds earlier lines; those that are not earlier are dropped.
   *
   * @param {Line[]} lines
   */
  prepend(lines) {
    const first = this.first ?? Infinity;
    this.lines.unshift(...lines.filter(line => line.offset < first));
  }

  /** Takes the text of lines away, as the server has. @param {(line: Line) => boolean} which */
  redact(which) {
    this.lines = this.lines.map(line =>
      which(line) && !line.redacted ? { ...line, text: '', redacted: true } : line,
    );
  }

  /**
   * Returns how many lines are missing before one that is shown: they have expired.
   *
   * @param {number} index
   */
  missingBefore(index) {
    const line = this.lines[index];
    const before = this.lines[index - 1];
    return line === undefined || before === undefined ? 0 : line.offset - before.offset - 1;
  }
}
