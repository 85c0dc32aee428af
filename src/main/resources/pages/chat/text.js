// Cuts what people say into text, links, room links and mentions. Text stays text: nothing here makes markup.

/**
 * @typedef {{ type: 'text', text: string }
 *   | { type: 'link', text: string, href: string, host: string }
 *   | { type: 'room', text: string, room: string, offset: number | null }
 *   | { type: 'mention', text: string }} Part
 * A piece of a text. The `host` of a link is empty, or what the text hides: the host in its ASCII form, or the host
 * behind a user name.
 */

const URL_START = /https?:\/\/[^\s<>"]+/giu;
const ROOM = /(?<![\p{L}\p{N}_/&#.-])#([\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]{0,63})(?:\/(\d{1,15}))?/gu;
const CLOSING = new Map([[')', '('], [']', '['], ['}', '{']]);

/**
 * Parses a text.
 *
 * @param {string} text
 * @param {readonly string[]} names the reader's, whose mentions are marked
 * @returns {Part[]}
 */
export function parse(text, names) {
  /** @type {Part[]} */
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(URL_START)) {
    const link = toLink(match[0]);
    if (link !== null) {
      parts.push(...rooms(text.slice(from, match.index), names), link);
      from = match.index + link.text.length;
    }
  }
  parts.push(...rooms(text.slice(from), names));
  return parts;
}

/**
 * @param {string} found
 * @returns {Extract<Part, { type: 'link' }> | null}
 */
function toLink(found) {
  const text = withoutPunctuation(found);
  /** @type {URL} */
  let url;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    return null;
  }
  const shown = /^https?:\/\/([^/?#]*)/i.exec(text)?.[1] ?? '';
  const plain = shown.toLowerCase().replace(/:\d+$/, '') === url.hostname && !url.hostname.includes('xn--');
  return { type: 'link', text, href: url.href, host: plain ? '' : url.host };
}

/**
 * Returns a URL without the punctuation of the sentence that it stands in.
 *
 * @param {string} url
 */
function withoutPunctuation(url) {
  let text = url;
  for (;;) {
    const last = text.at(-1) ?? '';
    const opening = CLOSING.get(last);
    const lonely = opening !== undefined && count(text, opening) < count(text, last);
    if (!lonely && !/[.,;:!?'’”»*_~`…]/u.test(last)) {
      return text;
    }
    text = text.slice(0, -1);
  }
}

/**
 * @param {string} text
 * @param {string} char
 */
function count(text, char) {
  return text.split(char).length - 1;
}

/**
 * @param {string} text
 * @param {readonly string[]} names
 * @returns {Part[]}
 */
function rooms(text, names) {
  /** @type {Part[]} */
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(ROOM)) {
    const name = match[1].replace(/[.]+$/u, '');
    const whole = match[2] === undefined ? `#${name}` : match[0];
    parts.push(...mentioned(text.slice(from, match.index), names));
    parts.push({ type: 'room', text: whole, room: name, offset: match[2] === undefined ? null : Number(match[2]) });
    from = match.index + whole.length;
  }
  parts.push(...mentioned(text.slice(from), names));
  return parts;
}

/**
 * @param {string} text
 * @param {readonly string[]} names
 * @returns {Part[]}
 */
function mentioned(text, names) {
  /** @type {Part[]} */
  const parts = [];
  let from = 0;
  if (names.length > 0) {
    for (const match of text.matchAll(mentionPattern(names))) {
      pushText(parts, text.slice(from, match.index));
      parts.push({ type: 'mention', text: match[0] });
      from = match.index + match[0].length;
    }
  }
  pushText(parts, text.slice(from));
  return parts;
}

/**
 * @param {Part[]} parts
 * @param {string} text
 */
function pushText(parts, text) {
  if (text !== '') {
    parts.push({ type: 'text', text });
  }
}

/** @type {Map<string, RegExp>} */
const patterns = new Map();

/** @param {readonly string[]} names */
function mentionPattern(names) {
  const key = names.join(' ');
  let pattern = patterns.get(key);
  if (pattern === undefined) {
    const any = names.map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
    pattern = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}_-])@?(?:${any})(?![\\p{L}\\p{M}\\p{N}_-])`, 'giu');
    patterns.clear();
    patterns.set(key, pattern);
  }
  return pattern;
}

/**
 * Tells whether a text names a person: one of the names as a word of its own, in upper or lower case.
 *
 * @param {string} text
 * @param {readonly string[]} names
 */
export function mentions(text, names) {
  if (names.length === 0) {
    return false;
  }
  return text.search(mentionPattern(names)) >= 0;
}
