/** What all screens are made of. */

import { html } from '../shared/html.js';
import { useEffect, useRef, useState } from 'preact/hooks';
import { asProblem, useApp, useNow } from './hooks.js';
import { clock, dateTime, duration, relative, utf8Length } from './format.js';

/** @typedef {any} Children what htm takes for children */

/**
 * Shows a link within the console, which changes the screen without loading the page.
 *
 * @param {{to: string, children?: Children} & Record<string, unknown>} props
 */
export function Link({ to, children, ...rest }) {
  const { go } = useApp();
  const click = (/** @type {MouseEvent} */ event) => {
    if (event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      go(to);
    }
  };
  return html`<a href=${to} onClick=${click} ...${rest}>${children}</a>`;
}

/**
 * Shows the head of a screen: its heading, which gets the focus when one comes here, and actions.
 *
 * @param {{title: Children, sub?: Children, children?: Children}} props
 */
export function Head({ title, sub, children }) {
  return html`<header class="head">
    <div class="head-title">
      <h1 tabindex="-1">${title}</h1>
      ${sub ? html`<p class="quiet">${sub}</p>` : null}
    </div>
    <div class="head-actions">${children}</div>
  </header>`;
}

/**
 * Shows a problem in the server's own words, with a button to try again.
 *
 * @param {{problem: import('./api.js').Problem | null, retry?: () => void, since?: number}} props
 *   `since` is when the figures that still stand came
 */
export function ProblemBox({ problem, retry, since }) {
  if (problem === null) {
    return null;
  }
  return html`<div class="note bad" role="alert">
    <p>
      ${problem.detail}
      ${since ? html` <span>What is shown is from ${clock(new Date(since))}.</span>` : null}
    </p>
    ${retry ? html`<button type="button" class="button compact" onClick=${retry}>Try again</button>` : null}
  </div>`;
}

/** Says that a list is empty, and what to do next. @param {{title: Children, children?: Children}} props */
export const Empty = ({ title, children }) =>
  html`<div class="empty">
    <p class="empty-title">${title}</p>
    <p>${children}</p>
  </div>`;

/** Stands where data is about to be. @param {{lines?: number}} props */
export const Skeleton = ({ lines = 4 }) =>
  html`<div class="skeleton" role="status">
    <span class="unseen">Loading…</span>
    ${Array.from({ length: lines }, () => html`<span class="bone"></span>`)}
  </div>`;

/**
 * Shows loaded data: bones before it, the problem in its place or above it.
 *
 * @template T
 * @param {{of: import('./hooks.js').Loaded<T>, lines?: number, children: (data: T) => Children}}
 *   props
 */
export function Shown({ of, lines, children }) {
  const missing = of.data === undefined;
  return html`
    <${ProblemBox} problem=${of.problem} retry=${of.reload} since=${missing ? 0 : of.at} />
    ${missing ? (of.problem === null ? html`<${Skeleton} lines=${lines} />` : null) : children(/** @type {T} */ (of.data))}
  `;
}

/** Shows a point in time, exact and in UTC on demand. @param {{at: string | null, none?: string}} props */
export const Time = ({ at, none = 'never' }) =>
  at === null
    ? html`<span class="quiet">${none}</span>`
    : html`<time datetime=${at} title=${at.replace('T', ' ').replace(/\.\d+Z/, ' UTC')}>${dateTime(at)}</time>`;

/** Shows how long ago something was. @param {{at: string | null, none?: string}} props */
export function Ago({ at, none = 'never' }) {
  const now = useNow(10_000);
  return at === null
    ? html`<span class="quiet">${none}</span>`
    : html`<time datetime=${at} title=${dateTime(at)}>${relative(at, now)}</time>`;
}

/** Shows a short mark. @param {{kind?: string, children?: Children}} props */
export const Tag = ({ kind = '', children }) => html`<span class=${'badge ' + kind}>${children}</span>`;

/**
 * Says since when the figures of a stream are old; nothing while it is live.
 *
 * @param {{state: import('./live.js').StreamState | null, retry: () => void, what: string}} props
 */
