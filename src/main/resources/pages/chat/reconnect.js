// When to try again after a connection is lost, and what to say about its end.

const FIRST = 1000;
const LONGEST = 30_000;

/**
 * Returns the time until the next try, in milliseconds: doubled each time, up to half a minute, and spread so that
 * not everyone comes back at once.
 *
 * @param {number} failures the number of tries that failed since the last connection
 * @param {() => number} random at least 0, less than 1
 */
export function delay(failures, random) {
  const longest = Math.min(LONGEST, FIRST * 2 ** Math.min(failures, 10));
  return Math.round(longest * (0.6 + 0.4 * random()));
}

/**
 * @typedef {object} Ending What is known about the end of a connection.
 * @property {boolean} retry whether the page comes back by itself
 * @property {string} title what happened
 * @property {string} advice what to do; may be empty
 */

/** @type {Record<string, { retry: boolean, title: string, advice: string }>} */
const ENDINGS = {
  quit: { retry: false, title: 'You left', advice: '' },
  'end-of-input': { retry: false, title: 'You left', advice: '' },
  'taken-over': { retry: false, title: 'You are here in another tab', advice: 'You went on there, so this tab stopped. To use this one, join again.' },
  kicked: { retry: false, title: 'You were taken out of the chat', advice: 'You can join again. If you do not know why, ask whoever runs the server.' },
  banned: { retry: false, title: 'You are banned', advice: 'If you think that this is a mistake, ask whoever runs the server.' },
  'not-let-in': { retry: false, title: 'Only people with an account are let in now', advice: 'Log in with your account, or try again later.' },
  'password-changed': { retry: false, title: 'The password of your account was changed', advice: 'Log in with the new one.' },
  'slow-reader': { retry: true, title: 'Your connection was too slow', advice: 'More was said than it could carry. You will come back by yourself and see what you missed.' },
  'login-timeout': { retry: false, title: 'No name was given in time', advice: 'Choose a name and join.' },
  'idle-timeout': { retry: false, title: 'You were here for long without saying anything', advice: 'Join again when you like.' },
  shutdown: { retry: true, title: 'The server is shutting down', advice: 'You will come back by yourself as soon as it is there again.' },
  'server-full': { retry: true, title: 'The server is full', advice: 'You will come in by yourself as soon as there is a place.' },
  'address-full': { retry: true, title: 'There are too many connections from your address', advice: 'Close other tabs of this page.' },
  'address-too-fast': { retry: true, title: 'There were too many connections from your address in a short time', advice: 'You will come in by yourself in a while.' },
};

const LOST = { retry: true, title: 'You are offline', advice: '' };
const POLICY = { retry: false, title: 'The server closed the connection', advice: 'Join again, or ask whoever runs the server.' };

/**
 * Describes the end of a connection.
 *
 * @param {string | null} reason the reason of the server's bye, if it said one
 * @param {number} code the WebSocket's close code (RFC 6455, section 7.4)
 * @returns {Ending}
 */
export function ending(reason, code) {
  if (reason !== null && Object.hasOwn(ENDINGS, reason)) {
    return ENDINGS[reason];
  }
  if (code === 1001) {
    return ENDINGS.shutdown;
  }
  return code === 1008 ? POLICY : LOST;
}
