/**
 * Reads entries of the audit: what they mean, what differs between before and after, and how a
 * change is undone. Knows no DOM.
 *
 * @typedef {import('./types.js').Change} Change
 * @typedef {import('./types.js').State} State
 *
 * @typedef {{possible: false, why: string}
 *   | {possible: true, label: string, kind: 'request', method: string, path: string[],
 *      body?: unknown}
 *   | {possible: true, label: string, kind: 'lift', ban: State}
 *   | {possible: true, label: string, kind: 'ban', ban: State}
 *   | {possible: true, label: string, kind: 'defence', level: string, reason: string}} Undo
 */

/** @type {Record<string, string>} */
const ACTIONS = {
  'account.create': 'created the account',
  'account.register': 'registered the account',
  'account.change': 'changed the account',
  'account.password': 'set the password of',
  'account.delete': 'deleted the account',
  'account.certificate.add': 'added a certificate to',
  'account.certificate.remove': 'removed a certificate of',
  'account.metadata': 'changed what is told of',
  announce: 'announced to',
  'ban.add': 'banned',
  'ban.lift': 'lifted the ban on',
  'mute.add': 'muted',
  'mute.lift': 'unmuted',
  'client.kick': 'kicked',
  'client.notice': 'sent a notice to',
  'console.login': 'logged in to the console as',
  'console.logout': 'logged out of the console as',
  'defence.change': 'set the emergency level to',
  'message.post': 'posted under another name:',
  'message.redact': 'redacted',
  'role.change': 'changed the role of',
  'room.create': 'created the room',
  'room.change': 'changed the room',
  'room.rename': 'renamed the room',
  'room.delete': 'deleted the room',
  'room.metadata': 'changed what is told of the room',
  'room.kick': 'took out of a room:',
  'token.create': 'created the token',
  'token.delete': 'revoked the token',
};

/** The actions that the audit can be filtered by. */
export const KNOWN_ACTIONS = Object.keys(ACTIONS);

/** Words what was done, to go before the subject. @param {string} action */
export const worded = action => ACTIONS[action] ?? action;

/**
 * Lists the members of both states, those that differ first.
 *
 * @param {State | null} before
 * @param {State | null} after
 * @returns {{name: string, before: string, after: string, differs: boolean}[]}
 */
export function differences(before, after) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names
    .map(name => {
      const old = before === null ? '' : shown(before[name]);
      const now = after === null ? '' : shown(after[name]);
      return { name, before: old, after: now, differs: old !== now };
    })
    .sort((one, other) => Number(other.differs) - Number(one.differs));
}

