// Where one writes: Enter sends, Shift and Enter break the line, a paste is one message.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { html } from '../shared/html.js';
import { Icon } from '../shared/icons.js';
import { accept, complete } from './completion.js';
import { bytesOf, isSecret } from './draft.js';
import { count } from './format.js';

/** @typedef {import('./completion.js').Completion} Completion */

const NONE = /** @type {Completion} */ ({ from: 0, to: 0, options: [] });
/** From which part of the limit on the bytes are shown. */
const NEAR = 0.6;
const TALLEST = 220;

/**
 * @param {{ room: import('./state.js').Room, lineBytes: number, known: import('./completion.js').Known,
 *   drafts: Map<string, string>, recalls: Map<string, string[]>, problem: string, insert: { text: string, at: number } | null,
 *   onSubmit: (text: string) => boolean, onDraft: () => void, onType: () => void }} props
 */
export function Composer({ room, lineBytes, known, drafts, recalls, problem, insert, onSubmit, onDraft, onType }) {
  const input = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const [text, setText] = useState(drafts.get(room.key) ?? '');
  const [completion, setCompletion] = useState(NONE);
  const [chosen, setChosen] = useState(0);
  const recalled = useRef(-1);

  useLayoutEffect(() => {
    const area = input.current;
    if (area !== null) {
      area.style.height = 'auto';
      area.style.height = `${Math.min(TALLEST, area.scrollHeight + 2)}px`;
    }
  }, [text]);
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches || document.activeElement === document.body) {
      input.current?.focus();
    }
  }, []);
  useEffect(() => {
    const area = input.current;
    if (insert !== null && area !== null) {
      change(`${area.value}${area.value === '' || area.value.endsWith(' ') ? '' : ' '}${insert.text}`, null);
      area.focus();
    }
  }, [insert]);

  /** @param {string} next @param {number | null} caret */
  const change = (next, caret) => {
    setText(next);
    if (input.current !== null && input.current.value !== next) {
      input.current.value = next;
    }
    if (caret !== null) {
      input.current?.setSelectionRange(caret, caret);
    }
    if (next === '' || isSecret(next)) {
      drafts.delete(room.key);
    } else {
      drafts.set(room.key, next);
    }
    onDraft();
  };
  /** @param {string} next */
  const suggest = (next) => {
    const area = input.current;
    setCompletion(area === null || area.selectionStart !== area.selectionEnd ? NONE : complete(next, area.selectionStart, known));
    setChosen(0);
  };
  const typed = () => {
    const next = input.current?.value ?? '';
    recalled.current = -1;
    change(next, null);
    suggest(next);
    onType();
  };
  /** @param {import('./completion.js').Option} option */
  const take = (option) => {
    const done = accept(input.current?.value ?? '', completion, option);
    change(done.text, done.caret);
    suggest(done.text);
    input.current?.focus();
  };
  const submit = () => {
    const value = input.current?.value ?? '';
    if (over > 0 || value.trim() === '') {
      return;
    }
    if (onSubmit(value)) {
      if (!isSecret(value)) {
        recalls.set(room.key, [...(recalls.get(room.key) ?? []).filter((one) => one !== value), value].slice(-50));
      }
      recalled.current = -1;
      change('', null);
      setCompletion(NONE);
    }
    input.current?.focus();
  };
  /** @param {number} step */
  const recall = (step) => {
    const all = recalls.get(room.key) ?? [];
    const next = Math.min(all.length - 1, recalled.current + step);
    if (next < -1 || (next === recalled.current)) {
      return false;
    }
    recalled.current = next;
    const value = next < 0 ? '' : all[all.length - 1 - next];
    change(value, value.length);
    return true;
  };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (event.isComposing || event.altKey) {
      return;
    }
    const open = completion.options.length > 0;
    const area = /** @type {HTMLTextAreaElement} */ (event.currentTarget);
    let done = true;
    if (open && event.key === 'ArrowDown') {
      setChosen((chosen + 1) % completion.options.length);
    } else if (open && event.key === 'ArrowUp') {
      setChosen((chosen + completion.options.length - 1) % completion.options.length);
    } else if (open && (event.key === 'Tab' || event.key === 'Enter') && !event.shiftKey && !isWhole(area.value, completion, chosen)) {
      take(completion.options[chosen]);
    } else if (open && event.key === 'Escape') {
      setCompletion(NONE);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      submit();
    } else if (event.key === 'ArrowUp' && (area.value === '' || recalled.current >= 0)) {
      done = recall(1);
    } else if (event.key === 'ArrowDown' && recalled.current >= 0) {
      done = recall(-1);
    } else {
      done = false;
    }
    if (done) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  const bytes = bytesOf(room.key, text);
  const over = lineBytes === 0 ? 0 : bytes - lineBytes;
  const near = lineBytes !== 0 && bytes > lineBytes * NEAR;
  const label = room.direct ? `Message ${room.name}` : `Message #${room.name}`;
  const open = completion.options.length > 0;
  return html`
    <form class="composer" onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); submit(); }}>
      ${problem === '' ? null : html`<p class="note bad" role="alert">${problem}</p>`}
      ${open ? html`
        <ul class="completion" id="completion" role="listbox" aria-label="Suggestions">
          ${completion.options.map((option, index) => html`
            <li key=${option.label} id=${`option-${index}`} role="option" aria-selected=${index === chosen}
              onMouseDown=${(/** @type {Event} */ event) => { event.preventDefault(); take(option); }}>
              <span>${option.label}</span> <span class="quiet small">${option.detail}</span>
            </li>`)}
        </ul>` : null}
      <div class="box">
        <textarea ref=${input} rows="1" aria-label=${label} placeholder=${label} defaultValue=${text} value=${text}
          aria-autocomplete="list" aria-controls=${open ? 'completion' : undefined}
          aria-activedescendant=${open ? `option-${chosen}` : undefined} aria-describedby="composer-help" enterkeyhint="send"
          onInput=${typed} onKeyDown=${keys} onBlur=${() => setCompletion(NONE)} />
        <button type="submit" class="button primary icon" aria-label="Send" title="Send (Enter)" disabled=${over > 0 || text.trim() === ''}><${Icon} name="send" /></button>
      </div>
      <p class=${over > 0 ? 'help over' : 'help'} id="composer-help">
        ${near
          ? html`<span role=${over > 0 ? 'alert' : undefined}>${over > 0 ? `${count(over, 'byte')} too long` : `${count(-over, 'byte')} left`}</span>`
          : html`<span class="keys"><kbd>Enter</kbd> sends, <kbd>Shift</kbd> <kbd>Enter</kbd> breaks the line, <kbd>/</kbd> for commands</span>`}
      </p>
    </form>`;
}

/**
 * Tells whether the word that is completed is there already, so that Enter sends.
 *
 * @param {string} text
 * @param {Completion} completion
 * @param {number} chosen
 */
function isWhole(text, completion, chosen) {
  const word = text.slice(completion.from, completion.to).toLowerCase();
  const option = completion.options[chosen];
  return option.insert.trim().replace(/:$/, '').toLowerCase() === word;
}
