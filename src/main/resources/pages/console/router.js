/**
 * Maps addresses to screens and back. Every screen has an address that can be sent to a colleague;
 * what is filtered and sorted by is in its query. Addresses are relative to that of the console.
 *
 * @typedef {{screen: string, parts: string[], query: Record<string, string>}} Route
 */

/** The first part of a path, and the screen that it leads to. */
const SCREENS = new Map([
  ['', 'overview'],
  ['connections', 'connections'],
  ['rooms', 'rooms'],
  ['bans', 'bans'],
  ['accounts', 'accounts'],
  ['tokens', 'tokens'],
  ['audit', 'audit'],
  ['announcements', 'announcements'],
  ['sessions', 'sessions'],
]);

/** Lists whose items have a screen of their own, and that screen. */
const ONE_OF = new Map([
  ['connections', 'connection'],
  ['rooms', 'room'],
  ['accounts', 'account'],
]);

export const ROOM_TABS = ['log', 'members', 'roles', 'bans', 'settings'];

/**
 * Reads an address. One that leads nowhere has the screen `missing`.
 *
 * @param {string} path what stands behind the console's own
 * @param {string} search
 * @returns {Route}
 */
export function parse(path, search) {
  const query = Object.fromEntries(new URLSearchParams(search));
  const missing = { screen: 'missing', parts: [], query };
  const raw = path.split('/').filter(part => part !== '');
  /** @type {string[]} */
  const parts = [];
  for (const part of raw) {
    try {
      parts.push(decodeURIComponent(part));
    } catch {
      return missing;
    }
  }
  const screen = SCREENS.get(parts[0] ?? '');
  return screen === undefined || !fits(screen, parts)
    ? missing
    : { screen: named(screen, parts), parts: parts.slice(1), query };
}

/**
 * @param {string} screen
 * @param {string[]} parts
 */
function fits(screen, parts) {
  if (screen === 'rooms') {
    return parts.length <= 2 || (parts.length === 3 && ROOM_TABS.includes(parts[2] ?? ''));
  }
  return parts.length <= (ONE_OF.has(screen) ? 2 : 1);
}

/**
 * @param {string} screen
 * @param {string[]} parts
 */
function named(screen, parts) {
  if (parts.length < 2) {
    return screen;
  }
  return ONE_OF.get(screen) ?? screen;
}

/**
 * Writes an address. Empty members of the query are left out.
 *
 * @param {string[]} parts
 * @param {Record<string, string | number | null | undefined>} [query]
 */
export function address(parts, query = {}) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') {
      parameters.set(name, String(value));
    }
  }
  const search = parameters.toString();
  return (parts.map(encodeURIComponent).join('/') || './') + (search ? '?' + search : '');
}

/**
 * Writes the address of a room's tab.
 *
 * @param {string} name
 * @param {string} [tab]
 * @param {Record<string, string | number | null | undefined>} [query]
 */
export const roomAddress = (name, tab = 'log', query = {}) => address(['rooms', name, tab], query);
