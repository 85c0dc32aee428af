// Times and counts as people read them.

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const DATE = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const DAY_MS = 86_400_000;

/** @param {number} at */
export const clock = (at) => CLOCK.format(at);

/** Returns the time without its half of the day, for a narrow column. @param {number} at */
export const shortClock = (at) => CLOCK.formatToParts(at).map((part) => (part.type === 'dayPeriod' ? '' : part.value)).join('').trim();

/** @param {number} at */
export const fullTime = (at) => FULL.format(at);

/**
 * Names a day: today, yesterday, its weekday and date, or for another year its date.
 *
 * @param {number} at
 * @param {number} now
 */
export function day(at, now) {
  const midnight = (/** @type {number} */ time) => new Date(time).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(now) - midnight(at)) / DAY_MS);
  if (days === 0) {
    return 'Today';
  }
  if (days === 1) {
    return 'Yesterday';
  }
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? DAY.format(at) : DATE.format(at);
}

/**
 * @param {number} number
 * @param {string} one
 * @param {string} [many]
 */
export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString()} ${number === 1 ? one : many}`;
}

/**
 * Says who came and went, each person once, with what they did last.
 *
 * @param {readonly import('./log.js').Presence[]} people
 */
export function presence(people) {
  /** @type {Map<string, { joined: boolean, left: boolean, text: string }>} */
  const seen = new Map();
  for (const one of people) {
    const known = seen.get(one.nick) ?? { joined: false, left: false, text: '' };
    seen.set(one.nick, {
      joined: known.joined || one.did === 'joined',
      left: known.left || one.did === 'left',
      text: one.did === 'joined' ? 'joined' : departure(one),
    });
  }
  /** @type {Map<string, string[]>} */
  const said = new Map();
  for (const [nick, one] of seen) {
    const text = one.joined && one.left ? (one.text === 'joined' ? 'left and came back' : 'came and left') : one.text;
    said.set(text, [...(said.get(text) ?? []), nick]);
  }
  return [...said].map(([text, nicks]) => `${names(nicks)} ${text}`).join(' · ');
}

/** @param {import('./log.js').Presence} one */
function departure(one) {
  const by = one.by === '' ? '' : ` by ${one.by}`;
  const reason = one.reason === '' ? '' : `: ${one.reason}`;
  switch (one.how) {
    case 'dropped':
      return `was dropped${reason}`;
    case 'kicked':
      return `was kicked${by}${reason}`;
    case 'removed':
      return `was taken out${by}${reason}`;
    case 'banned':
      return `was banned${by}${one.reason.startsWith('until ') ? ` ${one.reason}` : reason}`;
    default:
      return `left${reason}`;
  }
}

/** @param {readonly string[]} nicks */
function names(nicks) {
  if (nicks.length > 4) {
    return `${nicks.slice(0, 3).join(', ')} and ${nicks.length - 3} others`;
  }
  return nicks.length === 1 ? nicks[0] : `${nicks.slice(0, -1).join(', ')} and ${nicks.at(-1)}`;
}

/**
 * Returns one of eight colours for a name.
 *
 * @param {string} name
 */
export function hue(name) {
  let hash = 0;
  for (const char of name.toLowerCase()) {
    hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  }
  return hash % 8;
}