export function StreamNote({ state, retry, what }) {
  const now = useNow(1000);
  if (state === null || state.live || (state.retryAt === null && state.problem === null)) {
    return null;
  }
  const wait = state.retryAt === null ? 0 : Math.ceil((state.retryAt - now) / 1000);
  return html`<div class="note warn" role="status">
    <p>
      <strong>${what} since ${clock(new Date(state.since))}</strong> (${duration((now - state.since) / 1000)}).
      ${' '}${state.problem?.detail ?? 'The connection to the server ended.'}
      ${wait > 0 ? ` Trying again in ${wait} s.` : ' Trying again…'}
    </p>
    <button type="button" class="button compact" onClick=${retry}>Try now</button>
  </div>`;
}

/** Has the heading focused where what had the focus is gone, so that keys go on from there. */
function keepFocus() {
  const heading = document.querySelector('main h1');
  const lost = document.activeElement === null || document.activeElement === document.body;
  if (lost && heading instanceof HTMLElement && document.querySelector('dialog[open]') === null) {
    heading.focus({ preventScroll: true });
  }
}

/** What has the focus when a dialog opens, where there is such a field. */
const FIRST_FIELD = '.body input:not([type=checkbox], [type=radio]), .body textarea';

/**
 * Shows a dialog, which has the focus until it is closed.
 *
 * @param {{title: Children, onClose: () => void, wide?: boolean, children?: Children}} props
 */
export function Dialog({ title, onClose, wide, children }) {
  const ref = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    if (dialog !== null && !dialog.open) {
      dialog.showModal();
      const field = dialog.querySelector(FIRST_FIELD);
      if (field instanceof HTMLElement) {
        field.focus();
      }
    }
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus();
      }
      window.setTimeout(keepFocus);
    };
  }, []);
  const cancel = (/** @type {Event} */ event) => {
    event.preventDefault();
    onClose();
  };
  return html`<dialog ref=${ref} class=${'dialog ' + (wide ? 'wide' : '')} aria-labelledby="dialog-title" onCancel=${cancel}>
    <header>
      <h2 id="dialog-title">${title}</h2>
      <button type="button" class="button plain icon" aria-label="Close" onClick=${onClose}>✕</button>
    </header>
    <div class="body">${children}</div>
  </dialog>`;
}

/** Reasons that were given lately, the latest first. @type {string[]} */
const lately = [];

/** @param {string} reason */
function remember(reason) {
  const at = lately.indexOf(reason);
  if (at >= 0) {
    lately.splice(at, 1);
  }
  lately.unshift(reason);
  lately.splice(8);
}

/**
 * Asks for the reason of a change, and makes it. Stays open with the problem where it is refused.
 *
 * @param {{title: Children, submit: string, danger?: boolean, typed?: string,
 *   suggestions?: string[], disabled?: boolean, wide?: boolean, children?: Children,
 *   reasonHint?: string, run: (reason: string, form: FormData) => Promise<string | void>,
 *   onClose: () => void, onDone?: () => void}} props `typed` is what has to be typed to confirm;
 *   `run` makes the change and returns a sentence that says so
 */
export function ChangeDialog(props) {
  const { say } = useApp();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(
    /** @type {import('./api.js').Problem | null} */ (null),
  );
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    setBusy(true);
    setProblem(null);
    try {
      const done = await props.run(reason.trim(), form);
      remember(reason.trim());
      if (done) {
        say(done);
      }
      props.onClose();
      props.onDone?.();
    } catch (failure) {
      setProblem(asProblem(failure));
      setBusy(false);
    }
  };
  const suggestions = [...new Set([...lately, ...(props.suggestions ?? [])])].slice(0, 6);
  const confirmed = props.typed === undefined || typed.trim() === props.typed;
  return html`<${Dialog} title=${props.title} onClose=${props.onClose} wide=${props.wide}>
    <form onSubmit=${submit} class="stack" method="dialog">
      ${props.children}
      <div class="field">
        <label for="reason">Reason</label>
        <input
          id="reason"
          name="reason"
          required
          pattern=".*\\S.*"
          autocomplete="off"
          value=${reason}
          aria-describedby="reason-hint"
          onInput=${(/** @type {any} */ event) => setReason(event.currentTarget.value)}
        />
        <p id="reason-hint" class="hint">${props.reasonHint ?? 'It goes into the audit.'}</p>
        ${suggestions.length === 0
          ? null
          : html`<div class="chips" role="group" aria-label="Reasons">
              ${suggestions.map(
                text =>
                  html`<button type="button" class="chip" onClick=${() => setReason(text)}>${text}</button>`,
              )}
            </div>`}
      </div>
      ${props.typed === undefined
        ? null
        : html`<div class="field">
            <label for="typed">Type <strong>${props.typed}</strong> to confirm</label>
            <input
              id="typed"
              autocomplete="off"
              autocapitalize="off"
              spellcheck=${false}
              required
              value=${typed}
              onInput=${(/** @type {any} */ event) => setTyped(event.currentTarget.value)}
            />
          </div>`}
      <${ProblemBox} problem=${problem} />
      <div class="actions">
        <button type="button" class="button" onClick=${props.onClose}>Cancel</button>
        <button
          type="submit"
          class=${'button ' + (props.danger ? 'danger-solid' : 'primary')}
          disabled=${busy || !confirmed || props.disabled}
        >
          ${busy ? 'Working…' : props.submit}
        </button>
      </div>
    </form>
  <//>`;
}

