// Completes commands, people and rooms in the composer.

/** @typedef {import('./draft.js').CommandSyntax} CommandSyntax */
/** @typedef {{ insert: string, label: string, detail: string }} Option */
/** @typedef {{ from: number, to: number, options: Option[] }} Completion The part of the text to be replaced. */
/** @typedef {{ commands: readonly CommandSyntax[], people: readonly string[], rooms: readonly string[] }} Known */

const SHOWN = 8;
const NONE = { from: 0, to: 0, options: [] };

/**
 * Completes the word before the caret.
 *
 * @param {string} text
 * @param {number} caret
 * @param {Known} known people and rooms in the order in which they are to be offered
 * @returns {Completion}
 */
export function complete(text, caret, known) {
  const before = text.slice(0, caret);
  const command = /^\/([\p{L}]*)$/u.exec(before);
  if (command !== null) {
    return commandsLike(command[1], before.length, known.commands);
  }
  const word = /(?:^|[\s(])([@#])([\p{L}\p{M}\p{N}_.-]*)$/u.exec(before);
  if (word !== null) {
    const from = caret - word[2].length - 1;
    return word[1] === '@'
      ? names(known.people, word[2], from, caret, '@', from === 0 ? ': ' : ' ')
      : names(known.rooms, word[2], from, caret, '#', ' ');
  }
  const argument = /^\/(\p{L}+) #?([\p{L}\p{M}\p{N}_.-]*)$/u.exec(before);
  const syntax = argument && known.commands.find((one) => one.name === argument[1].toLowerCase());
  if (argument && syntax) {
    const from = caret - argument[2].length;
    if (/^\[?NAME/.test(syntax.usage)) {
      return names(known.people, argument[2], from, caret, '', ' ');
    }
    if (/^\[?ROOM/.test(syntax.usage)) {
      return names(known.rooms, argument[2], from, caret, '', ' ');
    }
  }
  return NONE;
}

/**
 * @param {string} typed
 * @param {number} caret
 * @param {readonly CommandSyntax[]} commands
 * @returns {Completion}
 */
function commandsLike(typed, caret, commands) {
  const options = commands
    .filter((one) => one.name.startsWith(typed.toLowerCase()))
    .slice(0, SHOWN)
    .map((one) => ({ insert: `/${one.name}${one.usage === '' ? '' : ' '}`, label: `/${one.name} ${one.usage}`.trim(), detail: one.help }));
  return { from: 0, to: caret, options };
}

/**
 * @param {readonly string[]} known
 * @param {string} typed
 * @param {number} from
 * @param {number} to
 * @param {string} sign
 * @param {string} after
 * @returns {Completion}
 */
function names(known, typed, from, to, sign, after) {
  const start = typed.toLowerCase();
  const options = known
    .filter((name) => name.toLowerCase().startsWith(start))
    .slice(0, SHOWN)
    .map((name) => ({ insert: (sign === '#' ? sign : '') + name + after, label: sign + name, detail: '' }));
  const done = options.length === 1 && options[0].label.toLowerCase() === (sign + typed).toLowerCase();
  return done ? NONE : { from, to, options };
}

/**
 * Puts an option into the text.
 *
 * @param {string} text
 * @param {Completion} completion
 * @param {Option} option
 * @returns {{ text: string, caret: number }}
 */
export function accept(text, completion, option) {
  const head = text.slice(0, completion.from) + option.insert;
  return { text: head + text.slice(completion.to).replace(/^ /, option.insert.endsWith(' ') ? '' : ' '), caret: head.length };
}

/**
 * Reads the server's own table of commands, as `/help` shows it, or returns null if a text is not that.
 *
 * @param {string} text
 * @returns {CommandSyntax[] | null}
 */
export function parseHelp(text) {
  if (!text.startsWith('/help ')) {
    return null;
  }
  return text.split('\n').flatMap((line) => {
    const match = /^\/(\w+)( [^:]*)?: (.*)$/u.exec(line);
    return match === null ? [] : [{ name: match[1], usage: (match[2] ?? '').trim(), help: match[3] }];
  });
}
