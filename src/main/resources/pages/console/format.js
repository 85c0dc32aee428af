/** Writes numbers, sizes and times for people. Has no state and knows no DOM. */

const numbers = new Intl.NumberFormat('en');
const oneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** Writes a whole number with its thousands apart. @param {number} n */
export const count = n => numbers.format(Math.round(n));

/**
 * Writes a number with its noun: `1 room`, `3 rooms`.
 *
 * @param {number} n
 * @param {string} one
 * @param {string} [many]
 */
export const plural = (n, one, many = one + 's') => `${count(n)} ${n === 1 ? one : many}`;

/** Writes a rate: one digit behind the point below ten. @param {number} n */
export const rate = n => (n < 10 ? oneDigit.format(n) : count(n));

/** Writes a short number for an axis: `1.2k`, `15M`. @param {number} n */
export function short(n) {
  const size = Math.abs(n);
  if (size >= 1e6) {
    return oneDigit.format(n / 1e6) + 'M';
  }
  return size >= 1e4 ? oneDigit.format(n / 1e3) + 'k' : oneDigit.format(n);
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Writes a number of bytes. @param {number} n */
export function bytes(n) {
  let unit = 0;
  while (n >= 1024 && unit < UNITS.length - 1) {
    n /= 1024;
    unit++;
  }
  return `${n < 10 && unit > 0 ? oneDigit.format(n) : count(n)} ${UNITS[unit]}`;
}

/** Writes milliseconds: `0.8 ms`, `12 ms`, `1.5 s`. @param {number} n */
export function millis(n) {
  if (n === 0) {
    return '0';
  }
  if (n >= 1000) {
    return `${oneDigit.format(n / 1000)} s`;
  }
  return `${n < 1 ? n.toFixed(2) : n < 10 ? oneDigit.format(n) : count(n)} ms`;
}

/**
 * Writes a duration by its two largest units: `3 d 4 h`, `12 min`, `45 s`.
 *
 * @param {number} seconds
 */
export function duration(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) {
    return `${s} s`;
  }
  if (s < 3600) {
    const rest = s % 60;
    return `${Math.floor(s / 60)} min${s < 600 && rest ? ` ${rest} s` : ''}`;
  }
  if (s < 86_400) {
    const rest = Math.floor((s % 3600) / 60);
    return `${Math.floor(s / 3600)} h${rest ? ` ${rest} min` : ''}`;
  }
  const rest = Math.floor((s % 86_400) / 3600);
  return `${Math.floor(s / 86_400)} d${rest ? ` ${rest} h` : ''}`;
}

/**
 * Writes how long ago something was, or how long it is still to come.
 *
 * @param {string} iso
 * @param {number} now in milliseconds
 */
export function relative(iso, now) {
  const seconds = (now - Date.parse(iso)) / 1000;
  if (Math.abs(seconds) < 5) {
    return 'just now';
  }
  return seconds > 0 ? `${coarse(seconds)} ago` : `in ${coarse(-seconds)}`;
}

/** Writes a duration by its largest unit. @param {number} seconds */
function coarse(seconds) {
  for (const [unit, size] of /** @type {[string, number][]} */ ([
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
  ])) {
    if (seconds >= size) {
      return `${Math.round(seconds / size)} ${unit}`;
    }
  }
  return `${Math.floor(seconds)} s`;
}

/** @param {number} n */
const two = n => String(n).padStart(2, '0');

/** Writes the time of day, in the zone of the reader. @param {Date} at */
export const clock = at => `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;

/** Writes a day, in the zone of the reader. @param {Date} at */
export const day = at => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;

/** Writes day and minute, in the zone of the reader. @param {string} iso */
export function dateTime(iso) {
  const at = new Date(iso);
  return `${day(at)} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Returns the length of a text in UTF-8. @param {string} text */
export const utf8Length = text => new TextEncoder().encode(text).length;

/**
 * Writes a link to a line, as every way in understands it.
 *
 * @param {string} room
 * @param {number} offset
 */
export const lineName = (room, offset) => `#${room}/${offset}`;

/** @type {[RegExp, string][]} */
const BROWSERS = [
  [/\bEdg\w*\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/\b(?:Headless)?Chrom(?:e|ium)\//, 'Chromium'],
  [/\bSafari\//, 'Safari'],
];

/** @type {[RegExp, string][]} */
const SYSTEMS = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** Names a browser and its system by the User-Agent. @param {string | null} agent */
export function browserName(agent) {
  if (!agent) {
    return 'unknown';
  }
  const browser = BROWSERS.find(([pattern]) => pattern.test(agent))?.[1];
  const system = SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1];
  return browser === undefined ? agent.slice(0, 40) : browser + (system ? ` on ${system}` : '');
}
