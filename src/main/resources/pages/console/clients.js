/**
 * Filters, sorts and compares connections. Knows no DOM.
 *
 * @typedef {import('./types.js').Client} Client
 * @typedef {{field: string, value: string}[]} Filter
 * @typedef {Client & {inRate: number, outRate: number}} MeasuredClient lines a second
 */

const FIELDS = ['room', 'name', 'account', 'listener', 'address', 'protocol', 'node'];

/**
 * Reads what is typed into the filter: words, and `room:ops` `name:` `account:` `listener:`
 * `address:` `protocol:` `node:`. All of it has to match; a word matches any of these.
 *
 * @param {string} text
 * @returns {Filter}
 */
export function parseFilter(text) {
  return text
    .trim()
    .split(/\s+/)
    .filter(word => word !== '')
    .map(word => {
      const colon = word.indexOf(':');
      const field = word.slice(0, Math.max(0, colon)).toLowerCase();
      return FIELDS.includes(field)
        ? { field, value: folded(word.slice(colon + 1)) }
        : { field: '', value: folded(word) };
    });
}

/** @param {string} text */
const folded = text => text.toLowerCase().replace(/^[#@]/, '');

/**
 * Returns whether a client matches. Rooms, listeners, protocols and nodes are named in full after a
 * colon; names and addresses by a part.
 *
 * @param {Filter} filter
 * @param {Client} client
 */
export const matches = (filter, client) =>
  filter.every(({ field, value }) => {
    const name = (client.nick ?? '').toLowerCase();
    const account = (client.account ?? '').toLowerCase();
    switch (field) {
      case 'room':
        return client.rooms.some(room => room.toLowerCase() === value);
      case 'name':
        return name.includes(value);
      case 'account':
        return account.includes(value);
      case 'listener':
        return client.listener.toLowerCase() === value;
      case 'protocol':
        return client.protocol.toLowerCase() === value;
      case 'node':
        return (client.node ?? '').toLowerCase() === value;
      case 'address':
        return client.remoteAddress.toLowerCase().startsWith(value);
      default:
        return (
          name.includes(value) ||
          account.includes(value) ||
          client.remoteAddress.toLowerCase().includes(value) ||
          client.listener.toLowerCase().includes(value) ||
          client.rooms.some(room => room.toLowerCase().includes(value))
        );
    }
  });

/** What connections are sorted by, and which way a first click sorts. */
export const SORTS = /** @type {const} */ ({
  name: 'asc',
  address: 'asc',
  connected: 'desc',
  node: 'asc',
  idle: 'asc',
  queue: 'desc',
  lines: 'desc',
  rate: 'desc',
});

/** @type {Record<string, (client: MeasuredClient) => number | string>} */
const KEYS = {
  name: client => (client.nick ?? '\uFFFF').toLowerCase(),
  address: client => client.remoteAddress,
  node: client => client.node ?? '',
  connected: client => client.connectedAt,
  idle: client => client.idleSeconds,
  queue: client => client.sendqBytes,
  lines: client => client.linesIn,
  rate: client => client.inRate,
};

/**
 * Returns the clients in an order; those that are equal by it are in the order of arrival.
 *
 * @param {MeasuredClient[]} clients
 * @param {string} by
 * @param {string} direction `asc` or `desc`
 */
export function sorted(clients, by, direction) {
  const key = KEYS[by] ?? KEYS['connected'];
  if (key === undefined) {
    return clients;
  }
  const sign = direction === 'desc' ? -1 : 1;
  return clients.slice().sort((one, other) => {
    const a = key(one);
    const b = key(other);
    if (a !== b) {
      return (a < b ? -1 : 1) * sign;
    }
    return one.connectedAt < other.connectedAt ? -1 : one.connectedAt > other.connectedAt ? 1 : 0;
  });
}

/**
 * Measures the rates of clients over the answers of the last seconds. At the first answer they are
 * those since the client connected.
 */
export class Rates {
  /** @param {number} [window] in milliseconds */
  constructor(window = 10_000) {
    this.window = window;
    /** @type {Map<string, {at: number, linesIn: number, linesOut: number}[]>} */
    this.samples = new Map();
  }

  /**
   * Adds the rates to clients. Who is not among them is forgotten.
   *
   * @param {Client[]} clients
   * @param {number} now in milliseconds
   * @returns {MeasuredClient[]}
   */
  measure(clients, now) {
    /** @type {typeof this.samples} */
    const next = new Map();
    const measured = clients.map(client => {
      const kept = (this.samples.get(client.id) ?? []).filter(
        sample => now - sample.at <= this.window && sample.at < now,
      );
      kept.push({ at: now, linesIn: client.linesIn, linesOut: client.linesOut });
      next.set(client.id, kept);
      const first = kept[0] ?? { at: now, linesIn: 0, linesOut: 0 };
      const since =
        kept.length > 1
          ? first
          : { at: Math.min(now - 1000, Date.parse(client.connectedAt)), linesIn: 0, linesOut: 0 };
      const seconds = (now - since.at) / 1000;
      return {
        ...client,
        inRate: (client.linesIn - since.linesIn) / seconds,
        outRate: (client.linesOut - since.linesOut) / seconds,
      };
    });
    this.samples = next;
    return measured;
  }
}