/**
 * Copies a text. Works without a secure context, too, where browsers have no clipboard.
 *
 * @param {{text: string, label?: string}} props
 */
export function CopyButton({ text, label = 'Copy' }) {
  const [done, setDone] = useState('');
  const copy = async () => {
    setDone((await copied(text)) ? 'Copied' : 'Copy it by hand');
    window.setTimeout(() => setDone(''), 2000);
  };
  return html`<button type="button" class="button compact" onClick=${copy}>
    <span aria-live="polite">${done || label}</span>
  </button>`;
}

/** @param {string} text @returns {Promise<boolean>} */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const open = document.querySelector('dialog[open]') ?? document.body;
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'unseen';
    open.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

/**
 * Shows a field with its label and hint.
 *
 * @param {{id: string, label: Children, hint?: Children, children?: Children}} props
 */
export const Field = ({ id, label, hint, children }) =>
  html`<div class="field">
    <label for=${id}>${label}</label>
    ${children}
    ${hint ? html`<p class="hint" id=${id + '-hint'}>${hint}</p>` : null}
  </div>`;

/**
 * Shows a box to tick.
 *
 * @param {{name: string, checked?: boolean, children?: Children} & Record<string, unknown>} props
 */
export const Check = ({ name, checked, children, ...rest }) =>
  html`<label class="check">
    <input type="checkbox" name=${name} defaultChecked=${checked} ...${rest} />
    <span>${children}</span>
  </label>`;

/**
 * Shows how many bytes of a limit a text has, once it is near it.
 *
 * @param {{text: string, limit: number}} props
 */
export function ByteCount({ text, limit }) {
  const used = utf8Length(text);
  if (limit <= 0 || used < limit * 0.8) {
    return null;
  }
  return html`<p class=${used > limit ? 'error' : 'hint'} role="status">
    ${used} of ${limit} bytes
  </p>`;
}

/**
 * Shows the box that `/` leads to.
 *
 * @param {{value: string, label: string, placeholder?: string,
 *   onInput: (value: string) => void, hint?: Children}} props
 */
export const FilterBox = ({ value, label, placeholder, onInput, hint }) =>
  html`<div class="filter">
    <input
      type="search"
      class="input"
      data-filter="true"
      aria-label=${label}
      placeholder=${placeholder ?? label}
      value=${value}
      autocomplete="off"
      spellcheck=${false}
      onInput=${(/** @type {any} */ event) => onInput(event.currentTarget.value)}
    />
    <kbd aria-hidden="true">/</kbd>
    ${hint ? html`<p class="hint">${hint}</p>` : null}
  </div>`;

/**
 * Runs an action for each item, a few at a time, and tells which failed.
 *
 * @template T
 * @param {T[]} items
 * @param {(item: T) => Promise<unknown>} action
 * @param {number} [atATime]
 */
export async function forEachOf(items, action, atATime = 6) {
  const waiting = items.slice();
  /** @type {{item: T, problem: import('./api.js').Problem}[]} */
  const failed = [];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        await action(item);
      } catch (failure) {
        failed.push({ item, problem: asProblem(failure) });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atATime, items.length) }, worker));
  return failed;
}
