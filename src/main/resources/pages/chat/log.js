// The log of a room as the page has it: entries in the order of their offsets, with holes where lines are not loaded.

/** @typedef {{ nick: string, did: 'joined' | 'left', how: string, by: string, reason: string }} Presence */

/**
 * @typedef {object} Entry
 * @property {'message' | 'emote' | 'topic' | 'presence' | 'notice' | 'expired' | 'skipped'} kind
 * @property {number} pos the offset; for what has none, that of the newest line before it
 * @property {number} seq 0 for what has an offset; else the order among entries of one position
 * @property {number} first the first offset that it stands for, 0 for none
 * @property {number} at when it was said, in milliseconds since 1970
 * @property {string} from
 * @property {string} text
 * @property {boolean} redacted
 * @property {boolean} live whether it came as it was said, and not as an earlier line
 * @property {readonly Presence[]} people who came and went, for `presence`
 */

/**
 * @typedef {{ type: 'entry', key: string, entry: Entry, head: boolean, removed: number }
 *   | { type: 'day', key: string, at: number }
 *   | { type: 'unread', key: string }
 *   | { type: 'hole', key: string, from: number, to: number }} Item
 * What the log shows, from top to bottom. A `head` begins a group of lines by one person; those of a group that were
 * removed one after the other are one entry.
 */

const GROUP = 5 * 60_000;

/**
 * Returns an entry with default values.
 *
 * @param {Partial<Entry> & Pick<Entry, 'kind' | 'pos'>} values
 * @returns {Entry}
 */
export function entry(values) {
  return { seq: 0, first: 0, at: 0, from: '', text: '', redacted: false, live: false, people: [], ...values };
}

/** @param {Entry} one */
export function keyOf(one) {
  return one.seq === 0 ? String(one.pos) : `${one.pos}.${one.seq}`;
}

/**
 * Returns the index of the first entry that is not before a position.
 *
 * @param {readonly Entry[]} entries
 * @param {number} pos
 * @param {number} [seq]
 */
export function indexOf(entries, pos, seq = 0) {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const one = entries[middle];
    if (one.pos < pos || (one.pos === pos && one.seq < seq)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/**
 * Returns the entry of an offset, or null if it is not loaded.
 *
 * @param {readonly Entry[]} entries
 * @param {number} offset
 */
export function at(entries, offset) {
  const one = entries[indexOf(entries, offset)];
  return one !== undefined && one.first !== 0 && one.first <= offset && one.pos >= offset ? one : null;
}

/**
 * Inserts an entry, unless there is one for its offset.
 *
 * @param {readonly Entry[]} entries
 * @param {Entry} added
 * @returns {readonly Entry[]} the same array if nothing was inserted
 */
export function insert(entries, added) {
  const index = indexOf(entries, added.pos, added.seq);
  const there = entries[index];
  if (there !== undefined && there.pos === added.pos && there.seq === added.seq) {
    return entries;
  }
  return index === entries.length ? [...entries, added] : entries.toSpliced(index, 0, added);
}

/**
 * Replaces an entry by a changed one of the same position.
 *
 * @param {readonly Entry[]} entries
 * @param {Entry} changed
 */
export function replace(entries, changed) {
  return entries.with(indexOf(entries, changed.pos, changed.seq), changed);
}

/**
 * Returns the ranges of offsets within bounds that no entry stands for, in order.
 *
 * @param {readonly Entry[]} entries
 * @param {number} from
 * @param {number} to
 * @returns {{ from: number, to: number }[]}
 */
export function holes(entries, from, to) {
  const found = [];
  let next = from;
  for (let i = indexOf(entries, from); i < entries.length && next <= to; i++) {
    const one = entries[i];
    if (one.first !== 0) {
      if (one.first > next) {
        found.push({ from: next, to: Math.min(to, one.first - 1) });
      }
      next = Math.max(next, one.pos + 1);
    }
  }
  if (next <= to) {
    found.push({ from: next, to });
  }
  return found;
}

/**
 * Returns entries with the unloaded offsets of a range marked as not to be had.
 *
 * @param {readonly Entry[]} entries
 * @param {number} from
 * @param {number} to
 * @param {'expired' | 'skipped'} kind
 */
export function close(entries, from, to, kind) {
  return holes(entries, from, to).reduce(
    (all, hole) => insert(all, entry({ kind, pos: hole.to, first: hole.from })),
    entries,
  );
}

/**
 * @typedef {object} View What of a log is to be shown.
 * @property {number} start index of the first entry
 * @property {number} end index after the last entry
 * @property {number} head the newest offset of the room
 * @property {number | null} unreadAfter the offset that the unread line is under
 */

/**
 * Lays out a part of a log.
 *
 * @param {readonly Entry[]} entries
 * @param {View} view
 * @returns {Item[]}
 */
export function layout(entries, view) {
  /** @type {Item[]} */
  const items = [];
  let covered = coveredBefore(entries, view.start);
  let previous = view.start > 0 ? entries[view.start - 1] : null;
  let unread = view.unreadAfter !== null && (previous === null || previous.pos <= view.unreadAfter);
  for (let i = view.start; i < view.end; i++) {
    const one = entries[i];
    const hole = one.first > covered + 1;
    if (hole) {
      items.push({ type: 'hole', key: `hole-${one.first}`, from: covered + 1, to: one.first - 1 });
    }
    covered = one.first === 0 ? covered : one.pos;
    if (one.kind === 'skipped') {
      continue;
    }
    const day = one.at !== 0 && (previous === null || !isSameDay(previous.at, one.at));
    if (day) {
      items.push({ type: 'day', key: `day-${keyOf(one)}`, at: one.at });
    }
    const marked = unread && one.pos > (view.unreadAfter ?? 0) && isSaid(one);
    if (marked) {
      items.push({ type: 'unread', key: 'unread' });
      unread = false;
    }
    const head = day || hole || marked || previous === null || !continues(previous, one);
    const before = items.at(-1);
    if (one.redacted && !head && before?.type === 'entry' && before.removed > 0) {
      before.removed++;
    } else {
      items.push({ type: 'entry', key: keyOf(one), entry: one, head, removed: one.redacted ? 1 : 0 });
    }
    previous = one.at === 0 ? previous : one;
  }
  if (view.end === entries.length && covered < view.head) {
    items.push({ type: 'hole', key: 'hole-end', from: covered + 1, to: view.head });
  }
  return items;
}

/**
 * @param {readonly Entry[]} entries
 * @param {number} end
 */
function coveredBefore(entries, end) {
  for (let i = end - 1; i >= 0; i--) {
    if (entries[i].first !== 0) {
      return entries[i].pos;
    }
  }
  return 0;
}

/** @param {Entry} one */
export function isSaid(one) {
  return one.kind === 'message' || one.kind === 'emote';
}

/**
 * @param {Entry} before
 * @param {Entry} one
 */
function continues(before, one) {
  return before.kind === 'message' && one.kind === 'message' && before.from === one.from && one.at - before.at < GROUP;
}

/**
 * @param {number} one
 * @param {number} other
 */
function isSameDay(one, other) {
  return new Date(one).toDateString() === new Date(other).toDateString();
}
