// Dialogs, menus and forms that ask for a few values.

import { Component } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { html } from '../shared/html.js';
import { Icon } from '../shared/icons.js';

/** @typedef {import('preact').ComponentChildren} Children */
/** @typedef {{ label: string, run: () => void, danger?: boolean } | 'line'} MenuItem */
/** @typedef {{ label: string, items: MenuItem[], x: number, y: number, opener: HTMLElement }} MenuSpec */

/**
 * @typedef {object} FieldSpec
 * @property {string} name
 * @property {string} label
 * @property {'text' | 'number' | 'password' | 'select' | 'check'} [type]
 * @property {string} [value] of a check: on or off
 * @property {string} [hint]
 * @property {string} [autocomplete]
 * @property {boolean} [required]
 * @property {number} [max]
 * @property {[string, string][]} [options] values and their names
 */

/**
 * @typedef {object} PromptSpec
 * @property {string} title
 * @property {string} [text]
 * @property {FieldSpec[]} fields
 * @property {string} submit what the button says
 * @property {boolean} [danger]
 * @property {(values: Record<string, string>) => void} run
 */

/**
 * Shows a dialog. The browser keeps the focus inside and gives it back at the end.
 *
 * @param {{ title: string, onClose: () => void, children?: Children, class?: string }} props
 */
export function Dialog({ title, onClose, children, class: style = '' }) {
  const ref = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useLayoutEffect(() => {
    const opener = document.activeElement;
    ref.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) {
        opener.focus();
      }
    };
  }, []);
  return html`
    <dialog ref=${ref} class=${`dialog ${style}`} aria-labelledby="dialog-title"
      onClose=${onClose}
      onMouseDown=${(/** @type {MouseEvent} */ event) => event.target === ref.current && onClose()}>
      <header>
        <h2 id="dialog-title">${title}</h2>
        <button type="button" class="button plain icon" aria-label="Close" onClick=${onClose}><${Icon} name="close" /></button>
      </header>
      <div class="body">${children}</div>
    </dialog>`;
}

/**
 * Asks for a few values.
 *
 * @param {{ spec: PromptSpec, onClose: () => void }} props
 */
export function Prompt({ spec, onClose }) {
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const data = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    /** @type {Record<string, string>} */
    const values = {};
    for (const { name, type } of spec.fields) {
      values[name] = type === 'check' ? (data.has(name) ? 'on' : 'off') : String(data.get(name)).replace(/\s+/gu, ' ').trim();
    }
    onClose();
    spec.run(values);
  };
  return html`
    <${Dialog} title=${spec.title} onClose=${onClose}>
      <form class="prompt" onSubmit=${submit}>
        ${spec.text === undefined ? null : html`<p>${spec.text}</p>`}
        ${spec.fields.map((field, index) => html`<${Field} key=${field.name} field=${field} first=${index === 0} />`)}
        <div class="actions">
          <button type="button" class="button" onClick=${onClose}>Cancel</button>
          <button type="submit" class=${spec.danger ? 'button danger' : 'button primary'}>${spec.submit}</button>
        </div>
      </form>
    <//>`;
}

/** @param {{ field: FieldSpec, first: boolean }} props */
function Field({ field, first }) {
  const id = `field-${field.name}`;
  const hint = field.hint === undefined ? undefined : `${id}-hint`;
  if (field.type === 'check') {
    return html`<label class="check"><input type="checkbox" name=${field.name} defaultChecked=${field.value === 'on'} autofocus=${first} /> <span>${field.label}</span></label>`;
  }
  const number = field.type === 'number';
  return html`
    <div class="field">
      <label for=${id}>${field.label}</label>
      ${field.type === 'select'
        ? html`<select id=${id} name=${field.name} autofocus=${first}>
            ${field.options?.map(([value, label]) => html`<option value=${value} selected=${value === field.value}>${label}</option>`)}
          </select>`
        : html`<input id=${id} name=${field.name} type=${number ? 'text' : field.type ?? 'text'} inputmode=${number ? 'numeric' : undefined} pattern=${number ? '[0-9]*' : undefined} defaultValue=${field.value ?? ''}
            required=${field.required} maxlength=${field.max} autocomplete=${field.autocomplete ?? 'off'} autofocus=${first} aria-describedby=${hint} />`}
      ${hint === undefined ? null : html`<p class="hint" id=${hint}>${field.hint}</p>`}
    </div>`;
}

