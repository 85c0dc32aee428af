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
 * @param {string} nick the reader's name, whose mentions are marked; empty for none
 * @returns {Part[]}
 */
export function parse(text, nick) {
  /** @type {Part[]} */
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(URL_START)) {
    const link = toLink(match[0]);
    if (link !== null) {
      parts.push(...rooms(text.slice(from, match.index), nick), link);
      from = match.index + link.text.length;
    }
  }
  parts.push(...rooms(text.slice(from), nick));
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
 * @param {string} nick
 * @returns {Part[]}
 */
function rooms(text, nick) {
  /** @type {Part[]} */
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(ROOM)) {
    const name = match[1].replace(/[.]+$/u, '');
    const whole = match[2] === undefined ? `#${name}` : match[0];
    parts.push(...mentioned(text.slice(from, match.index), nick));
    parts.push({ type: 'room', text: whole, room: name, offset: match[2] === undefined ? null : Number(match[2]) });
    from = match.index + whole.length;
  }
  parts.push(...mentioned(text.slice(from), nick));
  return parts;
}

/**
 * @param {string} text
 * @param {string} nick
 * @returns {Part[]}
 */
function mentioned(text, nick) {
  /** @type {Part[]} */
  const parts = [];
  let from = 0;
  if (nick !== '') {
    for (const match of text.matchAll(mentionPattern(nick))) {
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

/** @param {string} nick */
function mentionPattern(nick) {
  let pattern = patterns.get(nick);
  if (pattern === undefined) {
    const name = nick.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    pattern = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}_-])@?${name}(?![\\p{L}\\p{M}\\p{N}_-])`, 'giu');
    patterns.clear();
    patterns.set(nick, pattern);
  }
  return pattern;
}

/**
 * Tells whether a text names a person: the name as a word of its own, in upper or lower case.
 *
 * @param {string} text
 * @param {string} nick
 */
export function mentions(text, nick) {
  if (nick === '') {
    return false;
  }
  return text.search(mentionPattern(nick)) >= 0;
}