/** @param {string | number | boolean | null | undefined} value */
function shown(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

/** Members of a room's state that can be set again as they were. */
const ROOM_SETTINGS = [
  'topic',
  'persistent',
  'secret',
  'maxMembers',
  'moderated',
  'slowModeSeconds',
  'readOnly',
  'inviteOnly',
  'topicLocked',
  'external',
  'noSignals',
];

/** @param {string} why @returns {Undo} */
const never = why => ({ possible: false, why });

/**
 * Returns how a change is undone, or why it cannot be.
 *
 * @param {Change} change
 * @returns {Undo}
 */
export function undo(change) {
  const { before, after, subject } = change;
  switch (change.action) {
    case 'ban.add':
    case 'mute.add':
      return after === null
        ? never('What was imposed is not on record.')
        : { possible: true, label: 'Lift it', kind: 'lift', ban: after };
    case 'ban.lift':
    case 'mute.lift':
      return before === null
        ? never('What was lifted is not on record.')
        : { possible: true, label: 'Impose it again', kind: 'ban', ban: before };
    case 'defence.change':
      return before === null
        ? never('The level before it is not on record.')
        : {
            possible: true,
            label: `Go back to ${before['level']}`,
            kind: 'defence',
            level: String(before['level']),
            reason: String(before['reason'] ?? ''),
          };
    case 'role.change':
      return undoRole(subject, before);
    case 'room.change':
      return undoRoom(subject, before, after);
    case 'room.rename':
      return before === null || after === null
        ? never('The names are not on record.')
        : {
            possible: true,
            label: `Call it #${before['name']} again`,
            kind: 'request',
            method: 'POST',
            path: ['rooms', String(after['name']), 'rename'],
            body: { name: before['name'] },
          };
    case 'account.change':
      return undoAccount(subject, before, after);
    case 'account.metadata':
      return undoMetadata(['accounts', subject], before, after);
    case 'room.metadata':
      return undoMetadata(['rooms', subject], before, after);
    case 'account.certificate.add':
    case 'account.certificate.remove':
      return undoCertificate(['accounts', subject, 'certificates'], before, after);
    case 'message.redact':
      return never('A text that was redacted is gone for good.');
    case 'message.post':
    case 'announce':
    case 'client.notice':
      return never('It has been read. A message can be redacted in its room.');
    case 'client.kick':
    case 'room.kick':
      return never('Who was kicked can come back.');
    case 'room.delete':
      return never('The log of a deleted room is gone for good.');
    case 'account.delete':
      return never('A deleted account is gone, with its password, tokens and roles.');
    case 'token.delete':
      return never('A revoked token stays revoked. Create a new one.');
    case 'account.password':
      return never('Only the owner knew the password before it.');
    case 'console.login':
    case 'console.logout':
      return never('A browser session is ended under Browser sessions.');
    default:
      return never('Delete what was created, where it is listed.');
  }
}

/**
 * @param {string[]} path of the room or the account
 * @param {State | null} before
 * @param {State | null} after
 * @returns {Undo}
 */
function undoMetadata(path, before, after) {
  const none = Object.fromEntries(Object.keys(after ?? {}).map(key => [key, null]));
  return {
    possible: true,
    label: 'Set it back',
    kind: 'request',
    method: 'PATCH',
    path: [...path, 'metadata'],
    body: { values: { ...none, ...before } },
  };
}

/**
 * @param {string[]} path of the certificates
 * @param {State | null} before
 * @param {State | null} after
 * @returns {Undo}
 */
function undoCertificate(path, before, after) {
  return before === null
    ? { possible: true, label: 'Remove it', kind: 'request', method: 'DELETE', path: [...path, String(after?.['fingerprint'])] }
    : { possible: true, label: 'Add it again', kind: 'request', method: 'POST', path, body: before };
}

/** @param {string} subject @param {State | null} before @returns {Undo} */
function undoRole(subject, before) {
  const slash = subject.indexOf('/');
  const path = ['rooms', subject.slice(0, slash), 'roles', subject.slice(slash + 1)];
  return before === null
    ? { possible: true, label: 'Take the role', kind: 'request', method: 'DELETE', path }
    : {
        possible: true,
        label: `Make ${before['role']} again`,
        kind: 'request',
        method: 'PUT',
        path,
        body: { role: before['role'] },
      };
}

/**
 * @param {string} subject
 * @param {State | null} before
 * @param {State | null} after
 * @returns {Undo}
 */
function undoRoom(subject, before, after) {
  if (before === null || after === null) {
    return never('The settings before it are not on record.');
  }
  /** @type {Record<string, unknown>} */
  const body = {};
  for (const name of ROOM_SETTINGS) {
    if (before[name] !== after[name] && before[name] !== undefined) {
      body[name] = before[name];
    }
  }
  if (before['keepLines'] !== after['keepLines'] || before['keepAge'] !== after['keepAge']) {
    const lines = before['keepLines'] ?? null;
    const age = before['keepAge'] ?? null;
    body['retention'] = lines === null && age === null ? null : { lines, age };
  }
  if (Object.keys(body).length === 0) {
    return never(
      before['hasKey'] === true
        ? 'Only the key was changed, and keys are not on record.'
        : 'A key was set. Clear it in the settings of the room.',
    );
  }
  return {
    possible: true,
    label: 'Set it back',
    kind: 'request',
    method: 'PATCH',
    path: ['rooms', subject],
    body,
  };
}

/**
 * @param {string} subject
 * @param {State | null} before
 * @param {State | null} after
 * @returns {Undo}
 */
function undoAccount(subject, before, after) {
  if (before === null || after === null) {
    return never('The account before it is not on record.');
  }
  /** @type {Record<string, unknown>} */
  const body = {};
  for (const name of ['name', 'admin', 'disabled', 'alwaysOn']) {
    if (before[name] !== after[name]) {
      body[name] = before[name];
    }
  }
  return Object.keys(body).length === 0
    ? never('Nothing that is on record was changed.')
    : {
        possible: true,
        label: 'Set it back',
        kind: 'request',
        method: 'PATCH',
        path: ['accounts', String(after['name'] ?? subject)],
        body,
      };
}

/**
 * Returns whether a ban in force is the one that an entry of the audit tells of.
 *
 * @param {import('./types.js').Ban} ban
 * @param {State} state
 */
export const isThatBan = (ban, state) =>
  ban.kind === state['kind'] &&
  (ban.room ?? null) === (state['room'] ?? null) &&
  (ban.nick ?? ban.account ?? ban.address ?? ban.mask ?? '').toLowerCase() ===
    String(state['target']).toLowerCase();