/**
 * Shows a menu beside what opened it: arrows move, Escape closes, and the focus goes back.
 *
 * @param {{ spec: MenuSpec, onClose: () => void }} props
 */
export function Menu({ spec, onClose }) {
  const ref = useRef(/** @type {HTMLUListElement | null} */ (null));
  const [place, setPlace] = useState({ left: spec.x, top: spec.y });
  useLayoutEffect(() => {
    const box = ref.current?.getBoundingClientRect();
    if (box !== undefined) {
      const left = Math.max(8, Math.min(spec.x, innerWidth - box.width - 8));
      const below = spec.y + box.height <= innerHeight - 8;
      setPlace({ left, top: below ? spec.y : Math.max(8, spec.y - box.height - 8) });
    }
    focusItem(ref.current, 0);
  }, [spec]);
  useEffect(() => {
    const outside = (/** @type {Event} */ event) => {
      if (event.target instanceof Node && !ref.current?.contains(event.target)) {
        onClose();
      }
    };
    addEventListener('pointerdown', outside, true);
    return () => removeEventListener('pointerdown', outside, true);
  }, [spec]);
  const close = () => {
    onClose();
    if (spec.opener.isConnected) {
      spec.opener.focus();
    }
  };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    const items = itemsOf(ref.current);
    const index = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    /** @type {Record<string, () => void>} */
    const moves = {
      ArrowDown: () => focusItem(ref.current, (index + 1) % items.length),
      ArrowUp: () => focusItem(ref.current, (index + items.length - 1) % items.length),
      Home: () => focusItem(ref.current, 0),
      End: () => focusItem(ref.current, items.length - 1),
      Escape: close,
      Tab: close,
    };
    if (Object.hasOwn(moves, event.key)) {
      event.preventDefault();
      event.stopPropagation();
      moves[event.key]();
    }
  };
  return html`
    <ul class="menu floating" role="menu" aria-label=${spec.label} ref=${ref} onKeyDown=${keys} style=${{ left: `${place.left}px`, top: `${place.top}px` }}>
      ${spec.items.map((item) =>
        item === 'line'
          ? html`<li role="separator"></li>`
          : html`<li role="none">
              <button type="button" role="menuitem" tabindex="-1" class=${item.danger ? 'danger' : ''}
                onClick=${() => { close(); item.run(); }}>${item.label}</button>
            </li>`)}
    </ul>`;
}

/** @param {HTMLElement | null} menu */
function itemsOf(menu) {
  return /** @type {HTMLElement[]} */ ([...(menu?.querySelectorAll('[role=menuitem]') ?? [])]);
}

/** @param {HTMLElement | null} menu @param {number} index */
function focusItem(menu, index) {
  itemsOf(menu)[index]?.focus();
}

/**
 * Returns where a menu opens for a button or a row.
 *
 * @param {Event} event
 * @returns {{ x: number, y: number, opener: HTMLElement }}
 */
export function below(event) {
  const opener = /** @type {HTMLElement} */ (event.currentTarget);
  const box = opener.getBoundingClientRect();
  return event instanceof MouseEvent && event.type === 'contextmenu' && event.clientX > 0
    ? { x: event.clientX, y: event.clientY, opener }
    : { x: Math.min(box.left, box.right - 24), y: Math.min(box.bottom + 4, innerHeight), opener };
}

/** Draws its content again only when one of its properties is another one. @extends {Component<{ children?: any } & Record<string, any>>} */
export class Still extends Component {
  /** @param {Record<string, unknown>} next */
  shouldComponentUpdate(next) {
    const before = /** @type {Record<string, unknown>} */ (this.props);
    return Object.keys(next).some((name) => name !== 'draw' && next[name] !== before[name]);
  }

  render() {
    return /** @type {any} */ (this.props).draw();
  }
}

/** Counts down to a time. @param {{ to: number }} props */
export function Countdown({ to }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [to]);
  const seconds = Math.max(0, Math.ceil((to - now) / 1000));
  return html`${seconds === 0 ? 'now' : `in ${seconds} s`}`;
}
