// What becomes of a text in the composer, and how many bytes it has on the wire.

const encoder = new TextEncoder();

/** Commands whose arguments nobody else is to see: neither kept as a draft nor recalled. */
const SECRET = /^\s*\/(login|register|password|resume)\b/i;

/** @typedef {{ name: string, usage: string, help: string }} CommandSyntax */

/**
 * @typedef {{ type: 'empty' }
 *   | { type: 'say', text: string }
 *   | { type: 'command', name: string, line: string }
 *   | { type: 'refused', text: string }} Parsed
 */

/**
 * Parses a text from the composer: a message, a command of one line, or neither.
 *
 * @param {string} typed
 * @returns {Parsed}
 */
export function parseDraft(typed) {
  const text = typed.replace(/\r\n?/g, '\n').replace(/\s+$/u, '');
  if (text === '' || /^[\s\p{Cf}\p{Cc}]*$/u.test(text)) {
    return { type: 'empty' };
  }
  if (text.startsWith('//')) {
    return { type: 'say', text: text.slice(1) };
  }
  const command = /^\/(\S*)/u.exec(text);
  if (command !== null) {
    return text.includes('\n')
      ? { type: 'refused', text: 'A command is one line. To say a text that begins with a slash, double the slash.' }
      : { type: 'command', name: command[1].toLowerCase(), line: text };
  }
  if (/^[\s\p{Cf}\p{Cc}]+\/[a-z]/iu.test(text)) {
    return { type: 'refused', text: 'There is something before the slash, so this was not sent. Remove it, or double the slash.' };
  }
  return { type: 'say', text };
}

/**
 * Tells whether a text must not be kept.
 *
 * @param {string} typed
 */
export function isSecret(typed) {
  return SECRET.test(typed);
}

/**
 * Returns the object that says a text in a room, or to the one person whose key it is.
 *
 * @param {string} key
 * @param {string} text
 * @param {string} ref
 */
export function toMessage(key, text, ref) {
  const to = key.startsWith('@') ? { to: key.slice(1) } : { room: key };
  return JSON.stringify({ ...to, text, ref });
}

/**
 * Returns the number of bytes that a text takes as a line to the server.
 *
 * @param {string} key
 * @param {string} typed
 */
export function bytesOf(key, typed) {
  const parsed = parseDraft(typed);
  switch (parsed.type) {
    case 'say':
      return encoder.encode(toMessage(key, parsed.text, REF_SAMPLE)).length;
    case 'command':
      return encoder.encode(parsed.line).length;
    default:
      return 0;
  }
}

/** As long as any mark that this page makes. */
const REF_SAMPLE = 'xxxxxx-0000000';
