// The addresses of rooms and lines: #ops, #ops/812, and #@bob for what is said to one person.

/** @typedef {{ key: string, offset: number | null }} Address */

/**
 * Parses the part of a URL after its host, as `location.hash` has it, or returns null.
 *
 * @param {string} hash
 * @returns {Address | null}
 */
export function parseHash(hash) {
  let text;
  try {
    text = decodeURIComponent(hash.replace(/^#+/, ''));
  } catch {
    return null;
  }
  const match = /^(@?[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]{0,63})(?:\/(\d{1,15}))?$/u.exec(text);
  return match === null
    ? null
    : { key: match[1].toLowerCase(), offset: match[2] === undefined ? null : Number(match[2]) };
}

/**
 * Returns the address of a room or a line, to be put behind the page's URL.
 *
 * @param {string} key
 * @param {number | null} [offset]
 */
export function toHash(key, offset = null) {
  const name = encodeURIComponent(key).replace('%40', '@');
  return `#${name}${offset === null ? '' : `/${offset}`}`;
}
