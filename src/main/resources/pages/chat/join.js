// The form that joins: by a name, with an account, or with a new account.

import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../shared/html.js';

/** @typedef {import('./client.js').Client} Client */
/** @typedef {import('./client.js').Intent['mode']} Mode */

/** @type {{ mode: Mode, label: string, submit: string }[]} */
const MODES = [
  { mode: 'guest', label: 'As a guest', submit: 'Join' },
  { mode: 'login', label: 'Log in', submit: 'Log in' },
  { mode: 'register', label: 'Register', submit: 'Create the account' },
];

/** @param {{ client: Client, name: string, mode: Mode, onName: (name: string, mode: Mode) => void }} props */
export function JoinForm({ client, name, mode: lastMode, onName }) {
  const [mode, setMode] = useState(client.lastName === '' ? lastMode : 'login');
  const nameInput = useRef(/** @type {HTMLInputElement | null} */ (null));
  const passwordInput = useRef(/** @type {HTMLInputElement | null} */ (null));
  const error = client.formError;
  const busy = client.link.status === 'connecting' || client.intent !== null;
  useEffect(() => {
    (error?.field === 'password' ? passwordInput : nameInput).current?.focus();
  }, [error]);
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (busy) {
      return;
    }
    const typed = nameInput.current?.value ?? '';
    onName(typed.trim(), mode);
    client.join({ mode, name: typed, password: passwordInput.current?.value ?? '' });
  };
  const room = client.address;
  const shown = MODES.find((one) => one.mode === mode) ?? MODES[0];
  const fault = (/** @type {string} */ field) => (error?.field === field ? error.text : '');
  return html`
    <main class="join">
      <form onSubmit=${submit} aria-labelledby="join-title" novalidate>
        <img src="/assets/chat/icon.svg" alt="" width="44" height="44" />
        <h1 id="join-title">Join ${client.state.server}</h1>
        ${room === null ? null : html`<p class="quiet">You will be in <strong>${room.key.startsWith('@') ? room.key : `#${room.key}`}</strong>.</p>`}
        <div class="modes" role="radiogroup" aria-label="How to join">
          ${MODES.map((one) => html`
            <label key=${one.mode} class=${one.mode === mode ? 'chosen' : ''}>
              <input type="radio" name="mode" value=${one.mode} checked=${one.mode === mode} onChange=${() => setMode(one.mode)} />
              <span>${one.label}</span>
            </label>`)}
        </div>
        <div class="field">
          <label for="name">Name</label>
          <input id="name" ref=${nameInput} name="username" defaultValue=${client.lastName || name} autocomplete="username" autocapitalize="none"
            spellcheck=${false} maxlength="32" aria-invalid=${fault('name') !== ''} aria-describedby="name-help" />
          ${fault('name') === ''
            ? html`<p class="hint" id="name-help">${mode === 'guest' ? 'What others see. It is yours while you are here.' : mode === 'login' ? 'The name of your account.' : 'It stays yours: nobody else can take it.'}</p>`
            : html`<p class="error" id="name-help" role="alert">${fault('name')}</p>`}
        </div>
        ${mode === 'guest' ? null : html`
          <div class="field">
            <label for="password">Password</label>
            <input id="password" ref=${passwordInput} name="password" type="password" autocomplete=${mode === 'login' ? 'current-password' : 'new-password'}
              aria-invalid=${fault('password') !== ''} aria-describedby="password-help" />
            ${fault('password') === '' ? null : html`<p class="error" id="password-help" role="alert">${fault('password')}</p>`}
          </div>`}
        ${fault('form') === '' ? null : html`<p class="note bad" role="alert">${fault('form')}</p>`}
        <button type="submit" class="button primary" aria-disabled=${busy}>${busy ? 'Joining…' : shown.submit}</button>
      </form>
    </main>`;
}
