/** Keys that work on every screen. They do nothing while one types. */

import { SCREENS } from './scopes.js';

/** How long the key behind `g` is waited for, in milliseconds. */
const PATIENCE = 1500;

/** @param {EventTarget | null} target */
const isTyping = target =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'));

/**
 * Listens to keys until the returned function is called.
 *
 * @param {{go: (path: string[]) => void, help: () => void}} actions
 */
export function listen(actions) {
  let since = 0;
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
      return;
    }
    if (isTyping(event.target)) {
      if (event.key === 'Escape' && event.target instanceof HTMLElement) {
        event.target.blur();
      }
      return;
    }
    if (document.querySelector('dialog[open]') !== null) {
      return;
    }
    const behind = Date.now() - since < PATIENCE;
    since = 0;
    if (behind) {
      const screen = SCREENS.find(one => one.key === event.key);
      if (screen !== undefined) {
        event.preventDefault();
        actions.go(screen.path);
      }
      return;
    }
    switch (event.key) {
      case 'g':
        since = Date.now();
        break;
      case '/':
        focus('[data-filter]', event);
        break;
      case '?':
        event.preventDefault();
        actions.help();
        break;
      case 'j':
        step(1, event);
        break;
      case 'k':
        step(-1, event);
        break;
      case 'x':
        tick(event);
        break;
      default:
    }
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

/** @param {string} selector @param {KeyboardEvent} event */
function focus(selector, event) {
  const element = document.querySelector(selector);
  if (element instanceof HTMLInputElement) {
    event.preventDefault();
    element.focus();
    element.select();
  }
}

/** Moves the focus to the next row of a list. @param {number} by @param {KeyboardEvent} event */
function step(by, event) {
  const rows = [...document.querySelectorAll('[data-row]')];
  if (rows.length === 0) {
    return;
  }
  const at = rows.findIndex(row => row.contains(document.activeElement));
  const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
  const target = next?.querySelector('a, button');
  if (target instanceof HTMLElement) {
    event.preventDefault();
    target.focus();
  }
}

/** Selects the row that has the focus. @param {KeyboardEvent} event */
function tick(event) {
  const box = document.activeElement?.closest('[data-row]')?.querySelector('input[type=checkbox]');
  if (box instanceof HTMLInputElement) {
    event.preventDefault();
    box.click();
  }
}
