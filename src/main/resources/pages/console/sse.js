/**
 * Parses server-sent events (HTML, 9.2.6) from pieces of text, however they were cut.
 *
 * @typedef {{event: string, data: string, id: string}} ServerEvent
 */

/** Reads one stream. An event is passed on when the empty line behind it has arrived. */
export class EventParser {
  /** @param {(event: ServerEvent) => void} receiver */
  constructor(receiver) {
    this.receiver = receiver;
    this.rest = '';
    this.event = '';
    this.id = '';
    /** @type {string[]} */
    this.data = [];
    this.first = true;
  }

  /** Takes the next piece of the stream. @param {string} text */
  push(text) {
    if (this.first && text.length > 0) {
      text = text.startsWith('\uFEFF') ? text.slice(1) : text;
      this.first = false;
    }
    const all = this.rest + text;
    let from = 0;
    while (true) {
      const end = nextEnd(all, from);
      if (end === null) {
        break;
      }
      this.line(all.slice(from, end.at));
      from = end.next;
    }
    this.rest = all.slice(from);
  }

  /** @param {string} line */
  line(line) {
    if (line === '') {
      this.dispatch();
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) {
      return;
    }
    const field = colon < 0 ? line : line.slice(0, colon);
    const raw = colon < 0 ? '' : line.slice(colon + 1);
    const value = raw.startsWith(' ') ? raw.slice(1) : raw;
    if (field === 'data') {
      this.data.push(value);
    } else if (field === 'event') {
      this.event = value;
    } else if (field === 'id' && !value.includes('\0')) {
      this.id = value;
    }
  }

  dispatch() {
    if (this.data.length > 0) {
      const event = { event: this.event || 'message', data: this.data.join('\n'), id: this.id };
      this.event = '';
      this.data = [];
      this.receiver(event);
    }
    this.event = '';
  }
}

/**
 * Finds the end of the line that begins at an index. A CR at the very end may be half of a CR LF,
 * so that line is left for the next piece.
 *
 * @param {string} text
 * @param {number} from
 */
function nextEnd(text, from) {
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10) {
      return { at: i, next: i + 1 };
    }
    if (c === 13) {
      if (i + 1 === text.length) {
        return null;
      }
      return { at: i, next: text.charCodeAt(i + 1) === 10 ? i + 2 : i + 1 };
    }
  }
  return null;
}
