import { useEffect, useRef, useState } from 'preact/hooks';
import { logIn } from '../api.js';
import { asProblem, useTitle } from '../hooks.js';
import { html } from '../../shared/html.js';
import { Field } from '../ui.js';

/**
 * Asks for a name and a password, or a token.
 *
 * @param {{note: string, onLogin: (me: import('../types.js').Me) => void}} props
 */
export function Login({ note, onLogin }) {
  useTitle('Log in');
  const [byToken, setByToken] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {import('../api.js').Problem | null} */ (null));
  const first = useRef(/** @type {HTMLInputElement | null} */ (null));
  const secret = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => {
    setProblem(null);
    first.current?.focus();
  }, [byToken]);
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    const text = (/** @type {string} */ name) => String(form.get(name) ?? '');
    setBusy(true);
    setProblem(null);
    try {
      onLogin(
        await logIn(
          byToken
            ? { token: text('token').trim() }
            : { name: text('username').trim(), password: text('password') },
        ),
      );
    } catch (failure) {
      setProblem(asProblem(failure));
      setBusy(false);
      secret.current?.select();
      secret.current?.focus();
    }
  };
  const error = problem === null ? null : html`<p class="error" id="error" role="alert">${told(problem)}</p>`;
  return html`<main class="login">
    <div class="card">
      <h1>parley <span>console</span></h1>
      ${note ? html`<p class="note" role="status">${note}</p>` : null}
      <form class="stack" onSubmit=${submit}>
        ${byToken
          ? html`<${Field} id="token" label="Token" hint="You see what its scopes reach.">
              <input
                id="token"
                name="token"
                ref=${(/** @type {any} */ element) => {
                  first.current = element;
                  secret.current = element;
                }}
                type="password"
                autocomplete="off"
                required
                aria-invalid=${problem !== null}
                aria-describedby="error"
              />
              ${error}
            <//>`
          : html`<${Field} id="username" label="Name">
                <input id="username" name="username" ref=${first} autocomplete="username" autocapitalize="off" spellcheck=${false} required defaultValue="admin" />
              <//>
              <${Field} id="password" label="Password">
                <input
                  id="password"
                  name="password"
                  type="password"
                  ref=${secret}
                  autocomplete="current-password"
                  required
                  aria-invalid=${problem !== null}
                  aria-describedby="error"
                />
                ${error}
              <//>`}
        <button type="submit" class="button primary" disabled=${busy}>${busy ? 'Logging in…' : 'Log in'}</button>
      </form>
      <button type="button" class="button plain" onClick=${() => setByToken(!byToken)}>
        ${byToken ? 'Log in with a name and a password' : 'Log in with a token'}
      </button>
      ${byToken
        ? null
        : html`<p class="quiet small">
            <code>admin</code> has the password of <code>parley.admin.password</code>; if none was set, it is in
            the file <code>admin-password</code> of the data directory. Admin accounts log in with their own.
          </p>`}
    </div>
  </main>`;
}

/** @param {import('../api.js').Problem} problem */
const told = problem =>
  problem.retryAfter ? `${problem.detail} Try again in ${problem.retryAfter} s.` : problem.detail;
