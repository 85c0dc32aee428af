/** Says what a user of the console may see and do. Knows no DOM. */

/** Every scope, in the order in which they are offered. */
export const SCOPES = [
  { code: 'clients:read', text: 'see connections, listeners and the emergency level' },
  { code: 'clients:write', text: 'kick, send notices, set the emergency level' },
  { code: 'rooms:read', text: 'see rooms, members and roles' },
  { code: 'rooms:write', text: 'create, change and delete rooms, take members out, give roles' },
  { code: 'messages:read', text: 'read, follow and export any room' },
  { code: 'messages:write', text: 'post, redact and announce' },
  { code: 'bans:write', text: 'see, impose and lift bans and mutes' },
  { code: 'accounts:write', text: 'see, create, change and delete accounts' },
  { code: 'tokens:write', text: 'see, create and revoke tokens' },
  { code: 'audit:read', text: 'read the audit' },
];

/**
 * Screens in the order of the menu: their address, the key behind `g`, and the scopes of which one
 * is needed. None means that everyone who is logged in may see it.
 */
export const SCREENS = [
  { screen: 'overview', path: [], title: 'Overview', key: 'o', needs: ['clients:read'] },
  {
    screen: 'connections',
    path: ['connections'],
    title: 'Connections',
    key: 'c',
    needs: ['clients:read'],
  },
  { screen: 'rooms', path: ['rooms'], title: 'Rooms', key: 'r', needs: ['rooms:read'] },
  {
    screen: 'bans',
    path: ['bans'],
    title: 'Bans and emergency',
    key: 'b',
    needs: ['bans:write', 'clients:read'],
  },
  {
    screen: 'announcements',
    path: ['announcements'],
    title: 'Announcements',
    key: 'n',
    needs: ['messages:write'],
  },
  { screen: 'accounts', path: ['accounts'], title: 'Accounts', key: 'a', needs: ['accounts:write'] },
  { screen: 'tokens', path: ['tokens'], title: 'Tokens', key: 't', needs: ['tokens:write'] },
  { screen: 'audit', path: ['audit'], title: 'Audit', key: 'h', needs: ['audit:read'] },
  { screen: 'sessions', path: ['sessions'], title: 'Browser sessions', key: 's', needs: [] },
];

/** The entry of the menu that a screen belongs to. @param {string} screen */
export const menuOf = screen =>
  ['connection', 'room', 'account'].includes(screen) ? screen + 's' : screen;

/**
 * Returns whether a screen is shown to who has these scopes.
 *
 * @param {string} screen
 * @param {readonly string[]} scopes
 */
export function isShown(screen, scopes) {
  const entry = SCREENS.find(one => one.screen === menuOf(screen));
  return (
    entry !== undefined &&
    (entry.needs.length === 0 || entry.needs.some(scope => scopes.includes(scope)))
  );
}

/** Words what somebody is logged in by. @type {Record<string, string>} */
export const KINDS = { admin: 'administrator', account: 'admin account', token: 'token' };
